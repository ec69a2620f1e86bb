"""What trees and herbs share: stature, trunks, limbs, crowns of leaves, fronds of needles."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from castalia.craft import colouring, meshes, sheets, solids, transforms
from castalia.craft.objects import ObjectSpec
from castalia.randomness import generator
from castalia.world import Mesh

Array = NDArray[np.float64]
GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))


def draws(spec: ObjectSpec, purpose: str = "shape") -> np.random.Generator:
    """The generator of one object and purpose. It knows nothing of detail, so far and near versions agree."""
    return generator(spec.seed, "object", spec.kind, spec.variant, purpose)


def stature(spec: ObjectSpec, metres: float) -> float:
    """A length for the asked size: ``metres`` at size 0, 1.5 times at 1, two thirds at -1; +-6% by variant."""
    return metres * 1.5**spec.size * float(draws(spec, "stature").uniform(0.94, 1.06))


def directions(angles: ArrayLike, rise: ArrayLike) -> Array:
    """Unit vectors (N,3) at ``angles`` radians round +Y that climb by ``rise`` (tangent of the slope)."""
    around = np.asarray(angles, np.float64)
    up = np.broadcast_to(np.asarray(rise, np.float64), around.shape)
    return meshes.unit(np.stack([np.cos(around), up, np.sin(around)], axis=-1))


def trunk(
    rng: np.random.Generator, height: float, radius: float, bend: float = 0.03, sides: int = 8, rings: int = 9
) -> tuple[Mesh, Array]:
    """A tapering, slightly crooked trunk with a flared foot, and its path (rings, 3)."""
    at = np.linspace(0, 1, rings)
    heading = rng.uniform(0, 2 * math.pi)
    lean = np.sin(at * math.pi * rng.uniform(0.7, 1.4)) * bend * height
    wobble = rng.normal(0, bend * height * 0.12, (rings, 2)) * at[:, None]
    path = np.column_stack([np.cos(heading) * lean + wobble[:, 0], at * height, np.sin(heading) * lean + wobble[:, 1]])
    width = radius * ((1 - at) ** 0.8 * 0.93 + 0.07) * (1 + 0.7 * np.exp(-at * height / (2.2 * radius)))
    path[0, 1] = -0.05
    return solids.tube(path, width, sides, colour=(1.0, 1.0, 1.0), sway=at**2 * 0.3), path


def limb(rng: np.random.Generator, start: Array, heading: Array, length: float, radius: float, droop: float) -> Mesh:
    """A crooked limb that thins out; ``droop`` bends it down (or up when negative) along its length."""
    at = np.linspace(0, 1, 6)[:, None]
    path = start + heading * length * at + np.array([0, -droop * length, 0]) * at**2
    path[1:] += rng.normal(0, 0.035 * length, (5, 3))
    return solids.tube(path, radius * (1 - 0.88 * at[:, 0]), 6, sway=at[:, 0] * 0.5)


def along(path: Array, at: ArrayLike) -> Array:
    """Points at fractions ``at`` (N,) of a path (M,3)."""
    where = np.asarray(at, np.float64) * (len(path) - 1)
    low = np.clip(where.astype(int), 0, len(path) - 2)
    part = (where - low)[:, None]
    return path[low] * (1 - part) + path[low + 1] * part


def leafy(
    rng: np.random.Generator,
    blobs: Array,
    count: int,
    leaf: float,
    tone: ArrayLike = (1.0, 1.0, 1.0),
    jitter: float = 0.08,
) -> Mesh:
    """Leaf cards in the outer shell of ellipsoids. ``blobs`` (B,4): centre and radius; ``leaf`` is a card's length.

    Normals point away from a blend of blob and crown centre, so the crown is lit as one body; leaves inside and below
    are darker, tips at the top lighter.
    """
    share = blobs[:, 3] ** 2
    blob = blobs[np.searchsorted(np.cumsum(share / share.sum()), rng.random(count)).clip(0, len(blobs) - 1)]
    out = meshes.unit(rng.normal(0, 1, (count, 3)))
    depth = 0.55 + 0.47 * rng.random((count, 1)) ** 0.7
    centres = blob[:, :3] + out * blob[:, 3:] * depth * (1.0, 0.78, 1.0)
    crown = np.average(blobs[:, :3], axis=0, weights=blobs[:, 3])
    round_out = meshes.unit(meshes.unit(centres - crown + np.array([0.0, 0.2, 0.0])) + 0.8 * out)
    hang = meshes.unit(rng.normal(0, 1, (count, 3)) - np.array([0.0, 0.35, 0.0]))
    size = leaf * rng.uniform(0.7, 1.25, (count, 1)) * [0.62, 1.0]
    low, high = centres[:, 1].min(), centres[:, 1].max()
    height = (centres[:, 1:2] - low) / max(high - low, 1e-6)
    shade = (0.30 + 0.72 * depth) * (0.66 + 0.44 * height)
    colours = colouring.hue_jitter(rng, count, jitter, 0.16) * shade * np.asarray(tone)
    made = sheets.cards(centres, hang, round_out, size, round_out, colours)
    return replace(made, sway=(0.35 + 0.65 * np.repeat(depth[:, 0], 4)).astype(np.float32))


def lumps(blobs: Array, tone: ArrayLike = (1.0, 1.0, 1.0)) -> Mesh:
    """The far version of a crown: one low, bumpy ball a blob, lighter above."""
    made = []
    for x, y, z, radius in blobs:
        ball = transforms.scaled(solids.icosphere(float(radius), 1), 1.0, 0.85, 1.0)
        bumps = 0.85 + 0.3 * np.sin(ball.positions @ np.array([3.1, 4.7, 2.3]) / max(radius, 0.1) + x + z)
        made.append(
            transforms.moved(
                replace(ball, positions=(ball.positions * bumps[:, None]).astype(np.float32)),
                float(x),
                float(y),
                float(z),
            )
        )
    crown = meshes.merge(made)
    light = 0.65 + 0.35 * crown.normals[:, 1:2]
    return colouring.coloured(crown, np.asarray(tone) * light)


def fronds(
    starts: Array,
    headings: Array,
    lengths: Array,
    normals: Array,
    tones: tuple[Array, Array],
    teeth: int = 6,
    spread: float = 0.3,
    droop: float = 0.16,
    fill: float = 1.0,
    hang: float = 0.35,
    swept: float = 0.55,
) -> Mesh:
    """Feathered branches: a drooping spine with ``teeth`` leaflets on each side, one triangle each, and a tip.

    ``starts``, ``headings``, ``normals`` (N,3), ``lengths`` (N,); ``tones`` colours at spine and leaflet tips (N,3);
    ``spread`` is the longest leaflet as a part of the branch, ``fill`` 0..1 how much of the spine leaflets occupy, ``hang`` how far
    their tips hang below it, ``swept`` how far they point along it.
    """
    side = meshes.unit(np.cross(headings, (0.0, 1.0, 0.0)))
    length = lengths[:, None]

    def spine(at: float) -> Array:
        return starts + headings * length * at - np.array([0.0, droop, 0.0]) * length * at * at

    corners = []
    for tooth in range(teeth):
        at, step = tooth / teeth, 1.0 / teeth
        reach = spread * length * (1.0 - at) ** 0.7 * (0.75 + 0.25 * math.sin(3.0 * tooth))
        for hand in (-1.0, 1.0):
            tip = (
                spine(at + 0.9 * step)
                + side * hand * reach
                + headings * reach * swept
                - np.array([0.0, hang, 0.0]) * reach
            )
            root = [spine(at), spine(at + fill * step)]
            corners.append(np.stack([*(root if hand > 0 else root[::-1]), tip], axis=1))
    end = spine(1.0 - 0.6 / teeth)
    width = side * spread * length * 0.12
    corners.append(np.stack([end - width, end + width, spine(1.0 + 0.5 / teeth)], axis=1))
    points = np.stack(corners, axis=1)
    shape = points.shape[:3]
    low, high = (np.broadcast_to(tone[:, None, None], (*shape, 3)) for tone in tones)
    colour = np.where((np.arange(3) == 2)[None, None, :, None], high, low)
    tips = np.where(np.arange(3) == 2, 1.0, 0.45)
    shading = np.broadcast_to(meshes.unit(normals)[:, None, None], (*shape, 3))
    flat = points.reshape(-1, 3)
    return meshes.mesh(
        flat,
        np.arange(len(flat)).reshape(-1, 3),
        shading.reshape(-1, 3),
        flat[:, [0, 1]],
        colour.reshape(-1, 3),
        np.broadcast_to(tips, shape).reshape(-1),
    )
