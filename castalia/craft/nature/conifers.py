"""Pines: drooping, feathered branches on a golden spiral; jagged cones when far."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from castalia.craft import kernel
from castalia.craft.nature.growth import GOLDEN_ANGLE, along, directions, draws, fronds, stature, trunk
from castalia.craft.objects import ObjectSpec
from castalia.world import Mesh, Prototype


def pine(spec: ObjectSpec) -> Prototype:
    """A conifer of about 13 m: 1,700 triangles near, 800 at middle distance, 100 far."""
    rng = draws(spec)
    height, slim = stature(spec, 13.0), float(rng.uniform(0.17, 0.25))
    stem, path = trunk(rng, height, 0.020 * height, 0.012, 7, 8)
    if spec.detail < 0.25:
        return kernel.prototype(spec.kind, [("bark", _pole(height)), ("pine-needles", _skirts(rng, height, slim))])
    return kernel.prototype(spec.kind, [("bark", stem), ("pine-needles", _branches(spec, rng, path, height, slim))])


def _pole(height: float) -> Mesh:
    return kernel.cone(0.022 * height, height * 0.5, 5)


def _branches(spec: ObjectSpec, rng: np.random.Generator, path: np.ndarray, height: float, slim: float) -> Mesh:
    near = spec.detail >= 0.6
    count, teeth = (130, 6) if near else (84, 4)
    up = 0.10 + 0.88 * (np.arange(count) + rng.uniform(0, 0.9, count)) / count
    angles = np.arange(count) * GOLDEN_ANGLE + rng.normal(0, 0.15, count)
    bare = 1 - 0.5 * np.exp(-((up - 0.10) / 0.08))
    lengths = slim * height * (1.03 - up) ** 0.85 * rng.uniform(0.72, 1.12, count) * bare + 0.02 * height
    headings = directions(angles, -0.18 - 0.22 * (1 - up) + 0.75 * up**4)
    shade = (0.62 + 0.4 * up)[:, None] * kernel.hue_jitter(rng, count, 0.05, 0.12)
    tones = (shade * 0.5, shade * (1.15, 1.15, 0.95))
    outward = directions(angles, 0.55)
    needles = fronds(along(path, up), headings, lengths, outward, tones, teeth, 0.36 if near else 0.44, 0.18, hang=0.85)
    tip = kernel.cone(0.012 * height, 0.10 * height, 5, (0.9, 1.0, 0.85))
    tip = kernel.moved(tip, float(path[-1, 0]), height * 0.93, float(path[-1, 2]))
    return replace(kernel.merge([needles, tip]), sway=_sway(needles, tip, height))


def _sway(needles: Mesh, tip: Mesh, height: float) -> np.ndarray:
    lift = np.concatenate([needles.positions[:, 1], tip.positions[:, 1]]) / height
    out = np.concatenate([needles.sway, tip.sway * 0 + 0.4])
    return np.clip(0.25 * lift + 0.5 * out * (0.4 + 0.6 * lift), 0, 1).astype(np.float32)


def _skirts(rng: np.random.Generator, height: float, slim: float) -> Mesh:
    """Six ragged skirts, each a low cone whose rim goes up and down."""
    layers = []
    for layer in range(6):
        foot = height * (0.10 + 0.145 * layer)
        radius = slim * height * (1.08 - 0.165 * layer)
        sides = 9
        angles = (np.arange(sides) + rng.uniform(-0.3, 0.3, sides)) * (2 * math.pi / sides)
        reach = radius * np.where(np.arange(sides) % 2, 0.66, 1.12) * rng.uniform(0.85, 1.1, sides)
        drop = np.where(np.arange(sides) % 2, 0.05, -0.02) * height * rng.uniform(0.5, 1.2, sides)
        rim = np.column_stack([np.sin(angles) * reach, foot + drop, np.cos(angles) * reach])
        points = np.vstack([rim, [[0.0, foot + height * 0.26, 0.0]]])
        faces = [(at, (at + 1) % sides, sides) for at in range(sides)]
        normals = kernel.unit(np.column_stack([points[:, 0], np.full(sides + 1, radius * 0.7), points[:, 2]]))
        tone = np.vstack([np.tile((0.86, 0.9, 0.78), (sides, 1)), [(0.5, 0.52, 0.5)]]) * (0.8 + 0.06 * layer)
        layers.append(kernel.mesh(points, faces, normals, colour=tone, sway=0.1))
    return kernel.merge(layers)
