"""Written rhythm: which note values, ties, tuplets and beams show an onset and a duration in a metre."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from castalia.sound.score.theory import Metre

# Ticks (12 to the quarter) -> note type and dots; values of a triplet are two thirds of the plain ones.
PLAIN = {
    72: ("whole", 1), 48: ("whole", 0), 36: ("half", 1), 24: ("half", 0), 18: ("quarter", 1), 12: ("quarter", 0),
    9: ("eighth", 1), 6: ("eighth", 0), 3: ("16th", 0),
}  # fmt: skip
TRIPLET = {8: ("quarter", 0), 4: ("eighth", 0), 2: ("16th", 0), 1: ("32nd", 0)}
FLAGS = {"eighth": 1, "16th": 2, "32nd": 3}
MOST_VOICES = 4


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
    tuplet: str = ""
    beams: tuple[str, ...] = ()

    @property
    def triplet(self) -> bool:
        return self.length not in PLAIN

    @property
    def shape(self) -> tuple[str, int]:
        """Note type and dots."""
        return PLAIN.get(self.length) or TRIPLET[self.length]


def voices_of(notes: Sequence[tuple[int, int, int]]) -> list[list[Event]]:
    """(onset, duration, pitch) of one staff as up to four voices without overlaps, the fullest first."""
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
    pieces: list[Piece] = []
    now = bar
    for event in inside:
        onset, stop = max(event.onset, bar), min(event.end, end)
        pieces += _split(now - bar, onset - now, (), metre)
        written = _split(onset - bar, stop - onset, event.pitches, metre)
        for index, piece in enumerate(written):
            before = index > 0 or event.onset < bar
            after = index < len(written) - 1 or event.end > end
            pieces.append(replace(piece, from_tie=before, to_tie=after))
        now = stop
    if inside:
        pieces += _split(now - bar, end - now, (), metre)
    return _beamed(_bracketed(pieces, metre), metre)


def _split(start: int, length: int, pitches: tuple[int, ...], metre: Metre) -> list[Piece]:
    pieces = []
    while length > 0:
        value = _value(start, length, metre)
        pieces.append(Piece(start, value, pitches))
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
    table = PLAIN if start % 3 == 0 and room % 3 == 0 else TRIPLET
    return next(value for value in table if value <= room)


def _beat_of(piece: Piece, metre: Metre) -> int:
    return max(index for index, beat in enumerate(metre.beats) if beat <= piece.start)


def _bracketed(pieces: list[Piece], metre: Metre) -> list[Piece]:
    """Triplets of one beat under one bracket."""
    made = list(pieces)
    for beat in range(len(metre.beats)):
        group = [i for i, piece in enumerate(made) if piece.triplet and _beat_of(piece, metre) == beat]
        if len(group) > 1:
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
