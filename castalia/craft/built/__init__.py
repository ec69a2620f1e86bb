"""Built things, furniture and figures by kind, and the lights that come with some of them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from castalia.craft.built import (
    creatures,
    dwellings,
    figures,
    furniture,
    hanging,
    lights,
    modern,
    sacred,
    sea,
    stonework,
    towers,
    vessels,
    yard,
)
from castalia.world import Colour, Vector

if TYPE_CHECKING:
    from castalia.craft.objects import ObjectMaker

OBJECTS: Mapping[str, ObjectMaker] = MappingProxyType(
    {
        "anchor": sea.anchor,
        "arch": stonework.arch,
        "banner": yard.banner,
        "barn": dwellings.barn,
        "barrel": yard.barrel,
        "bed": furniture.bed,
        "bench": yard.bench,
        "bird": creatures.bird,
        "boat": vessels.boat,
        "book": furniture.book,
        "bookshelf": furniture.bookshelf,
        "bridge": stonework.bridge,
        "campfire": lights.campfire,
        "candle": lights.candle,
        "car": modern.car,
        "cart": yard.cart,
        "castle-keep": towers.castle_keep,
        "cat": creatures.cat,
        "chair": furniture.chair,
        "chest": yard.chest,
        "church": sacred.church,
        "column": stonework.column,
        "coral": sea.coral,
        "cottage": dwellings.cottage,
        "crate": yard.crate,
        "crow": creatures.crow,
        "deer": creatures.deer,
        "dog": creatures.dog,
        "fence": yard.fence,
        "fireplace": lights.fireplace,
        "fish": creatures.fish,
        "flag": yard.flag,
        "fountain": stonework.fountain,
        "gate": stonework.gate,
        "hay-bale": yard.hay_bale,
        "horse": creatures.horse,
        "house": dwellings.house,
        "hut": dwellings.hut,
        "ivy-arch": stonework.arch,
        "jellyfish": sea.jellyfish,
        "ladder": yard.ladder,
        "lantern": lights.lantern,
        "lighthouse": towers.lighthouse,
        "net": hanging.net,
        "obelisk": stonework.obelisk,
        "person": figures.person,
        "piano": furniture.piano,
        "pier": vessels.pier,
        "raft": vessels.raft,
        "robot": figures.robot,
        "rocket": modern.rocket,
        "ruin": stonework.ruin,
        "satellite": modern.satellite,
        "scarecrow": figures.scarecrow,
        "sheep": creatures.sheep,
        "ship": vessels.ship,
        "shop": dwellings.shop,
        "sign": yard.sign,
        "skyscraper": modern.skyscraper,
        "stairs": stonework.stairs,
        "stall": yard.stall,
        "statue": figures.statue,
        "street-lamp": lights.street_lamp,
        "table": furniture.table,
        "temple": sacred.temple,
        "tent": yard.tent,
        "tombstone": sacred.tombstone,
        "torch": lights.torch,
        "tower": towers.tower,
        "train": modern.train,
        "vine": hanging.vine,
        "wagon": yard.wagon,
        "wall": stonework.wall,
        "well": stonework.well,
        "windmill": towers.windmill,
        "wolf": creatures.wolf,
    }
)

# Where a kind's light sits, in object space at size 0, and its power. Houses shine only when lit.
LAMPS: Mapping[str, tuple[Vector, Colour]] = MappingProxyType(
    {
        "campfire": ((0.0, 0.55, 0.0), (14.0, 6.0, 1.6)),
        "candle": ((0.0, 0.42, 0.0), (1.6, 0.9, 0.35)),
        "fireplace": ((0.0, 0.45, 0.35), (12.0, 5.2, 1.5)),
        "lantern": ((0.0, 0.22, 0.0), (5.0, 2.9, 1.1)),
        "lighthouse": ((0.0, 19.2, 0.0), (60.0, 50.0, 34.0)),
        "street-lamp": ((0.0, 3.62, 0.0), (16.0, 10.0, 4.4)),
        "torch": ((0.0, 1.62, 0.0), (8.0, 3.6, 1.0)),
        "cottage": ((0.0, 1.5, 4.4), (7.0, 4.0, 1.6)),
        "house": ((0.0, 2.0, 5.0), (8.0, 4.6, 1.9)),
        "shop": ((0.0, 1.7, 5.2), (12.0, 7.4, 3.2)),
        "hut": ((0.0, 1.2, 3.0), (5.0, 2.8, 1.1)),
        "church": ((0.0, 2.0, 9.5), (8.0, 4.8, 2.0)),
        "tent": ((0.0, 0.8, 0.6), (4.0, 2.3, 0.9)),
    }
)
