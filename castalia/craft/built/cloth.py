"""Cloth on poles: tent, stall, flag, banner."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from castalia.craft.built.openings import OAK, PALE
from castalia.craft.built.shapes import Shape, box, lathe, loft, quads, tube, two_sided
from castalia.craft.built.workshop import Workshop, toned
from castalia.world import Colour, Prototype

if TYPE_CHECKING:
    from castalia.craft.objects import ObjectSpec

_CLOTHS: tuple[Colour, ...] = ((1.9, 0.4, 0.32), (0.45, 0.85, 1.7), (1.9, 1.4, 0.5), (0.6, 1.3, 0.8), (1.3, 0.7, 1.5))
ROPE: Colour = (1.2, 1.05, 0.8)


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
