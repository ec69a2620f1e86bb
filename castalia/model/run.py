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
from castalia.errors import CastaliaError
from castalia.files import digest, whole, write_text
from castalia.library.fetch import find_wordnet
from castalia.model.recipes import DataRecipe, TrainingRecipe
from castalia.model.train import train
from castalia.model.weights import export, shipped_folder

CORPORA = {"lieder": "*.mxl", "prose": "*.txt", "wordnet": "data.*"}
"""What is read from folders, and which files in them."""
OWN: dict[str, Any] = {"holder": "the Castalia authors", "licence": "Apache-2.0", "evidence": "LICENSE"}
SOURCES: dict[str, dict[str, Any]] = {
    "briefs": {"title": "briefs and plans by castalia.model.data.director and briefs", **OWN},
    "written": {
        "title": "Castalia Briefs: briefs and plans written for this project, training voices",
        **OWN,
        "evidence": "castalia/model/data/written/README.md",
    },
    "composed": {"title": "lead sheets by castalia.model.data.composer", **OWN},
    "prose": {
        "title": "64 Standard Ebooks editions of English prose",
        "holder": "Standard Ebooks (editions); texts in the US public domain",
        "licence": "CC0-1.0",
        "evidence": "LICENSE.md of each edition",
    },
    "wordnet": {
        "title": "WordNet 3.0: glosses of English words",
        "holder": "Princeton University",
        "licence": "WordNet-3.0",
        "evidence": "castalia/codecs/LEXICON-NOTICE.txt",
    },
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
    stages: Sequence[TrainingRecipe],
    folder: Path,
    lieder: Path | None,
    prose: Path | None,
    install: bool,
    report: Callable[[str], None],
) -> Path:
    """Train or resume each stage in ``folder/<its name>``; one that goes on begins with the weights of the stage before it,
    the first with the shipped ones. Returns the folder of the last weights, put into the package if ``install``.

    Raises CastaliaError where a stage reads prose and there is none."""
    made = shipped_folder()
    wordnet = find_wordnet() if any(stage.prose_share for stage in stages) else None
    for stage in stages:
        if stage.prose_share and not prose:
            raise CastaliaError(f"the stage {stage.name!r} reads prose; name a folder of texts with --prose")
        data = replace(
            stage.data,
            lieder=str(lieder) if lieder and stage.data.composed else "",
            prose=str(prose) if stage.prose_share else "",
            wordnet=str(wordnet) if wordnet and stage.prose_share else "",
        )
        made = _stage(replace(stage, data=data), folder / stage.name, made, report)
    if install:
        # The weights come last, so that a break leaves nothing that passes for whole.
        for name in ("vocabulary.tsv", "config.json", "run.json", "model.safetensors"):
            with whole(shipped_folder() / name) as temporary:
                shutil.copyfile(made / name, temporary)
    return made


def _stage(recipe: TrainingRecipe, folder: Path, start: Path, report: Callable[[str], None]) -> Path:
    before = _predecessor(folder, start) if recipe.goes_on else {}
    trunk = train(recipe, folder, start, report)
    record = before | json.loads((folder / "run.json").read_text("utf-8"))
    data = record["recipe"]["data"]
    data |= {name: bool(data[name]) for name in CORPORA}
    taught = [_source(name, recipe.data) for name in SOURCES if data.get(name, True)]
    earlier = before.get("goes_on_from", {}).pop("sources", [])
    record["sources"] = taught + [source for source in earlier if source not in taught]
    record["version"] = __version__
    export(trunk, recipe.model, recipe.name, record, folder / "weights")
    return folder / "weights"


def _source(name: str, recipe: DataRecipe) -> dict[str, Any]:
    """What taught a run; of a corpus, with one digest of its files by name and content: which state it was."""
    if name not in CORPORA:
        return SOURCES[name]
    found = hashlib.sha256()
    for path in sorted(Path(getattr(recipe, name)).glob(CORPORA[name])):
        found.update(path.name.encode() + b"\0" + digest(path).encode())
    return SOURCES[name] | {"files_sha256": found.hexdigest()}


def _predecessor(folder: Path, start: Path) -> dict[str, Any]:
    """The record of the weights that a stage goes on from: kept with it, since the shipped ones may change meanwhile."""
    kept = folder / "goes-on-from.json"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        write_text(kept, (start / "run.json").read_text("utf-8"))
    return {"goes_on_from": json.loads(kept.read_text("utf-8"))}
