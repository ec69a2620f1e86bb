"""A second melody where none was composed: chord tones that move against the first, and fill its long notes."""

from __future__ import annotations

from collections.abc import Sequence

from castalia.sound.score.arrangement import PartNote
from castalia.sound.score.leadsheet import LeadSheet
from castalia.sound.score.theory import Metre, chord_tones


def counter_line(sheet: LeadSheet, voices: Sequence[tuple[int, ...]], metre: Metre) -> tuple[PartNote, ...]:
    """A note on each strong beat, a third to a tenth under the melody, against its direction; passing notes join those
    a third apart while the melody holds."""
    melody = sheet.lines["melody"]
    line: list[PartNote] = []
    last, before = voices[0][-1], None
    for chord in sheet.chords:
        tones = chord_tones(chord.root, chord.quality)
        bar = chord.start // metre.length * metre.length
        onsets = [bar + place for place in metre.strong if chord.start <= bar + place < chord.end] or [chord.start]
        for onset, end in zip(onsets, [*onsets[1:], chord.end]):
            top = next((note.pitch for note in reversed(melody) if note.onset <= onset < note.end), None)
            rising = 0 if top is None or before is None else (top > before) - (top < before)
            last = _choose(tones, last, top, rising)
            before = top if top is not None else before
            line.append(PartNote(onset, end - onset, last))
    return _with_passing_notes(line, melody, metre)


def _choose(tones: tuple[int, ...], last: int, top: int | None, rising: int) -> int:
    """The chord tone nearest to the last note that goes against the melody and stays a third clear of it."""

    def cost(pitch: int) -> float:
        step = pitch - last
        value = abs(step) + (2.0 if step * rising > 0 else 0.0) + (1.2 if step == 0 else 0.0)
        value += 0.15 * abs(pitch - 64)
        if top is not None:
            value += 8.0 * (pitch > top - 3) + 3.0 * ((top - pitch) % 12 == 0) + 0.5 * ((top - pitch) % 12 == 7)
        return value

    return min((pitch for pitch in range(52, 80) if pitch % 12 in tones), key=cost)


def _with_passing_notes(line: list[PartNote], melody: Sequence[PartNote], metre: Metre) -> tuple[PartNote, ...]:
    made: list[PartNote] = []
    attacks = {note.onset for note in melody}
    for note, following in zip(line, [*line[1:], None]):
        middle = note.onset + note.duration - metre.beat // 2
        third = following is not None and abs(following.pitch - note.pitch) in (3, 4)
        if following is None or not third or note.duration < metre.beat or middle in attacks:
            made.append(note)
            continue
        between = note.pitch + (2 if following.pitch > note.pitch else -2)
        if abs(following.pitch - note.pitch) == 3 and following.pitch < note.pitch:
            between = note.pitch - 1
        made.append(PartNote(note.onset, middle - note.onset, note.pitch))
        made.append(PartNote(middle, note.end - middle, between))
    return tuple(made)
