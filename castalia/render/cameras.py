"""The search for a camera: candidates that obey the plan's angle, lens, size and subject are drawn small, judged, and the best is kept.

Places are drawn round the subject on the side that the plan's light and layout take for the viewer's (+Z). Cheap questions
to the geometry come first (is there room, is the subject seen); only what passes is drawn.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from castalia.language.plan import SceneCamera, Shot
from castalia.randomness import Key, generator, keyed_seed
from castalia.render.checks import Sight, Verdict, judge, lightness
from castalia.render.finish import finish
from castalia.render.moves import Take
from castalia.render.probes import Probes
from castalia.render.stage import Stage
from castalia.world import Camera, World

LENSES = {"wide": 54.0, "normal": 38.0, "long": 24.0}
"""Vertical field of view in degrees at 16:9."""
SIZES = {
    "extreme-wide": (0.08, 0.26),
    "wide": (0.24, 0.48),
    "full": (0.46, 0.82),
    "medium": (0.72, 1.35),
    "close-up": (1.2, 2.6),
}
"""Range of the subject's height as a share of the frame's."""
STILL_SHARE, COMFORTABLE_SHARE = (0.2, 0.9), (0.28, 0.66)
ANGLES = {"eye-level": (-6.0, 6.0), "low-angle": (-22.0, -3.0), "high-angle": (16.0, 34.0), "birds-eye": (48.0, 68.0)}
"""How many degrees the camera looks down on its subject; low angles stay near the ground."""
EYE_HEIGHT, LOW_HEIGHT = 1.65, 0.7
SMALLEST_SUBJECT = 1.5
ROOM = 0.9
APART = math.radians(30)
_DRAWN = 108
_GUESSES = 90


@dataclass(frozen=True)
class Subject:
    """What a view is about: its instances' indices, some of its points (N,3), its box."""

    instances: NDArray[np.int64]
    points: NDArray[np.float32]
    low: NDArray[np.float64]
    high: NDArray[np.float64]

    @property
    def middle(self) -> NDArray[np.float64]:
        made: NDArray[np.float64] = (self.low + self.high) / 2
        return made

    @property
    def size(self) -> float:
        """The height that frames it: its own, or its width where it is broad."""
        wide = float(np.hypot(*(self.high - self.low)[[0, 2]]))
        return max(float(self.high[1] - self.low[1]), 0.62 * wide, SMALLEST_SUBJECT)


@dataclass(frozen=True)
class Wanted:
    """What the plan asks of one view."""

    subject: Subject
    angle: str
    fov: float
    share: tuple[float, float]
    aspect: float
    bearing: float = 0.0
    spread: float = 0.75


def subjects_of(world: World) -> list[Subject]:
    """One subject for each object of the plan, in the plan's order: its first instance stands for a crowd."""
    index = {each.name: number for number, each in enumerate(world.instances)}
    groups: dict[str, list[int]] = {}
    for name in world.focus:
        head, _, tail = name.rpartition("-")
        groups.setdefault(head if tail.isdecimal() and head else name, []).append(index[name])
    return [_subject(world, members[:1]) for members in groups.values()] or [_land(world)]


def _subject(world: World, members: Sequence[int]) -> Subject:
    points = []
    for number in members:
        instance = world.instances[number]
        for part in world.prototypes[instance.prototype].parts:
            step = max(1, len(part.mesh.positions) // 24)
            local = part.mesh.positions[::step]
            points.append(local @ instance.transform[:3, :3].T + instance.transform[:3, 3])
    found = np.concatenate(points).astype(np.float32)
    low, high = np.percentile(found, 1, axis=0), np.percentile(found, 99, axis=0)
    step = max(1, len(found) // 40)
    return Subject(np.array(members), found[::step], low.astype(float), high.astype(float))


def _land(world: World) -> Subject:
    """A view without a subject looks at the middle of the place."""
    middle = np.array([0.0, 1.5, 0.0])
    return Subject(np.zeros(0, int), middle[None].astype(np.float32), middle - 1, middle + 1)


def search_still(
    world: World, camera: SceneCamera, size: tuple[int, int], seed: int, tries: int, stage: Stage, index: int
) -> tuple[Camera, Verdict]:
    """The best of ``tries`` drawn views for still ``index``: the first is about the plan's first object, the next ones about
    others, from another side."""
    subjects = subjects_of(world)
    subject = subjects[index % len(subjects)] if index else subjects[0]
    aspect = size[0] / size[1]
    bearing = (0.0, 0.95, -0.95)[index % 3]
    wanted = Wanted(
        subject, camera.angle, _fov(camera.lens, aspect), STILL_SHARE, aspect, bearing, 0.6 if index else 0.7
    )
    return _best(Probes.of(stage), wanted, seed, ("still", index), tries)


def shoot(
    world: World, shots: Sequence[Shot], camera: SceneCamera, stage: Stage, seed: int, aspect: float
) -> list[Take]:
    """One take a shot, in order. Shots that follow one another on one subject are at least 30 degrees apart."""
    subjects, probes = subjects_of(world), Probes.of(stage)
    takes: list[Take] = []
    bearings: dict[int, float] = {}
    for number, shot in enumerate(shots):
        chosen = shot.subject % len(subjects)
        bearing = _away(bearings[chosen], number) if chosen in bearings else 0.0
        fov = _fov("wide" if shot.size == "extreme-wide" else camera.lens, aspect)
        wanted = Wanted(subjects[chosen], shot.angle, fov, SIZES[shot.size], aspect, bearing, 0.35)
        side = 1.0 if generator(seed, "camera", "side", number).random() < 0.5 else -1.0
        take = _take(probes, wanted, shot, side, seed, number)
        takes.append(take)
        offset = np.array(take.middle.position) - subjects[chosen].middle
        bearings[chosen] = math.atan2(float(offset[0]), float(offset[2]))
    return takes


def _away(before: float, number: int) -> float:
    """A bearing on the viewer's side at least 30 degrees from the one before."""
    step = APART + 0.35
    return before - step if before > 0 or (before == 0 and number % 2) else before + step


def _take(probes: Probes, wanted: Wanted, shot: Shot, side: float, seed: int, number: int) -> Take:
    """The best view whose whole move has room; where none has, the move that has the most."""
    best: tuple[float, Take] | None = None
    for attempt in range(3):
        middle, verdict = _best(probes, wanted, seed, ("shot", number, attempt), 6)
        for way in (side, -side):
            take = Take(shot, middle, way, keyed_seed(seed, "camera", "take", number))
            room = _room(probes, take)
            value = verdict.score + 3.0 * min(room, ROOM)
            if best is None or value > best[0] + 1e-9:
                best = (value, take)
            if room >= ROOM and verdict.ok:
                return take
    assert best is not None
    return best[1]


def _room(probes: Probes, take: Take) -> float:
    """Metres to the nearest thing or to the ground, anywhere along a take; 0 where it passes through something."""
    eyes = np.array([take.at(moment).position for moment in np.linspace(0, take.shot.seconds, 7)], np.float32)
    if not probes.free_way(eyes):
        return 0.0
    above = min(float(eye[1]) - probes.floor(float(eye[0]), float(eye[2])) for eye in eyes)
    return max(0.0, min(float(probes.clearance(eyes, ROOM * 1.5).min()), above * 2))


def _best(probes: Probes, wanted: Wanted, seed: int, keys: tuple[Key, ...], tries: int) -> tuple[Camera, Verdict]:
    """The best view of ``tries`` that are drawn. Raises nothing: the least bad one is returned where none passes."""
    guesses = sorted(_guesses(probes, wanted, seed, keys), key=lambda pair: -pair[0])[:tries]
    judged = [(camera, _judged(probes, wanted, camera)) for _, camera in guesses]
    return max(judged, key=lambda pair: pair[1].score)


def _guesses(probes: Probes, wanted: Wanted, seed: int, keys: tuple[Key, ...]) -> Iterator[tuple[float, Camera]]:
    """Views with room, with the share of the subject that each sees (and a little chance, so that not all look alike)."""
    kept = 0
    crowded: list[tuple[float, Camera]] = []
    for number in range(_GUESSES):
        random = generator(seed, "camera", *keys, number)
        camera = _guess(probes, wanted, random)
        eye = camera.position
        if probes.floor(eye[0], eye[2]) == -np.inf or probes.buried(eye):
            continue
        room = float(probes.clearance(eye, 1.6)[0])
        seen = _seen(probes, wanted.subject, camera)
        entry = (min(seen, 0.85) + 0.25 * min(room, 1.6) / 1.6 + 0.15 * float(random.random()), camera)
        if room < ROOM or seen < 0.4:
            crowded.append((entry[0] - 2, camera))
            continue
        kept += 1
        yield entry
        if kept >= 36:
            return
    if not kept:
        yield from crowded or [(0.0, _guess(probes, wanted, generator(seed, "camera", *keys, 0)))]


def _seen(probes: Probes, subject: Subject, camera: Camera) -> float:
    if not len(subject.instances):
        return 1.0
    return float(probes.seen(camera.position, subject.points, subject.instances).mean())


def _guess(probes: Probes, wanted: Wanted, random: np.random.Generator) -> Camera:
    """A view that obeys size, angle and lens, with the subject near a third."""
    subject = wanted.subject
    low, high = COMFORTABLE_SHARE if wanted.share == STILL_SHARE else wanted.share
    veiled = probes.stage.world.air.haze > 0.012  # what is far is lost in fog, so stay as near as the size allows
    share = low + (high - low) * float(random.uniform(0.6 if veiled else 0.0, 0.95))
    tangent = math.tan(math.radians(wanted.fov) / 2)
    reach = float(np.linalg.norm((subject.high - subject.low)[[0, 2]])) / 2
    distance = max(subject.size / (2 * share * tangent), reach + 1.6)
    bearing = wanted.bearing + wanted.spread * float(random.normal(0, 0.75))
    pitch = math.radians(float(random.uniform(*ANGLES[wanted.angle])))
    aim = subject.middle.copy()
    if wanted.share[1] > 1:  # close views look at the upper part, where faces, flames and battlements are
        aim[1] = subject.low[1] + (subject.high[1] - subject.low[1]) * float(random.uniform(0.55, 0.8))
    flat = distance * math.cos(pitch)
    if probes.stage.world.indoors:
        flat = _inside(probes, aim, bearing, flat)
    x, z = aim[0] + flat * math.sin(bearing), aim[2] + flat * math.cos(bearing)
    floor = probes.floor(float(x), float(z))
    y = aim[1] + distance * math.sin(pitch)
    if wanted.angle in ("eye-level", "low-angle") and np.isfinite(floor):
        height = EYE_HEIGHT if wanted.angle == "eye-level" else LOW_HEIGHT
        y = floor + height * float(random.uniform(0.85, 1.25))
    elif np.isfinite(floor):
        y = max(y, floor + EYE_HEIGHT)
    eye = np.array([x, y, z])
    return _composed(eye, aim, wanted, random)


def _inside(probes: Probes, aim: NDArray[np.float64], bearing: float, flat: float) -> float:
    """How far back a camera may stand before the wall."""
    way = np.array([math.sin(bearing), 0.0, math.cos(bearing)], np.float32)
    start = np.array([aim[0], max(aim[1], EYE_HEIGHT), aim[2]], np.float32)
    hits = [float(probes.cast(start + way * step, way, 60.0)[0][0]) + step for step in (0.0, 0.8, 1.6)]
    wall = max(hit if np.isfinite(hit) else 0.0 for hit in hits)
    return max(1.2, min(flat, wall - 0.7)) if wall else flat


def _composed(
    eye: NDArray[np.float64], aim: NDArray[np.float64], wanted: Wanted, random: np.random.Generator
) -> Camera:
    """Turn the view so that the aim stands near a vertical third and, in wide views, in the lower half."""
    towards = aim - eye
    distance = float(np.linalg.norm(towards))
    tangent = math.tan(math.radians(wanted.fov) / 2)
    side = 1 if random.random() < 0.5 else -1
    across = side * float(random.uniform(0.20, 0.36)) * (0.4 if wanted.share[1] > 1 else 1.0)
    up = float(random.uniform(0.0, 0.16)) if wanted.angle != "birds-eye" else 0.0
    right = np.cross(towards / distance, (0.0, 1.0, 0.0))
    right /= max(float(np.linalg.norm(right)), 1e-6)
    target = aim + right * across * tangent * wanted.aspect * distance + np.array([0.0, up * tangent * distance, 0.0])
    return Camera(_rounded(eye), _rounded(target), wanted.fov)


def _rounded(point: NDArray[np.float64]) -> tuple[float, float, float]:
    x, y, z = (round(float(part), 4) for part in point)
    return x, y, z


def _fov(lens: str, aspect: float) -> float:
    """The lens's field of view; upright frames see more of the height, as a turned camera does."""
    half = math.tan(math.radians(LENSES[lens]) / 2)
    return round(math.degrees(2 * math.atan(half * min(1.6, max(0.75, (16 / 9 / aspect) ** 0.5)))), 3)


def _judged(probes: Probes, wanted: Wanted, camera: Camera) -> Verdict:
    """Draw a view small and judge it."""
    stage = probes.stage
    wide = max(48, round(_DRAWN * wanted.aspect))
    view = stage.buffers(camera, wide, _DRAWN)
    picture = finish(view.colour, view.depth, stage.world.grade, 0)
    subject = np.isin(view.instance, wanted.subject.instances)
    height, middle = _framed(wanted.subject, camera, wanted.aspect)
    sight = Sight(
        lightness=lightness(picture),
        depth=view.depth,
        subject=subject,
        visible=_seen(probes, wanted.subject, camera),
        height=height,
        middle=middle,
        crowded=probes.crowded(camera.position),
    )
    looks_down = camera.position[1] - camera.target[1] > 0.35 * math.dist(camera.position, camera.target)
    return judge(sight, stage.world, wanted.share, looks_down)


def _framed(subject: Subject, camera: Camera, aspect: float) -> tuple[float, tuple[float, float]]:
    """The subject's height as a share of the frame, and its middle (x, y) in the frame, 0..1 from the left and top."""
    eye, target = np.array(camera.position), np.array(camera.target)
    forward = (target - eye) / np.linalg.norm(target - eye)
    right = np.cross(forward, (0.0, 1.0, 0.0))
    right /= max(float(np.linalg.norm(right)), 1e-6)
    up = np.cross(right, forward)
    tangent = math.tan(math.radians(camera.fov) / 2)
    offset = subject.middle - eye
    depth = max(float(offset @ forward), 0.1)
    x = 0.5 + float(offset @ right) / (2 * depth * tangent * aspect)
    y = 0.5 - float(offset @ up) / (2 * depth * tangent)
    return subject.size / (2 * depth * tangent), (x, y)
