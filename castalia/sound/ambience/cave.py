"""Caves and frozen lakes."""

from __future__ import annotations

import numpy as np

from castalia.settings import SAMPLE_RATE
from castalia.sound.ambience.circle import Circle, Curve, Floats, Sound, put, scaled
from castalia.sound.ambience.grains import Draw, bubble, burst, clock, decay, harmonics, swell
from castalia.sound.ambience.paint import Paint


def cave_drips(circle: Circle) -> Sound:
    """Drops from the roof, each place with a pace and a pool of its own, and the breath of the passages."""
    sound = circle.silence()
    for number in range(7):
        random = circle.random("place", number)
        side, loud = float(random.uniform(-0.9, 0.9)), 0.15 ** float(random.uniform(0, 1))
        pitch = float(np.exp(random.uniform(np.log(650), np.log(2_600))))
        for moment in circle.times(circle.pace * float(random.uniform(0.08, 0.35)), 9.0, "place", number):
            drop = _drop(random, pitch * float(np.exp(random.normal(0, 0.05))))
            put(sound, drop, float(moment), side, loud * float(random.uniform(0.7, 1.0)))
    paint = Paint(circle)
    breath: Curve = ((25, -8), (60, 0), (130, -3), (320, -14), (900, -30), (4_000, -56))
    paint.add(breath, 0.05 * np.exp(0.3 * circle.drift(0.15, "breath")))
    return scaled(sound) + paint.sound()


def _drop(random: Draw, pitch: float) -> Floats:
    """A tick as the drop meets the water, then the bubble it traps (Franz 1959), some 15 ms later."""
    tick = burst(random, 0.0006, ((1_000, -18), (4_000, 0), (9_000, -4), (18_000, -18)))
    plink = bubble(pitch, 0.12)
    wait = round(float(random.uniform(0.008, 0.022)) * SAMPLE_RATE)
    made = np.zeros(wait + max(len(plink), len(tick)), np.float32)
    made[: len(tick)] += 0.25 * tick
    made[wait : wait + len(plink)] += plink
    if random.random() < 0.4:
        second = 0.5 * bubble(pitch * float(random.uniform(1.2, 1.7)), 0.1)
        made[wait : wait + len(second)] += second[: len(made) - wait]
    return made


def ice(circle: Circle) -> Sound:
    """A frozen lake: cracks far off that arrive as falling whistles, groans of the sheet, ticks close by."""
    sound = circle.silence()
    random = circle.random("cracks")
    for moment in circle.times(0.28 * circle.pace, 1.4, "cracks"):
        far = float(random.uniform(0.15, 1.0))
        put(
            sound,
            _whistle(random, far),
            float(moment),
            float(random.uniform(-0.9, 0.9)),
            (1.1 - far) * float(np.exp(random.normal(0, 0.4))),
        )
    for moment in circle.times(0.10, 1.5, "groans"):
        put(sound, _groan(random), float(moment), float(random.uniform(-0.6, 0.6)), 0.5)
    ticking = [
        burst(random, float(random.uniform(0.0005, 0.004)), ((600, -14), (2_500, 0), (7_000, -3), (18_000, -14)))
        for _ in range(12)
    ]
    for moment in circle.times(1.6 * circle.pace, 0.5, "ticks"):
        put(
            sound,
            ticking[int(random.integers(12))],
            float(moment),
            float(random.uniform(-0.9, 0.9)),
            min(0.06 * float(random.pareto(1.5) + 1), 0.6),
        )
    paint = Paint(circle)
    paint.add(((25, -6), (70, 0), (200, -8), (700, -22), (3_000, -40)), 0.06 * np.exp(0.4 * circle.drift(0.2, "air")))
    return scaled(sound) + paint.sound()


def _whistle(random: Draw, far: float) -> Floats:
    """Flexural waves in a plate: speed grows with the root of the frequency, so f = (d / t)^2 / k, treble first."""
    at = clock(0.25 + 0.9 * far)
    pitch = np.minimum(90 + 26 * (far / (at + 0.02)) ** 2, float(random.uniform(4_500, 7_500)))
    turns = 2 * np.pi * np.cumsum(pitch) / SAMPLE_RATE
    loud = decay(at, 0.09 + 0.22 * far, 0.002)
    edge = burst(random, 0.003, ((400, -10), (2_000, 0), (7_000, -6), (16_000, -24)))
    made = (np.sin(turns) + 0.3 * np.sin(1.5 * turns + 1)) * loud
    made[: len(edge)] += (1 - far) * edge[: len(made)]
    return made.astype(np.float32)


def _groan(random: Draw) -> Floats:
    """Stick and slip: a low tone that breaks and slides."""
    at = clock(float(random.uniform(1.2, 2.6)))
    corners = np.exp(np.cumsum(random.normal(0, 0.12, 9)))
    pitch = float(random.uniform(70, 130)) * np.interp(np.linspace(0, 8, len(at)), np.arange(9), corners)
    slips = 0.6 + 0.4 * np.sin(2 * np.pi * np.cumsum(9 + 7 * np.sin(3 * at)) / SAMPLE_RATE)
    return (harmonics(pitch, (1, 0.7, 0.4, 0.3, 0.2, 0.1)) * slips * swell(len(at), 0.4)).astype(np.float32)
