"""Cacti: ribbed columns with arms."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from castalia.craft import colouring, meshes, solids, transforms
from castalia.craft.nature.growth import Array, draws, stature
from castalia.craft.objects import ObjectSpec
from castalia.world import Mesh, Prototype, Vector

_GREEN = (0.30, 0.44, 0.24)


def cactus(spec: ObjectSpec) -> Prototype:
    """A saguaro of about 3.4 m; every third variant is a cluster of barrel cacti instead."""
    rng = draws(spec)
    if spec.variant % 3 == 2:
        return meshes.prototype(spec.kind, [("paper", meshes.merge(_barrels(rng, stature(spec, 0.6))))])
    height = stature(spec, 3.4)
    radius = height * 0.062
    columns = [_ribbed([(0, -0.05, 0), (0, height * 0.5, 0), (0.04, height * 0.93, 0), (0.04, height, 0)], radius)]
    for hand in (-1.0, 1.0)[: int(rng.integers(1, 3))]:
        foot, reach = height * float(rng.uniform(0.35, 0.5)), radius * float(rng.uniform(3.0, 3.8))
        top = foot + height * float(rng.uniform(0.28, 0.42))
        arm = [(0, foot, 0), (hand * reach * 0.7, foot + 0.03, 0), (hand * reach, foot + radius * 1.6, 0)]
        arm += [(hand * reach * 1.02, top * 0.94, 0), (hand * reach * 1.02, top, 0)]
        columns.append(_ribbed(arm, radius * 0.68))
    body = transforms.turned(meshes.merge(columns), float(rng.uniform(0, 360)))
    return meshes.prototype(spec.kind, [("paper", body)])


def _ribbed(points: Sequence[Vector], radius: float) -> Mesh:
    """A rounded column along a path: ribs push every other side outwards and catch the light."""
    corners = np.asarray(points, np.float64)
    at = np.linspace(0, len(corners) - 1, 26)
    path = np.column_stack([np.interp(at, np.arange(len(corners)), corners[:, axis]) for axis in range(3)])
    path[1:-1] = (path[:-2] + 2 * path[1:-1] + path[2:]) / 4
    width = radius * np.sqrt(np.clip((at[-1] - at) / 0.6, 0, 1))
    column = solids.tube(path, width, 24, _GREEN, 0.02)
    ribs = np.where(np.arange(25) % 2, 0.84, 1.06)
    centre = np.repeat(path, 25, axis=0)
    ribbed = centre + (column.positions - centre) * np.tile(ribs, len(path))[:, None]
    made = meshes.mesh(ribbed, column.triangles, None, column.uvs, column.colours, column.sway)
    return colouring.coloured(made, np.tile(np.where(np.arange(25) % 2, 0.6, 1.1), len(path))[:, None])


def _barrels(rng: np.random.Generator, size: float) -> list[Mesh]:
    barrels = []
    for at in range(4):
        scale = size * float(rng.uniform(0.5, 1.0))
        barrel = _ribbed([(0, -0.02, 0), (0, scale * 0.4, 0), (0, scale * 0.7, 0), (0, scale, 0)], scale * 0.42)
        place: Array = np.array([np.cos(at * 2.4), 0, np.sin(at * 2.4)]) * size * 0.45 * at**0.5
        barrels.append(transforms.moved(barrel, *place.tolist()))
    return barrels
