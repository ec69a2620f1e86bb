"""Materials packed for the rasteriser: eight bytes a texel, halved again and again down to one."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from castalia.render.kernels import kernel
from castalia.world import Floats, Ints, Material

LEVELS = 11
VARIED, MOST_VARIED = 7, 1.5
SLOW = 16
"""So many texels a side has the level whose variation is spread over a surface."""


class Texels(NamedTuple):
    """All materials' maps. ``data`` (N,8) bytes: square root of albedo, normal x y, roughness, occlusion, how
    the albedo differs from its mean.

    ``levels`` (M,11,2): first texel and width of each material's levels; ``facts`` (M,8): metres, metallic, glow rgb,
    translucency, the level of slow variation, texels of level 0.
    """

    data: NDArray[np.uint8]
    levels: Ints
    facts: Floats


def pack(materials: dict[str, Material], largest: int) -> Texels:
    """Materials in the order of their sorted names, none larger than ``largest`` texels."""
    data: list[NDArray[np.uint8]] = []
    offsets: list[list[int]] = []
    sizes: list[list[int]] = []
    facts: list[list[float]] = []
    place = 0
    for name in sorted(materials):
        levels = _pyramid(materials[name], largest)
        sizes.append([len(level) for level in levels])
        offsets.append([])
        for at, level in enumerate(levels):
            repeated = at > 0 and len(level) == len(levels[at - 1]) == 1
            offsets[-1].append(offsets[-1][-1] if repeated else place)
            if not repeated:
                data.append(level.reshape(-1, 8))
                place += len(level) ** 2
        facts.append(_facts(materials[name], len(levels[0])))
    if not data:
        return Texels(np.zeros((1, 8), np.uint8), np.zeros((1, LEVELS, 2), np.int32), np.ones((1, 8), np.float32))
    places = np.stack([np.array(offsets, np.int32), np.array(sizes, np.int32)], axis=2)
    return Texels(np.concatenate(data), places, np.array(facts, np.float32))


def _facts(material: Material, size: int) -> list[float]:
    slow = max(int(math.log2(size / SLOW)), 0)
    return [material.metres, material.metallic, *material.glow, material.translucency, slow, size]


def _pyramid(material: Material, largest: int) -> list[NDArray[np.uint8]]:
    maps = [material.albedo, material.normal[..., :2], material.roughness[..., None], material.ao[..., None]]
    level = np.concatenate([np.asarray(each, np.float32) for each in maps], axis=2)
    # Widths are powers of two, so that a mask wraps them.
    width = 2 ** int(math.log2(len(level)))
    if width != len(level):
        level = ndimage.zoom(level, (width / len(level),) * 2 + (1,), order=1, mode="grid-wrap", grid_mode=True)
    while len(level) > largest:
        level = _halved(level)
    levels = []
    for _ in range(LEVELS):
        levels.append(_bytes(level))
        if len(level) > 1:
            level = _halved(level)
    return levels


def _halved(level: Floats) -> Floats:
    count = len(level) // 2 * 2
    square = level[:count, :count].reshape(count // 2, 2, count // 2, 2, -1)
    made: Floats = square.mean(axis=(1, 3), dtype=np.float32)
    return made


def _bytes(level: Floats) -> NDArray[np.uint8]:
    made = np.zeros((*level.shape[:2], 8), np.uint8)
    made[..., :3] = np.clip(np.sqrt(np.maximum(level[..., :3], 0)) * 255 + 0.5, 0, 255)
    made[..., 3:5] = np.clip((level[..., 3:5] * 0.5 + 0.5) * 255 + 0.5, 0, 255)
    made[..., 5:7] = np.clip(level[..., 5:7] * 255 + 0.5, 0, 255)
    made[..., VARIED] = _varied(level[..., :3]) * (255 / MOST_VARIED) + 0.5
    return made


def _varied(albedo: Floats) -> Floats:
    """How bright each texel is beside the mean, 0.6..1.5; differences count for three quarters."""
    light = albedo.mean(axis=2)
    made: Floats = np.clip(0.25 + 0.75 * light / max(float(light.mean()), 1e-3), 0.6, MOST_VARIED)
    return made


def mean_albedo(data: NDArray[np.uint8], levels: Ints, material: Ints) -> Floats:
    """The mean albedo (V,3) of the materials (V,)."""
    coarsest = data[levels[:, -1, 0], :3].astype(np.float32) / 255
    made: Floats = coarsest[material] ** np.float32(2)
    return made


@kernel
def sample(data, levels, facts, material, u, v, level):
    """Albedo r g b, normal x y, roughness, occlusion of a material at (u, v) metres; bilinear in one level."""
    offset, size = levels[material, level, 0], levels[material, level, 1]
    scale = size / facts[material, 0]
    # Row 0 of a map is its top, and v grows upwards.
    across, down = u * scale - 0.5, -v * scale - 0.5
    column, row = math.floor(across), math.floor(down)
    right, low = across - column, down - row
    left_column, top_row = int(column) & (size - 1), int(row) & (size - 1)
    right_column, low_row = (left_column + 1) & (size - 1), (top_row + 1) & (size - 1)
    a, b = offset + top_row * size + left_column, offset + top_row * size + right_column
    c, d = offset + low_row * size + left_column, offset + low_row * size + right_column
    wa, wb = (1.0 - right) * (1.0 - low), right * (1.0 - low)
    wc, wd = (1.0 - right) * low, right * low
    red = (wa * data[a, 0] + wb * data[b, 0] + wc * data[c, 0] + wd * data[d, 0]) / 255.0
    green = (wa * data[a, 1] + wb * data[b, 1] + wc * data[c, 1] + wd * data[d, 1]) / 255.0
    blue = (wa * data[a, 2] + wb * data[b, 2] + wc * data[c, 2] + wd * data[d, 2]) / 255.0
    lean_x = (wa * data[a, 3] + wb * data[b, 3] + wc * data[c, 3] + wd * data[d, 3]) / 127.5 - 1.0
    lean_y = (wa * data[a, 4] + wb * data[b, 4] + wc * data[c, 4] + wd * data[d, 4]) / 127.5 - 1.0
    rough = (wa * data[a, 5] + wb * data[b, 5] + wc * data[c, 5] + wd * data[d, 5]) / 255.0
    open_ = (wa * data[a, 6] + wb * data[b, 6] + wc * data[c, 6] + wd * data[d, 6]) / 255.0
    return red * red, green * green, blue * blue, lean_x, lean_y, rough, open_


@kernel
def mottle(data, levels, facts, material, u, v):
    """Slow variation of a material, about 1: what ``_varied`` says of a coarse level, read at a far larger scale. Hides
    its repetition."""
    level, metres = int(facts[material, 6]), facts[material, 0]
    offset, size = levels[material, level, 0], levels[material, level, 1]
    across, down = (0.113 * u + 0.061 * v) * size / metres - 0.5, (0.061 * u - 0.113 * v) * size / metres - 0.5
    column, row = math.floor(across), math.floor(down)
    right, low = across - column, down - row
    left_column, top_row = int(column) & (size - 1), int(row) & (size - 1)
    right_column, low_row = (left_column + 1) & (size - 1), (top_row + 1) & (size - 1)
    top = data[offset + top_row * size + left_column, VARIED] * (1.0 - right)
    top += data[offset + top_row * size + right_column, VARIED] * right
    bottom = data[offset + low_row * size + left_column, VARIED] * (1.0 - right)
    bottom += data[offset + low_row * size + right_column, VARIED] * right
    return (top * (1.0 - low) + bottom * low) * MOST_VARIED / 255.0
