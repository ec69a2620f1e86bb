"""Every kind of object as a game-ready asset: triangles against budget, levels of detail, hulls, and the time it takes.

python bench/assets.py > docs/assets.md
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import numpy as np

from castalia.craft import meshes, ready
from castalia.craft.objects import ObjectSpec, make_object
from castalia.craft.traits import traits_of
from castalia.registry import objects

PROP, BUILDING, TREE = 3_000, 15_000, 8_000
TALL = 3.0
"""What is taller, metres, is a building or a tree; the rest are props."""
HEAD = """# Assets

Made by `python bench/assets.py > docs/assets.md`: each kind once, plain, at its usual size, on one core and more. Budgets at LOD0: {prop:,} triangles a prop (up to
{tall:g} m tall), {building:,} a building, {tree:,} a tree. Times in seconds: generating the object; lightmap uvs, levels and hulls together.

| kind | triangles | of budget | LOD1 | LOD2 | hulls | generated | made ready |
|---|---|---|---|---|---|---|---|
"""
Made = TypeVar("Made")


def main() -> None:
    print(HEAD.format(prop=PROP, building=BUILDING, tree=TREE, tall=TALL), end="")
    over, slowest = [], (0.0, 0.0)
    for kind in sorted(objects()):
        spec = ObjectSpec(kind, seed=3)
        made, generated = timed(make_object, spec)
        (levels, hulls), finished = timed(game_ready, spec)
        count, most = ready.triangles(made), budget(spec)
        over += [kind] if count > most else []
        slowest = (max(slowest[0], generated), max(slowest[1], finished))
        far = " | ".join(f"{ready.triangles(level):,}" for level in levels)
        print(f"| {kind} | {count:,} | {count / most:.0%} | {far} | {len(hulls)} | {generated:.2f} | {finished:.2f} |")
    print(
        f"\nOver budget: {', '.join(over) or 'none'}. Slowest: {slowest[0]:.2f} s generated, {slowest[1]:.2f} s made ready."
    )


def budget(spec: ObjectSpec) -> int:
    low, high = meshes.bounds(make_object(spec))
    tall = float(np.asarray(high - low)[1]) > TALL
    return PROP if not tall else TREE if traits_of(spec.kind).natural else BUILDING


def game_ready(spec: ObjectSpec) -> tuple[list[ready.Prototype], list[ready.Mesh]]:
    made = make_object(spec)
    ready.lightmapped(made)
    return ready.levels(made, lambda detail: make_object(replace(spec, detail=detail))), ready.hulls(made)


def timed(work: Callable[[ObjectSpec], Made], spec: ObjectSpec) -> tuple[Made, float]:
    began = time.perf_counter()
    made = work(spec)
    return made, time.perf_counter() - began


if __name__ == "__main__":
    main()
