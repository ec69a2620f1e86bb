"""Views: what a camera, still water or the sun sees, as a table that kernels read."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from castalia.render.kernels import kernel
from castalia.world import Camera, Floats

NEAR = 0.08
"""Metres before the eye where a pinhole's view begins."""

# A view is a table (6,3): its axes, the eye, focal length and centre in pixels, and how far a parallel view reaches
# (0 for a pinhole, whose focal length is in pixels; a parallel view's is in pixels per metre).
RIGHT, UP, FORWARD, EYE, LENS, FAR = range(6)
View = Floats


def _view(axes: Sequence[ArrayLike], eye: ArrayLike, lens: tuple[float, float, float], far: float) -> View:
    return np.array([*axes, eye, lens, (far, 0.0, 0.0)], np.float32)


def pinhole(camera: Camera, width: int, height: int) -> View:
    """The view of a camera; pixel centres lie at half-integers, row 0 on top."""
    eye, target = np.asarray(camera.position, np.float64), np.asarray(camera.target, np.float64)
    forward = target - eye
    forward /= max(float(np.linalg.norm(forward)), 1e-9)
    side = np.cross(forward, (0.0, 1.0, 0.0))
    if np.linalg.norm(side) < 1e-6:
        side = np.array([1.0, 0.0, 0.0])
    side /= np.linalg.norm(side)
    above = np.cross(side, forward)
    turn = math.radians(camera.roll)
    right = math.cos(turn) * side + math.sin(turn) * above
    up = math.cos(turn) * above - math.sin(turn) * side
    focal = 0.5 * height / math.tan(math.radians(camera.fov) / 2)
    return _view((right, up, forward), eye, (focal, width / 2, height / 2), 0.0)


def mirrored(view: View, level: float) -> View:
    """The view reflected in the horizontal plane at ``level``: what still water shows at each pixel."""
    made = view.copy()
    made[:LENS, 1] *= -1
    made[EYE, 1] += 2 * level
    return made


def parallel(direction: Floats, low: Floats, high: Floats, pixels: int) -> View:
    """Parallel view from far along ``direction`` that covers the box ``low``..``high`` with pixels x pixels."""
    forward = -np.asarray(direction, np.float64)
    forward /= np.linalg.norm(forward)
    side = np.cross(forward, (0.0, 0.0, 1.0) if abs(forward[1]) > 0.9 else (0.0, 1.0, 0.0))
    side /= np.linalg.norm(side)
    up = np.cross(side, forward)
    centre, reach = (low.astype(np.float64) + high) / 2, (high.astype(np.float64) - low) / 2
    extent = max(float(np.abs(side) @ reach), float(np.abs(up) @ reach), 1e-3)
    far = 4.0 * float(np.linalg.norm(reach)) + 4000.0
    return _view(
        (side, up, forward), centre - forward * far / 2, ((pixels - 2) / (2 * extent), pixels / 2, pixels / 2), far
    )


def rays(camera: Camera, width: int, height: int) -> Floats:
    """Unit rays (H,W,3) through the pixel centres of a camera."""
    return seen_along(pinhole(camera, width, height), width, height)


def seen_along(view: View, width: int, height: int) -> Floats:
    """Unit rays (H,W,3) through the pixel centres of a pinhole's view."""
    across = ((np.arange(width) + 0.5 - view[LENS, 1]) / view[LENS, 0]).astype(np.float32)
    down = ((np.arange(height) + 0.5 - view[LENS, 2]) / view[LENS, 0]).astype(np.float32)
    made = view[FORWARD] + across[None, :, None] * view[RIGHT] - down[:, None, None] * view[UP]
    unit: Floats = made / np.linalg.norm(made, axis=2, keepdims=True)
    return unit


def unit(vector: tuple[float, float, float]) -> Floats:
    """The vector with length 1."""
    array = np.asarray(vector, np.float32)
    return array / np.float32(max(float(np.linalg.norm(array)), 1e-6))


@kernel
def direction(view, across, down):
    """The unit ray through a place of the canvas, in samples from its upper left corner."""
    right, up = (across - view[LENS, 1]) / view[LENS, 0], (view[LENS, 2] - down) / view[LENS, 0]
    short = 1.0 / math.sqrt(1.0 + right * right + up * up)
    return (
        (view[FORWARD, 0] + right * view[RIGHT, 0] + up * view[UP, 0]) * short,
        (view[FORWARD, 1] + right * view[RIGHT, 1] + up * view[UP, 1]) * short,
        (view[FORWARD, 2] + right * view[RIGHT, 2] + up * view[UP, 2]) * short,
    )


@kernel
def seen(posed, vertex, view):
    """A vertex as the view sees it: metres to the right, up and ahead."""
    x, y, z = posed[vertex, 0] - view[EYE, 0], posed[vertex, 1] - view[EYE, 1], posed[vertex, 2] - view[EYE, 2]
    return (
        view[RIGHT, 0] * x + view[RIGHT, 1] * y + view[RIGHT, 2] * z,
        view[UP, 0] * x + view[UP, 1] * y + view[UP, 2] * z,
        view[FORWARD, 0] * x + view[FORWARD, 1] * y + view[FORWARD, 2] * z,
    )
