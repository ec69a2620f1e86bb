"""The tiles and walls of a kit, as a set that layout can lay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from castalia.craft import transforms
from castalia.craft.grids import Grid
from castalia.craft.tiles import Tile, TileSet, Ways
from castalia.kits.edges import SNUG, Frame, edge_tops, frame_of, outer_side, road_ways, wall_ways
from castalia.kits.naming import DAMAGED, FLAT, words_of
from castalia.kits.store import Kit, Piece, read_mesh
from castalia.world import Floats, Prototype

PLAIN = ("grass", "ground", "tile", "floor", "base", "dirt", "hex", "terrain", "large")
"""All words of a plain tile, those that are liked best first."""
ROAD, GATE, WALL = {"road", "path", "street"}, ("gate", "doorway", "door", "gated"), {"wall", "fence"}
UNEVEN = {"sloped", "river", "coast", "water", "bottom", "bridge"}
WOODED = {"hill", "hills", "trees", "forest"}
UNFINISHED = {"scaffolding", "stage", "mine", "ruin"}
STOREYS = 1.2
"""From how many times half its width in height a piece that fills a tile is a building that brings its own."""

Build = Callable[[Kit, Piece, Floats, bool], Prototype]
"""Makes a piece, moved by a (4,4) matrix and lit or not."""


@dataclass
class _Reader:
    """Reads a kit's pieces into one frame at one scale (metres to a unit). ``rise`` lifts the plain tile's top to 0."""

    kit: Kit
    frame: Frame
    scale: float
    rise: float
    build: Build

    def tile(self, piece: Piece, ways: Ways = frozenset(), outer: tuple[float, float] = (0.0, 0.0)) -> Tile:
        return Tile(piece.name, ways, lambda lit: self.build(self.kit, piece, self.matrix(piece), lit), outer)

    def matrix(self, piece: Piece) -> Floats:
        """(4,4) from the piece's base to its cell's frame."""
        x, y, z = piece.origin
        turned = transforms.turn(-self.frame.first) @ transforms.translation(x, y + self.rise, z)
        matrix: Floats = transforms.scaling(self.scale) @ turned
        return matrix

    def fits(self, piece: Piece, plain: Piece) -> bool:
        """Whether a piece fills a cell as the plain tile does."""
        return all(abs(piece.size[axis] / plain.size[axis] - 1) < SNUG for axis in (0, 2))


def tile_set(kit: Kit, scale: float, build: Build) -> TileSet | None:
    """The kit's tiles at ``scale`` metres to one of its units; None when it has no plain ones."""
    plain = _plain(kit)
    if plain is None:
        return None
    model = read_mesh(kit, plain)
    frame = frame_of(model)
    if frame is None:
        return None
    heights, ground = edge_tops(model, frame)
    top = float(model.origin[1]) + model.size[1]
    reader = _Reader(kit, frame, scale, -top, build)
    laid = [piece for piece in kit.pieces if piece is not plain and reader.fits(piece, plain)]
    roads = _roads(laid, reader, frame, ground, plain)
    lowest = min([float(heights.min()), *(float(edge_tops(read_mesh(kit, each), frame)[0].min()) for each, _ in roads)])
    walls = _walls(kit, reader, frame)
    return TileSet(
        grid=Grid(frame.sides, frame.step * scale),
        dip=(top - lowest) * scale,
        depth=model.size[1] * scale,
        plain=(reader.tile(plain),),
        roads=tuple(reader.tile(piece, ways) for piece, ways in roads),
        plots=tuple(reader.tile(piece) for piece in laid if _is_plot(piece)),
        houses=tuple(reader.tile(piece) for piece in kit.pieces if _is_house(piece, plain)),
        decor=tuple(reader.tile(piece) for piece in kit.pieces if piece.role != "tile" and _is_decor(piece, plain)),
        walls=tuple(wall for wall, gate in walls if not gate),
        gates=tuple(wall for wall, gate in walls if gate),
        kinds=frozenset(piece.kind for piece in kit.pieces if piece.kind and piece.role != "tile"),
    )


def _plain(kit: Kit) -> Piece | None:
    """The plain tile: flat ground and nothing else by its name, of the size that most tiles have."""
    tiles = [piece for piece in kit.pieces if piece.role == "tile"]
    alike = {
        piece.name: sum(all(abs(each.size[axis] - piece.size[axis]) < SNUG for axis in (0, 2)) for each in tiles)
        for piece in kit.pieces
        if set(words_of(piece.name)) <= set(PLAIN) and piece.size[1] < 0.6 * max(piece.size)
    }
    fitting = [piece for piece in kit.pieces if alike.get(piece.name, 0) > 0]
    ranked = sorted(fitting, key=lambda piece: (-alike[piece.name], _liking(piece), piece.name))
    return next((piece for piece in ranked if frame_of(read_mesh(kit, piece)) is not None), None)


def _liking(piece: Piece) -> int:
    return min(PLAIN.index(word) for word in words_of(piece.name))


def _roads(
    laid: Sequence[Piece], reader: _Reader, frame: Frame, ground: Floats, plain: Piece
) -> list[tuple[Piece, Ways]]:
    """The level pieces with roads, plainer ones first, each with the edges that its road runs over."""
    words = {piece.name: set(words_of(piece.name)) for piece in laid}
    named = [piece for piece in laid if words[piece.name] & ROAD and not words[piece.name] & (UNEVEN | DAMAGED)]
    level = [piece for piece in named if piece.size[1] < (1 + FLAT) * plain.size[1]]
    found = [(piece, road_ways(read_mesh(reader.kit, piece), frame, ground)) for piece in level]
    return sorted((pair for pair in found if pair[1]), key=lambda pair: (len(words_of(pair[0].name)), pair[0].name))


def _walls(kit: Kit, reader: _Reader, frame: Frame) -> list[tuple[Tile, bool]]:
    """The whole walls that run from edge to edge, plainer ones first, each with whether it is a gate."""
    found = []
    for piece in kit.pieces:
        words = words_of(piece.name)
        if piece.role != "wall" or not WALL & set(words) or DAMAGED & set(words):
            continue
        model = read_mesh(kit, piece)
        ways = wall_ways(model, frame)
        if len(ways) == 2:
            gate = min((GATE.index(word) for word in words if word in GATE), default=-1)
            found.append((len(words), gate, reader.tile(piece, ways, outer_side(model, frame)), gate >= 0))
    ranked = sorted(found, key=lambda each: (each[1], each[0], each[2].name))
    return [(tile, gate) for _, _, tile, gate in ranked]


def _is_plot(piece: Piece) -> bool:
    return piece.role == "building" and piece.size[1] > STOREYS * 0.5 * max(piece.size[0], piece.size[2])


def _is_house(piece: Piece, plain: Piece) -> bool:
    """A whole building for a tile of its own, of a trade or to live in, and no landmark."""
    words = set(words_of(piece.name))
    share = [piece.size[axis] / plain.size[axis] for axis in (0, 2)]
    common = piece.kind in ("", "house", "cottage") and not words & (UNFINISHED | DAMAGED)
    return piece.role == "building" and common and 0.3 < max(share) < 0.9 and piece.size[1] > 0.5 * max(piece.size)


def _is_decor(piece: Piece, plain: Piece) -> bool:
    """Hills and woods of nearly a tile's size."""
    words = set(words_of(piece.name))
    share = [piece.size[axis] / plain.size[axis] for axis in (0, 2)]
    return bool(words & WOODED) and not words & DAMAGED and min(share) > 0.6 and max(share) <= 1.0
