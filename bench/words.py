"""How well the model reads: accuracy of setting, time, weather and objects on ``briefs.tsv``, which no training saw.

python bench/words.py [--weights FOLDER] [--seeds 8]

An empty cell of the table is not scored. Objects count when the kind is in the plan. The table's majority is printed as a floor.
Each brief counts once, as the mean over its seeds; the standard error is over briefs.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np

from castalia.language.plan import Plan
from castalia.model.weights import load
from castalia.planning import make_plan
from castalia.request import Request

SLOTS = ("setting", "time", "weather")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--seeds", type=int, default=8)
    parser.add_argument("--misses", action="store_true", help="print every miss")
    asked = parser.parse_args()
    model = load(asked.weights)
    with Path(__file__).with_name("briefs.tsv").open(encoding="utf-8") as table:
        rows = list(csv.DictReader(table, delimiter="\t"))
    hits: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    began = time.perf_counter()
    for row in rows:
        for seed in range(1, asked.seeds + 1):
            plan = make_plan(Request(row["brief"], seed).checked(), model)
            for slot, want, hit in judged(row, plan):
                hits[slot][row["brief"]].append(hit)
                if asked.misses and not hit and seed == 1:
                    print(f"miss {slot} {want}: {row['brief']}")
    seconds = (time.perf_counter() - began) / len(rows) / asked.seeds
    for slot in (*SLOTS, "objects"):
        shares = np.array([np.mean(brief) for brief in hits[slot].values()])
        error = shares.std(ddof=1) / len(shares) ** 0.5
        print(f"{slot:8} {shares.mean():.0%} +- {error:.0%} of {len(shares)} briefs (majority {floor(rows, slot):.0%})")
    print(f"{seconds:.2f} s a plan, model {model.name}")


def judged(row: dict[str, str], plan: Plan) -> list[tuple[str, str, bool]]:
    """(slot, wanted, whether the plan has it) for each filled cell."""
    found = [(slot, row[slot], getattr(plan.scene, slot) == row[slot]) for slot in SLOTS if row[slot]]
    kinds = {item.kind for item in plan.scene.objects}
    return found + [("objects", kind, kind in kinds) for kind in row["objects"].split()]


def floor(rows: list[dict[str, str]], slot: str) -> float:
    """What always saying the commonest value would score."""
    values = [value for row in rows for value in row[slot].split()]
    return Counter(values).most_common(1)[0][1] / len(values)


if __name__ == "__main__":
    main()
