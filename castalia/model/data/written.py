"""Castalia Briefs: briefs written one by one, each with what a director decides. ``written/README.md`` is their card.

A line is ``voice<TAB>brief<TAB>decisions``; decisions are ``slot=value`` with spaces between them. A ``!`` after a value
says that a word of the brief says so, a ``~`` that the brief implies it; what is not marked was left to the director.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import NamedTuple

import numpy as np

from castalia.language.plan import Decisions
from castalia.model.data.director import MOODS, Given, direct

SPLITS = ("train", "tune", "kept")
SAID, IMPLIED, OPEN = "!", "~", ""
WHOLE = ("mood", "palette")
"""Slots whose commas do not part values that are marked by themselves."""


class Value(NamedTuple):
    """One decided value and how the brief speaks of it: said, implied or open."""

    text: str
    mark: str


@dataclass(frozen=True)
class Written:
    """A brief with its decisions, by slot."""

    voice: str
    brief: str
    decided: Mapping[str, tuple[Value, ...]]

    def one(self, slot: str) -> Value:
        """The value of a slot that has one."""
        return self.decided[slot][0]

    def texts(self, slot: str) -> tuple[str, ...]:
        return tuple(value.text for value in self.decided.get(slot, ()))


@cache
def written(split: str) -> tuple[Written, ...]:
    """All briefs of a split: ``train``, ``tune`` to watch training by, ``kept`` for the table alone."""
    table = resources.files(__package__).joinpath("written", f"{split}.tsv").read_text("utf-8")
    return tuple(parse(line) for line in table.splitlines())


def parse(line: str) -> Written:
    """Raises ValueError on a line that is not of the form."""
    voice, brief, notation = line.split("\t")
    decided: dict[str, tuple[Value, ...]] = {}
    for part in notation.split(" "):
        slot, text = part.split("=", 1)
        decided[slot] = (_value(text),) if slot in WHOLE else tuple(_value(each) for each in text.split(","))
    return Written(voice, brief, decided)


def _value(text: str) -> Value:
    """A mark may also stand within, as in ``crane!/wide``."""
    mark = next((mark for mark in (SAID, IMPLIED) if mark in text), OPEN)
    return Value(text.replace(SAID, "").replace(IMPLIED, ""), mark)


def directed(item: Written, random: np.random.Generator) -> Decisions:
    """The whole plan: the written decisions stand, and the director fills in what the notation does not hold.

    Raises ValueError where a decision is not in the plan's vocabulary.
    """
    return direct(
        random,
        Given(
            setting=item.one("setting").text,
            time=item.one("time").text,
            weather=item.one("weather").text,
            season=item.one("season").text,
            style=item.one("style").text,
            mode=item.one("mode").text,
            look=item.one("look").text,
            mood=dict(zip(MOODS, map(float, item.one("mood").text.split(",")), strict=True)),
            palette=tuple(item.one("palette").text.split(",")) if "palette" in item.decided else (),
            objects=tuple(_object(text) for text in item.texts("objects")),
            furnished=False,
            angle=item.texts("camera")[0],
            lens=item.texts("camera")[1],
            shots=tuple(_shot(text) for text in item.texts("shots")),
            tempo=int(item.one("tempo").text),
            instruments=item.texts("instruments"),
            layers=item.texts("layers"),
        ),
    )


def _object(text: str) -> tuple[str, int, str, str]:
    kind, count, state, relation = text.split(":")
    return kind, int(count), state, relation


def _shot(text: str) -> tuple[str, str]:
    move, size = text.split("/")
    return move, size
