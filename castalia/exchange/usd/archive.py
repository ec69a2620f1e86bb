"""The zip that USDZ is."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping

ALIGNMENT = 64


def packed(files: Mapping[str, bytes]) -> bytes:
    """An uncompressed zip in which every file's data starts on a multiple of 64 bytes, padded by an extra field."""
    body, directory = bytearray(), bytearray()
    for name, content in files.items():
        encoded, start = name.encode(), len(body)
        padding = -(start + 30 + len(encoded) + 4) % ALIGNMENT
        extra = struct.pack("<2H", 0x1986, padding) + bytes(padding)
        size = len(content)
        # Version 1.0, no flags, stored, 1 January 1980: the same scene gives the same bytes.
        shared = struct.pack("<5H3I2H", 10, 0, 0, 0, 0x21, zlib.crc32(content), size, size, len(encoded), len(extra))
        body += b"PK\x03\x04" + shared + encoded + extra + content
        shared = shared[:-2] + b"\0\0"
        directory += b"PK\x01\x02" + struct.pack("<H", 10) + shared + struct.pack("<3H2I", 0, 0, 0, 0, start) + encoded
    end = struct.pack("<4H2IH", 0, 0, len(files), len(files), len(directory), len(body), 0)
    return bytes(body + directory + b"PK\x05\x06" + end)
