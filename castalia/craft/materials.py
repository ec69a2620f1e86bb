"""A plan's materials: the one place where wear and swatches meet a surface."""

from __future__ import annotations

from collections.abc import Callable

from castalia.craft.surfaces import surface as house
from castalia.language.colour import hex_to_linear
from castalia.language.plan import Decisions
from castalia.randomness import keyed_seed
from castalia.world import Material

SurfaceOf = Callable[..., Material]


def material_of(plan: Decisions, kind: str, seed: int, pixels: int, surface: SurfaceOf = house) -> Material:
    """The material ``kind``, ``pixels`` a side; one that the plan names takes its wear and leans to its swatch."""
    use = next((use for use in plan.materials if use.kind == kind), None)
    wear = use.wear if use else 0.3
    tint = hex_to_linear(plan.palette[use.swatch]) if use else None
    return surface(kind, pixels, keyed_seed(seed, "material", kind), wear, tint)
