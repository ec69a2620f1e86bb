"""Moving, turning and scaling: (4,4) matrices, and meshes moved by them."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from castalia.craft.meshes import unit
from castalia.world import Floats, Lamp, Mesh, Plume, Vector, vector


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


def carried_lamp(matrix: Floats, lamp: Lamp) -> Lamp:
    """A lamp moved by a (4,4) matrix; it is as bright as before."""
    return replace(lamp, position=carried(matrix, lamp.position))


def carried_plume(matrix: Floats, plume: Plume) -> Plume:
    """Smoke moved by a (4,4) matrix; more of it rises from a larger thing."""
    scale = float(np.cbrt(abs(np.linalg.det(matrix[:3, :3]))))
    place = carried(matrix, plume.position)
    return replace(plume, position=place, radius=scale * plume.radius, height=scale * plume.height)


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
