"""The packed corpus: all examples of a recipe in one file, made once, in parallel, and resumed where it was broken off."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path

import numpy as np

from castalia.files import whole
from castalia.model.data.examples import Example, notes_example, plan_example
from castalia.model.data.prose import files, prose_examples
from castalia.model.data.written import directed, written
from castalia.model.recipes import DataRecipe
from castalia.randomness import generator

CHUNK = 500


def build(recipe: DataRecipe, folder: Path, progress: Callable[[str, int, int], None]) -> list[Example]:
    """All examples of a recipe. Chunks that already lie in ``folder`` are kept."""
    folder = folder / _digest(recipe)
    folder.mkdir(parents=True, exist_ok=True)
    jobs = list(_jobs(recipe))
    missing = [job for job in jobs if not (folder / _name(job)).exists()]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for done, (job, examples) in enumerate(zip(missing, pool.map(_make, missing), strict=True), 1):
            _save(folder / _name(job), examples)
            progress("data", done, len(missing))
    return [example for job in jobs for example in _load(folder / _name(job))]


def _digest(recipe: DataRecipe) -> str:
    """Of the recipe and of all that makes examples and their tokens: those of another day's generators are never taken for these."""
    digest = hashlib.sha256(json.dumps(asdict(recipe)).encode())
    package = Path(__file__).parents[2]
    for folder in ("model/data", "codecs", "language", "sound/score"):
        for source in sorted(path for kind in ("*.py", "*.tsv", "*.gz") for path in (package / folder).rglob(kind)):
            digest.update(source.read_bytes())
    return digest.hexdigest()[:12]


Job = tuple[str, DataRecipe, int, int]


def _jobs(recipe: DataRecipe) -> Iterator[Job]:
    """(source, recipe, first, last), one a chunk."""
    for first in range(0, recipe.briefs, CHUNK):
        yield "briefs", recipe, first, min(first + CHUNK, recipe.briefs)
    for first in range(0, recipe.written * len(written("train")), CHUNK):
        yield "written", recipe, first, min(first + CHUNK, recipe.written * len(written("train")))
    for first in range(0, recipe.composed, CHUNK // 10):
        yield "composed", recipe, first, min(first + CHUNK // 10, recipe.composed)
    if recipe.lieder:
        count = len(list(Path(recipe.lieder).glob("*.mxl")))
        for first in range(0, count, CHUNK // 10):
            yield "lieder", recipe, first, min(first + CHUNK // 10, count)
    for first in range(len(files(recipe.prose, recipe.wordnet))):
        yield "prose", recipe, first, first + 1


def _name(job: Job) -> str:
    return f"{job[0]}-{job[2]:07d}.npz"


def _make(job: Job) -> list[Example]:
    source, recipe, first, last = job
    if source == "lieder":
        return list(_lieder(sorted(Path(recipe.lieder).glob("*.mxl"))[first:last]))
    if source == "prose":
        return prose_examples(files(recipe.prose, recipe.wordnet)[first])
    make = {"briefs": _brief, "written": _written, "composed": _composed}[source]
    return [make(recipe, index) for index in range(first, last)]


def _brief(recipe: DataRecipe, index: int) -> Example:
    from castalia.model.data.briefs import contradicted, example

    random = generator(recipe.seed, "wishes", index)
    if index % recipe.contradicted == 0:
        brief, decisions, fixed = contradicted(recipe.seed, index)
        return plan_example(brief, decisions, random, fixed=fixed)
    brief, decisions = example(recipe.seed, index)
    return plan_example(brief, decisions, random, recipe.wished)


def _written(recipe: DataRecipe, index: int, split: str = "train") -> Example:
    """One written brief after the other, and round again: what is left to the director falls otherwise each time."""
    items = written(split)
    item = items[index % len(items)]
    decisions = directed(item, generator(recipe.seed, "written", split, index))
    return plan_example(item.brief, decisions, generator(recipe.seed, "wishes", split, index), recipe.wished)


def watched(recipe: DataRecipe) -> list[Example]:
    """What training is watched by and never taught: the written briefs of other voices; where none are told, passages."""
    if recipe.written or recipe.briefs:
        return [_written(recipe, index, "tune") for index in range(len(written("tune")))]
    paths = files(recipe.prose, recipe.wordnet)
    return [example for path in paths for example in prose_examples(path, watched=True)]


def _composed(recipe: DataRecipe, index: int) -> Example:
    from castalia.model.data.composer import compose
    from castalia.model.data.director import direct

    decisions = direct(generator(recipe.seed, "composed", index))
    return notes_example(decisions.model_dump(), compose(decisions.score, generator(recipe.seed, "compose", index)))


def _lieder(paths: list[Path]) -> Iterator[Example]:
    """Songs outside the held-out set. What a printed song does not tell (mood, tempo, key) is left out of the prompt."""
    from castalia.model.data.lieder import held_out, read_song

    for path in paths:
        song = None if held_out(path) else _try(read_song, path)
        if song:
            yield notes_example({"score": {"mode": song.mode, "metre": song.metre, "style": "chamber"}}, song.notes)


def _try(read: Callable[[Path], object], path: Path):  # type: ignore[no-untyped-def]
    """A song that the parser cannot read is left out; a corpus of 1,460 holds a few."""
    try:
        return read(path)
    except Exception:
        return None


def _save(path: Path, examples: list[Example]) -> None:
    lengths = np.array([len(example.ids) for example in examples], np.int32)
    ids = np.concatenate([example.ids for example in examples]) if examples else np.zeros(0, np.uint16)
    weights = np.concatenate([example.weights for example in examples]) if examples else np.zeros(0, np.float16)
    with whole(path) as temporary, temporary.open("wb") as file:
        np.savez_compressed(file, lengths=lengths, ids=ids, weights=weights)


def _load(path: Path) -> Iterator[Example]:
    with np.load(path) as packed:
        lengths, ids, weights = packed["lengths"], packed["ids"], packed["weights"]
    ends = np.cumsum(lengths)
    for end, length in zip(ends, lengths, strict=True):
        yield Example(ids[end - length : end], weights[end - length : end])
