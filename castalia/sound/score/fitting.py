"""Notes fitted to who plays them: the octave that lies well, repeated notes joined, one note a voice at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from castalia.sound.score.arrangement import PartNote
from castalia.sound.score.instruments import Instrument


def best_octave(pitches: Sequence[int], instrument: Instrument, ceiling: float | None = None) -> int:
    """The shift by octaves that puts the pitches best into the comfortable register, and under ``ceiling`` (the melody's
    middle) where that costs little; of near equals the smaller shift."""

    def strain(shift: int) -> float:
        outside = sum(max(instrument.floor - p - shift, p + shift - instrument.roof, 0) for p in pitches)
        middle = sum(pitches) / max(len(pitches), 1) + shift
        over = 0.0 if ceiling is None else max(middle - ceiling + 3, 0.0)
        return outside / max(len(pitches), 1) + 0.06 * abs(shift) + 0.2 * over

    return min((12 * octave for octave in range(-4, 5)), key=strain)


def joined(notes: list[PartNote], longest: int) -> list[PartNote]:
    """Notes that repeat a pitch without a gap become one, up to ``longest`` ticks."""
    made: list[PartNote] = []
    last: dict[int, int] = {}
    for note in sorted(notes, key=lambda note: (note.onset, note.pitch)):
        index = last.get(note.pitch)
        if index is not None and made[index].end == note.onset and note.end - made[index].onset <= longest:
            made[index] = replace(made[index], duration=note.end - made[index].onset)
        else:
            last[note.pitch] = len(made)
            made.append(note)
    return made


def without_collisions(notes: list[PartNote], end: int, instrument: Instrument) -> list[PartNote]:
    """One note a pitch at a time, and one in all where the instrument has one voice; all end with the score."""
    kept: list[PartNote] = []
    latest: dict[int, int] = {}
    for note in sorted(notes, key=lambda note: (note.onset, note.pitch, -note.velocity, -note.duration)):
        key = 0 if instrument.voices == 1 and not instrument.drums else note.pitch
        note = replace(note, duration=min(note.duration, end - note.onset))
        index = latest.get(key)
        if index is not None and kept[index].end > note.onset:
            if kept[index].onset == note.onset:
                continue
            kept[index] = replace(kept[index], duration=note.onset - kept[index].onset)
        latest[key] = len(kept)
        kept.append(note)
    return kept
