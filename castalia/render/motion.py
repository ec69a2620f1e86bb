"""What moves as a whole while a film runs: birds and fish circle, boats rock, what hovers drifts. At time 0 everything stands
where the world put it, so stills, light and shadows need not know of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from scipy.spatial.transform import Rotation

from castalia.randomness import generator
from castalia.world import Floats, Instance, Motion


class Course(NamedTuple):
    """A kind of motion. No part of a thing comes more than ``reach`` metres from where it began; ``at`` gives the motion (4,4)
    in world space from where the thing stands, object to world (4,4), a phase of 0..2 pi, and seconds."""

    reach: float
    at: Callable[[Floats, float, float], Floats]


def carried(instances: Sequence[Instance], seconds: float, seed: int) -> Floats:
    """The motions (M,3,4) of those instances that have one, in their order."""
    moving = [each for each in instances if each.motion]
    made = np.empty((len(moving), 3, 4), np.float32)
    for row, each in zip(made, moving, strict=True):
        phase = float(generator(seed, "motion", each.name).uniform(0, 2 * math.pi))
        row[:] = COURSES[each.motion].at(each.transform.astype(np.float64), phase, seconds)[:3]
    return made


def _circle(radius: float, speed: float, rise: float) -> Callable[[Floats, float, float], Floats]:
    """Round a circle of ``radius`` metres at ``speed`` metres a second, to the left or right, rising and sinking by ``rise``.
    What circles looks along its own +Z."""

    def at(place: Floats, phase: float, seconds: float) -> Floats:
        side = 1.0 if phase < math.pi else -1.0
        aside = place[:3, 0] / max(float(np.linalg.norm(place[:3, 0])), 1e-6)
        middle = place[:3, 3] + side * radius * aside
        turn = side * speed / radius * seconds
        made = _turned((0.0, 1.0, 0.0), turn, middle)
        made[1, 3] += rise * _wave(0.7, phase, seconds)
        return made

    return at


def _rocking(heave: float, roll: float, pitch: float) -> Callable[[Floats, float, float], Floats]:
    """Up and down by ``heave`` metres, about its own length by ``roll`` degrees, about its breadth by ``pitch``."""

    def at(place: Floats, phase: float, seconds: float) -> Floats:
        foot = place[:3, 3]
        along = _turned(place[:3, 2], math.radians(roll) * _wave(1.5, phase, seconds), foot)
        across = _turned(place[:3, 0], math.radians(pitch) * _wave(1.1, phase + 1.0, seconds), foot)
        made: Floats = along @ across
        made[1, 3] += heave * _wave(1.1, phase + 2.0, seconds)
        return made

    return at


def _wave(rate: float, phase: float, seconds: float) -> float:
    """A sine of ``rate`` radians a second that is 0 at time 0."""
    return math.sin(rate * seconds + phase) - math.sin(phase)


def _turned(axis: Sequence[float] | Floats, angle: float, middle: Floats) -> Floats:
    """Turned by ``angle`` radians about an axis through a point, (4,4)."""
    way = np.asarray(axis, np.float64) / max(float(np.linalg.norm(axis)), 1e-9)
    made = np.eye(4)
    made[:3, :3] = Rotation.from_rotvec(angle * way).as_matrix()
    made[:3, 3] = middle - made[:3, :3] @ middle
    return made


COURSES: Mapping[Motion, Course] = MappingProxyType(
    {
        "fly": Course(22.0, _circle(8.0, 3.4, 0.35)),
        "swim": Course(7.0, _circle(1.8, 0.55, 0.06)),
        "hover": Course(2.0, _rocking(0.22, 4.0, 4.0)),
        "rock": Course(1.2, _rocking(0.06, 2.4, 1.1)),
    }
)
