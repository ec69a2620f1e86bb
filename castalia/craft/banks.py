"""What is built over a bank's edge: bridges from one to the other, jetties out from it."""

from __future__ import annotations

import numpy as np

from castalia.craft.footprints import DRY, Placed
from castalia.craft.relations import Asking
from castalia.craft.terrain import Array, Terrain

_REACH = 16.0
"""Metres from a gap's middle to its banks at most."""
_SUNK = 0.8
"""Metres that the bottom of a gap lies below its banks at least."""
_LARGEST = 2.5
"""How many times its usual size a bridge may be."""
_FOOTHOLD = 0.8
"""Metres of a jetty that lie on the bank."""


def bridged(asking: Asking, name: str, wet: bool) -> Placed | None:
    """A bridge over the narrowest water, or else the narrowest gap, near the stage, as long as that asks; None without one."""
    gap = _narrowest(asking, wet)
    if gap is None:
        return None
    x, z, width = gap
    scale = min(max((width + 2.0) / (2 * asking.shape.radius), 0.8), _LARGEST)
    y = DRY if wet else float(_brink(asking.terrain, np.array([x]), np.array([z]))[0])
    return Placed(name, asking.index, asking.copy, x, y, z, 0.0, scale, asking.shape.radius * scale)


def _narrowest(asking: Asking, wet: bool) -> tuple[float, float, float] | None:
    """The middle (x, z) of the gap, and how wide it is there."""
    x, z = (axis.ravel() for axis in np.meshgrid(np.arange(-26.0, 26.5, 1.0), np.arange(-14.0, 18.0, 2.0)))
    brink = np.full_like(x, DRY) if wet else _brink(asking.terrain, x, z)
    left, right = (_to_bank(asking.terrain, x, z, brink, side) for side in (-1.0, 1.0))
    sunk = asking.terrain.height(x, z) < (-_SUNK if wet else brink - _SUNK)
    cost = np.hypot(x, z) + 2.0 * (left + right) + 4.0 * np.abs(left - right) + np.where(sunk, 0.0, 500.0)
    best = int(np.argsort(cost, kind="stable")[min(12 * asking.copy, len(cost) - 1)])
    return (float(x[best]), float(z[best]), float(left[best] + right[best])) if sunk[best] else None


def _brink(terrain: Terrain, x: Array, z: Array) -> Array:
    """The height of the lower of the banks to the left and right of places."""
    left, right = (terrain.height(x + side * 0.75 * _REACH, z) for side in (-1.0, 1.0))
    return np.minimum(left, right)


def _to_bank(terrain: Terrain, x: Array, z: Array, brink: Array, side: float) -> Array:
    """Metres along x from places in a gap to ground about as high as its ``brink``."""
    steps = np.arange(0.5, _REACH + 0.5, 0.5)
    reached = terrain.height(x[:, None] + side * steps, z[:, None] + 0 * steps) > brink[:, None] - 0.3
    return np.where(reached.any(axis=1), steps[reached.argmax(axis=1)], _REACH)


def moored(asking: Asking, name: str) -> Placed | None:
    """A jetty that runs out from the bank nearest to the stage's front; None where no water is deep and wide enough."""
    deck = asking.traits.deck
    x, z = (axis.ravel() for axis in np.meshgrid(np.arange(-30.0, 31.0, 1.5), np.arange(-24.0, 27.0, 1.5)))
    turn = np.arange(16) * (np.pi / 8)
    along_x, along_z = np.sin(turn), np.cos(turn)
    half, height = asking.shape.radius, asking.terrain.height
    wide, deep = x[:, None], z[:, None]
    bank = height(wide - along_x * (half - _FOOTHOLD), deep - along_z * (half - _FOOTHOLD))
    end = height(wide + along_x * half, deep + along_z * half)
    middle = height(wide - 0.4 * along_x * half, deep - 0.4 * along_z * half)
    fits = (bank > DRY) & (bank < deck + 0.3) & (end < -_SUNK) & (middle < -0.3)
    free = [np.hypot(x - each.x, z - each.z) > half + each.radius for each in asking.before]
    fits &= np.logical_and.reduce(free)[:, None] if free else True
    if not fits.any():
        return None
    # Seen from the stage's front it runs to the side or comes nearer: its deck shows.
    cost = np.hypot(x + 5.0 * asking.copy, z - 6.0)[:, None] + 4.0 * np.abs(along_z) + np.where(fits, 0.0, 500.0)
    at, towards = np.unravel_index(int(cost.argmin()), cost.shape)
    y = float(bank[at, towards]) + 0.06 - deck
    return Placed(
        name, asking.index, asking.copy, float(x[at]), y, float(z[at]), float(np.degrees(turn[towards])), 1.0, half
    )
