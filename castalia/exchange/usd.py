"""The whole scene as USDZ, without a USD library: a text layer and its textures in an uncompressed zip.

After OpenUSD's UsdGeom, UsdShade, UsdLux and UsdPreviewSurface schemas and its USDZ specification: nothing compressed,
every file's data on a multiple of 64 bytes. Preview surfaces cannot multiply a texture by vertex colours, so each part
takes the mean of its colours as its texture's scale.
"""

from __future__ import annotations

import math
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from castalia.exchange.gltf.document import COPYRIGHT
from castalia.exchange.gltf.nodes import turned_from
from castalia.exchange.maps import encode_maps, used
from castalia.exchange.placing import (
    CameraTrack,
    decomposed,
    grouped,
    steady,
    tint_groups,
    water_corners,
)
from castalia.files import whole
from castalia.settings import LIMITS
from castalia.world import Floats, Instance, Material, Mesh, Prototype, Water, World

ALIGNMENT = 64
_SHADE_STEP = 8
"""Mean vertex colours are rounded to eighths, so that parts share materials."""
_APERTURE = 0.152908
"""Vertical aperture, and with it focal lengths, in tenths of a metre: USD counts lenses in tenths of a scene unit."""
_RECIPE = re.compile(r'string castaliaRecipe = "((?:[^"\\]|\\.)*)"')
Shade = tuple[int, int, int]


def write_usdz(
    path: Path, world: World, cameras: Sequence[CameraTrack], recipe: str, texture_pixels: int, fps: int
) -> None:
    """Write a whole scene: prototypes referenced by instances, materials, lights, water and cameras animated at ``fps``
    time codes a second."""
    materials = used(world.prototypes.values(), world.materials)
    layer = "\n".join(_layer(world, materials, cameras, recipe, fps)).encode()
    files = {"scene.usda": layer}
    for name, material in materials.items():
        maps = encode_maps(material, texture_pixels, 1.0)
        files[f"textures/{name}_BC.jpg"] = maps.albedo
        files[f"textures/{name}_ORM.jpg"] = maps.orm
        files[f"textures/{name}_N.png"] = maps.normal
    with whole(path) as temporary:
        temporary.write_bytes(packed(files))


def read_usdz_recipe(path: Path) -> str | None:
    """The recipe in the layer's custom data, or None. Raises ValueError or BadZipFile on a damaged file."""
    with zipfile.ZipFile(path) as archive:
        first = archive.infolist()[0]
        if not first.filename.endswith(".usda") or first.compress_type != zipfile.ZIP_STORED:
            return None
        with archive.open(first) as layer:
            head = layer.read(3 * LIMITS.recipe_bytes).decode("utf-8", "ignore")
    found = _RECIPE.search(head.partition("\ndef ")[0])
    return re.sub(r"\\(.)", r"\1", found[1]) if found else None


# --- the zip ------------------------------------------------------------------------------------------------------


def packed(files: Mapping[str, bytes]) -> bytes:
    """An uncompressed zip in which every file's data starts on a multiple of 64 bytes, padded by an extra field."""
    body, directory = bytearray(), bytearray()
    for name, content in files.items():
        encoded, start = name.encode(), len(body)
        padding = -(start + 30 + len(encoded) + 4) % ALIGNMENT
        extra = struct.pack("<2H", 0x1986, padding) + bytes(padding)
        size = len(content)
        # Version 1.0, no flags, stored, 1 January 1980: the same scene gives the same bytes.
        shared = struct.pack("<5H3I2H", 10, 0, 0, 0, 0x21, zlib.crc32(content), size, size, len(encoded), len(extra))
        body += b"PK\x03\x04" + shared + encoded + extra + content
        shared = shared[:-2] + b"\0\0"
        directory += b"PK\x01\x02" + struct.pack("<H", 10) + shared + struct.pack("<3H2I", 0, 0, 0, 0, start) + encoded
    end = struct.pack("<4H2IH", 0, 0, len(files), len(files), len(directory), len(body), 0)
    return bytes(body + directory + b"PK\x05\x06" + end)


# --- the layer ----------------------------------------------------------------------------------------------------


def _layer(
    world: World, materials: Mapping[str, Material], cameras: Sequence[CameraTrack], recipe: str, fps: int
) -> Iterator[str]:
    """The text of the layer, block by block."""
    single, cover = grouped(world)
    tinted = tint_groups([*single, *cover])
    shades = _shades(world.prototypes, tinted.tints)
    yield from _header(cameras, recipe, fps)
    yield 'def Xform "Scene" (\n    kind = "component"\n)\n{'
    yield 'def Scope "Materials"\n{'
    for name, shade in sorted({pair for pairs in shades.values() for pair in pairs}):
        yield from _material(materials[name], name, shade)
    if world.water is not None:
        yield _water_material(world.water)
    yield "}"
    for instance in single:
        yield _instance(instance, tinted.group[instance.name])
    yield 'def Xform "cover"\n{'
    for instance in cover:
        yield _instance(instance, tinted.group[instance.name])
    yield "}"
    if world.water is not None:
        yield from _water(world)
    yield from _lights(world)
    for track in cameras:
        yield from _camera(track, fps)
    thin = {name for name, material in materials.items() if material.translucency > 0}
    yield 'class Scope "Prototypes"\n{'
    for (name, group), pairs in shades.items():
        yield from _prototype(world.prototypes[name], group, pairs, thin)
    yield "}\n}\n"


def _header(cameras: Sequence[CameraTrack], recipe: str, fps: int) -> Iterator[str]:
    frames = round(max((float(track.times[-1]) for track in cameras), default=0.0) * fps)
    yield "#usda 1.0\n("
    yield f'    customLayerData = {{\n        string castaliaRecipe = "{_escaped(recipe)}"'
    yield f'        string copyright = "{_escaped(COPYRIGHT)}"\n    }}'
    yield '    defaultPrim = "Scene"\n    doc = "Made with Castalia"\n    metersPerUnit = 1\n    upAxis = "Y"'
    yield f"    startTimeCode = 0\n    endTimeCode = {max(frames - 1, 0)}\n    timeCodesPerSecond = {fps}"
    yield f"    framesPerSecond = {fps}\n)\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "")


def prim(name: str) -> str:
    """A name as a prim's: letters, digits and underscores, not starting with a digit."""
    safe = re.sub(r"[^A-Za-z0-9_]", "_", name)
    return safe if safe[:1].isalpha() or safe[:1] == "_" else f"_{safe}"


def _array(values: NDArray[np.generic], digits: int) -> str:
    """An array of numbers, or of tuples of numbers, with at most so many decimals."""
    rounded = np.round(np.asarray(values, np.float64), digits) + 0.0
    if rounded.ndim == 1:
        return "[" + ",".join(["%g"] * len(rounded)) % tuple(rounded.tolist()) + "]"
    entry = "(" + ",".join(["%g"] * rounded.shape[1]) + ")"
    return "[" + ",".join([entry] * len(rounded)) % tuple(rounded.ravel().tolist()) + "]"


def _whole(values: NDArray[np.generic]) -> str:
    return "[" + ",".join(map(str, values.ravel().tolist())) + "]"


def _tuple(values: Floats | Sequence[float], digits: int = 4) -> str:
    return "(" + ", ".join(f"{round(float(value), digits) + 0.0:g}" for value in values) + ")"


# --- prototypes and instances -------------------------------------------------------------------------------------


def _shades(
    prototypes: Mapping[str, Prototype], tints: Mapping[str, list[Floats]]
) -> dict[tuple[str, int], list[tuple[str, Shade]]]:
    """For every prototype and tint group in use, the material and mean colour of each part."""
    found = {}
    for name, groups in tints.items():
        for number, tint in enumerate(groups):
            found[name, number] = [
                (part.material, _shade(part.mesh, tint)) for part in prototypes[name].parts if len(part.mesh.triangles)
            ]
    return found


def _shade(mesh: Mesh, tint: Floats) -> Shade:
    red, green, blue = np.round(mesh.colours.mean(axis=0) * tint * _SHADE_STEP).clip(0, 4 * _SHADE_STEP).astype(int)
    return int(red), int(green), int(blue)


def _shaded(material: str, shade: Shade) -> str:
    return prim(f"{material}_{shade[0]}_{shade[1]}_{shade[2]}")


def _prototype(prototype: Prototype, group: int, pairs: list[tuple[str, Shade]], thin: set[str]) -> Iterator[str]:
    """One prototype in one tint. Later tints reference the first and only bind other materials."""
    name = prim(prototype.name)
    parts = [part for part in prototype.parts if len(part.mesh.triangles)]
    if group:
        yield f'def Xform "{name}_tint_{group}" (\n    references = </Scene/Prototypes/{name}_tint_0>\n)\n{{'
        for number, (material, shade) in enumerate(pairs):
            yield f'over "part_{number}"\n{{\n{_binding(material, shade)}\n}}'
    else:
        yield f'def Xform "{name}_tint_0"\n{{'
        for number, (part, (material, shade)) in enumerate(zip(parts, pairs, strict=True)):
            yield from _mesh(part.mesh, f"part_{number}", material, shade, material in thin)
    yield "}"


def _binding(material: str, shade: Shade) -> str:
    return f"    rel material:binding = </Scene/Materials/{_shaded(material, shade)}>"


def _mesh(mesh: Mesh, name: str, material: str, shade: Shade, thin: bool) -> Iterator[str]:
    low, high = mesh.positions.min(axis=0), mesh.positions.max(axis=0)
    yield f'def Mesh "{name}" (\n    prepend apiSchemas = ["MaterialBindingAPI"]\n)\n{{'
    yield f"    float3[] extent = [{_tuple(low - 1e-3)}, {_tuple(high + 1e-3)}]"
    yield f"    int[] faceVertexCounts = [{','.join(['3'] * len(mesh.triangles))}]"
    yield f"    int[] faceVertexIndices = {_whole(mesh.triangles)}"
    yield f"    point3f[] points = {_array(mesh.positions, 3)}"
    yield f'    normal3f[] normals = {_array(mesh.normals, 3)} (\n        interpolation = "vertex"\n    )'
    yield f'    texCoord2f[] primvars:st = {_array(mesh.uvs, 3)} (\n        interpolation = "vertex"\n    )'
    if thin:
        yield "    uniform bool doubleSided = 1"
    yield f'    uniform token subdivisionScheme = "none"\n{_binding(material, shade)}\n}}'


def _instance(instance: Instance, group: int) -> str:
    translation, (x, y, z, w), scale = decomposed(instance.transform)
    return (
        f'def Xform "{prim(instance.name)}" (\n    instanceable = true\n'
        f"    references = </Scene/Prototypes/{prim(instance.prototype)}_tint_{group}>\n)\n{{\n"
        f"    double3 xformOp:translate = {_tuple(translation)}\n"
        f"    quatf xformOp:orient = {_tuple((w, x, y, z), 6)}\n"
        f"    float3 xformOp:scale = {_tuple(scale, 6)}\n"
        '    uniform token[] xformOpOrder = ["xformOp:translate", "xformOp:orient", "xformOp:scale"]\n}'
    )


# --- materials ----------------------------------------------------------------------------------------------------


def _material(material: Material, name: str, shade: Shade) -> Iterator[str]:
    """A preview surface whose three textures share one transform from metres to tiles."""
    title = _shaded(name, shade)
    at = f"/Scene/Materials/{title}"
    tiles = 1.0 / max(material.metres, 1e-3)
    red, green, blue = (channel / _SHADE_STEP for channel in shade)
    yield f'def Material "{title}"\n{{\n    token outputs:surface.connect = <{at}/Surface.outputs:surface>'
    yield (
        'def Shader "Surface"\n{\n    uniform token info:id = "UsdPreviewSurface"\n'
        f"    color3f inputs:diffuseColor.connect = <{at}/Albedo.outputs:rgb>\n"
        f"    normal3f inputs:normal.connect = <{at}/Normal.outputs:rgb>\n"
        f"    float inputs:occlusion.connect = <{at}/ORM.outputs:r>\n"
        f"    float inputs:roughness.connect = <{at}/ORM.outputs:g>\n"
        f"    float inputs:metallic.connect = <{at}/ORM.outputs:b>\n"
        f"    color3f inputs:emissiveColor = {_tuple(material.emission)}\n"
        "    token outputs:surface\n}"
    )
    yield (
        'def Shader "Place"\n{\n    uniform token info:id = "UsdPrimvarReader_float2"\n'
        '    string inputs:varname = "st"\n    float2 outputs:result\n}'
    )
    yield (
        'def Shader "Tiles"\n{\n    uniform token info:id = "UsdTransform2d"\n'
        f"    float2 inputs:in.connect = <{at}/Place.outputs:result>\n"
        f"    float2 inputs:scale = ({tiles:g}, {tiles:g})\n    float2 outputs:result\n}}"
    )
    yield _texture(at, "Albedo", f"{name}_BC.jpg", "sRGB", f"float4 inputs:scale = ({red:g}, {green:g}, {blue:g}, 1)")
    yield _texture(at, "ORM", f"{name}_ORM.jpg", "raw", "")
    signed = "float4 inputs:scale = (2, 2, 2, 1)\n    float4 inputs:bias = (-1, -1, -1, 0)"
    yield _texture(at, "Normal", f"{name}_N.png", "raw", signed)
    yield "}"


def _texture(at: str, name: str, file: str, space: str, more: str) -> str:
    outputs = "float outputs:r\n    float outputs:g\n    float outputs:b" if name == "ORM" else "float3 outputs:rgb"
    return (
        f'def Shader "{name}"\n{{\n    uniform token info:id = "UsdUVTexture"\n'
        f'    asset inputs:file = @textures/{file}@\n    token inputs:sourceColorSpace = "{space}"\n'
        f'    token inputs:wrapS = "repeat"\n    token inputs:wrapT = "repeat"\n    {more}\n'
        f"    float2 inputs:st.connect = <{at}/Tiles.outputs:result>\n    {outputs}\n}}"
    )


# --- water, lights, cameras ---------------------------------------------------------------------------------------


def _water_material(water: Water) -> str:
    return (
        'def Material "Water"\n{\n    token outputs:surface.connect = </Scene/Materials/Water/Surface.outputs:surface>\n'
        'def Shader "Surface"\n{\n    uniform token info:id = "UsdPreviewSurface"\n'
        f"    color3f inputs:diffuseColor = {_tuple(water.colour)}\n    float inputs:opacity = 0.72\n"
        f"    float inputs:roughness = {0.04 + 0.3 * water.waves:g}\n    float inputs:ior = 1.333\n"
        "    token outputs:surface\n}\n}"
    )


def _water(world: World) -> Iterator[str]:
    corners = water_corners(world)
    yield 'def Mesh "water" (\n    prepend apiSchemas = ["MaterialBindingAPI"]\n)\n{'
    yield f"    float3[] extent = [{_tuple(corners.min(axis=0))}, {_tuple(corners.max(axis=0))}]"
    yield "    int[] faceVertexCounts = [4]\n    int[] faceVertexIndices = [0,1,2,3]"
    yield f"    point3f[] points = {_array(corners, 3)}"
    yield '    normal3f[] normals = [(0,1,0)] (\n        interpolation = "constant"\n    )'
    yield '    uniform token subdivisionScheme = "none"\n    rel material:binding = </Scene/Materials/Water>\n}'


def _lights(world: World) -> Iterator[str]:
    """The sun (or moon) and lamps. A normalised sun's intensity is its irradiance, a sphere's the radiance of its surface."""
    sky = world.sky
    strength = max(*sky.sun_radiance, 1e-9)
    x, y, z, w = turned_from(sky.sun_direction)
    yield f'def DistantLight "{"moon" if sky.moon else "sun"}"\n{{'
    yield f"    color3f inputs:color = {_tuple([max(channel, 0) / strength for channel in sky.sun_radiance])}"
    yield f"    float inputs:intensity = {strength * math.pi:g}\n    float inputs:angle = 0.53"
    yield "    bool inputs:normalize = 1"
    yield f"    quatf xformOp:orient = {_tuple((w, x, y, z), 6)}"
    yield '    uniform token[] xformOpOrder = ["xformOp:orient"]\n}'
    yield f'def DomeLight "sky"\n{{\n    color3f inputs:color = {_tuple(sky.horizon)}\n    float inputs:intensity = 1\n}}'
    for number, lamp in enumerate(world.lamps, 1):
        strength = max(*lamp.power, 1e-9)
        radius = max(lamp.radius, 0.01)
        yield f'def SphereLight "lamp_{number}"\n{{'
        yield f"    color3f inputs:color = {_tuple([max(channel, 0) / strength for channel in lamp.power])}"
        yield f"    float inputs:intensity = {strength / radius**2:g}\n    float inputs:radius = {radius:g}"
        yield f"    float3[] extent = [{_tuple([-radius] * 3)}, {_tuple([radius] * 3)}]"
        yield f"    double3 xformOp:translate = {_tuple(lamp.position)}"
        yield '    uniform token[] xformOpOrder = ["xformOp:translate"]\n}'


def _camera(track: CameraTrack, fps: int) -> Iterator[str]:
    """A camera whose place and turn are sampled over time."""
    focal = _APERTURE / (2 * math.tan(math.radians(track.fov) / 2))
    codes = [f"{round(float(time) * fps, 4):g}" for time in track.times]
    moves = zip(codes, track.positions, steady(track.rotations), strict=True)
    places, turns = [], []
    for code, position, (x, y, z, w) in moves:
        places.append(f"        {code}: {_tuple(position)},")
        turns.append(f"        {code}: {_tuple((w, x, y, z), 6)},")
    yield f'def Camera "{prim(track.name)}"\n{{\n    float focalLength = {focal:g}'
    yield f"    float verticalAperture = {_APERTURE}\n    float horizontalAperture = {_APERTURE * track.aspect:g}"
    yield '    float2 clippingRange = (0.05, 5000)\n    token projection = "perspective"'
    yield "    double3 xformOp:translate.timeSamples = {"
    yield from places
    yield "    }\n    quatf xformOp:orient.timeSamples = {"
    yield from turns
    yield '    }\n    uniform token[] xformOpOrder = ["xformOp:translate", "xformOp:orient"]\n}'
