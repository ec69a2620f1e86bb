"""Where a material covers the ground: on slopes and shores, in patches, along paths and streets."""

from __future__ import annotations

import numpy as np

from castalia.craft import landforms, noise
from castalia.craft.scatter import Where
from castalia.craft.terrain import Array, Layer, Site


def layer(material: str, where: Where, tint: tuple[float, float, float] = (1.0, 1.0, 1.0)) -> Layer:
    return Layer(material, where, tint)


def steep(limit: float, ragged: float = 0.25) -> Where:
    def where(place: Site) -> Array:
        return place.slope - limit + ragged * noise.octaves(place.x / 9, place.z / 9, place.seed + 70, 4)

    return where


def patch(size: float, cover: float, salt: int) -> Where:
    """Patches about ``size`` metres wide on a share ``cover`` of the ground, drawn out and torn as by wind and feet."""

    def where(place: Site) -> Array:
        drift = 0.55 * size * noise.octaves(place.x / size, place.z / size, place.seed + salt + 1000, 3)
        x, z = (place.x + drift) / (1.7 * size), (place.z - drift) / (0.8 * size)
        return noise.octaves(x, z, place.seed + salt, 5) - 0.35 + 0.7 * cover

    return where


def streams(place: Site) -> Array:
    """Lava in the crater, and winding streams of it down the cone, broader where it is flatter and they slow down."""
    x, z = place.x - landforms.CRATER[0], place.z - landforms.CRATER[1]
    away = np.maximum(np.hypot(x, z), 1.0)
    turn = np.arctan2(x, z) + 0.30 * noise.octaves(x / 70, z / 70, place.seed + 81, 3)
    between = 2 * np.pi / 9
    aside = np.abs((turn + 0.5 * between) % between - 0.5 * between) * away
    ragged = noise.octaves(x / 14, z / 14, place.seed + 82, 3)
    stream = np.minimum(4.0 + 0.012 * away - aside, 0.25 * (330 + 110 * ragged - away)) + 2.0 * ragged
    return np.maximum(stream, 22 + 6 * ragged - away)


def shore(level: float) -> Where:
    """The strip from the water up to ``level`` metres, its edge ragged."""

    def where(place: Site) -> Array:
        return level - place.height + 0.22 * noise.octaves(place.x / 3.5, place.z / 3.5, place.seed + 71, 3)

    return where


def above(level: float) -> Where:
    def where(place: Site) -> Array:
        ragged = level * 0.35 * noise.octaves(place.x / 40, place.z / 40, place.seed + 72, 4)
        return (place.height - level - ragged) / 10 - 0.9 * np.maximum(place.slope - 1.1, 0)

    return where


def trail(z: Array) -> Array:
    """The x of the path that leads from the camera past the stage into the distance."""
    return 3.2 + 2.8 * np.sin((np.asarray(z) + 6) / 15) + 5 * noise.step(-10, -80, z)


def path(width: float) -> Where:
    def where(place: Site) -> Array:
        ragged = 0.4 * noise.octaves(place.x / 5, place.z / 5, place.seed + 73, 2)
        return width / 2 - np.abs(place.x - trail(place.z)) + ragged - 10.0 * (place.z < -110)

    return where


def court(radius: float) -> Where:
    """Ground that is trodden or paved round the stage, its edge ragged."""

    def where(place: Site) -> Array:
        ragged = 2.5 * noise.octaves(place.x / 6, place.z / 6, place.seed + 83, 3)
        return radius + ragged - np.hypot(place.x, place.z + 6)

    return where


def off_path(place: Site) -> Array:
    return noise.step(0.7, 1.6, np.abs(place.x - trail(place.z)))


def roadway(place: Site) -> Array:
    """The street and the one that crosses it."""
    along = landforms.STREET + 0.1 - np.abs(place.x)
    low, high = landforms.CROSSING
    return np.maximum(along, np.minimum(place.z - low, high - place.z))


def lane_marks(place: Site) -> Array:
    """Dashes two metres long along the middle, and a crossing of broad stripes before the other street. They follow the
    lattice's lines, on which they are exact."""
    dashes = np.minimum(0.08 - np.abs(place.x), 1.0 - np.abs((place.z % 6.0) - 1.0))
    low, high = landforms.CROSSING
    dashes = np.where((place.z > low - 2) & (place.z < high + 6), -1.0, dashes)
    stripes = np.minimum(0.5 - np.abs(place.x % 2.0 - 1.0), 1.5 - np.abs(place.z - high - 3.0))
    return np.maximum(dashes, np.where(np.abs(place.x) < landforms.STREET - 1, stripes, -1.0))


def quay(place: Site) -> Array:
    return np.minimum(np.minimum(place.z + 16, landforms.QUAY + 2.0 - place.z), 60 - np.abs(place.x)) - 0.01


SOIL_PATH = layer("soil", path(2.2), (0.95, 0.9, 0.85))
ROCK = layer("granite", steep(0.95))
