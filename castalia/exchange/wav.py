"""Broadcast WAV, 24 bit: ``bext`` and ``iXML`` for the dubbing stage, ``smpl`` for game engines, the recipe inside.

After EBU Tech 3285 (bext), the iXML specification 2.10 and the RIFF ``smpl`` chunk. No date is written: the same samples
give the same bytes.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape, unescape

import numpy as np
from numpy.typing import NDArray

from castalia.randomness import generator
from castalia.settings import LIMITS

FULL = 2**23 - 1
_MOST_CHUNKS = 64
_OPEN, _CLOSE = "<CASTALIA_RECIPE>", "</CASTALIA_RECIPE>"


def write_wav(
    path: Path, samples: NDArray[np.float32], rate: int, recipe: str, loop: bool = False, title: str = ""
) -> None:
    """Write samples (N, 2) of -1..1 with triangular dither of one step; ``loop`` marks the whole file as a loop."""
    content = b"".join(
        (
            _chunk(b"bext", _bext(title)),
            _chunk(
                b"fmt ",
                struct.pack(
                    "<HHIIHH", 1, samples.shape[1], rate, rate * 3 * samples.shape[1], 3 * samples.shape[1], 24
                ),
            ),
            _chunk(b"smpl", _smpl(len(samples), rate)) if loop else b"",
            _chunk(b"iXML", _ixml(title, recipe).encode()),
            _chunk(b"data", _pcm(samples, title)),
        )
    )
    temporary = path.with_name(path.name + ".part")
    temporary.write_bytes(b"RIFF" + struct.pack("<I", 4 + len(content)) + b"WAVE" + content)
    os.replace(temporary, path)


def read_wav_recipe(path: Path) -> str | None:
    """The recipe in a file's iXML chunk, or None. Raises ValueError on a damaged file."""
    for name, content in _chunks(path):
        if name == b"iXML":
            text = content.decode("utf-8")
            start, end = text.find(_OPEN), text.find(_CLOSE)
            if 0 <= start < end:
                return unescape(text[start + len(_OPEN) : end])
    return None


def _chunks(path: Path) -> Iterator[tuple[bytes, bytes]]:
    """Names and contents of a RIFF file's small chunks; sound itself is passed over."""
    size = path.stat().st_size
    with path.open("rb") as file:
        if file.read(4) != b"RIFF" or len(file.read(4)) < 4 or file.read(4) != b"WAVE":
            raise ValueError("it is no WAV file")
        for _ in range(_MOST_CHUNKS):
            head = file.read(8)
            if len(head) < 8:
                return
            length = struct.unpack("<I", head[4:])[0]
            if file.tell() + length > size:
                raise ValueError("a part of it is longer than the file")
            if head[:4] == b"iXML" and length <= 2 * LIMITS.recipe_bytes:
                yield head[:4], file.read(length)
                file.seek(length % 2, 1)
            else:
                file.seek(length + length % 2, 1)


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def _pcm(samples: NDArray[np.float32], title: str) -> bytes:
    """Interleaved little-endian 24 bit. The dither is keyed by the title: the same sound gives the same bytes."""
    random = generator(24, "dither", title, len(samples))
    noise = random.random(samples.shape, np.float32) - random.random(samples.shape, np.float32)
    steps = np.clip(np.round(samples.astype(np.float64) * FULL + noise), -FULL - 1, FULL).astype("<i4")
    return np.ascontiguousarray(steps).view(np.uint8).reshape(-1, 4)[:, :3].tobytes()


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
        f"<NOTE>{escape(title)}</NOTE><USER>{_OPEN}{escape(recipe)}{_CLOSE}</USER></BWFXML>\n"
    )
