"""The land of a world: its form, its ground, and the water and snow that lie on it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from castalia.craft import atmosphere, landforms, noise
from castalia.craft.places.place import Body, Place
from castalia.craft.terrain import Layer, Site, Terrain, ground, raised
from castalia.craft.traits import traits_of
from castalia.language.plan import Decisions, SceneObject
from castalia.randomness import keyed_seed
from castalia.world import Prototype, Water

SHELTERS = ("room", "cave")
"""The shells that keep weather out."""
PUDDLE_LEVEL = 0.010
"""Metres: about three quarters of a street lie lower."""


def snowed(plan: Decisions, place: Place) -> bool:
    """Whether snow lies on a place and on what stands there."""
    weather = atmosphere.WEATHERS[plan.scene.weather]
    if place.snow in ("always", "never"):
        return place.snow == "always"
    return weather.snow > 0 or (place.snow == "winter" and plan.scene.season == "winter" and not weather.rain)


def water_of(items: Sequence[SceneObject], place: Place) -> Body | None:
    """The place's own water, or a lake where the plan sets something on or beside water."""
    if place.water is not None:
        return place.water
    if place.shell == "room" or not any(item.relation in ("waterside", "afloat") for item in items):
        return None
    return Body(waves=0.06)


def land(place: Place, body: Body | None, seed: int, bearing: float, items: Sequence[SceneObject]) -> Terrain:
    """The ground; a lake lies in it where a dry place needs water, a gorge runs through it where a bridge needs one."""
    form = place.landform
    if place.water is None and body is not None:
        form = landforms.flooded(form)
    elif body is None and place.gorge and any(traits_of(item.kind).spans for item in items):
        form = landforms.cleft(form, place.gorge)
    number = keyed_seed(seed, "terrain") % 100_003
    return raised(lambda x, z: form(x, z, number, bearing))


def soil(place: Place, terrain: Terrain, snow: bool, seed: int, body: Body | None) -> Prototype:
    layers = [*place.layers]
    if body is not None and place.water is None:
        layers.append(Layer("gravel", lambda site: 0.40 - site.height, (0.8, 0.78, 0.74)))
    if snow and place.base != "snow":
        layers.append(Layer("snow", _lying_snow))
    return ground(terrain, place.base, layers, keyed_seed(seed, "ground") % 100_003, body is not None)


def _lying_snow(site: Site) -> np.ndarray:
    """Snow where it can lie: not on steep rock, not below the water's edge."""
    ragged = 0.35 * noise.octaves(site.x / 7, site.z / 7, site.seed + 90, 4)
    return np.minimum(0.85 + ragged - site.slope, site.height + 0.5 + ragged if site.wet else 9.0)


def water(body: Body | None, plan: Decisions) -> Water | None:
    if body is None:
        return None
    rough = atmosphere.WEATHERS[plan.scene.weather].rough
    waves = float(np.clip(body.waves + rough * (0.4 + body.waves), 0.0, 1.0))
    return Water(0.0, body.colour, waves, body.flow, 160.0, min(body.foam + max(rough, 0.0) * body.foam, 1.0))


def puddles(place: Place, plan: Decisions) -> Water | None:
    """Rain that stands in the hollows of level ground, a finger deep: it mirrors the lights and changes no layout."""
    weather = atmosphere.WEATHERS[plan.scene.weather]
    if not place.paved or not weather.rain:
        return None
    return Water(PUDDLE_LEVEL, (0.012, 0.013, 0.015), 0.035 + 0.25 * weather.rough)
