"""What grows in more than one setting: lawns, flowers, woods, undergrowth, and the stones among them."""

from __future__ import annotations

from castalia.craft.places.layers import off_path
from castalia.craft.scatter import Plants, between, beyond, both, dry, gentle, patches


def lawn(density: float = 5200, reach: float = 46) -> tuple[Plants, ...]:
    return (
        Plants(
            "grass", density, both(dry, gentle(0.9), off_path, patches(9, 0.78, 1)), reach, size=(0.6, 1.3), variants=5
        ),
        Plants("grass", density * 0.12, both(dry, gentle(1.0), beyond(28)), reach * 2.1, size=(1.1, 2.0), variants=3),
    )


def blossom(density: float = 700) -> tuple[Plants, ...]:
    return (
        Plants(
            "flower", density, both(dry, gentle(0.6), off_path, patches(8, 0.36, 4)), 42, size=(0.7, 1.2), variants=5
        ),
    )


def pines(density: float = 190, reach: float = 120) -> tuple[Plants, ...]:
    land = both(dry, gentle(1.2))
    return (
        Plants("pine", density, both(land, patches(24, 0.72, 2)), reach, True, (0.55, 1.25), 4),
        Plants("pine", 105, both(land, beyond(110)), 430, True, (0.9, 1.5), 3),
    )


def woodland(kind: str, density: float, reach: float, share: float = 0.5) -> Plants:
    return Plants(kind, density, both(dry, gentle(0.8), patches(30, share, 5)), reach, True, (0.7, 1.25), 4)


UNDERGROWTH = (
    Plants("fern", 420, both(dry, gentle(0.8), off_path, patches(7, 0.45, 3)), 40, size=(0.7, 1.4)),
    Plants("bush", 90, both(dry, gentle(0.8), beyond(7), patches(12, 0.5, 6)), 70, size=(0.6, 1.3)),
    Plants("mushroom", 45, both(dry, gentle(0.6), patches(6, 0.35, 9)), 28, variants=3),
    Plants("log", 14, both(dry, gentle(0.4), beyond(6)), 50, variants=2),
    Plants("stump", 14, both(dry, gentle(0.4), beyond(5)), 45, variants=2),
)
STONES = (
    Plants("boulder", 70, both(gentle(0.9), beyond(5), patches(16, 0.5, 7)), 80, size=(0.25, 1.0)),
    Plants("boulder", 9, both(gentle(1.1), beyond(14)), 130, True, (1.1, 2.6), 3),
)
SHORE = (
    Plants("reed", 1300, both(between(-0.35, 0.5), patches(11, 0.40, 8)), 70, size=(0.6, 1.15)),
    Plants("boulder", 130, between(-0.5, 0.45), 60, size=(0.25, 0.85)),
    Plants("lily", 260, both(between(-2.2, -0.45), patches(10, 0.22, 11)), 48, variants=3, afloat=True),
)
