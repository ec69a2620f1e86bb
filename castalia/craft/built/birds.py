"""Birds, on the wing or perched: bird, crow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from castalia.craft.built.anatomy import hide
from castalia.craft.built.shapes import Array, ball, flat, join, loft, tube, two_sided
from castalia.craft.built.workshop import Workshop
from castalia.world import Colour, Prototype

if TYPE_CHECKING:
    from castalia.craft.objects import ObjectSpec


def _wing(side: float, lift: float, span: float) -> Array:
    """Sections (S,4,3) of an outspread wing."""
    sections = []
    for part in np.linspace(0.0, 1.0, 7):
        x = side * (0.05 + span * part)
        y = 0.04 + lift * np.sin(part * 2.2) * span
        chord = 0.3 * (1.0 - 0.75 * part**1.6)
        z = -0.12 * part**2
        sections.append(
            [
                [x, y, z + chord * 0.45],
                [x, y + 0.02, z + chord * 0.1],
                [x, y + 0.012, z - chord * 0.3],
                [x, y - 0.01, z - chord * 0.62],
            ]
        )
    return np.array(sections)


def _bird(spec: ObjectSpec, coat: Colour, belly: Colour, bill: Colour, wingspan: float) -> Prototype:
    """A bird, on the wing for even variants, perched for odd ones. Units: wingspan 2."""
    bench = Workshop(spec)
    flying = spec.variant % 2 == 0
    body = [[0, 0.0, -0.42], [0, 0.02, -0.2], [0, 0.0, 0.05], [0, 0.04, 0.26], [0, 0.09, 0.38]]
    pieces = [(tube(body, [0.035, 0.1, 0.13, 0.09, 0.065], 8), coat), (ball(0.082, 8, 6).moved(0, 0.11, 0.42), coat)]
    pieces.append((ball(0.1, 8, 5).scaled(1, 0.8, 1.6).moved(0, -0.045, 0.08), belly))
    fan = [
        [[-0.03, 0.0, -0.38], [0.03, 0.0, -0.38], [0.13, 0.0, -0.66]],
        [[-0.03, 0.0, -0.38], [0.13, 0.0, -0.66], [-0.13, 0.0, -0.66]],
    ]
    pieces.append((two_sided(flat(fan)), coat))
    for side in (-1.0, 1.0):
        if flying:
            pieces.append((two_sided(loft(_wing(side, bench.between(0.12, 0.4), 0.95), closed=False)), coat))
        else:
            folded = [[side * 0.1, 0.06, 0.2], [side * 0.135, 0.03, -0.05], [side * 0.07, 0.02, -0.5]]
            pieces.append((tube(folded, [0.05, 0.085, 0.012], 7, flatten=0.5), coat))
    for shape, colour in pieces:
        hide(bench, shape if flying else shape.turned(pitch=-28), colour, 0.04)
    beak = tube([[0, 0.105, 0.485], [0, 0.09, 0.6]], [0.028, 0.004], 5)
    eyes = join([ball(0.014, 5, 4).moved(side * 0.066, 0.135, 0.455) for side in (-1, 1)])
    for shape, colour in ((beak, bill), (eyes, (0.1, 0.1, 0.1))):
        bench.add("leather", shape if flying else shape.turned(pitch=-28), colour, 0.0)
    if not flying:
        for side in (-1, 1):
            bench.add(
                "leather",
                tube([[side * 0.05, -0.08, 0.0], [side * 0.055, -0.27, 0.02], [side * 0.055, -0.28, 0.1]], 0.013, 4),
                bill,
            )
    bench.lift_to_ground()
    bench.resize(wingspan / 2)
    return bench.prototype()


def bird(spec: ObjectSpec) -> Prototype:
    """A gull: white below, grey above."""
    return _bird(spec, (1.9, 1.95, 2.0), (2.4, 2.4, 2.35), (2.2, 1.3, 0.4), Workshop(spec).sized(0.5, 1.0, 1.6))


def crow(spec: ObjectSpec) -> Prototype:
    return _bird(spec, (0.16, 0.16, 0.2), (0.2, 0.2, 0.24), (0.35, 0.33, 0.33), Workshop(spec).sized(0.6, 0.9, 1.2))
