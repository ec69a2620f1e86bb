"""From the plan's layers to stems and loop: each layer is made, set at its distance and level, and summed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from castalia.errors import CastaliaError
from castalia.language.plan import Layer, Mood, Soundscape
from castalia.language.vocabulary import vocabulary
from castalia.settings import SAMPLE_RATE
from castalia.sound.ambience import air, creatures, people, water
from castalia.sound.ambience.circle import Circle, Sound

LayerMaker = Callable[[Circle], Sound]
BEDS: Mapping[str, LayerMaker] = MappingProxyType(
    {
        "wind-trees": air.wind_trees,
        "wind-open": air.wind_open,
        "wind-cracks": air.wind_cracks,
        "leaves": air.leaves,
        "rain-leaves": water.rain_leaves,
        "rain-roof": water.rain_roof,
        "rain-water": water.rain_water,
        "storm": air.storm,
        "stream": water.stream,
        "river": water.river,
        "sea": water.sea,
        "waves-rock": water.waves_rock,
        "waterfall": water.waterfall,
        "fire": air.fire,
        "cicadas": creatures.cicadas,
        "city-hum": people.city_hum,
        "traffic": people.traffic,
        "crowd": people.crowd,
        "market": people.market,
        "machinery": people.machinery,
        "room-tone": people.room_tone,
        "ship-hum": people.ship_hum,
        "lava": air.lava,
    }
)
"""Layers that sound all the time: their loudness is set."""
EVENTS: Mapping[str, LayerMaker] = MappingProxyType(
    {
        "thunder": air.thunder,
        "birds-dawn": creatures.birds_dawn,
        "birds-day": creatures.birds_day,
        "owl": creatures.owl,
        "gulls": creatures.gulls,
        "crickets": creatures.crickets,
        "frogs": creatures.frogs,
        "insects": creatures.insects,
        "cave-drips": water.cave_drips,
        "bells": people.bells,
        "ice": water.ice,
        "footsteps": people.footsteps,
    }
)
"""Layers of single events with silence between: their peaks are set."""
QUIET_TONES = ("room-tone",)
PEAK = 10 ** (-1.5 / 20)


@dataclass(frozen=True)
class Ambience:
    """``loop`` and each stem are (N, 2) at 48 kHz; the stems sum to the loop."""

    loop: Sound
    stems: dict[str, Sound]


def make_soundscape(soundscape: Soundscape, mood: Mood, seed: int, seconds: float) -> Ambience:
    """Make every layer of a plan as a loop of ``seconds``. A layer depends on seed, kind and its own place among layers
    of its kind alone; the mood's brightness opens or veils the whole by up to 3 dB at 8 kHz."""
    length = round(seconds * SAMPLE_RATE)
    stems: dict[str, Sound] = {}
    met: Counter[str] = Counter()
    for layer in soundscape.layers:
        met[layer.kind] += 1
        name = layer.kind if met[layer.kind] == 1 else f"{layer.kind}-{met[layer.kind]}"
        stems[name] = _placed(Circle(length, seed, (layer.kind, met[layer.kind])), layer, mood.brightness)
    peak = max(float(np.abs(np.sum(list(stems.values()), axis=0)).max()), 1e-9)
    gain = np.float32(min(1.0, PEAK / peak))
    stems = {name: stem * gain for name, stem in stems.items()}
    return Ambience(np.sum(list(stems.values()), axis=0, dtype=np.float32), stems)


def _placed(circle: Circle, layer: Layer, brightness: float) -> Sound:
    """A layer at its distance (darker, drier turned to diffuse) and level."""
    kind = _maker_name(layer.kind)
    made = (BEDS.get(kind) or EVENTS[kind])(circle)
    far = layer.distance
    corner = 14_000 * (1 - far) ** 1.6 + 1_200
    veil = -1.5 * (1 - brightness)
    air_curve = (
        (20, 0.0),
        (200, 0.0),
        (corner, veil * 0.4),
        (min(corner * 3, 19_000), veil - 14 * far),
        (20_000, veil - 20 * far),
    )
    heard = circle.filtered(made, air_curve)
    wet = 0.05 + 0.55 * far
    heard = heard * (1 - 0.6 * far) + wet * circle.room(heard, 1.0 + 1.6 * far, 0.3 + 0.5 * far, "distance")
    heard -= heard.mean(axis=0)
    return heard * np.float32(_gain(heard, layer, kind))


def _gain(heard: Sound, layer: Layer, kind: str) -> float:
    """To a root mean square of -42 to -22 dB for beds, of the loudest twentieth for events; far layers are softer."""
    wanted = -42 + 20 * layer.level - 5 * layer.distance - (9 if kind in QUIET_TONES else 0)
    blocks = heard[: len(heard) // 4_800 * 4_800].reshape(-1, 4_800, 2)
    power = np.sort((blocks**2).mean(axis=(1, 2)))
    loud = power.mean() if kind in BEDS else power[-max(1, len(power) // 20) :].mean()
    return float(10 ** (wanted / 20) / np.sqrt(loud + 1e-18))


def _maker_name(kind: str) -> str:
    """The kind itself, or the nearest kind along ``like`` that has a maker."""
    name: str | None = kind
    while name is not None and name not in BEDS and name not in EVENTS:
        name = vocabulary().like("layer", name)
    if name is None:
        raise CastaliaError(f"no maker stands behind the ambience layer {kind!r}; register one")
    return name
