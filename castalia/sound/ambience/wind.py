"""Wind: its pitch and brightness follow its speed, never its loudness alone."""

from __future__ import annotations

import numpy as np

from castalia.sound.ambience.circle import Circle, Control, Curve, Floats, Sound, scaled
from castalia.sound.ambience.grains import burst, strewn
from castalia.sound.ambience.paint import Paint

LEAF: Curve = ((600, -36), (1_800, -8), (4_500, 0), (9_000, -5), (16_000, -22))


def gusts(circle: Circle, *purpose: str) -> Floats:
    """Wind speed (F,) around 1: slow swells, gusts on top, and turbulence (the faster the weaker, as in real spectra)."""
    swells = circle.drift(0.06, "swells", *purpose)
    blasts = circle.drift(0.35, "blasts", *purpose)
    flutter = circle.drift(2.5, "flutter", *purpose)
    strength = 0.24 * circle.pace**0.5
    made: Floats = np.exp(strength * swells + 0.7 * strength * blasts + 0.05 * flutter).astype(np.float32)
    return made


def rush(
    paint: Paint, speed: Control, corner: float, slope: float, pan: Control | float = 0.0, level: float = 1.0
) -> None:
    """Turbulence about an obstacle: power grows with the cube of the speed, and so does the corner above which it falls."""
    bend = (paint.hertz[None, :] / (corner * speed[:, None] ** 1.6)) ** 2
    low = 1 / (1 + (70 / np.maximum(paint.hertz, 1)) ** 4)
    power = low * (1 + bend) ** np.float32(-slope / 2)
    power *= speed[:, None] ** 3 / power.sum(axis=1).mean()
    paint.add_shaped(power.astype(np.float32), level, pan)


def wind_open(circle: Circle) -> Sound:
    """Wind over open land: a broad low rush at both ears, and grass that hisses in the gusts."""
    paint = Paint(circle)
    speed = gusts(circle)
    for side in (-0.7, 0.7):
        local = speed * np.exp(0.10 * circle.drift(1.0, "side", str(side)))
        rush(paint, local, 260, 2.3, side)
    grass: Curve = ((500, -30), (1_500, -8), (3_500, 0), (8_000, -8), (16_000, -26))
    paint.add(grass, 0.16 * speed**3.2, 0.4 * np.tanh(circle.drift(0.1, "grass")))
    return paint.sound()


def wind_trees(circle: Circle) -> Sound:
    """Wind in a wood: crowns roar one after another as a gust passes from one side to the other."""
    paint = Paint(circle)
    speed = gusts(circle)
    rush(paint, speed, 320, 2.2, level=0.45)
    stride = circle.frames / circle.seconds
    for number, pan in enumerate((-0.9, -0.3, 0.3, 0.9)):
        passed = np.roll(speed, round(0.7 * number * stride))
        local = passed * np.exp(0.14 * circle.drift(0.7, "crown", str(number)))
        centre = float(circle.random("crown", number).uniform(900, 2_200))
        crown: Curve = ((centre / 5, -26), (centre / 2, -5), (centre, 0), (3 * centre, -8), (8 * centre, -26))
        paint.add(crown, 0.42 * local**1.9, pan)
        paint.add(LEAF, 0.16 * local**3.0, pan)
    return paint.sound()


def wind_cracks(circle: Circle) -> Sound:
    """A draught through gaps: Aeolian tones whose pitch follows the speed (f = 0.2 v / d), over a muffled rush."""
    paint = Paint(circle)
    speed = gusts(circle)
    rush(paint, speed, 180, 2.6, level=0.7)
    for number, pitch in enumerate((310.0, 455.0, 790.0, 1_130.0)):
        local = speed * np.exp(0.18 * circle.drift(0.5, "gap", str(number)))
        tone = pitch * local[:, None] ** 0.8
        width = 0.035 * tone + 12
        peak = 1 / (1 + ((paint.hertz[None, :] - tone) / width) ** 2) ** 1.5
        peak *= local[:, None] ** 4 / peak.sum(axis=1, keepdims=True)
        pan = float(circle.random("gap", number).uniform(-0.8, 0.8))
        # Below some speed a gap does not speak.
        speaks = 1 / (1 + np.exp(-8 * (local - 0.85 - 0.1 * number)))
        paint.add_shaped(peak.astype(np.float32), 0.75 * speaks / (1 + 0.3 * number), pan)
    return paint.sound()


def leaves(circle: Circle) -> Sound:
    """Dry leaves in a breeze: the hush of many, single ones that tick and scrape when the air moves them."""
    paint = Paint(circle)
    speed = gusts(circle)
    paint.add(LEAF, 0.8 * speed**2.4, -0.5)
    paint.add(LEAF, 0.8 * np.roll(speed, 20) ** 2.4, 0.5)
    rush(paint, speed, 200, 2.4, level=0.15)
    random = circle.random("leaves")
    palette = [burst(random, float(random.uniform(0.001, 0.009)), _leaf(random)) for _ in range(48)]
    moments = random.random(round(240 * circle.seconds)) * circle.seconds
    moving = circle.at(speed, moments) ** 2.5
    moved = moments[random.random(len(moments)) < moving / (1.2 + moving) * 0.5]
    ticks = strewn(circle, palette, moved, random, spread=0.6)
    return paint.sound() + scaled(ticks, 0.42) if len(moved) else paint.sound()


def _leaf(random: np.random.Generator) -> Curve:
    centre = float(np.exp(random.uniform(np.log(1_800), np.log(7_000))))
    return ((centre / 4, -30), (centre / 1.6, -4), (centre, 0), (centre * 1.8, -6), (centre * 4, -30))
