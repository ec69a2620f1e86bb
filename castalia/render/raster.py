"""The rasteriser: triangles of a view into a depth and id buffer.

``depth`` holds a number that grows towards the eye: 1 / distance along the view axis for a pinhole, a linear one for
a parallel projection; 0 is empty. Rows are cut into bands that share nothing, so the picture does not depend on
how many threads draw it.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from castalia.render.kernels import in_bands, kernel
from castalia.render.merge import CHUNK, Geometry
from castalia.render.views import EYE, FAR, FORWARD, LENS, NEAR, RIGHT, UP, View, seen
from castalia.world import Floats, Ints

BAND = 24
UNSEEN, WHOLE, CUT = 0, 1, 2
OPEN = np.array([0.0, 0.0, 1e9], np.float32)


class Canvas(NamedTuple):
    """What a pass draws into: depth (H,W) float32 and triangle id (H,W) int32, -1 where empty."""

    depth: Floats
    ids: Ints


def draw(geometry: Geometry, posed: Floats, view: View, width: int, height: int, behind: Floats = OPEN) -> Canvas:
    """Draw all triangles at the places ``posed`` (V,3).

    ``behind`` = a, b, c keeps only what has depth < a x + b y + c: the mirror pass leaves out what lies this side
    of the water with it.
    """
    depth, ids = np.zeros((height, width), np.float32), np.full((height, width), -1, np.int32)
    triangles, bounds = geometry.triangles, geometry.bounds
    if len(triangles):
        rows = np.empty((len(bounds), 2), np.int32)
        _chunk_rows(bounds, view, width, height, rows)
        flat, kinds = np.empty((len(triangles), 9), np.float32), np.empty(len(triangles), np.uint8)
        in_bands(_project, len(bounds), 256, triangles, posed, view, rows, width, height, flat, kinds)
        band = max(BAND, -(-height // 6))
        in_bands(_fill_band, height, band, triangles, posed, view, rows, flat, kinds, behind, depth, ids)
    return Canvas(depth, ids)


@kernel
def _chunk_rows(bounds, view, width, height, rows):
    """First and last row that each chunk may touch; last < first when it is out of sight."""
    focal, middle_x, middle_y, far = view[LENS, 0], view[LENS, 1], view[LENS, 2], view[FAR, 0]
    for chunk in range(len(bounds)):
        left, right, top, bottom = 1e9, -1e9, 1e9, -1e9
        crosses, ahead = False, False
        for corner in range(8):
            x = bounds[chunk, 0 if corner & 1 else 3] - view[EYE, 0]
            y = bounds[chunk, 1 if corner & 2 else 4] - view[EYE, 1]
            z = bounds[chunk, 2 if corner & 4 else 5] - view[EYE, 2]
            along = view[FORWARD, 0] * x + view[FORWARD, 1] * y + view[FORWARD, 2] * z
            if far == 0.0 and along < NEAR:
                crosses = True
                continue
            ahead = True
            scale = focal if far > 0.0 else focal / along
            across = middle_x + scale * (view[RIGHT, 0] * x + view[RIGHT, 1] * y + view[RIGHT, 2] * z)
            down = middle_y - scale * (view[UP, 0] * x + view[UP, 1] * y + view[UP, 2] * z)
            left, right = min(left, across), max(right, across)
            top, bottom = min(top, down), max(bottom, down)
        rows[chunk, 0], rows[chunk, 1] = 0, -1
        if crosses and ahead:
            rows[chunk, 1] = height - 1
        elif ahead and right >= -4.0 and left <= width + 4.0:
            # Swaying leaves may leave their box by a little.
            rows[chunk, 0] = max(0, int(max(top, 0.0)) - 4)
            rows[chunk, 1] = min(height - 1, int(min(bottom, 1e6)) + 4) if bottom > -4.0 else -1


@kernel
def _project(triangles, posed, view, rows, width, height, flat, kinds, first, past):
    """Each triangle of the chunks first..past that are in sight: its corners on the screen, and what is to be done with it.
    A chunk is drawn in several bands of rows, but projected once."""
    focal, middle_x, middle_y, far = view[LENS, 0], view[LENS, 1], view[LENS, 2], view[FAR, 0]
    for chunk in range(first, past):
        if rows[chunk, 1] < rows[chunk, 0]:
            continue
        for index in range(chunk * CHUNK, min(len(triangles), (chunk + 1) * CHUNK)):
            inside = 0
            for corner in range(3):
                x, y, z = seen(posed, triangles[index, corner], view)
                inside += far > 0.0 or z >= NEAR
                scale, depth = (1.0, far - z) if far > 0.0 else (1.0 / z, 1.0 / z)
                flat[index, 3 * corner] = middle_x + focal * x * scale
                flat[index, 3 * corner + 1] = middle_y - focal * y * scale
                flat[index, 3 * corner + 2] = depth
            kinds[index] = WHOLE if inside == 3 else CUT if inside > 0 else UNSEEN
            if inside == 3 and _misses(flat, index, width, height):
                kinds[index] = UNSEEN


@kernel
def _misses(flat, index, width, height):
    """Whether a triangle on the screen covers no pixel's centre for sure."""
    left, right = (
        min(flat[index, 0], flat[index, 3], flat[index, 6]),
        max(flat[index, 0], flat[index, 3], flat[index, 6]),
    )
    top, bottom = (
        min(flat[index, 1], flat[index, 4], flat[index, 7]),
        max(flat[index, 1], flat[index, 4], flat[index, 7]),
    )
    if right < 0.0 or bottom < 0.0 or left > width or top > height:
        return True
    return math.ceil(left - 0.5) > math.floor(right - 0.5) or math.ceil(top - 0.5) > math.floor(bottom - 0.5)


@kernel
def _fill_band(triangles, posed, view, rows, flat, kinds, behind, depth, ids, first, past):
    last = past - 1
    for chunk in range(len(rows)):
        if rows[chunk, 0] > last or rows[chunk, 1] < first:
            continue
        for index in range(chunk * CHUNK, min(len(triangles), (chunk + 1) * CHUNK)):
            if kinds[index] == WHOLE:
                _scan(
                    flat[index, 0], flat[index, 1], flat[index, 2], flat[index, 3], flat[index, 4], flat[index, 5],
                    flat[index, 6], flat[index, 7], flat[index, 8], index, behind, depth, ids, first, last,
                )  # fmt: skip
            elif kinds[index] == CUT:
                _cut(triangles, index, posed, view, behind, depth, ids, first, last)


@kernel
def _cut(triangles, index, posed, view, behind, depth, ids, first, last):
    """Draw what lies beyond the near plane of a triangle that crosses it."""
    focal, middle_x, middle_y = view[LENS, 0], view[LENS, 1], view[LENS, 2]
    ax, ay, az = seen(posed, triangles[index, 0], view)
    bx, by, bz = seen(posed, triangles[index, 1], view)
    cx, cy, cz = seen(posed, triangles[index, 2], view)
    keep = (az >= NEAR) + (bz >= NEAR) + (cz >= NEAR) == 1
    # Turn the triangle so that the odd one out comes first, then cut the two edges that leave it.
    while (az >= NEAR) != keep or (bz >= NEAR) == keep or (cz >= NEAR) == keep:
        ax, ay, az, bx, by, bz, cx, cy, cz = bx, by, bz, cx, cy, cz, ax, ay, az
    near_b, near_c = (NEAR - az) / (bz - az), (NEAR - az) / (cz - az)
    inverse = 1.0 / NEAR
    px = middle_x + focal * inverse * (ax + near_b * (bx - ax))
    py = middle_y - focal * inverse * (ay + near_b * (by - ay))
    qx = middle_x + focal * inverse * (ax + near_c * (cx - ax))
    qy = middle_y - focal * inverse * (ay + near_c * (cy - ay))
    if keep:
        ai = 1.0 / az
        ax, ay = middle_x + focal * ax * ai, middle_y - focal * ay * ai
        _scan(ax, ay, ai, px, py, inverse, qx, qy, inverse, index, behind, depth, ids, first, last)
        return
    bi, ci = 1.0 / bz, 1.0 / cz
    bx, by = middle_x + focal * bx * bi, middle_y - focal * by * bi
    cx, cy = middle_x + focal * cx * ci, middle_y - focal * cy * ci
    _scan(px, py, inverse, bx, by, bi, cx, cy, ci, index, behind, depth, ids, first, last)
    _scan(px, py, inverse, cx, cy, ci, qx, qy, inverse, index, behind, depth, ids, first, last)


@kernel
def _scan(ax, ay, ai, bx, by, bi, cx, cy, ci, index, behind, depth, ids, first, last):
    """Fill the pixels whose centres lie in a screen triangle and that are nearer than what is there."""
    top, bottom = min(ay, by, cy), max(ay, by, cy)
    left, right = min(ax, bx, cx), max(ax, bx, cx)
    width = depth.shape[1]
    if bottom < first or top > last + 1 or right < 0.0 or left > width:
        return
    first_row, last_row = max(first, math.ceil(top - 0.5)), min(last, math.floor(bottom - 0.5))
    if first_row > last_row or math.ceil(left - 0.5) > math.floor(right - 0.5):
        return
    area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
    if abs(area) < 1e-12:
        return
    slope_x = ((bi - ai) * (cy - ay) - (ci - ai) * (by - ay)) / area
    slope_y = ((ci - ai) * (bx - ax) - (bi - ai) * (cx - ax)) / area
    low, high = min(ai, bi, ci), max(ai, bi, ci)
    for row in range(first_row, last_row + 1):
        y = row + 0.5
        start, end = 1e30, -1e30
        # Where the row cuts the three edges.
        if (ay <= y) != (by <= y):
            x = ax + (y - ay) * (bx - ax) / (by - ay)
            start, end = min(start, x), max(end, x)
        if (by <= y) != (cy <= y):
            x = bx + (y - by) * (cx - bx) / (cy - by)
            start, end = min(start, x), max(end, x)
        if (cy <= y) != (ay <= y):
            x = cx + (y - cy) * (ax - cx) / (ay - cy)
            start, end = min(start, x), max(end, x)
        if end < 0.0 or start > width:
            continue
        from_column, to_column = math.ceil(max(start, 0.0) - 0.5), math.floor(min(end, float(width)) - 0.5)
        value = ai + slope_x * (from_column + 0.5 - ax) + slope_y * (y - ay)
        limit = behind[0] * (from_column + 0.5) + behind[1] * y + behind[2]
        for column in range(from_column, min(to_column, width - 1) + 1):
            here = min(max(value, low), high)
            if here > depth[row, column] and here < limit:
                depth[row, column] = here
                ids[row, column] = index
            value += slope_x
            limit += behind[0]
