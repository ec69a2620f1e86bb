"""What grows and lies about: plants set on a jittered lattice, so that taking one away moves no other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from castalia.craft import noise
from castalia.craft.terrain import Site, Terrain, site
from castalia.randomness import generator
from castalia.world import Colour

Array = NDArray[np.float64]
Circle = tuple[float, float, float]
Where = Callable[[Site], Array]
NEAR, MIDDLE = 25.0, 66.0
"""Metres from the camera's usual ground within which plants are made in full, and in half, detail."""
SPARSE = 45
"""So many tall plants, the nearest, have at least half detail however far off: where few stand, cameras go among them."""


@dataclass(frozen=True)
class Plants:
    """One kind of ground cover. ``where(site)`` gives the chance 0..1 at each place.

    ``per_hectare`` is the density where the chance is 1; ``reach`` how far from the stage it is set, metres;
    ``tall`` kinds keep off the clearing and the line of sight; ``size`` is the range of the scale.
    """

    kind: str
    per_hectare: float
    where: Where
    reach: float = 60.0
    tall: bool = False
    size: tuple[float, float] = (0.75, 1.25)
    variants: int = 4
    state: str = "plain"
    afloat: bool = False


@dataclass(frozen=True)
class Spot:
    """One plant: where it stands, how it is turned and sized, how near it is (its detail)."""

    number: int
    x: float
    y: float
    z: float
    heading: float
    scale: float
    variant: int
    detail: float
    tint: Colour


def from_view(x: Array, z: Array) -> Array:
    """Metres from the ground where the stage and the camera are: the line from (0, -5) to (0, 38)."""
    return np.hypot(x, z - np.clip(z, -5.0, 38.0))


def clearing(x: Array, z: Array, width: float = 12.0) -> NDArray[np.bool_]:
    """True on the stage and along the line of sight, where nothing tall may grow; it widens towards the stage."""
    half = width * np.where(z > 26, 0.62, 1.0)
    return (np.abs(x + 0.12 * z) < half) & (z > -13) & (z < 50)


def grown(
    plants: Plants,
    terrain: Terrain,
    seed: int,
    number: int,
    keep_off: Sequence[Circle],
    open_ground: Sequence[Circle] = (),
    watched: Sequence[Circle] = (),
    wet: bool = False,
    closeness: float = 1.0,
) -> list[Spot]:
    """Set one kind. ``number`` tells apart two covers of one kind; ``keep_off`` are footprints (x, z, radius),
    ``open_ground`` those of no tall plant, ``watched`` those of what cameras come near to; ``closeness`` scales how far from the camera plants keep their detail, and changes nothing else."""
    step = 100.0 / np.sqrt(plants.per_hectare)
    half = int(plants.reach / step) + 1
    rng = generator(seed, "cover", plants.kind, number)
    count = (2 * half + 1) ** 2
    cell = np.arange(-half, half + 1) * step
    x, z = (axis.reshape(-1) for axis in np.meshgrid(cell, cell))
    x = x + rng.uniform(-0.46, 0.46, count) * step
    z = z - 8 + rng.uniform(-0.46, 0.46, count) * step
    chance, heading = rng.random(count), rng.uniform(0, 360, count)
    scale, variant = rng.uniform(*plants.size, count), rng.integers(0, plants.variants, count)
    light, warm = rng.uniform(0.82, 1.12, count), rng.uniform(-0.08, 0.08, count)
    distance = from_view(x, z)
    place = site(terrain, seed % 100_003 + 7 * number, x, z, wet)
    fade = np.clip(1.5 - 1.1 * distance / plants.reach, 0, 1) if not plants.tall else (distance < plants.reach) * 1.0
    chosen = (chance < plants.where(place) * fade) & (distance < plants.reach) & (z < 75)
    if plants.tall:
        chosen &= ~clearing(x, z)
        for other_x, other_z, radius in open_ground:
            chosen &= np.hypot(x - other_x, z - other_z) > radius * (0.8 + 0.4 * chance)
    for other_x, other_z, radius in keep_off:
        chosen &= np.hypot(x - other_x, z - other_z) > radius * (1.15 if plants.tall else 0.92) + (
            1.5 if plants.tall else 0.1
        )
    middle = MIDDLE * closeness
    if plants.tall and chosen.any():
        nearest = np.sort(distance[chosen])[: max(round(SPARSE * closeness), 1)]
        middle = max(middle, float(nearest[-1]) + 0.01)
    detail = np.where(_closest(distance, x, z, watched) < NEAR * closeness, 1.0, np.where(distance < middle, 0.5, 0.1))
    y = (
        np.zeros(count)
        if plants.afloat
        else place.height - np.minimum(place.slope * (0.25 if plants.tall else 0.12), 0.4)
    )
    return [
        Spot(
            int(at),
            float(x[at]),
            float(y[at]),
            float(z[at]),
            float(heading[at]),
            float(scale[at]),
            int(variant[at]),
            float(detail[at]),
            _tint(float(light[at]), float(warm[at])),
        )
        for at in np.flatnonzero(chosen)
    ]


def _closest(distance: Array, x: Array, z: Array, watched: Sequence[Circle]) -> Array:
    """Metres to where cameras usually are: on the stage and round what they watch."""
    around = [np.hypot(x - other_x, z - other_z) - radius for other_x, other_z, radius in watched]
    return np.asarray(np.min([distance, *around], axis=0), np.float64)


def _tint(light: float, warm: float) -> Colour:
    return light * (1 + warm), light * (1 + 0.2 * warm), light * (1 - warm)


# ------------------------------------------------------------------ where things grow


def everywhere(place: Site) -> Array:
    return np.ones_like(place.height)


def both(*conditions: Where) -> Where:
    """The product of chances."""

    def where(place: Site) -> Array:
        return np.asarray(np.prod([condition(place) for condition in conditions], axis=0), np.float64)

    return where


def dry(place: Site) -> Array:
    """Above the water and its wet rim, where there is water."""
    if not place.wet:
        return np.ones_like(place.height)
    return noise.step(0.42, 0.65, place.height)


def gentle(limit: float = 0.6) -> Where:
    """Where the ground is less steep than ``limit`` (rise over run)."""
    return lambda place: noise.step(limit, limit * 0.7, place.slope)


def between(low: float, high: float) -> Where:
    """Heights between two levels, metres over the water."""
    return lambda place: ((place.height > low) & (place.height < high)).astype(np.float64)


def below(level: float) -> Where:
    return lambda place: noise.step(level * 1.15, level * 0.85, place.height)


def patches(size: float, share: float, salt: int = 0) -> Where:
    """Patches about ``size`` metres wide that cover roughly ``share`` of the ground."""

    def where(place: Site) -> Array:
        field = noise.octaves(place.x / size, place.z / size, place.seed + 500 + salt, 3)
        return noise.step(0.42 - 0.84 * share - 0.05, 0.42 - 0.84 * share + 0.12, field)

    return where


def within(distance: float) -> Where:
    """Nearer than ``distance`` metres to the stage."""
    return lambda place: noise.step(distance, distance * 0.85, np.hypot(place.x, place.z + 6))


def outside(distance: float) -> Where:
    """Farther than ``distance`` metres from the stage."""
    return lambda place: noise.step(distance * 0.85, distance, np.hypot(place.x, place.z + 6))


def beyond(distance: float) -> Where:
    """Farther than ``distance`` metres from the line of sight."""
    return lambda place: noise.step(distance * 0.85, distance, from_view(place.x, place.z))
