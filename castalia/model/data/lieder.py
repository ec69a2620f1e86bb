"""Songs of the OpenScore Lieder corpus (CC0-1.0) as lead sheets: the voice as melody, chords heard from all parts.

Pitches are relative to the tonic, so one song teaches every key. A song is held out when the SHA-256 of its file name
begins with 0 or 1.
"""

from __future__ import annotations

import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from castalia.codecs.notes import nearest_duration
from castalia.language.plan import Bar, Chord, Note, Notes
from castalia.sound.score.theory import CHORDS, METRES, QUARTER

MOST_BARS = 120
"""Of a longer song the last ones are kept, for a song's end must be one."""
MAJOR_TONICS = {-6: 6, -5: 1, -4: 8, -3: 3, -2: 10, -1: 5, 0: 0, 1: 7, 2: 2, 3: 9, 4: 4, 5: 11, 6: 6, 7: 1}


@dataclass(frozen=True)
class Song:
    """A lead sheet with what its score block needs to say."""

    name: str
    notes: Notes
    mode: str
    metre: str


def held_out(path: Path) -> bool:
    return hashlib.sha256(path.name.encode()).hexdigest()[0] in "01"


def read_song(path: Path) -> Song | None:
    """Read one ``.mxl``; None when it has no steady metre that we know, or no separate voice."""
    sys.modules.setdefault("fluidsynth", None)  # type: ignore[arg-type]  # partitura would fetch a soundfont over FTP
    import partitura

    score = partitura.load_musicxml(str(path))
    if len(score.parts) < 2:
        return None
    part = score.parts[0]
    metre = _metre(part)
    if metre not in METRES:
        return None
    voice = _rows(part)
    everything = np.concatenate([_rows(other) for other in score.parts])
    tonic, mode = _tonic(part, everything)
    bars = _bars(voice, everything, tonic, METRES[metre].length)
    if len(bars) < 8 or len(voice) < 16:
        return None
    return Song(path.stem, Notes(bars=tuple(bars[-MOST_BARS:])), mode, metre)


def _metre(part: Any) -> str:
    from partitura.score import TimeSignature

    signatures = {f"{sign.beats}/{sign.beat_type}" for sign in part.iter_all(TimeSignature)}
    return signatures.pop() if len(signatures) == 1 else ""


def _rows(part: Any) -> np.ndarray:
    """(N, 3): onset and duration in 1/12 quarters, MIDI pitch."""
    array = part.note_array()
    onset = np.round(array["onset_quarter"] * QUARTER)
    duration = np.maximum(1, np.round(array["duration_quarter"] * QUARTER))
    return np.stack([onset, duration, array["pitch"]], axis=1).astype(int)


def _tonic(part: Any, rows: np.ndarray) -> tuple[int, str]:
    """The tonic's pitch class from the key signature, major or minor by which tonic the last bass note and the sum of
    durations favour."""
    from partitura.score import KeySignature

    signature = next(iter(part.iter_all(KeySignature)), None)
    major = MAJOR_TONICS.get(signature.fifths if signature else 0, 0)
    minor = (major + 9) % 12
    weight = np.zeros(12)
    np.add.at(weight, rows[:, 2] % 12, rows[:, 1])
    end = rows[:, 0] + rows[:, 1]
    last_bass = int(rows[end >= end.max() - 1, 2].min()) % 12
    favours_minor = weight[minor] + weight[(minor + 7) % 12] > weight[major] + weight[(major + 7) % 12]
    if last_bass == minor or (last_bass != major and favours_minor):
        return minor, "minor"
    return major, "major"


def _bars(voice: np.ndarray, everything: np.ndarray, tonic: int, length: int) -> list[Bar]:
    start = int(np.floor(everything[:, 0].min() / length) * length)
    centre = 72 + ((tonic + 6) % 12) - 6
    octave = 12 * round((float(np.median(voice[:, 2])) - centre - 4) / 12)
    bars = []
    for begin in range(start, int(everything[:, 0].max()) + 1, length):
        inside = voice[(voice[:, 0] >= begin) & (voice[:, 0] < begin + length)]
        notes = tuple(
            Note(voice="melody", onset=int(on - begin), pitch=pitch, duration=nearest_duration(int(duration)))
            for on, duration, midi in inside
            if -30 <= (pitch := int(midi) - centre - octave) <= 30
        )
        bars.append(Bar(chords=_chords(everything, begin, length, tonic), notes=_monophonic(notes)))
    return bars


def _monophonic(notes: tuple[Note, ...]) -> tuple[Note, ...]:
    """The highest note at each onset."""
    top: dict[int, Note] = {}
    for note in notes:
        if note.onset not in top or note.pitch > top[note.onset].pitch:
            top[note.onset] = note
    return tuple(top[onset] for onset in sorted(top))


def _chords(everything: np.ndarray, begin: int, length: int, tonic: int) -> tuple[Chord, ...]:
    """The best fitting chord of each half bar (whole bar where the metre has no middle); repeats are dropped."""
    span = length // 2 if length % 24 == 0 or length % 36 == 0 else length
    chords: list[Chord] = []
    for offset in range(0, length, span):
        chord = _heard(everything, begin + offset, span, tonic, offset)
        if chord and (not chords or (chord.root, chord.quality) != (chords[-1].root, chords[-1].quality)):
            chords.append(chord)
    return tuple(chords)


def _heard(everything: np.ndarray, begin: int, span: int, tonic: int, onset: int) -> Chord | None:
    sounding = np.minimum(everything[:, 0] + everything[:, 1], begin + span) - np.maximum(everything[:, 0], begin)
    weight = np.zeros(12)
    np.add.at(weight, (everything[:, 2] - tonic) % 12, np.maximum(sounding, 0))
    if weight.sum() == 0:
        return None
    bass = everything[sounding > 0, 2].min()
    weight[(bass - tonic) % 12] *= 1.5

    def fit(root: int, quality: str) -> float:
        tones = [(root + tone) % 12 for tone in CHORDS[quality]]
        return float(2 * weight[tones].sum() - weight.sum() * len(tones) * 0.12)

    root, quality = max(((r, q) for r in range(12) for q in CHORDS), key=lambda pair: fit(*pair))
    return Chord(onset=onset, root=root, quality=quality)
