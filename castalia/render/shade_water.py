"""The colour of water where a ray meets it: what it mirrors, what shines through, sparks and foam."""

from __future__ import annotations

import math

from castalia.render.kernels import exp, kernel, within
from castalia.render.shadows import lit
from castalia.render.sky import HORIZON, LIGHT, SUN, radiance
from castalia.render.views import EYE, FORWARD, LENS, RIGHT, UP
from castalia.render.water import BODY, PLANE, foam_at, mirror_share, ripple


@within
def water_colour(
    fine, coarse, views, tones, clouds, water, slopes, view, mirror_colour, mirror_distance, mirror_scale,
    x, y, z, column, row, samples, surface, bed, red, green, blue,
):  # fmt: skip
    """Colour of the water at ``surface`` metres, over a bed of the given colour at ``bed`` metres."""
    px, pz = view[EYE, 0] + x * surface, view[EYE, 2] + z * surface
    footprint = surface * samples / (view[LENS, 0] * math.sqrt(max(-y, 0.02)))
    slope_x, slope_z, lost = ripple(water, slopes, px, pz, footprint)
    thick = min(bed - surface, 60.0)
    calm = min(max(thick * -y * 3.0, 0.15), 1.0)
    slope_x, slope_z = slope_x * calm, slope_z * calm
    long = 1.0 / math.sqrt(1.0 + slope_x * slope_x + slope_z * slope_z)
    nx, ny, nz = -slope_x * long, long, -slope_z * long
    facing = -(nx * x + ny * y + nz * z)
    rx, ry, rz = x + 2.0 * facing * nx, y + 2.0 * facing * ny, z + 2.0 * facing * nz
    ry = max(ry, 0.02)
    # Waves too fine to draw turn towards the eye, which keeps far water from becoming a perfect mirror.
    share = mirror_share(max(facing, 0.06 + 0.7 * lost))
    sky_red, sky_green, sky_blue = _reflection(
        tones, clouds, view, mirror_colour, mirror_distance, mirror_scale, rx, ry, rz, column, row, surface, lost
    )
    spark = 0.0
    forward = rx * tones[SUN, 0] + ry * tones[SUN, 1] + rz * tones[SUN, 2]
    if forward > 0.9:
        width = 0.00012 + 0.5 * lost * lost
        spark = 0.0011 / width * exp(-(1.0 - forward) / width)
        spark *= lit(fine, coarse, views, px, water[PLANE, 1] + 0.05, pz, 0.0, 1.0, 0.0, 0.3, True)
    clear = exp(-thick * 0.32)
    wet = exp(-thick * 2.2)
    body_red = water[BODY, 0] + (red * (0.55 + 0.45 * wet) - water[BODY, 0]) * clear
    body_green = water[BODY, 1] + (green * (0.6 + 0.4 * wet) - water[BODY, 1]) * math.sqrt(clear)
    body_blue = water[BODY, 2] + (blue * (0.6 + 0.4 * wet) - water[BODY, 2]) * math.sqrt(clear)
    # A film of water thinner than a hand lets the bed through, so that no hard line marks the shore.
    share *= min(thick * 6.0, 1.0)
    red = body_red + (sky_red + spark * tones[LIGHT, 0] - body_red) * share
    green = body_green + (sky_green + spark * tones[LIGHT, 1] - body_green) * share
    blue = body_blue + (sky_blue + spark * tones[LIGHT, 2] - body_blue) * share
    white = foam_at(water, slopes, px, pz, thick * -y)
    if white > 0.0:
        shine = 0.6 * max(tones[SUN, 1], 0.1)
        red += (0.6 * tones[HORIZON, 0] + shine * tones[LIGHT, 0] - red) * white
        green += (0.6 * tones[HORIZON, 1] + shine * tones[LIGHT, 1] - green) * white
        blue += (0.6 * tones[HORIZON, 2] + shine * tones[LIGHT, 2] - blue) * white
    return red, green, blue


@within
def _reflection(
    tones, clouds, view, mirror_colour, mirror_distance, mirror_scale, rx, ry, rz, column, row, surface, lost
):
    """What the water mirrors along (rx, ry, rz): a place in the mirror pass, moved as ripples bend the ray."""
    height, width = mirror_distance.shape
    here_x, here_y = (column + 0.5) / mirror_scale, (row + 0.5) / mirror_scale
    behind = mirror_distance[min(int(here_y), height - 1), min(int(here_x), width - 1)]
    pull = 1.0
    if behind < 1e6:
        pull = min(max((behind - surface) / max(behind, 1e-3), 0.0), 1.0)
    # The reflected eye has the same axes with y turned over.
    ahead = view[FORWARD, 0] * rx - view[FORWARD, 1] * ry + view[FORWARD, 2] * rz
    if ahead < 0.05:
        return radiance(tones, clouds, rx, ry, rz, False, False)
    across = view[LENS, 1] + view[LENS, 0] * (view[RIGHT, 0] * rx - view[RIGHT, 1] * ry + view[RIGHT, 2] * rz) / ahead
    down = view[LENS, 2] - view[LENS, 0] * (view[UP, 0] * rx - view[UP, 1] * ry + view[UP, 2] * rz) / ahead
    x = here_x + pull * (across / mirror_scale - here_x)
    y = here_y + pull * (down / mirror_scale - here_y)
    # Lost ripples smear the mirror image upright: two readings apart stand for them.
    smear = pull * lost * view[LENS, 0] / mirror_scale
    red, green, blue = _mirrored(mirror_colour, x, y + 0.7 * smear)
    other_red, other_green, other_blue = _mirrored(mirror_colour, x, y - 0.7 * smear)
    return 0.5 * (red + other_red), 0.5 * (green + other_green), 0.5 * (blue + other_blue)


@kernel
def _mirrored(colour, x, y):
    """Bilinear reading of the mirror pass at its pixel coordinates."""
    height, width = colour.shape[0], colour.shape[1]
    across, down = min(max(x - 0.5, 0.0), width - 1.001), min(max(y - 0.5, 0.0), height - 1.001)
    column, row = int(across), int(down)
    right, low = across - column, down - row
    next_column, next_row = min(column + 1, width - 1), min(row + 1, height - 1)
    wa, wb, wc, wd = (1.0 - right) * (1.0 - low), right * (1.0 - low), (1.0 - right) * low, right * low
    red = wa * colour[row, column, 0] + wb * colour[row, next_column, 0]
    red += wc * colour[next_row, column, 0] + wd * colour[next_row, next_column, 0]
    green = wa * colour[row, column, 1] + wb * colour[row, next_column, 1]
    green += wc * colour[next_row, column, 1] + wd * colour[next_row, next_column, 1]
    blue = wa * colour[row, column, 2] + wb * colour[row, next_column, 2]
    blue += wc * colour[next_row, column, 2] + wd * colour[next_row, next_column, 2]
    return red, green, blue
