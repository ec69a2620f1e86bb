"""What stands round the prototypes: water, lights, the film's cameras."""

from __future__ import annotations

import math
from collections.abc import Iterator

from castalia.exchange.placing import CameraTrack, steady, turned_from, water_corners
from castalia.exchange.usd.text import array_of, prim, tuple_of
from castalia.world import World

_APERTURE = 0.152908
"""Vertical aperture, and with it focal lengths, in tenths of a metre: USD counts lenses in tenths of a scene unit."""


def water_block(world: World) -> Iterator[str]:
    corners = water_corners(world)
    yield 'def Mesh "water" (\n    prepend apiSchemas = ["MaterialBindingAPI"]\n)\n{'
    yield f"    float3[] extent = [{tuple_of(corners.min(axis=0))}, {tuple_of(corners.max(axis=0))}]"
    yield "    int[] faceVertexCounts = [4]\n    int[] faceVertexIndices = [0,1,2,3]"
    yield f"    point3f[] points = {array_of(corners, 3)}"
    yield '    normal3f[] normals = [(0,1,0)] (\n        interpolation = "constant"\n    )'
    yield '    uniform token subdivisionScheme = "none"\n    rel material:binding = </Scene/Materials/Water>\n}'


def light_blocks(world: World) -> Iterator[str]:
    """The sun (or moon) and lamps. A normalised sun's intensity is its irradiance, a sphere's the radiance of its surface."""
    sky = world.sky
    strength = max(*sky.sun_radiance, 1e-9)
    x, y, z, w = turned_from(sky.sun_direction)
    yield f'def DistantLight "{"moon" if sky.moon else "sun"}"\n{{'
    yield f"    color3f inputs:color = {tuple_of([max(channel, 0) / strength for channel in sky.sun_radiance])}"
    yield f"    float inputs:intensity = {strength * math.pi:g}\n    float inputs:angle = 0.53"
    yield "    bool inputs:normalize = 1"
    yield f"    quatf xformOp:orient = {tuple_of((w, x, y, z), 6)}"
    yield '    uniform token[] xformOpOrder = ["xformOp:orient"]\n}'
    yield f'def DomeLight "sky"\n{{\n    color3f inputs:color = {tuple_of(sky.horizon)}\n    float inputs:intensity = 1\n}}'
    for number, lamp in enumerate(world.lamps, 1):
        strength = max(*lamp.power, 1e-9)
        radius = max(lamp.radius, 0.01)
        yield f'def SphereLight "lamp_{number}"\n{{'
        yield f"    color3f inputs:color = {tuple_of([max(channel, 0) / strength for channel in lamp.power])}"
        yield f"    float inputs:intensity = {strength / radius**2:g}\n    float inputs:radius = {radius:g}"
        yield f"    float3[] extent = [{tuple_of([-radius] * 3)}, {tuple_of([radius] * 3)}]"
        yield f"    double3 xformOp:translate = {tuple_of(lamp.position)}"
        yield '    uniform token[] xformOpOrder = ["xformOp:translate"]\n}'


def camera_block(track: CameraTrack, fps: int) -> Iterator[str]:
    """A camera whose place and turn are sampled over time."""
    focal = _APERTURE / (2 * math.tan(math.radians(track.fov) / 2))
    codes = [f"{round(float(time) * fps, 4):g}" for time in track.times]
    moves = zip(codes, track.positions, steady(track.rotations), strict=True)
    places, turns = [], []
    for code, position, (x, y, z, w) in moves:
        places.append(f"        {code}: {tuple_of(position)},")
        turns.append(f"        {code}: {tuple_of((w, x, y, z), 6)},")
    yield f'def Camera "{prim(track.name)}"\n{{\n    float focalLength = {focal:g}'
    yield f"    float verticalAperture = {_APERTURE}\n    float horizontalAperture = {_APERTURE * track.aspect:g}"
    yield '    float2 clippingRange = (0.05, 5000)\n    token projection = "perspective"'
    yield "    double3 xformOp:translate.timeSamples = {"
    yield from places
    yield "    }\n    quatf xformOp:orient.timeSamples = {"
    yield from turns
    yield '    }\n    uniform token[] xformOpOrder = ["xformOp:translate", "xformOp:orient"]\n}'
