"""Builds the lexicon that the text codec reads: for each English word, what WordNet and VADER know of it, as tokens.

A word gets its nearest hypernyms (only synsets with enough descendants have a token, so the tokens are general) and
its valence in four steps. No row names a value of the plan. The table ships beside the vocabulary with both notices.
"""

from __future__ import annotations

import gzip
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

LEAST_DESCENDANTS = 12
MOST_SENSES = 2
FILES = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}


@dataclass(frozen=True)
class Synset:
    """One meaning: its first word, what it is a kind of (or, for adjectives, similar to)."""

    name: str
    above: tuple[str, ...]


def build(wordnet: Path, vader: Path, table: Path) -> list[str]:
    """Write the gzipped table (word, then its tokens) from WordNet's ``dict`` folder and VADER's lexicon; returns the
    token names it uses, sorted."""
    synsets = {
        key: synset for name, letter in FILES.items() for key, synset in _synsets(wordnet / f"data.{name}", letter)
    }
    tokens = _general(synsets)
    counts = _counts(wordnet / "cntlist.rev")
    words: dict[str, list[str]] = {}
    senses: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for name, letter in FILES.items():
        for word, keys in _index(wordnet / f"index.{name}"):
            for rank, key in enumerate(keys[:3]):
                senses[word].append((-counts.get((word, letter, rank + 1), 0), rank, letter + key))
    for word, found in senses.items():
        words[word] = _word_tokens([key for _, _, key in sorted(found)], synsets, tokens)
    for word, token in _valence(vader):
        words.setdefault(word, []).append(token)
    lines = [f"{word}\t{' '.join(names)}\n" for word, names in sorted(words.items()) if names]
    with open(table, "wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0) as file:
        file.write("".join(lines).encode())
    return sorted({name for names in words.values() for name in names})


def _rows(path: Path) -> list[str]:
    return [line for line in path.read_text("utf-8").splitlines() if not line.startswith("  ")]


def _synsets(path: Path, letter: str) -> list[tuple[str, Synset]]:
    found = []
    for row in _rows(path):
        parts = row.split(" | ")[0].split()
        count = int(parts[3], 16)
        pointers = 4 + 2 * count
        above = []
        for at in range(pointers + 1, pointers + 1 + 4 * int(parts[pointers]), 4):
            kind, key, part = parts[at : at + 3]
            if kind == "@" or (kind == "&" and letter == "a" and parts[2] == "s"):
                above.append(("a" if part == "s" else part) + key)
        found.append((letter + parts[0], Synset(parts[4].lower().split("(")[0], tuple(above))))
    return found


def _general(synsets: dict[str, Synset]) -> dict[str, str]:
    """Synsets with enough descendants, mapped to their token names."""
    below: dict[str, set[str]] = defaultdict(set)
    for key in synsets:
        stack, seen = list(synsets[key].above), set[str]()
        while stack:
            parent = stack.pop()
            if parent not in seen and parent in synsets:
                seen.add(parent)
                below[parent].add(key)
                stack += synsets[parent].above
    least = {"n": LEAST_DESCENDANTS, "v": LEAST_DESCENDANTS, "a": 4, "r": LEAST_DESCENDANTS}
    return {key: f"sense:{synsets[key].name}.{key}" for key in sorted(synsets) if len(below[key]) >= least[key[0]]}


def _counts(path: Path) -> dict[tuple[str, str, int], int]:
    """How often each sense was tagged: (word, part of speech, rank) to count."""
    letters = {"1": "n", "2": "v", "3": "a", "4": "r", "5": "a"}
    counts = {}
    for row in path.read_text("utf-8").splitlines():
        key, rank, count = row.split()
        word, _, rest = key.partition("%")
        counts[word, letters[rest[0]], int(rank)] = int(count)
    return counts


def _index(path: Path) -> list[tuple[str, list[str]]]:
    found = []
    for row in _rows(path):
        parts = row.split()
        if len(parts[0]) > 2 and parts[0].isalpha():  # shorter ones are function words first of all
            found.append((parts[0], parts[-int(parts[2]) :]))
    return found


def _word_tokens(keys: list[str], synsets: dict[str, Synset], tokens: dict[str, str]) -> list[str]:
    """The two nearest general synsets of the first sense and the nearest of the second."""
    chosen: list[str] = []
    for rank, key in enumerate(keys[:MOST_SENSES]):
        line: list[str] = []
        at: str | None = key
        while at and len(line) < (2 if rank == 0 else 1):
            if at in tokens:
                line.append(tokens[at])
            at = next((parent for parent in synsets[at].above if parent in synsets), None)
        chosen += [name for name in line if name not in chosen]
    return chosen


def _valence(path: Path) -> list[tuple[str, str]]:
    found = []
    for row in path.read_text("utf-8").splitlines():
        word, mean = row.split("\t")[:2]
        step = "worst" if float(mean) < -1.8 else "bad" if float(mean) < 0 else "good" if float(mean) < 1.8 else "best"
        if word.isalpha():
            found.append((word.lower(), f"valence:{step}"))
    return found
