"""Rain: the hiss of all far drops is shaped noise, the near ones are events that sound like what they fall on."""

from __future__ import annotations

import numpy as np

from castalia.sound.ambience.circle import Circle, Curve, Floats, Sound, scaled
from castalia.sound.ambience.grains import Draw, bubbles, burst, modes, strewn
from castalia.sound.ambience.paint import Paint
from castalia.sound.ambience.wind import gusts, rush

FAR_DROPS: Curve = (
    (50, -17),
    (120, -7),
    (300, -2),
    (700, 0),
    (1_500, -1),
    (3_000, -3),
    (6_000, -6),
    (12_000, -13),
    (18_000, -24),
)
LEAF_DROPS: Curve = ((150, -22), (600, -7), (1_500, -1), (3_000, 0), (6_000, -3), (11_000, -10), (18_000, -24))


def shower(circle: Circle, unrest: float = 0.06) -> Floats:
    """How hard it rains (F,), around 1."""
    made: Floats = np.exp(
        unrest * circle.pace * (circle.drift(0.2, "shower") + 0.4 * circle.drift(2, "flurry"))
    ).astype(np.float32)
    return made


def rain_leaves(circle: Circle) -> Sound:
    """Steady rain in leaves, and the big drops that gather and fall from twigs."""
    paint = Paint(circle)
    hard = shower(circle)
    paint.add(FAR_DROPS, 0.8 * hard)
    paint.add(LEAF_DROPS, 0.55 * hard**1.5, 0.5 * np.tanh(circle.drift(0.1, "side")))
    random = circle.random("drops")
    palette = [_on_leaf(random) for _ in range(64)]
    small = strewn(circle, palette, _moments(circle, random, 320), random, spread=0.8)
    big = [_on_leaf(random, 0.45) for _ in range(12)]
    gathered = strewn(circle, big, _moments(circle, random, 5), random, spread=0.5)
    return paint.sound() + scaled(small, 0.45) + scaled(gathered, 0.16)


def rain_roof(circle: Circle) -> Sound:
    """Rain overhead: each drop strikes tile, wood or tin; the eaves run over into a puddle."""
    random = circle.random("drops")
    palette = [_on_roof(random) for _ in range(48)]
    drops = strewn(circle, palette, _moments(circle, random, 420), random, spread=0.75)
    paint = Paint(circle)
    drum: Curve = ((70, -16), (160, -4), (350, 0), (900, -3), (2_200, -9), (6_000, -18), (14_000, -34))
    paint.add(drum, 0.75 * shower(circle))
    paint.add(FAR_DROPS, 0.3 * shower(circle))
    eaves = bubbles(circle, 34 * circle.pace, 500, 2_600, "eaves", spread=0.7)
    return paint.sound() + scaled(drops, 0.8) + scaled(eaves, 0.2)


def rain_water(circle: Circle) -> Sound:
    """Rain on a lake: small drops trap bubbles that ring near 14 kHz (Pumphrey and others 1989), large ones plink."""
    paint = Paint(circle)
    hard = shower(circle)
    paint.add(((150, -30), (600, -14), (1_800, -5), (4_000, -2), (8_000, -1), (13_500, 0), (19_000, -10)), 0.55 * hard)
    paint.add(FAR_DROPS, 0.7 * hard)
    plinks = bubbles(circle, 260 * circle.pace, 1_100, 7_000, "plinks", spread=0.9)
    splashes = bubbles(circle, 9 * circle.pace, 420, 1_500, "splashes", spread=0.6)
    return paint.sound() + scaled(plinks, 0.75) + scaled(splashes, 0.22)


def storm(circle: Circle) -> Sound:
    """Rain that the wind drives in sheets: gusts lash it brighter, and the air roars beneath."""
    paint = Paint(circle)
    speed = gusts(circle)
    for side in (-0.7, 0.7):
        local = speed * np.exp(0.10 * circle.drift(0.8, "side", str(side)))
        rush(paint, local, 300, 2.2, side, 0.75)
        paint.add(FAR_DROPS, 0.5 * local**1.4, side)
        paint.add(LEAF_DROPS, 0.28 * local**2.6, side)
    random = circle.random("drops")
    moments = _moments(circle, random, 420)
    palette = [_on_leaf(random, 0.9) for _ in range(48)]
    driven = moments[random.random(len(moments)) < 0.5 * circle.at(speed, moments) ** 1.5]
    return paint.sound() + scaled(strewn(circle, palette, driven, random, spread=0.8), 0.3)


def _moments(circle: Circle, random: Draw, rate: float) -> np.ndarray:
    return random.random(max(1, round(rate * circle.pace * circle.seconds))) * circle.seconds


def _on_leaf(random: Draw, pitch: float = 1.0) -> Floats:
    """A drop on a leaf: a slap of noise about a pitch that the leaf gives it."""
    centre = pitch * float(np.exp(random.uniform(np.log(1_100), np.log(5_500))))
    slap: Curve = ((centre / 4, -24), (centre / 1.5, -4), (centre, 0), (centre * 2, -5), (centre * 5, -24))
    return burst(random, float(random.uniform(0.0008, 0.0035)) / pitch, slap)


def _on_roof(random: Draw) -> Floats:
    """A drop on a roof: a click and two or three low modes of the tile."""
    low = float(np.exp(random.uniform(np.log(240), np.log(900))))
    body = modes((low, low * 2.3, low * 4.1), (0.014, 0.008, 0.004), (1.0, 0.5, 0.3))
    click = burst(random, 0.0012, ((900, -16), (2_500, 0), (5_000, -5), (12_000, -22)))
    body[: len(click)] += 0.6 * click[: len(body)]
    return body
