"""What a plan's words about a picture mean in degrees and metres, and a camera that does what they say."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from castalia.render.angles import ANGLES, Angle
from castalia.render.probes import Probes, upright
from castalia.render.views import EYE, FORWARD, LENS, RIGHT, UP, pinhole
from castalia.world import STAGE, STAGE_FRONT, Camera, Floats, Ints, World, vector

LENSES: Mapping[str, float] = MappingProxyType({"wide": 54.0, "normal": 38.0, "long": 20.0})
"""Vertical field of view on 16:9 in degrees: about 24, 35 and 70 mm on full frame."""
SHARES: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "extreme-wide": (0.14, 0.26),
        "wide": (0.26, 0.45),
        "full": (0.50, 0.85),
        "medium": (0.90, 1.30),
        "close-up": (1.50, 2.30),
    }
)
"""The subject's share of the frame's height (or of its width, where the subject is the wider)."""
STILL_SHARE = (0.24, 0.62)
_REACH = 130.0
"""Metres from there beyond which the land is only a backdrop and no camera stands, but for what is too large to be seen whole
from nearer: from ``_SIDES`` times its longest side."""
_SIDES = 2.5
_ALOFT = 4.0
"""Metres over the ground from which a subject's own height counts as eye level."""
_FROM_WALL = 0.35
"""Metres that a camera keeps from the walls of an enclosed place."""
_LEFT = 0.95
"""Optical depth at which a subject still stands out of the air."""
_SAMPLES = 400
_WIDE_FRAME = 16 / 9

_DOOR = 0.36
"""Where a close shot looks at what is no figure, as a share of its height."""


@dataclass(frozen=True)
class Subject:
    """What a picture is of: ``instances`` are indices into the world's; ``points`` (N,3) lie on it; ``low`` and
    ``high`` are the corners of its box. Without instances it is the middle of the stage."""

    instances: Ints
    points: Floats
    low: Floats
    high: Floats

    @property
    def centre(self) -> Floats:
        return np.asarray((self.low + self.high) / 2, np.float32)

    @property
    def height(self) -> float:
        return float(self.high[1] - self.low[1])


@dataclass(frozen=True)
class Framing:
    """What the plan fixes of a picture: angle, field of view on this frame, how large the subject is, aspect."""

    angle: str
    fov: float
    share: tuple[float, float]
    aspect: float

    @staticmethod
    def of(angle: str, lens: str, share: tuple[float, float], aspect: float) -> Framing:
        """The lens keeps its field of view in area: a frame turned upright sees as much as one that lies."""
        half = math.tan(math.radians(LENSES[lens]) / 2) * math.sqrt(_WIDE_FRAME / aspect)
        return Framing(angle, 2 * math.degrees(math.atan(half)), share, aspect)

    @property
    def close(self) -> bool:
        """Whether the subject is larger than the frame."""
        return self.share[0] >= 0.9

    @property
    def above(self) -> bool:
        return self.view.above

    @property
    def view(self) -> Angle:
        return ANGLES[self.angle]


@dataclass(frozen=True)
class Wish:
    """One camera to try: degrees round the subject (0 from the stage's front, positive to the right), degrees above it
    (for views from above), its share of the frame, where in the frame it stands (-1..1, right and up), metres of the
    eye over the ground."""

    azimuth: float
    elevation: float
    share: float
    across: float
    up: float
    eye: float


def cast_of(world: World) -> list[list[int]]:
    """The instances of each of the plan's objects, in the plan's order."""
    groups: dict[int, list[int]] = {}
    for at, instance in enumerate(world.instances):
        if instance.item is not None:
            groups.setdefault(instance.item, []).append(at)
    return [groups[item] for item in sorted(groups)]


def subject_of(world: World, item: int, copy: int) -> Subject:
    """A plan object as a subject: one copy, with the copies that stand close to it."""
    cast = cast_of(world)
    if not cast:
        corners = np.array([[-2, 0, -2], [2, 3, 2]], np.float32)
        return Subject(np.zeros(0, np.int32), corners, corners[0], corners[1])
    copies = cast[item]
    clouds = {at: _points(world, at) for at in copies}
    chosen = copies[copy % len(copies)]
    size = float(np.ptp(clouds[chosen], axis=0).max())
    middle = clouds[chosen].mean(axis=0)
    near = [at for at in copies if float(np.linalg.norm(clouds[at].mean(axis=0) - middle)) < 1.6 * size]
    points = np.concatenate([clouds[at] for at in near])
    kept = points[:: max(len(points) // _SAMPLES, 1)]
    return Subject(np.array(near, np.int32), kept, points.min(axis=0), points.max(axis=0))


def _points(world: World, at: int) -> Floats:
    instance = world.instances[at]
    parts = [part.mesh.positions for part in world.prototypes[instance.prototype].parts if len(part.mesh.positions)]
    corners = np.concatenate(parts)
    placed: Floats = corners @ instance.transform[:3, :3].T + instance.transform[:3, 3]
    return placed.astype(np.float32)


def projected(camera: Camera, points: Floats, aspect: float) -> tuple[Floats, Floats]:
    """Where points (N,3) fall in the frame, (N,2) from 0,0 top left to 1,1, and their depth (N,) in metres."""
    view = pinhole(camera, 1, 1)
    away = points - view[EYE]
    depth = away @ view[FORWARD]
    safe = np.maximum(depth, 0.05)
    across = 0.5 + view[LENS, 0] / aspect * (away @ view[RIGHT]) / safe
    down = 0.5 - view[LENS, 0] * (away @ view[UP]) / safe
    return np.column_stack([across, down]).astype(np.float32), depth


def share_of(camera: Camera, subject: Subject, aspect: float) -> float:
    """How much of the frame's height or width the subject takes, whichever is more; beyond 1 it leaves the frame."""
    at, depth = projected(camera, subject.points, aspect)
    ahead = at[depth > 0.05]
    return float(np.ptp(ahead, axis=0).max()) if len(ahead) > 1 else 9.0


def bearing_to_stage(subject: Subject) -> float:
    """Degrees from which a subject is seen from the middle of the stage's front, 0 for one that stands before it."""
    x, z = float(subject.centre[0]), float(subject.centre[2])
    return math.degrees(math.atan2(-x, STAGE_FRONT - z)) if _afar(x, z) > 0 else 0.0


def freedom(subject: Subject) -> float:
    """How far one may go round a subject and stay on the stage: 1 all round, less for what stands far off."""
    x, z = float(subject.centre[0]), float(subject.centre[2])
    return 1.0 - 0.75 * _afar(x, z)


def _afar(x: float, z: float) -> float:
    return float(np.clip((math.hypot(x, z) - 30.0) / 50.0, 0.0, 1.0))


def farthest(world: World, subject: Subject, azimuth: float) -> float:
    """Metres that a camera may stand from a subject: on the stage, and no farther than the air lets it be seen."""
    turn = math.radians(azimuth)
    x, z = float(subject.centre[0]) - STAGE[0], float(subject.centre[2]) - STAGE[1]
    along = x * math.sin(turn) + z * math.cos(turn)
    reach = max(_REACH, _SIDES * float(np.ptp(subject.points, axis=0).max()))
    room = math.sqrt(max(along**2 - (x**2 + z**2 - reach**2), 0.0)) - along
    # Mist lies low: what stands out of it is seen from afar.
    sunk = min(3 * world.air.mist_height / max(subject.height, 0.1), 1.0)
    return max(min(room, _LEFT / max(world.air.haze + 0.7 * sunk * world.air.mist, 1e-4)), 4.0)


def stand(probes: Probes, subject: Subject, framing: Framing, wish: Wish, limit: float = math.inf) -> Camera:
    """The camera that a wish describes, no farther than ``limit`` metres from the subject."""
    tangent = math.tan(math.radians(framing.fov) / 2)
    width = float(np.hypot(*(subject.high - subject.low)[[0, 2]]))
    extent = max(subject.height, 0.8 * width / framing.aspect, 0.05)
    distance = min(extent / (2 * wish.share * tangent), limit)
    camera = _aimed(probes, subject, framing, wish, distance)
    for _ in range(2):
        # Depth and perspective make it larger or smaller than a flat thing would be.
        found = share_of(camera, subject, framing.aspect)
        distance = min(distance * float(np.clip(found / wish.share, 0.6, 1.6)), limit)
        camera = _aimed(probes, subject, framing, wish, distance)
    return camera


def _aimed(probes: Probes, subject: Subject, framing: Framing, wish: Wish, distance: float) -> Camera:
    position = _position(probes, subject, framing, wish, distance)
    aim = subject.centre.astype(np.float64)
    if framing.close:
        # Of what is larger than the frame a figure is shown from its top down, as a face is, and all else at a third of its
        # height, where doors and windows are.
        top = 1 - 0.46 / max(wish.share, 0.92)
        aim[1] = subject.low[1] + subject.height * (top if upright(subject.low, subject.high) else _DOOR)
    tangent = math.tan(math.radians(framing.fov) / 2)
    away = aim - position
    yaw, pitch = math.atan2(away[0], -away[2]), math.atan2(away[1], math.hypot(away[0], away[2]))
    yaw -= math.atan(wish.across * tangent * framing.aspect) / max(math.cos(pitch), 0.5)
    pitch -= math.atan(wish.up * tangent)
    low, high = framing.view.pitch
    return turned(position, math.degrees(yaw), float(np.clip(math.degrees(pitch), low, high)), framing.fov)


def _position(probes: Probes, subject: Subject, framing: Framing, wish: Wish, distance: float) -> np.ndarray:
    world = probes.stage.world
    turn, rise = math.radians(wish.azimuth), math.radians(wish.elevation) if framing.above else 0.0
    flat, centre = distance * math.cos(rise), subject.centre.astype(np.float64)
    x, z = float(centre[0] + flat * math.sin(turn)), float(centre[2] + flat * math.cos(turn))
    ground = probes.floor(x, z)
    ground = ground if math.isfinite(ground) else float(subject.low[1])
    if framing.above:
        return _within(world, x, max(float(centre[1]) + distance * math.sin(rise), ground + 2.2), z)
    aloft = float(subject.low[1]) - probes.floor(float(centre[0]), float(centre[2])) > _ALOFT
    level = float(centre[1]) - 0.1 * distance if aloft and framing.view.level else ground + wish.eye
    return _within(world, x, max(level, ground + wish.eye), z)


def _within(world: World, x: float, y: float, z: float) -> np.ndarray:
    """The nearest place to stand inside an enclosed world."""
    place = np.array([x, y, z])
    if world.bounds is None:
        return place
    low, high = np.array(world.bounds)
    return np.clip(place, low + _FROM_WALL, high - _FROM_WALL)


def turned(position: np.ndarray, yaw: float, pitch: float, fov: float, roll: float = 0.0) -> Camera:
    """A camera that looks along -Z turned by ``yaw`` to the right and ``pitch`` up, in degrees."""
    side, rise = math.radians(yaw), math.radians(pitch)
    ahead = np.array([math.sin(side) * math.cos(rise), math.sin(rise), -math.cos(side) * math.cos(rise)])
    return Camera(vector(position), vector(position + 10.0 * ahead), fov, roll)


def looking(camera: Camera) -> tuple[float, float]:
    """A camera's yaw and pitch in degrees, as ``turned`` takes them."""
    away = np.subtract(camera.target, camera.position)
    flat = math.hypot(away[0], away[2])
    return math.degrees(math.atan2(away[0], -away[2])), math.degrees(math.atan2(away[1], flat))
