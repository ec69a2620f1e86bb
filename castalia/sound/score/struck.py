"""Struck bars, bells, skins and strings: decaying partials."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from castalia.render.kernels import kernel
from castalia.settings import SAMPLE_RATE
from castalia.sound.score.formants import hertz
from castalia.sound.score.player import HIGHEST_CUTOFF, Zone


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


def struck_zone(timbre: Struck, root: int, keys: tuple[int, int], random: np.random.Generator) -> Zone:
    frequency = hertz(root)
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
