"""Painting in OKLab: ramps, mottling and tints that keep contrast (Ottosson 2020).

A *painting* is an (N,N,3) float32 field of OKLab values; it becomes linear sRGB once, at the end. ``ramp`` makes one; all
others paint on the one they are given and return it, for fresh memory costs more than the painting.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from castalia.craft.surfaces import loops
from castalia.craft.surfaces.patterns import by_rows, grain
from castalia.language.colour import FROM_CONES, FROM_LAB, hex_to_linear, linear_to_oklab
from castalia.world import Colour, Floats

_DRIFT = np.array([[0.018, 0.0, 0.0], [0.0, 0.0022, 0.0065], [0.0, 0.0022, -0.0018]], np.float32)
"""The colours (OKLab) of a mottling's three fields: lightness, warmth, hue."""


def linear(painting: Floats, low: float = 0.0, high: float = 1.0) -> Floats:
    """OKLab (N,N,3) to linear sRGB, held between ``low`` and ``high``."""
    to_cones, to_light = FROM_LAB.astype(np.float32), FROM_CONES.astype(np.float32)
    by_rows(loops.light, len(painting), painting, to_cones, to_light, np.float32(low), np.float32(high))
    return painting


def swatch(code: str) -> NDArray[np.float32]:
    """``#rrggbb`` (sRGB) as OKLab (3,)."""
    return np.array(linear_to_oklab(hex_to_linear(code)), np.float32)


def ramp(field: Floats, *codes: str) -> Floats:
    """Colours ``#rrggbb`` spread evenly over 0..1 and blended in OKLab."""
    stops = np.stack([swatch(code) for code in codes])
    places = np.linspace(0.0, 1.0, len(codes))
    table = np.stack([np.interp(np.linspace(0.0, 1.0, 1024), places, stops[:, axis]) for axis in range(3)], axis=1)
    made = np.empty((*field.shape, 3), np.float32)
    by_rows(loops.ramped, len(field), field, table.astype(np.float32), made)
    return made


def blend(painting: Floats, other: Floats, mask: Floats) -> Floats:
    """Go from the painting to the other, (N,N,3) or one colour (3,), as the mask (N,N) says."""
    above = other.reshape(1, 1, 3) if other.ndim == 1 else other
    by_rows(loops.blend, len(painting), painting, above, np.asarray(mask, np.float32))
    return painting


def over(painting: Floats, code: str, mask: Floats) -> Floats:
    """Lay one colour ``#rrggbb`` over the painting where the mask is 1."""
    return blend(painting, swatch(code), mask)


def shade(painting: Floats, amount: Floats) -> Floats:
    """Add to the lightness."""
    return lean(painting, amount, 1.0, 0.0, 0.0)


def lean(painting: Floats, amount: Floats, lightness: float, red: float, yellow: float) -> Floats:
    """Add ``amount`` (N,N) times a colour of OKLab: lightness, green to red, blue to yellow."""
    tones = np.array([lightness, red, yellow], np.float32)
    by_rows(loops.lean, len(painting), painting, np.asarray(amount, np.float32), tones)
    return painting


def mottle(painting: Floats, seed: int, strength: float = 1.0) -> Floats:
    """Painterly drift of lightness and hue: broad warm and cool patches, and brush-size flecks."""
    pixels = painting.shape[0]
    light = grain(pixels, seed, "light", slope=1.1, low=2, high=48)
    warm = grain(pixels, seed, "warm", slope=1.4, low=1.5, high=14)
    hue = grain(pixels, seed, "hue", slope=1.4, low=2, high=10)
    by_rows(loops.mottle, pixels, painting, light, warm, hue, _DRIFT * np.float32(strength))
    return painting


_OWN_HUE = 0.08
"""How far in OKLab's a and b a colour lies from the mean that is tinted a third as much."""


def tinted(painting: Floats, tint: Colour | None, strength: float = 0.32) -> Floats:
    """Move the painting's mean towards ``tint`` (linear), deviations untouched: contrast stays. What has another hue than the
    rest, such as moss on a wall, keeps more of its own."""
    if tint is None:
        return painting
    mean = painting.reshape(-1, 3).mean(axis=0)
    goal = np.array(linear_to_oklab(tint), np.float32)
    goal[0] = np.clip(goal[0], 0.3, 0.88)
    other = ((painting[..., 1:] - mean[1:]) ** 2).sum(axis=-1, keepdims=True)
    share = np.float32(strength) * np.exp(-other / np.float32(_OWN_HUE**2))
    painting += share * ((goal - mean) * np.array([0.6, 1.0, 1.0], np.float32))
    return painting
