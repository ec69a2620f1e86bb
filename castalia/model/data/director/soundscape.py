"""What one hears in a plan's place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from castalia.model.data import taste
from castalia.model.data.director.draw import Draw


def heard(draw: Draw, place: taste.Place, time: str, weather: str, season: str) -> Sequence[str]:
    """What one hears there."""
    night, day = time in ("night", "dusk"), time in ("morning", "noon", "afternoon", "dawn")
    wrong = {
        "birds-dawn": time != "dawn",
        "birds-day": not day,
        "owl": not night,
        "crickets": not night,
        "cicadas": not day,
    }
    wrong |= {name: season == "winter" for name in ("frogs", "insects", "cicadas", "crickets") if season == "winter"}
    known = [
        name
        for name in place.layers.split()
        if not wrong.get(name) and not (name.startswith("rain") and weather not in ("rain", "storm"))
    ]
    chosen = draw.some(known, 1, 3) if known else []
    extra = {
        "rain": ["rain-roof"] if place.indoors else ["rain-leaves", "rain-water"],
        "storm": ["storm", "thunder", "wind-open"],
        "wind": ["wind-open", "wind-trees"],
        "snow": ["wind-open"],
    }.get(weather, [])
    chosen = list(dict.fromkeys(draw.some(extra, 1, 2) + chosen)) if extra else chosen
    return chosen or ["room-tone" if place.indoors else "wind-open"]


def layers_of(draw: Draw, chosen: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {"kind": kind, "level": draw.near(0.7 - 0.12 * index, 0.1, 0.1, 1), "distance": draw.near(0.35, 0.2, 0, 1)}
        for index, kind in enumerate(chosen)
    ]
