"""A material's maps as compressed pictures, shared by the writers of glTF and USD.

Both formats multiply texture and vertex colour, neither may exceed 1, and the world's vertex colours do; so the brightest
vertex of a material is folded into its albedo (``gains``), which leaves the product as it was.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from castalia.language.colour import encoded
from castalia.world import Floats, Material, Prototype

JPEG_QUALITY = 90
_LARGEST_NORMAL = 512
_BRIGHTEST = 99.0
"""Percentile of vertex colours that counts as a material's brightest: rarer ones are clipped."""


@dataclass(frozen=True)
class Maps:
    """Encoded pictures: albedo (JPEG, sRGB), occlusion-roughness-metallic (JPEG, linear), normal (PNG, OpenGL)."""

    albedo: bytes
    orm: bytes
    normal: bytes


def encode_maps(material: Material, pixels: int, gain: float) -> Maps:
    """The maps at ``pixels`` a side (normals at most 512 or half of it), albedo times ``gain``."""
    occlusion = resized(material.ao, pixels)
    metallic = np.full_like(occlusion, material.metallic)
    orm = np.stack([occlusion, resized(material.roughness, pixels), metallic], axis=2)
    normal = resized(material.normal, pixels if pixels <= _LARGEST_NORMAL else max(_LARGEST_NORMAL, pixels // 2))
    normal = normal / np.maximum(np.linalg.norm(normal, axis=2, keepdims=True), 1e-6)
    return Maps(
        albedo=_encode(encoded(resized(material.albedo, pixels) * np.float32(gain)), "JPEG"),
        orm=_encode(orm, "JPEG"),
        normal=_encode(normal * 0.5 + 0.5, "PNG"),
    )


def gains(prototypes: Iterable[Prototype], names: Iterable[str]) -> dict[str, float]:
    """How much brighter than its albedo each material is made by vertex colours: at least 1, at most 4."""
    highest = dict.fromkeys(names, 1.0)
    for prototype in prototypes:
        for part in prototype.parts:
            if len(part.mesh.colours):
                bright = float(np.percentile(part.mesh.colours.max(axis=1), _BRIGHTEST))
                highest[part.material] = max(highest[part.material], min(bright, 4.0))
    return highest


def used(prototypes: Iterable[Prototype], materials: Mapping[str, Material]) -> dict[str, Material]:
    """The materials that cover at least one triangle, in the order of ``materials``."""
    covered = {part.material for prototype in prototypes for part in prototype.parts if len(part.mesh.triangles)}
    return {name: material for name, material in materials.items() if name in covered}


def resized(values: Floats, pixels: int) -> Floats:
    """A square map (N,N) or (N,N,C) averaged down to at most ``pixels`` a side; never enlarged."""
    size = len(values)
    factor = -(-size // pixels)
    if factor <= 1:
        return np.asarray(values, np.float32)
    whole = np.asarray(values, np.float32)[: size // factor * factor, : size // factor * factor]
    blocks = whole.reshape(size // factor, factor, size // factor, factor, -1).mean(axis=(1, 3), dtype=np.float32)
    small: Floats = blocks[..., 0] if values.ndim == 2 else blocks
    return small


def _encode(values: Floats, kind: str) -> bytes:
    from PIL import Image

    pixels: NDArray[np.uint8] = np.round(np.clip(values, 0, 1) * 255).astype(np.uint8)
    out = io.BytesIO()
    options = {"quality": JPEG_QUALITY, "subsampling": 0} if kind == "JPEG" else {"compress_level": 6}
    Image.fromarray(pixels).save(out, kind, **options)
    return out.getvalue()
