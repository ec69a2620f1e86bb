"""The pack's paper: credits, and the hash of every file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from castalia.job import Job, Maker, Resolved
from castalia.library.fetch import SOUNDFONT, SOUNDFONT_CREDIT


def make(job: Job, folder: Path) -> Resolved:
    from castalia.rights.credits import digests, write_rights

    files = [path for path in job.files if path.relative_to(job.pack).parts[0] != "rights"]
    write_rights(folder, job.facts, _run_of(job.plan.model), digests(job.pack, files), _used(job))
    return {}


def _run_of(model: str) -> dict[str, Any]:
    """The record of the run that made the plan's model; of a model that is not here nothing is claimed."""
    from castalia.model.weights import shipped_run

    run = shipped_run()
    if run.get("name") == model:
        return run
    where = f"not recorded here: what taught {model} stands in the record of the version of Castalia that shipped it"
    return {"name": model, "sources": [{"title": where, "holder": "unknown here", "licence": "unknown here"}]}


def _used(job: Job) -> list[dict[str, str]]:
    """What is heard and seen in the files besides what the house makes: the soundfont that played the score, and the
    models of the studio's own kits."""
    used = job.ingredients
    score = job.made.get("score")
    if score is not None and "samples" in score.resolved:
        name = score.resolved["samples"]
        used.append(SOUNDFONT_CREDIT if name == SOUNDFONT else {"title": f"the soundfont {name}"})
    return used


MAKER = Maker("rights", (), make, always=True)
