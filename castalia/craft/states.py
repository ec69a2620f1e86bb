"""States that work on anything: snow, ivy, fire, age, wet, leaning, tall, small."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from castalia.craft import colouring, meshes, noise, sheets, transforms
from castalia.craft.glow import glowing, shines
from castalia.craft.objects import ObjectSpec
from castalia.craft.traits import traits_of
from castalia.randomness import generator
from castalia.world import Mesh, Part, Plume, Prototype, vector

_UNSNOWED = frozenset({"snow", "ice", "lamp-light", "glass", "lava", "paper", "leather", "bone"})
"""Hides too (which are of paper's grain): animals shake snow off."""
_PAINTABLE = frozenset({"brick", "ceramic", "concrete", "fabric", "iron", "plaster", "planks"})
_COATS = ((2.0, 0.45, 0.35), (0.4, 0.95, 2.0), (2.0, 1.5, 0.4), (0.5, 1.6, 1.0), (1.9, 1.9, 1.8))
_DULL = frozenset({"bark", "grass", "leaves", "moss", "plaster", "soil"})
"""Stems, leaves and roots: of a plant or a toadstool that glows, petals and caps do."""
_UNTINTED = frozenset({"lamp-light", "lava"})
_LARGE = 1.0
"""What has burnt smokes on if its footprint has more than this radius, metres."""


def with_state(made: Prototype, spec: ObjectSpec) -> Prototype:
    """The prototype changed by its state; winter is left to the world, which knows the weather."""
    if spec.state == "snowy":
        return snowy(made)
    if spec.overgrown:
        return overgrown(made, spec)
    if spec.state == "painted":
        return painted(made, spec)
    if spec.state == "burnt":
        return smouldering(tinted(made, (0.30, 0.28, 0.27), still=True), spec)
    if spec.state == "wet":
        return tinted(made, (0.62, 0.64, 0.68))
    if spec.state == "old":
        return tinted(made, (0.82, 0.78, 0.70))
    if spec.state == "leaning":
        lean = float(generator(spec.seed, "lean", spec.kind, spec.variant).uniform(7.0, 13.0))
        return grounded(moved_by(made, transforms.rotation((0.3, 0.0, 1.0), lean)), sink=0.05)
    if spec.state == "tall":
        return moved_by(made, transforms.scaling(1.12, 1.45, 1.12))
    if spec.state == "small":
        return moved_by(made, transforms.scaling(0.6))
    return made


def equipped(made: Prototype, spec: ObjectSpec) -> Prototype:
    """The prototype with the light and the smoke of its kind, unless its maker gave it some."""
    traits, bright = traits_of(spec.kind), any(shines(part.material) for part in made.parts)
    if spec.state == "lit" and not bright:
        made, bright = alight(made, spec), True
    if traits.lamp and bright and not made.lamps:
        made = replace(made, lamps=(traits.lamp,))
    if traits.smoke and not spec.forsaken and not made.plumes:
        low, high = meshes.bounds(made)
        foot = vector(np.multiply(traits.smoke.position, float(high[1] - low[1])))
        made = replace(made, plumes=(replace(traits.smoke, position=foot),))
    return made


def smouldering(made: Prototype, spec: ObjectSpec) -> Prototype:
    """The prototype with black smoke over it, where it is large enough and no plant: houses, ships and carts alike."""
    low, high = meshes.bounds(made)
    width, height, depth = (float(side) for side in high - low)
    radius = max(width, depth) / 2
    if traits_of(spec.kind).natural or radius <= _LARGE:
        return made
    smoke = Plume((0.0, 0.75 * height, 0.0), 0.28 * min(radius, 6.0), 9.0 + 2.0 * height, 0.10, 0.26)
    return replace(made, plumes=(*made.plumes, smoke))


def moved_by(made: Prototype, matrix: NDArray[np.float32]) -> Prototype:
    """The prototype with every part, its light and its smoke moved by a (4,4) matrix."""
    return replace(
        made,
        parts=tuple(Part(transforms.transformed(part.mesh, matrix), part.material) for part in made.parts),
        lamps=tuple(transforms.carried_lamp(matrix, lamp) for lamp in made.lamps),
        plumes=tuple(transforms.carried_plume(matrix, plume) for plume in made.plumes),
    )


def grounded(made: Prototype, sink: float = 0.0) -> Prototype:
    """The prototype moved so that its lowest point lies ``sink`` metres below y = 0."""
    low, _ = meshes.bounds(made)
    return moved_by(made, transforms.translation(0.0, -float(low[1]) - sink, 0.0))


def tinted(made: Prototype, colour: tuple[float, float, float], still: bool = False) -> Prototype:
    """Every colour multiplied, lights left alone; ``still`` takes the leaves' sway away, as of charred twigs."""
    parts = []
    for part in made.parts:
        tint = (1.0, 1.0, 1.0) if part.material in _UNTINTED else colour
        mesh = colouring.coloured(part.mesh, tint)
        parts.append(Part(replace(mesh, sway=mesh.sway * 0) if still else mesh, part.material))
    return replace(made, parts=tuple(parts))


def painted(made: Prototype, spec: ObjectSpec) -> Prototype:
    """A coat of bright paint on wood, plaster, metal and cloth; each copy in a colour of its own."""
    rng = generator(spec.seed, "paint", spec.kind, spec.variant)
    coats = spec.coats or _COATS
    coat = np.array(coats[int(rng.integers(len(coats)))])
    coat /= coat.max()  # paint is no brighter than what it covers
    parts = []
    for part in made.parts:
        grey = part.mesh.colours.mean(axis=1, keepdims=True)
        mesh = replace(part.mesh, colours=(0.35 * part.mesh.colours + 0.65 * grey * coat).astype(np.float32))
        parts.append(Part(mesh, part.material) if part.material in _PAINTABLE else part)
    return replace(made, parts=tuple(parts))


def battered(made: Prototype, spec: ObjectSpec) -> Prototype:
    """What its maker cannot break stands askew, sunk and stained."""
    rng = generator(spec.seed, "battered", spec.kind, spec.variant)
    lean = float(rng.uniform(9.0, 17.0)) * float(rng.choice([-1.0, 1.0]))
    askew = moved_by(made, transforms.rotation((0.55, 0.0, 1.0), lean))
    low, high = meshes.bounds(made)
    return tinted(grounded(askew, sink=0.07 * float(high[1] - low[1])), (0.66, 0.60, 0.54), still=True)


def alight(made: Prototype, spec: ObjectSpec) -> Prototype:
    """What has no lamp of its own glows in its own colour, grey things in one that is drawn."""
    dull = _DULL if any(part.material not in _DULL for part in made.parts) else ()
    drawn = generator(spec.seed, "glow", spec.kind).choice([(0.1, 0.6, 1.0), (1.0, 0.32, 0.1), (0.45, 0.18, 1.0)])
    parts = []
    for part in made.parts:
        if part.material in dull:
            parts.append(part)
            continue
        tone = part.mesh.colours.mean(axis=0)
        vivid = (tone / max(float(tone.max()), 1e-6)) ** 4 if np.ptp(tone) > 0.2 * tone.max() else drawn
        red, green, blue = (float(share) for share in vivid)
        parts.append(Part(part.mesh, glowing(part.material, (red, green, blue))))
    return replace(made, parts=tuple(parts))


def snowy(made: Prototype, cover: float = 0.75) -> Prototype:
    """Snow on what looks up: steep faces stay bare, edges of the patch are broken by noise. ``cover`` 0..1."""
    parts: list[Part] = []
    for part in made.parts:
        if part.material in _UNSNOWED or shines(part.material):
            parts.append(part)
            continue
        area = np.linalg.norm(meshes.face_normals(part.mesh.positions, part.mesh.triangles), axis=1) / 2
        ragged = np.where(area < 0.4, 0.25, 0.0) * noise.solid(_centres(part.mesh) * 1.7, 11, 2)
        white = _upward(part.mesh) + ragged > 0.92 - 0.6 * cover
        parts.append(Part(meshes.select_triangles(part.mesh, ~white), part.material))
        parts.append(Part(_whitened(meshes.select_triangles(part.mesh, white)), "snow"))
    return replace(made, parts=meshes.prototype(made.name, parts).parts)


def _whitened(mesh: Mesh) -> Mesh:
    return replace(mesh, colours=np.full_like(mesh.colours, 1.0), sway=mesh.sway * 0.5)


def _centres(mesh: Mesh) -> NDArray[np.float64]:
    return mesh.positions[mesh.triangles].mean(axis=1).astype(np.float64)


def _upward(mesh: Mesh) -> NDArray[np.float64]:
    """How far each triangle looks up, by its shading normals (leaf cards carry the crown's)."""
    return mesh.normals[mesh.triangles].mean(axis=1)[:, 1].astype(np.float64)


def overgrown(made: Prototype, spec: ObjectSpec, density: float = 26.0) -> Prototype:
    """Ivy leaves in patches that climb from the foot, and moss-dark stone below; ``density`` leaves per square metre."""
    rng = generator(spec.seed, "ivy", spec.kind, spec.variant)
    low, high = meshes.bounds(made)
    height = max(float(high[1] - low[1]), 0.1)
    mossed = tuple(_mossed(part, float(low[1]), height) for part in made.parts)
    if any(part.material == "leaves" for part in made.parts):  # a tree, or its maker has grown the ivy
        return replace(made, parts=mossed)
    hard = [part for part in made.parts if part.material not in ("leaves", "pine-needles", "grass", "lamp-light")]
    if not hard:
        return made
    surface = meshes.merge([part.mesh for part in hard])
    points, normals = _sampled(surface, rng, density * (0.1 + 0.9 * spec.detail), int(600 + 5400 * spec.detail))
    climb = (points[:, 1] - low[1]) / height
    patch = noise.solid(points * (2.2 / max(height, 2.0)) * 1.5, int(rng.integers(1 << 20)), 3) * 1.6
    grows = patch > 0.05 + 0.75 * climb
    points, normals = points[grows], normals[grows]
    if not len(points):
        return made
    hang = meshes.unit(rng.normal(0, 0.5, points.shape) - np.array([0.0, 0.8, 0.0]) - normals * 0.1)
    size = rng.uniform(0.1, 0.2, (len(points), 1)) * [0.85, 1.1]
    tone = colouring.hue_jitter(rng, len(points), 0.1, 0.25) * (0.75 + 0.35 * rng.random((len(points), 1)))
    ivy = sheets.cards(
        points + normals * rng.uniform(0.02, 0.12, (len(points), 1)),
        hang,
        normals,
        size,
        normals + np.array([0.0, 0.35, 0.0]),
        tone,
    )
    return replace(made, parts=(*mossed, Part(ivy, "leaves")))


def _mossed(part: Part, foot: float, height: float) -> Part:
    damp = noise.step(0.35 * height, 0.0, part.mesh.positions[:, 1] - foot)[:, None]
    return Part(colouring.coloured(part.mesh, 1 - damp * np.array([0.30, 0.14, 0.38])), part.material)


def _sampled(
    mesh: Mesh, rng: np.random.Generator, density: float, most: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points and normals spread evenly over a surface, ``density`` per square metre, at most ``most``."""
    area = np.linalg.norm(meshes.face_normals(mesh.positions, mesh.triangles), axis=1) / 2
    count = int(min(area.sum() * density, most))
    face = mesh.triangles[np.searchsorted(np.cumsum(area), rng.random(count) * area.sum()).clip(0, len(area) - 1)]
    u, v = rng.random((2, count, 1))
    u, v = np.where(u + v > 1, 1 - u, u), np.where(u + v > 1, 1 - v, v)
    a, b, c = (mesh.positions[face[:, corner]].astype(np.float64) for corner in range(3))
    return a + (b - a) * u + (c - a) * v, mesh.normals[face[:, 0]].astype(np.float64)
