"""How written notes are played: dynamics that follow the form, accents, phrases, tempo, pedal, and small human errors."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from castalia.randomness import generator
from castalia.sound.score.arrangement import Arrangement, ChordSpan, PartNote, SectionSpan
from castalia.sound.score.instruments import Instrument
from castalia.sound.score.styles import Style, style_of
from castalia.sound.score.theory import QUARTER, Metre

PHRASE = 4
_ROLE_LEVEL = {"melody": 8, "counter": 0, "bass": 0, "harmony": -6, "rhythm": 0}


def tempo_map(
    tempo: float, metre: Metre, sections: Sequence[SectionSpan], style: Style
) -> tuple[tuple[int, float], ...]:
    """(tick, quarters a minute): the plan's tempo counts beats, dotted ones in 6/8 and 12/8. Sections breathe at their
    ends, and the last two bars broaden, more in a free style."""
    quarters = tempo * metre.beat / QUARTER
    end = sections[-1].end
    changes = {0: 1.0}
    for section in sections[:-1]:
        last_beat = section.end - metre.length + metre.beats[-1]
        changes[last_beat] = 1 - 0.1 * style.freedom
        changes[section.end] = 1.0
    broad = 0.08 + 0.2 * style.freedom
    begin = max(end - 2 * metre.length, 0)
    for number, beat in enumerate(metre.beats):
        changes[begin + beat] = 1 - broad * 0.6 * (number + 1) / len(metre.beats)
    changes[max(end - metre.length, 0)] = 1 - broad
    return tuple((tick, round(quarters * share, 3)) for tick, share in sorted(changes.items()))


def energy_at(sections: Sequence[SectionSpan], metre: Metre, tick: int) -> float:
    """The section's energy; it grows over the last bar before a fuller section, and falls over the first of a calmer."""
    index = next(i for i, section in enumerate(sections) if tick < section.end or i == len(sections) - 1)
    section = sections[index]
    if index + 1 < len(sections) and section.energy < sections[index + 1].energy:
        into = (tick - (section.end - metre.length)) / metre.length
        return section.energy + max(0.0, into) * 0.7 * (sections[index + 1].energy - section.energy)
    return section.energy


def _arc(sections: Sequence[SectionSpan], metre: Metre, tick: int) -> float:
    """The phrase's own swell, -1 at its ends to 1 in its third bar; phrases are four bars from a section's start."""
    section = next((section for section in sections if tick < section.end), sections[-1])
    length = min(PHRASE * metre.length, section.end - section.start)
    place = ((tick - section.start) % length) / length
    return float(np.sin(np.pi * place**1.3) * 2 - 1)


def with_velocities(
    notes: Sequence[PartNote], role: str, sections: Sequence[SectionSpan], metre: Metre, seed: int, name: str
) -> tuple[PartNote, ...]:
    """Notes whose velocity so far is an offset, set on the section's level. Each note's own deviation depends on its
    onset and pitch alone."""
    made = []
    for note in notes:
        place = note.onset % metre.length
        accent = 5 if place == 0 else 2 if place in metre.strong else 0 if place in metre.beats else -4
        level = 36 + 62 * energy_at(sections, metre, note.onset) + _ROLE_LEVEL[role] + accent
        level += note.velocity + 3.5 * _arc(sections, metre, note.onset)
        level += 2.5 * generator(seed, "score", "velocity", name, note.onset, note.pitch).standard_normal()
        made.append(PartNote(note.onset, note.duration, note.pitch, int(np.clip(round(level), 18, 124)), note.roll))
    return tuple(made)


def expression(instrument: Instrument, sections: Sequence[SectionSpan], metre: Metre) -> tuple[tuple[int, int], ...]:
    """(tick, controller 11): held sounds follow energy and phrase; struck ones, whose velocity says it, only a little.
    A value v is a gain of 40 log10(v / 127) dB."""
    points: list[tuple[int, int]] = []
    for tick in range(0, sections[-1].end, metre.beat):
        energy = energy_at(sections, metre, tick)
        swell = 1.6 * _arc(sections, metre, tick) if instrument.sustained else 0.0
        depth = 9.0 if instrument.sustained else 3.0
        level = min(0.0, -depth * (1 - energy) + swell - 1.0)
        value = round(127 * 10 ** (level / 40))
        if not points or points[-1][1] != value:
            points.append((tick, value))
    return tuple(points)


def pedal(instrument: Instrument, chords: Sequence[ChordSpan], end: int) -> tuple[tuple[int, int], ...]:
    """(tick down, tick up) of a piano's sustaining pedal: changed with the harmony."""
    if instrument.family != "keys":
        return ()
    return tuple((chord.start, chord.end - 1 if chord.end < end else chord.end) for chord in chords)


def played_times(
    arrangement: Arrangement, name: str, notes: Sequence[PartNote], drums: bool, seed: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Start and end of each note in seconds: swing, rolls, and errors that wander as a player's do (a slow drift shared
    by neighbouring notes, and a small one of each note's own)."""
    freedom = style_of(arrangement.style).freedom
    drift_size, own_size = (0.001, 0.002) if drums else (0.006 * freedom, 0.001 + 0.006 * freedom)
    starts = arrangement.seconds([arrangement.played(note.onset) for note in notes])
    ends = arrangement.seconds([arrangement.played(note.end) for note in notes])
    drift = generator(seed, "score", "drift", name).standard_normal(arrangement.bars * 2 + 2)
    places = np.array([note.onset for note in notes], float) / arrangement.metre.length * 2
    wander = drift_size * np.interp(places, np.arange(len(drift)), drift)
    own = np.array([generator(seed, "score", "time", name, n.onset, n.pitch).standard_normal() for n in notes])
    rolls = np.array([note.roll for note in notes])
    starts = np.maximum(starts + wander + own_size * np.clip(own, -2, 2) + rolls, 0.0)
    return starts, np.maximum(ends, starts + 0.04)
