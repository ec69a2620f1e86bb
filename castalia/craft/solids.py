"""Meshes that enclose something: boxes, balls, lathed bodies, tubes along a path.

Solids stand on y = 0, centred on x and z; only ``icosphere`` is centred on the origin.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from castalia.craft.meshes import (
    WHITE,
    box_uvs,
    face_normals,
    flat,
    lattice,
    merge,
    mesh,
    select_triangles,
    smooth,
    unit,
)
from castalia.craft.transforms import turned
from castalia.world import Mesh, Vector


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
    made = mesh(points.reshape(-1, 3), lattice(len(line), sides + 1), uvs=uvs.reshape(-1, 2), colour=colour)
    solid = select_triangles(made, np.linalg.norm(face_normals(made.positions, made.triangles), axis=1) > 1e-9)
    return flat(solid) if sharp else smooth(solid)


def _tidy_length(length: float) -> float:
    """A circumference rounded to half metres, so that tiles of 0.5, 1 or 2 m meet at the seam."""
    return max(round(length * 2) / 2, 0.5)


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
    return mesh(points.reshape(-1, 3), lattice(len(line), sides + 1), normals, uvs, colour, wind)


def _parallel_frames(ahead: NDArray[np.float64]) -> NDArray[np.float64]:
    """A side vector for each tangent that does not twist (parallel transport)."""
    helper = (1.0, 0.0, 0.0) if abs(ahead[0, 0]) < 0.9 else (0.0, 0.0, 1.0)
    side = unit(np.cross(ahead[0], helper))
    sides = []
    for tangent in ahead:
        side = unit(side - tangent * float(side @ tangent))
        sides.append(side)
    return np.array(sides)
