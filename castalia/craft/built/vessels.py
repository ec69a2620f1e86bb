"""On the water: boat, ship, raft, pier."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from castalia.craft.built.openings import OAK, PALE
from castalia.craft.built.shapes import Array, beam, box, lathe, loft, polygon, quads, tube, two_sided
from castalia.craft.built.workshop import Workshop, toned
from castalia.craft.traits import traits_of
from castalia.world import Colour, Prototype

if TYPE_CHECKING:
    from castalia.craft.objects import ObjectSpec

_HULLS: tuple[Colour, ...] = (
    (0.4, 1.2, 2.5),
    (2.3, 0.6, 0.5),
    (2.5, 1.9, 0.7),
    (0.5, 1.7, 1.5),
    (2.4, 2.4, 2.5),
    (0.8, 0.62, 0.48),
)


def _ribs(
    length: float, beam_width: float, depth: float, sheer: float, stations: int = 15, transom: float = 0.55
) -> Array:
    """Sections (S,9,3) of a hull from stern (-Z) to stem (+Z), each from port gunwale round the keel to starboard."""
    sections = []
    for part in np.linspace(0.0, 1.0, stations):
        z = (part - 0.5) * length
        ahead = np.clip((part - 0.42) / 0.58, 0.0, 1.0)
        astern = np.clip((0.42 - part) / 0.42, 0.0, 1.0)
        half = beam_width / 2 * (1.0 - ahead**2.3 * 0.985) * (1.0 - astern**2 * (1.0 - transom))
        top = depth + sheer * (ahead**2 + 0.45 * astern**2)
        keel = depth * (0.85 * ahead**5 + 0.12 * astern**3)
        turn = np.linspace(-1.0, 1.0, 9)
        height = keel + (top - keel) * np.abs(turn) ** 1.7
        aside = half * np.sign(turn) * np.abs(turn) ** (0.62 + 0.35 * ahead)
        rake = 0.16 * length * ahead**4 * np.abs(turn) * 0.5
        sections.append(np.stack([aside, height, z + rake], axis=1))
    return np.array(sections)


def _hull(bench: Workshop, ribs: Array, colour: Colour, trim: Colour, material: str = "planks") -> None:
    """Outer skin in three strakes of colour, inner skin, transom and gunwales."""
    for rows, tone in (((0, 3), colour), ((2, 7), toned(0.62, colour)), ((6, 9), colour)):
        bench.add(material, loft(ribs[:, rows[0] : rows[1]], closed=False), tone, 0.02)
    inside = ribs * np.array([0.93, 1.0, 0.985]) + np.array([0.0, 0.05, 0.0])
    bench.add("planks", loft(inside[:, ::-1], closed=False), (0.95, 0.8, 0.66), 0.02)
    bench.add(material, polygon(ribs[0][::-1]) + polygon(inside[0] + [0, 0, 0.03]), colour)
    for column in (0, -1):
        rail = tube(ribs[:, column] + [0.0, 0.02, 0.0], 0.055, 6)
        bench.add("planks", rail, trim)
        rub = tube(ribs[:, 1 if column == 0 else -2] * [1.015, 1, 1], 0.03, 5)
        bench.add("planks", rub, trim)
    bench.add("planks", tube(ribs[:, 4] - [0, 0.02, 0], 0.05, 5), trim)


def boat(spec: ObjectSpec) -> Prototype:
    """A clinker rowing boat: thwarts, oars, and for every second variant a mast with a furled or set sail."""
    bench = Workshop(spec)
    length = bench.sized(3.2, 4.8, 8.0)
    wide, depth = length * 0.34, length * 0.13
    ribs = _ribs(length, wide, depth, length * 0.07)
    ribs[..., 1] += 0.05
    paint = bench.pick(*_HULLS)
    _hull(bench, ribs, paint, (0.85, 0.7, 0.55) if bench.chance(0.5) else PALE)
    for part in (0.22, 0.45, 0.66):
        section = ribs[int(part * 14)]
        bench.add(
            "planks",
            box(float(np.ptp(section[:, 0])) * 0.9, 0.05, 0.28, 0.01).moved(0, depth * 0.75, float(section[0, 2])),
            OAK,
        )
    for side in (-1, 1):
        if bench.ruined and side == 1:
            continue
        oar = [[side * wide * 0.24, depth * 1.05, -length * 0.36], [side * wide * 0.3, depth * 1.15, length * 0.3]]
        bench.add("planks", tube(oar, 0.025, 5), OAK)
        bench.add(
            "planks",
            box(0.14, 0.6, 0.03, 0.01).turned(0, 80).moved(side * wide * 0.24, depth * 1.05, -length * 0.46),
            OAK,
        )
    if spec.variant % 2 == 1 or spec.size > 0.4:
        _rig(bench, length, depth, length * 1.1)
    bench.add("fabric", tube(_coil(0.16, 4), 0.022, 5).moved(0, depth * 0.55, length * 0.3), (1.2, 1.05, 0.8))
    if bench.ruined:
        bench.rubble(6, length * 0.5, 0.3, "planks", inner=length * 0.2)
    return bench.prototype()


def _coil(radius: float, turns: int) -> Array:
    angle = np.linspace(0.0, 2 * np.pi * turns, 10 * turns)
    return np.stack([radius * np.cos(angle), 0.012 * angle / np.pi * 2, radius * np.sin(angle)], axis=1)


def _rig(bench: Workshop, length: float, depth: float, tall: float) -> None:
    step = length * 0.1
    bench.add("planks", tube([[0, depth * 0.3, step], [0, depth + tall, step - 0.1]], [0.07, 0.035], 7), OAK)
    bench.add("planks", tube([[0, depth + 0.5, step], [0.25, depth + 0.55, step - length * 0.5]], 0.035, 6), OAK)
    luff = [np.array([0, depth + 0.55 + (tall - 0.7) * t, step - 0.08]) for t in np.linspace(0, 1, 6)]
    leech = [
        np.array([0.25 * (1 - t), depth + 0.6 + (tall - 0.7) * t, step - length * 0.5 * (1 - t)])
        for t in np.linspace(0, 1, 6)
    ]
    rings = [
        [a + (b - a) * s + [0.28 * np.sin(np.pi * s) * (1 - t / 6), 0, 0] for s in np.linspace(0, 1, 6)]
        for t, (a, b) in enumerate(zip(luff, leech, strict=True))
    ]
    bench.add(
        "fabric",
        two_sided(loft(np.array(rings), closed=False)),
        (2.1, 1.95, 1.7) if not bench.ruined else (0.9, 0.8, 0.7),
        0.02,
        0.15,
    )


def ship(spec: ObjectSpec) -> Prototype:
    """A two-masted sailing ship with a stern castle, square sails, shrouds and gun ports."""
    bench = Workshop(spec)
    length = bench.sized(14.0, 22.0, 34.0)
    wide, depth = length * 0.26, length * 0.14
    ribs = _ribs(length, wide, depth, length * 0.07, 21, 0.7)
    _hull(bench, ribs, (0.75, 0.5, 0.36), (1.1, 0.8, 0.4))
    deck = np.stack([ribs[:, 1] * [0.96, 1, 1], ribs[:, -2] * [0.96, 1, 1]], axis=1)
    bench.add("planks", loft(deck[:, ::-1], closed=False, smooth=False), (1.2, 1.05, 0.85))
    castle = box(wide * 0.72, depth * 0.55, length * 0.2, 0.1).moved(0, depth * 1.0, -length * 0.39)
    bench.add("planks", castle, (0.85, 0.55, 0.38))
    for x in np.linspace(-0.28, 0.28, 4):
        bench.add(
            bench.pane,
            quads(
                [
                    [
                        [x * wide + 0.3, depth * 1.15, 0],
                        [x * wide - 0.3, depth * 1.15, 0],
                        [x * wide - 0.3, depth * 1.42, 0],
                        [x * wide + 0.3, depth * 1.42, 0],
                    ]
                ]
            ).moved(0, 0, -length * 0.491),
        )
    for side in (-1, 1):
        for part in np.linspace(0.3, 0.7, 5):
            rib = ribs[int(part * 20)]
            port = rib[1] if side < 0 else rib[-2]
            bench.add(
                "planks", box(0.12, 0.55, 0.55, 0.04).moved(port[0] * 0.99, port[1] - 0.75, port[2]), (0.25, 0.2, 0.18)
            )
    for z, tall in ((length * 0.2, length * 0.75), (-length * 0.12, length * 0.85)):
        _square_mast(bench, z, depth, tall, wide)
    bench.add("planks", tube([[0, depth * 1.5, length * 0.45], [0, depth * 2.1, length * 0.72]], [0.18, 0.08], 6), OAK)
    if bench.ruined:
        bench.rubble(8, length * 0.3, 0.8, "planks")
    return bench.prototype()


def _square_mast(bench: Workshop, z: float, depth: float, tall: float, wide: float) -> None:
    height = tall * (0.45 if bench.ruined else 1.0)
    bench.add("planks", tube([[0, depth * 0.4, z], [0, depth + height, z]], [0.28, 0.12], 8), OAK)
    for side in (-1, 1):
        for shift in (-0.8, 0.0, 0.8):
            bench.add(
                "fabric",
                tube([[side * wide * 0.46, depth * 1.05, z + shift], [0, depth + height * 0.75, z]], 0.03, 3),
                (0.6, 0.5, 0.4),
            )
    if bench.ruined:
        return
    for low, high, reach in ((0.16, 0.5, 0.62), (0.53, 0.78, 0.46), (0.8, 0.95, 0.3)):
        spread = wide * reach * 1.35
        for level, part in ((low, 1.0), (high, 0.85)):
            bench.add(
                "planks",
                tube(
                    [[-spread * part, depth + tall * level, z + 0.25], [spread * part, depth + tall * level, z + 0.25]],
                    0.09,
                    6,
                ),
                OAK,
            )
        rows = []
        for t in np.linspace(0, 1, 6):
            belly = np.sin(np.pi * (0.25 + 0.7 * t)) * tall * 0.07
            rows.append(
                [
                    [
                        s * spread * (0.97 - 0.13 * t),
                        depth + tall * (low + (high - low) * t),
                        z + 0.3 + belly * (1 - s * s),
                    ]
                    for s in np.linspace(-1, 1, 8)
                ]
            )
        bench.add("fabric", two_sided(loft(np.array(rows), closed=False)), (2.0, 1.85, 1.55), 0.02, 0.1)


def raft(spec: ObjectSpec) -> Prototype:
    bench = Workshop(spec)
    length = bench.sized(2.0, 3.0, 4.5)
    for index in range(8):
        x, radius = (index - 3.5) * 0.27, bench.between(0.115, 0.14)
        reach = length / 2 + bench.between(-0.15, 0.15)
        bench.add("bark", tube([[x, 0.14, -reach], [x, 0.14, reach]], radius, 8), (1.2, 1.0, 0.8), 0.1)
    for z in (-0.33, 0.33):
        bench.add("planks", beam([-1.15, 0.3, z * length], [1.15, 0.3, z * length], 0.12), OAK)
    bench.add("planks", tube([[0, 0.2, 0], [0.05, 2.3, 0]], [0.05, 0.035], 6), OAK)
    bench.cloth("fabric", [[0.06, 1.1, 0.0], [0.95, 1.15, 0.15], [0.9, 2.0, 0.15], [0.06, 2.2, 0.0]], (1.7, 1.5, 1.2))
    return bench.prototype()


def pier(spec: ObjectSpec) -> Prototype:
    """A jetty that runs out along +Z on leaning piles: uneven boards, rope rail, ladder and mooring posts."""
    bench = Workshop(spec)
    length, width, height = bench.sized(5.0, 9.0, 16.0), bench.sized(1.5, 2.0, 3.0), traits_of("pier").deck
    boards = int(length / 0.2)
    for index in range(boards):
        if (bench.ruined or spec.state == "old") and bench.chance(0.25):
            continue
        z = (index + 0.5) / boards * length - length / 2
        board = box(width + bench.between(-0.06, 0.14), 0.055, length / boards - 0.02, 0.01).turned(
            bench.draw.normal(0, 0.7), 0, bench.draw.normal(0, 0.5)
        )
        bench.add(
            "planks",
            board.moved(bench.draw.normal(0, 0.02), height + bench.draw.normal(0, 0.006), z),
            (1.0, 0.95, 0.88),
            0.12,
        )
    for side in (-1, 1):
        bench.add(
            "planks",
            beam([side * width * 0.4, height - 0.1, -length / 2], [side * width * 0.4, height - 0.1, length / 2], 0.18),
            (0.75, 0.65, 0.55),
        )
        count = max(3, int(length / 1.8))
        for index in range(count):
            z = (index / (count - 1) - 0.5) * (length - 0.4)
            top = height + (0.75 if index % 2 == 0 or index == count - 1 else -0.05)
            lean = bench.draw.normal(0, 0.05, 2)
            x = side * (width / 2 + 0.06)
            pile = tube([[x + lean[0], 0.0, z + lean[1]], [x, top, z]], [0.13, 0.115], 8)
            bench.add("bark", pile, (0.85, 0.78, 0.7), 0.1)
            if top > height:
                bench.add(
                    "fabric",
                    lathe([(0.15, 0), (0.16, 0.05), (0.15, 0.16)], 8, True).moved(x, top - 0.3, z),
                    (1.2, 1.05, 0.8),
                )
        for index in range(0, count - 2, 2):
            z0, z1 = ((k / (count - 1) - 0.5) * (length - 0.4) for k in (index, index + 2))
            rope = [
                [side * (width / 2 + 0.06), height + 0.55 - 0.22 * np.sin(np.pi * t), z0 + (z1 - z0) * t]
                for t in np.linspace(0, 1, 7)
            ]
            bench.add("fabric", tube(rope, 0.025, 5), (1.2, 1.05, 0.8))
    return bench.prototype()
