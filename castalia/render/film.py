"""The frames of a shot, in order: some are drawn, those between them are moved from their neighbours."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from castalia.render.between import Drawn, Movers, between
from castalia.render.moves import Take
from castalia.render.stage import Stage
from castalia.settings import Quality


def frames_of(
    stage: Stage, take: Take, start: int, count: int, fps: int, size: tuple[int, int], level: Quality
) -> Iterator[NDArray[np.uint8]]:
    """The ``count`` finished frames (H,W,3) of a take whose first is the film's frame ``start``, ``size`` wide and high.

    Of each ``level.drawn_every`` frames one is drawn, and the take's last one.
    """

    def drawn(frame: int) -> Drawn:
        camera, seconds = take.at(frame / fps), (start + frame) / fps
        return Drawn(camera, seconds, stage.drawn(camera, *size, seconds, level.supersample))

    one, before, movers = 0, drawn(0), Movers.of(stage.world, stage.seed)
    yield stage.finished(before.picture, before.camera, before.seconds)
    while one < count - 1:
        other = min(one + level.drawn_every, count - 1)
        after = drawn(other)
        for frame in range(one + 1, other):
            camera, seconds = take.at(frame / fps), (start + frame) / fps
            moved = between(before, after, camera, seconds, movers)
            yield stage.finished(moved, camera, seconds)
        yield stage.finished(after.picture, after.camera, after.seconds)
        one, before = other, after
