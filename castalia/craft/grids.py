"""Grids of squares and hexagons: where their cells lie and which way their edges look.

Edge k of a cell looks ``360 / sides * k`` degrees from +z towards +x, as headings are counted everywhere else.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Cell = tuple[int, int]
"""Steps along the directions of edge 0 and edge 1; of a hexagonal grid these are its axial coordinates."""
_NEXT: dict[int, tuple[Cell, ...]] = {
    4: ((1, 0), (0, 1), (-1, 0), (0, -1)),
    6: ((1, 0), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1)),
}
"""The cell over each edge."""


@dataclass(frozen=True)
class Grid:
    """Cells of 4 or 6 ``sides``, ``step`` metres from one's middle to the next one's; cell (0, 0) lies at the
    origin."""

    sides: int
    step: float

    @property
    def reach(self) -> float:
        """Metres from a cell's middle to its edges."""
        return self.step / 2

    def heading(self, edge: float) -> float:
        """Degrees towards which an edge looks."""
        return 360.0 / self.sides * edge

    def direction(self, edge: float) -> tuple[float, float]:
        """The unit vector (x, z) towards which an edge looks."""
        angle = math.radians(self.heading(edge))
        return math.sin(angle), math.cos(angle)

    def middle(self, cell: Cell) -> tuple[float, float]:
        """The place (x, z) of a cell's middle, metres."""
        (x0, z0), (x1, z1) = self.direction(0), self.direction(1)
        return self.step * (cell[0] * x0 + cell[1] * x1), self.step * (cell[0] * z0 + cell[1] * z1)

    def over(self, cell: Cell, edge: int, steps: int = 1) -> Cell:
        """The cell so many steps away over an edge."""
        first, second = _NEXT[self.sides][edge % self.sides]
        return cell[0] + steps * first, cell[1] + steps * second

    def opposite(self, edge: int) -> int:
        return (edge + self.sides // 2) % self.sides

    def rings(self, cell: Cell) -> int:
        """How many rings of cells a cell lies from cell (0, 0)."""
        first, second = cell
        if self.sides == 4:
            return max(abs(first), abs(second))
        return max(abs(first), abs(second), abs(first + second))

    def within(self, rings: int) -> Iterator[Cell]:
        """All cells at most so many rings from cell (0, 0), in order."""
        span = range(-rings, rings + 1)
        return (cell for first in span for second in span if self.rings(cell := (first, second)) <= rings)

    def ring(self, rings: int) -> list[tuple[Cell, int, int]]:
        """The cells of one ring, each with the edges over which the cells before and after it lie."""
        at = self.over((0, 0), 4, rings) if self.sides == 6 else (-rings, -rings)
        length = rings if self.sides == 6 else 2 * rings
        walked = [edge for edge in range(self.sides) for _ in range(length)]
        found = []
        for number, edge in enumerate(walked):
            found.append((at, self.opposite(walked[number - 1]), edge))
            at = self.over(at, edge)
        return found

    def cell_at(self, x: float, z: float) -> Cell:
        """The cell in which a place lies."""
        (x0, z0), (x1, z1) = self.direction(0), self.direction(1)
        scale = self.step * (x0 * z1 - x1 * z0)
        first, second = round((x * z1 - z * x1) / scale), round((z * x0 - x * z0) / scale)
        near = [(first + i, second + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
        return min(near, key=lambda cell: (round(self.away(cell, x, z), 9), cell))

    def away(self, cell: Cell, x: float, z: float) -> float:
        """Metres from a cell's middle."""
        middle = self.middle(cell)
        return math.hypot(x - middle[0], z - middle[1])

    def outside(self, cells: Iterable[Cell], x: ArrayLike, z: ArrayLike) -> Array:
        """About how many metres places lie outside the nearest of ``cells``, negative inside it."""
        x, z = np.asarray(x, np.float64), np.asarray(z, np.float64)
        least = np.full(x.shape, np.inf)
        ways = [self.direction(edge) for edge in range(self.sides)]
        for cell in cells:
            across, along = self.middle(cell)
            reached = [(x - across) * to_x + (z - along) * to_z for to_x, to_z in ways]
            least = np.minimum(least, np.max(reached, axis=0) - self.reach)
        return least
