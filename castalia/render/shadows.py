"""Depth maps along a parallel light: one of the whole world, a finer one of its middle."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from castalia.render.air import DENSITY
from castalia.render.kernels import exp, in_bands, kernel
from castalia.render.merge import Geometry
from castalia.render.raster import draw
from castalia.render.views import EYE, FAR, FORWARD, LENS, RIGHT, UP, View, direction, parallel
from castalia.world import Floats

CORE = 60.0  # half the width of the finer map, metres
SHAFT_STEPS = 20
SHAFT_REACH = 220.0


class Extent(NamedTuple):
    """The boxes (low, high corner) that the two maps cover: middle and whole."""

    core_low: Floats
    core_high: Floats
    low: Floats
    high: Floats


class Shadows(NamedTuple):
    """Two depth maps along one direction, the finer first, and their ``views`` (2,6,3)."""

    fine: Floats
    coarse: Floats
    views: Floats


def extent_of(geometry: Geometry, centre: Floats) -> Extent:
    """Boxes round everything, and round what lies within 60 m of ``centre`` (3,)."""
    points = geometry.positions
    if not len(points):
        return Extent(*(np.full(3, value, np.float32) for value in (-1, 1, -1, 1)))
    low, high = points.min(axis=0), points.max(axis=0)
    near = np.abs(points[:, ::2] - centre[::2]).max(axis=1) < CORE
    if not near.any():
        return Extent(low, high, low, high)
    return Extent(points[near].min(axis=0), points[near].max(axis=0), low, high)


def cast(geometry: Geometry, extent: Extent, direction: Floats, fine: int, coarse: int) -> Shadows:
    """Draw both maps for light that comes from ``direction``."""
    fine_view = parallel(direction, extent.core_low, extent.core_high, fine)
    coarse_view = parallel(direction, extent.low, extent.high, coarse)
    return Shadows(
        draw(geometry, geometry.positions, fine_view, fine, fine).depth,
        draw(geometry, geometry.positions, coarse_view, coarse, coarse).depth,
        np.stack([fine_view, coarse_view]),
    )


@kernel
def lit(fine, coarse, views, x, y, z, nx, ny, nz, near, soft):
    """How much of the light reaches a point, 0..1; ``soft`` spreads shadow edges over two texels.

    The point is moved off its surface along the normal by a texel or so, which cures self-shadowing; ``near`` is that
    distance's least value in metres.
    """
    for which in range(2):
        depth = fine if which == 0 else coarse
        texel = 1.0 / views[which, LENS, 0]
        off = near + 1.3 * texel
        dx = x + nx * off - views[which, EYE, 0]
        dy = y + ny * off - views[which, EYE, 1]
        dz = z + nz * off - views[which, EYE, 2]
        across = views[which, RIGHT, 0] * dx + views[which, RIGHT, 1] * dy + views[which, RIGHT, 2] * dz
        down = views[which, UP, 0] * dx + views[which, UP, 1] * dy + views[which, UP, 2] * dz
        across = views[which, LENS, 1] + views[which, LENS, 0] * across - 0.5
        down = views[which, LENS, 2] - views[which, LENS, 0] * down - 0.5
        edge = depth.shape[0] - 3.0
        if across < 2.0 or down < 2.0 or across > edge or down > edge:
            continue
        along = views[which, FORWARD, 0] * dx + views[which, FORWARD, 1] * dy + views[which, FORWARD, 2] * dz
        value = views[which, FAR, 0] - along + 0.7 * texel
        if soft:
            return _compare(depth, across, down, value)
        return 1.0 if depth[int(down + 0.5), int(across + 0.5)] <= value else 0.0
    return 1.0


@kernel
def _compare(depth, across, down, value):
    """The share of a 2 x 2 texel window, placed bilinearly, whose stored depth is not nearer to the light."""
    column, row = int(across), int(down)
    right, low = across - column, down - row
    total = 0.0
    for step in range(-1, 2):
        weight_row = 1.0 - low if step == -1 else (low if step == 1 else 1.0)
        for side in range(-1, 2):
            weight = weight_row * (1.0 - right if side == -1 else (right if side == 1 else 1.0))
            if depth[row + step, column + side] <= value:
                total += weight
    return 0.25 * total


def shafts(shadows: Shadows, air: Floats, view: View, distance: Floats) -> Floats:
    """Shafts of light: the share (h,w) of the fog in front of each pixel that the sun reaches.

    ``distance`` (h,w) metres. Steps grow with distance and are weighted by the fog each one adds.
    """
    made = np.empty_like(distance)
    in_bands(_march, len(made), 8, *shadows, air, view, distance, made)
    return made


@kernel
def _march(fine, coarse, views, air, view, distance, out, first, past):
    for row in range(first, past):
        for column in range(out.shape[1]):
            x, y, z = direction(view, column + 0.5, row + 0.5)
            reach = min(distance[row, column], SHAFT_REACH)
            # Interleaved offsets hide the steps; the blur that follows takes them away.
            offset = ((row * 5 + column * 3) % 8 + 0.5) / 8.0
            before, total, sun = 0.0, 0.0, 0.0
            for step in range(SHAFT_STEPS):
                share = (step + offset) / SHAFT_STEPS
                at = reach * share * share
                middle = 0.5 * (before + at)
                density = air[DENSITY, 0] + air[DENSITY, 1] * exp(
                    -max(view[EYE, 1] + y * middle, -10.0) / air[DENSITY, 2]
                )
                weight = (at - before) * density * exp(-density * middle)
                px, py, pz = view[EYE, 0] + x * middle, view[EYE, 1] + y * middle, view[EYE, 2] + z * middle
                sun += weight * lit(fine, coarse, views, px, py, pz, 0.0, 0.0, 0.0, 0.0, False)
                total += weight
                before = at
            out[row, column] = sun / total if total > 1e-9 else 1.0
