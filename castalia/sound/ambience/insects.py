"""Insects and frogs: choruses of single callers, each with a pitch, a pace and rests of its own."""

from __future__ import annotations

import math

import numpy as np

from castalia.settings import SAMPLE_RATE
from castalia.sound.ambience.circle import Circle, Curve, Floats, Sound, put, scaled
from castalia.sound.ambience.grains import Draw, clock, harmonics, swell
from castalia.sound.ambience.paint import Paint


def crickets(circle: Circle) -> Sound:
    """Field crickets: chirps of three or four pulses at 4.2-5.2 kHz; each singer rests when it likes, and behind them
    lies the shimmer of all that sing too far off to be told apart."""
    sound = circle.silence()
    for number in range(9):
        random = circle.random("cricket", number)
        chirp = _chirp(random)
        pace = float(random.uniform(1.7, 2.7)) * circle.pace**0.5
        side, loud = float(random.uniform(-0.95, 0.95)), 0.1 ** float(random.uniform(0, 1.1))
        moments = circle.times(pace, 90.0, "cricket", number)
        sings = circle.at(circle.drift(0.07, "cricket", number), moments) > -0.5
        for moment in moments[sings] if sings.any() else moments[:1]:
            put(sound, chirp, float(moment), side, loud * float(random.uniform(0.85, 1.0)))
    paint = Paint(circle)
    shimmer: Curve = ((3_200, -50), (4_100, -12), (4_600, 0), (5_200, -9), (6_500, -38), (9_200, -34), (12_000, -60))
    paint.add(shimmer, 0.20 * np.exp(0.15 * circle.drift(0.4, "shimmer")))
    return scaled(sound) + paint.sound()


def _chirp(random: Draw) -> Floats:
    pitch, count, gap = (
        float(random.uniform(4_200, 5_200)),
        int(random.integers(3, 5)),
        float(random.uniform(0.028, 0.036)),
    )
    made = np.zeros(round((count * gap + 0.02) * SAMPLE_RATE), np.float32)
    at = clock(0.018)
    for pulse in range(count):
        # The wing closes: the pitch sags a little within each pulse.
        note = harmonics(pitch * (1.012 - 0.03 * at / at[-1]), (1.0, 0.06)) * swell(len(at), 0.35)
        start = round(pulse * gap * SAMPLE_RATE)
        made[start : start + len(note)] += ((0.65 + 0.35 * pulse / (count - 1)) * note).astype(np.float32)
    return made


def cicadas(circle: Circle) -> Sound:
    """Cicadas in the heat: rasping at 100-200 pulses a second about 5-8 kHz; each winds up, holds, and dies away."""
    sound = circle.silence()
    turn = np.arange(circle.length, dtype=np.float32) / np.float32(circle.length)
    for number in range(5):
        random = circle.random("cicada", number)
        centre, side = float(random.uniform(4_800, 7_600)), float(random.uniform(-0.9, 0.9))
        band: Curve = ((centre * 0.5, -46), (centre * 0.8, -14), (centre, 0), (centre * 1.2, -11), (centre * 1.9, -36))
        buzz = circle.noise(band, "buzz", number)[0]
        held = np.tanh(1.6 * circle.drift(0.11 * circle.pace, "held", number) + 0.3)
        loud = circle.smooth((0.5 + 0.5 * held).astype(np.float32) ** 2)
        pulses = round(float(random.uniform(90, 190)) * circle.seconds)
        slow = round(float(random.uniform(5, 9)) * circle.seconds)
        rasp = np.maximum(np.sin(2 * np.pi * pulses * turn), 0) ** 2 * (0.75 + 0.25 * np.sin(2 * np.pi * slow * turn))
        put(sound, buzz * rasp * loud, 0.0, side, 0.25 ** float(random.uniform(0, 1)))
    paint = Paint(circle)
    paint.add(
        ((2_500, -44), (4_200, -10), (6_000, 0), (8_500, -8), (14_000, -34)),
        0.22 * np.exp(0.2 * circle.drift(0.2, "far")),
    )
    return scaled(sound) + paint.sound()


def frogs(circle: Circle) -> Sound:
    """A pond: marsh frogs croak in bouts that start one another, tree frogs peep, toads pipe far behind."""
    sound = circle.silence()
    bouts = circle.drift(0.12, "bouts")
    for number in range(9):
        random = circle.random("frog", number)
        side, loud = float(random.uniform(-0.9, 0.9)), 0.12 ** float(random.uniform(0, 1))
        calls = [_croak(random) for _ in range(3)] if number < 5 else [_peep(random)] * 3
        moments = circle.times((0.55 if number < 5 else 0.8) * circle.pace, 2.5, "frog", number)
        sings = circle.at(bouts, moments) > -0.9
        for moment in moments[sings] if sings.any() else moments[:1]:
            put(sound, calls[int(random.integers(3))], float(moment), side, loud * float(random.uniform(0.8, 1.0)))
    return scaled(sound)


def _croak(random: Draw) -> Floats:
    """A train of pulses that quickens, through two resonances of the vocal sacs."""
    at = clock(float(random.uniform(0.25, 0.6)))
    rate = float(random.uniform(38, 60)) * (1 + 0.25 * at / at[-1])
    phase = np.cumsum(rate) / SAMPLE_RATE % 1.0 / rate
    low, high = float(random.uniform(480, 820)), float(random.uniform(1_500, 2_100))
    voice = np.sin(2 * np.pi * low * phase) * np.exp(-phase * 170) + 0.7 * np.sin(2 * np.pi * high * phase) * np.exp(
        -phase * 230
    )
    return (voice * np.minimum(phase * 4_000, 1) * swell(len(at), 0.7)).astype(np.float32)


def _peep(random: Draw) -> Floats:
    at = clock(0.16)
    pitch = float(random.uniform(2_400, 3_100))
    return (0.6 * harmonics(pitch * (1 + 0.08 * at / at[-1]), (1.0, 0.08)) * swell(len(at), 0.5)).astype(np.float32)


def insects(circle: Circle) -> Sound:
    """A summer meadow: bees and flies pass close by, grasshoppers rasp in the grass, the air itself hums."""
    paint = Paint(circle)
    hum: Curve = ((120, -34), (210, -2), (250, 0), (300, -10), (460, -8), (520, -16), (760, -18), (2_000, -44))
    paint.add(hum, 0.16 * np.exp(0.25 * circle.drift(0.3, "hum")))
    grass: Curve = ((3_500, -44), (6_500, -6), (9_000, 0), (13_000, -8), (18_000, -24))
    sound = circle.silence()
    for number, moment in enumerate(circle.times(0.34 * circle.pace, 1.5, "flights")):
        _flight(sound, circle.random("flight", number), float(moment))
    for number in range(4):
        random = circle.random("hopper", number)
        raspings = sum(
            (_rasp(circle.since(float(moment)), random) for moment in circle.times(0.3, 1.6, "hopper", number)),
            np.zeros(circle.frames),
        )
        paint.add(grass, 0.4 * raspings.astype(np.float32), float(random.uniform(-0.9, 0.9)))
    return paint.sound() + scaled(sound, 0.8)


def _rasp(since: np.ndarray, random: Draw) -> np.ndarray:
    """A grasshopper's verse: strokes sixteen times a second under one swell."""
    lasts = float(random.uniform(1.0, 2.6))
    inside = np.clip(since / lasts, 0, 1)
    return np.sin(np.pi * inside) * (0.25 + 0.75 * (np.sin(2 * np.pi * 16 * since) > 0))


def _flight(sound: Sound, random: Draw, moment: float) -> None:
    """A buzz that comes, passes the head with a falling pitch, and goes (Doppler, inverse distance)."""
    seconds = float(random.uniform(2.0, 4.5))
    at = clock(seconds) - seconds / 2
    speed, nearest = float(random.uniform(0.8, 2.2)), float(random.uniform(0.3, 1.2))
    away = np.hypot(speed * at, nearest)
    closing = speed**2 * at / away
    wobble = np.interp(np.arange(len(at)), np.linspace(0, len(at), 24), random.normal(0, 0.02, 24))
    pitch = float(random.choice((165.0, 210.0, 240.0))) * (1 + wobble) / (1 + 3 * closing / 343)
    voice = harmonics(pitch, (1, 0.7, 0.8, 0.5, 0.45, 0.3, 0.25, 0.2, 0.15, 0.1)) * nearest / away * swell(len(at))
    turn = (0.85 * np.sin(np.arctan2(speed * at, nearest)) * float(random.choice((-1, 1))) + 1) * (math.pi / 4)
    for share, side in ((np.cos(turn), -1.0), (np.sin(turn), 1.0)):
        put(sound, (voice * share).astype(np.float32), moment, side)
