"""Rays and distances in a world's geometry, without drawing it: may a camera stand there, and what can it see?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from castalia.render.kernels import in_bands, kernel
from castalia.render.merge import CHUNK, Geometry
from castalia.render.stage import Stage
from castalia.world import GROUND, Floats, Ints, World

SPHERE_RAYS = 96
_SKY_HIGH = 400.0
_FIGURE = (0.9, 2.6)
"""How tall, in metres, a thing is whose head is missed where the frame cuts it off."""
_SPINE = 9
_BARRIER = 0.02
"""Metres that two surfaces may lie apart and still count as one."""


@dataclass(frozen=True)
class Probes:
    """The questions that a search of cameras asks of one stage. Places are (x, y, z) in metres."""

    stage: Stage
    ground: int
    """Index of the terrain among the world's instances, -1 where there is none."""
    solid: NDArray[np.bool_]
    """For each triangle, whether it bounds a solid: leaves do not."""
    afar: Floats
    """For each of the world's instances, how many metres off it looks right."""
    figures: Mapping[int, Floats]
    """Of the plan's objects those of about a man's size, by their index: points (N,3) up the middle of each."""

    @staticmethod
    def of(stage: Stage) -> Probes:
        kinds = [instance.kind for instance in stage.world.instances]
        thin = [stage.world.materials[name].translucency > 0 for name in sorted(stage.world.materials)]
        solid = ~np.array([*thin, False])[stage.geometry.material]
        afar = np.array([instance.afar for instance in stage.world.instances], np.float32)
        return Probes(stage, kinds.index(GROUND) if GROUND in kinds else -1, solid, afar, _figures(stage.world))

    def cast(self, origins: ArrayLike, directions: ArrayLike, reach: ArrayLike, only: int = -1) -> tuple[Floats, Ints]:
        """Distance (N,) to the first hit along unit ``directions`` and its triangle, inf and -1 where nothing is hit
        within ``reach``; ``only`` an instance where that is one."""
        starts = np.atleast_2d(np.asarray(origins, np.float32))
        ways = np.atleast_2d(np.asarray(directions, np.float32))
        count = max(len(starts), len(ways))
        starts, ways = (np.ascontiguousarray(np.broadcast_to(part, (count, 3))) for part in (starts, ways))
        limits = np.ascontiguousarray(np.broadcast_to(np.asarray(reach, np.float32), (count,)))
        distance, hit = np.full(count, np.inf, np.float32), np.full(count, -1, np.int32)
        in_bands(_cast, count, 12, *self._arrays(), only, starts, ways, limits, distance, hit)
        return distance, hit

    def floor(self, x: float, z: float) -> float:
        """Height of the ground or the water at a place, whichever is higher; -inf beyond the edge of the land."""
        distance, _ = self.cast((x, _SKY_HIGH, z), (0, -1, 0), 2 * _SKY_HIGH, self.ground)
        land = _SKY_HIGH - float(distance[0])
        water = self.stage.world.water
        return land if water is None else max(land, water.level)

    def clearance(self, places: ArrayLike, reach: float) -> Floats:
        """Metres (N,) from places to the nearest thing that is not the ground, ``reach`` where nothing is so near."""
        points = np.ascontiguousarray(np.atleast_2d(np.asarray(places, np.float32)))
        found = np.full(len(points), reach, np.float32)
        in_bands(_nearest, len(points), 4, *self._arrays(), self.ground, points, found)
        return found

    def buried(self, place: ArrayLike) -> bool:
        """Whether a place lies inside something or under the ground: the next solid surface above is seen from behind."""
        at = np.asarray(place, np.float32)
        below, _ = self.cast(at, (0, -1, 0), _SKY_HIGH, self.ground)
        water = self.stage.world.water
        if not np.isfinite(below[0]) and (water is None or at[1] < water.level):
            return True
        return self._behind(at, np.array([0.0, 1.0, 0.0], np.float32))

    def _behind(self, at: Floats, way: Floats) -> bool:
        start = at
        for _ in range(8):
            distance, hit = self.cast(start, way, _SKY_HIGH)
            if hit[0] < 0:
                return False
            if self.solid[hit[0]]:
                return bool(self._normal(int(hit[0])) @ way > 0)
            start = start + way * (distance[0] + _BARRIER)
        return False

    def _normal(self, triangle: int) -> Floats:
        a, b, c = self.stage.geometry.positions[self.stage.geometry.triangles[triangle]]
        normal: Floats = np.cross(b - a, c - a)
        return normal

    def crowded(self, place: ArrayLike) -> float:
        """Share of rays all round that meet a thing other than the ground within a metre; 1 inside a small thing."""
        distance, hit = self.cast(place, _sphere(), 1.0)
        near = np.isfinite(distance) & (self.instance(hit) != self.ground)
        return float(near.mean())

    def seen(self, eye: ArrayLike, points: Floats, instances: NDArray[np.integer[Any]]) -> NDArray[np.bool_]:
        """For each point (N,3) of a thing made of ``instances``, whether the first thing on the way from the eye is it."""
        away = points - np.asarray(eye, np.float32)
        length = np.maximum(np.linalg.norm(away, axis=1), 1e-6)
        distance, hit = self.cast(eye, away / length[:, None], length + 0.5)
        return np.isin(self.instance(hit), instances) | (distance >= length - 0.05)

    def free_way(self, places: Floats) -> bool:
        """Whether straight lines from each place (N,3) to the next meet nothing."""
        steps = np.diff(places, axis=0)
        length = np.linalg.norm(steps, axis=1)
        moving = length > 1e-4
        if not moving.any():
            return True
        distance, _ = self.cast(places[:-1][moving], steps[moving] / length[moving, None], length[moving])
        return not bool(np.isfinite(distance).any())

    def instance(self, triangles: Ints) -> Ints:
        """The instance of each triangle, -1 for none."""
        of: Ints = np.where(triangles >= 0, self.stage.geometry.instance[np.maximum(triangles, 0)], -1)
        return of

    def _arrays(self) -> tuple[Any, ...]:
        made: Geometry = self.stage.geometry
        return made.positions, made.triangles, made.instance, made.bounds


def _sphere() -> Floats:
    """Directions (96,3) spread evenly over the sphere (a Fibonacci lattice)."""
    at = np.arange(SPHERE_RAYS) + 0.5
    height = 1 - 2 * at / SPHERE_RAYS
    turn = at * math.pi * (3 - math.sqrt(5))
    wide = np.sqrt(1 - height**2)
    return np.column_stack([wide * np.cos(turn), height, wide * np.sin(turn)]).astype(np.float32)


def upright(low: Floats, high: Floats) -> bool:
    """Whether what fills the box between two corners (3,) has the size and build of a standing figure."""
    wide, tall, deep = (float(side) for side in high - low)
    return _FIGURE[0] <= tall <= _FIGURE[1] and tall > max(wide, deep)


def _figures(world: World) -> dict[int, Floats]:
    found = {}
    for at, instance in enumerate(world.instances):
        if instance.name not in world.focus:
            continue
        corners = np.concatenate([part.mesh.positions for part in world.prototypes[instance.prototype].parts])
        placed = corners @ instance.transform[:3, :3].T + instance.transform[:3, 3]
        low, high = placed.min(axis=0), placed.max(axis=0)
        if upright(low, high):
            spine = np.tile((low + high) / 2, (_SPINE, 1))
            spine[:, 1] = np.linspace(low[1], high[1], _SPINE)
            found[at] = spine.astype(np.float32)
    return found


@kernel
def _cast(positions, triangles, instance, bounds, only, origins, directions, reach, distance, hit, first, past):
    for ray in range(first, past):
        ox, oy, oz = origins[ray, 0], origins[ray, 1], origins[ray, 2]
        dx, dy, dz = directions[ray, 0], directions[ray, 1], directions[ray, 2]
        ix = 1.0 / dx if abs(dx) > 1e-12 else 1e12
        iy = 1.0 / dy if abs(dy) > 1e-12 else 1e12
        iz = 1.0 / dz if abs(dz) > 1e-12 else 1e12
        best = reach[ray]
        for chunk in range(len(bounds)):
            # The slab test: where the ray is inside all three pairs of planes.
            a, b = (bounds[chunk, 0] - ox) * ix, (bounds[chunk, 3] - ox) * ix
            enter, leave = min(a, b), max(a, b)
            a, b = (bounds[chunk, 1] - oy) * iy, (bounds[chunk, 4] - oy) * iy
            enter, leave = max(enter, min(a, b)), min(leave, max(a, b))
            a, b = (bounds[chunk, 2] - oz) * iz, (bounds[chunk, 5] - oz) * iz
            enter, leave = max(enter, min(a, b)), min(leave, max(a, b))
            if leave < max(enter, 0.0) or enter > best:
                continue
            for index in range(chunk * CHUNK, min(len(triangles), (chunk + 1) * CHUNK)):
                if only >= 0 and instance[index] != only:
                    continue
                found = _met(positions, triangles, index, ox, oy, oz, dx, dy, dz)
                if 0.0 < found < best:
                    best = found
                    distance[ray], hit[ray] = found, index


@kernel
def _met(positions, triangles, index, ox, oy, oz, dx, dy, dz):
    """How far along a ray it meets a triangle, -1 where it does not (Moeller and Trumbore 1997)."""
    a, b, c = triangles[index, 0], triangles[index, 1], triangles[index, 2]
    ax, ay, az = positions[a, 0], positions[a, 1], positions[a, 2]
    ux, uy, uz = positions[b, 0] - ax, positions[b, 1] - ay, positions[b, 2] - az
    vx, vy, vz = positions[c, 0] - ax, positions[c, 1] - ay, positions[c, 2] - az
    px, py, pz = dy * vz - dz * vy, dz * vx - dx * vz, dx * vy - dy * vx
    area = ux * px + uy * py + uz * pz
    if abs(area) < 1e-12:
        return -1.0
    sx, sy, sz = ox - ax, oy - ay, oz - az
    u = (sx * px + sy * py + sz * pz) / area
    if u < 0.0 or u > 1.0:
        return -1.0
    qx, qy, qz = sy * uz - sz * uy, sz * ux - sx * uz, sx * uy - sy * ux
    v = (dx * qx + dy * qy + dz * qz) / area
    if v < 0.0 or u + v > 1.0:
        return -1.0
    return (vx * qx + vy * qy + vz * qz) / area


@kernel
def _nearest(positions, triangles, instance, bounds, ground, points, found, first, past):
    for point in range(first, past):
        x, y, z = points[point, 0], points[point, 1], points[point, 2]
        best = found[point] * found[point]
        for chunk in range(len(bounds)):
            px = max(bounds[chunk, 0] - x, 0.0, x - bounds[chunk, 3])
            py = max(bounds[chunk, 1] - y, 0.0, y - bounds[chunk, 4])
            pz = max(bounds[chunk, 2] - z, 0.0, z - bounds[chunk, 5])
            if px * px + py * py + pz * pz >= best:
                continue
            for index in range(chunk * CHUNK, min(len(triangles), (chunk + 1) * CHUNK)):
                if instance[index] != ground:
                    best = min(best, _squared(positions, triangles, index, x, y, z))
        found[point] = math.sqrt(best)


@kernel
def _squared(positions, triangles, index, x, y, z):
    """Squared distance from a point to a triangle (Ericson, Real-Time Collision Detection, 5.1.5)."""
    a, b, c = triangles[index, 0], triangles[index, 1], triangles[index, 2]
    ax, ay, az = positions[a, 0], positions[a, 1], positions[a, 2]
    ux, uy, uz = positions[b, 0] - ax, positions[b, 1] - ay, positions[b, 2] - az
    vx, vy, vz = positions[c, 0] - ax, positions[c, 1] - ay, positions[c, 2] - az
    px, py, pz = x - ax, y - ay, z - az
    d1, d2 = ux * px + uy * py + uz * pz, vx * px + vy * py + vz * pz
    uu, uv, vv = ux * ux + uy * uy + uz * uz, ux * vx + uy * vy + uz * vz, vx * vx + vy * vy + vz * vz
    d3, d4, d5, d6 = d1 - uu, d2 - uv, d1 - uv, d2 - vv
    va, vb, vc = d3 * d6 - d5 * d4, d5 * d2 - d1 * d6, d1 * d4 - d3 * d2
    s, t = 0.0, 0.0
    if d1 <= 0.0 and d2 <= 0.0:
        s, t = 0.0, 0.0
    elif d3 >= 0.0 and d4 <= d3:
        s, t = 1.0, 0.0
    elif d6 >= 0.0 and d5 <= d6:
        s, t = 0.0, 1.0
    elif vc <= 0.0 and d1 >= 0.0 and d3 <= 0.0:
        s, t = d1 / max(d1 - d3, 1e-20), 0.0
    elif vb <= 0.0 and d2 >= 0.0 and d6 <= 0.0:
        s, t = 0.0, d2 / max(d2 - d6, 1e-20)
    elif va <= 0.0 and d4 - d3 >= 0.0 and d5 - d6 >= 0.0:
        t = (d4 - d3) / max((d4 - d3) + (d5 - d6), 1e-20)
        s = 1.0 - t
    else:
        total = max(va + vb + vc, 1e-20)
        s, t = vb / total, vc / total
    qx, qy, qz = px - s * ux - t * vx, py - s * uy - t * vy, pz - s * uz - t * vz
    return qx * qx + qy * qy + qz * qz
