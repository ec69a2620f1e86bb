"""A view drawn small, as the checks of a picture read it."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from castalia.language.colour import decoded, oklab
from castalia.render.finish import finish
from castalia.render.framing import Subject
from castalia.render.probes import Probes
from castalia.render.shade import Picture
from castalia.world import Camera, Floats, Ints

PIXELS = 192 * 108


class Sight(NamedTuple):
    """A small drawing as the checks read it: OKLab colours (H,W,3), depth (H,W), mask of the subject (H,W), mask of
    what is neither ground nor subject (H,W), mask of the ground (H,W), mask of what is too near for its detail (H,W),
    instance (H,W)."""

    colours: Floats
    depth: Floats
    subject: NDArray[np.bool_]
    things: NDArray[np.bool_]
    ground: NDArray[np.bool_]
    coarse: NDArray[np.bool_]
    instance: Ints

    @property
    def lightness(self) -> Floats:
        return self.colours[..., 0]


def small(aspect: float) -> tuple[int, int]:
    """Width and height of the drawings that checks read."""
    height = round(math.sqrt(PIXELS / aspect))
    return round(height * aspect), height


def look(probes: Probes, camera: Camera, subject: Subject, width: int, height: int) -> Sight:
    """Draw a view, finished but without brush and grain: those are sized for large pictures."""
    world = probes.stage.world
    buffers: Picture = probes.stage.buffers(camera, width, height)
    grade = replace(world.grade, brush=0.0, grain=0.0)
    shown = np.isin(buffers.instance, subject.instances)
    ground = buffers.instance == probes.ground
    things = (buffers.instance >= 0) & ~ground & ~shown
    pixels = finish(buffers.colour, grade, 0).astype(np.float32) / 255
    coarse = things & (buffers.distance < probes.afar[buffers.instance])
    return Sight(oklab(decoded(pixels)), buffers.distance, shown, things, ground, coarse, buffers.instance)
