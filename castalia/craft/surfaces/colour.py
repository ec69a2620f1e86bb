"""Painting in OKLab: ramps, mottling and tints that keep contrast (Ottosson 2020).

A *painting* is an (N,N,3) float32 field of OKLab values; it becomes linear sRGB once, at the end.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from castalia.craft.surfaces.patterns import grain
from castalia.language.colour import from_oklab, hex_to_linear, linear_to_oklab
from castalia.world import Colour, Floats


def linear(painting: Floats) -> Floats:
    """OKLab (...,3) to linear sRGB, clipped to 0..1."""
    return np.clip(from_oklab(painting), 0.0, 1.0)


def swatch(code: str) -> NDArray[np.float32]:
    """``#rrggbb`` (sRGB) as OKLab (3,)."""
    return np.array(linear_to_oklab(hex_to_linear(code)), np.float32)


def ramp(field: Floats, *codes: str) -> Floats:
    """Colours ``#rrggbb`` spread evenly over 0..1 and blended in OKLab."""
    stops = np.stack([swatch(code) for code in codes])
    places = np.linspace(0.0, 1.0, len(codes))
    table = np.stack([np.interp(np.linspace(0.0, 1.0, 1024), places, stops[:, axis]) for axis in range(3)], axis=1)
    return table.astype(np.float32)[(np.clip(field, 0.0, 1.0) * 1023.0).astype(np.int32)]


def over(painting: Floats, code: str, mask: Floats) -> Floats:
    """Lay one colour over the painting where the mask is 1."""
    return painting + mask[..., None] * (swatch(code) - painting)


def shade(painting: Floats, amount: Floats) -> Floats:
    """Add to the lightness."""
    painting = painting.copy()
    painting[..., 0] += amount
    return painting


def mottle(painting: Floats, seed: int, strength: float = 1.0) -> Floats:
    """Painterly drift of lightness and hue: broad warm and cool patches, and brush-size flecks."""
    pixels = painting.shape[0]
    painting = painting.copy()
    painting[..., 0] += strength * 0.018 * grain(pixels, seed, "light", slope=1.1, low=2, high=48)
    warm = grain(pixels, seed, "warm", slope=1.4, low=1.5, high=14)
    hue = grain(pixels, seed, "hue", slope=1.4, low=2, high=10)
    painting[..., 1] += strength * (0.0022 * warm + 0.0022 * hue)
    painting[..., 2] += strength * (0.0065 * warm - 0.0018 * hue)
    return painting


def tinted(painting: Floats, tint: Colour | None, strength: float = 0.32) -> Floats:
    """Move the painting's mean towards ``tint`` (linear), deviations untouched: contrast stays."""
    if tint is None:
        return painting
    mean = painting.reshape(-1, 3).mean(axis=0)
    goal = np.array(linear_to_oklab(tint), np.float32)
    goal[0] = np.clip(goal[0], 0.3, 0.88)
    return painting + (goal - mean) * np.array([0.6, 1.0, 1.0], np.float32) * np.float32(strength)
