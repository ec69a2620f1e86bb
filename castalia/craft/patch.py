"""The patch of ground round the stage that a kit's tiles lie on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from castalia.craft import noise
from castalia.craft.footprints import DRY, Placed
from castalia.craft.grids import Array, Cell, Grid
from castalia.craft.relations import OFF_GROUND
from castalia.craft.terrain import Terrain
from castalia.craft.tiles import TileSet
from castalia.craft.traits import traits_of
from castalia.language.plan import SceneObject
from castalia.world import Instance

FEWEST, MOST_RINGS = 7, 12
"""How few cells are no patch, and how many rings of them lie round the middle at most."""
UNEVEN = 2.5
"""By how many metres the ground beside water may lie off the patch's level."""
APRON = (2.0, 12.0)
"""From how far outside the patch its level gives way to the land's, and as far as where, metres."""
SEEN = 0.05
"""By how much the lowest road lies over the ground, so that none of it shows through, metres."""
LARGE = 0.3
"""The radius, in steps, from which anything stands in the middle of a tile."""


@dataclass(frozen=True)
class Patch:
    """Cells of one grid, laid round the origin: the ground under them is level at ``ground``, and the top of a plain
    tile lies at ``top``, metres. ``rings`` of cells lie round the middle where the land allows."""

    tiles: TileSet
    cells: frozenset[Cell]
    rings: int
    ground: float
    top: float

    @property
    def grid(self) -> Grid:
        return self.tiles.grid

    def holds(self, x: float, z: float) -> bool:
        return self.grid.cell_at(x, z) in self.cells

    def under(self, each: Instance) -> bool:
        """Whether a thing stands where the patch lies."""
        return self.holds(float(each.transform[0, 3]), float(each.transform[2, 3]))

    def outside(self, x: ArrayLike, z: ArrayLike) -> Array:
        """About how many metres places lie outside the patch."""
        return self.grid.outside(sorted(self.cells), x, z)

    def levelled(self, terrain: Terrain) -> Terrain:
        """The terrain, level under the patch and a little round it."""
        grid_x, grid_z = np.meshgrid(terrain.xs, terrain.zs)
        pad = noise.step(APRON[1], APRON[0], self.outside(grid_x, grid_z))
        return replace(terrain, heights=terrain.heights + pad * (self.ground - terrain.heights))


def patch_of(tiles: TileSet, terrain: Terrain, reach: float, wet: bool) -> Patch | None:
    """The patch for a place, about ``reach`` metres round its stage; beside water only where the land is level and
    dry. None where that is too small."""
    grid = tiles.grid
    rings = min(max(math.ceil(reach / grid.step), 2), MOST_RINGS)
    cells = list(grid.within(rings))
    height = {cell: float(terrain.height(*grid.middle(cell))) for cell in cells}
    if wet:
        dry = [cell for cell in cells if _is_dry(grid, cell, terrain)]
        if not dry:
            return None
        start = min(dry, key=lambda cell: (grid.rings(cell), cell))
        level = height[start]
        cells = _joined(grid, start, [cell for cell in dry if abs(height[cell] - level) < UNEVEN])
    else:
        level = float(np.median([height[cell] for cell in cells if grid.rings(cell) <= 2]))
    if len(cells) < FEWEST:
        return None
    sunk = min(tiles.dip + SEEN, 0.8 * tiles.depth)
    return Patch(tiles, frozenset(cells), rings, level, level + sunk)


def _is_dry(grid: Grid, cell: Cell, terrain: Terrain) -> bool:
    """Whether a cell lies over dry ground as far as its corners."""
    x, z = grid.middle(cell)
    turn = np.arange(12) * (np.pi / 6)
    away = grid.reach / math.cos(math.pi / grid.sides)
    return bool((terrain.height(x + away * np.cos(turn), z + away * np.sin(turn)) > DRY).all())


def _joined(grid: Grid, start: Cell, cells: Sequence[Cell]) -> list[Cell]:
    """Those of the cells that are joined to one of them."""
    left, found, edge = set(cells), [], [start]
    while edge:
        cell = edge.pop()
        if cell in left:
            left.remove(cell)
            found.append(cell)
            edge += [grid.over(cell, way) for way in range(grid.sides)]
    return sorted(found)


def with_tiles(patch: Patch, items: Sequence[SceneObject], placed: Sequence[Placed]) -> list[bool]:
    """For each placed thing, whether it has a tile of its own."""
    return [
        items[each.item].relation not in OFF_GROUND
        and not (traits := traits_of(items[each.item].kind)).natural
        and (traits.building or traits.plot or each.radius > LARGE * patch.grid.step)
        and patch.holds(each.x, each.z)
        for each in placed
    ]


def snapped(
    patch: Patch, items: Sequence[SceneObject], placed: Sequence[Placed], large: Sequence[bool]
) -> list[Placed]:
    """What is ``large``, moved to the middle of the nearest free tile inside the patch; what stands beside a thing
    goes with it, and what is small gives way."""
    taken, shift = set[Cell](), (0.0, 0.0)
    moved: list[Placed] = []
    for each, is_large in zip(placed, large, strict=True):
        if is_large:
            x, z = patch.grid.middle(_nearest_free(patch, taken, each))
            shift = (x - each.x, z - each.z)
            each = replace(each, x=x, z=z)
        elif items[each.item].relation == "beside":
            each = replace(each, x=each.x + shift[0], z=each.z + shift[1])
        moved.append(each)
    set_down = [each for each, is_large in zip(moved, large, strict=True) if is_large]
    aloft = [items[each.item].relation in OFF_GROUND for each in moved]
    pairs = zip(moved, large, aloft, strict=True)
    return [each if is_large or flies else _aside(each, set_down) for each, is_large, flies in pairs]


def _nearest_free(patch: Patch, taken: set[Cell], each: Placed) -> Cell:
    """The free tile inside the patch that is nearest to a thing; it is taken from now on."""
    free = [cell for cell in sorted(patch.cells - taken) if patch.grid.rings(cell) < patch.rings]
    cell = min(free or sorted(patch.cells), key=lambda cell: round(patch.grid.away(cell, each.x, each.z), 6))
    taken.add(cell)
    return cell


def _aside(each: Placed, large: Sequence[Placed]) -> Placed:
    """A small thing, out of the way of what was moved onto it."""
    for other in large:
        gap, least = math.hypot(each.x - other.x, each.z - other.z), 0.9 * (each.radius + other.radius)
        if gap < least:
            turn = math.atan2(each.x - other.x, each.z - other.z) if gap > 1e-6 else 0.0
            each = replace(each, x=other.x + math.sin(turn) * least, z=other.z + math.cos(turn) * least)
    return each
