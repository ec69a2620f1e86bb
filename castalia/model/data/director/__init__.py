"""The director: samples one coherent plan with taste. ``Given`` fixes what a written brief already decides."""

from __future__ import annotations

import numpy as np

from castalia.language.plan import Decisions
from castalia.model.data import taste
from castalia.model.data.director.draw import Draw
from castalia.model.data.director.film import shots_of
from castalia.model.data.director.given import Given
from castalia.model.data.director.material import materials_of
from castalia.model.data.director.mood import MOODS, look_of, mood_of, palette_of
from castalia.model.data.director.scene import light_of, objects_of, weather_of
from castalia.model.data.director.score import score_of
from castalia.model.data.director.soundscape import heard, layers_of


def direct(random: np.random.Generator, given: Given | None = None) -> Decisions:
    """A whole plan."""
    given = given or Given()
    draw = Draw(random)
    setting = given.setting or draw.one(list(taste.PLACES))
    place = taste.PLACES[setting]
    season = given.season or draw.one(["spring", "summer", "autumn", "winter"])
    weather = given.weather or weather_of(draw, place, setting, season)
    season = given.season or ("winter" if weather == "snow" and draw.chance(0.9) else season)
    time = given.time or draw.weighted(taste.TIMES)
    mood = mood_of(draw, setting, time, weather, given.mood)
    look = given.look or look_of(draw, setting, time, mood)
    objects = objects_of(draw, setting, time, weather, season, given)
    scene = {
        "setting": setting,
        "time": time,
        "weather": weather,
        "season": season,
        "light": light_of(draw, time, weather),
        "camera": {
            "angle": given.angle or draw.weighted({"eye-level": 5, "low-angle": 2, "high-angle": 2, "birds-eye": 0.6}),
            "lens": given.lens or draw.weighted({"wide": 3, "normal": 3, "long": 1.2}),
        },
        "objects": objects,
    }
    return Decisions.model_validate(
        {
            "mood": mood,
            "palette": given.palette or palette_of(draw, place, time, weather, season, mood),
            "look": look,
            "scene": scene,
            "materials": materials_of(draw, place, objects, given.materials),
            "film": {"shots": shots_of(draw, mood, len(objects), given.shots)},
            "score": score_of(draw, place, mood, given),
            "soundscape": {"layers": layers_of(draw, given.layers or heard(draw, place, time, weather, season))},
        }
    )


__all__ = ["MOODS", "Given", "direct"]
