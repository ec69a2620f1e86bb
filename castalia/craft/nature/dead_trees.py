"""Dead trees: a broken, forking trunk without a leaf."""

from __future__ import annotations

import numpy as np

from castalia.craft import colouring, meshes, solids
from castalia.craft.nature.growth import Array, along, directions, draws, stature
from castalia.craft.objects import ObjectSpec
from castalia.world import Mesh, Prototype


def dead_tree(spec: ObjectSpec) -> Prototype:
    """A bare tree of about 7 m: limbs fork three times near, twice far and claw upwards."""
    rng = draws(spec)
    height = stature(spec, 7.0)
    levels = 3 if spec.detail >= 0.6 else 2
    wood: list[Mesh] = []
    _fork(
        rng,
        wood,
        np.array([0.0, -0.05, 0.0]),
        np.array([rng.normal(0, 0.08), 1.0, rng.normal(0, 0.08)]),
        height * 0.5,
        height * 0.04,
        levels,
    )
    grey = colouring.coloured(meshes.merge(wood), (0.80, 0.78, 0.76))
    return meshes.prototype(spec.kind, [("bark", grey)])


def _fork(
    rng: np.random.Generator, wood: list[Mesh], foot: Array, heading: Array, length: float, radius: float, levels: int
) -> None:
    """One crooked limb and, while levels are left, two to four limbs that spring from it."""
    heading = meshes.unit(heading)
    at = np.linspace(0, 1, 7)[:, None]
    path = foot + heading * length * at
    path[1:] += np.cumsum(rng.normal(0, 0.045 * length, (6, 3)), axis=0)
    taper = 1 - (0.55 if levels else 0.95) * at[:, 0]
    flare = 1 + (0.8 * np.exp(-at[:, 0] * 7) if foot[1] < 0 else 0.0)
    wood.append(solids.tube(path, radius * taper * flare, 7 if radius > 0.06 else 4, sway=0.1))
    if levels == 0:
        return
    count = int(rng.integers(3, 5))
    starts = along(path, rng.uniform(0.55, 1.0, count))
    starts[0] = path[-1]
    around = rng.uniform(0, 6.28) + np.arange(count) * 2.4
    spread = directions(around, rng.uniform(0.1, 0.7, count))
    for start, aside in zip(starts, spread, strict=True):
        _fork(
            rng,
            wood,
            start,
            heading * 0.55 + aside * 0.8,
            length * float(rng.uniform(0.5, 0.72)),
            radius * 0.48,
            levels - 1,
        )
