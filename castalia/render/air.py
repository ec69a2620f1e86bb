"""The air: a thin haze everywhere plus mist that lies low, both integrated along the ray in closed form.

In-scattered light is the air's own colour plus sunlight through a Henyey-Greenstein phase function
(Henyey and Greenstein 1941, g = 0.6), so that looking towards the sun the fog glows.
"""

from __future__ import annotations

import math

import numpy as np

from castalia.render.kernels import exp, in_bands, kernel
from castalia.world import Air, Floats, Sky

HAZE_HEIGHT = 260.0  # metres over which the haze thins out by e
SKY_REACH = 900.0  # how far haze is counted in front of the open sky, metres
AT_HORIZON = 0.5  # share of that haze that veils the sky low down at least; aloft it is ``Air.veil``
SUN_SHARE = 0.085  # how strongly fog answers to direct sun
G = 0.6


# Rows of the table that kernels read: haze, mist and mist height; colours; the sun; where fog starts and its veil.
DENSITY, COLOUR, SUN, LIGHT, START = range(5)


def foggy(air: Air) -> bool:
    """Whether the air hides what is farther than about 340 m, or lies so thick on the ground that pictures are flat."""
    return 3 / max(air.haze, 1e-6) < 340 or air.mist > 0.01


def air_record(air: Air, sky: Sky) -> Floats:
    """Pack air and the sun that shines through it for the kernels: a table (5,3), see the row names above."""
    sun = np.asarray(sky.sun_direction, np.float32)
    sun = sun / np.float32(max(float(np.linalg.norm(sun)), 1e-6))
    density = (air.haze, air.mist, max(air.mist_height, 0.1))
    return np.array((density, air.colour, sun, sky.sun_radiance, (air.start, air.veil, 0.0)), np.float32)


def through_air(
    air: Air, colour: Floats, distance: Floats, origin: Floats, directions: Floats, sky: Sky, sun: Floats | None = None
) -> Floats:
    """``colour`` (H,W,3) as seen through the air.

    ``distance`` (H,W) metres along the unit rays ``directions`` (H,W,3) from ``origin`` (3,), inf at sky; ``sun``
    (H,W) 0..1 is how much of each ray lies in sunlight (1 when left out).
    """
    height, width = distance.shape
    lit = np.ones((height, width), np.float32) if sun is None else np.asarray(sun, np.float32)
    made = np.empty((height, width, 3), np.float32)
    in_bands(
        _fog,
        height,
        32,
        air_record(air, sky),
        np.ascontiguousarray(colour, np.float32),
        np.ascontiguousarray(distance, np.float32),
        np.asarray(origin, np.float32),
        np.ascontiguousarray(directions, np.float32),
        lit,
        made,
    )
    return made


def transmittance(air: Air, distance: Floats, origin: Floats, directions: Floats, sky: Sky) -> Floats:
    """The share (H,W) of light that comes through the air unscattered."""
    black, white = np.zeros((*distance.shape, 3), np.float32), np.ones((*distance.shape, 3), np.float32)
    kept = through_air(air, white, distance, origin, directions, sky)
    return (kept - through_air(air, black, distance, origin, directions, sky))[..., 0]


@kernel
def _fog(record, colour, distance, origin, directions, lit, out, first, past):
    for row in range(first, past):
        for column in range(distance.shape[1]):
            x, y, z = directions[row, column, 0], directions[row, column, 1], directions[row, column, 2]
            share = clear_share(record, origin[1], y, distance[row, column], record[START, 0])
            red, green, blue = glow(record, x, y, z, lit[row, column])
            out[row, column, 0] = colour[row, column, 0] * share + red * (1.0 - share)
            out[row, column, 1] = colour[row, column, 1] * share + green * (1.0 - share)
            out[row, column, 2] = colour[row, column, 2] * share + blue * (1.0 - share)


@kernel
def _depth_of(density, scale, height, rise, near, far):
    """Optical depth of a layer that thins as exp(-height / scale), from ``near`` to ``far`` along a ray."""
    low = max(height + rise * near, -2.0 * scale)
    high = max(height + rise * far, -2.0 * scale)
    start, end = exp(-min(low / scale, 80.0)), exp(-min(high / scale, 80.0))
    step = (high - low) / scale
    if abs(step) < 1e-3:
        return density * (far - near) * 0.5 * (start + end)
    return density * (far - near) * (start - end) / step


@kernel
def clear_share(air, height, rise, distance, start):
    """Transmittance from a point at ``height`` along a ray rising ``rise`` metres a metre; clear up to ``start``."""
    sky = distance > 1e5
    far = min(distance, 2e4)
    if far <= start:
        return 1.0
    reach = min(far, start + SKY_REACH) if sky else far
    haze = _depth_of(air[DENSITY, 0], HAZE_HEIGHT, height, rise, start, reach)
    mist = _depth_of(air[DENSITY, 1], air[DENSITY, 2], height, rise, start, far)
    if sky:
        veil = air[START, 1]
        haze *= veil + max(AT_HORIZON - veil, 0.0) * exp(-14.0 * max(rise, 0.0))
    return exp(-min(haze + mist, 40.0))


@kernel
def glow(air, x, y, z, lit):
    """Radiance of endless fog towards a direction, ``lit`` 0..1 of it in the sun."""
    facing = x * air[SUN, 0] + y * air[SUN, 1] + z * air[SUN, 2]
    spread = 1.0 + G * G - 2.0 * G * facing
    forward = (1.0 - G * G) / (spread * math.sqrt(spread))
    sun = SUN_SHARE * (0.6 * forward + 0.4) * lit
    # Away from the sun the air is lit by the sky alone: dimmer and cooler.
    away = 0.5 - 0.5 * facing
    red = air[COLOUR, 0] * (1.0 - 0.42 * away) + sun * air[LIGHT, 0]
    green = air[COLOUR, 1] * (1.0 - 0.30 * away) + sun * air[LIGHT, 1]
    blue = air[COLOUR, 2] * (1.0 - 0.14 * away) + sun * air[LIGHT, 2]
    return red, green, blue
