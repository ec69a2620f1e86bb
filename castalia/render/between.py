"""A frame between two drawn ones: what both show, moved to where things are then and to where the camera stands.

Each drawn pixel's place in the world is known from its distance. The pixels of both frames are thrown forward to find what
the camera sees between them, and colours are fetched back from both (view interpolation: Chen and Williams 1993). What stands
still is read from one of them, which keeps it sharp; leaves, water and what moves are blended.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from castalia.render.kernels import in_bands, kernel
from castalia.render.motion import carried
from castalia.render.shade import SKY, Picture
from castalia.render.views import EYE, FORWARD, LENS, NEAR, RIGHT, UP, View, direction, pinhole
from castalia.world import Camera, Floats, Instance, Ints, World

_FAR = np.float32(1e5)
"""Metres at which the sky is taken to be."""
_SHARE, _METRES = 0.02, 0.05
"""Two distances are of one thing if they differ by less than this share of them and so many metres."""


class Drawn(NamedTuple):
    """A drawn frame: where its camera stood, and when."""

    camera: Camera
    seconds: float
    picture: Picture


class Movers(NamedTuple):
    """What moves in a world: ``rows`` (I,) gives each instance its row among those that move as a whole, -1 to all others;
    ``stirs`` (I,) is 1 for those that do, or of which a part sways."""

    instances: Sequence[Instance]
    seed: int
    rows: Ints
    stirs: Ints

    @staticmethod
    def of(world: World, seed: int) -> Movers:
        swaying = {
            name: any(bool((part.mesh.sway > 0).any()) for part in made.parts)
            for name, made in world.prototypes.items()
        }
        moves = np.array([bool(each.motion) for each in world.instances])
        sways = np.array([swaying[each.prototype] for each in world.instances])
        rows = np.where(moves, np.cumsum(moves) - 1, -1)
        return Movers(world.instances, seed, rows.astype(np.int32), (moves | sways).astype(np.int32))


class _Source(NamedTuple):
    """A drawn frame as kernels read it. ``forward`` (M,3,4) takes each moving thing to where it is between, ``back`` the
    other way."""

    colour: Floats
    distance: Floats
    instance: Ints
    seen: View
    forward: Floats
    back: Floats


def between(before: Drawn, after: Drawn, camera: Camera, seconds: float, movers: Movers) -> Picture:
    """What ``camera`` sees at ``seconds``, a time between those of the two frames."""
    height, width = before.picture.distance.shape
    view = pinhole(camera, width, height)
    one, other = (_source(drawn, width, height, seconds, movers) for drawn in (before, after))
    depths = np.full((2, height, width), 2 * _FAR, np.float32)
    kinds = np.full((2, height, width), SKY, np.int32)
    in_bands(_throw, 2, 1, one, other, movers.rows, view, depths, kinds)
    made = Picture(
        np.empty((height, width, 3), np.float32),
        np.empty((height, width), np.float32),
        np.empty((height, width), np.int32),
    )
    in_bands(_fetch, height, 24, one, other, movers.rows, movers.stirs, view, depths, kinds, *made)
    return made


def _source(drawn: Drawn, width: int, height: int, seconds: float, movers: Movers) -> _Source:
    here, then = (_motions(movers.instances, time, movers.seed) for time in (seconds, drawn.seconds))
    forward, back = here @ np.linalg.inv(then), then @ np.linalg.inv(here)
    tables = (np.ascontiguousarray(moved[:, :3], np.float32) for moved in (forward, back))
    return _Source(*drawn.picture, pinhole(drawn.camera, width, height), *tables)


def _motions(instances: Sequence[Instance], seconds: float, seed: int) -> Floats:
    """Motions (M,4,4) since time 0, where all stands."""
    moved = carried(instances, seconds, seed).astype(np.float64)
    made = np.tile(np.eye(4), (len(moved), 1, 1))
    if seconds:
        made[:, :3] = moved
    return made


@kernel
def _throw(one, other, movers, view, depths, kinds, first, past):
    for source in range(first, past):
        if source == 0:
            _thrown(one, movers, view, depths[0], kinds[0])
        else:
            _thrown(other, movers, view, depths[1], kinds[1])


@kernel
def _thrown(source, movers, view, depths, kinds):
    """Leave each pixel's new distance at the four pixels round its new place, the nearest on top."""
    height, width = depths.shape
    for row in range(height):
        for column in range(width):
            x, y, z = _place(source.seen, column + 0.5, row + 0.5, min(source.distance[row, column], _FAR))
            kind = source.instance[row, column]
            x, y, z = _moved(x, y, z, kind, movers, source.forward)
            across, down, away = _projected(view, x, y, z)
            if away < 0.0:
                continue
            left, top = math.floor(across - 0.5), math.floor(down - 0.5)
            for low in range(max(top, 0), min(top + 2, height)):
                for right in range(max(left, 0), min(left + 2, width)):
                    if away < depths[low, right]:
                        depths[low, right], kinds[low, right] = away, kind


@kernel
def _fetch(one, other, movers, stirs, view, depths, kinds, colour, distance, instance, first, past):
    """The colours of rows first..past: those of a frame that sees the place; where it stirs and both do, or where neither
    does, their mean."""
    for row in range(first, past):
        for column in range(distance.shape[1]):
            nearer = 0 if depths[0, row, column] <= depths[1, row, column] else 1
            away, kind = min(depths[nearer, row, column], _FAR), kinds[nearer, row, column]
            x, y, z = _place(view, column + 0.5, row + 0.5, away)
            across, down, surely = _found(one, movers, x, y, z, kind)
            stands = kind == SKY or (kind >= 0 and stirs[kind] == 0)
            if surely and stands:
                red, green, blue = _read(one.colour, across, down)
            else:
                other_across, other_down, other_surely = _found(other, movers, x, y, z, kind)
                red, green, blue = _read(other.colour, other_across, other_down)
                if surely or not other_surely:
                    one_red, one_green, one_blue = _read(one.colour, across, down)
                    share = 0.5 if surely == other_surely else 1.0
                    red, green, blue = (
                        red + share * (one_red - red), green + share * (one_green - green), blue + share * (one_blue - blue)
                    )  # fmt: skip
            colour[row, column, 0], colour[row, column, 1], colour[row, column, 2] = red, green, blue
            distance[row, column] = away if away < _FAR else np.inf
            instance[row, column] = kind


@kernel
def _found(source, movers, x, y, z, kind):
    """Where a frame shows a place, in pixels, and whether it sees it: nothing stands before it."""
    height, width = source.distance.shape
    x, y, z = _moved(x, y, z, kind, movers, source.back)
    across, down, away = _projected(source.seen, x, y, z)
    if away < 0.0 or across < 0.0 or down < 0.0 or across >= width or down >= height:
        return min(max(across, 0.0), float(width)), min(max(down, 0.0), float(height)), False
    there = min(source.distance[int(down), int(across)], _FAR)
    return across, down, abs(there - away) < _SHARE * away + _METRES


@kernel
def _moved(x, y, z, kind, movers, motions):
    if kind < 0 or movers[kind] < 0:
        return x, y, z
    by = motions[movers[kind]]
    return (
        by[0, 0] * x + by[0, 1] * y + by[0, 2] * z + by[0, 3],
        by[1, 0] * x + by[1, 1] * y + by[1, 2] * z + by[1, 3],
        by[2, 0] * x + by[2, 1] * y + by[2, 2] * z + by[2, 3],
    )


@kernel
def _place(view, across, down, away):
    """The place in the world ``away`` metres along the ray through a place of the picture, in pixels."""
    x, y, z = direction(view, across, down)
    return view[EYE, 0] + away * x, view[EYE, 1] + away * y, view[EYE, 2] + away * z


@kernel
def _projected(view, x, y, z):
    """Where a view shows a place, in pixels, and how far off it is, metres; -1 if it lies behind."""
    x, y, z = x - view[EYE, 0], y - view[EYE, 1], z - view[EYE, 2]
    ahead = view[FORWARD, 0] * x + view[FORWARD, 1] * y + view[FORWARD, 2] * z
    if ahead < NEAR:
        return 0.0, 0.0, -1.0
    scale = view[LENS, 0] / ahead
    across = view[LENS, 1] + scale * (view[RIGHT, 0] * x + view[RIGHT, 1] * y + view[RIGHT, 2] * z)
    down = view[LENS, 2] - scale * (view[UP, 0] * x + view[UP, 1] * y + view[UP, 2] * z)
    return across, down, math.sqrt(x * x + y * y + z * z)


@kernel
def _read(colour, across, down):
    """The colour at a place of a picture by the sixteen pixels round it (Catmull and Rom 1974), which keeps it sharp; within
    what the four nearest have, so that no edge rings."""
    height, width = colour.shape[0], colour.shape[1]
    x, y = min(max(across - 0.5, 1.0), width - 2.001), min(max(down - 0.5, 1.0), height - 2.001)
    left, top = int(x), int(y)
    wide, tall = _spline(x - left), _spline(y - top)
    red, green, blue = np.float32(0.0), np.float32(0.0), np.float32(0.0)
    for row in range(4):
        line = colour[top + row - 1]
        weight = tall[row]
        for column in range(4):
            share = weight * wide[column]
            pixel = line[left + column - 1]
            red, green, blue = red + share * pixel[0], green + share * pixel[1], blue + share * pixel[2]
    one, two, three, four = colour[top, left], colour[top, left + 1], colour[top + 1, left], colour[top + 1, left + 1]
    return (
        min(max(red, min(one[0], two[0], three[0], four[0])), max(one[0], two[0], three[0], four[0])),
        min(max(green, min(one[1], two[1], three[1], four[1])), max(one[1], two[1], three[1], four[1])),
        min(max(blue, min(one[2], two[2], three[2], four[2])), max(one[2], two[2], three[2], four[2])),
    )


@kernel
def _spline(share):
    """Weights of four samples in a row for a place ``share`` of the way from the second to the third."""
    t = np.float32(share)
    half, one = np.float32(0.5), np.float32(1.0)
    return (
        half * t * (t * (np.float32(2.0) - t) - one),
        half * (t * t * (np.float32(3.0) * t - np.float32(5.0)) + np.float32(2.0)),
        half * t * (t * (np.float32(4.0) - np.float32(3.0) * t) + one),
        half * t * t * (t - one),
    )
