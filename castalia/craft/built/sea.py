"""In and under the sea: jellyfish, coral, fish, anchor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from castalia.craft.built.openings import IRON
from castalia.craft.built.shapes import Array, Shape, ball, beam, flat, lathe, tube, two_sided
from castalia.craft.built.workshop import Workshop, toned
from castalia.world import Colour, Prototype

if TYPE_CHECKING:
    from castalia.craft.objects import ObjectSpec

_REEF: tuple[Colour, ...] = ((2.1, 0.55, 0.6), (2.2, 1.1, 0.35), (1.7, 0.6, 1.6), (0.6, 1.5, 1.6), (2.1, 1.8, 1.1))


def jellyfish(spec: ObjectSpec) -> Prototype:
    """A bell over a fringe of arms and long trailing threads; it hovers, so its base is the threads' ends."""
    bench = Workshop(spec)
    size = bench.sized(0.45, 0.9, 1.8)
    tone = bench.pick((0.9, 1.1, 1.5), (1.5, 0.9, 1.4), (0.8, 1.4, 1.3))
    pulse = bench.between(0.85, 1.1)
    bell = [(0.40, 0.0), (0.5 * pulse, 0.06), (0.5 * pulse, 0.2), (0.4, 0.38), (0.22, 0.47), (0.0, 0.5)]
    inside = [(0.40, 0.0), (0.36, 0.12), (0.2, 0.3), (0.0, 0.36)]
    bench.add("paper", lathe(bell, 18, True, capped=False).scaled(size).moved(y=1.3 * size), tone, 0.03, 0.15)
    bench.add("paper", lathe(inside[::-1], 18, True, capped=False).scaled(size).moved(y=1.3 * size), toned(0.7, tone))
    for index in range(16):
        turn = 2 * np.pi * index / 16 + bench.draw.normal(0, 0.08)
        reach, depth = (0.12, bench.between(0.4, 0.7)) if index % 4 == 0 else (0.44, bench.between(0.7, 1.3))
        thick = 0.045 if index % 4 == 0 else 0.011
        path = _trailing(bench, turn, reach, depth) * size
        radii = (np.linspace(thick, 0.2 * thick, len(path)) * size).tolist()
        bench.add("fabric", tube(path + [0, 1.32 * size, 0], radii, 5), toned(0.9, tone), 0.05, 0.6)
    return bench.prototype()


def _trailing(bench: Workshop, turn: float, reach: float, depth: float) -> Array:
    """A thread that hangs ``depth`` down from a rim of radius ``reach`` and wavers as it falls."""
    steps = np.linspace(0, 1, 8)
    waver = 0.05 * np.sin(steps * bench.between(4, 8) + bench.between(0, 6))
    away = reach * (1 - 0.35 * steps) + waver
    return np.stack([away * np.cos(turn), -depth * steps, away * np.sin(turn)], axis=1)


def coral(spec: ObjectSpec) -> Prototype:
    """A head of branching coral, every branch forking twice."""
    bench = Workshop(spec)
    size = bench.sized(0.35, 0.7, 1.4)
    tone = _REEF[spec.variant % len(_REEF)]
    bench.add("coral", lathe([(0.34, -0.1), (0.3, 0.06), (0.16, 0.14), (0.0, 0.16)], 10, True).scaled(size), tone)
    trunks = 4 if spec.detail < 0.5 else 7
    for index in range(trunks):
        turn = 2 * np.pi * index / trunks + bench.draw.normal(0, 0.2)
        lean = np.array([0.5 * np.cos(turn), 1.0, 0.5 * np.sin(turn)])
        _branch(bench, np.array([0.1 * np.cos(turn), 0.08, 0.1 * np.sin(turn)]), lean, 0.42, 0.06, 2, size, tone)
    return bench.prototype()


def _branch(
    bench: Workshop, foot: Array, way: Array, length: float, thick: float, forks: int, size: float, tone: Colour
) -> None:
    """One branch, then the two it forks into; tips are paler."""
    way = way / np.linalg.norm(way)
    top = foot + way * length * bench.between(0.8, 1.2)
    middle = (foot + top) / 2 + bench.draw.normal(0, 0.03, 3)
    path = np.array([foot, middle, top]) * size
    bench.add(
        "coral", tube(path, [share * thick * size for share in (1.0, 0.85, 0.6)], 6), toned(1.3 - 0.15 * forks, tone)
    )
    for _ in range(2 if forks else 0):
        aside = way + bench.draw.normal(0, 0.55, 3) * [1, 0.4, 1]
        _branch(bench, top, aside, length * 0.66, thick * 0.68, forks - 1, size, tone)


def fish(spec: ObjectSpec) -> Prototype:
    """A fish swimming towards +Z."""
    bench = Workshop(spec)
    colour = bench.pick((2.2, 1.1, 0.4), (0.8, 1.3, 1.6), (1.8, 1.8, 1.7), (0.9, 1.4, 0.8))
    line = [[0, 0, 0.5], [0, 0.01, 0.36], [0, 0.02, 0.1], [0.015, 0.01, -0.2], [0, 0, -0.4]]
    bench.add("ceramic", tube(line, [0.03, 0.11, 0.17, 0.1, 0.03], 10, flatten=0.5), colour, 0.03)
    fins = [
        [[0, 0, -0.36], [0, 0.2, -0.62], [0, 0, -0.52]],
        [[0, 0, -0.36], [0, 0, -0.52], [0, -0.2, -0.62]],
        [[0, 0.15, 0.2], [0, 0.17, -0.15], [0, 0.29, -0.08]],
        [[0, -0.13, 0.1], [0, -0.24, -0.08], [0, -0.1, -0.12]],
        [[0.07, -0.02, 0.22], [0.2, -0.08, 0.06], [0.07, -0.06, 0.12]],
        [[-0.07, -0.02, 0.22], [-0.07, -0.06, 0.12], [-0.2, -0.08, 0.06]],
    ]
    bench.add("ceramic", two_sided(flat(fins)), toned(0.8, colour), 0.02, 0.5)
    for side in (-1, 1):
        bench.add("leather", ball(0.022, 6, 4).moved(side * 0.058, 0.04, 0.36), (0.12, 0.12, 0.12))
    bench.lift_to_ground()
    bench.resize(bench.sized(0.18, 0.45, 1.4))
    return bench.prototype()


def anchor(spec: ObjectSpec) -> Prototype:
    """An admiralty anchor that leans on its stock, with a few links of chain."""
    bench = Workshop(spec)
    size, rust = bench.sized(0.6, 1.0, 1.8), (1.0, 0.62, 0.45)
    bench.add("iron", beam([0, 0.1, 0], [0, 1.5, 0], 0.12), IRON)
    bench.add("planks", beam([0, 1.28, -0.62], [0, 1.28, 0.62], 0.13), (0.55, 0.42, 0.34))
    arc = np.linspace(-1.05, 1.05, 11)
    arms = np.stack([0.72 * np.sin(arc), 0.8 - 0.72 * np.cos(arc), 0 * arc], axis=1)
    bench.add("iron", tube(arms, (0.08 - 0.035 * np.abs(arc) / 1.05).tolist(), 8), rust)
    for side in (-1.0, 1.0):
        tip = arms[-1 if side > 0 else 0]
        bench.add("iron", beam(tip - [0.16 * side, 0.12, 0.14], tip + [0.03 * side, 0.16, 0], 0.1), rust)
        bench.add("iron", beam(tip - [0.16 * side, 0.12, -0.14], tip + [0.03 * side, 0.16, 0], 0.1), rust)
    for index in range(4):
        bench.add("iron", _link(index % 2 == 1).moved(0.06 * index, 1.66 - 0.16 * index, 0.05 * index), rust)
    bench.tip(pitch=38)
    bench.lift_to_ground()
    bench.resize(size)
    return bench.prototype()


def _link(across: bool) -> Shape:
    turn = np.linspace(0, 2 * np.pi, 13)
    ring = np.stack([0.08 * np.cos(turn), 0.13 * np.sin(turn), 0 * turn], axis=1)
    return tube(ring[:, [2, 1, 0]] if across else ring, 0.022, 6)
