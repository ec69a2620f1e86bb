"""Animals: limbs are tubes along a spine; one plan for everything on four legs, one for birds, one for fish."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from castalia.craft.built.shapes import Array, Shape, ball, flat, join, loft, tube, two_sided
from castalia.craft.built.workshop import Workshop, toned
from castalia.world import Colour, Prototype

if TYPE_CHECKING:
    from castalia.craft.objects import ObjectSpec


@dataclass(frozen=True)
class Beast:
    """Proportions in shoulder heights: where the trunk, neck, head and legs lie, and how thick they are. ``paws`` stand
    for hooves; ``upright`` 0..1 lifts the ears; ``ruff`` is how
    far the fur of neck and cheeks stands out."""

    length: float = 1.15
    chest: float = 0.24
    belly: float = 0.17
    rump: float = 0.2
    neck: tuple[float, float] = (0.34, 0.42)
    neck_width: float = 0.11
    head: float = 0.32
    snout: float = 0.06
    droop: float = 0.35
    leg: float = 0.055
    tail: tuple[float, float, float] = (0.15, -0.05, 0.04)
    ear: float = 0.11
    coat: Colour = (1.35, 0.9, 0.58)
    under: Colour = (1.9, 1.6, 1.25)
    hoof: Colour = (0.35, 0.3, 0.28)
    paws: bool = False
    upright: float = 0.0
    ruff: float = 0.0


_HIDE, _HIDE_TONE = "paper", 0.36
"""Coats and feathers are a plain, finely mottled surface, which is paler than the coats that colours are chosen for."""


def _hide(bench: Workshop, shape: Shape, colour: Colour, vary: float = 0.05) -> None:
    bench.add(_HIDE, shape, toned(_HIDE_TONE, colour), vary)


def _trunk(bench: Workshop, beast: Beast) -> None:
    """Rump, belly, chest, neck and head as one skin that bends up at the withers."""
    half = beast.length / 2
    top = 1.0
    base = [
        [0, top - beast.rump * 0.8, -half],
        [0, top - beast.rump, -half * 0.72],
        [0, top - beast.belly * 1.15, -half * 0.1],
        [0, top - beast.chest, half * 0.45],
        [0, top - beast.chest * 0.6, half * 0.86],
    ]
    widths = [beast.rump * 0.45, beast.rump, beast.belly * 1.08, beast.chest, beast.chest * 0.8]
    up, out = beast.neck
    root = np.array(base[-1])
    nape = root + np.array([0, up, out])
    base += [(root * 0.5 + nape * 0.5 + [0, -0.02, -0.02]).tolist(), nape.tolist()]
    widths += [beast.neck_width * 1.15 + beast.ruff, beast.neck_width * 0.9 + beast.ruff]
    _hide(bench, tube(base, widths, 10, flatten=0.82), beast.coat, 0.03)
    aim = np.array([0, -beast.droop, 1.0]) / np.hypot(1.0, beast.droop)
    skull = [
        nape + [0, 0.02, -0.03],
        nape + aim * beast.head * 0.3 + [0, 0.03, 0],
        nape + aim * beast.head * 0.62,
        nape + aim * beast.head,
    ]
    girth = beast.neck_width
    _hide(bench, tube(skull, [girth * 0.75, girth * 1.02, beast.snout * 1.25, beast.snout * 0.85], 9), beast.coat, 0.03)
    bench.add(
        "leather", ball(beast.snout * 0.62, 6, 4).moved(*(skull[3] + aim * beast.snout * 0.55)), (0.13, 0.11, 0.11)
    )
    for side in (-1, 1):
        eye = nape + aim * beast.head * 0.36 + [side * girth * 0.86, girth * 0.42, 0]
        bench.add("leather", ball(girth * 0.13, 6, 4).moved(*eye), (0.06, 0.05, 0.04))
        root_of_ear = nape + [side * girth * 0.6, girth * 0.75, 0.0]
        outward = side * (0.75 - 0.55 * beast.upright)
        tip = root_of_ear + np.array([outward, 0.8 + 0.4 * beast.upright, -0.15]) * beast.ear
        _hide(
            bench,
            tube(
                [root_of_ear, (root_of_ear + tip) / 2, tip], [beast.ear * 0.4, beast.ear * 0.32, 0.006], 6, flatten=0.5
            ),
            beast.coat,
        )


def _legs(bench: Workshop, beast: Beast) -> None:
    """Four tapered legs with knees, hocks and hooves or paws; a slight stride."""
    half, leg = beast.length / 2, beast.leg
    stride = bench.between(0.03, 0.11)
    for side in (-1, 1):
        x = side * beast.chest * 0.52
        fore, hind = half * 0.55 + side * stride, -half * 0.74 - side * stride
        front = [
            [x * 0.9, 0.8, half * 0.52],
            [x, 0.5, half * 0.5 + side * stride * 0.3],
            [x, 0.28, fore - 0.01],
            [x, 0.07, fore - 0.02],
            [x, 0.03, fore + 0.02],
        ]
        _hide(bench, tube(front, [leg * 2.0, leg * 1.25, leg * 0.8, leg * 0.62, leg * 0.8], 7), beast.coat, 0.04)
        back = [
            [x * 0.9, 0.82, -half * 0.72],
            [x, 0.58, -half * 0.7],
            [x, 0.36, hind - 0.07],
            [x, 0.08, hind + 0.0],
            [x, 0.03, hind + 0.04],
        ]
        _hide(bench, tube(back, [leg * 2.3, leg * 1.7, leg * 0.85, leg * 0.66, leg * 0.85], 7), beast.coat, 0.04)
        for foot in (fore, hind + 0.03):
            if beast.paws:
                paw = tube(
                    [[x, 0.05, foot - 0.02], [x, 0.03, foot + 0.04], [x, 0.025, foot + 0.1]], [leg, leg, 0.02], 7
                )
                _hide(bench, paw, beast.coat)
                continue
            bench.add(
                "leather", tube([[x, 0.055, foot], [x, 0.0, foot + 0.03]], [leg * 0.82, leg * 1.0], 7), beast.hoof
            )


def _tail(bench: Workshop, beast: Beast) -> None:
    length, lift, width = beast.tail
    root = np.array([0, 1.0 - beast.rump * 0.55, -beast.length / 2 - 0.02])
    bend = root + np.array([0, lift, -length * 0.6])
    _hide(
        bench,
        tube(
            [root, bend, bend + [0, lift * 1.4 - length * 0.35, -length * 0.3]],
            [width * 0.7, width, width * 0.2],
            8,
        ),
        beast.coat,
    )


def _quadruped(spec: ObjectSpec, beast: Beast) -> Workshop:
    bench = Workshop(spec)
    _trunk(bench, beast)
    _legs(bench, beast)
    _tail(bench, beast)
    return bench


def _finished(bench: Workshop, height: float) -> Prototype:
    bench.resize(height)
    return bench.prototype()


def _nape(beast: Beast) -> Array:
    return np.array([0, 1.0 - beast.chest * 0.6 + beast.neck[0], beast.length / 2 * 0.86 + beast.neck[1]])


def _antlers(bench: Workshop, root: Array, size: float) -> None:
    for side in (-1, 1):
        main = [
            root + np.array([side * x, y, z]) * size
            for x, y, z in ((0.05, 0.05, 0), (0.3, 0.45, -0.2), (0.5, 0.9, -0.1), (0.38, 1.3, 0.15))
        ]
        bench.add("bone", tube(main, [0.02, 0.018, 0.014, 0.005], 5), (0.85, 0.7, 0.55))
        for start, tip in ((0.35, (0.22, 0.5, 0.3)), (1.2, (0.7, 0.85, 0.1)), (2.0, (0.75, 1.2, -0.25))):
            at = main[int(start)] + (main[int(start) + 1] - main[int(start)]) * (start % 1)
            bench.add(
                "bone",
                tube([at, root + np.array([side * tip[0], tip[1], tip[2]]) * size], [0.014, 0.004], 4),
                (0.85, 0.7, 0.55),
            )


def deer(spec: ObjectSpec) -> Prototype:
    """A deer; stags carry antlers, unless small."""
    beast = Beast(
        leg=0.042,
        neck=(0.42, 0.25),
        neck_width=0.085,
        head=0.29,
        snout=0.045,
        chest=0.21,
        belly=0.155,
        rump=0.185,
        tail=(0.12, -0.03, 0.035),
    )
    bench = _quadruped(spec, beast)
    if spec.size > -0.3:
        _antlers(bench, _nape(beast) + [0, 0.06, -0.02], 0.45)
    _hide(bench, ball(0.07, 7, 5).moved(0, 0.84, -0.55), beast.under)
    return _finished(bench, bench.sized(0.65, 1.05, 1.4))


def horse(spec: ObjectSpec) -> Prototype:
    """A horse with mane and long tail."""
    coats: tuple[Colour, ...] = ((0.95, 0.55, 0.35), (0.5, 0.38, 0.3), (1.7, 1.6, 1.5), (1.2, 0.9, 0.55))
    coat = coats[int(Workshop(spec).draw.integers(len(coats)))]
    beast = Beast(
        length=1.12,
        chest=0.25,
        belly=0.2,
        rump=0.235,
        neck=(0.42, 0.33),
        neck_width=0.125,
        head=0.4,
        snout=0.07,
        droop=0.75,
        leg=0.05,
        tail=(0.12, -0.1, 0.05),
        ear=0.085,
        coat=coat,
    )
    bench = _quadruped(spec, beast)
    nape, withers = _nape(beast), np.array([0, 0.98, beast.length * 0.32])
    for step in np.linspace(0.0, 1.0, 9):
        root = withers + (nape - withers) * step + [0, 0.09, -0.02]
        lock = [root, root + [0.06, -0.03, -0.05], root + [0.1, -0.17, -0.05]]
        bench.add("leather", tube(lock, [0.035, 0.04, 0.008], 5), (0.4, 0.33, 0.28), 0.12)
    tail = [[0, 0.9, -0.58], [0, 0.8, -0.72], [0, 0.5, -0.75], [0, 0.25, -0.72]]
    bench.add("leather", tube(tail, [0.035, 0.06, 0.07, 0.01], 7), (0.4, 0.33, 0.28))
    return _finished(bench, bench.sized(1.05, 1.55, 1.85))


def dog(spec: ObjectSpec) -> Prototype:
    beast = Beast(
        length=1.2,
        chest=0.25,
        belly=0.17,
        rump=0.18,
        neck=(0.25, 0.2),
        neck_width=0.13,
        head=0.4,
        snout=0.075,
        droop=0.2,
        leg=0.06,
        tail=(0.45, 0.18, 0.045),
        ear=0.16,
        coat=(1.5, 1.05, 0.6),
        paws=True,
    )
    return _finished(_quadruped(spec, beast), Workshop(spec).sized(0.3, 0.55, 0.8))


def wolf(spec: ObjectSpec) -> Prototype:
    beast = Beast(
        length=1.26,
        chest=0.25,
        belly=0.17,
        rump=0.19,
        neck=(0.10, 0.24),
        neck_width=0.15,
        head=0.42,
        snout=0.062,
        droop=0.22,
        leg=0.055,
        tail=(0.5, -0.16, 0.085),
        ear=0.17,
        coat=(0.50, 0.53, 0.60),
        paws=True,
        upright=1.0,
        ruff=0.06,
    )
    return _finished(_quadruped(spec, beast), Workshop(spec).sized(0.55, 0.8, 1.0))


def cat(spec: ObjectSpec) -> Prototype:
    coats: tuple[Colour, ...] = ((0.3, 0.28, 0.28), (1.6, 0.95, 0.45), (0.9, 0.85, 0.8), (1.9, 1.85, 1.75))
    coat = coats[int(Workshop(spec).draw.integers(len(coats)))]
    beast = Beast(
        length=1.45,
        chest=0.2,
        belly=0.19,
        rump=0.21,
        neck=(0.17, 0.13),
        neck_width=0.155,
        head=0.27,
        snout=0.085,
        droop=0.1,
        leg=0.065,
        tail=(0.7, 0.35, 0.05),
        ear=0.17,
        coat=coat,
        paws=True,
        upright=0.8,
    )
    return _finished(_quadruped(spec, beast), Workshop(spec).sized(0.2, 0.27, 0.34))


def sheep(spec: ObjectSpec) -> Prototype:
    beast = Beast(
        length=1.25,
        chest=0.22,
        belly=0.2,
        rump=0.22,
        neck=(0.12, 0.2),
        neck_width=0.13,
        head=0.33,
        snout=0.075,
        droop=0.55,
        leg=0.05,
        tail=(0.1, -0.05, 0.06),
        ear=0.15,
        coat=(0.5, 0.45, 0.42),
    )
    bench = _quadruped(spec, beast)
    for _ in range(44):
        turn, along = bench.between(0, 2 * np.pi), bench.between(-0.62, 0.62)
        girth = 0.29 * np.sqrt(max(1.0 - (along / 0.75) ** 2, 0.1))
        spot = (girth * 0.9 * np.cos(turn), 0.78 + girth * np.sin(turn), along)
        _hide(bench, ball(bench.between(0.11, 0.15), 6, 4).moved(*spot), (2.2, 2.1, 1.9), 0.05)
    return _finished(bench, bench.sized(0.5, 0.75, 0.9))


def _wing(side: float, lift: float, span: float) -> Array:
    """Sections (S,4,3) of an outspread wing."""
    sections = []
    for part in np.linspace(0.0, 1.0, 7):
        x = side * (0.05 + span * part)
        y = 0.04 + lift * np.sin(part * 2.2) * span
        chord = 0.3 * (1.0 - 0.75 * part**1.6)
        z = -0.12 * part**2
        sections.append(
            [
                [x, y, z + chord * 0.45],
                [x, y + 0.02, z + chord * 0.1],
                [x, y + 0.012, z - chord * 0.3],
                [x, y - 0.01, z - chord * 0.62],
            ]
        )
    return np.array(sections)


def _bird(spec: ObjectSpec, coat: Colour, belly: Colour, bill: Colour, wingspan: float) -> Prototype:
    """A bird, on the wing for even variants, perched for odd ones. Units: wingspan 2."""
    bench = Workshop(spec)
    flying = spec.variant % 2 == 0
    body = [[0, 0.0, -0.42], [0, 0.02, -0.2], [0, 0.0, 0.05], [0, 0.04, 0.26], [0, 0.09, 0.38]]
    pieces = [(tube(body, [0.035, 0.1, 0.13, 0.09, 0.065], 8), coat), (ball(0.082, 8, 6).moved(0, 0.11, 0.42), coat)]
    pieces.append((ball(0.1, 8, 5).scaled(1, 0.8, 1.6).moved(0, -0.045, 0.08), belly))
    fan = [
        [[-0.03, 0.0, -0.38], [0.03, 0.0, -0.38], [0.13, 0.0, -0.66]],
        [[-0.03, 0.0, -0.38], [0.13, 0.0, -0.66], [-0.13, 0.0, -0.66]],
    ]
    pieces.append((two_sided(flat(fan)), coat))
    for side in (-1.0, 1.0):
        if flying:
            pieces.append((two_sided(loft(_wing(side, bench.between(0.12, 0.4), 0.95), closed=False)), coat))
        else:
            folded = [[side * 0.1, 0.06, 0.2], [side * 0.135, 0.03, -0.05], [side * 0.07, 0.02, -0.5]]
            pieces.append((tube(folded, [0.05, 0.085, 0.012], 7, flatten=0.5), coat))
    for shape, colour in pieces:
        _hide(bench, shape if flying else shape.turned(pitch=-28), colour, 0.04)
    beak = tube([[0, 0.105, 0.485], [0, 0.09, 0.6]], [0.028, 0.004], 5)
    eyes = join([ball(0.014, 5, 4).moved(side * 0.066, 0.135, 0.455) for side in (-1, 1)])
    for shape, colour in ((beak, bill), (eyes, (0.1, 0.1, 0.1))):
        bench.add("leather", shape if flying else shape.turned(pitch=-28), colour, 0.0)
    if not flying:
        for side in (-1, 1):
            bench.add(
                "leather",
                tube([[side * 0.05, -0.08, 0.0], [side * 0.055, -0.27, 0.02], [side * 0.055, -0.28, 0.1]], 0.013, 4),
                bill,
            )
    bench.lift_to_ground()
    return _finished(bench, wingspan / 2)


def bird(spec: ObjectSpec) -> Prototype:
    """A gull: white below, grey above."""
    return _bird(spec, (1.9, 1.95, 2.0), (2.4, 2.4, 2.35), (2.2, 1.3, 0.4), Workshop(spec).sized(0.5, 1.0, 1.6))


def crow(spec: ObjectSpec) -> Prototype:
    return _bird(spec, (0.16, 0.16, 0.2), (0.2, 0.2, 0.24), (0.35, 0.33, 0.33), Workshop(spec).sized(0.6, 0.9, 1.2))


def fish(spec: ObjectSpec) -> Prototype:
    """A fish swimming towards +Z."""
    bench = Workshop(spec)
    colour = bench.pick((2.2, 1.1, 0.4), (0.8, 1.3, 1.6), (1.8, 1.8, 1.7), (0.9, 1.4, 0.8))
    line = [[0, 0, 0.5], [0, 0.01, 0.36], [0, 0.02, 0.1], [0.015, 0.01, -0.2], [0, 0, -0.4]]
    bench.add("ceramic", tube(line, [0.03, 0.11, 0.17, 0.1, 0.03], 10, flatten=0.5), colour, 0.03)
    fins = [
        [[0, 0, -0.36], [0, 0.2, -0.62], [0, 0, -0.52]],
        [[0, 0, -0.36], [0, 0, -0.52], [0, -0.2, -0.62]],
        [[0, 0.15, 0.2], [0, 0.17, -0.15], [0, 0.29, -0.08]],
        [[0, -0.13, 0.1], [0, -0.24, -0.08], [0, -0.1, -0.12]],
        [[0.07, -0.02, 0.22], [0.2, -0.08, 0.06], [0.07, -0.06, 0.12]],
        [[-0.07, -0.02, 0.22], [-0.07, -0.06, 0.12], [-0.2, -0.08, 0.06]],
    ]
    bench.add("ceramic", two_sided(flat(fins)), toned(0.8, colour), 0.02, 0.5)
    for side in (-1, 1):
        bench.add("leather", ball(0.022, 6, 4).moved(side * 0.058, 0.04, 0.36), (0.12, 0.12, 0.12))
    bench.lift_to_ground()
    return _finished(bench, bench.sized(0.18, 0.45, 1.4))
