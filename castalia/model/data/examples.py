"""Training examples: token ids with the weight of each as a target.

Only tokens that the model decides are targets: where the grammar leaves one choice, there is nothing to learn. Random
fields of the true plan stand on the input side of a third of the examples, as a user's overrides do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from castalia.language import sequences
from castalia.language.grammar import Legal, Reader, drive
from castalia.language.plan import Decisions, Notes
from castalia.language.vocabulary import vocabulary

BLOCK_WEIGHT = {"mood": 1.0, "scene": 2.5, "material": 0.7, "film": 0.7, "score": 0.7, "soundscape": 0.7, "notes": 1.0}
OFTEN = ("mood", "setting", "time", "weather", "season", "look", "tempo", "style", "mode")
"""What people override most: these fields stand among the wishes four times as often as the others."""


@dataclass(frozen=True)
class Example:
    ids: NDArray[np.uint16]
    weights: NDArray[np.float16]


def plan_example(
    brief: str,
    decisions: Decisions,
    random: np.random.Generator,
    wished: float = 0.35,
    fixed: Mapping[str, Any] | None = None,
) -> Example:
    """A brief, in a share ``wished`` with wishes (those in ``fixed``, or random ones), and its plan."""
    plain = decisions.model_dump()
    prompt = sequences.plan_prompt(brief, fixed or (wishes(plain, random) if random.random() < wished else {}))
    return _example(prompt, sequences.plan_output(plain), sequences.read_plan({}))


def notes_example(plain: Mapping[str, Any], notes: Notes) -> Example:
    """Mood and score of a plan (or what is known of them), and the notes."""
    form = tuple(bar.section for bar in notes.bars)
    return _example(sequences.notes_prompt(plain), sequences.notes_output(notes), sequences.read_notes(form))


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
    """One to four random fields of a plan, as nested plain data."""
    paths = list(_paths(plain))
    likely = np.array([4.0 if path[0] in OFTEN or path[-1] in OFTEN else 1.0 for path, _ in paths])
    count = int(random.integers(1, 5))
    chosen: dict[str, Any] = {}
    for index in random.choice(len(paths), size=count, replace=False, p=likely / likely.sum()):
        path, value = paths[int(index)]
        if isinstance(value, list | tuple) and random.random() < 0.6:
            value = _one_entry(value, random)
        at = chosen
        for parent in path[:-1]:
            at = at.setdefault(parent, {})
        at[path[-1]] = value
    return chosen


def _one_entry(entries: Sequence[Any], random: np.random.Generator) -> dict[int, Any]:
    """One entry of a list by its index; of a record, one or two fields."""
    index = int(random.integers(len(entries)))
    entry = entries[index]
    if not isinstance(entry, Mapping):
        return {index: entry}
    names = list(entry)
    some = random.choice(len(names), size=min(len(names), int(random.integers(1, 3))), replace=False)
    return {index: {names[at]: entry[names[at]] for at in sorted(some)}}


def _paths(plain: Mapping[str, Any], prefix: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Any]]:
    found: list[tuple[tuple[str, ...], Any]] = []
    for name, value in plain.items():
        if isinstance(value, Mapping):
            found += _paths(value, (*prefix, name))
        else:
            found.append(((*prefix, name), value))
    return found
