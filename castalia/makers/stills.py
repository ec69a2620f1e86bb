"""Stills: the camera is searched, the picture path-traced; without a path tracer the rasteriser draws it. A delivery to a
film's post-production has each as OpenEXR, too, with its layers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from castalia.job import Job, Maker, Resolved
from castalia.world import Camera


def make(job: Job, folder: Path) -> Resolved:
    from castalia.exchange.exr import write_exr
    from castalia.exchange.png import write_png
    from castalia.randomness import keyed_seed
    from castalia.render import trace
    from castalia.render.cameras import search_still
    from castalia.render.finish import finish
    from castalia.render.layers import layers_of

    level = job.request.level
    width, height = job.request.size(level.still)
    traced = trace.available() and level.traced
    (folder / "stills").mkdir()
    resolved: dict[str, Any] = {}
    cameras: list[Camera] = []
    for index in range(level.stills):
        camera, verdict = search_still(
            job.world, job.plan.scene.camera, (width, height), job.plan.seed, level.cameras, job.stage, index, cameras
        )
        cameras.append(camera)
        world, seed = job.stage.world, job.plan.seed
        if traced:
            share = (lambda at: lambda done: job.report("stills", (at + done) / level.stills))(index)
            light = trace.traced_light(job.stage, camera, width, height, level.still_samples, share)
        else:
            light = job.stage.light(camera, width, height, 0.0, level.supersample)
        name = f"view-{index + 1}"
        pixels = finish(light, world.grade, keyed_seed(seed, "frame", 0))
        write_png(folder / "stills" / f"{name}.png", pixels, job.recipe)
        if job.request.delivery == "film":
            write_exr(folder / "stills" / f"{name}.exr", light, layers_of(job.stage, camera, width, height), job.recipe)
        resolved[name] = {"camera": vars(camera), "checks": verdict.to_json(), "traced": traced}
        job.report("stills", (index + 1) / level.stills)
    return resolved


TRACING = ("path tracer", "libLLVM", "denoiser")
MAKER = Maker("stills", ("scene", "palette", "mood", "look", "materials"), make, better_with=TRACING, delivered=True)
