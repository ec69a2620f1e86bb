"""The ground: one lattice that is fine on the stage and coarse towards the horizon, so that it has no seams.

The stage is at the origin; the camera stands at positive z and looks along -z. Water lies at height 0.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from castalia.craft import colouring, meshes, noise
from castalia.craft.crags import BEDDED, craggy
from castalia.world import Mesh, Part, Prototype

Array = NDArray[np.float64]
CELL = 1.0
"""Metres between lattice lines on the stage."""
STRAY = 0.9
"""Metres by which a texture may stray from its lattice."""
LOOSE = frozenset(
    [
        "asphalt",
        "basalt",
        "coral",
        "foliage-dry",
        "granite",
        "grass",
        "gravel",
        "mud",
        "moss",
        "sand",
        "sandstone",
        "snow",
        "soil",
    ]
)
"""Materials without rows or courses, which may stray."""
PAVING = frozenset(["asphalt", "cobbles", "concrete", "planks"])
"""Ground that people laid, even in tone."""


@dataclass(frozen=True)
class Terrain:
    """Heights (M,N) in metres over ``zs`` (M,) and ``xs`` (N,), both rising."""

    xs: Array
    zs: Array
    heights: Array

    def height(self, x: ArrayLike, z: ArrayLike) -> Array:
        """The ground's height at places, bilinear within a cell."""
        x, z = np.asarray(x, np.float64), np.asarray(z, np.float64)
        column = np.clip(np.searchsorted(self.xs, x) - 1, 0, len(self.xs) - 2)
        row = np.clip(np.searchsorted(self.zs, z) - 1, 0, len(self.zs) - 2)
        u = np.clip((x - self.xs[column]) / (self.xs[column + 1] - self.xs[column]), 0, 1)
        v = np.clip((z - self.zs[row]) / (self.zs[row + 1] - self.zs[row]), 0, 1)
        h = self.heights
        low = h[row, column] * (1 - u) + h[row, column + 1] * u
        high = h[row + 1, column] * (1 - u) + h[row + 1, column + 1] * u
        return low * (1 - v) + high * v

    def slope(self, x: ArrayLike, z: ArrayLike) -> Array:
        """Rise over run, taken across two metres."""
        x, z = np.asarray(x, np.float64), np.asarray(z, np.float64)
        across = self.height(x + 1, z) - self.height(x - 1, z)
        along = self.height(x, z + 1) - self.height(x, z - 1)
        return np.hypot(across, along) / 2

    def levelled(self, x: float, z: float, radius: float, keep: Sequence[tuple[float, float, float]] = ()) -> Terrain:
        """The terrain with a level pad round a place; the circles ``keep`` (x, z, radius) stay as they are."""
        reach = radius * 1.7 + 5.0
        rows = slice(*np.searchsorted(self.zs, (z - reach, z + reach)).tolist())
        columns = slice(*np.searchsorted(self.xs, (x - reach, x + reach)).tolist())
        grid_x, grid_z = np.meshgrid(self.xs[columns], self.zs[rows])
        pad = noise.step(reach, radius + 0.6, np.hypot(grid_x - x, grid_z - z))
        for other_x, other_z, other in keep:
            if math.hypot(other_x - x, other_z - z) < reach + other + 3.5:
                pad *= noise.step(other + 1.5, other + 3.5, np.hypot(grid_x - other_x, grid_z - other_z))
        heights = self.heights.copy()
        heights[rows, columns] += pad * (float(self.height(x, z)) - heights[rows, columns])
        return replace(self, heights=heights)


def axis(centre: float, fine: float, far: float) -> Array:
    """Lattice lines: ``CELL`` apart within ``fine`` metres of the centre, then each cell 9% longer, as far as ``far``."""
    steps = [CELL] * round(fine / CELL)
    while sum(steps) < far:
        steps.append(steps[-1] * 1.09)
    arm = np.cumsum(steps)
    return centre + np.concatenate([-arm[::-1], [0.0], arm])


def raised(shape: Callable[[Array, Array], Array], far: float = 900.0) -> Terrain:
    """The lattice with heights from ``shape(x, z)``; fine over the stage and the camera's ground."""
    xs, zs = axis(0.0, 44.0, far), axis(4.0, 46.0, far)
    grid_x, grid_z = np.meshgrid(xs, zs)
    return Terrain(xs, zs, shape(grid_x, grid_z))


@dataclass(frozen=True)
class Layer:
    """A ground material and where it lies: ``where(site)`` (M,N) is positive there; later layers lie on top."""

    material: str
    where: Callable[[Site], Array]
    tint: tuple[float, float, float] = (1.0, 1.0, 1.0)


@dataclass(frozen=True)
class Site:
    """What a layer or a plant may ask about places: all arrays have one shape; ``wet`` when water lies at height 0."""

    x: Array
    z: Array
    height: Array
    slope: Array
    seed: int
    wet: bool = False


def site(terrain: Terrain, seed: int, x: Array | None = None, z: Array | None = None, wet: bool = False) -> Site:
    """The site at the lattice points, or at given places."""
    if x is None or z is None:
        x, z = np.meshgrid(terrain.xs, terrain.zs)
    return Site(x, z, terrain.height(x, z), terrain.slope(x, z), seed, wet)


def ground(terrain: Terrain, base: str, layers: Sequence[Layer], seed: int, wet: bool) -> Prototype:
    """The ground as a prototype: a part a material, parted along smooth lines. ``wet`` darkens the water's edge."""
    place = site(terrain, seed, wet=wet)
    rows, columns = place.x.shape
    points = np.stack([place.x, place.height, place.z], axis=-1)[::-1].reshape(-1, 3)
    colours = _tones(place)[::-1].reshape(-1, 3)
    start = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)).reshape(-1)
    faces = np.concatenate(
        [
            np.stack([start, start + 1, start + columns + 1], 1),
            np.stack([start, start + columns + 1, start + columns], 1),
        ]
    )
    rest = meshes.mesh(points, faces, uvs=points[:, [0, 2]], colour=colours)
    parts: list[Part] = []
    masks = [layer.where(place)[::-1].reshape(-1) for layer in layers]
    for number in range(len(layers) - 1, -1, -1):
        rest, masks, taken = parted(rest, masks, number)
        parts.append(Part(colouring.coloured(taken, layers[number].tint), layers[number].material))
    # Seen from above a cliff's texture would be smeared down its face: each face is mapped along the axis it looks along.
    laid = [_broken(part, seed) if part.material in BEDDED else part for part in (Part(rest, base), *parts[::-1])]
    mapped = [replace(part, mesh=meshes.box_uvs(part.mesh)) for part in laid]
    even = [_evened(part) if part.material in PAVING else part for part in mapped]
    return meshes.prototype("terrain", [_strayed(part, seed) if part.material in LOOSE else part for part in even])


def _broken(part: Part, seed: int) -> Part:
    return replace(part, mesh=craggy(part.mesh, part.material, seed))


def _evened(part: Part) -> Part:
    """The part with a quarter of the ground's patches: what was laid on purpose is laid evenly."""
    colours = part.mesh.colours
    if not len(colours):
        return part
    return replace(part, mesh=replace(part.mesh, colours=(0.75 * colours.mean() + 0.25 * colours).astype(np.float32)))


def _strayed(part: Part, seed: int) -> Part:
    """The part with its texture drawn a little this way and that, so that tiles do not stand in rows to the horizon."""
    x, _, z = part.mesh.positions.astype(np.float64).T
    stray = [STRAY * noise.octaves(x / 21, z / 21, seed + salt, 2) for salt in (31, 32)]
    uvs = (part.mesh.uvs + np.stack(stray, axis=1)).astype(np.float32)
    return replace(part, mesh=replace(part.mesh, uvs=uvs))


def _tones(place: Site) -> Array:
    """Patches of lighter and darker, warmer and cooler ground; dark and cool at the water's edge."""
    broad = noise.octaves(place.x / 23, place.z / 23, place.seed + 3, 4)
    fine = noise.octaves(place.x / 4.1, place.z / 4.1, place.seed + 9, 3)
    warm = noise.octaves(place.x / 37, place.z / 37, place.seed + 21, 3)
    light = 0.86 + 0.28 * broad + 0.22 * fine
    tone = light[..., None] * (1 + warm[..., None] * np.array([0.28, 0.06, -0.22]))
    if place.wet:
        damp = noise.step(0.45, 0.02, place.height)[..., None]
        tone = tone * (1 - damp * np.array([0.52, 0.48, 0.42]))
    return np.clip(tone * 0.85, 0.15, 1.2)


def parted(mesh: Mesh, masks: list[Array], number: int) -> tuple[Mesh, list[Array], Mesh]:
    """Cut a mesh along the zero line of one mask (V,): what is left, every mask on its vertices, and what was taken, where
    the mask is positive."""
    value = np.where(np.abs(masks[number]) < 1e-6, -1e-6, masks[number])
    inside = value[mesh.triangles] > 0
    mixed = np.asarray(inside.any(axis=1) & ~inside.all(axis=1))
    cut, extended = _cut(mesh, [*masks, value], mixed, value)
    centre = extended[-1][cut.triangles].mean(axis=1) > 0
    taken = meshes.select_triangles(cut, centre)
    left = np.unique(cut.triangles[~centre])
    return meshes.select_triangles(cut, ~centre), [mask[left] for mask in extended[:-1]], taken


def _cut(mesh: Mesh, masks: list[Array], mixed: NDArray[np.bool_], value: Array) -> tuple[Mesh, list[Array]]:
    """Split each mixed triangle in three at the zero line; new vertices are blended along the edges they cut."""
    faces = mesh.triangles[mixed]
    if not len(faces):
        return mesh, masks
    inside = value[faces] > 0
    odd = np.where(inside.sum(axis=1) == 1, inside.argmax(axis=1), (~inside).argmax(axis=1))
    order = (odd[:, None] + np.arange(3)) % 3
    a, b, c = np.take_along_axis(faces, order, axis=1).T
    edges, index = np.unique(np.sort(np.stack([a, a, b, c]).reshape(2, -1), axis=0), axis=1, return_inverse=True)
    first, second = edges
    at = (value[first] / (value[first] - value[second]))[:, None]
    ab, ac = index.reshape(2, -1) + len(mesh.positions)

    def extended(array: NDArray) -> NDArray:
        weight = at if array.ndim == 2 else at[:, 0]
        return np.concatenate([array, array[first] * (1 - weight) + array[second] * weight]).astype(array.dtype)

    pieces = [np.stack(piece, 1) for piece in ((a, ab, ac), (ab, b, c), (ab, c, ac))]
    made = Mesh(
        positions=extended(mesh.positions),
        normals=meshes.unit(extended(mesh.normals)).astype(np.float32),
        uvs=extended(mesh.uvs),
        triangles=np.concatenate([mesh.triangles[~mixed], *pieces]).astype(np.int32),
        colours=extended(mesh.colours),
        sway=extended(mesh.sway),
    )
    return made, [extended(mask) for mask in masks]
