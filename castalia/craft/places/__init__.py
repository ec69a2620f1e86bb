"""The settings by name: which land, which ground, what grows there, what stands about, what water."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from castalia.craft.places import elsewhere, settled, wild
from castalia.craft.places.place import Place
from castalia.language.vocabulary import vocabulary

PLACES: Mapping[str, Place] = MappingProxyType(
    {
        "forest": wild.FOREST,
        "lake": wild.LAKE,
        "river": wild.RIVER,
        "meadow": wild.MEADOW,
        "valley": wild.VALLEY,
        "mountain": wild.MOUNTAIN,
        "volcano": wild.VOLCANO,
        "desert": wild.DESERT,
        "canyon": wild.CANYON,
        "coast": wild.COAST,
        "island": wild.ISLAND,
        "harbour": settled.HARBOUR,
        "snowfield": wild.SNOWFIELD,
        "swamp": wild.SWAMP,
        "village": settled.VILLAGE,
        "city": settled.CITY,
        "farm": settled.FARM,
        "ruins": settled.RUINS,
        "castle": settled.CASTLE,
        "graveyard": settled.GRAVEYARD,
        "alien": elsewhere.ALIEN,
        "space": elsewhere.SPACE,
        "underwater": elsewhere.UNDERWATER,
        "cave": elsewhere.CAVE,
        "interior": elsewhere.INTERIOR,
    }
)


def place_of(setting: str) -> Place:
    """The place for a setting: its own, or that of the nearest ``like`` that has one."""
    return PLACES[vocabulary().nearest("setting", setting, PLACES)]
