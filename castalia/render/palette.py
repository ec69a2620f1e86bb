"""How far a picture's colours lie from a palette's: the distance that checks, benches and sweeps share."""

from __future__ import annotations

from functools import cache

import numpy as np

from castalia.language.colour import oklab
from castalia.world import Colour, Floats

DIRECTIONS, QUANTILES, PIXELS = 24, 256, 4_000


def distance(lab: Floats, palette: tuple[Colour, ...]) -> float:
    """Sliced Wasserstein distance (Rabin et al. 2012) between a picture's OKLab colours (...,3) and a palette's linear
    colours, all of one weight, in colour and lightness, plus the same in colour alone. 0 is a perfect match; other
    places' palettes usually lie beyond 0.18."""
    points = lab.reshape(-1, 3)
    points = points[:: max(len(points) // PIXELS, 1)]
    swatches = oklab(np.asarray(palette, np.float64))
    return _sliced(points, swatches) + _sliced(points[:, 1:], swatches[:, 1:])


def _sliced(points: Floats, swatches: Floats) -> float:
    """The mean over fixed directions of how far mass has to travel along each."""
    along = _directions(points.shape[1])
    share = (np.arange(QUANTILES) + 0.5) / QUANTILES
    found = np.quantile(points @ along.T, share, axis=0)
    asked = np.sort(swatches @ along.T, axis=0)[(share * len(swatches)).astype(int)]
    return float(np.abs(found - asked).mean())


@cache
def _directions(dimensions: int) -> Floats:
    """Unit vectors (DIRECTIONS, dimensions), the same on every call."""
    drawn = np.random.default_rng(dimensions).normal(size=(DIRECTIONS, dimensions))
    return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True))
