"""What the house itself registers, through the hooks that plug-ins use. Each function loads what it names, and no more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from castalia.hooks import implements

if TYPE_CHECKING:
    from castalia.craft.objects import ObjectMaker
    from castalia.craft.surfaces.finish import SurfaceMaker
    from castalia.job import Maker
    from castalia.sound.ambience.layers import LayerMaker


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


@implements
def castalia_objects() -> Mapping[str, ObjectMaker]:
    from castalia.craft.built import OBJECTS as BUILT
    from castalia.craft.nature import OBJECTS as NATURE

    return {**NATURE, **BUILT}


@implements
def castalia_surfaces() -> Mapping[str, SurfaceMaker]:
    from castalia.craft.surfaces import SURFACES

    return SURFACES


@implements
def castalia_layers() -> Mapping[str, LayerMaker]:
    from castalia.sound.ambience.layers import LAYERS

    return LAYERS
