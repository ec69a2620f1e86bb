"""Smoke over the picture: plumes of soft round puffs that rise, spread, drift with the wind and thin out. Each is dimmed where
things stand before it, gradually, so that no hard edge shows where smoke meets the ground."""

from __future__ import annotations

import math

import numpy as np

from castalia.randomness import generator
from castalia.render.kernels import in_bands, kernel
from castalia.render.views import EYE, FORWARD, LENS, RIGHT, UP, pinhole
from castalia.world import Air, Camera, Floats, Plume, World

PUFFS = 56
SPREAD = 6.5
"""How many times wider a plume is at its top than at its foot."""
LEAN = 0.9
"""Metres that a plume leans to the side in a full wind, for each metre that it rises."""
_NEAR = 0.5


def smoke(colour: Floats, distance: Floats, camera: Camera, world: World, time: float, seed: int) -> Floats:
    """``colour`` (H,W,3) with the plumes of ``world`` in front of what is ``distance`` (H,W) metres off, at ``time`` seconds."""
    if not world.plumes:
        return colour
    puffs = np.concatenate([_puffs(plume, index, world, time, seed) for index, plume in enumerate(world.plumes)])
    view = pinhole(camera, colour.shape[1], colour.shape[0])
    puffs = _seen(puffs, view, world.air)
    made = np.ascontiguousarray(colour, np.float32).copy()
    sun_up = np.float32(world.sky.sun_direction[1])
    in_bands(_draw, len(made), 24, puffs, np.ascontiguousarray(distance, np.float32), view[LENS, 0], sun_up, made)
    return made


def _puffs(plume: Plume, index: int, world: World, time: float, seed: int) -> Floats:
    """A plume's puffs (N,8): place, radius in metres, cover 0..1, colour."""
    random = generator(seed, "smoke", index)
    phase, swirl, size = (
        random.random(PUFFS),
        random.uniform(0, 2 * math.pi, (PUFFS, 2)),
        random.uniform(0.8, 1.2, PUFFS),
    )
    life = 2.2 * math.sqrt(plume.height)
    age = (np.arange(PUFFS) / PUFFS + 0.6 * phase / PUFFS + time / life) % 1.0
    risen = plume.height * (1.25 * age - 0.25 * age**2)
    wide = plume.radius * (1 + (SPREAD - 1) * age)
    wind = LEAN * world.air.wind * risen * (0.35 + 0.65 * age)
    place = np.asarray(plume.position) + np.column_stack(
        [
            wind + 0.55 * wide * np.sin(swirl[:, 0] + 1.1 * age * math.pi),
            risen,
            0.3 * wind + 0.55 * wide * np.sin(swirl[:, 1] + 0.9 * age * math.pi),
        ]
    )
    cover = plume.density * np.minimum(age / 0.06, 1.0) * (1 - age) ** 1.3
    sky = 0.3 * np.asarray(world.sky.zenith) + 0.3 * np.asarray(world.sky.horizon)
    light = plume.shade * (sky + 0.42 * np.asarray(world.sky.sun_radiance))
    colour = light + np.asarray(plume.glow) * np.exp(-age / 0.07)[:, None]
    return np.column_stack([place, wide * size, cover, colour]).astype(np.float32)


def _seen(puffs: Floats, view: Floats, air: Air) -> Floats:
    """Those ahead of the eye, the farthest first, veiled by the haze before them, with their places on the screen and their
    depth in place of the world's."""
    away = puffs[:, :3] - view[EYE]
    ahead = away @ view[FORWARD]
    scale = view[LENS, 0] / np.maximum(ahead, _NEAR)
    across, down = view[LENS, 1] + scale * (away @ view[RIGHT]), view[LENS, 2] - scale * (away @ view[UP])
    depth = np.linalg.norm(away, axis=1)
    clear = np.exp(-air.haze * depth)[:, None]
    colour = clear * puffs[:, 5:] + (1 - clear) * np.asarray(air.colour, np.float32)
    made = np.column_stack([across, down, depth, puffs[:, 3:5], colour])
    order = np.argsort(-made[:, 2], kind="stable")
    kept: Floats = made[order][ahead[order] > _NEAR].astype(np.float32)
    return kept


@kernel
def _draw(puffs, distance, focal, sun_up, out, first, past):
    """Blend the puffs, in their order, into rows first..past."""
    width = out.shape[1]
    for index in range(len(puffs)):
        x, y, depth, metres, cover = puffs[index, 0], puffs[index, 1], puffs[index, 2], puffs[index, 3], puffs[index, 4]
        radius = max(metres * focal / depth, 1.0)
        top, bottom = max(int(y - radius), first), min(int(y + radius) + 1, past - 1)
        left, right = max(int(x - radius), 0), min(int(x + radius) + 1, width - 1)
        for row in range(top, bottom + 1):
            up = (y - row - 0.5) / radius
            for column in range(left, right + 1):
                aside = (column + 0.5 - x) / radius
                inside = 1.0 - up * up - aside * aside
                if inside <= 0.0:
                    continue
                before = min(max((distance[row, column] - depth) / metres + 0.5, 0.0), 1.0)
                share = cover * inside * math.sqrt(inside) * before
                light = 1.0 + 0.35 * up * sun_up
                for channel in range(3):
                    here = out[row, column, channel]
                    out[row, column, channel] = here + (light * puffs[index, 5 + channel] - here) * share
