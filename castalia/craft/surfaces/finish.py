"""From a height field and a painting to the maps of a material."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import fft

from castalia.craft.surfaces.colour import linear, tinted
from castalia.craft.surfaces.patterns import gaussian
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
    painting = tinted(sheet.painting, spec.tint)
    painting[..., 0] += sheet.cavity * 0.22 * (ao - ao.mean())
    return Material(
        name=spec.kind,
        albedo=np.clip(linear(painting), 0.012, 0.82),
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
    scale = np.float32(0.5 * relief * height.shape[0])
    field = np.empty((*height.shape, 3), np.float32)
    field[..., 0] = (np.roll(height, 1, axis=1) - np.roll(height, -1, axis=1)) * scale
    field[..., 1] = (np.roll(height, -1, axis=0) - np.roll(height, 1, axis=0)) * scale
    field[..., 2] = 1.0
    field /= np.sqrt(field[..., 0] ** 2 + field[..., 1] ** 2 + 1.0)[..., None]
    return field


def occlusion(height: Floats, relief: float) -> Floats:
    """How open each texel is, 0..1: it lies lower than its neighbourhood at three scales, weighed by slope."""
    spectrum = fft.rfft2(height)
    closed = np.zeros_like(height)
    for radius in _AO_RADII:
        around = fft.irfft2(spectrum * gaussian(height.shape[0], radius), s=height.shape).astype(np.float32)
        closed += np.maximum(around - height, 0.0) * np.float32(relief / radius)
    return (1.0 / (1.0 + 1.1 * closed)).astype(np.float32)
