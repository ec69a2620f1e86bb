"""Towns: their hum, their traffic, their bells, somebody's steps."""

from __future__ import annotations

import numpy as np
from scipy import fft

from castalia.settings import SAMPLE_RATE
from castalia.sound.ambience.circle import Circle, Curve, Floats, Sound, put, scaled
from castalia.sound.ambience.grains import Draw, burst, clock, decay, harmonics
from castalia.sound.ambience.paint import Paint
from castalia.sound.ambience.works import hum

TYRES: Curve = ((100, -22), (300, -9), (700, -1), (1_000, 0), (1_600, -3), (3_500, -12), (8_000, -24), (16_000, -42))
ENGINE: Curve = ((30, -16), (60, -3), (110, 0), (220, -6), (500, -17), (2_000, -36), (8_000, -60))
ROAR: Curve = ((28, -16), (55, -4), (110, 0), (280, -6), (800, -13), (2_500, -27), (10_000, -54))


def city_hum(circle: Circle) -> Sound:
    """A city from a high window: the roar of a thousand engines, ducts on roofs, single cars, a horn, a far siren."""
    paint = Paint(circle)
    for side in (-0.8, 0.8):
        paint.add(
            ROAR,
            0.66 * np.exp(0.10 * circle.drift(0.15, "roar", str(side)) + 0.05 * circle.drift(2, "roar", str(side))),
            side,
        )
    cars(paint, 0.22, 60.0, 0.32)
    sound = circle.silence()
    random = circle.random("horns")
    for moment in circle.times(0.07 * circle.pace, 1.2, "horns"):
        put(sound, _horn(random), float(moment), float(random.uniform(-0.9, 0.9)), float(random.uniform(0.3, 1.0)))
    fans = hum(circle, 99.2, (1.0, 0.5, 0.6, 0.2, 0.2), "fans") + hum(circle, 148.7, (0.6, 0.4, 0.2), "more fans")
    return paint.sound() + scaled(fans, 0.22) + scaled(_veiled(circle, sound), 0.09)


def traffic(circle: Circle) -> Sound:
    """A road: each car comes, passes and goes; its tyres are the brighter the nearer it is."""
    paint = Paint(circle)
    paint.add(ROAR, 0.22)
    paint.add(TYRES, 0.10 * np.exp(0.2 * circle.drift(0.2, "far")))
    cars(paint, 0.34, 9.0, 1.0)
    return paint.sound()


def cars(paint: Paint, rate: float, nearest: float, level: float) -> None:
    """Cars about ``rate`` a second, ``nearest`` metres from us or up to twice as far: level falls with distance, the air
    takes the treble, and they cross the field from one side to the other."""
    circle = paint.circle
    for number, moment in enumerate(circle.times(rate * circle.pace, 1.1, "cars")):
        random = circle.random("car", number)
        speed, side = float(random.uniform(9, 17)), float(random.choice((-1.0, 1.0)))
        passing = nearest * float(random.uniform(1.0, 2.0))
        along = speed * circle.since(float(moment))
        away = np.hypot(along, passing)
        near = (nearest / away).astype(np.float32)
        pan = (side * along / away).astype(np.float32)
        weight = float(np.exp(random.normal(0, 0.25)))
        # A turn is not endless: a car is silent half a turn away from its passing.
        fade = np.cos(np.pi / 2 * np.clip(along / (speed * circle.seconds / 2), -1, 1)).astype(np.float32)
        paint.add(TYRES, level * 0.9 * near**1.5 * fade, pan)
        paint.add(ENGINE, level * 0.7 * weight * near * fade, pan)


def _horn(random: Draw) -> Floats:
    """Two reeds a third apart, pressed once or twice."""
    base = float(random.uniform(330, 440))
    at = clock(float(random.uniform(0.2, 0.9)))
    tone = harmonics(np.full(len(at), base), (1, 0.8, 0.7, 0.4, 0.3)) + harmonics(
        np.full(len(at), base * 1.26), (1, 0.8, 0.6, 0.4)
    )
    return (tone * np.minimum(np.minimum(at, at[::-1]) / 0.03, 1)).astype(np.float32)


def _veiled(circle: Circle, sound: Sound) -> Sound:
    """From streets away: without treble, mirrored by facades half a second later."""
    hertz = circle.hertz
    low = 1 / (1 + (hertz / 900) ** 2)
    late = 1 + 0.5 * np.exp(-2j * np.pi * hertz * 0.31) + 0.35 * np.exp(-2j * np.pi * hertz * 0.53)
    veiled: Sound = fft.irfft(fft.rfft(sound) * (low * late).astype(np.complex64), circle.length)
    return veiled


BELL = (
    (0.5, 5.5, 0.35),
    (1.0, 3.2, 0.7),
    (1.183, 3.0, 0.9),
    (1.506, 2.0, 0.35),
    (2.0, 2.2, 1.0),
    (2.514, 1.3, 0.3),
    (2.662, 1.2, 0.25),
    (3.011, 1.0, 0.45),
    (4.166, 0.6, 0.3),
    (5.433, 0.35, 0.2),
    (6.796, 0.2, 0.12),
)
"""Partials of a church bell over its prime (hum, prime, tierce, quint, nominal ...): ratio, seconds to 1/e, strength;
after Hibbert (2008)."""
BELL_SECONDS = 12.0
PEAL = (262.0, 294.0, 349.0)


def bells(circle: Circle) -> Sound:
    """Three bells in a tower, swinging at paces of their own for a while, then silence."""
    sound = circle.silence()
    random = circle.random("bells")
    voices = [_bell(random, prime) for prime in PEAL]
    for peal in circle.times(1 / 24, 8.0, "peals"):
        chosen = random.permutation(len(PEAL))[: int(random.integers(1, 4))]
        for number in chosen:
            swing = (2.35, 2.05, 1.8)[number] / circle.pace**0.3
            start = float(peal) + float(random.uniform(0, 2.0))
            for stroke in range(int(random.integers(3, 7))):
                moment = start + stroke * swing + float(random.normal(0, 0.03))
                put(sound, voices[number], moment, -0.15 + 0.1 * number, float(random.uniform(0.75, 1.0)))
    return scaled(sound)


def _bell(random: Draw, prime: float) -> Floats:
    """Each partial is a pair a little apart, so it beats; the clapper's stroke is dull and short."""
    made = np.zeros(round(BELL_SECONDS * SAMPLE_RATE))
    for ratio, seconds, loud in BELL:
        pitch = prime * ratio * float(np.exp(random.normal(0, 0.003)))
        beat = float(random.uniform(0.15, 0.9))
        at = clock(min(6.5 * seconds, BELL_SECONDS))
        turns = np.stack((pitch * at, (pitch + beat) * at + 0.16)) % 1.0
        pair = np.array((1.0, 0.5), np.float32) @ np.sin(2 * np.pi * turns.astype(np.float32))
        made[: len(at)] += loud * pair * decay(at, seconds * (262 / prime) ** 0.5, 0.002)
    stroke = burst(random, 0.012, ((200, -8), (800, 0), (2_500, -5), (8_000, -20)))
    made[: len(stroke)] += 1.2 * stroke
    return made.astype(np.float32)


def footsteps(circle: Circle) -> Sound:
    """Somebody walks by on gravelled stone: heel, then toe; comes, passes, is gone, and later comes again."""
    sound = circle.silence()
    for number, moment in enumerate(circle.times(1 / 15, 8.0, "walks")):
        random = circle.random("walk", number)
        pace, side = 0.54 / circle.pace**0.4 * float(random.uniform(0.93, 1.08)), float(random.choice((-1.0, 1.0)))
        steps = int(random.integers(13, 20))
        for step in range(steps):
            along = (step - steps / 2) * 0.75
            away = float(np.hypot(along, 2.0))
            late = float(moment) + step * pace + float(random.normal(0, 0.012))
            put(sound, _step(random, step % 2), late, side * along / away, 2.0 / away)
    return scaled(sound)


def _step(random: Draw, foot: int) -> Floats:
    """A thud of the heel, grit that grinds under it, and the roll on to the toe."""
    made = np.zeros(round(0.42 * SAMPLE_RATE), np.float32)
    heel = burst(random, 0.011, ((60, -6), (130, 0), (350, -6), (1_200, -14), (5_000, -26)))
    made[: len(heel)] += float(random.uniform(0.8, 1.1)) * heel
    click = burst(random, 0.0018, ((500, -10), (1_700 + 300 * foot, 0), (4_000, -6), (12_000, -22)))
    made[: len(click)] += 0.55 * click
    for late, count, loud in ((0.012, 16, 0.22), (float(random.uniform(0.12, 0.16)), 24, 0.2)):
        for _ in range(count):
            grit = burst(
                random, float(random.uniform(0.0004, 0.0018)), ((900, -16), (3_500, 0), (8_000, -2), (18_000, -14))
            )
            start = round((late + float(random.gamma(2.0, 0.014))) * SAMPLE_RATE)
            part = grit[: len(made) - start]
            made[start : start + len(part)] += loud * float(random.uniform(0.2, 1.0)) * part
    return made
