"""The sky: a gradient with a glow round the sun, clouds, stars and the disc of sun or moon.

One function of direction that rasteriser, baker and path tracer share. ``Sky.sun_radiance`` is what a white
surface square to the sun shows: the sun's irradiance is pi times it.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from castalia.randomness import generator
from castalia.render.kernels import exp, in_bands, kernel
from castalia.world import Floats, Sky

CLOUD_PIXELS = 512
CLOUD_SPEED = 0.004  # share of the cloud map a second at wind 1


# Rows of the table of tones that kernels read; the last two hold cover, stars, moon and the clouds' drift.
SUN, LIGHT, ZENITH, HORIZON, GROUND, COVER, DRIFT = range(7)


class SkyRecord(NamedTuple):
    """A sky as kernels read it: ``tones`` (7,3), see the row names above, and ``clouds`` (N,N) 0..1."""

    tones: Floats
    clouds: Floats


def sky_radiance(
    sky: Sky, directions: Floats, disc: bool = False, stars: bool = True, seed: int = 0, drift: float = 0.0
) -> Floats:
    """Linear radiance (...,3) towards unit ``directions`` (...,3). ``disc`` draws the sun or moon itself."""
    flat = np.ascontiguousarray(np.asarray(directions, np.float32).reshape(-1, 3))
    made = np.empty_like(flat)
    in_bands(_fill, len(flat), 16384, *sky_record(sky, seed, drift), flat, disc, stars, made)
    return made.reshape(np.shape(directions))


def environment_map(sky: Sky, width: int = 512, height: int = 256, seed: int = 0) -> Floats:
    """The sky as a lat-long map (height, width, 3) without disc or stars.

    Row 0 is straight up; column ``x`` looks along ``(sin a, ., -cos a)`` with ``a = 2 pi (x + 0.5) / width``.
    """
    azimuth = (np.arange(width) + 0.5) * (2 * np.pi / width)
    polar = (np.arange(height)[:, None] + 0.5) * (np.pi / height)
    level = np.sin(polar)
    directions = np.stack(
        np.broadcast_arrays(level * np.sin(azimuth), np.cos(polar), -level * np.cos(azimuth)), axis=-1
    )
    return sky_radiance(sky, directions.astype(np.float32), stars=False, seed=seed)


def sky_record(sky: Sky, seed: int = 0, drift: float = 0.0) -> SkyRecord:
    """Pack a sky for the kernels; ``drift`` moves the clouds (share of their map)."""
    sun = np.asarray(sky.sun_direction, np.float32)
    sun = sun / np.float32(max(float(np.linalg.norm(sun)), 1e-6))
    shape = (sky.clouds, sky.stars, float(sky.moon))
    rows = (sun, sky.sun_radiance, sky.zenith, sky.horizon, sky.ground, shape, (drift, 0.0, 0.0))
    return SkyRecord(np.array(rows, np.float32), cloud_map(seed))


@lru_cache(maxsize=4)
def cloud_map(seed: int) -> Floats:
    """Periodic cloud noise (N,N) whose values are spread evenly over 0..1, so that cover is a plain threshold."""
    count = CLOUD_PIXELS
    rng = generator(seed, "sky", "clouds")
    soft, fine = (_filtered(rng.standard_normal((count, count)), slope, low) for slope, low in ((2.0, 2.5), (1.15, 14)))
    billows = soft - 0.32 * np.abs(fine)
    order = np.empty(count * count, np.float32)
    order[np.argsort(billows, axis=None, kind="stable")] = np.linspace(0, 1, count * count, dtype=np.float32)
    made = order.reshape(count, count)
    made.setflags(write=False)
    return made


def _filtered(noise: Floats, slope: float, low: float) -> Floats:
    """White noise with its amplitude falling as frequency^-slope, nothing below ``low`` cycles; unit variance."""
    rows = np.fft.fftfreq(len(noise), 1 / len(noise))[:, None]
    columns = np.fft.rfftfreq(len(noise), 1 / len(noise))
    frequency = np.hypot(rows * 1.5, columns)
    gain = np.where(frequency > 0, np.maximum(frequency, low) ** -slope * (1 - np.exp(-((frequency / low) ** 4))), 0)
    field = np.fft.irfft2(np.fft.rfft2(noise) * gain, noise.shape)
    return (field / field.std()).astype(np.float32)


@kernel
def _fill(tones, clouds, directions, disc, stars, out, first, past):
    for index in range(first, past):
        x, y, z = directions[index, 0], directions[index, 1], directions[index, 2]
        out[index, 0], out[index, 1], out[index, 2] = radiance(tones, clouds, x, y, z, disc, stars)


@kernel
def radiance(tones, clouds, x, y, z, disc, stars):
    """Linear radiance towards the unit direction (x, y, z)."""
    red, green, blue, clear = dome(tones, clouds, x, y, z)
    light_red, light_green, light_blue = lights(tones, clouds, x, y, z, disc, stars)
    return red + clear * light_red, green + clear * light_green, blue + clear * light_blue


@kernel
def dome(tones, clouds, x, y, z):
    """Gradient, glow and clouds towards (x, y, z), and the share of light from beyond that the clouds let through."""
    facing = x * tones[SUN, 0] + y * tones[SUN, 1] + z * tones[SUN, 2]
    up = max(y, 0.0)
    low = exp(-4.2 * up)
    below = min(max(-y * 9.0, 0.0), 1.0)
    # Haze near the horizon scatters the sun widely; a tight aureole sits on top of it.
    wide = max(0.5 + 0.5 * facing, 0.0)
    glow = 0.05 * wide**4 + 0.16 * wide**24 * (0.35 + 0.65 * low) + 0.35 * wide**220 + 0.9 * wide**2200
    glow *= 1.0 - below
    red = tones[ZENITH, 0] + (tones[HORIZON, 0] - tones[ZENITH, 0]) * low
    green = tones[ZENITH, 1] + (tones[HORIZON, 1] - tones[ZENITH, 1]) * low
    blue = tones[ZENITH, 2] + (tones[HORIZON, 2] - tones[ZENITH, 2]) * low
    red += (tones[GROUND, 0] - red) * below + glow * tones[LIGHT, 0]
    green += (tones[GROUND, 1] - green) * below + glow * tones[LIGHT, 1]
    blue += (tones[GROUND, 2] - blue) * below + glow * tones[LIGHT, 2]
    if y <= 0.0:
        return red, green, blue, 0.0
    if tones[COVER, 0] <= 0.0:
        return red, green, blue, 1.0
    cover, lit, white = _cloud(tones, clouds, x, y, z, facing)
    grey_red = white * (0.42 * tones[ZENITH, 0] + 0.5 * tones[HORIZON, 0]) + lit * tones[LIGHT, 0]
    grey_green = white * (0.42 * tones[ZENITH, 1] + 0.5 * tones[HORIZON, 1]) + lit * tones[LIGHT, 1]
    grey_blue = white * (0.42 * tones[ZENITH, 2] + 0.5 * tones[HORIZON, 2]) + lit * tones[LIGHT, 2]
    red += (grey_red - red) * cover
    green += (grey_green - green) * cover
    blue += (grey_blue - blue) * cover
    return red, green, blue, (1.0 - cover) ** 2


@kernel
def lights(tones, clouds, x, y, z, disc, stars):
    """What shines beyond the clouds towards (x, y, z): the disc of sun or moon, and stars."""
    if y <= 0.0:
        return 0.0, 0.0, 0.0
    far = 0.0
    if disc:
        far = _disc(tones, clouds, x, y, z, x * tones[SUN, 0] + y * tones[SUN, 1] + z * tones[SUN, 2])
    star = 0.0
    if stars and tones[COVER, 1] > 0.0:
        star = tones[COVER, 1] * _star(x, y, z) * min(y * 4.0, 1.0)
    return far * tones[LIGHT, 0] + star, far * tones[LIGHT, 1] + 1.02 * star, far * tones[LIGHT, 2] + 1.1 * star


@kernel
def _cloud(tones, clouds, x, y, z, facing):
    """Opacity, sunlight and greyness of the cloud layer: a curved sheet, shaded by how thick it is towards the sun, its
    rims whiter and its bellies darker than the sky's own light."""
    scale = 0.16 / (y + 0.1)
    u, v = x * scale + tones[DRIFT, 0], z * scale + 0.3 * tones[DRIFT, 0]
    edge = 1.0 - tones[COVER, 0]
    bulk = _bulk(clouds, u, v) - edge
    if bulk <= 0.0:
        return 0.0, 0.0, 1.0
    thick = min(bulk * 2.2, 1.0)
    step_u, step_v = 0.012 * tones[SUN, 0], 0.012 * tones[SUN, 2]
    shade = _thickness(clouds, u + step_u, v + step_v, edge)
    shade += 1.5 * _thickness(clouds, u + 2.6 * step_u, v + 2.6 * step_v, edge)
    wide = max(0.5 + 0.5 * facing, 0.0)
    lit = (0.1 + 0.3 * wide**6 + 0.7 * wide**60 * (1.0 - thick)) * exp(-1.5 * shade)
    rise = min(max((y - 0.004) / 0.07, 0.0), 1.0)
    return (1.0 - exp(-3.2 * thick)) * rise * rise * (3.0 - 2.0 * rise), lit, 1.22 - 0.72 * min(bulk, 1.0)


@kernel
def _thickness(clouds, u, v, edge):
    """How thick the clouds are at a place of their map, 0..1."""
    return min(max((_bulk(clouds, u, v) - edge) * 2.2, 0.0), 1.0)


@kernel
def _bulk(clouds, u, v):
    """The cloud map at a place (bilinear, periodic)."""
    count = clouds.shape[0]
    across, down = u * count, v * count
    column, row = math.floor(across), math.floor(down)
    right, low = across - column, down - row
    left_column, right_column = int(column) & (count - 1), int(column + 1) & (count - 1)
    top_row, low_row = int(row) & (count - 1), int(row + 1) & (count - 1)
    top = clouds[top_row, left_column] * (1.0 - right) + clouds[top_row, right_column] * right
    bottom = clouds[low_row, left_column] * (1.0 - right) + clouds[low_row, right_column] * right
    return top * (1.0 - low) + bottom * low


@kernel
def _disc(tones, clouds, x, y, z, facing):
    """Brightness of the sun's or moon's disc relative to its light; twice life size, which reads better."""
    radius = 0.0165 if tones[COVER, 2] > 0.5 else 0.0105
    away = math.sqrt(max(2.0 - 2.0 * facing, 0.0))
    edge = min(max((radius * 1.06 - away) / (radius * 0.12), 0.0), 1.0)
    if edge <= 0.0:
        return 0.0
    if tones[COVER, 2] < 0.5:
        return edge * 14.0
    # The moon's seas: a few soft blots of the cloud map.
    seas = _thickness(clouds, x * 2.0 + 0.37, y * 2.0 + z * 0.6, 0.35)
    return edge * (5.5 - 2.6 * seas)


@kernel
def _star(x, y, z):
    """At most one star in each cell of a grid over the upper half of an octahedron: many faint ones, few bright."""
    total = abs(x) + abs(y) + abs(z)
    across, down = (x / total + 1.0) * 110.0, (z / total + 1.0) * 110.0
    column, row = int(across), int(down)
    key = ((column * 73856093) ^ (row * 19349663)) & 0x7FFFFFFF
    key = ((key ^ (key >> 13)) * 1274126177) & 0x7FFFFFFF
    key ^= key >> 16
    size = (key & 1023) / 1023.0
    if size < 0.72:
        return 0.0
    centre_x = column + 0.2 + 0.6 * ((key >> 10) & 255) / 255.0
    centre_y = row + 0.2 + 0.6 * ((key >> 18) & 255) / 255.0
    away = (across - centre_x) ** 2 + (down - centre_y) ** 2
    return (0.06 + 3.2 * ((size - 0.72) / 0.28) ** 6) * exp(-away * 170.0)
