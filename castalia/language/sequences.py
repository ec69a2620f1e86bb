"""Requests as token sequences.

    <bos> <in> [block] [block] <out> [block] [block] <eos>

Any subset of blocks may stand on either side. A brief's plan is one sequence; its notes are a second one of the
same model, conditioned on the mood and the score of the plan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from castalia.codecs import film, material, mood, notes, scene, score, soundscape, text
from castalia.codecs.base import Codec, enclosed, read_enclosed
from castalia.language.grammar import Reader
from castalia.language.plan import Notes

PLAN_BLOCKS: tuple[Codec, ...] = (scene.CODEC, mood.CODEC, material.CODEC, film.CODEC, score.CODEC, soundscape.CODEC)
"""The scene comes first: a brief tells it in words, and mood and palette then follow from what is seen."""
Plain = Mapping[str, Any]


def plan_prompt(brief: str, wishes: Plain) -> list[str]:
    """The input side: the brief, then what the user fixed, as partial blocks."""
    tokens = ["<bos>", "<in>", *enclosed(text.CODEC, brief)]
    for codec in PLAN_BLOCKS:
        if codec.encode(wishes):
            tokens += enclosed(codec, wishes)
    return [*tokens, "<out>"]


def plan_output(decisions: Plain) -> list[str]:
    """The output side of a plan, given as plain data."""
    return [*(token for codec in PLAN_BLOCKS for token in enclosed(codec, decisions)), "<eos>"]


def read_plan(wishes: Plain) -> Reader[dict[str, Any]]:
    """Read every block of a plan, with the user's wishes forced."""
    decisions: dict[str, Any] = {}
    for codec in PLAN_BLOCKS:
        decisions |= yield from read_enclosed(codec, wishes)
    yield ("<eos>",)
    return decisions


def notes_prompt(decisions: Plain) -> list[str]:
    """The input side of the notes: mood and score of the plan."""
    return ["<bos>", "<in>", *enclosed(mood.CODEC, decisions), *enclosed(score.CODEC, decisions), "<out>"]


def notes_output(composed: Notes) -> list[str]:
    return [*enclosed(notes.CODEC, composed), "<eos>"]


def read_notes(form: Sequence[str | None]) -> Reader[Notes]:
    """Read the notes of a score: one bar for each entry of its form."""
    composed: Notes = yield from read_enclosed(notes.CODEC, form)
    yield ("<eos>",)
    return composed
