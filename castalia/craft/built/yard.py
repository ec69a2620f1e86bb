"""What stands about in a yard or a street: fence, sign, ladder, bench, crate, barrel, chest, carts, hay, tent, stall, flags."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from castalia.craft.built.openings import IRON, OAK, PALE
from castalia.craft.built.shapes import Shape, beam, box, lathe, loft, quads, tube, two_sided
from castalia.craft.built.workshop import Workshop, toned
from castalia.world import Colour, Prototype

if TYPE_CHECKING:
    from castalia.craft.objects import ObjectSpec

_CLOTHS: tuple[Colour, ...] = ((1.9, 0.4, 0.32), (0.45, 0.85, 1.7), (1.9, 1.4, 0.5), (0.6, 1.3, 0.8), (1.3, 0.7, 1.5))
ROPE: Colour = (1.2, 1.05, 0.8)


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


def tent(spec: ObjectSpec) -> Prototype:
    """A ridge tent with an open flap, guy ropes and pegs."""
    shop = Workshop(spec)
    width, length, height = shop.sized(1.7, 2.4, 4.0), shop.sized(2.2, 3.0, 4.8), shop.sized(1.3, 1.8, 2.8)
    cloth = shop.pick((1.7, 1.5, 1.15), (0.8, 1.0, 0.65), (1.8, 0.75, 0.5), (0.7, 0.95, 1.25))
    half = length / 2
    for side in (-1, 1):
        rows = []
        for part in np.linspace(0, 1, 8):
            z = (part - 0.5) * length
            sag = 0.09 * np.sin(np.pi * part) * height
            rows.append(
                [
                    [side * width / 2 * (1 - t) - side * 0.06 * np.sin(np.pi * t) * width, 0.03 + (height - sag) * t, z]
                    for t in np.linspace(0, 1, 6)
                ]
            )
        sheet = np.array(rows)
        shop.add("fabric", two_sided(loft(sheet if side < 0 else sheet[::-1], closed=False)), cloth, 0.02, 0.08)
    back = [[width / 2, 0.03, -half], [-width / 2, 0.03, -half], [0, height, -half], [0, height, -half]]
    shop.cloth("fabric", back, cloth)
    for side in (-1, 1):
        flap = [
            [side * width * 0.47, 0.03, half],
            [side * width * 0.62, 0.05, half + 0.35],
            [side * width * 0.14, height * 0.72, half + 0.06],
            [0, height, half],
        ]
        shop.cloth("fabric", flap, toned(0.9, cloth))
    if shop.lit:
        inside = [
            [-width * 0.4, 0.05, -half + 0.1],
            [width * 0.4, 0.05, -half + 0.1],
            [0, height * 0.8, -half + 0.1],
            [0, height * 0.8, -half + 0.1],
        ]
        shop.add("lamp-light", quads([inside]), (0.5, 0.42, 0.3))
    for z in (-half, half):
        shop.add("planks", tube([[0, 0, z], [0, height + 0.12, z]], 0.03, 6), OAK)
        shop.add("fabric", tube([[0, height, z], [0, 0.0, z * 1.75]], 0.012, 4), ROPE)
    for side in (-1, 1):
        for z in (-0.33, 0.0, 0.33):
            shop.add(
                "fabric",
                tube([[side * width * 0.42, height * 0.28, z * length], [side * width * 0.78, 0, z * length]], 0.01, 4),
                ROPE,
            )
            shop.add(
                "planks",
                tube([[side * width * 0.78, 0, z * length], [side * width * 0.8, 0.12, z * length]], 0.02, 5),
                OAK,
            )
    return shop.prototype()


def stall(spec: ObjectSpec) -> Prototype:
    """A market stall: counter with fruit, four poles and a striped awning with a scalloped edge."""
    shop = Workshop(spec)
    width, depth = shop.sized(1.8, 2.6, 3.8), 1.5
    colour = shop.pick(*_CLOTHS)
    shop.add("planks", box(width * 0.94, 0.06, 0.85, 0.015).moved(0, 0.9, 0.3), OAK)
    for index in range(int(width / 0.22)):
        x = (index + 0.5) * 0.22 - int(width / 0.22) * 0.11
        shop.add("planks", box(0.2, 0.88, 0.03, 0.008).moved(x, 0.02, 0.68), (1.1, 0.95, 0.8), 0.1)
    for x in (-1, 1):
        for z, tall in ((depth / 2, 2.05), (-depth / 2, 2.6)):
            shop.add("planks", tube([[x * width / 2, 0, z], [x * width / 2, tall, z]], 0.045, 7), OAK)
    stripes = int(width / 0.3)
    for index in range(stripes):
        x0, x1 = (-0.56 + 1.12 * (index + edge) / stripes for edge in (0, 1))
        tone = colour if index % 2 else (2.2, 2.1, 1.9)
        xs = (x0 * width, x1 * width)
        shop.cloth(
            "fabric", [[xs[0], 1.98, 1.05], [xs[1], 1.98, 1.05], [xs[1], 2.62, -0.85], [xs[0], 2.62, -0.85]], tone, 0.08
        )
        shop.cloth(
            "fabric",
            [[xs[0], 1.98, 1.05], [sum(xs) / 2, 1.72, 1.07], [xs[1], 1.98, 1.05], [xs[1], 1.98, 1.05]],
            tone,
            0.25,
        )
    for tray in range(4):
        x = (tray - 1.5) * width * 0.22
        shop.add("planks", box(width * 0.19, 0.12, 0.55, 0.01).turned(pitch=12).moved(x, 0.97, 0.32), (1.2, 1.0, 0.8))
        fruit = shop.pick((2.3, 0.5, 0.35), (2.4, 1.4, 0.4), (0.9, 1.7, 0.5), (2.3, 2.0, 0.6))
        for _ in range(12):
            ball_at = (x + shop.between(-0.07, 0.07) * width, 1.08, 0.32 + shop.between(-0.22, 0.22))
            shop.add(
                "leather", lathe([(0, 0), (0.05, 0.03), (0.05, 0.07), (0, 0.1)], 6, True).moved(*ball_at), fruit, 0.1
            )
    return shop.prototype()


def _waving(width: float, height: float, notch: float, hang: bool) -> Shape:
    """A sheet of cloth from its hoist at x = 0 (or hung from y = 0), rippled."""
    rows = []
    for along in np.linspace(0, 1, 9):
        ripple = 0.09 * width * along * np.sin(7.0 * along + 0.6)
        row = []
        for t in np.linspace(0, 1, 5):
            end = along * (1.0 - notch * (1.0 - abs(2 * t - 1.0)) * (along > 0.99))
            row.append([end * width, (t - 1.0) * height - 0.12 * along * height * (not hang), ripple])
        rows.append(row)
    shape = two_sided(loft(np.array(rows), closed=False))
    return shape.turned(roll=-90) if hang else shape


def flag(spec: ObjectSpec) -> Prototype:
    """A flag that flies from a tall pole."""
    shop = Workshop(spec)
    height = shop.sized(3.0, 5.0, 8.0)
    shop.add("planks", lathe([(0.2, 0), (0.16, 0.25), (0.06, 0.3)], 8), OAK)
    shop.add("planks", tube([[0.0, 0, 0], [0, height, 0]], [0.055, 0.035], 7), PALE)
    shop.add("gold", lathe([(0, height - 0.02), (0.07, height + 0.05), (0, height + 0.14)], 8, True))
    shop.add(
        "fabric",
        _waving(height * 0.34, height * 0.2, 0.25, False).moved(0.04, height - 0.1, 0),
        shop.pick(*_CLOTHS),
        0.0,
        0.7,
    )
    return shop.prototype()


def banner(spec: ObjectSpec) -> Prototype:
    """A long swallow-tailed banner that hangs from a cross bar."""
    shop = Workshop(spec)
    height = shop.sized(2.2, 3.4, 6.0)
    colour = shop.pick(*_CLOTHS)
    shop.add("planks", tube([[0.0, 0, 0], [0, height, 0]], [0.06, 0.04], 7), OAK)
    shop.add("planks", tube([[-0.55, height * 0.93, 0.06], [0.55, height * 0.93, 0.06]], 0.03, 6), OAK)
    cloth = _waving(height * 0.62, 0.9, 0.25, True)
    shop.add("fabric", cloth.moved(0.45, height * 0.93, 0.08), colour, 0.0, 0.5)
    stripe = _waving(height * 0.5, 0.14, 0.0, True)
    shop.add("fabric", stripe.moved(0.07, height * 0.93, 0.1), (2.3, 1.9, 0.9), 0.0, 0.5)
    for x in (-0.57, 0.57):
        shop.add("gold", lathe([(0, -0.05), (0.05, 0), (0, 0.05)], 6, True).moved(x, height * 0.93, 0.06))
    return shop.prototype()
