"""The machine age: skyscraper, car, train, rocket, satellite."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from castalia.craft.built.openings import IRON
from castalia.craft.built.shapes import Array, ball, beam, box, lathe, loft, quads, tube
from castalia.craft.built.workshop import WHITE, Workshop, toned
from castalia.craft.glow import glowing
from castalia.world import Colour, Prototype

if TYPE_CHECKING:
    from castalia.craft.objects import ObjectSpec

_PAINTS: tuple[Colour, ...] = (
    (2.3, 0.5, 0.4),
    (0.5, 1.2, 2.2),
    (2.2, 1.8, 0.6),
    (0.8, 1.8, 1.3),
    (2.2, 2.2, 2.3),
    (0.4, 0.4, 0.45),
)
STEEL: Colour = (1.7, 1.75, 1.85)


def _curtain_wall(
    bench: Workshop, width: float, depth: float, base: float, floors: int, storey: float, share: float
) -> None:
    """Rows of single window panes between mullions on four sides; ``share`` of them are lit at night."""
    dark: list[Array] = []
    bright: list[Array] = []
    for side in range(4):
        run, away = (width, depth / 2) if side % 2 == 0 else (depth, width / 2)
        bays = max(3, int(run / 2.2))
        turn = np.radians(90 * side)
        spin = np.array([[np.cos(turn), 0, np.sin(turn)], [0, 1, 0], [-np.sin(turn), 0, np.cos(turn)]])
        for floor in range(floors):
            for bay in range(bays):
                x0, x1 = (run * ((bay + edge) / bays - 0.5) for edge in (0.1, 0.9))
                y0, y1 = base + storey * (floor + 0.22), base + storey * (floor + 0.92)
                pane = (
                    np.array(
                        [[x0, y0, away + 0.04], [x1, y0, away + 0.04], [x1, y1, away + 0.04], [x0, y1, away + 0.04]]
                    )
                    @ spin.T
                )
                (bright if bench.lit and bench.chance(share) else dark).append(pane)
        for bay in range(bays + 1):
            rib = box(0.22, storey * floors, 0.3).moved(run * (bay / bays - 0.5), base, away + 0.05)
            bench.add("concrete", rib.turned(90 * side), (0.95, 0.95, 0.97), 0.02)
    for material, panes in (("glass", dark), ("lamp-light", bright)):
        if panes:
            bench.add(material, quads(np.array(panes)), vary=0.0)
    for floor in range(0, floors + 1, 4):
        bench.add(
            "concrete", box(width + 0.5, 0.3, depth + 0.5).moved(y=base + storey * floor - 0.1), (0.9, 0.9, 0.9), 0.02
        )


def _shop_window(bench: Workshop, width: float, height: float, x: float, away: float, heading: float) -> None:
    """A street window in an iron frame: panes of which some are dark, goods on a sill behind the lower ones."""
    columns, foot = max(2, round(width / 1.1)), 0.3
    low, step = height * 0.68, width / columns
    for column in range(columns):
        middle = x + step * (column + 0.5) - width / 2
        for bottom, tall in ((foot, low), (foot + low, height - low)):
            material = bench.pane if bench.chance(0.82) else "glass"
            pane = box(step, tall, 0.06).moved(middle, bottom, away)
            bench.add(material, pane.turned(heading), vary=0.05)
        for _ in range(2):
            goods = box(step * bench.between(0.15, 0.42), low * bench.between(0.12, 0.5), 0.05)
            place = middle + step * bench.between(-0.28, 0.28)
            bench.add("planks", goods.moved(place, foot, away + 0.04).turned(heading), (0.3, 0.26, 0.24), 0.3)
    for column in range(columns + 1):
        bar = box(0.09, height, 0.12).moved(x + step * column - width / 2, foot, away + 0.05)
        bench.add("iron", bar.turned(heading), IRON)
    for level in (foot, foot + low, foot + height):
        bench.add("iron", box(width, 0.09, 0.12).moved(x, level - 0.04, away + 0.05).turned(heading), IRON)


def skyscraper(spec: ObjectSpec) -> Prototype:
    """A stepped tower of glass and stone ribs with a lobby, roof plant and a mast."""
    bench = Workshop(spec)
    width, floors = bench.sized(14.0, 20.0, 28.0), int(bench.sized(10, 17, 26))
    storey, base = 3.5, 5.5
    tone = bench.pick((0.9, 0.86, 0.8), (0.75, 0.78, 0.85), (1.0, 0.85, 0.7), (0.6, 0.6, 0.64))
    bench.add("concrete", box(width + 1.6, base, width + 1.6, 0.2), tone)
    for side in range(4):
        for x in np.linspace(-0.36, 0.36, 4):
            _shop_window(bench, width * 0.18, base * 0.7, x * width, width / 2 + 0.78, 90 * side)
    tiers = ((1.0, 0.5), (0.78, 0.3), (0.52, 0.2))
    level, depth_part = base, bench.between(0.75, 1.0)
    for scale, share in tiers:
        count = max(2, int(floors * share))
        bench.add("concrete", box(width * scale, storey * count, width * scale * depth_part).moved(y=level), tone, 0.0)
        _curtain_wall(bench, width * scale, width * scale * depth_part, level, count, storey, 0.42)
        level += storey * count
        bench.add(
            "concrete", box(width * scale + 0.6, 0.9, width * scale * depth_part + 0.6, 0.1).moved(y=level - 0.3), tone
        )
    bench.add("concrete", box(width * 0.26, 3.0, width * 0.2, 0.1).moved(y=level), tone)
    mast = level + bench.sized(6, 9, 12)
    bench.add("iron", lathe([(0.45, level), (0.3, (level + mast) / 2), (0.08, mast)], 6), STEEL)
    bench.add("lamp-light", ball(0.3, 6, 4).moved(y=mast), (1.2, 0.25, 0.2))
    return bench.prototype()


def _car_ring(profile: list[tuple[float, float]], half: float, z: float) -> Array:
    right = [[half * x, y, z] for x, y in profile]
    return np.array(right + [[-x, y, zz] for x, y, zz in right[::-1]])


def car(spec: ObjectSpec) -> Prototype:
    """A rounded little car of the fifties: wings, chrome bumpers, round lamps."""
    bench = Workshop(spec)
    s = bench.sized(0.85, 1.0, 1.2)
    paint = bench.pick(*_PAINTS)
    stations = [
        (-2.0, 0.5, 0.62, 0.55),
        (-1.85, 0.36, 0.8, 0.75),
        (-1.3, 0.3, 0.9, 0.82),
        (-0.4, 0.28, 0.93, 0.84),
        (0.6, 0.28, 0.96, 0.84),
        (1.4, 0.32, 0.92, 0.8),
        (1.85, 0.38, 0.82, 0.74),
        (2.02, 0.5, 0.66, 0.55),
    ]
    body = [
        _car_ring([(0.9, low), (1.0, low + 0.12), (1.0, high - 0.14), (0.86, high), (0.4, high + 0.03)], half, z)
        for z, low, high, half in stations
    ]
    bench.add("ceramic", loft(np.array(body), smooth=True, caps=(True, True)), toned(0.55, paint), 0.0)
    cabin = [(-1.45, 0.86, 0.6), (-1.0, 1.3, 0.6), (-0.5, 1.46, 0.62), (0.1, 1.45, 0.62), (0.85, 0.9, 0.62)]
    glasshouse = [
        _car_ring([(1.12, 0.84), (1.08, 0.86 + (top - 0.86) * 0.3), (0.92, top - 0.04), (0.6, top)], half, z)
        for z, top, half in cabin
    ]
    bench.add("glass", loft(np.array(glasshouse), caps=(True, True)), vary=0.0)
    roof = [
        _car_ring([(0.95, top - 0.05), (0.85, top), (0.45, top + 0.03)], half, z)
        for z, top, half in ((-1.05, 1.28, 0.6), (-0.5, 1.47, 0.62), (0.08, 1.46, 0.62), (0.3, 1.34, 0.62))
    ]
    bench.add("ceramic", loft(np.array(roof), caps=(True, True)), toned(0.55, paint), 0.0)
    for side in (-1, 1):
        for z in (-0.46, 0.06):
            bench.add(
                "ceramic",
                beam([side * 0.68, 0.85, z], [side * 0.58, 1.42, z - 0.02], 0.07),
                toned(0.55, paint),
                0.0,
            )
        for z in (-1.25, 1.25):
            tyre = lathe([(0.2, -0.1), (0.32, -0.11), (0.35, -0.05), (0.35, 0.05), (0.32, 0.11), (0.2, 0.1)], 18, True)
            bench.add("leather", tyre.turned(roll=90).moved(side * 0.72, 0.35, z), (0.25, 0.28, 0.32))
            hub = (
                lathe([(0.2, 0.09), (0.15, 0.13), (0.0, 0.14)], 12, True)
                .turned(roll=-90 * side)
                .moved(side * 0.74, 0.35, z)
            )
            bench.add("iron", hub, STEEL)
            wing = ball(0.5, 12, 6).scaled(0.34, 0.62, 0.98).moved(side * 0.66, 0.5, z)
            bench.add("ceramic", wing, toned(0.55, paint), 0.0)
        bench.add(
            "lamp-light" if bench.lit else "glass",
            ball(0.13, 10, 6).scaled(1, 1, 0.5).moved(side * 0.52, 0.66, 1.95),
            (1.3, 1.3, 1.2),
        )
        tail, red = (glowing("glass", (1.0, 0.03, 0.02)), WHITE) if bench.lit else ("ceramic", (0.9, 0.1, 0.08))
        bench.add(tail, ball(0.09, 8, 5).scaled(1.5, 1, 0.6).moved(side * 0.55, 0.62, -1.98), red)
    for z in (2.08, -2.08):
        bench.add(
            "iron",
            tube([[-0.8, 0.42, z * 0.95], [-0.6, 0.42, z], [0.6, 0.42, z], [0.8, 0.42, z * 0.95]], 0.05, 6),
            STEEL,
        )
    bench.resize(s)
    return bench.prototype()


def train(spec: ObjectSpec) -> Prototype:
    """A steam engine facing +Z: boiler, funnel, dome, cab, spoked wheels and rods, on a length of track."""
    bench = Workshop(spec)
    paint = bench.pick((0.5, 1.0, 0.7), (1.7, 0.45, 0.4), (0.45, 0.7, 1.3), (0.45, 0.45, 0.48))
    for index in range(14):
        bench.add("planks", box(2.4, 0.14, 0.24, 0.02).moved(0, 0, (index - 6.5) * 0.62), (0.6, 0.5, 0.42), 0.1)
    for side in (-1, 1):
        bench.add("iron", box(0.09, 0.16, 8.8, 0.01).moved(side * 0.72, 0.12, 0), (1.1, 0.95, 0.85))
    bench.add("iron", box(1.5, 0.3, 6.6, 0.04).moved(0, 0.95, 0), (0.4, 0.4, 0.42))
    boiler = lathe(
        [(0.0, -1.5), (0.74, -1.5), (0.74, 2.9), (0.8, 2.92), (0.8, 3.25), (0.55, 3.34), (0.0, 3.36)], 20, True
    )
    bench.add("iron", boiler.turned(pitch=90).moved(0, 1.95, 0), toned(1.5, paint), 0.0)
    for z in (-0.6, 0.5, 1.6):
        bench.add(
            "gold",
            lathe([(0.75, -0.03), (0.765, 0.0), (0.75, 0.03)], 20, capped=False).turned(pitch=90).moved(0, 1.95, z),
        )
    bench.add("iron", lathe([(0.22, 2.5), (0.17, 2.7), (0.18, 3.2), (0.32, 3.42), (0.3, 3.5)], 14).moved(z=2.6), IRON)
    bench.add("gold", lathe([(0.32, 2.55), (0.3, 2.85), (0.2, 3.02), (0.0, 3.08)], 14, True).moved(z=0.9))
    bench.add("iron", box(2.0, 1.9, 1.7, 0.05).moved(0, 1.2, -2.3), toned(1.5, paint))
    bench.add("iron", box(2.3, 0.12, 2.1, 0.05).moved(0, 3.1, -2.35), IRON)
    for side in (-1, 1):
        bench.add(bench.pane, box(0.04, 0.7, 0.8).moved(side * 1.0, 2.15, -2.25))
        for z, radius in ((-1.9, 0.62), (-0.4, 0.62), (1.1, 0.62), (2.6, 0.4)):
            rim = lathe(
                [
                    (radius - 0.12, -0.07),
                    (radius, -0.07),
                    (radius, 0.05),
                    (radius + 0.04, 0.07),
                    (radius - 0.12, 0.07),
                    (radius - 0.12, -0.07),
                ],
                20,
                capped=False,
            )
            bench.add("iron", rim.turned(roll=90).moved(side * 0.72, 0.28 + radius, z), (0.9, 0.35, 0.3))
            for spoke in range(8):
                turn = 2 * np.pi * spoke / 8
                tip = [side * 0.72, 0.28 + radius + radius * 0.9 * np.sin(turn), z + radius * 0.9 * np.cos(turn)]
                bench.add("iron", beam([side * 0.72, 0.28 + radius, z], tip, 0.07), (0.9, 0.35, 0.3))
        bench.add("iron", beam([side * 0.86, 0.72, -1.9], [side * 0.86, 0.72, 1.1], 0.11), STEEL)
        bench.add("iron", box(0.4, 0.45, 0.9, 0.06).moved(side * 0.85, 0.75, 2.3), toned(1.3, paint))
        bench.add(
            "iron",
            lathe([(0.06, 0), (0.06, 0.35), (0.2, 0.36), (0.2, 0.42)], 10)
            .turned(pitch=90)
            .moved(side * 0.6, 1.05, 3.3),
            IRON,
        )
    bench.add(
        "lamp-light",
        lathe([(0.16, 0), (0.16, 0.14), (0.0, 0.16)], 12).turned(pitch=90).moved(0, 2.85, 3.1),
        (1.1, 1.0, 0.8),
    )
    bench.resize(bench.sized(0.75, 1.0, 1.2))
    return bench.prototype()


def rocket(spec: ObjectSpec) -> Prototype:
    """A finned silver rocket, standing on its tail."""
    bench = Workshop(spec)
    s = bench.sized(0.5, 1.0, 2.2)
    hull = [(0.7, 1.1), (1.05, 2.4), (1.2, 4.2), (1.1, 6.3), (0.8, 8.0)]
    bench.add("iron", lathe(hull, 20, True), (2.4, 2.45, 2.5), 0.0)
    bench.add("ceramic", lathe([(0.8, 8.0), (0.5, 9.2), (0.12, 10.2), (0.0, 10.4)], 20, True), (1.2, 0.3, 0.25), 0.0)
    bench.add(
        "ceramic",
        lathe([(1.06, 2.3), (1.12, 2.42), (1.14, 2.9), (1.12, 3.0)], 20, True, capped=False),
        (1.2, 0.3, 0.25),
        0.0,
    )
    bench.add("iron", lathe([(0.75, 0.45), (0.5, 1.1), (0.7, 1.15)], 16), (0.5, 0.5, 0.52))
    for index in range(4):
        fin = np.array(
            [[[0.75, 1.2, w], [1.05, 3.4, w * 0.6], [1.95, 1.5, w * 0.4], [2.15, 0.0, w * 0.4]] for w in (-0.09, 0.09)]
        )
        pieces = quads([fin[1], fin[0][::-1]]) + loft(fin, smooth=False)
        bench.add("ceramic", pieces.turned(90 * index + 45), (1.2, 0.3, 0.25), 0.0)
    for y in (5.2, 6.6):
        ring = lathe([(0.34, 0), (0.36, 0.1), (0.26, 0.12)], 14, capped=False).turned(pitch=90)
        bench.add("gold", ring.moved(0, y, 1.08 if y < 6 else 0.98))
        bench.add(
            bench.pane, lathe([(0.27, 0.06), (0.0, 0.1)], 14, True).turned(pitch=90).moved(0, y, 1.1 if y < 6 else 1.0)
        )
    bench.resize(s)
    return bench.prototype()


def satellite(spec: ObjectSpec) -> Prototype:
    """A foil-wrapped body with two solar wings and a dish."""
    bench = Workshop(spec)
    bench.add("gold", box(1.1, 1.3, 1.1, 0.06).moved(y=0.7), vary=0.05)
    for side in (-1, 1):
        bench.add("iron", beam([side * 0.55, 1.35, 0], [side * 1.0, 1.35, 0], 0.09), STEEL)
        for panel in range(3):
            x = side * (1.7 + 1.42 * panel)
            bench.add("iron", box(1.36, 1.5, 0.06, 0.015).moved(x, 0.6, 0), STEEL)
            for row in range(4):
                for column in range(4):
                    cell = box(0.3, 0.335, 0.02).moved(x + (column - 1.5) * 0.325, 0.63 + row * 0.36, 0.035)
                    bench.add("glass", cell, (0.6, 0.8, 1.9), 0.06)
    dish = lathe([(0.06, 0), (0.45, 0.1), (0.8, 0.32), (0.82, 0.33), (0.46, 0.14), (0.0, 0.05)], 20, True)
    bench.add("ceramic", dish.turned(pitch=50).moved(0, 2.05, 0.35), (1.3, 1.3, 1.3))
    bench.add("iron", beam([0, 1.95, 0.2], [0, 2.35, 0.85], 0.05), STEEL)
    bench.add("iron", lathe([(0.3, 0.3), (0.14, 0.7)], 14), (0.5, 0.5, 0.52))
    bench.lift_to_ground()
    bench.resize(bench.sized(0.5, 1.0, 2.0))
    return bench.prototype()
