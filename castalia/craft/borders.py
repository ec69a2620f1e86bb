"""Soft borders between ground materials."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from castalia.world import Floats, Material, Prototype

MOST = 2.5
"""How many times brighter than itself a material may be shown at a border, or its grain would show as noise."""


def softened(made: Prototype, materials: Mapping[str, Material]) -> Prototype:
    """Where parts of different materials share points, each takes the mean of their colours there: within a triangle one
    runs into the other, in every renderer that knows vertex colours."""
    albedos = [materials[part.material].albedo.mean(axis=(0, 1)) for part in made.parts]
    points = np.concatenate([np.round(part.mesh.positions * 1000) for part in made.parts]).astype(np.int64)
    shown = np.concatenate([part.mesh.colours * albedo for part, albedo in zip(made.parts, albedos, strict=True)])
    owner = np.repeat(np.arange(len(made.parts)), [len(part.mesh.positions) for part in made.parts])
    _, point = np.unique(points, axis=0, return_inverse=True)
    common, shared = _means(shown, owner, point.reshape(-1))
    parts, first = [], 0
    for part, albedo in zip(made.parts, albedos, strict=True):
        past = first + len(part.mesh.positions)
        border = np.clip(common[first:past] / np.maximum(albedo, 1e-3), 0.0, MOST)
        colours = np.where(shared[first:past, None], border, part.mesh.colours).astype(np.float32)
        parts.append(replace(part, mesh=replace(part.mesh, colours=colours)))
        first = past
    return replace(made, parts=tuple(parts))


def _means(shown: Floats, owner: np.ndarray, point: np.ndarray) -> tuple[Floats, np.ndarray]:
    """For each vertex: the mean colour (N,3) of its point over the parts that meet there, each counting once, and whether
    there is more than one (N,)."""
    pairs, of = np.unique(point * (owner.max() + 1) + owner, return_inverse=True)
    each = np.stack([np.bincount(of, shown[:, axis]) for axis in range(3)], axis=1) / np.bincount(of)[:, None]
    at = pairs // (owner.max() + 1)
    parts = np.maximum(np.bincount(at), 1)
    total = np.stack([np.bincount(at, each[:, axis]) for axis in range(3)], axis=1)
    return (total / parts[:, None])[point], parts[point] > 1
