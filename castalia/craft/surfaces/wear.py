"""Age: what gathers in hollows and what rubs off edges."""

from __future__ import annotations

import numpy as np

from castalia.craft.surfaces.colour import over, shade
from castalia.craft.surfaces.patterns import blur, cells, grain, step
from castalia.world import Floats


def grime(painting: Floats, height: Floats, seed: int, wear: float, code: str = "#3a3128") -> Floats:
    """Dirt in the hollows and in broad stains."""
    pixels = height.shape[0]
    hollow = step(0.02, 0.2, blur(height, 0.02) - height)
    stains = step(0.2, 2.2, grain(pixels, seed, "stains", slope=1.3, low=1.5, high=24))
    return over(painting, code, np.clip(wear * (0.75 * hollow + 0.6 * stains), 0.0, 0.85))


def mossed(painting: Floats, height: Floats, seed: int, amount: float, code: str = "#5d7a2e") -> tuple[Floats, Floats]:
    """Moss in damp patches, first in the hollows. Returns the painting and the mask."""
    pixels = height.shape[0]
    damp = grain(pixels, seed, "moss", slope=1.4, low=1.5, high=20) + 0.35 * grain(
        pixels, seed, "tufts", slope=0.4, low=30
    )
    mask = step(0.0, 0.7, damp + 2.4 * (0.5 - height) - 3.1 + 3.4 * amount)
    fresh = over(painting, code, 0.85 * mask)
    return shade(fresh, mask * 0.05 * grain(pixels, seed, "fronds", slope=0.1, low=60)), mask


def cracks(pixels: int, seed: int, *keys: str | int, count: int = 4, width: float = 0.02) -> Floats:
    """Hairline cracks, 1 inside: the borders of warped cells, with gaps."""
    bend = 0.06 / count
    warp = (
        bend * grain(pixels, seed, "crack-x", *keys, slope=1.3, low=3, high=90),
        bend * grain(pixels, seed, "crack-y", *keys, slope=1.3, low=2, high=60),
    )
    border = cells(pixels, seed, "cracks", *keys, count=(count, count), warp=warp).edge
    open_here = step(-0.5, 0.3, grain(pixels, seed, "gaps", *keys, slope=1.0, low=1.5, high=10))
    return open_here * (1.0 - step(0.0, width, border))


def warp(
    pixels: int, seed: int, *keys: str | int, size: float, low: float = 3.0, high: float = 40.0
) -> tuple[Floats, Floats]:
    """Two shifts of ``size`` tiles (deviation) that make straight lines wander."""
    return (
        size * grain(pixels, seed, "warp-x", *keys, slope=1.2, low=low, high=high),
        size * grain(pixels, seed, "warp-y", *keys, slope=1.2, low=low, high=high),
    )
