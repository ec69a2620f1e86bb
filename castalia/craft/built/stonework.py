"""Walls and ways through and up them: wall, arch, gate, ruin, stairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from castalia.craft.built.fabric import STONE, broken_tops, curtain, rim_stones
from castalia.craft.built.openings import arch_stones
from castalia.craft.built.shapes import Array, beam, box, lathe
from castalia.craft.built.workshop import Workshop
from castalia.world import Prototype

if TYPE_CHECKING:
    from castalia.craft.objects import ObjectSpec


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
