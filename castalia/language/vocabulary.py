"""The vocabulary: one append-only table of token names.

Ids are never reused. A value without a maker of its own is made as its ``like``; weights trained under an older
table load by name, and a new row starts from the row it is like.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class Vocabulary:
    """Token names by id, with the ``like`` of each (or None)."""

    names: tuple[str, ...]
    likes: tuple[str | None, ...]
    ids: dict[str, int]

    @classmethod
    def parse(cls, table: str) -> Vocabulary:
        """Read the tab-separated table: id, name, like, since. Raises ValueError when ids are not 0, 1, 2 ..."""
        rows = [line.split("\t") for line in table.splitlines()[1:] if line]
        for expected, row in enumerate(rows):
            if int(row[0]) != expected:
                raise ValueError(f"vocabulary row {expected} carries id {row[0]}; ids are never skipped or reused")
        names = tuple(row[1] for row in rows)
        likes = tuple(None if row[2] == "-" else row[2] for row in rows)
        return cls(names, likes, {name: index for index, name in enumerate(names)})

    def __len__(self) -> int:
        return len(self.names)

    def extended(self, rows: list[tuple[str, str | None]]) -> Vocabulary:
        """The same vocabulary with rows appended, as a plug-in's kinds are."""
        names = self.names + tuple(name for name, _ in rows)
        likes = self.likes + tuple(like for _, like in rows)
        return Vocabulary(names, likes, {name: index for index, name in enumerate(names)})

    def values(self, category: str) -> tuple[str, ...]:
        """All values of one category, e.g. ``values("time")`` gives dawn, morning ..."""
        prefix = category + ":"
        return tuple(name[len(prefix) :] for name in self.names if name.startswith(prefix))

    def like(self, category: str, value: str) -> str | None:
        """The value that stands in for one without a maker of its own."""
        like = self.likes[self.ids[f"{category}:{value}"]]
        return like.split(":", 1)[1] if like else None


@cache
def vocabulary() -> Vocabulary:
    """The published table."""
    return Vocabulary.parse(resources.files(__package__).joinpath("vocabulary.tsv").read_text("utf-8"))
