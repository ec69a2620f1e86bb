"""Solids for built things: triangle soups with normals and texture coordinates, and ways to place them.

Where other meshes are welded one by one, shapes stay loose until the end: hundreds of stones join in one pass,
and a roof's texture follows its slope. Corners run counter-clockwise seen from outside; lengths in metres; uv in metres along the surface with v uphill.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Shape:
    """T loose triangles: corners (T,3,3), normals (T,3,3), uvs (T,3,2)."""

    corners: Array
    normals: Array
    uvs: Array

    def __add__(self, other: Shape) -> Shape:
        return join([self, other])

    def moved(self, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> Shape:
        return Shape(self.corners + np.array([x, y, z]), self.normals, self.uvs)

    def turned(self, yaw: float = 0.0, pitch: float = 0.0, roll: float = 0.0) -> Shape:
        """Rotate in degrees: roll about Z, then pitch about X, then yaw about Y."""
        spin = rotation(yaw, pitch, roll)
        return Shape(self.corners @ spin.T, self.normals @ spin.T, self.uvs)

    def scaled(self, x: float, y: float | None = None, z: float | None = None) -> Shape:
        """Stretch along the axes (positive factors)."""
        factors = np.array([x, x if y is None else y, x if z is None else z])
        normals = self.normals / factors
        return Shape(self.corners * factors, normals / np.linalg.norm(normals, axis=-1, keepdims=True), self.uvs)


def rotation(yaw: float = 0.0, pitch: float = 0.0, roll: float = 0.0) -> Array:
    """The (3,3) matrix that ``Shape.turned`` applies."""
    (cy, sy), (cp, sp), (cr, sr) = ((np.cos(a), np.sin(a)) for a in np.radians([yaw, pitch, roll]))
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_x = np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]])
    about_z = np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]])
    return about_y @ about_x @ about_z


def join(shapes: Sequence[Shape]) -> Shape:
    """All triangles in one shape."""
    return Shape(
        np.concatenate([shape.corners for shape in shapes]),
        np.concatenate([shape.normals for shape in shapes]),
        np.concatenate([shape.uvs for shape in shapes]),
    )


def flat(corners: ArrayLike) -> Shape:
    """Triangles (T,3,3) with face normals, uv projected along the face: u level, v uphill. Slivers are dropped."""
    all_corners = np.asarray(corners, np.float64).reshape(-1, 3, 3)
    normals = np.cross(all_corners[:, 1] - all_corners[:, 0], all_corners[:, 2] - all_corners[:, 0])
    length = np.linalg.norm(normals, axis=1)
    kept, normals, length = all_corners[length > 1e-9], normals[length > 1e-9], length[length > 1e-9]
    normals = normals / length[:, None]
    level = np.cross([0.0, 1.0, 0.0], normals)
    size = np.linalg.norm(level, axis=1)
    lying = size < 0.05
    level = np.where(lying[:, None], np.array([1.0, 0.0, 0.0]), level / np.maximum(size, 1e-9)[:, None])
    uphill = np.cross(normals, level)
    uvs = np.stack([np.einsum("tcx,tx->tc", kept, level), np.einsum("tcx,tx->tc", kept, uphill)], axis=-1)
    return Shape(kept, np.repeat(normals[:, None], 3, axis=1), uvs)


def quads(corners: ArrayLike) -> Shape:
    """Quads (Q,4,3), split along their first diagonal, flat."""
    corners = np.asarray(corners, np.float64).reshape(-1, 4, 3)
    return flat(np.concatenate([corners[:, [0, 1, 2]], corners[:, [0, 2, 3]]]))


def panels(corners: Array, uvs: Array) -> Shape:
    """Quads (Q,4,3) with their own texture coordinates (Q,4,2), flat."""
    return _split(corners, uvs, None, True)


def polygon(corners: ArrayLike) -> Shape:
    """A convex polygon (P,3) as a fan."""
    corners = np.asarray(corners, np.float64)
    return flat([[corners[0], corners[i], corners[i + 1]] for i in range(1, len(corners) - 1)])


def box(width: float, height: float, depth: float, bevel: float = 0.0, nudge: Array | None = None) -> Shape:
    """A box on the ground, middle of its base at the origin. ``nudge`` (8,3) moves the corners (x fastest, z slowest)."""
    half = np.array([width, height, depth]) / 2.0
    bevel = min(bevel, 0.45 * 2 * float(half.min()))
    signs = np.array([[x, y, z] for z in (-1, 1) for y in (-1, 1) for x in (-1, 1)], np.float64)
    points = np.repeat((signs * half)[:, None, :], 3, axis=1)
    for axis in range(3):
        inset = signs * bevel
        inset[:, axis] = 0.0
        points[:, axis] -= inset
    if nudge is not None:
        points += np.asarray(nudge)[:, None, :]
    faces = [_box_face(points, axis, sign) for axis in range(3) for sign in (0, 1)]
    shape = quads(np.array(faces))
    if bevel > 0.0:
        shape = join([shape, *_box_chamfers(points, signs)])
    return shape.moved(y=float(half[1]))


def _box_face(points: Array, axis: int, sign: int) -> Array:
    second, third = (axis + 1) % 3, (axis + 2) % 3
    order = [(0, 0), (1, 0), (1, 1), (0, 1)] if sign else [(0, 0), (0, 1), (1, 1), (1, 0)]
    return np.array([points[(sign << axis) | (a << second) | (b << third), axis] for a, b in order])


def _box_chamfers(points: Array, signs: Array) -> list[Shape]:
    """Twelve edge strips and eight corner triangles, each turned to face away from the middle."""
    strips, outward = [], []
    for axis in range(3):
        second, third = (axis + 1) % 3, (axis + 2) % 3
        for a in (0, 1):
            for b in (0, 1):
                low = (a << second) | (b << third)
                high = low | (1 << axis)
                strips.append([points[low, second], points[high, second], points[high, third], points[low, third]])
                outward.append(signs[low] + signs[high])
    return [quads(_facing(np.array(strips), np.array(outward))), flat(_facing(points, signs))]


def _facing(faces: Array, outward: Array) -> Array:
    """Faces (F,P,3), those turned round that look away from their ``outward`` (F,3)."""
    normals = np.cross(faces[:, 1] - faces[:, 0], faces[:, 2] - faces[:, 0])
    right = (normals * outward).sum(axis=1) >= 0.0
    return np.where(right[:, None, None], faces, faces[:, ::-1])


def loft(rings: ArrayLike, closed: bool = True, smooth: bool = True, caps: tuple[bool, bool] = (False, False)) -> Shape:
    """A skin over R rings of S points (R,S,3), each ring counter-clockwise seen from the last ring's side."""
    rings = np.asarray(rings, np.float64)
    after = np.roll(rings, -1, axis=1) if closed else rings[:, 1:]
    before = rings if closed else rings[:, :-1]
    low_left, low_right, high_right, high_left = before[:-1], after[:-1], after[1:], before[1:]
    corners = np.stack([low_left, low_right, high_right, high_left], axis=2).reshape(-1, 4, 3)
    around = np.concatenate(
        [np.zeros(1), np.cumsum(np.linalg.norm(np.diff(_looped(rings, closed), axis=1), axis=2).mean(axis=0))]
    )
    upward = np.concatenate([np.zeros(1), np.cumsum(np.linalg.norm(np.diff(rings, axis=0), axis=2).mean(axis=1))])
    u0, v0 = np.meshgrid(around[: low_left.shape[1]], upward[:-1])
    u1, v1 = np.meshgrid(around[1 : low_left.shape[1] + 1], upward[1:])
    uvs = np.stack(
        [np.stack([u0, v0], -1), np.stack([u1, v0], -1), np.stack([u1, v1], -1), np.stack([u0, v1], -1)], axis=2
    )
    shape = _split(corners, uvs.reshape(-1, 4, 2), _ring_normals(rings, closed) if smooth else None, closed)
    ends = [polygon(ring) for ring, wanted in ((rings[0][::-1], caps[0]), (rings[-1], caps[1])) if wanted]
    return join([shape, *ends]) if ends else shape


def _looped(rings: Array, closed: bool) -> Array:
    return np.concatenate([rings, rings[:, :1]], axis=1) if closed else rings


def _ring_normals(rings: Array, closed: bool) -> Array:
    """Smooth normals (R,S,3) by differences along and around."""
    along = np.gradient(rings, axis=0)
    around = np.roll(rings, -1, axis=1) - np.roll(rings, 1, axis=1) if closed else np.gradient(rings, axis=1)
    around = np.where(np.linalg.norm(around, axis=2, keepdims=True) < 1e-9, np.roll(around, 1, axis=0), around)
    normals = np.cross(around, along)
    return normals / np.maximum(np.linalg.norm(normals, axis=2, keepdims=True), 1e-12)


def _split(corners: Array, uvs: Array, normals: Array | None, closed: bool) -> Shape:
    picks = [[0, 1, 2], [0, 2, 3]]
    triangles = np.concatenate([corners[:, pick] for pick in picks])
    marks = np.concatenate([uvs[:, pick] for pick in picks])
    face = np.cross(triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0])
    size = np.linalg.norm(face, axis=1)
    solid = size > 1e-9
    face = face / np.maximum(size, 1e-12)[:, None]
    if normals is None:
        lit = np.repeat(face[:, None], 3, axis=1)
    else:
        after = np.roll(normals, -1, axis=1) if closed else normals[:, 1:]
        before = normals if closed else normals[:, :-1]
        grid = np.stack([before[:-1], after[:-1], after[1:], before[1:]], axis=2).reshape(-1, 4, 3)
        lit = np.concatenate([grid[:, pick] for pick in picks])
        weak = (np.linalg.norm(lit, axis=2, keepdims=True) < 0.5) | (
            np.einsum("tcx,tx->tc", lit, face)[..., None] < 0.05
        )
        lit = np.where(weak, face[:, None], lit)
    return Shape(triangles[solid], lit[solid], marks[solid])


def lathe(
    profile: Sequence[tuple[float, float]],
    sides: int = 12,
    smooth: bool = False,
    turn: float = 0.0,
    capped: bool = True,
) -> Shape:
    """Turn (radius, height) pairs, bottom to top, about Y. Ends of radius 0 close the shape."""
    angles = np.radians(turn) - 2.0 * np.pi * np.arange(sides) / sides
    circle = np.stack([np.cos(angles), np.zeros(sides), np.sin(angles)], axis=1)
    rings = [np.maximum(radius, 1e-4) * circle + np.array([0.0, height, 0.0]) for radius, height in profile]
    ends = (capped and profile[0][0] > 1e-3, capped and profile[-1][0] > 1e-3)
    return loft(rings, smooth=smooth, caps=ends)


def ovals(levels: Sequence[tuple[float, float, float, float]], sides: int = 10, smooth: bool = True) -> Shape:
    """A body of level ovals from bottom to top: (height, half width, half depth, shift along Z)."""
    angles = -2.0 * np.pi * np.arange(sides) / sides
    rings = [
        np.stack([wide * np.cos(angles), np.full(sides, height), deep * np.sin(angles) + shift], axis=1)
        for height, wide, deep, shift in levels
    ]
    return loft(rings, smooth=smooth, caps=(True, True))


def tube(
    spine: ArrayLike, radii: Sequence[float] | float, sides: int = 6, smooth: bool = True, flatten: float = 1.0
) -> Shape:
    """A round limb along points (P,3); ``flatten`` scales its width across (X of its own frame). Ends are capped."""
    spine = np.asarray(spine, np.float64)
    widths = np.broadcast_to(np.asarray(radii, np.float64), len(spine))
    ahead = np.gradient(spine, axis=0)
    ahead = ahead / np.maximum(np.linalg.norm(ahead, axis=1, keepdims=True), 1e-9)
    guide = np.array([1.0, 0.0, 0.0]) if abs(ahead[:, 0]).mean() < 0.8 else np.array([0.0, 0.0, 1.0])
    other = np.cross(ahead, guide)
    other /= np.maximum(np.linalg.norm(other, axis=1, keepdims=True), 1e-9)
    side = np.cross(other, ahead)
    angles = 2.0 * np.pi * (np.arange(sides) + 0.5) / sides
    rings = spine[:, None] + widths[:, None, None] * (
        flatten * np.cos(angles)[None, :, None] * side[:, None] + np.sin(angles)[None, :, None] * other[:, None]
    )
    return loft(rings, smooth=smooth, caps=(True, True))


def beam(start: ArrayLike, end: ArrayLike, width: float, depth: float | None = None) -> Shape:
    """A square timber from one point to another."""
    return tube(
        np.array([start, end], np.float64), width * 0.7071, sides=4, smooth=False, flatten=(depth or width) / width
    )


def prism(outline: Sequence[tuple[float, float]], depth: float) -> Shape:
    """A convex outline (x, y), counter-clockwise, stretched over ``depth`` along Z about 0."""
    front = np.array([[x, y, depth / 2.0] for x, y in outline])
    back = front - np.array([0.0, 0.0, depth])
    following = np.roll(np.arange(len(outline)), -1)
    sides = np.stack([back, back[following], front[following], front], axis=1)
    return join([polygon(front), polygon(back[::-1]), quads(sides)])


def ball(radius: float, sides: int = 8, rings: int = 5) -> Shape:
    """A sphere about the origin."""
    slopes = np.linspace(-np.pi / 2.0, np.pi / 2.0, rings + 1)
    return lathe(
        [(radius * np.cos(a) if abs(np.cos(a)) > 1e-6 else 0.0, radius * np.sin(a)) for a in slopes], sides, True
    )


def two_sided(shape: Shape) -> Shape:
    """The shape and its own back, five millimetres behind it, for cloth and thin sheets."""
    behind = shape.corners - 0.005 * shape.normals
    return join([shape, Shape(behind[:, ::-1], -shape.normals[:, ::-1], shape.uvs[:, ::-1])])
