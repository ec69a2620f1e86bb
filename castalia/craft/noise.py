"""Coherent noise in NumPy: gradient noise, its octaves, ridges and cells. Pure functions of place and seed."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def _hash(seed: int, *lattice: NDArray[np.int64]) -> NDArray[np.uint32]:
    """A well mixed 32-bit number for each lattice point (multiply-xorshift after Wang)."""
    with np.errstate(over="ignore"):
        value = np.full(np.broadcast_shapes(*(axis.shape for axis in lattice)), seed & 0xFFFFFFFF, np.uint32)
        for axis in lattice:
            value = (value ^ axis.astype(np.uint32)) * np.uint32(0x9E3779B1)
            value ^= value >> np.uint32(15)
            value *= np.uint32(0x85EBCA6B)
            value ^= value >> np.uint32(13)
    return value


def _fade(at: Array) -> Array:
    return at * at * at * (at * (at * 6 - 15) + 10)


def gradient(x: ArrayLike, z: ArrayLike, seed: int) -> Array:
    """Gradient noise (Perlin 2002) in the plane, about -1..1, one feature a unit."""
    x, z = np.broadcast_arrays(np.asarray(x, np.float64), np.asarray(z, np.float64))
    column, row = np.floor(x).astype(np.int64), np.floor(z).astype(np.int64)
    dx, dz = x - column, z - row

    def corner(right: int, down: int) -> Array:
        angle = _hash(seed, column + right, row + down) * (2 * np.pi / 2**32)
        return np.cos(angle) * (dx - right) + np.sin(angle) * (dz - down)

    u, v = _fade(dx), _fade(dz)
    near = corner(0, 0) * (1 - u) + corner(1, 0) * u
    far = corner(0, 1) * (1 - u) + corner(1, 1) * u
    return 1.41 * (near * (1 - v) + far * v)


def octaves(x: ArrayLike, z: ArrayLike, seed: int, count: int = 5, gain: float = 0.5) -> Array:
    """Fractal sum of gradient noise, about -1..1; each octave is twice as fine and ``gain`` as strong."""
    x, z = np.asarray(x, np.float64), np.asarray(z, np.float64)
    total, weight, norm = np.zeros(np.broadcast_shapes(x.shape, z.shape)), 1.0, 0.0
    for octave in range(count):
        total = total + weight * gradient(x * 2**octave + 17.3 * octave, z * 2**octave - 9.1 * octave, seed + octave)
        norm += weight
        weight *= gain
    return total / norm


def ridges(x: ArrayLike, z: ArrayLike, seed: int, count: int = 5) -> Array:
    """Ridged noise 0..1: sharp crests, smooth valleys; finer detail grows on crests (Musgrave 1994)."""
    x, z = np.asarray(x, np.float64), np.asarray(z, np.float64)
    total, weight, carry, norm = np.zeros(np.broadcast_shapes(x.shape, z.shape)), 1.0, 1.0, 0.0
    for octave in range(count):
        crest = 1 - np.abs(gradient(x * 2**octave + 5.7 * octave, z * 2**octave + 3.9 * octave, seed + octave))
        crest = crest * crest
        total = total + crest * carry * weight
        carry = np.clip(crest * 1.6, 0, 1)
        norm += weight
        weight *= 0.5
    return total / norm


def solid(points: ArrayLike, seed: int, count: int = 3) -> Array:
    """Noise for points (V,3), about -1..1: the mean of three crossed planes, which is enough for rocks and tints."""
    x, y, z = np.asarray(points, np.float64).T
    planes = ((x, y), (y + 31.7, z), (z - 17.1, x + 8.3))
    layers = [octaves(a, b, seed + 101 * at, count) for at, (a, b) in enumerate(planes)]
    return np.sum(layers, axis=0) / 2.2


def cells(x: ArrayLike, z: ArrayLike, seed: int) -> tuple[Array, Array]:
    """Worley cells in the plane: the distance to the nearest point and a number 0..1 of its cell."""
    x, z = np.broadcast_arrays(np.asarray(x, np.float64), np.asarray(z, np.float64))
    column, row = np.floor(x).astype(np.int64), np.floor(z).astype(np.int64)
    nearest, value = np.full(x.shape, np.inf), np.zeros(x.shape)
    for right in (-1, 0, 1):
        for down in (-1, 0, 1):
            key = _hash(seed, column + right, row + down)
            dx = column + right + (key & 0xFFFF) / 65536 - x
            dz = row + down + (key >> 16) / 65536 - z
            distance = dx * dx + dz * dz
            closer = distance < nearest
            nearest = np.where(closer, distance, nearest)
            value = np.where(closer, _hash(seed + 1, column + right, row + down) / 2**32, value)
    return np.sqrt(nearest), value


def step(low: float, high: float, value: ArrayLike) -> Array:
    """A smooth step: 0 below ``low``, 1 above ``high`` (or the reverse when ``low`` is greater)."""
    at = np.clip((np.asarray(value, np.float64) - low) / (high - low), 0, 1)
    return at * at * (3 - 2 * at)
