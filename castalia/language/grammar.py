"""Grammar as readers: a reader asks for one token at a time, saying which are legal, and returns the value it read.

Decoding feeds a reader the tokens of a sequence; sampling feeds it tokens drawn by the model. So every sequence
that can be sampled decodes, by construction, and the grammar never looks at the brief or at what a value means.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from typing import TypeVar

Legal = tuple[str, ...]
Value = TypeVar("Value")
Reader = Generator[Legal, str, Value]


def drive(reader: Reader[Value], choose: Callable[[Legal], str]) -> Value:
    """Run a reader to its end, asking ``choose`` for one of the legal tokens each time."""
    try:
        legal = next(reader)
        while True:
            legal = reader.send(choose(legal))
    except StopIteration as stop:
        return stop.value  # type: ignore[no-any-return]


def decode(reader: Reader[Value], tokens: Iterable[str]) -> Value:
    """Read a finished sequence. Raises ValueError at the first token that the grammar does not allow."""
    source = iter(tokens)

    def choose(legal: Legal) -> str:
        token = next(source, None)
        if token is None:
            raise ValueError(f"the sequence ends where one of {legal[:5]} was expected")
        if token not in legal:
            raise ValueError(f"{token!r} stands where one of {legal[:5]} was expected")
        return token

    value = drive(reader, choose)
    left = next(source, None)
    if left is not None:
        raise ValueError(f"{left!r} follows the end of the block")
    return value
