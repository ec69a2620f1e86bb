"""Engines and rooms: hums that hold for a whole turn, and what moves above them."""

from __future__ import annotations

import numpy as np
from scipy import fft

from castalia.settings import SAMPLE_RATE
from castalia.sound.ambience.circle import Circle, Curve, Floats, Sound, put, scaled
from castalia.sound.ambience.grains import Draw, burst, clock, modes, swell
from castalia.sound.ambience.paint import Paint


def hum(circle: Circle, pitch: float, partials: tuple[float, ...], *purpose: str) -> Sound:
    """A steady tone of whole waves a turn; phases differ between the ears as they do between two places in a room."""
    random = circle.random("hum", *purpose)
    spectrum = np.zeros((2, circle.length // 2 + 1), np.complex64)
    for order, loud in enumerate(partials, 1):
        phase, apart = float(random.random()), min(0.25, 0.02 * order) * float(random.uniform(-1, 1))
        waves = max(1, round(pitch * order * circle.seconds))
        spectrum[:, waves] += loud * np.exp(2j * np.pi * np.array((phase, phase + apart)))
    made: Sound = fft.irfft(spectrum, circle.length) * np.float32(circle.length / 2)
    return made


def machinery(circle: Circle) -> Sound:
    """A workshop: a motor and its belt, a press that falls, a ratchet at a pace of its own, steam let off."""
    paint = Paint(circle)
    floor: Curve = ((30, -8), (80, 0), (250, -3), (700, -9), (2_000, -18), (6_000, -32), (16_000, -52))
    beats = max(1, round(1.45 * circle.pace**0.5 * circle.seconds))
    turn = circle.frame_times() / circle.seconds
    belt = 1 + 0.22 * np.sin(2 * np.pi * 2 * beats * turn) + 0.1 * np.sin(2 * np.pi * 5 * beats * turn)
    paint.add(floor, (0.55 * belt).astype(np.float32), 0.1)
    whine: Curve = ((700, -46), (1_050, -6), (1_100, 0), (1_160, -6), (1_700, -46))
    paint.add(whine, 0.10 * belt.astype(np.float32), -0.4)
    random = circle.random("blows")
    steam: Curve = ((600, -30), (2_000, -8), (5_000, 0), (11_000, -4), (19_000, -16))
    blows = circle.silence()
    for beat in range(beats):
        moment = (beat + 0.004 * float(random.normal())) * circle.seconds / beats
        put(blows, _press(random), moment, -0.45, float(random.uniform(0.85, 1.0)))
        if beat % 4 == 2:
            since = circle.since(moment + 0.12)
            puff = np.where(since > 0, np.exp(-np.maximum(since, 0) / 0.22), 0).astype(np.float32)
            paint.add(steam, 0.45 * float(random.uniform(0.7, 1.0)) * puff, 0.6)
    clicks = round(beats * 3.7)
    for click in range(clicks):
        shift = float(random.uniform(0.97, 1.03))
        tick = modes((1_900 * shift, 3_350 * shift, 5_800 * shift), (0.012, 0.008, 0.005), (1, 0.7, 0.5))
        put(blows, tick, click * circle.seconds / clicks, 0.5, 0.10 * float(random.uniform(0.6, 1.0)))
    motor = hum(circle, 48.6, (1.0, 0.7, 0.25, 0.45, 0.12, 0.2, 0.05, 0.1), "motor")
    return paint.sound() + scaled(blows, 0.8) + scaled(motor, 0.42)


def _press(random: Draw) -> Floats:
    """Iron on iron: a thud, and inharmonic modes of the frame."""
    shift = float(random.uniform(0.99, 1.01))
    frame = modes(
        [186 * shift, 412 * shift, 655 * shift, 1_230 * shift, 2_170 * shift],
        (0.14, 0.10, 0.07, 0.05, 0.03),
        (1, 0.7, 0.5, 0.35, 0.25),
    )
    thud = burst(random, 0.02, ((40, -4), (90, 0), (300, -4), (1_500, -14), (6_000, -24)))
    frame[: len(thud)] += 1.4 * thud[: len(frame)]
    return frame


def room_tone(circle: Circle) -> Sound:
    """A quiet room: air that hardly moves, the mains in the walls, wood that ticks as it cools."""
    paint = Paint(circle)
    still: Curve = ((28, -14), (60, -3), (110, 0), (300, -8), (900, -19), (3_000, -30), (10_000, -44))
    for side in (-0.7, 0.7):
        paint.add(still, 0.7 * np.exp(0.06 * circle.drift(0.3, "air", str(side))), side)
    creaks = circle.silence()
    random = circle.random("creaks")
    for moment in circle.times(0.10 * circle.pace, 0.8, "creaks"):
        low = float(random.uniform(300, 900))
        tick = modes((low, low * 1.9, low * 3.3), (0.012, 0.008, 0.004), (1, 0.6, 0.4))
        put(creaks, tick, float(moment), float(random.uniform(-0.8, 0.8)), float(random.uniform(0.3, 1.0)))
    mains = hum(circle, 50.0, (0.3, 1.0, 0.15, 0.35, 0.05, 0.12), "mains")
    return paint.sound() + scaled(mains, 0.3) + scaled(creaks, 0.012)


def ship_hum(circle: Circle) -> Sound:
    """Below deck: the engine's orders with slow beats, the screw that throbs, ducts, a hull that works in the swell."""
    paint = Paint(circle)
    hull: Curve = ((28, -14), (55, -2), (100, 0), (230, -8), (600, -20), (2_000, -36), (8_000, -60))
    throbs = max(1, round(2.3 * circle.seconds))
    throb = 1 + 0.25 * np.sin(2 * np.pi * throbs * circle.frame_times() / circle.seconds)
    roll = np.exp(0.18 * circle.drift(0.12, "roll"))
    paint.add(hull, (0.42 * throb * roll).astype(np.float32))
    ducts: Curve = ((150, -26), (420, -4), (800, 0), (1_500, -7), (4_000, -22), (12_000, -44))
    paint.add(ducts, 0.26 * np.exp(0.05 * circle.drift(0.5, "ducts")), 0.3)
    engine = hum(circle, 29.1, (0.4, 1.0, 0.6, 0.8, 0.4, 0.6, 0.25, 0.35, 0.15, 0.2, 0.1, 0.12), "engine")
    other = hum(circle, 29.1 + 0.35, (0.2, 0.6, 0.4, 0.5, 0.3, 0.4, 0.2), "other")
    sound = circle.silence()
    random = circle.random("hull")
    for moment in circle.times(0.11 * circle.pace, 1.2, "hull"):
        put(sound, _creak(random), float(moment), float(random.uniform(-0.8, 0.8)), float(random.uniform(0.3, 1.0)))
    return paint.sound() + scaled(engine, 0.7) + scaled(other, 0.4) + scaled(sound, 0.06)


def _creak(random: Draw) -> Floats:
    """Plates that stick and slip: a run of small knocks whose pace glides."""
    at = clock(float(random.uniform(0.5, 1.4)))
    rate = np.interp(at, (0, at[-1] / 2, at[-1]), random.uniform(18, 60, 3))
    edges = np.flatnonzero(np.diff(np.floor(np.cumsum(rate) / SAMPLE_RATE)))
    low = float(random.uniform(320, 700))
    knock = modes((low, low * 1.8, low * 2.9), (0.014, 0.009, 0.006), (1, 0.6, 0.4))
    made = np.zeros(len(at) + len(knock), np.float32)
    envelope = swell(len(at), 0.5)
    for edge in edges:
        made[edge : edge + len(knock)] += knock * np.float32(envelope[edge] * random.uniform(0.7, 1.0))
    return made
