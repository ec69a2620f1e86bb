"""Films: frames and sound to MP4 or QuickTime through the encoder's own process, and the recipe inside (ISO/IEC 14496-12 boxes).

with FilmWriter(path, 960, 540, 24, recipe, keyframes=[0, 48]) as film:
    film.sound(samples)
    film.add(frame)
"""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from castalia.errors import CastaliaError
from castalia.exchange.encode import ENCODERS, MASTER, RECIPE_KEY
from castalia.settings import LIMITS

_PATIENCE = 5.0
"""Seconds that an encoder is given to stop by itself after an error."""
_MOST_BOXES = 10_000


class FilmWriter:
    """Writes one film: H.264 (or another of ``ENCODERS``) and AAC, or as ``MASTER`` a ``.mov``. ``keyframes`` are frames that start a shot.

    The file appears at ``path`` only when the block ends well; after an error or Ctrl-C nothing is left, neither file
    nor process. The same frames and samples give the same bytes. Raises CastaliaError when the film cannot be encoded.
    """

    def __init__(
        self,
        path: Path,
        width: int,
        height: int,
        fps: int,
        recipe: str,
        keyframes: Sequence[int] = (0,),
        encoder: str = "libx264",
    ) -> None:
        if encoder not in ENCODERS and encoder != MASTER:
            raise CastaliaError(f"{encoder!r} is no encoder of films; choose one of {', '.join(ENCODERS)}")
        if width % 2 or height % 2:
            raise CastaliaError(f"a film of {width} x {height} cannot be encoded; both sides must be even")
        self._path, self._shape = path, (height, width, 3)
        self._part = path.with_name(path.name + ".part")
        settings = {
            "path": str(self._part),
            "width": width,
            "height": height,
            "fps": fps,
            "recipe": recipe,
            "keyframes": list(keyframes),
            "encoder": encoder,
        }
        self._settings = json.dumps(settings).encode() + b"\n"

    def __enter__(self) -> FilmWriter:
        self._complaints = tempfile.TemporaryFile()
        self._child = subprocess.Popen(
            [sys.executable, "-P", "-m", "castalia.exchange.encode"], stdin=subprocess.PIPE, stderr=self._complaints
        )
        self._send(self._settings)
        return self

    def add(self, frame: NDArray[np.uint8]) -> None:
        """The next frame, (H,W,3) uint8 in sRGB."""
        if frame.shape != self._shape or frame.dtype != np.uint8:
            raise CastaliaError(f"a frame of this film is uint8 {self._shape}, not {frame.dtype} {frame.shape}")
        self._send(b"V", np.ascontiguousarray(frame).data)

    def sound(self, samples: NDArray[np.float32]) -> None:
        """The whole sound, (N,2) float32 in -1..1 at 48 kHz, from the first frame on. Say it once, and best before the
        frames: then it lies beside them in the file."""
        stereo = np.ascontiguousarray(samples, np.float32)
        self._send(b"A", struct.pack("<Q", len(stereo)), stereo.data)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> Literal[False]:
        try:
            if kind is None:
                self._finish()
        finally:
            self._stop()
        return False

    def _send(self, *parts: bytes | memoryview) -> None:
        pipe = self._child.stdin
        assert pipe is not None
        try:
            for part in parts:
                pipe.write(part)
        except OSError as error:
            raise self._failure() from error

    def _finish(self) -> None:
        self._send(b"E")
        self._close()
        if self._child.wait() != 0:
            raise self._failure()
        os.replace(self._part, self._path)

    def _close(self) -> None:
        assert self._child.stdin is not None
        with suppress(BrokenPipeError):
            self._child.stdin.close()

    def _failure(self) -> CastaliaError:
        """What the encoder said last before it gave up."""
        self._child.wait()
        self._complaints.seek(0)
        said = self._complaints.read().decode("utf-8", "replace").strip().splitlines()
        reason = said[-1] if said else f"exit code {self._child.returncode}"
        if "No module named 'av'" in reason:
            return CastaliaError("a film needs PyAV to be encoded; install it with: pip install av")
        return CastaliaError(f"the film {self._path.name} could not be encoded: {reason}")

    def _stop(self) -> None:
        """No process and no half-written file stays behind."""
        self._close()
        try:
            self._child.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        self._complaints.close()
        self._part.unlink(missing_ok=True)


# --- reading --------------------------------------------------------------------------------------------------------


class _Box(NamedTuple):
    """One box: its four letters, and where its content starts and ends in the file."""

    kind: bytes
    start: int
    end: int


def read_mp4_recipe(path: Path) -> str | None:
    """The recipe in an MP4's comment, or None where there is none. Raises ValueError on a damaged file."""
    with path.open("rb") as file:
        value = _down(file, _metadata(file, path), b"ilst", b"\xa9cmt", b"data")
        return _text(file, value) if value else None


def read_mov_recipe(path: Path) -> str | None:
    """The recipe in a master, or None where there is none. Raises ValueError on a damaged file."""
    with path.open("rb") as file:
        meta = _metadata(file, path)
        keys = _down(file, meta, b"keys")
        number = _number_of(file, keys) if keys else 0
        value = _down(file, meta, b"ilst", struct.pack(">I", number), b"data")
        return _text(file, value) if number and value else None


def _metadata(file: BinaryIO, path: Path) -> _Box | None:
    """Where a film's metadata stands."""
    whole = _Box(b"file", 0, path.stat().st_size)
    if _inside(file, whole, b"ftyp") is None:
        raise ValueError("it is no film")
    meta = _down(file, whole, b"moov", b"udta", b"meta")
    return meta._replace(start=meta.start + 4) if meta else None  # after its version and flags


def _down(file: BinaryIO, place: _Box | None, *kinds: bytes) -> _Box | None:
    """The first box of the first kind, in it that of the second, and so on; None where one is missing."""
    for kind in kinds:
        place = _inside(file, place, kind) if place else None
    return place


def _number_of(file: BinaryIO, keys: _Box) -> int:
    """The number, from 1, of the recipe's key in a table of keys, 0 where it is not named (QuickTime File Format: each
    has a size, a namespace and a name)."""
    at, number = keys.start + 8, 0  # after the version, flags and count
    while at + 8 <= keys.end and number < _MOST_BOXES:
        file.seek(at)
        size, number = struct.unpack(">I", file.read(4))[0], number + 1
        if size < 8 or at + size > keys.end:
            raise ValueError("a key in it is larger than what holds it")
        if size == 8 + len(RECIPE_KEY) and file.read(size - 4) == b"mdta" + RECIPE_KEY.encode():
            return number
        at += size
    return 0


def _text(file: BinaryIO, value: _Box) -> str:
    """The text in a box ``data``."""
    length = value.end - value.start - 8  # after the value's type and locale
    if length < 0 or length > LIMITS.recipe_bytes:
        raise ValueError("its recipe is longer than any that castalia writes")
    file.seek(value.start + 8)
    return file.read(length).decode("utf-8")


def _inside(file: BinaryIO, place: _Box, kind: bytes) -> _Box | None:
    """The first box of a kind inside another; sizes are believed only as far as the outer box goes."""
    at = place.start
    for _ in range(_MOST_BOXES):
        if at + 8 > place.end:
            return None
        file.seek(at)
        size, found = struct.unpack(">I4s", file.read(8))
        head = 8
        if size == 1:
            size, head = struct.unpack(">Q", file.read(8))[0], 16
        end = place.end if size == 0 else at + size
        if end < at + head or end > place.end:
            raise ValueError("a box in it is larger than what holds it")
        if found == kind:
            return _Box(found, at + head, end)
        at = end
    raise ValueError("it holds more boxes than any film needs")
