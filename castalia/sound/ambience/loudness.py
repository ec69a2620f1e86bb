"""Loudness of a loop after ITU-R BS.1770-4, on the circle: K weighting by FFT, blocks that wrap, both gates."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from castalia.settings import SAMPLE_RATE
from castalia.sound.ambience.circle import Circle, Floats, Sound

_SHELF = ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585))
_HIGH_PASS = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))
"""Coefficients at 48 kHz, tables 1 and 2 of the recommendation."""
_STEPS = 4
"""Blocks of 400 ms start every 100 ms."""


def loudness(circle: Circle, sound: Sound) -> float:
    """Integrated loudness in LUFS; -70 for silence. A turn shorter than one block is measured whole."""
    weighted = fft.irfft(fft.rfft(sound) * _weighting(circle.hertz), circle.length)
    steps = max(1, round(circle.seconds * 10))
    edges = np.linspace(0, circle.length, steps + 1).astype(int)
    squares = np.square(weighted).sum(axis=0, dtype=np.float64)
    powers = np.add.reduceat(squares, edges[:-1]) / np.diff(edges)
    blocks = np.mean([np.roll(powers, -shift) for shift in range(_STEPS)], axis=0)
    loud = blocks[_decibels(blocks) > -70]
    if not len(loud):
        return -70.0
    gate = _decibels(np.mean(loud, keepdims=True)) - 10
    return float(_decibels(np.mean(loud[_decibels(loud) > gate], keepdims=True))[0])


def _decibels(power: NDArray[np.float64]) -> NDArray[np.float64]:
    made: NDArray[np.float64] = -0.691 + 10 * np.log10(np.maximum(power, 1e-20))
    return made


def _weighting(hertz: Floats) -> Floats:
    delay = np.exp(-2j * np.pi * hertz / SAMPLE_RATE)
    made = np.ones(len(hertz), complex)
    for above, below in (_SHELF, _HIGH_PASS):
        made *= np.polyval(above[::-1], delay) / np.polyval(below[::-1], delay)
    return np.abs(made).astype(np.float32)
