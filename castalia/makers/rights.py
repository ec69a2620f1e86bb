"""The pack's paper: credits, and the hash of every file."""

from __future__ import annotations

from pathlib import Path

from castalia.library.fetch import SOUNDFONT, SOUNDFONT_CREDIT
from castalia.pack import Job, Maker, Resolved


def make(job: Job, folder: Path) -> Resolved:
    from castalia.model.weights import shipped_run
    from castalia.rights.credits import digests, write_rights

    files = [path for path in job.files if path.relative_to(job.pack).parts[0] != "rights"]
    write_rights(folder, job.facts, shipped_run(), digests(job.pack, files), _used(job))
    return {}


def _used(job: Job) -> list[dict[str, str]]:
    """What is heard in the files besides what the house makes: the soundfont that played the score."""
    score = job.made.get("score")
    if score is None or "samples" not in score.resolved:
        return []
    name = score.resolved["samples"]
    return [SOUNDFONT_CREDIT if name == SOUNDFONT else {"title": f"the soundfont {name}"}]


MAKER = Maker("rights", (), make, always=True)
