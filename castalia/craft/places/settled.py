"""Where people live, lived or are buried, from village to city."""

from __future__ import annotations

import numpy as np

from castalia.craft import landforms, noise, streets, surroundings
from castalia.craft.places.layers import (
    ROCK,
    SOIL_PATH,
    court,
    lane_marks,
    layer,
    off_path,
    patch,
    path,
    quay,
    roadway,
    steep,
)
from castalia.craft.places.place import Body, Place
from castalia.craft.places.plants import STONES, blossom, lawn, woodland
from castalia.craft.scatter import Plants, between, beyond, both, dry, gentle, outside, patches, within

HARBOUR = Place(
    landforms.harbour,
    "grass",
    (
        layer("granite", steep(0.75)),
        layer("cobbles", lambda p: np.minimum(2.4 - p.height, p.height - 0.2)),
        layer("cobbles", quay),
    ),
    (
        woodland("broadleaf", 26, 200, 0.4),
        Plants("bush", 90, both(between(2.2, 60), patches(14, 0.5, 6)), 110),
        Plants("grass", 900, both(between(2.4, 60), gentle(0.9)), 60),
    ),
    built=streets.harbour,
    tiled=40.0,
    water=Body((0.012, 0.070, 0.085), 0.16),
    shell="quay",
)

VILLAGE = Place(
    landforms.settled,
    "grass",
    (ROCK, layer("soil", patch(12, 0.12, 78)), layer("cobbles", path(4.2))),
    (
        *lawn(3600, 46),
        *blossom(500),
        woodland("broadleaf", 34, 240, 0.42),
        Plants("bush", 70, both(dry, beyond(9), off_path, patches(14, 0.45, 6)), 80),
        woodland("pine", 26, 300, 0.35),
    ),
    built=surroundings.village,
    tiled=52.0,
    walled=True,
)

CITY = Place(
    landforms.street,
    "concrete",
    (layer("asphalt", roadway), layer("plaster", lane_marks)),
    built=streets.city,
    shell="street",
    paved=True,
    frontage=streets.FRONTAGE,
    tiled=80.0,
    gorge=0.0,
)

FARM = Place(
    landforms.settled,
    "grass",
    (layer("foliage-dry", patch(34, 0.30, 76), (1.3, 1.1, 0.7)), layer("soil", path(3.2))),
    (*lawn(4200, 50), *blossom(400), woodland("broadleaf", 22, 260, 0.4), *VILLAGE.plants[3:4]),
    built=surroundings.farm,
    tiled=52.0,
)

RUINS = Place(
    landforms.settled,
    "grass",
    (ROCK, layer("cobbles", patch(9, 0.42, 79), (0.85, 0.85, 0.8)), SOIL_PATH),
    (
        *lawn(3800, 44),
        *blossom(300),
        Plants("rock-pile", 26, both(beyond(6), patches(15, 0.5, 7)), 60, True, (0.5, 1.1), 3),
        Plants("bush", 110, both(beyond(6), patches(12, 0.5, 6)), 70),
        Plants("fern", 300, patches(7, 0.4, 3), 36),
        woodland("broadleaf", 90, 200, 0.5),
        *STONES[:1],
    ),
    built=surroundings.ruins,
    tiled=30.0,
)

CASTLE = Place(
    landforms.settled,
    "grass",
    (ROCK, layer("cobbles", path(5.0)), layer("cobbles", court(21.0)), layer("soil", patch(7, 0.16, 78))),
    (
        Plants("grass", 3800, both(dry, outside(19.0), off_path, patches(9, 0.7, 1)), 60, size=(0.6, 1.2), variants=5),
        Plants("grass", 260, both(dry, within(20.0), patches(5, 0.3, 2)), 40, size=(0.5, 0.9), variants=3),
        *VILLAGE.plants[2:],
    ),
    surroundings.castle,
    tiled=52.0,
    walled=True,
)

GRAVEYARD = Place(
    landforms.settled,
    "grass",
    (
        layer("soil", patch(8, 0.30, 78)),
        layer("gravel", lambda p: 1.5 - np.abs(p.x) + 0.3 * noise.octaves(p.x, p.z, 5, 2) - 9.0 * (p.z < -34)),
    ),
    (
        *lawn(3600, 42),
        Plants("dead-tree", 46, both(beyond(9), patches(22, 0.55, 2)), 110, True),
        Plants("bush", 60, both(beyond(8), patches(12, 0.45, 6)), 70),
        woodland("pine", 60, 300, 0.4),
    ),
    built=surroundings.graveyard,
    tiled=24.0,
)
