"""What a world is put together from: every distinct prototype, made once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from castalia.craft import atmosphere, states
from castalia.craft.land import snowed
from castalia.craft.objects import ObjectMaker, ObjectSpec, make_object
from castalia.craft.places import place_of
from castalia.craft.ready import simplified
from castalia.craft.traits import traits_of
from castalia.language.colour import hex_to_linear, linear_to_oklab
from castalia.language.plan import Decisions, SceneObject, object_name
from castalia.language.vocabulary import vocabulary
from castalia.randomness import keyed_seed
from castalia.registry import objects as all_objects
from castalia.world import Colour, Instance, Prototype

_VARIANTS = 4
_PAINTS = 2
"""So many of the palette's colours, the most vivid, are those of paint."""


@dataclass
class Stock:
    """The prototypes of one world: each is made once, under a name that says what it is."""

    seed: int
    season: str
    snow: bool
    dark: bool
    coats: tuple[Colour, ...]
    makers: dict[str, ObjectMaker]
    prototypes: dict[str, Prototype] = field(default_factory=dict)
    notes: set[str] = field(default_factory=set)

    @staticmethod
    def of(plan: Decisions, seed: int, objects: Mapping[str, ObjectMaker] | None = None) -> Stock:
        makers = dict(all_objects() if objects is None else objects)
        scene = plan.scene
        snow = snowed(plan, place_of(scene.setting))
        return Stock(seed, scene.season, snow, atmosphere.HOURS[scene.time].dark, _coats(plan.palette), makers)

    def make(self, name: str, spec: ObjectSpec) -> Prototype:
        """The prototype ``name``, made at the first asking; in the dark its lights are on, and snow lies on it where it snows."""
        if name not in self.prototypes:
            found = vocabulary().nearest("kind", spec.kind, self.makers)
            if found != spec.kind:
                self.notes.add(f"{spec.kind} is made as {found}")
            if self.dark and traits_of(spec.kind).windows and not spec.forsaken and not spec.lit:
                self.notes.add(f"lights are on in {spec.kind}: it is dark")
                spec = replace(spec, lights=True)
            made = make_object(spec, self.makers)
            if spec.detail < 1.0 and not traits_of(spec.kind).natural:
                made = simplified(made, 0.9 * spec.detail)
            made = states.snowy(made, 0.6) if self.snow and spec.state != "snowy" else made
            self.prototypes[name] = replace(made, name=name)
        return self.prototypes[name]

    def given(self, name: str, made: Prototype) -> None:
        """Register a prototype that was made elsewhere; snow lies on it where it snows."""
        if name not in self.prototypes:
            self.prototypes[name] = replace(states.snowy(made, 0.6) if self.snow else made, name=name)

    def cast(self, index: int, item: SceneObject) -> list[Prototype]:
        """The variants of a plan object: one for a single copy, at most four for many."""
        return [self.copy(index, item, variant) for variant in range(min(item.count, _VARIANTS))]

    def copy(self, index: int, item: SceneObject, variant: int, detail: float = 1.0) -> Prototype:
        """One variant of a plan object."""
        seed = keyed_seed(self.seed, "object", index)
        spec = ObjectSpec(item.kind, item.state, item.size, seed, variant, self.season, detail, coats=self.coats)
        return self.make(f"{object_name(item)}-{index + 1}-{variant + 1}", spec)

    def shared(self, kind: str, state: str, variant: int, detail: float) -> Prototype:
        """A prototype that many instances of the surroundings share."""
        far = {1.0: "near", 0.5: "middle"}.get(detail, "far")
        name = f"cover-{kind if state == 'plain' else f'{state}-{kind}'}-{variant + 1}-{far}"
        seed = keyed_seed(self.seed, "cover", kind)
        return self.make(name, ObjectSpec(kind, state, 0.0, seed, variant, self.season, detail, coats=self.coats))

    def keep(self, made: Prototype, name: str, kind: str) -> Instance:
        """Register a prototype that occurs once, already in world space."""
        self.prototypes[name] = replace(made, name=name)
        return Instance(name, name, np.eye(4, dtype=np.float32), kind=kind)

    def used(self, instances: Iterable[Instance]) -> dict[str, Prototype]:
        """The prototypes that instances refer to, in order of first use."""
        return {each.prototype: self.prototypes[each.prototype] for each in instances}


def _coats(palette: Sequence[str]) -> tuple[Colour, ...]:
    """The most vivid colours of a palette, linear."""

    def chroma(colour: Colour) -> float:
        _, a, b = linear_to_oklab(colour)
        return float(np.hypot(a, b))

    return tuple(sorted((hex_to_linear(each) for each in palette), key=chroma, reverse=True)[:_PAINTS])
