"""Composition by number: may this picture be shown? Thresholds were measured on pictures of our own.

Lightness is OKLab's L of the finished picture, small; depth in metres along the ray.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from castalia.world import World

Array = NDArray[Any]
DARK, VEILED, INDOORS, SUBJECTLESS, STEEP = "night", "fog", "indoors", "no subject", "looks down"

FAINTEST = 0.06
"""Contrast under which a subject is as good as lost, even where fog or night waives the check."""


@dataclass(frozen=True)
class Check:
    """A measured value and the range that is accepted; ``waived`` says why it does not count here."""

    name: str
    value: float
    low: float
    high: float
    waived: str = ""

    @property
    def ok(self) -> bool:
        return bool(self.waived) or self.low <= self.value <= self.high

    @property
    def miss(self) -> float:
        """How far outside its range the value lies, as a share of the range or of its bound."""
        if self.ok:
            return 0.0
        bound = self.low if self.value < self.low else self.high
        return min(1.0, abs(self.value - bound) / max(abs(bound), 0.05))


@dataclass(frozen=True)
class Verdict:
    """All checks of one picture; ``score`` is higher for better ones."""

    checks: tuple[Check, ...]
    score: float

    @property
    def ok(self) -> bool:
        return all(check.ok for check in self.checks)

    def to_json(self) -> dict[str, Any]:
        return {
            "ok": self.ok,
            "checks": {
                check.name: {
                    "value": round(check.value, 3),
                    "accepted": [check.low, check.high],
                    "ok": check.ok,
                    **({"waived": check.waived} if check.waived else {}),
                }
                for check in self.checks
            },
        }


@dataclass(frozen=True)
class Sight:
    """What is judged: the finished picture's lightness (H,W), depth (H,W) with inf at sky, the subject's pixels (H,W), the share of
    it that nothing hides, its height as a share of the frame, its middle (x, y) in 0..1, and the share of rays round the
    camera that meet something within a metre."""

    lightness: Array
    depth: Array
    subject: Array
    visible: float
    height: float
    middle: tuple[float, float]
    crowded: float


def judge(sight: Sight, world: World, share: tuple[float, float], looks_down: bool) -> Verdict:
    """Every check on one picture. ``share`` is the range of heights that the asked shot size allows the subject."""
    waive = _Waivers(world, not sight.subject.any(), looks_down)
    light = sight.lightness
    low, middle, high, top = np.percentile(light, (5, 50, 95, 99))
    sky = float(np.isinf(sight.depth).mean())
    edges = np.hypot(ndimage.sobel(light, 0), ndimage.sobel(light, 1))
    third = min(abs(sight.middle[0] - 1 / 3), abs(sight.middle[0] - 2 / 3))
    contrast = _against_ring(light, sight.subject)
    checks = (
        Check("room round the camera", 1 - sight.crowded, 0.95, 1.0),
        Check("nearest thing", float(np.percentile(sight.depth, 0.3)), 1.5, np.inf),
        Check("brightest", float(top), 0.6, 1.01, waive(DARK, VEILED, INDOORS)),
        Check("range of lightness", float(high - low), 0.33, 0.9, waive(DARK, VEILED, INDOORS)),
        Check("clipped", float((light > 0.985).mean()), 0.0, 0.02),
        Check("crushed", float((light < 0.03).mean()), 0.0, 0.25, waive(DARK)),
        Check("sky", sky, 0.03, 0.55, waive(INDOORS, STEEP)),
        Check("depth", _entropy(sight.depth), 0.55, 1.0, waive(INDOORS, VEILED, STEEP)),
        Check("subject seen", sight.visible, 0.5, 1.01, waive(SUBJECTLESS)),
        Check("subject's height", sight.height, *share, waive(SUBJECTLESS)),
        Check("distance from a third", third, 0.0, 0.2, waive(SUBJECTLESS)),
        Check("subject against its ring", contrast, 0.08, 1.0, waive(SUBJECTLESS, VEILED, DARK)),
        Check("busy", float((edges > 0.25).mean()), 0.02, 0.42, waive(VEILED, DARK)),
    )
    misses = sum(check.miss for check in checks)
    failed = sum(not check.ok for check in checks)
    beauty = 1.2 * min(contrast, 0.25) / 0.25 + 2.0 * sight.visible + 0.8 * _layers(sight.depth) - 1.5 * third
    if sight.subject.any() and contrast < FAINTEST:
        beauty -= 2.0 * (1 - contrast / FAINTEST)
    beauty += 0.5 * min(float(high - low) / 0.5, 1.0) - 0.8 * abs(float(middle) - 0.42)
    return Verdict(checks, beauty - 1.5 * failed - 2.0 * misses)


class _Waivers:
    """Which reasons hold for a world; only these may waive a check, each only the checks that name it."""

    def __init__(self, world: World, subjectless: bool, looks_down: bool) -> None:
        reasons = {
            DARK: world.sky.moon or world.sky.stars > 0.3,
            VEILED: world.air.haze > 0.012 or world.air.snow > 0 or world.air.rain > 0.5,
            INDOORS: world.indoors,
            SUBJECTLESS: subjectless,
            STEEP: looks_down,
        }
        self.held = [reason for reason, holds in reasons.items() if holds]

    def __call__(self, *reasons: str) -> str:
        return next((reason for reason in self.held if reason in reasons), "")


def _against_ring(light: Array, subject: Array) -> float:
    """Difference of mean lightness between the subject and what surrounds it."""
    if not subject.any():
        return 0.0
    ring = ndimage.binary_dilation(subject, iterations=max(2, len(light) // 24)) & ~subject
    return float(abs(light[subject].mean() - light[ring].mean())) if ring.any() else 0.0


def _entropy(depth: Array) -> float:
    """How evenly the depths spread over 16 logarithmic bins, 0..1; the sky is one of them."""
    far = np.where(np.isinf(depth), 999.0, np.clip(depth, 0.6, 998.0))
    counts = np.histogram(np.log(far), np.linspace(np.log(0.6), np.log(1_000), 17))[0]
    shares = counts[counts > 0] / counts.sum()
    return float(-(shares * np.log(shares)).sum() / np.log(16))


def _layers(depth: Array) -> float:
    """1 when near, middle and far each hold a fair part of the picture."""
    finite = depth[np.isfinite(depth)]
    if not len(finite):
        return 0.0
    parts = [(depth < 9).mean(), ((depth >= 9) & (depth < 45)).mean(), (depth >= 45).mean()]
    return float(np.mean([min(part / 0.18, 1.0) for part in parts]))


def lightness(picture: NDArray[np.uint8]) -> Array:
    """OKLab's L (H,W) of an sRGB picture (Ottosson 2020)."""
    share = picture / np.float32(255)
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    to_cones = np.array(
        [
            [0.4122214708, 0.5363325363, 0.0514459929],
            [0.2119034982, 0.6806995451, 0.1073969566],
            [0.0883024619, 0.2817188376, 0.6299787005],
        ]
    )
    cones = np.cbrt(linear @ to_cones.T)
    result: Array = cones @ np.array([0.2104542553, 0.7936177850, -0.0040720468])
    return result
