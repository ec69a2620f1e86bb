"""Pines: skirts of drooping, toothed boughs, one over the other like shingles."""

from __future__ import annotations

import math

import numpy as np

from castalia.craft import colouring, meshes, solids, transforms
from castalia.craft.nature.growth import GOLDEN_ANGLE, Array, directions, draws, fronds, stature, trunk
from castalia.craft.objects import ObjectSpec
from castalia.world import Mesh, Prototype

# Half a bough's outline, root to tip: how far along, and how wide as a share of the room it has on the skirt's rim.
_FEATHERED = ((0.0, 0.0), (0.34, 0.62), (0.52, 0.44), (0.66, 0.60), (0.76, 0.30), (0.87, 0.26), (1.0, 0.0))
_PLAIN = ((0.0, 0.0), (0.52, 0.74), (1.0, 0.0))
_LOWEST, _HIGHEST = 0.09, 0.93
"""Where on the height the first and the last skirt hang."""
_WITHIN = 0.74
"""How far the mass of a tree seen from near reaches to the tips of its twigs."""
_BOUGHS, _TWIGS = 190, 8


def pine(spec: ObjectSpec) -> Prototype:
    """A conifer of about 13 m: 4,500 triangles near, 1,200 at middle distance, 90 far."""
    rng = draws(spec)
    height, slim = stature(spec, 13.0), float(rng.uniform(0.27, 0.35))
    stem, path = trunk(rng, height, 0.020 * height, 0.012, 7, 8)
    if spec.detail < 0.25:
        boughs = _boughs(rng, path, height, slim, 5, 7, _PLAIN)
        stem = solids.cone(0.022 * height, height * 0.5, 5)
        return meshes.prototype(spec.kind, [("bark", stem), ("pine-needles", boughs)])
    if spec.detail >= 0.6:
        inner = _boughs(rng, path, height, _WITHIN * slim, 11, 10, _FEATHERED)
        return meshes.prototype(
            spec.kind, [("bark", stem), ("pine-needles", meshes.merge([inner, _twigs(rng, path, height, slim)]))]
        )
    boughs = _boughs(rng, path, height, slim, 11, 10, _FEATHERED)
    return meshes.prototype(spec.kind, [("bark", stem), ("pine-needles", boughs)])


def _twigs(rng: np.random.Generator, path: Array, height: float, slim: float) -> Mesh:
    """Boughs as one sees them from near: a spine with twigs to both sides, set round the stem on a golden spiral, rising
    at the top and hanging at the foot."""
    share = (np.arange(_BOUGHS) / (_BOUGHS - 1)) ** 0.86
    up = _LOWEST + (0.975 - _LOWEST) * share
    angles = np.arange(_BOUGHS) * GOLDEN_ANGLE + rng.uniform(-0.3, 0.3, _BOUGHS)
    lean = 1 + 0.13 * np.cos(angles - rng.uniform(0, 2 * math.pi))
    reach = height * (slim * (1.02 - up) ** 0.82 + 0.020) * rng.uniform(0.72, 1.12, _BOUGHS) * lean
    headings = directions(angles, -0.10 + 0.75 * up**2.2 + rng.uniform(-0.08, 0.08, _BOUGHS))
    at = np.linspace(0, 1, len(path))
    starts = np.column_stack([np.interp(up, at, path[:, 0]), up * height, np.interp(up, at, path[:, 2])])
    tone = (0.74 + 0.26 * up[:, None]) * colouring.hue_jitter(rng, _BOUGHS, 0.06, 0.16)
    tones = (tone * 0.58, tone * (1.15, 1.19, 1.04))
    normals = headings * 0.8 + np.array([0.0, 0.7, 0.0])
    return fronds(starts, headings, reach, normals, tones, _TWIGS, 0.36, 0.22, 0.8, 0.24, 0.85)


def _boughs(
    rng: np.random.Generator,
    path: Array,
    height: float,
    slim: float,
    count: int,
    teeth: int,
    outline: tuple[tuple[float, float], ...],
) -> Mesh:
    """``count`` skirts of ``teeth`` boughs, and the darkness within them."""
    up = _LOWEST + (_HIGHEST - _LOWEST) * (np.arange(count) / (count - 1)) ** 0.94
    lean = rng.uniform(0, 2 * math.pi)
    skirts = [_skirt(rng, path, height, slim, float(at), 0.9 / count, teeth, outline, lean) for at in up]
    dark = solids.cone(0.30 * slim * height, 0.80 * height, 7, (0.28, 0.30, 0.30))
    return meshes.merge([*skirts, transforms.moved(dark, y=0.12 * height)])


def _skirt(
    rng: np.random.Generator,
    path: Array,
    height: float,
    slim: float,
    up: float,
    step: float,
    teeth: int,
    outline: tuple[tuple[float, float], ...],
    lean: float,
) -> Mesh:
    """One skirt: each bough a folded blade that hangs from the stem, longer on the side that the tree ``lean``s to."""
    axis = np.array([np.interp(up, np.linspace(0, 1, len(path)), path[:, at]) for at in (0, 2)])
    crowded = 1 - 0.35 * math.exp(-((up - _LOWEST) / 0.09))
    radius = height * (slim * (1.02 - up) ** 0.82 * crowded + 0.012)
    angles = (np.arange(teeth) + rng.uniform(0, 1) + rng.uniform(-0.28, 0.28, teeth)) * (2 * math.pi / teeth)
    reach = radius * rng.uniform(0.78, 1.16, teeth) * (1 + 0.13 * np.cos(angles - lean))
    rise = height * (1.25 * step + 0.01) * rng.uniform(0.85, 1.15, teeth)
    droop = reach * (0.26 - 0.24 * up) * rng.uniform(0.7, 1.2, teeth)
    shade = (0.60 + 0.42 * up) * colouring.hue_jitter(rng, teeth, 0.06, 0.18)
    ahead = np.column_stack([np.sin(angles), np.zeros(teeth), np.cos(angles)])
    side = np.column_stack([np.cos(angles), np.zeros(teeth), -np.sin(angles)])
    room = 1.30 * math.pi / teeth
    foot = np.array([axis[0], up * height, axis[1]])

    def point(along: float, wide: float) -> Array:
        out = reach * along
        hang = rise * (1 - along) ** 1.3 - droop * along**2 - 0.32 * out * room * abs(wide)
        return foot + ahead * out[:, None] + side * (out * room * wide)[:, None] + hang[:, None] * (0.0, 1.0, 0.0)

    points: list[Array] = []
    colours: list[Array] = []
    faces: list[tuple[int, int, int]] = []
    for hand in (1.0, -1.0):
        first = len(points)
        for along, wide in outline:
            points.append(point(along, hand * wide))
            colours.append(shade * (0.34 + 0.80 * along**1.2) * (1.0 + 0.10 * along, 1.0 + 0.12 * along, 1.0))
        for at in range(1, len(outline) - 1):
            faces.append((first, first + at, first + at + 1) if hand > 0 else (first, first + at + 1, first + at))
    corner, size = np.stack(points, axis=1), len(points)
    every = (np.array(faces)[None] + size * np.arange(teeth)[:, None, None]).reshape(-1, 3)
    outward = meshes.unit(ahead + (0.0, 0.62, 0.0))
    normals = np.repeat(outward, size, axis=0)
    swing = np.tile([along for along, _ in outline], 2 * teeth) * (0.25 + 0.5 * up)
    flat, tone = corner.reshape(-1, 3), np.stack(colours, axis=1).reshape(-1, 3)
    return meshes.mesh(flat, every, normals, flat[:, [0, 1]], tone, swing)
