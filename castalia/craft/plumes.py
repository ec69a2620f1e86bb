"""Smoke over a world: that of its place and of what stands in it, and of hearths when it is cold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from castalia.craft import atmosphere
from castalia.craft.focus import nearness
from castalia.craft.places.place import Place
from castalia.craft.terrain import Terrain
from castalia.craft.transforms import carried_plume
from castalia.language.plan import Scene
from castalia.world import Instance, Plume, Prototype

_MOST = 8
"""So many plumes are drawn: the place's, those of fires in the plan's order, and the hearths' nearest to those."""
_COLD = ("autumn", "winter")
"""The seasons in which fires are lit at home all day."""


def plumes(
    scene: Scene, place: Place, terrain: Terrain, instances: Sequence[Instance], prototypes: Mapping[str, Prototype]
) -> tuple[Plume, ...]:
    """The smoke over a scene, none under water, where there is no air, or in a room, whose fires have a flue."""
    if place.medium != "air" or place.shell == "room":
        return ()
    found = [carried_plume(each.transform, plume) for each in instances for plume in prototypes[each.prototype].plumes]
    fires = [plume for plume in found if not plume.hearth]
    away = nearness(instances)
    smoking = [plume for plume in found if plume.hearth] if _cold(scene) else []
    hearths = sorted(smoking, key=lambda plume: away(plume.position))
    return (*(_grounded(plume, terrain) for plume in place.plumes), *fires, *hearths)[:_MOST]


def _grounded(plume: Plume, terrain: Terrain) -> Plume:
    x, y, z = plume.position
    return replace(plume, position=(x, y + float(terrain.height(x, z)), z))


def _cold(scene: Scene) -> bool:
    """Whether people keep a fire at home."""
    return scene.season in _COLD or atmosphere.HOURS[scene.time].cool
