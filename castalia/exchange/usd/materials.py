"""Preview surfaces, one for each material and mean vertex colour, and that of the water."""

from __future__ import annotations

from collections.abc import Iterator

from castalia.exchange.usd.text import prim, tuple_of
from castalia.world import Material, Water

SHADE_STEP = 8
"""Mean vertex colours are rounded to eighths, so that parts share materials."""
Shade = tuple[int, int, int]


def shaded(material: str, shade: Shade) -> str:
    return prim(f"{material}_{shade[0]}_{shade[1]}_{shade[2]}")


def material_block(material: Material, name: str, shade: Shade) -> Iterator[str]:
    """A preview surface whose three textures share one transform from metres to tiles."""
    title = shaded(name, shade)
    at = f"/Scene/Materials/{title}"
    tiles = 1.0 / max(material.metres, 1e-3)
    red, green, blue = (channel / SHADE_STEP for channel in shade)
    yield f'def Material "{title}"\n{{\n    token outputs:surface.connect = <{at}/Surface.outputs:surface>'
    yield (
        'def Shader "Surface"\n{\n    uniform token info:id = "UsdPreviewSurface"\n'
        f"    color3f inputs:diffuseColor.connect = <{at}/Albedo.outputs:rgb>\n"
        f"    normal3f inputs:normal.connect = <{at}/Normal.outputs:rgb>\n"
        f"    float inputs:occlusion.connect = <{at}/ORM.outputs:r>\n"
        f"    float inputs:roughness.connect = <{at}/ORM.outputs:g>\n"
        f"    float inputs:metallic.connect = <{at}/ORM.outputs:b>\n"
        f"{_emission(at, material)}"
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
    if max(material.emission) > 0:
        yield _texture(at, "Glow", f"{name}_BC.jpg", "sRGB", f"float4 inputs:scale = {tuple_of((*material.glow, 1.0))}")
    yield _texture(at, "ORM", f"{name}_ORM.jpg", "raw", "")
    signed = "float4 inputs:scale = (2, 2, 2, 1)\n    float4 inputs:bias = (-1, -1, -1, 0)"
    yield _texture(at, "Normal", f"{name}_N.png", "raw", signed)
    yield "}"


def _emission(at: str, material: Material) -> str:
    if max(material.emission) <= 0:
        return "    color3f inputs:emissiveColor = (0, 0, 0)\n"
    return f"    color3f inputs:emissiveColor.connect = <{at}/Glow.outputs:rgb>\n"


def _texture(at: str, name: str, file: str, space: str, more: str) -> str:
    outputs = "float outputs:r\n    float outputs:g\n    float outputs:b" if name == "ORM" else "float3 outputs:rgb"
    return (
        f'def Shader "{name}"\n{{\n    uniform token info:id = "UsdUVTexture"\n'
        f'    asset inputs:file = @textures/{file}@\n    token inputs:sourceColorSpace = "{space}"\n'
        f'    token inputs:wrapS = "repeat"\n    token inputs:wrapT = "repeat"\n    {more}\n'
        f"    float2 inputs:st.connect = <{at}/Tiles.outputs:result>\n    {outputs}\n}}"
    )


def water_material(water: Water) -> str:
    return (
        'def Material "Water"\n{\n    token outputs:surface.connect = </Scene/Materials/Water/Surface.outputs:surface>\n'
        'def Shader "Surface"\n{\n    uniform token info:id = "UsdPreviewSurface"\n'
        f"    color3f inputs:diffuseColor = {tuple_of(water.colour)}\n    float inputs:opacity = 0.72\n"
        f"    float inputs:roughness = {0.04 + 0.3 * water.waves:g}\n    float inputs:ior = 1.333\n"
        "    token outputs:surface\n}\n}"
    )
