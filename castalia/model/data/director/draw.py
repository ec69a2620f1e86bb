"""Draws in the words the director needs."""

from __future__ import annotations

import numpy as np


class Draw:
    """Draws in the words the director needs."""

    def __init__(self, random: np.random.Generator) -> None:
        self.random = random

    def one(self, choices: list[str]) -> str:
        return choices[int(self.random.integers(len(choices)))]

    def leaning(self, choices: list[str]) -> str:
        """One of the choices, the first the likeliest."""
        weights = 1 / np.arange(1, len(choices) + 1)
        return choices[int(self.random.choice(len(choices), p=weights / weights.sum()))]

    def weighted(self, weights: dict[str, float]) -> str:
        values = np.array(list(weights.values()), float)
        return list(weights)[int(self.random.choice(len(weights), p=values / values.sum()))]

    def some(self, choices: list[str], low: int, high: int) -> list[str]:
        count = min(len(choices), int(self.random.integers(low, high + 1)))
        return [choices[int(index)] for index in self.random.choice(len(choices), count, replace=False)]

    def chance(self, share: float) -> bool:
        return bool(self.random.random() < share)

    def near(self, value: float, spread: float, low: float = -1.0, high: float = 1.0) -> float:
        return round(float(np.clip(value + spread * self.random.standard_normal(), low, high)), 3)

    def between(self, low: float, high: float) -> float:
        return float(self.random.uniform(low, high))
