"""The composed notes as lines and chords of absolute pitch, made whole: no overlaps, no gaps in the harmony."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from castalia.language.plan import Note, Notes, Score
from castalia.sound.score.arrangement import ChordSpan, PartNote
from castalia.sound.score.theory import METRES, PITCH_CLASSES, tonic_chord

CENTRE = 72


@dataclass(frozen=True)
class LeadSheet:
    """Lines by voice name (ticks, MIDI pitches) and chords, each within one bar."""

    lines: dict[str, tuple[PartNote, ...]]
    chords: tuple[ChordSpan, ...]
    bars: int


def read_lead_sheet(score: Score, notes: Notes) -> LeadSheet:
    """The plan's bars, filled from ``notes``: bars too many are left out, missing ones keep the last harmony."""
    metre = METRES[score.metre]
    tonic = PITCH_CLASSES[score.key]
    bars = sum(section.bars for section in score.sections)
    chords = _chords(score, notes, bars, tonic)
    above = CENTRE + (tonic + 6) % 12 - 6
    origin = {"melody": above, "counter": above, "inner": above, "bass": 36 + tonic}
    lines: dict[str, tuple[PartNote, ...]] = {}
    for voice, zero in origin.items():
        found = [
            (index * metre.length, note)
            for index, bar in enumerate(notes.bars[:bars])
            for note in bar.notes
            if note.voice == voice and note.onset < metre.length
        ]
        lines[voice] = _line(found, zero, bars * metre.length, voice)
    return LeadSheet(lines, chords, bars)


def _line(found: Sequence[tuple[int, Note]], zero: int, end: int, voice: str) -> tuple[PartNote, ...]:
    """One note at a time (the highest of those that begin together, the lowest for a bass), none beyond the next."""
    best: dict[int, PartNote] = {}
    for bar, note in found:
        onset = bar + note.onset
        made = PartNote(onset, max(1, note.duration), zero + note.pitch)
        kept = best.get(onset)
        if kept is None or (made.pitch < kept.pitch if voice == "bass" else made.pitch > kept.pitch):
            best[onset] = made
    onsets = sorted(best)
    line = []
    for onset, following in zip(onsets, [*onsets[1:], end]):
        first = best[onset]
        line.append(PartNote(onset, max(1, min(first.duration, following - onset)), first.pitch))
    return tuple(line)


def _chords(score: Score, notes: Notes, bars: int, tonic: int) -> tuple[ChordSpan, ...]:
    """Chords split at the bar lines; where a bar has none the last goes on."""
    length = METRES[score.metre].length
    current = (0, tonic_chord(score.mode))
    spans: list[ChordSpan] = []
    for index in range(bars):
        given = notes.bars[index].chords if index < len(notes.bars) else ()
        changes = {chord.onset: (chord.root, chord.quality) for chord in given if chord.onset < length}
        changes.setdefault(0, current)
        onsets = sorted(changes)
        for onset, end in zip(onsets, [*onsets[1:], length]):
            root, quality = current = changes[onset]
            spans.append(ChordSpan(index * length + onset, index * length + end, (root + tonic) % 12, quality))
    return tuple(spans)
