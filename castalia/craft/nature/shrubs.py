"""Bushes, vines and ferns."""

from __future__ import annotations

import numpy as np

from castalia.craft import colouring, meshes
from castalia.craft.nature.growth import GOLDEN_ANGLE, directions, draws, fronds, leafy, limb, stature
from castalia.craft.objects import ObjectSpec
from castalia.world import Prototype


def bush(spec: ObjectSpec) -> Prototype:
    """A round shrub of about 1.2 m: small leaves on a few stems; half of the variants blossom in spring and summer."""
    rng = draws(spec)
    height = stature(spec, 1.2)
    count = 5
    angles = np.arange(count) * GOLDEN_ANGLE + rng.uniform(0, 6.28)
    headings = directions(angles, rng.uniform(0.6, 1.4, count))
    ends = headings * height * rng.uniform(0.35, 0.6, (count, 1)) + (0, 0.18 * height, 0)
    stems = [limb(rng, np.array([0.0, -0.03, 0.0]), each, height * 0.7, 0.02 * height, -0.1) for each in headings]
    pieces = [("bark", meshes.merge(stems))]
    if spec.season == "winter":
        extra = directions(rng.uniform(0, 6.28, 18), rng.uniform(0.4, 2.0, 18))
        twigs = [
            limb(rng, np.zeros(3), each, height * float(rng.uniform(0.7, 1.0)), 0.011 * height, -0.1) for each in extra
        ]
        return meshes.prototype(spec.kind, [*pieces, ("bark", meshes.merge(twigs))])
    blobs = np.column_stack([ends, height * rng.uniform(0.28, 0.40, count)])
    blobs[:, 1] = np.maximum(blobs[:, 1], blobs[:, 3] * 0.7)
    cover, tone = ("foliage-dry", (1.2, 0.85, 0.65)) if spec.season == "autumn" else ("leaves", (0.95, 1.0, 0.9))
    leaves = (700, 0.12) if spec.detail >= 0.5 else (220, 0.22)
    pieces.append((cover, leafy(rng, blobs, leaves[0], leaves[1] * height / 1.2, tone)))
    if spec.variant % 2 and spec.season in ("spring", "summer"):
        hue = np.array([(1.0, 0.45, 0.6), (1.0, 0.95, 0.9), (0.95, 0.75, 0.3)][spec.variant % 3])
        outer = blobs * (1.04, 1.04, 1.04, 1.04)
        pieces.append(("paper", leafy(rng, outer, leaves[0] // 6, 0.09 * height / 1.2, hue, 0.04)))
    return meshes.prototype(spec.kind, pieces)


def fern(spec: ObjectSpec) -> Prototype:
    """A fern of about 0.7 m: a rosette of arching, feathered fronds."""
    rng = draws(spec)
    size = stature(spec, 0.75)
    count, teeth = (15, 10) if spec.detail >= 0.5 else (10, 5)
    dry = spec.season in ("autumn", "winter")
    headings = directions(np.arange(count) * GOLDEN_ANGLE, rng.uniform(0.7, 1.5, count))
    tone = colouring.hue_jitter(rng, count, 0.08, 0.18) * ((0.9, 0.75, 0.5) if dry else (1.0, 1.0, 1.0))
    lengths = size * rng.uniform(0.8, 1.15, count)
    normals = headings * 0.4 + np.array([0.0, 0.8, 0.0])
    tones = (tone * 0.55, tone * (1.1, 1.15, 0.9))
    leaves = fronds(np.zeros((count, 3)), headings, lengths, normals, tones, teeth, 0.30, 0.55, 0.8)
    return meshes.prototype(spec.kind, [("foliage-dry" if dry else "leaves", leaves)])
