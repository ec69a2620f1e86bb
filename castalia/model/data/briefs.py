"""Briefs written from plans, in many voices. Whatever a brief says is true of its plan; the rest it leaves open."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from castalia.language.plan import Decisions
from castalia.language.vocabulary import vocabulary
from castalia.model.data.director import Given, direct
from castalia.model.data.taste import PLACES
from castalia.model.data.voices import Writer
from castalia.randomness import generator

CONTRADICTED = ("time", "time", "weather", "season", "setting")
SURFACES = 0.12
"""Share of briefs that ask for materials and for nothing else."""
WEAR = {"high": 0.82, "low": 0.12, "none": None, "": None}
"""How worn a material is of which a brief says so; "none" are words that tell something else."""


def example(seed: int, index: int) -> tuple[str, Decisions]:
    """The index-th brief with its plan."""
    if generator(seed, "surfaces", index).random() < SURFACES:
        return surfaces(seed, index)
    plan = direct(generator(seed, "direct", index))
    return write_brief(plan, generator(seed, "brief", index)), plan


def surfaces(seed: int, index: int) -> tuple[str, Decisions]:
    """A brief that names one to four materials, and a plan with just those, set in a place that has the first."""
    random = generator(seed, "materials", index)
    kinds = [str(kind) for kind in random.permutation(vocabulary().values("material"))[: int(random.integers(1, 5))]]
    wear = [str(level) for level in random.choice(list(WEAR), len(kinds), p=(0.3, 0.2, 0.25, 0.25))]
    places = [name for name, place in PLACES.items() if kinds[0] in place.materials.split()]
    given = Given(
        setting=places[int(random.integers(len(places)))] if places else "",
        materials=tuple((kind, WEAR[level]) for kind, level in zip(kinds, wear, strict=True)),
    )
    plan = direct(generator(seed, "direct", index), given)
    writer = Writer(plan, generator(seed, "brief", index))
    text = writer.made_of(list(zip(kinds, wear, strict=True)))
    return text.lower() if random.random() < 0.5 else text, plan


def contradicted(seed: int, index: int) -> tuple[str, Decisions, dict[str, dict[str, str]]]:
    """A brief that says one thing of place, hour, weather or season, its plan that says another, and the wish for the
    other: what the user fixes outweighs the brief."""
    plan = direct(generator(seed, "direct", index))
    other = direct(generator(seed, "other", index))
    slot = CONTRADICTED[int(generator(seed, "slot", index).integers(len(CONTRADICTED)))]
    told = plan.scene.model_copy(update={slot: getattr(other.scene, slot)})
    brief = write_brief(plan.model_copy(update={"scene": told}), generator(seed, "brief", index))
    return brief, plan, {"scene": {slot: getattr(plan.scene, slot)}}


def write_brief(plan: Decisions, random: np.random.Generator) -> str:
    """A brief of three words to a paragraph."""
    writer = Writer(plan, random)
    voices: tuple[Callable[[], str], ...] = (
        writer.keywords,
        writer.keywords,
        writer.sentence,
        writer.prose,
        writer.client,
        writer.film_maker,
    )
    text = voices[int(random.integers(len(voices)))]()
    return text.lower() if random.random() < 0.2 else text
