"""What a game engine wants beside the shape itself: uvs for baked light, simpler shapes for afar, hulls to collide with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import ConvexHull, QhullError, cKDTree

from castalia.craft import meshes
from castalia.craft.glow import shines
from castalia.randomness import generator
from castalia.world import Floats, Ints, Mesh, Part, Prototype

Array = NDArray[np.float64]
FOLIAGE = frozenset({"foliage-dry", "grass", "leaves", "pine-needles"})
"""Parts made of many loose cards: they are thinned out afar, and nothing collides with them."""
LEVELS = ((0.5, 0.45), (0.2, 0.15))
"""For each level of detail beyond the first: the ``detail`` asked of a maker, and the share of triangles to leave."""
MOST_HULLS, HULL_CORNERS = 12, 48
_GAP = 0.07
"""A hull may lie so far from the shape, as a share of the shape's diagonal, before it is cut in two."""
_SAMPLES, _CELLS = 24_000, 40
_SMALL, _MOST_GROWTH = 40, 1.7
_PANE, _BOARD = 4, 20
"""The triangles of a pane, and at most those of a board, a box or a gable."""
_PIECE, _FACES_A_PIECE = 0.08, 14
"""A loose stone larger than this share of the diagonal keeps about so many triangles, enough for a box."""


def lightmapped(made: Prototype) -> tuple[Prototype, list[Floats]]:
    """The prototype with its vertices split along the seams of one unwrapping, and each part's second uvs (V,2), 0 to 1, in
    which no two triangles of the whole object overlap (by xatlas)."""
    import xatlas

    first = np.cumsum([0, *(len(part.mesh.positions) for part in made.parts)])
    positions = np.concatenate([part.mesh.positions for part in made.parts])
    triangles = np.concatenate([part.mesh.triangles + at for part, at in zip(made.parts, first)])
    of, corners, uvs = xatlas.parametrize(positions.astype(np.float32), triangles.astype(np.uint32))
    parts, lightmaps, face = [], [], 0
    for part, start in zip(made.parts, first):
        count = len(part.mesh.triangles)
        used, index = np.unique(corners[face : face + count], return_inverse=True)
        split = meshes.select_vertices(part.mesh, of[used].astype(np.int64) - start)
        parts.append(replace(part, mesh=replace(split, triangles=index.reshape(-1, 3).astype(np.int32))))
        lightmaps.append(uvs[used].astype(np.float32))
        face += count
    return replace(made, parts=tuple(parts)), lightmaps


# ------------------------------------------------------------------ levels of detail


def levels(made: Prototype, simpler: Callable[[float], Prototype]) -> list[Prototype]:
    """Simpler and simpler copies. ``simpler(detail)`` asks the object's own maker, who knows best; where it has nothing
    clearly simpler to give, triangles are collapsed (quadric errors, Garland and Heckbert 1997, by fast-simplification)."""
    found, most = [], triangles(made)
    for detail, share in LEVELS:
        asked = simpler(detail)
        level = asked if triangles(asked) <= 1.2 * share * most else simplified(asked, share * most / triangles(asked))
        found.append(level)
    return found


def triangles(made: Prototype) -> int:
    return sum(len(part.mesh.triangles) for part in made.parts)


def simplified(made: Prototype, share: float) -> Prototype:
    """The prototype with about a ``share`` of its triangles; large loose pieces keep enough to be told."""
    parts = [
        Part(_thinned(p.mesh, share) if p.material in FOLIAGE else _collapsed(p.mesh, share), p.material)
        for p in made.parts
    ]
    return replace(made, parts=tuple(part for part in parts if len(part.mesh.triangles)))


def _collapsed(mesh: Mesh, share: float) -> Mesh:
    """Fewer and larger triangles; colours are those of the nearest old vertices, uvs are laid anew. Panes, and large pieces of
    few triangles such as gables, are left alone: they would be the first to vanish."""
    import fast_simplification

    points, faces = _welded(mesh)
    count, of = _pieces(faces)
    counts, large = np.bincount(of), _large(points, faces, count, of)
    kept = (counts <= _PANE) | (large & (counts <= _BOARD))
    plain = kept[of]
    if (~plain).sum() < _SMALL:
        return mesh
    share = min(max(share, _FACES_A_PIECE * (large & ~kept).sum() / (~plain).sum()), 1.0)
    used, index = np.unique(faces[~plain], return_inverse=True)
    loose = points[used].astype(np.float32), index.reshape(-1, 3).astype(np.int32)
    points, faces = fast_simplification.simplify(*loose, 1.0 - share)
    _, nearest = cKDTree(mesh.positions).query(points)
    made = replace(meshes.select_vertices(mesh, nearest), positions=points, triangles=faces.astype(np.int32))
    made = meshes.box_uvs(meshes.flat(_sound(made)))
    return meshes.merge([meshes.select_triangles(mesh, plain), made]) if plain.any() else made


def _large(points: Array, faces: Ints, count: int, of: Ints) -> NDArray[np.bool_]:
    """Which of the loose pieces are large beside the whole."""
    corners = points[faces]
    low, high = np.full((count, 3), np.inf), np.full((count, 3), -np.inf)
    np.minimum.at(low, of, corners.min(axis=1))
    np.maximum.at(high, of, corners.max(axis=1))
    large: NDArray[np.bool_] = np.linalg.norm(high - low, axis=1) > _PIECE * np.linalg.norm(np.ptp(points, axis=0))
    return large


def _sound(mesh: Mesh) -> Mesh:
    """Without triangles of no area."""
    return meshes.select_triangles(
        mesh, np.linalg.norm(meshes.face_normals(mesh.positions, mesh.triangles), axis=1) > 1e-9
    )


def _thinned(mesh: Mesh, share: float) -> Mesh:
    """A share of the cards, larger, so that the crown stays as full."""
    _, faces = _welded(mesh)
    count, of = _pieces(faces)
    kept = np.sort(generator(0, "thinned", count).permutation(count)[: max(round(share * count), 1)])
    less = meshes.select_triangles(mesh, np.isin(of, kept))
    _, faces = _welded(less)
    count, of = _pieces(faces)
    piece = np.zeros(len(less.positions), np.int64)
    piece[less.triangles] = of[:, None]
    sizes = np.maximum(np.bincount(piece, minlength=count), 1)[:, None]
    middle = np.stack([np.bincount(piece, less.positions[:, axis], count) for axis in range(3)], axis=1) / sizes
    grown = middle[piece] + (less.positions - middle[piece]) * min(share**-0.5, _MOST_GROWTH)
    return replace(less, positions=grown.astype(np.float32))


def _welded(mesh: Mesh) -> tuple[Array, Ints]:
    """Points and triangles with vertices at one place (0.1 mm) made one, without triangles that vanish by it."""
    points, index = np.unique(np.round(mesh.positions.astype(np.float64), 4), axis=0, return_inverse=True)
    faces: Ints = index.reshape(-1)[mesh.triangles]
    return np.asarray(points, np.float64), faces


def _pieces(faces: Ints) -> tuple[int, Ints]:
    """How many pieces hang together, and which each triangle belongs to."""
    size = int(faces.max(initial=-1)) + 1
    rows, columns = faces[:, [0, 1]].reshape(-1), faces[:, [1, 2]].reshape(-1)
    _, label = connected_components(
        coo_array((np.ones(len(rows)), (rows, columns)), shape=(size, size)), directed=False
    )
    names, of = np.unique(label[faces[:, 0]], return_inverse=True)
    return len(names), of


# ------------------------------------------------------------------ hulls


def hulls(made: Prototype) -> list[Mesh]:
    """At most ``MOST_HULLS`` convex meshes that together follow the solid parts: while one reaches too far into the open, as
    under an arch, it is cut where the two halves are smallest."""
    points = _samples([part.mesh for part in made.parts if part.material not in FOLIAGE and not shines(part.material)])
    if len(points) < 4 or np.ptp(points, axis=0).min() < 1e-3:
        return []
    open_air, allowed = _OpenAir.round(points), _GAP * float(np.linalg.norm(np.ptp(points, axis=0)))
    pieces = [points]
    gaps = [open_air.deepest(points)]
    while len(pieces) < MOST_HULLS and max(gaps) > allowed:
        worst = int(np.argmax(gaps))
        halves = _cut(pieces[worst])
        if halves is None:
            gaps[worst] = 0.0
            continue
        pieces[worst : worst + 1] = list(halves)
        gaps[worst : worst + 1] = [open_air.deepest(half) for half in halves]
    return [_hull_mesh(piece) for piece in pieces]


@dataclass(frozen=True)
class _OpenAir:
    """How deep in the open each cell of a grid lies: metres to the nearest cell that is solid, or that nothing from outside
    can reach."""

    depth: Array
    low: Array
    cell: float

    @staticmethod
    def round(points: Array) -> _OpenAir:
        cell = float(np.ptp(points, axis=0).max()) / _CELLS
        low = points.min(axis=0) - 2 * cell
        at = ((points - low) / cell).astype(int)
        solid = np.zeros(at.max(axis=0) + 3, bool)
        solid[tuple(at.T)] = True
        names, _ = ndimage.label(~solid)
        return _OpenAir(ndimage.distance_transform_edt(names == names[0, 0, 0]) * cell, low, cell)

    def deepest(self, points: Array) -> float:
        """The deepest that a face of the points' hull lies, by each face's middle and those of its edges."""
        corners = points[ConvexHull(points).simplices]
        edges = [(corners[:, a] + corners[:, b]) / 2 for a, b in ((0, 1), (1, 2), (2, 0))]
        at = ((np.concatenate([corners.mean(axis=1), *edges]) - self.low) / self.cell).astype(int)
        return float(self.depth[tuple(at.T)].max())


def _samples(pieces: list[Mesh]) -> Array:
    """Corners and evenly spread points of the surface (N,3)."""
    if not pieces:
        return np.zeros((0, 3))
    mesh = meshes.merge(pieces)
    corners = mesh.positions[mesh.triangles].astype(np.float64)
    area = np.linalg.norm(meshes.face_normals(mesh.positions, mesh.triangles), axis=1)
    rng = generator(0, "hull", len(area))
    face = rng.choice(len(area), _SAMPLES, p=area / area.sum())
    u, v = np.sort(rng.random((2, _SAMPLES)), axis=0)
    weights = np.stack([u, v - u, 1.0 - v], axis=1)
    return np.concatenate([mesh.positions.astype(np.float64), (corners[face] * weights[:, :, None]).sum(axis=1)])


def _cut(points: Array) -> tuple[Array, Array] | None:
    """The two sides of the plane, square to an axis, that leaves the least volume in their hulls."""
    best, found = float("inf"), None
    low, high = points.min(axis=0), points.max(axis=0)
    for axis in range(3):
        for share in (0.2, 0.35, 0.5, 0.65, 0.8):
            level = low[axis] + share * (high[axis] - low[axis])
            over = points[:, axis] > level
            try:
                volume = ConvexHull(points[over]).volume + ConvexHull(points[~over]).volume
            except (QhullError, ValueError):
                continue
            if volume < best:
                best, found = volume, (points[over], points[~over])
    return found


def _hull_mesh(points: Array) -> Mesh:
    """The hull of the points that lie farthest out in some ``HULL_CORNERS`` directions, facing outwards."""
    at = np.arange(HULL_CORNERS) + 0.5
    height, turn = 1.0 - 2.0 * at / HULL_CORNERS, at * np.pi * (3.0 - np.sqrt(5.0))
    wide = np.sqrt(1.0 - height**2)
    ways = np.concatenate([np.stack([wide * np.cos(turn), height, wide * np.sin(turn)], 1), np.eye(3), -np.eye(3)])
    corners = points[np.unique((points @ ways.T).argmax(axis=0))]
    try:
        hull = ConvexHull(corners)
    except QhullError:
        corners = points
        hull = ConvexHull(points)
    faces = hull.simplices.copy()
    normal = np.cross(corners[faces[:, 1]] - corners[faces[:, 0]], corners[faces[:, 2]] - corners[faces[:, 0]])
    inward = (normal * hull.equations[:, :3]).sum(axis=1) < 0
    faces[inward] = faces[inward][:, ::-1]
    used, index = np.unique(faces, return_inverse=True)
    return meshes.flat(meshes.mesh(corners[used], index.reshape(-1, 3), uvs=np.zeros((len(used), 2))))
