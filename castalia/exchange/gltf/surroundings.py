"""What stands round the meshes: water, lights, the film's cameras, sky and air."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from castalia.exchange.gltf.document import INDICES, VERTICES, Document, Node, plain
from castalia.exchange.gltf.meshes import positions_of
from castalia.exchange.placing import CameraTrack, steady, turned_from, water_corners
from castalia.world import Colour, Water, World


def water_node(document: Document, world: World, water: Water) -> int:
    """A see-through plane at the water's level."""
    material = {
        "name": "water",
        "pbrMetallicRoughness": {
            "baseColorFactor": [*plain(np.clip(water.colour, 0, 1), 4), 0.72],
            "metallicFactor": 0.0,
            "roughnessFactor": round(0.04 + 0.3 * water.waves, 3),
        },
        "alphaMode": "BLEND",
        "extras": {"waves": water.waves, "flow": water.flow, "heading": water.heading, "foam": water.foam},
    }
    primitive = {
        "attributes": {
            "POSITION": positions_of(document, water_corners(world)),
            "NORMAL": document.accessor(np.tile(np.array([0, 1, 0], "<f4"), (4, 1)), "VEC3", VERTICES),
        },
        "indices": document.accessor(np.array([0, 1, 2, 0, 2, 3], "<u2"), "SCALAR", INDICES),
        "material": document.add("materials", material),
    }
    mesh = document.add("meshes", {"name": "water", "primitives": [primitive]})
    return document.node({"name": "water", "mesh": mesh})


def lights_node(document: Document, world: World) -> int:
    """The sun (or moon) in lux, lamps in candela."""
    sky = world.sky
    children = []
    if max(sky.sun_radiance) > 0:
        name = "moon" if sky.moon else "sun"
        node = {"name": name, "rotation": plain(turned_from(sky.sun_direction), 6)}
        children.append(_light(document, node, "directional", sky.sun_radiance))
    for number, lamp in enumerate(world.lamps, 1):
        node = {"name": f"lamp-{number}", "translation": plain(np.asarray(lamp.position, np.float32), 4)}
        children.append(_light(document, node, "point", lamp.power))
    return document.node({"name": "lights", **({"children": children} if children else {})})


def _light(document: Document, node: Node, kind: str, power: Colour) -> int:
    strength = max(*power, 1e-9)
    colour = [round(max(channel, 0.0) / strength, 4) for channel in power]
    light = {"name": node["name"], "type": kind, "color": colour, "intensity": round(strength * math.pi, 4)}
    index = document.add("lights", light)
    return document.node({**node, "extensions": {"KHR_lights_punctual": {"light": index}}})


def cameras_node(document: Document, cameras: Sequence[CameraTrack]) -> int:
    """One camera a shot, all moved by one animation in which the shots follow one another."""
    channels: list[Node] = []
    samplers: list[Node] = []
    children = []
    for track in cameras:
        lens = {"yfov": math.radians(track.fov), "znear": 0.05, "zfar": 5000.0}
        camera = document.add("cameras", {"name": track.name, "type": "perspective", "perspective": lens})
        rotations = steady(track.rotations)
        pose = {"translation": plain(track.positions[0], 4), "rotation": plain(rotations[0], 6)}
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


def surroundings(world: World) -> Node:
    """Sky and air, for which glTF has no standard: an importer's script may read them."""
    sky, air = world.sky, world.air
    return {
        "sky": {"zenith": sky.zenith, "horizon": sky.horizon, "ground": sky.ground, "clouds": sky.clouds},
        "air": {"haze": air.haze, "mist": air.mist, "mistHeight": air.mist_height, "colour": air.colour},
    }
