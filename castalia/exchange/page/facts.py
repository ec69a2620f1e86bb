"""What the page shows beside the plan, and how sound files look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from castalia.world import Floats

_BINS = 240


@dataclass(frozen=True)
class PageFacts:
    """What the page shows beside the plan. ``files`` maps paths in the pack to bytes; ``waves`` maps sound files to
    their seconds and peaks (N,) 0..1; ``ownership`` says whose the files are."""

    brief: str
    files: Mapping[str, int]
    waves: Mapping[str, tuple[float, Floats]] = field(default_factory=dict)
    ownership: str = ""
    sealed: bool = False
    remarks: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        pack: Path,
        paths: Iterable[Path],
        brief: str,
        ownership: str = "",
        sealed: bool = False,
        remarks: Mapping[str, Sequence[str]] | None = None,
    ) -> PageFacts:
        """The facts of a finished pack, from its folder and the paths of its files. ``remarks`` are said under a section
        or a file."""
        files = {path.relative_to(pack).as_posix(): path.stat().st_size for path in paths}
        # The record is written last, since it names this page's hash; so its size is not known yet.
        files |= dict.fromkeys(("rights/credits.txt", "rights/rights.json"), 0)
        waves = {name: wave_of(pack / name) for name in files if name.endswith(".wav")}
        return cls(brief, files, waves, ownership, sealed, remarks or {})

    def under(self, start: str, end: str = "") -> list[str]:
        """The files whose path starts and ends so."""
        return [name for name in self.files if name.startswith(start) and name.endswith(end)]


def wave_of(path: Path) -> tuple[float, Floats]:
    """Seconds and peaks (240,) of a sound file, the loudest 1."""
    import soundfile

    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    if not len(samples):
        return 0.0, np.zeros(1, np.float32)
    loud = np.abs(samples).max(axis=1)
    starts = np.unique(np.linspace(0, len(loud), _BINS, endpoint=False).astype(int))
    peaks: Floats = np.maximum.reduceat(loud, starts)
    return len(samples) / rate, peaks / max(float(peaks.max()), 1e-6)
