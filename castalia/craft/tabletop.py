"""What people put on tables stands on one, where the plan has a table: candles, books, small lanterns."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from castalia.craft import meshes, transforms
from castalia.craft.footprints import Placed
from castalia.craft.tops import topmost
from castalia.craft.traits import traits_of
from castalia.language.plan import SceneObject
from castalia.randomness import generator
from castalia.world import Prototype

NEAR = frozenset({"centre", "left", "right", "foreground", "beside", "cluster", "scattered"})
"""Where the plan wants a thing that may then stand on a table: near, and nowhere in particular."""
_TOP = (0.3, 1.4)
"""How high a table's top may lie, metres over its foot."""
_EVEN = 0.03
_TRIES, _MOST = 24, 5
"""Spots tried on a table, and how many things it takes."""


def set_on_tables(
    items: Sequence[SceneObject], placed: Sequence[Placed], cast: Sequence[Sequence[Prototype]], seed: int
) -> list[Placed]:
    """The copies with small things moved onto the plan's first table; as they are where it has none. ``cast`` holds each
    item's variants."""
    table = next((each for each in placed if traits_of(items[each.item].kind).table), None)
    if table is None:
        return list(placed)
    variants = cast[table.item]
    spots = _spots(table, variants[table.copy % len(variants)], seed)
    made: list[Placed] = []
    for each in placed:
        item = items[each.item]
        lifted = traits_of(item.kind).tabletop and item.relation in NEAR
        spot = next(spots, None) if lifted else None
        made.append(each if spot is None else replace(each, x=spot[0], y=spot[1], z=spot[2], fault=0.0))
    return made


def _spots(table: Placed, made: Prototype, seed: int) -> Iterator[tuple[float, float, float]]:
    """Places on a table's top, apart from each other, in the world."""
    low, high = meshes.bounds(made)
    random = generator(seed, "tabletop", table.name)
    top, taken = _top_of(made), list[tuple[float, float]]()
    apart = 0.2 * float(min(high[0] - low[0], high[2] - low[2]))
    matrix = transforms.placed((table.x, table.y, table.z), table.heading, table.scale)
    for _ in range(_TRIES):
        if len(taken) == _MOST:
            return
        u, v = (float(axis) for axis in random.uniform(0.14, 0.86, 2))
        x, z = float(low[0] + u * (high[0] - low[0])), float(low[2] + v * (high[2] - low[2]))
        level = height_at(made, x, z)
        if top is None or abs(level - top) > _EVEN or any(math.hypot(x - a, z - b) < apart for a, b in taken):
            continue
        taken.append((x, z))
        place = matrix @ np.array([x, level, z, 1.0])
        yield float(place[0]), float(place[1]), float(place[2])


def _top_of(made: Prototype) -> float | None:
    """The height of a table's top over its foot: the commonest level under a grid of points."""
    low, high = meshes.bounds(made)
    share = np.linspace(0.15, 0.85, 7)
    levels = [
        round(height_at(made, float(low[0] + u * (high[0] - low[0])), float(low[2] + v * (high[2] - low[2]))), 2)
        for u in share
        for v in share
    ]
    fitting = [level for level in levels if _TOP[0] <= level <= _TOP[1]]
    return max(set(fitting), key=fitting.count) if fitting else None


def height_at(made: Prototype, x: float, z: float) -> float:
    """The height of the highest surface of a prototype over (x, z), 0 where there is none."""
    heights = [
        topmost(part.mesh.positions, part.mesh.triangles, [(x, z)])[0]
        for part in made.parts
        if len(part.mesh.triangles)
    ]
    return max(0.0, *(float(height[0]) for height in heights)) if heights else 0.0
