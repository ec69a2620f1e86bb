"""Natural objects: one generator a file, one table."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from castalia.craft.nature import broadleaves, cacti, conifers, dead_trees, deadwood, herbs, palms, rocks, shrubs
from castalia.craft.objects import ObjectMaker

OBJECTS: Mapping[str, ObjectMaker] = MappingProxyType(
    {
        "birch": broadleaves.birch,
        "boulder": rocks.boulder,
        "broadleaf": broadleaves.broadleaf,
        "bush": shrubs.bush,
        "cactus": cacti.cactus,
        "cliff": rocks.cliff,
        "crystal": rocks.crystal,
        "dead-tree": dead_trees.dead_tree,
        "fern": shrubs.fern,
        "flower": herbs.flower,
        "grass": herbs.grass,
        "lily": herbs.lily,
        "log": deadwood.log,
        "mushroom": herbs.mushroom,
        "palm": palms.palm,
        "pine": conifers.pine,
        "reed": herbs.reed,
        "rock-pile": rocks.rock_pile,
        "stump": deadwood.stump,
    }
)
