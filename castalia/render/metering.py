"""The light meter: how bright a world looks from where cameras will stand, and what exposure shows it well.

A meter only lifts what is too dark to be read (rooms, caves, nights); bright and veiled scenes are left to the grade.
"""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from castalia.language.colour import lightness
from castalia.render.finish import finish
from castalia.render.stage import Stage
from castalia.world import Camera, Grade

DARKEST = {"night": 0.25, "indoors": 0.36, "day": 0.40}
"""OKLab lightness that three fifths of a view should reach."""
MOST_STOPS = 3.5
_WIDE, _HIGH = 80, 45
_ENOUGH = 6
_NEAR, _NEAR_INDOORS = 3.0, 0.7
"""Metres that half of a view must be away, or it is one from within something."""


def metered(stage: Stage) -> Stage:
    """The stage with its world's exposure lifted, where need be, by up to ``MOST_STOPS``."""
    world = stage.world
    kind = "indoors" if world.indoors else "night" if world.sky.moon else "day"
    nearness = _NEAR_INDOORS if world.indoors else _NEAR
    drawn = (stage.buffers(camera, _WIDE, _HIGH) for camera in _views(stage))
    # From within a cliff or a hill there is nothing to be seen.
    views = list(islice((view for view in drawn if np.median(view.depth) > nearness), _ENOUGH))
    if not views:
        return stage

    def shown(grade: Grade) -> float:
        pictures = [lightness(finish(view.colour, grade, 0)) for view in views]
        return float(np.median([np.percentile(picture, 40) for picture in pictures]))

    low, high = 0.0, MOST_STOPS
    plain = replace(world.grade, exposure=world.grade.exposure - world.grade.asked)
    if shown(plain) >= DARKEST[kind]:
        return stage
    for _ in range(6):
        middle = (low + high) / 2
        brighter = replace(plain, exposure=plain.exposure + middle)
        low, high = (middle, high) if shown(brighter) < DARKEST[kind] else (low, middle)
    grade = replace(world.grade, exposure=round(world.grade.exposure + high, 3))
    return replace(stage, world=replace(world, grade=grade))


def _views(stage: Stage) -> list[Camera]:
    """Views from the viewer's side on what the pictures are about, the nearer ones first."""
    world = stage.world
    at = {each.name: each.transform[:3, 3] for each in world.instances}
    subject = np.mean([at[name] for name in world.focus[:3]] or [np.zeros(3)], axis=0)
    distances = (3.5, 5.0) if world.indoors else (9.0, 18.0, 36.0, 72.0)
    return [_view(subject, turn, distance) for distance in distances for turn in (-0.5, 0.15, 0.6)]


def _view(subject: NDArray[np.floating], turn: float, distance: float) -> Camera:
    x, y, z = (float(part) for part in subject)
    eye = (x + distance * math.sin(turn), y + 1.9, z + distance * math.cos(turn))
    return Camera(eye, (x, y + 1.3, z), 45.0)
