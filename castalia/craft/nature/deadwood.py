"""Logs and stumps."""

from __future__ import annotations

import numpy as np

from castalia.craft import colouring, meshes, solids, transforms
from castalia.craft.nature.growth import draws, limb, stature
from castalia.craft.objects import ObjectSpec
from castalia.world import Mesh, Prototype


def log(spec: ObjectSpec) -> Prototype:
    """A fallen trunk of about 3.2 m with knots and broken branches, mossy above."""
    rng = draws(spec)
    length = stature(spec, 3.2)
    radius = 0.075 * length
    at = np.linspace(-0.5, 0.5, 9)
    path = np.column_stack([at * length, np.full(9, radius * 0.9), rng.normal(0, 0.01 * length, 9)])
    width = radius * (1.0 - 0.25 * (at + 0.5)) * rng.uniform(0.93, 1.05, 9)
    bole = solids.tube(path, width, 12, (0.85, 0.82, 0.78))
    moss = np.clip(bole.normals[:, 1:2], 0, 1) * 0.6
    pieces = [("bark", colouring.coloured(bole, 1 - moss * np.array([0.45, 0.1, 0.6])))]
    for end, turn in ((0, -90.0), (-1, 90.0)):
        pieces += [("planks", _cut(float(width[end]), path[end], turn))]
    for x in rng.uniform(-0.3, 0.4, 3):
        heading = meshes.unit(np.array([0.3, rng.uniform(0.3, 1.0), rng.choice([-1.0, 1.0])]))
        pieces.append(("bark", limb(rng, np.array([x * length, radius, 0]), heading, radius * 3.0, radius * 0.25, 0.0)))
    return meshes.prototype(spec.kind, pieces)


def _cut(radius: float, centre: np.ndarray, turn: float) -> Mesh:
    """The pale sawn end of a log."""
    face = transforms.turned(solids.disc(radius, 12, 0.0, (1.0, 0.9, 0.72)), -turn, (0.0, 0.0, 1.0))
    return transforms.moved(face, *centre.tolist())


def stump(spec: ObjectSpec) -> Prototype:
    """A cut stump of about 0.55 m with roots."""
    rng = draws(spec)
    height = stature(spec, 0.55)
    radius = height * 0.62
    profile = [(radius * 1.5, -0.05), (radius * 1.12, height * 0.2), (radius, height * 0.6), (radius * 0.96, height)]
    pieces = [("bark", solids.lathe(profile, 14)), ("planks", solids.disc(radius * 0.96, 14, height, (1.0, 0.9, 0.72)))]
    for angle in np.arange(6) * 1.047 + rng.uniform(-0.3, 0.3, 6):
        heading = np.array([np.cos(angle), -0.22, np.sin(angle)])
        start = np.array([np.cos(angle) * radius * 0.7, height * 0.28, np.sin(angle) * radius * 0.7])
        pieces.append(("bark", limb(rng, start, heading, radius * 1.8, radius * 0.28, 0.1)))
    return meshes.prototype(spec.kind, pieces)
