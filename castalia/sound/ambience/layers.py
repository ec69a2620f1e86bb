"""Every kind of layer with its maker, where it sounds, and how loud it is beside a bed of the same level."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from castalia.language.vocabulary import vocabulary
from castalia.registry import layers
from castalia.sound.ambience import birds, cave, fire, insects, rain, thunder, town, voices, water, wind, works
from castalia.sound.ambience.circle import Circle, Sound
from castalia.sound.ambience.space import CAVE, HALL, OPEN, ROOM, STREET, VALLEY, WATER, WOOD, Place


@dataclass(frozen=True)
class LayerMaker:
    """How a kind of layer is made and where it sounds; ``trim`` in dB."""

    make: Callable[[Circle], Sound]
    place: Place
    trim: float = 0.0


LAYERS: Mapping[str, LayerMaker] = MappingProxyType(
    {
        "wind-trees": LayerMaker(wind.wind_trees, WOOD),
        "wind-open": LayerMaker(wind.wind_open, OPEN),
        "wind-cracks": LayerMaker(wind.wind_cracks, ROOM, -2),
        "leaves": LayerMaker(wind.leaves, OPEN, -3),
        "rain-leaves": LayerMaker(rain.rain_leaves, WOOD),
        "rain-roof": LayerMaker(rain.rain_roof, ROOM),
        "rain-water": LayerMaker(rain.rain_water, WATER),
        "storm": LayerMaker(rain.storm, OPEN, 3),
        "thunder": LayerMaker(thunder.thunder, VALLEY, 4),
        "stream": LayerMaker(water.stream, WATER),
        "river": LayerMaker(water.river, WATER),
        "sea": LayerMaker(water.sea, OPEN, 1),
        "waves-rock": LayerMaker(water.waves_rock, OPEN, 1),
        "waterfall": LayerMaker(water.waterfall, WATER, 2),
        "fire": LayerMaker(fire.fire, OPEN, -2),
        "lava": LayerMaker(fire.lava, CAVE, 1),
        "birds-dawn": LayerMaker(birds.birds_dawn, WOOD, -3),
        "birds-day": LayerMaker(birds.birds_day, OPEN, -4),
        "owl": LayerMaker(birds.owl, WOOD, -5),
        "gulls": LayerMaker(birds.gulls, OPEN, -4),
        "crickets": LayerMaker(insects.crickets, OPEN, -5),
        "cicadas": LayerMaker(insects.cicadas, OPEN, -2),
        "frogs": LayerMaker(insects.frogs, WATER, -3),
        "insects": LayerMaker(insects.insects, OPEN, -6),
        "cave-drips": LayerMaker(cave.cave_drips, CAVE, -6),
        "ice": LayerMaker(cave.ice, VALLEY, -4),
        "city-hum": LayerMaker(town.city_hum, STREET, -2),
        "traffic": LayerMaker(town.traffic, STREET),
        "bells": LayerMaker(town.bells, VALLEY, -2),
        "footsteps": LayerMaker(town.footsteps, STREET, -6),
        "crowd": LayerMaker(voices.crowd, HALL, -1),
        "market": LayerMaker(voices.market, STREET),
        "machinery": LayerMaker(works.machinery, HALL),
        "room-tone": LayerMaker(works.room_tone, ROOM, -14),
        "ship-hum": LayerMaker(works.ship_hum, ROOM, -3),
    }
)


def layer_maker(name: str) -> LayerMaker:
    """The kind itself, or the nearest along ``like`` that has a maker. Raises CastaliaError when there is none."""
    return layers()[vocabulary().nearest("layer", name, layers())]
