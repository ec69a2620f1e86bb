"""Skies of places that are not of this earth, or are under it, made from the sky of the hour and the weather."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from castalia.world import Colour, Sky, Vector

NOON: Colour = (0.16, 0.37, 0.82)
"""Radiance of the zenith at noon."""


def earthly(sky: Sky) -> Sky:
    return sky


def airless(sky: Sky) -> Sky:
    dark = (0.004, 0.005, 0.009)
    return replace(sky, zenith=dark, horizon=(0.010, 0.012, 0.020), ground=dark, clouds=0.0, stars=1.0)


def sunken(sky: Sky) -> Sky:
    """Under the sea: blue-green, dark below, the sun a steep beam."""
    day = min(max(sum(sky.zenith) / sum(NOON), 0.15), 1.0)
    water, deep, floor = (scaled(tone, day) for tone in ((0.10, 0.46, 0.54), (0.03, 0.19, 0.26), (0.03, 0.10, 0.12)))
    x, _, z = sky.sun_direction
    return replace(
        sky,
        sun_direction=towards(math.degrees(math.atan2(x, -z)), 66.0),  # water bends every beam downwards
        sun_radiance=_times(sky.sun_radiance, (0.17, 0.44, 0.48)),  # waves gather it into shafts
        zenith=water,
        horizon=deep,
        clouds=0.0,
        stars=0.0,
        ground=floor,
    )


def foreign(sky: Sky) -> Sky:
    return replace(sky, zenith=_times(sky.zenith, (1.5, 0.38, 1.2)), horizon=_times(sky.horizon, (0.95, 0.48, 0.74)))


def smoky(sky: Sky) -> Sky:
    return replace(sky, horizon=_times(sky.horizon, (1.15, 0.68, 0.52)), zenith=_times(sky.zenith, (0.75, 0.6, 0.55)))


def towards(bearing: float, elevation: float) -> Vector:
    """The direction of a bearing from -z and an elevation, degrees."""
    turn, lift = math.radians(bearing), math.radians(elevation)
    return math.sin(turn) * math.cos(lift), math.sin(lift), -math.cos(turn) * math.cos(lift)


def scaled(colour: Colour, factor: float) -> Colour:
    return colour[0] * factor, colour[1] * factor, colour[2] * factor


def _times(one: Colour, two: Colour) -> Colour:
    red, green, blue = (float(part) for part in np.multiply(one, two))
    return red, green, blue
