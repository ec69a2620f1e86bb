"""The vocabulary: one append-only table of token names.

Ids are never reused. A value of an ``EXTENDABLE`` category without a maker of its own is made as its ``like``; weights trained under an older
table load by name, and a new row starts from the row it is like.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from castalia.errors import CastaliaError, suggestion
from castalia.hooks import plugins

EXTENDABLE = ("kind", "material", "layer", "setting", "style")
"""The categories that plug-ins may add to: whatever reads them goes along ``like``."""


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

    def table(self) -> str:
        """The table as ``parse`` reads it, without the versions."""
        rows = zip(self.names, self.likes, strict=True)
        lines = [f"{index}\t{name}\t{like or '-'}" for index, (name, like) in enumerate(rows)]
        return "\n".join(["id\tname\tlike", *lines]) + "\n"

    def extended(self, rows: Sequence[tuple[str, str | None]]) -> Vocabulary:
        """The same vocabulary with rows appended, as a plug-in's kinds are. Raises CastaliaError when a name is taken, or
        like none that is known."""
        known = set(self.names)
        for name, like in rows:
            if name in known or like not in known:
                reason = "is taken" if name in known else f"is like {like!r}, which is not known"
                raise CastaliaError(f"a plug-in's name {name!r} {reason}; remove the plug-in or mend it")
            if name.split(":")[0] not in EXTENDABLE:
                ours = ", ".join(EXTENDABLE)
                raise CastaliaError(f"a plug-in's name {name!r} is of a closed category; open are {ours}")
            known.add(name)
        names = self.names + tuple(name for name, _ in rows)
        likes = self.likes + tuple(like for _, like in rows)
        return Vocabulary(names, likes, {name: index for index, name in enumerate(names)})

    def values(self, category: str) -> tuple[str, ...]:
        """All values of one category, e.g. ``values("time")`` gives dawn, morning ..."""
        prefix = category + ":"
        return tuple(name[len(prefix) :] for name in self.names if name.startswith(prefix))

    def line(self, category: str, value: str) -> Iterator[str]:
        """The value, what it is like, what that is like, and so on; of an unknown one, itself."""
        name: str | None = f"{category}:{value}"
        while name is not None:
            yield name.split(":", 1)[1]
            name = self.likes[self.ids[name]] if name in self.ids else None

    def nearest(self, category: str, value: str, made: Container[str]) -> str:
        """The value itself if it is among ``made``, else the first along ``like`` that is.

        Raises CastaliaError when the value is unknown or nothing along its chain is made.
        """
        found = next((each for each in self.line(category, value) if each in made), None)
        if found is not None:
            return found
        if f"{category}:{value}" not in self.ids:
            raise CastaliaError(f"{value!r} is not a known {category}{suggestion(value, self.values(category))}")
        raise CastaliaError(f"nothing can make the {category} {value!r}; register a maker for it in a plug-in")


@cache
def vocabulary() -> Vocabulary:
    """The published table, and what installed plug-ins add to it."""
    published = Vocabulary.parse(resources.files(__package__).joinpath("vocabulary.tsv").read_text("utf-8"))
    return published.extended([row for rows in reversed(plugins().hook.castalia_vocabulary()) for row in rows])
