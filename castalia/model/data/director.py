"""The director: samples one coherent plan with taste. ``Given`` fixes what a written brief already decides."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from castalia.language.colour import oklch_to_hex
from castalia.language.fields import COUNTS
from castalia.language.plan import Decisions
from castalia.language.vocabulary import vocabulary
from castalia.model.data import taste
from castalia.sound.score.theory import PITCH_CLASSES

MOODS = ("valence", "energy", "tension", "warmth", "brightness")
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

GUESTS = 0.12
"""Share of scores with an instrument that their style does not expect. Briefs always name it."""


@dataclass(frozen=True)
class Given:
    """What is already decided; empty fields are the director's. Objects are (kind, count, state, relation), and where
    there are any the scene is ``furnished`` with more or left as it is; shots are (move, size), materials (kind, wear)."""

    setting: str = ""
    time: str = ""
    weather: str = ""
    season: str = ""
    style: str = ""
    mode: str = ""
    look: str = ""
    mood: dict[str, float] = field(default_factory=dict)
    palette: tuple[str, ...] = ()
    objects: tuple[tuple[str, int, str, str], ...] = ()
    furnished: bool = True
    angle: str = ""
    lens: str = ""
    shots: tuple[tuple[str, str], ...] = ()
    tempo: int = 0
    instruments: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()
    materials: tuple[tuple[str, float | None], ...] = ()


def direct(random: np.random.Generator, given: Given | None = None) -> Decisions:
    """A whole plan."""
    given = given or Given()
    draw = _Draw(random)
    setting = given.setting or draw.one(list(taste.PLACES))
    place = taste.PLACES[setting]
    season = given.season or draw.one(["spring", "summer", "autumn", "winter"])
    weather = given.weather or _weather(draw, place, setting, season)
    season = given.season or ("winter" if weather == "snow" and draw.chance(0.9) else season)
    time = given.time or draw.weighted(taste.TIMES)
    mood = _mood(draw, setting, time, weather, given.mood)
    look = given.look or _look(draw, setting, time, mood)
    objects = _objects(draw, setting, time, weather, season, given)
    scene = {
        "setting": setting,
        "time": time,
        "weather": weather,
        "season": season,
        "light": _light(draw, time, weather),
        "camera": {
            "angle": given.angle or draw.weighted({"eye-level": 5, "low-angle": 2, "high-angle": 2, "birds-eye": 0.6}),
            "lens": given.lens or draw.weighted({"wide": 3, "normal": 3, "long": 1.2}),
        },
        "objects": objects,
    }
    return Decisions.model_validate(
        {
            "mood": mood,
            "palette": given.palette or _palette(draw, place, time, weather, season, mood),
            "look": look,
            "scene": scene,
            "materials": _materials(draw, place, objects, given.materials),
            "film": {"shots": _shots(draw, mood, len(objects), given.shots)},
            "score": _score(draw, place, mood, given),
            "soundscape": {"layers": _layers(draw, given.layers or _heard(draw, place, time, weather, season))},
        }
    )


class _Draw:
    """Draws in the words the director needs."""

    def __init__(self, random: np.random.Generator) -> None:
        self.random = random

    def one(self, choices: list[str]) -> str:
        return choices[int(self.random.integers(len(choices)))]

    def leaning(self, choices: list[str]) -> str:
        """One of the choices, the first the likeliest."""
        weights = 1 / np.arange(1, len(choices) + 1)
        return choices[int(self.random.choice(len(choices), p=weights / weights.sum()))]

    def weighted(self, weights: dict[str, float]) -> str:
        values = np.array(list(weights.values()), float)
        return list(weights)[int(self.random.choice(len(weights), p=values / values.sum()))]

    def some(self, choices: list[str], low: int, high: int) -> list[str]:
        count = min(len(choices), int(self.random.integers(low, high + 1)))
        return [choices[int(index)] for index in self.random.choice(len(choices), count, replace=False)]

    def chance(self, share: float) -> bool:
        return bool(self.random.random() < share)

    def near(self, value: float, spread: float, low: float = -1.0, high: float = 1.0) -> float:
        return round(float(np.clip(value + spread * self.random.standard_normal(), low, high)), 3)

    def between(self, low: float, high: float) -> float:
        return float(self.random.uniform(low, high))


def _weather(draw: _Draw, place: taste.Place, setting: str, season: str) -> str:
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


def _mood(draw: _Draw, setting: str, time: str, weather: str, fixed: dict[str, float]) -> dict[str, float]:
    """Place, hour and weather pull; the writer's own feeling is wider than all of them."""
    pull = np.array(taste.TIME_MOOD[time]) + np.array(taste.WEATHER_MOOD[weather])
    pull += np.array(taste.PLACE_MOOD.get(setting, (0, 0, 0, 0, 0)))
    feeling = draw.random.standard_normal(5) * 0.42
    feeling[2] -= 0.35 * feeling[0]
    feeling[4] += 0.3 * feeling[0]
    mood = {name: round(float(np.tanh(pull[i] * 0.8 + feeling[i])), 3) for i, name in enumerate(MOODS)}
    return mood | fixed


def _look(draw: _Draw, setting: str, time: str, mood: dict[str, float]) -> str:
    weights = {
        "painterly": 3.0,
        "storybook": 1 + 2 * max(0, mood["valence"]),
        "noir": 0.3,
        "haze": 1.0,
        "neon": 0.1,
        "golden": 0.8,
    }
    if setting in ("city", "space", "alien"):
        weights["neon"] = 2.5
    if time == "night" and mood["tension"] > 0.2:
        weights["noir"] = 2.5
    if time in ("dusk", "afternoon", "dawn") and mood["warmth"] > 0.1:
        weights["golden"] = 3.0
    return draw.weighted(weights)


def _light(draw: _Draw, time: str, weather: str) -> dict[str, Any]:
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


def _objects(draw: _Draw, setting: str, time: str, weather: str, season: str, given: Given) -> list[dict[str, Any]]:
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


def _object(draw: _Draw, entry: str, time: str, weather: str, season: str) -> dict[str, Any]:
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


def _size(draw: _Draw, state: str) -> float:
    return draw.near({"tall": 0.5, "small": -0.5}.get(state, 0.0), 0.3)


def _palette(
    draw: _Draw, place: taste.Place, time: str, weather: str, season: str, mood: dict[str, float]
) -> list[str]:
    """Sky, light, ground, growth's dark, accent: five colours from place, hour, season and mood."""
    light, chroma, hue = taste.SKY[time]
    if weather in ("overcast", "fog", "rain", "snow", "storm"):
        chroma *= 0.4
        light = light * 0.92 if weather != "storm" else light * 0.65
    turn, colour = taste.SEASON_HUE[season]
    lift = 0.1 * mood["brightness"]
    vivid = 1 + 0.35 * mood["energy"] + 0.2 * mood["valence"]
    warm = 18 * mood["warmth"]
    night = -0.22 if time == "night" else 0.0

    def tone(lightness: float, strength: float, angle: float) -> str:
        toward = math.copysign(min(abs(warm), abs((60 - angle + 180) % 360 - 180)), (60 - angle + 180) % 360 - 180)
        return oklch_to_hex(
            draw.near(lightness, 0.04, 0.16, 0.97),
            max(0.004, draw.near(strength * vivid, 0.012, 0, 0.3)),
            (angle + (toward if warm > 0 else -toward * 0.5) + draw.near(0, 10, -30, 30)) % 360,
        )

    ground = place.hue + turn
    accent = 65 if mood["warmth"] > 0 else 200
    return [
        tone(light + lift, chroma, hue),
        tone(min(0.95, light + 0.1 + lift), chroma * 0.7 + 0.03, hue + 15 if time != "night" else 75),
        tone(0.55 + lift + night, place.chroma + colour, ground),
        tone(0.27 + lift * 0.5 + night * 0.4, place.chroma * 0.7, ground + 25),
        tone(0.62 + lift, 0.15, accent + draw.near(0, 40, -80, 80)),
    ]


def _materials(
    draw: _Draw, place: taste.Place, objects: list[dict[str, Any]], given: tuple[tuple[str, float | None], ...]
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


def _shots(
    draw: _Draw, mood: dict[str, float], objects: int, given: tuple[tuple[str, str], ...]
) -> list[dict[str, Any]]:
    calm = {
        "static": 2.0,
        "dolly": 2.5,
        "pan": 2.0,
        "crane": 2.0,
        "tilt": 1.0,
        "truck": 1.0,
        "orbit": 1.0,
        "drone": 1.0,
        "handheld": 0.1,
    }
    lively = {
        "handheld": 1.6,
        "orbit": 2.0,
        "drone": 2.0,
        "truck": 1.5,
        "dolly": 2.0,
        "crane": 1.5,
        "pan": 1.0,
        "tilt": 0.6,
        "static": 0.4,
    }
    moves = lively if mood["energy"] > 0.15 else calm
    count = int(draw.random.integers(2, 4)) + (1 if mood["energy"] > 0.3 else 0)
    sizes = [draw.one(["extreme-wide", "wide"])]
    while len(sizes) < count:
        sizes.append(draw.one([size for size in ("wide", "full", "medium", "close-up") if size != sizes[-1]]))
    shots = given or tuple((draw.weighted(moves), size) for size in sizes)
    pace = 4.2 - 1.8 * mood["energy"]
    return [
        {
            "move": move,
            "size": size,
            "angle": draw.weighted({"eye-level": 4, "low-angle": 2, "high-angle": 2, "birds-eye": 0.4}),
            "subject": 0 if index == 0 or draw.chance(0.6) else int(draw.random.integers(objects)),
            "seconds": round(draw.near(pace, 0.8, 1.2, 9), 2),
        }
        for index, (move, size) in enumerate(shots)
    ]


def _score(draw: _Draw, place: taste.Place, mood: dict[str, float], given: Given) -> dict[str, Any]:
    weights = {style: 0.25 for style in taste.MANNERS} | {style: 2.5 for style in place.styles.split()}
    if mood["tension"] > 0.45:
        weights["horror"] += 1.0
    if mood["energy"] > 0.4:
        weights = {
            style: share * (2 if style in ("epic", "march", "ostinato", "synthwave") else 1)
            for style, share in weights.items()
        }
    style = given.style or draw.weighted(weights)
    manner = taste.MANNERS[style]
    low, high = manner.tempo
    tempo = round(
        low + (high - low) * float(np.clip(0.5 + 0.45 * mood["energy"] + 0.12 * draw.random.standard_normal(), 0, 1))
    )
    return {
        "tempo": given.tempo or tempo,
        "key": draw.one(list(PITCH_CLASSES)),
        "mode": given.mode or _mode(draw, manner, mood),
        "metre": draw.one(manner.metres.split()),
        "style": style,
        "instruments": given.instruments or _players(draw, manner),
        "sections": _sections(draw, mood),
    }


def _mode(draw: _Draw, manner: taste.Manner, mood: dict[str, float]) -> str:
    bright = {"major": 4.0, "lydian": 1.2, "mixolydian": 1.2, "pentatonic": 0.4}
    dark = {"minor": 4.0, "dorian": 1.2, "phrygian": 0.5 + max(0, 1.5 * mood["tension"])}
    share = 1 / (1 + math.exp(-5 * (mood["valence"] - 0.2 * mood["tension"])))
    weights = {name: value * share for name, value in bright.items()} | {
        name: value * (1 - share) for name, value in dark.items()
    }
    allowed = manner.modes.split() or list(weights)
    return draw.weighted({name: weights[name] + 0.01 for name in allowed})


def _players(draw: _Draw, manner: taste.Manner) -> list[str]:
    players = manner.players.split()
    count = 1 if len(players) == 1 else int(draw.random.integers(3, min(6, len(players)) + 1))
    chosen = [players[0], *draw.some(players[1:], count - 1, count - 1)]
    if draw.chance(GUESTS):
        chosen.append(draw.one([name for name in vocabulary().values("instrument") if name not in players]))
    return chosen


def _sections(draw: _Draw, mood: dict[str, float]) -> list[dict[str, Any]]:
    forms = (
        "intro theme ending",
        "intro theme contrast return ending",
        "theme contrast return ending",
        "intro theme development climax ending",
        "intro theme contrast climax return ending",
        "theme development climax return ending",
    )
    shape = {
        "intro": -0.25,
        "theme": 0.0,
        "contrast": 0.05,
        "development": 0.15,
        "climax": 0.35,
        "return": 0.05,
        "ending": -0.25,
    }
    level = 0.45 + 0.25 * mood["energy"]
    return [
        {
            "name": name,
            "bars": 4
            if name in ("theme", "contrast", "development", "climax", "return") and draw.chance(0.75)
            else (2 if name == "intro" else 4 if draw.chance(0.6) else 8),
            "energy": draw.near(level + shape[name], 0.08, 0.05, 1),
        }
        for name in draw.one(list(forms)).split()
    ]


def _heard(draw: _Draw, place: taste.Place, time: str, weather: str, season: str) -> Sequence[str]:
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


def _layers(draw: _Draw, chosen: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {"kind": kind, "level": draw.near(0.7 - 0.12 * index, 0.1, 0.1, 1), "distance": draw.near(0.35, 0.2, 0, 1)}
        for index, kind in enumerate(chosen)
    ]
