"""What hangs: a fishing net between poles, a vine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from castalia.craft.built.openings import OAK
from castalia.craft.built.shapes import ball, tube
from castalia.craft.built.workshop import Workshop
from castalia.world import Prototype

if TYPE_CHECKING:
    from castalia.craft.objects import ObjectSpec

_TWINE = (0.75, 0.72, 0.55)


def net(spec: ObjectSpec) -> Prototype:
    """A net hung up to dry between two poles: it sags, and has cork floats along its upper rope."""
    bench = Workshop(spec)
    width, height = bench.sized(1.8, 3.0, 4.6), bench.sized(1.3, 1.7, 2.2)
    for side in (-1, 1):
        top = [side * (width / 2 + bench.between(-0.04, 0.04)), height + 0.15, bench.between(-0.05, 0.05)]
        bench.add("planks", tube([[side * width / 2, -0.1, 0], top], [0.055, 0.045], 7), OAK, 0.1)
    columns, rows = int(width / 0.22), 7
    across = np.linspace(-0.5, 0.5, columns + 1)
    sag = 0.16 * height * (1 - (2 * across) ** 2)
    knots = np.array(
        [
            np.stack(
                [
                    across * width,
                    height - sag - depth * (0.82 * height - 0.4 * sag),
                    0.22 * np.sin(3 * across + 4 * depth),
                ],
                axis=1,
            )
            for depth in np.linspace(0, 1, rows)
        ]
    )
    for row in range(rows):
        bench.add("fabric", tube(knots[row], 0.02 if row == 0 else 0.008, 4), _TWINE, 0.05, 0.15)
    for column in range(columns + 1):
        bench.add("fabric", tube(knots[:, column], 0.008, 4), _TWINE, 0.05, 0.15)
    for place in knots[0, 1::3]:
        bench.add("bark", ball(0.06, 8, 5).moved(*(float(at) for at in place)), (1.4, 0.9, 0.55), 0.1)
    return bench.prototype()


def vine(spec: ObjectSpec) -> Prototype:
    """A woody vine that winds up a leaning pole of dead wood, in leaf from top to foot."""
    bench = Workshop(spec)
    height = bench.sized(1.2, 2.2, 3.6)
    lean = bench.draw.normal(0, 0.12, 2)
    steps = np.linspace(0, 1, 26)
    pole = np.stack([lean[0] * height * steps, height * steps, lean[1] * height * steps], axis=1)
    bench.add("bark", tube(pole[::5], [0.07, 0.065, 0.06, 0.05, 0.04, 0.03], 7), (0.7, 0.6, 0.5), 0.1)
    for start in (0.0, np.pi):
        turn = start + 11 * steps
        winding = pole + np.stack([0.1 * np.cos(turn), 0 * turn, 0.1 * np.sin(turn)], axis=1)
        bench.add("bark", tube(winding, np.linspace(0.025, 0.01, len(steps)).tolist(), 5), (0.85, 0.8, 0.6), 0.1, 0.1)
        for place in winding[2::3]:
            middle = (float(place[0]), float(place[1]), float(place[2]))
            bench.leaves(middle, (0.26, 0.2, 0.26), 14 if spec.detail >= 0.5 else 5, 0.09)
    return bench.prototype()
