"""Where a camera may stand: places are proposed, probed by rays, and the most promising drawn small and checked."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from castalia.render.checks import RANGES, judge
from castalia.render.framing import (
    Framing,
    Subject,
    Wish,
    bearing_to_stage,
    farthest,
    freedom,
    looking,
    projected,
    share_of,
    stand,
)
from castalia.render.probes import Probes
from castalia.render.verdicts import Verdict
from castalia.world import Camera, Floats

PROPOSALS = 3
"""Places probed for each one that is drawn."""
LIFTS = (0.0, 2.0, 4.5)
"""Metres that a camera may be raised to see over the brow of a hill, still looking level."""
NEARER = 3
"""How often a camera may come nearer past something that hides its subject."""
CLEAR = 1.5
"""Metres that a camera keeps from things where it can."""


@dataclass(frozen=True)
class Candidate:
    """A camera that was probed but not drawn: how promising it is, and what the probes found."""

    camera: Camera
    promise: float
    crowded: float
    visible: float


def searched(
    probes: Probes,
    subject: Subject,
    framing: Framing,
    random: np.random.Generator,
    tries: int,
    bearings: Sequence[float],
    spread: float,
) -> list[tuple[Camera, Verdict]]:
    """Cameras with their verdicts, the best first; they look from the ``bearings`` in turn, give or take ``spread``."""
    front, free = bearing_to_stage(subject), freedom(subject)
    wishes = [
        _wish(random, framing, front + free * bearings[number % len(bearings)], free * spread)
        for number in range(PROPOSALS * tries)
    ]
    candidates = [candidate for wish in wishes for candidate in _probed(probes, subject, framing, wish)]
    # Where every place lies inside something, the first wish at least shows what the plan asked for.
    candidates = candidates or [Candidate(stand(probes, subject, framing, wishes[0]), 0.0, 1.0, 0.0)]
    candidates.sort(key=lambda candidate: -candidate.promise)
    judged = [
        (each.camera, judge(probes, each.camera, subject, framing, each.crowded, each.visible))
        for each in candidates[:tries]
    ]
    return sorted(judged, key=lambda pair: -pair[1].score)


def _wish(random: np.random.Generator, framing: Framing, bearing: float, spread: float) -> Wish:
    """One camera to try. Every draw is taken, used or not, so that no angle shifts the draws of another."""
    low, high = framing.share
    azimuth = bearing + float(random.uniform(-spread, spread))
    lift, place, up = (float(draw) for draw in random.uniform(0, 1, 3))
    side, shift = float(random.choice([-1.0, 1.0])), float(random.uniform(0.2, 0.38))
    share = low * (high / low) ** place
    view = framing.view
    elevation, eye = (float(np.interp(lift, (0, 1), ends)) for ends in (view.rise, view.eye))
    # The larger the subject, the less it can be moved from the middle without leaving the frame.
    free = max(1.0 - share, 0.0)
    upward = float(np.clip(np.interp(up, (0, 1), view.stand), -free, free))
    return Wish(azimuth, elevation, share, side * min(shift, max(free, 0.12)), upward, eye)


def _probed(probes: Probes, subject: Subject, framing: Framing, wish: Wish) -> Iterator[Candidate]:
    """The wished camera as rays judge it; where something stands in the way, one from above it or before it."""
    limit, points = (
        farthest(probes.stage.world, subject, wish.azimuth),
        subject.points[:: max(len(subject.points) // 20, 1)],
    )
    for lift in LIFTS if framing.view.level else LIFTS[:1]:
        camera = stand(probes, subject, framing, replace(wish, eye=wish.eye + lift), limit)
        visible = visible_share(probes, camera, subject, framing, points)
        if visible >= 0.5:
            break
    for _ in range(NEARER):
        distance = away_from(camera, subject)
        blocker = _blocked_at(probes, camera, points, subject) if visible < 0.5 else math.inf
        if blocker > distance - 1.0:
            break
        camera = stand(probes, subject, framing, wish, max(distance - blocker - 1.2, 0.3 * distance))
        visible = visible_share(probes, camera, subject, framing, points)
    if probes.buried(camera.position):
        return
    crowded = probes.crowded(camera.position)
    near = min(CLEAR, 0.4 * away_from(camera, subject))
    clear = float(probes.clearance(camera.position, near)[0]) / max(near, 1e-6)
    size = max(share_of(camera, subject, framing.aspect), 1e-3)
    astray = abs(math.log(size / min(max(size, framing.share[0]), framing.share[1])))
    uneven = 0.0 if framing.above or probes.stage.world.indoors else _uneven(camera)
    yield Candidate(camera, 2.0 * visible + clear - 4.0 * crowded - 4.0 * uneven - astray, crowded, visible)


def _uneven(camera: Camera) -> float:
    """By how much a flat land's horizon gives the sky too large or too small a share of the frame."""
    _, pitch = looking(camera)
    sky = 0.5 + 0.5 * math.tan(math.radians(pitch)) / math.tan(math.radians(camera.fov) / 2)
    low, high = RANGES["sky"]
    return max(low - sky, sky - high, 0.0)


def away_from(camera: Camera, subject: Subject) -> float:
    return float(np.linalg.norm(subject.centre - np.asarray(camera.position)))


def visible_share(probes: Probes, camera: Camera, subject: Subject, framing: Framing, points: Floats) -> float:
    """Share of the subject's points that are in the frame with nothing before them; of a close one, of those in it."""
    if not len(subject.instances):
        return 1.0
    at, depth = projected(camera, points, framing.aspect)
    inside = (depth > 0.05) & (at >= 0).all(axis=1) & (at <= 1).all(axis=1)
    if not inside.any():
        return 0.0
    seen = probes.seen(camera.position, points[inside], subject.instances)
    return float(seen.sum() / (inside.sum() if framing.close else len(points)))


def _blocked_at(probes: Probes, camera: Camera, points: Floats, subject: Subject) -> float:
    """Metres from the camera to what hides most of the subject, inf where nothing does."""
    away = points - np.asarray(camera.position, np.float32)
    length = np.maximum(np.linalg.norm(away, axis=1), 1e-6)
    distance, hit = probes.cast(camera.position, away / length[:, None], length)
    strange = np.isfinite(distance) & ~np.isin(probes.instance(hit), subject.instances)
    return float(np.percentile(distance[strange], 80)) if strange.any() else math.inf
