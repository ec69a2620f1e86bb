"""How well the model reads: the plans of briefs in voices that no training saw, against what their writers decided.

python bench/words.py [--weights FOLDER] [--split kept] [--seeds 2] [--misses] [--dataset]

Only what a brief says or clearly implies is scored, by single draws. Each brief counts once, as the mean over its decisions and
seeds; the standard error is over briefs. The floor is what always saying the commonest value of the training voices would score.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from castalia.language.plan import Plan
from castalia.model.data.written import IMPLIED, OPEN, SAID, SPLITS, Value, Written, written
from castalia.model.weights import load
from castalia.planning import make_plan
from castalia.request import Request

WORDS = {SAID: "said", IMPLIED: "implied"}
CLEAR = 0.2
"""A mood nearer to nought has no sign to be right about."""
Verdict = tuple[str, str, bool]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--split", choices=SPLITS, default="kept")
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--misses", action="store_true", help="print every miss of the first seed")
    parser.add_argument("--dataset", action="store_true", help="print the statistics of the Castalia Briefs and stop")
    asked = parser.parse_args()
    if asked.dataset:
        describe()
        return
    model = load(asked.weights)
    hits: dict[tuple[str, str], dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    began = time.perf_counter()
    items = written(asked.split)
    for item in items:
        for seed in range(1, asked.seeds + 1):
            plan = make_plan(Request(item.brief, seed).checked(), model)
            for slot, mark, hit in judged(item, plan):
                hits[slot, mark][item.brief].append(hit)
                if asked.misses and not hit and seed == 1:
                    print(f"miss {slot} {mark} {[value.text for value in item.decided.get(slot, ())]}: {item.brief}")
    seconds = (time.perf_counter() - began) / len(items) / asked.seeds
    print(
        f"{len(items)} briefs of the split `{asked.split}`, {asked.seeds} seeds each; model {model.name}; {seconds:.2f} s a plan.\n"
    )
    print("| | said | implied | floor |\n|---|---|---|---|")
    for slot in dict.fromkeys(slot for slot, _ in hits):
        cells = [share(hits.get((slot, word), {})) for word in WORDS.values()]
        print(f"| {slot} | {cells[0]} | {cells[1]} | {floor(slot, items)} |")


def judged(item: Written, plan: Plan) -> Iterator[Verdict]:
    """(what, its mark, whether the plan has it) for everything that the brief says or implies."""
    for slot in ("setting", "time", "weather", "season"):
        value = item.one(slot)
        yield from _marked(slot, value, getattr(plan.scene, slot) == value.text)
    yield from _marked("look", item.one("look"), plan.look == item.one("look").text)
    kinds = {one.kind: one for one in plan.scene.objects}
    for value in item.decided["objects"]:
        kind, count, state, relation = value.text.split(":")
        yield from _marked("objects", value, kind in kinds)
        if kind in kinds and value.mark == SAID and int(count) > 1:
            yield "more than one, of those present", WORDS[SAID], kinds[kind].count > 1
    for value in item.decided.get("without", ()):
        yield from _marked("excluded objects, absent", value, value.text not in kinds)
    mood = item.one("mood")
    for name, wanted in zip(("valence", "energy"), mood.text.split(","), strict=False):
        if abs(float(wanted)) >= CLEAR:
            yield from _marked(name, mood, float(wanted) * getattr(plan.mood, name) > 0)
    yield from _marked("style", item.one("style"), plan.score.style == item.one("style").text)
    yield from _marked("mode", item.one("mode"), plan.score.mode == item.one("mode").text)
    for value in item.decided["instruments"]:
        yield from _marked("instruments", value, value.text in plan.score.instruments)
    for value in item.decided.get("silent", ()):
        yield from _marked("excluded instruments, absent", value, value.text not in plan.score.instruments)
    for value in item.decided["layers"]:
        yield from _marked("layers", value, value.text in {layer.kind for layer in plan.soundscape.layers})
    for value in item.decided["shots"]:
        yield from _marked("camera moves", value, value.text.split("/")[0] in {shot.move for shot in plan.film.shots})


def _marked(slot: str, value: Value, hit: bool) -> Iterator[Verdict]:
    if value.mark != OPEN:
        yield slot, WORDS[value.mark], hit


def share(hits: dict[str, list[bool]]) -> str:
    """Percent right with its standard error, and of how many briefs."""
    shares = np.array([np.mean(brief) for brief in hits.values()])
    if len(shares) < 2:
        return "-"
    return f"{shares.mean():.0%} +- {shares.std(ddof=1) / len(shares) ** 0.5:.0%} of {len(shares)}"


def floor(slot: str, items: tuple[Written, ...]) -> str:
    """Share of the slot's marked values here that are the commonest one of the training voices."""
    if slot not in ("setting", "time", "weather", "season", "look", "style", "mode"):
        return ""
    usual = Counter(item.one(slot).text for item in written("train")).most_common(1)[0][0]
    here = [item.one(slot).text for item in items if item.one(slot).mark != OPEN]
    return f"{np.mean([text == usual for text in here]):.0%}" if here else ""


def describe() -> None:
    for split in SPLITS:
        items = written(split)
        lengths = np.percentile([len(item.brief.split()) for item in items], (10, 50, 90)).astype(int)
        print(
            f"\n{split}: {len(items)} briefs of {lengths[0]} / {lengths[1]} / {lengths[2]} words (10th, 50th, 90th percentile)"
        )
        print("  voices:", dict(Counter(item.voice for item in items)))
        for slot in ("setting", "time", "weather", "season"):
            print(f"  {slot}:", dict(Counter(item.one(slot).text for item in items).most_common()))
        marks = Counter(
            (slot, value.mark or "open") for item in items for slot, values in item.decided.items() for value in values
        )
        print(
            "  marks:",
            {
                slot: {
                    word: marks[slot, mark] for mark, word in ((SAID, "said"), (IMPLIED, "implied"), ("open", "open"))
                }
                for slot in items[0].decided
            },
        )


if __name__ == "__main__":
    main()
