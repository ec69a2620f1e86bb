"""The mood of a plan, and the look and palette that follow from it."""

from __future__ import annotations

import math

import numpy as np

from castalia.language.colour import oklch_to_hex
from castalia.model.data import taste
from castalia.model.data.director.draw import Draw

MOODS = ("valence", "energy", "tension", "warmth", "brightness")


def mood_of(draw: Draw, setting: str, time: str, weather: str, fixed: dict[str, float]) -> dict[str, float]:
    """Place, hour and weather pull; the writer's own feeling is wider than all of them."""
    pull = np.array(taste.TIME_MOOD[time]) + np.array(taste.WEATHER_MOOD[weather])
    pull += np.array(taste.PLACE_MOOD.get(setting, (0, 0, 0, 0, 0)))
    feeling = draw.random.standard_normal(5) * 0.42
    feeling[2] -= 0.35 * feeling[0]
    feeling[4] += 0.3 * feeling[0]
    mood = {name: round(float(np.tanh(pull[i] * 0.8 + feeling[i])), 3) for i, name in enumerate(MOODS)}
    return mood | fixed


def look_of(draw: Draw, setting: str, time: str, mood: dict[str, float]) -> str:
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


def palette_of(
    draw: Draw, place: taste.Place, time: str, weather: str, season: str, mood: dict[str, float]
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
