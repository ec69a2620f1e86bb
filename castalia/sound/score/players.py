"""Who sounds a part: the soundfont where there is one, else our own synthesiser, which sounds akin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from castalia.randomness import generator
from castalia.settings import SAMPLE_RATE
from castalia.sound.score import voices
from castalia.sound.score.instruments import Instrument
from castalia.sound.score.soundfont import Soundfont, Zone

Track = NDArray[np.float64]
DRUM_BANK = 128


class Player(Protocol):
    """Adds one note to a track: start and length in seconds, MIDI pitch, velocity 1-127."""

    def play(self, track: Track, start: float, seconds: float, pitch: int, velocity: int) -> None: ...


def loudness(velocity: int) -> float:
    """Velocity to amplitude, the specification's concave curve of 40 log10(v / 127) dB."""
    return (velocity / 127) ** 2


@dataclass(frozen=True)
class Sampled:
    """Plays a soundfont's preset. Harder notes are brighter (default modulator: up to 2,400 cents of cutoff)."""

    font: Soundfont
    instrument: Instrument

    def play(self, track: Track, start: float, seconds: float, pitch: int, velocity: int) -> None:
        bank = DRUM_BANK if self.instrument.drums else 0
        for zone in self.font.zones(bank, self.instrument.program, pitch, velocity):
            self._voice(track, start, seconds, pitch, velocity, zone)

    def _voice(self, track: Track, start: float, seconds: float, pitch: int, velocity: int, zone: Zone) -> None:
        data = self.font.samples(zone)
        ratio = 2 ** ((pitch - zone.root) * zone.key_scale / 12) * self.font.rate(zone) / SAMPLE_RATE
        cutoff = zone.cutoff * 2 ** (-2.0 * (1 - velocity / 127))
        held = seconds if zone.loops or not self.instrument.drums else len(data) / ratio / SAMPLE_RATE
        voices.sampled(  # type: ignore[call-arg]
            track, int(start * SAMPLE_RATE), int(held * SAMPLE_RATE), data, zone.start, len(data), *zone.loop, zone.loops, ratio,
            loudness(velocity) * 10 ** (-zone.attenuation / 20), cutoff, float(SAMPLE_RATE),
            *(seconds_ * SAMPLE_RATE for seconds_ in (zone.delay, zone.attack, zone.hold, zone.decay)),
            10 ** (-zone.sustain / 20), zone.release * SAMPLE_RATE,
        )  # fmt: skip


@dataclass(frozen=True)
class Timbre:
    """How a family sounds: its harmonics' fall-off in dB an octave, odd harmonics' share, seconds to decay by 60 dB at C4 (0 holds),
    attack, release, vibrato in cents, breath."""

    tilt: float
    odd: float = 0.5
    decay: float = 0.0
    attack: float = 0.02
    release: float = 0.15
    vibrato: float = 0.0
    breath: float = 0.0
    detuned: tuple[float, ...] = (0.0,)


STRING = Timbre(-7.0, attack=0.09, release=0.22, vibrato=9, breath=0.02)
ENSEMBLE = Timbre(-7.5, attack=0.16, release=0.35, vibrato=6, breath=0.015, detuned=(-7.0, 0.0, 6.0))
TIMBRES: dict[str, Timbre] = {
    "solo": STRING,
    "section": ENSEMBLE,
    "wind": Timbre(-10.0, odd=0.6, attack=0.05, release=0.12, vibrato=7, breath=0.05),
    "brass": Timbre(-5.5, attack=0.05, release=0.14, vibrato=3, breath=0.01),
    "choir": Timbre(-9.0, attack=0.18, release=0.4, vibrato=12, breath=0.04, detuned=(-9.0, -2.0, 5.0, 10.0)),
    "organ": Timbre(-4.5, odd=0.35, attack=0.03, release=0.15, detuned=(-2.0, 2.0)),
    "synth": Timbre(-6.0, attack=0.12, release=0.5, detuned=(-8.0, 0.0, 8.0)),
    "bells": Timbre(-11.0, decay=2.2, attack=0.002, release=1.2),
    "keys": Timbre(-8.0, decay=7.0, attack=0.003, release=0.25),
    "timpani": Timbre(-9.0, decay=1.4, attack=0.003, release=0.8),
}
OWN_TIMBRES: dict[str, Timbre] = {
    "clarinet": Timbre(-9.0, odd=0.9, attack=0.04, release=0.1, vibrato=2, breath=0.02),
    "flute": Timbre(-15.0, attack=0.06, release=0.12, vibrato=10, breath=0.08),
    "accordion": Timbre(-4.0, attack=0.04, release=0.1, detuned=(-9.0, 9.0)),
    "voice": Timbre(-9.0, attack=0.12, release=0.3, vibrato=16, breath=0.03),
    "pad": Timbre(-8.5, attack=0.6, release=1.4, detuned=(-10.0, -3.0, 4.0, 11.0)),
    "synth-lead": Timbre(-5.0, attack=0.015, release=0.2, vibrato=8, detuned=(-6.0, 6.0)),
    "synth-bass": Timbre(-6.5, attack=0.005, release=0.12, detuned=(-4.0, 4.0)),
    "tremolo-strings": Timbre(-7.0, attack=0.05, release=0.3, breath=0.04, detuned=(-8.0, 0.0, 7.0)),
    "marimba": Timbre(-14.0, decay=0.9, attack=0.002, release=0.5),
}
PLUCKED = ("plucked", "low")


@dataclass(frozen=True)
class Synthesised:
    """Our own synthesiser: plucked strings, partials, struck skins. Chance is keyed by pitch and onset."""

    instrument: Instrument
    seed: int

    def play(self, track: Track, start: float, seconds: float, pitch: int, velocity: int) -> None:
        at, held = int(start * SAMPLE_RATE), int(seconds * SAMPLE_RATE)
        random = generator(self.seed, "score", "synth", self.instrument.name, at, pitch)
        if self.instrument.drums:
            hit = drum(pitch, random) * loudness(velocity)
            track[at : at + len(hit)] += hit[: max(0, len(track) - at)]
        elif self.instrument.family in PLUCKED and self.instrument.name != "synth-bass":
            self._pluck(track, at, held, pitch, velocity, random)
        else:
            self._sing(track, at, held, pitch, velocity, random)

    def _pluck(self, track: Track, at: int, held: int, pitch: int, velocity: int, random: np.random.Generator) -> None:
        hertz = 440 * 2 ** ((pitch - 69) / 12)
        burst = random.uniform(-1, 1, int(SAMPLE_RATE / hertz) + 2)
        hardness = 0.25 + 0.5 * velocity / 127
        burst = np.convolve(burst, [hardness, 1 - hardness], "same")
        damping = 0.001 ** (1 / (hertz * (5.0 if self.instrument.family == "low" else 3.2)))
        voices.plucked(
            track,
            at,
            held,
            burst,
            SAMPLE_RATE / hertz,
            damping,
            0.55 + 0.3 * hardness,
            0.6 * loudness(velocity),
            0.18 * SAMPLE_RATE,
        )

    def _sing(self, track: Track, at: int, held: int, pitch: int, velocity: int, random: np.random.Generator) -> None:
        timbre = OWN_TIMBRES.get(self.instrument.name, TIMBRES.get(self.instrument.family, STRING))
        for cents in timbre.detuned:
            hertz = 440 * 2 ** ((pitch - 69) / 12 + (cents + float(random.normal(0, 1.5))) / 1_200)
            count = int(min(24, 9_000 // hertz + 1))
            order = np.arange(1, count + 1)
            tilt = timbre.tilt - 4 * (1 - velocity / 127)
            strengths = 10 ** (tilt * np.log2(order) / 20) * np.where(order % 2, timbre.odd * 2, (1 - timbre.odd) * 2)
            decays = np.ones(count)
            if timbre.decay:
                fall = timbre.decay * 2 ** ((60 - pitch) / 24) / (1 + 0.35 * (order - 1))
                decays = 0.001 ** (1 / (fall * SAMPLE_RATE))
            breath = timbre.breath * random.standard_normal(4_096)
            strong = strengths / np.sqrt((strengths**2).sum()) / len(timbre.detuned) ** 0.5
            voices.partials(
                track, at, held, hertz, float(SAMPLE_RATE), strong, decays, timbre.attack * SAMPLE_RATE, timbre.release * SAMPLE_RATE,
                timbre.vibrato * 0.000578, 4.6 + float(random.uniform(0, 0.9)), breath, 0.5 * loudness(velocity),
            )  # fmt: skip


KICKS, SNARES, HATS, TOMS, CYMBALS = (
    (35, 36),
    (38, 40, 37, 39),
    (42, 44, 46),
    (41, 43, 45, 47, 48, 50),
    (49, 51, 52, 53, 55, 57, 59),
)


def drum(key: int, random: np.random.Generator) -> Track:
    """One stroke on a General MIDI drum: a falling tone, noise, or both."""
    if key in KICKS:
        return _skin(52, 2.6, 0.22, 0.05, random)
    if key in SNARES:
        return 0.5 * _skin(185, 1.3, 0.12, 0.0, random) + _hiss(0.14, 1_400, random)[: round(0.6 * SAMPLE_RATE)]
    if key in HATS:
        return 0.6 * _hiss(0.4 if key == 46 else 0.05, 6_500, random)
    if key in CYMBALS:
        return 0.7 * _hiss(0.5 if key == 51 else 1.3, 4_000, random)
    if key in TOMS:
        return _skin(70 + 14 * TOMS.index(key), 1.6, 0.3, 0.05, random)
    return _skin(140 + 9 * (key - 60), 1.3, 0.12, 0.15, random)


def _skin(hertz: float, fall: float, ring: float, slap: float, random: np.random.Generator) -> Track:
    at = np.arange(round(0.6 * SAMPLE_RATE)) / SAMPLE_RATE
    pitch = hertz * (1 + (fall - 1) * np.exp(-at / 0.03))
    noise = random.standard_normal(len(at)) * np.exp(-at / 0.008)
    made: Track = np.sin(2 * np.pi * np.cumsum(pitch) / SAMPLE_RATE) * np.exp(-at / ring) + slap * noise
    return made


def _hiss(ring: float, corner: float, random: np.random.Generator) -> Track:
    from scipy.signal import butter, sosfilt

    at = np.arange(round(max(0.6, 4 * ring) * SAMPLE_RATE)) / SAMPLE_RATE
    noise = random.standard_normal(len(at)) * np.exp(-at / ring)
    made: Track = sosfilt(butter(2, corner, "high", fs=SAMPLE_RATE, output="sos"), noise)
    return made
