"""The page: everything to look at and listen to, offline."""

from __future__ import annotations

from pathlib import Path

from castalia.pack import Job, Maker, Resolved


def make(job: Job, folder: Path) -> Resolved:
    from castalia.exchange.page import PageFacts, write_page
    from castalia.rights.credits import OWNERSHIP

    facts = PageFacts.of(job.pack, job.request.brief, OWNERSHIP, job.facts.sealed)
    write_page(folder, job.plan, facts, job.recipe)
    return {}


MAKER = Maker("page", (), make, always=True)
