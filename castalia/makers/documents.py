"""What the model decided (plan.json) and what was worked out from it (resolved.json)."""

from __future__ import annotations

import json
from pathlib import Path

from castalia.pack import Job, Maker, Resolved, write_atomically


def make(job: Job, folder: Path) -> Resolved:
    plan = job.plan.model_dump(by_alias=True, mode="json")
    resolved = {part: made.resolved for part, made in job.made.items() if made.resolved}
    write_atomically(folder / "plan.json", json.dumps(plan, indent=1) + "\n")
    write_atomically(
        folder / "resolved.json", json.dumps({**resolved, "recipe": json.loads(job.recipe)}, indent=1) + "\n"
    )
    return {}


MAKER = Maker("documents", (), make, always=True)
