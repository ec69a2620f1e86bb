"""Ground cover: grass, reeds, flowers, mushrooms and water lilies."""

from __future__ import annotations

import numpy as np

from castalia.craft import colouring, meshes, sheets, solids, transforms
from castalia.craft.nature.growth import Array, directions, draws, stature
from castalia.craft.objects import ObjectSpec
from castalia.world import Mesh, Prototype

_UP = np.array([0.0, 1.0, 0.0])
_GRASS_SEASONS = {
    "spring": ((0.95, 1.10, 0.75), (1.40, 1.50, 0.95)),
    "summer": ((0.90, 0.98, 0.76), (1.40, 1.38, 0.92)),
    "autumn": ((0.77, 0.86, 0.68), (1.35, 1.42, 0.94)),
    "winter": ((0.62, 0.80, 0.60), (1.00, 1.28, 0.88)),
}
_PETALS = ((1.0, 0.93, 0.80), (1.0, 0.78, 0.16), (0.86, 0.22, 0.24), (0.50, 0.42, 0.95), (0.95, 0.52, 0.70))


def grass(spec: ObjectSpec) -> Prototype:
    """A tuft 1.3 m wide and about 0.35 m high: 42 blades near, 16 far."""
    rng = draws(spec)
    height = stature(spec, 0.34)
    count = 42 if spec.detail >= 0.8 else 16
    roots = _patch(rng, count, 0.68)
    lean = rng.normal(0, 0.22, (count, 3)) * (1, 0, 1) + directions(np.full(count, rng.uniform(0, 6.28)), 0.0) * 0.15
    tall = (
        height
        * rng.uniform(0.45, 1.15, (count, 1))
        * (1.15 - 0.5 * np.linalg.norm(roots, axis=1, keepdims=True) / 0.68)
    )
    tips = roots + (lean + _UP) * tall
    low, high = (np.array(tone) * colouring.hue_jitter(rng, count, 0.10, 0.18) for tone in _GRASS_SEASONS[spec.season])
    width = (0.030 if spec.detail >= 0.8 else 0.06) * (0.7 + 0.8 * rng.random(count))
    made = sheets.blades(roots, tips, width, -lean * tall * 0.28, low * 0.9, high * 1.12)
    return meshes.prototype(spec.kind, [("grass", made)])


def reed(spec: ObjectSpec) -> Prototype:
    """A clump of reeds of about 1.7 m, some with brown heads."""
    rng = draws(spec)
    height = stature(spec, 1.7)
    count = 38 if spec.detail >= 0.5 else 18
    roots = _patch(rng, count, 0.5) - (0, 0.15, 0)
    lean = rng.normal(0, 0.13, (count, 3)) * (1, 0, 1)
    tips = roots + (lean + _UP) * height * rng.uniform(0.5, 1.1, (count, 1))
    low, high = (np.array(tone) * colouring.hue_jitter(rng, count, 0.12, 0.15) for tone in _GRASS_SEASONS[spec.season])
    leaves = sheets.blades(roots, tips, 0.045, -lean * height * 0.3, low * 0.6, high)
    heads = []
    for tip in tips[: count // 6]:
        stalk = solids.tube(
            [(tip[0], -0.1, tip[2]), (tip[0], height * 0.95, tip[2])], 0.009, 4, (0.6, 0.7, 0.4), (0, 0.7)
        )
        head = solids.lathe([(0.0, 0.0), (0.03, 0.02), (0.032, 0.2), (0.0, 0.24)], 6, (0.30, 0.18, 0.10))
        heads += [("grass", stalk), ("bark", transforms.moved(head, float(tip[0]), height * 0.78, float(tip[2])))]
    return meshes.prototype(spec.kind, [("grass", leaves), *heads])


def flower(spec: ObjectSpec) -> Prototype:
    """A patch of about a dozen flowers, 0.4 m high; the variant chooses daisy, buttercup, poppy, bluebell or mallow."""
    rng = draws(spec)
    height = stature(spec, 0.42)
    count = 14 if spec.detail >= 0.5 else 7
    roots = _patch(rng, count, 0.5)
    tips = roots + (rng.normal(0, 0.12, (count, 3)) * (1, 0, 1) + (0, 1, 0)) * height * rng.uniform(
        0.6, 1.1, (count, 1)
    )
    stems = sheets.blades(roots, tips, 0.014, np.zeros((count, 3)), (0.6, 0.8, 0.5), (0.9, 1.0, 0.7))
    low = _patch(rng, count * 2, 0.55)
    leaf_tips = low + rng.normal(0, 0.09, low.shape) * (1, 0, 1) + (0, 0.17, 0)
    leaves = sheets.blades(low, leaf_tips, 0.04, np.zeros_like(low), (0.5, 0.6, 0.4), (0.9, 1.0, 0.7))
    tone = np.array(_PETALS[spec.variant % len(_PETALS)])
    return meshes.prototype(spec.kind, [("grass", stems), ("grass", leaves), *_heads(rng, tips, tone)])


def _heads(rng: np.random.Generator, tips: Array, tone: Array) -> list[tuple[str, Mesh]]:
    """Six petals and a yellow eye on every stem, each head tilted its own way."""
    petals = 6
    count = len(tips)
    radius = rng.uniform(0.035, 0.055, (count, 1))
    around = np.tile(np.arange(petals) * (2 * np.pi / petals), count)
    out = directions(around, 0.25) + np.repeat(rng.normal(0, 0.25, (count, 3)), petals, axis=0) * (0, 1, 0)
    reach = np.repeat(radius, petals, axis=0)
    centres = np.repeat(tips, petals, axis=0) + out * reach * 0.6
    sizes = np.column_stack([reach * 0.85, reach * 1.25])
    colours = np.repeat(colouring.hue_jitter(rng, count, 0.06, 0.12) * tone, petals, axis=0)
    up = np.tile((0.0, 1.0, 0.0), (len(centres), 1))
    flowers = sheets.cards(centres, out, up, sizes, up, colours)
    eyes = [
        transforms.moved(solids.icosphere(float(r[0]) * 0.32, 0, (0.9, 0.62, 0.1)), *tip)
        for tip, r in zip(tips, radius, strict=True)
    ]
    return [("paper", flowers), ("paper", meshes.merge(eyes))]


def mushroom(spec: ObjectSpec) -> Prototype:
    """Three to five toadstools of about 0.3 m; red with white spots, or brown."""
    rng = draws(spec)
    height = stature(spec, 0.30)
    cap_tone = np.array([(0.72, 0.12, 0.08), (0.52, 0.33, 0.18), (0.80, 0.55, 0.30)][spec.variant % 3])
    pieces: list[tuple[str, Mesh]] = []
    for x, _, z in _patch(rng, int(rng.integers(3, 6)), 0.35):
        tall = height * float(rng.uniform(0.5, 1.2))
        at = {"x": float(x), "z": float(z)}
        stem = solids.lathe([(0.16, 0.0), (0.12, 0.2), (0.09, 0.8)], 9, (0.93, 0.88, 0.78))
        cap = solids.lathe([(0.0, 0.70), (0.30, 0.66), (0.42, 0.66), (0.40, 0.76), (0.26, 0.93), (0.0, 1.0)], 14)
        pieces.append(("plaster", transforms.moved(transforms.scaled(stem, tall), **at)))
        pieces.append(("ceramic", transforms.moved(colouring.coloured(transforms.scaled(cap, tall), cap_tone), **at)))
        if spec.variant % 3 == 0:
            pieces += [("plaster", transforms.moved(spot, **at)) for spot in _spots(rng, tall)]
    return meshes.prototype(spec.kind, pieces)


def _spots(rng: np.random.Generator, tall: float) -> list[Mesh]:
    spots = []
    for turn in rng.uniform(0, 360, 9):
        reach = float(rng.uniform(0.08, 0.34))
        spot = transforms.scaled(solids.icosphere(0.035 * tall, 0), 1.2, 0.5, 1.2)
        spots.append(
            transforms.turned(transforms.moved(spot, reach * tall, (1.0 - 1.6 * reach**2) * tall, 0.0), float(turn))
        )
    return spots


def lily(spec: ObjectSpec) -> Prototype:
    """Water-lily pads about 2 m across together, with one or two blossoms; lies on the water."""
    rng = draws(spec)
    spread = stature(spec, 1.0)
    pieces: list[tuple[str, Mesh]] = []
    for at, (x, _, z) in enumerate(_patch(rng, 11, spread)):
        radius = float(rng.uniform(0.14, 0.26))
        pad = _pad(radius, colouring.hue_jitter(rng, 1, 0.1, 0.2)[0])
        place = {"x": float(x), "y": 0.015 + 0.004 * at, "z": float(z)}
        pieces.append(("leaves", transforms.moved(transforms.turned(pad, float(rng.uniform(0, 360))), **place)))
        if at < 1 + spec.variant % 2:
            for ring, lift in ((9, 0.25), (7, 0.8), (5, 1.9)):
                out = directions(np.arange(ring) * 6.283 / ring, lift)
                up = np.tile((0.0, 1.0, 0.0), (ring, 1))
                petal = sheets.cards(
                    out * 0.07, out, up, np.tile((0.06, 0.14), (ring, 1)), out * 0.3 + up, (1.0, 0.82, 0.88)
                )
                pieces.append(("paper", transforms.moved(petal, place["x"], 0.05, place["z"])))
    return meshes.prototype(spec.kind, pieces)


def _pad(radius: float, tone: Array) -> Mesh:
    """A round leaf with a notch."""
    angles = np.linspace(0.25, 2 * np.pi - 0.25, 15)
    rim = np.column_stack([np.sin(angles) * radius, np.full(15, 0.008), np.cos(angles) * radius])
    points = np.vstack([[(0, 0, 0)], rim])
    faces = [(0, at, at + 1) for at in range(1, 15)]
    return meshes.mesh(points, faces, np.tile((0.0, 1.0, 0.0), (16, 1)), colour=tone)


def _patch(rng: np.random.Generator, count: int, radius: float) -> Array:
    """Points on the ground, thicker towards the middle, evenly turned (sunflower spiral with jitter)."""
    at = (np.arange(count) + rng.random(count)) / count
    angle = np.arange(count) * 2.39996 + rng.uniform(0, 6.28)
    return np.column_stack([np.cos(angle), np.zeros(count), np.sin(angle)]) * (radius * at**0.62)[:, None]
