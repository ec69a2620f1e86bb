"""What people built round the stage: streets, yards, quays, graves. Fixed plans with keyed jitter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from castalia.craft.built.urban import DEPTH as TENEMENT_DEPTH
from castalia.craft.built.urban import WIDTH as TENEMENT_WIDTH
from castalia.craft.landforms import CROSSING, QUAY, STREET
from castalia.randomness import generator


@dataclass(frozen=True)
class Standing:
    """One built thing of the surroundings; ``heading`` 0 looks towards the camera, 90 towards +x.

    ``level`` fixes the height of its foot (boats on the water); None sets it on the ground. What ``hangs`` is gone when the
    one before it in the list is.
    """

    kind: str
    x: float
    z: float
    heading: float = 0.0
    size: float = 0.0
    state: str = "plain"
    variant: int = 0
    level: float | None = None
    hangs: bool = False


WINDOWED = frozenset(
    [
        "barn",
        "car",
        "castle-keep",
        "church",
        "cottage",
        "house",
        "lighthouse",
        "neon-sign",
        "shop",
        "skyscraper",
        "tenement",
        "tower",
        "windmill",
    ]
)
"""What has windows, or tubes, that are lit in the dark."""
FRONTAGE = 12.3
"""How far from the middle of a city's street its houses stand, metres."""


Surroundings = Callable[[int], list[Standing]]


def none(seed: int) -> list[Standing]:
    return []


def village(seed: int) -> list[Standing]:
    """Cottages round a green, a church behind, fences, a well-trodden way between."""
    rng = generator(seed, "surroundings", "village")
    found = [Standing("church", 27, -62, -22, 0.5)]
    spots = [
        (-19, -9),
        (20, -13),
        (-27, -30),
        (12, -36),
        (30, -34),
        (-11, -44),
        (-41, -18),
        (42, -14),
        (-25, 12),
        (27, 10),
    ]
    spots += [(-44, -46), (0, -66), (-22, -68), (47, -52), (-58, 4), (60, 2)]
    for at, (x, z) in enumerate(spots):
        kind = ("cottage", "house", "cottage", "barn", "house")[at % 5]
        heading = float(np.degrees(np.arctan2(-x * 0.8, 16 - z * 0.8)) + rng.uniform(-14, 14))
        found.append(
            Standing(
                kind, x + rng.uniform(-2, 2), z + rng.uniform(-2, 2), heading, rng.uniform(-0.3, 0.3), "plain", at % 4
            )
        )
    for at in range(9):
        found.append(
            Standing("fence", -34.0 + 2.6 * at, -1.5 + rng.uniform(-0.2, 0.2), rng.uniform(-3, 3), 0, "plain", at % 2)
        )
    return found


def farm(seed: int) -> list[Standing]:
    rng = generator(seed, "surroundings", "farm")
    found = [
        Standing("barn", -21, -17, 32, 0.6),
        Standing("cottage", 19, -22, -28, 0.2),
        Standing("windmill", 41, -58, -20, 0.4),
    ]
    for at in range(9):
        found.append(
            Standing("hay-bale", rng.uniform(-46, 46), rng.uniform(-62, -26), rng.uniform(0, 360), 0, "plain", at % 2)
        )
    for at in range(22):
        side = -1 if at % 2 else 1
        found.append(
            Standing("fence", side * (14 + 0.3 * at), 22.0 - 2.6 * (at // 2), 90.0 + side * 8, 0, "plain", at % 2)
        )
    return found


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
        found.append(Standing("tenement", side * (FRONTAGE + deep / 2), middle, -90 * side, size, "plain", variant))
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


def coast(seed: int) -> list[Standing]:
    return [Standing("lighthouse", 118, -168, -20, 0.8)]


def ruins(seed: int) -> list[Standing]:
    """Broken walls and columns round a court, fallen stones between."""
    rng = generator(seed, "surroundings", "ruins")
    found: list[Standing] = []
    for at in range(10):
        side, z = (-1 if at % 2 else 1), 8.0 - 8.5 * (at // 2)
        found.append(
            Standing(
                "column",
                side * 12.5,
                z,
                rng.uniform(0, 360),
                rng.uniform(-0.3, 0.4),
                ("ruined", "overgrown")[at % 2],
                at % 4,
            )
        )
    for x, z, heading in (
        (-19, -16, 60),
        (19, -12, -62),
        (-15, -34, 15),
        (16, -37, -12),
        (-29, 4, 84),
        (30, 6, -80),
        (2, -48, 0),
    ):
        found.append(
            Standing(
                "ruin", x, z, heading + rng.uniform(-10, 10), rng.uniform(0.0, 0.6), "overgrown", int(rng.integers(3))
            )
        )
    found.append(Standing("arch", 0, -31, 0, 0.6, "overgrown"))
    return found


def castle(seed: int) -> list[Standing]:
    """A curtain wall with towers, behind the court."""
    found = [
        Standing("castle-keep", 13, -52, -12, 0.7),
        Standing("tower", -27, -27, 20, 0.4),
        Standing("tower", 31, -29, -20, 0.2),
    ]
    for x, z, heading in (
        (-20, -30, 6),
        (-13, -31, 3),
        (13, -32, -3),
        (20, -31, -4),
        (-30, -20, 78),
        (-32, -12, 82),
        (34, -21, -78),
        (36, -13, -82),
    ):
        found.append(Standing("wall", x, z, heading, 0.7, "old", abs(int(x)) % 3))
    found.append(Standing("gate", 0, -32, 0, 0.7, "old"))
    return found


def graveyard(seed: int) -> list[Standing]:
    """Leaning stones in rows, a chapel behind, an iron fence."""
    rng = generator(seed, "surroundings", "graveyard")
    found = [Standing("church", 15, -40, -18, 0.1, "old")]
    for row in range(6):
        for column in range(10):
            x, z = (column - 4.5) * 3.4 + rng.uniform(-0.6, 0.6), 9.0 - 5.2 * row + rng.uniform(-0.7, 0.7)
            if rng.random() < 0.78 and abs(x) > 2.6:
                found.append(
                    Standing(
                        "tombstone",
                        x,
                        z,
                        rng.uniform(-12, 12),
                        rng.uniform(-0.4, 0.5),
                        ("old", "leaning", "overgrown")[column % 3],
                        int(rng.integers(4)),
                    )
                )
    for at in range(12):
        found.append(
            Standing("fence", -19.5, 18 - 2.6 * at, 90),
        )
        found.append(Standing("fence", 19.5, 18 - 2.6 * at, 90))
    return found


def room(seed: int) -> list[Standing]:
    """A lived-in room: fireplace, shelf, table and chairs, a chest and a bed along the walls."""
    return [
        Standing("fireplace", 0.6, -4.35, 0, 0.0, "lit"),
        Standing("bookshelf", -2.6, -4.45, 0, 0.2),
        Standing("bookshelf", 3.5, -4.45, 0, 0.0, "plain", 1),
        Standing("bed", 3.6, -0.6, -90, 0.0),
        Standing("chest", 4.1, 2.6, -90, 0.0),
        Standing("table", -3.5, 0.9, 90, 0.0),
        Standing("chair", -2.5, 0.9, -90, 0.0),
        Standing("candle", -4.2, 3.6, 0, 0.0, "lit"),
    ]
