"""What rolls on spoked wheels: cart, wagon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from castalia.craft.built.openings import IRON, OAK
from castalia.craft.built.shapes import beam, box, lathe, loft, two_sided
from castalia.craft.built.workshop import Workshop
from castalia.world import Prototype

if TYPE_CHECKING:
    from castalia.craft.objects import ObjectSpec


def _wheel(shop: Workshop, x: float, y: float, z: float, radius: float) -> None:
    rim = [(radius * 0.88, -0.045), (radius, -0.045), (radius, 0.045), (radius * 0.88, 0.045), (radius * 0.88, -0.045)]
    pieces = [
        ("planks", lathe(rim, 18, capped=False), OAK),
        (
            "iron",
            lathe([(radius, -0.04), (radius * 1.025, -0.04), (radius * 1.025, 0.04), (radius, 0.04)], 18, capped=False),
            IRON,
        ),
    ]
    pieces.append(("planks", lathe([(0.06, -0.13), (0.1, -0.08), (0.1, 0.08), (0.06, 0.13)], 10), OAK))
    for index in range(10):
        angle = 2 * np.pi * index / 10
        spoke = beam(
            [0.08 * np.cos(angle), 0, 0.08 * np.sin(angle)],
            [radius * 0.9 * np.cos(angle), 0, radius * 0.9 * np.sin(angle)],
            0.045,
        )
        pieces.append(("planks", spoke, OAK))
    for material, shape, colour in pieces:
        shop.add(material, shape.turned(roll=90).moved(x, y, z), colour, 0.06)


def cart(spec: ObjectSpec) -> Prototype:
    """A two-wheeled hand cart with slatted sides and a load of hay or sacks."""
    shop = Workshop(spec)
    s = shop.sized(0.8, 1.0, 1.3)
    shop.add("planks", box(1.2, 0.07, 1.9, 0.01).moved(0, 0.68, 0), OAK)
    for side in (-1, 1):
        shop.add("planks", beam([side * 0.5, 0.68, -0.9], [side * 0.42, 0.62, 2.1], 0.085), OAK)
        for row in range(3):
            shop.add(
                "planks",
                box(0.035, 0.12, 1.9, 0.008)
                .turned(roll=-side * 9)
                .moved(side * (0.61 + 0.03 * row), 0.76 + 0.17 * row, 0),
                (1.05, 0.9, 0.75),
                0.09,
            )
        for z in (-0.8, 0.0, 0.8):
            shop.add("planks", box(0.06, 0.55, 0.06, 0.01).turned(roll=-side * 9).moved(side * 0.65, 0.7, z), OAK)
        if not (shop.ruined and side == 1):
            _wheel(shop, side * 0.78, 0.56, -0.05, 0.56)
    shop.add("planks", beam([-0.8, 0.56, -0.05], [0.8, 0.56, -0.05], 0.1), OAK)
    shop.add("planks", box(0.07, 0.62, 0.07).moved(0, 0.02, 1.3), OAK)
    for _ in range(5):
        sack = lathe(
            [(0.12, 0), (0.22, 0.06), (0.24, 0.22), (0.16, 0.36), (0.05, 0.42), (0.09, 0.48), (0.0, 0.46)], 9, True
        )
        shop.add(
            "fabric",
            sack.turned(shop.between(0, 360), shop.between(-14, 14)).moved(
                shop.between(-0.3, 0.3), 0.74, shop.between(-0.65, 0.65)
            ),
            (1.4, 1.2, 0.9),
            0.1,
        )
    shop.resize(s)
    return shop.prototype()


def wagon(spec: ObjectSpec) -> Prototype:
    """A covered wagon: four wheels, a boarded bed and a canvas tilt on hoops."""
    shop = Workshop(spec)
    s = shop.sized(0.8, 1.0, 1.25)
    shop.add("planks", box(1.5, 0.6, 3.4, 0.03).moved(0, 0.85, 0), OAK)
    for side in (-1, 1):
        _wheel(shop, side * 0.92, 0.68, -1.1, 0.68)
        _wheel(shop, side * 0.9, 0.52, 1.15, 0.52)
        shop.add("planks", beam([side * 0.25, 0.7, 1.7], [side * 0.3, 0.62, 3.6], 0.08), OAK)
    angles = np.linspace(-0.12, np.pi + 0.12, 12)
    hoops = []
    for index, z in enumerate(np.linspace(-1.75, 1.75, 9)):
        sag = 1.0 - 0.045 * (index % 2)
        hoops.append(np.stack([0.85 * sag * np.cos(angles), 1.5 + 1.15 * sag * np.sin(angles), np.full(12, z)], axis=1))
    shop.add("fabric", two_sided(loft(np.array(hoops)[::-1], closed=False)), (2.1, 1.95, 1.65), 0.02, 0.05)
    shop.resize(s)
    return shop.prototype()
