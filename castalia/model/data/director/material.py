"""What the things of a plan are made of."""

from __future__ import annotations

from typing import Any

from castalia.model.data import taste
from castalia.model.data.director.draw import Draw


def materials_of(
    draw: Draw, place: taste.Place, objects: list[dict[str, Any]], given: tuple[tuple[str, float | None], ...]
) -> list[dict[str, Any]]:
    """The given materials alone, or what the place is made of."""
    names = place.materials.split()
    usual = list(dict.fromkeys(names[:2] + draw.some(names[2:], 2, 4)))
    worn = 0.65 if any(item["state"] in ("ruined", "old", "broken", "abandoned") for item in objects) else 0.35
    chosen = given or tuple((kind, None) for kind in usual)
    return [
        {
            "kind": kind,
            "wear": draw.near(worn if wear is None else wear, 0.15, 0, 1),
            "swatch": int(draw.random.integers(5)),
        }
        for kind, wear in chosen
    ]
