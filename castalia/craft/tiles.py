"""Tiles that snap, as a kit offers them and as layout asks for them.

Every piece stands in its cell's own frame: metres, the cell's middle at the origin, edge 0 towards +z, and the plain
tile's top at height 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from castalia.craft.grids import Grid
from castalia.world import Prototype

Ways = frozenset[int]


@dataclass(frozen=True)
class Tile:
    """One piece: over which edges its road or its wall runs on, and what makes it, with its lights on
    or not. ``outer`` says how far (x, z) its
    parapet lies off its middle, in steps; that side of a wall looks outwards."""

    name: str
    ways: Ways
    make: Callable[[bool], Prototype]
    outer: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class TileSet:
    """The pieces of one kit that fit one grid. ``dip`` is how far below a plain tile's top the lowest edge or road
    lies, and ``depth`` the thickness of a tile, metres. ``plots`` are buildings that bring their own tile; ``houses``
    stand on one, and so do hills and woods, the ``decor``; ``kinds`` of objects are made from the same kit."""

    grid: Grid
    dip: float
    depth: float
    plain: tuple[Tile, ...]
    roads: tuple[Tile, ...] = ()
    plots: tuple[Tile, ...] = ()
    houses: tuple[Tile, ...] = ()
    decor: tuple[Tile, ...] = ()
    walls: tuple[Tile, ...] = ()
    gates: tuple[Tile, ...] = ()
    kinds: frozenset[str] = frozenset()

    @property
    def encloses(self) -> bool:
        """Whether walls can be closed: there are straight ones and ones for the corners of a ring."""
        return all(fitting(self.grid, self.walls, frozenset({self.grid.opposite(0), edge})) for edge in (0, 1))


def fitting(grid: Grid, tiles: Iterable[Tile], ways: Ways) -> list[tuple[Tile, int]]:
    """The tiles whose ways are ``ways`` once they are turned, each with by how many edges."""
    return [
        (tile, turns)
        for tile in tiles
        for turns in range(grid.sides)
        if {(way + turns) % grid.sides for way in tile.ways} == ways
    ]
