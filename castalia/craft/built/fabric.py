"""The fabric of buildings: walls that may be broken, quoins, gables, roofs with tiled ridges, chimneys."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from castalia.craft.built.shapes import Array, box, flat, lathe, loft, panels, polygon, quads
from castalia.craft.built.workshop import WHITE, Workshop
from castalia.world import Colour

STONE: Colour = (1.1, 1.06, 1.0)


def broken_tops(bench: Workshop, count: int, full: float, low: float, closed: bool = True) -> Array:
    """Heights for ``count`` staves that fall in ragged steps from ``full`` to ``low`` on one side."""
    place = np.arange(count) / count
    start = bench.between(0.0, 1.0)
    wave = 0.5 + 0.5 * np.cos(2.0 * np.pi * (place - start))
    if not closed:
        wave = np.clip(
            0.5 + 0.9 * (place - 0.5) * (1 if bench.chance(0.5) else -1) + 0.3 * np.sin(9.0 * place + 6 * start), 0, 1
        )
    bite = bench.draw.normal(0.0, 0.1, count)
    tops = low + (full - low) * np.clip(wave + bite, 0.0, 1.0)
    return np.round(tops / 0.32) * 0.32


def curtain(
    bench: Workshop,
    path: ArrayLike,
    tops: ArrayLike,
    thick: float,
    material: str,
    closed: bool = True,
    colour: Colour = WHITE,
) -> None:
    """A wall along points (P,2) of x, z, each stretch with its own top height; the outside lies to the left of the way
    (counter-clockwise seen from above, so that a closed path faces outwards)."""
    outer = np.asarray(path, np.float64)
    tops = np.asarray(tops, np.float64)
    inner = outer - _outward(outer, closed) * thick
    count = len(tops)
    faces, fronts, marks = [], [], []
    run = 0.0
    for index in range(count):
        after = (index + 1) % len(outer)
        top = tops[index]
        a, b, c, d = outer[index], outer[after], inner[after], inner[index]
        length = float(np.linalg.norm(b - a))
        if top > 0.0:
            fronts.append([_at(a, 0), _at(b, 0), _at(b, top), _at(a, top)])
            marks.append([[run, 0], [run + length, 0], [run + length, top], [run, top]])
        run += length
        faces.append([_at(c, 0), _at(d, 0), _at(d, top), _at(c, top)])
        faces.append([_at(a, top), _at(b, top), _at(c, top), _at(d, top)])
        before = tops[index - 1] if closed or index else 0.0
        following = tops[(index + 1) % count] if closed or index < count - 1 else 0.0
        if before < top:
            faces.append([_at(d, before), _at(a, before), _at(a, top), _at(d, top)])
        if following < top:
            faces.append([_at(b, following), _at(c, following), _at(c, top), _at(b, top)])
    bench.add(material, quads(np.array(faces)), colour, 0.0)
    bench.add(material, panels(np.array(fronts), np.array(marks, np.float64)), colour, 0.0)


def rim_stones(
    bench: Workshop, path: ArrayLike, tops: ArrayLike, thick: float, share: float = 0.7, closed: bool = True
) -> None:
    """Loose stones along a broken rim."""
    outer = np.asarray(path, np.float64)
    middle = outer - _outward(outer, closed) * thick * 0.5
    for index, top in enumerate(np.asarray(tops)):
        after = (index + 1) % len(outer)
        if not bench.chance(share):
            continue
        spot = middle[index] + (middle[after] - middle[index]) * bench.between(0.25, 0.75)
        run = outer[after] - outer[index]
        yaw = np.degrees(np.arctan2(-run[1], run[0])) + bench.between(-8, 8)
        stone = bench.stone(
            min(0.65, float(np.hypot(*run))) * bench.between(0.7, 1.1),
            bench.between(0.22, 0.38),
            thick * bench.between(0.75, 1.1),
            0.05,
        )
        bench.add("granite", stone.turned(yaw, bench.between(-5, 5)).moved(spot[0], top - 0.04, spot[1]), STONE, 0.12)


def _outward(path: Array, closed: bool) -> Array:
    """Unit vectors (P,2) to the outside at every point, stretched at corners so that a wall keeps its thickness."""
    ahead = np.roll(path, -1, axis=0) - path
    if not closed:
        ahead[-1] = ahead[-2]
    ahead /= np.maximum(np.linalg.norm(ahead, axis=1, keepdims=True), 1e-9)
    behind = np.roll(ahead, 1, axis=0)
    if not closed:
        behind[0] = ahead[0]
    normal = np.stack([-ahead[:, 1], ahead[:, 0]], axis=1)
    other = np.stack([-behind[:, 1], behind[:, 0]], axis=1)
    middle = normal + other
    return middle / np.maximum((middle * normal).sum(axis=1, keepdims=True), 0.3)


def _at(point: Array, height: float) -> list[float]:
    return [float(point[0]), float(height), float(point[1])]


def rectangle(width: float, depth: float, cut: float = 0.8) -> Array:
    """The outline (P,2) of a room, cut into stretches of about ``cut`` metres, outside to the left."""
    corners = np.array([[-1, 1], [1, 1], [1, -1], [-1, -1]]) * np.array([width, depth]) / 2.0
    points: list[Array] = []
    for index in range(4):
        start, end = corners[index], corners[(index + 1) % 4]
        count = max(1, round(float(np.linalg.norm(end - start)) / cut))
        points.extend(start + (end - start) * step / count for step in range(count))
    return np.array(points)


def ring(radius: float, sides: int) -> Array:
    """A circle (sides,2), outside to the left."""
    angles = -2.0 * np.pi * np.arange(sides) / sides
    return np.stack([radius * np.cos(angles), radius * np.sin(angles)], axis=1)


def quoins(bench: Workshop, width: float, depth: float, height: float, size: float = 0.42, share: float = 1.0) -> None:
    """Dressed corner stones, long and short by turns, a hand proud of the wall."""
    count = max(2, int(height / (size * 0.85)))
    for x in (-1, 1):
        for z in (-1, 1):
            for course in range(count):
                if not bench.chance(share):
                    continue
                long, short = (size * 1.5, size) if course % 2 else (size, size * 1.5)
                stone = bench.stone(long, height / count - 0.02, short, 0.035)
                away = (x * (width / 2 - long / 2 + 0.05), course * height / count, z * (depth / 2 - short / 2 + 0.05))
                bench.add("granite", stone.moved(*away), STONE, 0.1)


def gable_wall(
    bench: Workshop, material: str, width: float, z: float, base: float, rise: float, colour: Colour = WHITE
) -> None:
    """The triangle under a roof, facing out along Z at ``z``."""
    half = width / 2
    points = [[-half, base, z], [half, base, z], [0.0, base + rise, z]]
    bench.add(material, flat([points if z > 0 else points[::-1]]), colour, 0.0)


def gable_roof(
    bench: Workshop,
    material: str,
    width: float,
    length: float,
    base: float,
    rise: float,
    overhang: float = 0.45,
    thick: float = 0.16,
    sag: float = 0.07,
    colour: Colour = WHITE,
) -> None:
    """A roof whose ridge runs along Z: two thick slopes with a sagging ridge, verge boards and a capped ridge."""
    steps = 8
    half = width / 2
    slope = rise / half
    along = np.linspace(-length / 2 - overhang, length / 2 + overhang, steps + 1)
    dip = sag * np.sin(np.pi * np.linspace(0, 1, steps + 1))
    for side in (-1, 1):
        eaves = np.stack(
            [np.full(steps + 1, side * (half + overhang)), base - slope * overhang - 0.3 * dip, along], axis=1
        )
        ridge = np.stack([np.zeros(steps + 1), base + rise - dip, along], axis=1)
        middle = 0.5 * (eaves + ridge) - np.array([0.0, 0.04, 0.0]) * sag * 8
        lift = np.array([0.0, thick, 0.0])
        section = [eaves, eaves + lift * 0.9, middle + lift, ridge + lift, ridge]
        rings = np.array(section if side > 0 else section[::-1]).transpose(1, 0, 2)
        bench.add(material, loft(rings, closed=True, smooth=False, caps=(True, True)), colour, 0.02)
        for end in (0, -1):
            _board(bench, eaves[end] + lift * 0.35, ridge[end] + lift * 0.35, 0.2)
    _ridge(bench, material, base + rise + thick, along, dip, colour)


def _board(bench: Workshop, start: Array, end: Array, deep: float) -> None:
    """A verge board under the edge of a roof."""
    down, out = np.array([0.0, -deep, 0.0]), np.array([0.0, 0.0, 0.05 if start[2] > 0 else -0.05])
    rings = np.array(
        [[start, start + down, start + down + out, start + out], [end, end + down, end + down + out, end + out]]
    )
    rings = rings if (start[0] > 0) == (start[2] > 0) else rings[:, ::-1]
    bench.add("planks", loft(rings, smooth=False), (0.8, 0.66, 0.55))


def _ridge(bench: Workshop, material: str, height: float, along: Array, dip: Array, colour: Colour) -> None:
    """Ridge caps: half-round tiles, or a roll of straw on thatch."""
    length = float(along[-1] - along[0])
    count = max(4, int(length / 0.42))
    for index in range(count):
        z = along[0] + (index + 0.5) * length / count
        y = height - float(np.interp(z, along, dip)) - 0.09
        radius = 0.2 if material == "thatch" else 0.14
        angles = np.linspace(0.0, np.pi, 6)
        near = np.array([[radius * np.cos(a), radius * 1.1 * np.sin(a), length / count * 0.53] for a in angles])
        far = near * np.array([0.9, 0.92, -1.0])
        cap = loft([far, near], closed=False, smooth=True).moved(0, y + 0.02 * bench.draw.normal(), z)
        bench.add(material, cap + polygon(near.copy()).moved(0, y, z), tuple(np.array(colour) * 0.92), 0.1)


def eaves_tiles(bench: Workshop, width: float, length: float, base: float, rise: float, overhang: float = 0.45) -> None:
    """Barrel tiles whose ends scallop the eaves of a roof made by ``gable_roof``."""
    slope = np.degrees(np.arctan2(rise, width / 2))
    for side in (-1, 1):
        count = int((length + 2 * overhang) / 0.28)
        for index in range(count):
            z = -length / 2 - overhang + (index + 0.5) * 0.28
            tile = lathe([(0.13, -0.3), (0.15, 0.3)], 6, True).turned(0, 90).turned(90).turned(roll=slope)
            tile = tile if side > 0 else tile.turned(180)
            y = base - rise / (width / 2) * overhang + 0.1
            bench.add("roof-tiles", tile.moved(side * (width / 2 + overhang - 0.18), y + 0.1, z), WHITE, 0.12)


def chimney(bench: Workshop, x: float, z: float, base: float, height: float, material: str = "brick") -> None:
    """A stack with a stepped cap and two pots."""
    bench.add(material, box(0.75, height, 0.6, 0.02).moved(x, base, z))
    bench.add(material, box(0.9, 0.14, 0.75, 0.03).moved(x, base + height - 0.3, z), (1.1, 1.05, 1.0))
    bench.add("granite", box(0.98, 0.12, 0.82, 0.03).moved(x, base + height, z), STONE)
    if bench.lived_in:
        bench.vent(box(0.1, 0.1, 0.1).moved(x, base + height + 0.45, z))
    for side in (-0.2, 0.2):
        bench.add(
            "roof-tiles", lathe([(0.13, 0.0), (0.1, 0.3), (0.13, 0.34)], 8).moved(x + side, base + height + 0.1, z)
        )


def merlons(bench: Workshop, radius: float, height: float, sides: int) -> None:
    """Battlements round a tower's top."""
    for index in range(sides):
        angle = 2 * np.pi * index / sides
        width = 2 * np.pi * radius / sides * 0.58
        block = bench.stone(width, 0.85 * bench.between(0.93, 1.07), 0.42, 0.05).turned(90 - np.degrees(angle))
        bench.add("granite", block.moved(radius * np.cos(angle), height, radius * np.sin(angle)), STONE, 0.1)
