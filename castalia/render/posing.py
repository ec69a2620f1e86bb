"""Where vertices are at a moment: leaves sway, things are carried."""

from __future__ import annotations

import math

import numpy as np

from castalia.render.kernels import in_bands, kernel, sin
from castalia.render.merge import Geometry
from castalia.world import Floats

STILL = 70.0
"""Metres from the eye beyond which leaves do not move."""
STANDING = np.zeros((0, 3, 4), np.float32)


def pose(geometry: Geometry, eye: Floats, time: float, wind: float, carried: Floats = STANDING) -> Floats:
    """Where leaves are at a time: ``sway`` says how far a vertex follows a gust that travels across the land. Moving things are
    where ``carried`` (M,3,4) takes them; without it they are where they began."""
    made = np.empty_like(geometry.positions)
    arrays = (geometry.positions, geometry.sway, geometry.carrier, carried, eye)
    in_bands(_pose, len(made), 131072, *arrays, time, wind, made)
    return made


@kernel
def _pose(positions, sway, carrier, carried, eye, time, wind, out, first, past):
    for index in range(first, past):
        x, y, z, share = positions[index, 0], positions[index, 1], positions[index, 2], sway[index]
        by = carrier[index]
        if 0 <= by < len(carried):
            x, y, z = (
                carried[by, 0, 0] * x + carried[by, 0, 1] * y + carried[by, 0, 2] * z + carried[by, 0, 3],
                carried[by, 1, 0] * x + carried[by, 1, 1] * y + carried[by, 1, 2] * z + carried[by, 1, 3],
                carried[by, 2, 0] * x + carried[by, 2, 1] * y + carried[by, 2, 2] * z + carried[by, 2, 3],
            )
        far = (x - eye[0]) ** 2 + (z - eye[2]) ** 2
        if share > 0.0 and far < STILL * STILL:
            # Beyond the distance where it would not show, nothing moves.
            share *= min(4.0 - 4.0 * math.sqrt(far) / STILL, 1.0)
            gust = sin(0.9 * time - 0.13 * x - 0.09 * z) + 0.5 * sin(2.3 * time - 0.31 * x + 0.22 * z)
            flutter = sin(5.1 * time + 1.7 * x + 2.3 * z + 1.1 * y)
            aside = sin(4.3 * time + 2.1 * x + 1.3 * y + 0.5 * math.pi)
            reach = share * wind
            x += reach * (0.16 * (gust + 0.7) + 0.05 * flutter)
            z += reach * (0.09 * gust + 0.05 * aside)
            y += reach * 0.03 * flutter
        out[index, 0], out[index, 1], out[index, 2] = x, y, z
