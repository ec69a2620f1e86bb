"""Integrated loudness (ITU-R BS.1770-4), by pyloudnorm: the one measure that score and soundscape share."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyloudnorm
from numpy.typing import NDArray

from castalia.settings import SAMPLE_RATE

SILENCE = -70.0
BLOCK = round(0.4 * SAMPLE_RATE)


def loudness(sound: NDArray[np.floating[Any]]) -> float:
    """LUFS of stereo sound (N, 2) at 48 kHz; -70 for silence. Sound shorter than one block of 400 ms is padded with
    silence."""
    missing = max(0, BLOCK + 1 - len(sound))
    padded = np.pad(np.asarray(sound, np.float64), ((0, missing), (0, 0)))
    with np.errstate(divide="ignore", invalid="ignore"):
        measured = pyloudnorm.Meter(SAMPLE_RATE).integrated_loudness(padded)
    return max(float(measured), SILENCE) if np.isfinite(measured) else SILENCE


def loop_loudness(sound: NDArray[np.floating[Any]]) -> float:
    """LUFS of a loop (N, 2): measured over one turn and the blocks that run on into the next."""
    return loudness(np.concatenate([sound, sound[: BLOCK * 3 // 4]]))
