"""Where things stand, as the exchange formats say it: translation, rotation, scale; cameras over time; tints in groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from castalia.world import Floats, Instance, World

TINT_GROUPS = 4
"""Each prototype's many tints become at most so many: enough to break the monotony of a forest."""


@dataclass(frozen=True)
class CameraTrack:
    """A moving camera. ``fov`` vertical degrees; times (K,) seconds, rising; positions (K,3) metres; rotations (K,4)
    quaternions x y z w that turn -Z to where it looks; ``aspect`` is the frame's width over its height."""

    name: str
    fov: float
    times: Floats
    positions: Floats
    rotations: Floats
    aspect: float


def steady(rotations: Floats) -> Floats:
    """Unit quaternions (K,4) with signs chosen so that neighbours lie in one half-sphere and interpolate the short way."""
    turned = np.array(rotations, np.float64)
    turned /= np.maximum(np.linalg.norm(turned, axis=1, keepdims=True), 1e-12)
    dots = np.einsum("ki,ki->k", turned[1:], turned[:-1])
    turned[1:] *= np.cumprod(np.where(dots < 0, -1.0, 1.0))[:, None]
    return turned.astype(np.float32)


def turned_from(direction: Sequence[float]) -> Floats:
    """The rotation (x y z w) of a light that shines along -Z so that it shines *from* ``direction``."""
    from scipy.spatial.transform import Rotation

    towards = np.asarray(direction, np.float64)
    turn, _ = Rotation.align_vectors([towards / max(float(np.linalg.norm(towards)), 1e-9)], [[0.0, 0.0, 1.0]])
    quaternion: Floats = turn.as_quat().astype(np.float32)
    return quaternion


def decomposed(transform: Floats) -> tuple[Floats, Floats, Floats]:
    """Translation (3,), rotation quaternion x y z w (4,) and scale (3,) of a (4,4) transform; a shear, which neither
    format can say, is dropped. A mirrored transform gets a negative x scale."""
    from scipy.spatial.transform import Rotation

    matrix = np.asarray(transform, np.float64)
    scale = np.maximum(np.linalg.norm(matrix[:3, :3], axis=0), 1e-9)
    if np.linalg.det(matrix[:3, :3]) < 0:
        scale[0] = -scale[0]
    left, _, right = np.linalg.svd(matrix[:3, :3] / scale)
    turn = Rotation.from_matrix(left @ right).as_quat()
    return matrix[:3, 3].astype(np.float32), turn.astype(np.float32), scale.astype(np.float32)


@dataclass(frozen=True)
class Tinted:
    """Which tint group of its prototype each instance wears, and the groups' mean tints."""

    group: dict[str, int]
    tints: dict[str, list[Floats]]


def tint_groups(instances: Sequence[Instance]) -> Tinted:
    """Sort each prototype's instances by the lightness of their tint into at most ``TINT_GROUPS`` groups."""
    by_prototype: dict[str, list[Instance]] = {}
    for instance in instances:
        by_prototype.setdefault(instance.prototype, []).append(instance)
    group: dict[str, int] = {}
    tints: dict[str, list[Floats]] = {}
    for prototype, members in by_prototype.items():
        members = sorted(members, key=lambda member: (sum(member.tint), member.name))
        distinct = len({member.tint for member in members})
        shares = np.array_split(np.arange(len(members)), min(TINT_GROUPS, distinct))
        tints[prototype] = [np.mean([members[at].tint for at in share], axis=0).astype(np.float32) for share in shares]
        group.update({members[at].name: number for number, share in enumerate(shares) for at in share})
    return Tinted(group, tints)


def grouped(world: World) -> tuple[list[Instance], list[Instance]]:
    """The instances that an artist picks one by one, and the cover that stands around them."""
    drawn = [instance for instance in world.instances if instance.prototype in world.prototypes]
    return (
        [instance for instance in drawn if not instance.is_cover],
        [instance for instance in drawn if instance.is_cover],
    )


def water_corners(world: World, reach: float = 400.0) -> Floats:
    """The four corners (4,3) of the water plane, counter-clockwise from above, no farther out than ``reach`` metres."""
    water = world.water
    if water is None:
        raise ValueError("this world has no water")
    low_x, low_z, high_x, high_z = (float(np.clip(edge, -reach, reach)) for edge in water.bounds)
    level = water.level
    corners = [(low_x, level, high_z), (high_x, level, high_z), (high_x, level, low_z), (low_x, level, low_z)]
    return np.array(corners, np.float32)
