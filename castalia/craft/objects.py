"""The table of objects: which function makes which kind, and how a state changes what was made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from castalia.errors import CastaliaError
from castalia.language.vocabulary import vocabulary
from castalia.registry import objects
from castalia.world import Prototype


@dataclass(frozen=True)
class ObjectSpec:
    """What one prototype should be: ``size`` -1 small .. 1 large of its kind, ``detail`` 0 far .. 1 near.

    ``variant`` tells apart prototypes of one kind and seed, e.g. three different pines.
    """

    kind: str
    state: str = "plain"
    size: float = 0.0
    seed: int = 0
    variant: int = 0
    season: str = "summer"
    detail: float = 1.0


ObjectMaker = Callable[[ObjectSpec], Prototype]


def resolved(kind: str, makers: Mapping[str, ObjectMaker]) -> str:
    """The kind that is really made: itself, or the nearest ``like`` with a maker.

    Raises CastaliaError when the kind is unknown or nothing in its chain has a maker.
    """
    found = kind
    while found not in makers:
        if f"kind:{found}" not in vocabulary().ids:
            raise CastaliaError(f"There is no object kind {kind!r}; see the kinds in the vocabulary.")
        following = vocabulary().like("kind", found)
        if following is None:
            raise CastaliaError(f"Nothing can make {kind!r} (nor {found!r}); register a maker for it in a plug-in.")
        found = following
    return found


def make_object(spec: ObjectSpec, makers: Mapping[str, ObjectMaker] | None = None) -> Prototype:
    """The prototype for a spec, its state worked in; made as its ``like`` when its kind has no maker."""
    from castalia.craft.states import battered, with_state

    table = objects() if makers is None else makers
    maker = table[resolved(spec.kind, table)]
    made = maker(spec)
    if spec.state in ("ruined", "broken") and _alike(made, maker(replace(spec, state="plain"))):
        return battered(made, spec)
    return with_state(made, spec)


def _alike(one: Prototype, two: Prototype) -> bool:
    """Whether two prototypes have as many vertices in each part: then the maker knew nothing of the state."""
    return [len(part.mesh.positions) for part in one.parts] == [len(part.mesh.positions) for part in two.parts]
