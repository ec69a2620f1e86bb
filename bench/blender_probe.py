"""Run by the Python that has Blender as a module: imports files one by one and writes down what Blender makes of each.

PYTHON bench/blender_probe.py FPS FRAMES OUT FILE ...     FRAMES as "0,48,143"; OUT is a JSON file

Places are Blender's: metres, +Z up. A thing is whatever shows triangles: an object with a mesh, or one that instances a
collection of them.
"""

import json
import sys
from pathlib import Path
from typing import Any

import bpy
import numpy as np


def main() -> None:
    fps, frames, out, *files = sys.argv[1:]
    found = {file: probed(Path(file), int(fps), [int(frame) for frame in frames.split(",")]) for file in files}
    Path(out).write_text(json.dumps(found), "utf-8")


def probed(path: Path, fps: int, frames: list[int]) -> dict[str, Any]:
    """Importers turn seconds into frames at the scene's rate and light the scene's world, so both are there before."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    scene.render.fps = fps
    scene.world = bpy.data.worlds.new("world")
    read = bpy.ops.import_scene.gltf if path.suffix == ".glb" else bpy.ops.wm.usd_import
    finished = read(filepath=str(path)) == {"FINISHED"}
    return {
        "finished": finished,
        "things": things(),
        "materials": sorted(material.name for material in bpy.data.materials),
        "dark": [image.name for image in bpy.data.images if image.source == "FILE" and not image.size[0]],
        "lights": {light.name: lit(light) for light in bpy.data.objects if light.type == "LIGHT"},
        "sky": background(scene.world),
        "frames": [scene.frame_start, scene.frame_end],
        "actions": [list(action.frame_range) for action in bpy.data.actions],
        "cameras": cameras(scene, frames),
    }


def things() -> dict[str, dict[str, Any]]:
    """The box, triangles and materials of each thing, by its name."""
    shapes: dict[str, np.ndarray] = {}
    found: dict[str, dict[str, Any]] = {}
    for shown in bpy.context.evaluated_depsgraph_get().object_instances:
        if shown.object.type != "MESH":
            continue
        mesh = shown.object.data
        if mesh.name not in shapes:
            points = np.empty(3 * len(mesh.vertices), np.float32)
            mesh.vertices.foreach_get("co", points)
            shapes[mesh.name] = points.reshape(-1, 3).astype(np.float64)
        turn = np.array(shown.matrix_world, np.float64)
        there = shapes[mesh.name] @ turn[:3, :3].T + turn[:3, 3]
        thing = found.setdefault(
            shown.parent.name if shown.is_instance else shown.object.name,
            {"low": [np.inf] * 3, "high": [-np.inf] * 3, "triangles": 0, "materials": []},
        )
        thing["low"] = np.minimum(thing["low"], there.min(axis=0)).tolist()
        thing["high"] = np.maximum(thing["high"], there.max(axis=0)).tolist()
        thing["triangles"] += len(mesh.loops) - 2 * len(mesh.polygons)
        thing["materials"] += [slot.material.name for slot in shown.object.material_slots if slot.material]
    return found


def lit(light: Any) -> dict[str, Any]:
    lamp = light.data
    return {
        "kind": lamp.type,
        "energy": lamp.energy,
        "colour": list(lamp.color),
        "normal": lamp.normalize,
        "radius": getattr(lamp, "shadow_soft_size", 0.0),
        "place": list(light.matrix_world.translation),
        "from": list(light.matrix_world.col[2].xyz),
    }


def background(world: Any) -> list[float]:
    """The colour of the world times its strength."""
    for node in world.node_tree.nodes if world.node_tree else ():
        if node.type == "BACKGROUND":
            return [
                channel * node.inputs["Strength"].default_value for channel in node.inputs["Color"].default_value[:3]
            ]
    return []


def cameras(scene: Any, frames: list[int]) -> dict[str, dict[str, Any]]:
    """Vertical field of view and sensor (millimetres) of each camera; at every frame its place, its view and its upward axis."""
    found = {
        camera.name: {"fov": np.degrees(camera.data.angle_y), "sensor": camera.data.sensor_height, "poses": []}
        for camera in bpy.data.objects
        if camera.type == "CAMERA"
    }
    for frame in frames:
        scene.frame_set(frame)
        graph = bpy.context.evaluated_depsgraph_get()
        for name, camera in found.items():
            turn = np.array(bpy.data.objects[name].evaluated_get(graph).matrix_world)
            camera["poses"].append([turn[:3, 3].tolist(), (-turn[:3, 2]).tolist(), turn[:3, 1].tolist()])
    return found


if __name__ == "__main__":
    main()
