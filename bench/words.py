"""How well the model reads: accuracy of setting, time, weather and objects on ``briefs.tsv``, which no training saw.

python bench/words.py [--weights FOLDER] [--seeds 3]

An empty cell of the table is not scored. Objects count when the kind is in the plan. The table's majority is printed as a floor.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections import Counter
from pathlib import Path

from castalia.language.plan import Plan
from castalia.model.weights import load
from castalia.planning import make_plan
from castalia.request import Request

SLOTS = ("setting", "time", "weather")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--misses", action="store_true", help="print every miss")
    asked = parser.parse_args()
    model = load(asked.weights)
    with Path(__file__).with_name("briefs.tsv").open(encoding="utf-8") as table:
        rows = list(csv.DictReader(table, delimiter="\t"))
    right: Counter[str] = Counter()
    scored: Counter[str] = Counter()
    began = time.perf_counter()
    for row in rows:
        for seed in range(1, asked.seeds + 1):
            plan = make_plan(Request(row["brief"], seed).checked(), model)
            for slot, want, hit in judged(row, plan):
                scored[slot] += 1
                right[slot] += hit
                if asked.misses and not hit and seed == 1:
                    print(f"miss {slot} {want}: {row['brief']}")
    seconds = (time.perf_counter() - began) / len(rows) / asked.seeds
    for slot in (*SLOTS, "objects"):
        print(f"{slot:8} {right[slot] / scored[slot]:.0%} of {scored[slot]}   (majority {floor(rows, slot):.0%})")
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
