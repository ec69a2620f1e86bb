"""The whole scene as USDZ, without a USD library: a text layer and its textures in an uncompressed zip.

After OpenUSD's UsdGeom, UsdShade, UsdLux and UsdPreviewSurface schemas and its USDZ specification: nothing compressed,
every file's data on a multiple of 64 bytes. Preview surfaces cannot multiply a texture by vertex colours, so each part
takes the mean of its colours as its texture's scale.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from castalia.exchange.gltf.document import COPYRIGHT
from castalia.exchange.maps import encode_maps, used
from castalia.exchange.placing import CameraTrack, grouped, tint_groups
from castalia.exchange.usd.archive import packed
from castalia.exchange.usd.materials import material_block, water_material
from castalia.exchange.usd.prototypes import instance_block, prototype_block, shades_of
from castalia.exchange.usd.surroundings import camera_block, light_blocks, water_block
from castalia.exchange.usd.text import escaped
from castalia.files import whole
from castalia.settings import LIMITS
from castalia.world import Material, World

_RECIPE = re.compile(r'string castaliaRecipe = "((?:[^"\\]|\\.)*)"')


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


def _layer(
    world: World, materials: Mapping[str, Material], cameras: Sequence[CameraTrack], recipe: str, fps: int
) -> Iterator[str]:
    """The text of the layer, block by block."""
    single, cover = grouped(world)
    tinted = tint_groups([*single, *cover])
    shades = shades_of(world.prototypes, tinted.tints)
    yield from _header(cameras, recipe, fps)
    yield 'def Xform "Scene" (\n    kind = "component"\n)\n{'
    yield 'def Scope "Materials"\n{'
    for name, shade in sorted({pair for pairs in shades.values() for pair in pairs}):
        yield from material_block(materials[name], name, shade)
    if world.water is not None:
        yield water_material(world.water)
    yield "}"
    for instance in single:
        yield instance_block(instance, tinted.group[instance.name])
    yield 'def Xform "cover"\n{'
    for instance in cover:
        yield instance_block(instance, tinted.group[instance.name])
    yield "}"
    if world.water is not None:
        yield from water_block(world)
    yield from light_blocks(world)
    for track in cameras:
        yield from camera_block(track, fps)
    thin = {name for name, material in materials.items() if material.translucency > 0}
    yield 'class Scope "Prototypes"\n{'
    for (name, group), pairs in shades.items():
        yield from prototype_block(world.prototypes[name], group, pairs, thin)
    yield "}\n}\n"


def _header(cameras: Sequence[CameraTrack], recipe: str, fps: int) -> Iterator[str]:
    frames = round(max((float(track.times[-1]) for track in cameras), default=0.0) * fps)
    yield "#usda 1.0\n("
    yield f'    customLayerData = {{\n        string castaliaRecipe = "{escaped(recipe)}"'
    yield f'        string copyright = "{escaped(COPYRIGHT)}"\n    }}'
    yield '    defaultPrim = "Scene"\n    doc = "Made with Castalia"\n    metersPerUnit = 1\n    upAxis = "Y"'
    yield f"    startTimeCode = 0\n    endTimeCode = {max(frames - 1, 0)}\n    timeCodesPerSecond = {fps}"
    yield f"    framesPerSecond = {fps}\n)\n"
