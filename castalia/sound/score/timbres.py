"""Our own instruments: samples computed from how each sounds, for those who have no soundfont.

Held sounds are made in the frequency domain (PADsynth, Nasca Paul 2004: each harmonic a narrow band of random phase), so
their loops have no seam; plucked strings after Karplus and Strong 1983; struck ones as decaying partials.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from castalia.randomness import generator
from castalia.render.kernels import kernel
from castalia.settings import SAMPLE_RATE
from castalia.sound.score.instruments import Instrument
from castalia.sound.score.player import HIGHEST_CUTOFF, Floats, Zone

LOOP = 2**16
_KEYS_A_ZONE = 4
Formants = tuple[tuple[float, float, float], ...]


@dataclass(frozen=True)
class Held:
    """Bowed, blown, sung. Harmonic h has amplitude h^-slope, shaped by ``formants`` (Hz, width in octaves, dB);
    ``even`` scales the even harmonics; ``width`` is the bands' half width in cents; ``breath`` the level of noise.
    ``detuned`` sets whole copies apart by so many cents. The rest is for the player (see Zone)."""

    slope: float = 1.2
    even: float = 1.0
    width: float = 4.0
    breath: float = 0.0
    formants: Formants = ()
    detuned: tuple[float, ...] = (0.0,)
    attack: float = 0.06
    release: float = 0.25
    cutoff: float = HIGHEST_CUTOFF
    dulling: float = 1.5
    sweep: float = -0.8
    sweep_time: float = 0.08
    vibrato: tuple[float, float, float] = (0.0, 5.2, 0.3)
    wide: bool = False
    decay: float = 1e6
    sustain: float = 1.0


@dataclass(frozen=True)
class Plucked:
    """A string: ``seconds`` to fall by 60 dB at middle C, brightness 0-1, where it is plucked (share of its length)."""

    seconds: float = 3.0
    bright: float = 0.5
    place: float = 0.2
    body: Formants = ()
    release: float = 0.5
    cutoff: float = 12_000.0


@dataclass(frozen=True)
class Struck:
    """Partials at ``ratios`` of the pitch with ``levels`` in dB, the first ringing for ``seconds`` (60 dB) at middle C
    and the higher ones less by ratio^-``fade``; ``knock`` is the level of the hammer's noise. ``strings`` copies are
    a few cents apart."""

    ratios: tuple[float, ...]
    levels: tuple[float, ...]
    seconds: float = 3.0
    fade: float = 0.7
    knock: float = 0.02
    strings: int = 1
    tremolo: float = 0.0
    release: float = 0.6
    cutoff: float = HIGHEST_CUTOFF
    dulling: float = 2.0
    inharmonic: float = 0.0


_VIOLIN: Formants = ((290, 0.35, 5), (480, 0.4, 4), (1_100, 0.6, 3), (2_800, 0.8, 7), (6_500, 1.0, -12))
_CELLO: Formants = ((110, 0.5, 4), (220, 0.5, 4), (400, 0.5, 3), (1_500, 0.9, 3), (5_000, 1.0, -12))
_AAH: Formants = ((700, 0.45, 12), (1_150, 0.35, 9), (2_800, 0.35, 6), (3_300, 0.3, 4), (7_000, 1.5, -14))
_OOH: Formants = ((380, 0.6, 12), (850, 0.4, 5), (2_700, 0.4, 2), (6_000, 1.5, -16))
_BRASS: Formants = ((450, 0.8, 4), (1_200, 0.8, 6), (2_200, 0.8, 4))
_BOX: Formants = ((105, 0.4, 6), (210, 0.4, 5), (420, 0.6, 2))
_HARMONICS = tuple(float(number) for number in range(1, 25))
_PIANO_LEVELS = tuple(-3.2 * (h - 1) ** 0.72 - (7 if h % 8 == 0 else 0) for h in range(1, 25))

TIMBRES: dict[str, Held | Plucked | Struck] = {
    "violin": Held(1.05, width=2, breath=0.012, formants=_VIOLIN, attack=0.07, vibrato=(14, 5.6, 0.22), release=0.18),
    "viola": Held(1.1, width=2, breath=0.012, formants=_CELLO, attack=0.08, vibrato=(13, 5.2, 0.25), release=0.2),
    "cello": Held(1.1, width=2, breath=0.01, formants=_CELLO, attack=0.08, vibrato=(12, 5.0, 0.25), release=0.22),
    "contrabass": Held(1.2, width=3, breath=0.012, formants=_CELLO, attack=0.1, release=0.3, vibrato=(6, 4.6, 0.4)),
    "strings": Held(1.1, width=13, formants=_VIOLIN, attack=0.12, release=0.45, wide=True, sweep=-0.5),
    "tremolo-strings": Held(1.1, width=42, breath=0.02, formants=_VIOLIN, attack=0.08, release=0.35, wide=True),
    "flute": Held(2.0, even=0.9, width=2, breath=0.05, attack=0.05, vibrato=(9, 5.0, 0.3), release=0.14),
    "recorder": Held(2.4, even=0.45, width=2, breath=0.05, attack=0.03, release=0.09),
    "oboe": Held(0.8, width=2, breath=0.008, formants=((1_100, 0.7, 9), (2_900, 0.5, 6), (250, 0.7, -6)), attack=0.04,
                 vibrato=(7, 5.2, 0.3), release=0.1),
    "clarinet": Held(1.0, even=0.12, width=2, breath=0.012, formants=((1_500, 1.0, 3), (5_000, 1.2, -10)), attack=0.05,
                     release=0.12),
    "bassoon": Held(1.0, width=2, breath=0.008, formants=((480, 0.6, 9), (1_200, 0.7, 4), (4_000, 1.2, -12)),
                    attack=0.05, release=0.12),
    "horn": Held(1.5, width=3, breath=0.006, formants=((350, 0.8, 6), (4_000, 1.2, -14)), attack=0.07, dulling=2.6,
                 cutoff=5_500, sweep=-1.3, release=0.2),
    "trumpet": Held(0.75, width=2, breath=0.006, formants=_BRASS, attack=0.03, dulling=2.6, sweep=-1.2,
                    sweep_time=0.06, vibrato=(5, 5.2, 0.45), release=0.12),
    "trombone": Held(0.95, width=3, breath=0.006, formants=_BRASS, attack=0.05, dulling=2.6, sweep=-1.2, release=0.15),
    "tuba": Held(1.4, width=3, breath=0.006, formants=((230, 0.8, 5),), attack=0.06, dulling=2.4, release=0.15),
    "brass": Held(0.9, width=9, formants=_BRASS, attack=0.05, dulling=2.6, sweep=-1.2, release=0.25, wide=True),
    "choir": Held(0.9, width=22, breath=0.02, formants=_AAH, attack=0.22, release=0.6, wide=True, sweep=-0.4),
    "voice": Held(1.0, width=7, breath=0.02, formants=_OOH, attack=0.1, vibrato=(18, 5.4, 0.25), release=0.3),
    "organ": Held(1.15, width=1.5, breath=0.012, detuned=(0.0, 1_203.0, -1_201.0), attack=0.05, release=0.3, dulling=0.0,
                  sweep=0.0, formants=((6_000, 1.0, -8),)),
    "accordion": Held(0.9, width=1, detuned=(-7.0, 6.0), formants=((1_400, 1.0, 5), (6_000, 1.0, -8)), attack=0.05,
                      release=0.12, dulling=0.6),
    "shakuhachi": Held(1.9, even=0.8, width=4, breath=0.16, attack=0.07, vibrato=(22, 4.6, 0.35), release=0.2),
    "pad": Held(1.15, width=18, detuned=(-9.0, 8.0), cutoff=2_600, attack=0.5, release=1.2, wide=True, dulling=0.8,
                sweep=-1.0, sweep_time=0.8),
    "synth-lead": Held(1.0, width=0.6, detuned=(-6.0, 6.0), cutoff=7_500, attack=0.006, release=0.16, sweep=0.8,
                       sweep_time=0.2, vibrato=(8, 5.4, 0.35), dulling=1.0),
    "synth-bass": Held(1.0, width=0.6, detuned=(-5.0, 5.0), cutoff=650, attack=0.004, release=0.08, sweep=2.4,
                       sweep_time=0.09, dulling=1.0, decay=6.0, sustain=0.5),
    "pizzicato": Plucked(0.75, 0.35, 0.3, _BOX, 0.3, 7_000),
    "harp": Plucked(4.5, 0.42, 0.35, ((200, 0.8, 3),), 1.6, 9_000),
    "guitar": Plucked(3.2, 0.4, 0.28, _BOX, 0.3, 8_000),
    "steel-guitar": Plucked(4.5, 0.72, 0.17, _BOX, 0.35, 14_000),
    "bass": Plucked(2.6, 0.24, 0.3, ((70, 0.5, 5), (140, 0.5, 4)), 0.16, 3_500),
    "electric-bass": Plucked(3.6, 0.36, 0.22, ((90, 0.7, 3),), 0.12, 3_000),
    "koto": Plucked(3.2, 0.75, 0.1, ((350, 0.6, 4), (900, 0.6, 3)), 0.5, 12_000),
    "dulcimer": Plucked(2.8, 0.82, 0.12, ((400, 0.6, 3), (1_200, 0.6, 3)), 0.8, 14_000),
    "piano": Struck(_HARMONICS, _PIANO_LEVELS, 7.0, 0.55, 0.02, 3, release=0.45, inharmonic=0.00035),
    "celesta": Struck((1, 2.01, 3.98, 6.3, 9.2), (0, -16, -13, -26, -34), 2.4, 0.6, 0.02, release=0.8),
    "music-box": Struck((1, 2.0, 5.4, 6.2, 10.9), (0, -18, -17, -22, -30), 2.6, 0.7, 0.03, release=1.2),
    "glockenspiel": Struck((1, 2.76, 5.4, 8.93), (0, -12, -18, -24), 3.0, 0.6, 0.02, release=1.5),
    "vibraphone": Struck((1, 4.0, 10.0), (0, -16, -30), 5.0, 0.9, 0.008, tremolo=0.35, release=0.7),
    "marimba": Struck((1, 3.95, 9.5), (0, -14, -26), 1.1, 1.0, 0.02, release=0.5, cutoff=9_000),
    "bells": Struck((0.5, 1, 1.19, 1.5, 2, 2.52, 3.01, 4.17), (-9, 0, -11, -9, -5, -12, -12, -17), 7.0, 0.6, 0.02,
                    release=3.0),
    "timpani": Struck((1, 1.504, 1.742, 2.0, 2.245, 2.494), (0, -4, -11, -9, -15, -16), 1.5, 0.5, 0.08, release=1.0,
                      cutoff=4_500),
}  # fmt: skip


def instrument_zones(instrument: Instrument, keys: Sequence[int], seed: int) -> list[Zone]:
    """Zones that play ``keys``: a sample every four semitones, none for keys that nobody plays."""
    if instrument.drums:
        from castalia.sound.score.drums import drum_zones

        return drum_zones(keys, seed)
    timbre = TIMBRES[instrument.name]
    zones: list[Zone] = []
    for low in sorted({key // _KEYS_A_ZONE * _KEYS_A_ZONE for key in keys}):
        root = low + 2
        random = generator(seed, "score", "timbre", instrument.name, root)
        keyed = (low, low + _KEYS_A_ZONE - 1)
        if isinstance(timbre, Held):
            zones += _held(timbre, root, keyed, random)
        elif isinstance(timbre, Plucked):
            zones.append(_plucked(timbre, root, keyed, random))
        else:
            zones.append(_struck(timbre, root, keyed, random))
    return zones


def _hertz(pitch: float) -> float:
    return 440.0 * 2 ** ((pitch - 69) / 12)


def _shaped(frequencies: NDArray[Any], formants: Formants) -> NDArray[np.float64]:
    """The gain of resonances (Hz, width in octaves, dB) at frequencies."""
    octaves = np.log2(np.maximum(frequencies, 10.0))
    decibels = np.zeros_like(octaves)
    for centre, width, height in formants:
        decibels += height * np.exp(-0.5 * ((octaves - math.log2(centre)) / width) ** 2)
    return np.asarray(10 ** (decibels / 20))


# --- held -----------------------------------------------------------------------------------------------------------


def _held(timbre: Held, root: int, keys: tuple[int, int], random: np.random.Generator) -> list[Zone]:
    """One zone, or two to the sides with phases of their own where many play together."""
    zones = []
    for pan in (-0.25, 0.25) if timbre.wide else (0.0,):
        samples = _loop(timbre, _hertz(root), random)
        zones.append(
            Zone(
                samples, SAMPLE_RATE, root, keys, loop=(0, len(samples)), pan=pan, attack=timbre.attack,
                release=2.2 * timbre.release, cutoff=timbre.cutoff, dulling=timbre.dulling, sweep=timbre.sweep,
                sweep_time=timbre.sweep_time, vibrato=timbre.vibrato, decay=timbre.decay, sustain=timbre.sustain,
            )
        )  # fmt: skip
    return zones


def _loop(timbre: Held, fundamental: float, random: np.random.Generator) -> Floats:
    """LOOP samples without a seam, of unit loudness."""
    spectrum = np.zeros(LOOP // 2 + 1, complex)
    bin_width = SAMPLE_RATE / LOOP
    for cents in timbre.detuned:
        _add_harmonics(spectrum, timbre, fundamental * 2 ** (cents / 1200), bin_width, random)
    if timbre.breath:
        bins = np.arange(len(spectrum)) * bin_width
        noise = _shaped(bins, ((2.5 * fundamental, 1.6, 18.0),)) * np.exp(-bins / 7_000)
        noise *= (bins > 150) * timbre.breath * np.sqrt((np.abs(spectrum) ** 2).sum() / (noise**2).sum())
        spectrum += noise * np.exp(2j * np.pi * random.random(len(spectrum)))
    samples = fft.irfft(spectrum, LOOP)
    return (0.2 * samples / np.sqrt(np.mean(samples**2))).astype(np.float32)


def _add_harmonics(
    spectrum: NDArray[np.complex128], timbre: Held, fundamental: float, bin_width: float, random: np.random.Generator
) -> None:
    count = min(int(19_000 / fundamental), 120)
    numbers = np.arange(1, count + 1)
    frequencies = fundamental * numbers
    levels = numbers**-timbre.slope * np.where(numbers % 2 == 0, timbre.even, 1.0)
    levels = levels * _shaped(frequencies, timbre.formants)
    for frequency, level in zip(frequencies, levels):
        spread = max(frequency * (2 ** (timbre.width / 1200) - 1) / bin_width, 0.35)
        centre = frequency / bin_width
        first, past = max(int(centre - 3 * spread) - 1, 1), min(int(centre + 3 * spread) + 2, len(spectrum))
        bins = np.arange(first, past)
        shape = np.exp(-0.5 * ((bins - centre) / spread) ** 2)
        shape *= level / np.sqrt((shape**2).sum())
        spectrum[first:past] += shape * np.exp(2j * np.pi * random.random(past - first))


# --- plucked --------------------------------------------------------------------------------------------------------


def _plucked(timbre: Plucked, root: int, keys: tuple[int, int], random: np.random.Generator) -> Zone:
    frequency = _hertz(root)
    ring = timbre.seconds * (261.6 / frequency) ** 0.45
    length = int(SAMPLE_RATE * min(max(1.1 * ring, 0.4), 5.0))
    period = SAMPLE_RATE / frequency
    burst = _burst(timbre, period, random)
    samples = np.zeros(length, np.float32)
    # The loop's loss: 60 dB in ``ring`` seconds at the pitch itself; its low-pass takes the treble faster.
    loss = 10 ** (-3 / (ring * frequency))
    softness = 0.5 - 0.46 * timbre.bright**0.35
    line = np.zeros(int(period - softness - 0.1))
    _string(samples, burst, line, period - softness - len(line), loss, softness)
    samples = _through_body(samples, timbre.body)
    return Zone(
        samples, SAMPLE_RATE, root, keys, attack=0.001, release=2.2 * timbre.release, cutoff=timbre.cutoff, dulling=1.6
    )


def _burst(timbre: Plucked, period: float, random: np.random.Generator) -> Floats:
    """One period of noise, its brightness and comb as the finger's place and hardness make them."""
    count = max(int(period), 8)
    spectrum = fft.rfft(random.uniform(-1, 1, count))
    harmonics = np.arange(len(spectrum))
    comb = np.abs(np.sin(np.pi * harmonics * timbre.place))
    rolled = 1 / (1 + (harmonics * SAMPLE_RATE / count / (900 * 8**timbre.bright)) ** 2)
    flat = spectrum / np.maximum(np.abs(spectrum), 1e-9)
    burst = fft.irfft(flat * (comb + 0.05) * rolled, count)
    return (burst / np.abs(burst).max()).astype(np.float32)


@kernel
def _string(samples, burst, line, fraction, loss, softness):
    """Karplus and Strong's string: a delay of one period, ``line``, whose loop averages neighbours (share ``softness``); the
    ``fraction`` of the delay by an all-pass, as Jaffe and Smith 1983 tune it."""
    tune = (1 - fraction) / (1 + fraction)
    at = 0
    last, held, before = 0.0, 0.0, 0.0
    for index in range(len(samples)):
        out = line[at]
        smooth = loss * ((1 - softness) * out + softness * last)
        last = out
        value = tune * smooth + before - tune * held
        before = smooth
        held = value
        if index < len(burst):
            value += burst[index]
        line[at] = value
        at = at + 1 if at + 1 < len(line) else 0
        samples[index] = value


def _through_body(samples: Floats, body: Formants) -> Floats:
    size = fft.next_fast_len(len(samples), real=True)
    spectrum = fft.rfft(samples, size) * _shaped(fft.rfftfreq(size, 1 / SAMPLE_RATE), body)
    shaped: Floats = fft.irfft(spectrum, size)[: len(samples)].astype(np.float32)
    fade = min(2_000, len(shaped))
    shaped[-fade:] *= np.linspace(1, 0, fade, dtype=np.float32)
    return 0.5 * shaped / np.abs(shaped).max()


# --- struck ---------------------------------------------------------------------------------------------------------


def _struck(timbre: Struck, root: int, keys: tuple[int, int], random: np.random.Generator) -> Zone:
    frequency = _hertz(root)
    ring = timbre.seconds * (261.6 / frequency) ** 0.5
    length = int(SAMPLE_RATE * min(max(0.9 * ring, 0.3), 6.0))
    ratios, levels = np.array(timbre.ratios, float), np.array(timbre.levels, float)
    stretched = frequency * ratios * np.sqrt(1 + timbre.inharmonic * (frequency / 261.6) ** 0.7 * ratios**2)
    inside = stretched < 19_000
    stretched, levels, ratios = stretched[inside], levels[inside], ratios[inside]
    decays = ring * np.maximum(ratios, 0.5) ** -timbre.fade
    samples = np.zeros(length, np.float32)
    for string in range(timbre.strings):
        cents = 0.9 * (string - (timbre.strings - 1) / 2)
        # One of several strings rings longer: the two stages of a piano's decay.
        slower = 1.5 if string == 0 and timbre.strings > 1 else 0.55 if timbre.strings > 1 else 1.0
        _partials(
            samples, 2 * np.pi * stretched * 2 ** (cents / 1200) / SAMPLE_RATE, 10 ** (levels / 20),
            10 ** (-3 / (decays * slower * SAMPLE_RATE)), 2 * np.pi * random.random(len(levels)),
        )  # fmt: skip
    if timbre.knock:
        count = min(int(0.03 * SAMPLE_RATE), length)
        knock = random.standard_normal(count) * np.exp(-np.arange(count) / (0.005 * SAMPLE_RATE))
        knock = np.convolve(knock, np.hanning(9) / 4.5, mode="same")
        samples[:count] += (timbre.knock * float(np.abs(samples).max()) * 3 * knock).astype(np.float32)
    if timbre.tremolo:
        time = np.arange(length) / SAMPLE_RATE
        samples *= (1 - timbre.tremolo * (0.5 - 0.5 * np.cos(2 * np.pi * 4.8 * time))).astype(np.float32)
    fade = min(4_000, length // 4)
    samples[-fade:] *= np.linspace(1, 0, fade, dtype=np.float32)
    samples *= 0.5 / np.abs(samples).max()
    return Zone(
        samples, SAMPLE_RATE, root, keys, attack=0.0012, release=2.2 * timbre.release, cutoff=timbre.cutoff,
        dulling=timbre.dulling,
    )  # fmt: skip


@kernel
def _partials(samples, steps, levels, decays, phases):
    """Add decaying sines, each a phasor that turns and shrinks."""
    for partial in range(len(steps)):
        turn_real = decays[partial] * math.cos(steps[partial])
        turn_imaginary = decays[partial] * math.sin(steps[partial])
        real = levels[partial] * math.cos(phases[partial])
        imaginary = levels[partial] * math.sin(phases[partial])
        for index in range(len(samples)):
            samples[index] += np.float32(imaginary)
            real, imaginary = (
                real * turn_real - imaginary * turn_imaginary,
                real * turn_imaginary + imaginary * turn_real,
            )
