"""How parts are written: octaves, clefs, staves, and where drums stand on them."""

from __future__ import annotations

from castalia.exchange.engraving import Note
from castalia.sound.score.arrangement import Part

# By how many octaves an instrument sounds from where it is written.
OCTAVES = {
    "contrabass": -1, "bass": -1, "electric-bass": -1, "synth-bass": -1, "guitar": -1, "steel-guitar": -1,
    "glockenspiel": 2, "celesta": 1, "recorder": 1, "music-box": 1,
}  # fmt: skip
CLEFS = {"G": ("G", "2"), "F": ("F", "4"), "C": ("C", "3"), "percussion": ("percussion", "")}
# Where a drum is written on the staff (step, octave), by its General MIDI key, with its note head and name.
DRUMS = {
    36: ("F", 4, "normal", "Bass drum"), 37: ("C", 5, "x", "Side stick"), 38: ("C", 5, "normal", "Snare drum"),
    41: ("A", 4, "normal", "Low tom"), 42: ("G", 5, "x", "Closed hi-hat"), 43: ("A", 4, "normal", "Floor tom"),
    44: ("D", 4, "x", "Pedal hi-hat"), 45: ("D", 5, "normal", "Tom"), 46: ("G", 5, "circle-x", "Open hi-hat"),
    49: ("A", 5, "x", "Crash cymbal"), 51: ("F", 5, "x", "Ride cymbal"), 54: ("B", 5, "x", "Tambourine"),
    57: ("B", 5, "x", "Cymbals"), 62: ("E", 5, "normal", "Muted hand drum"), 63: ("D", 5, "normal", "High hand drum"),
    64: ("B", 4, "normal", "Low hand drum"),
}  # fmt: skip
_SPLIT = 60


def staves_of(part: Part) -> list[list[Note]]:
    notes = [(note.onset, note.duration, note.pitch) for note in part.notes]
    if not two_staves(part):
        return [notes]
    return [[note for note in notes if note[2] >= _SPLIT], [note for note in notes if note[2] < _SPLIT]]


def two_staves(part: Part) -> bool:
    """Keyboards and harp; and a section of players who need ledger lines on both sides of one staff."""
    pitches = [note.pitch for note in part.notes]
    section = part.sound.chordal and part.sound.sustained
    return part.sound.two_staves or (section and min(pitches, default=60) < 53 and max(pitches, default=60) > 67)


def clefs_of(part: Part) -> tuple[str, ...]:
    if part.sound.drums:
        return ("percussion",)
    if two_staves(part):
        return ("G", "F")
    if part.instrument == "viola":
        return ("C",)
    # A player alone reads the clef of the instrument, a section that of what it plays.
    pitches = sorted(note.pitch for note in part.notes) if part.sound.chordal else []
    middle = pitches[len(pitches) // 2] if pitches else (part.sound.floor + part.sound.roof) // 2
    return ("G" if middle - 12 * OCTAVES.get(part.instrument, 0) >= 57 else "F",)
