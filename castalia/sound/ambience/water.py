"""Water: beds of noise where it is dense, bubbles where it is clear."""

from __future__ import annotations

import numpy as np

from castalia.settings import SAMPLE_RATE
from castalia.sound.ambience.circle import Circle, Sound, scaled

STREAM = ((60, -34), (200, -22), (450, -6), (1_200, 0), (3_500, -3), (8_000, -14), (20_000, -30))
FALL = ((40, -10), (150, -2), (600, 0), (2_000, -3), (6_000, -8), (12_000, -16), (20_000, -26))


def bubbles(circle: Circle, rate: float, low: float, high: float, *purpose: str) -> Sound:
    """Ringing bubbles (van den Doel 2005): radius r in mm sounds at 3/r kHz and damps by 0.13/r + 0.0072 r^-1.5 per ms;
    half of them rise. Loudness is log-normal."""
    random = circle.random("bubbles", *purpose)
    sound = circle.silence()
    count = round(rate * circle.seconds)
    pitches = np.exp(random.uniform(np.log(low), np.log(high), count))
    moments, pans = random.random(count) * circle.seconds, random.uniform(-0.9, 0.9, count)
    loud = np.exp(random.normal(0, 1.1, count)) * (low / pitches) ** 0.4
    rising = random.random(count) < 0.5
    for pitch, moment, pan, gain, rises in zip(pitches, moments, pans, loud, rising, strict=True):
        radius = 3_000 / pitch
        damping = (0.13 / radius + 0.0072 * radius**-1.5) * 1_000
        at = np.arange(int(5.5 / damping * SAMPLE_RATE)) / SAMPLE_RATE
        bend = 1 + (0.1 * damping * at if rises else 0)
        ring = np.exp(-damping * at) * np.sin(2 * np.pi * pitch * bend * at) * np.minimum(at / 0.0004, 1)
        circle.put(sound, ring, float(moment), float(pan), float(gain))
    return scaled(sound)


def stream(circle: Circle) -> Sound:
    bed = circle.noise(STREAM, "bed") * (0.75 + 0.5 * circle.drift(0.6, "flow"))[:, None]
    return bubbles(circle, 700, 600, 5_800, "near") + 0.45 * bed


def river(circle: Circle) -> Sound:
    body = circle.noise(((40, -16), (120, -4), (400, 0), (1_200, -4), (4_000, -14), (20_000, -40)), "body")
    body *= (0.7 + 0.6 * circle.drift(0.25, "flow"))[:, None]
    return body + 0.5 * bubbles(circle, 320, 350, 2_600, "near")


def waterfall(circle: Circle) -> Sound:
    low = circle.noise(((25, -6), (70, 0), (160, -6), (400, -24), (20_000, -70)), "pound")
    return circle.noise(FALL, "fall") * (0.92 + 0.16 * circle.drift(1.5, "gusts"))[:, None] + 0.35 * low


def sea(circle: Circle) -> Sound:
    """Body, crash and foam of each wave, apart: a swell that grows, breaks, and runs out hissing."""
    body = circle.noise(((25, -8), (80, 0), (250, -6), (900, -20), (6_000, -44), (20_000, -70)), "body")
    crash = circle.noise(((80, -12), (300, -2), (900, 0), (2_600, -6), (8_000, -20), (20_000, -40)), "crash")
    foam = circle.noise(
        ((300, -30), (1_500, -10), (4_000, 0), (9_000, -2), (16_000, -12), (20_000, -20)), "foam", width=1.0
    )
    swell, break_, hiss = _waves(circle, 8.5)
    return body * (0.35 + swell)[:, None] + 0.9 * crash * break_[:, None] + 0.42 * foam * (0.12 + hiss)[:, None]


def waves_rock(circle: Circle) -> Sound:
    """Short hard slaps, spray, and water that runs off the stone."""
    slap = circle.noise(((30, -4), (90, 0), (400, -3), (1_600, -7), (6_000, -16), (20_000, -36)), "slap")
    spray = circle.noise(((800, -30), (2_500, -6), (6_000, 0), (12_000, -3), (20_000, -14)), "spray", width=1.0)
    _, break_, hiss = _waves(circle, 6.0)
    bed = circle.noise(((30, -6), (120, 0), (500, -12), (20_000, -70)), "bed")
    return slap * (break_**1.6 * 1.6)[:, None] + 0.5 * spray * (break_**2 + 0.5 * hiss)[:, None] + 0.3 * bed


def _waves(circle: Circle, period: float) -> tuple[Sound, Sound, Sound]:
    """Envelopes (N,) of swell, crash and foam over waves of unlike size, each before the next is over."""
    random = circle.random("waves")
    swell, crash, foam = (np.zeros(circle.length, np.float32) for _ in range(3))
    grid = np.arange(circle.length) / SAMPLE_RATE
    for moment in circle.times(1 / period, 9.0, "waves"):
        size = float(np.exp(random.normal(0, 0.35)))
        at = (grid - moment + circle.seconds / 2) % circle.seconds - circle.seconds / 2
        swell += size * np.exp(-((at / (0.28 * period)) ** 2) / 2)
        after = np.maximum(at, 0)
        crash += size * np.where(at < 0, np.exp(-((at / 0.45) ** 2) / 2), np.exp(-after / (0.13 * period)))
        foam += size * np.where(at < 0, np.exp(-((at / 0.7) ** 2) / 2), np.exp(-after / (0.30 * period)))
    return swell, crash, foam


def rain_water(circle: Circle) -> Sound:
    """Drops that ring small bubbles in a pool, over the hiss of the far ones."""
    hiss = circle.noise(
        ((200, -34), (900, -14), (3_000, -4), (8_000, 0), (14_000, -6), (20_000, -14)), "hiss", width=1.0
    )
    return 0.8 * hiss + 0.6 * bubbles(circle, 260, 1_400, 7_500, "drops")


def rain_leaves(circle: Circle) -> Sound:
    hiss = circle.noise(
        ((120, -36), (500, -16), (1_800, -3), (4_500, 0), (9_000, -6), (20_000, -24)), "hiss", width=1.0
    )
    hiss *= (0.85 + 0.3 * circle.drift(0.4, "gusts"))[:, None]
    return hiss + 0.55 * drops(circle, 130, 700, 3_600, 0.0032, "near")


def rain_roof(circle: Circle) -> Sound:
    hiss = circle.noise(((90, -22), (300, -6), (900, 0), (2_500, -5), (7_000, -16), (20_000, -36)), "hiss")
    return hiss + 0.8 * drops(circle, 90, 260, 1_500, 0.009, "near")


def drops(circle: Circle, rate: float, low: float, high: float, ring: float, *purpose: str) -> Sound:
    """Drops on something solid: clicks that ring for ``ring`` seconds at a pitch between ``low`` and ``high``."""
    random = circle.random("drops", *purpose)
    sound = circle.silence()
    at = np.arange(int(ring * 7 * SAMPLE_RATE)) / SAMPLE_RATE
    for moment in random.random(round(rate * circle.seconds)) * circle.seconds:
        pitch = float(np.exp(random.uniform(np.log(low), np.log(high))))
        wet = random.standard_normal(len(at)) * np.exp(-at / (ring * 0.25))
        click = (np.sin(2 * np.pi * pitch * at) + 0.5 * wet) * np.exp(-at / ring) * np.minimum(at / 0.0003, 1)
        circle.put(sound, click, float(moment), float(random.uniform(-1, 1)), float(np.exp(random.normal(0, 0.8))))
    return scaled(sound)


def cave_drips(circle: Circle) -> Sound:
    """Single drops into still water, each answered by the hall, over a faint breath."""
    random = circle.random("drips")
    sound = circle.silence()
    spots = [(float(random.uniform(-0.8, 0.8)), float(random.uniform(700, 2_400))) for _ in range(5)]
    at = np.arange(int(0.16 * SAMPLE_RATE)) / SAMPLE_RATE
    for moment in circle.times(0.75, 2.0, "drips"):
        pan, pitch = spots[int(random.integers(len(spots)))]
        bend = pitch * (1 + 0.9 * at / 0.16) * float(random.uniform(0.97, 1.03))
        plop = np.sin(2 * np.pi * np.cumsum(bend) / SAMPLE_RATE) * np.exp(-at / 0.028) * np.minimum(at / 0.001, 1)
        circle.put(sound, plop, float(moment), pan, float(np.exp(random.normal(0, 0.5))))
    breath = circle.noise(((30, -4), (90, 0), (260, -10), (1_000, -34), (20_000, -80)), "breath")
    return sound + 0.9 * circle.room(sound, 3.2, 0.55, "hall") + 0.012 * breath


def ice(circle: Circle) -> Sound:
    """A frozen lake: falling chirps, since high pitches run ahead through the sheet, low groans, small cracks."""
    random = circle.random("ice")
    sound = circle.silence()
    for moment in circle.times(0.22, 1.4, "chirps"):
        length = int(random.uniform(0.35, 0.9) * SAMPLE_RATE)
        at = np.arange(1, length + 1) / SAMPLE_RATE
        pitch = np.minimum(90 + 60 / at * float(random.uniform(0.6, 1.4)), 6_000)
        chirp = np.sin(2 * np.pi * np.cumsum(pitch) / SAMPLE_RATE) * np.exp(-at / 0.22)
        circle.put(
            sound, chirp, float(moment), float(random.uniform(-0.8, 0.8)), float(np.exp(random.normal(-0.3, 0.6)))
        )
    for moment in circle.times(0.9, 1.0, "cracks"):
        at = np.arange(int(0.05 * SAMPLE_RATE)) / SAMPLE_RATE
        crack = random.standard_normal(len(at)) * np.exp(-at / 0.006)
        circle.put(sound, crack, float(moment), float(random.uniform(-1, 1)), float(np.exp(random.normal(-2.2, 0.7))))
    groan = circle.noise(((25, -6), (60, 0), (110, -8), (220, -30), (20_000, -90)), "groan", width=0.4)
    groan *= (circle.drift(0.2, "groan") ** 4)[:, None]
    return sound + 0.6 * circle.room(sound, 2.4, 0.4, "lake") + 0.10 * groan
