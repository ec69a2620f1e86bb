"""What is registered: our own parts and those of installed plug-ins, through the same hooks."""

from __future__ import annotations

from functools import cache

import pluggy

from castalia import hooks
from castalia.pack import Maker


@cache
def manager() -> pluggy.PluginManager:
    """The plug-in manager with our own parts and every installed plug-in."""
    from castalia import makers as own

    plugins = pluggy.PluginManager("castalia")
    plugins.add_hookspecs(hooks)
    plugins.register(own)
    plugins.load_setuptools_entrypoints("castalia")
    return plugins


@cache
def _ordered() -> tuple[Maker, ...]:
    found = {maker.part: maker for group in reversed(manager().hook.castalia_makers()) for maker in group}
    ordered: list[Maker] = []

    def place(maker: Maker) -> None:
        for part in maker.uses:
            if part in found:
                place(found[part])
        if maker not in ordered:
            ordered.append(maker)

    for maker in found.values():
        place(maker)
    return tuple(sorted(ordered, key=lambda maker: maker.always))


def makers() -> list[Maker]:
    """All makers, each after the parts it uses."""
    return list(_ordered())
