"""Whole training configurations as functions: call one, change two fields, have a variant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from castalia.language.vocabulary import vocabulary
from castalia.model.config import ModelConfig


@dataclass(frozen=True)
class DataRecipe:
    """How many examples of each source are made, and from which seed; ``written`` is how often each of the Castalia Briefs
    is told, ``wished`` the share of briefs that come with wishes; one in so many is ``contradicted`` by them."""

    seed: int = 1
    briefs: int = 30_000
    written: int = 10
    wished: float = 0.35
    contradicted: int = 12
    composed: int = 3_000
    lieder: str = ""


@dataclass(frozen=True)
class TrainingRecipe:
    """Everything a run depends on. ``goes_on`` starts from earlier weights; ``muon`` trains the matrices of the blocks
    with Muon, else AdamW trains everything."""

    name: str
    model: ModelConfig
    data: DataRecipe
    seed: int = 1
    steps: int = 1_300
    batch_tokens: int = 6_144
    notes_share: float = 0.28
    matrix_rate: float = 0.01
    rate: float = 2e-3
    warm_up: int = 100
    warm_down: float = 0.6
    floor: float = 0.04
    weight_decay: float = 0.02
    checkpoint_every: int = 100
    goes_on: bool = False
    muon: bool = True


def nano() -> TrainingRecipe:
    """For tests: seconds."""
    model = ModelConfig(len(vocabulary()), 32, 64, 2, 2, 1, 16)
    return TrainingRecipe(
        "nano",
        model,
        DataRecipe(briefs=64, written=0, composed=8),
        steps=12,
        batch_tokens=2_048,
        warm_up=2,
        checkpoint_every=6,
    )


def small() -> TrainingRecipe:
    """7 million parameters."""
    return TrainingRecipe("small", ModelConfig(len(vocabulary()), num_hidden_layers=6), DataRecipe())


def further() -> TrainingRecipe:
    """A model trained on, with the generated briefs, which say things plainly, in the majority."""
    return replace(
        small(),
        name="further",
        data=DataRecipe(written=3),
        steps=360,
        matrix_rate=0.005,
        rate=1e-3,
        notes_share=0.2,
        warm_up=20,
        warm_down=0.9,
        goes_on=True,
    )


def obedient() -> TrainingRecipe:
    """A model trained on to heed wishes: most briefs come with some, and many are contradicted by them."""
    data = DataRecipe(seed=2, briefs=9_000, written=2, wished=0.8, contradicted=3)
    return replace(further(), name="obedient", data=data, steps=230, matrix_rate=0.006, rate=1.2e-3)


RECIPES: dict[str, tuple[Callable[[], TrainingRecipe], ...]] = {
    "nano": (nano,),
    "small": (small, further, obedient),
    "further": (further,),
    "obedient": (obedient,),
}
"""What ``castalia train NAME`` does, stage by stage; ``docs/model.md`` says what ``small`` made."""


def recipe(name: str) -> tuple[TrainingRecipe, ...]:
    """The stages of a recipe by its name. Raises CastaliaError with the known names."""
    from castalia.errors import CastaliaError

    if name not in RECIPES:
        raise CastaliaError(f"there is no recipe {name!r}; known are {', '.join(RECIPES)}")
    return tuple(stage() for stage in RECIPES[name])


__all__ = ["DataRecipe", "TrainingRecipe", "recipe", "replace"]
