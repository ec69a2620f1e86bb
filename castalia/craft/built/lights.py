"""Things that burn: street lamp, lantern, torch, campfire, candle, fireplace."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from castalia.craft.built.fabric import STONE
from castalia.craft.built.openings import IRON, OAK, arch_stones
from castalia.craft.built.shapes import beam, box, lathe, tube
from castalia.craft.built.workshop import Workshop
from castalia.world import Prototype

if TYPE_CHECKING:
    from castalia.craft.objects import ObjectSpec


def _flame(bench: Workshop, x: float, y: float, z: float, size: float, tongues: int = 5) -> None:
    """Tongues of fire that lean and taper."""
    for index in range(tongues):
        turn = 2 * np.pi * index / tongues + bench.between(-0.4, 0.4)
        away = size * 0.22 * np.array([np.cos(turn), np.sin(turn)]) * (index > 0)
        tall = size * (1.0 if index == 0 else bench.between(0.5, 0.8))
        sway = bench.draw.normal(0, size * 0.08, 2)
        spine = [[x + away[0], y, z + away[1]], [x + away[0] * 0.8, y + tall * 0.3, z + away[1] * 0.8]]
        spine += [
            [x + away[0] * 0.4 + sway[0], y + tall * 0.7, z + away[1] * 0.4 + sway[1]],
            [x + sway[0] * 1.4, y + tall, z + sway[1] * 1.4],
        ]
        colour = (1.0, 0.85, 0.55) if index == 0 else (1.1, 0.6, 0.25)
        bench.add("lamp-light", tube(spine, [size * 0.1, size * 0.17, size * 0.09, size * 0.004], 7), colour, 0.06)


def _lantern_head(bench: Workshop, x: float, y: float, z: float, size: float) -> None:
    """A six-sided glazed head with a light inside."""
    r, h = 0.5 * size, 1.0 * size
    bench.add("iron", lathe([(r * 0.5, 0), (r * 0.8, h * 0.06), (r * 0.72, h * 0.12)], 6).moved(x, y, z), IRON)
    bench.add("lamp-light", lathe([(r * 0.58, h * 0.12), (r * 0.86, h * 0.66)], 6).moved(x, y, z), vary=0.0)
    for index in range(6):
        angle = -2 * np.pi * index / 6
        foot, head = (
            np.array([x + w * r * np.cos(angle), y + h * t, z + w * r * np.sin(angle)])
            for w, t in ((0.6, 0.1), (0.89, 0.68))
        )
        bench.add("iron", beam(foot, head, size * 0.055), IRON)
    roof = [
        (r * 1.05, h * 0.66),
        (r * 1.05, h * 0.7),
        (r * 0.5, h * 0.9),
        (r * 0.2, h * 0.98),
        (r * 0.22, h * 1.06),
        (0.0, h * 1.12),
    ]
    bench.add("iron", lathe(roof, 6).moved(x, y, z), IRON)


def street_lamp(spec: ObjectSpec) -> Prototype:
    """A cast-iron lamp post with a fluted foot and a six-sided lantern."""
    bench = Workshop(spec)
    s = bench.sized(0.75, 1.0, 1.35)
    lean = 6.0 if bench.ruined else 0.0
    post = [
        (0.2, 0.0),
        (0.2, 0.1),
        (0.15, 0.14),
        (0.13, 0.5),
        (0.16, 0.56),
        (0.09, 0.64),
        (0.062, 1.0),
        (0.052, 2.9),
        (0.085, 2.95),
        (0.05, 3.02),
        (0.045, 3.3),
        (0.1, 3.36),
    ]
    bench.add("iron", lathe(post, 10).scaled(s).turned(roll=lean), IRON)
    bench.add("iron", tube(np.array([[-0.32, 3.05, 0], [0.32, 3.05, 0]]) * s, 0.022 * s, 6).turned(roll=lean), IRON)
    head = Workshop(spec)
    _lantern_head(head, 0, 3.36 * s, 0, 0.55 * s)
    for angle in (45, 135, 225, 315):
        reach = np.array([np.cos(np.radians(angle)), 0, np.sin(np.radians(angle))])
        scroll = [
            reach * 0.06 + [0, 2.98, 0],
            reach * 0.17 + [0, 3.08, 0],
            reach * 0.16 + [0, 3.24, 0],
            reach * 0.08 + [0, 3.3, 0],
        ]
        head.add("iron", tube(np.array(scroll) * s, 0.014 * s, 4), IRON)
    bench.take(head)
    return bench.prototype()


def lantern(spec: ObjectSpec) -> Prototype:
    """A carried lantern with a ring, standing on the ground."""
    bench = Workshop(spec)
    s = bench.sized(0.28, 0.4, 0.75)
    _lantern_head(bench, 0, 0, 0, s)
    turn = np.linspace(-0.3, np.pi + 0.3, 9)
    ring = np.stack([0.2 * s * np.cos(turn), 1.24 * s + 0.2 * s * np.sin(turn), np.zeros(9)], axis=1)
    bench.add("iron", tube(ring, 0.018 * s, 5), IRON)
    return bench.prototype()


def torch(spec: ObjectSpec) -> Prototype:
    """A stake torch with an iron basket."""
    bench = Workshop(spec)
    s = bench.sized(0.75, 1.0, 1.3)
    bench.add(
        "bark", tube(np.array([[0, 0, 0], [0.02, 0.8, 0.01], [0, 1.42, 0]]) * s, [0.032 * s, 0.035 * s, 0.042 * s], 7)
    )
    bench.add("iron", lathe([(0.045, 1.3), (0.1, 1.5), (0.11, 1.52)], 8).scaled(s), IRON)
    bench.add("fabric", lathe([(0.05, 1.38), (0.085, 1.5), (0.0, 1.58)], 7).scaled(s), (0.4, 0.3, 0.25))
    _flame(bench, 0, 1.48 * s, 0, 0.42 * s, 4)
    return bench.prototype()


def campfire(spec: ObjectSpec) -> Prototype:
    """A ring of stones, crossed logs, embers and flames (none when nobody tends it)."""
    bench = Workshop(spec)
    s = bench.sized(0.7, 1.0, 1.5)
    for index in range(11):
        angle = 2 * np.pi * index / 11 + bench.draw.normal(0, 0.06)
        stone = bench.stone(
            bench.between(0.22, 0.34), bench.between(0.16, 0.24), bench.between(0.2, 0.28), 0.06
        ).scaled(s)
        bench.add(
            "granite",
            stone.turned(bench.between(0, 360)).moved(0.62 * s * np.cos(angle), -0.03, 0.62 * s * np.sin(angle)),
            (0.8, 0.78, 0.76),
            0.15,
        )
    bench.add("soil", lathe([(0.56, 0.0), (0.45, 0.06), (0.0, 0.1)], 12).scaled(s), (0.35, 0.3, 0.3))
    for index in range(6):
        turn = 2 * np.pi * index / 6 + bench.draw.normal(0, 0.1)
        out = np.array([np.cos(turn), 0, np.sin(turn)])
        log = tube(
            np.array([out * 0.46 + [0, 0.07, 0], out * 0.22 + [0, 0.25, 0], out * -0.06 + [0, 0.46, 0]]) * s,
            [0.055 * s, 0.06 * s, 0.05 * s],
            7,
        )
        bench.add("bark", log, (0.6, 0.5, 0.45), 0.15)
    if not spec.forsaken:
        for _ in range(9):
            x, z = bench.draw.normal(0, 0.14, 2) * s
            bench.add("lamp-light", bench.stone(0.09, 0.06, 0.08).moved(x, 0.07 * s, z), (1.0, 0.35, 0.12), 0.2)
        _flame(bench, 0, 0.12 * s, 0, 0.85 * s, 7)
    return bench.prototype()


def candle(spec: ObjectSpec) -> Prototype:
    """A dripping candle in a brass holder."""
    bench = Workshop(spec)
    s = bench.sized(0.7, 1.0, 1.6)
    bench.add("gold", lathe([(0.1, 0.0), (0.11, 0.012), (0.04, 0.03), (0.03, 0.06), (0.045, 0.09)], 14).scaled(s))
    wax = [(0.032, 0.07), (0.03, 0.33), (0.02, 0.36), (0.006, 0.35)]
    bench.add("paper", lathe(wax, 12, True).scaled(s), (1.1, 1.05, 0.9))
    for _ in range(6):
        turn, low = bench.between(0, 2 * np.pi), bench.between(0.14, 0.28)
        out = np.array([np.cos(turn), 0, np.sin(turn)]) * 0.031
        bench.add(
            "paper",
            tube(
                np.array([out + [0, 0.345, 0], out + [0, low + 0.02, 0], out * 1.1 + [0, low, 0]]) * s,
                [0.006, 0.006, 0.01],
                5,
            ),
            (1.1, 1.05, 0.9),
        )
    if not spec.forsaken:
        _flame(bench, 0, 0.36 * s, 0, 0.09 * s, 1)
    return bench.prototype()


def fireplace(spec: ObjectSpec) -> Prototype:
    """A stone hearth with an arched mouth, a timber mantel and a fire."""
    bench = Workshop(spec)
    s = bench.sized(0.8, 1.0, 1.4)
    for side in (-1, 1):
        for course in range(6):
            stone = bench.stone(0.46 + 0.08 * (course % 2), 0.195, 0.62, 0.03).scaled(s)
            bench.add("granite", stone.moved(side * 0.82 * s, course * 0.2 * s, 0), STONE, 0.12)
    for wedge in arch_stones(0.58, 0.98, 0.5, 9, np.pi * 0.62):
        bench.add("granite", wedge.moved(0, 0.62, 0.02).scaled(s), STONE, 0.1)
    bench.add("stone-wall", box(2.0, 0.4, 0.55).moved(0, 1.38, -0.02).scaled(s))
    bench.add("planks", box(2.4, 0.16, 0.75, 0.03).moved(0, 1.72, 0.04).scaled(s), OAK)
    bench.add("stone-wall", box(1.5, 1.3, 0.45, 0.02).moved(0, 1.88, -0.08).scaled(s))
    bench.add("brick", box(1.3, 1.3, 0.1).moved(0, 0, -0.3).scaled(s), (0.4, 0.36, 0.35))
    bench.add("granite", box(2.3, 0.1, 1.2, 0.03).moved(0, 0, 0.25).scaled(s), STONE)
    for index in range(4):
        log = tube(
            [
                [-0.35, 0.16 + 0.1 * (index // 2), -0.08 + 0.2 * (index % 2)],
                [0.35, 0.18 + 0.1 * (index // 2), 0.02 + 0.1 * (index % 2)],
            ],
            0.07,
            7,
        )
        bench.add("bark", log.scaled(s), (0.6, 0.5, 0.45))
    if not spec.forsaken:
        _flame(bench, 0, 0.22 * s, 0.02, 0.62 * s, 6)
    return bench.prototype()
