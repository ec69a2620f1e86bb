"""Training examples: token ids with the weight of each as a target.

Only tokens that the model decides are targets: where the grammar leaves one choice, there is nothing to learn. Random
fields of the true plan stand on the input side of a third of the examples, as a user's overrides do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from castalia.language import sequences
from castalia.language.grammar import Legal, Reader, drive
from castalia.language.plan import Decisions, Notes
from castalia.language.vocabulary import vocabulary

BLOCK_WEIGHT = {"mood": 1.0, "scene": 2.5, "material": 0.7, "film": 0.7, "score": 0.7, "soundscape": 0.7, "notes": 1.0}
WISH_CHANCE = 0.35


@dataclass(frozen=True)
class Example:
    ids: NDArray[np.uint16]
    weights: NDArray[np.float16]


def plan_example(brief: str, decisions: Decisions, random: np.random.Generator) -> Example:
    """A brief, perhaps with wishes, and its plan."""
    plain = decisions.model_dump()
    prompt = sequences.plan_prompt(brief, wishes(plain, random))
    return _example(prompt, sequences.plan_output(plain), sequences.read_plan({}))


def notes_example(plain: Mapping[str, Any], notes: Notes) -> Example:
    """Mood and score of a plan (or what is known of them), and the notes."""
    return _example(sequences.notes_prompt(plain), sequences.notes_output(notes), sequences.read_notes(len(notes.bars)))


def _example(prompt: list[str], output: list[str], reader: Reader[Any]) -> Example:
    weights = [0.0] * len(prompt) + _decided(output, reader)
    ids = [vocabulary().ids[token] for token in prompt + output]
    return Example(np.array(ids, np.uint16), np.array(weights, np.float16))


def _decided(output: list[str], reader: Reader[Any]) -> list[float]:
    weights: list[float] = []
    block = ""

    def follow(legal: Legal) -> str:
        nonlocal block
        token = output[len(weights)]
        if token.startswith("block:"):
            block = token[6:]
        weights.append(BLOCK_WEIGHT.get(block, 1.0) if len(legal) > 1 else 0.0)
        return token

    drive(reader, follow)
    return weights


def wishes(plain: Mapping[str, Any], random: np.random.Generator) -> dict[str, Any]:
    """Up to four random fields of a plan, as nested plain data; mostly none."""
    if random.random() > WISH_CHANCE:
        return {}
    paths = list(_paths(plain))
    chosen: dict[str, Any] = {}
    for index in random.choice(len(paths), size=int(random.integers(1, 5)), replace=False):
        at, value = chosen, paths[int(index)][1]
        *parents, name = paths[int(index)][0]
        for parent in parents:
            at = at.setdefault(parent, {})
        at[name] = value
    return chosen


def _paths(plain: Mapping[str, Any], prefix: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Any]]:
    found: list[tuple[tuple[str, ...], Any]] = []
    for name, value in plain.items():
        if isinstance(value, Mapping):
            found += _paths(value, (*prefix, name))
        else:
            found.append(((*prefix, name), value))
    return found
