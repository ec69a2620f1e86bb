"""Indoors: table, chair, bed, bookshelf, book, piano."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from castalia.craft.built.openings import OAK
from castalia.craft.built.shapes import Shape, ball, box, lathe, loft, prism
from castalia.craft.built.workshop import Workshop, toned
from castalia.world import Colour, Prototype

if TYPE_CHECKING:
    from castalia.craft.objects import ObjectSpec

_SPINES: tuple[Colour, ...] = (
    (1.6, 0.6, 0.45),
    (0.5, 0.9, 1.3),
    (0.7, 1.2, 0.7),
    (1.8, 1.4, 0.6),
    (1.1, 0.7, 1.1),
    (0.7, 0.6, 0.55),
)


def _turned_leg(height: float, radius: float) -> Shape:
    profile = [
        (0.7, 0),
        (0.9, 0.04),
        (0.6, 0.1),
        (1.0, 0.3),
        (0.65, 0.5),
        (0.95, 0.72),
        (0.6, 0.8),
        (1.0, 0.84),
        (1.0, 1.0),
    ]
    return lathe([(radius * r, height * h) for r, h in profile], 10, True)


def table(spec: ObjectSpec) -> Prototype:
    """A farmhouse table with turned legs, a jug and a bowl."""
    shop = Workshop(spec)
    width, depth, height = shop.sized(0.9, 1.6, 2.6), shop.sized(0.7, 0.9, 1.1), 0.76
    boards = 5
    for index in range(boards):
        shop.add(
            "planks",
            box(depth / boards - 0.006, 0.045, width, 0.01)
            .turned(90)
            .moved(0, height - 0.045, (index - 2) * depth / boards),
            (1.15, 0.95, 0.75),
            0.08,
        )
    for x in (-1, 1):
        shop.add("planks", box(0.03, 0.11, depth * 0.8).moved(x * width * 0.43, height - 0.155), OAK)
        shop.add("planks", box(width * 0.86, 0.11, 0.03).moved(0, height - 0.155, x * depth * 0.4), OAK)
        for z in (-1, 1):
            shop.add("planks", _turned_leg(height - 0.05, 0.055).moved(x * width * 0.43, 0, z * depth * 0.4), OAK)
    jug = [(0.05, 0), (0.075, 0.05), (0.08, 0.12), (0.045, 0.2), (0.055, 0.24), (0.045, 0.235), (0.04, 0.2)]
    shop.add("ceramic", lathe(jug, 14, True).moved(width * 0.12, height, 0.02), (0.8, 1.0, 1.1))
    shop.add(
        "ceramic",
        lathe([(0.05, 0), (0.12, 0.06), (0.13, 0.08), (0.11, 0.07), (0.0, 0.03)], 14, True).moved(
            -width * 0.15, height, 0.05
        ),
        (1.2, 1.0, 0.7),
    )
    for _ in range(4):
        shop.add(
            "leather",
            ball(0.038, 7, 5).moved(
                -width * 0.15 + shop.between(-0.05, 0.05), height + 0.08, 0.05 + shop.between(-0.05, 0.05)
            ),
            (2.2, 0.6, 0.4),
            0.15,
        )
    return shop.prototype()


def chair(spec: ObjectSpec) -> Prototype:
    """A ladder-back chair with a woven seat."""
    shop = Workshop(spec)
    s = shop.sized(0.85, 1.0, 1.15)
    for x in (-1, 1):
        shop.add("planks", _turned_leg(0.45, 0.024).moved(x * 0.2, 0, 0.2), OAK)
        shop.add(
            "planks",
            lathe([(0.02, 0), (0.024, 0.45), (0.022, 0.98), (0.0, 1.02)], 8, True)
            .turned(pitch=-4)
            .moved(x * 0.19, 0, -0.16),
            OAK,
        )
        for y in (0.16, 0.28):
            shop.add("planks", box(0.02, 0.02, 0.38).moved(x * 0.195, y, 0.01), OAK)
    for y in (0.6, 0.74, 0.88):
        shop.add("planks", box(0.37, 0.065, 0.018, 0.006).moved(0, y, -0.17 - 0.07 * (y - 0.1)), OAK)
    for y, z in ((0.2, 0.2), (0.2, -0.17)):
        shop.add("planks", box(0.38, 0.02, 0.02).moved(0, y, z), OAK)
    shop.add("thatch", box(0.44, 0.05, 0.42, 0.02).moved(0, 0.44, 0.01), (1.1, 1.0, 0.8))
    shop.resize(s)
    return shop.prototype()


def bed(spec: ObjectSpec) -> Prototype:
    """A wooden bed with a plump quilt, a folded sheet and two pillows."""
    shop = Workshop(spec)
    width, length = shop.sized(0.9, 1.5, 1.9), 2.05
    half = length / 2
    for z, tall in ((-half, 1.15), (half, 0.7)):
        for x in (-1, 1):
            shop.add(
                "planks",
                lathe(
                    [(0.045, 0), (0.05, tall * 0.9), (0.035, tall * 0.93), (0.055, tall), (0.0, tall + 0.06)], 10, True
                ).moved(x * width / 2, 0, z),
                OAK,
            )
        for index in range(5):
            shop.add(
                "planks",
                box(width / 5 - 0.01, tall - 0.35, 0.03, 0.008).moved((index - 2) * width / 5, 0.25, z),
                (0.95, 0.75, 0.58),
                0.07,
            )
        shop.add("planks", box(width, 0.08, 0.06, 0.015).moved(0, tall - 0.12, z), OAK)
    for x in (-1, 1):
        shop.add("planks", box(0.04, 0.2, length, 0.01).moved(x * width / 2, 0.26, 0), OAK)
    shop.add("fabric", box(width - 0.06, 0.2, length - 0.08, 0.06).moved(0, 0.38, 0), (2.1, 2.0, 1.8))
    colour = shop.pick(*_SPINES)
    rows = []
    for along in np.linspace(-0.32, half - 0.02, 9):
        across = np.linspace(-1, 1, 13)
        puff = 0.035 * np.abs(np.sin(across * 6.3)) * np.abs(np.sin(along * 7.0)) + 0.015
        drop = np.maximum(np.abs(across) - 0.84, 0.0) * 1.6
        rows.append(np.stack([across * (width / 2 + 0.05), 0.59 + puff - drop, np.full(13, along)], axis=1))
    shop.add("fabric", loft(np.array(rows), closed=False), toned(1.2, colour))
    shop.add("fabric", box(width + 0.04, 0.06, 0.24, 0.025).moved(0, 0.57, -0.36), (2.3, 2.2, 2.0))
    for side in (-0.24, 0.24):
        pillow = ball(0.5, 12, 6).scaled(width * 0.42, 0.17, 0.36).turned(shop.between(-6, 6), 16)
        shop.add("fabric", pillow.moved(side * width, 0.65, -half + 0.28), (2.3, 2.25, 2.1))
    return shop.prototype()


def _row_of_books(shop: Workshop, left: float, right: float, y: float, depth: float, gap: float) -> None:
    x = left
    while x < right - 0.05:
        thick, tall = shop.between(0.022, 0.055), gap * shop.between(0.62, 0.9)
        if shop.chance(0.1):
            x += shop.between(0.04, 0.14)
            continue
        lean = shop.between(4, 12) if shop.chance(0.1) else 0.0
        cover = box(thick, tall, depth * shop.between(0.7, 0.85)).turned(roll=-lean).moved(x + thick / 2, y, 0.02)
        shop.add("leather", cover, toned(1.5, shop.pick(*_SPINES)), 0.1)
        x += thick + 0.003 + lean * 0.004


def bookshelf(spec: ObjectSpec) -> Prototype:
    """A tall case with a cornice and rows of books, some leaning."""
    shop = Workshop(spec)
    width, height, depth = shop.sized(0.8, 1.1, 1.9), shop.sized(1.4, 2.1, 2.7), 0.34
    for side in (-1, 1):
        shop.add("planks", box(0.04, height, depth, 0.008).moved(side * width / 2), OAK)
    shop.add("planks", box(width, height, 0.02).moved(0, 0, -depth / 2 + 0.01), (0.6, 0.48, 0.38))
    shop.add("planks", box(width + 0.16, 0.09, depth + 0.08, 0.025).moved(0, height, 0.01), OAK)
    shop.add("planks", box(width + 0.08, 0.1, depth + 0.04, 0.02), OAK)
    shelves = max(3, int(height / 0.38))
    gap = (height - 0.1) / shelves
    for index in range(shelves):
        y = 0.1 + index * gap
        shop.add("planks", box(width, 0.028, depth, 0.006).moved(0, y - 0.02, 0), OAK)
        if not (shop.ruined and shop.chance(0.5)):
            _row_of_books(shop, -width / 2 + 0.04, width / 2 - 0.03, y + 0.01, depth, gap - 0.04)
    return shop.prototype()


def book(spec: ObjectSpec) -> Prototype:
    """A thick old book lying closed, with a ribbon."""
    shop = Workshop(spec)
    s = shop.sized(0.8, 1.0, 1.7)
    cover = toned(1.5, shop.pick(*_SPINES))
    shop.add("paper", box(0.2, 0.055, 0.28, 0.004).moved(0, 0.009, 0))
    for y in (0.0, 0.062):
        shop.add("leather", box(0.225, 0.011, 0.3, 0.004).moved(0.003, y, 0), cover)
    spine = [(-0.012 - 0.03 * np.cos(a), 0.036 + 0.037 * np.sin(a)) for a in np.linspace(np.pi / 2, -np.pi / 2, 7)]
    shop.add("leather", prism(spine, 0.3).moved(-0.1), cover)
    for x, z in ((0.095, 0.13), (0.095, -0.13), (-0.09, 0.13), (-0.09, -0.13)):
        shop.add("gold", box(0.03, 0.012, 0.03, 0.003).moved(x, 0.065, z))
    shop.add("fabric", box(0.012, 0.002, 0.09).turned(8).moved(0.03, 0.03, 0.17), (2.0, 0.4, 0.35))
    shop.resize(s)
    return shop.prototype()


def piano(spec: ObjectSpec) -> Prototype:
    """An upright piano with keys, music and a stool."""
    shop = Workshop(spec)
    black: Colour = (0.28, 0.2, 0.17)
    shop.add("planks", box(1.5, 1.22, 0.36, 0.02).moved(0, 0, -0.2), black)
    shop.add("planks", box(1.56, 0.05, 0.42, 0.015).moved(0, 1.22, -0.19), black)
    shop.add("planks", box(1.5, 0.14, 0.34, 0.015).moved(0, 0.6, 0.12), black)
    for side in (-1, 1):
        shop.add("planks", _turned_leg(0.62, 0.045).moved(side * 0.66, 0, 0.24), black)
        shop.add("planks", box(0.1, 0.18, 0.34, 0.02).moved(side * 0.7, 0.64, 0.12), black)
        shop.add("gold", box(0.035, 0.02, 0.12, 0.008).moved(side * 0.06, 0.06, 0.03))
    for index in range(42):
        x = (index - 20.5) * 0.0305
        shop.add("bone", box(0.0285, 0.02, 0.15).moved(x, 0.735, 0.2), (1.6, 1.65, 1.7), 0.0)
        if index % 7 not in (2, 6):
            shop.add("planks", box(0.016, 0.03, 0.095).moved(x + 0.015, 0.742, 0.172), (0.12, 0.12, 0.13), 0.0)
    shop.add("paper", box(0.42, 0.3, 0.004).turned(pitch=-12).moved(0, 0.86, 0.02), (1.2, 1.15, 1.0))
    shop.add(
        "leather", lathe([(0.2, 0.44), (0.21, 0.5), (0.16, 0.53), (0.0, 0.54)], 16, True).moved(z=0.75), (0.9, 0.5, 0.4)
    )
    for angle in (45, 135, 225, 315):
        x, z = 0.14 * np.cos(np.radians(angle)), 0.14 * np.sin(np.radians(angle))
        shop.add("planks", _turned_leg(0.45, 0.028).moved(x, 0, 0.75 + z), black)
    shop.resize(shop.sized(0.9, 1.0, 1.1))
    return shop.prototype()
