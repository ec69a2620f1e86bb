"""Periodic patterns on a square tile: the raw material of every surface.

All fields are (N,N) float32, row 0 at the *top* of the tile, and wrap without a seam in both directions. Frequencies
and cell counts are per tile, so that the same seed gives the same pattern at any resolution.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from castalia.craft.surfaces import loops
from castalia.randomness import generator, keyed_seed
from castalia.render.kernels import in_bands
from castalia.world import Floats

_MASK = 0xFFFFFFFF


@dataclass(frozen=True)
class Cells:
    """A periodic Voronoi pattern, lengths in cells. ``edge`` is the distance to the nearest border, ``right`` and
    ``down`` the way from the cell's point to the texel, ``label`` numbers the cells."""

    edge: Floats
    right: Floats
    down: Floats
    label: NDArray[np.int32]

    @property
    def centre(self) -> Floats:
        """The distance to the cell's point."""
        return np.hypot(self.right, self.down)


@dataclass(frozen=True)
class Courses:
    """Rows of blocks. ``edge`` is the distance to the block's rim in tiles, ``across`` and ``along`` 0..1 inside the
    block (left to right, bottom to top), ``label`` numbers the blocks."""

    edge: Floats
    across: Floats
    along: Floats
    label: NDArray[np.int32]


def by_rows(loop: Callable[..., None], pixels: int, *arguments: Any) -> None:
    """Run one of ``loops`` over all rows of a tile, shared between threads."""
    in_bands(loop, pixels, loops.BAND, *arguments)


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
    coefficients = np.zeros((pixels, _width(pixels, loops.REACH * high / stretch[0])), np.complex64)
    by_rows(loops.spectrum, pixels, coefficients, number, slope, low, high, stretch)
    field = _back(coefficients)
    sums = np.empty(pixels)
    by_rows(loops.squares, pixels, field, sums)
    field /= np.float32(max(math.sqrt(float(sums.sum())) / pixels, 1e-12))
    return field


def _width(pixels: int, highest: float) -> int:
    """How many columns of a real field's transform hold frequencies up to ``highest``."""
    return min(pixels // 2, math.ceil(highest)) + 1


def _back(coefficients: NDArray[np.complex64]) -> Floats:
    """The field (N,N) of a spectrum (N,W), unscaled; columns from W on are zero.

    Bands are of one size, whatever the number of threads, so that each value comes about alike.
    """
    pixels, wide = coefficients.shape
    columns, field = np.empty_like(coefficients), np.empty((pixels, pixels), np.float32)

    def upright(first: int, past: int) -> None:
        columns[:, first:past] = fft.ifft(coefficients[:, first:past], axis=0, norm="forward")

    def level(first: int, past: int) -> None:
        field[first:past] = fft.irfft(columns[first:past], pixels, axis=1, norm="forward")

    in_bands(upright, wide, loops.BAND)
    in_bands(level, pixels, loops.BAND)
    return field


def _forth(field: Floats, wide: int) -> NDArray[np.complex64]:
    """The first ``wide`` columns of a field's spectrum, divided by its number of texels."""
    pixels = field.shape[0]
    columns = np.empty((pixels, wide), np.complex64)

    def level(first: int, past: int) -> None:
        columns[first:past] = fft.rfft(field[first:past], axis=1, norm="forward")[:, :wide]

    def upright(first: int, past: int) -> None:
        columns[:, first:past] = fft.fft(columns[:, first:past], axis=0, norm="forward")

    in_bands(level, pixels, loops.BAND)
    in_bands(upright, wide, loops.BAND)
    return columns


def fbm(pixels: int, seed: int, *keys: str | int, cells: int = 4, octaves: int = 4) -> Floats:
    """Periodic Perlin noise, each octave half as strong and twice as fine; about -1..1."""
    field = np.zeros((pixels, pixels), np.float32)
    for octave in range(octaves):
        lean = loops.leans(cells << octave, keyed_seed(seed, "fbm", *keys, octave) & _MASK)
        by_rows(loops.perlin, pixels, lean, 0.5**octave, field)
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
    x_of = np.pad(places[0], 1, "wrap") + np.arange(-1, count[0] + 1, dtype=np.float32)
    y_of = np.pad(places[1], 1, "wrap") + np.arange(-1, count[1] + 1, dtype=np.float32)[:, None]
    names = np.pad(np.arange(count[0] * count[1], dtype=np.int32).reshape(places.shape[1:]), 1, "wrap")
    bend_x, bend_y = warp if warp is not None else _still(pixels)
    edge, right, down = (np.empty((pixels, pixels), np.float32) for _ in range(3))
    label = np.empty((pixels, pixels), np.int32)
    by_rows(loops.voronoi, pixels, x_of, y_of, names, bend_x, bend_y, edge, right, down, label)
    return Cells(edge, right, down, label)


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
    edge, across, along = (np.empty((pixels, pixels), np.float32) for _ in range(3))
    label = np.empty((pixels, pixels), np.int32)
    spans = (row_edges, columns.astype(np.float32), rounding)
    by_rows(loops.blocks, pixels, *spans, bend_x, bend_y, edge, across, along, label)
    return Courses(edge, across, along, label)


def per_label(label: NDArray[np.int32], seed: int, *keys: str | int) -> Floats:
    """A random number 0..1 for each cell or block, spread over its pixels."""
    numbers = generator(seed, "label", *keys).random(int(label.max()) + 1).astype(np.float32)
    made = np.empty(label.shape, np.float32)
    by_rows(loops.looked_up, len(label), numbers, label, made)
    return made


def blur(field: Floats, radius: float) -> Floats:
    """Gaussian blur that wraps; ``radius`` is the deviation in tiles."""
    return next(blurs(field, (radius,)))


def blurs(field: Floats, radii: Sequence[float]) -> Iterator[Floats]:
    """The field blurred to each of ``radii``, from one transform."""
    pixels = field.shape[0]
    # A Gaussian of deviation r lets less than a millionth of its amplitude through beyond 0.85 / r cycles.
    spectrum = _forth(field, _width(pixels, 0.85 / min(radii)))
    for radius in radii:
        wide = _width(pixels, 0.85 / radius)
        yield _back(spectrum[:, :wide] * _gaussian(pixels, radius, wide))


def _gaussian(pixels: int, radius: float, wide: int) -> Floats:
    """The transform of a Gaussian of ``radius`` tiles, on the first ``wide`` columns of the half plane."""
    y = fft.fftfreq(pixels, 1.0 / pixels)
    x = np.arange(wide)
    down, across = (np.exp(-2.0 * np.pi**2 * radius**2 * places**2).astype(np.float32) for places in (y, x))
    return down[:, None] * across[None, :]


def step(low: float, high: float, field: Floats) -> Floats:
    """Smooth step from 0 at ``low`` to 1 at ``high`` (either order)."""
    field = np.asarray(field, np.float32)
    made = np.empty(field.shape, np.float32)
    by_rows(loops.stepped, len(field), field, np.float32(low), np.float32(high - low), made)
    return made


def unit(field: Floats) -> Floats:
    """The field stretched so that its 0.5 and 99.5 percentiles are 0 and 1, then clipped."""
    some = field[:: max(1, field.shape[0] // 256), :: max(1, field.shape[0] // 256)]
    low, high = (float(value) for value in np.percentile(some, (0.5, 99.5)))
    size = 1.0 / max(high - low, 1e-6)
    made = np.empty(field.shape, np.float32)
    by_rows(loops.clipped, len(field), field, np.float32(size), np.float32(-low * size), made)
    return made


def _still(pixels: int) -> tuple[Floats, Floats]:
    calm = np.zeros((pixels, pixels), np.float32)
    return calm, calm


def _uneven_edges(draws: NDArray[np.float64], uneven: float) -> Floats:
    sizes = 1.0 + uneven * (2.0 * draws - 1.0)
    return np.concatenate([[0.0], np.cumsum(sizes) / sizes.sum()]).astype(np.float32)
