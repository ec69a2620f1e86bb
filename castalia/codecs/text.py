"""The text block: a brief or description as byte-level subwords, lower-cased.

The vocabulary's ``text:`` rows are the tokenizer: each names a piece (its bytes spelled in printable characters, as GPT-2
spells them), and their order is the order of the merges.
"""

from __future__ import annotations

import gzip
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import TYPE_CHECKING

from castalia.language.grammar import Reader
from castalia.language.records import END
from castalia.language.vocabulary import vocabulary

if TYPE_CHECKING:
    from tiktoken import Encoding

MOST_TOKENS = 1_000
# Words with their leading space, numbers, runs of other signs: GPT-2's rule (Radford et al. 2019).
WORDS = r"'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"

ENDINGS = (
    ("ing", ""),
    ("ing", "e"),
    ("ed", ""),
    ("ed", "e"),
    ("er", ""),
    ("er", "e"),
    ("est", ""),
    ("est", "e"),
    ("ly", ""),
)


def normalised(text: str) -> str:
    """What the tokenizer sees: compatibility forms unified, lower case, single spaces, one space before."""
    return " " + " ".join(unicodedata.normalize("NFKC", text).lower().split())


def printable_bytes() -> dict[str, int]:
    """GPT-2's spelling of bytes: printable ones as themselves, the others as letters from U+0100 on."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [byte for byte in range(256) if byte not in plain]
    return {chr(byte): byte for byte in plain} | {chr(256 + index): byte for index, byte in enumerate(hidden)}


@cache
def lexicon() -> dict[str, tuple[str, ...]]:
    """Words mapped to tokens for what general lexicons know of them; ``LEXICON-NOTICE.txt`` names the sources."""
    packed = resources.files(__package__).joinpath("lexicon.tsv.gz").read_bytes()
    rows = (line.split("\t") for line in gzip.decompress(packed).decode().splitlines())
    return {word: tuple(tokens.split(" ")) for word, tokens in rows}


def meanings(word: str) -> tuple[str, ...]:
    """The tokens of a word or, if it is inflected, of its plain form (WordNet's rules of detachment)."""
    for ending, plain in (("", ""), ("s", ""), ("es", ""), ("ies", "y"), *ENDINGS):
        if word.endswith(ending) and (found := lexicon().get(word[: len(word) - len(ending)] + plain)):
            return found
    return ()


@dataclass(frozen=True)
class TextCodec:
    """Text as pieces, each word followed by what the lexicon knows of it, up to ``MOST_TOKENS``."""

    block: str = "text"
    annotated: bool = True

    @cached_property
    def _pieces(self) -> tuple[str, ...]:
        return vocabulary().values("text")

    @cached_property
    def _encoding(self) -> Encoding:
        from tiktoken import Encoding

        spelling = printable_bytes()
        ranks = {bytes(spelling[letter] for letter in piece): rank for rank, piece in enumerate(self._pieces)}
        return Encoding("castalia", pat_str=WORDS, mergeable_ranks=ranks, special_tokens={})

    def encode(self, value: str) -> list[str]:
        return [*(token for _, tokens in self._read(value) for token in tokens), END]

    def unread(self, value: str) -> str:
        """The end of a text that is too long to be read, or ""."""
        read = sum(len(word) for word, _ in self._read(value))
        return normalised(value)[read:]

    def understood(self, value: str) -> list[str]:
        """The words of a text that the lexicon knows."""
        import regex

        return [word for word in regex.findall(r"\p{L}+", normalised(value)) if meanings(word)]

    def _read(self, value: str) -> Iterator[tuple[str, list[str]]]:
        """Each word that is read, with its tokens."""
        import regex

        left = MOST_TOKENS
        for word in regex.findall(WORDS, normalised(value)):
            tokens = [f"text:{self._pieces[piece]}" for piece in self._encoding.encode_ordinary(word)]
            tokens += meanings(word.strip()) if self.annotated else ()
            left -= len(tokens)
            if left < 0:
                return
            yield word, tokens

    def reader(self, forced: str | None = None) -> Reader[str]:
        """Read pieces up to the list's ``<end>``; meanings are read over."""
        rank = {f"text:{piece}": index for index, piece in enumerate(self._pieces)}
        other = [name for name in vocabulary().names if name.startswith(("sense:", "valence:"))]
        read: list[int] = []
        for _ in range(MOST_TOKENS):
            token = yield (*rank, *other, END)
            if token == END:
                return self._encoding.decode(read).strip()
            read += [rank[token]] if token in rank else []
        yield (END,)
        return self._encoding.decode(read).strip()


CODEC = TextCodec()
