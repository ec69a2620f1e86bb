"""The store of kits: one folder a kit, with ``kit.json``, its evidence, and each piece's mesh in our own compact form."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ValidationError

from castalia.errors import CastaliaError, suggestion
from castalia.files import digest
from castalia.kits.models import Model
from castalia.kits.naming import Role
from castalia.settings import kits_folder

RECORD = "kit.json"


class Piece(BaseModel):
    """One model: where it lay, the hash of each file it was read from, its size and ``origin`` (the place of its base's middle in
    the file's own coordinates) in the kit's units, and what it is used as. ``kind`` is one of the vocabulary's, or empty."""

    name: str
    file: str
    files: Mapping[str, str]
    mesh: str
    thumbnail: str
    size: tuple[float, float, float]
    triangles: int
    tags: tuple[str, ...]
    kind: str
    role: Role
    origin: tuple[float, float, float] = (0.0, 0.0, 0.0)


class Kit(BaseModel):
    """A kit with its licence, the evidence for it (a path inside the source, and its hash) and the credit it asks for.
    ``grid`` is the step its pieces snap to, 0 where they do not; ``skipped`` says what could not be used, and why."""

    name: str
    licence: str
    evidence: str
    evidence_sha256: str
    credit: str
    grid: float
    pieces: tuple[Piece, ...]
    skipped: Mapping[str, str]

    def of_kind(self, kind: str) -> tuple[Piece, ...]:
        return tuple(piece for piece in self.pieces if piece.kind == kind and piece.role != "tile")


def names() -> list[str]:
    """The kits in the store."""
    return sorted(path.parent.name for path in kits_folder().glob(f"*/{RECORD}"))


def folder_of(name: str) -> Path:
    """Raises CastaliaError when the store has no such kit."""
    if name not in names():
        known = names()
        hint = suggestion(name, tuple(known)) if known else "; add one with castalia library add"
        raise CastaliaError(f"there is no library {name!r}{hint}")
    return kits_folder() / name


def load(name: str) -> Kit:
    """Raises CastaliaError when the store has no such kit, or it is damaged."""
    path = folder_of(name) / RECORD
    try:
        return Kit.model_validate_json(path.read_text("utf-8"))
    except (OSError, ValidationError) as error:
        raise CastaliaError(f"the library {name!r} is damaged; remove it and add it again") from error


def fingerprint(name: str) -> str:
    """The SHA-256 of a kit's record, which holds the hashes of all its files."""
    return digest(folder_of(name) / RECORD)


def remove(name: str) -> None:
    shutil.rmtree(folder_of(name))


def write_mesh(path: Path, model: Model) -> None:
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            positions=model.positions,
            normals=model.normals,
            colours=model.colours.astype(np.float16),
            triangles=model.triangles,
        )


def read_mesh(kit: Kit, piece: Piece) -> Model:
    """Raises CastaliaError when the file is gone or damaged."""
    try:
        with np.load(folder_of(kit.name) / piece.mesh) as stored:
            colours = stored["colours"].astype(np.float32)
            return Model(stored["positions"], stored["normals"], colours, stored["triangles"], (), piece.origin)
    except (OSError, KeyError, ValueError) as error:
        raise CastaliaError(f"the library {kit.name!r} is damaged; remove it and add it again") from error


def to_json(kit: Kit) -> str:
    return kit.model_dump_json(indent=1) + "\n"
