"""What people built along a street and a quay. Fixed plans with keyed jitter."""

from __future__ import annotations

import numpy as np

from castalia.craft.built.urban import DEPTH as TENEMENT_DEPTH
from castalia.craft.built.urban import WIDTH as TENEMENT_WIDTH
from castalia.craft.landforms import CROSSING, QUAY, STREET
from castalia.craft.surroundings import Standing
from castalia.randomness import generator

FRONTAGE = 12.3
"""How far from the middle of a city's street its houses stand, metres."""


def city(seed: int) -> list[Standing]:
    """A street that runs away from the camera between tenements, neon over its pavements, cars at its kerbs; towers behind."""
    rng = generator(seed, "surroundings", "city")
    found: list[Standing] = []
    for side in (-1.0, 1.0):
        found += _terrace(rng, side)
        for z in np.arange(33.0, -120.0, -16.0):
            if not CROSSING[0] - 2 < z < CROSSING[1] + 2:
                found.append(Standing("street-lamp", side * (STREET + 1.0), float(z) + 4 * side, -90 * side, 0, "lit"))
        for z in np.arange(40.0, -130.0, -6.0):
            parked = rng.random() < 0.45 and not CROSSING[0] - 4 < z < CROSSING[1] + 8
            variant, drift = int(rng.integers(6)), float(rng.uniform(-0.15, 0.15))
            if parked:
                found.append(
                    Standing("car", side * (STREET - 1.3) + drift, float(z), 90 - 90 * side, 0, "plain", variant)
                )
    for at in range(16):
        x, z = (-1 if at % 2 else 1) * rng.uniform(46, 130), -20 - 15.0 * at + rng.uniform(-6, 6)
        size = rng.uniform(0.2, 1.0)
        found.append(Standing("skyscraper", x, z, rng.uniform(-8, 8), size, "plain", at % 4))
    for at in range(5):
        z, size = -205 - rng.uniform(0, 40), rng.uniform(0.5, 1.0)
        found.append(Standing("skyscraper", -60 + 30.0 * at, z, 0, size, "plain", at % 4))
    return found


def _terrace(rng: np.random.Generator, side: float) -> list[Standing]:
    """Tenements wall to wall on one side of the street, with the signs that hang from them."""
    found: list[Standing] = []
    z = 52.0
    while z > -135:
        size, variant = float(rng.uniform(-0.25, 0.45)), int(rng.integers(6))
        wide, deep = (1.25**size * each for each in (TENEMENT_WIDTH, TENEMENT_DEPTH))
        signs = [
            (int(rng.integers(5)), float(end + rng.uniform(-0.1, 0.1)), float(rng.uniform(4.3, 9.0)))
            for end in (-0.3, 0.3)
            if rng.random() < 0.7
        ]
        if z - wide < CROSSING[1] + 1 and z > CROSSING[0] - 1:
            z = CROSSING[0] - 1
        middle = z - wide / 2
        x = side * (FRONTAGE + deep / 2)
        found.append(Standing("tenement", x, middle, -90 * side, size, "plain", variant, terraced=True))
        foot = side * (FRONTAGE + 0.05)
        for sign, shift, level in signs:
            at = middle + shift * wide
            found.append(Standing("neon-sign", foot, at, -90 * side, 0, "plain", sign, level, hangs=True))
        z -= wide + 0.02
    return found


def harbour(seed: int) -> list[Standing]:
    """Rows of houses that climb behind the quay, a church among them; moored boats; barrels, crates and lamps."""
    rng = generator(seed, "surroundings", "harbour")
    found = [Standing("church", -14, -38, 8, 0.9)]
    for row, (z, count) in enumerate(((-9, 13), (-24, 14), (-38, 14), (-53, 13), (-70, 12))):
        for at in range(count):
            x = (at - (count - 1) / 2) * 9.4 + rng.uniform(-0.8, 0.8) + 3.0 * (row % 2)
            if row == 2 and abs(x + 14) < 13:
                continue
            kind = "shop" if row == 0 and at % 3 == 1 else "house"
            found.append(
                Standing(
                    kind,
                    x,
                    z + rng.uniform(-1.2, 1.2),
                    rng.uniform(-6, 6),
                    rng.uniform(-0.35, 0.35),
                    "plain",
                    int(rng.integers(4)),
                )
            )
    for at in range(7):
        afloat_x, afloat_z = -21 + 8.5 * at + rng.uniform(-1.5, 1.5), 7.5 + 5.5 * (at % 3) + rng.uniform(-1, 1)
        found.append(
            Standing("boat", afloat_x, afloat_z, rng.uniform(-70, 70), rng.uniform(-0.3, 0.4), "plain", at % 4, -0.18)
        )
    for at in range(12):
        kind = ("barrel", "crate", "barrel", "net")[at % 4]
        found.append(
            Standing(
                kind,
                -24 + 5.2 * at + rng.uniform(-1, 1),
                QUAY - 1.6 - rng.uniform(0, 0.8),
                rng.uniform(0, 360),
                0,
                "plain",
                at % 2,
            )
        )
    for at in range(7):
        found.append(Standing("street-lamp", -33 + 12.0 * at, QUAY - 2.6, 0))
    return found
