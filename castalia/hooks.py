"""The plug-in points. Our own makers register through the same hooks as a plug-in's.

A plug-in is a Python package with an entry point in the group ``castalia`` that names a module. The module defines any of
the functions below, each marked ``@castalia.hooks.implements``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from castalia.pack import Maker

implements = pluggy.HookimplMarker("castalia")
_specify = pluggy.HookspecMarker("castalia")


@_specify
def castalia_makers() -> list[Maker]:  # type: ignore[empty-body]
    """Makers of parts of a pack (stills, film, score ...); one with the name of an earlier part takes its place."""
