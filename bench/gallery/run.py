"""The gallery: what 48 briefs look like, and every object and material, on four contact sheets.

python bench/gallery/run.py [NAME ...]    stills and films of the named briefs (all by default), then the sheets
python bench/gallery/run.py --picture out  README's first picture, of a pack that is there
python bench/gallery/run.py --wall         README's other picture, of the gallery's stills

Stills are as the draft quality makes them at 960x540, strips are eight frames of the film. What is there is kept, so a
broken-off run goes on; take the folder ``gallery`` away to begin anew. ``gallery/checks.md`` says which composition checks fail.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import sheets
from numpy.typing import NDArray
from PIL import Image

from castalia.craft.build import build_world
from castalia.craft.portrait import portrait
from castalia.files import write_text
from castalia.planning import make_plan
from castalia.registry import objects, surfaces
from castalia.render import trace
from castalia.render.cameras import search_still, shoot
from castalia.render.metering import metered
from castalia.render.moves import Take
from castalia.render.stage import Stage
from castalia.request import Request
from castalia.settings import QUALITIES

HERE, FOLDER = Path(__file__).parent, Path("gallery")
PICTURES = HERE.parents[1] / "docs" / "pictures"
BRIEFS = dict(line.split("\t") for line in (HERE / "briefs.tsv").read_text("utf-8").splitlines())
STILL, FRAME, FRAMES, PORTRAIT = (960, 540), (480, 270), 8, (320, 240)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help=f"any of: {', '.join(BRIEFS)}")
    parser.add_argument("--stills", action="store_true", help="stills alone, without films")
    parser.add_argument("--picture", type=Path, metavar="PACK")
    parser.add_argument("--wall", action="store_true")
    asked = parser.parse_args()
    if asked.picture or asked.wall:
        made, name = (sheets.wall(FOLDER), "gallery.jpg") if asked.wall else (sheets.picture(asked.picture), "pack.jpg")
        made.save(PICTURES / name, quality=86)
        return
    for name in asked.names or BRIEFS:
        began = time.perf_counter()
        if not (FOLDER / f"{name}.json").exists():
            look_at(name, not asked.stills)
            print(f"{name}: {time.perf_counter() - began:.0f} s", flush=True)
    for folder, names in ({} if asked.names else {"assets": objects(), "materials": surfaces()}).items():
        for name in names:
            draw_portrait(name, FOLDER / folder / f"{name}.png")
    whole = {name: brief for name, brief in BRIEFS.items() if (FOLDER / f"{name}.json").exists()}
    sheets.write(FOLDER, whole, list(objects()), list(surfaces()))
    (FOLDER / "checks.md").write_text(sheets.checks(FOLDER, whole), "utf-8")


def look_at(name: str, films: bool) -> None:
    """Make one brief's still and the frames of its film; its record is written last. Light is baked coarsely: stills
    are traced, and frames this small do not show it."""
    request = Request(BRIEFS[name]).checked()
    plan, level = make_plan(request), request.level
    world = build_world(plan, plan.seed, level.world_texture, closeness=level.closeness)
    stage = metered(Stage.of(world, plan.seed, QUALITIES["preview"].baking))
    camera, verdict = search_still(world, plan.scene.camera, STILL, plan.seed, level.cameras, stage, 0)
    save(
        FOLDER / "stills" / f"{name}.png",
        trace.trace(stage, camera, *STILL, level.still_samples),
    )
    takes = shoot(world, plan.film.shots, plan.scene.camera, stage, plan.seed, STILL[0] / STILL[1]) if films else []
    for number, (take, seconds) in enumerate(moments(takes)):
        save(
            FOLDER / "films" / f"{name}-{number}.png", stage.frame(take.at(seconds), *FRAME, seconds, level.supersample)
        )
    record = {"plan": plan.model_dump(mode="json", by_alias=True), "still": verdict.to_json()}
    write_text(FOLDER / f"{name}.json", json.dumps(record))


def moments(takes: Sequence[Take]) -> Iterator[tuple[Take, float]]:
    """Eight moments spread over the film: the take that is on, and the seconds into it."""
    if not takes:
        return
    starts = np.cumsum([0.0, *(take.shot.seconds for take in takes)])
    for at in np.linspace(0.0, starts[-1] - 0.05, FRAMES):
        number = int(np.searchsorted(starts, at, side="right")) - 1
        yield takes[number], float(at - starts[number])


def draw_portrait(name: str, path: Path) -> None:
    if not path.exists():
        world, camera = portrait(name, material=path.parent.name == "materials")
        save(path, Stage.of(world, 1, QUALITIES["preview"].baking).frame(camera, *PORTRAIT, 0.0, 2))


def save(path: Path, pixels: NDArray[np.uint8]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(path)


if __name__ == "__main__":
    main()
