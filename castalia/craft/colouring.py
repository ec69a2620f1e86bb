"""Colours of a mesh's vertices: multiplied, jittered, graded from foot to top."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from castalia.world import Mesh


def coloured(source: Mesh, colour: ArrayLike) -> Mesh:
    """The mesh with its colours multiplied by ``colour`` (3,) or (V,3)."""
    return replace(source, colours=(source.colours * np.asarray(colour, np.float32)).astype(np.float32))


def hue_jitter(rng: np.random.Generator, count: int, hue: float = 0.05, value: float = 0.15) -> NDArray[np.float64]:
    """(count,3) colours round white: ``hue`` warms or cools, ``value`` darkens or lightens."""
    light = 1.0 + rng.uniform(-value, value, (count, 1))
    warm = rng.uniform(-hue, hue, (count, 1))
    return np.clip(light * (1.0 + warm * np.array([1.0, 0.2, -1.0])), 0.0, 1.3)


def graded(source: Mesh, low: ArrayLike, high: ArrayLike) -> Mesh:
    """The mesh tinted from ``low`` at its foot to ``high`` at its top."""
    y = source.positions[:, 1]
    at = ((y - y.min()) / max(float(np.ptp(y)), 1e-6))[:, None]
    return coloured(source, np.asarray(low) * (1 - at) + np.asarray(high) * at)
