"""Whole training configurations as functions: call one, change two fields, have a variant."""

from __future__ import annotations

from dataclasses import dataclass, replace

from castalia.language.vocabulary import vocabulary
from castalia.model.config import ModelConfig


@dataclass(frozen=True)
class DataRecipe:
    """How many examples of each source are made, and from which seed; ``written`` is how often each of the Castalia Briefs
    is told."""

    seed: int = 1
    briefs: int = 30_000
    written: int = 10
    composed: int = 3_000
    lieder: str = ""


@dataclass(frozen=True)
class TrainingRecipe:
    """Everything a run depends on. ``goes_on`` starts from the shipped weights; ``muon`` trains the matrices of the blocks
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
    """The shipped model trained on: for new data, or on a machine where Muon's half precision is slow."""
    return replace(
        small(),
        name="further",
        steps=500,
        rate=6e-4,
        warm_up=30,
        warm_down=0.85,
        goes_on=True,
        muon=False,
    )


RECIPES = {"nano": nano, "small": small, "further": further}


def recipe(name: str) -> TrainingRecipe:
    """A recipe by name. Raises CastaliaError with the known names."""
    from castalia.errors import CastaliaError

    if name not in RECIPES:
        raise CastaliaError(f"there is no recipe {name!r}; known are {', '.join(RECIPES)}")
    return RECIPES[name]()


__all__ = ["DataRecipe", "TrainingRecipe", "recipe", "replace"]
