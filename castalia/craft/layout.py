"""Layout: a plan's objects set on the ground by relation, count and size. It satisfies the plan and never changes it.

Every copy draws from its own key and gives way only to objects before it in the plan, so adding one moves no other.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from castalia.craft.places import trail
from castalia.craft.scatter import Circle
from castalia.craft.terrain import Array, Terrain
from castalia.language.plan import SceneObject, object_name
from castalia.randomness import generator
from castalia.world import STAGE, STAGE_FRONT, Bounds, Floats

_BUILDING = 2.2
"""What has a footprint of more than this radius is a building, metres."""
DRY = 0.25
"""The least height over the water of ground that something may stand on, metres."""


@dataclass(frozen=True)
class Shape:
    """What layout needs to know of an object: its footprint's radius, height, and whether it turns any way (plants, rocks)."""

    radius: float
    height: float
    natural: bool


@dataclass(frozen=True)
class Placed:
    """One copy of a plan object in the world; ``y`` is where its foot stands, ``fault`` how badly the best place for it fails
    (0 when it is good)."""

    name: str
    item: int
    copy: int
    x: float
    y: float
    z: float
    heading: float
    scale: float
    radius: float
    fault: float = 0.0


@dataclass(frozen=True)
class _Wish:
    """Where a copy would like to be, and the direction in which it gives way."""

    x: float
    z: float
    push: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class _Asking:
    """One copy that asks for a place."""

    item: SceneObject
    index: int
    copy: int
    shape: Shape
    reach: float
    rng: np.random.Generator
    before: Sequence[Placed]
    terrain: Terrain
    bounds: Bounds | None = None
    frontage: float | None = None

    @property
    def lines_the_street(self) -> bool:
        """Whether this is a building in a place with a street, so that it stands in its row."""
        return self.frontage is not None and self.shape.radius > _BUILDING and not self.shape.natural

    def aligned(self, wish: _Wish) -> _Wish:
        """The wish, or the building line on its side of the street."""
        if self.frontage is None or not self.lines_the_street:
            return wish
        side = math.copysign(1.0, wish.x if abs(wish.x) > 1.0 else 0.5 - self.copy % 2)
        return _Wish(side * (self.frontage + self.shape.radius), wish.z, (0.0, -0.5))

    def enclosed(self, x: float, z: float) -> tuple[float, float]:
        """The nearest place to (x, z) where the whole copy stands between the walls."""
        if self.bounds is None:
            return x, z
        (low_x, _, low_z), (high_x, _, high_z) = self.bounds
        away = min(self.shape.radius + 0.1, (high_x - low_x) / 2, (high_z - low_z) / 2)
        return min(max(x, low_x + away), high_x - away), min(max(z, low_z + away), high_z - away)


def arrange(
    items: Sequence[SceneObject],
    shapes: Sequence[Shape],
    terrain: Terrain,
    reach: float,
    seed: int,
    wet: bool,
    bounds: Bounds | None = None,
    frontage: float | None = None,
) -> tuple[list[Placed], Terrain]:
    """Place every copy of every object. Returns them in plan order and the terrain with pads levelled under them.

    ``reach`` scales the anchors (a room is smaller than a meadow); ``wet`` says that there is water at height 0; in
    ``bounds`` everything stays between the walls; buildings stand ``frontage`` metres from the middle of a street.
    """
    placed: list[Placed] = []
    used: dict[str, int] = {}
    for index, (item, shape) in enumerate(zip(items, shapes, strict=True)):
        for copy in range(item.count):
            rng = generator(seed, "layout", index, copy)
            asking = _Asking(item, index, copy, shape, reach, rng, placed, terrain, bounds, frontage)
            spot, fault = _settled(asking, wet)
            name = object_name(item)
            used[name] = used.get(name, 0) + 1
            full = name if used[name] == 1 else f"{name}-{used[name]}"
            placed.append(replace(_stood(asking, spot, full, wet), fault=fault))
            if shape.radius > 1.2 and item.relation not in ("afloat", "aloft") and not (wet and item.kind == "bridge"):
                others = [(each.x, each.z, each.radius) for each in placed[:-1]]
                terrain = terrain.levelled(spot[0], spot[1], shape.radius, others)
    return placed, terrain


def _stood(asking: _Asking, spot: tuple[float, float], name: str, wet: bool) -> Placed:
    """Turn, size and ground a copy at its spot."""
    item, shape, rng = asking.item, asking.shape, asking.rng
    x, z = spot
    scale = float(rng.uniform(0.86, 1.14)) if item.count > 1 else 1.0
    ground = float(asking.terrain.height(x, z))
    if item.relation == "aloft":
        y = max(ground, 0.0) + asking.reach * float(rng.uniform(7.0, 17.0)) + 0.3 * shape.height
        y = min(y, asking.bounds[1][1] - shape.height) if asking.bounds else y
    elif item.relation == "afloat" and wet and ground < 0:
        y = -min(0.12 * shape.height, 0.5) if item.kind != "lily" else 0.0
    elif item.kind == "bridge" and wet:
        y = DRY
        scale = min(max((_across(asking)[2] + 2.0) / (2 * shape.radius), 0.8), 2.5)
    else:
        slope = float(asking.terrain.slope(x, z))
        y = ground - min(slope * min(shape.radius, 1.0) * 0.5 + 0.02, 0.4)
    return Placed(name, asking.index, asking.copy, x, y, z, _heading(asking, x, z), scale, shape.radius * scale)


def _heading(asking: _Asking, x: float, z: float) -> float:
    """Built things and people look towards the camera's ground; plants any way; walkers along the path; boats side on."""
    item, rng = asking.item, asking.rng
    if asking.shape.natural and item.kind != "cliff":
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
    if item.relation == "row" or item.kind == "bridge":
        return 0.0
    loose = 50.0 if asking.shape.radius < 1.2 else 14.0
    return to_camera + float(rng.uniform(-loose, loose))


def _settled(asking: _Asking, wet: bool) -> tuple[tuple[float, float], float]:
    """The wish, or the nearest free place to it in ever wider rings; the best of all when none is free. With its fault."""
    if wet and asking.item.kind == "bridge":
        x, z, _ = _across(asking)
        return (x, z), 0.0
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
        if fault <= 0:
            return (x, z), 0.0
        if fault < least:
            best, least = (x, z), fault
    return best, least


def _fault(asking: _Asking, before: Floats, x: float, z: float, wet: bool) -> float:
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


# ------------------------------------------------------------------ relations


def _across(asking: _Asking) -> tuple[float, float, float]:
    """Where a bridge belongs: the middle (x, z) of the narrowest water near the stage, and how wide it is there."""
    x, z = (axis.ravel() for axis in np.meshgrid(np.arange(-26.0, 26.5, 1.0), np.arange(-14.0, 18.0, 2.0)))
    left, right = (_to_bank(asking.terrain, x, z, side) for side in (-1.0, 1.0))
    wet = asking.terrain.height(x, z) < -0.8
    cost = np.hypot(x, z) + 2.0 * (left + right) + 4.0 * np.abs(left - right) + np.where(wet, 0.0, 500.0)
    best = int(np.argsort(cost, kind="stable")[min(12 * asking.copy, len(cost) - 1)])
    return float(x[best]), float(z[best]), float(left[best] + right[best])


def _to_bank(terrain: Terrain, x: Array, z: Array, side: float) -> Array:
    """Metres along x from places in the water to dry ground, 16 when it is farther."""
    steps = np.arange(0.5, 16.5, 0.5)
    dry = terrain.height(x[:, None] + side * steps, z[:, None] + 0 * steps) > 0.3
    return np.where(dry.any(axis=1), steps[dry.argmax(axis=1)], 16.0)


def _bunched(asking: _Asking, x: float, z: float, push: tuple[float, float] = (0.0, 0.0)) -> _Wish:
    """Copies round an anchor on a sunflower spiral, as near one another as their footprints allow."""
    spread = (asking.shape.radius * 2.1 + 0.5) * math.sqrt(asking.copy)
    turn = asking.copy * 2.39996 + 0.7
    jitter = asking.rng.normal(0, 0.35 * asking.reach, 2)
    return _Wish(
        x * asking.reach + math.cos(turn) * spread + float(jitter[0]),
        z * asking.reach + math.sin(turn) * spread + float(jitter[1]),
        push,
    )


def _centre(asking: _Asking) -> _Wish:
    return _bunched(asking, 0.0, 0.0, (0.0, 0.0))


def _left(asking: _Asking) -> _Wish:
    return _bunched(asking, -8.0 - 0.5 * asking.shape.radius, 0.0, (-0.5 * asking.reach, -0.1 * asking.reach))


def _right(asking: _Asking) -> _Wish:
    return _bunched(asking, 8.0 + 0.5 * asking.shape.radius, 0.0, (0.5 * asking.reach, -0.1 * asking.reach))


def _foreground(asking: _Asking) -> _Wish:
    side = float(asking.rng.choice([-1.0, 1.0]))
    return _bunched(asking, side * (3.2 + asking.shape.radius), 14.0, (side * 0.3 * asking.reach, 0.05))


def _background(asking: _Asking) -> _Wish:
    side = float(asking.rng.choice([-1.0, 1.0])) if asking.copy else float(asking.rng.uniform(-1, 1))
    return _bunched(asking, side * 11, -26.0 - asking.shape.radius, (0.0, -0.6 * asking.reach))


def _distance(asking: _Asking) -> _Wish:
    return _bunched(asking, float(asking.rng.uniform(-26, 26)), -78.0, (0.0, -0.8 * asking.reach))


def _hilltop(asking: _Asking) -> _Wish:
    """The highest place in the middle distance, nearer ones preferred."""
    x, z = np.meshgrid(np.arange(-34.0, 35.0, 4.0), np.arange(-72.0, -21.0, 4.0))
    x, z = x * asking.reach, z * asking.reach
    worth = (
        asking.terrain.height(x, z)
        - 0.10 * np.hypot(x - 14, z + 40)
        - 6 * np.maximum(asking.terrain.slope(x, z) - 0.4, 0)
    )
    best = int(worth.argmax())
    wish = _bunched(asking, 0.0, 0.0)
    return _Wish(wish.x + float(x.ravel()[best]), wish.z + float(z.ravel()[best]))


def _waterside(asking: _Asking) -> _Wish:
    """The dry bank nearest to the stage's front, copies along it."""
    return _by_height(asking, DRY + 0.12, DRY + 0.85, (5.0 - 5.0 * asking.copy, 4.0))


def _afloat(asking: _Asking) -> _Wish:
    """Open water in front of the stage, on the left third first."""
    return _by_height(asking, -99.0, -0.9, (-9.0 + 8.5 * asking.copy, 15.0))


def _by_height(asking: _Asking, low: float, high: float, near: tuple[float, float]) -> _Wish:
    x, z = np.meshgrid(np.arange(-36.0, 37.0, 1.5), np.arange(-34.0, 31.0, 1.5))
    height = asking.terrain.height(x, z)
    cost = np.hypot(x - near[0], (z - near[1]) * 1.2) + np.where((height > low) & (height < high), 0.0, 500.0)
    best = int(cost.argmin())
    if cost.ravel()[best] >= 500.0:
        return _bunched(asking, *near)
    jitter = asking.rng.normal(0, 0.4, 2)
    return _Wish(float(x.ravel()[best] + jitter[0]), float(z.ravel()[best] + jitter[1]))


def _aloft(asking: _Asking) -> _Wish:
    """A loose flock over the middle distance."""
    x, z = asking.rng.normal(0, 1, 2) * (2.2 + 0.5 * math.sqrt(asking.item.count)) * (1.6, 1.2)
    return _Wish(float(-4 + x) * asking.reach, float(-16 + z) * asking.reach)


def _scattered(asking: _Asking) -> _Wish:
    """Anywhere round the stage; tall things keep off the line of sight."""
    for _ in range(24):
        x, z = float(asking.rng.uniform(-27, 27)), float(asking.rng.uniform(-38, 16))
        if asking.shape.height < 2.5 or not (abs(x) < 6.5 and z > -8):
            break
    return _Wish(x * asking.reach, z * asking.reach)


def _cluster(asking: _Asking) -> _Wish:
    return _bunched(asking, 5.0, -5.0)


def _row(asking: _Asking) -> _Wish:
    """Side by side across the view, behind the middle of the stage."""
    step = asking.shape.radius * 2.15 + 0.3
    return _Wish(
        (asking.copy - (asking.item.count - 1) / 2) * step, -5.0 * asking.reach - asking.shape.radius, (0.0, -0.2)
    )


def _path(asking: _Asking) -> _Wish:
    """Along the path into the distance: small walkers on it, larger things at its sides by turns."""
    z = 9.0 - asking.copy * max(4.2, 2.2 * asking.shape.radius)
    aside = 0.0 if asking.shape.radius < 0.9 else (1.8 + asking.shape.radius) * (-1 if asking.copy % 2 else 1)
    return _Wish(float(trail(np.array(z))) * asking.reach + aside, z * asking.reach, (0.0, -0.1))


def _beside(asking: _Asking) -> _Wish:
    """Next to the object named before, on the side that the camera sees."""
    anchor = next((each for each in reversed(asking.before) if each.item < asking.index and each.copy == 0), None)
    if anchor is None:
        return _bunched(asking, 3.0, 2.0)
    angle = math.radians(float(asking.rng.uniform(15, 60)) + 36.0 * asking.copy)
    side = -1.0 if (asking.copy % 2) ^ (anchor.x > 1.0) else 1.0
    gap = anchor.radius + asking.shape.radius + 0.4 + 0.25 * asking.copy
    return _Wish(anchor.x + side * math.cos(angle) * gap, anchor.z + math.sin(angle) * gap, (side * 0.1, 0.05))


ANCHORS: Mapping[str, Callable[[_Asking], _Wish]] = MappingProxyType(
    {
        "centre": _centre,
        "left": _left,
        "right": _right,
        "foreground": _foreground,
        "background": _background,
        "distance": _distance,
        "hilltop": _hilltop,
        "waterside": _waterside,
        "afloat": _afloat,
        "aloft": _aloft,
        "scattered": _scattered,
        "cluster": _cluster,
        "row": _row,
        "path": _path,
        "beside": _beside,
    }
)


def circles(placed: Sequence[Placed]) -> list[Circle]:
    """The footprints (x, z, radius) of what stands on the ground or water."""
    return [(each.x, each.z, each.radius) for each in placed]


def glade(hero: Placed, height: float) -> list[Circle]:
    """Ground (x, z, radius) where nothing tall may grow, so that the hero can be seen whole from the stage's side: a wedge
    from its foot, four times its ``height`` in metres long."""
    away = float(np.hypot(hero.x, hero.z - STAGE[1]))
    length = min(4.0 * height, away)
    steps = np.arange(hero.radius, length, 3.0)
    across, along = -hero.x / max(away, 1e-6), (STAGE[1] - hero.z) / max(away, 1e-6)
    return [(hero.x + across * step, hero.z + along * step, 2.5 + 0.25 * step) for step in steps.tolist()]
