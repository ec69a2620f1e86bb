"""The geometry kernel: small functions that return meshes.

Conventions: metres, +Y up. Solids stand on y = 0, centred on x and z (only ``icosphere`` is centred on the origin);
triangles run counter-clockwise seen from outside; uvs are metres along the surface. Every function returns a new mesh.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from castalia.world import Colour, Floats, Ints, Mesh, Part, Prototype, Vector, vector

WHITE: Colour = (1.0, 1.0, 1.0)


def mesh(
    positions: ArrayLike,
    triangles: ArrayLike,
    normals: ArrayLike | None = None,
    uvs: ArrayLike | None = None,
    colour: ArrayLike = WHITE,
    sway: ArrayLike = 0.0,
) -> Mesh:
    """A mesh from arrays. Without normals they are smooth; without uvs they come from box projection.

    ``colour`` (3,) or (V,3); ``sway`` a number or (V,).
    """
    points = np.asarray(positions, np.float32).reshape(-1, 3)
    faces = np.asarray(triangles, np.int32).reshape(-1, 3)
    count = len(points)
    made = Mesh(
        positions=points,
        normals=np.asarray(normals, np.float32) if normals is not None else smooth_normals(points, faces),
        uvs=np.asarray(uvs, np.float32) if uvs is not None else np.zeros((count, 2), np.float32),
        triangles=faces,
        colours=np.array(np.broadcast_to(np.asarray(colour, np.float32), (count, 3))),
        sway=np.array(np.broadcast_to(np.asarray(sway, np.float32), (count,))),
    )
    return made if uvs is not None else box_uvs(made)


# ------------------------------------------------------------------ normals and uvs


def face_normals(positions: Floats, triangles: Ints) -> NDArray[np.float64]:
    """(T,3) normals whose length is twice the triangle's area."""
    a, b, c = (positions[triangles[:, corner]].astype(np.float64) for corner in range(3))
    return np.cross(b - a, c - a)


def unit(vectors: ArrayLike) -> NDArray[np.float64]:
    """Vectors (...,3) scaled to length 1; a zero vector becomes straight up."""
    array = np.asarray(vectors, np.float64)
    length = np.linalg.norm(array, axis=-1, keepdims=True)
    return np.where(length > 1e-12, array / np.maximum(length, 1e-12), (0.0, 1.0, 0.0))


def smooth_normals(positions: Floats, triangles: Ints) -> Floats:
    """Area-weighted vertex normals; vertices at the same place (0.1 mm) share one normal, so seams do not show."""
    keys = np.round(positions.astype(np.float64) * 1e4).astype(np.int64)
    _, same = np.unique(keys, axis=0, return_inverse=True)
    same = same.reshape(-1)
    total = np.zeros((int(same.max(initial=-1)) + 1, 3))
    faces = face_normals(positions, triangles)
    for corner in range(3):
        np.add.at(total, same[triangles[:, corner]], faces)
    return unit(total)[same].astype(np.float32)


def smooth(source: Mesh) -> Mesh:
    """The mesh with smooth normals."""
    return replace(source, normals=smooth_normals(source.positions, source.triangles))


def flat(source: Mesh) -> Mesh:
    """The mesh with one normal a face: no vertex is shared."""
    corners = source.triangles.reshape(-1)
    normals = np.repeat(unit(face_normals(source.positions, source.triangles)), 3, axis=0)
    return replace(
        select_vertices(source, corners),
        normals=normals.astype(np.float32),
        triangles=np.arange(len(corners), dtype=np.int32).reshape(-1, 3),
    )


def select_vertices(source: Mesh, index: NDArray[np.integer[Any]]) -> Mesh:
    """Vertex arrays gathered by ``index``; the triangles still have to be replaced."""
    return replace(
        source,
        positions=source.positions[index],
        normals=source.normals[index],
        uvs=source.uvs[index],
        colours=source.colours[index],
        sway=source.sway[index],
    )


def select_triangles(source: Mesh, keep: NDArray[np.bool_]) -> Mesh:
    """The triangles where ``keep`` (T,) is true, without unused vertices."""
    faces = source.triangles[keep]
    used, index = np.unique(faces.reshape(-1), return_inverse=True)
    return replace(select_vertices(source, used), triangles=index.reshape(-1, 3).astype(np.int32))


def box_uvs(source: Mesh) -> Mesh:
    """Uvs in metres, projected along the axis that each face looks along most; vertices split where the axis changes."""
    if len(source.triangles) == 0:
        return source
    axis = np.abs(face_normals(source.positions, source.triangles)).argmax(axis=1)
    keys = source.triangles.astype(np.int64) * 3 + axis[:, None]
    used, index = np.unique(keys.reshape(-1), return_inverse=True)
    split = select_vertices(source, used // 3)
    across = np.array([[2, 1], [0, 2], [0, 1]])[used % 3]
    uvs = np.take_along_axis(split.positions, across, axis=1)
    return replace(split, uvs=uvs.astype(np.float32), triangles=index.reshape(-1, 3).astype(np.int32))


# ------------------------------------------------------------------ matrices


def translation(x: float, y: float, z: float) -> Floats:
    """(4,4) matrix that moves."""
    matrix = np.eye(4, dtype=np.float32)
    matrix[:3, 3] = (x, y, z)
    return matrix


def scaling(x: float, y: float | None = None, z: float | None = None) -> Floats:
    """(4,4) matrix that scales, evenly when only ``x`` is given."""
    return np.diag([x, x if y is None else y, x if z is None else z, 1.0]).astype(np.float32)


def rotation(axis: Vector, degrees: float) -> Floats:
    """(4,4) right-handed rotation about ``axis`` (Rodrigues)."""
    x, y, z = unit(axis)
    angle = math.radians(degrees)
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    matrix = np.eye(4)
    matrix[:3, :3] += math.sin(angle) * cross + (1 - math.cos(angle)) * cross @ cross
    return matrix.astype(np.float32)


def turn(degrees: float) -> Floats:
    """(4,4) rotation about +Y: an object facing +Z comes to face +X at 90 degrees."""
    return rotation((0.0, 1.0, 0.0), degrees)


def placed(position: Vector, heading: float = 0.0, size: float = 1.0) -> Floats:
    """(4,4): scale, turn by ``heading`` degrees, move to ``position``."""
    return np.asarray(translation(*position) @ turn(heading) @ scaling(size), np.float32)


def carried(matrix: Floats, point: Vector) -> Vector:
    """A point moved by a (4,4) matrix."""
    return vector(matrix[:3, :3] @ np.asarray(point) + matrix[:3, 3])


def transformed(source: Mesh, matrix: Floats) -> Mesh:
    """The mesh moved by a (4,4) matrix; a mirror matrix also turns the triangles round."""
    linear = matrix[:3, :3].astype(np.float64)
    positions = source.positions @ linear.T + matrix[:3, 3]
    normals = unit(source.normals @ np.linalg.inv(linear))
    triangles = source.triangles[:, ::-1] if np.linalg.det(linear) < 0 else source.triangles
    return replace(
        source,
        positions=positions.astype(np.float32),
        normals=normals.astype(np.float32),
        triangles=np.ascontiguousarray(triangles),
    )


def moved(source: Mesh, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> Mesh:
    return replace(source, positions=(source.positions + np.array([x, y, z])).astype(np.float32))


def turned(source: Mesh, degrees: float, axis: Vector = (0.0, 1.0, 0.0)) -> Mesh:
    return transformed(source, rotation(axis, degrees))


def scaled(source: Mesh, x: float, y: float | None = None, z: float | None = None) -> Mesh:
    return transformed(source, scaling(x, y, z))


# ------------------------------------------------------------------ joining


def merge(meshes: Iterable[Mesh]) -> Mesh:
    """One mesh of all."""
    parts = list(meshes)
    if not parts:
        return mesh(np.zeros((0, 3)), np.zeros((0, 3)), np.zeros((0, 3)), np.zeros((0, 2)))
    offsets = np.cumsum([0, *(len(part.positions) for part in parts[:-1])])
    return Mesh(
        positions=np.concatenate([part.positions for part in parts]),
        normals=np.concatenate([part.normals for part in parts]),
        uvs=np.concatenate([part.uvs for part in parts]),
        triangles=np.concatenate([part.triangles + at for part, at in zip(parts, offsets, strict=True)]).astype(
            np.int32
        ),
        colours=np.concatenate([part.colours for part in parts]),
        sway=np.concatenate([part.sway for part in parts]),
    )


def prototype(name: str, pieces: Iterable[tuple[str, Mesh] | Part]) -> Prototype:
    """A prototype from (material, mesh) pieces, one part a material, in order of first use."""
    by_material: dict[str, list[Mesh]] = {}
    for piece in pieces:
        material, geometry = (piece.material, piece.mesh) if isinstance(piece, Part) else piece
        if len(geometry.triangles):
            by_material.setdefault(material, []).append(geometry)
    return Prototype(name, tuple(Part(merge(found), material) for material, found in by_material.items()))


def bounds(source: Prototype | Mesh) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The lowest and the highest corner of the box around it."""
    meshes = [part.mesh for part in source.parts] if isinstance(source, Prototype) else [source]
    points = np.concatenate([piece.positions for piece in meshes])
    return points.min(axis=0), points.max(axis=0)


# ------------------------------------------------------------------ solids


def box(size: Vector, colour: ArrayLike = WHITE) -> Mesh:
    """A sharp box, ``size`` (width x, height y, depth z), standing on y = 0."""
    corners = np.array([(x, y, z) for x in (-0.5, 0.5) for y in (0.0, 1.0) for z in (-0.5, 0.5)]) * size
    quads = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    return box_uvs(flat(mesh(corners, _fans(quads), uvs=np.zeros((8, 2)), colour=colour)))


def bevelled_box(size: Vector, bevel: float = 0.03, colour: ArrayLike = WHITE) -> Mesh:
    """A box with one 45-degree bevel along every edge, so that edges catch light (44 triangles)."""
    half = np.array(size) / 2
    inset = np.minimum(bevel, half * 0.45)
    points: list[NDArray[np.float64]] = []
    index: dict[tuple[tuple[int, int, int], int], int] = {}
    for signs in ((x, y, z) for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)):
        for axis in range(3):
            point = np.array(signs) * (half - inset)
            point[axis] = signs[axis] * half[axis]
            index[signs, axis] = len(points)
            points.append(point)
    hull = _bevel_faces(index)
    made = mesh(np.array(points) + np.array([0.0, half[1], 0.0]), _fans(hull), uvs=np.zeros((24, 2)), colour=colour)
    return box_uvs(flat(made))


def _bevel_faces(index: dict[tuple[tuple[int, int, int], int], int]) -> list[tuple[int, ...]]:
    """Six faces, twelve edge strips and eight corners of a bevelled box, all counter-clockwise from outside."""
    faces: list[tuple[int, ...]] = []
    for axis in range(3):
        u, v = (axis + 1) % 3, (axis + 2) % 3
        for sign in (-1, 1):
            ring = [_signs(axis, sign, u, a, v, b) for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
            face = [index[corner, axis] for corner in ring]
            faces.append(tuple(face if sign > 0 else face[::-1]))
        for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
            low, high = _signs(axis, -1, u, a, v, b), _signs(axis, 1, u, a, v, b)
            strip = [index[low, u], index[low, v], index[high, v], index[high, u]]
            faces.append(tuple(strip if a * b > 0 else strip[::-1]))
    for signs in ((x, y, z) for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)):
        corner = [index[signs, axis] for axis in range(3)]
        faces.append(tuple(corner if signs[0] * signs[1] * signs[2] > 0 else corner[::-1]))
    return faces


def _signs(axis: int, sign: int, u: int, a: int, v: int, b: int) -> tuple[int, int, int]:
    values = {axis: sign, u: a, v: b}
    return values[0], values[1], values[2]


def _fans(polygons: Iterable[Sequence[int]]) -> list[tuple[int, int, int]]:
    return [(face[0], face[at], face[at + 1]) for face in polygons for at in range(1, len(face) - 1)]


def icosphere(radius: float = 1.0, level: int = 2, colour: ArrayLike = WHITE) -> Mesh:
    """A sphere of 20 * 4**level triangles, centred on the origin, smooth."""
    golden = (1 + 5**0.5) / 2
    signs = np.array([(-1.0, 1.0), (1.0, 1.0), (-1.0, -1.0), (1.0, -1.0)]) * (1.0, golden)
    points = np.concatenate([np.roll(np.column_stack([signs, np.zeros(4)]), axis, axis=1) for axis in range(3)])
    caps = "0b5 051 017 07a 0ab 159 5b4 ba2 a76 718 394 342 326 368 389 495 24b 62a 867 981"
    faces = np.array([[int(corner, 16) for corner in face] for face in caps.split()])
    sphere = unit(points)
    for _ in range(level):
        edges = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), axis=1)
        pairs, index = np.unique(edges, axis=0, return_inverse=True)
        middle = index.reshape(3, -1) + len(sphere)
        sphere = np.concatenate([sphere, unit(sphere[pairs].sum(axis=1))])
        (a, b, c), (ab, bc, ca) = faces.T, middle
        faces = np.concatenate([np.stack(face, 1) for face in ((a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca))])
    return mesh(sphere * radius, faces, normals=sphere, colour=colour)


def lathe(profile: ArrayLike, sides: int = 16, colour: ArrayLike = WHITE, sharp: bool = False) -> Mesh:
    """A surface of revolution about +Y. ``profile`` (N,2): radius and height from bottom to top.

    A radius of 0 closes an end. ``sharp`` shades every face flat. u runs round (metres at the widest), v up the profile.
    """
    line = np.asarray(profile, np.float64)
    angles = np.linspace(0, 2 * math.pi, sides + 1)
    ring = np.stack([np.sin(angles), np.zeros(sides + 1), np.cos(angles)], axis=1)
    points = ring[None] * line[:, None, :1] + np.array([0, 1, 0]) * line[:, None, 1:]
    around = angles / (2 * math.pi) * _tidy_length(2 * math.pi * line[:, 0].max())
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    uvs = np.stack(np.broadcast_arrays(around[None, :], along[:, None]), axis=-1)
    made = mesh(points.reshape(-1, 3), _lattice(len(line), sides + 1), uvs=uvs.reshape(-1, 2), colour=colour)
    solid = select_triangles(made, np.linalg.norm(face_normals(made.positions, made.triangles), axis=1) > 1e-9)
    return flat(solid) if sharp else smooth(solid)


def _tidy_length(length: float) -> float:
    """A circumference rounded to half metres, so that tiles of 0.5, 1 or 2 m meet at the seam."""
    return max(round(length * 2) / 2, 0.5)


def _lattice(rows: int, columns: int) -> Ints:
    """Triangles of a rows x columns lattice: outward when rows go up and columns go round counter-clockwise."""
    start = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)[None]).reshape(-1)
    one = np.stack([start, start + 1, start + columns + 1], axis=1)
    two = np.stack([start, start + columns + 1, start + columns], axis=1)
    return np.concatenate([one, two]).astype(np.int32)


def frustum(bottom: float, top: float, height: float, sides: int = 16, colour: ArrayLike = WHITE) -> Mesh:
    """A truncated cone with flat ends and a smooth side."""
    side = lathe([(bottom, 0.0), (top, height)], sides, colour)
    ends = [disc(top, sides, height, colour)] if top > 0 else []
    return merge([side, turned(disc(bottom, sides, 0.0, colour), 180.0, (1.0, 0.0, 0.0)), *ends])


def cylinder(radius: float, height: float, sides: int = 16, colour: ArrayLike = WHITE) -> Mesh:
    """Closed and upright from y = 0; plug-ins build with it as well."""
    return frustum(radius, radius, height, sides, colour)


def cone(radius: float, height: float, sides: int = 16, colour: ArrayLike = WHITE) -> Mesh:
    return frustum(radius, 0.0, height, sides, colour)


def disc(radius: float, sides: int = 16, height: float = 0.0, colour: ArrayLike = WHITE) -> Mesh:
    """A flat disc that looks up."""
    angles = np.arange(sides) * (2 * math.pi / sides)
    points = np.stack([np.sin(angles) * radius, np.full(sides, height), np.cos(angles) * radius], axis=1)
    return mesh(points, _fans([range(sides)]), np.tile((0, 1, 0), (sides, 1)), points[:, [0, 2]], colour)


def tube(path: ArrayLike, radii: ArrayLike, sides: int = 8, colour: ArrayLike = WHITE, sway: ArrayLike = 0.0) -> Mesh:
    """A smooth tube along ``path`` (N,3), N >= 2, with ``radii`` a number or (N,); a pointed end is a radius of 0.

    ``sway`` is a number or one value a path point. Open ends are not closed.
    """
    line = np.asarray(path, np.float64)
    width = np.broadcast_to(np.asarray(radii, np.float64), (len(line),))
    ahead = unit(np.gradient(line, axis=0))
    side = _parallel_frames(ahead)
    other = np.cross(ahead, side)
    angles = np.linspace(0, 2 * math.pi, sides + 1)[None, :, None]
    round_it = side[:, None] * np.cos(angles) + other[:, None] * np.sin(angles)
    points = line[:, None] + round_it * width[:, None, None]
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    around = angles[0, :, 0] / (2 * math.pi) * _tidy_length(2 * math.pi * width.max())
    uvs = np.stack(np.broadcast_arrays(around[None], along[:, None]), axis=-1).reshape(-1, 2)
    wind = np.repeat(np.broadcast_to(np.asarray(sway, np.float64), (len(line),)), sides + 1)
    normals = round_it.reshape(-1, 3)
    return mesh(points.reshape(-1, 3), _lattice(len(line), sides + 1), normals, uvs, colour, wind)


def _parallel_frames(ahead: NDArray[np.float64]) -> NDArray[np.float64]:
    """A side vector for each tangent that does not twist (parallel transport)."""
    helper = (1.0, 0.0, 0.0) if abs(ahead[0, 0]) < 0.9 else (0.0, 0.0, 1.0)
    side = unit(np.cross(ahead[0], helper))
    sides = []
    for tangent in ahead:
        side = unit(side - tangent * float(side @ tangent))
        sides.append(side)
    return np.array(sides)


# ------------------------------------------------------------------ sheets


def grid(width: float, depth: float, columns: int = 1, rows: int = 1, colour: ArrayLike = WHITE) -> Mesh:
    """A flat sheet that looks up, ``columns`` x ``rows`` cells, centred on the origin; uvs are x and z."""
    x, z = np.meshgrid(np.linspace(-width / 2, width / 2, columns + 1), np.linspace(depth / 2, -depth / 2, rows + 1))
    points = np.stack([x, np.zeros_like(x), z], axis=-1).reshape(-1, 3)
    normals = np.tile((0.0, 1.0, 0.0), (len(points), 1))
    return mesh(points, _lattice(rows + 1, columns + 1), normals, points[:, [0, 2]], colour)


def cards(
    centres: ArrayLike, directions: ArrayLike, ups: ArrayLike, sizes: ArrayLike, normals: ArrayLike, colours: ArrayLike
) -> Mesh:
    """Leaf cards: one diamond-shaped quad each. All (N,3) except ``sizes`` (N,2) = width, length.

    A card lies in the plane of ``directions`` (its long axis) and ``ups`` x ``directions``; ``normals`` are what light
    sees (bent away from the crown's middle they make a round crown). Two-sided by nature: give thin materials translucency.
    """
    middle, shape = np.asarray(centres, np.float64), np.asarray(sizes, np.float64)
    long = unit(directions)
    wide = unit(np.cross(np.asarray(ups, np.float64), long)) * shape[:, :1] / 2
    long = long * shape[:, 1:]
    points = np.stack([middle - long * 0.5, middle + wide, middle + long * 0.5, middle - wide], axis=1)
    count = len(middle)
    faces = (np.arange(count)[:, None, None] * 4 + np.array([[0, 1, 2], [0, 2, 3]])).reshape(-1, 3)
    uvs = np.tile([(0.0, -0.5), (0.5, 0.0), (0.0, 0.5), (-0.5, 0.0)], (count, 1)) * np.repeat(shape, 4, axis=0)
    shading = np.repeat(unit(normals), 4, axis=0)
    tone = np.repeat(np.broadcast_to(np.asarray(colours, np.float64), (count, 3)), 4, axis=0)
    return mesh(points.reshape(-1, 3), faces, shading, uvs, tone, 1.0)


def blades(
    roots: ArrayLike,
    tips: ArrayLike,
    widths: ArrayLike,
    bends: ArrayLike,
    root_colour: ArrayLike,
    tip_colour: ArrayLike,
) -> Mesh:
    """Blades of grass or needles: three triangles each from ``roots`` to ``tips`` (N,3), arched by ``bends`` (N,3).

    ``widths`` (N,) at the root; colours (3,) or (N,3). Normals point mostly up, so that a lawn is lit as a whole.
    """
    root, tip, bend = (np.asarray(each, np.float64) for each in (roots, tips, bends))
    count = len(root)
    rise = tip - root
    wide = unit(np.cross(rise, np.cross((0.0, 1.0, 0.0), rise) + np.array([1e-4, 0.0, 0.0]))) if count else root
    wide = np.where(np.abs(wide[:, 1:2]) > 0.7, unit(np.cross(rise, (0.0, 1.0, 1e-3))), wide)
    wide = wide * (np.broadcast_to(widths, (count,)) / 2)[:, None]
    middle = root + rise * 0.55 + bend
    points = np.stack([root - wide, root + wide, middle + wide * 0.7, middle - wide * 0.7, tip], axis=1)
    faces = (np.arange(count)[:, None, None] * 5 + np.array([[0, 1, 2], [0, 2, 3], [3, 2, 4]])).reshape(-1, 3)
    length = np.linalg.norm(rise, axis=1)
    uvs = np.stack(
        [np.tile((-0.02, 0.02, 0.015, -0.015, 0.0), count), np.outer(length, (0, 0, 0.55, 0.55, 1)).ravel()], 1
    )
    low, high = (np.broadcast_to(np.asarray(each, np.float64), (count, 3)) for each in (root_colour, tip_colour))
    tone = np.stack([low, low, (low + high) / 2, (low + high) / 2, high], axis=1).reshape(-1, 3)
    normals = np.repeat(unit(np.cross(wide, rise) * 0.3 / np.maximum(length, 1e-6)[:, None] + (0, 0.02, 0)), 5, axis=0)
    sway = np.tile((0.0, 0.0, 0.4, 0.4, 1.0), count)
    return mesh(points.reshape(-1, 3), faces, normals, uvs, tone, sway)


# ------------------------------------------------------------------ colour and shape


def coloured(source: Mesh, colour: ArrayLike) -> Mesh:
    """The mesh with its colours multiplied by ``colour`` (3,) or (V,3)."""
    return replace(source, colours=(source.colours * np.asarray(colour, np.float32)).astype(np.float32))


def hue_jitter(rng: np.random.Generator, count: int, hue: float = 0.05, value: float = 0.15) -> NDArray[np.float64]:
    """(count,3) colours round white: ``hue`` warms or cools, ``value`` darkens or lightens."""
    light = 1.0 + rng.uniform(-value, value, (count, 1))
    warm = rng.uniform(-hue, hue, (count, 1))
    return np.clip(light * (1.0 + warm * np.array([1.0, 0.2, -1.0])), 0.0, 1.3)


def graded(source: Mesh, low: ArrayLike, high: ArrayLike) -> Mesh:
    """The mesh tinted from ``low`` at its foot to ``high`` at its top."""
    y = source.positions[:, 1]
    at = ((y - y.min()) / max(float(np.ptp(y)), 1e-6))[:, None]
    return coloured(source, np.asarray(low) * (1 - at) + np.asarray(high) * at)
