"""What animals are made of: the four-legged body from its proportions, and hide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from castalia.craft.built.shapes import Array, Shape, ball, tube
from castalia.craft.built.workshop import Workshop, toned
from castalia.world import Colour

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


def hide(bench: Workshop, shape: Shape, colour: Colour, vary: float = 0.05) -> None:
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
    hide(bench, tube(base, widths, 10, flatten=0.82), beast.coat, 0.03)
    aim = np.array([0, -beast.droop, 1.0]) / np.hypot(1.0, beast.droop)
    skull = [
        nape + [0, 0.02, -0.03],
        nape + aim * beast.head * 0.3 + [0, 0.03, 0],
        nape + aim * beast.head * 0.62,
        nape + aim * beast.head,
    ]
    girth = beast.neck_width
    hide(bench, tube(skull, [girth * 0.75, girth * 1.02, beast.snout * 1.25, beast.snout * 0.85], 9), beast.coat, 0.03)
    bench.add(
        "leather", ball(beast.snout * 0.62, 6, 4).moved(*(skull[3] + aim * beast.snout * 0.55)), (0.13, 0.11, 0.11)
    )
    for side in (-1, 1):
        eye = nape + aim * beast.head * 0.36 + [side * girth * 0.86, girth * 0.42, 0]
        bench.add("leather", ball(girth * 0.13, 6, 4).moved(*eye), (0.06, 0.05, 0.04))
        root_of_ear = nape + [side * girth * 0.6, girth * 0.75, 0.0]
        outward = side * (0.75 - 0.55 * beast.upright)
        tip = root_of_ear + np.array([outward, 0.8 + 0.4 * beast.upright, -0.15]) * beast.ear
        hide(
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
        hide(bench, tube(front, [leg * 2.0, leg * 1.25, leg * 0.8, leg * 0.62, leg * 0.8], 7), beast.coat, 0.04)
        back = [
            [x * 0.9, 0.82, -half * 0.72],
            [x, 0.58, -half * 0.7],
            [x, 0.36, hind - 0.07],
            [x, 0.08, hind + 0.0],
            [x, 0.03, hind + 0.04],
        ]
        hide(bench, tube(back, [leg * 2.3, leg * 1.7, leg * 0.85, leg * 0.66, leg * 0.85], 7), beast.coat, 0.04)
        for foot in (fore, hind + 0.03):
            if beast.paws:
                paw = tube(
                    [[x, 0.05, foot - 0.02], [x, 0.03, foot + 0.04], [x, 0.025, foot + 0.1]], [leg, leg, 0.02], 7
                )
                hide(bench, paw, beast.coat)
                continue
            bench.add(
                "leather", tube([[x, 0.055, foot], [x, 0.0, foot + 0.03]], [leg * 0.82, leg * 1.0], 7), beast.hoof
            )


def _tail(bench: Workshop, beast: Beast) -> None:
    length, lift, width = beast.tail
    root = np.array([0, 1.0 - beast.rump * 0.55, -beast.length / 2 - 0.02])
    bend = root + np.array([0, lift, -length * 0.6])
    hide(
        bench,
        tube(
            [root, bend, bend + [0, lift * 1.4 - length * 0.35, -length * 0.3]],
            [width * 0.7, width, width * 0.2],
            8,
        ),
        beast.coat,
    )


def quadruped(spec: ObjectSpec, beast: Beast) -> Workshop:
    bench = Workshop(spec)
    _trunk(bench, beast)
    _legs(bench, beast)
    _tail(bench, beast)
    return bench


def nape_of(beast: Beast) -> Array:
    return np.array([0, 1.0 - beast.chest * 0.6 + beast.neck[0], beast.length / 2 * 0.86 + beast.neck[1]])
