"""One world as flat arrays: every instance set in place, large triangles split, triangles sorted into small chunks."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from castalia.errors import CastaliaError
from castalia.world import Floats, Instance, Ints, Mesh, World

CHUNK = 128
SPLIT_PASSES = 4


class Geometry(NamedTuple):
    """V vertices and T triangles in world space, as the kernels read them.

    positions (V,3) metres; normals (V,3) unit; uvs (V,2) metres; tints (V,3); sway (V,) 0..1 times the instance's
    scale; triangles (T,3); material and instance (T,), indices into ``sorted(world.materials)`` and
    ``world.instances``; chunk bounds (C,6), low corner then high, of each run of 128 triangles.
    """

    positions: Floats
    normals: Floats
    uvs: Floats
    tints: Floats
    sway: Floats
    triangles: Ints
    material: Ints
    instance: Ints
    bounds: Floats


def merge(world: World) -> Geometry:
    """All instances in world space. Raises CastaliaError when an instance or part names something that is missing."""
    names = {name: index for index, name in enumerate(sorted(world.materials))}
    pieces = [piece for index, each in enumerate(world.instances) for piece in _placed(world, names, index, each)]
    if not pieces:
        empty = _empty()
        return Geometry(*empty, np.zeros((0, 6), np.float32))
    merged = _joined(pieces)
    for _ in range(SPLIT_PASSES):
        merged, changed = _split(merged)
        if not changed:
            break
    return _chunked(merged)


Piece = tuple[Floats, Floats, Floats, Floats, Floats, Ints, Ints, Ints]


def _empty() -> Piece:
    floats = [np.zeros((0, width), np.float32) for width in (3, 3, 2, 3)]
    ints = np.zeros(0, np.int32)
    return (*floats, np.zeros(0, np.float32), np.zeros((0, 3), np.int32), ints, ints)  # type: ignore[return-value]


def _placed(world: World, names: dict[str, int], index: int, each: Instance) -> list[Piece]:
    if each.prototype not in world.prototypes:
        raise CastaliaError(f"Instance {each.name!r} uses prototype {each.prototype!r}, which the world does not hold.")
    made = []
    for part in world.prototypes[each.prototype].parts:
        if part.material not in names:
            raise CastaliaError(f"{each.prototype!r} uses material {part.material!r}, which the world does not hold.")
        if len(part.mesh.triangles):
            made.append(_moved(part.mesh, each, names[part.material], index))
    return made


def _moved(mesh: Mesh, each: Instance, material: int, index: int) -> Piece:
    turn, shift = each.transform[:3, :3].astype(np.float32), each.transform[:3, 3].astype(np.float32)
    normals = mesh.normals @ np.linalg.inv(turn).astype(np.float32)
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9)
    scale = np.float32(abs(np.linalg.det(turn)) ** (1 / 3))
    count = len(mesh.triangles)
    triangles = mesh.triangles if np.linalg.det(turn) > 0 else mesh.triangles[:, ::-1]
    return (
        mesh.positions @ turn.T + shift,
        normals,
        mesh.uvs * scale,
        mesh.colours * np.asarray(each.tint, np.float32),
        mesh.sway * scale,
        triangles,
        np.full(count, material, np.int32),
        np.full(count, index, np.int32),
    )


def _joined(pieces: list[Piece]) -> Piece:
    starts = np.cumsum([0, *(len(piece[0]) for piece in pieces[:-1])]).astype(np.int32)
    columns = list(zip(*pieces, strict=True))
    columns[5] = tuple(triangles + start for triangles, start in zip(columns[5], starts, strict=True))
    return tuple(np.ascontiguousarray(np.concatenate(column)) for column in columns)  # type: ignore[return-value]


# ------------------------------------------------------------------ splitting


def _split(piece: Piece) -> tuple[Piece, bool]:
    """Halve every edge that is too long for light baked at its ends.

    Whether an edge is halved depends on the edge alone, so the triangles on both sides agree and no crack opens.
    """
    positions, triangles = piece[0], piece[5]
    starts, ends = triangles, triangles[:, [1, 2, 0]]
    length = np.linalg.norm(positions[ends] - positions[starts], axis=2)
    middle = 0.5 * (positions[ends] + positions[starts])
    long = length > 3.0 + 0.06 * np.linalg.norm(middle[..., ::2], axis=2)
    if not long.any():
        return piece, False
    low, high = np.minimum(starts, ends)[long].astype(np.int64), np.maximum(starts, ends)[long].astype(np.int64)
    edges, which = np.unique(low * len(positions) + high, return_inverse=True)
    one, two = edges // len(positions), edges % len(positions)
    vertices = [np.concatenate([column, 0.5 * (column[one] + column[two])]) for column in piece[:5]]
    vertices[1][len(positions) :] /= np.maximum(
        np.linalg.norm(vertices[1][len(positions) :], axis=1, keepdims=True), 1e-9
    )
    cuts = np.full(triangles.shape, -1, np.int64)
    cuts[long] = len(positions) + which
    made, source = _cut_triangles(triangles, cuts)
    return (*vertices, made, piece[6][source], piece[7][source]), True  # type: ignore[return-value]


def _cut_triangles(triangles: Ints, cuts: NDArray[np.int64]) -> tuple[Ints, NDArray[np.int64]]:
    """New triangles, and which old one each comes from; ``cuts`` (T,3) the new vertex on each edge, or -1."""
    number = np.arange(len(triangles))
    count = (cuts >= 0).sum(axis=1)
    made, source = [triangles[count == 0]], [number[count == 0]]

    def turned(rows: NDArray[np.int64], first: NDArray[np.int64]) -> tuple[Ints, NDArray[np.int64]]:
        order = (first[:, None] + np.arange(3)) % 3
        return np.take_along_axis(triangles[rows], order, 1), np.take_along_axis(cuts[rows], order, 1)

    def add(rows: NDArray[np.int64], *corners: Ints) -> None:
        made.append(np.stack(corners, axis=1))
        source.append(rows)

    rows = number[count == 1]
    (a, b, c), (x, _, _) = (part.T for part in turned(rows, np.argmax(cuts[rows] >= 0, axis=1)))
    add(rows, a, x, c)
    add(rows, x, b, c)
    rows = number[count == 2]  # turned so that the uncut edge comes last
    (a, b, c), (x, y, _) = (part.T for part in turned(rows, (np.argmax(cuts[rows] < 0, axis=1) + 1) % 3))
    add(rows, a, x, c)
    add(rows, x, y, c)
    add(rows, x, b, y)
    rows = number[count == 3]
    (a, b, c), (x, y, z) = triangles[rows].T, cuts[rows].T
    for corners in ((a, x, z), (x, b, y), (z, y, c), (x, y, z)):
        add(rows, *corners)
    return np.concatenate(made).astype(np.int32), np.concatenate(source)


# ------------------------------------------------------------------ order


def _chunked(piece: Piece) -> Geometry:
    """Sort triangles along a Morton curve, vertices by first use, and bound every run of 128 triangles."""
    positions, triangles = piece[0], piece[5]
    order = np.argsort(_morton(positions[triangles].mean(axis=1)), kind="stable")
    triangles = triangles[order]
    used, first = np.unique(triangles, return_index=True)
    by_use = used[np.argsort(first, kind="stable")]
    place = np.zeros(len(positions), np.int32)
    place[by_use] = np.arange(len(by_use), dtype=np.int32)
    positions, normals, uvs, tints, sway = (np.ascontiguousarray(column[by_use]) for column in piece[:5])
    triangles = np.ascontiguousarray(place[triangles])
    starts = np.arange(0, len(triangles), CHUNK)
    corners = positions[triangles]
    low = np.minimum.reduceat(corners.min(axis=1), starts)
    high = np.maximum.reduceat(corners.max(axis=1), starts)
    bounds = np.concatenate([low, high], axis=1).astype(np.float32)
    return Geometry(positions, normals, uvs, tints, sway, triangles, piece[6][order], piece[7][order], bounds)


def _morton(points: Floats) -> NDArray[np.uint64]:
    """The place (N,) of each point on a Morton curve of 2^16 cells an axis."""
    low, high = points.min(axis=0), points.max(axis=0)
    grid = ((points - low) / max(float((high - low).max()), 1e-6) * 65535).astype(np.uint64)
    code = np.zeros(len(points), np.uint64)
    for axis in range(3):
        value = grid[:, axis]
        for shift, mask in ((32, 0x1F00000000FFFF), (16, 0x1F0000FF0000FF), (8, 0x100F00F00F00F00F)):
            value = (value | (value << np.uint64(shift))) & np.uint64(mask)
        for shift, mask in ((4, 0x10C30C30C30C30C3), (2, 0x1249249249249249)):
            value = (value | (value << np.uint64(shift))) & np.uint64(mask)
        code |= value << np.uint64(axis)
    return code
