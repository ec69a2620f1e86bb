"""The pack's paper: credits, and the hash of every file."""

from __future__ import annotations

from pathlib import Path

from castalia.pack import Job, Maker, Resolved

SAMPLES = {
    "FluidR3Mono_GM.sf3": {
        "title": "FluidR3Mono GM soundfont: the recorded instruments that play the score",
        "holder": "Frank Wen, Toby Smithe, Michael Cowgill",
        "licence": "MIT",
    }
}


def make(job: Job, folder: Path) -> Resolved:
    from castalia.model.weights import shipped_run
    from castalia.rights.credits import digests, write_rights

    files = [path for path in job.files if path.relative_to(job.pack).parts[0] != "rights"]
    samples = job.made.get("score", {}).get("resolved", {}).get("samples")
    used = [SAMPLES.get(samples, {"title": f"the soundfont {samples}"})] if samples else []
    write_rights(folder, job.facts, shipped_run(), digests(job.pack, files), used)
    return {}


MAKER = Maker("rights", (), make, always=True)
