"""Metres, keys, chords and the spelling of pitches. Time is counted in ticks, twelve to the quarter."""

from __future__ import annotations

from dataclasses import dataclass

QUARTER = 12
PITCH_CLASSES = {"C": 0, "Db": 1, "D": 2, "Eb": 3, "E": 4, "F": 5, "F#": 6, "G": 7, "Ab": 8, "A": 9, "Bb": 10, "B": 11}
# Intervals above the root, and how many letters each chord tone lies above the root's letter.
CHORDS: dict[str, tuple[int, ...]] = {
    "major": (0, 4, 7),
    "minor": (0, 3, 7),
    "diminished": (0, 3, 6),
    "augmented": (0, 4, 8),
    "dominant": (0, 4, 7, 10),
    "major7": (0, 4, 7, 11),
    "minor7": (0, 3, 7, 10),
    "half-diminished": (0, 3, 6, 10),
    "sus4": (0, 5, 7),
}
SUFFIXES = {
    "major": "",
    "minor": "m",
    "diminished": "dim",
    "augmented": "aug",
    "dominant": "7",
    "major7": "maj7",
    "minor7": "m7",
    "half-diminished": "m7b5",
    "sus4": "sus4",
}
SCALES: dict[str, tuple[int, ...]] = {
    "major": (0, 2, 4, 5, 7, 9, 11),
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "pentatonic": (0, 2, 4, 7, 9),
}
DARK_MODES = ("minor", "dorian", "phrygian")
# How many fifths a mode's signature lies from that of the major key on the same tonic.
_SIGNATURE_SHIFT = {"lydian": 1, "mixolydian": -1, "dorian": -2, "minor": -3, "phrygian": -4}
_LETTERS = "FCGDAEB"


@dataclass(frozen=True)
class Metre:
    """``beats`` are the felt beats of a bar, ``strong`` those that carry weight; ``beat`` is a beat's usual length."""

    name: str
    length: int
    beat: int
    beats: tuple[int, ...]
    strong: tuple[int, ...]

    @property
    def compound(self) -> bool:
        return self.beat == 18

    @property
    def weak(self) -> tuple[int, ...]:
        """Where an after-beat falls: the weak beats, or the last third of each beat where every beat is strong."""
        light = tuple(beat for beat in self.beats if beat not in self.strong)
        return light or tuple(beat + 2 * self.beat // 3 for beat in self.beats)

    def grid(self, step: int) -> tuple[int, ...]:
        """Onsets in a bar: the beats where ``step`` is a beat or more, else every ``step`` ticks."""
        if step >= self.length:
            return (0,)
        if step > self.beat:
            return self.strong
        return self.beats if step == self.beat else tuple(range(0, self.length, step))


METRES = {
    metre.name: metre
    for metre in (
        Metre("4/4", 48, 12, (0, 12, 24, 36), (0, 24)),
        Metre("3/4", 36, 12, (0, 12, 24), (0,)),
        Metre("2/4", 24, 12, (0, 12), (0,)),
        Metre("6/8", 36, 18, (0, 18), (0, 18)),
        Metre("12/8", 72, 18, (0, 18, 36, 54), (0, 18, 36, 54)),
        Metre("5/4", 60, 12, (0, 12, 24, 36, 48), (0, 36)),
        Metre("7/8", 42, 12, (0, 12, 24), (0, 24)),
    )
}


def fifths(key: str, mode: str) -> int:
    """The key signature: sharps if positive, flats if negative, never more than six."""
    major = (PITCH_CLASSES[key] * 7 + 5) % 12 - 5
    count = major + _SIGNATURE_SHIFT.get(mode, 0)
    return count - 12 if count > 6 else count + 12 if count < -6 else count


def tonic_chord(mode: str) -> str:
    return "minor" if mode in DARK_MODES else "major"


def chord_tones(root: int, quality: str) -> tuple[int, ...]:
    """Pitch classes of a chord on pitch class ``root``."""
    return tuple((root + tone) % 12 for tone in CHORDS[quality])


@dataclass(frozen=True)
class Spelling:
    """A letter and its alteration in semitones; the octave is that of the letter, C4 being middle C."""

    letter: str
    alter: int
    octave: int


def spell(pitch: int, signature: int, mode: str, root: int | None = None, quality: str = "") -> Spelling:
    """Spell a MIDI pitch by the chord it belongs to, else by the key (the nearest place on the line of fifths)."""
    place = _place(pitch % 12, signature, mode)
    if root is not None and pitch % 12 in chord_tones(root, quality):
        interval = (pitch - root) % 12
        # Thirds, fifths and sevenths stand three, five ... letters above the root, whatever the key would write.
        steps = {0: 0, 3: -3, 4: 4, 5: -1, 6: -6, 7: 1, 8: 8, 10: -2, 11: 5}[interval]
        by_chord = _place(root, signature, mode) + steps
        place = by_chord if -7 <= by_chord - 2 <= 10 else place
    return _spelling(pitch, place)


def chord_symbol(root: int, quality: str, signature: int, mode: str) -> str:
    """The usual name, such as ``Ebm7``."""
    root_name = _spelling(60 + root, _place(root, signature, mode))
    return root_name.letter + {-1: "b", 0: "", 1: "#"}.get(root_name.alter, "") + SUFFIXES[quality]


def root_spelling(root: int, signature: int, mode: str) -> Spelling:
    return _spelling(60 + root, _place(root, signature, mode))


def _place(pitch_class: int, signature: int, mode: str) -> int:
    """Place on the line of fifths, F = -1, C = 0, G = 1: within the twelve places round the key."""
    lowest = signature - (2 if mode in DARK_MODES else 3)
    return lowest + (pitch_class * 7 - lowest) % 12


def _spelling(pitch: int, place: int) -> Spelling:
    letter = _LETTERS[(place + 1) % 7]
    alter = (place + 1) // 7
    return Spelling(letter, alter, (pitch - alter) // 12 - 1)
