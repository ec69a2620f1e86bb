"""Open country that nobody lives in, from forest to swamp."""

from __future__ import annotations

from castalia.craft import landforms, skies, surroundings
from castalia.craft.places.layers import ROCK, SOIL_PATH, above, layer, patch, shore, steep, streams
from castalia.craft.places.place import Body, Place
from castalia.craft.places.plants import SHORE, STONES, UNDERGROWTH, blossom, lawn, pines, woodland
from castalia.craft.scatter import Plants, below, between, beyond, both, dry, gentle, patches
from castalia.world import Plume

FOREST = Place(
    landforms.forest,
    "grass",
    (layer("soil", patch(15, 0.30, 74), (0.8, 0.78, 0.75)), layer("moss", patch(8, 0.18, 75)), ROCK, SOIL_PATH),
    (*pines(), woodland("birch", 40, 75, 0.32), *UNDERGROWTH, *STONES, *lawn(3800), *blossom(160)),
)

LAKE = Place(
    landforms.lake,
    "grass",
    (layer("soil", patch(15, 0.22, 74)), ROCK, layer("gravel", shore(0.42), (0.8, 0.78, 0.74))),
    (*pines(), woodland("birch", 35, 75, 0.3), *UNDERGROWTH, *STONES, *SHORE, *lawn(3800), *blossom(160)),
    water=Body(waves=0.05),
)

RIVER = Place(landforms.river, "grass", (*LAKE.layers,), LAKE.plants, water=Body((0.02, 0.055, 0.05), 0.22, 0.8, 0.15))

MEADOW = Place(
    landforms.meadow,
    "grass",
    (layer("foliage-dry", patch(26, 0.10, 76)), ROCK, SOIL_PATH),
    (
        *lawn(4400, 54),
        *blossom(1500),
        woodland("broadleaf", 26, 240, 0.32),
        Plants("bush", 40, both(dry, beyond(14), patches(20, 0.35, 6)), 110),
        *STONES[:1],
    ),
)

VALLEY = Place(landforms.valley, "grass", MEADOW.layers, (*MEADOW.plants, woodland("pine", 60, 420, 0.4)))

MOUNTAIN = Place(
    landforms.mountain,
    "grass",
    (layer("granite", patch(12, 0.34, 77)), layer("granite", steep(0.62)), layer("snow", above(115))),
    (
        Plants("boulder", 170, both(beyond(4), patches(14, 0.55, 7)), 80, size=(0.25, 1.3)),
        Plants("rock-pile", 14, beyond(14), 90, True, (0.9, 2.0), 3),
        Plants("pine", 120, both(gentle(1.0), below(60), patches(30, 0.42, 2)), 300, True, (0.45, 0.95)),
        *lawn(3200, 42),
        *blossom(260),
    ),
    gorge=11.0,
)

VOLCANO = Place(
    landforms.volcano,
    "basalt",
    (
        layer("soil", patch(14, 0.30, 77), (0.6, 0.55, 0.52)),
        layer("lava", streams),
    ),
    (
        Plants("boulder", 150, both(beyond(4), patches(14, 0.5, 7)), 90, size=(0.3, 1.4), state="burnt"),
        Plants("dead-tree", 34, both(gentle(0.8), patches(30, 0.5, 2)), 120, True, state="burnt"),
        Plants("grass", 300, patches(12, 0.3, 1), 40, state="old"),
    ),
    snow="falling",
    sky=skies.smoky,
    plumes=(Plume((landforms.CRATER[0], 0.0, landforms.CRATER[1]), 26.0, 240.0, 0.16, 0.42, (0.9, 0.16, 0.03)),),
    gorge=8.0,
)

DESERT = Place(
    landforms.desert,
    "sand",
    (layer("sandstone", steep(0.85)),),
    (
        Plants("cactus", 22, both(gentle(0.4), beyond(9), patches(26, 0.5, 1)), 130, True, (0.6, 1.3)),
        Plants("grass", 420, both(gentle(0.5), patches(14, 0.4, 2)), 50, size=(0.8, 1.6), state="old"),
        Plants("bush", 110, both(gentle(0.5), beyond(6), patches(18, 0.45, 4)), 80, size=(0.4, 0.9), state="old"),
        Plants("boulder", 240, both(gentle(0.6), beyond(5), patches(15, 0.45, 3)), 90, size=(0.1, 0.9)),
    ),
    snow="falling",
)

CANYON = Place(
    landforms.canyon,
    "sand",
    (layer("sandstone", steep(0.55, 0.15), (1.05, 0.72, 0.52)),),
    (
        Plants("boulder", 480, both(gentle(0.7), beyond(4), patches(12, 0.55, 3)), 90, size=(0.08, 0.7)),
        Plants("boulder", 60, both(gentle(1.0), beyond(10)), 110, True, (0.9, 2.6), 4),
        Plants("rock-pile", 26, both(gentle(0.9), beyond(12)), 90, True, (0.9, 2.2), 3),
        Plants("bush", 260, both(gentle(0.5), beyond(4), patches(13, 0.5, 4)), 80, size=(0.25, 0.8), state="old"),
        Plants("grass", 900, both(gentle(0.4), patches(10, 0.42, 2)), 45, size=(0.7, 1.3), state="old"),
    ),
    gorge=15.0,
)

COAST = Place(
    landforms.coast,
    "grass",
    (layer("granite", steep(0.8)), layer("sand", shore(1.35))),
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

ISLAND = Place(
    landforms.island,
    "grass",
    (layer("sand", shore(1.3)),),
    (
        Plants("palm", 170, both(between(0.7, 9), patches(16, 0.55, 2)), 60, True, (0.7, 1.15)),
        Plants("grass", 2600, both(between(1.2, 9), patches(8, 0.6, 1)), 44, size=(0.8, 1.5)),
        Plants("palm", 60, both(dry, beyond(60), patches(50, 0.6, 2)), 460, True, (0.9, 1.5), 3),
        Plants("bush", 160, both(dry, beyond(60), patches(40, 0.7, 4)), 460, True, (1.2, 2.4), 3),
        Plants("bush", 160, both(between(1.2, 9), beyond(7), patches(10, 0.5, 4)), 60),
        Plants("boulder", 90, both(between(-1.5, 1.0), patches(12, 0.45, 3)), 70, size=(0.3, 1.5)),
    ),
    water=Body((0.010, 0.105, 0.115), 0.30, foam=0.35),
    snow="falling",
)

SNOWFIELD = Place(
    landforms.snowfield,
    "snow",
    (layer("granite", steep(0.95)),),
    (
        Plants("pine", 90, both(gentle(0.9), patches(34, 0.38, 2)), 300, True, (0.5, 1.15)),
        Plants("boulder", 40, both(beyond(6), patches(16, 0.4, 7)), 90, size=(0.3, 1.4)),
        Plants("dead-tree", 6, beyond(12), 90, True),
        Plants("grass", 130, patches(9, 0.3, 1), 36, state="old"),
    ),
    snow="always",
)

SWAMP = Place(
    landforms.swamp,
    "grass",
    (layer("mud", patch(9, 0.42, 80)), layer("mud", shore(0.30))),
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
)
