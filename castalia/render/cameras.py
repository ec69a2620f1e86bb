"""The search for cameras: the plan says what a picture shows and how, the search finds where to stand.

Many places are proposed and probed by rays, the best of them are drawn small and checked, and the one with the fewest
misses and the best composition wins. Angle, lens, subject and size are the plan's and never given up; where no place
satisfies everything, the verdict says so.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from castalia.language.plan import SceneCamera, Shot
from castalia.randomness import generator
from castalia.render.checks import SPOILS, unspoilt
from castalia.render.framing import SHARES, STILL_SHARE, Framing, Subject, cast_of, subject_of
from castalia.render.moves import Take
from castalia.render.probes import Probes
from castalia.render.sights import look, small
from castalia.render.stage import Stage
from castalia.render.verdicts import Verdict
from castalia.render.viewpoints import CLEAR, away_from, searched, visible_share
from castalia.world import Camera, World

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
_ALIKE = 0.6
"""Pictures whose scores differ by less are as good as each other, so that the room for the move decides."""
_ANY_COPY = 1 << 16


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
            for camera, verdict in searched(probes, subject, framing, random, drawn, mirrored, spread):
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
        found = searched(probes, subject, framing, random, tries, (bearing,), _SHOT_SPREAD)
        if not found[0][1].ok:
            found += searched(probes, subject, framing, random, 2 * tries, _others(number, side), _SHOT_SPREAD)
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
    keep = min(CLEAR, 0.8 * float(probes.clearance(take.key.position, CLEAR)[0]), 0.3 * away_from(take.key, subject))
    if (probes.clearance(places, CLEAR) < keep).any() or not probes.free_way(places):
        return False
    if any(probes.buried(place) for place in places[[0, 3, -1]]):
        return False
    points = subject.points[:: max(len(subject.points) // 12, 1)]
    seen = [visible_share(probes, cameras[at], subject, framing, points) for at in (0, 3, 6)]
    return min(seen) >= min(0.3, 0.6 * visible_share(probes, take.key, subject, framing, points))


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
