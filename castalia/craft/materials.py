"""A plan's materials: the one place where wear and swatches meet a surface."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from castalia.craft.glow import glow_of
from castalia.craft.surfaces import surface as house
from castalia.language.colour import hex_to_linear
from castalia.language.plan import Decisions
from castalia.randomness import keyed_seed
from castalia.world import Material

SurfaceOf = Callable[..., Material]
GLOW = 0.5
"""Radiance of what glows, on the scale where a white wall in the noon sun sends back 2.6."""


def material_of(plan: Decisions, kind: str, seed: int, pixels: int, surface: SurfaceOf = house) -> Material:
    """The material ``kind``, ``pixels`` a side; one that the plan names takes its wear and leans to its swatch."""
    glow = glow_of(kind)
    if glow:
        bare = material_of(plan, glow[0], seed, pixels, surface)
        red, green, blue = glow[1]
        return replace(bare, name=kind, emission=(GLOW * red, GLOW * green, GLOW * blue))
    use = next((use for use in plan.materials if use.kind == kind), None)
    wear = use.wear if use else 0.3
    tint = hex_to_linear(plan.palette[use.swatch]) if use else None
    return surface(kind, pixels, keyed_seed(seed, "material", kind), wear, tint)
