"""Each distinct object of the plan alone, ready for an engine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from castalia.job import Job, Maker, Resolved
from castalia.language.plan import object_name
from castalia.world import Prototype


def make(job: Job, folder: Path) -> Resolved:
    (folder / "assets").mkdir()
    names = [object_name(item) for item in job.plan.scene.objects]
    resolved: dict[str, Any] = {}
    for index, name in enumerate(names):
        if name not in resolved:
            resolved[name] = _asset(job, folder / "assets", name, index)
        job.report("assets", (index + 1) / len(names))
    return resolved


def _asset(job: Job, folder: Path, name: str, index: int) -> Resolved:
    """Write one object; in a final pack with second uvs, hulls to collide with, and a file for each level of detail."""
    from castalia.craft.build import object_alone
    from castalia.craft.ready import hulls, levels, lightmapped, triangles
    from castalia.exchange.gltf import write_asset_glb

    def alone(detail: float) -> Prototype:
        return object_alone(job.plan, job.plan.seed, index, detail, job.objects)

    near = _named(name, alone(1.0))
    materials, pixels = job.world.materials, job.request.level.world_texture
    if not job.request.level.game_ready:
        write_asset_glb(folder / f"{name}.glb", near, materials, job.recipe, pixels)
        return {"triangles": triangles(near)}
    unwrapped, lightmaps = lightmapped(near)
    solid = hulls(near)
    write_asset_glb(folder / f"{name}.glb", unwrapped, materials, job.recipe, pixels, lightmaps, solid)
    farther = levels(near, alone)
    for number, level in enumerate(farther, 1):
        there = Prototype(level.name, tuple(part for part in level.parts if part.material in materials))
        smaller = max(pixels >> number, 64)
        write_asset_glb(folder / f"{name}_LOD{number}.glb", _named(name, there), materials, job.recipe, smaller)
    return {"triangles": triangles(near), "levels": [triangles(level) for level in farther], "hulls": len(solid)}


def _named(name: str, made: Prototype) -> Prototype:
    return Prototype(name, made.parts)


MAKER = Maker(
    "assets",
    ("scene.objects", "scene.setting", "scene.time", "scene.weather", "scene.season", "palette", "materials"),
    make,
    framed=False,
)
