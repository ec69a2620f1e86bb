"""What encloses or overhangs a place: a room's walls, a cave's rock, a quay, a street's kerbs, a planet in the sky."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from scipy.spatial import Voronoi

from castalia.craft import colouring, meshes, noise, solids, transforms
from castalia.craft.crags import craggy
from castalia.craft.landforms import CROSSING, KERB, QUAY, STREET
from castalia.craft.rooms import room, slab
from castalia.craft.terrain import parted
from castalia.randomness import generator
from castalia.world import Mesh, Prototype, Vector

Shell = Callable[[int, float], Prototype]
_SURFACE, _CELL, _CELLS = 40.0, 1.2, 58
"""Metres from the bottom to the sea's surface, metres from wave to wave, and how many of them to each side."""


def cave(seed: int, opening: float) -> Prototype:
    """A hall of rock, open at the bearing ``opening`` and through a hole above the stage; hanging and standing stones."""
    ball = solids.icosphere(1.0, 5)
    points = ball.positions.astype(np.float64)
    bearing = np.degrees(np.arctan2(points[:, 0], -points[:, 2]))
    rough = noise.solid(points * 3.1, seed % 9973, 5)
    shaped = (
        points * (1 + 0.22 * rough + 0.05 * noise.solid(points * 11, seed % 9973 + 5, 3))[:, None] * (25.0, 15.0, 34.0)
    )
    shaped[:, 1] -= 1.0
    shaped[:, 2] += 6.0
    mouth = ((bearing - opening + 180) % 360 - 180) / 15, (points[:, 1] - 0.07) / 0.27
    hole = np.hypot(points[:, 0] - 0.10, points[:, 2] + 0.30) / 0.14
    solid = np.minimum(np.hypot(*mouth) + 0.3 * rough - 1, np.where(points[:, 1] < 0, 1.0, hole + 0.25 * rough - 1))
    rock = meshes.mesh(shaped, ball.triangles[:, ::-1], uvs=np.zeros((len(shaped), 2)))
    _, _, rock = parted(rock, [solid], 0)
    rock = meshes.select_triangles(rock, rock.positions[rock.triangles][:, :, 1].max(axis=1) > -4.0)
    # The rock is a metre thick, or ledges on its inside would be lit through it.
    skin = transforms.scaled(meshes.mesh(rock.positions, rock.triangles[:, ::-1], uvs=rock.uvs), 1.05)
    rock = meshes.box_uvs(meshes.merge([craggy(meshes.smooth(rock), "granite", seed % 9973), skin]))
    tone = 0.72 + 0.35 * noise.solid(rock.positions * 0.16, seed % 9973 + 9, 4)
    return meshes.prototype("cave", [("granite", colouring.coloured(rock, tone[:, None])), *_dripstones(seed)])


def surface(seed: int, opening: float) -> Prototype:
    """The sea's surface from below, for its shadow alone: cells like those of a net of waves, with gaps between them
    through which the sun falls in shafts and draws a web of light on the ground. Water hides it from sight."""
    rng = generator(seed, "surface", "cells")
    across = np.stack(np.meshgrid(np.arange(-_CELLS, _CELLS), np.arange(-_CELLS, _CELLS)), axis=-1).reshape(-1, 2)
    seeds = _CELL * (across + rng.uniform(-0.42, 0.42, across.shape))
    cells = Voronoi(seeds)
    pieces = []
    for middle, region in zip(seeds, cells.point_region, strict=True):
        corners = cells.regions[region]
        if -1 in corners or not corners or np.hypot(*middle) > _CELL * (_CELLS - 2):
            continue
        shrunk = middle + (cells.vertices[corners] - middle) * rng.uniform(0.2, 0.9)
        rim = np.column_stack([shrunk[:, 0], np.full(len(shrunk), _SURFACE), shrunk[:, 1]])
        fan = np.array([(0, at + 1, at) for at in range(1, len(rim) - 1)])
        pieces.append(meshes.mesh(rim, fan, uvs=rim[:, [0, 2]]))
    return meshes.prototype("surface", [("ice", meshes.merge(pieces))])


def _dripstones(seed: int) -> list[tuple[str, Mesh]]:
    rng = generator(seed, "cave", "dripstones")
    stones: list[tuple[str, Mesh]] = []
    for at in range(46):
        angle, reach = at * 2.39996, float(rng.uniform(8.5, 19))
        x, z = float(np.cos(angle)) * reach, float(np.sin(angle)) * reach * 1.25 + 5
        length, radius = float(rng.uniform(1.2, 5.0)), float(rng.uniform(0.25, 0.7))
        rings = np.linspace(0, 1, 9)
        width = radius * (1 - rings) ** 0.8 * rng.uniform(0.82, 1.12, 9)
        stone = solids.lathe(np.column_stack([np.maximum(width, 0.0), rings * length]), 9, (0.85, 0.8, 0.72))
        if at % 5 < 2:
            stones.append(("limestone", transforms.moved(stone, x, -0.1, z)))
        else:
            roof = 15.0 * np.sqrt(max(1 - (x / 27) ** 2 - ((z - 6) / 37) ** 2, 0.05)) - 0.8
            stones.append(
                ("limestone", transforms.moved(transforms.turned(stone, 180, (1.0, 0.0, 0.0)), x, float(roof), z))
            )
    return stones


def quay(seed: int, opening: float) -> Prototype:
    """Stone walls along the water: the quay, the mole and the near bank, each with a kerb."""
    runs = [
        ((-62.0, QUAY - 0.8), (93.0, QUAY + 1.0)),
        ((-33.8, QUAY), (-32.0, 53.0)),
        ((-25.4, QUAY), (-23.6, 44.6)),
        ((-25.4, 42.8), (93.0, 44.6)),
    ]
    walls, kerbs = [], []
    for (x0, z0), (x1, z1) in runs:
        walls.append(slab((x0, -4.5, z0), (x1, 1.52, z1)))
        kerbs += _kerb(x0, z0, x1, z1)
    tone = colouring.coloured(meshes.merge(walls), (0.92, 0.9, 0.86))
    damp = noise.step(0.7, -0.1, tone.positions[:, 1:2]) * np.array([0.45, 0.40, 0.48])
    return meshes.prototype(
        "quay", [("stone-wall", colouring.coloured(tone, 1 - damp)), ("granite", meshes.merge(kerbs))]
    )


def _kerb(x0: float, z0: float, x1: float, z1: float) -> list[Mesh]:
    """Bevelled blocks 2.2 m long along the longer side."""
    long_x = x1 - x0 > z1 - z0
    start, end = (x0, x1) if long_x else (z0, z1)
    blocks = []
    for at in np.arange(start, end - 1.0, 2.2):
        size = (2.17, 0.26, z1 - z0 + 0.1) if long_x else (x1 - x0 + 0.1, 0.26, 2.17)
        tone = 0.86 + 0.14 * float(np.sin(at * 12.9898) ** 2)
        block = solids.bevelled_box(size, 0.04, (tone, tone, tone * 0.97))
        middle = (at + 1.1, (z0 + z1) / 2) if long_x else ((x0 + x1) / 2, at + 1.1)
        blocks.append(transforms.moved(block, float(middle[0]), 1.46, float(middle[1])))
    return blocks


def street(seed: int, opening: float) -> Prototype:
    """Kerb stones along both sides of a city street, iron lids and gratings in it."""
    blocks: list[Mesh] = []
    for side in (-1, 1):
        for start, end in ((-170.0, CROSSING[0]), (CROSSING[1], 70.0)):
            for z in np.arange(start, end - 1.0, 1.5):
                tone = 0.80 + 0.16 * float(np.sin(z * 12.9898 + side) ** 2)
                block = solids.bevelled_box((0.62, 0.34, 1.47), 0.04, (tone, tone, tone * 0.97))
                blocks.append(transforms.moved(block, side * (STREET + 0.32), KERB - 0.30, float(z) + 0.75))
    lids: list[Mesh] = []
    for z in (-22.0, -4.0, 11.0, 27.0):
        disc = solids.lathe(np.array([[0.0, 0.03], [0.34, 0.03], [0.36, 0.0]])[::-1], 18, (0.55, 0.55, 0.57))
        lids.append(transforms.moved(disc, 2.1 * (-1) ** int(z), 0.015, z))
        grate = solids.bevelled_box((0.4, 0.05, 0.8), 0.01, (0.45, 0.45, 0.47))
        lids.append(transforms.moved(grate, STREET - 0.35, 0.0, z + 5.0))
    return meshes.prototype("street", [("granite", meshes.merge(blocks)), ("iron", meshes.merge(lids))])


def planet(seed: int, opening: float) -> Prototype:
    """A great striped planet with a ring, low over the horizon, a little aside from the light."""
    radius, away, lift = 150.0, 830.0, 16.0
    turn = np.radians(opening + 24.0)
    ball = solids.icosphere(radius, 5)
    latitude = ball.positions[:, 1:2] / radius
    stripes = noise.octaves(latitude[:, 0] * 5.0, 0 * latitude[:, 0] + 0.5, seed % 9973, 4)[:, None]
    globe = colouring.coloured(ball, 0.9 + 0.5 * stripes * np.array([0.6, 0.9, 1.2]))
    rings = [solids.lathe([(radius * inner, 0.0), (radius * outer, 0.0)], 96) for inner, outer in _RINGS]
    under = [transforms.moved(transforms.turned(ring, 180.0, (1.0, 0.0, 0.0)), y=-0.5) for ring in rings]
    disc = meshes.merge([*rings, *under])
    tilt = transforms.rotation((0.8, 0.0, 0.6), 24.0)
    height = away * float(np.tan(np.radians(lift)))
    place = transforms.translation(away * float(np.sin(turn)), height, -away * float(np.cos(turn))) @ tilt
    parts = [("sandstone", globe), ("paper", disc)]
    return meshes.prototype(
        "planet", [(name, meshes.box_uvs(transforms.transformed(mesh, place))) for name, mesh in parts]
    )


_RINGS = ((1.32, 1.62), (1.66, 1.72), (1.78, 2.05))
"""The inner and outer edges of the planet's rings, in its radii."""


OPENINGS: Mapping[str, tuple[tuple[Vector, float], ...]] = MappingProxyType(
    {
        "room": (((-4.9, 1.8, -2.1), 2.7), ((-4.9, 1.8, 1.7), 2.7), ((-4.3, 1.8, -4.4), 2.0)),
        "cave": (((2.0, 10.5, -3.0), 12.0), ((0.0, 3.0, -20.0), 6.0)),
    }
)
"""Where daylight comes in: a point inside each opening and the opening's area in square metres."""
SHELLS: Mapping[str, Shell] = MappingProxyType(
    {"room": room, "cave": cave, "planet": planet, "surface": surface, "quay": quay, "street": street}
)
