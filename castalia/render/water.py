"""The surface of water: ripples, how much it mirrors, and what shows through it.

The plane is met analytically at each pixel, so there is no water mesh that could break at the near plane.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from castalia.randomness import generator
from castalia.render.kernels import exp, in_bands, kernel
from castalia.render.views import EYE, View
from castalia.world import Floats, Sky, Water

PIXELS = 256
TILE, SWELL = 26.0, 118.0  # metres that the slope map spans as waves, and as the swell of a storm


# Rows of the table that kernels read: is there water, its level, its slope; flow and time; lit colour; bounds; foam.
PLANE, FLOW, BODY, LOW, HIGH = range(5)


class WaterRecord(NamedTuple):
    """Water as kernels read it: ``facts`` (5,3), see the row names above, and the slope map (N,N,2)."""

    facts: Floats
    slopes: Floats


def water_record(water: Water | None, sky: Sky, time: float, seed: int) -> WaterRecord:
    """Pack the water at a time in seconds; without water nothing is ever hit."""
    if water is None:
        return WaterRecord(np.zeros((5, 3), np.float32), slope_map(seed))
    heading = math.radians(water.heading)
    light = 0.55 * np.asarray(sky.zenith) + 0.35 * np.asarray(sky.horizon)
    light = light + 0.25 * max(sky.sun_direction[1], 0.0) * np.asarray(sky.sun_radiance)
    rows = (
        (1.0, water.level, 0.006 + 0.17 * water.waves),
        (water.flow * math.sin(heading), -water.flow * math.cos(heading), time),
        np.asarray(water.colour) * light,
        (water.bounds[0], water.foam, water.bounds[1]),
        (water.bounds[2], 0.0, water.bounds[3]),
    )
    return WaterRecord(np.array(rows, np.float32), slope_map(seed))


@lru_cache(maxsize=4)
def slope_map(seed: int) -> Floats:
    """Periodic slopes (N,N,2) of wind ripples: a k^-3.4 spectrum, stronger along the wind (Tessendorf 2001, rounded)."""
    rng = generator(seed, "water", "ripples")
    noise = np.fft.rfft2(rng.standard_normal((PIXELS, PIXELS)))
    rows = np.fft.fftfreq(PIXELS, 1 / PIXELS)[:, None]
    columns = np.fft.rfftfreq(PIXELS, 1 / PIXELS)
    length = np.maximum(np.hypot(rows, columns), 1.0)
    along = 0.35 + 0.65 * (rows / length) ** 2
    height = noise * np.where(length > 2, length**-1.9, 0) * along * np.exp(-((length / 70) ** 2))
    slopes = np.stack([np.fft.irfft2(height * 1j * axis, (PIXELS, PIXELS)) for axis in (columns, rows)], axis=2)
    made = (slopes / slopes.std()).astype(np.float32)
    made.setflags(write=False)
    return made


@kernel
def _slope(slopes, u, v):
    count = slopes.shape[0]
    across, down = u * count, v * count
    column, row = math.floor(across), math.floor(down)
    right, low = across - column, down - row
    left, top = int(column) & (count - 1), int(row) & (count - 1)
    next_column, next_row = (left + 1) & (count - 1), (top + 1) & (count - 1)
    wa, wb, wc, wd = (1.0 - right) * (1.0 - low), right * (1.0 - low), (1.0 - right) * low, right * low
    x = wa * slopes[top, left, 0] + wb * slopes[top, next_column, 0]
    x += wc * slopes[next_row, left, 0] + wd * slopes[next_row, next_column, 0]
    z = wa * slopes[top, left, 1] + wb * slopes[top, next_column, 1]
    z += wc * slopes[next_row, left, 1] + wd * slopes[next_row, next_column, 1]
    return x, z


@kernel
def _swelling(strength):
    """How much of the slope is swell: none on a lake, most of it in a storm."""
    return min(max((strength - 0.05) * 12.0, 0.0), 1.3)


@kernel
def ripple(water, slopes, x, z, footprint):
    """Slope of the surface at (x, z), and the part of it that is too fine to show, as a spread.

    Three copies of one map drift over each other, and in a strong wind a fourth, the swell; each fades where a pixel's
    ``footprint`` in metres outgrows it.
    """
    time, strength = water[FLOW, 2], water[PLANE, 2]
    x, z = x - water[FLOW, 0] * time, z - water[FLOW, 1] * time
    slope_x, slope_z, lost = 0.0, 0.0, 0.0
    for layer in range(4):
        tile = TILE if layer == 0 else (7.3 if layer == 1 else (2.1 if layer == 2 else SWELL))
        weight = 0.75 if layer == 0 else (0.55 if layer == 1 else (0.36 if layer == 2 else _swelling(strength)))
        turn = 0.0 if layer == 0 else (0.5 if layer == 1 else (-0.8 if layer == 2 else 0.2))
        pace = 0.034 if layer == 0 else (0.062 if layer == 1 else (0.11 if layer == 2 else 0.018))
        u = (x * math.cos(turn) + z * math.sin(turn)) / tile + 0.31 * pace * time
        v = (z * math.cos(turn) - x * math.sin(turn)) / tile + pace * time
        ratio = footprint * 26.0 / tile
        kept = 1.0 / (1.0 + ratio * ratio)
        sx, sz = _slope(slopes, u, v)
        slope_x += weight * kept * (sx * math.cos(turn) - sz * math.sin(turn))
        slope_z += weight * kept * (sz * math.cos(turn) + sx * math.sin(turn))
        lost += weight * weight * (1.0 - kept) ** 2
    return strength * slope_x, strength * slope_z, strength * math.sqrt(lost)


@kernel
def met(water, view, x, y, z):
    """Distance along the unit ray from the eye to the water, or -1."""
    if water[PLANE, 0] == 0.0 or y > -1e-6 or view[EYE, 1] <= water[PLANE, 1]:
        return -1.0
    distance = (water[PLANE, 1] - view[EYE, 1]) / y
    across, along = view[EYE, 0] + x * distance, view[EYE, 2] + z * distance
    inside = water[LOW, 0] <= across <= water[HIGH, 0] and water[LOW, 2] <= along <= water[HIGH, 2]
    return distance if inside else -1.0


def met_along(water: WaterRecord, view: View, rays: Floats) -> Floats:
    """Distance (H,W) to the water along unit rays (H,W,3) from a view's eye, inf where they meet none."""
    made = np.empty(rays.shape[:2], np.float32)
    in_bands(_met_rows, len(made), 64, water.facts, view, rays, made)
    return made


@kernel
def _met_rows(water, view, rays, made, first, past):
    for row in range(first, past):
        for column in range(made.shape[1]):
            distance = met(water, view, rays[row, column, 0], rays[row, column, 1], rays[row, column, 2])
            made[row, column] = distance if distance > 0.0 else np.inf


@kernel
def mirror_share(cosine):
    """Fresnel reflectance of water (Schlick 1994)."""
    return 0.02 + 0.98 * (1.0 - min(max(cosine, 0.0), 1.0)) ** 5


@kernel
def foam_at(water, slopes, x, z, depth):
    """Foam 0..1: along the shore where the water is thin, and in streaks on open water."""
    if water[LOW, 1] <= 0.0:
        return 0.0
    time = water[FLOW, 2]
    broad, _ = _slope(slopes, x / 9.0 + 0.01 * time, z / 9.0)
    fine, _ = _slope(slopes, x / 2.3, z / 2.3 + 0.03 * time)
    surge = 0.35 * math.sin(0.8 * time + 0.5 * broad) + 0.6
    shore = exp(-max(depth, 0.0) / (0.25 + 0.45 * surge * water[LOW, 1]))
    strength = water[PLANE, 2]
    long, _ = _slope(slopes, x / 61.0 - 0.012 * time, z / 43.0 + 0.02 * time)
    white = max(0.8 * long + 0.7 * broad - 2.8 + 10.0 * strength, 0.0) * min(7.0 * strength, 1.0)
    crest = max(broad - 1.7, 0.0) * 0.5 + white * _swelling(strength)
    return min(max((shore * 1.5 + crest) * (0.55 + 0.45 * fine) * water[LOW, 1], 0.0), 1.0)
