"""The phrase bank: what people write for each value of the vocabulary."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def phrases() -> dict[tuple[str, str, str], tuple[str, ...]]:
    """The phrase bank: (slot, value, form) to texts."""
    found: dict[tuple[str, str, str], list[str]] = {}
    table = resources.files(__package__).joinpath("phrases.tsv").read_text("utf-8")
    for row in table.splitlines()[1:]:
        slot, value, form, text = row.split("\t")
        found.setdefault((slot, value, form), []).append(text)
    return {key: tuple(texts) for key, texts in found.items()}
