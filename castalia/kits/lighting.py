"""Which faces of a kit's piece shine when the plan wants it lit: a kit says nothing of that, its shapes and colours do."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from castalia.craft.traits import traits_of
from castalia.kits.models import Model
from castalia.kits.naming import Role
from castalia.language.colour import LUMA

WARM, HEAD = 0.45, 0.86
"""How bright a flame or pane of a lamp is painted; from which share of its height on a lamp without one shines."""
DARK_PANE = 0.10
"""How dark the windows of a house are painted."""
LEAST, MOST = 0.002, 0.35
"""The share of a piece's surface that may shine."""


def shining(model: Model, kind: str, role: Role) -> NDArray[np.bool_]:
    """For each triangle (T,), whether it shines; none where nothing looks like a lamp or a window."""
    corners = model.positions[model.triangles]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    area = np.linalg.norm(normals, axis=1)
    upright = np.abs(normals[:, 1]) < 0.3 * np.maximum(area, 1e-12)
    colour = model.colours[model.triangles].mean(axis=1)
    light = colour @ LUMA
    traits = traits_of(kind)
    if traits.lamp and not (traits.windows or traits.building):
        height = corners[:, :, 1].mean(axis=1) / max(model.size[1], 1e-6)
        wanted = ((light > WARM) & (colour[:, 0] >= colour[:, 2]), height > HEAD)
    elif role == "building":
        wanted = ((light < DARK_PANE) & upright, np.zeros(len(area), np.bool_))
    else:
        return np.zeros(len(area), np.bool_)
    fitting = [each for each in wanted if LEAST < float(area[each].sum() / area.sum()) < MOST]
    return fitting[0] if fitting else np.zeros(len(area), np.bool_)
