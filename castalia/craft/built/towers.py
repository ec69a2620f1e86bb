"""Towers: watch tower (whole or ruined), castle keep, lighthouse, windmill."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from castalia.craft.built.fabric import STONE, broken_tops, curtain, merlons, rim_stones, ring
from castalia.craft.built.openings import OAK, PALE, Spot, door, slit, window
from castalia.craft.built.shapes import Array, Shape, beam, box, lathe, loft, quads, two_sided
from castalia.craft.built.workshop import Workshop
from castalia.world import Prototype

if TYPE_CHECKING:
    from castalia.craft.objects import ObjectSpec


def _round_spot(radius: float, degrees: float, height: float) -> Spot:
    """A place on a round wall; 0 degrees is the front (+Z)."""
    angle = np.radians(degrees)
    return Spot(radius * float(np.sin(angle)), height, radius * float(np.cos(angle)), degrees)


def _stone_belts(bench: Workshop, radii: list[tuple[float, float]], sides: int) -> None:
    """Rings of bevelled stones that stand proud of the wall at (radius, height)."""
    for radius, height in radii:
        for index in range(sides):
            angle = 2 * np.pi * (index + bench.between(-0.06, 0.06)) / sides
            stone = bench.stone(2 * np.pi * radius / sides * 0.95, 0.3, 0.34, 0.04).turned(90 - np.degrees(angle))
            bench.add(
                "granite",
                stone.moved((radius - 0.08) * np.cos(angle), height, (radius - 0.08) * np.sin(angle)),
                STONE,
                0.1,
            )


def _studs(bench: Workshop, radius: float, top: float, taper: float, count: int) -> None:
    """Single stones that stand out of a round wall, so that its edge is never a straight line."""
    for _ in range(count):
        height, angle = bench.between(0.2, top), bench.between(0, 2 * np.pi)
        here = radius - taper * height - 0.1
        stone = bench.stone(bench.between(0.35, 0.7), bench.between(0.22, 0.36), 0.34, 0.05).turned(
            90 - np.degrees(angle)
        )
        bench.add("granite", stone.moved(here * np.cos(angle), height, here * np.sin(angle)), STONE, 0.14)


def tower(spec: ObjectSpec) -> Prototype:
    """A round stone watch tower with a corbelled head and a conical roof; ruined, a broken shell."""
    bench = Workshop(spec)
    height, radius = bench.sized(7.0, 12.0, 19.0), bench.sized(2.0, 2.6, 3.4)
    if bench.ruined:
        _ruined_shell(bench, height, radius)
    else:
        _whole_tower(bench, height, radius)
    door(bench, _round_spot(radius + 0.02, 0, 0.0), 1.1, 2.0, OAK, arched=True)
    for index, turn in enumerate((35, 150, -80, -20, 100)):
        level = height * (0.3 + 0.11 * index)
        if not bench.ruined or level < height * 0.42:
            slit(bench, _round_spot(radius - 0.03 * level, turn, level))
    if bench.overgrown or bench.ruined:
        bench.creepers(2 * radius, height * 0.6, 2 * radius, 8, round_wall=True)
    return bench.prototype()


def _whole_tower(bench: Workshop, height: float, radius: float) -> None:
    head = height * 0.8
    lean = 0.03
    shaft = [
        (radius + 0.35, 0.0),
        (radius + 0.1, 0.7),
        (radius - lean * head * 0.5, head * 0.5),
        (radius - lean * head, head),
    ]
    bench.add("stone-wall", lathe(shaft, 20, smooth=True))
    wide = radius - lean * head + 0.4
    bench.add(
        "stone-wall",
        lathe([(wide - 0.4, head - 0.5), (wide, head + 0.1), (wide, height - 0.2), (wide - 0.3, height - 0.2)], 20),
    )
    for index in range(16):
        angle = 2 * np.pi * index / 16
        corbel = bench.stone(0.26, 0.5, 0.4, 0.05).turned(90 - np.degrees(angle))
        bench.add(
            "granite",
            corbel.moved((wide - 0.18) * np.cos(angle), head - 0.42, (wide - 0.18) * np.sin(angle)),
            STONE,
            0.08,
        )
    _stone_belts(bench, [(radius + 0.25, 0.0), (wide + 0.04, head + 0.1)], 22)
    _studs(bench, radius, head - 0.8, lean, 40)
    merlons(bench, wide - 0.2, height - 0.25, 14)
    for turn in (0, 90, 180, 270):
        window(bench, _round_spot(wide + 0.02, turn + 20, head + 0.55), 0.6, 0.9, frame=OAK)
    _cone_roof(bench, wide - 0.45, height - 0.1, height * 0.28)


def _cone_roof(bench: Workshop, radius: float, base: float, rise: float, material: str = "slate-roof") -> None:
    """A witch's hat: bell-cast eaves, shingle courses that step, a finial with a pennant."""
    profile = [(radius + 0.02, base)]
    for step in range(7):
        part = step / 7
        wide = radius * (1.18 - 1.1 * part) + 0.12 * (1 - part) ** 4
        profile += [(wide, base + rise * part), (wide - 0.04, base + rise * part + 0.07)]
    bench.add(material, lathe([*profile, (0.05, base + rise)], 16))
    bench.add(
        "iron",
        lathe(
            [
                (0.06, base + rise - 0.15),
                (0.04, base + rise + 0.9),
                (0.1, base + rise + 1.0),
                (0.0, base + rise + 1.15),
            ],
            6,
        ),
    )
    pole = base + rise + 0.5
    bench.cloth(
        "fabric",
        [[0.05, pole, 0], [1.1, pole + 0.08, 0.12], [1.15, pole + 0.3, 0.1], [0.05, pole + 0.48, 0]],
        (1.8, 0.35, 0.3),
    )


def _ruined_shell(bench: Workshop, height: float, radius: float) -> None:
    """A broken cylinder of stones with a floor's beams inside and its fallen stones round it."""
    sides = 26
    path = ring(radius, sides)
    tops = broken_tops(bench, sides, height * 0.88, height * 0.28)
    curtain(bench, path, tops, 0.6, "stone-wall")
    rim_stones(bench, path, tops, 0.6, 0.85)
    _stone_belts(bench, [(radius + 0.12, 0.0)], 22)
    _studs(bench, radius, float(tops.min()) - 0.3, 0.0, 45)
    for index in range(4):
        x = (index - 1.5) * radius * 0.45
        reach = float(np.sqrt(max(radius**2 - x * x, 0.1))) * 0.9
        end = reach if index % 2 else reach * bench.between(-0.2, 0.4)
        bench.add(
            "planks",
            beam([x, height * 0.3, -reach], [x, height * 0.3 - (0 if index % 2 else 0.5), end], 0.24),
            (0.55, 0.45, 0.4),
        )
    bench.rubble(34, radius * 2.3, 0.75, inner=radius * 0.9, colour=STONE)
    bench.rubble(10, radius * 0.8, 0.6, colour=STONE)


def castle_keep(spec: ObjectSpec) -> Prototype:
    """A square keep with corner turrets, battlements, a great door and tall windows."""
    bench = Workshop(spec)
    height, width = bench.sized(11.0, 16.0, 24.0), bench.sized(9.0, 12.0, 17.0)
    half = width / 2
    bench.add("stone-wall", _tapered(width, height * 0.9, 0.25))
    bench.add("stone-wall", box(width + 0.9, 1.2, width + 0.9, 0.3))
    for x in (-half, half):
        for z in (-half, half):
            profile = [(1.9, 0.0), (1.6, 1.2), (1.5, height), (1.85, height + 0.5), (1.85, height + 1.7)]
            bench.add("stone-wall", lathe(profile, 12, True).moved(x, 0, z))
            hat = [(2.05, 0.0), (1.9, 0.1), (1.0, 1.7), (0.06, 3.6)]
            if not bench.ruined:
                bench.add("slate-roof", lathe(hat, 12).moved(x, height + 1.7, z), vary=0.06)
    count = int(width / 1.5)
    for side in range(4):
        for index in range(count):
            run = (index + 0.5) / count * width - half
            if bench.ruined and bench.chance(0.55):
                continue
            block = bench.stone(0.85, 0.9, 0.5, 0.05).moved(run, height * 0.9 - 0.03, half - 0.2).turned(90 * side)
            bench.add("granite", block, STONE, 0.1)
    for side in range(4):
        for level in (0.35, 0.62):
            for x in (-width * 0.22, width * 0.22):
                slot = Spot(x, height * level, half + 0.03)
                turned = slot.put(box(0.01, 0.01, 0.01)).turned(90 * side).corners.mean(axis=(0, 1))
                window(bench, Spot(turned[0], height * level, turned[2], 90 * side), 0.7, 1.6, frame=OAK)
    door(bench, Spot(0, 0, half + 0.46), 2.2, 2.6, OAK, arched=True)
    if bench.ruined:
        bench.rubble(30, width, 0.9, colour=STONE, inner=half)
    if bench.overgrown:
        bench.creepers(width, height * 0.7, width, 16)
    return bench.prototype()


def _tapered(width: float, height: float, taper: float) -> Shape:
    square = np.array([[-1, -1], [-1, 1], [1, 1], [1, -1]]) * width / 2
    rings = [[[x * scale, y, z * scale] for x, z in square] for y, scale in ((0, 1.0), (height, 1.0 - taper / width))]
    return loft(rings, smooth=False, caps=(False, True))


def lighthouse(spec: ObjectSpec) -> Prototype:
    """A white tower with red bands, a gallery and a lantern room."""
    bench = Workshop(spec)
    height, radius = bench.sized(11.0, 17.0, 26.0), bench.sized(2.0, 2.6, 3.6)
    top = radius * 0.58
    bench.add("granite", lathe([(radius + 0.9, 0.0), (radius + 0.7, 0.9), (radius + 0.1, 0.95)], 18), STONE)
    for band in range(5):
        low, high = band / 5, (band + 1) / 5
        widths = [radius + (top - radius) * part**0.85 for part in (low, high)]
        colour = (1.35, 1.35, 1.3) if band % 2 == 0 else (1.15, 0.26, 0.2)
        bench.add(
            "plaster",
            lathe([(widths[0], 0.9 + low * height), (widths[1], 0.9 + high * height)], 18, True),
            colour,
            0.02,
        )
    deck = 0.9 + height
    bench.add(
        "iron", lathe([(top, deck - 0.5), (top + 0.75, deck), (top + 0.75, deck + 0.14), (top - 0.3, deck + 0.14)], 18)
    )
    _railing(bench, top + 0.65, deck + 0.1, 18)
    room = top * 0.72
    bench.add("lamp-light" if bench.lit else "glass", lathe([(room, deck + 0.5), (room, deck + 2.1)], 10), vary=0.0)
    bench.add(
        "lamp-light", lathe([(0.2, deck + 0.9), (0.35, deck + 1.2), (0.35, deck + 1.5), (0.2, deck + 1.8)], 8), vary=0.0
    )
    bench.add("plaster", lathe([(room + 0.06, deck + 0.14), (room + 0.06, deck + 0.5)], 18), (1.2, 1.2, 1.2))
    for index in range(10):
        angle = 2 * np.pi * index / 10
        x, z = room * np.cos(angle), room * np.sin(angle)
        bench.add("iron", beam([x, deck + 0.5, z], [x, deck + 2.1, z], 0.08))
    hat = [
        (room + 0.3, deck + 2.05),
        (room + 0.2, deck + 2.2),
        (room * 0.6, deck + 2.9),
        (0.12, deck + 3.3),
        (0.2, deck + 3.5),
        (0.0, deck + 3.8),
    ]
    bench.add("iron", lathe(hat, 14), (1.8, 0.5, 0.4))
    door(bench, _round_spot(radius - 0.02, 0, 0.9), 1.0, 2.0, (0.5, 0.7, 0.9), arched=True)
    for index, turn in enumerate((20, -30, 15, -20)):
        level = 3.5 + index * height * 0.2
        here = radius + (top - radius) * ((level - 0.9) / height) ** 0.85
        window(bench, _round_spot(here + 0.0, turn, level), 0.55, 0.9)
    return bench.prototype()


def _railing(bench: Workshop, radius: float, base: float, posts: int) -> None:
    for index in range(posts):
        angle = 2 * np.pi * index / posts
        following = 2 * np.pi * (index + 1) / posts
        x, z = radius * np.cos(angle), radius * np.sin(angle)
        bench.add("iron", beam([x, base, z], [x, base + 0.95, z], 0.06))
        for y in (0.5, 0.95):
            bench.add(
                "iron", beam([x, base + y, z], [radius * np.cos(following), base + y, radius * np.sin(following)], 0.05)
            )


def windmill(spec: ObjectSpec) -> Prototype:
    """A tapering mill with a boarded cap and four lattice sails."""
    bench = Workshop(spec)
    height, radius = bench.sized(6.5, 9.0, 13.0), bench.sized(2.3, 2.9, 3.8)
    top = radius * 0.64
    bench.add("granite", lathe([(radius + 0.3, 0.0), (radius + 0.15, 0.8), (radius, 0.82)], 16), STONE)
    bench.add("plaster", lathe([(radius, 0.0), (top, height)], 16, True), (1.2, 1.17, 1.08))
    cap = [
        (top + 0.3, height - 0.1),
        (top + 0.35, height + 0.15),
        (top * 0.95, height + 1.0),
        (top * 0.5, height + 1.7),
        (0.05, height + 2.0),
    ]
    bench.add("thatch", lathe(cap, 14), (0.85, 0.8, 0.75))
    door(bench, _round_spot(radius - 0.12, 0, 0.0), 1.0, 2.0)
    for turn, level in ((60, 0.35), (-60, 0.35), (0, 0.55), (180, 0.5), (28, 0.75)):
        window(bench, _round_spot(radius + (top - radius) * level, turn, height * level), 0.7, 0.9)
    hub = np.array([0.0, height + 0.5, top + 0.9])
    bench.add("planks", beam(hub - [0, 0, 1.6], hub + [0, 0, 0.25], 0.34), OAK)
    for arm in range(4):
        if bench.ruined and arm in (1, 2):
            continue
        _sail(bench, hub, 90 * arm + 20, height * 0.72)
    if bench.overgrown:
        bench.creepers(radius * 1.8, height, radius * 1.8, 8, round_wall=True)
    return bench.prototype()


def _sail(bench: Workshop, hub: Array, degrees: float, length: float) -> None:
    pieces = [("planks", beam([0, 0, 0.1], [0, length, 0.1], 0.16), OAK)]
    width = 0.95
    for step in range(9):
        y = length * (0.2 + 0.8 * step / 8)
        pieces.append(("planks", beam([-0.15, y, 0.14], [width, y, 0.14], 0.06), OAK))
    for x in (width * 0.5, width):
        pieces.append(("planks", beam([x, length * 0.2, 0.14], [x, length, 0.14], 0.05), OAK))
    sheet = quads(
        [[[0.05, length * 0.2, 0.1], [width, length * 0.2, 0.04], [width, length, 0.04], [0.05, length, 0.1]]]
    )
    pieces.append(("fabric", two_sided(sheet), PALE))
    for material, shape, colour in pieces:
        bench.add(material, shape.turned(roll=degrees).moved(*hub), colour, 0.04)
