"""From linear light to the finished picture: bloom, colour table, painterly pass, sharpening, vignette, grain."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from castalia.randomness import generator
from castalia.render.grade import LOG_TOE, NODES, STOPS, TOE, table
from castalia.render.kernels import in_bands, kernel
from castalia.world import Floats, Grade

BLURRED = 32  # rows that one task blurs
SECTORS = np.array([[math.cos(turn), math.sin(turn)] for turn in np.arange(8) * (math.pi / 4)], np.float32)


def finish(linear: Floats, grade: Grade, seed: int) -> NDArray[np.uint8]:
    """The picture (H,W,3) sRGB bytes from linear light (H,W,3).

    ``seed`` places the grain only. Light that is not finite counts as black.
    """
    light = np.nan_to_num(np.asarray(linear, np.float32), nan=0.0, posinf=64.0, neginf=0.0)
    height = light.shape[0]
    display = np.empty(light.shape, np.float32)
    in_bands(_toned, height, 32, light, _bloom(light, grade), table(grade), grade.bloom, display)
    if grade.brush > 0:
        display = _painted(display, grade.brush)
    soft = _blurred(display, max(0.7, height / 640))
    grain = np.zeros((1, 1), np.float32)
    if grade.grain > 0:
        grain = generator(seed, "grain").standard_normal(light.shape[:2], np.float32) * np.float32(0.035 * grade.grain)
    made = np.empty(light.shape, np.uint8)
    in_bands(_developed, height, 32, display, soft, grain, np.float32(0.4), np.float32(grade.vignette), made)
    return made


def _bloom(light: Floats, grade: Grade) -> Floats:
    """Light spread round bright places, at a quarter of the size: a tight and a wide veil."""
    height, width = light.shape[:2]
    step = 4 if min(height, width) >= 64 else 1
    small = light[: height // step * step, : width // step * step]
    small = (
        small.reshape(height // step, step, -1)
        .mean(axis=1)
        .reshape(height // step, width // step, step, 3)
        .mean(axis=2)
    )
    small = np.minimum(small, np.float32(12.0 / 2.0**grade.exposure))
    tight = _blurred(small, 0.012 * height / step)
    wide = _blurred(tight, 0.045 * height / step)
    spread: Floats = 0.6 * tight + 0.4 * wide
    return spread


def _blurred(picture: Floats, sigma: float) -> Floats:
    """A Gaussian blur of a picture (H,W,C), edges repeated."""
    height, width, channels = picture.shape
    radius = max(1, math.ceil(2.5 * sigma))
    taps = np.exp(-0.5 * (np.arange(-radius, radius + 1) / sigma) ** 2).astype(np.float32)
    taps /= taps.sum()
    middle, made = np.empty((height, width * channels), np.float32), np.empty((height, width * channels), np.float32)
    strips = np.empty((-(-height // BLURRED), (width + len(taps)) * channels), np.float32)
    in_bands(_blur_rows, height, BLURRED, picture.reshape(height, -1), channels, taps, strips, middle)
    in_bands(_blur_columns, height, BLURRED, middle, taps, made)
    return made.reshape(picture.shape)


@kernel
def _blur_rows(picture, channels, taps, strips, out, first, past):
    """Both blurs go tap by tap over whole rows (H,W*C), which lets the machine work on many values at once. ``strips`` has
    room for a row with its margins for each band."""
    width, reach = picture.shape[1], len(taps) // 2 * channels
    padded = strips[first // BLURRED]
    for row in range(first, past):
        for at in range(width):
            padded[reach + at] = picture[row, at]
            out[row, at] = np.float32(0.0)
        for at in range(reach):
            padded[at] = picture[row, at % channels]
            padded[reach + width + at] = picture[row, width - channels + at % channels]
        for tap in range(len(taps)):
            weight, moved = taps[tap], padded[tap * channels :]
            for at in range(width):
                out[row, at] += weight * moved[at]


@kernel
def _blur_columns(picture, taps, out, first, past):
    height, width = picture.shape
    radius = len(taps) // 2
    for row in range(first, past):
        for at in range(width):
            out[row, at] = np.float32(0.0)
        for tap in range(len(taps)):
            weight, beside = taps[tap], min(max(row + tap - radius, 0), height - 1)
            for at in range(width):
                out[row, at] += weight * picture[beside, at]


@kernel
def _toned(light, bloom, cube, strength, out, first, past):
    """Add the bloom and read the colour table, trilinearly on a logarithmic scale."""
    height, width = light.shape[0], light.shape[1]
    rows, columns = bloom.shape[0], bloom.shape[1]
    for row in range(first, past):
        down = min(max((row + 0.5) * rows / height - 0.5, 0.0), rows - 1.0)
        top = int(down)
        low = min(top + 1, rows - 1)
        fall = down - top
        for column in range(width):
            across = min(max((column + 0.5) * columns / width - 0.5, 0.0), columns - 1.0)
            left = int(across)
            right = min(left + 1, columns - 1)
            slide = across - left
            place_0, place_1, place_2 = 0.0, 0.0, 0.0
            for channel in range(3):
                above = bloom[top, left, channel] * (1.0 - slide) + bloom[top, right, channel] * slide
                below = bloom[low, left, channel] * (1.0 - slide) + bloom[low, right, channel] * slide
                veil = above * (1.0 - fall) + below * fall
                value = light[row, column, channel]
                value += 0.3 * strength * (veil - value) if veil > value else 0.1 * strength * (veil - value)
                at = min(max((math.log2(np.float32(max(value, 0.0) + TOE)) - LOG_TOE) * STOPS, 0.0), NODES - 1.001)
                if channel == 0:
                    place_0 = at
                elif channel == 1:
                    place_1 = at
                else:
                    place_2 = at
            r, g, b = int(place_0), int(place_1), int(place_2)
            x, y, z = place_0 - r, place_1 - g, place_2 - b
            for channel in range(3):
                near = (cube[r, g, b, channel] * (1.0 - z) + cube[r, g, b + 1, channel] * z) * (1.0 - y)
                near += (cube[r, g + 1, b, channel] * (1.0 - z) + cube[r, g + 1, b + 1, channel] * z) * y
                far = (cube[r + 1, g, b, channel] * (1.0 - z) + cube[r + 1, g, b + 1, channel] * z) * (1.0 - y)
                far += (cube[r + 1, g + 1, b, channel] * (1.0 - z) + cube[r + 1, g + 1, b + 1, channel] * z) * y
                out[row, column, channel] = near * (1.0 - x) + far * x


def _painted(display: Floats, brush: float) -> Floats:
    """A Kuwahara filter of eight discs (after Papari 2007): each pixel takes the mean of the calmest discs beside it.

    Means and spreads of all discs come from one blur of the picture and its square, so the brush costs the same at
    any size.
    """
    height, width = display.shape[:2]
    radius = max(1.0, height / 270)
    squared = np.empty((height, width, 4), np.float32)
    in_bands(_squared, height, 32, display, squared)
    means = _blurred(squared, 0.62 * radius)
    in_bands(_calmness, height, 32, means)
    made = np.empty_like(display)
    in_bands(
        _brushed, height, 32, display, means, np.rint(SECTORS * radius).astype(np.int64), np.float32(0.9 * brush), made
    )
    return made


@kernel
def _squared(display, out, first, past):
    """The picture with the square of its luma as a fourth channel."""
    for row in range(first, past):
        for column in range(display.shape[1]):
            red, green, blue = display[row, column, 0], display[row, column, 1], display[row, column, 2]
            luma = np.float32(0.3) * red + np.float32(0.59) * green + np.float32(0.11) * blue
            out[row, column, 0], out[row, column, 1], out[row, column, 2] = red, green, blue
            out[row, column, 3] = luma * luma


@kernel
def _calmness(means, first, past):
    """Turn each mean's fourth channel into what the disc weighs: the less its luma varies, the more."""
    for row in range(first, past):
        for column in range(means.shape[1]):
            luma = 0.3 * means[row, column, 0] + 0.59 * means[row, column, 1] + 0.11 * means[row, column, 2]
            spread = max(means[row, column, 3] - luma * luma, 0.0) + 2e-5
            means[row, column, 3] = 1.0 / (spread * spread * spread)


@kernel
def _brushed(display, means, steps, brush, out, first, past):
    height, width = display.shape[0], display.shape[1]
    for row in range(first, past):
        for column in range(width):
            red, green, blue, total = np.float32(0.0), np.float32(0.0), np.float32(0.0), np.float32(0.0)
            for sector in range(len(steps)):
                x = min(max(column + steps[sector, 0], 0), width - 1)
                y = min(max(row + steps[sector, 1], 0), height - 1)
                weight = means[y, x, 3]
                red, green = red + weight * means[y, x, 0], green + weight * means[y, x, 1]
                blue, total = blue + weight * means[y, x, 2], total + weight
            out[row, column, 0] = display[row, column, 0] + brush * (red / total - display[row, column, 0])
            out[row, column, 1] = display[row, column, 1] + brush * (green / total - display[row, column, 1])
            out[row, column, 2] = display[row, column, 2] + brush * (blue / total - display[row, column, 2])


@kernel
def _developed(display, soft, grain, sharpen, vignette, out, first, past):
    """Unsharp mask, vignette, grain; to bytes with a fixed 4 x 4 dither that keeps skies from banding."""
    height, width = display.shape[0], display.shape[1]
    for row in range(first, past):
        down = (row + 0.5) / height * 2.0 - 1.0
        for column in range(width):
            across = (column + 0.5) / width * 2.0 - 1.0
            away = 0.55 * (across * across + down * down)
            fall = 1.0 - 0.75 * vignette * away * away
            noise = grain[row, column] if grain.shape[0] == height else 0.0
            bits = (column ^ row) & 3
            dither = ((((bits & 1) << 3) | ((row & 1) << 2) | (bits & 2) | ((row & 2) >> 1)) + 0.5) / 16.0
            for channel in range(3):
                value = display[row, column, channel]
                edge = min(max(value - soft[row, column, channel], -0.12), 0.12)
                shown = (value + sharpen * edge) * fall
                if shown > 0.0:
                    shown += noise * (0.35 + 0.65 * (1.0 - abs(2.0 * shown - 1.0)))
                level = min(max(shown, 0.0), 1.0) * 255.0
                out[row, column, channel] = min(int(level + (dither if level > 0.0 else 0.0)), 255)
