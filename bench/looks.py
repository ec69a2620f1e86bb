"""Do pictures obey? Palettes of the gallery's stills, and sweeps of the mood's controls.

python bench/looks.py [--report docs/looks.md]     after ``make gallery``

Palette: each still's distance (``castalia/render/palette.py``) from the palette that its plan asks for, and that one's
rank among ten: its own and nine drawn from the other briefs'. Sweep: one control of the mood goes from -1 to 1 in five
steps, the rest of the plan stays; brightness is read as mean lightness, warmth as mean of OKLab's b, energy as mean chroma.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from castalia.craft.atmosphere import grade_of
from castalia.craft.build import build_world
from castalia.language.colour import decoded, hex_to_linear, oklab
from castalia.language.history import read_plan
from castalia.language.plan import Plan
from castalia.randomness import generator
from castalia.render.cameras import search_still
from castalia.render.finish import finish
from castalia.render.metering import metered
from castalia.render.palette import distance
from castalia.render.stage import Stage
from castalia.settings import QUALITIES
from castalia.world import Colour

GALLERY, SIZE = Path("gallery"), (320, 180)
STEPS = (-1.0, -0.5, 0.0, 0.5, 1.0)
SWEPT = ("harbour", "canyon", "shepherd", "birch", "alien", "station")
READ = {
    "brightness": lambda lab: lab[..., 0].mean(),
    "warmth": lambda lab: lab[..., 2].mean(),
    "energy": lambda lab: np.hypot(lab[..., 1], lab[..., 2]).mean(),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--report", type=Path)
    asked = parser.parse_args()
    plans = {path.stem: plan_of(path) for path in sorted(GALLERY.glob("*.json"))}
    report = "\n".join(
        ["# Pictures obey palette and mood", "", __doc__ or "", *palettes(plans), "", *sweeps(plans), ""]
    )
    print(report)
    if asked.report:
        asked.report.write_text(report, "utf-8")


def plan_of(path: Path) -> Plan:
    return read_plan(json.loads(path.read_text("utf-8"))["plan"])


def swatches(plan: Plan) -> tuple[Colour, ...]:
    return tuple(hex_to_linear(colour) for colour in plan.palette)


def palettes(plans: dict[str, Plan]) -> list[str]:
    rows, near, first = [], 0, 0
    for name, plan in plans.items():
        still = Image.open(GALLERY / "stills" / f"{name}.png").convert("RGB").resize(SIZE, Image.Resampling.BOX)
        lab = oklab(decoded(np.asarray(still, np.float32) / 255))
        others = [other for other in plans if other != name]
        drawn = generator(0, "looks", name).permutation(others)[:9]
        own = distance(lab, swatches(plan))
        rank = 1 + sum(distance(lab, swatches(plans[other])) < own for other in drawn)
        near, first = near + (own < 0.18), first + (rank == 1)
        if own >= 0.18 or rank > 1:
            rows.append(f"| {name} | {own:.3f} | {rank} |")
    count = len(plans)
    head = [
        f"{near} of {count} stills lie within 0.18 of their palette; {first} of {count} are nearest to it among ten."
    ]
    return [*head, "", "| the others | distance | rank |", "|---|---|---|", *rows]


def sweeps(plans: dict[str, Plan]) -> list[str]:
    lines = ["| brief | control | " + " | ".join(f"{step:+g}" for step in STEPS) + " | monotone |", "|---" * 8 + "|"]
    for name in SWEPT:
        if name in plans:
            for control, values in sweep(plans[name]).items():
                shown = " | ".join(f"{value:.3f}" for value in values)
                lines.append(f"| {name} | {control} | {shown} | {'yes' if np.all(np.diff(values) > 0) else 'no'} |")
    return lines


def sweep(plan: Plan) -> dict[str, list[float]]:
    """What each control does, the light meter's answer included. Of a picture's making, mood reaches the grade alone, so one
    drawing serves them all."""
    world = build_world(plan, plan.seed, 256, closeness=0.3)
    stage = Stage.of(world, plan.seed, QUALITIES["preview"].baking)
    camera, _ = search_still(world, plan.scene.camera, SIZE, plan.seed, 8, metered(stage), 0)
    light = stage.buffers(camera, *SIZE).colour

    def read(control: str, step: float) -> float:
        mood = plan.mood.model_copy(update={control: step})
        grade = grade_of(plan.model_copy(update={"mood": mood}), world.indoors, len(world.lamps))
        exposed = metered(replace(stage, world=replace(world, grade=grade))).world.grade
        pixels = finish(light, replace(exposed, grain=0.0), 0)
        return float(READ[control](oklab(decoded(pixels.astype(np.float32) / 255))))

    return {control: [read(control, step) for step in STEPS] for control in READ}


if __name__ == "__main__":
    main()
