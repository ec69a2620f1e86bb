"""A plan's materials: the one place where wear and swatches meet a surface."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from castalia.craft.glow import glow_of
from castalia.craft.surfaces import surface as house
from castalia.language.colour import hex_to_linear
from castalia.language.plan import Decisions
from castalia.randomness import keyed_seed
from castalia.world import Material

SurfaceOf = Callable[..., Material]
GLOW = 0.5
"""Radiance of what glows, on the scale where a white wall in the noon sun sends back 2.6."""
_USUAL_WEAR = 0.3


def material_of(plan: Decisions | None, kind: str, seed: int, pixels: int, surface: SurfaceOf = house) -> Material:
    """The material ``kind``, ``pixels`` a side; one that the plan, if any, names takes its wear and leans to its swatch."""
    glow = glow_of(kind)
    if glow:
        bare = material_of(plan, glow[0], seed, pixels, surface)
        red, green, blue = glow[1]
        return replace(bare, name=kind, emission=(GLOW * red, GLOW * green, GLOW * blue))
    number = keyed_seed(seed, "material", kind)
    use = next((use for use in plan.materials if use.kind == kind), None) if plan else None
    if plan is None or use is None:
        return surface(kind, pixels, number, _USUAL_WEAR, None)
    return surface(kind, pixels, number, use.wear, hex_to_linear(plan.palette[use.swatch]))


def wet(material: Material) -> Material:
    """The material in the rain: water fills its pores, so that it is darker, and lies on it, so that it shines; metals and
    what glows only shine. After Lekner and Dorf (1988), who explain the darkening; the amounts are by eye."""
    porous = (1.0 - material.metallic) * (0.0 if max(material.emission) > 0 else 1.0)
    darker = material.albedo * (1.0 - porous * _WET_DARKENING * material.roughness[..., None])
    return replace(
        material, albedo=darker.astype(np.float32), roughness=(material.roughness * _WET_SHINE).astype(np.float32)
    )


_WET_DARKENING, _WET_SHINE = 0.38, 0.55
