"""Pitches in hertz, and the resonances of bodies and voices that shape what sounds there."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

Formants = tuple[tuple[float, float, float], ...]


def hertz(pitch: float) -> float:
    """The frequency of a MIDI pitch, A4 at 440."""
    return 440.0 * 2 ** ((pitch - 69) / 12)


def resonance(frequencies: NDArray[Any], formants: Formants) -> NDArray[np.float64]:
    """The gain of resonances (Hz, width in octaves, dB) at frequencies."""
    octaves = np.log2(np.maximum(frequencies, 10.0))
    decibels = np.zeros_like(octaves)
    for centre, width, height in formants:
        decibels += height * np.exp(-0.5 * ((octaves - math.log2(centre)) / width) ** 2)
    return np.asarray(10 ** (decibels / 20))
