"""Makers of objects from the pieces of kits, in place of our generators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from castalia.craft import colouring, meshes, transforms
from castalia.craft.glow import LAMP
from castalia.craft.objects import ObjectMaker, ObjectSpec
from castalia.craft.tiles import TileSet
from castalia.craft.traits import traits_of
from castalia.kits.lighting import shining
from castalia.kits.naming import DAMAGED, SPECIAL
from castalia.kits.store import Kit, Piece, load, read_mesh
from castalia.kits.tiling import tile_set
from castalia.randomness import generator
from castalia.registry import objects
from castalia.world import Floats, Prototype

COVER = "paint"
"""The material that a kit's colours lie on: plain, and nearly white."""
LIGHTENED = 1.25
"""Makes up for that it is not quite."""
ALIKE = {"cottage": "house", "house": "cottage"}
"""Which kind's pieces stand for a kind that a kit lacks, on its tiles, where ours would look out of place."""
PLAIN_STEP = 4.0
"""How many metres long the tiles of a kit are that has nothing else to be measured by."""


@dataclass
class Shelf:
    """The pieces of some kits, and which of them have been ``used`` so far."""

    kits: Sequence[Kit]
    used: dict[tuple[str, str], Piece] = field(default_factory=dict)

    @staticmethod
    def of(names: Sequence[str]) -> Shelf:
        """Raises CastaliaError when the store lacks one."""
        return Shelf([load(name) for name in names])

    def makers(self, even: bool = False) -> dict[str, ObjectMaker]:
        """All makers of objects, those of kinds that a kit has a piece of laid over with one that takes it. ``even``
        makes all buildings of a kit by one scale, as they stand on its tiles."""
        table = dict(objects())
        for kind, ours in objects().items():
            pieces = self._pieces(kind) or (self._pieces(ALIKE.get(kind, "")) if even else [])
            if pieces:
                table[kind] = self._maker(pieces, ours, even)
        return table

    def tiles(self) -> TileSet | None:
        """The tiles and walls of the first kit that has a set of them."""
        found = (tile_set(kit, _building_scale(kit), self._tile) for kit in self.kits)
        return next((each for each in found if each is not None), None)

    def credits(self) -> list[dict[str, str]]:
        """Each piece that was used, as an ingredient with its licence and credit."""
        kits: Mapping[str, Kit] = {kit.name: kit for kit in self.kits}
        return [
            {
                "title": f"{piece.name}, a model of the library {name}",
                "holder": kits[name].credit,
                "licence": kits[name].licence,
                "evidence": f"{kits[name].evidence} (SHA-256 {kits[name].evidence_sha256})",
                "sha256": piece.files[piece.file],
            }
            for (name, _), piece in sorted(self.used.items())
        ]

    def _maker(self, pieces: list[tuple[Kit, Piece]], ours: ObjectMaker, even: bool) -> ObjectMaker:
        def make(spec: ObjectSpec) -> Prototype:
            kit, piece = _chosen(pieces, spec)
            self.used[kit.name, piece.name] = piece
            if even and piece.role == "building":
                return _made(kit, piece, spec, _building_scale(kit))
            made = _made(kit, piece, spec, _scale([each for _, each in pieces], ours, spec))
            return _turned(made) if piece.role == "wall" and piece.size[2] > piece.size[0] else made

        return make

    def _pieces(self, kind: str) -> list[tuple[Kit, Piece]]:
        return [(kit, piece) for kit in self.kits for piece in kit.of_kind(kind)] if kind else []

    def _tile(self, kit: Kit, piece: Piece, matrix: Floats, lit: bool) -> Prototype:
        self.used[kit.name, piece.name] = piece
        made = _made(kit, piece, ObjectSpec(piece.kind, lights=lit), 1.0)
        return meshes.prototype(
            piece.name, [(part.material, transforms.transformed(part.mesh, matrix)) for part in made.parts]
        )


def _chosen(pieces: list[tuple[Kit, Piece]], spec: ObjectSpec) -> tuple[Kit, Piece]:
    """One of the pieces that fit the state; successive variants take successive ones."""
    fitting = [pair for pair in pieces if bool(DAMAGED & set(pair[1].tags)) == spec.ruined] or pieces
    fitting = [pair for pair in fitting if not SPECIAL & set(pair[1].tags)] or fitting
    first = int(generator(spec.seed, "kit", spec.kind).integers(len(fitting)))
    return fitting[(first + spec.variant) % len(fitting)]


def _scale(pieces: list[Piece], ours: ObjectMaker, spec: ObjectSpec) -> float:
    """Metres to one of the kit's units: kits are toys, so the middle one of a kind becomes as large as our own is. All
    variants share it, and keep their differences."""
    low, high = meshes.bounds(ours(spec))
    return float(np.linalg.norm(high - low) / np.median([np.linalg.norm(piece.size) for piece in pieces]))


def _building_scale(kit: Kit) -> float:
    """Metres to a unit of the kit's houses, or else of the middle one of its kinds of walls, of buildings, of
    anything."""
    ours = objects()
    buildings = [kind for kind in ours if traits_of(kind).building]
    for kinds in (("house", "cottage"), ("wall", "fence"), buildings, tuple(ours)):
        found = {kind: kit.of_kind(kind) for kind in kinds if kind in ours}
        scales = [_scale(list(pieces), ours[kind], ObjectSpec(kind)) for kind, pieces in found.items() if pieces]
        if scales:
            return float(np.median(scales))
    return PLAIN_STEP / kit.grid if kit.grid else 1.0


def _turned(made: Prototype) -> Prototype:
    """A wall or fence along x, as ours are."""
    parts = [(part.material, transforms.turned(part.mesh, 90.0)) for part in made.parts]
    return meshes.prototype(made.name, parts)


def _made(kit: Kit, piece: Piece, spec: ObjectSpec, scale: float) -> Prototype:
    model = read_mesh(kit, piece)
    mesh = meshes.mesh(
        model.positions * scale, model.triangles, model.normals, None, np.minimum(model.colours * LIGHTENED, 1.0)
    )
    lit = shining(model, spec.kind, piece.role) & spec.lit
    panes, rest = (meshes.box_uvs(meshes.select_triangles(mesh, chosen)) for chosen in (lit, ~lit))
    return meshes.prototype(spec.kind, [(COVER, rest), (LAMP, colouring.coloured(panes, (1.0, 1.0, 1.0)))])
