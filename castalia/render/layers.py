"""What a compositor wants beside a picture: depth, normals, objects and coverage, from the fast road's geometry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from castalia.render.raster import EYE, FORWARD, LENS, RIGHT, UP, draw, pinhole, pose
from castalia.render.stage import Stage
from castalia.world import Camera, Floats

SKY, WATER, FIRST = 0, 1, 2
"""Object ids: nothing, the water, and the first instance of the world."""


@dataclass(frozen=True)
class Layers:
    """``depth`` (H,W) metres along the view's axis, inf at sky; ``normal`` (H,W,3) of unit length in world space, turned to
    the eye, 0 at sky; ``objects`` (H,W) ids, of which ``names`` tells those in sight; ``alpha`` (H,W) 0..1, how much of
    a pixel is not sky."""

    depth: Floats
    normal: Floats
    objects: NDArray[np.uint32]
    alpha: Floats
    names: Mapping[int, str]


def layers_of(stage: Stage, camera: Camera, width: int, height: int) -> Layers:
    """The layers of a view at the moment 0, of four samples a pixel: coverage is their mean, the rest that of the nearest."""
    wide, tall = 2 * width, 2 * height
    view = pinhole(camera, wide, tall)
    seen = stage.picture(camera, wide, tall, 0.0, 1)
    posed = pose(stage.geometry, np.asarray(camera.position, np.float32), 0.0, stage.world.air.wind)
    triangles = draw(stage.geometry, posed, view, wide, tall).ids
    rays = _rays(view, wide, tall)
    nearest = _cells(seen.distance).argmin(axis=-1)
    distance, objects, triangle = (_picked(each, nearest) for each in (seen.distance, seen.instance, triangles))
    ray = np.stack([_picked(rays[..., axis], nearest) for axis in range(3)], axis=-1)
    ids = np.select([objects >= 0, objects == -2], [objects + FIRST, WATER], SKY).astype(np.uint32)
    along = ray @ view[FORWARD]
    names = {WATER: "water"} | {
        int(each): stage.world.instances[each - FIRST].name for each in np.unique(ids[ids >= FIRST])
    }
    return Layers(
        depth=np.where(ids == SKY, np.inf, distance * along).astype(np.float32),
        normal=_normals(stage, posed, view[EYE], ray, ids, triangle),
        objects=ids,
        alpha=(_cells(seen.instance) != -1).mean(axis=-1).astype(np.float32),
        names=names,
    )


def _cells(values: np.ndarray) -> np.ndarray:
    """Blocks of 2x2 pixels (H,W,4) of a picture (2H,2W)."""
    tall, wide = values.shape
    blocks = values.reshape(tall // 2, 2, wide // 2, 2).swapaxes(1, 2)
    return np.asarray(blocks.reshape(tall // 2, wide // 2, 4))


def _picked(values: np.ndarray, which: np.ndarray) -> np.ndarray:
    return np.asarray(np.take_along_axis(_cells(values), which[..., None], axis=-1)[..., 0])


def _rays(view: Floats, width: int, height: int) -> Floats:
    """Unit rays (H,W,3) through the middles of pixels."""
    focal, across, down = (float(each) for each in view[LENS])
    x = (np.arange(width, dtype=np.float32) + 0.5 - across) / focal
    y = (down - np.arange(height, dtype=np.float32) - 0.5) / focal
    rays = view[FORWARD] + x[None, :, None] * view[RIGHT] + y[:, None, None] * view[UP]
    return np.asarray(rays / np.linalg.norm(rays, axis=-1, keepdims=True))


def _normals(stage: Stage, posed: Floats, eye: Floats, ray: Floats, ids: np.ndarray, triangle: np.ndarray) -> Floats:
    """Normals where each ray meets its triangle, interpolated between the corners; straight up on water."""
    made = np.zeros((*ids.shape, 3), np.float32)
    made[ids == WATER] = (0.0, 1.0, 0.0)
    solid = ids >= FIRST
    corners = stage.geometry.triangles[triangle[solid]]
    a, b, c = (posed[corners[:, corner]].astype(np.float64) for corner in range(3))
    share = _barycentric(a, b, c, np.asarray(eye, np.float64), ray[solid].astype(np.float64))
    mixed = (stage.geometry.normals[corners] * share[..., None]).sum(axis=1)
    mixed *= np.where((mixed * ray[solid]).sum(axis=1) > 0, -1.0, 1.0)[:, None]
    made[solid] = mixed / np.maximum(np.linalg.norm(mixed, axis=1, keepdims=True), 1e-6)
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
