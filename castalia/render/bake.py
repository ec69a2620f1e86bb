"""Light baked once into the vertices: sky seen from each, light from lamps, and one bounce from what lies around.

Nothing is traced: the sky is a few dozen parallel lights with depth maps of their own; the bounce is read from a
blurred grid of how much light the surfaces nearby send back. All baked values are "what a white surface shows".
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from castalia.render.kernels import in_bands, kernel
from castalia.render.merge import Geometry
from castalia.render.shadows import Extent, Shadows, cast, extent_of, lit
from castalia.render.sky import sky_radiance
from castalia.render.views import unit
from castalia.settings import Baking
from castalia.world import Floats, World

CELLS = 300_000


class Baked(NamedTuple):
    """``light`` (V,3) ambient light; ``open`` (V,) 0..1 how much sky each vertex sees; the sun's depth maps."""

    light: Floats
    open: Floats
    sun: Shadows


def bake(
    world: World, geometry: Geometry, albedo: Floats, translucency: Floats, baking: Baking, seed: int,
    report: Callable[[float], None],
) -> Baked:  # fmt: skip
    """Bake all light. ``albedo`` (V,3) and ``translucency`` (V,) are what each vertex sends back and lets through."""
    extent = extent_of(geometry, _centre(world))
    sun = cast(geometry, extent, unit(world.sky.sun_direction), baking.sun_fine, baking.sun_coarse)
    count = len(geometry.positions)
    light, seen = np.zeros((count, 3), np.float32), np.zeros(count, np.float32)
    if not count:
        return Baked(light, seen, sun)

    def shine(maps: Shadows, direction: Floats, radiance: Floats, share: float, into: Floats) -> None:
        surface = (geometry.positions, geometry.normals, translucency)
        in_bands(_add_light, count, 65536, *maps, *surface, direction, radiance, share, into, seen)

    for index, (direction, radiance) in enumerate(_sky_lights(world, baking.directions, seed)):
        maps = cast(geometry, extent, direction, baking.sky_fine, baking.sky_coarse)
        share = 2 / baking.directions
        shine(maps, direction, radiance, share, light)
        report(0.9 * (index + 1) / baking.directions)
    _add_lamps(geometry, world, light)
    direct = light.copy()
    beam = np.asarray(world.sky.sun_radiance, np.float32)
    towards = unit(world.sky.sun_direction)
    shine(sun, towards, beam, 0.0, direct)
    bounce = _bounce(geometry, albedo * direct, extent)
    light += bounce * np.clip(1.0 - seen, 0.0, 1.0)[:, None]
    report(1.0)
    return Baked(light, seen, sun)


def _centre(world: World) -> Floats:
    """The middle of what the pictures are about."""
    wanted = set(world.focus)
    places = [each.transform[:3, 3] for each in world.instances if each.name in wanted]
    return np.asarray(np.mean(places, axis=0) if places else np.zeros(3), np.float32)


def _sky_lights(world: World, count: int, seed: int) -> list[tuple[Floats, Floats]]:
    """Directions spread evenly over the upper half (a Fibonacci lattice), each with its radiance times 2 / count."""
    number = np.arange(count)
    height = (number + 0.5) / count
    turn = number * math.pi * (3 - math.sqrt(5))
    level = np.sqrt(1 - height * height)
    directions = np.stack([level * np.cos(turn), height, level * np.sin(turn)], axis=1).astype(np.float32)
    # Each light stands for a patch of sky: the mean over a few directions around it.
    offsets = 0.12 * np.array([[0, 0, 0], [1, 0, 0], [-1, 0, 0], [0, 0, 1], [0, 0, -1], [0, 1, 0]], np.float32)
    around = directions[:, None] + offsets
    around /= np.linalg.norm(around, axis=2, keepdims=True)
    radiance = sky_radiance(world.sky, around, stars=False, seed=seed).mean(axis=1)
    return list(zip(directions, (radiance * (2 / count)).astype(np.float32), strict=True))


@kernel
def _add_light(
    fine, coarse, views, positions, normals, translucency, direction, radiance, share, light, seen, first, past
):
    """Add one parallel light, ``share`` of the sky, to every vertex it reaches; leaves also take it from behind."""
    for index in range(first, past):
        nx, ny, nz = normals[index, 0], normals[index, 1], normals[index, 2]
        facing = nx * direction[0] + ny * direction[1] + nz * direction[2]
        side = 1.0
        weight = facing
        if facing < 0.0:
            weight, side = -facing * translucency[index], -1.0
        if weight <= 0.0:
            continue
        x, y, z = positions[index, 0], positions[index, 1], positions[index, 2]
        reached = weight * lit(fine, coarse, views, x, y, z, side * nx, side * ny, side * nz, 0.03, False)
        light[index, 0] += reached * radiance[0]
        light[index, 1] += reached * radiance[1]
        light[index, 2] += reached * radiance[2]
        seen[index] += reached * share


def _add_lamps(geometry: Geometry, world: World, light: Floats) -> None:
    """Lamps without shadows: intensity over distance squared, times the cosine, over pi for a white surface."""
    for lamp in world.lamps:
        towards = np.asarray(lamp.position, np.float32) - geometry.positions
        square = np.einsum("vi,vi->v", towards, towards) + np.float32(max(lamp.radius, 0.25) ** 2)
        cosine = np.einsum("vi,vi->v", towards, geometry.normals) / np.sqrt(square)
        reached = np.maximum(0.12 + 0.88 * cosine, 0) / (square * np.float32(math.pi))
        light += reached[:, None] * np.asarray(lamp.power, np.float32)


def _bounce(geometry: Geometry, radiosity: Floats, extent: Extent) -> Floats:
    """Light (V,3) sent back by the surfaces around each vertex: a grid of radiosity, blurred, read off the surface."""
    reach = np.maximum(extent.high - extent.low, 1.0)
    cell = max(2.0, float(np.prod(reach, dtype=np.float64) / CELLS) ** (1 / 3))
    shape = tuple(int(length / cell) + 3 for length in reach)
    area = _vertex_areas(geometry)
    index = ((geometry.positions - extent.low) / cell + 1).astype(np.int64)
    flat = np.ravel_multi_index(tuple(index.T), shape)
    size = math.prod(shape)
    sums = [np.bincount(flat, area * radiosity[:, channel], size).reshape(shape) for channel in range(3)]
    weight = ndimage.gaussian_filter(np.bincount(flat, area, size).reshape(shape), 1.2, mode="constant")
    place = ((geometry.positions + geometry.normals * (0.6 * cell) - extent.low) / cell + 0.5).T
    made = np.empty_like(geometry.positions)
    for channel in range(3):
        blurred = ndimage.gaussian_filter(sums[channel], 1.2, mode="constant") / (weight + 1e-6)
        made[:, channel] = ndimage.map_coordinates(blurred.astype(np.float32), place, order=1, mode="nearest")
    return made


def _vertex_areas(geometry: Geometry) -> NDArray[np.float64]:
    a, b, c = (geometry.positions[geometry.triangles[:, corner]] for corner in range(3))
    area = np.linalg.norm(np.cross(b - a, c - a), axis=1) / 6
    areas = np.bincount(geometry.triangles.ravel(), np.repeat(area, 3), len(geometry.positions))
    return areas.astype(np.float64, copy=False)
