"""Air, fire and earth: wind whose brightness follows its speed, thunder, fire, lava."""

from __future__ import annotations

import numpy as np

from castalia.settings import SAMPLE_RATE
from castalia.sound.ambience import water
from castalia.sound.ambience.circle import Circle, Curve, Sound, hump, scaled

Band = tuple[Curve, float, float]
"""A spectrum, its share, and the power with which it answers the wind's speed."""


def wind(circle: Circle, bands: tuple[Band, ...], calm: float, gusts: float) -> Sound:
    """Noise in bands; the higher ones answer the speed more steeply, so a gust brightens as it grows."""
    speed = calm + (1 - calm) * circle.drift(gusts, "speed") ** 1.5
    flutter = 0.85 + 0.3 * circle.drift(2.5, "flutter")
    sound = circle.silence()
    for number, (curve, share, power) in enumerate(bands):
        sound += share * circle.noise(curve, "band", number, width=0.9) * (speed**power * flutter)[:, None]
    return sound


def wind_open(circle: Circle) -> Sound:
    low: Curve = ((20, -8), (60, 0), (180, -3), (500, -16), (2_000, -44), (20_000, -90))
    middle: Curve = ((100, -30), (300, -6), (700, 0), (1_500, -12), (5_000, -40), (20_000, -80))
    high: Curve = ((800, -40), (2_000, -6), (4_000, 0), (9_000, -10), (20_000, -30))
    return wind(circle, ((low, 1.0, 1.0), (middle, 0.5, 2.0), (high, 0.10, 3.2)), 0.25, 0.16)


def wind_trees(circle: Circle) -> Sound:
    body: Curve = ((40, -18), (150, -6), (400, 0), (1_000, -8), (3_000, -30), (20_000, -80))
    crowns: Curve = ((300, -34), (1_200, -6), (3_200, 0), (7_000, -4), (12_000, -14), (20_000, -28))
    return wind(circle, ((body, 0.8, 1.2), (crowns, 0.75, 2.2)), 0.2, 0.2)


def leaves(circle: Circle) -> Sound:
    """Single dry leaves in a breeze, over the hush of many."""
    random = circle.random("leaves")
    speed = circle.drift(0.3, "speed")
    rustle: Curve = ((500, -40), (2_000, -8), (5_000, 0), (10_000, -3), (20_000, -18))
    sound = 0.5 * circle.noise(rustle, "hush", width=1.0) * (0.15 + speed**2)[:, None]
    grains = circle.silence()
    for moment in random.random(round(26 * circle.seconds)) * circle.seconds:
        blow = float(speed[int(moment * SAMPLE_RATE) % circle.length])
        at = np.arange(int(0.03 * SAMPLE_RATE)) / SAMPLE_RATE
        grain = random.standard_normal(len(at)) * np.exp(-at / 0.006) * np.minimum(at / 0.002, 1)
        circle.put(
            grains, grain, float(moment), float(random.uniform(-1, 1)), blow**2 * float(np.exp(random.normal(0, 0.4)))
        )
    return sound + 0.35 * scaled(circle.filtered(grains, rustle), 0.5)


def wind_cracks(circle: Circle) -> Sound:
    """Whistling: narrow resonances whose pitch and loudness follow the wind through gaps of unlike size."""
    sound = 0.25 * wind_open(circle)
    for gap, pitch in enumerate((410.0, 640.0, 905.0)):
        speed = circle.drift(0.22, "gap", gap)
        breath = circle.noise(((60, -30), (200, 0), (900, -12), (20_000, -80)), "breath", gap, width=0.2).mean(axis=1)
        glide = np.cumsum(pitch * (0.86 + 0.3 * speed)) / SAMPLE_RATE
        side = 0.5 + 0.4 * np.array([1, -1][gap % 2])
        voice = (np.sin(2 * np.pi * glide) * scaled(breath) * speed**3).astype(np.float32)
        sound += (0.55 - 0.12 * gap) * voice[:, None] * np.array([np.sqrt(side), np.sqrt(1 - side)], np.float32)
    return sound


def thunder(circle: Circle) -> Sound:
    """Strokes as strings of N-shaped pulses whose echoes grow lower and longer, with cracks when they are near."""
    random = circle.random("thunder")
    strokes = circle.silence()
    for moment in circle.times(1 / 14, 3.0, "strokes"):
        near = float(random.random())
        roll = np.zeros(round(7 * SAMPLE_RATE))
        for _ in range(420):
            start = int(np.clip(random.exponential(0.55 + 1.3 * (1 - near)), 0, 5.5) * SAMPLE_RATE)
            width = int(random.uniform(0.0018, 0.009) * (1.4 - 0.6 * near) * SAMPLE_RATE)
            pulse = np.linspace(1, -1, width) * np.hanning(width)
            fade = np.exp(-start / SAMPLE_RATE / 1.5) * np.exp(random.normal(0, 0.7))
            roll[start : start + width] += pulse * fade
        if near > 0.55:
            length = int(0.35 * SAMPLE_RATE)
            roll[:length] += (
                random.standard_normal(length) * np.exp(-np.arange(length) / (0.05 * SAMPLE_RATE)) * 1.5 * near
            )
        circle.put(strokes, roll, float(moment), float(random.uniform(-0.5, 0.5)), 0.4 + near)
    body = circle.filtered(strokes, ((25, -14), (60, -2), (140, 3), (420, 0), (1_100, -9), (3_200, -24), (20_000, -60)))
    return scaled(body) + 1.1 * scaled(circle.room(body, 3.8, 0.85, "hills"))


def storm(circle: Circle) -> Sound:
    gale: tuple[Band, ...] = (
        (((20, -6), (70, 0), (220, -2), (700, -12), (3_000, -36), (20_000, -80)), 1.0, 1.0),
        (((200, -26), (600, -3), (1_400, 0), (4_000, -8), (12_000, -22), (20_000, -40)), 0.6, 2.0),
    )
    lashing = water.rain_leaves(circle) * (0.5 + circle.drift(0.35, "lashing"))[:, None]
    return scaled(wind(circle, gale, 0.4, 0.3)) + 0.55 * scaled(lashing) + 0.5 * scaled(thunder(circle))


def fire(circle: Circle) -> Sound:
    """A low roar, hiss, and crackles that come in bursts of unlike size."""
    random = circle.random("fire")
    roar = circle.noise(((25, -8), (70, 0), (200, -4), (600, -18), (3_000, -44), (20_000, -80)), "roar")
    roar *= (0.5 + circle.drift(2.2, "licks"))[:, None]
    hiss = circle.noise(((800, -34), (3_000, -8), (7_000, 0), (14_000, -6), (20_000, -20)), "hiss", width=1.0)
    crackle = circle.silence()
    for burst in circle.times(2.4, 0.7, "bursts"):
        pan = float(random.uniform(-0.5, 0.5))
        for _ in range(1 + int(random.geometric(0.25))):
            late = float(random.exponential(0.07))
            ring = float(np.exp(random.uniform(np.log(0.0006), np.log(0.006))))
            at = np.arange(int(ring * 8 * SAMPLE_RATE)) / SAMPLE_RATE
            pitch = float(np.exp(random.uniform(np.log(900), np.log(6_500))))
            snap = (random.standard_normal(len(at)) + np.sin(2 * np.pi * pitch * at)) * np.exp(-at / ring)
            circle.put(
                crackle,
                snap,
                float(burst) + late,
                pan + float(random.uniform(-0.2, 0.2)),
                float(np.exp(random.normal(0, 0.55))),
            )
    return 0.55 * roar + 0.05 * hiss * (0.6 + 0.8 * circle.drift(1.0, "hiss"))[:, None] + 0.5 * scaled(crackle, 0.5)


def lava(circle: Circle) -> Sound:
    """A deep boil: slow heavy blobs that swell and burst, over a roar and the hiss of gas."""
    random = circle.random("lava")
    blobs = circle.silence()
    for moment in circle.times(3.0, 1.2, "blobs"):
        length = float(random.uniform(0.12, 0.45))
        swell = hump(length, 0.75)
        pitch = np.linspace(1.0, float(random.uniform(1.5, 2.4)), len(swell)) * float(random.uniform(45, 150))
        blob = np.sin(2 * np.pi * np.cumsum(pitch) / SAMPLE_RATE) * swell
        circle.put(blobs, blob, float(moment), float(random.uniform(-0.7, 0.7)), float(np.exp(random.normal(0, 0.6))))
    roar = circle.noise(((20, -4), (50, 0), (140, -6), (500, -20), (20_000, -90)), "roar")
    gas = circle.noise(((400, -30), (1_500, -6), (4_000, 0), (9_000, -8), (20_000, -26)), "gas", width=1.0)
    return scaled(blobs) + 0.7 * roar + 0.10 * gas * (circle.drift(0.5, "gas") ** 2)[:, None]
