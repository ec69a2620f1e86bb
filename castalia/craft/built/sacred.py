"""Holy and solemn places: church, temple, tombstone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from castalia.craft.built.columns import MARBLE, fluted
from castalia.craft.built.fabric import (
    STONE,
    broken_tops,
    curtain,
    gable_roof,
    gable_wall,
    quoins,
    rectangle,
    rim_stones,
)
from castalia.craft.built.openings import OAK, Spot, arch_stones, door
from castalia.craft.built.shapes import beam, box, flat, lathe, prism, quads
from castalia.craft.built.workshop import Workshop
from castalia.world import Prototype

if TYPE_CHECKING:
    from castalia.craft.objects import ObjectSpec


def _lancet(bench: Workshop, spot: Spot, width: float, height: float) -> None:
    """A tall round-headed window with tracery and wedge stones."""
    radius = width / 2
    moon = [(radius * np.cos(a), radius * np.sin(a)) for a in np.linspace(0, np.pi, 9)]
    dark = bench.ruined
    material, tone = ("planks", (0.05, 0.05, 0.06)) if dark else (bench.pane, (0.8, 0.9, 1.1))
    bench.add(
        material,
        spot.put(quads([[[-radius, 0, 0.02], [radius, 0, 0.02], [radius, height, 0.02], [-radius, height, 0.02]]])),
        tone,
        0.0,
    )
    bench.add(material, spot.put(prism(moon, 0.04).moved(0, height, 0.0)), tone, 0.0)
    for x in (-radius / 3, radius / 3):
        bench.add("granite", spot.put(box(0.06, height + radius * 0.8, 0.08).moved(x, 0, 0.03)), STONE)
    bench.add("granite", spot.put(box(width, 0.06, 0.08).moved(0, height * 0.55, 0.03)), STONE)
    for wedge in arch_stones(radius, radius + 0.26, 0.28, 9):
        bench.add("granite", spot.put(wedge.moved(0, height, 0.02)), STONE, 0.09)
    for side in (-1, 1):
        for part in range(int(height / 0.4)):
            stone = bench.stone(0.24 + 0.1 * (part % 2), 0.385, 0.26, 0.03)
            bench.add("granite", spot.put(stone.moved(side * (radius + 0.11), part * 0.4, 0.0)), STONE, 0.09)
    bench.add("granite", spot.put(box(width + 0.6, 0.14, 0.36, 0.03).moved(0, -0.14, 0.04)), STONE)


def church(spec: ObjectSpec) -> Prototype:
    """A stone nave with buttresses and lancets behind a west tower with a spire; its door faces +Z."""
    bench = Workshop(spec)
    width, length, height = bench.sized(5.5, 7.5, 11.0), bench.sized(8.0, 13.0, 20.0), bench.sized(3.8, 5.4, 8.0)
    rise, back = width * 0.62, -length * 0.16
    if bench.ruined:
        path = rectangle(width, length, 0.7)
        tops = broken_tops(bench, len(path), height * 1.1, height * 0.25)
        curtain(bench, path + np.array([0, back]), tops, 0.6, "stone-wall")
        rim_stones(bench, path + np.array([0, back]), tops, 0.6)
        bench.rubble(34, length * 0.6, 0.7, colour=STONE, inner=width * 0.4)
    else:
        bench.add("stone-wall", box(width, height, length).moved(z=back), vary=0.0)
        aside = Workshop(spec)
        gable_wall(aside, "stone-wall", width, -length / 2, height, rise)
        gable_wall(aside, "stone-wall", width, length / 2, height, rise)
        gable_roof(aside, "slate-roof", width, length, height, rise, 0.35, 0.16, 0.05)
        bench.take(aside, shift=(0.0, 0.0, back))
    for side in (-1, 1):
        for part in (-0.36, -0.12, 0.12, 0.36):
            spot = Spot(side * (width / 2 + 0.02), height * 0.3, back + part * length, 90 * side)
            if not (bench.ruined and part > 0):
                _lancet(bench, spot, 0.75, height * 0.34)
        for part in (-0.48, -0.24, 0.0, 0.24):
            z = back + part * length
            tall = height * (0.4 if bench.ruined else 0.8)
            bench.add(
                "stone-wall", box(0.85, tall * 0.62, 0.55, 0.04).moved(side * (width / 2 + 0.35), 0, z), vary=0.02
            )
            bench.add("stone-wall", box(0.55, tall, 0.5, 0.04).moved(side * (width / 2 + 0.2), 0, z), vary=0.02)
    _west_tower(bench, width * 0.56, height, back + length / 2)
    if bench.overgrown:
        bench.creepers(width + 0.6, height, length, 12)
    return bench.prototype()


def _west_tower(bench: Workshop, wide: float, nave: float, front: float) -> None:
    """The square tower before the nave: door, belfry openings, bell, broach spire with a cross."""
    z = front + wide / 2 - 0.4
    top = nave * (1.2 if bench.ruined else 2.0)
    aside = Workshop(bench.spec)
    if bench.ruined:
        path = rectangle(wide, wide, 0.6)
        tops = broken_tops(aside, len(path), top, nave * 0.7)
        curtain(aside, path, tops, 0.55, "stone-wall")
        rim_stones(aside, path, tops, 0.55)
    else:
        aside.add("stone-wall", box(wide, top, wide), vary=0.0)
        for level in (0.36, 0.68, 1.0):
            aside.add("granite", box(wide + 0.24, 0.2, wide + 0.24, 0.05).moved(y=top * level - 0.1), STONE)
        spire = [(wide * 0.78, 0.0), (wide * 0.62, wide * 0.22), (wide * 0.08, wide * 1.95), (0.0, wide * 2.1)]
        aside.add("slate-roof", lathe(spire, 8, turn=22.5).moved(y=top), vary=0.0)
        tip = top + wide * 2.05
        aside.add(
            "gold", beam([0, tip, 0], [0, tip + 1.1, 0], 0.09) + beam([-0.3, tip + 0.72, 0], [0.3, tip + 0.72, 0], 0.09)
        )
        for side in range(4):
            spot = Spot(wide / 2 * np.sin(np.pi / 2 * side), top * 0.74, wide / 2 * np.cos(np.pi / 2 * side), 90 * side)
            _lancet(aside, spot, wide * 0.3, top * 0.1)
    quoins(aside, wide, wide, top * (0.4 if bench.ruined else 0.99), 0.5)
    if not bench.ruined:
        dial = (
            lathe([(wide * 0.2, 0), (wide * 0.2, 0.08), (0.0, 0.09)], 20)
            .turned(pitch=90)
            .moved(0, top * 0.56, wide / 2)
        )
        aside.add("plaster", dial, (1.2, 1.18, 1.1), 0.0)
        for turn, reach in ((35, 0.16), (-70, 0.11)):
            hand = box(0.06, wide * reach, 0.03).turned(roll=turn).moved(0, top * 0.56, wide / 2 + 0.11)
            aside.add("iron", hand, (0.3, 0.3, 0.32))
    door(aside, Spot(0, 0.05, wide / 2 + 0.02), min(1.5, wide * 0.36), 2.2, OAK, arched=True)
    bench.take(aside, shift=(0.0, 0.0, z))


def temple(spec: ObjectSpec) -> Prototype:
    """A Doric temple on three steps: columns all round, entablature, pediment, tiled roof."""
    bench = Workshop(spec)
    width, length = bench.sized(5.5, 8.0, 13.0), bench.sized(7.5, 11.5, 19.0)
    radius = width * 0.05
    tall = radius * 10.5
    for step in range(3):
        grow = 1.5 - 0.45 * step
        bench.add("marble", box(width + grow, 0.26, length + grow, 0.03).moved(y=0.26 * step), MARBLE)
    base = 0.78
    ends, sides = 4, 6
    places = [
        ((i / (ends - 1) - 0.5) * (width - radius * 3), z * (length / 2 - radius * 1.5))
        for i in range(ends)
        for z in (-1, 1)
    ]
    places += [
        (x * (width / 2 - radius * 1.5), (i / (sides - 1) - 0.5) * (length - radius * 3))
        for i in range(1, sides - 1)
        for x in (-1, 1)
    ]
    for x, z in places:
        fluted(bench, x, z, base, radius, tall, broken=bench.ruined and bench.chance(0.45))
    top = base + tall + radius * 1.85
    if bench.ruined:
        bench.add(
            "marble", box(width, radius * 1.6, radius * 2.6, 0.03).moved(y=top, z=-length / 2 + radius * 1.5), MARBLE
        )
        bench.rubble(30, length * 0.62, 0.8, "marble")
    else:
        bench.add("marble", box(width, radius * 1.5, length, 0.03).moved(y=top), MARBLE)
        bench.add("marble", box(width + 0.35, radius * 0.7, length + 0.35, 0.05).moved(y=top + radius * 1.5), MARBLE)
        eaves, rise = top + radius * 2.2, width * 0.2
        for side in (-1, 1):
            gable_wall(bench, "marble", width, side * (length / 2 - 0.15), eaves, rise, MARBLE)
        gable_roof(bench, "roof-tiles", width, length, eaves, rise, 0.3, 0.2, 0.0)
    if not bench.ruined:
        bench.add(
            "plaster",
            box(width * 0.56, tall + radius, length * 0.62).moved(y=base, z=-length * 0.06),
            (0.95, 0.85, 0.7),
            0.0,
        )
        door(bench, Spot(0, base, length * 0.25 + 0.02), width * 0.2, tall * 0.62, (0.8, 0.5, 0.35))
    if bench.overgrown:
        bench.creepers(width, tall, length, 10)
    return bench.prototype()


def tombstone(spec: ObjectSpec) -> Prototype:
    """A leaning headstone: round-headed, a cross, or a plain slab, on a grassy mound."""
    bench = Workshop(spec)
    s = bench.sized(0.75, 1.0, 1.5)
    shape = int(bench.draw.integers(3))
    tilt = (bench.draw.normal(0, 5), bench.draw.normal(0, 4))
    tone = (0.95, 0.95, 0.92)
    if shape == 1:
        pieces = [box(0.18, 1.25, 0.16, 0.035), box(0.72, 0.18, 0.16, 0.035).moved(y=0.74), box(0.5, 0.22, 0.36, 0.04)]
        ring = lathe([(0.2, -0.05), (0.27, -0.05), (0.27, 0.05), (0.2, 0.05), (0.2, -0.05)], 16, capped=False).turned(
            pitch=90
        )
        pieces.append(ring.moved(y=0.83))
    else:
        half, tall = 0.31, 0.62 if shape == 0 else 0.78
        head = [
            (half * np.cos(a), tall + half * np.sin(a) * (1.0 if shape == 0 else 0.35))
            for a in np.linspace(0, np.pi, 11)
        ]
        pieces = [prism([(-half, 0.0), (half, 0.0), *head], 0.15), box(0.8, 0.16, 0.3, 0.04)]
        pieces += [box(0.36, 0.022, 0.012).moved(0, tall * (0.86 - 0.14 * row), 0.077) for row in range(4)]
        if shape == 0:
            pieces += [
                box(0.05, 0.24, 0.02).moved(0, tall + 0.01, 0.077),
                box(0.16, 0.05, 0.02).moved(0, tall + 0.12, 0.077),
            ]
    for index, piece in enumerate(pieces):
        if bench.ruined and index == 0 and shape != 1:
            piece = piece.scaled(1, 0.62, 1)
        bench.add("granite", piece.scaled(s).turned(0, *tilt), tone, 0.04)
    mound = lathe([(0.62, -0.02), (0.5, 0.07), (0.0, 0.14)], 10, True).scaled(s, s, 1.7 * s)
    bench.add("grass", mound.moved(z=0.85 * s), (0.9, 0.9, 0.8))
    for _ in range(26):
        x, z = bench.between(-0.5, 0.5) * s, bench.between(-0.18, 0.3) * s
        tip = [x + bench.draw.normal(0, 0.05), bench.between(0.1, 0.26), z + bench.draw.normal(0, 0.05)]
        bench.add(
            "grass",
            flat(
                [
                    [[x - 0.012, 0, z], [x + 0.012, 0, z], tip],
                    [[x + 0.012, 0, z - 0.003], [x - 0.012, 0, z - 0.003], tip],
                ]
            ),
            (1.2, 1.3, 0.9),
            0.15,
            0.5,
        )
    if bench.ruined:
        bench.rubble(5, 0.6 * s, 0.2, colour=tone)
    return bench.prototype()
