"""Meshes that are thin: flat grids, leaf cards, blades of grass."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from castalia.craft.meshes import WHITE, lattice, mesh, unit
from castalia.world import Mesh


def grid(width: float, depth: float, columns: int = 1, rows: int = 1, colour: ArrayLike = WHITE) -> Mesh:
    """A flat sheet that looks up, ``columns`` x ``rows`` cells, centred on the origin; uvs are x and z."""
    x, z = np.meshgrid(np.linspace(-width / 2, width / 2, columns + 1), np.linspace(depth / 2, -depth / 2, rows + 1))
    points = np.stack([x, np.zeros_like(x), z], axis=-1).reshape(-1, 3)
    normals = np.tile((0.0, 1.0, 0.0), (len(points), 1))
    return mesh(points, lattice(rows + 1, columns + 1), normals, points[:, [0, 2]], colour)


def cards(
    centres: ArrayLike, directions: ArrayLike, ups: ArrayLike, sizes: ArrayLike, normals: ArrayLike, colours: ArrayLike
) -> Mesh:
    """Leaf cards: one diamond-shaped quad each. All (N,3) except ``sizes`` (N,2) = width, length.

    A card lies in the plane of ``directions`` (its long axis) and ``ups`` x ``directions``; ``normals`` are what light
    sees (bent away from the crown's middle they make a round crown). Two-sided by nature: give thin materials translucency.
    """
    middle, shape = np.asarray(centres, np.float64), np.asarray(sizes, np.float64)
    long = unit(directions)
    wide = unit(np.cross(np.asarray(ups, np.float64), long)) * shape[:, :1] / 2
    long = long * shape[:, 1:]
    points = np.stack([middle - long * 0.5, middle + wide, middle + long * 0.5, middle - wide], axis=1)
    count = len(middle)
    faces = (np.arange(count)[:, None, None] * 4 + np.array([[0, 1, 2], [0, 2, 3]])).reshape(-1, 3)
    uvs = np.tile([(0.0, -0.5), (0.5, 0.0), (0.0, 0.5), (-0.5, 0.0)], (count, 1)) * np.repeat(shape, 4, axis=0)
    shading = np.repeat(unit(normals), 4, axis=0)
    tone = np.repeat(np.broadcast_to(np.asarray(colours, np.float64), (count, 3)), 4, axis=0)
    return mesh(points.reshape(-1, 3), faces, shading, uvs, tone, 1.0)


def blades(
    roots: ArrayLike,
    tips: ArrayLike,
    widths: ArrayLike,
    bends: ArrayLike,
    root_colour: ArrayLike,
    tip_colour: ArrayLike,
) -> Mesh:
    """Blades of grass or needles: three triangles each from ``roots`` to ``tips`` (N,3), arched by ``bends`` (N,3).

    ``widths`` (N,) at the root; colours (3,) or (N,3). Normals point mostly up, so that a lawn is lit as a whole.
    """
    root, tip, bend = (np.asarray(each, np.float64) for each in (roots, tips, bends))
    count = len(root)
    rise = tip - root
    wide = unit(np.cross(rise, np.cross((0.0, 1.0, 0.0), rise) + np.array([1e-4, 0.0, 0.0]))) if count else root
    wide = np.where(np.abs(wide[:, 1:2]) > 0.7, unit(np.cross(rise, (0.0, 1.0, 1e-3))), wide)
    wide = wide * (np.broadcast_to(widths, (count,)) / 2)[:, None]
    middle = root + rise * 0.55 + bend
    points = np.stack([root - wide, root + wide, middle + wide * 0.7, middle - wide * 0.7, tip], axis=1)
    faces = (np.arange(count)[:, None, None] * 5 + np.array([[0, 1, 2], [0, 2, 3], [3, 2, 4]])).reshape(-1, 3)
    length = np.linalg.norm(rise, axis=1)
    uvs = np.stack(
        [np.tile((-0.02, 0.02, 0.015, -0.015, 0.0), count), np.outer(length, (0, 0, 0.55, 0.55, 1)).ravel()], 1
    )
    low, high = (np.broadcast_to(np.asarray(each, np.float64), (count, 3)) for each in (root_colour, tip_colour))
    tone = np.stack([low, low, (low + high) / 2, (low + high) / 2, high], axis=1).reshape(-1, 3)
    normals = np.repeat(unit(np.cross(wide, rise) * 0.3 / np.maximum(length, 1e-6)[:, None] + (0, 0.02, 0)), 5, axis=0)
    sway = np.tile((0.0, 0.0, 0.4, 0.4, 1.0), count)
    return mesh(points.reshape(-1, 3), faces, normals, uvs, tone, sway)
