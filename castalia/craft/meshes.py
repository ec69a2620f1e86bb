"""Meshes made from arrays, with normals and uvs; chosen from, joined and measured.

Conventions of all that makes meshes: metres, +Y up; triangles run counter-clockwise seen from outside; uvs are metres along
the surface. Every function returns a new mesh.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from castalia.world import Colour, Floats, Ints, Mesh, Part, Prototype

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


def lattice(rows: int, columns: int) -> Ints:
    """Triangles of a rows x columns lattice: outward when rows go up and columns go round counter-clockwise."""
    start = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)[None]).reshape(-1)
    one = np.stack([start, start + 1, start + columns + 1], axis=1)
    two = np.stack([start, start + columns + 1, start + columns], axis=1)
    return np.concatenate([one, two]).astype(np.int32)
