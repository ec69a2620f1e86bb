"""Weather, light and objects of a plan."""

from __future__ import annotations

from typing import Any

from castalia.language.fields import COUNTS
from castalia.model.data import taste
from castalia.model.data.director.draw import Draw
from castalia.model.data.director.given import Given

MANY = ("scattered", "cluster", "row")
ELSEWHERE = (
    "waterside",
    "waterside",
    "hilltop",
    "left",
    "right",
    "foreground",
    "background",
    "distance",
    "path",
    "centre",
)
"""Where a single thing may stand outdoors."""
STRANGERS = 0.22
"""Share of plans whose subject comes from another place, and of those with company from one: writers put a piano on a
beach, and a tower in any forest. Briefs always name them, so what is left to the model stays in its place."""
MOVED = 0.45
"""Share of first and second objects that stand anywhere outdoors, whatever is usual for them. Briefs always tell where, so
that the words decide it, not the habit."""


def weather_of(draw: Draw, place: taste.Place, setting: str, season: str) -> str:
    weights = dict(taste.WEATHERS)
    if season != "winter" or setting in taste.HOT:
        weights["snow"] = 0.0
    elif season == "winter":
        weights["snow"] = 3.0
    if place.weathers:
        weights = {name: weights[name] or 0.5 for name in place.weathers.split()}
    if place.indoors and not place.weathers:
        weights = {
            name: share for name, share in weights.items() if name in ("clear", "rain", "snow", "storm", "overcast")
        }
    return draw.weighted(weights)


def light_of(draw: Draw, time: str, weather: str) -> dict[str, Any]:
    veiled = weather in ("overcast", "fog", "rain", "snow", "storm")
    weights = {
        "front": 0.6,
        "side": 2.0,
        "back": 2.2 if time in ("dawn", "dusk") else 1.0,
        "overhead": 0.4,
        "diffuse": 0.2,
    }
    if time == "noon":
        weights["overhead"] = 3.0
    if veiled:
        weights["diffuse"] = 6.0
    haze = {
        "clear": 0.15,
        "cloudy": 0.25,
        "overcast": 0.4,
        "fog": 0.85,
        "rain": 0.5,
        "storm": 0.55,
        "snow": 0.55,
        "wind": 0.2,
    }[weather]
    strength = (0.4 if veiled else 0.75) * (0.6 if time == "night" else 1.0)
    return {
        "direction": draw.weighted(weights),
        "strength": draw.near(strength, 0.12, 0, 1),
        "haze": draw.near(haze + (0.12 if time == "dawn" else 0), 0.1, 0, 1),
    }


def objects_of(draw: Draw, setting: str, time: str, weather: str, season: str, given: Given) -> list[dict[str, Any]]:
    """The subject first, then company and small things in any order; what is given comes first of all.

    A brief names objects from the front of the list, so a plan tells what was asked before what was added."""
    objects: list[dict[str, Any]] = [
        {"kind": kind, "count": count, "state": state, "relation": relation, "size": _size(draw, state)}
        for kind, count, state, relation in given.objects
    ]
    if objects and not given.furnished:
        return objects
    place = taste.PLACES[setting]
    used = {item["kind"] for item in objects}
    heroes = place.heroes
    if not objects and draw.chance(STRANGERS):
        heroes = taste.PLACES[draw.one(list(taste.PLACES))].heroes
    visitors = taste.PLACES[draw.one(list(taste.PLACES))].company
    wanted = [
        (heroes, 0 if objects else 1),
        (visitors, 1 if draw.chance(STRANGERS) else 0),
        (place.company, int(draw.random.integers(1, 4))),
        (place.small, int(draw.random.integers(0, 3))),
    ]
    for listing, count in wanted:
        entries = [entry for entry in listing.split() if entry.split(":")[0] not in used]
        for entry in draw.some(entries, min(count, len(entries)), count) if entries else []:
            objects.append(_object(draw, entry, time, weather, season))
            if not place.indoors and len(objects) <= 2 and objects[-1]["relation"] in ELSEWHERE and draw.chance(MOVED):
                objects[-1]["relation"] = draw.one(list(ELSEWHERE))
            used.add(objects[-1]["kind"])
    told = max(1, len(given.objects), taste.surprises(setting, [(one["kind"], one["relation"]) for one in objects]))
    added = [objects[told + int(index)] for index in draw.random.permutation(len(objects) - told)]
    return [*objects[:told], *added][:12]


def _object(draw: Draw, entry: str, time: str, weather: str, season: str) -> dict[str, Any]:
    kind, rest = entry.split(":")
    states, relations = rest.split("@")
    state = draw.leaning(states.split(","))
    if state == "lit" and time in ("morning", "noon", "afternoon") and draw.chance(0.7):
        state = "plain"
    if state == "plain" and weather == "snow" and draw.chance(0.4):
        state = "snowy"
    if state == "snowy" and weather != "snow" and season != "winter":
        state = "plain"
    if state == "plain" and draw.chance(0.08):
        state = draw.one(["old", "tall", "small", "overgrown", "broken", "abandoned"])
    relation = draw.leaning(relations.split(","))
    count = 1 if relation not in MANY else int(draw.random.choice([2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24]))
    if relation not in MANY and draw.chance(0.12):
        count = int(draw.random.choice([2, 3]))
    return {
        "kind": kind,
        "count": count if count in COUNTS else 1,
        "state": state,
        "relation": relation,
        "size": _size(draw, state),
    }


def _size(draw: Draw, state: str) -> float:
    return draw.near({"tall": 0.5, "small": -0.5}.get(state, 0.0), 0.3)
