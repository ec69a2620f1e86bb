"""Broadleaf trees and birches: limbs that carry blobs of leaf cards; bare in winter, turned in autumn."""

from __future__ import annotations

import numpy as np

from castalia.craft import colouring, meshes, noise
from castalia.craft.nature.growth import (
    GOLDEN_ANGLE,
    Array,
    along,
    directions,
    draws,
    leafy,
    limb,
    lumps,
    stature,
    trunk,
)
from castalia.craft.objects import ObjectSpec
from castalia.world import Mesh, Prototype

_SEASONS = {
    "spring": ("leaves", (1.15, 1.2, 0.9)),
    "summer": ("leaves", (1.0, 1.0, 1.0)),
    "autumn": ("foliage-dry", (1.25, 0.85, 0.6)),
}


def broadleaf(spec: ObjectSpec) -> Prototype:
    """An oak-like tree of about 9 m with a broad crown."""
    rng = draws(spec)
    height = stature(spec, 9.0)
    stem, path = trunk(rng, height * 0.62, 0.036 * height, 0.05, 9)
    limbs, ends = _limbs(rng, path, height, 7, 0.30, (0.5, 1.0), 0.55)
    radius = height * rng.uniform(0.17, 0.24, len(ends))
    blobs = np.column_stack([ends + np.array([0.0, 0.05 * height, 0.0]), radius])
    top = np.array([[*(path[-1] + (0, 0.14 * height, 0)), 0.25 * height]])
    return _tree(spec, rng, ("bark", [stem, *limbs]), np.vstack([blobs, top]), 0.042 * height)


def birch(spec: ObjectSpec) -> Prototype:
    """A slender, white-barked tree of about 10 m with a loose, hanging crown."""
    rng = draws(spec)
    height = stature(spec, 10.0)
    stem, path = trunk(rng, height * 0.92, 0.014 * height, 0.03, 8, 34)
    limbs, ends = _limbs(rng, path, height, 11, 0.17, (0.34, 0.92), 0.9)
    radius = height * np.linspace(0.12, 0.075, len(ends))
    blobs = np.column_stack([ends - (0, 0.03 * height, 0), radius])
    return _tree(spec, rng, ("plaster", [_birch_bark(stem), *limbs]), blobs, 0.026 * height, (1.15, 1.12, 0.9))


def _limbs(
    rng: np.random.Generator,
    path: Array,
    height: float,
    count: int,
    reach: float,
    span: tuple[float, float],
    rise: float,
) -> tuple[list[Mesh], Array]:
    """Limbs on a golden spiral over a span of the trunk, and where they end."""
    at = np.linspace(*span, count)
    starts = along(path, at)
    headings = directions(np.arange(count) * GOLDEN_ANGLE + rng.uniform(0, 6.28), rise + 0.5 * at)
    lengths = height * reach * rng.uniform(0.8, 1.2, count) * (1.15 - 0.45 * at)
    width = 0.012 * height * (1.3 - 0.7 * at)
    limbs = [
        limb(rng, start, heading, float(length), float(thick), -0.1)
        for start, heading, length, thick in zip(starts, headings, lengths, width, strict=True)
    ]
    return limbs, starts + headings * lengths[:, None]


def _birch_bark(stem: Mesh) -> Mesh:
    """Dark rings and scars on white."""
    x, y, z = stem.positions.astype(np.float64).T
    scar = noise.octaves(np.arctan2(x, z) * 0.9, y * 4.5, 5, 2) - 0.25 * np.exp(-y)
    dark = noise.step(0.14, 0.24, scar)[:, None] + 0.6 * np.exp(-y * 1.6)[:, None]
    return colouring.coloured(stem, 1.0 - np.clip(dark, 0, 1) * np.array([0.78, 0.8, 0.82]))


def _tree(
    spec: ObjectSpec,
    rng: np.random.Generator,
    wood: tuple[str, list[Mesh]],
    blobs: Array,
    leaf: float,
    tone: tuple[float, float, float] = (1.0, 1.0, 1.0),
) -> Prototype:
    material, limbs = wood
    keep = limbs if spec.detail >= 0.25 else limbs[:1]
    pieces = [(material, meshes.merge(keep))]
    if spec.season == "winter" or spec.state == "burnt":
        return meshes.prototype(spec.kind, [*pieces, (material, meshes.merge(_twigs(rng, blobs)))])
    cover, season = _SEASONS[spec.season]
    colour = np.array(tone) * season * colouring.hue_jitter(rng, 1, 0.16, 0.1)
    if spec.detail < 0.25:
        return meshes.prototype(spec.kind, [*pieces, (cover, lumps(blobs, colour))])
    core = lumps(blobs * (1.0, 1.0, 1.0, 0.74), colour * 0.72)
    count, size = (2400, leaf * 1.25) if spec.detail >= 0.6 else (900, leaf * 1.8)
    crown = leafy(rng, blobs, count, size, colour)
    return meshes.prototype(spec.kind, [*pieces, (cover, core), (cover, crown)])


def _twigs(rng: np.random.Generator, blobs: Array) -> list[Mesh]:
    """Fine twigs in place of leaves: thin upward limbs that fill the blobs."""
    twigs = []
    for x, y, z, radius in blobs:
        for heading in directions(rng.uniform(0, 6.28, 6), rng.uniform(0.1, 1.6, 6)):
            foot = np.array([x, y - 0.35 * radius, z])
            twigs.append(limb(rng, foot, heading, float(radius * 1.4), float(0.035 * radius), -0.12))
    return twigs
