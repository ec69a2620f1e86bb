"""One world as flat arrays: every instance set in place, large triangles split, triangles sorted into small chunks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from castalia.errors import CastaliaError
from castalia.render.motion import COURSES
from castalia.world import Floats, Instance, Ints, Mesh, World

CHUNK = 128
SPLIT_PASSES = 4


class Geometry(NamedTuple):
    """V vertices and T triangles in world space, as the kernels read them.

    positions (V,3) metres; normals (V,3) unit; uvs (V,2) metres; tints (V,3); sway (V,) 0..1 times the instance's
    scale; triangles (T,3); material and instance (T,), indices into ``sorted(world.materials)`` and
    ``world.instances``; chunk bounds (C,6), low corner then high, of each run of 128 triangles, wherever they move; carrier
    (V,), which of the moving instances a vertex belongs to, -1 for what stands.
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
    carrier: Ints


def merge(world: World) -> Geometry:
    """All instances in world space. Raises CastaliaError when an instance or part names something that is missing."""
    names = {name: index for index, name in enumerate(sorted(world.materials))}
    uses: dict[str, list[int]] = {}
    for index, each in enumerate(world.instances):
        uses.setdefault(each.prototype, []).append(index)
    pieces = [piece for prototype, indices in uses.items() for piece in _placed(world, names, prototype, indices)]
    return _carried(_chunked(_split(_joined(pieces))), world.instances) if pieces else _empty()


def _carried(geometry: Geometry, instances: Sequence[Instance]) -> Geometry:
    """The geometry with its moving vertices told apart, and room in the bounds for where they go."""
    moving = np.cumsum([bool(each.motion) for each in instances], dtype=np.int32) - 1
    carriers = np.where([bool(each.motion) for each in instances], moving, -1).astype(np.int32)
    geometry.carrier[geometry.triangles] = carriers[geometry.instance][:, None]
    reaches = np.array([COURSES[each.motion].reach if each.motion else 0.0 for each in instances], np.float32)
    starts = np.arange(0, len(geometry.triangles), CHUNK)
    room = np.maximum.reduceat(reaches[geometry.instance], starts)[:, None]
    geometry.bounds[:, :3] -= room
    geometry.bounds[:, 3:] += room
    return geometry


class Vertices(NamedTuple):
    """The columns of a geometry's vertices."""

    positions: Floats
    normals: Floats
    uvs: Floats
    tints: Floats
    sway: Floats


class Piece(NamedTuple):
    """Part of a geometry: vertices, and ``faces`` (T,5), three corners, material, instance."""

    vertices: Vertices
    faces: Ints


def _empty() -> Geometry:
    three, two, one = (np.zeros((0, width), np.float32) for width in (3, 2, 1))
    corners, none = np.zeros((0, 3), np.int32), np.zeros(0, np.int32)
    return Geometry(three, three, two, three, one[:, 0], corners, none, none, np.zeros((0, 6), np.float32), none)


def _placed(world: World, names: dict[str, int], prototype: str, indices: list[int]) -> list[Piece]:
    """A prototype's parts, each at all the places where its instances stand."""
    if prototype not in world.prototypes:
        name = world.instances[indices[0]].name
        raise CastaliaError(f"Instance {name!r} uses prototype {prototype!r}, which the world does not hold.")
    made = []
    for part in world.prototypes[prototype].parts:
        if part.material not in names:
            raise CastaliaError(f"{prototype!r} uses material {part.material!r}, which the world does not hold.")
        if len(part.mesh.triangles):
            made.append(_moved(part.mesh, [world.instances[index] for index in indices], names[part.material], indices))
    return made


def _moved(mesh: Mesh, places: Sequence[Instance], material: int, indices: Sequence[int]) -> Piece:
    transforms = np.stack([each.transform for each in places]).astype(np.float32)
    turns, shifts, count, size = transforms[:, :3, :3], transforms[:, :3, 3], len(places), len(mesh.positions)
    volumes = np.linalg.det(turns)
    normals = mesh.normals[None] @ np.linalg.inv(turns).astype(np.float32)
    normals /= np.maximum(np.sqrt(np.einsum("nvi,nvi->nv", normals, normals)), 1e-9)[..., None]
    scales = (np.abs(volumes) ** (1 / 3)).astype(np.float32)
    tints = np.array([each.tint for each in places], np.float32)
    corners = mesh.triangles[None] + (np.arange(count, dtype=np.int32) * size)[:, None, None]
    corners = np.where(volumes[:, None, None] > 0, corners, corners[..., ::-1])
    faces = np.empty((count, len(mesh.triangles), 5), np.int32)
    faces[..., :3], faces[..., 3], faces[..., 4] = corners, material, np.asarray(indices, np.int32)[:, None]
    vertices = Vertices(
        (mesh.positions[None] @ turns.transpose(0, 2, 1) + shifts[:, None]).reshape(-1, 3),
        normals.reshape(-1, 3),
        (mesh.uvs[None] * scales[:, None, None]).reshape(-1, 2),
        (mesh.colours[None] * tints[:, None]).reshape(-1, 3),
        (mesh.sway[None] * scales[:, None]).reshape(-1),
    )
    return Piece(vertices, faces.reshape(-1, 5))


def _joined(pieces: list[Piece]) -> Piece:
    starts = np.cumsum([0, *(len(piece.vertices.positions) for piece in pieces[:-1])])
    faces = [
        piece.faces + np.array([start] * 3 + [0, 0], np.int32) for piece, start in zip(pieces, starts, strict=True)
    ]
    columns = zip(*(piece.vertices for piece in pieces), strict=True)
    return Piece(Vertices(*(np.concatenate(column) for column in columns)), np.concatenate(faces))


# ------------------------------------------------------------------ splitting


def _split(piece: Piece) -> Piece:
    """Halve every edge that is too long for light baked at its ends, a few times over.

    Whether an edge is halved depends on the edge alone, so the triangles on both sides agree and no crack opens; and only
    triangles that were cut can still have a long edge.
    """
    vertices, faces, settled = piece.vertices, piece.faces, []
    for _ in range(SPLIT_PASSES):
        long = _long(vertices.positions, faces[:, :3])
        cut = long.any(axis=1)
        settled.append(faces[~cut])
        vertices, faces = _halved(vertices, faces[cut], long[cut])
        if not len(faces):
            break
    return Piece(vertices, np.concatenate([*settled, faces]))


def _long(positions: Floats, triangles: Ints) -> NDArray[np.bool_]:
    """Which edges (T,3), each from a corner to the next, are too long; far from the stage more is allowed."""
    made = np.empty(triangles.shape, np.bool_)
    for edge in range(3):
        start, end = positions[triangles[:, edge]], positions[triangles[:, (edge + 1) % 3]]
        across = end - start
        middle = 0.5 * (start + end)[:, ::2]
        allowed = 3.0 + 0.06 * np.sqrt(np.einsum("ti,ti->t", middle, middle))
        made[:, edge] = np.einsum("ti,ti->t", across, across) > allowed * allowed
    return made


def _halved(vertices: Vertices, faces: Ints, long: NDArray[np.bool_]) -> tuple[Vertices, Ints]:
    """The vertices with one more in the middle of each long edge, and the triangles cut there."""
    if not len(faces):
        return vertices, faces
    starts, ends, count = faces[:, :3], faces[:, [1, 2, 0]], len(vertices.positions)
    low, high = np.minimum(starts, ends)[long].astype(np.int64), np.maximum(starts, ends)[long].astype(np.int64)
    edges, which = np.unique(low * count + high, return_inverse=True)
    one, two = edges // count, edges % count
    middles = Vertices(*(0.5 * (column[one] + column[two]) for column in vertices))
    middles.normals[:] /= np.maximum(np.linalg.norm(middles.normals, axis=1, keepdims=True), 1e-9)
    cuts = np.full(long.shape, -1, np.int64)
    cuts[long] = count + which
    made, source = _cut_triangles(faces[:, :3], cuts)
    joined = Vertices(*(np.concatenate(pair) for pair in zip(vertices, middles, strict=True)))
    return joined, np.concatenate([made, faces[source, 3:]], axis=1)


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
    at = piece.vertices.positions
    a, b, c = piece.faces[:, :3].T
    faces = piece.faces[np.argsort(_morton((at[a] + at[b] + at[c]) / np.float32(3)), kind="stable")]
    by_use = _by_first_use(faces[:, :3], len(at))
    place = np.zeros(len(at), np.int32)
    place[by_use] = np.arange(len(by_use), dtype=np.int32)
    vertices = Vertices(*(np.ascontiguousarray(column[by_use]) for column in piece.vertices))
    triangles = np.ascontiguousarray(place[faces[:, :3]])
    starts = np.arange(0, len(triangles), CHUNK)
    corners = vertices.positions[triangles]
    low = np.minimum.reduceat(corners.min(axis=1), starts)
    high = np.maximum.reduceat(corners.max(axis=1), starts)
    bounds = np.concatenate([low, high], axis=1).astype(np.float32)
    material, instance = (np.ascontiguousarray(faces[:, column]) for column in (3, 4))
    standing = np.full(len(vertices.positions), -1, np.int32)
    return Geometry(*vertices, triangles, material, instance, bounds, standing)


def _by_first_use(triangles: Ints, count: int) -> Ints:
    """The vertices that triangles use, in the order in which they first do."""
    uses = triangles.reshape(-1)
    first = np.full(count, -1, np.int64)
    first[uses[::-1]] = np.arange(len(uses) - 1, -1, -1)  # the earliest use is written last
    return uses[np.sort(first[first >= 0])]


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
