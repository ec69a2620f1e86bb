"""What checks say of a picture."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Check:
    """One measured value and the range that it should lie in."""

    name: str
    value: float
    low: float
    high: float

    @property
    def ok(self) -> bool:
        return self.low <= self.value <= self.high

    @property
    def miss(self) -> float:
        """How far it lies outside: 0 when it does not, 1 when it is as wrong as it gets."""
        over = max(self.low - self.value, self.value - self.high, 0.0)
        return min(over / max(self.low if self.value < self.low else self.high, 0.05), 1.0)


@dataclass(frozen=True)
class Verdict:
    """What the checks say of a picture. ``waived`` gives the reason for each check that does not count; ``score``
    compares pictures of one still, and ``search`` counts the searches it took."""

    checks: tuple[Check, ...]
    waived: Mapping[str, str]
    score: float
    search: int = 1

    @property
    def failed(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if not check.ok and check.name not in self.waived)

    @property
    def ok(self) -> bool:
        return not self.failed

    def to_json(self) -> dict[str, Any]:
        """Each check with its value, threshold and whether it was kept; the waived ones with the reason."""
        checks = {
            check.name: {
                "value": round(check.value, 4),
                "threshold": [check.low, check.high if math.isfinite(check.high) else None],
                "ok": check.ok,
            }
            for check in self.checks
        }
        return {"ok": self.ok, "search": self.search, "checks": checks, "waived": dict(self.waived)}
