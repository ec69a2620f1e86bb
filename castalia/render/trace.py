"""Path-traced stills: the fast road's picture with its baked light exchanged for traced light.

Both roads share visibility, materials, sky, water, air and finish, so a still and a frame of the film match. The
rasteriser says how each pixel answers to the sun and to ambient light; Mitsuba says how much of both arrives there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from castalia.library.fetch import installed
from castalia.randomness import keyed_seed
from castalia.render.air import air_record, transmittance
from castalia.render.finish import finish
from castalia.render.posing import pose
from castalia.render.precipitation import fall
from castalia.render.raster import draw
from castalia.render.samples import averaged, cells, spread
from castalia.render.shade import Moment, Picture, Scene, shade
from castalia.render.shade_solids import AMBIENT, OPEN
from castalia.render.sky import sky_record
from castalia.render.smoke import smoke
from castalia.render.stage import NOTHING_MIRRORED, Stage
from castalia.render.trace_light import arriving
from castalia.render.views import LENS, pinhole, rays
from castalia.render.water import water_record
from castalia.world import Camera, Floats, World

SUPERSAMPLE = 2
EXPOSURE_MATCH = 0.8
# What a depth map holds that lets all sunlight through, and one that lets none.
SUNNY, DARK = -np.inf, np.inf


def available() -> bool:
    """Whether stills can be traced: Mitsuba is installed and wanted."""
    return installed("mitsuba")


def trace(
    stage: Stage,
    camera: Camera,
    width: int,
    height: int,
    samples: int,
    progress: Callable[[float], None] | None = None,
) -> NDArray[np.uint8]:
    """The finished picture (H,W,3) in sRGB, traced with ``samples`` paths a pixel; the same stage gives the same bytes.
    ``progress`` hears 0..1."""
    light = traced_light(stage, camera, width, height, samples, progress)
    return finish(light, stage.world.grade, keyed_seed(stage.seed, "frame", 0))


def traced_light(
    stage: Stage,
    camera: Camera,
    width: int,
    height: int,
    samples: int,
    progress: Callable[[float], None] | None = None,
) -> Floats:
    """The same picture before its finish: linear light (H,W,3) with fog and what falls."""
    report = progress or (lambda share: None)
    world, seed = stage.world, stage.seed
    light = arriving(stage, camera, width, height, samples, lambda done: report(0.9 * done))
    answers = _answers(stage, camera, width * SUPERSAMPLE, height * SUPERSAMPLE)
    colour = _relit(world, camera, answers, *(spread(each, SUPERSAMPLE) for each in light))
    distance = cells(answers.seen.distance, SUPERSAMPLE).min(axis=-1)
    smoky = smoke(averaged(colour, SUPERSAMPLE), distance, camera, world, 0.0, seed)
    drawn = fall(smoky, distance, camera, world, 0.0, seed)
    report(1.0)
    return drawn


class Answers(NamedTuple):
    """The fast road's picture, the same without fog, and what of it is neither sun nor ambient light; then what each
    pixel returns of the whole sun and of ambient light of 1. Colours (H,W,3), without fog but for ``seen``."""

    seen: Picture
    clear: Floats
    rest: Floats
    sun: Floats
    ambient: Floats


def _answers(stage: Stage, camera: Camera, width: int, height: int) -> Answers:
    world, geometry = stage.world, stage.geometry
    posed = pose(geometry, np.asarray(camera.position, np.float32), 0.0, world.air.wind)
    clear_air = air_record(replace(world.air, haze=0.0, mist=0.0), world.sky)
    moment = Moment(
        posed, *sky_record(world.sky, stage.seed), *water_record(None, world.sky, 0.0, stage.seed), clear_air
    )
    view = pinhole(camera, width, height)
    canvas, all_lit = draw(geometry, posed, view, width, height), np.ones((2, 2), np.float32)

    def shaded(scene: Scene) -> Floats:
        return shade(scene, moment, view, canvas, 1, all_lit, NOTHING_MIRRORED, -1e9, width, height).colour

    def under(ambient: float, map_of: float) -> Floats:
        attributes, maps = stage.scene.attributes.copy(), np.full((8, 8), map_of, np.float32)
        attributes[:, AMBIENT:OPEN] = ambient
        views = _everywhere(stage.scene.views)
        return shaded(stage.scene._replace(attributes=attributes, fine=maps, coarse=maps, views=views))

    rest = under(0.0, DARK)
    return Answers(
        seen=stage.picture(camera, width, height, 0.0, 1),
        clear=shaded(stage.scene),
        rest=rest,
        sun=under(0.0, SUNNY) - rest,
        ambient=under(1.0, DARK) - rest,
    )


def _everywhere(views: Floats) -> Floats:
    """Views of depth maps so coarse that the whole world falls into their middle."""
    made = views.copy()
    made[:, LENS] = 1e-9, 4.0, 4.0
    return made


def _relit(world: World, camera: Camera, answers: Answers, sun: Floats, ambient: Floats) -> Floats:
    """The picture with the traced sun (H,W,1) and ambient light (H,W,3) in place of the baked; sky and water stay."""
    seen = answers.seen
    height, width = seen.distance.shape
    eye = np.asarray(camera.position, np.float32)
    share = transmittance(world.air, seen.distance, eye, rays(camera, width, height), world.sky)
    solid: Floats = (seen.instance >= 0) * share
    baked, traced = answers.clear - answers.rest, sun * answers.sun + ambient * answers.ambient
    change = _exposure(baked, traced, solid) * traced - baked
    made: Floats = np.maximum(seen.colour + solid[..., None] * change, 0.0)
    return made


def _exposure(baked: Floats, traced: Floats, weight: Floats) -> float:
    """The gain that brings traced light (H,W,3) most of the way to the brightness of the baked.

    The grade's exposure was chosen for baked light, in which lamps throw no shadows; means are of square roots, so that
    what is dark counts too.
    """
    total = float(weight.sum())
    if total < 1.0:
        return 1.0
    means = [float((np.sqrt(np.maximum(light[..., 1], 0.0)) * weight).sum() / total) for light in (baked, traced)]
    ratio = (means[0] / max(means[1], 1e-6)) ** 2
    return float(np.clip(ratio**EXPOSURE_MATCH, 0.5, 2.0))
