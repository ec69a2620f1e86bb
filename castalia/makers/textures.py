"""The pack's materials as tileable texture maps."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from castalia.job import Job, Maker, Resolved
from castalia.language.colour import encoded
from castalia.world import Material


def make(job: Job, folder: Path) -> Resolved:
    from castalia.craft.materials import material_of
    from castalia.exchange.png import write_png

    (folder / "textures").mkdir()
    names = list(dict.fromkeys(use.kind for use in job.plan.materials))
    resolved = {}
    for done, name in enumerate(names):
        material = material_of(job.plan, name, job.plan.seed, job.request.level.texture)
        for map_name, pixels in maps(material).items():
            write_png(folder / "textures" / f"{name}_{map_name}.png", pixels, job.recipe)
        resolved[name] = {"metres": material.metres}
        job.report("textures", (done + 1) / len(names))
    return resolved


def maps(material: Material) -> dict[str, NDArray[np.uint8] | NDArray[np.uint16]]:
    """A material's maps as pixels: albedo in sRGB, normal as OpenGL tangent space, height in 16 bit."""
    return {
        "albedo": np.round(encoded(material.albedo) * 255).astype(np.uint8),
        "normal": np.round((material.normal * 0.5 + 0.5) * 255).astype(np.uint8),
        "roughness": np.round(np.clip(material.roughness, 0, 1) * 255).astype(np.uint8),
        "ao": np.round(np.clip(material.ao, 0, 1) * 255).astype(np.uint8),
        "height": np.round(np.clip(material.height, 0, 1) * 65535).astype(np.uint16),
    }


MAKER = Maker("textures", ("materials", "palette", "scene.season"), make, apart=True, framed=False)
