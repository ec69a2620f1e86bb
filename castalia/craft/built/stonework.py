"""Masonry that is not a building: wall, gate, arch, ruin, column, obelisk, well, fountain, bridge, stairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from castalia.craft.built.fabric import STONE, broken_tops, curtain, gable_roof, rim_stones
from castalia.craft.built.openings import OAK, arch_stones
from castalia.craft.built.shapes import Array, beam, box, lathe, loft, panels, quads, tube
from castalia.craft.built.workshop import Workshop
from castalia.world import Prototype

if TYPE_CHECKING:
    from castalia.craft.objects import ObjectSpec

MARBLE = (1.0, 0.97, 0.9)


def _loop(length: float, thick: float, cut: float) -> Array:
    """The outline of a free-standing wall along X, cut along its two long sides."""
    count = max(2, round(length / cut))
    x = np.linspace(-length / 2, length / 2, count + 1)
    front = np.stack([x, np.full(count + 1, thick / 2)], axis=1)
    return np.concatenate([front, front[::-1] * np.array([1.0, -1.0])])


def wall(spec: ObjectSpec) -> Prototype:
    """A stretch of stone wall along X with a coping; ruined, it falls in steps to rubble."""
    bench = Workshop(spec)
    length, height, thick = bench.sized(3.5, 5.0, 8.0), bench.sized(1.1, 1.7, 3.2), 0.55
    if bench.ruined:
        _broken_wall(bench, length, height, thick)
    else:
        bench.add("stone-wall", box(length, height, thick, 0.02))
        count = int(length / 0.55)
        for index in range(count):
            x = ((index + 0.5) / count - 0.5) * length
            bench.add(
                "granite",
                bench.stone(length / count - 0.02, 0.2, thick + 0.16, 0.05).moved(x, height - 0.03, 0),
                STONE,
                0.12,
            )
        for _ in range(int(length * 6)):
            side = 1 if bench.chance(0.5) else -1
            stud = bench.stone(bench.between(0.3, 0.6), bench.between(0.2, 0.34), 0.2, 0.05)
            bench.add(
                "granite",
                stud.moved(
                    bench.between(-0.46, 0.46) * length, bench.between(0.0, height - 0.5), side * (thick / 2 - 0.03)
                ),
                STONE,
                0.14,
            )
    if bench.overgrown:
        bench.creepers(length, height, thick, 6)
    return bench.prototype()


def _broken_wall(bench: Workshop, length: float, height: float, thick: float) -> None:
    path = _loop(length, thick, 0.5)
    half = len(path) // 2
    tops = broken_tops(bench, half, height, height * 0.15, closed=False)
    segments = np.concatenate([tops[: half - 1], [tops[half - 1]], tops[: half - 1][::-1], [tops[0]]])
    solid = np.array([path[:half], path[half:][::-1]])
    for index in range(half - 1):
        left, right = solid[0, index, 0], solid[0, index + 1, 0]
        bench.add(
            "stone-wall",
            box(right - left + 0.002, float(segments[index]) + 0.05, thick).moved((left + right) / 2),
            vary=0.0,
        )
    rim_stones(bench, path[:half], tops[: half - 1], thick, 0.95, closed=False)
    for index in range(half - 1):
        for _ in range(2):
            x = bench.between(solid[0, index, 0], solid[0, index + 1, 0])
            side = 1 if bench.chance(0.5) else -1
            stud = bench.stone(bench.between(0.3, 0.6), bench.between(0.2, 0.34), 0.22, 0.05)
            bench.add(
                "granite",
                stud.moved(x, bench.between(0, max(float(tops[index]) - 0.4, 0.05)), side * (thick / 2 - 0.04)),
                STONE,
                0.14,
            )
    bench.rubble(22, length * 0.62, 0.5, colour=STONE)


def arch(spec: ObjectSpec) -> Prototype:
    """A free-standing round arch of dressed stones on two piers; ruined, half of it has come down."""
    bench = Workshop(spec)
    span, rise, deep = bench.sized(1.8, 2.6, 4.2), bench.sized(2.0, 2.8, 4.6), bench.sized(0.7, 0.9, 1.3)
    pier = deep * 0.95
    courses = max(5, int(rise / 0.42))
    for side in (-1, 1):
        for course in range(courses):
            if bench.ruined and side == 1 and course > courses * 0.45:
                break
            for part in (-0.25, 0.25):
                flip = 1 if course % 2 else -1
                stone = bench.stone(pier * (0.5 + 0.12 * flip * np.sign(part)), rise / courses - 0.015, deep, 0.045)
                bench.add(
                    "granite",
                    stone.moved(
                        side * (span / 2 + pier / 2) + part * pier + 0.06 * flip * pier, course * rise / courses, 0
                    ),
                    STONE,
                    0.11,
                )
        bench.add("granite", bench.stone(pier * 1.3, 0.3, deep * 1.3, 0.06).moved(side * (span / 2 + pier / 2)), STONE)
        if not (bench.ruined and side == 1):
            bench.add(
                "granite",
                bench.stone(pier * 1.22, 0.24, deep * 1.2, 0.05).moved(side * (span / 2 + pier / 2), rise - 0.1),
                STONE,
            )
    wedges = arch_stones(span / 2, span / 2 + pier * 0.85, deep * 0.95, 13)
    for index, wedge in enumerate(wedges):
        if bench.ruined and index < 7:
            continue
        bench.add(
            "granite", wedge.moved(0, rise + 0.1 + (bench.draw.normal(0, 0.02) if bench.ruined else 0.0)), STONE, 0.12
        )
    if bench.ruined:
        bench.rubble(20, span * 1.3, 0.6, colour=STONE)
    if bench.overgrown or spec.kind == "ivy-arch":
        for angle in np.linspace(0.0, np.pi, 12):
            radius = span / 2 + pier * 0.8
            bench.leaves((radius * np.cos(angle), rise + radius * np.sin(angle), 0), (0.5, 0.4, deep * 0.8), 30, 0.12)
        for side in (-1, 1):
            for level in range(int(rise / 0.5)):
                bench.leaves((side * (span / 2 + pier * 0.7), level * 0.5, 0), (0.6, 0.4, deep * 0.8), 18, 0.12)
    return bench.prototype()


def gate(spec: ObjectSpec) -> Prototype:
    """Two stone piers with caps and balls, and a pair of wrought-iron leaves, one ajar."""
    bench = Workshop(spec)
    span, height = bench.sized(2.4, 3.4, 5.0), bench.sized(2.0, 2.6, 3.8)
    for side in (-1, 1):
        x = side * (span / 2 + 0.4)
        for course in range(int(height / 0.4)):
            bench.add(
                "granite",
                bench.stone(0.78, 0.385, 0.78, 0.05).turned(90 * (course % 4)).moved(x, course * 0.4),
                STONE,
                0.1,
            )
        top = int(height / 0.4) * 0.4
        bench.add("granite", box(1.0, 0.2, 1.0, 0.06).moved(x, top), STONE)
        if not (bench.ruined and side == 1):
            bench.add(
                "granite",
                lathe([(0.14, 0.0), (0.1, 0.1), (0.26, 0.25), (0.3, 0.42), (0.2, 0.62), (0.0, 0.7)], 10, True).moved(
                    x, top + 0.18
                ),
                STONE,
            )
        if not (bench.ruined and side == -1):
            _leaf(bench, side, span, height * 0.82)
    if bench.ruined:
        bench.rubble(10, span, 0.45, colour=STONE)
    return bench.prototype()


def _leaf(bench: Workshop, side: int, span: float, height: float) -> None:
    width, swing = span / 2 - 0.05, (18.0 if side < 0 else 42.0)
    pieces = []
    bars = max(5, int(width / 0.16))
    for index in range(bars + 1):
        x = -side * width * index / bars
        tall = height * (0.86 + 0.14 * np.sin(np.pi * (0.5 + 0.5 * index / bars)))
        pieces.append(beam([x, 0.08, 0], [x, tall, 0], 0.04))
        pieces.append(lathe([(0.0, 0.0), (0.05, 0.05), (0.0, 0.2)], 4).moved(x, tall, 0))
    for y in (0.15, 0.32, height * 0.78):
        pieces.append(beam([0, y, 0], [-side * width, y, 0], 0.06))
    for piece in pieces:
        bench.add("iron", piece.turned(side * swing).moved(side * span / 2, 0, 0), (0.7, 0.7, 0.72), 0.04)


def ruin(spec: ObjectSpec) -> Prototype:
    """The corner of a fallen hall: two broken walls, an empty arched window, a column stump, rubble."""
    bench = Workshop(spec)
    width, depth, height = bench.sized(5.0, 8.0, 13.0), bench.sized(4.0, 6.0, 10.0), bench.sized(2.6, 4.2, 7.0)
    corner = np.array([[-width / 2, depth / 2], [-width / 2, -depth / 2], [width / 2, -depth / 2]])
    path = np.concatenate(
        [np.linspace(corner[i], corner[i + 1], int(n / 0.6), endpoint=i == 1) for i, n in ((0, depth), (1, width))]
    )[::-1]
    place = np.linspace(-1.0, 1.0, len(path) - 1)
    tops = height * np.clip(1.05 - np.abs(place + 0.15) ** 1.3 * 0.95 + bench.draw.normal(0, 0.1, len(place)), 0.1, 1.0)
    tops = np.round(tops / 0.32) * 0.32
    bay = len(path) // 3
    tops[bay : bay + 2] = height * 0.3
    curtain(bench, path, tops, 0.65, "stone-wall", closed=False)
    rim_stones(bench, path, tops, 0.65, 0.9, closed=False)
    for stump, (x, z) in enumerate(((width * 0.1, depth * 0.1), (width * 0.36, depth * 0.3))):
        _drums(bench, x, z, 0.42, 2 + 2 * stump, height * 0.13)
    bench.rubble(46, width * 0.72, 0.7, colour=STONE)
    bench.creepers(width, height * 0.6, depth, 5)
    return bench.prototype()


def _drums(bench: Workshop, x: float, z: float, radius: float, count: int, height: float) -> None:
    for index in range(count):
        drum = lathe([(radius * 0.96, 0.0), (radius, 0.04), (radius, height - 0.05), (radius * 0.95, height)], 12)
        shift = bench.draw.normal(0, 0.02, 2)
        bench.add(
            "granite", drum.turned(bench.between(0, 90)).moved(x + shift[0], index * height, z + shift[1]), STONE, 0.1
        )


def fluted(
    bench: Workshop,
    x: float,
    z: float,
    base: float,
    radius: float,
    height: float,
    material: str = "marble",
    broken: bool = False,
) -> None:
    """A Doric column: stepped base, fluted shaft with a swelling, cushion and slab."""
    bench.add(material, box(radius * 3.0, radius * 0.5, radius * 3.0, 0.05).moved(x, base, z), MARBLE)
    bench.add(
        material,
        lathe([(radius * 1.4, 0), (radius * 1.45, radius * 0.25), (radius * 1.1, radius * 0.45)], 20, True).moved(
            x, base + radius * 0.5, z
        ),
        MARBLE,
    )
    low = base + radius * 0.9
    top = low + height * (bench.between(0.35, 0.6) if broken else 1.0)
    levels, sides = 7, 32
    angles = -2 * np.pi * np.arange(sides) / sides
    flute = np.where(np.arange(sides) % 2, 0.9, 1.0)
    rings = []
    for level in range(levels):
        part = level / (levels - 1)
        swell = radius * (1.0 - 0.16 * part + 0.05 * np.sin(np.pi * part)) * flute
        cut = 0.35 * radius * np.sin(2 * angles + 1.0) * (broken and level == levels - 1)
        rings.append(np.stack([swell * np.cos(angles), low + (top - low) * part + cut, swell * np.sin(angles)], axis=1))
    bench.add(material, loft(rings, smooth=False, caps=(False, True)).moved(x, 0, z), MARBLE)
    if not broken:
        bench.add(
            material,
            lathe([(radius * 0.84, 0), (radius * 1.3, radius * 0.4), (radius * 1.3, radius * 0.5)], 20).moved(
                x, top, z
            ),
            MARBLE,
        )
        bench.add(
            material, box(radius * 2.9, radius * 0.5, radius * 2.9, 0.04).moved(x, top + radius * 0.45, z), MARBLE
        )


def column(spec: ObjectSpec) -> Prototype:
    bench = Workshop(spec)
    radius = bench.sized(0.22, 0.36, 0.6)
    fluted(bench, 0, 0, 0, radius, radius * bench.sized(8, 10, 12), broken=bench.ruined)
    if bench.ruined:
        drum = lathe([(radius * 0.9, -radius), (radius * 0.95, radius)], 16).turned(bench.between(0, 90), 90)
        bench.add("marble", drum.moved(radius * 3.4, radius * 0.8, radius), MARBLE)
        bench.rubble(9, radius * 5, radius, "marble")
    if bench.overgrown:
        bench.creepers(radius * 2, radius * 8, radius * 2, 3, round_wall=True)
    return bench.prototype()


def obelisk(spec: ObjectSpec) -> Prototype:
    bench = Workshop(spec)
    height = bench.sized(2.5, 4.5, 9.0)
    half = height * 0.085
    bench.add("granite", box(half * 4.2, height * 0.07, half * 4.2, 0.05), STONE)
    bench.add("granite", box(half * 3.0, height * 0.1, half * 3.0, 0.05).moved(y=height * 0.07), STONE)
    tip = 0.7 if bench.ruined else 1.0
    profile = [
        (half * 1.41, height * 0.17),
        (half * 1.0, height * 0.92 * tip),
        (0.0 if tip == 1 else half * 0.6, height * tip),
    ]
    bench.add("granite", lathe(profile, 4, turn=45), (1.15, 1.05, 0.95))
    if bench.ruined:
        bench.rubble(8, half * 7, half * 1.4, colour=STONE)
    return bench.prototype()


def well(spec: ObjectSpec) -> Prototype:
    """A ring of stones with a windlass, a bucket and a little tiled roof."""
    bench = Workshop(spec)
    radius = bench.sized(0.65, 0.85, 1.15)
    for course in range(4):
        for index in range(14):
            angle = 2 * np.pi * (index + 0.5 * (course % 2)) / 14
            stone = bench.stone(2 * np.pi * radius / 14 * 0.97, 0.225, 0.3, 0.04).turned(90 - np.degrees(angle))
            bench.add(
                "granite", stone.moved(radius * np.cos(angle), course * 0.23, radius * np.sin(angle)), STONE, 0.12
            )
    bench.add("planks", lathe([(radius - 0.1, 0.45), (0.0, 0.46)], 14), (0.05, 0.07, 0.09))
    if bench.ruined:
        bench.rubble(14, radius * 2.4, 0.36, colour=STONE, inner=radius)
        return bench.prototype()
    for side in (-1, 1):
        bench.add("planks", box(0.16, 2.1, 0.16, 0.02).moved(side * radius, 0.3), OAK)
    bench.add("planks", beam([-radius - 0.25, 1.5, 0], [radius + 0.25, 1.5, 0], 0.16), OAK)
    bench.add(
        "iron",
        tube(
            [[radius + 0.2, 1.5, 0], [radius + 0.34, 1.5, 0], [radius + 0.34, 1.2, 0.1], [radius + 0.5, 1.2, 0.1]],
            0.025,
            5,
        ),
    )
    bench.add("fabric", tube([[0.1, 1.5, 0.08], [0.1, 1.05, 0.02]], 0.02, 5), OAK)
    bench.add("planks", lathe([(0.13, 0.72), (0.17, 1.02), (0.14, 1.02), (0.1, 0.8), (0.0, 0.8)], 10).moved(x=0.1), OAK)
    aside = Workshop(spec)
    gable_roof(aside, "roof-tiles", radius * 1.7, radius * 2.3, 2.15, 0.7, 0.18, 0.08, 0.03)
    bench.take(aside, yaw=90)
    return bench.prototype()


def fountain(spec: ObjectSpec) -> Prototype:
    """An octagonal basin of water with a two-tiered stone spring."""
    bench = Workshop(spec)
    radius = bench.sized(1.4, 2.2, 3.4)
    basin = [
        (radius + 0.35, 0),
        (radius + 0.35, 0.15),
        (radius + 0.1, 0.2),
        (radius + 0.1, 0.5),
        (radius + 0.25, 0.58),
        (radius + 0.25, 0.7),
        (radius - 0.12, 0.7),
        (radius - 0.15, 0.3),
    ]
    bench.add("marble", lathe(basin, 8), (0.85, 0.82, 0.76))
    bench.add("glass", lathe([(radius - 0.1, 0.52), (0.0, 0.53)], 16), (0.9, 1.2, 1.3), 0.0)
    s = radius * 0.4
    stem = [(s * 0.5, 0.3), (s * 0.3, 0.9), (s * 0.42, 1.0), (s * 1.5, 1.25), (s * 1.55, 1.32), (s * 0.4, 1.2)]
    bench.add("marble", lathe(stem, 16, True), (0.88, 0.85, 0.8))
    upper = [
        (s * 0.26, 1.2),
        (s * 0.18, 1.8),
        (s * 0.8, 2.0),
        (s * 0.82, 2.06),
        (s * 0.2, 1.98),
        (s * 0.14, 2.3),
        (0.0, 2.5),
    ]
    bench.add("marble", lathe(upper, 14, True), (0.88, 0.85, 0.8))
    if not bench.ruined:
        for index in range(10):
            angle = 2 * np.pi * index / 10
            reach = np.array([np.cos(angle), 0, np.sin(angle)])
            fall = [reach * s * 1.5 + [0, 1.3, 0], reach * s * 1.75 + [0, 1.15, 0], reach * s * 1.85 + [0, 0.53, 0]]
            bench.add("glass", tube(fall, [0.02, 0.035, 0.05], 5), (1.6, 1.9, 2.0))
    return bench.prototype()


def bridge(spec: ObjectSpec) -> Prototype:
    """A hump-backed stone bridge along X over one round arch, with parapets and wedge stones."""
    bench = Workshop(spec)
    length, width, opening = bench.sized(6.0, 9.0, 15.0), bench.sized(2.0, 2.6, 3.6), bench.sized(1.6, 2.5, 4.4)
    crown = opening * 1.0 + 0.55
    x = np.linspace(-length / 2, length / 2, 25)
    deck = crown * (0.25 + 0.75 * np.cos(x / length * np.pi) ** 1.2)
    under = np.where(np.abs(x) < opening, np.sqrt(np.maximum(opening**2 - x * x, 0.0)), 0.0)
    under = np.minimum(under, deck - 0.3)
    for side in (-1, 1):
        z = side * width / 2
        faces = [
            [[x[i], under[i], z], [x[i + 1], under[i + 1], z], [x[i + 1], deck[i + 1], z], [x[i], deck[i], z]]
            for i in range(24)
        ]
        bench.add("stone-wall", quads(faces if side > 0 else [face[::-1] for face in faces]), vary=0.0)
        for wedge in arch_stones(opening, opening + 0.45, 0.3, 21):
            bench.add("granite", wedge.moved(0, 0, z), STONE, 0.11)
        _parapet(bench, x, deck, z)
    half = width / 2
    run = np.concatenate([[0], np.cumsum(np.hypot(np.diff(x), np.diff(deck)))])
    top = np.array(
        [
            [
                [x[i], deck[i], half],
                [x[i + 1], deck[i + 1], half],
                [x[i + 1], deck[i + 1], -half],
                [x[i], deck[i], -half],
            ]
            for i in range(24)
        ]
    )
    marks = np.array([[[run[i], 0], [run[i + 1], 0], [run[i + 1], width], [run[i], width]] for i in range(24)])
    bench.add("cobbles", panels(top, marks), vary=0.0)
    soffit = np.array(
        [
            [
                [x[i + 1], under[i + 1], half],
                [x[i], under[i], half],
                [x[i], under[i], -half],
                [x[i + 1], under[i + 1], -half],
            ]
            for i in range(24)
            if under[i] + under[i + 1] > 0
        ]
    )
    bench.add("stone-wall", quads(soffit), (0.75, 0.73, 0.7), 0.0)
    for side in (-1, 1):
        end = side * length / 2
        face = np.array([[[end, 0, half], [end, 0, -half], [end, deck[0], -half], [end, deck[0], half]]])
        bench.add("stone-wall", quads(face if side > 0 else face[:, ::-1]), vary=0.0)
    if bench.ruined or bench.overgrown:
        bench.rubble(14, length * 0.5, 0.5, colour=STONE, inner=opening)
    return bench.prototype()


def _parapet(bench: Workshop, x: Array, deck: Array, z: float) -> None:
    count = int((x[-1] - x[0]) / 0.6)
    for index in range(count):
        if bench.ruined and bench.chance(0.4):
            continue
        place = x[0] + (index + 0.5) / count * (x[-1] - x[0])
        height = float(np.interp(place, x, deck))
        slope = np.degrees(np.arctan2(np.interp(place + 0.2, x, deck) - np.interp(place - 0.2, x, deck), 0.4))
        for level, (tall, deep) in enumerate(((0.45, 0.34), (0.2, 0.46))):
            stone = bench.stone((x[-1] - x[0]) / count * 1.02, tall, deep, 0.045).turned(roll=slope)
            bench.add("granite", stone.moved(place, height - 0.06 + 0.44 * level, z * 0.94), STONE, 0.11)


def stairs(spec: ObjectSpec) -> Prototype:
    """A flight of worn stone steps that climbs away from +Z, between low cheeks."""
    bench = Workshop(spec)
    width, steps = bench.sized(1.4, 2.2, 4.0), int(bench.sized(6, 10, 18))
    for index in range(steps):
        z = (steps / 2 - index - 0.5) * 0.34
        bench.add("stone-wall", box(width, 0.18 * index + 0.05, 0.34).moved(0, 0, z), vary=0.0)
        for part in range(3):
            slab = bench.stone(width / 3 - 0.02, 0.17, 0.42, 0.035)
            bench.add("granite", slab.moved((part - 1) * width / 3, 0.18 * index, z + 0.02), STONE, 0.1)
        if index % 2 == 0 and not (bench.ruined and bench.chance(0.5)):
            for side in (-1, 1):
                cheek = bench.stone(0.34, 0.18 * index + 0.55, 0.66, 0.05)
                bench.add("granite", cheek.moved(side * (width / 2 + 0.17), 0, z - 0.17), STONE, 0.1)
    if bench.ruined:
        bench.rubble(12, width, 0.4, colour=STONE, inner=width * 0.4)
    return bench.prototype()
