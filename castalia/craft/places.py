"""The settings: which land, which ground, what grows there, what stands about, what water."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from castalia.craft import landforms, noise, surroundings
from castalia.craft.landforms import Landform
from castalia.craft.rooms import ROOM
from castalia.craft.scatter import Plants, Where, below, between, beyond, both, dry, everywhere, gentle, patches
from castalia.craft.surroundings import Surroundings
from castalia.craft.terrain import Array, Layer, Site
from castalia.language.vocabulary import vocabulary
from castalia.world import Bounds


@dataclass(frozen=True)
class Body:
    """The setting's water. ``waves`` 0 mirror .. 1 open sea."""

    colour: tuple[float, float, float] = (0.020, 0.050, 0.055)
    waves: float = 0.10
    flow: float = 0.0
    foam: float = 0.0


@dataclass(frozen=True)
class Place:
    """One setting. ``reach`` scales the stage: anchors of the layout lie that much nearer (a room is 0.28). On ``paved``
    level ground rain stands in puddles. ``bounds`` are the low and high corner of an enclosed place, and buildings stand ``frontage`` from a street's middle, metres.
    A kit's tiles are laid as far as ``tiled`` metres round the stage; ``walled`` places get its walls round them."""

    landform: Landform
    base: str
    layers: tuple[Layer, ...] = ()
    plants: tuple[Plants, ...] = ()
    built: Surroundings = surroundings.none
    water: Body | None = None
    reach: float = 1.0
    shell: str = ""
    snowy: bool = False
    paved: bool = False
    bounds: Bounds | None = None
    frontage: float | None = None
    tiled: float = 0.0
    walled: bool = False


# ------------------------------------------------------------------ ground layers


def _steep(limit: float, ragged: float = 0.25) -> Where:
    def where(place: Site) -> Array:
        return place.slope - limit + ragged * noise.octaves(place.x / 9, place.z / 9, place.seed + 70, 4)

    return where


def _patch(size: float, cover: float, salt: int) -> Where:
    """Patches about ``size`` metres wide on a share ``cover`` of the ground, drawn out and torn as by wind and feet."""

    def where(place: Site) -> Array:
        drift = 0.55 * size * noise.octaves(place.x / size, place.z / size, place.seed + salt + 1000, 3)
        x, z = (place.x + drift) / (1.7 * size), (place.z - drift) / (0.8 * size)
        return noise.octaves(x, z, place.seed + salt, 5) - 0.35 + 0.7 * cover

    return where


def _streams(place: Site) -> Array:
    """Lava in the crater, and winding streams of it down the cone, broader where it is flatter and they slow down."""
    x, z = place.x - landforms.CRATER[0], place.z - landforms.CRATER[1]
    away = np.maximum(np.hypot(x, z), 1.0)
    turn = np.arctan2(x, z) + 0.30 * noise.octaves(x / 70, z / 70, place.seed + 81, 3)
    between = 2 * np.pi / 9
    aside = np.abs((turn + 0.5 * between) % between - 0.5 * between) * away
    ragged = noise.octaves(x / 14, z / 14, place.seed + 82, 3)
    stream = np.minimum(4.0 + 0.012 * away - aside, 0.25 * (330 + 110 * ragged - away)) + 2.0 * ragged
    return np.maximum(stream, 22 + 6 * ragged - away)


def _shore(level: float) -> Where:
    """The strip from the water up to ``level`` metres, its edge ragged."""

    def where(place: Site) -> Array:
        return level - place.height + 0.22 * noise.octaves(place.x / 3.5, place.z / 3.5, place.seed + 71, 3)

    return where


def _above(level: float) -> Where:
    def where(place: Site) -> Array:
        ragged = level * 0.35 * noise.octaves(place.x / 40, place.z / 40, place.seed + 72, 4)
        return (place.height - level - ragged) / 10 - 0.9 * np.maximum(place.slope - 1.1, 0)

    return where


def trail(z: Array) -> Array:
    """The x of the path that leads from the camera past the stage into the distance."""
    return 3.2 + 2.8 * np.sin((np.asarray(z) + 6) / 15) + 5 * noise.step(-10, -80, z)


def _path(width: float) -> Where:
    def where(place: Site) -> Array:
        ragged = 0.4 * noise.octaves(place.x / 5, place.z / 5, place.seed + 73, 2)
        return width / 2 - np.abs(place.x - trail(place.z)) + ragged - 10.0 * (place.z < -110)

    return where


def _on_path(place: Site) -> Array:
    return noise.step(0.7, 1.6, np.abs(place.x - trail(place.z)))


def _roadway(place: Site) -> Array:
    """The street and the one that crosses it."""
    along = landforms.STREET + 0.1 - np.abs(place.x)
    low, high = landforms.CROSSING
    return np.maximum(along, np.minimum(place.z - low, high - place.z))


def _lane_marks(place: Site) -> Array:
    """Dashes two metres long along the middle, and a crossing of broad stripes before the other street. They follow the
    lattice's lines, on which they are exact."""
    dashes = np.minimum(0.08 - np.abs(place.x), 1.0 - np.abs((place.z % 6.0) - 1.0))
    low, high = landforms.CROSSING
    dashes = np.where((place.z > low - 2) & (place.z < high + 6), -1.0, dashes)
    stripes = np.minimum(0.5 - np.abs(place.x % 2.0 - 1.0), 1.5 - np.abs(place.z - high - 3.0))
    return np.maximum(dashes, np.where(np.abs(place.x) < landforms.STREET - 1, stripes, -1.0))


def _quay(place: Site) -> Array:
    return np.minimum(np.minimum(place.z + 16, landforms.QUAY + 2.0 - place.z), 60 - np.abs(place.x)) - 0.01


def _layer(material: str, where: Where, tint: tuple[float, float, float] = (1.0, 1.0, 1.0)) -> Layer:
    return Layer(material, where, tint)


# ------------------------------------------------------------------ covers


def _lawn(density: float = 5200, reach: float = 46) -> tuple[Plants, ...]:
    return (
        Plants(
            "grass", density, both(dry, gentle(0.9), _on_path, patches(9, 0.78, 1)), reach, size=(0.6, 1.3), variants=5
        ),
        Plants("grass", density * 0.12, both(dry, gentle(1.0), beyond(28)), reach * 2.1, size=(1.1, 2.0), variants=3),
    )


def _blossom(density: float = 700) -> tuple[Plants, ...]:
    return (
        Plants(
            "flower", density, both(dry, gentle(0.6), _on_path, patches(8, 0.36, 4)), 42, size=(0.7, 1.2), variants=5
        ),
    )


def _pines(density: float = 190, reach: float = 120) -> tuple[Plants, ...]:
    land = both(dry, gentle(1.2))
    return (
        Plants("pine", density, both(land, patches(24, 0.72, 2)), reach, True, (0.55, 1.25), 4),
        Plants("pine", 105, both(land, beyond(110)), 430, True, (0.9, 1.5), 3),
    )


def _woodland(kind: str, density: float, reach: float, share: float = 0.5) -> Plants:
    return Plants(kind, density, both(dry, gentle(0.8), patches(30, share, 5)), reach, True, (0.7, 1.25), 4)


_UNDERGROWTH = (
    Plants("fern", 420, both(dry, gentle(0.8), _on_path, patches(7, 0.45, 3)), 40, size=(0.7, 1.4)),
    Plants("bush", 90, both(dry, gentle(0.8), beyond(7), patches(12, 0.5, 6)), 70, size=(0.6, 1.3)),
    Plants("mushroom", 45, both(dry, gentle(0.6), patches(6, 0.35, 9)), 28, variants=3),
    Plants("log", 14, both(dry, gentle(0.4), beyond(6)), 50, variants=2),
    Plants("stump", 14, both(dry, gentle(0.4), beyond(5)), 45, variants=2),
)
_STONES = (
    Plants("boulder", 70, both(gentle(0.9), beyond(5), patches(16, 0.5, 7)), 80, size=(0.25, 1.0)),
    Plants("boulder", 9, both(gentle(1.1), beyond(14)), 130, True, (1.1, 2.6), 3),
)
_SHORE = (
    Plants("reed", 1300, both(between(-0.35, 0.5), patches(11, 0.40, 8)), 70, size=(0.6, 1.15)),
    Plants("boulder", 130, between(-0.5, 0.45), 60, size=(0.25, 0.85)),
    Plants("lily", 260, both(between(-2.2, -0.45), patches(10, 0.22, 11)), 48, variants=3, afloat=True),
)
_SOIL_PATH = _layer("soil", _path(2.2), (0.95, 0.9, 0.85))
_ROCK = _layer("granite", _steep(0.95))
_FOREST = Place(
    landforms.forest,
    "grass",
    (_layer("soil", _patch(15, 0.30, 74), (0.8, 0.78, 0.75)), _layer("moss", _patch(8, 0.18, 75)), _ROCK, _SOIL_PATH),
    (*_pines(), _woodland("birch", 40, 75, 0.32), *_UNDERGROWTH, *_STONES, *_lawn(3800), *_blossom(160)),
)
_LAKE = Place(
    landforms.lake,
    "grass",
    (_layer("soil", _patch(15, 0.22, 74)), _ROCK, _layer("gravel", _shore(0.42), (0.8, 0.78, 0.74))),
    (*_pines(), _woodland("birch", 35, 75, 0.3), *_UNDERGROWTH, *_STONES, *_SHORE, *_lawn(3800), *_blossom(160)),
    water=Body(waves=0.05),
)
_MEADOW = Place(
    landforms.meadow,
    "grass",
    (_layer("foliage-dry", _patch(26, 0.10, 76)), _ROCK, _SOIL_PATH),
    (
        *_lawn(4400, 54),
        *_blossom(1500),
        _woodland("broadleaf", 26, 240, 0.32),
        Plants("bush", 40, both(dry, beyond(14), patches(20, 0.35, 6)), 110),
        *_STONES[:1],
    ),
)
_DESERT = Place(
    landforms.desert,
    "sand",
    (_layer("sandstone", _steep(0.85)),),
    (
        Plants("cactus", 22, both(gentle(0.4), beyond(9), patches(26, 0.5, 1)), 130, True, (0.6, 1.3)),
        Plants("grass", 420, both(gentle(0.5), patches(14, 0.4, 2)), 50, size=(0.8, 1.6), state="old"),
        Plants("bush", 110, both(gentle(0.5), beyond(6), patches(18, 0.45, 4)), 80, size=(0.4, 0.9), state="old"),
        Plants("boulder", 240, both(gentle(0.6), beyond(5), patches(15, 0.45, 3)), 90, size=(0.1, 0.9)),
    ),
)
_CANYON = Place(
    landforms.canyon,
    "sand",
    (_layer("sandstone", _steep(0.55, 0.15), (1.05, 0.72, 0.52)),),
    (
        Plants("boulder", 480, both(gentle(0.7), beyond(4), patches(12, 0.55, 3)), 90, size=(0.08, 0.7)),
        Plants("boulder", 60, both(gentle(1.0), beyond(10)), 110, True, (0.9, 2.6), 4),
        Plants("rock-pile", 26, both(gentle(0.9), beyond(12)), 90, True, (0.9, 2.2), 3),
        Plants("bush", 260, both(gentle(0.5), beyond(4), patches(13, 0.5, 4)), 80, size=(0.25, 0.8), state="old"),
        Plants("grass", 900, both(gentle(0.4), patches(10, 0.42, 2)), 45, size=(0.7, 1.3), state="old"),
    ),
)
_MOUNTAIN = Place(
    landforms.mountain,
    "grass",
    (_layer("granite", _patch(12, 0.34, 77)), _layer("granite", _steep(0.62)), _layer("snow", _above(115))),
    (
        Plants("boulder", 170, both(beyond(4), patches(14, 0.55, 7)), 80, size=(0.25, 1.3)),
        Plants("rock-pile", 14, beyond(14), 90, True, (0.9, 2.0), 3),
        Plants("pine", 120, both(gentle(1.0), below(60), patches(30, 0.42, 2)), 300, True, (0.45, 0.95)),
        *_lawn(3200, 42),
        *_blossom(260),
    ),
)
_COAST = Place(
    landforms.coast,
    "grass",
    (_layer("granite", _steep(0.8)), _layer("sand", _shore(1.35))),
    (
        Plants("grass", 3400, both(between(1.3, 60), gentle(0.8), patches(9, 0.7, 1)), 52, size=(0.8, 1.7), variants=5),
        Plants("boulder", 120, both(between(-1.6, 1.2), patches(14, 0.42, 3)), 110, size=(0.3, 1.9)),
        Plants("bush", 60, both(between(1.8, 60), beyond(10), patches(14, 0.4, 4)), 90, size=(0.5, 1.1)),
        Plants("pine", 40, both(between(3.5, 70), gentle(0.8), patches(30, 0.4, 2)), 260, True, (0.5, 0.9)),
        Plants("flower", 420, both(between(1.5, 60), patches(8, 0.4, 5)), 36, variants=5),
    ),
    built=surroundings.coast,
    water=Body((0.012, 0.060, 0.075), 0.45, foam=0.5),
)
_VILLAGE = Place(
    landforms.settled,
    "grass",
    (_ROCK, _layer("soil", _patch(12, 0.12, 78)), _layer("cobbles", _path(4.2))),
    (
        *_lawn(3600, 46),
        *_blossom(500),
        _woodland("broadleaf", 34, 240, 0.42),
        Plants("bush", 70, both(dry, beyond(9), _on_path, patches(14, 0.45, 6)), 80),
        _woodland("pine", 26, 300, 0.35),
    ),
    built=surroundings.village,
    tiled=52.0,
    walled=True,
)
_RUINS = Place(
    landforms.settled,
    "grass",
    (_ROCK, _layer("cobbles", _patch(9, 0.42, 79), (0.85, 0.85, 0.8)), _SOIL_PATH),
    (
        *_lawn(3800, 44),
        *_blossom(300),
        Plants("rock-pile", 26, both(beyond(6), patches(15, 0.5, 7)), 60, True, (0.5, 1.1), 3),
        Plants("bush", 110, both(beyond(6), patches(12, 0.5, 6)), 70),
        Plants("fern", 300, patches(7, 0.4, 3), 36),
        _woodland("broadleaf", 90, 200, 0.5),
        *_STONES[:1],
    ),
    built=surroundings.ruins,
    tiled=30.0,
)
ROOM_BOUNDS: Bounds = ((-ROOM[0] / 2, 0.0, 1.5 - ROOM[1] / 2), (ROOM[0] / 2, ROOM[2], 1.5 + ROOM[1] / 2))

PLACES: Mapping[str, Place] = MappingProxyType(
    {
        "forest": _FOREST,
        "lake": _LAKE,
        "river": Place(
            landforms.river, "grass", (*_LAKE.layers,), _LAKE.plants, water=Body((0.02, 0.055, 0.05), 0.22, 0.8, 0.15)
        ),
        "meadow": _MEADOW,
        "valley": Place(landforms.valley, "grass", _MEADOW.layers, (*_MEADOW.plants, _woodland("pine", 60, 420, 0.4))),
        "mountain": _MOUNTAIN,
        "volcano": Place(
            landforms.volcano,
            "basalt",
            (
                _layer("soil", _patch(14, 0.30, 77), (0.6, 0.55, 0.52)),
                _layer("lava", _streams),
            ),
            (
                Plants("boulder", 150, both(beyond(4), patches(14, 0.5, 7)), 90, size=(0.3, 1.4), state="burnt"),
                Plants("dead-tree", 34, both(gentle(0.8), patches(30, 0.5, 2)), 120, True, state="burnt"),
                Plants("grass", 300, patches(12, 0.3, 1), 40, state="old"),
            ),
        ),
        "desert": _DESERT,
        "canyon": _CANYON,
        "coast": _COAST,
        "island": Place(
            landforms.island,
            "grass",
            (_layer("sand", _shore(1.3)),),
            (
                Plants("palm", 170, both(between(0.7, 9), patches(16, 0.55, 2)), 60, True, (0.7, 1.15)),
                Plants("grass", 2600, both(between(1.2, 9), patches(8, 0.6, 1)), 44, size=(0.8, 1.5)),
                Plants("bush", 160, both(between(1.2, 9), beyond(7), patches(10, 0.5, 4)), 60),
                Plants("boulder", 90, both(between(-1.5, 1.0), patches(12, 0.45, 3)), 70, size=(0.3, 1.5)),
            ),
            water=Body((0.010, 0.105, 0.115), 0.30, foam=0.35),
        ),
        "harbour": Place(
            landforms.harbour,
            "grass",
            (
                _layer("granite", _steep(0.75)),
                _layer("cobbles", lambda p: np.minimum(2.4 - p.height, p.height - 0.2)),
                _layer("cobbles", _quay),
            ),
            (
                _woodland("broadleaf", 26, 200, 0.4),
                Plants("bush", 90, both(between(2.2, 60), patches(14, 0.5, 6)), 110),
                Plants("grass", 900, both(between(2.4, 60), gentle(0.9)), 60),
            ),
            built=surroundings.harbour,
            tiled=40.0,
            water=Body((0.012, 0.070, 0.085), 0.16),
            shell="quay",
        ),
        "snowfield": Place(
            landforms.snowfield,
            "snow",
            (_layer("granite", _steep(0.95)),),
            (
                Plants("pine", 90, both(gentle(0.9), patches(34, 0.38, 2)), 300, True, (0.5, 1.15)),
                Plants("boulder", 40, both(beyond(6), patches(16, 0.4, 7)), 90, size=(0.3, 1.4)),
                Plants("dead-tree", 6, beyond(12), 90, True),
                Plants("grass", 130, patches(9, 0.3, 1), 36, state="old"),
            ),
            snowy=True,
        ),
        "swamp": Place(
            landforms.swamp,
            "grass",
            (_layer("mud", _patch(9, 0.42, 80)), _layer("mud", _shore(0.30))),
            (
                Plants("dead-tree", 80, both(between(-0.5, 3), patches(20, 0.6, 2)), 110, True, (0.7, 1.4)),
                Plants(
                    "broadleaf",
                    60,
                    both(between(-0.2, 9), patches(26, 0.45, 3)),
                    190,
                    True,
                    (0.8, 1.3),
                    state="overgrown",
                ),
                Plants("reed", 1500, both(between(-0.5, 0.5), patches(8, 0.5, 8)), 62),
                Plants("lily", 420, both(between(-2.2, -0.2), patches(9, 0.4, 11)), 46, variants=3, afloat=True),
                Plants("grass", 3000, both(between(0.05, 9), patches(7, 0.7, 1)), 42, size=(0.8, 1.5)),
                Plants("log", 40, between(-0.3, 0.6), 50, variants=2, state="overgrown"),
                Plants("fern", 260, between(0.2, 5), 38),
                Plants("mushroom", 120, between(0.2, 5), 26, variants=3),
            ),
            water=Body((0.030, 0.036, 0.018), 0.02),
        ),
        "village": _VILLAGE,
        "city": Place(
            landforms.street,
            "concrete",
            (_layer("asphalt", _roadway), _layer("plaster", _lane_marks)),
            built=surroundings.city,
            shell="street",
            paved=True,
            frontage=surroundings.FRONTAGE,
            tiled=80.0,
        ),
        "farm": Place(
            landforms.settled,
            "grass",
            (_layer("foliage-dry", _patch(34, 0.30, 76), (1.3, 1.1, 0.7)), _layer("soil", _path(3.2))),
            (*_lawn(4200, 50), *_blossom(400), _woodland("broadleaf", 22, 260, 0.4), *_VILLAGE.plants[3:4]),
            built=surroundings.farm,
            tiled=52.0,
        ),
        "ruins": _RUINS,
        "castle": Place(
            landforms.settled,
            "grass",
            (_ROCK, _layer("cobbles", _path(5.0))),
            _VILLAGE.plants,
            surroundings.castle,
            tiled=52.0,
            walled=True,
        ),
        "graveyard": Place(
            landforms.settled,
            "grass",
            (
                _layer("soil", _patch(8, 0.30, 78)),
                _layer("gravel", lambda p: 1.5 - np.abs(p.x) + 0.3 * noise.octaves(p.x, p.z, 5, 2) - 9.0 * (p.z < -34)),
            ),
            (
                *_lawn(3600, 42),
                Plants("dead-tree", 46, both(beyond(9), patches(22, 0.55, 2)), 110, True),
                Plants("bush", 60, both(beyond(8), patches(12, 0.45, 6)), 70),
                _woodland("pine", 60, 300, 0.4),
            ),
            built=surroundings.graveyard,
            tiled=24.0,
        ),
        "alien": Place(
            landforms.cratered,
            "sand",
            (_layer("basalt", _steep(0.55), (1.1, 0.8, 1.1)), _layer("basalt", _patch(14, 0.25, 77))),
            (
                Plants("crystal", 60, both(gentle(0.8), beyond(6), patches(18, 0.45, 2)), 120, True, (0.5, 2.4), 6),
                Plants("crystal", 90, both(gentle(0.8), patches(12, 0.4, 3)), 45, size=(0.15, 0.45), variants=6),
                Plants("boulder", 120, both(beyond(4), patches(14, 0.5, 7)), 90, size=(0.2, 1.4)),
            ),
            shell="planet",
        ),
        "space": Place(
            landforms.cratered,
            "snow",  # dust: as fine and as soft, and grey
            (_layer("snow", everywhere, (0.21, 0.185, 0.165)), _layer("granite", _steep(0.6))),
            (Plants("boulder", 160, both(beyond(3), patches(14, 0.5, 7)), 100, size=(0.15, 1.5)),),
            shell="planet",
        ),
        "underwater": Place(
            landforms.seabed,
            "sand",
            (_layer("sand", everywhere, (0.45, 0.70, 1.2)), _layer("coral", _steep(0.45), (0.7, 0.85, 1.0))),
            (
                Plants("coral", 240, both(beyond(3), patches(12, 0.5, 2)), 70, size=(0.4, 1.6), variants=6),
                Plants("grass", 700, patches(9, 0.45, 8), 52, size=(1.6, 3.4), state="tall"),
                Plants("boulder", 120, both(beyond(4), patches(14, 0.5, 7)), 80, size=(0.3, 1.8)),
                Plants("fern", 200, patches(8, 0.4, 3), 36),
            ),
            shell="surface",
        ),
        "cave": Place(
            landforms.hollow,
            "granite",
            (_layer("grass", lambda p: np.hypot(p.x, p.z - 6) - 37 + 4 * noise.octaves(p.x / 9, p.z / 9, 5, 3)),),
            (
                Plants("pine", 130, both(gentle(1.0), beyond(42), patches(22, 0.6, 2)), 190, True, (0.6, 1.2), 4),
                Plants("bush", 200, both(gentle(1.0), beyond(39), patches(12, 0.55, 4)), 90, size=(0.6, 1.4)),
                Plants("boulder", 420, both(everywhere, beyond(3.5)), 26, size=(0.2, 1.0)),
                Plants(
                    "crystal", 260, both(beyond(4), patches(9, 0.5, 2)), 26, size=(0.25, 1.2), variants=6, state="lit"
                ),
                Plants("mushroom", 160, both(beyond(3), patches(6, 0.45, 9)), 24, size=(0.8, 2.2), variants=3),
            ),
            reach=0.62,
            shell="cave",
            bounds=((-16.0, 0.0, -19.0), (16.0, 9.0, 27.0)),
        ),
        "interior": Place(
            landforms.level, "planks", built=surroundings.room, reach=0.26, shell="room", bounds=ROOM_BOUNDS
        ),
    }
)


def place_of(setting: str) -> Place:
    """The place for a setting: its own, or that of the nearest ``like`` that has one."""
    return PLACES[vocabulary().nearest("setting", setting, PLACES)]
