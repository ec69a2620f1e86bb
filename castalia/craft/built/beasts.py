"""Four-legged animals: deer, horse, dog, wolf, cat, sheep."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from castalia.craft.built.anatomy import Beast, hide, nape_of, quadruped
from castalia.craft.built.shapes import Array, ball, tube
from castalia.craft.built.workshop import Workshop
from castalia.world import Colour, Prototype

if TYPE_CHECKING:
    from castalia.craft.objects import ObjectSpec


def _finished(bench: Workshop, height: float) -> Prototype:
    bench.resize(height)
    return bench.prototype()


def _antlers(bench: Workshop, root: Array, size: float) -> None:
    for side in (-1, 1):
        main = [
            root + np.array([side * x, y, z]) * size
            for x, y, z in ((0.05, 0.05, 0), (0.3, 0.45, -0.2), (0.5, 0.9, -0.1), (0.38, 1.3, 0.15))
        ]
        bench.add("bone", tube(main, [0.02, 0.018, 0.014, 0.005], 5), (0.85, 0.7, 0.55))
        for start, tip in ((0.35, (0.22, 0.5, 0.3)), (1.2, (0.7, 0.85, 0.1)), (2.0, (0.75, 1.2, -0.25))):
            at = main[int(start)] + (main[int(start) + 1] - main[int(start)]) * (start % 1)
            bench.add(
                "bone",
                tube([at, root + np.array([side * tip[0], tip[1], tip[2]]) * size], [0.014, 0.004], 4),
                (0.85, 0.7, 0.55),
            )


def deer(spec: ObjectSpec) -> Prototype:
    """A deer; stags carry antlers, unless small."""
    beast = Beast(
        leg=0.042,
        neck=(0.42, 0.25),
        neck_width=0.085,
        head=0.29,
        snout=0.045,
        chest=0.21,
        belly=0.155,
        rump=0.185,
        tail=(0.12, -0.03, 0.035),
    )
    bench = quadruped(spec, beast)
    if spec.size > -0.3:
        _antlers(bench, nape_of(beast) + [0, 0.06, -0.02], 0.45)
    hide(bench, ball(0.07, 7, 5).moved(0, 0.84, -0.55), beast.under)
    return _finished(bench, bench.sized(0.65, 1.05, 1.4))


def horse(spec: ObjectSpec) -> Prototype:
    """A horse with mane and long tail."""
    coats: tuple[Colour, ...] = ((0.95, 0.55, 0.35), (0.5, 0.38, 0.3), (1.7, 1.6, 1.5), (1.2, 0.9, 0.55))
    coat = coats[int(Workshop(spec).draw.integers(len(coats)))]
    beast = Beast(
        length=1.12,
        chest=0.25,
        belly=0.2,
        rump=0.235,
        neck=(0.42, 0.33),
        neck_width=0.125,
        head=0.4,
        snout=0.07,
        droop=0.75,
        leg=0.05,
        tail=(0.12, -0.1, 0.05),
        ear=0.085,
        coat=coat,
    )
    bench = quadruped(spec, beast)
    nape, withers = nape_of(beast), np.array([0, 0.98, beast.length * 0.32])
    for step in np.linspace(0.0, 1.0, 9):
        root = withers + (nape - withers) * step + [0, 0.09, -0.02]
        lock = [root, root + [0.06, -0.03, -0.05], root + [0.1, -0.17, -0.05]]
        bench.add("leather", tube(lock, [0.035, 0.04, 0.008], 5), (0.4, 0.33, 0.28), 0.12)
    tail = [[0, 0.9, -0.58], [0, 0.8, -0.72], [0, 0.5, -0.75], [0, 0.25, -0.72]]
    bench.add("leather", tube(tail, [0.035, 0.06, 0.07, 0.01], 7), (0.4, 0.33, 0.28))
    return _finished(bench, bench.sized(1.05, 1.55, 1.85))


def dog(spec: ObjectSpec) -> Prototype:
    beast = Beast(
        length=1.2,
        chest=0.25,
        belly=0.17,
        rump=0.18,
        neck=(0.25, 0.2),
        neck_width=0.13,
        head=0.4,
        snout=0.075,
        droop=0.2,
        leg=0.06,
        tail=(0.45, 0.18, 0.045),
        ear=0.16,
        coat=(1.5, 1.05, 0.6),
        paws=True,
    )
    return _finished(quadruped(spec, beast), Workshop(spec).sized(0.3, 0.55, 0.8))


def wolf(spec: ObjectSpec) -> Prototype:
    beast = Beast(
        length=1.26,
        chest=0.25,
        belly=0.17,
        rump=0.19,
        neck=(0.10, 0.24),
        neck_width=0.15,
        head=0.42,
        snout=0.062,
        droop=0.22,
        leg=0.055,
        tail=(0.5, -0.16, 0.085),
        ear=0.17,
        coat=(0.86, 0.89, 0.96),
        paws=True,
        upright=1.0,
        ruff=0.06,
    )
    return _finished(quadruped(spec, beast), Workshop(spec).sized(0.55, 0.8, 1.0))


def cat(spec: ObjectSpec) -> Prototype:
    coats: tuple[Colour, ...] = ((0.3, 0.28, 0.28), (1.6, 0.95, 0.45), (0.9, 0.85, 0.8), (1.9, 1.85, 1.75))
    coat = coats[int(Workshop(spec).draw.integers(len(coats)))]
    beast = Beast(
        length=1.45,
        chest=0.2,
        belly=0.19,
        rump=0.21,
        neck=(0.17, 0.13),
        neck_width=0.155,
        head=0.27,
        snout=0.085,
        droop=0.1,
        leg=0.065,
        tail=(0.7, 0.35, 0.05),
        ear=0.17,
        coat=coat,
        paws=True,
        upright=0.8,
    )
    return _finished(quadruped(spec, beast), Workshop(spec).sized(0.2, 0.27, 0.34))


def sheep(spec: ObjectSpec) -> Prototype:
    beast = Beast(
        length=1.25,
        chest=0.22,
        belly=0.2,
        rump=0.22,
        neck=(0.12, 0.2),
        neck_width=0.13,
        head=0.33,
        snout=0.075,
        droop=0.55,
        leg=0.05,
        tail=(0.1, -0.05, 0.06),
        ear=0.15,
        coat=(0.5, 0.45, 0.42),
    )
    bench = quadruped(spec, beast)
    for _ in range(44):
        turn, along = bench.between(0, 2 * np.pi), bench.between(-0.62, 0.62)
        girth = 0.29 * np.sqrt(max(1.0 - (along / 0.75) ** 2, 0.1))
        spot = (girth * 0.9 * np.cos(turn), 0.78 + girth * np.sin(turn), along)
        hide(bench, ball(bench.between(0.11, 0.15), 6, 4).moved(*spot), (2.2, 2.1, 1.9), 0.05)
    return _finished(bench, bench.sized(0.5, 0.75, 0.9))
