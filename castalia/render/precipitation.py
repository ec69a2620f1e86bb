"""Rain and snow drawn over the picture: drops in a box round the camera, lit by what lies behind them."""

from __future__ import annotations

import math

import numpy as np

from castalia.randomness import generator
from castalia.render.kernels import kernel
from castalia.render.views import EYE, FORWARD, LENS, RIGHT, UP, pinhole
from castalia.world import Camera, Floats, World

BOX = 18.0  # metres; drops that leave the box come in again on the other side
RAIN_SPEED, SNOW_SPEED = 9.0, 1.3
SHUTTER = 1 / 60


def fall(colour: Floats, distance: Floats, camera: Camera, world: World, time: float, seed: int) -> Floats:
    """``colour`` (H,W,3) with the rain and snow of ``world.air`` in front of what is ``distance`` (H,W) metres off."""
    air = world.air
    made = colour
    for kind, amount, speed in (("rain", air.rain, RAIN_SPEED), ("snow", air.snow, SNOW_SPEED)):
        if amount <= 0:
            continue
        rng = generator(seed, "precipitation", kind)
        count = int((2600 if kind == "rain" else 3400) * amount)
        drops = rng.random((count, 3), np.float32) * np.float32(BOX)
        phase = rng.random((count, 2), np.float32)
        made = made.copy() if made is colour else made
        velocity = np.array([2.6 * air.wind, -speed, 0.8 * air.wind], np.float32)
        if kind == "rain":
            velocity[::2] *= 2.0
        view = pinhole(camera, colour.shape[1], colour.shape[0])
        light = 0.3 * np.asarray(world.sky.horizon) + 0.3 * np.asarray(world.sky.zenith) + 0.25 * np.asarray(air.colour)
        _draw(made, distance, view, drops, phase, velocity, time, kind == "snow", light.astype(np.float32))
    return made


@kernel
def _draw(colour, distance, view, drops, phase, velocity, time, flakes, light):
    focal = view[LENS, 0]
    half = 0.5 * BOX
    for index in range(len(drops)):
        pace = 0.8 + 0.4 * phase[index, 1]
        x = drops[index, 0] + velocity[0] * time * pace
        y = drops[index, 1] + velocity[1] * time * pace
        z = drops[index, 2] + velocity[2] * time * pace
        if flakes:
            x += 0.35 * math.sin(1.3 * time + 6.3 * phase[index, 0])
            z += 0.35 * math.sin(1.1 * time + 6.3 * phase[index, 1])
        # The box moves with the eye, the drops do not.
        x = (x - view[EYE, 0] + half) % BOX - half
        y = (y - view[EYE, 1] + half) % BOX - half
        z = (z - view[EYE, 2] + half) % BOX - half
        lag = SHUTTER * pace * (1.0 if flakes else 1.6)
        start = _project(view, x, y, z)
        end = _project(view, x - velocity[0] * lag, y - velocity[1] * lag, z - velocity[2] * lag)
        if start[2] < 0.7 or end[2] < 0.7:
            continue
        size = focal / start[2]
        wide = max((0.011 if flakes else 0.0032) * size * (0.7 + 0.6 * phase[index, 0]), 0.5)
        fade = min((start[2] - 0.7) / 1.5, 1.0) * min(max((half - start[2]) / 3.0, 0.0), 1.0)
        strength = fade * (
            min((0.011 * size / wide) ** 2, 1.0) * 0.8 if flakes else 0.16 * min(0.0032 * size / wide * 1.6, 1.0)
        )
        if strength > 0.003:
            _streak(colour, distance, start, end, wide, strength, light)


@kernel
def _project(view, x, y, z):
    ahead = view[FORWARD, 0] * x + view[FORWARD, 1] * y + view[FORWARD, 2] * z
    scale = view[LENS, 0] / max(ahead, 0.05)
    across = view[LENS, 1] + scale * (view[RIGHT, 0] * x + view[RIGHT, 1] * y + view[RIGHT, 2] * z)
    down = view[LENS, 2] - scale * (view[UP, 0] * x + view[UP, 1] * y + view[UP, 2] * z)
    return across, down, ahead


@kernel
def _streak(colour, distance, start, end, wide, strength, light):
    """Blend one soft capsule from ``start`` to ``end`` (x, y, depth) into the picture, behind nearer things."""
    height, width = distance.shape
    ax, ay, depth = start
    bx, by = end[0] - ax, end[1] - ay
    square = bx * bx + by * by + 1e-9
    reach = wide + 1.0
    left, right = max(int(min(ax, end[0]) - reach), 0), min(int(max(ax, end[0]) + reach), width - 1)
    top, bottom = max(int(min(ay, end[1]) - reach), 0), min(int(max(ay, end[1]) + reach), height - 1)
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            if distance[row, column] < depth:
                continue
            px, py = column + 0.5 - ax, row + 0.5 - ay
            along = min(max((px * bx + py * by) / square, 0.0), 1.0)
            away = math.sqrt((px - along * bx) ** 2 + (py - along * by) ** 2)
            cover = strength * min(max(wide + 0.5 - away, 0.0), 1.0)
            if cover <= 0.0:
                continue
            for channel in range(3):
                here = colour[row, column, channel]
                glow = max(light[channel], 1.25 * here)
                colour[row, column, channel] = here + (glow - here) * cover
