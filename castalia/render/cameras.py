"""The search for cameras: the plan says what a picture shows and how, the search finds where to stand.

Many places are proposed and probed by rays, the best of them are drawn small and checked, and the one with the fewest
misses and the best composition wins. Angle, lens, subject and size are the plan's and never given up; where no place
satisfies everything, the verdict says so.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from castalia.language.plan import SceneCamera, Shot
from castalia.randomness import generator
from castalia.render.checks import RANGES, SPOILS, Verdict, judge, look, small, unspoilt
from castalia.render.framing import (
    EYE_HEIGHT,
    SHARES,
    STILL_SHARE,
    Framing,
    Subject,
    Wish,
    bearing_to_stage,
    cast_of,
    farthest,
    freedom,
    looking,
    projected,
    share_of,
    stand,
    subject_of,
)
from castalia.render.moves import Take
from castalia.render.probes import Probes
from castalia.render.stage import Stage
from castalia.world import Camera, Floats, World

PROPOSALS = 3
"""Places probed for each one that is drawn."""
LIFTS = (0.0, 2.0, 4.5)
"""Metres that a camera may be raised to see over the brow of a hill, still looking level."""
NEARER = 3
"""How often a camera may come nearer past something that hides its subject."""
STILL_BEARINGS = (0.0, 86.0, 44.0, 140.0)
"""Where stills look from, in degrees to either side of the stage's front: the hero view and its neighbour lie more than
40 apart."""
SHOT_BEARINGS = (0.0, 42.0, -30.0, 70.0, -64.0, 20.0)
"""The same for successive shots: neighbours differ by more than 30 degrees, as the rule of the cut asks."""
_CUT = 30.0
"""Degrees between neighbouring shots, or the cut is a jump."""
_OTHER_BEARING = 40.0
"""From where a still shows what is not the hero: aside, but not end on, since things are set facing the front."""
_ANOTHER, _REPEATED = 32.0, 6.0
"""Degrees by which two stills look different ways, and what it costs in score when they do not."""
_STILL_SPREAD, _SHOT_SPREAD = 22.0, 5.0
_SEARCHES = ((_STILL_SPREAD, (0.0, 35.0)), (26.0, (75.0, 120.0)))
"""The spread of a still's searches and how far aside of its bearing they look; the second is made where the first finds
no picture that passes every check."""
_LARGE, _SMALL_SHARE = 2.4, (0.15, 0.36)
"""Metres from which a subject fills a still, and the share of the frame that smaller ones take."""
_WEIGHT = 0.8
"""What a subject's size adds to the score of its still, for each ``_LARGE`` up to four."""
_CLEAR = 1.5
"""Metres that a camera keeps from things where it can."""
_ALIKE = 0.6
"""Pictures whose scores differ by less are as good as each other, so that the room for the move decides."""
_ANY_COPY = 1 << 16


@dataclass(frozen=True)
class Candidate:
    """A camera that was probed but not drawn: how promising it is, and what the probes found."""

    camera: Camera
    promise: float
    crowded: float
    visible: float


def search_still(
    world: World,
    scene_camera: SceneCamera,
    size: tuple[int, int],
    seed: int,
    tries: int,
    stage: Stage,
    index: int,
    earlier: Sequence[Camera] = (),
) -> tuple[Camera, Verdict]:
    """The camera of a still and what the checks say of it. About ``tries`` candidates are drawn.

    Still 0 is the hero view, of the first object from the stage's front; each further one shows the hero from another
    side, or one of two other objects, whichever makes the best picture; large ones carry a picture better, and what is
    small is shown in its surroundings. One that looks the way of an ``earlier`` still is taken only where nothing else is
    any good. The same arguments give the same camera.
    """
    probes = Probes.of(stage)
    others = range(2 * index - 1, 2 * index + 1) if index else ()
    items = [0, *(item for item in others if item < len(cast_of(world)))]
    aspect, found = size[0] / size[1], []
    for search, (spread, further) in enumerate(_SEARCHES, 1):
        for item in items:
            bearing = _OTHER_BEARING if item else STILL_BEARINGS[index % len(STILL_BEARINGS)]
            random = generator(seed, "camera", "still", index, item, *([search] if search > 1 else []))
            subject = subject_of(world, item, int(random.integers(_ANY_COPY)) if item else 0)
            extent = float(np.ptp(subject.points, axis=0).max())
            share = STILL_SHARE if extent > _LARGE else _SMALL_SHARE
            framing = Framing.of(scene_camera.angle, scene_camera.lens, share, aspect)
            drawn, bearings = max(tries // len(items), 4), [bearing + aside for aside in further]
            mirrored = [*bearings, *(-each for each in bearings)]
            for camera, verdict in _searched(probes, subject, framing, random, drawn, mirrored, spread):
                worth = verdict.score + _WEIGHT * min(extent / _LARGE, 4.0) - _repeats(camera, earlier)
                found.append((worth, (camera, replace(verdict, search=search))))
        best = max(found, key=lambda pair: pair[0])[1]
        if best[1].ok:
            break
    return best


def _repeats(camera: Camera, earlier: Sequence[Camera]) -> float:
    """What it costs to look within ``_ANOTHER`` degrees of the way that another camera looks."""
    way = _looks(camera)
    nearest = min((math.degrees(math.acos(min(float(way @ _looks(other)), 1.0))) for other in earlier), default=180.0)
    return _REPEATED if nearest < _ANOTHER else 0.0


def _looks(camera: Camera) -> np.ndarray:
    away = np.subtract(camera.target, camera.position)
    return np.asarray(away / np.linalg.norm(away))


def shoot(
    world: World,
    shots: Sequence[Shot],
    scene_camera: SceneCamera,
    stage: Stage,
    seed: int,
    aspect: float,
    tries: int = 8,
) -> list[Take]:
    """A take of each shot: its key picture searched among ``tries``, its move fitted to the room there is. The same
    arguments give the same takes."""
    probes = Probes.of(stage)
    side = float(generator(seed, "camera", "side").choice([-1.0, 1.0]))
    takes: list[Take] = []
    for number, shot in enumerate(shots):
        random = generator(seed, "camera", "shot", number)
        copy, way = int(random.integers(_ANY_COPY)), float(random.choice([-1.0, 1.0]))
        subject = subject_of(world, shot.subject, copy if shot.subject else 0)
        framing = Framing.of(shot.angle, scene_camera.lens, SHARES[shot.size], aspect)
        bearing = side * SHOT_BEARINGS[number % len(SHOT_BEARINGS)]
        found = _searched(probes, subject, framing, random, tries, (bearing,), _SHOT_SPREAD)
        if not found[0][1].ok:
            found += _searched(probes, subject, framing, random, 2 * tries, _others(number, side), _SHOT_SPREAD)
        # The shot before may have looked from another bearing than was planned.
        before = [take.key for take in takes[-1:] if take.shot.subject == shot.subject]
        ranked = sorted(
            ((verdict.score - _repeats(camera, before), (camera, verdict)) for camera, verdict in found),
            key=lambda pair: -pair[0],
        )
        x, y, z = (float(axis) for axis in subject.centre)
        good = [pair for worth, pair in ranked[:4] if worth > ranked[0][0] - _ALIKE]
        tried = [Take(shot, camera, (x, y, z), way, seed, number, aspect, verdict) for camera, verdict in good]
        takes.append(_roomy(probes, tried, subject, framing))
    return takes


def _others(number: int, side: float) -> list[float]:
    """Bearings from where a shot may look instead, far enough from those of its neighbours for a cut."""
    beside = [SHOT_BEARINGS[at % len(SHOT_BEARINGS)] for at in (number - 1, number + 1) if at >= 0]
    return [side * each for each in SHOT_BEARINGS if all(abs(each - other) >= _CUT for other in beside)]


# --- places -----------------------------------------------------------------------------------------------------------


def _searched(
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
    elevation = {"high-angle": 22 + 16 * lift, "birds-eye": 62 + 12 * lift}.get(framing.angle, 0.0)
    eye = 0.5 + 0.6 * lift if framing.angle == "low-angle" else EYE_HEIGHT + 0.35 * (lift - 0.5)
    lower, upper = {"low-angle": (-0.42, 0.2), "eye-level": (-0.30, 0.34)}.get(framing.angle, (-0.2, 0.14))
    # The larger the subject, the less it can be moved from the middle without leaving the frame.
    free = max(1.0 - share, 0.0)
    upward = float(np.clip(lower + up * (upper - lower), -free, free))
    return Wish(azimuth, elevation, share, side * min(shift, max(free, 0.12)), upward, eye)


def _probed(probes: Probes, subject: Subject, framing: Framing, wish: Wish) -> Iterator[Candidate]:
    """The wished camera as rays judge it; where something stands in the way, one from above it or before it."""
    limit, points = (
        farthest(probes.stage.world, subject, wish.azimuth),
        subject.points[:: max(len(subject.points) // 20, 1)],
    )
    for lift in LIFTS if framing.angle == "eye-level" else LIFTS[:1]:
        camera = stand(probes, subject, framing, replace(wish, eye=wish.eye + lift), limit)
        visible = _visible(probes, camera, subject, framing, points)
        if visible >= 0.5:
            break
    for _ in range(NEARER):
        distance = _away(camera, subject)
        blocker = _blocked_at(probes, camera, points, subject) if visible < 0.5 else math.inf
        if blocker > distance - 1.0:
            break
        camera = stand(probes, subject, framing, wish, max(distance - blocker - 1.2, 0.3 * distance))
        visible = _visible(probes, camera, subject, framing, points)
    if probes.buried(camera.position):
        return
    crowded = probes.crowded(camera.position)
    near = min(_CLEAR, 0.4 * _away(camera, subject))
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


def _away(camera: Camera, subject: Subject) -> float:
    return float(np.linalg.norm(subject.centre - np.asarray(camera.position)))


def _visible(probes: Probes, camera: Camera, subject: Subject, framing: Framing, points: Floats) -> float:
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


# --- moves ------------------------------------------------------------------------------------------------------------


def _roomy(probes: Probes, takes: Sequence[Take], subject: Subject, framing: Framing) -> Take:
    """The take that can go farthest, of the best pictures first; of two ways to go, the one with more to see."""
    for reach in (1.0, 0.6, 0.3, 0.12):
        for take in takes:
            ways = [replace(take, reach=take.reach * reach * sign) for sign in (1.0, -1.0)]
            free = [way for way in ways if _free(probes, way, subject, framing)]
            free = [way for way in free if _unspoilt(probes, way, subject, framing)]
            if free:
                return max(free, key=lambda way: _opening(probes, way, subject, framing)) if len(free) > 1 else free[0]
    return replace(takes[0], reach=0.05 * takes[0].reach)


def _free(probes: Probes, take: Take, subject: Subject, framing: Framing) -> bool:
    """Whether the camera passes through nothing, keeps off the ground and ends with its subject in sight."""
    cameras = [take.at(float(seconds)) for seconds in np.linspace(0, take.shot.seconds, 7)]
    places = np.array([camera.position for camera in cameras], np.float32)
    if not np.ptp(places, axis=0).any():
        return True
    floors = [probes.floor(float(x), float(z)) for x, _, z in places]
    x, y, z = take.key.position
    lowest = min(0.5, 0.9 * (y - probes.floor(x, z)))
    if any(float(place[1]) - floor < lowest for place, floor in zip(places, floors, strict=True)):
        return False
    keep = min(_CLEAR, 0.8 * float(probes.clearance(take.key.position, _CLEAR)[0]), 0.3 * _away(take.key, subject))
    if (probes.clearance(places, _CLEAR) < keep).any() or not probes.free_way(places):
        return False
    if any(probes.buried(place) for place in places[[0, 3, -1]]):
        return False
    points = subject.points[:: max(len(subject.points) // 12, 1)]
    seen = [_visible(probes, cameras[at], subject, framing, points) for at in (0, 3, 6)]
    return min(seen) >= min(0.3, 0.6 * _visible(probes, take.key, subject, framing, points))


def _unspoilt(probes: Probes, take: Take, subject: Subject, framing: Framing) -> bool:
    """Whether the ends of the move are free of what spoils a picture; a key picture that is not has no better ends."""
    if take.verdict and any(check.name in SPOILS for check in take.verdict.failed):
        return True
    ends = (take.at(0.0), take.at(take.shot.seconds))
    return all(end == take.key or unspoilt(probes, end, subject, framing) for end in ends)


def _opening(probes: Probes, take: Take, subject: Subject, framing: Framing) -> float:
    """How much there is to see at a move's start: contrast, and neither sky alone nor ground alone."""
    width, height = small(framing.aspect)
    sight = look(probes, take.at(0.0), subject, width // 2, height // 2)
    dark, bright = np.percentile(sight.lightness, (5, 95))
    sky = float((~np.isfinite(sight.depth)).mean())
    return float(bright - dark) - max(sky - 0.6, 0.0) - max(0.05 - sky, 0.0) + 0.3 * float(sight.subject.any())


__all__ = ["Take", "search_still", "shoot"]
