"""glTF 2.0 in one binary file (GLB): the whole scene, or one object alone.

After the Khronos glTF 2.0.1 specification, with KHR_lights_punctual and KHR_materials_emissive_strength. Each prototype
is written once and shared by its instances. Light is radiance over pi in the world, so lights are multiplied by pi.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from castalia.exchange.gltf.document import Document, read_glb_recipe
from castalia.exchange.gltf.materials import add_materials
from castalia.exchange.gltf.meshes import Meshes, hull_node
from castalia.exchange.gltf.surroundings import cameras_node, lights_node, surroundings, water_node
from castalia.exchange.maps import used
from castalia.exchange.placing import CameraTrack, grouped, tint_groups
from castalia.world import Floats, Material, Mesh, Prototype, World


def write_glb(path: Path, world: World, cameras: Sequence[CameraTrack], recipe: str, texture_pixels: int) -> None:
    """Write a whole scene: shared meshes, materials, lights, water, and one animation that plays the cameras' shots."""
    document = Document(recipe)
    add_materials(document, used(world.prototypes.values(), world.materials), world.prototypes.values(), texture_pixels)
    single, cover = grouped(world)
    tinted = tint_groups([*single, *cover])
    shared = Meshes(document, world.prototypes, tinted.tints)
    roots = [shared.node(instance, tinted.group[instance.name]) for instance in single]
    if cover:
        children = [shared.node(instance, tinted.group[instance.name]) for instance in cover]
        roots.append(document.node({"name": "cover", "children": children}))
    if world.water is not None:
        roots.append(water_node(document, world, world.water))
    roots.append(lights_node(document, world))
    if cameras:
        roots.append(cameras_node(document, cameras))
    document.scene = {"name": "scene", "nodes": roots, "extras": surroundings(world)}
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
    document = Document(recipe)
    add_materials(document, used([prototype], materials), [prototype], texture_pixels)
    mesh = Meshes(document, {prototype.name: prototype}, {}, lightmaps).mesh(prototype.name, 0)
    nodes = [document.node({"name": prototype.name, "mesh": mesh})]
    nodes += [hull_node(document, f"UCX_{prototype.name}_{at:02}", hull) for at, hull in enumerate(hulls, 1)]
    document.scene = {"name": prototype.name, "nodes": nodes}
    document.save(path)


__all__ = ["CameraTrack", "read_glb_recipe", "write_asset_glb", "write_glb"]
