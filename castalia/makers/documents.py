"""What the model decided (plan.json) and what was worked out from it (resolved.json)."""

from __future__ import annotations

import json
from pathlib import Path

from castalia.files import write_text
from castalia.job import Job, Maker, Resolved


def make(job: Job, folder: Path) -> Resolved:
    plan = job.plan.model_dump(by_alias=True, mode="json")
    resolved = {part: made.resolved for part, made in job.made.items() if made.resolved}
    write_text(folder / "plan.json", json.dumps(plan, indent=1) + "\n")
    write_text(folder / "resolved.json", json.dumps({**resolved, "recipe": json.loads(job.recipe)}, indent=1) + "\n")
    return {}


MAKER = Maker("documents", (), make, always=True)
