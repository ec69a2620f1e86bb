"""Stone round and over water: well, fountain, bridge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from castalia.craft.built.fabric import STONE, gable_roof
from castalia.craft.built.openings import OAK, arch_stones
from castalia.craft.built.shapes import Array, beam, box, lathe, panels, quads, tube
from castalia.craft.built.workshop import Workshop
from castalia.world import Prototype

if TYPE_CHECKING:
    from castalia.craft.objects import ObjectSpec


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
            # Falling water is white with air: it shines through and through, as ice does and a pane does not.
            bench.add("ice", tube(fall, [0.02, 0.035, 0.05], 5), (1.1, 1.15, 1.2))
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
