"""Windows and doors, made to stand on a wall that faces +Z at z = 0, then placed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from castalia.craft.built.shapes import Shape, box, lathe, prism, quads
from castalia.craft.built.workshop import Workshop
from castalia.world import Colour

OAK: Colour = (0.75, 0.6, 0.48)
PALE: Colour = (2.2, 2.3, 2.4)
IRON: Colour = (0.6, 0.6, 0.62)


@dataclass(frozen=True)
class Spot:
    """Where on a building: the middle of the opening's foot, and the way that the wall faces (degrees about Y)."""

    x: float
    y: float
    z: float
    yaw: float = 0.0

    def put(self, shape: Shape) -> Shape:
        return shape.turned(self.yaw).moved(self.x, self.y, self.z)


def window(
    bench: Workshop,
    spot: Spot,
    width: float = 0.9,
    height: float = 1.25,
    shutters: Colour | None = None,
    frame: Colour = PALE,
    flowers: bool = False,
) -> None:
    """A casement: pane, frame, glazing bars, sill, lintel, and perhaps shutters and a flower box."""
    if bench.ruined:
        bench.add("planks", spot.put(_pane(width, height, 0.015)), (0.05, 0.05, 0.06))
    else:
        bench.add(bench.window_light(), spot.put(_pane(width, height, 0.02)), vary=0.1)
        _bars(bench, spot, width, height, frame)
    bench.add("granite", spot.put(box(width + 0.36, 0.11, 0.3, 0.02).moved(0, -0.11, 0.03)), (1.2, 1.15, 1.05))
    bench.add("granite", spot.put(box(width + 0.3, 0.2, 0.2, 0.03).moved(0, height, 0.0)), (1.15, 1.1, 1.0))
    if shutters is not None:
        for side in (-1, 1):
            if not (bench.ruined and bench.chance(0.6)):
                _shutter(bench, spot, width, height, side, shutters)
    if flowers and not bench.ruined:
        _flower_box(bench, spot, width)


def _pane(width: float, height: float, z: float) -> Shape:
    half = width / 2
    return quads([[[-half, 0, z], [half, 0, z], [half, height, z], [-half, height, z]]])


def _bars(bench: Workshop, spot: Spot, width: float, height: float, colour: Colour) -> None:
    half, thick = width / 2, 0.075
    for x in (-half, half):
        bench.add("planks", spot.put(box(thick, height, 0.13).moved(x, 0, 0.03)), colour)
    for y in (0.0, height - thick):
        bench.add("planks", spot.put(box(width, thick, 0.12).moved(0, y, 0.03)), colour)
    bench.add("planks", spot.put(box(0.055, height, 0.09).moved(0, 0, 0.02)), colour)
    rows = max(2, round(height / 0.5))
    for row in range(1, rows):
        bench.add("planks", spot.put(box(width, 0.04, 0.07).moved(0, row * height / rows, 0.02)), colour)


def _shutter(bench: Workshop, spot: Spot, width: float, height: float, side: int, colour: Colour) -> None:
    """One leaf, hung open, with a frame and slats; some hang a little crooked."""
    leaf = width * 0.5
    swing = bench.between(-4, 14)
    crooked = bench.draw.normal(0.0, 5.0) if bench.overgrown or bench.ruined else bench.draw.normal(0.0, 0.7)
    pieces = [
        box(leaf, height + 0.06, 0.035),
        box(0.08, height, 0.06).moved(-leaf / 2 + 0.05),
        box(0.08, height, 0.06).moved(leaf / 2 - 0.05),
    ]
    slats = max(4, int(height / 0.16))
    for row in range(slats):
        slat = box(leaf - 0.14, 0.03, 0.05).turned(pitch=-28).moved(0, (row + 0.5) * height / slats, 0.02)
        pieces.append(slat)
    for piece in pieces:
        turned = (
            piece.turned(roll=crooked).turned(yaw=-side * swing).moved(side * (width / 2 + leaf / 2 + 0.04), 0, 0.06)
        )
        bench.add("planks", spot.put(turned), colour, 0.03)


def _flower_box(bench: Workshop, spot: Spot, width: float) -> None:
    bench.add("planks", spot.put(box(width + 0.1, 0.2, 0.24, 0.02).moved(0, -0.33, 0.2)), OAK)
    bloom = bench.pick((2.2, 0.35, 0.4), (2.3, 1.2, 0.5), (1.9, 0.6, 1.6), (2.0, 1.9, 1.7))
    for step in np.linspace(-0.5, 0.5, 7):
        tuft = lathe([(0.0, 0.0), (0.1, 0.07), (0.0, 0.17)], 5).moved(
            step * width, -0.16 + bench.between(-0.02, 0.04), 0.2
        )
        colour = bloom if bench.chance(0.6) else (0.7, 1.0, 0.5)
        bench.add("leaves", spot.put(tuft), colour, 0.15, sway=0.1)


def door(
    bench: Workshop, spot: Spot, width: float = 1.0, height: float = 2.1, colour: Colour = OAK, arched: bool = False
) -> None:
    """A boarded door with battens, hinges, a ring, stone jambs, a lintel or arch, and a worn step."""
    boards = 5
    if bench.ruined:
        bench.add("planks", spot.put(_pane(width, height, 0.015)), (0.05, 0.05, 0.05))
    else:
        for index in range(boards):
            x = (index + 0.5) / boards * width - width / 2
            bench.add(
                "planks", spot.put(box(width / boards - 0.012, height, 0.08, 0.012).moved(x, 0, 0.03)), colour, 0.07
            )
        for y in (0.32, height - 0.45):
            bench.add("iron", spot.put(box(width * 0.8, 0.07, 0.03).moved(-width * 0.08, y, 0.085)), IRON)
        bench.add(
            "iron",
            spot.put(
                lathe([(0.0, 0.0), (0.06, 0.0), (0.04, 0.05), (0.0, 0.06)], 8)
                .turned(pitch=90)
                .moved(width * 0.36, height * 0.47, 0.08)
            ),
            IRON,
        )
    for side in (-1, 1):
        for course in range(5):
            deep = 0.26 if course % 2 else 0.36
            stone = bench.stone(deep, height / 5 - 0.015, 0.24, 0.03)
            bench.add(
                "granite",
                spot.put(stone.moved(side * (width / 2 + deep / 2 - 0.02), course * height / 5, 0.02)),
                (1.15, 1.1, 1.0),
                0.09,
            )
    _head(bench, spot, width, height, arched, colour)
    bench.add("granite", spot.put(box(width + 0.7, 0.16, 0.55, 0.04).moved(0, -0.02, 0.28)), (1.05, 1.0, 0.95))


def _head(bench: Workshop, spot: Spot, width: float, height: float, arched: bool, colour: Colour) -> None:
    """The lintel, or a round arch of wedge stones over a boarded half-moon."""
    if not arched:
        bench.add("granite", spot.put(box(width + 0.75, 0.3, 0.3, 0.04).moved(0, height, 0.02)), (1.15, 1.1, 1.0))
        return
    radius = width / 2
    angles = np.linspace(0.0, np.pi, 9)
    moon = [(radius * np.cos(a), radius * np.sin(a)) for a in angles]
    dark = (0.05, 0.05, 0.05) if bench.ruined else colour
    bench.add("planks", spot.put(prism(moon, 0.06).moved(0, height, 0.03)), dark)
    for wedge in arch_stones(radius, radius + 0.32, 0.26, 9):
        bench.add("granite", spot.put(wedge.moved(0, height, 0.02)), (1.15, 1.1, 1.0), 0.09)


def arch_stones(inner: float, outer: float, depth: float, count: int, sweep: float = np.pi) -> list[Shape]:
    """Wedge stones over a half circle about the origin, with a little air between them; the keystone stands proud."""
    stones = []
    start = (np.pi - sweep) / 2
    for index in range(count):
        low = start + sweep * (index + 0.03) / count
        high = start + sweep * (index + 0.97) / count
        reach = outer * (1.06 if index == count // 2 else 1.0)
        corners = [(inner, low), (reach, low), (reach, high), (inner, high)]
        stones.append(
            prism([(r * np.cos(a), r * np.sin(a)) for r, a in corners], depth * (1.1 if index == count // 2 else 1.0))
        )
    return stones


def slit(bench: Workshop, spot: Spot, width: float = 0.22, height: float = 1.1) -> None:
    """An arrow slit between dressed stones; light shines through when lit."""
    dark = (1.0, 1.0, 1.0) if bench.lit else (0.05, 0.05, 0.06)
    bench.add("lamp-light" if bench.lit else "planks", spot.put(_pane(width, height, 0.03)), dark)
    for side in (-1, 1):
        for part in range(3):
            stone = bench.stone(0.3 if part % 2 else 0.42, height / 3 - 0.01, 0.24, 0.03)
            bench.add(
                "granite",
                spot.put(stone.moved(side * (width / 2 + 0.17), part * height / 3, 0.0)),
                (1.1, 1.05, 0.98),
                0.09,
            )
    bench.add("granite", spot.put(bench.stone(width + 0.7, 0.26, 0.3).moved(0, height, 0.0)), (1.15, 1.1, 1.0))
    bench.add("granite", spot.put(bench.stone(width + 0.6, 0.16, 0.32).moved(0, -0.16, 0.0)), (1.15, 1.1, 1.0))
