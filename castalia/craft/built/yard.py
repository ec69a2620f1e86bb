"""What stands about in a yard or a street: fence, sign, ladder, bench, crate, barrel, chest, hay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from castalia.craft.built.openings import IRON, OAK
from castalia.craft.built.shapes import Shape, beam, box, lathe, loft, quads, tube, two_sided
from castalia.craft.built.workshop import Workshop
from castalia.world import Prototype

if TYPE_CHECKING:
    from castalia.craft.objects import ObjectSpec


def fence(spec: ObjectSpec) -> Prototype:
    """Weathered posts and rails, a board or two hanging."""
    bench = Workshop(spec)
    length, height = bench.sized(2.4, 3.6, 6.0), bench.sized(0.8, 1.1, 1.5)
    posts = max(2, round(length / 1.8)) + 1
    for index in range(posts):
        x = (index / (posts - 1) - 0.5) * length
        lean = bench.draw.normal(0, 3 if bench.ruined else 1.2, 2)
        post = box(0.13, height * 1.12, 0.13, 0.025).turned(bench.between(-5, 5), lean[0], lean[1])
        bench.add("planks", post.moved(x, -0.04, 0), (0.95, 0.85, 0.75), 0.1)
    for row in range(3):
        for index in range(posts - 1):
            if bench.ruined and bench.chance(0.35):
                continue
            x0, x1 = ((k / (posts - 1) - 0.5) * length for k in (index, index + 1))
            y = height * (0.28 + 0.3 * row)
            drop = -0.35 * height if bench.ruined and bench.chance(0.3) else bench.draw.normal(0, 0.018)
            start, end = [x0 - 0.08, y + bench.draw.normal(0, 0.015), 0.08], [x1 + 0.08, max(y + drop, 0.06), 0.08]
            bench.add("planks", beam(start, end, 0.13, 0.045), (1.0, 0.9, 0.8), 0.1)
    return bench.prototype()


def sign(spec: ObjectSpec) -> Prototype:
    """A fingerpost with two arrow boards."""
    bench = Workshop(spec)
    s = bench.sized(0.8, 1.0, 1.4)
    bench.add("planks", box(0.13, 2.3, 0.13, 0.03).scaled(s).turned(0, 1.5, 2), OAK)
    for index, (y, turn) in enumerate(((1.75, 8), (1.35, 155))):
        outline = [[-0.12, 0], [0.75, 0], [0.95, 0.13], [0.75, 0.26], [-0.12, 0.26]]
        from_front = [[x, yy, 0.02] for x, yy in outline]
        board = quads([[from_front[0], from_front[1], from_front[3], from_front[4]]]) + _tip(from_front)
        slab = two_sided(board.moved(z=0.01)) + box(0.86, 0.26, 0.04, 0.01).moved(0.31)
        bench.add(
            "planks",
            slab.turned(turn + bench.between(-6, 6), 0, bench.draw.normal(0, 4))
            .scaled(s)
            .moved(0, y * s, 0.09 * s * (1 - index)),
            (1.2, 1.05, 0.9),
        )
    bench.rubble(4, 0.3, 0.22)
    return bench.prototype()


def _tip(points: list[list[float]]) -> Shape:
    return quads([[points[1], points[2], points[3], points[3]]])


def ladder(spec: ObjectSpec) -> Prototype:
    bench = Workshop(spec)
    height = bench.sized(1.8, 3.0, 5.0)
    for side in (-1, 1):
        bench.add("planks", beam([side * 0.24, 0, 0.25], [side * 0.21, height, -0.25], 0.075), OAK)
    for index in range(int(height / 0.3)):
        part = (index + 0.5) * 0.3 / height
        if not (bench.ruined and bench.chance(0.3)):
            bench.add(
                "planks",
                tube([[-0.25, height * part, 0.25 - 0.5 * part], [0.25, height * part, 0.25 - 0.5 * part]], 0.022, 6),
                OAK,
            )
    return bench.prototype()


def bench(spec: ObjectSpec) -> Prototype:
    """A slatted seat with a back on cast-iron ends."""
    shop = Workshop(spec)
    width = shop.sized(1.1, 1.6, 2.2)
    for row in range(4):
        if not (shop.ruined and shop.chance(0.4)):
            shop.add(
                "planks", box(width, 0.035, 0.095, 0.01).moved(0, 0.45, 0.17 - 0.115 * row), (1.15, 0.95, 0.75), 0.08
            )
    for row in range(3):
        slat = box(width, 0.095, 0.03, 0.01).turned(pitch=-12).moved(0, 0.56 + 0.13 * row, -0.25 - 0.028 * row)
        shop.add("planks", slat, (1.15, 0.95, 0.75), 0.08)
    for side in (-1, 1):
        x = side * (width / 2 - 0.12)
        shop.add("iron", tube([[x, 0, 0.26], [x, 0.2, 0.2], [x, 0.44, 0.2]], 0.03, 6), IRON)
        shop.add("iron", tube([[x, 0, -0.34], [x, 0.25, -0.22], [x, 0.44, -0.2], [x, 0.92, -0.34]], 0.03, 6), IRON)
        shop.add("iron", tube([[x, 0.44, 0.2], [x, 0.43, -0.2]], 0.025, 5), IRON)
        shop.add("iron", tube([[x, 0.44, 0.2], [x, 0.66, 0.18], [x, 0.67, -0.24]], 0.024, 6), IRON)
    return shop.prototype()


def _crate(size: float) -> list[Shape]:
    """Boards, corner posts and a diagonal on each side of a cube."""
    pieces = []
    for side in range(4):
        for row in range(4):
            board = box(size * 0.96, size / 4 - 0.012, 0.025, 0.006).moved(0, row * size / 4 + 0.006, size / 2 - 0.03)
            pieces.append(board.turned(90 * side))
        for edge in (-1, 1):
            pieces.append(
                box(size * 0.13, size, 0.03, 0.006).moved(edge * size * 0.435, 0, size / 2 - 0.005).turned(90 * side)
            )
        brace = beam([-size * 0.36, size * 0.08, 0], [size * 0.36, size * 0.92, 0], size * 0.11, 0.028).moved(
            0, 0, size / 2 - 0.005
        )
        pieces.append(brace.turned(90 * side))
    for index in range(4):
        pieces.append(box(size / 4 - 0.012, 0.025, size, 0.006).moved((index - 1.5) * size / 4, size - 0.025, 0))
    return pieces


def crate(spec: ObjectSpec) -> Prototype:
    shop = Workshop(spec)
    for piece in _crate(shop.sized(0.45, 0.75, 1.2)):
        if not (shop.ruined and shop.chance(0.25)):
            shop.add("planks", piece, (1.2, 1.05, 0.88), 0.09)
    return shop.prototype()


def barrel(spec: ObjectSpec) -> Prototype:
    """Bulging staves, iron hoops and a sunken lid."""
    shop = Workshop(spec)
    height = shop.sized(0.55, 0.9, 1.3)
    radius, staves = height * 0.36, 16
    for index in range(staves):
        if shop.ruined and index in (3, 4, 5, 9):
            continue
        low, high = (2 * np.pi * (index + edge) / staves for edge in (0.02, 0.98))
        levels = np.linspace(0.0, 1.0, 6)
        swell = radius * (0.82 + 0.2 * np.sin(np.pi * levels))
        angles = np.array([high, low])
        ring = np.stack([np.cos(angles), np.zeros(2), np.sin(angles)], axis=1)
        rows = (
            swell[:, None, None] * ring[None] + np.stack([np.zeros(6), levels * height, np.zeros(6)], axis=1)[:, None]
        )
        shop.add("planks", two_sided(loft(rows, closed=False, smooth=False)), (1.0, 0.8, 0.62), 0.1)
    for part in (0.06, 0.28, 0.72, 0.94):
        wide = radius * (0.82 + 0.2 * np.sin(np.pi * part)) + 0.012
        shop.add(
            "iron",
            lathe(
                [
                    (wide - 0.01, part * height - 0.03),
                    (wide, part * height - 0.025),
                    (wide, part * height + 0.025),
                    (wide - 0.01, part * height + 0.03),
                ],
                staves,
                capped=False,
            ),
            IRON,
        )
    shop.add("planks", lathe([(radius * 0.84, height * 0.93), (0.0, height * 0.935)], staves), (0.95, 0.78, 0.6))
    return shop.prototype()


def chest(spec: ObjectSpec) -> Prototype:
    """A banded chest with a rounded lid."""
    shop = Workshop(spec)
    width = shop.sized(0.6, 0.9, 1.3)
    depth, height = width * 0.6, width * 0.42
    shop.add("planks", box(width, height, depth, 0.02), OAK)
    angles = np.linspace(0, np.pi, 8)
    arc = [[depth / 2 * np.cos(a), depth * 0.36 * np.sin(a)] for a in angles]
    lid = np.array([[[x, y, z] for z, y in arc] for x in (width / 2, -width / 2)])
    shop.add("planks", loft(lid, smooth=False, caps=(True, True)).moved(y=height + 0.01), OAK)
    for x in (-0.42, 0.0, 0.42):
        shop.add("iron", box(0.07, height + 0.01, depth + 0.03, 0.008).moved(x * width), IRON)
        band = np.array([[[x * width + s, y * 1.05, z * 1.03] for z, y in arc] for s in (0.035, -0.035)])
        shop.add("iron", loft(band, smooth=False, caps=(True, True)).moved(y=height + 0.01), IRON)
    shop.add("gold", box(0.12, 0.16, 0.05, 0.015).moved(0, height - 0.09, depth / 2 + 0.02))
    return shop.prototype()


def hay_bale(spec: ObjectSpec) -> Prototype:
    """A round bale on its side, with loose straw."""
    shop = Workshop(spec)
    radius = shop.sized(0.45, 0.65, 0.9)
    profile = [
        (0.0, -radius * 0.98),
        (radius * 0.9, -radius),
        (radius, -radius * 0.85),
        (radius * 1.02, 0.0),
        (radius, radius * 0.85),
        (radius * 0.9, radius),
        (0.0, radius * 0.98),
    ]
    shop.add("thatch", lathe(profile, 20, True).turned(roll=90).moved(y=radius), (1.25, 1.15, 0.85))
    for _ in range(70):
        turn, x = shop.between(0, 2 * np.pi), shop.between(-1, 1) * radius * 0.9
        out = np.array([0, np.cos(turn), np.sin(turn)])
        root = np.array([x, radius, 0]) + out * radius * 0.98
        tip = root + out * shop.between(0.05, 0.14) + shop.draw.normal(0, 0.08, 3)
        tip[1] = max(tip[1], 0.0)
        shop.add("thatch", tube([root, tip], 0.008, 3), (1.4, 1.25, 0.9), 0.15)
    return shop.prototype()
