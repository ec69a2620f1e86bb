"""What lies on top of a mesh at given places, as seen from straight above."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from castalia.world import Floats, Ints


def topmost(positions: Floats, triangles: Ints, places: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """For each place (P,2) x and z, the height of the highest face over it and that face's number; -inf and -1 where
    there is none. ``positions`` (V,3), ``triangles`` (T,3)."""
    where = np.asarray(places, np.float64)[:, None, :]
    a, b, c = (positions[triangles[:, at]].astype(np.float64) for at in range(3))
    first, second, to = b[:, [0, 2]] - a[:, [0, 2]], c[:, [0, 2]] - a[:, [0, 2]], where - a[:, [0, 2]]
    area = first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]
    flat = np.abs(area) > 1e-12
    whole = np.where(flat, area, 1.0)
    u = (to[..., 0] * second[:, 1] - to[..., 1] * second[:, 0]) / whole
    v = (first[:, 0] * to[..., 1] - first[:, 1] * to[..., 0]) / whole
    inside = flat & (u >= -1e-6) & (v >= -1e-6) & (u + v <= 1 + 1e-6)
    heights = np.where(inside, a[:, 1] + u * (b - a)[:, 1] + v * (c - a)[:, 1], -np.inf)
    best = heights.argmax(axis=1)
    height = np.take_along_axis(heights, best[:, None], axis=1)[:, 0]
    return height, np.where(np.isfinite(height), best, -1)
