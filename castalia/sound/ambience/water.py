"""Running and standing water: clear water is bubbles, broken water is noise."""

from __future__ import annotations

import numpy as np

from castalia.sound.ambience.circle import Circle, Curve, Floats, Sound, scaled
from castalia.sound.ambience.grains import bubbles, burst, strewn
from castalia.sound.ambience.paint import Paint

BODY: Curve = ((25, -20), (60, -6), (130, 0), (300, -3), (800, -13), (3_000, -32), (12_000, -60))
CRASH: Curve = ((60, -12), (180, -3), (450, 0), (1_200, -3), (3_000, -9), (8_000, -19), (18_000, -36))
FOAM: Curve = ((300, -30), (1_000, -12), (2_500, -2), (5_000, 0), (9_000, -4), (16_000, -15))


def flow(circle: Circle, unrest: float, *purpose: str) -> Floats:
    """How strongly water runs (F,), around 1."""
    wander = 0.6 * circle.drift(0.3, "flow", *purpose) + 0.8 * circle.drift(3.0, "eddies", *purpose)
    made: Floats = np.exp(unrest * wander).astype(np.float32)
    return made


def stream(circle: Circle) -> Sound:
    """A brook over stones: some 740 bubbles a second at 0.6-5.8 kHz, in little spates, over a thin wash."""
    paint = Paint(circle)
    wash: Curve = ((150, -26), (400, -10), (900, 0), (2_000, -1), (5_000, -6), (12_000, -17), (18_000, -28))
    for side in (-0.6, 0.6):
        paint.add(wash, 0.6 * flow(circle, 0.16, str(side)), side)
    ringing = bubbles(circle, 740 * circle.pace**0.5, 600, 5_800, "ringing")
    gurgle = bubbles(circle, 26, 280, 700, "gurgle", spread=0.8)
    spate = circle.smooth(flow(circle, 0.22, "spate"))
    return paint.sound() + scaled(ringing * spate, 0.85) + scaled(gurgle * spate, 0.24)


def river(circle: Circle) -> Sound:
    """A river: broad rushing with slow boils, bubbles below and above it."""
    paint = Paint(circle)
    rushing: Curve = (
        (50, -24),
        (150, -14),
        (400, -4),
        (800, 0),
        (1_600, -2),
        (4_000, -7),
        (10_000, -14),
        (18_000, -26),
    )
    for number, side in enumerate((-0.8, 0.0, 0.8)):
        paint.add(rushing, 0.5 * flow(circle, 0.2, str(number)), side)
        paint.add(FOAM, 0.13 * flow(circle, 0.45, "foam", str(number)), side)
    low = bubbles(circle, 120, 380, 1_400, "boils", spread=1.0)
    high = bubbles(circle, 520, 900, 5_000, "ripples", spread=1.1)
    return paint.sound() + scaled(low, 0.42) + scaled(high, 0.62)


def waterfall(circle: Circle) -> Sound:
    """A fall: nearly flat noise up to 7 kHz that hardly changes, a pounding foot, spray in the wind."""
    paint = Paint(circle)
    falling: Curve = (
        (60, -30),
        (150, -17),
        (400, -9),
        (1_000, -4),
        (2_500, -1),
        (4_500, 0),
        (7_000, -2),
        (9_000, -7),
        (14_000, -11),
        (20_000, -20),
    )
    pounding: Curve = ((25, -16), (60, -3), (120, 0), (260, -5), (700, -20), (3_000, -48))
    for side in (-0.75, 0.75):
        paint.add(falling, 0.66 * flow(circle, 0.09, str(side)), side)
        paint.add(pounding, 0.13 * flow(circle, 0.3, "foot", str(side)), side)
    paint.add(FOAM, 0.2 * flow(circle, 0.35, "spray"), 0.6 * np.tanh(circle.drift(0.2, "wind")))
    random = circle.random("splashes")
    palette = [burst(random, float(random.uniform(0.004, 0.02)), CRASH) for _ in range(24)]
    splashes = strewn(circle, palette, random.random(round(60 * circle.seconds)) * circle.seconds, random)
    return paint.sound() + scaled(splashes, 0.16)


def sea(circle: Circle) -> Sound:
    """Surf on sand. Each wave has a body that swells, a crash that runs along the shore, and foam that hisses away."""
    paint = Paint(circle)
    paint.add(BODY, 0.2 * np.exp(0.25 * circle.drift(0.15, "offing")))
    paint.add(FOAM, 0.035 * np.exp(0.3 * circle.drift(0.3, "shallows")))
    random = circle.random("waves")
    for moment in circle.times(circle.pace**0.4 / 8.5, 14.0, "waves"):
        since = circle.since(float(moment))
        size, side = float(np.exp(random.normal(0, 0.32))), float(random.choice((-1.0, 1.0)))
        along = side * np.tanh(since / 2.2)
        paint.add(BODY, 0.62 * size * _bump(since, 2.6, 1.7), 0.3 * along)
        paint.add(CRASH, 1.1 * size * _bump(since - 0.1, 0.35, 0.9), 0.6 * along)
        paint.add(CRASH, 0.38 * size * _bump(since - 1.1, 0.5, 1.2), -0.6 * along)
        paint.add(FOAM, 0.6 * size * _bump(since - 0.9, 0.7, 2.1), 0.7 * along)
    random = circle.random("fizz")
    fizz = bubbles(circle, 160, 2_600, 8_000, "fizz", spread=0.8)
    return paint.sound() + scaled(fizz, 0.05)


def waves_rock(circle: Circle) -> Sound:
    """Waves against rock: a deep thump and a hard slap, spray that falls back, water that drains gurgling."""
    paint = Paint(circle)
    thump: Curve = ((25, -12), (50, -1), (90, 0), (170, -6), (500, -24), (4_000, -60))
    paint.add(BODY, 0.25 * np.exp(0.3 * circle.drift(0.2, "swell")))
    paint.add(FOAM, 0.05 * np.exp(0.3 * circle.drift(0.3, "wash")))
    random = circle.random("waves")
    droplets = [burst(random, float(random.uniform(0.001, 0.004)), FOAM) for _ in range(32)]
    fallen: list[float] = []
    for moment in circle.times(circle.pace**0.4 / 6.0, 4.0, "waves"):
        since, side = circle.since(float(moment)), float(random.uniform(-0.8, 0.8))
        size = float(np.exp(random.normal(-0.1, 0.5)))
        paint.add(thump, 1.1 * size * _bump(since, 0.10, 0.45), 0.3 * side)
        paint.add(CRASH, 1.3 * size * _bump(since, 0.05, 0.38), side)
        paint.add(FOAM, 0.55 * size * _bump(since - 0.25, 0.18, 1.0), side)
        paint.add(CRASH, 0.3 * size * _bump(since - 0.9, 0.5, 1.5), -0.6 * side)
        fallen += list(float(moment) + 0.25 + random.gamma(3.0, 0.28, round(150 * size)))
    spray = strewn(circle, droplets, np.array(fallen), random, spread=0.7)
    draining = bubbles(circle, 130, 350, 1_900, "drain") * circle.smooth(flow(circle, 0.6, "drain"))
    return paint.sound() + scaled(spray, 0.14) + scaled(draining, 0.13)


def _bump(since: np.ndarray, rise: float, fall: float) -> Floats:
    """An envelope round ``since`` 0: a bell's left half of width ``rise``, then a decay that first bends slowly."""
    before = np.exp(-((since / rise) ** 2))
    after = (1 + np.maximum(since, 0) / fall) * np.exp(-np.maximum(since, 0) / fall)
    return np.where(since < 0, before, after).astype(np.float32)
