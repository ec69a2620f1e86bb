"""How much light arrives at each pixel's surface: sun, lamps, sky and what other surfaces send back, path traced."""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from scipy import ndimage

from castalia.library.fetch import installed
from castalia.randomness import generator, keyed_seed
from castalia.render.stage import Stage
from castalia.render.trace_scene import Traced, lamplight, traced_scene
from castalia.render.views import unit
from castalia.world import Camera, Floats, Lamp, World

DEPTH, INDOOR_DEPTH = 3, 6
LAMP_SAMPLES = 2
FEWEST_PATHS = 3  # the denoiser makes do with so many a pixel; edges of shadows need more rays to the sun
SHADOWED = 10  # so many lamps, the strongest, throw shadows
SUN_RADIUS = 0.0105  # radians; the disc as the sky draws it
SUN_AWAY = 5e4  # metres
BRIGHTEST = 40.0  # one sample's light is cut here, or a lucky path would leave a speck


class Arriving(NamedTuple):
    """``sun`` (H,W,1) the share of the sun that is seen; ``ambient`` (H,W,3) all other light, as a white surface would
    show it."""

    sun: Floats
    ambient: Floats


class Seen(NamedTuple):
    """One sample a pixel: own glow, albedo, normal towards the eye, place (H,W,3); whether anything is there (H,W,1)."""

    glow: Floats
    albedo: Floats
    normal: Floats
    place: Floats
    there: Floats


def arriving(
    stage: Stage, camera: Camera, width: int, height: int, samples: int, report: Callable[[float], None]
) -> Arriving:
    """Look at each pixel ``samples`` times, each time with a ray to another point of the sun, the first times with one to
    each lamp that matters, and at least every second time with a path that goes on from there."""
    world = stage.world
    depth = INDOOR_DEPTH if world.indoors else DEPTH
    eye = _Eye(traced_scene(stage, camera, width, height), camera, stage.seed, depth)
    report(0.15)
    total, lamps = _Total(height, width), world.lamps
    for index in range(samples):
        seen = eye.look(index)
        total.add(seen, eye.reaches(seen, index, _sun_place(world, index, samples)))
        if index % 2 == 0 or samples <= FEWEST_PATHS:
            light = eye.light(seen, index)
            total.add_light(seen, light)
        if index == 0:
            lamps = _that_matter(lamps, seen, light)
        if index < LAMP_SAMPLES:
            for rank, lamp in enumerate(lamps):
                shown = lamplight(lamp, seen.place, seen.normal)
                if rank < SHADOWED:
                    shown *= eye.reaches(seen, index, _lamp_place(lamp, index, stage.seed))
                total.lamps += shown * np.float32(samples / min(LAMP_SAMPLES, samples))
        report(0.15 + 0.8 * (index + 1) / samples)
    made = total.mean()
    report(1.0)
    return made


class _Eye:
    """What the camera sees, one sample a pixel and pass; passes of one index see the same points."""

    def __init__(self, made: Traced, camera: Camera, seed: int, depth: int) -> None:
        self.made = made
        self.seed = seed
        self.origin = np.asarray(camera.position, np.float32)
        load = made.mitsuba.load_dict
        self.path = load({"type": "path", "max_depth": depth, "rr_depth": 64})
        self.glow = load({"type": "path", "max_depth": 1})
        self.facts = load({"type": "aov", "aovs": "a:albedo,n:sh_normal,p:position"})
        self.shadow = load({"type": "direct", "emitter_samples": 1, "bsdf_samples": 0})

    def look(self, index: int) -> Seen:
        """The surfaces at the first hits."""
        self.made.shine(None)
        facts, glow = self._pass(self.facts, index), self._pass(self.glow, index)
        albedo, normal, place = (facts[..., at : at + 3] for at in (0, 3, 6))
        there = (albedo.max(axis=2, keepdims=True) > 0).astype(np.float32)
        away = np.einsum("hwi,hwi->hw", normal, place - self.origin) > 0
        return Seen(glow, albedo, np.where(away[..., None], -normal, normal), place, there)

    def light(self, seen: Seen, index: int) -> Floats:
        """The light along the paths that go on from the first hits, their own glow left out."""
        self.made.shine(None)
        return (self._pass(self.path, index) - seen.glow) * seen.there

    def reaches(self, seen: Seen, index: int, place: Floats) -> Floats:
        """1 (H,W,1) where nothing stands between the first hit and a point, else 0."""
        away = place - self.origin
        # So strong that even the faintest answer outshines any glow: it only has to be told from none.
        self.made.shine(place, 1e6 * (float(away @ away) + 1e4))
        shown = self._pass(self.shadow, index).max(axis=2, keepdims=True)
        return (shown > 2 * seen.glow.max(axis=2, keepdims=True) + 1e-3).astype(np.float32)

    def _pass(self, integrator: Any, index: int) -> Floats:
        made = self.made
        seed = keyed_seed(self.seed, "trace", index) & 0xFFFFFFFF
        drawn = made.mitsuba.render(made.scene, integrator=integrator, sensor=made.sensor, spp=1, seed=seed)
        return np.array(drawn, np.float32)


class _Total:
    """Sums over passes. Light is divided by albedo only after the sum, so that dark samples do not count too much."""

    def __init__(self, height: int, width: int) -> None:
        zeros = (np.zeros((height, width, 3), np.float32) for _ in range(5))
        self.light, self.lit, self.lamps, self.albedo, self.normal = zeros
        self.sun, self.there = (np.zeros((height, width, 1), np.float32) for _ in range(2))
        self.passes = 0

    def add(self, seen: Seen, sun: Floats) -> None:
        """One pass."""
        self.albedo += seen.albedo
        self.normal += seen.normal * seen.there
        self.sun += sun * seen.there
        self.there += seen.there
        self.passes += 1

    def add_light(self, seen: Seen, light: Floats) -> None:
        """The light along one pass's paths."""
        self.light += np.minimum(light, BRIGHTEST * seen.albedo)
        self.lit += seen.albedo

    def mean(self) -> Arriving:
        """What arrived, denoised."""
        count: Floats = np.maximum(self.there, np.float32(1e-6))
        light: Floats = self.light / np.maximum(self.lit, np.float32(1e-6)) + self.lamps / np.float32(self.passes)
        lit: Floats = self.lit.max(axis=2, keepdims=True)
        albedo: Floats = self.albedo / count
        normal: Floats = self.normal / count
        sun: Floats = self.sun / count
        return Arriving(_grown(sun, self.there), denoised(_grown(light, lit), albedo, normal))


def denoised(light: Floats, albedo: Floats, normal: Floats) -> Floats:
    """The light (H,W,3) without noise where Open Image Denoise is installed, else as it is."""
    if not installed("mitsuba_oidn", "oidn"):
        return light
    # By name, since its stubs are no valid Python for type checkers.
    denoiser = importlib.import_module("mitsuba_oidn")
    made: Floats = np.asarray(denoiser.denoise(light, albedo=albedo, normal=normal, hdr=True))
    return made


def _grown(field: Floats, there: Floats) -> Floats:
    """The field (H,W,C) carried on into pixels where no sample met a surface."""
    empty = there[..., 0] == 0
    if not empty.any() or empty.all():
        return field
    nearest = ndimage.distance_transform_edt(empty, return_distances=False, return_indices=True)
    made: Floats = field[tuple(nearest)]
    return made


def _sun_place(world: World, index: int, count: int) -> Floats:
    """A far point on the sun's disc: a spiral that fills it evenly over ``count`` passes."""
    towards = unit(world.sky.sun_direction)
    side = np.cross(towards, (0.0, 0.0, 1.0) if abs(towards[1]) > 0.9 else (0.0, 1.0, 0.0))
    side /= np.linalg.norm(side)
    turn, away = index * math.pi * (3 - math.sqrt(5)), SUN_RADIUS * math.sqrt((index + 0.5) / count)
    made = towards + away * (math.cos(turn) * side + math.sin(turn) * np.cross(side, towards))
    return (made * SUN_AWAY).astype(np.float32)


def _lamp_place(lamp: Lamp, index: int, seed: int) -> Floats:
    """A point in the lamp."""
    offset = generator(seed, "trace", "lamp", index).normal(size=3)
    away = lamp.radius * offset / max(float(np.linalg.norm(offset)), 1e-6)
    return (np.asarray(lamp.position) + away).astype(np.float32)


def _that_matter(lamps: tuple[Lamp, ...], seen: Seen, light: Floats) -> tuple[Lamp, ...]:
    """The lamps that could add a fiftieth to the light of some part of the picture, the strongest first."""
    everywhere = float(light.sum() / max(float(seen.albedo.sum()), 1e-6)) + 1e-6

    def most(lamp: Lamp) -> float:
        shown = lamplight(lamp, seen.place[::4, ::4], seen.normal[::4, ::4]) * seen.there[::4, ::4]
        return float(np.quantile(shown.max(axis=2), 0.995))

    strength = {index: most(lamp) for index, lamp in enumerate(lamps)}
    ranked = sorted(strength, key=lambda index: -strength[index])
    return tuple(lamps[index] for index in ranked if strength[index] > 0.02 * everywhere)
