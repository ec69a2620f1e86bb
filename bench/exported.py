"""Does the exported scene look like ours? Each scene's GLB, read back by another library and drawn again.

python bench/exported.py [NAME ...] [--report docs/exported.md] [--pictures FOLDER]

NAMEs are briefs of the gallery; without any, six of them. Each world is built as a draft pack's is, drawn from its first still's
camera, written by ``castalia/exchange/gltf``, read with trimesh into a world of its own, and drawn again the same way. Places,
meshes, materials, sun and lamps come from the file; sky, air, water and grade, for which glTF has no words, from the native
world. FOLDER gets each pair of pictures side by side, with their difference times eight.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import struct
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import trimesh
from numpy.typing import NDArray
from PIL import Image

from castalia.craft.build import build_world
from castalia.exchange.gltf import write_glb
from castalia.language.colour import decoded, oklab
from castalia.planning import make_plan
from castalia.render.cameras import search_still
from castalia.render.metering import metered
from castalia.render.stage import Stage
from castalia.request import Request
from castalia.settings import QUALITIES
from castalia.world import Colour, Floats, Instance, Lamp, Material, Mesh, Part, Prototype, World

BRIEFS = Path(__file__).parent / "gallery" / "briefs.tsv"
USUAL = ("tower", "harbour", "canyon", "skyline", "room", "snow")
DRAFT, WIDTH, HEIGHT = QUALITIES["draft"], 480, 270
ALLOWED = 0.03
"""Mean OKLab difference up to which two pictures count as alike."""
HEAD = """# The exported scene, drawn again

Made by `python bench/exported.py {names} --report docs/exported.md`, at {width}x{height} on {cores} cores.

Each scene's GLB is read back with trimesh and drawn by our rasteriser from the first still's camera. Places, meshes, materials,
sun and lamps come from the file; sky, air, water and grade, for which glTF has no words, from the native world. Differences
are distances in OKLab from the native picture: the mean over all pixels, of which at most {allowed} is allowed, and the 95th percentile.

What the writer is known to lose; how much of the difference each makes was not measured apart. Instances share a mesh and so its
uvs: a larger one's texture is stretched, where ours keeps its width in metres. Leaves do not sway with the wind. An object's
many tints become at most four, textures are JPEG, vertex colours brighter than 99 % of a material's are clipped, and lamps have
no size. A tile's width and how much light a material lets through come from its extras, which other programs ignore.

| brief | mean OKLab | 95 % | verdict |
|---|---|---|---|
"""
Pixels = NDArray[np.uint8]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", default=USUAL)
    parser.add_argument("--report", type=Path)
    parser.add_argument("--pictures", type=Path, metavar="FOLDER")
    asked = parser.parse_args()
    texts = dict(line.split("\t", 1) for line in BRIEFS.read_text("utf-8").splitlines())
    head = HEAD.format(names=" ".join(asked.names), width=WIDTH, height=HEIGHT, cores=os.cpu_count(), allowed=ALLOWED)
    rows = []
    for name in asked.names:
        native, again = pair(texts[name])
        rows.append(row(name, native, again))
        print(rows[-1], flush=True)
        if asked.pictures:
            save_pair(asked.pictures / f"{name}.png", native, again)
    if asked.report:
        asked.report.write_text(head + "\n".join(rows) + "\n", "utf-8")


def pair(brief: str) -> tuple[Pixels, Pixels]:
    """The native picture of a brief's scene (H,W,3) and that of its GLB."""
    plan = make_plan(Request(brief).checked())
    world = build_world(plan, plan.seed, DRAFT.world_texture, closeness=DRAFT.closeness)
    stage = metered(Stage.of(world, plan.seed, DRAFT.baking))
    camera, _ = search_still(world, plan.scene.camera, (WIDTH, HEIGHT), plan.seed, DRAFT.cameras, stage, 0)
    native = stage.frame(camera, WIDTH, HEIGHT, 0.0, DRAFT.supersample)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "scene.glb")
        write_glb(path, world, [], "{}", DRAFT.world_texture)
        read = read_world(path, stage.world)
    again = Stage.of(read, plan.seed, DRAFT.baking).frame(camera, WIDTH, HEIGHT, 0.0, DRAFT.supersample)
    return native, again


def row(name: str, native: Pixels, again: Pixels) -> str:
    apart = difference(native, again)
    mean = float(apart.mean())
    verdict = "alike" if mean <= ALLOWED else "differs"
    return f"| {name} | {mean:.4f} | {float(np.percentile(apart, 95)):.4f} | {verdict} |"


def difference(one: Pixels, other: Pixels) -> Floats:
    """Distance (H,W) in OKLab of two sRGB pictures (H,W,3)."""
    first, second = (oklab(decoded(pixels.astype(np.float32) / 255)) for pixels in (one, other))
    made: Floats = np.linalg.norm(first - second, axis=-1)
    return made


def save_pair(path: Path, native: Pixels, again: Pixels) -> None:
    """Native, exported, and eight times their difference in OKLab, from left to right."""
    path.parent.mkdir(parents=True, exist_ok=True)
    apart = np.clip(difference(native, again) * 8 * 255, 0, 255).astype(np.uint8)
    Image.fromarray(np.concatenate([native, again, np.repeat(apart[..., None], 3, axis=2)], axis=1)).save(path)


# --- the reader ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Glb:
    """A file as trimesh reads it, and its JSON, since trimesh drops the extensions of materials."""

    scene: Any
    document: Mapping[str, Any]

    @staticmethod
    def of(path: Path) -> _Glb:
        data = path.read_bytes()
        (length,) = struct.unpack("<I", data[12:16])
        return _Glb(trimesh.load_scene(path), json.loads(data[20 : 20 + length]))


def read_world(path: Path, native: World) -> World:
    """The world that a GLB holds; what it cannot hold is as in ``native``."""
    glb = _Glb.of(path)
    materials = _materials(glb)
    prototypes, instances = _things(glb.scene, materials)
    sun, lamps = _lights(glb)
    return replace(
        native,
        prototypes=prototypes,
        instances=instances,
        materials=materials,
        sky=replace(native.sky, **sun),
        lamps=lamps,
    )


def _things(scene: Any, materials: Mapping[str, Material]) -> tuple[dict[str, Prototype], tuple[Instance, ...]]:
    """Prototypes and instances of all nodes that show a mesh, but for the water's."""
    shown: dict[str, list[str]] = {}
    for node in scene.graph.nodes_geometry:
        shown.setdefault(_owner(scene, node), []).append(scene.graph[node][1])
    meshes = {
        name: _mesh(geometry, materials[geometry.visual.material.name].metres)
        for name, geometry in scene.geometry.items()
        if name != "water"
    }
    prototypes: dict[str, Prototype] = {}
    instances = []
    for owner, geometries in shown.items():
        if geometries == ["water"]:
            continue
        transform = np.asarray(scene.graph[owner][0], np.float32)
        scale = abs(float(np.linalg.det(transform[:3, :3]))) ** (1 / 3)
        name = f"{'+'.join(geometries)} at {scale:.4f}"
        if name not in prototypes:
            parts = (Part(_unscaled(meshes[each], scale), _covering(scene, each)) for each in geometries)
            prototypes[name] = Prototype(name, tuple(parts))
        instances.append(Instance(owner, name, transform))
    return prototypes, tuple(instances)


def _owner(scene: Any, node: str) -> str:
    """The file's node: trimesh gives each further primitive of its mesh a child node with a longer name."""
    parent = str(scene.graph.transforms.parents[node])
    return parent if node.startswith(f"{parent}_") else node


def _covering(scene: Any, geometry: str) -> str:
    return str(scene.geometry[geometry].visual.material.name)


def _mesh(geometry: Any, metres: float) -> Mesh:
    """A primitive as our mesh. glTF counts uvs in tiles, we in metres, and the file's extras say how wide a tile is: our
    renderer chooses how sharp a texture is by that."""
    count = len(geometry.vertices)
    levels = geometry.visual.vertex_attributes["color"]
    return Mesh(
        positions=np.asarray(geometry.vertices, np.float32),
        normals=np.asarray(geometry.vertex_normals, np.float32),
        # trimesh turns v over as 1 - v; our rows count from the top as glTF's, against v.
        uvs=np.asarray((geometry.visual.uv - (0.0, 1.0)) * metres, np.float32),
        triangles=np.asarray(geometry.faces, np.int32),
        colours=np.asarray(levels[:, :3], np.float32) / np.iinfo(levels.dtype).max,
        sway=np.zeros(count, np.float32),
    )


def _unscaled(mesh: Mesh, scale: float) -> Mesh:
    """Uvs that our renderer's own scaling of them by an instance's size leaves as the file has them."""
    return replace(mesh, uvs=mesh.uvs / np.float32(scale))


def _materials(glb: _Glb) -> dict[str, Material]:
    told = {entry["name"]: entry for entry in glb.document["materials"]}
    found = {}
    for geometry in glb.scene.geometry.values():
        material = geometry.visual.material
        if material.baseColorTexture is not None and material.name not in found:
            found[material.name] = _material(material, told[material.name])
    return found


def _material(read: Any, told: Mapping[str, Any]) -> Material:
    """A glTF material in linear light: textures times factors, of which those that are absent are 1."""
    extensions = told.get("extensions", {})
    base, orm, normal = (
        np.asarray(picture.convert("RGB"), np.float32) / 255
        for picture in (read.baseColorTexture, read.metallicRoughnessTexture, read.normalTexture)
    )
    factor = np.ones(3) if read.baseColorFactor is None else read.baseColorFactor[:3] / 255
    rough, metal = (1.0 if each is None else each for each in (read.roughnessFactor, read.metallicFactor))
    glow = np.zeros(3) if read.emissiveFactor is None else np.asarray(read.emissiveFactor)
    glow = glow * extensions.get("KHR_materials_emissive_strength", {}).get("emissiveStrength", 1.0)
    extras = told.get("extras", {})
    albedo = decoded(base) * factor.astype(np.float32)
    if "emissiveTexture" in told:
        glow = glow * albedo.reshape(-1, 3).mean(axis=0)
    return Material(
        name=str(read.name),
        albedo=albedo,
        normal=normal * 2 - 1,
        roughness=orm[..., 1] * np.float32(rough),
        ao=orm[..., 0],
        height=np.zeros(orm.shape[:2], np.float32),
        metres=extras.get("metres", 1.0),
        metallic=float(orm[..., 2].mean()) * metal,
        emission=_colour(glow),
        translucency=extras.get("translucency", 0.0),
    )


def _lights(glb: _Glb) -> tuple[dict[str, Any], tuple[Lamp, ...]]:
    """What the file says of the sky's sun or moon, and its lamps. Lux and candela over pi are our radiance."""
    lights: Sequence[Mapping[str, Any]] = (
        glb.document.get("extensions", {}).get("KHR_lights_punctual", {}).get("lights", [])
    )
    sun: dict[str, Any] = {"sun_radiance": (0.0, 0.0, 0.0)}
    lamps = []
    for (_, node), edge in glb.scene.graph.transforms.edge_data.items():
        extension = edge.get("metadata", {}).get("gltf_extensions", {}).get("KHR_lights_punctual")
        if extension is None:
            continue
        light, matrix = lights[extension["light"]], glb.scene.graph[node][0]
        power = _colour(np.asarray(light["color"]) * light["intensity"] / math.pi)
        if light["type"] == "directional":
            sun = {"sun_radiance": power, "sun_direction": _colour(matrix[:3, 2])}
        else:
            lamps.append(Lamp(_colour(matrix[:3, 3]), power))
    return sun, tuple(lamps)


def _colour(values: Floats) -> Colour:
    """Three numbers as a colour or a place."""
    one, two, three = (float(value) for value in values)
    return one, two, three


if __name__ == "__main__":
    main()
