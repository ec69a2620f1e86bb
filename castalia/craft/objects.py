"""The table of objects: which function makes which kind, and how a state changes what was made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from castalia.language.vocabulary import vocabulary
from castalia.registry import objects
from castalia.world import Colour, Prototype


@dataclass(frozen=True)
class ObjectSpec:
    """What one prototype should be: ``size`` -1 small .. 1 large of its kind, ``detail`` 0 far .. 1 near.

    ``variant`` tells apart prototypes of one kind and seed, e.g. three different pines. ``lights`` are on in the dark where
    there are windows, whatever the state is. What is painted has one of the ``coats``, linear colours, or one of the house's.
    """

    kind: str
    state: str = "plain"
    size: float = 0.0
    seed: int = 0
    variant: int = 0
    season: str = "summer"
    detail: float = 1.0
    lights: bool = False
    coats: tuple[Colour, ...] = ()

    @property
    def lit(self) -> bool:
        return self.lights or self.state == "lit"

    @property
    def ruined(self) -> bool:
        return self.state in ("ruined", "broken")

    @property
    def overgrown(self) -> bool:
        return self.state in ("overgrown", "abandoned")

    @property
    def forsaken(self) -> bool:
        """Whether it is in a state in which nobody tends it: no fire burns there, no window is lit."""
        return self.ruined or self.state in ("abandoned", "burnt")


ObjectMaker = Callable[[ObjectSpec], Prototype]


def make_object(spec: ObjectSpec, makers: Mapping[str, ObjectMaker] | None = None) -> Prototype:
    """The prototype for a spec, with the light and smoke of its kind, its state worked in; made as its ``like`` when its kind
    has no maker."""
    from castalia.craft.states import battered, equipped, with_state

    table = objects() if makers is None else makers
    maker = table[vocabulary().nearest("kind", spec.kind, table)]
    made = equipped(maker(spec), spec)
    if spec.ruined and _alike(made, maker(replace(spec, state="plain"))):
        return battered(made, spec)
    return with_state(made, spec)


def _alike(one: Prototype, two: Prototype) -> bool:
    """Whether two prototypes have as many vertices in each part: then the maker knew nothing of the state."""
    return [len(part.mesh.positions) for part in one.parts] == [len(part.mesh.positions) for part in two.parts]
