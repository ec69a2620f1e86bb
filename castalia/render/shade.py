"""One colour a pixel from the buffers of the rasteriser: material, light, water, sky and air."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from castalia.render.air import START, clear_share, glow
from castalia.render.backdrop import backdrop, sky_at, spread
from castalia.render.kernels import in_bands, kernel, within
from castalia.render.raster import Canvas
from castalia.render.shade_solids import solid_colour
from castalia.render.shade_water import water_colour
from castalia.render.views import EYE, FORWARD, LENS, View, direction
from castalia.render.water import BODY, met
from castalia.world import Floats, Ints

SKY, WATER = -1, -2


class Scene(NamedTuple):
    """What stays the same between frames.

    attributes (V,12): normal, uv, tint, baked ambient light, how open to the sky; faces (T,5): corners, material,
    instance; then the materials' texels and the sun's depth maps.
    """

    attributes: Floats
    faces: Ints
    data: NDArray[np.uint8]
    levels: Ints
    facts: Floats
    fine: Floats
    coarse: Floats
    views: Floats


class Moment(NamedTuple):
    """What changes from frame to frame: leaves in place (V,3), drifting clouds, moving water, the air."""

    posed: Floats
    tones: Floats
    clouds: Floats
    water: Floats
    slopes: Floats
    air: Floats


class Mirror(NamedTuple):
    """The scene reflected in the water: colour (h,w,3), distance from the reflected eye (h,w), frame pixels a pixel."""

    colour: Floats
    distance: Floats
    scale: float


class Picture(NamedTuple):
    """What shading fills: linear colour (H,W,3), fog included; distance (H,W) in metres along the ray, inf at sky; instance (H,W),
    an index into ``world.instances``, -1 at sky, -2 at water."""

    colour: Floats
    distance: Floats
    instance: Ints


def distances(canvas: Canvas, view: View, samples: int, width: int, height: int) -> Floats:
    """Distance (h,w) along the ray at every ``samples``-th pixel of a canvas, inf at sky."""
    made = np.empty((height, width), np.float32)
    _distances(canvas.depth, view, samples, made)
    return made


@kernel
def _distances(depths, view, samples, out):
    for row in range(out.shape[0]):
        for column in range(out.shape[1]):
            wide, tall = depths.shape[1], depths.shape[0]
            x, y = min(column * samples + samples // 2, wide - 1), min(row * samples + samples // 2, tall - 1)
            depth = depths[y, x]
            right, up = (x + 0.5 - view[LENS, 1]) / view[LENS, 0], (view[LENS, 2] - y - 0.5) / view[LENS, 0]
            out[row, column] = math.sqrt(1.0 + right * right + up * up) / depth if depth > 0.0 else np.inf


def shade(
    scene: Scene, moment: Moment, view: View, canvas: Canvas, samples: int, sunlit: Floats, mirror: Mirror, above: float,
    width: int, height: int,
) -> Picture:  # fmt: skip
    """Colour each pixel of a width x height picture from its samples x samples cell of ``canvas``.

    Samples of one pixel that show the same triangle are shaded once. ``sunlit`` (h,w) is the share of fog in the sun;
    ``above`` is the water level when this is the mirror pass (fog then starts at the water), else -1e9.
    """
    made = Picture(
        np.empty((height, width, 3), np.float32),
        np.empty((height, width), np.float32),
        np.empty((height, width), np.int32),
    )
    behind = backdrop(canvas.ids, samples, view, moment.tones, moment.clouds, moment.air, sunlit, above)
    in_bands(_shade, height, 12, scene, moment, view, canvas, samples, behind, sunlit, mirror, above, made)
    return made


@kernel
def _shade(scene, moment, view, canvas, samples, behind, sunlit, mirror, above, made, first, past):
    _shade_rows(
        scene.attributes, scene.faces, scene.data, scene.levels, scene.facts,
        scene.fine, scene.coarse, scene.views, moment.posed, moment.tones,
        moment.clouds, moment.water, moment.slopes, moment.air, view,
        canvas.ids, samples, behind, sunlit, mirror.colour, mirror.distance, mirror.scale, above,
        made.colour, made.distance, made.instance, first, past,
    )  # fmt: skip


@kernel
def _shade_rows(
    attributes, faces, data, levels, facts, fine, coarse, views, posed, tones, clouds, water, slopes, air,
    view, ids, samples, behind, sunlit, mirror_colour, mirror_distance, mirror_scale, above,
    colour, distances, instances, first, past,
):  # fmt: skip
    for row in range(first, past):
        for column in range(colour.shape[1]):
            red, green, blue, total = 0.0, 0.0, 0.0, 0.0
            nearest, what = np.inf, SKY
            wet, wet_count = -9, 0
            for part in range(samples * samples):
                x, y = column * samples + part % samples, row * samples + part // samples
                index, count = ids[y, x], _alike(ids, row, column, samples, part)
                # Moving water has detail of its own below a triangle's: its first and its last sample count.
                if index == wet and part == samples * samples - 1:
                    count = wet_count
                if count == 0:
                    continue
                sample_red, sample_green, sample_blue, distance, kind = _pixel(
                    attributes, faces, data, levels, facts, fine, coarse, views, posed, tones, clouds, water, slopes, air,
                    view, index, x, y, samples, behind, sunlit, mirror_colour, mirror_distance, mirror_scale, above,
                )  # fmt: skip
                if distance < nearest:
                    nearest, what = distance, kind
                if kind == WATER:
                    wet, wet_count = index, count
                # Bright samples weigh less, or every edge against the sky would show steps.
                weight = count / (1.0 + 0.3 * sample_red + 0.6 * sample_green + 0.1 * sample_blue)
                red, green, blue = red + weight * sample_red, green + weight * sample_green, blue + weight * sample_blue
                total += weight
            colour[row, column, 0] = red / total
            colour[row, column, 1] = green / total
            colour[row, column, 2] = blue / total
            distances[row, column] = nearest
            instances[row, column] = what


@kernel
def _alike(ids, row, column, samples, part):
    """How many samples of a pixel show the same as ``part`` does; 0 if an earlier one does."""
    top, left = row * samples, column * samples
    index, count = ids[top + part // samples, left + part % samples], 0
    for other in range(samples * samples):
        if ids[top + other // samples, left + other % samples] == index:
            if other < part:
                return 0
            count += 1
    return count


@within
def _pixel(
    attributes, faces, data, levels, facts, fine, coarse, views, posed, tones, clouds, water, slopes, air,
    view, index, column, row, samples, behind, sunlit, mirror_colour, mirror_distance, mirror_scale, above,
):  # fmt: skip
    """Colour, distance and instance at one sample."""
    x, y, z = direction(view, column + 0.5, row + 0.5)
    eye_height, start = view[EYE, 1], air[START, 0]
    skipped = 0.0
    if above > -1e8:
        skipped = (above - eye_height) / y if y > 1e-4 else 0.0
        eye_height, start = above, 0.0
    distance, what = np.inf, SKY
    surface = -1.0 if above > -1e8 else met(water, view, x, y, z)
    if index < 0 and surface < 0.0:
        red, green, blue = sky_at(behind, tones, clouds, x, y, z, column + 0.5, row + 0.5, samples)
        return red, green, blue, distance, what
    if index >= 0:
        distance, red, green, blue = solid_colour(
            attributes, faces, data, levels, facts, fine, coarse, views, posed, tones, view, index,
            x, y, z, samples / (x * view[FORWARD, 0] + y * view[FORWARD, 1] + z * view[FORWARD, 2]),
        )  # fmt: skip
        what = faces[index, 4]
    else:
        red, green, blue = water[BODY, 0], water[BODY, 1], water[BODY, 2]
    if 0.0 < surface < distance:
        red, green, blue = water_colour(
            fine, coarse, views, tones, clouds, water, slopes, view, mirror_colour, mirror_distance, mirror_scale,
            x, y, z, column, row, samples, surface, distance, red, green, blue,
        )  # fmt: skip
        distance, what = surface, WATER
    share = clear_share(air, eye_height, y, distance - skipped, start)
    sun = spread(sunlit, (column + 0.5) / (2.0 * view[LENS, 1]), (row + 0.5) / (2.0 * view[LENS, 2]))
    fog_red, fog_green, fog_blue = glow(air, x, y, z, sun)
    red = red * share + fog_red * (1.0 - share)
    green = green * share + fog_green * (1.0 - share)
    blue = blue * share + fog_blue * (1.0 - share)
    return red, green, blue, distance, what
