"""Every kind of layer with its maker, where it sounds, and how loud it is beside a bed of the same level."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from castalia.errors import CastaliaError
from castalia.language.vocabulary import vocabulary
from castalia.sound.ambience import birds, cave, fire, insects, rain, thunder, town, voices, water, wind, works
from castalia.sound.ambience.circle import Circle, Sound
from castalia.sound.ambience.space import CAVE, HALL, OPEN, ROOM, STREET, VALLEY, WATER, WOOD, Place


@dataclass(frozen=True)
class Kind:
    """How a kind of layer is made; ``trim`` in dB."""

    make: Callable[[Circle], Sound]
    place: Place
    trim: float = 0.0


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "wind-trees": Kind(wind.wind_trees, WOOD),
        "wind-open": Kind(wind.wind_open, OPEN),
        "wind-cracks": Kind(wind.wind_cracks, ROOM, -2),
        "leaves": Kind(wind.leaves, OPEN, -3),
        "rain-leaves": Kind(rain.rain_leaves, WOOD),
        "rain-roof": Kind(rain.rain_roof, ROOM),
        "rain-water": Kind(rain.rain_water, WATER),
        "storm": Kind(rain.storm, OPEN, 3),
        "thunder": Kind(thunder.thunder, VALLEY, 4),
        "stream": Kind(water.stream, WATER),
        "river": Kind(water.river, WATER),
        "sea": Kind(water.sea, OPEN, 1),
        "waves-rock": Kind(water.waves_rock, OPEN, 1),
        "waterfall": Kind(water.waterfall, WATER, 2),
        "fire": Kind(fire.fire, OPEN, -2),
        "lava": Kind(fire.lava, CAVE, 1),
        "birds-dawn": Kind(birds.birds_dawn, WOOD, -3),
        "birds-day": Kind(birds.birds_day, OPEN, -4),
        "owl": Kind(birds.owl, WOOD, -5),
        "gulls": Kind(birds.gulls, OPEN, -4),
        "crickets": Kind(insects.crickets, OPEN, -5),
        "cicadas": Kind(insects.cicadas, OPEN, -2),
        "frogs": Kind(insects.frogs, WATER, -3),
        "insects": Kind(insects.insects, OPEN, -6),
        "cave-drips": Kind(cave.cave_drips, CAVE, -6),
        "ice": Kind(cave.ice, VALLEY, -4),
        "city-hum": Kind(town.city_hum, STREET, -2),
        "traffic": Kind(town.traffic, STREET),
        "bells": Kind(town.bells, VALLEY, -2),
        "footsteps": Kind(town.footsteps, STREET, -6),
        "crowd": Kind(voices.crowd, HALL, -1),
        "market": Kind(voices.market, STREET),
        "machinery": Kind(works.machinery, HALL),
        "room-tone": Kind(works.room_tone, ROOM, -14),
        "ship-hum": Kind(works.ship_hum, ROOM, -3),
    }
)


def kind_of(name: str) -> Kind:
    """The kind itself, or the nearest along ``like`` that has a maker. Raises CastaliaError when there is none."""
    tried: str | None = name
    while tried is not None and tried not in KINDS:
        tried = vocabulary().like("layer", tried)
    if tried is None:
        raise CastaliaError(f"no maker stands behind the ambience layer {name!r}; choose one of {', '.join(KINDS)}")
    return KINDS[tried]
