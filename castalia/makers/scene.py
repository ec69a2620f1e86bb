"""The whole scene for engines and 3D editors, with the film's cameras animated."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np

from castalia.job import Job, Maker, Resolved
from castalia.world import World


def make(job: Job, folder: Path) -> Resolved:
    from castalia.exchange.gltf import CameraTrack, write_glb
    from castalia.exchange.usd import write_usdz
    from castalia.render.moves import quaternion

    width, height = job.request.size(job.request.level.film)
    tracks, fps = [], job.request.fps
    for number, (take, (start, count)) in enumerate(zip(job.takes, job.cuts, strict=True), 1):
        times = np.linspace(0, count / fps, max(2, round(count / fps * 8)))
        cameras = [take.at(float(time)) for time in times]
        tracks.append(
            CameraTrack(
                name=f"shot-{number}",
                fov=cameras[0].fov,
                times=(times + start / fps).astype(np.float32),
                positions=np.array([camera.position for camera in cameras], np.float32),
                rotations=np.array([quaternion(camera) for camera in cameras], np.float32),
                aspect=width / height,
            )
        )
    pixels = job.request.level.world_texture
    (folder / "scene").mkdir()
    write_glb(folder / "scene" / "scene.glb", job.world, tracks, job.recipe, pixels)
    job.report("scene", 0.6)
    write_usdz(folder / "scene" / "scene.usdz", job.world, tracks, job.recipe, pixels, fps)
    return {
        "instances": {
            instance.name: np.round(instance.transform, 4).tolist()
            for instance in job.world.instances
            if not instance.is_cover
        },
        "surroundings": _surroundings(job.world),
        "notes": list(job.world.notes),
    }


def _surroundings(world: World) -> dict[str, int]:
    """What stands round the plan's objects because the place has it: how many of each kind."""
    return dict(sorted(Counter(each.kind for each in world.instances if each.is_cover).items()))


MAKER = Maker("scene", ("scene", "film", "palette", "mood", "look", "materials"), make)
