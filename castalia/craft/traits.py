"""What kinds of objects are, beyond their shape. A kind without a row is as what it is like, along the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from castalia.language.vocabulary import vocabulary
from castalia.world import Colour, Lamp, Motion, Plume, Vector


@dataclass(frozen=True)
class Traits:
    """What layout and light need to know of a kind.

    A ``building`` stands in a street's row and on ground of its own; what is small and yet has a tile of a kit for itself
    has a ``plot``. A ``wall`` gives way to a kit's. ``windows`` (or tubes, or headlights) are lit in the dark.
    What is ``natural`` grows or lies about, any way round unless it has a ``face``; a ``crown`` may meet another.
    ``flight`` is how it moves aloft, or in the water if it ``swims``; ``draught`` the share of its height that lies under water; a bridge ``spans`` it, or a gorge.
    A jetty's ``deck`` lies so many metres over its foot. ``tabletop`` things stand on a ``table``. The ``lamp`` is that of a thing that shines, where it sits in one of usual size;
    the ``smoke`` that of a fire, its foot in shares of the object's height.
    """

    building: bool = False
    plot: bool = False
    wall: bool = False
    windows: bool = False
    natural: bool = False
    face: bool = False
    crown: bool = False
    flight: Motion = "hover"
    swims: bool = False
    draught: float = 0.12
    spans: bool = False
    deck: float = 0.0
    table: bool = False
    tabletop: bool = False
    lamp: Lamp | None = None
    smoke: Plume | None = None


def _windowed(lamp: Vector, power: Colour) -> Traits:
    """A building with windows, and the light that falls out of them."""
    return Traits(building=True, windows=True, lamp=Lamp(lamp, power))


_NONE = Traits()
"""For what is like something in shape alone."""
_WINDOWED = Traits(building=True, windows=True)
_PLANT = Traits(natural=True, crown=True)
_STONE = Traits(natural=True)

TRAITS: Mapping[str, Traits] = MappingProxyType(
    {
        "barn": _WINDOWED,
        "bird": Traits(flight="fly"),
        "boulder": _STONE,
        "book": Traits(tabletop=True),
        "bridge": Traits(spans=True),
        "broadleaf": _PLANT,
        "bush": _PLANT,
        "campfire": Traits(
            lamp=Lamp((0.0, 0.55, 0.0), (14.0, 6.0, 1.6)),
            smoke=Plume((0.0, 0.7, 0.0), 0.22, 7.0, 0.45, 0.20, (1.3, 0.42, 0.10)),
        ),
        "candle": Traits(tabletop=True, lamp=Lamp((0.0, 0.42, 0.0), (1.6, 0.9, 0.35))),
        "car": Traits(windows=True, lamp=Lamp((0.0, 0.6, 3.2), (3.2, 2.6, 1.8))),
        "church": _windowed((0.0, 2.0, 9.5), (8.0, 4.8, 2.0)),
        "cliff": Traits(natural=True, face=True),
        "coral": _NONE,
        "cottage": _windowed((0.0, 1.5, 4.4), (7.0, 4.0, 1.6)),
        "fireplace": Traits(lamp=Lamp((0.0, 0.45, 0.35), (12.0, 5.2, 1.5))),
        "fish": Traits(flight="swim", swims=True),
        "flower": _PLANT,
        "gate": Traits(wall=True),
        "grass": _PLANT,
        "house": _windowed((0.0, 2.0, 5.0), (8.0, 4.6, 1.9)),
        "hut": Traits(building=True, lamp=Lamp((0.0, 1.2, 3.0), (5.0, 2.8, 1.1))),
        "jellyfish": Traits(swims=True),
        "lantern": Traits(tabletop=True, lamp=Lamp((0.0, 0.22, 0.0), (5.0, 2.9, 1.1))),
        "lighthouse": _windowed((0.0, 19.2, 0.0), (60.0, 50.0, 34.0)),
        "lily": Traits(natural=True, crown=True, draught=0.0),
        "log": _PLANT,
        "neon-sign": Traits(windows=True),
        "pier": Traits(deck=1.5),
        "pine": _PLANT,
        "rocket": _NONE,
        "ruin": _NONE,
        "shop": _windowed((0.0, 1.7, 5.2), (12.0, 7.4, 3.2)),
        "stairs": _NONE,
        "stall": _NONE,
        "street-lamp": Traits(lamp=Lamp((0.0, 3.62, 0.0), (16.0, 10.0, 4.4))),
        "table": Traits(table=True),
        "temple": Traits(building=True),
        "tenement": _windowed((0.0, 2.3, 6.0), (11.0, 7.0, 3.4)),
        "tent": Traits(building=True, lamp=Lamp((0.0, 0.8, 0.6), (4.0, 2.3, 0.9))),
        "tombstone": _NONE,
        "torch": Traits(lamp=Lamp((0.0, 1.62, 0.0), (8.0, 3.6, 1.0))),
        "tower": _WINDOWED,
        "vine": _NONE,
        "wall": Traits(wall=True),
        "well": Traits(plot=True),
    }
)


def traits_of(kind: str) -> Traits:
    """The traits of a kind: its own, or those of the first that it is like and that has some."""
    return next((TRAITS[each] for each in vocabulary().line("kind", kind) if each in TRAITS), _NONE)
