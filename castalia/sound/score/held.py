"""Bowed, blown and sung sounds, whose loops have no seam.

They are made in the frequency domain (PADsynth, Nasca Paul 2004: each harmonic a narrow band of random phase).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from castalia.settings import SAMPLE_RATE
from castalia.sound.score.formants import Formants, hertz, resonance
from castalia.sound.score.player import HIGHEST_CUTOFF, Floats, Zone

LOOP = 2**16


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


def held_zones(timbre: Held, root: int, keys: tuple[int, int], random: np.random.Generator) -> list[Zone]:
    """One zone, or two to the sides with phases of their own where many play together."""
    zones = []
    for pan in (-0.25, 0.25) if timbre.wide else (0.0,):
        samples = _loop(timbre, hertz(root), random)
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
        noise = resonance(bins, ((2.5 * fundamental, 1.6, 18.0),)) * np.exp(-bins / 7_000)
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
    levels = levels * resonance(frequencies, timbre.formants)
    for frequency, level in zip(frequencies, levels):
        spread = max(frequency * (2 ** (timbre.width / 1200) - 1) / bin_width, 0.35)
        centre = frequency / bin_width
        first, past = max(int(centre - 3 * spread) - 1, 1), min(int(centre + 3 * spread) + 2, len(spectrum))
        bins = np.arange(first, past)
        shape = np.exp(-0.5 * ((bins - centre) / spread) ** 2)
        shape *= level / np.sqrt((shape**2).sum())
        spectrum[first:past] += shape * np.exp(2j * np.pi * random.random(past - first))
