"""Each distinct object of the plan alone, ready for an engine."""

from __future__ import annotations

from pathlib import Path

from castalia.language.plan import object_name
from castalia.pack import Job, Maker, Resolved


def make(job: Job, folder: Path) -> Resolved:
    from castalia.exchange.gltf import write_asset_glb

    (folder / "assets").mkdir()
    by_name = {instance.name: instance.prototype for instance in job.world.instances}
    names = list(dict.fromkeys(object_name(item) for item in job.plan.scene.objects))
    resolved = {}
    for done, name in enumerate(names):
        prototype = job.world.prototypes[by_name[name]]
        pixels = job.request.level.world_texture
        write_asset_glb(folder / "assets" / f"{name}.glb", prototype, job.world.materials, job.recipe, pixels)
        resolved[name] = {"triangles": sum(len(part.mesh.triangles) for part in prototype.parts)}
        job.report("assets", (done + 1) / len(names))
    return resolved


MAKER = Maker(
    "assets",
    ("scene.objects", "scene.setting", "scene.weather", "scene.season", "palette", "materials"),
    make,
    framed=False,
)
