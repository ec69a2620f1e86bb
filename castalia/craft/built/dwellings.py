"""Where people live and work in towns and villages: cottage, house, shop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from castalia.craft.built.fabric import (
    STONE,
    broken_tops,
    chimney,
    curtain,
    eaves_tiles,
    gable_roof,
    gable_wall,
    quoins,
    rectangle,
    rim_stones,
)
from castalia.craft.built.openings import OAK, Spot, door, window
from castalia.craft.built.shapes import beam, box
from castalia.craft.built.workshop import Workshop, toned
from castalia.world import Colour, Prototype

if TYPE_CHECKING:
    from castalia.craft.objects import ObjectSpec

_LIMES: tuple[Colour, ...] = (
    (1.15, 1.12, 1.05),
    (1.25, 1.0, 0.68),
    (1.2, 0.76, 0.58),
    (1.0, 1.05, 1.1),
    (1.22, 1.08, 0.85),
)
_PAINTS: tuple[Colour, ...] = ((0.4, 1.1, 2.2), (0.5, 1.5, 1.1), (1.9, 0.5, 0.45), (1.2, 1.4, 1.5), (0.7, 0.8, 1.6))


def _beams(bench: Workshop, width: float, depth: float, low: float, high: float, wood: Colour) -> None:
    """Half-timbering on all four sides of a storey: posts, rails and braces, a finger proud."""
    for side in range(4):
        run, away = (width, depth / 2) if side % 2 == 0 else (depth, width / 2)
        count = max(2, round(run / 1.6))
        lines = [([-run / 2, low, 0], [run / 2, low, 0]), ([-run / 2, high, 0], [run / 2, high, 0])]
        lines += [([run * (i / count - 0.5), low, 0], [run * (i / count - 0.5), high, 0]) for i in range(count + 1)]
        lines += [
            ([-run / 2, low, 0], [-run / 2 + run / count, high, 0]),
            ([run / 2, low, 0], [run / 2 - run / count, high, 0]),
        ]
        for start, end in lines:
            timber = beam(start, end, 0.19, 0.19).moved(z=away + 0.02).turned(90 * side)
            bench.add("planks", timber, wood, 0.08)


def _broken_house(bench: Workshop, width: float, depth: float, height: float, material: str, colour: Colour) -> None:
    """Walls without a roof: ragged tops, charred beams, a heap of stones."""
    path = rectangle(width, depth, 0.55)
    tops = broken_tops(bench, len(path), height, height * 0.3)
    curtain(bench, path, tops, 0.45, material, colour=colour)
    rim_stones(bench, path, tops, 0.45, 0.75)
    for index in range(5):
        x = (index - 2) * width * 0.18
        low = [x, height * 0.85, -depth / 2 + 0.3]
        bench.add(
            "planks",
            beam(
                low,
                [x + bench.between(-0.5, 0.5), bench.between(0.2, height * 0.8), depth * bench.between(-0.1, 0.4)],
                0.2,
            ),
            (0.4, 0.33, 0.3),
        )
    bench.rubble(30, max(width, depth) * 0.85, 0.6, inner=min(width, depth) * 0.45, colour=STONE)
    bench.rubble(12, min(width, depth) * 0.4, 0.55, colour=STONE)


def cottage(spec: ObjectSpec) -> Prototype:
    """One storey under a deep thatched or tiled roof: stone foot, lime-washed walls, shutters, a chimney."""
    bench = Workshop(spec)
    width, depth, height = bench.sized(5.2, 6.4, 8.0), bench.sized(6.0, 8.0, 10.5), bench.sized(2.4, 2.7, 3.0)
    lime, paint = bench.pick(*_LIMES), bench.pick(*_PAINTS)
    rise = width * 0.56
    # The ridge runs along Z while building, and the front is a long side: everything is turned at the end.
    thatched = bench.chance(0.55)
    if bench.ruined:
        _broken_house(bench, depth, width, height + 0.8, "stone-wall", (1, 1, 1))
    else:
        bench.add("plaster", box(depth, height, width), lime, 0.0)
        bench.add("stone-wall", box(depth + 0.16, 0.65, width + 0.16, 0.03), STONE)
        _long_roof(bench, "thatch" if thatched else "roof-tiles", depth, width, height, rise)
        chimney(bench, -depth * 0.32, -width * 0.12, height + 0.3, rise + 0.35, "stone-wall")
    if not bench.ruined and not thatched:
        _timber_gables(bench, depth, width, height, rise)
    quoins(bench, depth, width, height * (0.3 if bench.ruined else 1.0))
    front = width / 2 + 0.02
    door(bench, Spot(depth * 0.06, 0.0, front), 1.0, 2.0, paint)
    for x in (-0.3, 0.33):
        window(bench, Spot(depth * x, 0.85, front), 0.85, 1.05, paint, flowers=True)
    for x in (-0.25, 0.25):
        window(bench, Spot(depth * x, 0.85, -front, 180), 0.85, 1.05, paint)
    for side in (-1, 1):
        window(bench, Spot(side * (depth / 2 + 0.02), 0.85, 0, 90 * side), 0.8, 1.0, paint)
        if not bench.ruined:
            window(bench, Spot(side * (depth / 2 + 0.02), height + rise * 0.18, 0, 90 * side), 0.6, 0.7)
    if bench.overgrown:
        bench.creepers(depth, height + rise * 0.5, width, 14)
    return bench.prototype()


def _timber_gables(bench: Workshop, length: float, width: float, height: float, rise: float) -> None:
    for side in (-1, 1):
        x = side * (length / 2 + 0.03)
        lines = [([x, height, -width * 0.5], [x, height, width * 0.5]), ([x, height, 0], [x, height + rise * 0.92, 0])]
        lines.append(([x, height + rise * 0.48, -width * 0.25], [x, height + rise * 0.48, width * 0.25]))
        for start, end in lines:
            bench.add("planks", beam(start, end, 0.17), (0.6, 0.48, 0.4))


def _long_roof(bench: Workshop, material: str, length: float, width: float, height: float, rise: float) -> None:
    """A gable roof with its ridge along X, with gables in plaster."""
    aside = Workshop(bench.spec)
    thick = 0.36 if material == "thatch" else 0.17
    gable_wall(aside, "plaster", width, length / 2, height, rise, (1.15, 1.1, 1.0))
    gable_wall(aside, "plaster", width, -length / 2, height, rise, (1.15, 1.1, 1.0))
    gable_roof(aside, material, width, length, height, rise, 0.55, thick, sag=0.14)
    if material == "roof-tiles":
        eaves_tiles(aside, width, length, height, rise, 0.55)
    bench.take(aside, yaw=90)


def house(spec: ObjectSpec) -> Prototype:
    """Two or three storeys, tiled roof, shutters, flower boxes, string courses: a town house with its gable aside."""
    bench = Workshop(spec)
    width, depth = bench.sized(6.0, 7.5, 10.0), bench.sized(6.0, 7.0, 8.5)
    storeys = round(bench.sized(2, 2 + 0.49 * bench.draw.random(), 3))
    height = 2.75 * storeys + 0.3
    lime, paint = bench.pick(*_LIMES), bench.pick(*_PAINTS)
    rise = depth * bench.between(0.3, 0.4)
    half_timbered = bench.chance(0.35)
    if bench.ruined:
        _broken_house(bench, width, depth, height, "plaster", lime)
    else:
        bench.add("plaster", box(width, height, depth), lime, 0.0)
        bench.add("granite", box(width + 0.14, 0.5, depth + 0.14, 0.04), STONE)
        _long_roof(bench, "roof-tiles", width, depth, height, rise)
        chimney(bench, width * 0.3, -depth * 0.15, height + 0.2, rise + 0.4)
        for level in range(1, storeys):
            bench.add("granite", box(width + 0.12, 0.14, depth + 0.12, 0.02).moved(y=2.75 * level + 0.05), STONE)
        bench.add("granite", box(width + 0.2, 0.18, depth + 0.2, 0.04).moved(y=height - 0.2), STONE)
    if half_timbered and not bench.ruined:
        _beams(bench, width, depth, 2.95, height - 0.3, (0.5, 0.4, 0.34))
    else:
        quoins(bench, width, depth, height * (0.3 if bench.ruined else 0.97), share=1.0)
    _house_openings(bench, width, depth, storeys, paint)
    if bench.overgrown:
        bench.creepers(width, height * 0.9, depth, 16)
    return bench.prototype()


def _house_openings(bench: Workshop, width: float, depth: float, storeys: int, paint: Colour) -> None:
    bays = max(2, int(width / 2.3))
    way_in = int(bench.draw.integers(bays))
    for level in range(1 if bench.ruined else storeys):
        for bay in range(bays):
            x = ((bay + 0.5) / bays - 0.5) * width * 0.94
            if level == 0 and bay == way_in:
                door(bench, Spot(x, 0.1, depth / 2 + 0.02), 1.05, 2.15, paint, arched=bench.chance(0.4))
            else:
                window(
                    bench,
                    Spot(x, 2.75 * level + 0.95, depth / 2 + 0.02),
                    0.9,
                    1.3,
                    paint,
                    flowers=level > 0 and bench.chance(0.5),
                )
            window(bench, Spot(x, 2.75 * level + 0.95, -depth / 2 - 0.02, 180), 0.85, 1.2, paint if level else None)
        for side in (-1, 1):
            window(
                bench,
                Spot(side * (width / 2 + 0.02), 2.75 * level + 0.95, depth * 0.18 * side, 90 * side),
                0.8,
                1.2,
                paint if level else None,
            )


def shop(spec: ObjectSpec) -> Prototype:
    """A narrow town house with a wide shop window, a striped awning and a hanging sign."""
    bench = Workshop(spec)
    width, depth, storeys = bench.sized(5.0, 6.2, 8.0), bench.sized(6.0, 7.0, 8.0), 2 + int(spec.size > 0.3)
    height = 3.2 + 2.7 * (storeys - 1)
    lime, paint = bench.pick(*_LIMES), bench.pick(*_PAINTS)
    bench.add("plaster", box(width, height, depth), lime, 0.0)
    bench.add("granite", box(width + 0.14, 0.4, depth + 0.14, 0.03), STONE)
    _long_roof(bench, "roof-tiles", width, depth, height, depth * 0.33)
    quoins(bench, width, depth, height * 0.97)
    chimney(bench, -width * 0.3, -depth * 0.1, height + 0.2, depth * 0.3 + 0.4)
    front = depth / 2 + 0.02
    door(bench, Spot(width * 0.3, 0.1, front), 1.0, 2.2, paint)
    window(bench, Spot(-width * 0.14, 0.75, front), width * 0.52, 1.75, frame=paint)
    bench.add("planks", box(width * 0.95, 0.5, 0.16, 0.03).moved(0, 2.85, front), paint)
    stripes = 9
    for index in range(stripes):
        x0, x1 = (-0.44 + 0.62 * index / stripes) * width, (-0.44 + 0.62 * (index + 1) / stripes) * width
        colour = (1.9, 1.85, 1.7) if index % 2 else toned(1.4, paint)
        bench.cloth(
            "fabric",
            [[x0, 2.35, front + 1.15], [x1, 2.35, front + 1.15], [x1, 2.85, front + 0.1], [x0, 2.85, front + 0.1]],
            colour,
            0.1,
        )
        bench.cloth(
            "fabric",
            [[x0, 2.15, front + 1.16], [x1, 2.15, front + 1.16], [x1, 2.35, front + 1.15], [x0, 2.35, front + 1.15]],
            colour,
            0.2,
        )
    bench.add("iron", beam([width / 2 - 0.4, 3.5, front], [width / 2 - 0.4, 3.5, front + 1.0], 0.06))
    bench.add("planks", box(0.07, 0.6, 0.75, 0.02).moved(width / 2 - 0.4, 2.82, front + 0.6), OAK)
    bays = max(2, int(width / 2.2))
    for level in range(1, storeys):
        for bay in range(bays):
            x = ((bay + 0.5) / bays - 0.5) * width * 0.9
            window(bench, Spot(x, 3.2 + 2.7 * (level - 1) + 0.7, front), 0.9, 1.3, paint, flowers=bench.chance(0.5))
    for side in (-1, 1):
        window(bench, Spot(side * (width / 2 + 0.02), 3.9, 0, 90 * side), 0.8, 1.2, paint)
    if bench.overgrown:
        bench.creepers(width, height, depth, 12)
    return bench.prototype()
