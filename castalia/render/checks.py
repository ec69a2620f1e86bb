"""Is it a good picture? Checks by number on a small drawing, each with the range that it must keep.

The ranges were found on thirty random cameras in four scenes: outside them pictures were black, buried, flat, lost in fog
or without their subject. Lightness is OKLab's, of the finished picture. A check may be waived only for a reason that the
world or the plan gives (night, fog, indoors, no subject, a view from above, a subject larger than the frame).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from castalia.render import palette
from castalia.render.air import foggy
from castalia.render.framing import Framing, Subject, projected, share_of
from castalia.render.probes import Probes
from castalia.render.sights import Sight, look, small
from castalia.render.verdicts import Check, Verdict
from castalia.render.views import rays
from castalia.world import Camera, World

RANGES: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "crowded": (0.0, 0.05),  # share of rays all round that meet a thing within a metre: 1 inside geometry
        "nearest": (1.5, math.inf),  # metres to the nearest thing in sight: leaves in the face
        "coarse": (0.0, 0.015),  # share of the frame of things seen from nearer than their detail allows
        "cut": (0.0, 0.03),  # share of the frame of figures that the frame's edge cuts
        "walled": (0.0, 0.22),  # share of the frame that things and slopes much nearer than the subject take
        "brightest": (0.6, 1.0),  # 99th percentile of lightness
        "spread": (0.33, 0.65),  # 95th less 5th percentile of lightness
        "clipped": (0.0, 0.02),  # share lighter than 0.985
        "crushed": (0.0, 0.25),  # share darker than 0.03
        "sky": (0.03, 0.55),  # share of the frame
        "bare": (0.0, 0.58),  # share of the frame of near ground on which nothing stands or grows
        "depth": (0.55, 1.0),  # entropy of the depths in 16 logarithmic bins, 1 when all are filled alike
        "visible": (0.5, 1.0),  # share of the subject's points in the frame that nothing hides
        "framed": (0.9, 1.0),  # share of the subject's points that lie in the frame, its rim left out
        "size": (0.2, 0.9),  # the subject's share of the frame; the plan's size of shot narrows or moves it
        "thirds": (0.0, 0.2),  # from the subject's middle to the nearest crossing of thirds, in frames
        "contrast": (0.08, 1.0),  # lightness of the subject against the ring around it
        "busy": (0.03, 0.42),  # share of edges (Sobel beyond 0.25)
        "palette": (0.0, 0.18),  # distance of the picture's colours from the plan's
    }
)
_COSTS: Mapping[str, float] = MappingProxyType(
    {"visible": 4.0, "crowded": 4.0, "coarse": 4.0, "walled": 4.0, "contrast": 3.0, "size": 2.5}
)
"""What a miss costs in the comparison of pictures, 2 where nothing is said: a picture without its subject is none."""
SPOILS = ("walled", "cut", "coarse")
"""The checks of what may come into a picture while its camera moves."""
_NEEDS_SUBJECT = ("framed", "visible", "size", "thirds", "contrast")
_MEASURE = 0.08
"""How far beyond the plan's range of size a subject may be measured, as a share of the range's end."""


_WHOLE = 0.95
"""So much of a figure's height must be in the frame, or it counts as cut."""
_RIM = 0.02
"""A subject keeps so much of the frame's width and height from its edges."""
_BARE, _LANDSCAPE = 0.25, 60.0
"""So much bare ground does a picture no harm; from so many metres off it is landscape."""
_FULL = 0.30
"""A picture of which things take this share, and neither ground nor sky, has enough to look at."""


def judge(
    probes: Probes, camera: Camera, subject: Subject, framing: Framing, crowded: float, visible: float
) -> Verdict:
    """Draw a camera's view small and check it. ``crowded`` and ``visible`` were found by probes before."""
    world = probes.stage.world
    sight = look(probes, camera, subject, *small(framing.aspect))
    values = {
        "crowded": crowded,
        **_light(sight),
        **_space(sight),
        "coarse": float(sight.coarse.mean()),
        "cut": _cut(probes, sight, subject, camera, framing),
        "walled": float((_near(sight, subject, camera) | _hillside(sight, subject, camera)).mean()),
        "bare": float(_bare(sight, camera).mean()),
        "framed": _framed(camera, subject, framing),
        "visible": visible if sight.subject.any() else 0.0,
        "size": share_of(camera, subject, framing.aspect),
        "thirds": _from_thirds(camera, subject, framing),
        "contrast": _contrast(sight),
        "palette": palette.distance(sight.colours, world.grade.palette) if world.grade.palette else 0.0,
    }
    ranges = {**RANGES, **_asked(camera, subject, framing)}
    checks = tuple(Check(name, float(values[name]), *ranges[name]) for name in RANGES)
    verdict = Verdict(checks, waivers(world, subject, framing), 0.0)
    return replace(verdict, score=_score(verdict, sight, subject, camera))


def waivers(world: World, subject: Subject, framing: Framing) -> dict[str, str]:
    """The checks that do not count here, with the reason."""
    reasons: dict[str, str] = {}
    if world.sky.moon or world.sky.stars > 0.3:
        reasons |= dict.fromkeys(("brightest", "spread", "crushed", "contrast", "busy"), "night")
    if foggy(world.air):
        reasons |= dict.fromkeys(("spread", "depth", "contrast", "busy"), "fog")
    if world.indoors:
        reasons |= dict.fromkeys(("sky", "bare", "depth", "brightest", "crushed"), "indoors")
    if framing.above:
        reasons |= dict.fromkeys(("sky", "bare", "depth"), f"{framing.angle} view")
    if framing.close:
        reasons |= dict.fromkeys(
            ("framed", "thirds", "contrast", "sky", "depth"), "the subject is larger than the frame"
        )
    if framing.view.low:
        reasons |= {"nearest": f"{framing.angle} view: what grows on the ground is near"}
    if not len(subject.instances):
        reasons |= dict.fromkeys(_NEEDS_SUBJECT, "no subject")
    return reasons


# --- measures ---------------------------------------------------------------------------------------------------------


def unspoilt(probes: Probes, camera: Camera, subject: Subject, framing: Framing) -> bool:
    """Whether a moment of a move is free of what spoils it: something in the face, a figure cut off, a coarse thing."""
    wide, tall = small(framing.aspect)
    sight = look(probes, camera, subject, wide // 2, tall // 2)
    values = {
        "walled": float(_near(sight, subject, camera).mean()),
        "cut": _cut(probes, sight, subject, camera, framing),
        "coarse": float(sight.coarse.mean()),
    }
    return all(values[name] <= RANGES[name][1] for name in SPOILS)


def _asked(camera: Camera, subject: Subject, framing: Framing) -> dict[str, tuple[float, float]]:
    """The ranges that the plan itself sets: the subject's size, and how near a close shot must come."""
    low, high = framing.share
    distance = float(np.linalg.norm(subject.points - np.asarray(camera.position, np.float32), axis=1).min())
    return {
        "size": (round(low * (1 - _MEASURE), 3), round(high * (1 + _MEASURE), 3)),
        "nearest": (round(min(RANGES["nearest"][0], 0.5 * distance), 3), math.inf),
    }


def _light(sight: Sight) -> dict[str, float]:
    light = sight.lightness
    dark, bright, brightest = np.percentile(light, (5, 95, 99))
    edges = np.hypot(ndimage.sobel(light, 0), ndimage.sobel(light, 1)) > 0.25
    return {
        "brightest": brightest,
        "spread": bright - dark,
        "clipped": float((light > 0.985).mean()),
        "crushed": float((light < 0.03).mean()),
        "busy": float(edges.mean()),
    }


def _space(sight: Sight) -> dict[str, float]:
    bins = np.linspace(0, math.log(500.0), 17)
    counts, _ = np.histogram(np.log(np.clip(sight.depth, 1.0, 499.0)), bins)
    shares = counts[counts > 0] / counts.sum()
    things = sight.depth[sight.things]
    # A few blades of grass are no obstacle: a fifth of a percent of the frame may be nearer.
    leave = sight.depth.size // 500
    return {
        "nearest": float(np.partition(things, leave)[leave]) if len(things) > leave else 99.0,
        "sky": float((~np.isfinite(sight.depth)).mean()),
        "depth": float(-(shares * np.log(shares)).sum() / math.log(16)),
    }


def _from_thirds(camera: Camera, subject: Subject, framing: Framing) -> float:
    at, depth = projected(camera, subject.points, framing.aspect)
    inside = at[(depth > 0.05) & (at >= 0).all(axis=1) & (at <= 1).all(axis=1)]
    if not len(inside):
        return 1.0
    x, y = (inside.min(axis=0) + inside.max(axis=0)) / 2
    return float(min(math.hypot(x - a, y - b) for a in (1 / 3, 2 / 3) for b in (1 / 3, 2 / 3)))


def _framed(camera: Camera, subject: Subject, framing: Framing) -> float:
    at, depth = projected(camera, subject.points, framing.aspect)
    return float(((depth > 0.05) & (np.abs(at - 0.5) <= 0.5 - _RIM).all(axis=1)).mean()) if len(at) else 0.0


def _contrast(sight: Sight) -> float:
    """Lightness of the subject less that of a ring around it, without sign."""
    reach = max(len(sight.lightness) // 14, 3)
    ring = ndimage.binary_dilation(sight.subject, iterations=reach) & ~sight.subject
    if not ring.any() or not sight.subject.any():
        return 0.0
    return abs(float(sight.lightness[sight.subject].mean() - sight.lightness[ring].mean()))


def _score(verdict: Verdict, sight: Sight, subject: Subject, camera: Camera) -> float:
    """Higher is better: each miss costs (waived ones less), what pays in a composition earns."""
    value = {check.name: check.value for check in verdict.checks}
    cost = sum(
        0.5 * check.miss if check.name in verdict.waived else _COSTS.get(check.name, 2.0) * (1.0 + check.miss)
        for check in verdict.checks
        if not check.ok
    )
    earned = (
        1.6 * min(value["contrast"], 0.3) / 0.3
        + 1.2 * value["visible"]
        + 0.8 * max(1 - value["thirds"] / 0.25, 0)
        + 0.8 * min(value["depth"], 0.9)
        + 0.8 * max(1 - abs(value["spread"] - 0.5) / 0.25, 0)
        + 0.6 * max(1 - abs(value["sky"] - 0.28) / 0.3, 0)
        + 0.8 * max(1 - max(value["bare"] - _BARE, 0) / 0.35, 0)
        + 1.0 * min(float((sight.things | sight.subject).mean()), _FULL) / _FULL
        + 0.9 * max(1 - abs(_foreground(_near(sight, subject, camera)) - 0.16) / 0.16, 0)
    )
    return earned - cost


def _cut(probes: Probes, sight: Sight, subject: Subject, camera: Camera, framing: Framing) -> float:
    """Share of the frame taken by figures of which the frame's edge cuts off a good part: a man without his head. A close
    shot cuts its subject as it is asked to."""
    found = 0.0
    for at, spine in probes.figures.items():
        seen = float((sight.instance == at).mean())
        if not seen or (framing.close and at in subject.instances):
            continue
        places, depth = projected(camera, spine, framing.aspect)
        inside = (depth > 0.05) & (places >= 0).all(axis=1) & (places <= 1).all(axis=1)
        found += seen if inside.mean() < _WHOLE else 0.0
    return found


def _near(sight: Sight, subject: Subject, camera: Camera) -> NDArray[np.bool_]:
    """Where things stand that are much nearer than the subject."""
    distance = float(np.linalg.norm(subject.centre - np.asarray(camera.position)))
    return sight.things & (sight.depth < 0.55 * distance)


def _hillside(sight: Sight, subject: Subject, camera: Camera) -> NDArray[np.bool_]:
    """Where ground much nearer than the subject rises above the eye."""
    tall, wide = sight.depth.shape
    distance = float(np.linalg.norm(subject.centre - np.asarray(camera.position)))
    upward = rays(camera, wide, tall)[..., 1] > 0
    return sight.ground & upward & (sight.depth < 0.55 * distance)


def _bare(sight: Sight, camera: Camera) -> NDArray[np.bool_]:
    """Where the ground before the camera's feet shows; slopes above the eye and what lies far off are landscape."""
    tall, wide = sight.depth.shape
    return sight.ground & (rays(camera, wide, tall)[..., 1] < 0) & (sight.depth < _LANDSCAPE)


def _foreground(near: NDArray[np.bool_]) -> float:
    """Share of the frame's rim taken by what is near: a foreground that frames the subject."""
    tall, wide = near.shape
    rim = np.ones_like(near)
    rim[tall // 6 : -tall // 6, wide // 5 : -wide // 5] = False
    return float(near[rim].mean())
