"""The plan as tables."""

from __future__ import annotations

from html import escape

from castalia.exchange.page.pieces import pairs, table
from castalia.language.plan import Mood, Plan, object_name


def plan_section(plan: Plan) -> str:
    scene, score = plan.scene, plan.score
    mood = [(name, _bar(getattr(plan.mood, name), -1.0, 1.0)) for name in Mood.model_fields]
    light = [
        ("Light", escape(scene.light.direction)),
        ("Strength", _bar(scene.light.strength)),
        ("Haze", _bar(scene.light.haze)),
        ("Camera", escape(f"{scene.camera.angle}, {scene.camera.lens}")),
    ]
    objects = [(object_name(item), str(item.count), item.relation, f"{item.size:+.2f}") for item in scene.objects]
    materials = [(use.kind, f"{use.wear:.2f}", plan.palette[use.swatch]) for use in plan.materials]
    names = [object_name(item) for item in scene.objects]
    shots = [
        (str(number), shot.size, shot.angle, shot.move, names[shot.subject], f"{shot.seconds:.1f} s")
        for number, shot in enumerate(plan.film.shots, 1)
    ]
    layers = [(layer.kind, f"{layer.level:.2f}", f"{layer.distance:.2f}") for layer in plan.soundscape.layers]
    blocks = [
        ("Mood", pairs(mood, raw=True)),
        ("Light and camera", pairs(light, raw=True)),
        ("Objects", table(("object", "count", "where", "size"), objects)),
        ("Materials", table(("material", "wear", "leans to"), materials)),
        ("Shots", table(("", "size", "angle", "move", "subject", "length"), shots)),
        ("Instruments", f"<p>{escape(', '.join(score.instruments))}</p>"),
        ("Soundscape", table(("layer", "level", "distance"), layers)),
    ]
    return (
        '<div class="tables">'
        + "".join(f"<div><h3>{title}</h3>{content}</div>" for title, content in blocks)
        + "</div>"
    )


def _bar(value: float, low: float = 0.0, high: float = 1.0) -> str:
    """A bar from zero to the value."""
    zero, end = (0 - low) / (high - low), (value - low) / (high - low)
    start, width = min(zero, end), abs(end - zero)
    sign = "+" if low < 0 else ""
    return f'<span class="bar"><b style="--from:{start:.1%};--width:{width:.1%}"></b></span>{value:{sign}.2f}'
