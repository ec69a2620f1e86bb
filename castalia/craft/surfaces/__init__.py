"""Materials: tileable PBR maps painted from patterns. ``surface`` is the door."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from castalia.craft.surfaces import ground, growth, made, masonry, stone
from castalia.craft.surfaces.finish import SurfaceMaker, SurfaceSpec
from castalia.errors import CastaliaError
from castalia.language.vocabulary import vocabulary
from castalia.registry import surfaces
from castalia.world import Colour, Material

SURFACES: Mapping[str, SurfaceMaker] = MappingProxyType(
    {
        "asphalt": ground.asphalt,
        "bark": growth.bark,
        "basalt": stone.basalt,
        "bone": growth.bone,
        "brick": masonry.brick,
        "ceramic": made.ceramic,
        "cobbles": masonry.cobbles,
        "concrete": masonry.concrete,
        "copper": made.copper,
        "coral": stone.coral,
        "fabric": made.fabric,
        "foliage-dry": growth.foliage_dry,
        "glass": made.glass,
        "gold": made.gold,
        "granite": stone.granite,
        "grass": ground.grass,
        "gravel": ground.gravel,
        "ice": stone.ice,
        "iron": made.iron,
        "lamp-light": made.lamp_light,
        "lava": stone.lava,
        "leather": growth.leather,
        "leaves": growth.leaves,
        "limestone": stone.limestone,
        "marble": masonry.marble,
        "moss": ground.moss,
        "mud": ground.mud,
        "paint": made.paint,
        "paper": made.paper,
        "pine-needles": growth.pine_needles,
        "planks": growth.planks,
        "plaster": masonry.plaster,
        "roof-tiles": masonry.roof_tiles,
        "rust": made.rust,
        "sand": ground.sand,
        "sandstone": stone.sandstone,
        "slate": stone.slate,
        "slate-roof": masonry.slate_roof,
        "snow": ground.snow,
        "soil": ground.soil,
        "stone-wall": masonry.stone_wall,
        "thatch": growth.thatch,
    }
)


def surface(kind: str, pixels: int, seed: int, wear: float = 0.3, tint: Colour | None = None) -> Material:
    """Make one material, ``pixels`` a side, tileable in both directions.

    ``tint`` is a linear colour that the albedo leans to. A kind without a maker is made as its ``like``.
    Raises CastaliaError for a kind that the vocabulary does not know, or a size below 16 or odd.
    """
    if pixels < 16 or pixels % 2:
        raise CastaliaError(f"a material of {pixels} pixels cannot be made; ask for an even number of at least 16")
    spec = SurfaceSpec(kind, pixels, seed, min(max(wear, 0.0), 1.0), tint)
    return surfaces()[vocabulary().nearest("material", kind, surfaces())](spec)
