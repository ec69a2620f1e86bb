"""Landforms: height functions. Each opens a stage at the origin and closes the horizon with something to look at.

``opening`` is the bearing (degrees; 0 straight ahead, positive to the right) where the ridges open towards the light.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from castalia.craft.noise import octaves, ridges, step

Array = NDArray[np.float64]
Landform = Callable[[Array, Array, int, float], Array]
CRATER = (-95.0, -430.0)
"""Where a volcano's crater lies (x, z)."""
FREEBOARD = 0.45
"""Metres by which a basin's land lies over its water at least."""


def _base(x: Array, z: Array, seed: int, swell: float, wave: float = 40.0) -> Array:
    """Rolling ground that calms down on the stage and on the camera's way to it, with a rise under the subject."""
    calm = 1 - 0.85 * np.exp(-((((x / 22) ** 2) + ((z - 12) / 34) ** 2) ** 2))
    roll = octaves(x / wave, z / wave, seed + 40, 5) * swell * calm
    knoll = 8.5 * np.exp(-((x - 19) ** 2 + (z + 52) ** 2) / 18**2)
    rise = 1.1 * np.exp(-(x * x + z * z) / 13**2)
    return roll + knoll + rise + 0.12 * octaves(x / 6, z / 6, seed + 41, 3)


def _rim(x: Array, z: Array, seed: int, near: float, far: float, height: float, opening: float) -> Array:
    """Ridges that climb from ``near`` to ``far`` metres, low where they open to the light and behind the camera."""
    distance = np.hypot(x, z + 10)
    bearing = np.degrees(np.arctan2(x, -(z + 10)))
    gap = 1 - 0.80 * np.exp(-(((bearing - opening) / 17) ** 2))
    crest = 0.25 + 0.75 * ridges(x / (far * 0.62), z / (far * 0.62), seed + 50, 6)
    lift = step(near, far, distance) * (0.55 + 0.45 * step(far, far * 2.0, distance))
    behind = 1 - 0.6 * step(20, 120, z)
    return height * crest * gap * lift * behind


def forest(x: Array, z: Array, seed: int, opening: float) -> Array:
    hills = _rim(x, z, seed, 35, 260, 62, opening)
    return _base(x, z, seed, 4.5) + hills + _rim(x, z, seed + 7, 240, 620, 150, opening)


def meadow(x: Array, z: Array, seed: int, opening: float) -> Array:
    return (
        _base(x, z, seed, 5.0, 60)
        + _rim(x, z, seed, 110, 420, 42, opening)
        + _rim(x, z, seed + 7, 380, 800, 95, opening)
    )


def valley(x: Array, z: Array, seed: int, opening: float) -> Array:
    sides = 75 * step(28, 240, np.abs(x - 12 * np.sin(z / 70))) * (0.7 + 0.5 * octaves(x / 120, z / 120, seed + 5, 4))
    return _base(x, z, seed, 4.0, 60) + sides + _rim(x, z, seed + 7, 320, 700, 170, opening)


def mountain(x: Array, z: Array, seed: int, opening: float) -> Array:
    crags = 5.0 * ridges(x / 42, z / 42, seed + 11, 4) * step(14, 45, np.hypot(x, z - 12))
    drop = -26 * step(18, 120, -z) * np.exp(-((x / 75) ** 2))
    return _base(x, z, seed, 4.0) + crags + drop + _rim(x, z, seed, 70, 420, 330, opening)


def volcano(x: Array, z: Array, seed: int, opening: float) -> Array:
    distance = np.hypot(x - CRATER[0], z - CRATER[1])
    cone = (
        250
        * np.exp(-distance / 190)
        * step(40, 190, np.hypot(x, z - 15))
        * (1 + 0.10 * octaves(x / 50, z / 50, seed, 4))
    )
    cone = np.where(distance < 48, np.minimum(cone, 168 + 12 * np.sin(x / 9) * (distance < 60)), cone)
    return _base(x, z, seed, 4.0) + cone + 3.5 * ridges(x / 30, z / 30, seed + 2, 4) * step(12, 40, np.hypot(x, z - 12))


def desert(x: Array, z: Array, seed: int, opening: float) -> Array:
    bent = x * 0.5 + z + 14 * octaves(x / 60, z / 60, seed + 2, 3)
    phase = (bent / 46) % 1.0
    dune = 6.5 * np.where(phase < 0.72, phase / 0.72, (1 - phase) / 0.28) ** 1.3
    dune *= (0.45 + 0.55 * octaves(x / 90, z / 90, seed + 3, 2)) * step(14, 60, np.hypot(x, z - 10))
    mesas = _terraced(_rim(x, z, seed, 190, 420, 120, opening), 26.0)
    return _base(x, z, seed, 1.5) + dune + mesas


def canyon(x: Array, z: Array, seed: int, opening: float) -> Array:
    bend = 15 * np.sin((z - 8) / 44) * step(0, 35, -z)
    wander = 5.0 * octaves(x / 26, z / 26, seed, 4) - 7.0 * (ridges(x / 23, z / 23, seed + 6, 3) - 0.5)
    side = np.abs(x - bend) + wander + 0.06 * np.maximum(z, 0)
    wall = _terraced(72 * step(22, 62, side), 11.0) + 1.6 * octaves(x / 5, z / 5, seed + 4, 3) * step(22, 34, side)
    buttes = _terraced(80 * step(0.20, 0.34, octaves(x / 120, z / 120, seed + 9, 3)) * step(140, 260, -z), 20.0)
    return _base(x, z, seed, 1.2) + wall * (1 - 0.7 * step(190, 420, np.hypot(x, z))) + buttes


def _terraced(height: Array, step_height: float) -> Array:
    """Strata: flat ledges joined by steep faces."""
    level = height / step_height
    whole = np.floor(level)
    return (whole + step(0.45, 0.85, level - whole) * 0.92 + 0.08 * (level - whole)) * step_height


def lake(x: Array, z: Array, seed: int, opening: float) -> Array:
    """Water before the stage; the subject stands on a spit that comes in from the right."""
    return _flooded(forest(x, z, seed, opening), x, z, seed)


def flooded(landform: Landform) -> Landform:
    """Any open landform with the lake's basin let in, for plans that put something on the water."""

    def shaped(x: Array, z: Array, seed: int, opening: float) -> Array:
        return _flooded(landform(x, z, seed, opening), x, z, seed)

    return shaped


def cleft(landform: Landform, depth: float) -> Landform:
    """Any open landform with a gorge ``depth`` metres deep that comes from behind the stage and passes left of the camera."""

    def shaped(x: Array, z: Array, seed: int, opening: float) -> Array:
        course = -5.0 + 5.0 * np.sin((z + 4) / 21) - 0.12 * np.maximum(z, 0)
        aside = np.abs(x - course) + 1.1 * octaves(x / 7, z / 7, seed + 67, 3)
        cut = step(6.2, 2.4, aside) * step(-150, -60, z)
        return landform(x, z, seed, opening) - depth * (cut + 0.06 * octaves(x / 4, z / 4, seed + 68, 2) * cut)

    return shaped


def _flooded(land: Array, x: Array, z: Array, seed: int) -> Array:
    shore = octaves(x / 15, z / 15, seed + 60, 4)
    basin = np.hypot((x + 6) / 50, (z - 13) / 20) + 0.16 * shore
    reach = np.clip((x * 40 + z * -15) / (40**2 + 15**2), 0, 1.6)
    spit = np.hypot(x - reach * 40, z + reach * 15) / (11.5 + 3 * shore)
    wet = np.minimum(step(1.10, 0.80, basin), step(0.88, 1.25, spit))
    dry = np.maximum(land, 0) + FREEBOARD
    return dry * (1 - wet) + wet * (-2.6) - 0.15 * wet


def river(x: Array, z: Array, seed: int, opening: float) -> Array:
    """A river that comes from the gap, passes left of the stage and leaves before the camera."""
    course = (
        -13
        + 11 * np.sin((z + 10) / 27) * np.exp(-np.abs(z) / 160)
        + np.tan(np.radians(opening)) * np.maximum(-z - 30, 0)
    )
    aside = np.abs(x - course) + 1.6 * octaves(x / 9, z / 9, seed + 61, 3)
    wet = step(5.8, 2.6, aside)
    land = np.maximum(forest(x, z, seed, opening) * step(5, 40, aside), 0) + FREEBOARD
    return land * (1 - wet) - 2.0 * wet


def swamp(x: Array, z: Array, seed: int, opening: float) -> Array:
    pools = octaves(x / 13, z / 13, seed + 62, 4) * 1.9 + 0.15
    bank = 1.0 * np.exp(-(x * x + z * z) / 9**2) + 0.7 * np.exp(-(((z - 42) / 10) ** 2))
    far = _rim(x, z, seed, 150, 420, 22, opening)
    return np.maximum(pools, -1.2) * 0.55 + bank + far + 0.08


def coast(x: Array, z: Array, seed: int, opening: float) -> Array:
    """Sea ahead and to the left, a beach that curves away on the right to a headland."""
    curve = -4 - 0.55 * np.minimum(z, 20) + 7 * np.sin(z / 40) + 3 * octaves(x / 25, z / 25, seed + 63, 3)
    inland = x - curve + 12 * np.exp(-(x * x + z * z) / 15**2)
    land = np.where(inland > 0, 2.4 * step(0, 22, inland) + 0.055 * np.maximum(inland - 16, 0), inland * 0.13)
    headland = (
        46 * np.exp(-(((x - 210) / 120) ** 2) - ((z + 235) / 90) ** 2) * (0.8 + 0.4 * ridges(x / 60, z / 60, seed, 4))
    )
    roll = octaves(x / 30, z / 30, seed + 64, 4) * step(4, 40, inland) * 2.6
    return np.maximum(land + roll + headland * step(-40, 10, inland + headland), -7.0)


def island(x: Array, z: Array, seed: int, opening: float) -> Array:
    shore = octaves(x / 22, z / 22, seed + 65, 4)
    reach = np.hypot(x / 40, (z - 10) / 38) + 0.22 * shore
    land = 2.6 * step(1.12, 0.55, reach) + 4.5 * np.exp(-((x - 12) ** 2 + (z + 14) ** 2) / 12**2)
    isles = 24 * step(0.16, 0.42, octaves(x / 170, z / 170, seed + 66, 4)) * step(280, 430, np.hypot(x, z))
    return land - 1.1 - 4.0 * step(1.0, 1.6, reach) + isles + 0.25 * octaves(x / 6, z / 6, seed, 3)


QUAY = 3.0
"""The harbour's quay runs along z = QUAY; the basin lies before it, on the camera's side."""


def harbour(x: Array, z: Array, seed: int, opening: float) -> Array:
    """A basin before the quay, a mole on the left, a town slope behind, open sea to the right."""
    land = 1.5 + 30 * step(14, 110, -z) * (0.8 + 0.3 * octaves(x / 60, z / 60, seed, 3))
    behind = (z < QUAY) & (x < 92)
    mole = (np.abs(x + 29) < 4.2) & (z < 52)
    near = z > 44
    wet = -4.0 - 2 * step(80, 200, x)
    hills = 60 * ridges(x / 150, z / 150, seed + 3, 5) * step(90, 300, -z) * step(150, 40, x)
    return np.where(behind | mole | near, np.where(near | mole, 1.5, land + hills), wet)


def settled(x: Array, z: Array, seed: int, opening: float) -> Array:
    """Level ground for streets and yards, hills beyond."""
    soft = np.exp(-((np.hypot(x, z) / 75) ** 4))
    return _base(x, z, seed, 3.0, 70) * (1 - 0.8 * soft) + _rim(x, z, seed, 120, 420, 55, opening) + 0.4


def level(x: Array, z: Array, seed: int, opening: float) -> Array:
    """Flat, as a city's ground."""
    return 0.02 * octaves(x / 9, z / 9, seed, 3) + _rim(x, z, seed, 300, 700, 30, opening)


STREET, KERB = 7.4, 0.14
"""A city street's half width and the height of its pavements, metres."""
CROSSING = (-50.0, -38.0)
"""From where to where along z another street crosses."""


def street(x: Array, z: Array, seed: int, opening: float) -> Array:
    """A street along z with a pavement on each side, and one that crosses it."""
    aside = np.abs(x) >= STREET
    across = (z > CROSSING[0]) & (z < CROSSING[1])
    return level(x, z, seed, opening) + np.where(aside & ~across, KERB, 0.0)


def hollow(x: Array, z: Array, seed: int, opening: float) -> Array:
    """A cave's uneven floor, and hills to be seen from its mouth."""
    floor = 0.9 * octaves(x / 11, z / 11, seed + 6, 4) * step(4, 14, np.hypot(x, z - 8))
    return floor + _rim(x, z, seed, 60, 260, 70, opening)


def snowfield(x: Array, z: Array, seed: int, opening: float) -> Array:
    drift = 0.5 * octaves(x / 14 + z / 30, z / 9, seed + 6, 3)
    return _base(x, z, seed, 5.0, 65) + drift + _rim(x, z, seed, 120, 480, 210, opening)


def cratered(x: Array, z: Array, seed: int, opening: float) -> Array:
    """Craters and crags under a strange sky."""
    rng = np.random.Generator(np.random.PCG64(seed))
    land = _base(x, z, seed, 2.5) + _rim(x, z, seed, 130, 430, 130, opening)
    for _ in range(26):
        cx, cz, radius = rng.uniform(-130, 130), rng.uniform(-190, 40), rng.uniform(4, 17)
        if np.hypot(cx, cz - 10) < radius + 14:
            continue
        at = np.hypot(x - cx, z - cz) / radius
        land = land + radius * (0.16 * np.exp(-(((at - 1) / 0.22) ** 2)) - 0.20 * step(1.0, 0.35, at))
    return land


def seabed(x: Array, z: Array, seed: int, opening: float) -> Array:
    ripples = 0.07 * np.sin(z * 2.2 + 1.5 * octaves(x / 5, z / 5, seed, 2)) * step(60, 20, np.hypot(x, z))
    return (
        _base(x, z, seed, 3.0)
        + ripples
        + 16 * step(0.1, 0.5, octaves(x / 45, z / 45, seed + 8, 4)) * step(20, 60, np.hypot(x, z - 10))
    )
