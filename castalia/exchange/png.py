"""PNG pictures that carry their recipe as international text (PNG specification, third edition, 11.3.3.4)."""

from __future__ import annotations

import os
import struct
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from castalia.errors import CastaliaError
from castalia.files import whole
from castalia.settings import LIMITS

KEYWORD = "castalia"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_LARGEST_ZIPPED = 1_000_000
"""Pillow opens no PNG whose compressed text unpacks to more than 2^20 bytes; longer recipes stay plain."""
_MOST_CHUNKS = 10_000
"""Chunks before the picture data; a castalia PNG has fewer than ten."""


def write_png(path: Path, pixels: NDArray[np.uint8] | NDArray[np.uint16], recipe: str) -> None:
    """Write a picture: uint8 (H,W,3) in sRGB, uint8 (H,W) or uint16 (H,W). The same pixels give the same bytes.

    Raises CastaliaError on any other shape or type.
    """
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    kind = (pixels.dtype.str[1:], pixels.ndim, pixels.shape[2] if pixels.ndim == 3 else 1)
    if kind not in (("u1", 3, 3), ("u1", 2, 1), ("u2", 2, 1)):
        raise CastaliaError(f"a PNG is written from uint8 (H,W,3) or (H,W) or uint16 (H,W), not {pixels.shape}")
    text = PngInfo()
    text.add_itxt(KEYWORD, recipe, zip=len(recipe.encode()) < _LARGEST_ZIPPED)
    with whole(path) as temporary:
        Image.fromarray(np.ascontiguousarray(pixels)).save(temporary, "PNG", pnginfo=text, compress_level=6)


def read_png_recipe(path: Path) -> str | None:
    """The recipe in a PNG's text, or None where there is none. Raises ValueError on a damaged file."""
    with path.open("rb") as file:
        if file.read(8) != _SIGNATURE:
            raise ValueError("it is no PNG file")
        for _ in range(_MOST_CHUNKS):
            head = file.read(8)
            if len(head) < 8:
                raise ValueError("it ends before its picture")
            length, kind = struct.unpack(">I4s", head)
            if kind in (b"IDAT", b"IEND"):
                return None
            if kind != b"iTXt" or length > LIMITS.recipe_bytes:
                file.seek(length + 4, os.SEEK_CUR)
                continue
            content = file.read(length)
            if file.read(4) != struct.pack(">I", zlib.crc32(kind + content)):
                raise ValueError("its text is damaged")
            recipe = _text(content)
            if recipe is not None:
                return recipe
    raise ValueError("it holds more chunks than any picture needs")


def _text(content: bytes) -> str | None:
    """What an iTXt chunk says under our keyword; decompressed no further than a recipe may be long."""
    keyword, _, rest = content.partition(b"\0")
    if keyword != KEYWORD.encode() or len(rest) < 4:
        return None
    compressed = rest[0] == 1
    _, _, rest = rest[2:].partition(b"\0")
    _, _, text = rest.partition(b"\0")
    if compressed:
        unpacker = zlib.decompressobj()
        text = unpacker.decompress(text, LIMITS.recipe_bytes)
        if not unpacker.eof:
            raise ValueError("its recipe is cut off or longer than any that castalia writes")
    return text.decode("utf-8")
