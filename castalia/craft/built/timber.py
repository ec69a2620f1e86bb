"""Buildings of logs and boards: hut, barn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from castalia.craft.built.fabric import STONE, broken_tops, curtain, gable_roof, gable_wall, rectangle
from castalia.craft.built.openings import OAK, PALE, Spot, door, window
from castalia.craft.built.shapes import beam, box
from castalia.craft.built.workshop import Workshop
from castalia.world import Colour, Prototype

if TYPE_CHECKING:
    from castalia.craft.objects import ObjectSpec


def hut(spec: ObjectSpec) -> Prototype:
    """A log hut with crossed corners and a low thatched roof."""
    bench = Workshop(spec)
    width, depth, height = bench.sized(2.8, 3.6, 4.6), bench.sized(2.8, 3.6, 4.6), bench.sized(1.9, 2.2, 2.5)
    rows = max(6, int(height / 0.25))
    thick = height / rows
    for row in range(rows):
        if bench.ruined and row > rows * bench.between(0.4, 0.9):
            continue
        y = (row + 0.5) * thick
        for side in (-1, 1):
            reach = width / 2 + 0.28 + bench.between(-0.06, 0.06)
            log = beam([-reach, y, side * depth / 2], [reach, y, side * depth / 2], thick * 1.05)
            bench.add("bark", log, (1.1, 0.95, 0.8), 0.1)
            other = beam(
                [side * width / 2, y + thick * 0.5, -depth / 2 - 0.28],
                [side * width / 2, y + thick * 0.5, depth / 2 + 0.28],
                thick * 1.05,
            )
            bench.add("bark", other, (1.1, 0.95, 0.8), 0.1)
    if not bench.ruined:
        for side in (-1, 1):
            gable_wall(bench, "planks", width, side * depth / 2, height, width * 0.5, (0.85, 0.7, 0.6))
        gable_roof(bench, "thatch", width, depth, height, width * 0.5, 0.5, 0.3, 0.12)
    else:
        bench.rubble(14, width * 0.9, 0.4, "bark", inner=width * 0.4)
    door(bench, Spot(0, 0, depth / 2 + 0.14), 0.85, 1.7)
    window(bench, Spot(width / 2 + 0.14, 0.9, 0, 90), 0.6, 0.6, frame=OAK)
    if bench.overgrown:
        bench.creepers(width, height, depth, 8)
    return bench.prototype()


def barn(spec: ObjectSpec) -> Prototype:
    """Red boards with pale trim, great cross-braced doors, a hay door under the gable."""
    bench = Workshop(spec)
    width, depth, height = bench.sized(7.0, 9.0, 12.0), bench.sized(9.0, 13.0, 18.0), bench.sized(3.4, 4.2, 5.2)
    rise = width * 0.42
    red: Colour = (1.05, 0.34, 0.26)
    if bench.ruined:
        path = rectangle(width, depth, 0.5)
        curtain(bench, path, broken_tops(bench, len(path), height, height * 0.35), 0.15, "planks", colour=red)
        bench.rubble(20, width, 0.6, "planks", inner=width * 0.4)
    else:
        bench.add("planks", box(width, height, depth), red, 0.0)
        for side in (-1, 1):
            gable_wall(bench, "planks", width, side * depth / 2, height, rise, red)
        gable_roof(bench, "slate-roof", width, depth, height, rise, 0.5, 0.16, 0.15, (1.1, 1.0, 0.95))
    bench.add("stone-wall", box(width + 0.2, 0.5, depth + 0.2, 0.03), STONE)
    for side in (-1, 1):
        for end in (-1, 1):
            bench.add("planks", box(0.3, height, 0.3, 0.02).moved(side * width / 2, 0, end * depth / 2), PALE)
        _braced_leaf(bench, side * 1.05, depth / 2 + 0.06, 2.0, height * 0.75)
    if not bench.ruined:
        window(bench, Spot(0, height + rise * 0.12, depth / 2 + 0.02), 1.1, 1.1)
        for side in (-1, 1):
            for z in (-0.3, 0.0, 0.3):
                window(bench, Spot(side * (width / 2 + 0.02), height * 0.45, depth * z, 90 * side), 0.9, 0.9)
    if bench.overgrown:
        bench.creepers(width, height, depth, 12)
    return bench.prototype()


def _braced_leaf(bench: Workshop, x: float, z: float, width: float, height: float) -> None:
    bench.add("planks", box(width, height, 0.08).moved(x, 0.1, z), (0.9, 0.32, 0.25))
    half = width / 2 - 0.08
    frame = [
        ([-half, 0.2, 0], [half, 0.2, 0]),
        ([-half, height, 0], [half, height, 0]),
        ([-half, height / 2, 0], [half, height / 2, 0]),
    ]
    frame += [([-half, 0.2, 0], [-half, height, 0]), ([half, 0.2, 0], [half, height, 0])]
    frame += [([-half, 0.2, 0], [half, height / 2, 0]), ([-half, height, 0], [half, height / 2, 0])]
    for start, end in frame:
        bench.add("planks", beam(start, end, 0.15, 0.15).moved(x, 0, z + 0.05), PALE)
