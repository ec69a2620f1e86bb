"""Steep ground as broken rock: the lattice's smooth slopes cut finer, pushed out and in, and left with its facets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from castalia.craft import colouring, meshes, noise
from castalia.world import Floats, Ints, Mesh

Array = NDArray[np.float64]
BEDDED: Mapping[str, float] = MappingProxyType(
    {"basalt": 0.35, "granite": 0.25, "limestone": 0.8, "sandstone": 1.0, "slate": 0.7}
)
"""The rocks that break, and how plainly each shows its beds, 0 to 1."""
STEEP = 0.80
"""Ground breaks where its normal points up by less than this."""
_FINEST, _COARSER, _ROUNDS = 1.3, 34.0, 3
"""Edges longer than so many metres are halved, at most so often; farther off, a ``_COARSER``\\ th of the distance will do."""


def craggy(slope: Mesh, material: str, seed: int, strength: float = 1.0) -> Mesh:
    """A mesh of the ground with its steep faces broken as its rock breaks; its rim stays where it is, so that it still
    meets what lies around it. At a ``strength`` of 1 the rock is pushed by up to about two metres."""
    steep = meshes.unit(meshes.face_normals(slope.positions, slope.triangles))[:, 1] < STEEP
    if not steep.any():
        return slope
    gentle, cliff = meshes.select_triangles(slope, ~steep), meshes.select_triangles(slope, steep)
    cliff, free = _refined(cliff)
    points, bedded = cliff.positions.astype(np.float64), BEDDED[material]
    beds = _beds(points, seed, 2.9)
    # A slope is pushed sideways rather than up, so that its beds stay level; a roof is pushed straight.
    level = np.where(cliff.normals[:, 1:2] > 0, [[1.0, 0.25, 1.0]], 1.0)
    out = cliff.normals.astype(np.float64) * level
    reach = strength * free * noise.step(STEEP, 0.62, cliff.normals[:, 1])
    push = 1.1 * bedded * beds + 2.3 * (_ribs(points, seed) - 0.42) + 0.7 * noise.solid(points / 3.7, seed + 5, 3)
    broken = replace(cliff, positions=(points + (reach * push)[:, None] * meshes.unit(out)).astype(np.float32))
    shade = 1.0 + 0.16 * noise.solid(points / 6.0, seed + 6, 3) + 0.20 * bedded * _beds(points, seed + 7, 1.3)
    warm = 0.12 * bedded * _beds(points, seed + 8, 4.7)
    tone = shade[:, None] * (1.0 + warm[:, None] * np.array([0.6, -0.2, -1.0]))
    return meshes.merge([gentle, meshes.flat(colouring.coloured(broken, tone))])


def _beds(points: Array, seed: int, thick: float) -> Array:
    """Which beds stand out (towards 1) and which recede (towards -1), each about ``thick`` metres, gently bent."""
    x, y, z = points.T
    level = y / thick + 0.5 * noise.octaves(x / 38, z / 38, seed + 1, 2)
    return np.tanh(3.2 * noise.octaves(level, np.full_like(level, 0.37), seed + 2, 3))


def _ribs(points: Array, seed: int) -> Array:
    """Buttresses and gullies, 0 to 1, that run down the face and lean a little."""
    x, y, z = points.T
    return noise.ridges((x + 0.22 * y) / 11, (z - 0.17 * y) / 11, seed + 3, 3)


def _refined(source: Mesh) -> tuple[Mesh, Array]:
    """The mesh with long edges halved on both their sides, and (V,) 1 where a vertex may move, 0 on the rim."""
    _, edges, counts = _edges(source.triangles)
    free = np.ones(len(source.positions))
    free[edges[counts == 1].reshape(-1)] = 0.0
    for _ in range(_ROUNDS):
        of, edges, counts = _edges(source.triangles)
        ends = source.positions[edges]
        away = np.hypot(*ends.mean(axis=1)[:, [0, 2]].T)
        long = np.linalg.norm(ends[:, 0] - ends[:, 1], axis=1) > np.maximum(_FINEST, away / _COARSER)
        if not long.any():
            break
        source = _halved(source, of, edges[long], np.cumsum(long) - 1, long)
        free = np.concatenate([free, np.where(counts > 1, 1.0, 0.0)[long]])
    return source, free


def _edges(triangles: Ints) -> tuple[Ints, Ints, Ints]:
    """The edge (T,3) from each corner of a triangle to the next, the edges' ends (E,2), and how many triangles share each."""
    pairs = np.sort(triangles[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1)
    edges, of, counts = np.unique(pairs, axis=0, return_inverse=True, return_counts=True)
    return of.reshape(-1, 3), edges, counts


def _halved(source: Mesh, of: Ints, cut: Ints, number: Ints, long: NDArray[np.bool_]) -> Mesh:
    """The mesh with a vertex in the middle of each edge ``cut`` (C,2); ``number`` (E,) counts them, ``of`` as ``_edges``."""
    middle = np.where(long[of], len(source.positions) + number[of], -1)
    pieces = [source.triangles[(middle < 0).all(axis=1)]]
    for pattern, parts in _CUTS.items():
        for turn in range(3 if sum(pattern) < 3 else 1):
            order = (np.arange(3) + turn) % 3
            here = ((middle[:, order] >= 0) == pattern).all(axis=1)
            points = np.concatenate([source.triangles[here][:, order], middle[here][:, order]], axis=1)
            pieces += [points[:, part] for part in parts]

    def extended(array: Floats) -> Floats:
        return np.concatenate([array, 0.5 * (array[cut[:, 0]] + array[cut[:, 1]])]).astype(array.dtype)

    return Mesh(
        positions=extended(source.positions),
        normals=meshes.unit(extended(source.normals)).astype(np.float32),
        uvs=extended(source.uvs),
        triangles=np.concatenate(pieces).astype(np.int32),
        colours=extended(source.colours),
        sway=extended(source.sway),
    )


_CUTS: Mapping[tuple[bool, bool, bool], tuple[list[int], ...]] = MappingProxyType(
    {
        (True, False, False): ([0, 3, 2], [3, 1, 2]),
        (True, True, False): ([0, 3, 2], [3, 1, 4], [3, 4, 2]),
        (True, True, True): ([0, 3, 5], [3, 1, 4], [5, 4, 2], [3, 4, 5]),
    }
)
"""Into which triangles one falls whose edges are cut so: 0 to 2 are its corners, 3 to 5 the middles of the edges from them."""
