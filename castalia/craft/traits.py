"""What kinds of objects are, beyond their shape. A kind without a row is as what it is like, along the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from castalia.language.vocabulary import vocabulary
from castalia.world import Motion


@dataclass(frozen=True)
class Traits:
    """What layout and light need to know of a kind.

    A ``building`` stands in a street's row and on ground of its own; what is small and yet has a tile of a kit for itself
    has a ``plot``. A ``wall`` gives way to a kit's. ``windows`` (or tubes, or headlights) are lit in the dark.
    What is ``natural`` grows or lies about, any way round unless it has a ``face``; a ``crown`` may meet another.
    ``flight`` is how it moves aloft; ``draught`` the share of its height that lies under water; a bridge ``spans`` it.
    ``tabletop`` things stand on a ``table``.
    """

    building: bool = False
    plot: bool = False
    wall: bool = False
    windows: bool = False
    natural: bool = False
    face: bool = False
    crown: bool = False
    flight: Motion = "hover"
    draught: float = 0.12
    spans: bool = False
    table: bool = False
    tabletop: bool = False


_NONE = Traits()
"""For what is like something in shape alone."""
_HOME = Traits(building=True, windows=True)
_PLANT = Traits(natural=True, crown=True)
_STONE = Traits(natural=True)

TRAITS: Mapping[str, Traits] = MappingProxyType(
    {
        "bird": Traits(flight="fly"),
        "boulder": _STONE,
        "book": Traits(tabletop=True),
        "bridge": Traits(spans=True),
        "broadleaf": _PLANT,
        "bush": _PLANT,
        "car": Traits(windows=True),
        "cliff": Traits(natural=True, face=True),
        "coral": _NONE,
        "cottage": _HOME,
        "fish": Traits(flight="swim"),
        "flower": _PLANT,
        "gate": Traits(wall=True),
        "grass": _PLANT,
        "hut": Traits(building=True),
        "jellyfish": _NONE,
        "lantern": Traits(tabletop=True),
        "lily": Traits(natural=True, crown=True, draught=0.0),
        "log": _PLANT,
        "neon-sign": Traits(windows=True),
        "pine": _PLANT,
        "rocket": _NONE,
        "ruin": _NONE,
        "stall": _NONE,
        "street-lamp": _NONE,
        "table": Traits(table=True),
        "temple": Traits(building=True),
        "tenement": _HOME,
        "tent": Traits(building=True),
        "tombstone": _NONE,
        "torch": _NONE,
        "tower": _HOME,
        "vine": _NONE,
        "wall": Traits(wall=True),
        "well": Traits(plot=True),
    }
)


def traits_of(kind: str) -> Traits:
    """The traits of a kind: its own, or those of the first that it is like and that has some."""
    return next((TRAITS[each] for each in vocabulary().line("kind", kind) if each in TRAITS), _NONE)
