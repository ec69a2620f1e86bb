"""The light meter: how a world looks from where cameras will stand, and what exposure and contrast show it well.

A meter lifts what is too dark to be read (rooms, caves, nights), holds back what would burn out, and gives weight to what is
hazy; the rest is left to the grade.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from castalia.language.colour import lightness
from castalia.render.air import foggy
from castalia.render.finish import finish
from castalia.render.shade import Picture
from castalia.render.stage import Stage
from castalia.world import Camera, Grade, Instance, World

DARKEST = {"night": 0.32, "storm": 0.31, "indoors": 0.36, "day": 0.40}
"""OKLab lightness that three fifths of a view should reach."""
MOST_STOPS = 3.5
MOST_CLIPPED, FEWEST_STOPS = 0.012, -0.7
"""The share of a view that may be white, and how far the exposure is lowered for it."""
LEAST_SPREAD, MOST_CONTRAST = 0.40, 1.45
"""From the 5th to the 95th percentile of a view's lightness, and the contrast up to which it is raised for it."""
_WHITE = 0.985
_DOWNPOUR = 0.8
"""Rain from which on a day is to stay dark."""
_WIDE, _HIGH = 80, 45
_ENOUGH = 8
_TURNS = (-0.5, 0.15, 0.6)
_USUAL = 14.0
"""Metres across of a subject that is seen from the distances named; a larger one is seen from farther."""
_STEPS = 6
_NEAR, _NEAR_INDOORS = 3.0, 0.7
"""Metres that half of a view must be away, or it is one from within something."""


def metered(stage: Stage) -> Stage:
    """The stage with its world's exposure and contrast set by the views there are of it."""
    world = stage.world
    nearness = _NEAR_INDOORS if world.indoors else _NEAR
    drawn = (stage.buffers(camera, _WIDE, _HIGH) for camera in _views(stage))
    # From within a cliff or a hill there is nothing to be seen.
    views = list(islice((view for view in drawn if np.median(view.distance) > nearness), _ENOUGH))
    if not views:
        return stage
    kind = _kind(world)
    grade = _held_back(_lifted(world.grade, views, DARKEST[kind]), views)
    # Rooms and nights have their lights and darks from lamps; fog is to be flat.
    grade = _brought_out(grade, views) if kind == "day" and not foggy(world.air) else grade
    return replace(stage, world=replace(world, grade=grade))


def _kind(world: World) -> str:
    if world.indoors:
        return "indoors"
    if world.sky.moon:
        return "night"
    return "storm" if world.air.rain >= _DOWNPOUR else "day"


def _lifted(grade: Grade, views: Sequence[Picture], darkest: float) -> Grade:
    """With as much light as makes the picture readable before the mood asks for more or less of it."""

    def bright_enough(stops: float) -> bool:
        plain = replace(grade, exposure=grade.exposure - grade.asked + stops)
        return _typical(views, plain, lambda light: float(np.percentile(light, 40))) >= darkest

    return _brighter(grade, _least(bright_enough, 0.0, MOST_STOPS))


def _held_back(grade: Grade, views: Sequence[Picture]) -> Grade:
    """With as little light as keeps the sky and what is lit from burning out."""

    def keeps_its_whites(stops: float) -> bool:
        shown = _brighter(grade, -stops)
        return _typical(views, shown, lambda light: float((light > _WHITE).mean())) <= MOST_CLIPPED

    return _brighter(grade, -_least(keeps_its_whites, 0.0, -FEWEST_STOPS))


def _brought_out(grade: Grade, views: Sequence[Picture]) -> Grade:
    """With as much contrast as parts the lights from the darks."""

    def parted(contrast: float) -> bool:
        shown = replace(grade, contrast=contrast)
        spread = _measured(views, shown, lambda light: float(np.ptp(np.percentile(light, (5, 95)))))
        # The flattest view of all may be that of a bare wall.
        return min(sorted(spread)[1:], default=spread[0]) >= LEAST_SPREAD

    return replace(grade, contrast=round(_least(parted, grade.contrast, max(grade.contrast, MOST_CONTRAST)), 3))


def _brighter(grade: Grade, stops: float) -> Grade:
    return replace(grade, exposure=round(grade.exposure + stops, 3))


def _typical(views: Sequence[Picture], grade: Grade, measure: Callable[[NDArray[np.floating]], float]) -> float:
    """The median over the views."""
    return float(np.median(_measured(views, grade, measure)))


def _measured(views: Sequence[Picture], grade: Grade, measure: Callable[[NDArray[np.floating]], float]) -> list[float]:
    """What is measured on the lightness of each view under a grade."""
    return [measure(lightness(finish(view.colour, grade, 0))) for view in views]


def _least(holds: Callable[[float], bool], low: float, high: float) -> float:
    """The least of ``low``..``high`` for which something holds that more makes likelier; ``high`` if it never does."""
    if holds(low):
        return low
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def _views(stage: Stage) -> list[Camera]:
    """Views from the viewer's side on what the pictures are about, from near and far, level and from above."""
    world = stage.world
    shown = [each for each in world.instances if each.name in world.focus[:3]]
    subject = np.mean([each.transform[:3, 3] for each in shown] or [np.zeros(3)], axis=0)
    if world.indoors:
        return [_view(subject, turn, distance, 1.9) for distance in (3.5, 5.0) for turn in _TURNS]
    scale = max(1.0, max((_extent(world, each) for each in shown), default=0.0) / _USUAL)
    level = [_view(subject, turn, scale * distance, 1.9) for distance in (18.0, 36.0, 9.0, 72.0) for turn in _TURNS]
    above = [_view(subject, turn, scale * 30.0, scale * 16.0) for turn in _TURNS[:2]]
    return [*level[:4], *above, *level[4:]]


def _extent(world: World, instance: Instance) -> float:
    """The longest side of an instance in metres."""
    parts = [part.mesh.positions for part in world.prototypes[instance.prototype].parts if len(part.mesh.positions)]
    sides = max(float(np.ptp(each, axis=0).max()) for each in parts) if parts else 0.0
    return sides * float(np.cbrt(abs(np.linalg.det(instance.transform[:3, :3]))))


def _view(subject: NDArray[np.floating], turn: float, distance: float, rise: float) -> Camera:
    x, y, z = (float(part) for part in subject)
    eye = (x + distance * math.sin(turn), y + rise, z + distance * math.cos(turn))
    return Camera(eye, (x, y + 1.3, z), 45.0)
