"""Assets as a game engine wants them: uvs for baked light, levels of detail, collision hulls."""

from __future__ import annotations

import itertools
import json
import struct
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from castalia.craft import meshes
from castalia.craft.objects import ObjectSpec, make_object
from castalia.craft.ready import LEVELS, MOST_HULLS, hulls, levels, lightmapped, triangles
from castalia.craft.surfaces import surface
from castalia.exchange.gltf import write_asset_glb
from castalia.world import Mesh, Prototype


def made(kind: str, detail: float = 1.0) -> Prototype:
    return make_object(ObjectSpec(kind, seed=3, detail=detail))


def turned(a: np.ndarray, b: np.ndarray, point: np.ndarray) -> np.ndarray:
    """Twice the signed area of the triangle that two corners make with a point."""
    return (b - a)[..., 0] * (point - a)[..., 1] - (b - a)[..., 1] * (point - a)[..., 0]


@pytest.mark.parametrize("kind", ["arch", "person", "pine"])
def test_light_can_be_baked_since_no_two_triangles_share_a_place(kind: str) -> None:
    before = made(kind)
    after, lightmaps = lightmapped(before)
    corners = []
    for part, old, uvs in zip(after.parts, before.parts, lightmaps, strict=True):
        assert len(uvs) == len(part.mesh.positions) and uvs.min() >= 0 and uvs.max() <= 1
        assert np.array_equal(part.mesh.positions[part.mesh.triangles], old.mesh.positions[old.mesh.triangles])
        corners.append(uvs[part.mesh.triangles].astype(np.float64))
    a, b, c = np.concatenate(corners).swapaxes(0, 1)
    assert 0.05 < np.abs(turned(a, b, c)).sum() / 2 < 1.0
    middles = ((a + b + c) / 3)[:, None]
    sides = np.stack([turned(a, b, middles), turned(b, c, middles), turned(c, a, middles)]) * np.sign(turned(a, b, c))
    assert np.array_equal((sides > 1e-9).all(axis=0), np.eye(len(a), dtype=bool) & (np.abs(turned(a, b, c)) > 3e-9))


@pytest.mark.parametrize("kind", ["house", "person", "broadleaf", "bush"])
def test_each_level_is_simpler_and_as_large(kind: str) -> None:
    near = made(kind)
    steps = [near, *levels(near, lambda detail: made(kind, detail))]
    assert len(steps) == 1 + len(LEVELS)
    assert all(triangles(after) < 0.65 * triangles(before) for before, after in itertools.pairwise(steps))
    size = np.ptp(np.stack(meshes.bounds(near)), axis=0)
    for level in steps[1:]:
        assert np.abs(np.ptp(np.stack(meshes.bounds(level)), axis=0) / size - 1).max() < 0.3


def outside(hull: Mesh, points: np.ndarray) -> np.ndarray:
    """How far each point lies beyond the hull's faces, below 0 inside."""
    normals = meshes.unit(meshes.face_normals(hull.positions, hull.triangles))
    heights = (hull.positions[hull.triangles[:, 0]] * normals).sum(axis=1)
    return (points @ normals.T - heights).max(axis=1)


def test_one_collides_with_an_archs_stones_and_walks_through_its_opening() -> None:
    arch = made("arch")
    solid = hulls(arch)
    assert 2 <= len(solid) <= MOST_HULLS
    assert all(outside(hull, hull.positions).max() < 1e-3 for hull in solid), "each hull is convex"
    low, high = meshes.bounds(arch)
    corners = np.concatenate([part.mesh.positions for part in arch.parts])
    beyond = np.min([outside(hull, corners) for hull in solid], axis=0)
    assert np.quantile(beyond, 0.95) < 0.06 * float(np.linalg.norm(high - low))
    way = np.array([[0.0, 0.4 * float(high[1]), 0.0], [0.0, 0.2 * float(high[1]), 0.3]])
    assert min(outside(hull, way).min() for hull in solid) > 0


def test_leaves_and_light_stop_nobody() -> None:
    assert hulls(made("grass")) == []
    trunk = hulls(made("pine"))
    wide = max(float(np.ptp(hull.positions[:, 0])) for hull in trunk)
    assert wide < 0.5 * float(np.ptp(np.stack(meshes.bounds(made("pine")))[:, 0]))


def test_an_asset_file_holds_them_by_their_names(folder: Path) -> None:
    tower, lightmaps = lightmapped(replace(made("tombstone"), name="old-tombstone"))
    solid = hulls(tower)
    materials = {part.material: surface(part.material, 16, 1) for part in tower.parts}
    write_asset_glb(folder / "old-tombstone.glb", tower, materials, "{}", 16, lightmaps, solid)
    data = (folder / "old-tombstone.glb").read_bytes()
    document = json.loads(data[20 : 20 + struct.unpack("<I", data[12:16])[0]])
    names = [node["name"] for node in document["nodes"]]
    assert names == ["old-tombstone", *(f"UCX_old-tombstone_{at:02}" for at in range(1, len(solid) + 1))]
    assert all("TEXCOORD_1" in each["attributes"] for each in document["meshes"][0]["primitives"])
