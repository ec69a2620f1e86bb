"""Roads over a grid of cells: which cells they run through, and over which of their edges."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from castalia.craft.grids import Cell, Grid
from castalia.craft.tiles import Tile, Ways, fitting

BEND, STRAY = 0.6, 0.15
"""What a bend costs, and each step away from the straight line, in cells of road."""


@dataclass
class Roads:
    """The roads on some cells so far. ``free`` cells may carry one, with pieces from ``tiles``."""

    grid: Grid
    tiles: Sequence[Tile]
    free: Collection[Cell]
    ways: dict[Cell, Ways] = field(default_factory=dict)

    def lay(self, cells: Sequence[Cell], enters: int | None, leaves: int | None) -> bool:
        """Lay a road through cells that follow one another, on from edge ``enters`` of the first and over edge
        ``leaves`` of the last. Nothing is laid when a piece for it is missing; says whether it was laid."""
        edges = [self._edge(one, two) for one, two in pairwise(cells)]
        added: dict[Cell, set[int]] = {cell: set(self.ways.get(cell, ())) for cell in cells}
        for cell, edge in zip(cells[:-1], edges, strict=True):
            added[cell].add(edge)
            added[self.grid.over(cell, edge)].add(self.grid.opposite(edge))
        added[cells[0]] |= set() if enters is None else {enters}
        added[cells[-1]] |= set() if leaves is None else {leaves}
        fits = all(fitting(self.grid, self.tiles, frozenset(ways)) for ways in added.values())
        if fits and all(cell in self.free for cell in cells):
            self.ways |= {cell: frozenset(ways) for cell, ways in added.items()}
            return True
        return False

    def route(self, start: Cell, goals: Collection[Cell], enters: int | None) -> list[Cell] | None:
        """The cheapest way over free cells from ``start``, come into over edge ``enters``, to one of ``goals``:
        short, with few bends that there are pieces for, near to the straight line. None when there is none."""
        first = None if enters is None else self.grid.opposite(enters)
        waiting: list[tuple[float, Cell, int, tuple[Cell, ...]]] = [
            (0.0, start, -1 if first is None else first, (start,))
        ]
        done: set[tuple[Cell, int]] = set()
        while waiting:
            cost, cell, ahead, path = heapq.heappop(waiting)
            if cell in goals:
                return list(path)
            if (cell, ahead) in done:
                continue
            done.add((cell, ahead))
            for edge in range(self.grid.sides):
                after = self.grid.over(cell, edge)
                if after in self.free and after not in path and (ahead < 0 or self._turns(ahead, edge)):
                    bent = (
                        BEND * (ahead >= 0 and edge != ahead) + STRAY * abs(self.grid.middle(after)[0]) / self.grid.step
                    )
                    heapq.heappush(waiting, (cost + 1 + bent, after, edge, (*path, after)))
        return None

    def _turns(self, ahead: int, edge: int) -> bool:
        """Whether there is a piece that leads from one direction into another."""
        ways = frozenset({self.grid.opposite(ahead), edge})
        return len(ways) == 2 and bool(fitting(self.grid, self.tiles, ways))

    def _edge(self, one: Cell, two: Cell) -> int:
        return next(edge for edge in range(self.grid.sides) if self.grid.over(one, edge) == two)


def lanes(roads: Roads, rings: int, enclosed: bool) -> None:
    """A village's roads: one from the camera's side to the far end, others that join it from both sides. Where walls
    enclose them they end inside, but for the gate at the far end; on a strip of land one runs along it."""
    grid = roads.grid
    near, far = grid.over((0, 0), 0, rings - enclosed), grid.over((0, 0), grid.opposite(0), rings)
    if near not in roads.free or far not in roads.free:
        _along(roads)
        return
    enters = None if enclosed else 0
    main = roads.route(near, {far}, enters)
    if main is None or not roads.lay(main, enters, grid.opposite(0)):
        return
    aside = (1, 5, 2, 4) if grid.sides == 6 else (1, 3)
    for edge in aside:
        start, way_in = grid.over((0, 0), edge, rings - enclosed), None if enclosed else edge
        branch = roads.route(start, set(roads.ways), way_in) if start not in roads.ways else None
        if branch is not None:
            roads.lay(branch, way_in, None)


def _along(roads: Roads) -> None:
    """One road from the cell farthest to the left to that farthest to the right, as far as it can be gone."""
    if not roads.free:
        return
    across = sorted(roads.free, key=lambda cell: (round(roads.grid.middle(cell)[0], 6), cell))
    way = roads.route(across[0], {across[-1]}, None)
    if way is not None and len(way) > 1:
        roads.lay(way, None, None)


def blocks(roads: Roads, rings: int, every: int = 3, rows: int = 4) -> None:
    """A city's streets, straight from border to border: one past the stage into the distance, others beside it and
    across."""
    grid = roads.grid
    lines: Iterable[tuple[Cell, int]] = [((0, 0), 0)]
    lines = [*lines, *(((0, at), 0) for at in range(-rings, rings + 1) if at and at % every == 0)]
    lines = [*lines, *(((at, 0), 1) for at in range(-rings, rings + 1) if at % rows == rows // 2)]
    for through, edge in lines:
        steps = range(-rings, rings + 1)
        roads.lay([grid.over(through, edge, step) for step in steps], grid.opposite(edge), edge)
