"""Which pieces of a kit snap, to which grid, and over which of their edges a road or a wall runs on."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from castalia.craft.grids import Grid
from castalia.craft.tops import topmost
from castalia.kits.models import Model
from castalia.world import Floats

NEAR_EDGE = 0.97
"""Where an edge's colour is read, as a share of the way from the middle to it."""
OTHER = 0.3
"""By which share of the ground's colour another one differs that is no shade of it."""
SNUG = 0.02
"""By which share of the step a piece may miss the edge that it joins."""
HALF_WALL = 0.45
"""How far from an edge's middle a wall may lie that runs over it, as a share of the way from the tile's middle to
it."""


@dataclass(frozen=True)
class Frame:
    """A kit's grid in its own units: ``step`` from edge to edge, and the heading of the edge that is counted first."""

    sides: int
    step: float
    first: float

    @property
    def grid(self) -> Grid:
        return Grid(self.sides, self.step)


def frame_of(model: Model) -> Frame | None:
    """The grid that a tile of this shape fills: a square, or a hexagon with a flat or a pointed side to the front."""
    wide, _, deep = model.size
    ratio, pointed = deep / max(wide, 1e-9), 2 / math.sqrt(3)
    corner = (0.46 * wide, 0.46 * deep)
    filled = [math.isfinite(height) for height in topmost(model.positions, model.triangles, _mirrored(corner))[0]]
    if abs(ratio - 1) < SNUG and all(filled):
        return Frame(4, wide, 0.0)
    if any(filled):
        return None
    if abs(ratio / pointed - 1) < SNUG:
        return Frame(6, wide, 30.0)
    return Frame(6, deep, 0.0) if abs(ratio * pointed - 1) < SNUG else None


def _mirrored(place: tuple[float, float]) -> list[tuple[float, float]]:
    return [(x * place[0], z * place[1]) for x in (-1, 1) for z in (-1, 1)]


def in_frame(model: Model, frame: Frame) -> Floats:
    """The model's positions (V,3) in its own coordinates, turned so that the first edge looks towards +z; own units."""
    angle = math.radians(-frame.first)
    turn = np.array(
        [[math.cos(angle), 0, math.sin(angle)], [0, 1, 0], [-math.sin(angle), 0, math.cos(angle)]], np.float32
    )
    placed: Floats = (model.positions + np.asarray(model.origin, np.float32)) @ turn.T
    return placed


def edge_tops(model: Model, frame: Frame) -> tuple[Floats, Floats]:
    """What lies at the middle of each edge: heights (sides,) in the kit's own coordinates and linear colours
    (sides,3)."""
    grid, points = frame.grid, in_frame(model, frame)
    ways = np.array([grid.direction(edge) for edge in range(frame.sides)])
    # A little aside of the middle, where lanes are marked.
    places = NEAR_EDGE * grid.reach * ways + 0.04 * grid.step * ways[:, ::-1] * (1, -1)
    heights, faces = topmost(points, model.triangles, places)
    return heights, model.colours[model.triangles[faces]].mean(axis=1)


def road_ways(model: Model, frame: Frame, ground: Floats) -> frozenset[int]:
    """The edges whose colour is not that of plain ``ground`` (sides,3)."""
    _, colours = edge_tops(model, frame)
    apart = np.linalg.norm(colours - ground, axis=1) > OTHER * np.linalg.norm(ground, axis=1)
    return frozenset(int(edge) for edge in np.flatnonzero(apart))


def wall_ways(model: Model, frame: Frame) -> frozenset[int]:
    """The edges that a wall reaches at their middle; none of a wall that reaches out of its tile."""
    grid, points = frame.grid, in_frame(model, frame)[:, [0, 2]].astype(np.float64)
    found = []
    for edge in range(frame.sides):
        across, along = grid.direction(edge)
        reached, aside = points @ (across, along), np.abs(points @ (along, -across))
        if reached.max() > (1 + SNUG) * grid.reach:
            return frozenset()
        if aside[reached > (1 - SNUG) * grid.reach].min(initial=np.inf) < HALF_WALL * grid.reach:
            found.append(edge)
    return frozenset(found)


def outer_side(model: Model, frame: Frame) -> tuple[float, float]:
    """The direction (x, z) from a wall's middle towards its parapet, which is its highest part; in steps."""
    points = in_frame(model, frame)
    crest = points[points[:, 1] > points[:, 1].min() + 0.93 * np.ptp(points[:, 1])]
    x, _, z = (float(part) for part in crest.mean(axis=0) - (points.min(axis=0) + points.max(axis=0)) / 2)
    return x / frame.step, z / frame.step
