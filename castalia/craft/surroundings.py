"""What people built round the stage: villages, farms, ruins, graves, a room. Fixed plans with keyed jitter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from castalia.randomness import generator


@dataclass(frozen=True)
class Standing:
    """One built thing of the surroundings; ``heading`` 0 looks towards the camera, 90 towards +x.

    ``level`` fixes the height of its foot (boats on the water); None sets it on the ground. What ``hangs`` is gone when the
    one before it in the list is. A ``terraced`` house stands wall to wall with its neighbours along a street.
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
    terraced: bool = False


_CURTAIN = 4.5
"""The size of a stretch of curtain wall: 13.6 m long and 4.6 m high."""
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
    """A court inside a curtain wall that is open to the front: towers at its corners, a gate, the keep behind."""
    found = [Standing("castle-keep", 13, -56, -12, 1.2), Standing("gate", 0, -33, 0, 0.8 * _CURTAIN, "old")]
    corners = ((-33, -32, 20, 1.0), (33, -32, -20, 0.7), (-36, 15, 60, 0.4), (37, 14, -60, 0.6))
    found += [Standing("tower", x, z, heading, size) for x, z, heading, size in corners]
    for at, x in enumerate((-25.5, -12.5, 12.5, 25.5)):
        found.append(Standing("wall", x, -33, 0, _CURTAIN, "old", at % 3))
    for side in (-1, 1):
        for at, z in enumerate((-24.0, -11.0, 2.0)):
            found.append(Standing("wall", side * 35.0, z, 90, _CURTAIN, "old", at % 3))
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
