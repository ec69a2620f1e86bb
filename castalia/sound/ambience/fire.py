"""Fire and molten rock."""

from __future__ import annotations

import numpy as np

from castalia.sound.ambience.circle import Circle, Curve, Floats, Sound, put, scaled
from castalia.sound.ambience.grains import Draw, bubbles, burst, clock, decay, modes, strewn, swell
from castalia.sound.ambience.paint import Paint

ROAR: Curve = ((25, -16), (60, -4), (130, 0), (300, -5), (800, -17), (3_000, -34), (12_000, -60))
HISS: Curve = ((700, -28), (2_200, -8), (5_000, 0), (10_000, -3), (18_000, -16))


def fire(circle: Circle) -> Sound:
    """Flames that lap at the air, sap that hisses, and crackles in bursts: most faint, few loud (a power law)."""
    paint = Paint(circle)
    for side in (-0.5, 0.5):
        lapping = np.exp(0.32 * circle.drift(6.0, "lapping", str(side)) + 0.2 * circle.drift(0.4, "draught", str(side)))
        paint.add(ROAR, 0.5 * lapping, side)
    paint.add(HISS, 0.09 * np.exp(0.7 * circle.drift(0.7, "sap")), 0.4 * np.tanh(circle.drift(0.2, "where")))
    random = circle.random("crackles")
    palette = [_crackle(random) for _ in range(64)]
    sparks = random.random(round(26 * circle.pace * circle.seconds)) * circle.seconds
    bursts = [
        moment + random.exponential(0.09, 3 + int(random.pareto(1.3) * 3) % 30)
        for moment in circle.times(0.9, 1.0, "bursts")
    ]
    crackles = circle.silence()
    for moment in np.concatenate([sparks, *bursts]):
        gain = min(float(random.pareto(1.6)) + 0.1, 7.0)
        put(crackles, palette[int(random.integers(64))], float(moment), float(random.uniform(-0.6, 0.6)), gain)
    for moment in circle.times(0.25, 1.0, "pops"):
        pitch = float(random.uniform(240, 620))
        pop = modes((pitch, pitch * 2.7, pitch * 5.1), (0.016, 0.009, 0.004), (1.0, 0.6, 0.5))
        put(crackles, pop, float(moment), float(random.uniform(-0.4, 0.4)), float(random.uniform(1.5, 3.5)))
    return paint.sound() + scaled(crackles, 0.6)


def _crackle(random: Draw) -> Floats:
    """A fibre that snaps: half a millisecond to three of noise about a pitch."""
    centre = float(np.exp(random.uniform(np.log(1_200), np.log(9_000))))
    curve: Curve = ((centre / 8, -22), (centre / 2, -5), (centre, 0), (centre * 2, -6), (centre * 5, -24))
    return burst(random, float(np.exp(random.uniform(np.log(0.0004), np.log(0.003)))), curve)


def lava(circle: Circle) -> Sound:
    """A deep boil: heavy blobs that swell and burst, crusts that crack, over the roar and breath of gas."""
    paint = Paint(circle)
    deep: Curve = ((25, -12), (55, 0), (120, -3), (280, -12), (700, -25), (3_000, -50))
    paint.add(deep, 0.8 * np.exp(0.25 * circle.drift(0.8, "roar")))
    gas: Curve = ((200, -24), (700, -6), (1_600, 0), (4_000, -6), (9_000, -18), (18_000, -36))
    paint.add(gas, 0.2 * np.exp(0.8 * circle.drift(0.35, "gas")), 0.6 * np.tanh(circle.drift(0.15, "vent")))
    random = circle.random("blobs")
    blobs = circle.silence()
    for moment in circle.times(3.4 * circle.pace, 1.0, "blobs"):
        put(blobs, _blob(random), float(moment), float(random.uniform(-0.8, 0.8)), float(np.exp(random.normal(0, 0.6))))
    crusts = strewn(circle, [_crackle(random) for _ in range(24)], circle.times(5.0, 1.0, "crusts"), random)
    simmer = bubbles(circle, 40, 150, 520, "simmer", spread=0.8)
    return paint.sound() + scaled(blobs, 0.8) + scaled(crusts, 0.05) + scaled(simmer, 0.28)


def _blob(random: Draw) -> Floats:
    """A bubble as wide as a bucket: a slow rise in pitch, and the splat of its skin."""
    at = clock(float(random.uniform(0.12, 0.4)))
    share = at / at[-1]
    pitch = float(random.uniform(48, 130)) * (1 + float(random.uniform(0.5, 1.6)) * share**2)
    turns = 2 * np.pi * np.cumsum(pitch) * (at[1] - at[0])
    body = (np.sin(turns) + 0.35 * np.sin(2 * turns)) * swell(len(at), 0.7)
    splat = burst(random, 0.03, ((80, -12), (300, 0), (800, -6), (2_500, -20), (9_000, -40)))
    made = np.zeros(len(at) + len(splat), np.float32)
    made[: len(at)] += body.astype(np.float32)
    made[round(0.72 * len(at)) : round(0.72 * len(at)) + len(splat)] += 0.5 * splat
    return made * decay(clock(len(made) / 48_000)[: len(made)], 10.0).astype(np.float32)
