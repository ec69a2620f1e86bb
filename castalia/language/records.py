"""The generic record codec: tokens and grammar derived from a schema's annotations alone.

A category's token names its field by itself (``time:night``); numbers share tokens between fields, so a field token
announces them (``field:valence level:12``). A list writes ``<item>`` before each entry and ``<end>`` after the last.
A partial record is the same sequence with fields left out; so what the user fixes stands on the input side.
Values travel as plain data (``model_dump``): a list whose entries are only partly known is a dict of index to entry.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from castalia.language.colour import hex_to_oklch, oklch_to_hex
from castalia.language.fields import COUNTS, LEVELS, Category, Colour, Count, Items, Level
from castalia.language.grammar import Reader
from castalia.language.vocabulary import vocabulary

ITEM, END = "<item>", "<end>"
LEVEL_TOKENS = tuple(f"level:{index:02d}" for index in range(LEVELS))
COLOUR_AXES = (Level(0.0, 1.0, 1e-4), Level(0.0, 0.32, 1e-4), Level(0.0, 360.0 * 64 / 65, 1e-3))
Quantiser = Category | Level | Count | Colour
Plain = Any


@dataclass(frozen=True)
class Field:
    """How one field is written: a quantised leaf, a nested record, or a list of either."""

    name: str
    quantiser: Quantiser | None
    record: type[BaseModel] | None
    items: Items | None


def _first(metadata: Sequence[object], kinds: tuple[type, ...]) -> Any:
    return next((entry for entry in metadata if isinstance(entry, kinds)), None)


def _unwrap(annotation: Any) -> tuple[Any, tuple[object, ...]]:
    """Split ``Annotated[X, ...]`` into X and its metadata."""
    return (
        (get_args(annotation)[0], annotation.__metadata__) if hasattr(annotation, "__metadata__") else (annotation, ())
    )


@cache
def fields_of(record: type[BaseModel]) -> tuple[Field, ...]:
    """The fields of a record in the order in which they are written."""
    return tuple(
        field
        for name, info in record.model_fields.items()
        if (field := _field(name, info.annotation, tuple(info.metadata))) is not None
    )


def _field(name: str, annotation: Any, metadata: tuple[object, ...]) -> Field | None:
    annotation, inner = _unwrap(annotation)
    metadata = metadata + inner
    items = _first(metadata, (Items,))
    if get_origin(annotation) is tuple:
        annotation, metadata = _unwrap(get_args(annotation)[0])
    quantiser = _first(metadata, (Category, Level, Count, Colour))
    record = annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None
    return Field(name, quantiser, record, items) if quantiser or record else None


# --- writing -----------------------------------------------------------------------------------------------------


def write(record: type[BaseModel], value: Mapping[str, Plain], only: tuple[str, ...] = ()) -> list[str]:
    """Tokens of a record given as plain data; fields that ``value`` lacks are left out."""
    return [
        token
        for field in fields_of(record)
        if field.name in value and (not only or field.name in only)
        for token in _write_field(field, value[field.name])
    ]


def _write_field(field: Field, value: Plain) -> Iterator[str]:
    if _announced(field):
        yield f"field:{field.name}"
    if field.items is None:
        yield from _write_one(field, value)
        return
    entries = _entries(value)
    for entry in entries:
        if not _fixed(field.items):
            yield ITEM
        if entry is not None:
            yield from _write_one(field, entry)
    if not _fixed(field.items):
        yield END


def _write_one(field: Field, value: Plain) -> Iterator[str]:
    if field.record:
        yield from write(field.record, value)
    elif field.quantiser:
        yield from leaf_tokens(field.quantiser, value)


def _entries(value: Plain) -> list[Plain]:
    """A list, or a dict of index to entry with None for what is not known."""
    if isinstance(value, Mapping):
        return [value.get(index) for index in range(max(value) + 1)]
    return list(value)


def leaf_tokens(quantiser: Quantiser, value: Plain) -> tuple[str, ...]:
    """The tokens nearest to one value."""
    if isinstance(quantiser, Category):
        return (f"{quantiser.name}:{value}",)
    if isinstance(quantiser, Level):
        return (LEVEL_TOKENS[quantiser.index(float(value))],)
    if isinstance(quantiser, Count):
        low, high = quantiser.low, quantiser.high
        return (f"count:{min((c for c in COUNTS if low <= c <= high), key=lambda c: abs(c - value))}",)
    light, chroma, hue = hex_to_oklch(value)
    return tuple(LEVEL_TOKENS[axis.index(part)] for axis, part in zip(COLOUR_AXES, (light, chroma, hue), strict=True))


def _announced(field: Field) -> bool:
    return field.quantiser is not None and not isinstance(field.quantiser, Category)


def _fixed(items: Items) -> bool:
    return items.low == items.high


# --- reading -----------------------------------------------------------------------------------------------------


def read(
    record: type[BaseModel], forced: Mapping[str, Plain] | None = None, only: tuple[str, ...] = ()
) -> Reader[dict[str, Plain]]:
    """Read a whole record as plain data. ``forced`` narrows the legal tokens to those nearest to given values, and the
    exact given values are returned."""
    value: dict[str, Plain] = {}
    for field in fields_of(record):
        if not only or field.name in only:
            value[field.name] = yield from _read_field(field, (forced or {}).get(field.name))
    return value


def _read_field(field: Field, forced: Plain) -> Reader[Plain]:
    if _announced(field):
        yield (f"field:{field.name}",)
    if field.items is None:
        return (yield from _read_one(field, forced))
    entries: list[Plain] = []
    used: set[str] = set()
    least, most, given = _bounds(field.items, forced)
    while len(entries) < most:
        index = len(entries)
        if not _fixed(field.items) and (yield from _ends(least, index)):
            return entries
        entry = _read_one(field, given.get(index))
        entries.append((yield from _unlike(entry, used) if field.items.distinct else entry))
    if not _fixed(field.items):
        yield (END,)
    return entries


def _bounds(items: Items, forced: Plain) -> tuple[int, int, dict[int, Plain]]:
    """How many entries the list may have, and the given ones by index."""
    if forced is None:
        return items.low, items.high, {}
    if isinstance(forced, Mapping):
        return max(items.low, max(forced) + 1), max(items.high, max(forced) + 1), dict(forced)
    return len(forced), len(forced), dict(enumerate(forced))


def _unlike(entry: Reader[Plain], used: set[str]) -> Reader[Plain]:
    """The reader of an entry with the first tokens of others struck from its first choice; one that is forced stays."""
    try:
        legal = next(entry)
        token = yield tuple(name for name in legal if name not in used) if len(legal) > 1 else legal
        used.add(token)
        while True:
            token = yield entry.send(token)
    except StopIteration as stop:
        return stop.value


def _ends(least: int, index: int) -> Reader[bool]:
    """Whether the list ends here."""
    token = yield (ITEM,) if index < least else (ITEM, END)
    return token == END


def _read_one(field: Field, forced: Plain) -> Reader[Plain]:
    if field.record:
        return (yield from read(field.record, forced))
    assert field.quantiser is not None
    return (yield from read_leaf(field.quantiser, forced))


def read_leaf(quantiser: Quantiser, forced: Plain) -> Reader[Plain]:
    """Read one quantised value."""
    if forced is not None:
        for token in leaf_tokens(quantiser, forced):
            yield (token,)
        return forced
    if isinstance(quantiser, Category):
        return (yield category_tokens(quantiser.name)).split(":", 1)[1]
    if isinstance(quantiser, Level):
        return quantiser.value(int((yield LEVEL_TOKENS)[6:]))
    if isinstance(quantiser, Count):
        return int((yield count_tokens(quantiser))[6:])
    parts: list[float] = []
    for axis in COLOUR_AXES:
        token = yield LEVEL_TOKENS
        parts.append(axis.value(int(token[6:])))
    return oklch_to_hex(*parts)


@cache
def category_tokens(name: str) -> tuple[str, ...]:
    return tuple(f"{name}:{value}" for value in vocabulary().values(name))


@cache
def count_tokens(quantiser: Count) -> tuple[str, ...]:
    return tuple(f"count:{count}" for count in COUNTS if quantiser.low <= count <= quantiser.high)
