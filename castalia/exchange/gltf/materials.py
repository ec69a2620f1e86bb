"""Materials with their maps as textures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from castalia.exchange.gltf.document import Document, Node
from castalia.exchange.maps import Maps, encode_maps, gains
from castalia.world import Material, Prototype


def add_materials(
    document: Document, materials: Mapping[str, Material], prototypes: Iterable[Prototype], texture_pixels: int
) -> None:
    """Write the materials with their maps; each is found again by its name."""
    document.gains = gains(prototypes, materials)
    for name, material in materials.items():
        maps = encode_maps(material, texture_pixels, document.gains[name])
        document.material_index[name] = document.add("materials", _material(document, material, maps))


def _material(document: Document, material: Material, maps: Maps) -> Node:
    albedo = _texture(document, f"{material.name}_BC", maps.albedo, "image/jpeg")
    orm = _texture(document, f"{material.name}_ORM", maps.orm, "image/jpeg")
    entry: Node = {
        "name": material.name,
        "pbrMetallicRoughness": {
            "baseColorTexture": albedo,
            "metallicRoughnessTexture": orm,
        },
        "normalTexture": _texture(document, f"{material.name}_N", maps.normal, "image/png"),
        "occlusionTexture": orm,
        "extras": {"metres": material.metres},
    }
    if material.translucency > 0:
        entry["doubleSided"] = True
        # KHR_materials_diffuse_transmission would take from the front what shines through; ours does not.
        entry["extras"]["translucency"] = round(material.translucency, 4)
    strength = max(material.glow)
    if strength > 0:
        entry["emissiveFactor"] = [round(channel / max(strength, 1.0), 5) for channel in material.glow]
        entry["emissiveTexture"] = albedo
    if strength > 1:
        document.extensions.add("KHR_materials_emissive_strength")
        entry["extensions"] = {"KHR_materials_emissive_strength": {"emissiveStrength": round(strength, 4)}}
    return entry


def _texture(document: Document, name: str, picture: bytes, mime: str) -> Node:
    if not document.lists.get("samplers"):
        document.add("samplers", {"magFilter": 9729, "minFilter": 9987, "wrapS": 10497, "wrapT": 10497})
    image = document.add("images", {"name": name, "bufferView": document.view(picture), "mimeType": mime})
    return {"index": document.add("textures", {"name": name, "sampler": 0, "source": image})}
