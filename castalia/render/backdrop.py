"""The open sky behind a picture, worked out at half its size: a gradient, soft clouds and fog need no more. Stars, sun and
moon are small and sharp: they are drawn on top, pixel by pixel."""

from __future__ import annotations

import numpy as np

from castalia.render.air import START, clear_share, glow
from castalia.render.kernels import in_bands, kernel
from castalia.render.sky import dome, lights
from castalia.render.views import EYE, LENS, View, direction
from castalia.world import Floats, Ints

STEP = 2
"""Pixels from one node of the backdrop to the next."""


def backdrop(
    ids: Ints, samples: int, view: View, tones: Floats, clouds: Floats, air: Floats, sunlit: Floats, above: float
) -> Floats:
    """Sky and fog at every second pixel's corner (h,w,4) of a canvas with samples x samples ``ids`` a pixel: colour, and the
    share of stars, sun and moon that clouds and fog let through. Only nodes beside open sky are filled.

    ``sunlit`` (h,w) and ``above`` are as for ``shade``.
    """
    step = STEP * samples
    made = np.zeros((ids.shape[0] // step + 2, ids.shape[1] // step + 2, 4), np.float32)
    in_bands(_fill, len(made), 12, ids, step, view, tones, clouds, air, sunlit, above, made)
    return made


@kernel
def _fill(ids, step, view, tones, clouds, air, sunlit, above, out, first, past):
    height, start = view[EYE, 1], air[START, 0]
    if above > -1e8:
        height, start = above, 0.0
    for row in range(first, past):
        for column in range(out.shape[1]):
            if not _open(ids, row * step, column * step, step):
                continue
            x, y, z = direction(view, column * step, row * step)
            red, green, blue, clear = dome(tones, clouds, x, y, z)
            share = clear_share(air, height, y, np.inf, start)
            sun = spread(sunlit, column * step / (2.0 * view[LENS, 1]), row * step / (2.0 * view[LENS, 2]))
            fog_red, fog_green, fog_blue = glow(air, x, y, z, sun)
            out[row, column, 0] = red * share + fog_red * (1.0 - share)
            out[row, column, 1] = green * share + fog_green * (1.0 - share)
            out[row, column, 2] = blue * share + fog_blue * (1.0 - share)
            out[row, column, 3] = clear * share


@kernel
def _open(ids, row, column, step):
    """Whether nothing stands before the sky in some sample less than a step away."""
    for y in range(max(row - step, 0), min(row + step, ids.shape[0])):
        for x in range(max(column - step, 0), min(column + step, ids.shape[1])):
            if ids[y, x] < 0:
                return True
    return False


@kernel
def sky_at(behind, tones, clouds, x, y, z, across, down, samples):
    """Colour of the open sky along the ray (x, y, z) through a place of the canvas."""
    across, down = across / (STEP * samples), down / (STEP * samples)
    column, row = int(across), int(down)
    right, low = across - column, down - row
    wa, wb, wc, wd = (1.0 - right) * (1.0 - low), right * (1.0 - low), (1.0 - right) * low, right * low
    red = wa * behind[row, column, 0] + wb * behind[row, column + 1, 0]
    red += wc * behind[row + 1, column, 0] + wd * behind[row + 1, column + 1, 0]
    green = wa * behind[row, column, 1] + wb * behind[row, column + 1, 1]
    green += wc * behind[row + 1, column, 1] + wd * behind[row + 1, column + 1, 1]
    blue = wa * behind[row, column, 2] + wb * behind[row, column + 1, 2]
    blue += wc * behind[row + 1, column, 2] + wd * behind[row + 1, column + 1, 2]
    clear = wa * behind[row, column, 3] + wb * behind[row, column + 1, 3]
    clear += wc * behind[row + 1, column, 3] + wd * behind[row + 1, column + 1, 3]
    if clear > 0.0:
        light_red, light_green, light_blue = lights(tones, clouds, x, y, z, True, True)
        red, green, blue = red + clear * light_red, green + clear * light_green, blue + clear * light_blue
    return red, green, blue


@kernel
def spread(field, u, v):
    """Bilinear reading of a small field (h,w) at shares of its width and height."""
    height, width = field.shape
    across, down = min(max(u * width - 0.5, 0.0), width - 1.001), min(max(v * height - 0.5, 0.0), height - 1.001)
    column, row = int(across), int(down)
    right, low = across - column, down - row
    next_column, next_row = min(column + 1, width - 1), min(row + 1, height - 1)
    top = field[row, column] * (1.0 - right) + field[row, next_column] * right
    return top * (1.0 - low) + (field[next_row, column] * (1.0 - right) + field[next_row, next_column] * right) * low
