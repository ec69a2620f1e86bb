"""How a camera moves through a shot: the nine moves of a plan, eased at both ends.

A move is a path around a key camera, the composed picture. ``reach`` says how far it goes and to which side: 1 as far as
the move is meant to go, -1 the other way, less where there is no room.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from castalia.language.plan import Shot
from castalia.randomness import generator
from castalia.render.framing import looking, turned
from castalia.render.views import FORWARD, RIGHT, UP, pinhole
from castalia.world import Camera, Vector

if TYPE_CHECKING:
    from castalia.render.verdicts import Verdict

_CALM_SECONDS = 4.0
"""A move of this length goes its whole way; a shorter shot goes less far, or it would be hurried."""


@dataclass(frozen=True)
class Take:
    """A shot with its camera worked out. ``centre`` is the middle of its subject, ``number`` its place in the film,
    ``aspect`` the frame's, ``verdict`` what the checks say of its key picture."""

    shot: Shot
    key: Camera
    centre: Vector
    reach: float
    seed: int
    number: int
    aspect: float
    verdict: Verdict | None = None

    def at(self, seconds: float) -> Camera:
        """The camera ``seconds`` into the shot; before its start and after its end it stands still."""
        moment = min(max(seconds, 0.0), self.shot.seconds)
        calm = min(max(self.shot.seconds / _CALM_SECONDS, 0.35), 1.3)
        return MOVES[self.shot.move](self, eased(moment / self.shot.seconds), calm * self.reach, moment)


def eased(share: float) -> float:
    """0..1 to 0..1: gathers speed over the first quarter, runs evenly, loses it over the last."""
    if share > 0.5:
        return 1 - eased(1 - share)
    ramp = 0.25
    return (share * share / (2 * ramp) if share < ramp else share - ramp / 2) / (1 - ramp)


Move = Callable[[Take, float, float, float], Camera]
"""take, eased share 0..1, signed reach, seconds -> camera"""


def _static(take: Take, share: float, reach: float, seconds: float) -> Camera:
    return take.key


def _pan(take: Take, share: float, reach: float, seconds: float) -> Camera:
    """Turns on the spot and comes to rest on the picture."""
    yaw, pitch = looking(take.key)
    across = 2 * math.degrees(math.atan(take.aspect * math.tan(math.radians(take.key.fov) / 2)))
    return _at(take, _place(take), yaw + (1 - share) * reach * 0.4 * across, pitch)


def _tilt(take: Take, share: float, reach: float, seconds: float) -> Camera:
    """Looks up or down and comes to rest on the picture."""
    yaw, pitch = looking(take.key)
    start = min(max(pitch + reach * 0.5 * take.key.fov, -88.0), 70.0)
    return _at(take, _place(take), yaw, start + share * (pitch - start))


def _dolly(take: Take, share: float, reach: float, seconds: float) -> Camera:
    """Moves in along its own view, or out of it."""
    _, _, ahead = _axes(take)
    return _at(take, _place(take) + ahead * reach * (share - 0.6) * 0.28 * _distance(take), *looking(take.key))


def _truck(take: Take, share: float, reach: float, seconds: float) -> Camera:
    """Moves sideways without turning, so that near things pass before far ones."""
    right, _, _ = _axes(take)
    return _at(take, _place(take) + right * reach * (share - 0.5) * 0.26 * _distance(take), *looking(take.key))


def _crane(take: Take, share: float, reach: float, seconds: float) -> Camera:
    """Rises, or sinks, and keeps its subject where it is in the frame."""
    return _kept(take, np.array([0.0, min(0.34 * _distance(take), 9.0) * reach * share, 0.0]))


def _orbit(take: Take, share: float, reach: float, seconds: float) -> Camera:
    """Goes round its subject on a circle."""
    turn = math.radians(reach * (share - 0.5) * 38.0)
    arm = _place(take) - take.centre
    x = arm[0] * math.cos(turn) + arm[2] * math.sin(turn)
    z = arm[2] * math.cos(turn) - arm[0] * math.sin(turn)
    return _kept(take, np.array([x, arm[1], z]) - arm)


def _handheld(take: Take, share: float, reach: float, seconds: float) -> Camera:
    """Breathes and sways by centimetres and fractions of a degree, as on a shoulder."""
    sway = _sway(take, seconds)
    scale = min(1.0, 0.1 * _distance(take)) * abs(take.reach)
    shift = np.array([0.09, 0.06, 0.05]) * sway[:3] @ np.array(_axes(take))
    yaw, pitch = looking(take.key)
    lens = take.key.fov / 40
    roll = take.key.roll + 0.35 * float(sway[5])
    return turned(
        _place(take) + scale * shift, yaw + 0.75 * lens * sway[3], pitch + 0.6 * lens * sway[4], take.key.fov, roll
    )


def _drone(take: Take, share: float, reach: float, seconds: float) -> Camera:
    """Flies forward and up in a shallow arc, its subject kept."""
    right, _, ahead = _axes(take)
    distance, along = _distance(take), share - 0.55
    forward = ahead * np.array([1.0, 0.0, 1.0]) * abs(reach) * along * 0.34 * distance
    rise = np.array([0.0, abs(reach) * share * min(0.14 * distance, 7.0), 0.0])
    return _kept(take, forward + rise + right * reach * along * 0.22 * distance)


MOVES: Mapping[str, Move] = MappingProxyType(
    {
        "static": _static,
        "pan": _pan,
        "tilt": _tilt,
        "dolly": _dolly,
        "truck": _truck,
        "crane": _crane,
        "orbit": _orbit,
        "handheld": _handheld,
        "drone": _drone,
    }
)


def quaternion(camera: Camera) -> tuple[float, float, float, float]:
    """The turn x y z w that brings glTF's camera, which looks along -Z with +Y up, to where this one looks."""
    from scipy.spatial.transform import Rotation

    view = pinhole(camera, 1, 1).astype(np.float64)
    x, y, z, w = Rotation.from_matrix(np.column_stack([view[RIGHT], view[UP], -view[FORWARD]])).as_quat()
    return float(x), float(y), float(z), float(w)


# --- shared by the moves ----------------------------------------------------------------------------------------------


def _place(take: Take) -> np.ndarray:
    return np.asarray(take.key.position, np.float64)


def _at(take: Take, place: np.ndarray, yaw: float, pitch: float) -> Camera:
    return turned(place, yaw, pitch, take.key.fov, take.key.roll)


def _axes(take: Take) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Right, up and forward of the key camera."""
    view = pinhole(take.key, 1, 1).astype(np.float64)
    return view[RIGHT], view[UP], view[FORWARD]


def _distance(take: Take) -> float:
    return float(np.linalg.norm(_place(take) - take.centre))


def _kept(take: Take, shift: np.ndarray) -> Camera:
    """The key camera moved by ``shift`` and turned so that the subject's middle stays at its place in the frame."""
    place = _place(take)
    before, after = np.subtract(take.centre, place), np.subtract(take.centre, place + shift)
    yaw, pitch = looking(take.key)
    side = math.degrees(math.atan2(after[0], -after[2]) - math.atan2(before[0], -before[2]))
    side = (side + 180) % 360 - 180
    rise = _elevation(after) - _elevation(before)
    return _at(take, place + shift, yaw + side, min(max(pitch + rise, -88.0), 88.0))


def _elevation(way: np.ndarray) -> float:
    return math.degrees(math.atan2(way[1], math.hypot(way[0], way[2])))


def _sway(take: Take, seconds: float) -> np.ndarray:
    """Six slow wanderings (6,), each about -1..1: sums of sines whose periods never meet."""
    random = generator(take.seed, "camera", "handheld", take.number)
    phases = random.uniform(0, 2 * math.pi, (6, 3))
    rates = np.array([0.23, 0.57, 1.31]) * random.uniform(0.85, 1.15, (6, 3))
    waves = np.sin(2 * math.pi * rates * seconds + phases) * np.array([0.6, 0.3, 0.12])
    summed: np.ndarray = waves.sum(axis=1)
    return summed
