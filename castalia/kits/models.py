"""Reading a model of a foreign kit: bounded, without running anything it holds or leaving the kit's folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from castalia.errors import CastaliaError
from castalia.language.colour import decoded
from castalia.settings import LIMITS
from castalia.world import Floats, Ints, Vector

SUFFIXES = (".glb", ".gltf", ".obj")
GREY = 0.6


class BrokenModel(CastaliaError):
    """A model that cannot be used, and why."""


@dataclass(frozen=True)
class Model:
    """A model as one mesh: positions (V,3) in the kit's units with the base's middle at the origin, normals (V,3), linear
    colours (V,3), triangles (T,3); and the paths of the files it was read from. ``origin`` is where the base's middle lies in the
    file's own coordinates, whose zero is where pieces that snap together meet."""

    positions: Floats
    normals: Floats
    colours: Floats
    triangles: Ints
    files: tuple[Path, ...]
    origin: Vector = (0.0, 0.0, 0.0)

    @property
    def size(self) -> tuple[float, float, float]:
        x, y, z = (float(axis) for axis in np.ptp(self.positions, axis=0))
        return x, y, z


class _Within:
    """Finds what a model refers to: files of the kit's own folder alone, none of them too large."""

    def __init__(self, folder: Path, source: Path) -> None:
        self.folder, self.source = folder, source
        self.read: list[Path] = []

    def __getitem__(self, name: str) -> bytes:
        return self.get(name)

    def get(self, name: str) -> bytes:
        path = (self.folder / name).resolve()
        if not path.is_relative_to(self.source):
            raise BrokenModel(f"refers to {name!r}, which lies outside the kit")
        self.read.append(path)
        return _bytes(path)


def read_model(path: Path, source: Path) -> Model:
    """The model in ``path``, a file of the kit in the folder ``source``. Raises BrokenModel."""
    import trimesh

    within = _Within(path.parent, source.resolve())
    try:
        with path.open("rb") as file:
            _bytes(path)
            scene = trimesh.load_scene(file, file_type=path.suffix[1:], resolver=within)  # type: ignore[arg-type]
        geometry = scene.to_mesh() if len(scene.geometry) else None
        if geometry is None or not 0 < len(geometry.faces) <= LIMITS.kit_triangles:
            raise BrokenModel(f"has {0 if geometry is None else len(geometry.faces)} triangles")
        return _model(geometry, _colours(scene), (path, *within.read))
    except BrokenModel:
        raise
    except (MemoryError, RecursionError) as error:
        raise BrokenModel(f"is nested too deep or too large ({type(error).__name__})") from error
    except Exception as error:  # a parser of foreign files may fail in any way
        raise BrokenModel(f"cannot be read ({type(error).__name__}: {error})"[:200]) from error


def _bytes(path: Path) -> bytes:
    if path.stat().st_size > LIMITS.kit_file_bytes:
        raise BrokenModel(f"{path.name} is larger than {LIMITS.kit_file_bytes // 1_000_000} MB")
    return path.read_bytes()


def _colours(scene: Any) -> Floats:
    """The linear colour (V,3) of each vertex, in the order in which the scene's meshes are joined."""
    found = []
    for name in scene.graph.nodes_geometry:
        part = scene.geometry[scene.graph[name][1]]
        if hasattr(part, "faces"):
            found.append(_colour_of(part))
    return np.concatenate(found)


def _colour_of(part: Any) -> Floats:
    """Kits of this kind colour each face by one spot of a small palette picture: it is read where a vertex points."""
    count, visual = len(part.vertices), part.visual
    if visual.kind == "vertex":
        return decoded(np.asarray(visual.vertex_colors[:, :3], np.float32) / 255)
    material = getattr(visual, "material", None)
    base = getattr(material, "baseColorFactor", None)
    plain = np.asarray(base[:3], np.float32) / 255 if base is not None else np.ones(3, np.float32)
    picture = getattr(material, "baseColorTexture", None) or getattr(material, "image", None)
    if picture is None or getattr(visual, "uv", None) is None:
        return np.tile(plain if base is not None else np.full(3, GREY, np.float32), (count, 1))
    if picture.width * picture.height > LIMITS.kit_texture_pixels:
        raise BrokenModel(f"has a texture of {picture.width} x {picture.height} pixels")
    pixels = np.asarray(picture.convert("RGB"), np.float32) / 255
    across, down = (
        (_wrapped(share) * (side - 1)).round().astype(int)
        for share, side in ((visual.uv[:, 0], picture.width), (1.0 - visual.uv[:, 1], picture.height))
    )
    made: Floats = decoded(pixels[down, across]) * plain
    return made


def _wrapped(share: Floats) -> Floats:
    """Shares of a picture's side in 0..1, both ends included: what lies outside repeats it."""
    inside = (share >= 0) & (share <= 1)
    return np.where(inside, share, share - np.floor(share))


def _model(geometry: Any, colours: Floats, files: tuple[Path, ...]) -> Model:
    points = np.asarray(geometry.vertices, np.float64)
    if len(colours) != len(points) or not np.isfinite(points).all():
        raise BrokenModel("has vertices that are no places")
    low, high = points.min(axis=0), points.max(axis=0)
    if float((high - low).max()) < 1e-6:
        raise BrokenModel("has no size")
    base = (float(low[0] + high[0]) / 2, float(low[1]), float(low[2] + high[2]) / 2)
    return Model(
        (points - base).astype(np.float32),
        np.asarray(geometry.vertex_normals, np.float32),
        colours.astype(np.float32),
        np.asarray(geometry.faces, np.int32),
        files,
        base,
    )
