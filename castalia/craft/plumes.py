"""Where smoke rises: from fires, from what has burnt, from chimneys when it is cold, from a volcano's crater."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from castalia.craft.footprints import Placed, Shape
from castalia.craft.landforms import CRATER
from castalia.craft.terrain import Terrain
from castalia.craft.traits import traits_of
from castalia.craft.transforms import carried
from castalia.language.plan import Scene
from castalia.world import STAGE, STAGE_FRONT, Colour, Instance, Plume, Prototype

_FIRE: Colour = (1.3, 0.42, 0.10)
_LAVA: Colour = (0.9, 0.16, 0.03)
_NONE: Colour = (0.0, 0.0, 0.0)
_MOST = 8
"""So many plumes are drawn, those of the plan's first objects before chimneys, and the nearest of these."""
_LARGE = 1.0
"""What has burnt smokes on if its footprint has more than this radius, metres: houses, ships and carts alike."""


def plumes(
    scene: Scene,
    placed: Sequence[Placed],
    shapes: Sequence[Shape],
    terrain: Terrain,
    instances: Sequence[Instance],
    prototypes: Mapping[str, Prototype],
) -> tuple[Plume, ...]:
    """The smoke over a scene, none under water or where there is no air."""
    if scene.setting in ("underwater", "space", "interior"):
        return ()
    found = []
    for each in placed:
        item, shape = scene.objects[each.item], shapes[each.item]
        height = shape.height * each.scale
        if item.kind == "campfire" and item.state != "abandoned":
            found.append(Plume((each.x, each.y + 0.7 * height, each.z), 0.22 * each.scale, 7.0, 0.45, 0.20, _FIRE))
        elif item.state == "burnt" and not traits_of(item.kind).natural and shape.radius > _LARGE:
            wide = 0.28 * min(shape.radius * each.scale, 6.0)
            found.append(Plume((each.x, each.y + 0.75 * height, each.z), wide, 9.0 + 2.0 * height, 0.10, 0.26, _NONE))
    if scene.setting == "volcano":
        x, z = CRATER
        found.insert(0, Plume((x, float(terrain.height(x, z)), z), 26.0, 240.0, 0.16, 0.42, _LAVA))
    found += _chimneys(instances, prototypes) if _cold(scene) else []
    return tuple(found[:_MOST])


def _cold(scene: Scene) -> bool:
    """Whether people keep a fire at home."""
    return scene.season in ("autumn", "winter") or scene.time in ("dawn", "dusk", "night")


def _chimneys(instances: Sequence[Instance], prototypes: Mapping[str, Prototype]) -> list[Plume]:
    """Thin smoke over what lets it out, the nearest to the stage first."""
    found = []
    for each in instances:
        scale = float(np.cbrt(abs(np.linalg.det(each.transform[:3, :3]))))
        for vent in prototypes[each.prototype].vents:
            x, _, z = place = carried(each.transform, vent)
            smoke = Plume(place, 0.24 * scale, 8.0 * scale, 0.62, 0.30)
            found.append((math.hypot(x - STAGE[0], z - STAGE_FRONT), smoke))
    return [smoke for _, smoke in sorted(found, key=lambda pair: pair[0])]
