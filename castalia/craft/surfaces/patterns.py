"""Periodic patterns on a square tile: the raw material of every surface.

All fields are (N,N) float32, row 0 at the *top* of the tile, and wrap without a seam in both directions. Frequencies
and cell counts are per tile, so that the same seed gives the same pattern at any resolution.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy import fft

from castalia.randomness import generator, keyed_seed
from castalia.world import Floats

_MASK = 0xFFFFFFFF


@dataclass(frozen=True)
class Cells:
    """A periodic Voronoi pattern, lengths in cells. ``edge`` is the distance to the nearest border."""

    centre: Floats
    edge: Floats
    label: NDArray[np.int32]


@dataclass(frozen=True)
class Courses:
    """Rows of blocks. ``edge`` is the distance to the block's rim in tiles, ``across`` and ``along`` 0..1 inside the
    block (left to right, bottom to top), ``label`` numbers the blocks."""

    edge: Floats
    across: Floats
    along: Floats
    label: NDArray[np.int32]


@njit(cache=True)
def _hash(a: int, b: int, seed: int) -> int:
    """A 32-bit integer hash (the finaliser of MurmurHash3); masked after each step, for numba widens to 64 bits."""
    value = (a * 0x9E3779B1 + b * 0x85EBCA77 + seed) & 0xFFFFFFFF
    value = ((value ^ (value >> 16)) * 0x7FEB352D) & 0xFFFFFFFF
    value = ((value ^ (value >> 15)) * 0x846CA68B) & 0xFFFFFFFF
    return value ^ (value >> 16)


@njit(cache=True)
def _spectrum(
    pixels: int, seed: int, slope: float, low: float, high: float, stretch: tuple[float, float]
) -> NDArray[np.complex64]:
    """Random Fourier coefficients keyed by frequency, amplitude f^-slope between ``low`` and ``high`` cycles a tile."""
    half = pixels // 2 + 1
    coefficients = np.zeros((pixels, half), np.complex64)
    for row in range(pixels):
        y = row if row < half else row - pixels
        for x in range(half):
            frequency = np.sqrt((x * stretch[0]) ** 2 + (y * stretch[1]) ** 2)
            if frequency < 0.5 * low or frequency > 2.0 * high or frequency == 0.0:
                continue
            first = (_hash(x, y + 70000, seed) + 1.0) / 4294967297.0
            second = _hash(x + 70000, y, seed ^ 0x5BD1E995) / 4294967296.0 * 2.0 * np.pi
            fade = np.exp(-((frequency / high) ** 4)) * (1.0 - np.exp(-((frequency / low) ** 4)))
            size = np.sqrt(-2.0 * np.log(first)) * fade * frequency**-slope
            coefficients[row, x] = size * (np.cos(second) + 1j * np.sin(second))
    return coefficients


@njit(cache=True)
def _voronoi(
    pixels: int, x_of: Floats, y_of: Floats, warp_x: Floats, warp_y: Floats
) -> tuple[Floats, Floats, NDArray[np.int32]]:
    """Distance to the nearest point, to the nearest border, and the point's number."""
    rows, columns = x_of.shape
    centre = np.empty((pixels, pixels), np.float32)
    edge = np.empty((pixels, pixels), np.float32)
    label = np.empty((pixels, pixels), np.int32)
    for i in range(pixels):
        for j in range(pixels):
            y = ((i + 0.5) / pixels + warp_y[i, j]) * rows
            x = ((j + 0.5) / pixels + warp_x[i, j]) * columns
            row, column = int(np.floor(y)), int(np.floor(x))
            best, near_x, near_y, name = 1e9, 0.0, 0.0, 0
            for r in range(row - 1, row + 2):
                for c in range(column - 1, column + 2):
                    dx = c + x_of[r % rows, c % columns] - x
                    dy = r + y_of[r % rows, c % columns] - y
                    if dx * dx + dy * dy < best:
                        best, near_x, near_y = dx * dx + dy * dy, dx, dy
                        name = (r % rows) * columns + c % columns
            border = 1e9
            for r in range(row - 1, row + 2):
                for c in range(column - 1, column + 2):
                    dx = c + x_of[r % rows, c % columns] - x
                    dy = r + y_of[r % rows, c % columns] - y
                    apart = np.sqrt((dx - near_x) ** 2 + (dy - near_y) ** 2)
                    if apart > 1e-4:
                        border = min(border, (dx * dx + dy * dy - best) / (2.0 * apart))
            centre[i, j] = np.sqrt(best)
            edge[i, j] = border
            label[i, j] = name
    return centre, edge, label


@njit(cache=True)
def _blocks(
    pixels: int, rows: Floats, columns: Floats, rounding: float, warp_x: Floats, warp_y: Floats
) -> tuple[Floats, Floats, Floats, NDArray[np.int32]]:
    """Rounded boxes between the row edges (R+1,) and each row's column edges (R,C+1), which start anywhere."""
    edge = np.empty((pixels, pixels), np.float32)
    across = np.empty((pixels, pixels), np.float32)
    along = np.empty((pixels, pixels), np.float32)
    label = np.empty((pixels, pixels), np.int32)
    blocks = columns.shape[1] - 1
    for i in range(pixels):
        for j in range(pixels):
            y = ((i + 0.5) / pixels + warp_y[i, j]) % 1.0
            row = 0
            while row < rows.size - 2 and y >= rows[row + 1]:
                row += 1
            x = ((j + 0.5) / pixels + warp_x[i, j] - columns[row, 0]) % 1.0 + columns[row, 0]
            column = 0
            while column < blocks - 1 and x >= columns[row, column + 1]:
                column += 1
            top, bottom = rows[row], rows[row + 1]
            left, right = columns[row, column], columns[row, column + 1]
            corner = min(rounding, 0.45 * (bottom - top), 0.45 * (right - left))
            qx = abs(x - 0.5 * (left + right)) - 0.5 * (right - left) + corner
            qy = abs(y - 0.5 * (top + bottom)) - 0.5 * (bottom - top) + corner
            outside = np.sqrt(max(qx, 0.0) ** 2 + max(qy, 0.0) ** 2)
            edge[i, j] = corner - outside - min(max(qx, qy), 0.0)
            across[i, j] = (x - left) / (right - left)
            along[i, j] = (bottom - y) / (bottom - top)
            label[i, j] = row * blocks + column
    return edge, across, along, label


@njit(cache=True)
def _perlin(pixels: int, cells: int, seed: int, into: Floats, weight: float) -> None:
    """Add one octave of periodic gradient noise (Perlin 2002, quintic fade) to ``into``."""
    for i in range(pixels):
        y = (i + 0.5) / pixels * cells
        row, fy = int(y), y - int(y)
        sy = fy * fy * fy * (fy * (fy * 6.0 - 15.0) + 10.0)
        for j in range(pixels):
            x = (j + 0.5) / pixels * cells
            column, fx = int(x), x - int(x)
            sx = fx * fx * fx * (fx * (fx * 6.0 - 15.0) + 10.0)
            total = 0.0
            for r in range(2):
                for c in range(2):
                    turn = _hash((column + c) % cells, (row + r) % cells, seed) / 4294967296.0 * 2.0 * np.pi
                    lean = np.cos(turn) * (fx - c) + np.sin(turn) * (fy - r)
                    total += lean * (sx if c else 1.0 - sx) * (sy if r else 1.0 - sy)
            into[i, j] += weight * total


def grain(
    pixels: int,
    seed: int,
    *keys: str | int,
    slope: float = 1.0,
    low: float = 1.0,
    high: float = 512.0,
    stretch: tuple[float, float] = (1.0, 1.0),
) -> Floats:
    """Gaussian noise of mean 0 and deviation 1 with amplitude f^-slope between ``low`` and ``high`` cycles a tile.

    ``slope`` 0 is sandpaper, 1 stone, 2 clouds. ``stretch`` (x, y) lengthens features along each axis: (1, 12) gives
    upright streaks, as in wood, twelve times as long as wide.
    """
    number = keyed_seed(seed, "grain", *keys) & _MASK
    field = fft.irfft2(_spectrum(pixels, number, slope, low, high, stretch), s=(pixels, pixels))
    return (field / max(float(field.std()), 1e-12)).astype(np.float32)


def fbm(pixels: int, seed: int, *keys: str | int, cells: int = 4, octaves: int = 4) -> Floats:
    """Periodic Perlin noise, each octave half as strong and twice as fine; about -1..1."""
    field = np.zeros((pixels, pixels), np.float32)
    for octave in range(octaves):
        _perlin(pixels, cells << octave, keyed_seed(seed, "fbm", *keys, octave) & _MASK, field, 0.5**octave)
    return field


def cells(
    pixels: int,
    seed: int,
    *keys: str | int,
    count: tuple[int, int] = (8, 8),
    jitter: float = 0.9,
    warp: tuple[Floats, Floats] | None = None,
) -> Cells:
    """Periodic Voronoi cells (Worley 1996), ``count`` across and down; ``warp`` shifts look-ups, in tiles."""
    draw = generator(seed, "cells", *keys)
    places = (0.5 + jitter * (draw.random((2, count[1], count[0])) - 0.5)).astype(np.float32)
    bend_x, bend_y = warp if warp is not None else _still(pixels)
    return Cells(*_voronoi(pixels, places[0], places[1], bend_x, bend_y))


def courses(
    pixels: int,
    seed: int,
    *keys: str | int,
    rows: int,
    blocks: int,
    uneven: tuple[float, float] = (0.0, 0.0),
    stagger: float = 0.5,
    rounding: float = 0.01,
    warp: tuple[Floats, Floats] | None = None,
) -> Courses:
    """Rows of blocks as in brickwork. ``uneven`` (0..0.9) varies row heights and block widths; ``stagger`` shifts every
    second row by that part of a block; a negative ``stagger`` shifts every row at random."""
    draw = generator(seed, "courses", *keys)
    row_edges = _uneven_edges(draw.random(rows), uneven[0])
    starts = draw.random(rows) if stagger < 0 else (np.arange(rows) % 2) * stagger / blocks
    widths = draw.random((rows, blocks))
    columns = np.stack([_uneven_edges(line, uneven[1]) + start for line, start in zip(widths, starts, strict=True)])
    bend_x, bend_y = warp if warp is not None else _still(pixels)
    return Courses(*_blocks(pixels, row_edges, columns.astype(np.float32), rounding, bend_x, bend_y))


def per_label(label: NDArray[np.int32], seed: int, *keys: str | int) -> Floats:
    """A random number 0..1 for each cell or block, spread over its pixels."""
    return generator(seed, "label", *keys).random(int(label.max()) + 1).astype(np.float32)[label]


def blur(field: Floats, radius: float) -> Floats:
    """Gaussian blur that wraps; ``radius`` is the deviation in tiles."""
    spectrum = fft.rfft2(field)
    return fft.irfft2(spectrum * gaussian(field.shape[0], radius), s=field.shape).astype(np.float32)


def gaussian(pixels: int, radius: float) -> Floats:
    """The transform of a Gaussian of ``radius`` tiles, on the half plane that ``rfft2`` returns."""
    y = fft.fftfreq(pixels, 1.0 / pixels)[:, None]
    x = fft.rfftfreq(pixels, 1.0 / pixels)[None, :]
    return np.exp(-2.0 * np.pi**2 * radius**2 * (x * x + y * y)).astype(np.float32)


def step(low: float, high: float, field: Floats | float) -> Floats:
    """Smooth step from 0 at ``low`` to 1 at ``high`` (either order)."""
    part = np.clip((field - low) / (high - low), 0.0, 1.0)
    return (part * part * (3.0 - 2.0 * part)).astype(np.float32)


def unit(field: Floats) -> Floats:
    """The field stretched so that its 0.5 and 99.5 percentiles are 0 and 1, then clipped."""
    low, high = np.percentile(field[:: max(1, field.shape[0] // 256), :: max(1, field.shape[0] // 256)], (0.5, 99.5))
    return np.clip((field - low) / max(float(high - low), 1e-6), 0.0, 1.0).astype(np.float32)


def _still(pixels: int) -> tuple[Floats, Floats]:
    calm = np.zeros((pixels, pixels), np.float32)
    return calm, calm


def _uneven_edges(draws: NDArray[np.float64], uneven: float) -> Floats:
    sizes = 1.0 + uneven * (2.0 * draws - 1.0)
    return np.concatenate([[0.0], np.cumsum(sizes) / sizes.sum()]).astype(np.float32)
