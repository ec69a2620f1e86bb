"""Rhythm without chords: drum kit, hand drum, timpani."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from castalia.sound.score.arrangement import ChordSpan, PartNote
from castalia.sound.score.styles import GROOVES
from castalia.sound.score.theory import Metre

CLOSED_HAT, OPEN_HAT, CRASH = 42, 46, 49


def places(where: str, metre: Metre, bar: int, last: bool) -> tuple[int, ...]:
    """The ticks of a bar that a lane's word names. ``bar`` is counted from the section's start; ``last`` is true of
    the last bar of four."""
    half = metre.beat // 3 * 2 if metre.compound else metre.beat // 2
    subs = metre.grid(6)
    offs = tuple(tick for tick in subs if tick not in metre.beats)
    end = metre.length
    words = {
        "first": (0,),
        "strong": metre.strong,
        "beats": metre.beats,
        "weak": metre.weak,
        "subs": subs,
        "offs": offs,
        "middle": metre.strong[1:2] or metre.beats[1:2],
        "echo": (half,),
        "lastoff": (end - 6,),
        "ride": tuple(beat + half for beat in metre.beats[1::2]),
        "comp": (metre.beats[1] + half,) if bar % 2 else (),
        "tresillo": (metre.beat + half, 2 * metre.beat + half) if len(metre.beats) > 2 else (half,),
        "pickup": tuple(range(end - metre.beat, end, 3)) if last else (),
        "opening": (0,) if bar == 0 else (),
    }
    return words[where]


def kit(
    groove: str, metre: Metre, start: int, bar: int, last: bool, energy: float, random: np.random.Generator
) -> Iterator[PartNote]:
    """A bar of a groove at ``energy`` (share 0 to 1). Where the hi-hat opens it does not also strike closed."""
    lanes = [lane for lane in GROOVES[groove] if energy >= lane[3]]
    opened = {place for key, where, _, _ in lanes if key == OPEN_HAT for place in places(where, metre, bar, last)}
    for key, where, velocity, _ in lanes:
        for place in places(where, metre, bar, last):
            ghost = int(random.integers(-4, 3))
            if key != CLOSED_HAT or place not in opened:
                yield PartNote(start + place, 3, key, velocity + ghost)


def timpani(
    chords: Sequence[ChordSpan], metre: Metre, start: int, last: bool, energy: float, tuned: tuple[int, int]
) -> Iterator[PartNote]:
    """Tonic or dominant, whichever the chord holds, on the first beat; a crescendo of repeated notes into new phrases."""
    home, fifth = tuned
    chord = next((chord for chord in reversed(chords) if chord.start <= start), chords[0])
    pitch = fifth if (fifth - chord.root) % 12 in (0, 7) and (home - chord.root) % 12 not in (0, 7) else home
    strong = metre.strong if energy > 0.6 else (0,)
    for place in strong:
        yield PartNote(start + place, metre.beat, pitch, 2 if place == 0 else -8)
    if last and energy > 0.35:
        step = 3 if energy > 0.6 else 6
        begin = metre.length - metre.beat
        for index, place in enumerate(range(begin, metre.length, step)):
            yield PartNote(start + place, step, pitch, -18 + 5 * index)
