"""The parts of a pack, one maker a file, registered through the public hook."""

from __future__ import annotations

from castalia.hooks import implements
from castalia.pack import Maker


@implements
def castalia_makers() -> list[Maker]:
    from castalia.makers import (
        assets,
        documents,
        film,
        page,
        rights,
        scene,
        score,
        soundscape,
        stills,
        textures,
        timeline,
    )

    modules = (scene, assets, stills, score, soundscape, film, textures, timeline, documents, page, rights)
    return [module.MAKER for module in modules]
