"""How a camera moves within a shot: the nine moves of the vocabulary, eased, each a pure function of time."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from castalia.language.plan import Shot
from castalia.randomness import generator
from castalia.world import Camera, Vector

Points = NDArray[np.float64]
FASTEST = 0.085
"""Share of the subject's distance that a camera travels in a second, at most."""
_UP = np.array([0.0, 1.0, 0.0])


def eased(share: float) -> float:
    """A smooth start and stop (Perlin 2002): 0..1 to 0..1 without speed or acceleration at the ends."""
    share = min(max(share, 0.0), 1.0)
    return share**3 * (share * (share * 6 - 15) + 10)


@dataclass(frozen=True)
class Take:
    """A shot with its camera: ``middle`` is the view half-way, ``side`` -1 or 1 the way it goes, ``seed`` for the hand."""

    shot: Shot
    middle: Camera
    side: float
    seed: int

    def at(self, seconds: float) -> Camera:
        """The camera at a moment of the shot."""
        return MOVES[self.shot.move](self, seconds)

    @property
    def swing(self) -> float:
        """How far the move goes as a share of the subject's distance: longer shots go further, up to a third."""
        return min(0.34, FASTEST * self.shot.seconds)

    def along(self, seconds: float) -> float:
        """-0.5 at the start, 0.5 at the end."""
        return eased(seconds / self.shot.seconds) - 0.5


def _axes(camera: Camera) -> tuple[Points, Points, Points, Points, float]:
    """Eye, right, forward (level), towards the target, and the target's distance."""
    eye, target = np.asarray(camera.position, float), np.asarray(camera.target, float)
    towards = target - eye
    distance = float(np.linalg.norm(towards))
    towards = towards / max(distance, 1e-9)
    level = towards * np.array([1.0, 0.0, 1.0])
    level = level / max(float(np.linalg.norm(level)), 1e-6)
    right = np.cross(level, _UP)
    return eye, right, level, towards, distance


def _camera(take: Take, eye: Points, target: Points, roll: float = 0.0) -> Camera:
    return Camera(_vector(eye), _vector(target), take.middle.fov, roll)


def _vector(point: Points) -> Vector:
    x, y, z = (round(float(part), 6) for part in point)
    return x, y, z


def _turned(vector: Points, axis: Points, angle: float) -> Points:
    """A vector turned about a unit axis (Rodrigues), angle in radians."""
    cosine, sine = math.cos(angle), math.sin(angle)
    made: Points = vector * cosine + np.cross(axis, vector) * sine + axis * (axis @ vector) * (1 - cosine)
    return made


def static(take: Take, seconds: float) -> Camera:
    return take.middle


def pan(take: Take, seconds: float) -> Camera:
    """The head turns to the side."""
    eye, _, _, towards, distance = _axes(take.middle)
    angle = take.side * take.along(seconds) * take.swing * math.radians(take.middle.fov) * 1.6
    return _camera(take, eye, eye + _turned(towards, _UP, angle) * distance)


def tilt(take: Take, seconds: float) -> Camera:
    """The head rises, from below the view to above it."""
    eye, right, _, towards, distance = _axes(take.middle)
    angle = take.along(seconds) * take.swing * math.radians(take.middle.fov) * 1.2
    return _camera(take, eye, eye + _turned(towards, right, angle) * distance)


def dolly(take: Take, seconds: float) -> Camera:
    """The camera goes towards what it looks at."""
    eye, _, _, towards, distance = _axes(take.middle)
    step = towards * distance * take.swing * take.along(seconds)
    return _camera(take, eye + step, eye + towards * distance)


def truck(take: Take, seconds: float) -> Camera:
    """The camera goes sideways and looks straight on."""
    eye, right, _, towards, distance = _axes(take.middle)
    step = right * take.side * distance * take.swing * 0.8 * take.along(seconds)
    return _camera(take, eye + step, eye + step + towards * distance)


def crane(take: Take, seconds: float) -> Camera:
    """The camera rises and keeps looking at its subject."""
    eye, _, _, towards, distance = _axes(take.middle)
    lift = _UP * distance * take.swing * 0.6 * take.along(seconds)
    return _camera(take, eye + lift, eye + towards * distance)


def orbit(take: Take, seconds: float) -> Camera:
    """The camera goes round its subject."""
    eye, _, _, towards, distance = _axes(take.middle)
    target = eye + towards * distance
    angle = take.side * take.swing * 1.1 * take.along(seconds)
    return _camera(take, target + _turned(eye - target, _UP, angle), target)


def drone(take: Take, seconds: float) -> Camera:
    """The camera flies on and up, and looks down a little more."""
    eye, _, level, towards, distance = _axes(take.middle)
    along = take.along(seconds)
    step = (level * 0.8 + _UP * 0.45) * distance * take.swing * along
    return _camera(take, eye + step, eye + towards * distance + level * distance * take.swing * 0.3 * along)


def handheld(take: Take, seconds: float) -> Camera:
    """A body that breathes and shifts its weight: slow sines of unlike length, under half a degree."""
    eye, right, _, towards, distance = _axes(take.middle)
    random = generator(take.seed, "camera", "hand")
    rates, phases = random.uniform(0.25, 1.5, (4, 5)), random.uniform(0, 2 * math.pi, (4, 5))
    sizes = 1 / (1 + 1.8 * rates)
    across, rise, roll, sway = (sizes * np.sin(2 * math.pi * rates * seconds + phases)).sum(axis=1)
    target = eye + towards * distance + (right * across + _UP * rise) * distance * 0.006
    return _camera(take, eye + right * 0.012 * sway, target, 0.25 * roll)


Move = Callable[[Take, float], Camera]
MOVES: Mapping[str, Move] = MappingProxyType(
    {
        "static": static,
        "pan": pan,
        "tilt": tilt,
        "dolly": dolly,
        "truck": truck,
        "crane": crane,
        "orbit": orbit,
        "handheld": handheld,
        "drone": drone,
    }
)


def quaternion(camera: Camera) -> tuple[float, float, float, float]:
    """The camera's rotation (x, y, z, w) as glTF has it: it looks along its own -Z, +Y is up."""
    from scipy.spatial.transform import Rotation

    eye, target = np.asarray(camera.position, float), np.asarray(camera.target, float)
    back = (eye - target) / max(float(np.linalg.norm(eye - target)), 1e-9)
    side = np.cross(_UP, back)
    right = side / np.linalg.norm(side) if np.linalg.norm(side) > 1e-6 else np.array([1.0, 0.0, 0.0])
    up = np.cross(back, right)
    turned = Rotation.from_matrix(np.stack([right, up, back], axis=1)) * Rotation.from_euler("z", -camera.roll, True)
    x, y, z, w = (float(part) for part in turned.as_quat())
    return x, y, z, w
