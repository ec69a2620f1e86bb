"""Pictures for compositors: OpenEXR with linear light, coverage, depth, normals and object ids in one file.

Channels: ``R G B`` (half) linear with the primaries of BT.709, before the display grade, with fog, rain and snow, which have no
layer of their own; ``A`` (half) how much of a pixel is not sky; ``Z`` (float) metres along the view's axis, 1e6 at sky;
``N.X N.Y N.Z`` (float) of unit length in world space, +Y up, 0 at sky; ``id`` (uint), whose names stand in the attribute
``castalia.ids`` as JSON. The light is not multiplied with ``A``: the sky behind is in it.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from castalia.files import whole
from castalia.render.layers import Layers
from castalia.world import Floats

KEYWORD, IDS = "castalia", "castalia.ids"
BT709 = (0.64, 0.33, 0.30, 0.60, 0.15, 0.06, 0.3127, 0.3290)
"""Chromaticities of red, green, blue and white (ITU-R BT.709)."""
_FAR = 1e6
"""Metres that stand for the sky: compositors trip over infinities."""


def write_exr(path: Path, light: Floats, layers: Layers, recipe: str) -> None:
    """Write linear light (H,W,3) with its layers. The same values give the same bytes."""
    import OpenEXR

    light = np.minimum(np.nan_to_num(light, nan=0.0, posinf=6e4, neginf=0.0), 6e4)
    channels = {name: np.ascontiguousarray(light[..., at], np.float16) for at, name in enumerate("RGB")}
    channels |= {f"N.{name}": np.ascontiguousarray(layers.normal[..., at], np.float32) for at, name in enumerate("XYZ")}
    channels["A"] = layers.alpha.astype(np.float16)
    channels["Z"] = np.minimum(layers.depth, _FAR).astype(np.float32)
    channels["id"] = np.ascontiguousarray(layers.objects)
    header = {
        "type": OpenEXR.scanlineimage,
        "compression": OpenEXR.ZIP_COMPRESSION,
        "chromaticities": BT709,
        IDS: json.dumps({str(number): name for number, name in sorted(layers.names.items())}),
        KEYWORD: recipe,
    }
    with whole(path) as temporary, OpenEXR.File(header, channels) as file:
        file.write(str(temporary))


def read_exr_recipe(path: Path) -> str | None:
    """The recipe in an EXR's header, or None where there is none. Raises ValueError on a damaged file."""
    import OpenEXR

    try:
        with OpenEXR.File(str(path), header_only=True) as file:
            found = file.header().get(KEYWORD)
    except (RuntimeError, TypeError) as error:
        raise ValueError(f"it is no EXR file: {error}") from error
    return found if isinstance(found, str) else None
