"""The lights of a world besides sun and moon: what shines in it, and the openings that let the day in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from castalia.craft import shells
from castalia.craft.focus import nearness
from castalia.craft.glow import glow_of, shines
from castalia.craft.places.place import Place
from castalia.craft.transforms import carried_lamp
from castalia.world import Colour, Instance, Lamp, Prototype, Sky, vector

LAMP_POWER: Colour = (9.0, 5.2, 2.0)
"""Radiant intensity of one lantern-sized light."""
GLOW_POWER = 1.6
"""Radiant intensity of a thing a metre large that glows."""
MOST_LAMPS = 32


def lamps_of(instances: Sequence[Instance], prototypes: Mapping[str, Prototype]) -> list[Lamp]:
    """The lights of all that shines, the nearest to what the plan names, at most ``MOST_LAMPS``."""
    away = nearness(instances)
    found = [
        carried_lamp(each.transform, lamp)
        for each in instances
        for lamp in prototypes[each.prototype].lamps or _glow(prototypes[each.prototype])
    ]
    return sorted(found, key=lambda lamp: away(lamp.position))[:MOST_LAMPS]


def _glow(made: Prototype) -> tuple[Lamp, ...]:
    """What shines without a lamp of its own glows from the middle of its glowing parts."""
    bright = [part for part in made.parts if shines(part.material)]
    if not bright:
        return ()
    corners = np.concatenate([part.mesh.positions for part in bright])
    low, high = corners.min(axis=0), corners.max(axis=0)
    return (Lamp(vector((low + high) / 2), _power(bright[0].material, float((high - low).max()))),)


def _power(material: str, extent: float) -> Colour:
    """Radiant intensity of what glows: a lantern's, or that of its own colour and size."""
    glow = glow_of(material)
    if glow is None:
        return LAMP_POWER
    red, green, blue = (GLOW_POWER * min(extent, 3.0) ** 2 * channel for channel in glow[1])
    return red, green, blue


def daylight(place: Place, sky: Sky) -> list[Lamp]:
    """Soft lights inside windows and cave mouths: radiance of the sky times the opening, halved, since some sky is traced."""
    glow = np.array(sky.horizon) * 0.6 + np.array(sky.zenith) * 0.4
    found = []
    for position, area in shells.OPENINGS.get(place.shell, ()):
        red, green, blue = (float(part) for part in glow * area * 0.5)
        found.append(Lamp(position, (red, green, blue), 0.5))
    return found
