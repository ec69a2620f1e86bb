"""Broadcast WAV, 24 bit: ``bext`` and ``iXML`` for the dubbing stage, ``smpl`` for game engines, the recipe inside.

After EBU Tech 3285 (bext version 1), the iXML specification 2.10 and the RIFF ``smpl`` chunk. No date is written: the
same samples give the same bytes.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape, unescape

import numpy as np
from numpy.typing import NDArray

from castalia.errors import CastaliaError
from castalia.exchange.xml_text import legal
from castalia.files import whole
from castalia.randomness import generator
from castalia.settings import LIMITS

FULL = 2**23 - 1
_BYTES = 3
_MOST_CHUNKS = 64
_LONGEST_IXML = 6 * LIMITS.recipe_bytes
"""Escaped text is at most five times as long as what it says, and iXML adds little."""
_OPEN, _CLOSE = "<CASTALIA_RECIPE>", "</CASTALIA_RECIPE>"


def write_wav(
    path: Path, samples: NDArray[np.float32], rate: int, recipe: str, loop: bool = False, title: str = ""
) -> None:
    """Write samples (N, 2) of -1..1 with triangular dither of one step; ``loop`` marks the whole file as a loop.

    Raises CastaliaError for samples of another shape, that are no numbers, or too many, and for a recipe too long.
    """
    _check(path, samples, recipe)
    content = b"".join(
        (
            _chunk(b"bext", _bext(title)),
            _chunk(b"fmt ", struct.pack("<HHIIHH", 1, 2, rate, rate * 2 * _BYTES, 2 * _BYTES, 8 * _BYTES)),
            _chunk(b"smpl", _smpl(len(samples), rate)) if loop else b"",
            _chunk(b"iXML", _ixml(title, recipe).encode()),
            _chunk(b"data", _pcm(samples, title)),
        )
    )
    with whole(path) as temporary:
        temporary.write_bytes(b"RIFF" + struct.pack("<I", 4 + len(content)) + b"WAVE" + content)


def _check(path: Path, samples: NDArray[np.float32], recipe: str) -> None:
    if samples.ndim != 2 or samples.shape[1] != 2 or not len(samples):
        raise CastaliaError(f"{path.name} needs stereo samples (N, 2), not {samples.shape}")
    if not np.isfinite(samples).all():
        raise CastaliaError(f"{path.name} was given samples that are no numbers; it was not written")
    if samples.size * _BYTES + len(recipe) > LIMITS.file_bytes:
        raise CastaliaError(f"{path.name} would be larger than any file of a pack; ask for fewer seconds")
    if len(recipe.encode("utf-8", "replace")) > LIMITS.recipe_bytes:
        raise CastaliaError(f"the recipe is too long to stand in {path.name}; ask for less")


def read_wav_recipe(path: Path) -> str | None:
    """The recipe in a file's iXML chunk, or None. Raises ValueError on a damaged file."""
    for content in _ixml_chunks(path):
        text = content.decode("utf-8")
        start, end = text.find(_OPEN), text.find(_CLOSE)
        if 0 <= start < end:
            return unescape(text[start + len(_OPEN) : end], {"&#13;": "\r"})
    return None


def _ixml_chunks(path: Path) -> Iterator[bytes]:
    """The contents of a RIFF file's iXML chunks; everything else is passed over unread."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(12)
        if len(head) < 12 or head[:4] != b"RIFF" or head[8:] != b"WAVE":
            raise ValueError("it is no WAV file")
        end = 8 + struct.unpack("<I", head[4:8])[0]
        if end > size:
            raise ValueError("it is cut off before the end that it names")
        for _ in range(_MOST_CHUNKS):
            if file.tell() + 8 > end:
                return
            name, length = struct.unpack("<4sI", file.read(8))
            if file.tell() + length > end:
                raise ValueError("a part of it is longer than the file")
            if name == b"iXML":
                if length > _LONGEST_IXML:
                    raise ValueError("its iXML is longer than any that castalia writes")
                yield file.read(length)
                length %= 2
            else:
                length += length % 2
            file.seek(length, os.SEEK_CUR)
    raise ValueError("it holds more chunks than any sound needs")


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def _pcm(samples: NDArray[np.float32], title: str) -> bytes:
    """Interleaved little-endian 24 bit. The dither is keyed by the title: the same sound gives the same bytes."""
    random = generator(24, "dither", title, len(samples))
    noise = random.random(samples.shape, np.float32) - random.random(samples.shape, np.float32)
    steps = np.clip(np.round(samples.astype(np.float64) * FULL + noise), -FULL - 1, FULL).astype("<i4")
    return np.ascontiguousarray(steps).view(np.uint8).reshape(-1, 4)[:, :_BYTES].tobytes()


def _bext(title: str) -> bytes:
    """Version 1: description and originator; date, time and time reference are empty."""
    description = f"Castalia: {title}".encode("ascii", "replace")[:255]
    head = description.ljust(256, b"\0") + b"Castalia".ljust(32, b"\0") + b"\0" * 32 + b"\0" * 18
    return head + struct.pack("<QH", 0, 1) + b"\0" * 254


def _smpl(length: int, rate: int) -> bytes:
    """One forward loop over the whole file, played for ever."""
    head = struct.pack("<9I", 0, 0, round(1e9 / rate), 60, 0, 0, 0, 1, 0)
    return head + struct.pack("<6I", 0, 0, 0, length - 1, 0, 0)


def _ixml(title: str, recipe: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<BWFXML><IXML_VERSION>2.10</IXML_VERSION><PROJECT>Castalia</PROJECT>'
        f"<NOTE>{_xml(title)}</NOTE><USER>{_OPEN}{_xml(recipe)}{_CLOSE}</USER></BWFXML>\n"
    )


def _xml(text: str) -> str:
    """Text as XML content."""
    return escape(legal(text), {"\r": "&#13;"})
