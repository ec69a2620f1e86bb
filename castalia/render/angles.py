"""The angles from which a plan has its pictures taken, and what each asks of the camera."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

Range = tuple[float, float]


@dataclass(frozen=True)
class Angle:
    """``pitch``: how far the camera may look down and up, degrees. ``eye``: its height over the ground, metres, unless it looks
    down on its subject from a ``rise`` of so many degrees. ``stand``: where the subject's middle may be put, in half frames
    below and above the picture's. A ``level`` camera may be raised to see over things; a ``low`` one has the ground in its face."""

    pitch: Range
    stand: Range
    eye: Range = (1.475, 1.825)
    rise: Range = (0.0, 0.0)
    level: bool = False
    low: bool = False

    @property
    def above(self) -> bool:
        return self.rise[1] > 0


ANGLES: Mapping[str, Angle] = MappingProxyType(
    {
        "eye-level": Angle((-14.0, 20.0), (-0.30, 0.34), level=True),
        "low-angle": Angle((2.0, 50.0), (-0.42, 0.20), (0.5, 1.1), low=True),
        "high-angle": Angle((-52.0, -14.0), (-0.20, 0.14), rise=(22.0, 38.0)),
        "birds-eye": Angle((-88.0, -55.0), (-0.20, 0.14), rise=(62.0, 74.0)),
    }
)
