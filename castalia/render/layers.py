"""What a compositor wants beside a picture: depth, normals, objects and coverage, from the fast road's geometry. What falls
(rain, snow) and fog have no layer: they are in the light alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from castalia.render.posing import pose
from castalia.render.raster import draw
from castalia.render.samples import cells, picked
from castalia.render.stage import Stage
from castalia.render.views import EYE, FORWARD, LENS, View, pinhole, seen_along
from castalia.render.water import met_along, water_record
from castalia.world import Camera, Floats, Ints

SKY, WATER, FIRST = 0, 1, 2
"""Object ids: nothing, the water, and the first instance of the world."""
SIDE = 2
SHIFTS = ((-0.25, -0.25), (0.25, -0.25), (-0.25, 0.25), (0.25, 0.25))
"""A pixel has 4 x 4 samples: they are drawn as four pictures of 2 x 2, which takes a quarter of the memory."""
_NOTHING, _WET = -1, -2


@dataclass(frozen=True)
class Layers:
    """``depth`` (H,W) metres along the view's axis, inf at sky; ``normal`` (H,W,3) of unit length in world space, on the side
    of its triangle that is seen, 0 at sky; ``objects`` (H,W) ids, of which ``names`` tells those in sight; ``alpha`` (H,W)
    0..1, how much of a pixel is not sky."""

    depth: Floats
    normal: Floats
    objects: NDArray[np.uint32]
    alpha: Floats
    names: Mapping[int, str]


class Seen(NamedTuple):
    """Of each pixel the nearest sample: distance (H,W) along its ray (H,W,3), and the triangle (H,W) or what else is there;
    then how many (H,W) samples show anything."""

    distance: Floats
    ray: Floats
    triangle: Ints
    covered: Ints


def layers_of(stage: Stage, camera: Camera, width: int, height: int) -> Layers:
    """The layers of a view at the moment 0: coverage is the mean of a pixel's samples, the rest that of the nearest."""
    view = pinhole(camera, SIDE * width, SIDE * height)
    posed = pose(stage.geometry, np.asarray(camera.position, np.float32), 0.0, stage.world.air.wind)
    seen = _seen(stage, posed, _shifted(view, SHIFTS[0]), width, height)
    for shift in SHIFTS[1:]:
        seen = _nearer(seen, _seen(stage, posed, _shifted(view, shift), width, height))
    solid = seen.triangle >= 0
    ids = np.where(seen.triangle == _WET, WATER, SKY).astype(np.uint32)
    ids[solid] = stage.geometry.instance[seen.triangle[solid]] + FIRST
    instances = stage.world.instances
    named = {int(each): instances[each - FIRST].name for each in np.unique(ids[solid])}
    return Layers(
        depth=np.asarray(seen.distance * (seen.ray @ view[FORWARD]), np.float32),
        normal=_normals(stage, posed, view[EYE], seen),
        objects=ids,
        alpha=seen.covered.astype(np.float32) / (len(SHIFTS) * SIDE**2),
        names={WATER: "water"} | named,
    )


def _shifted(view: View, shift: tuple[float, float]) -> View:
    """The view with its samples moved by parts of their distance."""
    made = view.copy()
    made[LENS, 1:] -= shift
    return made


def _seen(stage: Stage, posed: Floats, view: View, width: int, height: int) -> Seen:
    """What one picture of SIDE x SIDE samples a pixel shows."""
    world, wide, tall = stage.world, SIDE * width, SIDE * height
    canvas, ray = draw(stage.geometry, posed, view, wide, tall), seen_along(view, wide, tall)
    with np.errstate(divide="ignore"):
        solid = 1.0 / (canvas.depth * (ray @ view[FORWARD]))
    wet = met_along(water_record(world.water, world.sky, 0.0, stage.seed), view, ray)
    what = np.where(wet < solid, np.int32(_WET), canvas.ids)
    distance = np.minimum(solid, wet)
    nearest = cells(distance, SIDE).argmin(axis=-1)
    return Seen(
        picked(distance, nearest, SIDE),
        picked(ray, nearest, SIDE),
        picked(what, nearest, SIDE),
        (cells(what, SIDE) != _NOTHING).sum(axis=-1).astype(np.int32),
    )


def _nearer(one: Seen, two: Seen) -> Seen:
    other = two.distance < one.distance
    return Seen(
        np.where(other, two.distance, one.distance),
        np.where(other[..., None], two.ray, one.ray),
        np.where(other, two.triangle, one.triangle),
        one.covered + two.covered,
    )


def _normals(stage: Stage, posed: Floats, eye: Floats, seen: Seen) -> Floats:
    """Normals where each ray meets its triangle, interpolated between the corners; straight up on water."""
    made = np.zeros((*seen.triangle.shape, 3), np.float32)
    made[seen.triangle == _WET] = (0.0, 1.0, 0.0)
    solid = seen.triangle >= 0
    corners, ray = stage.geometry.triangles[seen.triangle[solid]], seen.ray[solid].astype(np.float64)
    a, b, c = (posed[corners[:, corner]].astype(np.float64) for corner in range(3))
    share = _barycentric(a, b, c, np.asarray(eye, np.float64), ray)
    mixed = (stage.geometry.normals[corners] * share[..., None]).sum(axis=1)
    flat = np.cross(b - a, c - a)
    flat *= np.where((flat * ray).sum(axis=1) > 0, -1.0, 1.0)[:, None]
    mixed *= np.where((mixed * flat).sum(axis=1) < 0, -1.0, 1.0)[:, None]
    # Where the corners' normals cancel out, the triangle's own stands in.
    mixed = np.where((np.abs(mixed).max(axis=1) < 1e-3)[:, None], flat, mixed)
    made[solid] = mixed / np.maximum(np.linalg.norm(mixed, axis=1, keepdims=True), 1e-12)
    return made


def _barycentric(a: np.ndarray, b: np.ndarray, c: np.ndarray, eye: np.ndarray, ray: np.ndarray) -> np.ndarray:
    """Weights (N,3) of the corners where rays meet their triangles (Möller and Trumbore 1997), kept within them."""
    u, v, away = b - a, c - a, eye - a
    across = np.cross(ray, v)
    scale = (u * across).sum(axis=1)
    scale = np.where(np.abs(scale) < 1e-12, 1e-12, scale)
    second = (away * across).sum(axis=1) / scale
    third = (ray * np.cross(away, u)).sum(axis=1) / scale
    weights = np.clip(np.stack([1 - second - third, second, third], axis=1), 0.0, 1.0)
    return np.asarray(weights / np.maximum(weights.sum(axis=1, keepdims=True), 1e-9))
