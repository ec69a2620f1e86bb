"""One object or one material by itself under a plain sky: a generator's preview."""

from __future__ import annotations

import numpy as np

from castalia.craft import meshes, sheets, solids, transforms
from castalia.craft.glow import shines
from castalia.craft.materials import material_of
from castalia.craft.objects import ObjectSpec, make_object
from castalia.errors import CastaliaError, suggestion
from castalia.language.vocabulary import vocabulary
from castalia.registry import objects, surfaces
from castalia.world import Air, Camera, Colour, Grade, Instance, Lamp, Prototype, Sky, World, vector

GROUND = "concrete"
SKY = Sky((0.45, 0.66, 0.60), (2.4, 2.2, 1.85), (0.24, 0.40, 0.72), (0.70, 0.78, 0.88), (0.30, 0.28, 0.25), 0.15)
AIR = Air(0.0, 0.0, 1.0, (0.8, 0.85, 0.9))
GRADE = Grade(0.0, 1.0, 1.0, (1.0, 1.0, 1.0), (1.0, 1.0, 1.0), (), 0.0, 0.05, 0.0, 0.0)
LAMP: Colour = (3.0, 1.9, 0.9)
_PIXELS = 512
_FOV = 30.0


def portrait(name: str, seed: int = 1, material: bool = False) -> tuple[World, Camera]:
    """A world that holds ``name`` alone, and a camera on it. ``name`` is a kind of object, with a state after a colon
    where wanted (``tower:ruined``), or a material; of two of one name the object, unless the ``material`` is wanted.
    Raises CastaliaError when nothing makes it."""
    kind, _, state = name.partition(":")
    if kind in objects() and not material:
        if state and state not in vocabulary().values("state"):
            raise CastaliaError(f"{state!r} is no state of an object{suggestion(state, vocabulary().values('state'))}")
        return _shown(make_object(ObjectSpec(kind, state or "plain", seed=seed)), GROUND, seed)
    if kind in surfaces():
        return _shown(_ball(kind), kind, seed)
    known = (*objects(), *surfaces())
    raise CastaliaError(f"{kind!r} is neither an object nor a material{suggestion(kind, known)}")


def _ball(material: str) -> Prototype:
    ball = transforms.moved(meshes.smooth(solids.icosphere(1.0, 5)), y=1.0)
    return meshes.prototype(material, [(material, ball)])


def _shown(made: Prototype, ground: str, seed: int) -> tuple[World, Camera]:
    """The prototype in the middle of a plain of ``ground`` as wide as a few of it."""
    low, high = (np.asarray(corner, np.float64) for corner in meshes.bounds(made))
    radius = max(float(np.linalg.norm(high - low)) / 2, 0.05)
    plain = meshes.prototype("plain", [(ground, sheets.grid(80 * radius, 80 * radius))])
    prototypes = {"plain": plain, "subject": Prototype("subject", made.parts)}
    names = dict.fromkeys(part.material for each in prototypes.values() for part in each.parts)
    lift = transforms.placed((0.0, max(-float(low[1]), 0.0), 0.0))
    centre = (low + high) / 2 + (0.0, max(-float(low[1]), 0.0), 0.0)
    half, width = (high - low) / 2, float(np.hypot(*(high - low)[[0, 2]])) / 2
    tangent = float(np.tan(np.radians(_FOV / 2)))
    away = max(1.12 * max(float(half[1]) + 0.35 * width, width * 0.75) / tangent, 0.1)
    eye = centre + away * np.array([0.48, 0.36, 0.80])
    bright = any(shines(part.material) for part in made.parts)
    return World(
        prototypes=prototypes,
        instances=(
            Instance("plain", "plain", np.eye(4, dtype=np.float32)),
            Instance("subject", "subject", lift, item=0),
        ),
        materials={each: material_of(None, each, seed, _PIXELS) for each in names},
        sky=SKY,
        air=AIR,
        grade=GRADE,
        lamps=(Lamp(vector(centre), LAMP),) if bright else (),
        focus=("subject",),
    ), Camera(vector(eye), vector(centre), _FOV)
