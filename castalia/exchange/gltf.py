"""glTF 2.0 in one binary file (GLB): the whole scene, or one object alone.

After the Khronos glTF 2.0.1 specification, with KHR_lights_punctual and KHR_materials_emissive_strength. Each prototype
is written once and shared by its instances. Light is radiance over pi in the world, so lights are multiplied by pi.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from castalia.exchange.maps import Maps, encode_maps, gains, used
from castalia.exchange.placing import CameraTrack, decomposed, grouped, steady, tint_groups, water_corners
from castalia.files import whole
from castalia.settings import LIMITS
from castalia.world import Colour, Floats, Instance, Material, Mesh, Part, Prototype, Water, World

COPYRIGHT = "Belongs to the person who had it made with Castalia; see rights/credits.txt of its pack."
_MAGIC, _JSON, _BINARY = 0x46546C67, 0x4E4F534A, 0x004E4942
_FLOAT, _U16, _U32 = 5126, 5123, 5125
_VERTICES, _INDICES = 34962, 34963
_LARGEST_JSON = 64_000_000
Node = dict[str, Any]


def write_glb(path: Path, world: World, cameras: Sequence[CameraTrack], recipe: str, texture_pixels: int) -> None:
    """Write a whole scene: shared meshes, materials, lights, water, and one animation that plays the cameras' shots."""
    document = _Document(recipe)
    document.add_materials(used(world.prototypes.values(), world.materials), world.prototypes.values(), texture_pixels)
    single, cover = grouped(world)
    tinted = tint_groups([*single, *cover])
    shared = _Meshes(document, world.prototypes, tinted.tints)
    roots = [shared.node(instance, tinted.group[instance.name]) for instance in single]
    if cover:
        children = [shared.node(instance, tinted.group[instance.name]) for instance in cover]
        roots.append(document.node({"name": "cover", "children": children}))
    if world.water is not None:
        roots.append(_water_node(document, world, world.water))
    roots.append(_lights_node(document, world))
    if cameras:
        roots.append(_cameras_node(document, cameras))
    document.scene = {"name": "scene", "nodes": roots, "extras": _surroundings(world)}
    document.save(path)


def write_asset_glb(
    path: Path,
    prototype: Prototype,
    materials: Mapping[str, Material],
    recipe: str,
    texture_pixels: int,
    lightmaps: Sequence[Floats] = (),
    hulls: Sequence[Mesh] = (),
) -> None:
    """Write one object alone, its origin in the middle of its base.

    ``lightmaps`` are second uvs (V,2), 0 to 1 and row 0 at the top, for each part; ``hulls`` are convex meshes, written as
    nodes ``UCX_name_01`` and so on, which Unreal reads as what the object collides with.
    """
    document = _Document(recipe)
    document.add_materials(used([prototype], materials), [prototype], texture_pixels)
    mesh = _Meshes(document, {prototype.name: prototype}, {}, lightmaps).mesh(prototype.name, 0)
    nodes = [document.node({"name": prototype.name, "mesh": mesh})]
    nodes += [_hull_node(document, f"UCX_{prototype.name}_{at:02}", hull) for at, hull in enumerate(hulls, 1)]
    document.scene = {"name": prototype.name, "nodes": nodes}
    document.save(path)


def read_glb_recipe(path: Path) -> str | None:
    """The recipe in a GLB's asset extras, or None where there is none. Raises ValueError on a damaged file."""
    with path.open("rb") as file:
        header = file.read(20)
        if len(header) < 20:
            raise ValueError("it ends within its header")
        magic, _, _, length, kind = struct.unpack("<5I", header)
        if magic != _MAGIC or kind != _JSON or length > min(_LARGEST_JSON, path.stat().st_size):
            raise ValueError("it is no GLB file")
        document = json.loads(file.read(length))
    extras = document.get("asset", {}).get("extras", {})
    recipe = extras.get("recipe") if isinstance(extras, dict) else None
    return recipe if isinstance(recipe, str) and len(recipe) <= LIMITS.recipe_bytes else None


class _Document:
    """A glTF document under construction: its JSON lists and its binary chunk."""

    def __init__(self, recipe: str) -> None:
        self.recipe = recipe
        self.scene: Node = {}
        self.lists: dict[str, list[Any]] = {}
        self.chunks: list[bytes] = []
        self.length = 0
        self.extensions: set[str] = set()
        self.material_index: dict[str, int] = {}
        self.gains: dict[str, float] = {}

    def add(self, kind: str, entry: Any) -> int:
        """Append to one of the document's lists; returns the index."""
        entries = self.lists.setdefault(kind, [])
        entries.append(entry)
        return len(entries) - 1

    def node(self, node: Node) -> int:
        return self.add("nodes", node)

    def view(self, content: bytes, target: int | None = None) -> int:
        """A buffer view that starts on a multiple of four bytes."""
        view = {"buffer": 0, "byteOffset": self.length, "byteLength": len(content)}
        padded = content + b"\0" * (-len(content) % 4)
        self.chunks.append(padded)
        self.length += len(padded)
        return self.add("bufferViews", view if target is None else {**view, "target": target})

    def accessor(self, values: NDArray[Any], kind: str, target: int | None = None, **more: Any) -> int:
        """An accessor over its own buffer view; ``more`` are further properties such as bounds."""
        component = {"f4": _FLOAT, "u2": _U16, "u4": _U32}[values.dtype.str[1:]]
        view = self.view(np.ascontiguousarray(values).tobytes(), target)
        entry = {"bufferView": view, "componentType": component, "count": len(values), "type": kind, **more}
        return self.add("accessors", entry)

    # --- materials ----------------------------------------------------------------------------------------------

    def add_materials(
        self, materials: Mapping[str, Material], prototypes: Iterable[Prototype], texture_pixels: int
    ) -> None:
        """Write the materials with their maps; each is found again by its name."""
        self.gains = gains(prototypes, materials)
        for name, material in materials.items():
            maps = encode_maps(material, texture_pixels, self.gains[name])
            self.material_index[name] = self.add("materials", self._material(material, maps))

    def _material(self, material: Material, maps: Maps) -> Node:
        orm = self._texture(f"{material.name}_ORM", maps.orm, "image/jpeg")
        entry: Node = {
            "name": material.name,
            "pbrMetallicRoughness": {
                "baseColorTexture": self._texture(f"{material.name}_BC", maps.albedo, "image/jpeg"),
                "metallicRoughnessTexture": orm,
            },
            "normalTexture": self._texture(f"{material.name}_N", maps.normal, "image/png"),
            "occlusionTexture": orm,
            "extras": {"metres": material.metres},
        }
        if material.translucency > 0:
            entry["doubleSided"] = True
            # KHR_materials_diffuse_transmission would take from the front what shines through; ours does not.
            entry["extras"]["translucency"] = round(material.translucency, 4)
        strength = max(material.emission)
        if strength > 0:
            entry["emissiveFactor"] = [round(channel / max(strength, 1.0), 5) for channel in material.emission]
        if strength > 1:
            self.extensions.add("KHR_materials_emissive_strength")
            entry["extensions"] = {"KHR_materials_emissive_strength": {"emissiveStrength": round(strength, 4)}}
        return entry

    def _texture(self, name: str, picture: bytes, mime: str) -> Node:
        if not self.lists.get("samplers"):
            self.add("samplers", {"magFilter": 9729, "minFilter": 9987, "wrapS": 10497, "wrapT": 10497})
        image = self.add("images", {"name": name, "bufferView": self.view(picture), "mimeType": mime})
        return {"index": self.add("textures", {"name": name, "sampler": 0, "source": image})}

    # --- writing ------------------------------------------------------------------------------------------------

    def save(self, path: Path) -> None:
        """Write the file under a temporary name, then rename it."""
        asset = {"version": "2.0", "generator": "Castalia", "copyright": COPYRIGHT, "extras": {"recipe": self.recipe}}
        document: Node = {"asset": asset, "scene": 0, "scenes": [self.scene], **self.lists}
        lights = document.pop("lights", [])
        if lights:
            self.extensions.add("KHR_lights_punctual")
            document["extensions"] = {"KHR_lights_punctual": {"lights": lights}}
        if self.extensions:
            document["extensionsUsed"] = sorted(self.extensions)
        if self.length:
            document["buffers"] = [{"byteLength": self.length}]
        text = json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode()
        text += b" " * (-len(text) % 4)
        binary = self.length + 8 if self.length else 0
        with whole(path) as temporary, temporary.open("wb") as file:
            file.write(struct.pack("<5I", _MAGIC, 2, 20 + len(text) + binary, len(text), _JSON))
            file.write(text)
            if self.length:
                file.write(struct.pack("<2I", self.length, _BINARY))
                file.writelines(self.chunks)


class _Meshes:
    """Prototypes as meshes, each written at its first use. Tint groups share all but the vertex colours."""

    def __init__(
        self,
        document: _Document,
        prototypes: Mapping[str, Prototype],
        tints: Mapping[str, list[Floats]],
        lightmaps: Sequence[Floats] = (),
    ) -> None:
        self.document = document
        self.lightmaps = lightmaps
        self.prototypes = prototypes
        self.tints = tints
        self.made: dict[tuple[str, int], int | None] = {}
        self.shapes: dict[str, list[Node]] = {}

    def node(self, instance: Instance, group: int) -> int:
        """A node that sets a shared mesh into the scene."""
        translation, rotation, scale = decomposed(instance.transform)
        entry: Node = {"name": instance.name, "translation": _plain(translation, 4)}
        mesh = self.mesh(instance.prototype, group)
        if mesh is not None:
            entry["mesh"] = mesh
        if not np.allclose(rotation, (0, 0, 0, 1), atol=1e-6):
            entry["rotation"] = _plain(rotation, 6)
        if not np.allclose(scale, 1, atol=1e-6):
            entry["scale"] = _plain(scale, 5)
        return self.document.node(entry)

    def mesh(self, name: str, group: int) -> int | None:
        """The index of a prototype's mesh in one tint, or None where the prototype is empty."""
        if (name, group) not in self.made:
            parts = [part for part in self.prototypes[name].parts if len(part.mesh.triangles)]
            if name not in self.shapes:
                second = [*self.lightmaps, *[None] * (len(parts) - len(self.lightmaps))]
                self.shapes[name] = [self._shape(part, lightmap) for part, lightmap in zip(parts, second, strict=True)]
            tint = self.tints[name][group] if name in self.tints else np.ones(3, np.float32)
            primitives = [
                {**shape, "attributes": {**shape["attributes"], "COLOR_0": self._colours(part, tint)}}
                for shape, part in zip(self.shapes[name], parts, strict=True)
            ]
            title = name if group == 0 else f"{name}-tint-{group + 1}"
            mesh = {"name": title, "primitives": primitives}
            self.made[name, group] = self.document.add("meshes", mesh) if primitives else None
        return self.made[name, group]

    def _shape(self, part: Part, lightmap: Floats | None) -> Node:
        """A primitive without its colours."""
        mesh, document = part.mesh, self.document
        uvs = mesh.uvs * np.array([1, -1], np.float32) / np.float32(self._metres(part.material))
        attributes = {
            "POSITION": _positions(document, mesh.positions),
            "NORMAL": document.accessor(_unit(mesh.normals), "VEC3", _VERTICES),
            "TEXCOORD_0": document.accessor(uvs.astype("<f4"), "VEC2", _VERTICES),
        }
        if lightmap is not None:
            attributes["TEXCOORD_1"] = document.accessor(lightmap.astype("<f4"), "VEC2", _VERTICES)
        return {
            "attributes": attributes,
            "indices": _indices(document, mesh),
            "material": document.material_index[part.material],
        }

    def _colours(self, part: Part, tint: Floats) -> int:
        """Vertex colours times the tint, over the material's gain, as 16-bit RGBA."""
        gain = self.document.gains[part.material]
        colours = np.clip(part.mesh.colours * tint / np.float32(gain), 0, 1)
        opaque = np.ones((len(colours), 1), np.float32)
        levels = np.round(np.concatenate([colours, opaque], axis=1) * 65535).astype("<u2")
        return self.document.accessor(levels, "VEC4", _VERTICES, normalized=True)

    def _metres(self, material: str) -> float:
        index = self.document.material_index[material]
        return max(float(self.document.lists["materials"][index]["extras"]["metres"]), 1e-3)


def _positions(document: _Document, positions: Floats) -> int:
    """Positions with the exact bounds that the format asks for."""
    values = np.asarray(positions, "<f4")
    low, high = values.min(axis=0).tolist(), values.max(axis=0).tolist()
    return document.accessor(values, "VEC3", _VERTICES, min=low, max=high)


def _indices(document: _Document, mesh: Mesh) -> int:
    small = len(mesh.positions) < 65535
    return document.accessor(mesh.triangles.reshape(-1).astype("<u2" if small else "<u4"), "SCALAR", _INDICES)


def _unit(vectors: Floats) -> Floats:
    """Vectors (V,3) of unit length; those of no length point up."""
    wide = np.asarray(vectors, np.float64)
    lengths = np.linalg.norm(wide, axis=1, keepdims=True)
    unit = np.where(lengths > 1e-9, wide / np.maximum(lengths, 1e-9), (0.0, 1.0, 0.0))
    return unit.astype("<f4")


def _plain(values: Floats, digits: int) -> list[float]:
    return [round(float(value), digits) for value in values]


def _hull_node(document: _Document, name: str, hull: Mesh) -> int:
    attributes = {
        "POSITION": _positions(document, hull.positions),
        "NORMAL": document.accessor(_unit(hull.normals), "VEC3", _VERTICES),
    }
    primitive = {"attributes": attributes, "indices": _indices(document, hull)}
    return document.node({"name": name, "mesh": document.add("meshes", {"name": name, "primitives": [primitive]})})


# --- water, lights, cameras ---------------------------------------------------------------------------------------


def _water_node(document: _Document, world: World, water: Water) -> int:
    """A see-through plane at the water's level."""
    material = {
        "name": "water",
        "pbrMetallicRoughness": {
            "baseColorFactor": [*_plain(np.clip(water.colour, 0, 1), 4), 0.72],
            "metallicFactor": 0.0,
            "roughnessFactor": round(0.04 + 0.3 * water.waves, 3),
        },
        "alphaMode": "BLEND",
        "extras": {"waves": water.waves, "flow": water.flow, "heading": water.heading, "foam": water.foam},
    }
    primitive = {
        "attributes": {
            "POSITION": _positions(document, water_corners(world)),
            "NORMAL": document.accessor(np.tile(np.array([0, 1, 0], "<f4"), (4, 1)), "VEC3", _VERTICES),
        },
        "indices": document.accessor(np.array([0, 1, 2, 0, 2, 3], "<u2"), "SCALAR", _INDICES),
        "material": document.add("materials", material),
    }
    mesh = document.add("meshes", {"name": "water", "primitives": [primitive]})
    return document.node({"name": "water", "mesh": mesh})


def _lights_node(document: _Document, world: World) -> int:
    """The sun (or moon) in lux, lamps in candela."""
    sky = world.sky
    children = []
    if max(sky.sun_radiance) > 0:
        name = "moon" if sky.moon else "sun"
        node = {"name": name, "rotation": _plain(turned_from(sky.sun_direction), 6)}
        children.append(_light(document, node, "directional", sky.sun_radiance))
    for number, lamp in enumerate(world.lamps, 1):
        node = {"name": f"lamp-{number}", "translation": _plain(np.asarray(lamp.position, np.float32), 4)}
        children.append(_light(document, node, "point", lamp.power))
    return document.node({"name": "lights", **({"children": children} if children else {})})


def _light(document: _Document, node: Node, kind: str, power: Colour) -> int:
    strength = max(*power, 1e-9)
    colour = [round(max(channel, 0.0) / strength, 4) for channel in power]
    light = {"name": node["name"], "type": kind, "color": colour, "intensity": round(strength * math.pi, 4)}
    index = document.add("lights", light)
    return document.node({**node, "extensions": {"KHR_lights_punctual": {"light": index}}})


def turned_from(direction: Sequence[float]) -> Floats:
    """The rotation (x y z w) of a light that shines along -Z so that it shines *from* ``direction``."""
    from scipy.spatial.transform import Rotation

    towards = np.asarray(direction, np.float64)
    turn, _ = Rotation.align_vectors([towards / max(float(np.linalg.norm(towards)), 1e-9)], [[0.0, 0.0, 1.0]])
    quaternion: Floats = turn.as_quat().astype(np.float32)
    return quaternion


def _cameras_node(document: _Document, cameras: Sequence[CameraTrack]) -> int:
    """One camera a shot, all moved by one animation in which the shots follow one another."""
    channels: list[Node] = []
    samplers: list[Node] = []
    children = []
    for track in cameras:
        lens = {"yfov": math.radians(track.fov), "znear": 0.05, "zfar": 5000.0}
        camera = document.add("cameras", {"name": track.name, "type": "perspective", "perspective": lens})
        rotations = steady(track.rotations)
        pose = {"translation": _plain(track.positions[0], 4), "rotation": _plain(rotations[0], 6)}
        node = document.node({"name": track.name, "camera": camera, **pose})
        children.append(node)
        times = np.asarray(track.times, "<f4")
        clock = document.accessor(times, "SCALAR", min=[float(times.min())], max=[float(times.max())])
        for what, values, kind in (("translation", track.positions, "VEC3"), ("rotation", rotations, "VEC4")):
            output = document.accessor(np.asarray(values, "<f4"), kind)
            channels.append({"sampler": len(samplers), "target": {"node": node, "path": what}})
            samplers.append({"input": clock, "output": output, "interpolation": "LINEAR"})
    document.add("animations", {"name": "film", "channels": channels, "samplers": samplers})
    return document.node({"name": "cameras", "children": children})


def _surroundings(world: World) -> Node:
    """Sky and air, for which glTF has no standard: an importer's script may read them."""
    sky, air = world.sky, world.air
    return {
        "sky": {"zenith": sky.zenith, "horizon": sky.horizon, "ground": sky.ground, "clouds": sky.clouds},
        "air": {"haze": air.haze, "mist": air.mist, "mistHeight": air.mist_height, "colour": air.colour},
    }


__all__ = ["CameraTrack", "read_glb_recipe", "write_asset_glb", "write_glb"]
