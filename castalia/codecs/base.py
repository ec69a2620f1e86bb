"""What every codec is: a block kind with an encoder and a reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import BaseModel

from castalia.language import records
from castalia.language.grammar import Reader
from castalia.language.records import END


class Codec(Protocol):
    """A block kind. ``encode`` gives the tokens between ``block:KIND`` and ``<end>``; ``reader`` reads them back."""

    @property
    def block(self) -> str: ...

    def encode(self, value: Any) -> list[str]: ...

    def reader(self, forced: Any = None) -> Reader[Any]: ...


@dataclass(frozen=True)
class RecordCodec:
    """The codec of a block that is some fields of a record; values are plain data keyed by field name."""

    block: str
    record: type[BaseModel]
    fields: tuple[str, ...] = ()

    def encode(self, value: Mapping[str, Any]) -> list[str]:
        """Tokens of a whole or partial record."""
        return records.write(self.record, value, self.fields)

    def reader(self, forced: Mapping[str, Any] | None = None) -> Reader[dict[str, Any]]:
        """Read the fields as plain data; see ``records.read``."""
        return records.read(self.record, forced, self.fields)


def enclosed(codec: Codec, value: Any) -> list[str]:
    """The whole block, with its opening and closing token."""
    return [f"block:{codec.block}", *codec.encode(value), END]


def read_enclosed(codec: Codec, forced: Any = None) -> Reader[Any]:
    """Read a whole block."""
    yield (f"block:{codec.block}",)
    value = yield from codec.reader(forced)
    yield (END,)
    return value
