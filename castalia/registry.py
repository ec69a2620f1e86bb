"""What is registered: the house's own makers with those of installed plug-ins laid over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from castalia.hooks import plugins

if TYPE_CHECKING:
    from castalia.craft.objects import ObjectMaker
    from castalia.craft.surfaces.finish import SurfaceMaker
    from castalia.job import Maker
    from castalia.sound.ambience.layers import LayerMaker


@cache
def objects() -> Mapping[str, ObjectMaker]:
    """Every object kind that has a maker of its own."""
    return _laid_over(plugins().hook.castalia_objects())


@cache
def surfaces() -> Mapping[str, SurfaceMaker]:
    """Every material that has a maker of its own."""
    return _laid_over(plugins().hook.castalia_surfaces())


@cache
def layers() -> Mapping[str, LayerMaker]:
    """Every ambience layer that has a maker of its own."""
    return _laid_over(plugins().hook.castalia_layers())


@cache
def makers() -> tuple[Maker, ...]:
    """The makers of all parts, each after the parts it uses."""
    groups = [{maker.part: maker for maker in group} for group in plugins().hook.castalia_makers()]
    found: dict[str, Maker] = _laid_over(groups)
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


def parts() -> tuple[str, ...]:
    """The parts that may be asked for; the others come with every pack."""
    return tuple(maker.part for maker in makers() if not maker.always)


def _laid_over(tables: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """pluggy answers with the last registered first."""
    return {name: made for table in reversed(tables) for name, made in table.items()}
