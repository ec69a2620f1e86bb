"""Stills: the camera is searched, the picture path-traced; without a path tracer the rasteriser draws it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from castalia.pack import Job, Maker, Resolved
from castalia.world import Camera


def make(job: Job, folder: Path) -> Resolved:
    from castalia.exchange.png import write_png
    from castalia.render import trace
    from castalia.render.cameras import search_still

    level = job.request.level
    width, height = job.request.size(level.still)
    traced = trace.available() and level.name != "preview"
    (folder / "stills").mkdir()
    resolved: dict[str, Any] = {}
    cameras: list[Camera] = []
    for index in range(level.stills):
        camera, verdict = search_still(
            job.world, job.plan.scene.camera, (width, height), job.plan.seed, level.cameras, job.stage, index, cameras
        )
        cameras.append(camera)
        if traced:
            share = (lambda at: lambda done: job.report("stills", (at + done) / level.stills))(index)
            pixels = trace.trace(
                job.stage.world, camera, width, height, level.still_samples, job.plan.seed, share, job.stage
            )
        else:
            pixels = job.stage.frame(camera, width, height, 0.0, level.supersample)
        name = f"view-{index + 1}"
        write_png(folder / "stills" / f"{name}.png", pixels, job.recipe)
        resolved[name] = {"camera": vars(camera), "checks": verdict.to_json(), "traced": traced}
        job.report("stills", (index + 1) / level.stills)
    return resolved


TRACING = ("path tracer", "libLLVM", "denoiser")
MAKER = Maker("stills", ("scene", "palette", "mood", "look", "materials"), make, better_with=TRACING)
