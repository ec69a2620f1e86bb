"""Upright figures: person, statue, scarecrow, robot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from castalia.craft.built.human import POSES, body
from castalia.craft.built.openings import OAK
from castalia.craft.built.shapes import Shape, ball, beam, box, lathe, loft, ovals, tube, two_sided
from castalia.craft.built.workshop import Workshop, toned
from castalia.world import Colour, Prototype

if TYPE_CHECKING:
    from castalia.craft.objects import ObjectSpec

_CLOAKS: tuple[Colour, ...] = (
    (1.5, 0.35, 0.28),
    (0.4, 0.62, 1.15),
    (0.55, 0.85, 0.5),
    (1.5, 1.0, 0.35),
    (0.75, 0.5, 0.9),
)
_CLOTH: tuple[Colour, ...] = (
    (0.85, 0.75, 0.65),
    (0.55, 0.5, 0.5),
    (1.2, 1.1, 0.95),
    (0.6, 0.7, 0.85),
    (0.9, 0.6, 0.45),
)
_SKIN: tuple[Colour, ...] = ((1.05, 0.72, 0.55), (0.72, 0.45, 0.32), (0.45, 0.28, 0.2), (0.95, 0.66, 0.48))
_HAIR: tuple[Colour, ...] = ((0.25, 0.18, 0.14), (0.5, 0.32, 0.18), (0.9, 0.7, 0.4), (0.6, 0.6, 0.6))


def _cloak(height: float, draw: np.random.Generator) -> Shape:
    """A cloak from the shoulders almost to the ground, open in front, with folds."""
    rings = []
    for level in np.linspace(0.0, 1.0, 8):
        spread = 0.105 + 0.10 * level**1.1
        angles = np.linspace(np.radians(52 - 6 * level), np.radians(-232 + 6 * level), 19)
        fold = 1.0 + 0.10 * level * np.cos(7 * angles + 1.3 * draw.random()) + 0.02 * draw.normal(size=19) * level
        tall = 0.838 - 0.74 * level - (0.02 * np.cos(2 * angles) * (1 - level))
        deep = np.where(np.sin(angles) < 0, 0.85 + 0.35 * level, 0.7)
        rings.append(
            np.stack(
                [spread * fold * np.cos(angles), tall, spread * fold * np.sin(angles) * deep - 0.012 - 0.03 * level],
                axis=1,
            )
        )
    return loft(np.array(rings)[::-1], closed=False).scaled(height)


def _hood(height: float) -> Shape:
    """A hood over the head, open towards +Z, with a soft peak behind, and a mantle over the shoulders."""
    rings = []
    for z, radius, lift in (
        (0.062, 0.058, 0.0),
        (0.03, 0.07, 0.002),
        (-0.02, 0.07, 0.002),
        (-0.06, 0.045, -0.012),
        (-0.09, 0.012, -0.03),
    ):
        angles = np.radians(90) + 2 * np.pi * np.arange(12) / 12
        rings.append(
            np.stack([radius * np.cos(angles), 0.932 + lift + radius * 1.18 * np.sin(angles), np.full(12, z)], axis=1)
        )
    mantle = ovals(
        [
            (0.77, 0.15, 0.105, -0.008),
            (0.815, 0.135, 0.088, -0.008),
            (0.85, 0.085, 0.06, -0.008),
            (0.88, 0.05, 0.046, -0.004),
        ],
        14,
    )
    return (two_sided(loft(np.array(rings)[::-1])) + mantle).scaled(height)


def person(spec: ObjectSpec) -> Prototype:
    """A human of about 1.75 m: standing, walking or holding out a hand; cloaked, hooded or in a tunic by variant."""
    bench = Workshop(spec)
    height = bench.sized(1.15, 1.75, 1.95)
    parts = body(height, int(bench.draw.integers(len(POSES))))
    skin, cloth, cloak = bench.pick(*_SKIN), bench.pick(*_CLOTH), bench.pick(*_CLOAKS)
    hair = bench.pick(*_HAIR)
    for name, material, colour in (
        ("legs", "fabric", (0.5, 0.45, 0.42)),
        ("boots", "leather", (0.8, 0.75, 0.7)),
        ("torso", "fabric", cloth),
        ("arms", "fabric", cloth),
        ("hands", "paper", skin),
        ("neck", "paper", skin),
        ("head", "paper", skin),
        ("hair", "leather", toned(2.4, hair)),
        ("brows", "leather", toned(1.6, hair)),
        ("eyes", "leather", (0.22, 0.2, 0.2)),
        ("mouth", "paper", toned(0.55, skin)),
    ):
        bench.add(material, parts[name], colour, 0.03)
    skirt = ovals(
        [(0.33, 0.125, 0.1, 0), (0.42, 0.108, 0.083, 0), (0.53, 0.094, 0.066, 0), (0.56, 0.09, 0.062, 0)], 12
    ).scaled(height)
    bench.add("fabric", skirt, cloth, 0.02)
    belt = ovals([(0.545, 0.096, 0.07, 0), (0.57, 0.094, 0.068, 0)], 12).scaled(height)
    bench.add("leather", belt, (0.9, 0.8, 0.7))
    if bench.chance(0.65):
        bench.add("fabric", two_sided(_cloak(height, bench.draw)), cloak, 0.02, 0.1)
        if bench.chance(0.6):
            bench.add("fabric", _hood(height), toned(0.9, cloak), 0.02)
    elif bench.chance(0.5):
        brim = lathe([(0.115, 0.972), (0.05, 0.98), (0.046, 1.03), (0.0, 1.045)], 14, True).scaled(height)
        bench.add("leather", two_sided(brim), (1.2, 1.0, 0.8))
    if bench.chance(0.3):
        bench.add(
            "planks",
            tube(np.array([[0.17, 0.0, 0.06], [0.16, 0.5, 0.05], [0.15, 0.98, 0.03]]) * height, 0.014 * height, 6),
            OAK,
        )
    return bench.prototype()


def statue(spec: ObjectSpec) -> Prototype:
    """A robed figure in weathered stone on a stepped plinth."""
    bench = Workshop(spec)
    height = bench.sized(1.5, 2.1, 4.2)
    base = height * 0.5
    tone: Colour = (0.72, 0.7, 0.64)
    bench.add("marble", box(height * 0.62, base * 0.2, height * 0.62, 0.04), tone)
    bench.add("marble", box(height * 0.46, base * 0.66, height * 0.46, 0.03).moved(y=base * 0.2), tone)
    bench.add("marble", box(height * 0.56, base * 0.16, height * 0.56, 0.04).moved(y=base * 0.86), tone)
    parts = body(height, int(bench.draw.integers(3)))
    robe = ovals(
        [
            (0.0, 0.15, 0.12, 0),
            (0.02, 0.152, 0.122, 0),
            (0.3, 0.115, 0.09, 0),
            (0.54, 0.092, 0.066, 0),
            (0.6, 0.088, 0.06, 0),
        ],
        14,
        False,
    ).scaled(height)
    names = ("torso", "arms", "hands") if bench.ruined else ("torso", "arms", "hands", "neck", "head", "hair")
    for shape in [robe, *(parts[name] for name in names)]:
        bench.add("marble", shape.moved(y=base * 1.02), tone, 0.03)
    bench.add("marble", two_sided(_cloak(height, bench.draw)).moved(y=base * 1.02), tone, 0.03)
    if bench.ruined:
        fallen = parts["head"].moved(y=-0.93 * height).turned(40, 70).moved(height * 0.45, height * 0.05, height * 0.3)
        bench.add("marble", fallen, tone)
        bench.rubble(7, height * 0.6, height * 0.12, "marble", tone)
    if bench.overgrown:
        bench.creepers(height * 0.5, height, height * 0.5, 4)
    return bench.prototype()


def scarecrow(spec: ObjectSpec) -> Prototype:
    """Rags on a cross of poles, straw at the cuffs, a sack for a head and a battered hat."""
    bench = Workshop(spec)
    s = bench.sized(0.8, 1.0, 1.2)
    bench.add("bark", tube(np.array([[0, 0, 0], [0.03, 1.9, 0]]) * s, 0.04 * s, 6))
    bench.add("bark", tube(np.array([[-0.8, 1.36, 0], [0.8, 1.44, 0.03]]) * s, 0.032 * s, 6))
    coat = ovals(
        [(0.62, 0.3, 0.2, 0), (0.9, 0.2, 0.14, 0), (1.2, 0.2, 0.13, 0), (1.42, 0.22, 0.11, 0), (1.5, 0.08, 0.07, 0)],
        12,
        False,
    )
    bench.add("fabric", two_sided(coat.scaled(s)), (0.75, 0.55, 0.45))
    for side in (-1, 1):
        sleeve = tube(
            np.array([[side * 0.12, 1.42, 0], [side * 0.4, 1.38, 0.01], [side * 0.66, 1.38, 0.02]]) * s,
            [0.11 * s, 0.1 * s, 0.13 * s],
            8,
        )
        bench.add("fabric", sleeve, (0.75, 0.55, 0.45))
        for _ in range(9):
            tip = np.array(
                [side * bench.between(0.8, 0.95), 1.4 + bench.draw.normal(0, 0.08), bench.draw.normal(0, 0.08)]
            )
            bench.add("thatch", tube(np.array([[side * 0.62, 1.4, 0.02], tip]) * s, 0.012, 3), (1.2, 1.1, 0.8))
    for _ in range(16):
        tip = np.array([bench.draw.normal(0, 0.22), bench.between(0.38, 0.55), bench.draw.normal(0, 0.16)])
        bench.add("thatch", tube(np.array([[tip[0] * 0.7, 0.66, tip[2] * 0.7], tip]) * s, 0.012, 3), (1.2, 1.1, 0.8))
    bench.add("fabric", ball(0.15, 10, 7).scaled(s, 1.15 * s, s).moved(0.03 * s, 1.66 * s, 0.02), (1.5, 1.3, 0.95))
    for x in (-0.05, 0.09):
        bench.add("iron", ball(0.022, 6, 4).moved(x * s, 1.69 * s, 0.155 * s), (0.3, 0.3, 0.3))
    hat = lathe([(0.3, 1.77), (0.14, 1.8), (0.12, 1.98), (0.05, 2.05), (0.0, 2.05)], 12).scaled(s).turned(roll=6)
    bench.add("leather", two_sided(hat).moved(x=0.2 * s), (0.9, 0.75, 0.6))
    return bench.prototype()


def robot(spec: ObjectSpec) -> Prototype:
    """A friendly walking machine: riveted chest, jointed limbs, a lamp for an eye."""
    bench = Workshop(spec)
    s = bench.sized(0.6, 1.0, 1.9)
    paint = bench.pick((1.9, 1.2, 0.5), (0.9, 1.5, 1.6), (1.7, 1.6, 1.5), (1.8, 0.7, 0.5))
    steel: Colour = (1.3, 1.3, 1.35)
    shell = toned(0.5, paint)
    bench.add("ceramic", box(0.62, 0.62, 0.46, 0.09).scaled(s).moved(y=0.98 * s), shell)
    bench.add("iron", box(0.4, 0.2, 0.34, 0.05).scaled(s).moved(y=0.8 * s), steel)
    bench.add("ceramic", box(0.42, 0.34, 0.36, 0.08).scaled(s).moved(y=1.68 * s), shell)
    bench.add("iron", lathe([(0.09, 1.58), (0.07, 1.7)], 10).scaled(s), steel)
    bench.add(
        "lamp-light",
        lathe([(0.1, 0), (0.08, 0.04), (0.0, 0.05)], 12).turned(pitch=90).moved(0, 1.86, 0.18).scaled(s),
        (0.7, 1.1, 1.3),
    )
    bench.add("iron", tube(np.array([[0.12, 2.0, 0], [0.14, 2.25, 0]]) * s, 0.012 * s, 5), steel)
    bench.add("lamp-light", ball(0.03, 6, 4).moved(0.14, 2.26, 0).scaled(s), (1.2, 0.4, 0.3))
    bench.add("glass", box(0.3, 0.18, 0.02, 0.02).moved(0, 1.22, 0.235).scaled(s), (1.2, 1.6, 1.6))
    for side in (-1, 1):
        arm = np.array([[side * 0.36, 1.5, 0], [side * 0.44, 1.18, 0.0], [side * 0.42, 0.9, 0.14]]) * s
        leg = np.array([[side * 0.16, 0.86, 0], [side * 0.17, 0.48, 0.05], [side * 0.17, 0.12, -0.02]]) * s
        for limb, width in ((arm, 0.075), (leg, 0.1)):
            for start, end in ((limb[0], limb[1]), (limb[1], limb[2])):
                along = np.array([start, start + (end - start) * 0.25, end])
                bench.add("ceramic", tube(along, [width * 0.6 * s, width * s, width * 0.7 * s], 10), shell)
            for joint in limb:
                bench.add("iron", ball(width * 1.1 * s, 8, 5).moved(*joint), steel)
        bench.add("iron", box(0.24, 0.13, 0.4, 0.05).moved(side * 0.17, 0.0, 0.05).scaled(s), steel)
        for claw in (-1, 1):
            bench.add("iron", beam(arm[2], arm[2] + np.array([claw * 0.05, -0.1, 0.06]) * s, 0.045 * s), steel)
    return bench.prototype()
