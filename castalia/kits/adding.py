"""Taking a kit into the store: every model read and recorded with its licence and evidence, whole or not at all."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from PIL import Image

from castalia.errors import CastaliaError
from castalia.files import digest
from castalia.kits.models import SUFFIXES, BrokenModel, Model, read_model
from castalia.kits.naming import grid_of, kind_of, role_of, words_of
from castalia.kits.sheet import thumbnail
from castalia.kits.store import RECORD, Kit, Piece, to_json, write_mesh
from castalia.settings import LIMITS, kits_folder

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
LICENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]{1,63}( (AND|OR|WITH) [A-Za-z0-9.+-]{2,64})*")
"""The form of an SPDX expression."""


def add_kit(source: Path, name: str, licence: str, evidence: str, report: Callable[[str, float], None]) -> Kit:
    """Index the models in the folder ``source`` under ``name``. ``evidence`` is a path inside it. A model that cannot be
    used is recorded as skipped. Raises CastaliaError when a name or path is wrong, or nothing can be used."""
    proof = _checked(source, name, licence, evidence)
    paths = sorted(path for path in source.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())
    if not 0 < len(paths) <= LIMITS.kit_models:
        raise CastaliaError(
            f"{source} holds {len(paths)} models ({', '.join(SUFFIXES)}); 1 to {LIMITS.kit_models} can be added"
        )
    store = kits_folder()
    store.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=".adding-", dir=store))
    try:
        skipped: dict[str, str] = {}
        models = dict(_read(paths, source, skipped, report))
        if not models:
            first = next(iter(skipped.items()))
            raise CastaliaError(f"no model of {source} can be used: {first[0]} {first[1]}")
        pieces = _pieces(models, source, making)
        shutil.copyfile(proof, making / "evidence.txt")
        kit = Kit(
            name=name,
            licence=licence,
            evidence=evidence,
            evidence_sha256=digest(proof),
            credit=_credit(proof),
            grid=grid_of([piece.size for piece in pieces]),
            pieces=pieces,
            skipped=skipped,
        )
        (making / RECORD).write_text(to_json(kit), "utf-8")
        shutil.rmtree(store / name, ignore_errors=True)
        making.rename(store / name)
        return kit
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _checked(source: Path, name: str, licence: str, evidence: str) -> Path:
    if not source.is_dir():
        raise CastaliaError(f"{source} is no folder; give the folder of the kit")
    if not NAME.fullmatch(name):
        raise CastaliaError(f"{name!r} is no name for a library; use small letters, digits and hyphens")
    if not LICENCE.fullmatch(licence):
        raise CastaliaError(f"{licence!r} is no SPDX licence; write it like CC0-1.0 or CC-BY-4.0")
    proof = (source / evidence).resolve()
    if not proof.is_relative_to(source.resolve()) or not proof.is_file():
        raise CastaliaError(f"--evidence must be a file inside {source}, such as LICENSE.txt; {evidence!r} is none")
    if proof.stat().st_size > LIMITS.recipe_bytes:
        raise CastaliaError(f"{evidence} is too large to be the text of a licence")
    return proof


def _read(
    paths: list[Path], source: Path, skipped: dict[str, str], report: Callable[[str, float], None]
) -> Iterator[tuple[Path, Model]]:
    for done, path in enumerate(paths):
        report("models", done / len(paths))
        try:
            yield path, read_model(path, source)
        except BrokenModel as error:
            skipped[path.relative_to(source).as_posix()] = str(error)
    report("models", 1.0)


def _pieces(models: dict[Path, Model], source: Path, making: Path) -> tuple[Piece, ...]:
    grid = grid_of([model.size for model in models.values()])
    inside, found = source.resolve(), []
    for number, (path, model) in enumerate(models.items()):
        name, mesh = path.name.split(".")[0], f"{number:04d}.npz"
        kind = kind_of(name, model.size)
        write_mesh(making / mesh, model)
        picture = mesh.replace(".npz", ".png")
        Image.fromarray(thumbnail(model)).save(making / picture)
        found.append(
            Piece(
                name=name,
                file=path.relative_to(source).as_posix(),
                files={each.resolve().relative_to(inside).as_posix(): digest(each) for each in model.files},
                mesh=mesh,
                thumbnail=picture,
                size=model.size,
                triangles=len(model.triangles),
                tags=tuple(dict.fromkeys((*words_of(path.parent.name), *words_of(name)))),
                kind=kind,
                role=role_of(name, kind, model.size, grid),
                origin=model.origin,
            )
        )
    return tuple(found)


def _credit(proof: Path) -> str:
    """Whom the evidence names: its first two lines that say anything."""
    lines = (" ".join(line.split()) for line in proof.read_text("utf-8", "replace").splitlines())
    said = [line for line in lines if re.search(r"[A-Za-z]{3}", line)]
    return "; ".join(said[:2])[:300]
