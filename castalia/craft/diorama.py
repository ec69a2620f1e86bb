"""A place built of a kit's tiles: roads, lots with houses along them, hills and woods, walls round it all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from castalia.craft import meshes, transforms
from castalia.craft.footprints import Placed
from castalia.craft.grids import Cell
from castalia.craft.patch import Patch
from castalia.craft.places.place import Place
from castalia.craft.roads import Roads, blocks, lanes
from castalia.craft.scatter import clearing
from castalia.craft.surroundings import Standing
from castalia.craft.tiles import Tile, Ways, fitting
from castalia.craft.tops import topmost
from castalia.craft.traits import traits_of
from castalia.randomness import generator
from castalia.world import Bounds, Floats, Prototype

WOODED = 0.45
"""The share of the tiles beside no road that carry hills or woods."""
AWAY = 24.0
"""Nearer than so many metres to the stage no hill stands, so that all of it can be seen."""
STRIDE = 7
"""How far on in the list of a kit's houses the next one lies: neighbours differ."""
BULKY = 1.0
"""The radius of a thing from which a village's road leads round it, metres."""
SKY = 80.0
"""How high over the ground cameras may be inside walls, metres."""
LOW = 0.04
"""How far below a plain tile's top a road lies at least, metres."""


@dataclass(frozen=True)
class Piece:
    """A tile or what snaps to one, set on a cell and turned by ``turns`` edges."""

    tile: Tile
    cell: Cell
    turns: int


@dataclass
class Diorama:
    """What is laid on a patch. ``lots`` are free tiles beside a road, each with the edge that looks at it; ``height``
    is that of the tiles' tops."""

    patch: Patch
    pieces: list[Piece]
    lots: list[tuple[Cell, int]]
    taken: set[Cell]
    roads: frozenset[Cell]
    walled: bool
    lit: bool
    made: dict[str, Prototype] = field(default_factory=dict)

    def prototype(self, tile: Tile) -> Prototype:
        if tile.name not in self.made:
            self.made[tile.name] = tile.make(self.lit)
        return self.made[tile.name]

    def height(self, x: float, z: float) -> float:
        """The height of the tiles' tops at a place on the patch, metres."""
        cell = self.patch.grid.cell_at(x, z)
        below = next(each for each in self.pieces if each.cell == cell)
        across, _, along, _ = np.linalg.inv(self.transform(below).astype(np.float64)) @ (x, 0.0, z, 1.0)
        mesh = meshes.merge(part.mesh for part in self.prototype(below.tile).parts)
        top = float(topmost(mesh.positions, mesh.triangles, [[across, along]])[0][0])
        return self.patch.top + (top if np.isfinite(top) else 0.0)

    def transform(self, piece: Piece) -> Floats:
        """(4,4) from the piece's own frame to the world."""
        x, z = self.patch.grid.middle(piece.cell)
        return transforms.placed((x, self.patch.top, z), self.patch.grid.heading(piece.turns))

    def lifted(self, each: Placed) -> Placed:
        """A placed thing, on top of the tile that it stands on."""
        if not self.patch.holds(each.x, each.z):
            return each
        return replace(each, y=each.y + self.height(each.x, each.z) - self.patch.ground)

    def settled(self, standing: Sequence[Standing]) -> list[Standing]:
        """The surroundings as they fit the tiles: houses on lots, small things beside the roads, what is in the way
        gone."""
        free = list(self.lots)
        found = []
        for each in standing:
            traits = traits_of(each.kind)
            if traits.wall and self.walled:
                continue
            if not self.patch.holds(each.x, each.z):
                found += [each] if self._clear(each) else []
            elif traits.building:
                if free and not each.hangs:
                    found += self._housed(each, free)
                elif not self.patch.tiles.roads and self._stands_free(each):
                    found.append(replace(each, level=self.patch.top - LOW / 2))
            elif not each.hangs and self._stands_free(each):
                found.append(replace(each, level=self.patch.top - LOW / 2))
        return found

    def _clear(self, each: Standing) -> bool:
        """Whether a thing outside the patch stays clear of it, and of the street that it continues."""
        rim = self.patch.grid.reach if traits_of(each.kind).building else 0.0
        return float(self.patch.outside(each.x, each.z)) > rim and not (each.hangs or each.terraced)

    def _housed(self, each: Standing, free: list[tuple[Cell, int]]) -> list[Standing]:
        """A house on the nearest free lot, its front to the road; one of the kit's takes the place of what the kit
        lacks."""
        grid = self.patch.grid
        cell, edge = min(free, key=lambda lot: (round(grid.away(lot[0], each.x, each.z), 6), lot))
        free.remove((cell, edge))
        houses = self.patch.tiles.houses
        if houses and each.kind not in self.patch.tiles.kinds:
            self.pieces.append(Piece(houses[len(free) * STRIDE % len(houses)], cell, edge))
            return []
        x, z = grid.middle(cell)
        return [replace(each, x=x, z=z, heading=grid.heading(edge), size=0.0, level=self.patch.top - LOW / 2)]

    def _stands_free(self, each: Standing) -> bool:
        """Whether a small thing stands on no road and on no tile that something larger has."""
        cell = self.patch.grid.cell_at(each.x, each.z)
        return cell not in self.taken and (cell not in self.roads or self.height(each.x, each.z) > self.patch.top - LOW)

    @property
    def enclosure(self) -> Bounds | None:
        """The box inside the walls, in which cameras stay; None where there are none."""
        if not self.walled:
            return None
        grid, rings = self.patch.grid, self.patch.rings
        half = rings * grid.step * (0.62 if grid.sides == 6 else 1.0) - 0.25 * grid.step
        return (-half, self.patch.ground, -half), (half, self.patch.ground + SKY, half)


def laid(patch: Patch, placed: Sequence[Placed], large: Sequence[bool], seed: int, place: Place, lit: bool) -> Diorama:
    """Lay a patch with tiles as the place has roads and walls, round what is ``placed`` on it already; what is
    ``large`` of that has its tile for itself."""
    grid, tiles = patch.grid, patch.tiles
    bulky = [(each, has or (each.radius > BULKY and not place.paved)) for each, has in zip(placed, large, strict=True)]
    occupied = _occupied(patch, [each for each, counts in bulky if counts])
    ring = _walls(patch) if place.walled and tiles.encloses else []
    roads = Roads(grid, tiles.roads, patch.cells - occupied)
    if tiles.roads and place.paved:
        blocks(roads, patch.rings)
    elif tiles.roads:
        lanes(roads, patch.rings, bool(ring))
    walls = {piece.cell for piece in ring}
    lots = _lots(patch, roads, occupied | walls)
    lots = lots if place.paved else [lot for lot in lots if not _in_view(patch, lot[0])]
    pieces = [_ground(patch, cell, roads.ways.get(cell)) for cell in sorted(patch.cells)]
    taken = occupied | walls
    rng = generator(seed, "diorama")
    if tiles.plots:
        pieces = [each for each in pieces if each.cell not in dict(lots)] + _plots(patch, lots, rng)
        taken |= {cell for cell, _ in lots}
        lots = []
    woods = _woods(patch, set(roads.ways) | taken | set(dict(lots)), rng)
    taken |= {piece.cell for piece in woods}
    return Diorama(patch, [*pieces, *woods, *ring], lots, taken, frozenset(roads.ways), bool(ring), lit)


def _occupied(patch: Patch, large: Sequence[Placed]) -> set[Cell]:
    """The cells that hold something large, or lie under most of it."""
    grid = patch.grid
    return {
        cell
        for each in large
        if patch.holds(each.x, each.z)
        for cell in patch.cells
        if grid.away(cell, each.x, each.z) < max(each.radius, 0.5 * grid.reach)
    }


def _ground(patch: Patch, cell: Cell, ways: Ways | None) -> Piece:
    """The tile of a cell: plain, or that whose roads run over ``ways``; pieces for it are there, or it had none."""
    if ways:
        tile, turns = fitting(patch.grid, patch.tiles.roads, ways)[0]
        return Piece(tile, cell, turns)
    return Piece(patch.tiles.plain[0], cell, 0)


def _lots(patch: Patch, roads: Roads, taken: set[Cell]) -> list[tuple[Cell, int]]:
    """The free cells beside a road, the nearest to the stage first, each with the edge beyond which it runs."""
    grid, found = patch.grid, []
    for cell in patch.cells - taken - set(roads.ways):
        beside = [edge for edge in range(grid.sides) if grid.over(cell, edge) in roads.ways]
        if beside:
            found.append((cell, min(beside, key=lambda edge: (abs(grid.middle(grid.over(cell, edge))[0]), edge))))
    return sorted(found, key=lambda lot: (round(grid.away(lot[0], 0.0, 8.0), 6), lot))


def _in_view(patch: Patch, cell: Cell) -> bool:
    """Whether a building on a cell would stand between the camera's usual ground and the stage."""
    x, z = patch.grid.middle(cell)
    return bool(clearing(np.array(x), np.array(z))) and z > 0


def _plots(patch: Patch, lots: Sequence[tuple[Cell, int]], rng: np.random.Generator) -> list[Piece]:
    """A building that brings its own tile on each lot; neighbours differ."""
    order = [
        at for _ in range(len(lots) // len(patch.tiles.plots) + 1) for at in rng.permutation(len(patch.tiles.plots))
    ]
    return [Piece(patch.tiles.plots[at], cell, edge) for (cell, edge), at in zip(lots, order, strict=False)]


def _woods(patch: Patch, taken: set[Cell], rng: np.random.Generator) -> list[Piece]:
    """Hills and woods on free tiles, none of them before the stage."""
    found = []
    for cell in sorted(patch.cells - taken):
        chance, at, turns = rng.random(), rng.random(), int(rng.integers(patch.grid.sides))
        x, z = patch.grid.middle(cell)
        if patch.tiles.decor and chance < WOODED and np.hypot(x, z - 10.0) > AWAY and not (abs(x) < 20 and z > 0):
            found.append(Piece(patch.tiles.decor[int(at * len(patch.tiles.decor))], cell, turns))
    return found


def _walls(patch: Patch) -> list[Piece]:
    """A closed ring of walls on the patch's outermost cells, with its gate at the far end; none where the land leaves
    out a cell of it."""
    grid, tiles = patch.grid, patch.tiles
    ring = grid.ring(patch.rings)
    gate = grid.over((0, 0), grid.opposite(0), patch.rings)
    if not all(cell in patch.cells for cell, _, _ in ring):
        return []
    return [
        _walled(patch, cell, frozenset({before, after}), tiles.gates if cell == gate else ())
        for cell, before, after in ring
    ]


def _walled(patch: Patch, cell: Cell, ways: Ways, gates: Sequence[Tile]) -> Piece:
    """The wall, or where there is one the gate, that runs over ``ways``, its parapet to the outside."""
    grid = patch.grid
    x, z = grid.middle(cell)
    fits = fitting(grid, gates, ways) or fitting(grid, patch.tiles.walls, ways)
    away = float(np.hypot(x, z))

    def outwards(tile: Tile, turns: int) -> float:
        to_x, _, to_z = (transforms.turn(grid.heading(turns))[:3, :3] @ (tile.outer[0], 0.0, tile.outer[1])).tolist()
        return (to_x * x + to_z * z) / away

    tile, turns = next((pair for pair in fits if outwards(*pair) > -0.02), fits[0])
    return Piece(tile, cell, turns)
