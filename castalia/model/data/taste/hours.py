"""How likely hours and weathers are, and what they and places do to mood and colour."""

from __future__ import annotations

TIMES = {"dawn": 1.0, "morning": 1.0, "noon": 0.8, "afternoon": 1.1, "dusk": 1.1, "night": 1.1}
WEATHERS = {
    "clear": 3.0,
    "cloudy": 1.4,
    "overcast": 1.2,
    "fog": 1.2,
    "rain": 1.2,
    "storm": 0.8,
    "snow": 0.7,
    "wind": 0.7,
}
HOT = ("desert", "canyon", "volcano", "alien", "island", "underwater", "space", "swamp")

# What an hour or a weather does to the mood: valence, energy, tension, warmth, brightness.
TIME_MOOD = {
    "dawn": (0.1, -0.3, -0.15, 0.1, 0.05),
    "morning": (0.35, 0.05, -0.3, 0.15, 0.45),
    "noon": (0.25, 0.2, -0.15, 0.25, 0.65),
    "afternoon": (0.3, 0.1, -0.25, 0.35, 0.4),
    "dusk": (0.0, -0.2, 0.0, 0.35, -0.15),
    "night": (-0.15, -0.2, 0.2, -0.35, -0.65),
}
WEATHER_MOOD = {
    "clear": (0.2, 0.05, -0.1, 0.1, 0.15),
    "cloudy": (0.05, 0.0, 0.0, 0.0, 0.0),
    "overcast": (-0.25, -0.15, 0.05, -0.2, -0.15),
    "fog": (-0.2, -0.35, 0.15, -0.2, -0.1),
    "rain": (-0.25, -0.05, 0.1, -0.2, -0.2),
    "storm": (-0.35, 0.55, 0.6, -0.25, -0.4),
    "snow": (0.0, -0.3, -0.1, -0.45, 0.1),
    "wind": (0.0, 0.3, 0.15, -0.05, 0.05),
}
PLACE_MOOD = {
    "meadow": (0.35, 0.1, -0.3, 0.25, 0.3),
    "graveyard": (-0.5, -0.3, 0.4, -0.3, -0.3),
    "swamp": (-0.4, -0.2, 0.45, -0.1, -0.3),
    "volcano": (-0.35, 0.5, 0.6, 0.6, -0.1),
    "village": (0.35, 0.15, -0.3, 0.35, 0.15),
    "farm": (0.35, 0.1, -0.35, 0.4, 0.25),
    "city": (-0.05, 0.35, 0.2, -0.15, -0.1),
    "space": (-0.1, -0.25, 0.25, -0.5, -0.5),
    "cave": (-0.25, -0.2, 0.35, -0.2, -0.5),
    "harbour": (0.25, 0.2, -0.1, 0.2, 0.2),
    "island": (0.35, 0.15, -0.2, 0.4, 0.4),
    "snowfield": (-0.1, -0.25, 0.05, -0.6, 0.25),
    "ruins": (-0.2, -0.2, 0.15, 0.0, 0.0),
    "castle": (-0.05, 0.15, 0.2, -0.05, -0.1),
    "interior": (0.1, -0.25, -0.1, 0.45, -0.2),
    "underwater": (0.1, -0.3, 0.05, -0.4, -0.1),
}

SKY = {  # lightness, chroma, hue of the sky at an hour
    "dawn": (0.82, 0.06, 40),
    "morning": (0.86, 0.05, 230),
    "noon": (0.80, 0.09, 240),
    "afternoon": (0.83, 0.06, 80),
    "dusk": (0.62, 0.12, 35),
    "night": (0.24, 0.06, 265),
}
SEASON_HUE = {"spring": (10, 0.02), "summer": (0, 0.01), "autumn": (-65, 0.02), "winter": (60, -0.03)}
