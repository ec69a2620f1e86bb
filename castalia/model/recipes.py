"""Whole training configurations as functions: call one, change two fields, have a variant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from castalia.language.vocabulary import vocabulary
from castalia.model.config import ModelConfig


@dataclass(frozen=True)
class DataRecipe:
    """How many examples of each source are made, and from which seed; ``written`` is how often each of the Castalia Briefs
    is told, ``wished`` the share of briefs that come with wishes; one in so many is ``contradicted`` by them. ``lieder``,
    ``prose`` and ``wordnet`` are folders."""

    seed: int = 1
    briefs: int = 45_000
    written: int = 6
    wished: float = 0.5
    contradicted: int = 4
    composed: int = 3_000
    lieder: str = ""
    prose: str = ""
    wordnet: str = ""


@dataclass(frozen=True)
class TrainingRecipe:
    """Everything a run depends on. ``goes_on`` starts from earlier weights; ``muon`` trains the matrices of the blocks
    with Muon, else AdamW trains everything. Shares of the batches compose (``notes_share``) or read prose (``prose_share``),
    the others plan. What a brief says is dropped, token by token, in a share ``brief_dropout``, and the loss of
    foretelling its next word counts ``brief_loss``: both against learning the written briefs by heart."""

    name: str
    model: ModelConfig
    data: DataRecipe
    seed: int = 1
    steps: int = 3_600
    batch_tokens: int = 6_144
    notes_share: float = 0.28
    prose_share: float = 0.0
    brief_dropout: float = 0.0
    brief_loss: float = 0.0
    matrix_rate: float = 0.01
    rate: float = 2e-3
    warm_up: int = 100
    warm_down: float = 0.6
    floor: float = 0.04
    weight_decay: float = 0.02
    checkpoint_every: int = 100
    goes_on: bool = False
    muon: bool = True
    dropout: float = 0.0


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


def prose() -> TrainingRecipe:
    """English before plans: 7 million parameters foretell the next word of prose and of dictionary entries."""
    return TrainingRecipe(
        "prose",
        ModelConfig(len(vocabulary()), num_hidden_layers=6),
        DataRecipe(briefs=0, written=0, composed=0),
        steps=687,
        batch_tokens=24_576,
        notes_share=0.0,
        prose_share=1.0,
        matrix_rate=0.02,
        rate=4e-3,
        checkpoint_every=200,
    )


def small() -> TrainingRecipe:
    """What ``prose`` made goes on to read briefs and compose."""
    return replace(
        prose(),
        name="small",
        data=DataRecipe(composed=2_900),
        steps=1_016,
        batch_tokens=12_288,
        notes_share=0.28,
        prose_share=0.0,
        matrix_rate=0.01,
        rate=2e-3,
        checkpoint_every=100,
        goes_on=True,
        dropout=0.1,
        brief_dropout=0.1,
        brief_loss=0.1,
    )


def further() -> TrainingRecipe:
    """The shipped model trained on, with fresh draws of the same data."""
    return replace(
        small(),
        name="further",
        data=DataRecipe(seed=2, briefs=15_000, written=2, composed=600),
        steps=500,
        matrix_rate=0.005,
        rate=1e-3,
        warm_up=20,
        warm_down=0.9,
        goes_on=True,
        dropout=0.1,
    )


RECIPES: dict[str, tuple[Callable[[], TrainingRecipe], ...]] = {
    "nano": (nano,),
    "small": (prose, small),
    "further": (further,),
}
"""What ``castalia train NAME`` does, stage by stage; docs/model.md says which run made the shipped model."""


def recipe(name: str) -> tuple[TrainingRecipe, ...]:
    """The stages of a recipe by its name. Raises CastaliaError with the known names."""
    from castalia.errors import CastaliaError

    if name not in RECIPES:
        raise CastaliaError(f"there is no recipe {name!r}; known are {', '.join(RECIPES)}")
    return tuple(stage() for stage in RECIPES[name])


__all__ = ["DataRecipe", "TrainingRecipe", "recipe", "replace"]
