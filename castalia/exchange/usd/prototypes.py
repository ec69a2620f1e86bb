"""Prototypes in their tints, and the instances that refer to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from castalia.exchange.placing import decomposed
from castalia.exchange.usd.materials import SHADE_STEP, Shade, shaded
from castalia.exchange.usd.text import array_of, prim, tuple_of, whole_numbers
from castalia.world import Floats, Instance, Mesh, Prototype


def shades_of(
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
    red, green, blue = np.round(mesh.colours.mean(axis=0) * tint * SHADE_STEP).clip(0, 4 * SHADE_STEP).astype(int)
    return int(red), int(green), int(blue)


def prototype_block(prototype: Prototype, group: int, pairs: list[tuple[str, Shade]], thin: set[str]) -> Iterator[str]:
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
    return f"    rel material:binding = </Scene/Materials/{shaded(material, shade)}>"


def _mesh(mesh: Mesh, name: str, material: str, shade: Shade, thin: bool) -> Iterator[str]:
    low, high = mesh.positions.min(axis=0), mesh.positions.max(axis=0)
    yield f'def Mesh "{name}" (\n    prepend apiSchemas = ["MaterialBindingAPI"]\n)\n{{'
    yield f"    float3[] extent = [{tuple_of(low - 1e-3)}, {tuple_of(high + 1e-3)}]"
    yield f"    int[] faceVertexCounts = [{','.join(['3'] * len(mesh.triangles))}]"
    yield f"    int[] faceVertexIndices = {whole_numbers(mesh.triangles)}"
    yield f"    point3f[] points = {array_of(mesh.positions, 3)}"
    yield f'    normal3f[] normals = {array_of(mesh.normals, 3)} (\n        interpolation = "vertex"\n    )'
    yield f'    texCoord2f[] primvars:st = {array_of(mesh.uvs, 3)} (\n        interpolation = "vertex"\n    )'
    if thin:
        yield "    uniform bool doubleSided = 1"
    yield f'    uniform token subdivisionScheme = "none"\n{_binding(material, shade)}\n}}'


def instance_block(instance: Instance, group: int) -> str:
    translation, (x, y, z, w), scale = decomposed(instance.transform)
    return (
        f'def Xform "{prim(instance.name)}" (\n    instanceable = true\n'
        f"    references = </Scene/Prototypes/{prim(instance.prototype)}_tint_{group}>\n)\n{{\n"
        f"    double3 xformOp:translate = {tuple_of(translation)}\n"
        f"    quatf xformOp:orient = {tuple_of((w, x, y, z), 6)}\n"
        f"    float3 xformOp:scale = {tuple_of(scale, 6)}\n"
        '    uniform token[] xformOpOrder = ["xformOp:translate", "xformOp:orient", "xformOp:scale"]\n}'
    )
