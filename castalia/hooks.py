"""The plug-in points. Our own makers register through the same hooks as a plug-in's.

A plug-in is a Python package with an entry point in the group ``castalia`` that names a module. The module defines any of
the functions below, each marked ``@castalia.hooks.implements``. What it registers under a name that is taken takes its
place. ``docs/plug-ins.md`` has a worked example.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from castalia.craft.objects import ObjectMaker
    from castalia.craft.surfaces.finish import SurfaceMaker
    from castalia.job import Maker
    from castalia.sound.ambience.layers import LayerMaker

implements = pluggy.HookimplMarker("castalia")
_specify = pluggy.HookspecMarker("castalia")


@_specify
def castalia_vocabulary() -> list[tuple[str, str]]:  # type: ignore[empty-body]
    """Names that the model may sample besides its own, each with the name that it is like:
    ``[("kind:yurt", "kind:tent")]``. The model treats a new name as the other until it is trained with it."""


@_specify
def castalia_makers() -> list[Maker]:  # type: ignore[empty-body]
    """Makers of parts of a pack (stills, film, score ...)."""


@_specify
def castalia_objects() -> Mapping[str, ObjectMaker]:  # type: ignore[empty-body]
    """Makers of object kinds, by kind."""


@_specify
def castalia_surfaces() -> Mapping[str, SurfaceMaker]:  # type: ignore[empty-body]
    """Makers of materials, by material."""


@_specify
def castalia_layers() -> Mapping[str, LayerMaker]:  # type: ignore[empty-body]
    """Makers of ambience layers, by layer."""


@cache
def plugins() -> pluggy.PluginManager:
    """The plug-in manager with our own makers and every installed plug-in."""
    from castalia import house

    manager = pluggy.PluginManager("castalia")
    manager.add_hookspecs(sys.modules[__name__])
    manager.register(house)
    manager.load_setuptools_entrypoints("castalia")
    return manager
