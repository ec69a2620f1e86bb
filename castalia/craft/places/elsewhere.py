"""Where there is no open sky of ours: other worlds, under the sea, in a cave, in a room."""

from __future__ import annotations

import numpy as np

from castalia.craft import landforms, noise, skies, surroundings
from castalia.craft.places.layers import layer, patch, steep
from castalia.craft.places.place import Place
from castalia.craft.rooms import ROOM
from castalia.craft.scatter import Plants, beyond, both, everywhere, gentle, patches
from castalia.world import Bounds

ROOM_BOUNDS: Bounds = ((-ROOM[0] / 2, 0.0, 1.5 - ROOM[1] / 2), (ROOM[0] / 2, ROOM[2], 1.5 + ROOM[1] / 2))

ALIEN = Place(
    landforms.cratered,
    "sand",
    (layer("basalt", steep(0.55), (1.1, 0.8, 1.1)), layer("basalt", patch(14, 0.25, 77))),
    (
        Plants("crystal", 60, both(gentle(0.8), beyond(6), patches(18, 0.45, 2)), 120, True, (0.5, 2.4), 6),
        Plants("crystal", 90, both(gentle(0.8), patches(12, 0.4, 3)), 45, size=(0.15, 0.45), variants=6),
        Plants("boulder", 120, both(beyond(4), patches(14, 0.5, 7)), 90, size=(0.2, 1.4)),
    ),
    shell="planet",
    snow="falling",
    sky=skies.foreign,
)

SPACE = Place(
    landforms.cratered,
    "snow",  # dust: as fine and as soft, and grey
    (layer("snow", everywhere, (0.21, 0.185, 0.165)), layer("basalt", steep(0.6), (1.6, 1.55, 1.5))),
    (Plants("boulder", 160, both(beyond(3), patches(14, 0.5, 7)), 100, size=(0.15, 1.5)),),
    shell="planet",
    snow="never",
    medium="void",
    sky=skies.airless,
)

UNDERWATER = Place(
    landforms.seabed,
    "sand",
    (layer("sand", everywhere, (0.45, 0.70, 1.2)), layer("coral", steep(0.45), (0.7, 0.85, 1.0))),
    (
        Plants("coral", 240, both(beyond(3), patches(12, 0.5, 2)), 70, size=(0.4, 1.6), variants=6),
        Plants("grass", 700, patches(9, 0.45, 8), 52, size=(1.6, 3.4), state="tall"),
        Plants("boulder", 120, both(beyond(4), patches(14, 0.5, 7)), 80, size=(0.3, 1.8)),
        Plants("fern", 200, patches(8, 0.4, 3), 36),
    ),
    shell="surface",
    snow="never",
    medium="water",
    sky=skies.sunken,
)

CAVE = Place(
    landforms.hollow,
    "granite",
    (layer("grass", lambda p: np.hypot(p.x, p.z - 6) - 37 + 4 * noise.octaves(p.x / 9, p.z / 9, 5, 3)),),
    (
        Plants("pine", 130, both(gentle(1.0), beyond(42), patches(22, 0.6, 2)), 190, True, (0.6, 1.2), 4),
        Plants("bush", 200, both(gentle(1.0), beyond(39), patches(12, 0.55, 4)), 90, size=(0.6, 1.4)),
        Plants("boulder", 420, both(everywhere, beyond(3.5)), 26, size=(0.2, 1.0)),
        Plants("crystal", 260, both(beyond(4), patches(9, 0.5, 2)), 26, size=(0.25, 1.2), variants=6, state="lit"),
        Plants("mushroom", 160, both(beyond(3), patches(6, 0.45, 9)), 24, size=(0.8, 2.2), variants=3),
    ),
    reach=0.62,
    shell="cave",
    snow="never",
    bounds=((-16.0, 0.0, -19.0), (16.0, 9.0, 27.0)),
)

INTERIOR = Place(
    landforms.level, "planks", built=surroundings.room, reach=0.26, shell="room", snow="never", bounds=ROOM_BOUNDS
)
