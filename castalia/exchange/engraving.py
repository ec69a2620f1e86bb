"""Written rhythm: which note values, ties, tuplets and beams show an onset and a duration in a metre."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from castalia.sound.score.theory import Metre

# Ticks (12 to the quarter) -> note type and dots; values of a triplet are two thirds of the plain ones.
PLAIN = {
    72: ("whole", 1), 48: ("whole", 0), 36: ("half", 1), 24: ("half", 0), 18: ("quarter", 1), 12: ("quarter", 0),
    9: ("eighth", 1), 6: ("eighth", 0), 3: ("16th", 0),
}  # fmt: skip
TRIPLET = {8: ("quarter", 0), 6: ("eighth", 1), 4: ("eighth", 0), 3: ("16th", 1), 2: ("16th", 0), 1: ("32nd", 0)}
FLAGS = {"eighth": 1, "16th": 2, "32nd": 3}
MOST_VOICES = 4
Note = tuple[int, int, int]
"""Onset and duration in ticks, pitch."""


@dataclass(frozen=True)
class Event:
    """Pitches that begin and end together; onset in ticks from the score's start."""

    onset: int
    duration: int
    pitches: tuple[int, ...]

    @property
    def end(self) -> int:
        return self.onset + self.duration


@dataclass(frozen=True)
class Piece:
    """One written note or rest within a bar (``start`` from the bar line)."""

    start: int
    length: int
    pitches: tuple[int, ...]
    from_tie: bool = False
    to_tie: bool = False
    triplet: bool = False
    tuplet: str = ""
    beams: tuple[str, ...] = ()

    @property
    def shape(self) -> tuple[str, int]:
        """Note type and dots."""
        return (TRIPLET if self.triplet else PLAIN)[self.length]


def readable(notes: Sequence[Note], metre: Metre, end: int) -> list[Note]:
    """The notes of one staff as they are read: however short they are played, they end on the coarsest grid that holds
    every onset of their cell, before a short rest only where one is meant, and at the latest at tick ``end``."""
    places: dict[int, list[int]] = {}
    for onset, _, _ in notes:
        start, _ = _cell(onset, metre)
        places.setdefault(start, []).append(onset)
    grids = {
        start: next(step for step in (3, 4, 2, 1) if all((onset - start) % step == 0 for onset in onsets))
        for start, onsets in places.items()
    }
    made = []
    for onset, duration, pitch in notes:
        played = min(onset + max(duration, 1), end)
        start, stop = _cell(played, metre)
        written = min(start + math.ceil((played - start) / grids.get(start, 3)) * grids.get(start, 3), stop)
        room = min([stop, *(later for later in places.get(start, []) if later >= written)])
        detached = written > start and 2 * (room - written) < written - onset
        made.append((onset, (room if detached else written) - onset, pitch))
    return made


def struck(notes: Sequence[Note], metre: Metre, end: int) -> list[Note]:
    """The notes of drums, whose length nobody hears: each lasts until the next one or the end of its cell."""
    onsets = sorted({*(onset for onset, _, _ in notes), end})
    following = dict(pairwise(onsets))
    return [(onset, min(following[onset], _cell(onset, metre)[1]) - onset, pitch) for onset, _, pitch in notes]


def _cells(metre: Metre) -> list[tuple[int, int]]:
    """The spans of a bar that are divided in two or in three: quarters, and the eighths of dotted quarters."""
    beats = list(zip(metre.beats, [*metre.beats[1:], metre.length]))
    return [
        (start, start + size)
        for beat, end in beats
        for size in [6 if end - beat == 18 else end - beat]
        for start in range(beat, end, size)
    ]


def _cell(tick: int, metre: Metre) -> tuple[int, int]:
    """The cell in which a tick of the score lies."""
    within = tick % metre.length
    start, stop = next(cell for cell in _cells(metre) if cell[0] <= within < cell[1])
    return tick - within + start, tick - within + stop


def voices_of(notes: Sequence[Note]) -> list[list[Event]]:
    """The notes of one staff as up to four voices without overlaps, the fullest first."""
    grouped: dict[tuple[int, int], list[int]] = {}
    for onset, duration, pitch in notes:
        grouped.setdefault((onset, duration), []).append(pitch)
    events = [Event(onset, duration, tuple(sorted(set(pitches)))) for (onset, duration), pitches in grouped.items()]
    voices: list[list[Event]] = []
    for event in sorted(events, key=lambda event: (event.onset, -event.pitches[-1], event.duration)):
        free = next((voice for voice in voices if voice[-1].end <= event.onset), None)
        if free is not None:
            free.append(event)
        elif len(voices) < MOST_VOICES:
            voices.append([event])
        else:
            _squeeze(voices, event)
    return voices


def _squeeze(voices: list[list[Event]], event: Event) -> None:
    """Where four voices sound already: the one that began first ends here, or the pitches join a chord."""
    voice = min(voices, key=lambda voice: voice[-1].onset)
    last = voice[-1]
    if last.onset == event.onset:
        voice[-1] = replace(last, pitches=tuple(sorted({*last.pitches, *event.pitches})))
    else:
        voice[-1] = replace(last, duration=event.onset - last.onset)
        voice.append(event)


def bar_pieces(voice: Sequence[Event], bar: int, metre: Metre) -> list[Piece]:
    """A voice's notes and rests within the bar that starts at tick ``bar``, none if nothing sounds."""
    end = bar + metre.length
    inside = [event for event in voice if event.onset < end and event.end > bar]
    edges = [edge - bar for event in inside for edge in (event.onset, event.end) if bar < edge < end]
    triplets = [cell for cell in _cells(metre) if any(edge % 3 and cell[0] < edge < cell[1] for edge in edges)]
    pieces: list[Piece] = []
    now = bar
    for event in inside:
        onset, stop = max(event.onset, bar), min(event.end, end)
        pieces += _split(now - bar, onset - now, (), metre, triplets)
        written = _split(onset - bar, stop - onset, event.pitches, metre, triplets)
        for index, piece in enumerate(written):
            before = index > 0 or event.onset < bar
            after = index < len(written) - 1 or event.end > end
            pieces.append(replace(piece, from_tie=before, to_tie=after))
        now = stop
    if inside:
        pieces += _split(now - bar, end - now, (), metre, triplets)
    return _beamed(_bracketed(pieces, triplets), metre)


def _split(
    start: int, length: int, pitches: tuple[int, ...], metre: Metre, triplets: Sequence[tuple[int, int]]
) -> list[Piece]:
    pieces = []
    while length > 0:
        cell = next((cell for cell in triplets if start < cell[1]), (metre.length, metre.length))
        triplet = start >= cell[0]
        if triplet:
            value = next(value for value in TRIPLET if value <= min(length, cell[1] - start))
        else:
            value = _value(start, min(length, cell[0] - start), metre)
        pieces.append(Piece(start, value, pitches, triplet=triplet))
        start, length = start + value, length - value
    return pieces


def _value(start: int, length: int, metre: Metre) -> int:
    """The longest value that may be written here: across beats only from a beat on or as a plain syncopation."""
    ends = {*metre.beats, metre.length}
    if start in metre.beats:
        for value in PLAIN:
            if value <= length and start + value in ends and (not metre.compound or value % 18 == 0):
                return value
        if not metre.compound and length >= 18 and metre.length - start >= 18:
            return 18
    elif not metre.compound and start % 12 == 6 and length >= 12 and start + 12 <= metre.length:
        return 12
    room = min(length, next(end for end in sorted(ends) if end > start) - start)
    return next(value for value in PLAIN if value <= room)


def _beat_of(piece: Piece, metre: Metre) -> int:
    return max(index for index, beat in enumerate(metre.beats) if beat <= piece.start)


def _bracketed(pieces: list[Piece], triplets: Sequence[tuple[int, int]]) -> list[Piece]:
    """Triplets of one cell under one bracket."""
    made = list(pieces)
    for start, stop in triplets:
        group = [index for index, piece in enumerate(made) if start <= piece.start < stop]
        made[group[0]] = replace(made[group[0]], tuplet="start")
        made[group[-1]] = replace(made[group[-1]], tuplet="stop")
    return made


def _beamed(pieces: list[Piece], metre: Metre) -> list[Piece]:
    """Flagged notes of one beat under beams; a shorter note alone gets a hook."""
    made = list(pieces)
    run: list[int] = []
    for index, piece in enumerate([*pieces, None]):
        flagged = piece is not None and bool(piece.pitches) and piece.shape[0] in FLAGS
        if run and (not flagged or piece is None or _beat_of(piece, metre) != _beat_of(made[run[0]], metre)):
            _beam(made, run)
            run = []
        if flagged:
            run.append(index)
    return made


def _beam(pieces: list[Piece], run: list[int]) -> None:
    if len(run) < 2:
        return
    flags = [FLAGS[pieces[index].shape[0]] for index in run]
    for place, index in enumerate(run):
        words = []
        for level in range(1, flags[place] + 1):
            left = place > 0 and flags[place - 1] >= level
            right = place + 1 < len(run) and flags[place + 1] >= level
            hook = "backward hook" if place else "forward hook"
            words.append("continue" if left and right else "end" if left else "begin" if right else hook)
        pieces[index] = replace(pieces[index], beams=tuple(words))
