"""Columns and what stands like them: column, obelisk, and the fluted shaft of temples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from castalia.craft.built.fabric import STONE
from castalia.craft.built.shapes import box, lathe, loft
from castalia.craft.built.workshop import Workshop
from castalia.world import Prototype

if TYPE_CHECKING:
    from castalia.craft.objects import ObjectSpec

MARBLE = (1.0, 0.97, 0.9)


def fluted(
    bench: Workshop,
    x: float,
    z: float,
    base: float,
    radius: float,
    height: float,
    material: str = "marble",
    broken: bool = False,
) -> None:
    """A Doric column: stepped base, fluted shaft with a swelling, cushion and slab."""
    bench.add(material, box(radius * 3.0, radius * 0.5, radius * 3.0, 0.05).moved(x, base, z), MARBLE)
    bench.add(
        material,
        lathe([(radius * 1.4, 0), (radius * 1.45, radius * 0.25), (radius * 1.1, radius * 0.45)], 20, True).moved(
            x, base + radius * 0.5, z
        ),
        MARBLE,
    )
    low = base + radius * 0.9
    top = low + height * (bench.between(0.35, 0.6) if broken else 1.0)
    levels, sides = 7, 32
    angles = -2 * np.pi * np.arange(sides) / sides
    flute = np.where(np.arange(sides) % 2, 0.9, 1.0)
    rings = []
    for level in range(levels):
        part = level / (levels - 1)
        swell = radius * (1.0 - 0.16 * part + 0.05 * np.sin(np.pi * part)) * flute
        cut = 0.35 * radius * np.sin(2 * angles + 1.0) * (broken and level == levels - 1)
        rings.append(np.stack([swell * np.cos(angles), low + (top - low) * part + cut, swell * np.sin(angles)], axis=1))
    bench.add(material, loft(rings, smooth=False, caps=(False, True)).moved(x, 0, z), MARBLE)
    if not broken:
        bench.add(
            material,
            lathe([(radius * 0.84, 0), (radius * 1.3, radius * 0.4), (radius * 1.3, radius * 0.5)], 20).moved(
                x, top, z
            ),
            MARBLE,
        )
        bench.add(
            material, box(radius * 2.9, radius * 0.5, radius * 2.9, 0.04).moved(x, top + radius * 0.45, z), MARBLE
        )


def column(spec: ObjectSpec) -> Prototype:
    bench = Workshop(spec)
    radius = bench.sized(0.22, 0.36, 0.6)
    fluted(bench, 0, 0, 0, radius, radius * bench.sized(8, 10, 12), broken=bench.ruined)
    if bench.ruined:
        drum = lathe([(radius * 0.9, -radius), (radius * 0.95, radius)], 16).turned(bench.between(0, 90), 90)
        bench.add("marble", drum.moved(radius * 3.4, radius * 0.8, radius), MARBLE)
        bench.rubble(9, radius * 5, radius, "marble")
    if bench.overgrown:
        bench.creepers(radius * 2, radius * 8, radius * 2, 3, round_wall=True)
    return bench.prototype()


def obelisk(spec: ObjectSpec) -> Prototype:
    bench = Workshop(spec)
    height = bench.sized(2.5, 4.5, 9.0)
    half = height * 0.085
    bench.add("granite", box(half * 4.2, height * 0.07, half * 4.2, 0.05), STONE)
    bench.add("granite", box(half * 3.0, height * 0.1, half * 3.0, 0.05).moved(y=height * 0.07), STONE)
    tip = 0.7 if bench.ruined else 1.0
    profile = [
        (half * 1.41, height * 0.17),
        (half * 1.0, height * 0.92 * tip),
        (0.0 if tip == 1 else half * 0.6, height * tip),
    ]
    bench.add("granite", lathe(profile, 4, turn=45), (1.15, 1.05, 0.95))
    if bench.ruined:
        bench.rubble(8, half * 7, half * 1.4, colour=STONE)
    return bench.prototype()
