"""The inside of a house: plaster, beams and panels round a hearth; curtains, pictures and a rug."""

from __future__ import annotations

import numpy as np

from castalia.craft import colouring, meshes, solids, transforms
from castalia.randomness import generator
from castalia.world import Mesh, Prototype

ROOM = (11.0, 13.0, 3.5)
"""The room's inner width, depth and height, metres; its middle lies 1.5 m in front of the stage."""


def slab(low: tuple[float, float, float], high: tuple[float, float, float]) -> Mesh:
    """A sharp box between two corners."""
    size = tuple(b - a for a, b in zip(low, high, strict=True))
    return transforms.moved(solids.box(size), (low[0] + high[0]) / 2, low[1], (low[2] + high[2]) / 2)  # type: ignore[arg-type]


def room(seed: int, opening: float) -> Prototype:
    """Plaster walls with two windows on the left and one behind, a panelled foot, beams and a boarded ceiling."""
    width, depth, height = ROOM
    x, front, back, thick = width / 2, 1.5 + depth / 2, 1.5 - depth / 2, 0.25
    walls = [
        slab((x, 0, back), (x + thick, height, front)),
        slab((-x, 0, front), (x, height, front + thick)),
        *_pierced_wall(-x - thick, -x, ((back, -2.9), (-1.3, 0.9), (2.5, front)), height),
        *_pierced_back(back - thick, back, ((-x, -4.9), (-3.7, x)), height),
    ]
    beams = [slab((-x, height - 0.28, z - 0.12), (x, height, z + 0.12)) for z in np.arange(back + 0.8, front, 1.6)]
    panel = [
        slab((x - 0.05, 0, back), (x, 0.95, front)),
        slab((-x, 0, back), (-x + 0.05, 0.8, front)),
        slab((-x, 0, back), (x, 0.8, back + 0.05)),
    ]
    ceiling = slab((-x - thick, height, back - thick), (x + thick, height + 0.2, front + thick))
    wood = colouring.coloured(meshes.merge([*beams, *panel, *_bars(-x - 0.12, back - 0.12)]), (0.62, 0.50, 0.40))
    parts = [("plaster", meshes.merge(walls)), ("planks", wood), ("planks", ceiling)]
    return meshes.prototype(
        "room", [*parts, *_curtains(-x + 0.09, back + 0.09), *_hangings(seed, x, back), *_rug(seed)]
    )


def _curtains(x: float, z: float) -> list[tuple[str, Mesh]]:
    """Gathered curtains on rods at both sides of each window."""
    cloth, rods = [], []
    for a, b in ((-2.9, -1.3), (0.9, 2.5)):
        rods.append(slab((x - 0.02, 2.74, a - 0.35), (x + 0.02, 2.78, b + 0.35)))
        for edge in (a - 0.12, b + 0.12):
            cloth += [
                slab((x - 0.03, 0.35, edge + at - 0.045), (x + 0.05 - abs(at) / 4, 2.74, edge + at + 0.045))
                for at in _FOLDS
            ]
    rods.append(slab((-5.25, 2.74, z - 0.02), (-3.35, 2.78, z + 0.02)))
    for edge in (-5.02, -3.58):
        cloth += [
            slab((edge + at - 0.045, 0.35, z - 0.03), (edge + at + 0.045, 2.74, z + 0.05 - abs(at) / 4))
            for at in _FOLDS
        ]
    return [("fabric", colouring.coloured(meshes.merge(cloth), (1.5, 0.62, 0.5))), ("iron", meshes.merge(rods))]


_FOLDS = (-0.2, -0.1, 0.0, 0.1, 0.2)


def _hangings(seed: int, x: float, back: float) -> list[tuple[str, Mesh]]:
    """Framed pictures of painted fields on the right wall and the back one."""
    rng = generator(seed, "room", "pictures")
    frames, fields = [], []
    for at, (low, wide, tall) in enumerate(((1.5, 1.0, 0.75), (1.65, 0.5, 0.65), (1.45, 1.3, 0.9), (1.6, 0.6, 0.8))):
        tones = [np.array(rng.uniform((0.5, 0.4, 0.25), (1.1, 0.9, 0.7))) for _ in range(2)]
        if at < 3:
            z = 1.6 + 1.9 * at
            frames.append(slab((x - 0.06, low, z), (x, low + tall, z + wide)))
            boards = [((x - 0.07, low + 0.07, z + 0.07), (x, low + tall * 0.5, z + wide - 0.07))]
            boards.append(((x - 0.07, low + tall * 0.5, z + 0.07), (x, low + tall - 0.07, z + wide - 0.07)))
        else:
            frames.append(slab((-1.5, low, back), (-1.5 + wide, low + tall, back + 0.06)))
            boards = [((-1.43, low + 0.07, back), (-1.57 + wide, low + tall * 0.45, back + 0.07))]
            boards.append(((-1.43, low + tall * 0.45, back), (-1.57 + wide, low + tall - 0.07, back + 0.07)))
        fields += [colouring.coloured(slab(*corners), tone) for corners, tone in zip(boards, tones, strict=True)]
    wood = colouring.coloured(meshes.merge(frames), (0.7, 0.5, 0.32))
    return [("planks", wood), ("paper", meshes.merge(fields))]


def _rug(seed: int) -> list[tuple[str, Mesh]]:
    """A woven rug before the hearth: a field and two borders."""
    tones = ((1.1, 0.36, 0.3), (1.5, 1.15, 0.7), (0.62, 0.42, 0.55))
    turn = int(generator(seed, "room", "rug").integers(3))
    layers = []
    for at, (wide, deep) in enumerate(((2.3, 1.6), (2.05, 1.35), (1.8, 1.1))):
        layer = slab((-wide, 0.0, 0.6 - deep), (wide, 0.016 + 0.004 * at, 0.6 + deep))
        layers.append(colouring.coloured(layer, tones[(at + turn) % 3]))
    return [("fabric", meshes.merge(layers))]


def _pierced_wall(low: float, high: float, solid: tuple[tuple[float, float], ...], height: float) -> list[Mesh]:
    """A wall along z between x ``low`` and ``high``: full-height piers, parapet and lintel between them."""
    piers = [slab((low, 0, a), (high, height, b)) for a, b in solid]
    gaps = [(solid[at][1], solid[at + 1][0]) for at in range(len(solid) - 1)]
    sills = [slab((low, 0, a), (high, 0.9, b)) for a, b in gaps]
    return piers + sills + [slab((low, 2.6, a), (high, height, b)) for a, b in gaps]


def _pierced_back(low: float, high: float, solid: tuple[tuple[float, float], ...], height: float) -> list[Mesh]:
    piers = [slab((a, 0, low), (b, height, high)) for a, b in solid]
    gaps = [(solid[at][1], solid[at + 1][0]) for at in range(len(solid) - 1)]
    sills = [slab((a, 0, low), (b, 0.9, high)) for a, b in gaps]
    return piers + sills + [slab((a, 2.6, low), (b, height, high)) for a, b in gaps]


def _bars(x: float, z: float) -> list[Mesh]:
    """Glazing bars of the three windows."""
    bars = []
    for a, b in ((-2.9, -1.3), (0.9, 2.5)):
        bars += [slab((x, 0.9, at - 0.03), (x + 0.06, 2.6, at + 0.03)) for at in (a + 0.03, (a + b) / 2, b - 0.03)]
        bars += [slab((x, y - 0.03, a), (x + 0.06, y + 0.03, b)) for y in (0.93, 1.75, 2.57)]
    bars += [slab((at - 0.03, 0.9, z), (at + 0.03, 2.6, z + 0.06)) for at in (-4.87, -4.3, -3.73)]
    return [*bars, *(slab((-4.9, y - 0.03, z), (-3.7, y + 0.03, z + 0.06)) for y in (0.93, 1.75, 2.57))]
