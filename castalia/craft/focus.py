"""How near a place is to what a plan names: of what there is too much of, the nearest counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from castalia.world import STAGE, Instance, Vector


def nearness(instances: Iterable[Instance]) -> Callable[[Vector], float]:
    """Metres over the ground from a place to the nearest of the plan's objects among ``instances``, or else to the stage."""
    named = [each.transform[[0, 2], 3] for each in instances if each.item is not None]
    places = np.array(named, np.float64) if named else np.array([STAGE], np.float64)

    def away(place: Vector) -> float:
        return float(np.hypot(*(places - (place[0], place[2])).T).min())

    return away
