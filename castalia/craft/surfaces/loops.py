"""The inner loops of patterns and paintings, compiled; each fills rows ``first`` to ``past`` of what it is given.

Rows are shared between threads with ``in_bands``. Arithmetic keeps its order (no fast maths), so that a seed gives the
same bytes on every processor and with any number of threads.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from castalia.world import Floats

Labels = NDArray[np.int32]
loop: Any = njit(cache=True, nogil=True, error_model="numpy")
BAND = 64
"""Rows that a thread takes at a time."""
REACH = 1.7
"""How far beyond ``high`` a spectrum goes: less than a four-thousandth of its amplitude lies beyond."""
_FAR = np.float32(1e9)


@loop
def _hash(a: int, b: int, seed: int) -> int:
    """A 32-bit integer hash (the finaliser of MurmurHash3); masked after each step, for numba widens to 64 bits."""
    value = (a * 0x9E3779B1 + b * 0x85EBCA77 + seed) & 0xFFFFFFFF
    value = ((value ^ (value >> 16)) * 0x7FEB352D) & 0xFFFFFFFF
    value = ((value ^ (value >> 15)) * 0x846CA68B) & 0xFFFFFFFF
    return value ^ (value >> 16)


# --- patterns ---------------------------------------------------------------------------------------------------------


@loop
def spectrum(
    coefficients: NDArray[np.complex64],
    seed: int,
    slope: float,
    low: float,
    high: float,
    stretch: tuple[float, float],
    first: int,
    past: int,
) -> None:
    """Random Fourier coefficients (N,W) keyed by frequency, amplitude f^-slope between ``low`` and ``high``."""
    pixels, wide = coefficients.shape
    for row in range(first, past):
        y = row if row <= pixels // 2 else row - pixels
        for x in range(wide):
            frequency = np.sqrt((x * stretch[0]) ** 2 + (y * stretch[1]) ** 2)
            if frequency < 0.5 * low or frequency > REACH * high or frequency == 0.0:
                continue
            size = np.float32((_hash(x, y + 70000, seed) + 1.0) / 4294967297.0)
            turn = np.float32(_hash(x + 70000, y, seed ^ 0x5BD1E995) / 4294967296.0 * 2.0 * np.pi)
            fade = np.exp(-((frequency / high) ** 4)) * frequency**-slope
            if frequency < 2.0 * low:
                fade *= 1.0 - np.exp(-((frequency / low) ** 4))
            length = np.sqrt(np.float32(-2.0) * np.log(size)) * np.float32(fade)
            coefficients[row, x] = complex(length * np.cos(turn), length * np.sin(turn))


@loop
def squares(field: Floats, sums: NDArray[np.float64], first: int, past: int) -> None:
    """The sum of squares of each row."""
    for i in range(first, past):
        total = 0.0
        for j in range(field.shape[1]):
            total += np.float64(field[i, j]) ** 2
        sums[i] = total


@loop
def clipped(field: Floats, size: float, shift: float, made: Floats, first: int, past: int) -> None:
    """The field times ``size`` plus ``shift``, held between 0 and 1."""
    for i in range(first, past):
        for j in range(field.shape[1]):
            made[i, j] = min(max(field[i, j] * size + shift, np.float32(0.0)), np.float32(1.0))


@loop
def stepped(field: Floats, low: float, span: float, made: Floats, first: int, past: int) -> None:
    """Smooth step from 0 at ``low`` to 1 at ``low + span``."""
    for i in range(first, past):
        for j in range(field.shape[1]):
            part = min(max((field[i, j] - low) / span, np.float32(0.0)), np.float32(1.0))
            made[i, j] = part * part * (np.float32(3.0) - np.float32(2.0) * part)


@loop
def looked_up(table: Floats, label: Labels, made: Floats, first: int, past: int) -> None:
    """The number in ``table`` (K,) for each label."""
    for i in range(first, past):
        for j in range(label.shape[1]):
            made[i, j] = table[label[i, j]]


@loop
def voronoi(
    x_of: Floats,
    y_of: Floats,
    names: Labels,
    warp_x: Floats,
    warp_y: Floats,
    edge: Floats,
    right: Floats,
    down: Floats,
    label: Labels,
    first: int,
    past: int,
) -> None:
    """The way from the nearest point to the texel, in cells, the distance to the nearest border, and the point's number.

    ``x_of``, ``y_of`` and ``names`` (R+2,C+2): the points' places in cells and numbers, with a ring of neighbours.
    """
    pixels, wide = edge.shape[0], x_of.shape[1]
    rows, columns = x_of.shape[0] - 2, wide - 2
    flat_x, flat_y, flat_names = x_of.ravel(), y_of.ravel(), names.ravel()
    place = ((np.arange(pixels) + 0.5) / pixels).astype(np.float32)
    to_x, to_y, far = np.empty((3, 9), np.float32)
    for i in range(first, past):
        for j in range(pixels):
            x, y = place[j] + warp_x[i, j], place[i] + warp_y[i, j]
            x, y = (x - np.floor(x)) * np.float32(columns), (y - np.floor(y)) * np.float32(rows)
            # A place just below 0 may round up to the tile's far edge. The neighbour above and to the left comes first.
            home = min(np.int32(y), rows - 1) * wide + min(np.int32(x), columns - 1)
            best, own, own_x, own_y = _FAR, np.uint32(0), np.float32(0.0), np.float32(0.0)
            for neighbour in range(9):
                at = np.uint32(home + neighbour // 3 * wide + neighbour % 3)
                dx, dy = flat_x[at] - x, flat_y[at] - y
                square = dx * dx + dy * dy
                to_x[neighbour], to_y[neighbour], far[neighbour] = dx, dy, square
                closer = square < best
                best, own = square if closer else best, at if closer else own
                own_x, own_y = dx if closer else own_x, dy if closer else own_y
            border = _FAR
            for neighbour in range(9):
                dx, dy = to_x[neighbour] - own_x, to_y[neighbour] - own_y
                apart, gap = dx * dx + dy * dy, far[neighbour] - best
                # The own point has no border with itself; squares are compared, for roots are slow.
                border = min(border, gap * gap / apart if apart > np.float32(1e-8) else _FAR)
            right[i, j], down[i, j], label[i, j] = -own_x, -own_y, flat_names[own]
            edge[i, j] = np.float32(0.5) * np.sqrt(border)


@loop
def blocks(
    rows: Floats,
    columns: Floats,
    rounding: float,
    warp_x: Floats,
    warp_y: Floats,
    edge: Floats,
    across: Floats,
    along: Floats,
    label: Labels,
    first: int,
    past: int,
) -> None:
    """Rounded boxes between the row edges (R+1,) and each row's column edges (R,C+1), which start anywhere."""
    pixels, count = edge.shape[0], columns.shape[1] - 1
    for i in range(first, past):
        for j in range(pixels):
            y = ((i + 0.5) / pixels + warp_y[i, j]) % 1.0
            row = 0
            while row < rows.size - 2 and y >= rows[row + 1]:
                row += 1
            x = ((j + 0.5) / pixels + warp_x[i, j] - columns[row, 0]) % 1.0 + columns[row, 0]
            column = 0
            while column < count - 1 and x >= columns[row, column + 1]:
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
            label[i, j] = row * count + column


@loop
def leans(cells: int, seed: int) -> NDArray[np.float32]:
    """The gradients (cells+1,cells+1,2) of periodic gradient noise at its lattice points."""
    made = np.empty((cells + 1, cells + 1, 2), np.float32)
    for row in range(cells + 1):
        for column in range(cells + 1):
            turn = _hash(column % cells, row % cells, seed) / 4294967296.0 * 2.0 * np.pi
            made[row, column, 0], made[row, column, 1] = np.cos(turn), np.sin(turn)
    return made


@loop
def perlin(lean: Floats, weight: float, into: Floats, first: int, past: int) -> None:
    """Add one octave of periodic gradient noise (Perlin 2002, quintic fade) to ``into``."""
    pixels, cells = into.shape[0], lean.shape[0] - 1
    one = np.float32(1.0)
    for i in range(first, past):
        y = np.float32((i + 0.5) / pixels * cells)
        row, fy = int(y), y - np.float32(int(y))
        v = _fade(fy)
        for j in range(pixels):
            x = np.float32((j + 0.5) / pixels * cells)
            column, fx = int(x), x - np.float32(int(x))
            u = _fade(fx)
            top = lean[row, column, 0] * fx + lean[row, column, 1] * fy
            top += u * (lean[row, column + 1, 0] * (fx - one) + lean[row, column + 1, 1] * fy - top)
            low = lean[row + 1, column, 0] * fx + lean[row + 1, column, 1] * (fy - one)
            low += u * (lean[row + 1, column + 1, 0] * (fx - one) + lean[row + 1, column + 1, 1] * (fy - one) - low)
            into[i, j] += np.float32(weight) * (top + v * (low - top))


@loop
def _fade(at: Any) -> Any:
    return at * at * at * (at * (at * np.float32(6.0) - np.float32(15.0)) + np.float32(10.0))


# --- paintings and maps -----------------------------------------------------------------------------------------------


@loop
def ramped(field: Floats, table: Floats, made: Floats, first: int, past: int) -> None:
    """The colours of ``table`` (K,3) where the field is 0..1."""
    last = table.shape[0] - 1
    for i in range(first, past):
        for j in range(field.shape[1]):
            at = int(min(max(field[i, j], 0.0), 1.0) * last)
            for axis in range(3):
                made[i, j, axis] = table[at, axis]


@loop
def blend(painting: Floats, other: Floats, mask: Floats, first: int, past: int) -> None:
    """From the painting (N,N,3) to the other (N,N,3), or (1,1,3) for one colour, by the mask (N,N)."""
    rows, columns = 0 if other.shape[0] == 1 else 1, 0 if other.shape[1] == 1 else 1
    for i in range(first, past):
        for j in range(mask.shape[1]):
            for axis in range(3):
                painting[i, j, axis] += mask[i, j] * (other[i * rows, j * columns, axis] - painting[i, j, axis])


@loop
def lean(painting: Floats, amount: Floats, tones: Floats, first: int, past: int) -> None:
    """Add ``amount`` (N,N) times the colour ``tones`` (3,) to the painting (N,N,3)."""
    for i in range(first, past):
        for j in range(amount.shape[1]):
            for axis in range(3):
                painting[i, j, axis] += amount[i, j] * tones[axis]


@loop
def mottle(painting: Floats, light: Floats, warm: Floats, hue: Floats, tones: Floats, first: int, past: int) -> None:
    """Add three fields (N,N) times their colours ``tones`` (3,3) to the painting (N,N,3)."""
    for i in range(first, past):
        for j in range(light.shape[1]):
            for axis in range(3):
                drift = light[i, j] * tones[0, axis] + warm[i, j] * tones[1, axis] + hue[i, j] * tones[2, axis]
                painting[i, j, axis] += drift


@loop
def light(painting: Floats, to_cones: Floats, to_light: Floats, low: float, high: float, first: int, past: int) -> None:
    """OKLab (N,N,3) to linear light held between ``low`` and ``high``, through two matrices (3,3)."""
    for i in range(first, past):
        for j in range(painting.shape[1]):
            a, b, c = painting[i, j, 0], painting[i, j, 1], painting[i, j, 2]
            red = to_cones[0, 0] * a + to_cones[0, 1] * b + to_cones[0, 2] * c
            green = to_cones[1, 0] * a + to_cones[1, 1] * b + to_cones[1, 2] * c
            blue = to_cones[2, 0] * a + to_cones[2, 1] * b + to_cones[2, 2] * c
            red, green, blue = red * red * red, green * green * green, blue * blue * blue
            for axis in range(3):
                shade = to_light[axis, 0] * red + to_light[axis, 1] * green + to_light[axis, 2] * blue
                painting[i, j, axis] = min(max(shade, low), high)


@loop
def sloped(height: Floats, scale: float, made: Floats, first: int, past: int) -> None:
    """Unit normals (N,N,3) of a periodic height field by central differences; ``scale`` makes a difference a slope."""
    pixels = height.shape[0]
    for i in range(first, past):
        above, below = (i - 1) % pixels, (i + 1) % pixels
        for j in range(pixels):
            x = (height[i, (j - 1) % pixels] - height[i, (j + 1) % pixels]) * scale
            y = (height[below, j] - height[above, j]) * scale
            length = np.sqrt(x * x + y * y + np.float32(1.0))
            made[i, j, 0], made[i, j, 1], made[i, j, 2] = x / length, y / length, np.float32(1.0) / length


@loop
def closed(height: Floats, around: Floats, weight: float, made: Floats, first: int, past: int) -> None:
    """Add how far each texel lies below its surroundings, times ``weight``."""
    for i in range(first, past):
        for j in range(height.shape[1]):
            made[i, j] += max(around[i, j] - height[i, j], np.float32(0.0)) * weight
