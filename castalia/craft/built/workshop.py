"""The bench on which one object is put together: shapes by material, coloured, then welded into a prototype."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from castalia.craft.built.shapes import Array, Shape, box, join, quads, two_sided
from castalia.craft.glow import LAMP, glowing
from castalia.randomness import generator
from castalia.world import Colour, Mesh, Part, Plume, Prototype, Vector, vector

if TYPE_CHECKING:
    from castalia.craft.objects import ObjectSpec

WHITE: Colour = (1.0, 1.0, 1.0)
_DIM, _DIMMEST = glowing("glass", (1.0, 0.50, 0.17)), glowing("glass", (0.42, 0.19, 0.06))
WINDOW_LIGHTS = (LAMP, _DIM, _DIM, _DIM, _DIMMEST, "glass")
"""What one finds behind the windows of a lit house, each as likely as the next."""
_HEARTH = Plume((0.0, 0.0, 0.0), 0.24, 8.0, 0.62, 0.30, hearth=True)
"""The thin smoke of a house that is heated."""


def toned(factor: float, colour: Colour) -> Colour:
    """A colour made lighter or darker by ``factor``."""
    return (factor * colour[0], factor * colour[1], factor * colour[2])


class Workshop:
    """Collects shapes for one object. ``draw`` is the object's own generator."""

    def __init__(self, spec: ObjectSpec) -> None:
        self.spec = spec
        self.draw = generator(spec.seed, "built", spec.kind, spec.variant)
        self._rooms = generator(spec.seed, "rooms", spec.kind, spec.variant)
        self._shapes: dict[str, list[tuple[Shape, Array, float]]] = {}
        self._vents: list[Shape] = []

    @property
    def ruined(self) -> bool:
        return self.spec.ruined

    @property
    def lived_in(self) -> bool:
        return not self.spec.forsaken and not self.overgrown

    @property
    def lit(self) -> bool:
        return self.spec.lit

    @property
    def overgrown(self) -> bool:
        return self.spec.overgrown

    @property
    def pane(self) -> str:
        """The material of a lantern's glass or a porthole: dark, or light behind it."""
        return LAMP if self.lit else "glass"

    def window_light(self) -> str:
        """What one window of a house shows: dark glass; in a lit house a bright room, a dim one, or nobody in."""
        return WINDOW_LIGHTS[int(self._rooms.integers(len(WINDOW_LIGHTS)))] if self.lit else "glass"

    def sized(self, small: float, usual: float, large: float) -> float:
        """Metres for the object's size of -1, 0 and 1, between them in proportion."""
        return float(np.interp(self.spec.size, [-1.0, 0.0, 1.0], [small, usual, large]))

    def between(self, low: float, high: float) -> float:
        return float(self.draw.uniform(low, high))

    def chance(self, share: float) -> bool:
        return bool(self.draw.random() < share)

    def pick(self, *choices: Colour) -> Colour:
        return choices[int(self.draw.integers(len(choices)))]

    def add(self, material: str, shape: Shape, colour: Colour = WHITE, vary: float = 0.05, sway: float = 0.0) -> None:
        """Add a shape; its colour varies by ``vary`` in lightness and a third of that in warmth."""
        light = 1.0 + vary * self.draw.normal()
        warm = vary * 0.35 * self.draw.normal()
        tone = np.clip(np.array(colour) * light * np.array([1.0 + warm, 1.0, 1.0 - warm]), 0.02, 2.6)
        self._shapes.setdefault(material, []).append((shape, tone, sway))

    def vent(self, place: Shape) -> None:
        """Let a hearth's smoke out in the middle of a shape, which itself is not shown."""
        self._vents.append(place)

    def take(self, other: Workshop, yaw: float = 0.0, shift: Vector = (0.0, 0.0, 0.0)) -> None:
        """Move everything from another bench to this one, turned by ``yaw`` degrees, then shifted."""
        for material, pieces in other._shapes.items():
            placed = [(shape.turned(yaw).moved(*shift), tone, sway) for shape, tone, sway in pieces]
            self._shapes.setdefault(material, []).extend(placed)
        self._vents += [place.turned(yaw).moved(*shift) for place in other._vents]

    def resize(self, factor: float) -> None:
        """Scale everything made so far about the origin."""
        for pieces in self._shapes.values():
            pieces[:] = [(shape.scaled(factor), tone, sway) for shape, tone, sway in pieces]
        self._vents = [place.scaled(factor) for place in self._vents]

    def tip(self, pitch: float = 0.0, roll: float = 0.0) -> None:
        """Turn everything made so far about the origin, degrees."""
        for pieces in self._shapes.values():
            pieces[:] = [(shape.turned(pitch=pitch, roll=roll), tone, sway) for shape, tone, sway in pieces]
        self._vents = [place.turned(pitch=pitch, roll=roll) for place in self._vents]

    def lift_to_ground(self) -> None:
        """Move everything so that the lowest point touches y = 0."""
        low = min(float(shape.corners[..., 1].min()) for pieces in self._shapes.values() for shape, _, _ in pieces)
        for pieces in self._shapes.values():
            pieces[:] = [(shape.moved(y=-low), tone, sway) for shape, tone, sway in pieces]
        self._vents = [place.moved(y=-low) for place in self._vents]

    def stone(self, width: float, height: float, depth: float, bevel: float = 0.04) -> Shape:
        """A bevelled stone with corners a little out of true."""
        nudge = self.draw.normal(0.0, 0.035, (8, 3)) * np.array([width, height, depth])
        return box(width, height, depth, min(bevel, 0.2 * min(width, height, depth)), nudge)

    def rubble(
        self,
        count: int,
        reach: float,
        size: float,
        material: str = "granite",
        colour: Colour = WHITE,
        inner: float = 0.0,
    ) -> None:
        """Fallen stones round the base, sunk a little, between ``inner`` and ``reach`` metres from the middle."""
        for _ in range(count):
            angle, away = self.between(0, 2 * np.pi), inner + (reach - inner) * self.draw.random() ** 0.7
            scale = size * self.between(0.5, 1.25)
            block = self.stone(scale, scale * self.between(0.45, 0.8), scale * self.between(0.6, 1.0))
            tilt = block.turned(self.between(0, 360), self.between(-22, 22), self.between(-22, 22))
            self.add(material, tilt.moved(away * np.cos(angle), -0.12 * scale, away * np.sin(angle)), colour, 0.12)

    def leaves(
        self, middle: tuple[float, float, float], reach: tuple[float, float, float], count: int, leaf: float = 0.2
    ) -> None:
        """A clump of leaf cards with normals bent outwards, so that it shades like one soft mass. Leaves are seen from both
        sides by their material, so each is there once and faces outwards."""
        away = self.draw.normal(0.0, 0.5, (count, 3))
        away /= np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1.0)
        centres = np.array(middle) + away * np.array(reach)
        tilt = self.draw.normal(0.0, 1.0, (count, 3))
        right = np.cross(tilt, away + 0.3)
        right /= np.maximum(np.linalg.norm(right, axis=1, keepdims=True), 1e-6)
        up = np.cross(right, tilt)
        up /= np.maximum(np.linalg.norm(up, axis=1, keepdims=True), 1e-6)
        size = leaf * self.draw.uniform(0.6, 1.2, (count, 1))
        corners = np.stack(
            [centres - right * size - up * size, centres + right * size - up * size, centres + up * size * 1.3], axis=1
        )
        corners[..., 1] = np.maximum(corners[..., 1], 0.01)
        facing = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        there = np.linalg.norm(facing, axis=1) > 1e-6
        corners, facing = corners[there], facing[there]
        middle_out = corners.mean(axis=1) - np.array(middle) + np.array([0.0, 0.25 * reach[1], 0.0])
        normals = middle_out / np.maximum(np.linalg.norm(middle_out, axis=1, keepdims=True), 1e-6)
        inward = np.einsum("ni,ni->n", facing, normals) < 0
        corners[inward] = corners[inward][:, ::-1]
        uvs = np.tile(np.array([[0.0, 0.0], [leaf, 0.0], [leaf / 2, leaf]]), (len(corners), 1, 1)) + self.draw.random(
            (len(corners), 1, 2)
        )
        cards = Shape(corners, np.repeat(normals[:, None], 3, axis=1), uvs)
        self.add("leaves", cards, (0.85, 1.0, 0.75), 0.12, sway=0.25)

    def creepers(self, width: float, height: float, depth: float, amount: int = 9, round_wall: bool = False) -> None:
        """Ivy that climbs a box (or an oval) of this size from its base, thickest low down."""
        for _ in range(amount):
            turn = self.between(0.0, 2.0 * np.pi)
            out = np.array([np.cos(turn), np.sin(turn)])
            if not round_wall:
                out = out / np.abs(out).max()
            x, z = out * np.array([width, depth]) / 2.0
            top = height * self.between(0.25, 0.85)
            levels = max(2, int(top / 0.6))
            for level in range(levels):
                part = (level + 0.5) / levels
                spread = 0.5 * (1.35 - 0.8 * part)
                middle = (x + self.draw.normal(0, 0.12), part * top, z + self.draw.normal(0, 0.12))
                self.leaves(middle, (spread, 0.5, spread), 14, 0.11)

    def cloth(self, material: str, corners: list[list[float]], colour: Colour, sway: float = 0.4) -> None:
        """A quad of cloth, seen from both sides."""
        self.add(material, two_sided(quads([corners])), colour, 0.05, sway)

    def prototype(self) -> Prototype:
        """Weld every material's shapes into one mesh; earth darkens the lowest half metre."""
        parts = tuple(Part(_welded(pieces), material) for material, pieces in sorted(self._shapes.items()))
        feet = [vector(place.corners.reshape(-1, 3).mean(axis=0)) for place in self._vents]
        return Prototype(self.spec.kind, parts, plumes=tuple(replace(_HEARTH, position=foot) for foot in feet))


def _welded(pieces: list[tuple[Shape, Array, float]]) -> Mesh:
    shape = join([piece for piece, _, _ in pieces])
    counts = [len(piece.corners) * 3 for piece, _, _ in pieces]
    colours = np.repeat(np.array([tone for _, tone, _ in pieces]), counts, axis=0)
    sway = np.repeat(np.array([move for _, _, move in pieces]), counts)
    positions = shape.corners.reshape(-1, 3)
    colours = colours * (0.78 + 0.22 * np.clip(positions[:, 1:2] / 0.5, 0.0, 1.0))
    rows = np.concatenate(
        [positions, shape.normals.reshape(-1, 3), shape.uvs.reshape(-1, 2), colours, sway[:, None]], axis=1
    )
    _, first, place = np.unique(np.round(rows, 5), axis=0, return_index=True, return_inverse=True)
    rows = rows[first].astype(np.float32)
    normals = rows[:, 3:6] / np.linalg.norm(rows[:, 3:6], axis=1, keepdims=True)
    triangles = place.reshape(-1, 3).astype(np.int32)
    return Mesh(rows[:, :3], normals, rows[:, 6:8], triangles, rows[:, 8:11], rows[:, 11])
