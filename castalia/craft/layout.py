"""Layout: a plan's objects set on the ground by relation, count and size. It satisfies the plan and never changes it;
only bridges and jetties go where there is something to span, whatever their relation.

Every copy draws from its own key and gives way only to objects before it in the plan, so adding one moves no other.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from castalia.craft.banks import bridged, moored
from castalia.craft.footprints import DRY, Placed, Shape
from castalia.craft.places.place import Place
from castalia.craft.relations import ANCHORS, OFF_GROUND, Asking
from castalia.craft.terrain import Terrain
from castalia.language.plan import SceneObject, object_name
from castalia.randomness import generator
from castalia.world import STAGE_FRONT, Floats

_THREE_QUARTER = (34.0, 56.0)
"""Degrees by which a long thing turns aside."""

_SWUM = (0.8, 4.0)
"""Metres over the ground at which what swims does."""


def arrange(
    items: Sequence[SceneObject],
    shapes: Sequence[Shape],
    terrain: Terrain,
    place: Place,
    seed: int,
    wet: bool,
) -> tuple[list[Placed], Terrain]:
    """Place every copy of every object. Returns them in plan order and the terrain with pads levelled under them.

    ``wet`` says that there is water at height 0; in an enclosed ``place`` everything stays between the walls, buildings
    along a street's.
    """
    placed: list[Placed] = []
    used: dict[str, int] = {}
    for index, (item, shape) in enumerate(zip(items, shapes, strict=True)):
        for copy in range(item.count):
            rng = generator(seed, "layout", index, copy)
            asking = Asking(item, index, copy, shape, place, rng, placed, terrain)
            name = object_name(item)
            used[name] = used.get(name, 0) + 1
            full = name if used[name] == 1 else f"{name}-{used[name]}"
            over = _over_a_bank(asking, full, wet)
            placed.append(over or _settled(asking, full, wet))
            if over is None and shape.radius > 1.2 and not asking.swims and item.relation not in OFF_GROUND:
                others = [(each.x, each.z, each.radius) for each in placed[:-1]]
                terrain = terrain.levelled(placed[-1].x, placed[-1].z, shape.radius, others)
    return placed, terrain


def _over_a_bank(asking: Asking, name: str, wet: bool) -> Placed | None:
    """A bridge or a jetty where it belongs; None for all else."""
    if asking.traits.spans:
        return bridged(asking, name, wet)
    return moored(asking, name) if asking.traits.deck and wet else None


def _stood(asking: Asking, spot: tuple[float, float], name: str, wet: bool) -> Placed:
    """Turn, size and ground a copy at its spot."""
    item, shape, rng = asking.item, asking.shape, asking.rng
    x, z = spot
    scale = float(rng.uniform(0.86, 1.14)) if item.count > 1 else 1.0
    ground = float(asking.terrain.height(x, z))
    if item.relation == "aloft":
        y = max(ground, 0.0) + asking.reach * float(rng.uniform(7.0, 17.0)) + 0.3 * shape.height
        y = min(y, asking.bounds[1][1] - shape.height) if asking.bounds else y
    elif asking.swims:
        y = ground + float(rng.uniform(*_SWUM)) + 0.3 * shape.height
    elif item.relation == "afloat" and wet and ground < 0:
        y = -min(asking.traits.draught * shape.height, 0.5)
    else:
        slope = float(asking.terrain.slope(x, z))
        y = ground - min(slope * min(shape.radius, 1.0) * 0.5 + 0.02, 0.4)
    return Placed(name, asking.index, asking.copy, x, y, z, _heading(asking, x, z), scale, shape.radius * scale)


def _heading(asking: Asking, x: float, z: float) -> float:
    """Built things and people look towards the camera's ground, long ones show a side as well; plants any way; walkers along
    the path; boats side on."""
    item, rng = asking.item, asking.rng
    if asking.traits.natural and not asking.traits.face:
        return float(rng.uniform(0, 360))
    to_camera = math.degrees(math.atan2(-x * 0.7, STAGE_FRONT * asking.reach - z * 0.7))
    if item.relation == "afloat":
        return to_camera + float(rng.choice([-1, 1])) * float(rng.uniform(40, 80))
    if item.relation == "aloft":
        return float(rng.uniform(-110, -70))
    if item.relation == "path":
        return (180.0 if asking.copy % 2 else 0.0) + float(rng.uniform(-18, 18))
    if asking.lines_the_street:
        return -90.0 if x > 0 else 90.0
    if item.relation == "row":
        return 0.0
    if asking.shape.long:
        return to_camera + float(rng.choice([-1, 1])) * float(rng.uniform(*_THREE_QUARTER))
    loose = 50.0 if asking.shape.radius < 1.2 else 14.0
    return to_camera + float(rng.uniform(-loose, loose))


def _settled(asking: Asking, name: str, wet: bool) -> Placed:
    """A copy where it wishes to be, or at the nearest free place in ever wider rings; at the best of all when none is free."""
    wish = asking.aligned(ANCHORS[asking.item.relation](asking))
    best, least = asking.enclosed(wish.x, wish.z), math.inf
    before = np.array([(other.x, other.z, other.radius) for other in asking.before]).reshape(-1, 3)
    # Many copies need room: their rings grow as the ground that those before them take.
    wide = 14 + 2 * asking.shape.radius * max(1.0, math.sqrt(asking.copy) / 1.5)
    for attempt in range(160):
        reach = attempt / 160
        turn = attempt * 2.39996 + float(asking.rng.uniform(0, 0.5))
        ring = wide * asking.reach * reach**1.2
        x = wish.x + wish.push[0] * attempt * 0.25 + math.cos(turn) * ring
        z = wish.z + wish.push[1] * attempt * 0.25 + math.sin(turn) * ring
        x, z = asking.enclosed(x, z)
        fault = _fault(asking, before, x, z, wet)
        if fault < least:
            best, least = (x, z), max(fault, 0.0)
        if fault <= 0:
            break
    return replace(_stood(asking, best, name, wet), fault=least)


def _fault(asking: Asking, before: Floats, x: float, z: float, wet: bool) -> float:
    """How badly a place fails, 0 when it is good: overlap in metres with the circles (N,3) ``before``, water where there
    should be none, steepness."""
    fault = 0.0
    if asking.item.relation != "aloft":
        gaps = np.hypot(x - before[:, 0], z - before[:, 1]) - (asking.shape.radius + before[:, 2]) * 0.98
        fault += float(np.maximum(0.1 - gaps, 0.0).sum())
    ground = float(asking.terrain.height(x, z))
    if asking.item.relation == "afloat" and wet:
        return fault + max(ground + 0.5, 0.0) * 6
    if asking.item.relation == "aloft":
        return fault
    if asking.frontage is not None:
        inside = asking.frontage - abs(x)
        fault += max(inside + 0.8 * asking.shape.radius, 0.0) if asking.lines_the_street else max(0.5 - inside, 0.0)
    if wet:
        fault += max(DRY - ground, 0.0) * 8
    return fault + max(float(asking.terrain.slope(x, z)) - 0.75, 0.0) * 3
