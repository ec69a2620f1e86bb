"""The lights of a world besides sun and moon: what shines in it, and the openings that let the day in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from castalia.craft import shells
from castalia.craft.built import LAMPS
from castalia.craft.glow import glow_of, shines
from castalia.craft.places.place import Place
from castalia.world import Colour, Instance, Lamp, Prototype, Sky, vector

LAMP_POWER: Colour = (9.0, 5.2, 2.0)
"""Radiant intensity of one lantern-sized light."""
GLOW_POWER = 1.6
"""Radiant intensity of a thing a metre large that glows."""
MOST_LAMPS = 32


def lamps_of(instances: Iterable[Instance], prototypes: Mapping[str, Prototype]) -> list[Lamp]:
    """A point light for everything that shines, the nearest to the stage, at most ``MOST_LAMPS``.

    Kinds with a known light carry it where it belongs; anything else glows from the middle of its glowing part.
    """
    found: list[tuple[float, Lamp]] = []
    for each in instances:
        bright = [part for part in prototypes[each.prototype].parts if shines(part.material)]
        if not bright:
            continue
        corners = np.concatenate([part.mesh.positions for part in bright])
        usual = (
            vector((corners.min(axis=0) + corners.max(axis=0)) / 2),
            _power(bright[0].material, float(np.ptp(corners, axis=0).max())),
        )
        place, power = LAMPS.get(each.kind, usual)
        x, y, z, _ = (float(axis) for axis in each.transform @ np.array([*place, 1.0]))
        found.append((float(np.hypot(x, z - 8)), Lamp((x, y, z), power)))
    return [lamp for _, lamp in sorted(found, key=lambda pair: pair[0])[:MOST_LAMPS]]


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
