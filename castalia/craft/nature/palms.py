"""Palms: a ringed, leaning trunk and a head of feathered fronds."""

from __future__ import annotations

import numpy as np

from castalia.craft import colouring, meshes, solids, transforms
from castalia.craft.nature.growth import GOLDEN_ANGLE, directions, draws, fronds, stature
from castalia.craft.objects import ObjectSpec
from castalia.world import Prototype


def palm(spec: ObjectSpec) -> Prototype:
    """A coconut palm of about 8 m."""
    rng = draws(spec)
    height = stature(spec, 8.0)
    at = np.linspace(0, 1, 24)
    lean = height * float(rng.uniform(0.08, 0.24)) * at**1.7
    angle = float(rng.uniform(0, 6.28))
    path = np.column_stack([np.cos(angle) * lean, at * height, np.sin(angle) * lean])
    rings = 1 + 0.10 * (np.arange(24) % 2)
    stem = solids.tube(path, 0.020 * height * (1.15 - 0.45 * at + 0.6 * np.exp(-at * 14)) * rings, 8, (0.9, 0.84, 0.74))
    count, teeth = (26, 20) if spec.detail >= 0.6 else (16, 7)
    rise = np.linspace(1.2, -0.55, count)
    headings = directions(np.arange(count) * GOLDEN_ANGLE, rise)
    lengths = height * rng.uniform(0.30, 0.38, count)
    tone = colouring.hue_jitter(rng, count, 0.08, 0.15)
    starts = np.tile(path[-1], (count, 1))
    normals = headings * 0.3 + np.array([0.0, 0.9, 0.0])
    tones = (tone * (0.34, 0.42, 0.36), tone * (0.62, 0.72, 0.48))
    leaves = fronds(starts, headings, lengths, normals, tones, teeth, 0.34, 0.42, 0.80)
    nuts = [
        transforms.moved(
            solids.icosphere(0.11, 1, (0.5, 0.42, 0.3)), *(path[-1] + (0.16 * x, -0.12, 0.16 * z)).tolist()
        )
        for x, _, z in directions(np.arange(5) * 1.3, np.zeros(5))
    ]
    return meshes.prototype(spec.kind, [("bark", stem), ("leaves", leaves), ("bark", meshes.merge(nuts))])
