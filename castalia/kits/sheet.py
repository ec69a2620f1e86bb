"""Thumbnails: each piece is drawn when its kit is added, and all of them stand on one sheet."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from castalia.errors import CastaliaError
from castalia.files import whole
from castalia.kits.models import Model
from castalia.kits.store import Kit, folder_of
from castalia.language.colour import encoded
from castalia.render.merge import CHUNK, Geometry
from castalia.render.raster import draw
from castalia.render.views import pinhole
from castalia.world import Camera, Floats

SIDE, SAMPLES, COLUMNS = 128, 2, 12
GROUND = 0.80
"""The sheet's grey, linear."""
_SUN, _SKY = np.array([0.45, 0.76, 0.47]), 0.42
_FOV = 30.0


def thumbnail(model: Model) -> NDArray[np.uint8]:
    """A small picture (SIDE, SIDE, 3) of a model from its front, above and to the right; lit plainly."""
    size = np.array(model.size)
    centre = np.array([0.0, size[1] / 2, 0.0])
    away = 0.56 * float(np.linalg.norm(size)) / np.tan(np.radians(_FOV / 2))
    eye = centre + away * np.array([0.48, 0.40, 0.78])
    camera = Camera((float(eye[0]), float(eye[1]), float(eye[2])), (0.0, float(centre[1]), 0.0), _FOV)
    pixels = SIDE * SAMPLES
    ids = draw(_geometry(model), model.positions, pinhole(camera, pixels, pixels), pixels, pixels).ids
    faces = model.triangles
    normals = np.cross(
        model.positions[faces[:, 1]] - model.positions[faces[:, 0]],
        model.positions[faces[:, 2]] - model.positions[faces[:, 0]],
    )
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    light = _SKY * (0.75 + 0.25 * normals[:, 1:2]) + 0.62 * np.maximum(normals @ _SUN, 0)[:, None]
    colours = np.vstack([model.colours[faces].mean(axis=1) * light, np.full((1, 3), GROUND)])
    shown = colours[ids].reshape(SIDE, SAMPLES, SIDE, SAMPLES, 3).mean(axis=(1, 3))
    made: NDArray[np.uint8] = np.round(encoded(np.clip(shown, 0, 1)) * 255).astype(np.uint8)
    return made


def write_sheet(kit: Kit, path: Path) -> None:
    """All thumbnails of a kit in its own order. Raises CastaliaError when the path is no ``.png`` in a folder."""
    if path.suffix != ".png" or not path.parent.is_dir():
        raise CastaliaError(f"{path}: name a .png in a folder that is there")
    rows = -(-len(kit.pieces) // COLUMNS)
    ground = int(encoded(np.array(GROUND)) * 255)
    sheet = Image.new("RGB", (COLUMNS * SIDE, rows * SIDE), (ground, ground, ground))
    for at, piece in enumerate(kit.pieces):
        with Image.open(folder_of(kit.name) / piece.thumbnail) as picture:
            sheet.paste(picture, (at % COLUMNS * SIDE, at // COLUMNS * SIDE))
    with whole(path) as temporary:
        sheet.save(temporary, "PNG")


def _geometry(model: Model) -> Geometry:
    count, faces = len(model.positions), model.triangles
    corners = model.positions[faces]
    starts = np.arange(0, len(faces), CHUNK)
    low, high = (np.stack([pick(corners[at : at + CHUNK], axis=(0, 1)) for at in starts]) for pick in (np.min, np.max))
    plain: Floats = np.zeros((count, 2), np.float32)
    nothing = np.zeros(len(faces), np.int32)
    bounds = np.concatenate([low, high], axis=1).astype(np.float32)
    standing = np.full(count, -1, np.int32)
    columns = (model.positions, model.normals, plain, model.colours, plain[:, 0].copy())
    return Geometry(*columns, faces, nothing, nothing, bounds, standing)
