"""Boulders, rock piles, cliffs and crystals."""

from __future__ import annotations

import numpy as np

from castalia.craft import colouring, meshes, noise, solids, transforms
from castalia.craft.nature.growth import draws, stature
from castalia.craft.objects import ObjectSpec
from castalia.world import Mesh, Prototype


def boulder(spec: ObjectSpec) -> Prototype:
    """A boulder of about 1.4 m, faceted by cuts, mossy on top in green seasons."""
    rng = draws(spec)
    rock = stone(rng, stature(spec, 1.5), 3 if spec.detail >= 0.6 else 2 if spec.detail >= 0.25 else 1)
    return meshes.prototype(spec.kind, [("granite", rock)])


def stone(rng: np.random.Generator, size: float, level: int = 2) -> Mesh:
    """A ball cut by a dozen planes and roughened; about ``size`` wide, a tenth of it below the ground."""
    ball = solids.icosphere(1.0, level)
    points = ball.positions.astype(np.float64)
    for normal in meshes.unit(rng.normal(0, 1, (14, 3))):
        depth = points @ normal - rng.uniform(0.55, 0.82)
        points = points - np.maximum(depth, 0)[:, None] * normal
    rough = noise.solid(points * 2.2, int(rng.integers(1 << 20)), 3)
    points = points * (1 + 0.10 * rough)[:, None] * rng.uniform((0.85, 0.55, 0.75), (1.2, 0.85, 1.1))
    points *= size / 2
    points[:, 1] -= points[:, 1].min() * 0.8
    rock = meshes.flat(meshes.mesh(points, ball.triangles, uvs=np.zeros((len(points), 2))))
    return meshes.box_uvs(_weathered(rock, rng))


def _weathered(rock: Mesh, rng: np.random.Generator) -> Mesh:
    """Lighter above, darker at the foot, each rock a little warmer or cooler, moss-green where it looks up."""
    points = rock.positions.astype(np.float64)
    height = points[:, 1:2] / max(float(points[:, 1].max()), 1e-6)
    tone = (0.72 + 0.34 * height) * colouring.hue_jitter(rng, 1, 0.06, 0.12)
    patch = noise.solid(points * 1.3, 77, 3)[:, None]
    moss = noise.step(0.62, 0.92, rock.normals[:, 1:2] + 0.9 * patch) * 0.75
    return colouring.coloured(rock, tone * (1 - moss * np.array([0.42, 0.14, 0.66])))


def rock_pile(spec: ObjectSpec) -> Prototype:
    """A dozen stones heaped about 1.2 m high."""
    rng = draws(spec)
    size = stature(spec, 1.0)
    stones = []
    for at in range(14):
        ring, lift = (0.85, 0.0) if at < 8 else (0.42, 0.38) if at < 13 else (0.0, 0.78)
        angle = at * 2.39996
        rock = transforms.turned(
            stone(rng, size * float(rng.uniform(0.5, 0.95)), 2 if spec.detail >= 0.5 and at % 2 else 1), at * 57.0
        )
        reach = ring * size * float(rng.uniform(0.7, 1.15))
        stones.append(transforms.moved(rock, np.cos(angle) * reach, lift * size, np.sin(angle) * reach))
    return meshes.prototype(spec.kind, [("granite", meshes.merge(stones))])


def cliff(spec: ObjectSpec) -> Prototype:
    """A crag about 14 m high: fractured columns crowd round a ridge and step down to its foot on all sides."""
    rng = draws(spec)
    height = stature(spec, 14.0)
    blocks = []
    for at in range(40):
        # A sunflower's spiral fills the ground plan evenly, the tallest columns in the middle.
        away, turn = np.sqrt((at + 0.5) / 40), at * 2.39996 + float(rng.normal(0, 0.15))
        across, back = 0.78 * height * away * np.cos(turn), 0.46 * height * away * np.sin(turn)
        tall = height * (1.0 - 0.82 * away**1.6) * float(rng.uniform(0.82, 1.08))
        blocks.append(transforms.moved(_column(rng, height * float(rng.uniform(0.11, 0.18)), tall), across, 0.0, back))
    return meshes.prototype(spec.kind, [("granite", meshes.merge(blocks))])


def _column(rng: np.random.Generator, width: float, tall: float) -> Mesh:
    """An irregular prism of rock whose strata stand out and recede."""
    sides, rings = 7, 11
    angles = np.arange(sides) * (2 * np.pi / sides) + rng.uniform(-0.3, 0.3, sides)
    levels = np.sort(rng.uniform(0.04, 0.97, rings - 2))
    levels = np.concatenate([[-0.05], levels, [1.0]]) * tall
    shape = rng.uniform(0.75, 1.2, sides)
    strata = rng.uniform(0.84, 1.08, rings) * np.linspace(1.12, 0.82, rings)
    reach = width * 0.62 * strata[:, None] * shape * rng.uniform(0.93, 1.07, (rings, sides))
    points = np.stack(
        [np.sin(angles) * reach, np.broadcast_to(levels[:, None], reach.shape), np.cos(angles) * reach], -1
    )
    points[-1, :, 1] += rng.uniform(-0.03, 0.03, sides) * tall
    body = points.reshape(-1, 3)
    lower = [(r * sides + s, r * sides + (s + 1) % sides) for r in range(rings - 1) for s in range(sides)]
    faces = [(a, b, b + sides) for a, b in lower] + [(a, b + sides, a + sides) for a, b in lower]
    top = (rings - 1) * sides
    faces += [(top, top + at, top + at + 1) for at in range(1, sides - 1)]
    rock = meshes.flat(meshes.mesh(body, faces, uvs=np.zeros((len(body), 2))))
    band = 0.86 + 0.2 * np.sin(rock.positions[:, 1:2] * 2.1 + rng.uniform(0, 6))
    return meshes.box_uvs(colouring.coloured(_weathered(rock, rng), band))


def crystal(spec: ObjectSpec) -> Prototype:
    """A cluster of six-sided crystals about 1.8 m high."""
    rng = draws(spec)
    size = stature(spec, 1.8)
    tone = np.array([(0.33, 0.62, 1.0), (0.68, 0.40, 1.0), (0.32, 0.90, 0.70)][spec.variant % 3])
    shards = []
    for at in range(9):
        tall = size * (1.0 if at == 0 else float(rng.uniform(0.35, 0.75)))
        radius = tall * float(rng.uniform(0.09, 0.14))
        shard = solids.lathe([(radius, -0.1 * tall), (radius * 1.15, tall * 0.72), (0.0, tall)], 6, tone, sharp=True)
        shard = colouring.graded(shard, (0.35, 0.35, 0.45), (1.1, 1.1, 1.1))
        lean = transforms.rotation(
            (float(np.cos(at * 2.4)), 0.0, float(np.sin(at * 2.4))), 0.0 if at == 0 else 16 + 26 * rng.random()
        )
        shards.append(
            transforms.transformed(
                shard,
                transforms.translation(float(np.sin(at * 2.4)) * -0.07 * size, 0, float(np.cos(at * 2.4)) * 0.07 * size)
                @ lean,
            )
        )
    return meshes.prototype(spec.kind, [("ceramic", meshes.merge(shards))])
