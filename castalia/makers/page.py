"""The page: everything to look at and listen to, offline."""

from __future__ import annotations

from pathlib import Path

from castalia.job import Job, Maker, Resolved


def make(job: Job, folder: Path) -> Resolved:
    from castalia.exchange.page import PageFacts, write_page
    from castalia.rights.credits import OWNERSHIP

    facts = PageFacts.of(job.pack, job.files, job.request.brief, OWNERSHIP, job.facts.sealed, _remarks(job))
    write_page(folder, job.plan, facts, job.recipe)
    return {}


def _remarks(job: Job) -> dict[str, list[str]]:
    """What a user should know: kinds made as others, and stills whose composition misses a check."""
    known = {part: made.resolved for part, made in job.made.items()}
    said = {"scene": list(known.get("scene", {}).get("notes", []))}
    for name, still in known.get("stills", {}).items():
        missed = [check for check, found in still["checks"]["checks"].items() if not found["ok"]]
        missed = [check for check in missed if check not in still["checks"]["waived"]]
        if missed:
            said[f"stills/{name}.png"] = [f"misses the checks of composition: {', '.join(missed)}"]
    return said


MAKER = Maker("page", (), make, always=True)
