"""What a setting is: its land, ground, plants, buildings and water."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from castalia.craft import skies, surroundings
from castalia.craft.landforms import Landform
from castalia.craft.scatter import Plants
from castalia.craft.surroundings import Surroundings
from castalia.craft.terrain import Layer
from castalia.world import Bounds, Plume, Sky

Medium = Literal["air", "water", "void"]
Snow = Literal["never", "falling", "winter", "always"]


@dataclass(frozen=True)
class Body:
    """The setting's water. ``waves`` 0 mirror .. 1 open sea."""

    colour: tuple[float, float, float] = (0.020, 0.050, 0.055)
    waves: float = 0.10
    flow: float = 0.0
    foam: float = 0.0


@dataclass(frozen=True)
class Place:
    """One setting. ``reach`` scales the stage: anchors of the layout lie that much nearer (a room is 0.26). On ``paved``
    level ground rain stands in puddles. ``bounds`` are the low and high corner of an enclosed place, and buildings stand
    ``frontage`` from a street's middle, metres.
    ``snow`` says when it lies: while it falls, all ``winter`` as well unless it rains, always or never.
    ``medium`` is what fills it, ``sky`` makes its sky from that of the hour and the weather, and ``plumes`` rise from
    its ground, their feet at metres above that.
    A bridge where there is no water spans a ``gorge`` so many metres deep, 0 where there is room for none.
    A kit's tiles are laid as far as ``tiled`` metres round the stage; ``walled`` places get its walls round them."""

    landform: Landform
    base: str
    layers: tuple[Layer, ...] = ()
    plants: tuple[Plants, ...] = ()
    built: Surroundings = surroundings.none
    water: Body | None = None
    reach: float = 1.0
    shell: str = ""
    snow: Snow = "winter"
    medium: Medium = "air"
    sky: Callable[[Sky], Sky] = skies.earthly
    plumes: tuple[Plume, ...] = ()
    paved: bool = False
    bounds: Bounds | None = None
    frontage: float | None = None
    tiled: float = 0.0
    walled: bool = False
    gorge: float = 5.0
