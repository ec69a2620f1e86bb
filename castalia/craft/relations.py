"""Where a copy would like to be, by the relation that the plan gives its object."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from castalia.craft.footprints import DRY, Placed, Shape
from castalia.craft.places.layers import trail
from castalia.craft.places.place import Place
from castalia.craft.terrain import Array, Terrain
from castalia.craft.traits import Traits, traits_of
from castalia.language.plan import SceneObject
from castalia.world import Bounds

_SIDES = ((1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0))
OFF_GROUND = frozenset({"aloft", "afloat"})
"""The relations of what touches no ground."""
_ROW = 9
"""So many stand side by side at most."""
_STEEP = 0.6
"""Rise over run of ground on which nothing is set."""


@dataclass(frozen=True)
class Wish:
    """Where a copy would like to be, and the direction in which it gives way."""

    x: float
    z: float
    push: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class Asking:
    """One copy that asks for a place."""

    item: SceneObject
    index: int
    copy: int
    shape: Shape
    place: Place
    rng: np.random.Generator
    before: Sequence[Placed]
    terrain: Terrain

    @property
    def reach(self) -> float:
        """What scales the anchors: a room is smaller than a meadow."""
        return self.place.reach

    @property
    def bounds(self) -> Bounds | None:
        return self.place.bounds

    @property
    def frontage(self) -> float | None:
        return self.place.frontage

    @property
    def swims(self) -> bool:
        """Whether this is at home in the water that fills the place, wherever in it the plan sets it."""
        return self.place.medium == "water" and self.traits.swims

    @property
    def traits(self) -> Traits:
        return traits_of(self.item.kind)

    @property
    def lines_the_street(self) -> bool:
        """Whether this is a building in a place with a street, so that it stands in its row."""
        return self.frontage is not None and self.traits.building

    def aligned(self, wish: Wish) -> Wish:
        """The wish, or the building line on its side of the street."""
        if self.frontage is None or not self.lines_the_street:
            return wish
        side = math.copysign(1.0, wish.x if abs(wish.x) > 1.0 else 0.5 - self.copy % 2)
        return Wish(side * (self.frontage + self.shape.radius), wish.z, (0.0, -0.5))

    def enclosed(self, x: float, z: float) -> tuple[float, float]:
        """The nearest place to (x, z) where the whole copy stands between the walls."""
        if self.bounds is None:
            return x, z
        (low_x, _, low_z), (high_x, _, high_z) = self.bounds
        away = min(self.shape.radius + 0.1, (high_x - low_x) / 2, (high_z - low_z) / 2)
        return min(max(x, low_x + away), high_x - away), min(max(z, low_z + away), high_z - away)


def _bunched(asking: Asking, x: float, z: float, push: tuple[float, float] = (0.0, 0.0)) -> Wish:
    """Copies round an anchor on a sunflower spiral, as near one another as their footprints allow."""
    spread = (asking.shape.radius * 2.1 + 0.5) * math.sqrt(asking.copy)
    turn = asking.copy * 2.39996 + 0.7
    jitter = asking.rng.normal(0, 0.35 * asking.reach, 2)
    return Wish(
        x * asking.reach + math.cos(turn) * spread + float(jitter[0]),
        z * asking.reach + math.sin(turn) * spread + float(jitter[1]),
        push,
    )


def _centre(asking: Asking) -> Wish:
    return _bunched(asking, 0.0, 0.0, (0.0, 0.0))


def _left(asking: Asking) -> Wish:
    return _bunched(asking, -8.0 - 0.5 * asking.shape.radius, 0.0, (-0.5 * asking.reach, -0.1 * asking.reach))


def _right(asking: Asking) -> Wish:
    return _bunched(asking, 8.0 + 0.5 * asking.shape.radius, 0.0, (0.5 * asking.reach, -0.1 * asking.reach))


def _foreground(asking: Asking) -> Wish:
    side = float(asking.rng.choice([-1.0, 1.0]))
    return _bunched(asking, side * (3.2 + asking.shape.radius), 14.0, (side * 0.3 * asking.reach, 0.05))


def _background(asking: Asking) -> Wish:
    side = float(asking.rng.choice([-1.0, 1.0])) if asking.copy else float(asking.rng.uniform(-1, 1))
    return _bunched(asking, side * 11, -26.0 - asking.shape.radius, (0.0, -0.6 * asking.reach))


def _distance(asking: Asking) -> Wish:
    return _bunched(asking, float(asking.rng.uniform(-26, 26)), -78.0, (0.0, -0.8 * asking.reach))


def _hilltop(asking: Asking) -> Wish:
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
    return Wish(wish.x + float(x.ravel()[best]), wish.z + float(z.ravel()[best]))


def _waterside(asking: Asking) -> Wish:
    """The dry bank nearest to the stage's front, copies along it: low ground, or the edge of a quay."""

    def banks(x: Array, z: Array) -> NDArray[np.bool_]:
        height, reach = asking.terrain.height(x, z), asking.shape.radius + 1.5
        sides = [asking.terrain.height(x + across * reach, z + along * reach) for across, along in _SIDES]
        low = (height < DRY + 0.85) | (np.min(sides, axis=0) < 0)
        return (height > DRY + 0.12) & low & (asking.terrain.slope(x, z) < _STEEP)

    return _where(asking, banks, (5.0 - 5.0 * asking.copy, 4.0))


def _afloat(asking: Asking) -> Wish:
    """Open water in front of the stage, on the left third first."""
    return _where(asking, lambda x, z: asking.terrain.height(x, z) < -0.9, (-9.0 + 8.5 * asking.copy, 15.0))


def _where(asking: Asking, fits: Callable[[Array, Array], NDArray[np.bool_]], near: tuple[float, float]) -> Wish:
    """The place that ``fits`` nearest to a point, or the point itself."""
    x, z = np.meshgrid(np.arange(-36.0, 37.0, 1.5), np.arange(-34.0, 31.0, 1.5))
    cost = np.hypot(x - near[0], (z - near[1]) * 1.2) + np.where(fits(x, z), 0.0, 500.0)
    best = int(cost.argmin())
    if cost.ravel()[best] >= 500.0:
        return _bunched(asking, *near)
    jitter = asking.rng.normal(0, 0.4, 2)
    return Wish(float(x.ravel()[best] + jitter[0]), float(z.ravel()[best] + jitter[1]))


def _aloft(asking: Asking) -> Wish:
    """A loose flock over the middle distance."""
    x, z = asking.rng.normal(0, 1, 2) * (2.2 + 0.5 * math.sqrt(asking.item.count)) * (1.6, 1.2)
    return Wish(float(-4 + x) * asking.reach, float(-16 + z) * asking.reach)


def _scattered(asking: Asking) -> Wish:
    """Anywhere round the stage; tall things keep off the line of sight."""
    for _ in range(24):
        x, z = float(asking.rng.uniform(-27, 27)), float(asking.rng.uniform(-38, 16))
        if asking.shape.height < 2.5 or not (abs(x) < 6.5 and z > -8):
            break
    return Wish(x * asking.reach, z * asking.reach)


def _cluster(asking: Asking) -> Wish:
    return _bunched(asking, 5.0, -5.0)


def _row(asking: Asking) -> Wish:
    """Side by side across the view, behind the middle of the stage; what is too many for one row stands in several."""
    step = asking.shape.radius * 2.15 + 0.3
    rank, place = divmod(asking.copy, _ROW)
    across = place - (min(asking.item.count - rank * _ROW, _ROW) - 1) / 2
    return Wish(across * step, -5.0 * asking.reach - asking.shape.radius - rank * 1.3 * step, (0.0, -0.2))


def _path(asking: Asking) -> Wish:
    """Along the path into the distance: small walkers on it, larger things at its sides by turns."""
    z = 9.0 - asking.copy * max(4.2, 2.2 * asking.shape.radius)
    aside = 0.0 if asking.shape.radius < 0.9 else (1.8 + asking.shape.radius) * (-1 if asking.copy % 2 else 1)
    return Wish(float(trail(np.array(z))) * asking.reach + aside, z * asking.reach, (0.0, -0.1))


def _beside(asking: Asking) -> Wish:
    """Next to the object named before, on the side that the camera sees."""
    anchor = next((each for each in reversed(asking.before) if each.item < asking.index and each.copy == 0), None)
    if anchor is None:
        return _bunched(asking, 3.0, 2.0)
    angle = math.radians(float(asking.rng.uniform(15, 60)) + 36.0 * asking.copy)
    side = -1.0 if (asking.copy % 2) ^ (anchor.x > 1.0) else 1.0
    gap = anchor.radius + asking.shape.radius + 0.4 + 0.25 * asking.copy
    return Wish(anchor.x + side * math.cos(angle) * gap, anchor.z + math.sin(angle) * gap, (side * 0.1, 0.05))


ANCHORS: Mapping[str, Callable[[Asking], Wish]] = MappingProxyType(
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
