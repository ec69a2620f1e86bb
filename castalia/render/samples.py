"""Pixels and the samples they are made of: side x side of them in each pixel's cell."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from castalia.world import Floats

Values = TypeVar("Values", bound=NDArray[Any])


def cells(field: Values, side: int) -> Values:
    """The samples (H,W,...,side x side) of each pixel, of a field (side x H, side x W, ...)."""
    height, width = field.shape[0] // side, field.shape[1] // side
    parts = field.reshape(height, side, width, side, *field.shape[2:])
    made: Values = np.moveaxis(parts, (1, 3), (-2, -1)).reshape(height, width, *field.shape[2:], side**2)  # type: ignore[assignment]
    return made


def picked(field: Values, which: NDArray[Any], side: int) -> Values:
    """Of each pixel the sample ``which`` (H,W), of a field (side x H, side x W, ...)."""
    samples = cells(field, side)
    at = which.reshape(*which.shape, *([1] * (samples.ndim - 2)))
    made: Values = np.take_along_axis(samples, at, axis=-1)[..., 0]  # type: ignore[assignment]
    return made


def spread(field: Floats, side: int) -> Floats:
    """A field (H,W,C) at the size of its samples."""
    return field.repeat(side, axis=0).repeat(side, axis=1)


def averaged(colour: Floats, side: int) -> Floats:
    """Pixels from their samples; bright ones weigh less, as on the fast road, or edges against the sky show steps."""
    samples = cells(colour, side)
    weight = 1.0 / (1.0 + np.tensordot(samples, np.array([0.3, 0.6, 0.1], np.float32), axes=(2, 0)))
    made: Floats = (samples * weight[:, :, None]).sum(axis=-1) / weight.sum(axis=-1)[..., None]
    return made
