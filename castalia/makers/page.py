"""The page: everything to look at and listen to, offline."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from castalia.job import Job, Maker, Resolved


def make(job: Job, folder: Path) -> Resolved:
    from castalia.exchange.page import PageFacts, write_page
    from castalia.rights.credits import OWNERSHIP

    facts = PageFacts.of(job.pack, job.files, job.request.brief, OWNERSHIP, job.facts.sealed, _remarks(job))
    write_page(folder, job.plan, facts, job.recipe)
    return {}


def _remarks(job: Job) -> dict[str, list[str]]:
    """What a user should know: kinds made as others, and pictures whose composition misses a check."""
    known = {part: made.resolved for part, made in job.made.items()}
    said = {"scene": list(known.get("scene", {}).get("notes", []))}
    for name, still in known.get("stills", {}).items():
        if missed := _missed(still["checks"]):
            said[f"stills/{name}.png"] = [f"misses the checks of composition: {', '.join(missed)}"]
    shots = enumerate(known.get("film", {}).get("shots", []), 1)
    missing = [(number, _missed(shot["checks"])) for number, shot in shots if shot["checks"]]
    said["film.mp4"] = [f"shot {number} misses: {', '.join(missed)}" for number, missed in missing if missed]
    return said


def _missed(verdict: Mapping[str, Any]) -> list[str]:
    """The checks that a picture misses, waived ones left out."""
    return [check for check, found in verdict["checks"].items() if not found["ok"] and check not in verdict["waived"]]


MAKER = Maker("page", (), make, always=True)
