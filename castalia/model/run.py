"""Training runs, from recipes to runtime files, with the record of what taught the weights."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from castalia import __version__
from castalia.files import digest, whole, write_text
from castalia.model.recipes import TrainingRecipe
from castalia.model.train import train
from castalia.model.weights import export, shipped_folder

OWN: dict[str, Any] = {"holder": "the Castalia authors", "licence": "Apache-2.0", "evidence": "LICENSE"}
SOURCES: dict[str, dict[str, Any]] = {
    "briefs": {"title": "briefs and plans by castalia.model.data.director and briefs", **OWN},
    "written": {
        "title": "Castalia Briefs: briefs and plans written for this project, training voices",
        **OWN,
        "evidence": "castalia/model/data/written/README.md",
    },
    "composed": {"title": "lead sheets by castalia.model.data.composer", **OWN},
    "lieder": {
        "title": "OpenScore Lieder corpus, songs outside the held-out set",
        "holder": "OpenScore contributors",
        "licence": "CC0-1.0",
        "evidence": "LICENSE.txt of the corpus",
    },
    "tokenizer": {
        "title": "subword statistics of 64 Standard Ebooks editions",
        "holder": "Standard Ebooks (editions); texts in the US public domain",
        "licence": "CC0-1.0",
        "evidence": "LICENSE.md of each edition",
    },
    "hypernyms": {
        "title": "WordNet 3.0: hypernyms of English words, in the text codec's table",
        "holder": "Princeton University",
        "licence": "WordNet-3.0",
        "evidence": "castalia/codecs/LEXICON-NOTICE.txt",
    },
    "valence": {
        "title": "VADER sentiment lexicon: valence of English words in four steps, in the text codec's table",
        "holder": "C.J. Hutto",
        "licence": "MIT",
        "evidence": "castalia/codecs/LEXICON-NOTICE.txt",
    },
}


def run(
    stages: Sequence[TrainingRecipe], folder: Path, lieder: Path | None, install: bool, report: Callable[[str], None]
) -> Path:
    """Train or resume each stage in ``folder/<its name>``; one that goes on begins with the weights of the stage before it,
    the first with the shipped ones. Returns the folder of the last weights, put into the package if ``install``."""
    made = shipped_folder()
    for stage in stages:
        made = _stage(stage, folder / stage.name, made, lieder, report)
    if install:
        # The weights come last, so that a break leaves nothing that passes for whole.
        for name in ("vocabulary.tsv", "config.json", "run.json", "model.safetensors"):
            with whole(shipped_folder() / name) as temporary:
                shutil.copyfile(made / name, temporary)
    return made


def _stage(
    recipe: TrainingRecipe, folder: Path, start: Path, lieder: Path | None, report: Callable[[str], None]
) -> Path:
    recipe = replace(recipe, data=replace(recipe.data, lieder=str(lieder) if lieder else ""))
    before = _predecessor(folder, start) if recipe.goes_on else {}
    trunk = train(recipe, folder, start, report)
    record = before | json.loads((folder / "run.json").read_text("utf-8"))
    record["recipe"]["data"]["lieder"] = bool(lieder)
    absent = {name for name in ("written", "lieder") if not getattr(recipe.data, name)}
    taught = [source for name, source in SOURCES.items() if name not in absent]
    if lieder:
        taught = [
            source | {"files_sha256": _of_files(lieder)} if source is SOURCES["lieder"] else source for source in taught
        ]
    earlier = before.get("goes_on_from", {}).get("sources", [])
    record["sources"] = taught + [source for source in earlier if source not in taught]
    record["version"] = __version__
    export(trunk, recipe.model, recipe.name, record, folder / "weights")
    return folder / "weights"


def _of_files(folder: Path) -> str:
    """One digest of a folder's scores, by name and content: which state of a corpus it was."""
    found = hashlib.sha256()
    for path in sorted(folder.glob("*.mxl")):
        found.update(path.name.encode() + b"\0" + digest(path).encode())
    return found.hexdigest()


def _predecessor(folder: Path, start: Path) -> dict[str, Any]:
    """The record of the weights that a stage goes on from: kept with it, since the shipped ones may change meanwhile."""
    kept = folder / "goes-on-from.json"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        write_text(kept, (start / "run.json").read_text("utf-8"))
    return {"goes_on_from": json.loads(kept.read_text("utf-8"))}
