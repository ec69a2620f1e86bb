"""The arrangement: what every player plays, as all writers and the renderer read it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from castalia.sound.score.instruments import INSTRUMENTS, Instrument
from castalia.sound.score.theory import METRES, QUARTER, Metre, chord_symbol

DYNAMICS = ((0.16, "pp"), (0.32, "p"), (0.48, "mp"), (0.64, "mf"), (0.82, "f"), (1.01, "ff"))


@dataclass(frozen=True)
class PartNote:
    """A written note: ticks from the start (12 to the quarter), MIDI pitch, velocity 1-127 (while it is arranged, an
    offset from its section's level). ``roll`` is how late it starts within a rolled or strummed chord, seconds."""

    onset: int
    duration: int
    pitch: int
    velocity: int = 0
    roll: float = 0.0

    @property
    def end(self) -> int:
        return self.onset + self.duration


@dataclass(frozen=True)
class ChordSpan:
    """A chord from ``start`` to ``end`` (ticks); ``root`` is an absolute pitch class."""

    start: int
    end: int
    root: int
    quality: str


@dataclass(frozen=True)
class SectionSpan:
    """A section of the form, its first bar (from 0) and its ticks."""

    name: str
    bar: int
    bars: int
    start: int
    end: int
    energy: float

    @property
    def dynamic(self) -> str:
        return next(mark for limit, mark in DYNAMICS if self.energy < limit)


@dataclass(frozen=True)
class Part:
    """One player. ``figures`` names what it does in each section ("-" where it rests)."""

    name: str
    instrument: str
    role: str
    figures: tuple[str, ...]
    notes: tuple[PartNote, ...]
    expression: tuple[tuple[int, int], ...]
    pedal: tuple[tuple[int, int], ...]

    @property
    def sound(self) -> Instrument:
        return INSTRUMENTS[self.instrument]


@dataclass(frozen=True)
class Arrangement:
    """The whole score. ``tempi`` are (tick, quarters a minute); ``swing`` is by how many ticks off-beat quavers wait."""

    tempo: float
    key: str
    mode: str
    metre_name: str
    style: str
    signature: int
    tonic: int
    bars: int
    swing: int
    tempi: tuple[tuple[int, float], ...]
    sections: tuple[SectionSpan, ...]
    chords: tuple[ChordSpan, ...]
    parts: tuple[Part, ...]

    @property
    def metre(self) -> Metre:
        return METRES[self.metre_name]

    @property
    def ticks(self) -> int:
        return self.bars * self.metre.length

    @cached_property
    def _clock(self) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Ticks of the tempo changes, the seconds at which they come, and seconds a tick from there."""
        ticks = np.array([tick for tick, _ in self.tempi], float)
        pace = np.array([60.0 / (tempo * QUARTER) for _, tempo in self.tempi])
        starts = np.concatenate([[0.0], np.cumsum(np.diff(ticks) * pace[:-1])])
        return ticks, starts, pace

    def seconds(self, ticks: Any) -> NDArray[np.float64]:
        """When a tick (or an array of them) comes, in seconds from the first bar line."""
        changes, starts, pace = self._clock
        at = np.asarray(ticks, float)
        index = np.clip(np.searchsorted(changes, at, side="right") - 1, 0, None)
        result: NDArray[np.float64] = starts[index] + (at - changes[index]) * pace[index]
        return result

    def played(self, tick: int) -> int:
        """The tick at which a written one is played: off-beat quavers wait where the style swings."""
        return tick + self.swing if self.swing and tick % QUARTER == QUARTER // 2 else tick

    def chord_at(self, tick: int) -> ChordSpan:
        return next((chord for chord in reversed(self.chords) if chord.start <= tick), self.chords[0])

    def to_json(self) -> dict[str, Any]:
        """Everything that was worked out, as plain values for ``resolved.json``."""
        return {
            "tempo": self.tempo,
            "key": self.key,
            "mode": self.mode,
            "metre": self.metre_name,
            "style": self.style,
            "bars": self.bars,
            "seconds": round(float(self.seconds(self.ticks)), 3),
            "tempo_map": [
                {"tick": tick, "seconds": round(float(self.seconds(tick)), 3), "quarters_a_minute": round(tempo, 2)}
                for tick, tempo in self.tempi
            ],
            "sections": [self._section(index, section) for index, section in enumerate(self.sections)],
            "chords": [
                {"bar": chord.start // self.metre.length, "tick": chord.start, "symbol": self.symbol(chord)}
                for chord in self.chords
            ],
            "parts": [
                {
                    "name": part.name,
                    "instrument": part.instrument,
                    "program": part.sound.program,
                    "role": part.role,
                    "figures": list(part.figures),
                    "notes": len(part.notes),
                }
                for part in self.parts
            ],
            "notes": {
                part.name: [[note.onset, note.duration, note.pitch, note.velocity] for note in part.notes]
                for part in self.parts
            },
        }

    def symbol(self, chord: ChordSpan) -> str:
        return chord_symbol(chord.root, chord.quality, self.signature, self.mode)

    def _section(self, index: int, section: SectionSpan) -> dict[str, Any]:
        return {
            "name": section.name,
            "bar": section.bar,
            "bars": section.bars,
            "seconds": round(float(self.seconds(section.start)), 3),
            "energy": section.energy,
            "dynamic": section.dynamic,
            "playing": [part.name for part in self.parts if part.figures[index] != "-"],
        }
