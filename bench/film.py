"""How films hold up: grammar of the cuts, flicker of what stands still, frames a second with everything counted.

python bench/film.py [NAME ...] > docs/film.md

NAMEs are briefs of the gallery; without any, six of them. Each is built as a draft pack's film is: world, light, cameras, frames,
encoding. Flicker is the difference of neighbouring frames after exact motion compensation: each pixel's place in the world is known
from its depth, and looked up in the next frame; only what neither sways nor flows counts, and what the next frame sees as well.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from castalia.craft.build import build_world
from castalia.exchange.mp4 import FilmWriter
from castalia.language.plan import Plan
from castalia.planning import make_plan
from castalia.render.cameras import Take, shoot
from castalia.render.film import frames_of
from castalia.render.framing import looking, projected
from castalia.render.metering import metered
from castalia.render.stage import Stage
from castalia.render.views import rays
from castalia.request import Request
from castalia.settings import QUALITIES, film_encoder
from castalia.world import Camera, Floats

BRIEFS = Path(__file__).parent / "gallery" / "briefs.tsv"
USUAL = ("tower", "harbour", "canyon", "snow", "room", "farm")
DRAFT, RATE, WIDTH, HEIGHT = QUALITIES["draft"], 24, 960, 540
MOMENTS = (0.25, 0.5, 0.75)
"""Where in each shot two neighbouring frames are compared."""
HEAD = """# Films measured

Made by `python bench/film.py {names} > docs/film.md`: draft films at {width}x{height}, {rate} frames a second, on the {cores} cores of one machine.

* **Cut**: the least angle, in degrees, by which the camera turns round what it shows from one shot to the next (30 asks the rule), or *size* where the size of shot changes by two steps or the subject changes.
* **Opens**: the size of the first shot. * **Flicker**: median and 95th percentile of the difference of neighbouring frames where nothing moves, in 255ths.
* **Frames a second**: of the frames alone, and with world, light, camera search and encoding counted over a film of {seconds:.0f} s.

| brief | shots | cut | opens | flicker, median | 95 % | frames/s | everything counted |
|---|---|---|---|---|---|---|---|
"""


def main() -> None:
    names = sys.argv[1:] or USUAL
    texts = dict(line.split("\t", 1) for line in BRIEFS.read_text("utf-8").splitlines())
    print(
        HEAD.format(
            names=" ".join(names),
            width=WIDTH,
            height=HEIGHT,
            rate=RATE,
            cores=os.cpu_count(),
            seconds=DRAFT.film_seconds,
        ),
        end="",
    )
    for name in names:
        print(row(name, texts[name]), flush=True)


def row(name: str, brief: str) -> str:
    """One film, made and measured."""
    plan = make_plan(Request(brief).checked())
    began = time.perf_counter()
    stage = metered(Stage.of(build_world(plan, plan.seed, DRAFT.world_texture), plan.seed, DRAFT.baking))
    takes = shoot(
        stage.world, plan.film.shots, plan.scene.camera, stage, plan.seed, WIDTH / HEIGHT, DRAFT.cameras * 2 // 5
    )
    ready = time.perf_counter()
    shown = filmed(stage, takes)
    done = time.perf_counter()
    differences = np.concatenate([each for take in takes for each in flicker(stage, take, shown)] or [np.zeros(1)])
    middle, high = (float(np.percentile(differences, share)) for share in (50, 95))
    return (
        f"| {name} | {len(takes)} | {cut(plan, takes)} | {plan.film.shots[0].size} | {middle:.2f} | {high:.2f} "
        f"| {shown.frames / (done - ready):.1f} | {shown.frames / (done - began):.1f} |"
    )


class Shown(NamedTuple):
    """How many frames a film has, and those that are compared, by shot and place in it."""

    frames: int
    kept: dict[tuple[int, int], Floats]


def filmed(stage: Stage, takes: list[Take]) -> Shown:
    """Draw and encode all frames."""
    counts = [round(take.shot.seconds * RATE) for take in takes]
    starts = [sum(counts[:at]) for at in range(len(counts))]
    kept: dict[tuple[int, int], Floats] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "film.mp4")
        with FilmWriter(path, WIDTH, HEIGHT, RATE, "{}", starts, film_encoder()) as film:
            for take, start, count in zip(takes, starts, counts, strict=True):
                compared = {at + step for at in _compared(take) for step in (0, 1)}
                for at, picture in enumerate(frames_of(stage, take, start, count, RATE, (WIDTH, HEIGHT), DRAFT)):
                    film.add(picture)
                    if at in compared:
                        kept[take.number, at] = picture.astype(np.float32)
            film.sound(np.zeros((round(sum(counts) / RATE * 48_000), 2), np.float32))
    return Shown(sum(counts), kept)


def _compared(take: Take) -> list[int]:
    return [int(share * round(take.shot.seconds * RATE)) for share in MOMENTS]


def cut(plan: Plan, takes: list[Take]) -> str:
    """The least angle between neighbouring shots of one subject and about one size."""
    sizes = ("extreme-wide", "wide", "full", "medium", "close-up")
    angles = [
        _between(one, other)
        for one, other in pairwise(takes)
        if one.shot.subject == other.shot.subject and abs(sizes.index(one.shot.size) - sizes.index(other.shot.size)) < 2
    ]
    return f"{min(angles):.0f}" if angles else "size"


def _between(one: Take, other: Take) -> float:
    first, second = (looking(take.key)[0] for take in (one, other))
    return abs((first - second + 180) % 360 - 180)


def flicker(stage: Stage, take: Take, shown: Shown) -> Iterator[Floats]:
    """Differences (N,) in 255ths between neighbouring frames where nothing moves."""
    for at in _compared(take):
        rows, columns, place = _still(stage, take.at(at / RATE), take.at((at + 1) / RATE))
        found = _sampled(shown.kept[take.number, at + 1], place) - shown.kept[take.number, at][rows, columns]
        yield np.abs(found).max(axis=1)


def _still(stage: Stage, one: Camera, other: Camera) -> tuple[np.ndarray, np.ndarray, Floats]:
    """Pixels of one view that show what stands still and that the other view sees as well: rows, columns, and where there."""
    seen, there = (stage.buffers(camera, WIDTH, HEIGHT) for camera in (one, other))
    sways = np.array([_sways(stage, index) for index in range(len(stage.world.instances))])
    still = (seen.instance >= 0) & ~sways[seen.instance] & np.isfinite(seen.distance)
    rows, columns = np.nonzero(still)
    points = np.asarray(one.position) + rays(one, WIDTH, HEIGHT)[rows, columns] * seen.distance[rows, columns, None]
    place, _ = projected(other, points.astype(np.float32), WIDTH / HEIGHT)
    place = place * (WIDTH, HEIGHT)
    inside = (place > 1).all(axis=1) & (place < (WIDTH - 2, HEIGHT - 2)).all(axis=1)
    rows, columns, place, points = rows[inside], columns[inside], place[inside], points[inside]
    near = there.distance[place[:, 1].astype(int), place[:, 0].astype(int)]
    distance = np.linalg.norm(points - np.asarray(other.position), axis=1)
    seen_again = np.abs(near - distance) < 0.01 * distance + 0.02
    return rows[seen_again], columns[seen_again], place[seen_again]


def _sways(stage: Stage, index: int) -> bool:
    """Whether an instance moves, whole or in part."""
    instance = stage.world.instances[index]
    made = stage.world.prototypes[instance.prototype]
    return bool(instance.motion) or any(bool((part.mesh.sway > 0).any()) for part in made.parts)


def _sampled(picture: Floats, place: Floats) -> Floats:
    """Bilinear reading of a picture (H,W,3) at pixel places (N,2), whose centres lie at halves."""
    x, y = place[:, 0] - 0.5, place[:, 1] - 0.5
    left, top = np.floor(x).astype(int), np.floor(y).astype(int)
    across, down = (x - left)[:, None], (y - top)[:, None]
    above = picture[top, left] * (1 - across) + picture[top, left + 1] * across
    below = picture[top + 1, left] * (1 - across) + picture[top + 1, left + 1] * across
    return above * (1 - down) + below * down


if __name__ == "__main__":
    main()
