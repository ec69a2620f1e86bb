"""The city street: tenements with shops at their feet, and neon signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from castalia.craft.built.openings import IRON, OAK, PALE
from castalia.craft.built.shapes import Shape, beam, box, lathe, quads, tube
from castalia.craft.built.workshop import Workshop, toned
from castalia.craft.glow import glowing
from castalia.world import Colour, Prototype

if TYPE_CHECKING:
    from castalia.craft.objects import ObjectSpec

WIDTH, DEPTH = 11.5, 10.0
"""A tenement's front and depth at its usual size, metres."""
_STOREY, _SHOP, _RECESS = 3.2, 4.0, 0.35
FAR = 0.6
"""At this detail and below bars and ladders are left out."""
_FRAME: Colour = (0.5, 0.5, 0.52)
_WALLS: tuple[tuple[str, Colour], ...] = (
    ("brick", (0.95, 0.82, 0.78)),
    ("plaster", (0.62, 0.74, 0.72)),
    ("brick", (0.66, 0.58, 0.56)),
    ("concrete", (0.92, 0.88, 0.84)),
    ("plaster", (0.95, 0.66, 0.5)),
    ("brick", (1.15, 0.98, 0.8)),
)
NEON: tuple[Colour, ...] = (
    (1.0, 0.04, 0.30),
    (0.03, 0.62, 1.0),
    (1.0, 0.36, 0.04),
    (0.40, 0.08, 1.0),
    (0.05, 1.0, 0.42),
)
_PAINTS: tuple[Colour, ...] = ((0.35, 0.5, 0.55), (0.9, 0.28, 0.24), (0.3, 0.55, 0.42), (0.32, 0.3, 0.34))


def tenement(spec: ObjectSpec) -> Prototype:
    """Four to seven storeys of windows over a shop: piers and spandrels, a cornice, a fire escape, things on the roof."""
    bench = Workshop(spec)
    floors = 3 + int(bench.draw.integers(4)) + round(spec.size)
    material, tone = _WALLS[spec.variant % len(_WALLS)]
    top = _SHOP + _STOREY * floors
    bench.add(material, box(WIDTH, top - _SHOP, DEPTH - 2 * _RECESS).moved(y=_SHOP), tone, 0.0)
    _front(bench, material, tone, floors)
    _other_sides(bench, floors)
    for side in (-1, 1):
        bench.add(material, box(0.3, _SHOP, DEPTH).moved(side * (WIDTH / 2 - 0.15)), tone, 0.0)
    bench.add(material, box(WIDTH, _SHOP, 0.3).moved(z=0.3 - DEPTH / 2), tone, 0.0)
    _shop(bench)
    bench.add("concrete", box(WIDTH + 0.5, 0.4, DEPTH + 0.7, 0.06).moved(y=top - 0.1), (0.85, 0.82, 0.78))
    for side in (-1, 1):
        bench.add(material, box(0.3, 0.9, DEPTH).moved(side * (WIDTH / 2 - 0.15), top + 0.3), tone, 0.0)
        bench.add(material, box(WIDTH, 0.9, 0.3).moved(y=top + 0.3, z=side * (DEPTH / 2 - 0.15)), tone, 0.0)
    if bench.chance(0.5) and spec.detail > FAR:
        _fire_escape(bench, floors)
    _roof_top(bench, top + 0.3)
    return bench.prototype()


def _front(bench: Workshop, material: str, tone: Colour, floors: int) -> None:
    """Windows set back between piers and spandrels."""
    bays, pier = 4, 0.95
    width = (WIDTH - pier * (bays + 1)) / bays
    face = DEPTH / 2 - _RECESS
    for index in range(bays + 1):
        x = -WIDTH / 2 + pier / 2 + index * (width + pier)
        bench.add(material, box(pier, _STOREY * floors, _RECESS).moved(x, _SHOP, face + _RECESS / 2), tone, 0.0)
    for floor in range(floors):
        y = _SHOP + _STOREY * floor
        bench.add(material, box(WIDTH - 0.02, 1.15, _RECESS - 0.06).moved(0, y, face + _RECESS / 2 - 0.03), tone, 0.0)
        for bay in range(bays):
            x = -WIDTH / 2 + pier + width / 2 + bay * (width + pier)
            _sash(bench, x, y + 1.15, face, width, _STOREY - 1.15)


def _sash(bench: Workshop, x: float, y: float, z: float, width: float, height: float) -> None:
    bench.add(bench.window_light(), _pane(width, 0.0, height).moved(x, y, z + 0.03), vary=0.08)
    bench.add("concrete", box(width + 0.16, 0.12, 0.5, 0.02).moved(x, y - 0.1, z + 0.22), (0.9, 0.87, 0.82))
    if bench.chance(0.16):
        bench.add("iron", box(0.75, 0.5, 0.5, 0.03).moved(x, y, z + 0.4), PALE)
    if bench.spec.detail <= FAR:
        return
    for across in (0.05 - width / 2, 0.0, width / 2 - 0.05):
        bench.add("planks", box(0.09, height, 0.1).moved(x + across, y, z + 0.05), _FRAME)
    bench.add("planks", box(width, 0.09, 0.1).moved(x, y + 0.55 * height, z + 0.05), _FRAME)


def _other_sides(bench: Workshop, floors: int) -> None:
    """Flat windows with a sill: four to a floor behind, one or two on each flank."""
    rows: list[tuple[float, float, tuple[float, ...]]] = [(180, DEPTH / 2 - _RECESS, (-3.9, -1.3, 1.3, 3.9))]
    rows += [(yaw, WIDTH / 2, ((-2.4, 2.2), (0.6,))[int(bench.chance(0.4))]) for yaw in (90, -90)]
    for yaw, away, places in rows:
        for floor in range(floors):
            for x in places:
                y = _SHOP + _STOREY * floor + 0.9
                bench.add(bench.window_light(), _pane(1.2, 0.0, 1.7).moved(x, y, away + 0.02).turned(yaw))
                bench.add("planks", box(0.07, 1.7, 0.06).moved(x, y, away + 0.03).turned(yaw), _FRAME)
                bench.add("concrete", box(1.45, 0.12, 0.24).moved(x, y - 0.12, away).turned(yaw), (0.9, 0.87, 0.82))


def _pane(width: float, low: float, high: float) -> Shape:
    half = width / 2
    return quads([[[-half, low, 0], [half, low, 0], [half, high, 0], [-half, high, 0]]])


def _shop(bench: Workshop) -> None:
    """A shop to look into: a lit back wall with shelves and goods, a glazed door, a fascia, perhaps an awning."""
    paint, front, wide = bench.pick(*_PAINTS), DEPTH / 2, WIDTH - 1.5
    back = front - 1.9
    bench.add("plaster", box(WIDTH - 0.6, _SHOP, 0.2).moved(z=back - 0.1), (0.8, 0.76, 0.7))
    bench.add("planks", box(WIDTH - 0.6, 0.16, 1.9).moved(z=front - 0.95), (0.6, 0.5, 0.42))
    for side in (-1, 1):
        bench.add("concrete", box(0.8, _SHOP, 0.5, 0.04).moved(side * (WIDTH / 2 - 0.4), 0, front - 0.22), paint)
    if bench.lit:
        _display(bench, wide, back)
    else:
        bench.add("glass", _pane(wide, 0.5, 3.0).moved(z=front - 0.3))
    bench.add("planks", box(wide, 0.5, 0.24, 0.02).moved(0, 0, front - 0.24), paint)
    for x in np.linspace(-wide / 2, wide / 2, 5):
        bench.add("iron", box(0.09, 3.0, 0.12).moved(float(x), 0, front - 0.24), IRON)
    bench.add("iron", box(wide, 0.09, 0.12).moved(0, 2.35, front - 0.24), IRON)
    bench.add("planks", box(WIDTH - 0.3, 0.85, 0.3, 0.03).moved(0, 3.0, front - 0.02), toned(0.9, paint))
    _lettering(bench, front)
    if bench.chance(0.5):
        _awning(bench, wide * 0.96, front, paint)


def _lettering(bench: Workshop, front: float) -> None:
    """The shop's name in strokes, aglow when it is lit."""
    colour = NEON[bench.spec.variant % len(NEON)]
    material = glowing("glass", colour) if bench.lit else "ceramic"
    count = 4 + int(bench.draw.integers(4))
    for letter in range(count):
        for (x0, y0), (x1, y1) in _strokes(bench):
            x = 0.62 * (letter - (count - 1) / 2)
            line = [[x + 0.6 * x0, 3.16 + 0.62 * y0, front + 0.17], [x + 0.6 * x1, 3.16 + 0.62 * y1, front + 0.17]]
            bench.add(material, tube(line, 0.035, 4), vary=0.0)


def _display(bench: Workshop, width: float, back: float) -> None:
    """The back wall aglow between shelves, brightest under the ceiling, goods before it."""
    bright, middle, low = ((0.80, 0.44, 0.17), (0.42, 0.21, 0.075), (0.18, 0.085, 0.03))
    for tone, bottom, top in ((low, 0.2, 1.0), (middle, 1.06, 1.8), (bright, 1.86, 2.9)):
        bench.add(glowing("planks", tone), _pane(width, bottom, top).moved(z=back + 0.02), (0.4, 0.36, 0.3), 0.0)
        bench.add("planks", box(width, 0.06, 0.5).moved(0, top, back + 0.25), OAK)
    for level in (0.16, 1.06, 1.86):
        x = -width / 2 + 0.3
        while x < width / 2 - 0.3:
            size = bench.between(0.12, 0.42)
            tone = bench.pick((0.8, 0.3, 0.2), (0.25, 0.4, 0.5), (0.5, 0.42, 0.2), (0.3, 0.3, 0.32))
            bench.add("planks", box(size, bench.between(0.15, 0.6), 0.24).moved(x, level, back + 0.25), tone)
            x += size + bench.between(0.02, 0.7)
    bench.add("lamp-light", box(width * 0.8, 0.06, 0.12).moved(0, 2.94, back + 1.0), vary=0.0)


def _awning(bench: Workshop, width: float, front: float, paint: Colour) -> None:
    stripes = 11
    for index in range(stripes):
        x0, x1 = (width * (edge / stripes - 0.5) for edge in (index, index + 1))
        colour = (1.5, 1.45, 1.3) if index % 2 else toned(1.5, paint)
        out, high, low = front + 1.5, 3.0, 2.45
        bench.cloth("fabric", [[x0, low, out], [x1, low, out], [x1, high, front], [x0, high, front]], colour, 0.1)
        bench.cloth("fabric", [[x0, low - 0.2, out], [x1, low - 0.2, out], [x1, low, out], [x0, low, out]], colour, 0.2)


def _fire_escape(bench: Workshop, floors: int) -> None:
    """Iron landings before two bays, joined by steep stairs that fold back and forth."""
    x, front, half = WIDTH * 0.22 * (1 if bench.chance(0.5) else -1), DEPTH / 2, 1.9
    rust: Colour = (0.5, 0.42, 0.4)
    for floor in range(1, floors):
        y = _SHOP + _STOREY * floor + 0.2
        bench.add("iron", box(2 * half, 0.06, 1.1).moved(x, y, front + 0.6), rust)
        for rail in (0.5, 0.95):
            bench.add("iron", box(2 * half, 0.04, 0.04).moved(x, y + rail, front + 1.14), rust)
        for post in np.linspace(-half, half, 7):
            bench.add("iron", box(0.04, 0.95, 0.04).moved(x + float(post), y, front + 1.14), rust)
        for side in (-1, 1):
            bench.add("iron", box(0.04, 0.04, 1.1).moved(x + side * half, y + 0.95, front + 0.6), rust)
        if floor > 1:
            lean = half * 0.8 * (1 if floor % 2 else -1)
            for across in (0.35, 0.85):
                low, high = [x - lean, y - _STOREY, front + across], [x + lean, y, front + across]
                bench.add("iron", beam(low, high, 0.05, 0.14), rust)


def _roof_top(bench: Workshop, level: float) -> None:
    """A hut for the stairs, vents, an aerial, and on some roofs a water tank on legs."""
    bench.add("concrete", box(2.6, 2.3, 3.0, 0.05).moved(-WIDTH * 0.26, level, -1.8), (0.8, 0.78, 0.75))
    for _ in range(3):
        x, z = bench.between(-0.4, 0.4) * WIDTH, bench.between(-0.35, 0.35) * DEPTH
        bench.add("iron", box(0.7, bench.between(0.5, 1.1), 0.7, 0.05).moved(x, level, z), IRON)
    mast = [WIDTH * 0.4, level, -DEPTH * 0.3]
    bench.add("iron", beam(mast, [mast[0], level + 3.2, mast[2]], 0.06), IRON)
    for height, reach in ((2.2, 0.9), (2.7, 0.6), (3.1, 0.4)):
        bench.add("iron", box(2 * reach, 0.04, 0.04).moved(mast[0], level + height, mast[2]), IRON)
    if bench.chance(0.5):
        x, z = WIDTH * 0.2, -DEPTH * 0.1
        for corner_x, corner_z in ((-1, -1), (-1, 1), (1, -1), (1, 1)):
            bench.add("iron", box(0.14, 1.8, 0.14).moved(x + corner_x * 0.9, level, z + corner_z * 0.9), IRON)
        tank = lathe([(1.3, 1.8), (1.35, 3.0), (1.3, 4.4)], 14, True).moved(x, level, z)
        bench.add("planks", tank, (0.62, 0.5, 0.42))
        bench.add("iron", lathe([(1.5, 4.4), (0.0, 5.4)], 14).moved(x, level, z), (0.5, 0.45, 0.42))


def neon_sign(spec: ObjectSpec) -> Prototype:
    """A sign that stands out from the wall at z = 0: upright with strokes like letters, or a hoop with a bar."""
    bench = Workshop(spec)
    colour = NEON[spec.variant % len(NEON)]
    tubes = glowing("glass", colour) if bench.lit else "ceramic"
    if spec.variant % 5 == 2:
        _hoop(bench, tubes)
    else:
        _blade(bench, tubes, signs=2 + int(bench.draw.integers(3)))
    bench.resize(bench.sized(0.9, 1.35, 1.8))
    return bench.prototype()


def _blade(bench: Workshop, tubes: str, signs: int) -> None:
    """A tall case seen along the street, one stroked sign above the other on each face."""
    height = 1.15 * signs + 0.3
    bench.add("iron", box(0.22, height, 1.15, 0.03).moved(z=0.85), (0.28, 0.28, 0.32))
    for y in (0.2, height - 0.3):
        bench.add("iron", box(0.1, 0.1, 0.3).moved(0, y, 0.15), IRON)
    for side in (-1, 1):
        rim = [[0, 0.08, -0.5], [0, height - 0.08, -0.5], [0, height - 0.08, 0.5], [0, 0.08, 0.5], [0, 0.08, -0.5]]
        bench.add(tubes, tube(rim, 0.032, 5).moved(side * 0.14, 0, 0.85), vary=0.0)
    for sign in range(signs):
        for start, end in _strokes(bench):
            for side in (-1, 1):
                line = [[side * 0.14, 0.3 + 1.15 * sign + y, 0.85 + z] for z, y in (start, end)]
                bench.add(tubes, tube(line, 0.045, 5), vary=0.0)


def _strokes(bench: Workshop) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Three to five strokes on a grid of 3 x 3 points, (across, up) in metres: like a letter, and none."""
    xs, ys = (-0.32, 0.0, 0.32), (0.05, 0.45, 0.85)
    level = [((xs[0], y), (xs[2], y)) for y in ys]
    upright = [((x, ys[low]), (x, ys[low + 1])) for x in xs for low in (0, 1)]
    slant = [((xs[0], ys[0]), (xs[1], ys[1])), ((xs[2], ys[0]), (xs[1], ys[1]))]
    every = level + upright + slant
    chosen = bench.draw.permutation(len(every))[: 4 + int(bench.draw.integers(2))]
    return [every[index] for index in sorted(chosen.tolist())]


def _hoop(bench: Workshop, tubes: str) -> None:
    """Two rings and a bar across, on an arm."""
    turn = np.linspace(0.0, 2.0 * np.pi, 25)
    bench.add(
        "iron",
        lathe([(0.0, -0.08), (0.95, -0.08), (0.95, 0.08), (0.0, 0.08)], 24).turned(roll=90).moved(0, 1.0, 1.15),
        (0.28, 0.28, 0.32),
    )
    bench.add("iron", box(0.1, 0.1, 0.4).moved(0, 1.0, 0.15), IRON)
    for side in (-1, 1):
        for radius in (0.88, 0.68):
            ring = np.column_stack(
                [np.full(25, side * 0.12), 1.0 + radius * np.sin(turn), 1.15 + radius * np.cos(turn)]
            )
            bench.add(tubes, tube(ring, 0.04, 5), vary=0.0)
        for y in (0.75, 1.0, 1.25):
            bench.add(tubes, tube([[side * 0.12, y, 0.75], [side * 0.12, y, 1.55]], 0.045, 5), vary=0.0)
