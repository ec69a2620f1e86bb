"""The ground that a plan's objects take: their shapes, where their copies are placed, what they keep free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from castalia.craft.scatter import Circle
from castalia.world import STAGE

DRY = 0.25
"""The least height over the water of ground that something may stand on, metres."""


@dataclass(frozen=True)
class Shape:
    """How much room an object takes: its footprint's radius and its height, metres. A ``long`` one is much deeper than broad."""

    radius: float
    height: float
    long: bool = False


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
