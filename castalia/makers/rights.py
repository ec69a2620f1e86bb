"""The pack's paper: credits, and the hash of every file."""

from __future__ import annotations

from pathlib import Path

from castalia.pack import Job, Maker, Resolved


def make(job: Job, folder: Path) -> Resolved:
    from castalia.model.weights import shipped_run
    from castalia.rights.credits import digests, write_rights

    files = [path for path in job.pack.rglob("*") if path.is_file() and _is_delivered(path.relative_to(job.pack))]
    write_rights(folder, job.facts, shipped_run(), digests(job.pack, files))
    return {}


def _is_delivered(path: Path) -> bool:
    """Hidden files are the pack's own bookkeeping, and the record does not name itself."""
    return path.parts[0] != "rights" and not any(step.startswith(".") for step in path.parts)


MAKER = Maker("rights", (), make, always=True)
