"""The encoder, a program of its own: ``python -m castalia.exchange.encode SETTINGS < frames``.

PyAV's wheel links encoders under the GPL, so castalia never loads it into its own process; it only speaks to this one
over a pipe. SETTINGS is JSON (see ``Settings``). On the pipe: ``A``, the number of samples as eight little-endian bytes, and
the samples; ``V`` and one raw frame, again and again; ``E`` when all is said. Sound that comes first is laid beside its
pictures as they are written, so that no more than the sound is held in memory; sound that comes later lies behind them. The
file is written under a temporary name and kept only after an ``E``: a pipe that breaks leaves nothing behind.
"""

from __future__ import annotations

import json
import signal
import struct
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO

import numpy as np

from castalia.settings import SAMPLE_RATE

ENCODERS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "libx264": {"preset": "medium", "crf": "18", "forced-idr": "1", "profile": "high", "mbtree": "0"},
        "libvpx-vp9": {"crf": "24", "b": "0", "deadline": "good", "cpu-used": "4", "row-mt": "0"},
        "libsvtav1": {"crf": "26", "preset": "8", "svtav1-params": "lp=1"},
        "mpeg4": {"flags": "+qscale", "global_quality": str(3 * 118)},
    }
)
"""What each encoder is told. libx264 is under the GPL; the others are free of it (BSD, BSD, LGPL). Its macroblock tree reads
memory that nobody wrote, with SIMD on some processors: the same frames then give other bytes."""
MASTER = "prores_ks"
"""The encoder of masters: ProRes 422 HQ, ten bits, every frame a whole picture, with uncompressed sound."""
RECIPE_KEY = "castalia"
"""The key of the recipe in a master: QuickTime's own comment ends after 65535 bytes, the value of a key does not."""
_MASTER_OPTIONS = {"profile": "hq", "vendor": "apl0"}
_BT709, _LIMITED = 1, 1


@dataclass(frozen=True)
class Settings:
    """What to write: ``keyframes`` are frame indices that must start a group of pictures."""

    path: str
    width: int
    height: int
    fps: int
    recipe: str
    keyframes: tuple[int, ...]
    encoder: str

    @property
    def master(self) -> bool:
        return self.encoder == MASTER

    @property
    def pixels(self) -> str:
        """Layout and depth of what is encoded."""
        return "yuv422p10le" if self.master else "yuv420p"


def main() -> int:
    """Encode what comes down the pipe; returns the exit code."""
    # Ctrl-C goes to the whole group; the parent decides, and closes the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    given = json.loads(sys.stdin.buffer.readline())
    settings = Settings(**{**given, "keyframes": tuple(given["keyframes"])})
    part = Path(settings.path)
    try:
        whole = encode(settings, sys.stdin.buffer)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    if not whole:
        part.unlink(missing_ok=True)
    return 0 if whole else 1


def encode(settings: Settings, pipe: BinaryIO) -> bool:
    """Write the whole file at ``settings.path``; False when the pipe broke off before its end."""
    import av

    # A film starts to play before it is loaded; a master lies on a disk, and gigabytes need not be moved once more.
    flags = "+write_colr+use_metadata_tags" if settings.master else "+write_colr+faststart"
    options = {"movflags": flags, "fflags": "+bitexact"}
    with av.open(settings.path, "w", format="mov" if settings.master else "mp4", options=options) as output:
        output.metadata[RECIPE_KEY if settings.master else "comment"] = settings.recipe
        video, audio = _video(output, settings), _audio(output, settings)
        sounds: deque[Any] = deque()
        frames, whole = 0, False
        for kind, content in _messages(pipe, settings.width * settings.height * 3):
            if kind == b"V":
                _write(output, video.encode(_frame(content, settings, frames)), sounds)
                frames += 1
            elif kind == b"A":
                sounds.extend(_sound(audio, content, settings))
            else:
                whole = True
        _write(output, video.encode(None), sounds)
        output.mux(list(sounds))
    return whole


def _write(output: Any, pictures: Iterable[Any], sounds: deque[Any]) -> None:
    """Write packets of the picture, each after the sound that is heard before it: players want them side by side."""
    for picture in pictures:
        while sounds and sounds[0].dts * sounds[0].time_base < picture.dts * picture.time_base:
            output.mux(sounds.popleft())
        output.mux(picture)


def _messages(pipe: BinaryIO, frame_bytes: int) -> Iterator[tuple[bytes, bytes]]:
    """The messages on the pipe up to ``E`` or to where it breaks off."""
    while kind := pipe.read(1):
        if kind == b"E":
            yield kind, b""
            return
        length = frame_bytes if kind == b"V" else 8 * struct.unpack("<Q", pipe.read(8))[0]
        content = pipe.read(length)
        if len(content) < length:
            return
        yield kind, content


def _video(output: Any, settings: Settings) -> Any:
    """The video stream in BT.709, a group of pictures at most two seconds long."""
    told = _MASTER_OPTIONS if settings.master else ENCODERS[settings.encoder]
    stream = output.add_stream(settings.encoder, rate=settings.fps, options=dict(told))
    stream.width, stream.height, stream.pix_fmt = settings.width, settings.height, settings.pixels
    stream.time_base = Fraction(1, settings.fps)
    stream.gop_size = 2 * settings.fps
    context = stream.codec_context
    context.color_primaries = context.color_trc = context.colorspace = _BT709
    context.color_range = _LIMITED
    # With more threads the same frames gave other bytes now and then; drawing takes far longer than encoding anyway.
    context.thread_count = 1
    return stream


def _frame(content: bytes, settings: Settings, number: int) -> Any:
    import av
    from av.video.frame import PictureType
    from av.video.reformatter import Colorspace

    pixels = np.frombuffer(content, np.uint8).reshape(settings.height, settings.width, 3)
    frame = av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(
        format=settings.pixels, src_colorspace=Colorspace.ITU709, dst_colorspace=Colorspace.ITU709
    )
    frame.pts, frame.time_base = number, Fraction(1, settings.fps)
    # ProRes says its colours in the header of every frame, and takes them from the frame, not from the stream.
    frame.color_primaries = frame.color_trc = frame.colorspace = _BT709
    frame.color_range = _LIMITED
    if number in settings.keyframes:
        frame.pict_type = PictureType.I
    return frame


def _audio(output: Any, settings: Settings) -> Any:
    """The sound's stream: AAC, or 24 bits uncompressed in a master."""
    stream = output.add_stream("pcm_s24le" if settings.master else "aac", rate=SAMPLE_RATE, layout="stereo")
    if not settings.master:
        stream.bit_rate = 192_000
    stream.codec_context.thread_count = 1
    stream.time_base = Fraction(1, SAMPLE_RATE)
    return stream


def _sound(stream: Any, content: bytes, settings: Settings) -> list[Any]:
    """All packets of stereo samples, 1024 a frame as AAC wants them."""
    import av

    samples = np.frombuffer(content, np.float32).reshape(-1, 2)
    packets: list[Any] = []
    for start in range(0, len(samples), 1024):
        part = np.ascontiguousarray(samples[start : start + 1024].T)
        if settings.master:
            whole = np.round(np.clip(part.T, -1.0, 1.0) * (2**31 - 2**8)).astype(np.int32)
            frame = av.AudioFrame.from_ndarray(whole.reshape(1, -1), format="s32", layout="stereo")
        else:
            frame = av.AudioFrame.from_ndarray(part, format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, start, Fraction(1, SAMPLE_RATE)
        packets += stream.encode(frame)
    return packets + list(stream.encode(None))


if __name__ == "__main__":
    sys.exit(main())
