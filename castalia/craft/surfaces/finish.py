"""From a height field and a painting to the maps of a material."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from castalia.craft.surfaces import loops
from castalia.craft.surfaces.colour import linear, shade, tinted
from castalia.craft.surfaces.patterns import blurs, by_rows
from castalia.world import Colour, Floats, Material

_AO_RADII = (0.004, 0.014, 0.05)


@dataclass(frozen=True)
class SurfaceSpec:
    """What to make: ``pixels`` a side, ``wear`` 0 new .. 1 worn, ``tint`` a linear colour that the albedo leans to."""

    kind: str
    pixels: int
    seed: int
    wear: float = 0.3
    tint: Colour | None = None


@dataclass(frozen=True)
class Sheet:
    """A surface before finishing: height 0..1 (``relief`` metres in all), an OKLab painting, roughness."""

    height: Floats
    painting: Floats
    roughness: Floats
    relief: float
    metres: float = 2.0
    metallic: float = 0.0
    emission: Colour = (0.0, 0.0, 0.0)
    translucency: float = 0.0
    cavity: float = 0.6


SurfaceMaker = Callable[[SurfaceSpec], Material]


def finish(spec: SurfaceSpec, sheet: Sheet) -> Material:
    """All maps of one material; normals and occlusion are worked out from the height alone.

    Row 0 of every map is the top of the tile: v grows from the last row to the first, and a normal's +Y points to
    row 0 (OpenGL). ``cavity`` darkens the albedo a little in the hollows, as painters do.
    """
    height = np.clip(sheet.height, 0.0, 1.0).astype(np.float32)
    ao = occlusion(height, sheet.relief / sheet.metres)
    painting = shade(tinted(sheet.painting, spec.tint), (sheet.cavity * 0.22) * (ao - ao.mean()))
    return Material(
        name=spec.kind,
        albedo=linear(painting, 0.012, 0.82),
        normal=normals(height, sheet.relief / sheet.metres),
        roughness=np.clip(sheet.roughness, 0.03, 1.0).astype(np.float32),
        ao=ao,
        height=height,
        metres=sheet.metres,
        metallic=sheet.metallic,
        emission=sheet.emission,
        translucency=sheet.translucency,
    )


def normals(height: Floats, relief: float) -> Floats:
    """Unit normals (N,N,3) of a periodic height field; ``relief`` is the full height in tiles. Central differences."""
    field = np.empty((*height.shape, 3), np.float32)
    by_rows(loops.sloped, len(height), height, np.float32(0.5 * relief * height.shape[0]), field)
    return field


def occlusion(height: Floats, relief: float) -> Floats:
    """How open each texel is, 0..1: it lies lower than its neighbourhood at three scales, weighed by slope."""
    closed = np.zeros_like(height)
    for radius, around in zip(_AO_RADII, blurs(height, _AO_RADII), strict=True):
        by_rows(loops.closed, len(height), height, around, np.float32(relief / radius), closed)
    return 1.0 / (1.0 + np.float32(1.1) * closed)
