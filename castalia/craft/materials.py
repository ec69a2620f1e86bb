"""A plan's materials: the one place where wear and swatches meet a surface."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from castalia.craft.glow import glow_of
from castalia.craft.surfaces import surface as house
from castalia.language.colour import hex_to_linear
from castalia.language.plan import Decisions
from castalia.randomness import keyed_seed
from castalia.world import Colour, Material

SurfaceOf = Callable[..., Material]
GLOW = 0.5
"""Radiance of what glows, on the scale where a white wall in the noon sun sends back 2.6."""
_USUAL_WEAR = 0.3
_SEASONS: Mapping[tuple[str, str], Colour] = MappingProxyType(
    {
        ("grass", "spring"): (0.95, 1.06, 0.95),
        ("grass", "autumn"): (1.30, 0.95, 0.85),
        ("grass", "winter"): (1.65, 1.02, 1.25),
        ("moss", "winter"): (1.25, 0.95, 1.0),
    }
)
"""How the colour of what grows differs from its summer's, linear: straw in winter."""


def material_of(plan: Decisions | None, kind: str, seed: int, pixels: int, surface: SurfaceOf = house) -> Material:
    """The material ``kind``, ``pixels`` a side; one that the plan, if any, names takes its wear and leans to its swatch."""
    glow = glow_of(kind)
    if glow:
        bare = material_of(plan, glow[0], seed, pixels, surface)
        red, green, blue = glow[1]
        return replace(bare, name=kind, emission=(GLOW * red, GLOW * green, GLOW * blue))
    number = keyed_seed(seed, "material", kind)
    use = next((use for use in plan.materials if use.kind == kind), None) if plan else None
    if plan is None:
        return surface(kind, pixels, number, _USUAL_WEAR, None)
    if use is None:
        return _seasoned(surface(kind, pixels, number, _USUAL_WEAR, None), plan.scene.season)
    return _seasoned(
        surface(kind, pixels, number, use.wear, hex_to_linear(plan.palette[use.swatch])), plan.scene.season
    )


def _seasoned(material: Material, season: str) -> Material:
    """The material with the colour that it has at that time of the year."""
    tone = _SEASONS.get((material.name, season))
    return replace(material, albedo=(material.albedo * np.asarray(tone, np.float32)).clip(0, 1)) if tone else material


def wet(material: Material) -> Material:
    """The material in the rain: water fills its pores, so that it is darker, and lies on it, so that it shines; metals and
    what glows only shine. After Lekner and Dorf (1988), who explain the darkening; the amounts are by eye."""
    porous = (1.0 - material.metallic) * (0.0 if max(material.emission) > 0 else 1.0)
    darker = material.albedo * (1.0 - porous * _WET_DARKENING * material.roughness[..., None])
    return replace(
        material, albedo=darker.astype(np.float32), roughness=(material.roughness * _WET_SHINE).astype(np.float32)
    )


_WET_DARKENING, _WET_SHINE = 0.38, 0.55
