"""Passages of English prose and entries of a dictionary, read as briefs are: they teach what words go together.

Prose is any folder of ``*.txt``, a paragraph a line; the dictionary is WordNet, whose glosses tell what a word means.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from castalia.codecs import text
from castalia.language.vocabulary import vocabulary
from castalia.model.data.examples import Example

WORDS = 150
"""A passage has about so many, which are some 300 tokens."""
WATCHED = 200
"""Training is watched by one in so many passages of a file, and never taught them."""
DICTIONARY = ("data.noun", "data.verb", "data.adj", "data.adv")


def files(prose: str, wordnet: str) -> list[Path]:
    """What there is to read in both folders; "" is none."""
    texts = sorted(Path(prose).glob("*.txt")) if prose else []
    return texts + ([Path(wordnet) / name for name in DICTIONARY] if wordnet else [])


def prose_examples(path: Path, watched: bool = False) -> list[Example]:
    """The passages of a file that teach, or those that training is watched by."""
    paragraphs = _paragraphs(path) if path.suffix == ".txt" else _entries(path)
    return [
        _example(passage)
        for index, passage in enumerate(passages(paragraphs))
        if (index % WATCHED == WATCHED - 1) == watched
    ]


def _paragraphs(path: Path) -> Iterator[str]:
    yield from path.read_text("utf-8").splitlines()


def _entries(path: Path) -> Iterator[str]:
    """beach: an area of sand sloping down to the water of a sea or lake"""
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith("  "):
            facts, gloss = line.split(" | ")
            parts = facts.split()
            names = (name.split("(")[0].replace("_", " ") for name in parts[4 : 4 + 2 * int(parts[3], 16) : 2])
            yield f"{', '.join(names)}: {gloss.strip()}"


def passages(paragraphs: Iterable[str]) -> Iterator[str]:
    """Paragraphs joined up to ``WORDS`` words, and long ones cut into as many pieces as they need."""
    held: list[str] = []
    for paragraph in paragraphs:
        words = paragraph.split()
        if held and len(held) + len(words) > WORDS:
            yield " ".join(held)
            held = []
        while len(words) > WORDS:
            yield " ".join(words[:WORDS])
            words = words[WORDS:]
        held += words
    if held:
        yield " ".join(held)


def _example(passage: str) -> Example:
    """What stands before a brief, and the passage; its pieces are the targets, and what the lexicon adds is read only."""
    tokens = ["<bos>", "<in>", f"block:{text.CODEC.block}", *text.CODEC.encode(passage)[:-1]]
    ids = np.array([vocabulary().ids[token] for token in tokens], np.uint16)
    return Example(ids, np.array([token.startswith("text:") for token in tokens], np.float16))
