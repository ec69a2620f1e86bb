"""Does Blender see what a pack holds? Opens every GLB and USDZ of whole packs in it, and compares them with the world.

python3.11 -m venv blender && blender/bin/python -m pip install bpy==5.0.1
python bench/blender.py [--blender blender/bin/python] [--report docs/blender.md] [PACK ...]

Without packs it makes previews of the gallery's first twelve briefs in ``blender/packs``, some in other frames. The world is built again from the
recipe in ``resolved.json``. Compared are: the name of every thing that shows triangles, its box, triangles and materials;
lights with place, colour and strength; cameras with their angle, and where they are and look at both ends of their shots;
the film's frames. Exits with 1 on any difference.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from scipy.spatial.transform import Rotation

import castalia
from castalia.craft.build import build_world, object_alone
from castalia.craft.ready import hulls, levels
from castalia.exchange.placing import water_corners
from castalia.exchange.usd.text import prim
from castalia.language.plan import object_name
from castalia.render.moves import quaternion
from castalia.request import Recipe
from castalia.world import Camera, Floats, Mesh, Part, Prototype, World

HERE, HOME = Path(__file__).parent, Path("blender")
HEAD = """# In Blender

Made by `python bench/blender.py --report docs/blender.md`, which says what it compares and what to install, with Blender {version}.
GLB and USDZ say by how much, in millimetres, the boxes of things and the places of lights and cameras are off at most;
10 are allowed. Names, counts and materials are to agree exactly.

What to know: Blender reads the sun of a GLB in lux and its lamps in candela, and shows them dark; choose "Unitless" as the
lighting mode on import. Set the scene's frame rate to the pack's before importing, for Blender turns a GLB's seconds into
frames by it; it does not take over the film's length from a GLB, as it does from USDZ. It makes the sun of a USDZ four times as
strong as UsdLux says. Instances in USDZ come as empties that show collections, "-" in names as "_".

"""
OTHERS: dict[str, dict[str, Any]] = {"neon": {"fps": 25, "aspect": "9:16"}, "wreck": {"fps": 30, "aspect": "2.39:1"}}
"""Packs that are made in other frames than the usual."""
COLUMNS = "pack | things | triangles | materials | lights | cameras | frames | assets | GLB | USDZ | differences"
PLACE, TURN, STRENGTH = 0.01, 1e-3, 1e-3
"""What may differ: metres, unit vectors and degrees, a share of a light's strength."""
SENSOR = (10.0, 30.0)
"""Millimetres that a camera's sensor is tall."""
LUMENS = 683.0
"""Blender divides candela and lux by so much, unless a GLB is imported with the lighting mode "unitless"."""
SUNS = 4.0
"""Blender multiplies the irradiance of USD's suns by so much."""
SHOWN = 20


@dataclass(frozen=True)
class Thing:
    """What Blender should show under one name, in its axes."""

    box: Floats
    triangles: int
    materials: frozenset[str]


@dataclass
class Findings:
    """What one file has that it should not, or the other way round, and how far off places are, metres."""

    file: str
    off: float = 0.0
    differences: list[str] = field(default_factory=list)

    def same(self, what: str, found: object, meant: object) -> None:
        if found != meant:
            self.differences.append(f"{self.file}: {what}: {found} instead of {meant}")

    def near(self, what: str, found: Any, meant: Any, most: float) -> None:
        if not np.allclose(found, meant, rtol=0, atol=most):
            self.same(what, np.round(found, 5).tolist(), np.round(meant, 5).tolist())

    def there(self, what: str, found: Any, meant: Any) -> None:
        self.off = max(self.off, float(np.abs(np.asarray(found) - np.asarray(meant)).max()))
        self.near(what, found, meant, PLACE)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packs", nargs="*", type=Path, metavar="PACK")
    parser.add_argument("--blender", type=Path, default=HOME / "bin" / "python", help="a Python that has bpy")
    parser.add_argument("--report", type=Path, help="a Markdown file to write the table to")
    asked = parser.parse_args()
    version = said(asked.blender, "-c", "import bpy; print(bpy.app.version_string)").split()[-1]
    rows, differences = [f"| {COLUMNS} |", "|---" * (COLUMNS.count("|") + 1) + "|"], []
    for pack in asked.packs or made():
        row, different = compared(pack, asked.blender)
        rows.append(row)
        differences += different
        print(row, *different[:SHOWN], sep="\n", file=sys.stderr, flush=True)
    report = "\n".join([*rows, "", *(f"- {each}" for each in differences or ["no differences"]), ""])
    print(report, end="")
    if asked.report:
        asked.report.write_text(HEAD.format(version=version) + report, "utf-8")
    return int(bool(differences))


def made() -> Iterator[Path]:
    """The twelve packs, one after another; what is there is kept."""
    for line in (HERE / "gallery" / "briefs.tsv").read_text("utf-8").splitlines()[:12]:
        name, brief = line.split("\t")
        yield castalia.create(brief, quality="preview", **OTHERS.get(name, {})).save(HOME / "packs" / name)


def said(blender: Path, *arguments: str) -> str:
    run = subprocess.run([str(blender), *arguments], capture_output=True, text=True)
    if run.returncode:
        raise SystemExit(f"{blender}: {run.stderr or run.stdout}")
    return run.stdout


def compared(pack: Path, blender: Path) -> tuple[str, list[str]]:
    """A pack's row of the table, and what is different."""
    resolved = json.loads((pack / "resolved.json").read_text("utf-8"))
    recipe = Recipe.from_json(json.dumps(resolved["recipe"]))
    shots = [Shot.of(shot, recipe.request.fps) for shot in resolved.get("film", {}).get("shots", [])]
    frames = sorted({0, *(frame for shot in shots for frame in shot.ends)})
    seen = probed(blender, sorted([*pack.rglob("*.glb"), *pack.rglob("*.usdz")]), recipe.request.fps, frames)
    level, plan = recipe.request.level, recipe.plan
    world = build_world(plan, plan.seed, level.world_texture, closeness=level.closeness)
    things, alone = shown(world), dict(assets(recipe))
    findings = [Findings(pack.name)]
    parts = {"scene": {"scene.glb", "scene.usdz"}, "assets": alone.keys()}
    promised = {name for part, names in parts.items() if part in resolved for name in names}
    findings[0].same("files", sorted(path.name for path in seen), sorted(promised))
    for path, found in seen.items():
        here, usd = Findings(f"{pack.name}/{path.name}"), path.suffix == ".usdz"
        findings.append(here)
        here.same("imported", found["finished"], True)
        here.same("pictures that did not load", found["dark"], [])
        if path.parent.name == "assets":
            same_things(here, found, alone.get(path.name, {}))
        else:
            same_things(here, found, {prim(name): thing for name, thing in things.items()} if usd else things)
            same_lights(here, found, world, usd)
            same_shots(here, found, shots, frames, usd)
    differences = [each for one in findings for each in one.differences]
    off = [max((one.off for one in findings if one.file.endswith(kind)), default=0.0) for kind in (".glb", ".usdz")]
    cells = [
        pack.name,
        len(things),
        f"{sum(thing.triangles for thing in things.values()):,}",
        len({material for thing in things.values() for material in thing.materials}),
        len(world.lamps) + (max(world.sky.sun_radiance) > 0),
        len(shots),
        shots[-1].ends[1] if shots else 0,
        sum(path.parent.name == "assets" for path in seen),
        *(f"{1e3 * far:.1f}" for far in off),
        len(differences),
    ]
    return f"| {' | '.join(map(str, cells))} |", differences


def probed(blender: Path, files: list[Path], fps: int, frames: list[int]) -> dict[Path, dict[str, Any]]:
    """What Blender makes of each file."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "found.json"
        numbers = str(fps), ",".join(map(str, frames))
        said(blender, str(HERE / "blender_probe.py"), *numbers, str(out), *map(str, files))
        return {Path(name): found for name, found in json.loads(out.read_text("utf-8")).items()}


# --- things ---------------------------------------------------------------------------------------------------------


def turned(places: Any) -> Floats:
    """Castalia's axes, +Y up, as Blender's, +Z up."""
    x, y, z = np.moveaxis(np.asarray(places, np.float64), -1, 0)
    return np.stack([x, -z, y], axis=-1)


def boxed(points: Floats) -> Floats:
    return np.stack([points.min(axis=0), points.max(axis=0)])


def corners(mesh: Mesh) -> Floats:
    return mesh.positions[np.unique(mesh.triangles)].astype(np.float64)


def thing_of(made: Prototype, points: Floats) -> Thing:
    parts = [part for part in made.parts if len(part.mesh.triangles)]
    count = sum(len(part.mesh.triangles) for part in parts)
    return Thing(boxed(turned(points)), count, frozenset(part.material for part in parts if part.material))


def shown(world: World) -> dict[str, Thing]:
    """Everything in the world that has triangles."""
    solid = {
        name: np.concatenate([corners(part.mesh) for part in made.parts])
        for name, made in world.prototypes.items()
        if any(len(part.mesh.triangles) for part in made.parts)
    }
    found = {}
    for each in world.instances:
        if each.prototype in solid:
            there = solid[each.prototype] @ each.transform[:3, :3].T + each.transform[:3, 3]
            found[each.name] = thing_of(world.prototypes[each.prototype], there)
    if world.water is not None:
        found["water"] = Thing(boxed(turned(water_corners(world))), 2, frozenset({"water"}))
    return found


def assets(recipe: Recipe) -> Iterator[tuple[str, dict[str, Thing]]]:
    """The objects that stand alone in files of their own, with levels and hulls where they are game-ready."""
    plan, names = recipe.plan, [object_name(item) for item in recipe.plan.scene.objects]
    for name in dict.fromkeys(names):
        make = partial(object_alone, plan, plan.seed, names.index(name))
        near, ready = make(), recipe.request.level.game_ready
        solid = [Prototype(name, (Part(hull, ""),)) for hull in (hulls(near) if ready else [])]
        yield (
            f"{name}.glb",
            {
                name: standing(near),
                **{f"UCX_{name}_{at:02}": standing(hull) for at, hull in enumerate(solid, 1)},
            },
        )
        for number, level in enumerate(levels(near, make) if ready else [], 1):
            yield f"{name}_LOD{number}.glb", {name: standing(level)}


def standing(made: Prototype) -> Thing:
    return thing_of(made, np.concatenate([corners(part.mesh) for part in made.parts]))


def same_things(here: Findings, found: Mapping[str, Any], meant: Mapping[str, Thing]) -> None:
    seen = found["things"]
    here.same("names", sorted(seen.keys() - meant.keys()), sorted(meant.keys() - seen.keys()))
    for name in sorted(seen.keys() & meant.keys()):
        thing = meant[name]
        here.there(f"box of {name}", [seen[name]["low"], seen[name]["high"]], thing.box)
        here.same(f"triangles of {name}", seen[name]["triangles"], thing.triangles)
        here.same(f"materials of {name}", materials(seen[name]["materials"]), {prim(each) for each in thing.materials})
    worn = {prim(material) for thing in meant.values() for material in thing.materials}
    here.same("materials", materials(found["materials"]), worn)


def materials(names: list[str]) -> set[str]:
    """Names of materials as USD has them, without the shade that USDZ files add."""
    return {prim(re.sub(r"(_\d+){3}$", "", name)).replace("Water", "water") for name in names}


# --- lights and cameras ---------------------------------------------------------------------------------------------


def same_lights(here: Findings, found: Mapping[str, Any], world: World, usd: bool) -> None:
    sky, seen = world.sky, found["lights"]
    powers = {"moon" if sky.moon else "sun": sky.sun_radiance} if max(sky.sun_radiance) > 0 else {}
    lamps = {f"lamp_{at}" if usd else f"lamp-{at}": lamp for at, lamp in enumerate(world.lamps, 1)}
    powers |= {name: lamp.power for name, lamp in lamps.items()}
    here.same("lights", sorted(seen), sorted(powers))
    for name in sorted(seen.keys() & powers.keys()):
        light, strength = seen[name], max(powers[name])
        lamp = lamps.get(name)
        here.same(f"{name}", light["kind"], "POINT" if lamp else "SUN")
        here.near(f"colour of {name}", light["colour"], np.maximum(powers[name], 0) / strength, TURN)
        if lamp:
            here.there(name, light["place"], turned(lamp.position))
            meant = math.pi * strength / lamp.radius**2 if usd else 4 * math.pi**2 * strength / LUMENS
        else:
            towards = turned(sky.sun_direction)
            here.near(f"direction of {name}", light["from"], towards / np.linalg.norm(towards), TURN)
            meant = math.pi * strength * (SUNS if usd else 1 / LUMENS)
        here.same(f"{name} is of one strength at any size", light["normal"], not (usd and lamp))
        here.near(f"strength of {name}", light["energy"] / meant, 1.0, STRENGTH)
    if usd:
        here.near("sky", found["sky"], sky.horizon, TURN)


@dataclass(frozen=True)
class Shot:
    """A shot of the film: the first frame and the one after its last, and the camera at both."""

    ends: tuple[int, int]
    cameras: tuple[Camera, Camera]

    @staticmethod
    def of(shot: Mapping[str, Any], fps: int) -> Shot:
        first, after = round(shot["start"] * fps), round((shot["start"] + shot["seconds"]) * fps)
        return Shot((first, after), (Camera(**shot["from"]), Camera(**shot["to"])))


def same_shots(here: Findings, found: Mapping[str, Any], shots: list[Shot], frames: list[int], usd: bool) -> None:
    """Cameras and the film's length. Importers of GLB leave the scene's frames as they are, so their action counts; its
    last key is where the last frame ends."""
    seen = found["cameras"]
    name_of = (lambda at: f"shot_{at}") if usd else (lambda at: f"shot-{at}")
    here.same("cameras", sorted(seen), [name_of(at) for at in range(1, len(shots) + 1)])
    for at, shot in enumerate(shots, 1):
        camera = seen.get(name_of(at))
        if camera is None:
            continue
        here.near(f"angle of shot {at}", camera["fov"], shot.cameras[0].fov, TURN)
        here.near(f"sensor of shot {at}", camera["sensor"], sum(SENSOR) / 2, (SENSOR[1] - SENSOR[0]) / 2)
        for frame, meant in zip(shot.ends, shot.cameras):
            place, ahead, up = camera["poses"][frames.index(frame)]
            axes = Rotation.from_quat(quaternion(meant)).as_matrix()
            here.there(f"camera of shot {at} at frame {frame}", place, turned(meant.position))
            here.near(f"view of shot {at} at frame {frame}", [ahead, up], turned([-axes[:, 2], axes[:, 1]]), TURN)
    last = shots[-1].ends[1] if shots else 0
    if usd:
        here.same("frames", found["frames"], [0, max(last - 1, 0)])
    elif shots:
        here.near("frames", found["actions"], [[0, last]], 1e-3)


if __name__ == "__main__":
    sys.exit(main())
