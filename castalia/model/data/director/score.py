"""The score of a plan: tempo, mode, players and form."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from castalia.language.vocabulary import vocabulary
from castalia.model.data import taste
from castalia.model.data.director.draw import Draw
from castalia.model.data.director.given import Given
from castalia.sound.score.theory import PITCH_CLASSES

GUESTS = 0.12
"""Share of scores with an instrument that their style does not expect. Briefs always name it."""


def score_of(draw: Draw, place: taste.Place, mood: dict[str, float], given: Given) -> dict[str, Any]:
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


def _mode(draw: Draw, manner: taste.Manner, mood: dict[str, float]) -> str:
    bright = {"major": 4.0, "lydian": 1.2, "mixolydian": 1.2, "pentatonic": 0.4}
    dark = {"minor": 4.0, "dorian": 1.2, "phrygian": 0.5 + max(0, 1.5 * mood["tension"])}
    share = 1 / (1 + math.exp(-5 * (mood["valence"] - 0.2 * mood["tension"])))
    weights = {name: value * share for name, value in bright.items()} | {
        name: value * (1 - share) for name, value in dark.items()
    }
    allowed = manner.modes.split() or list(weights)
    return draw.weighted({name: weights[name] + 0.01 for name in allowed})


def _players(draw: Draw, manner: taste.Manner) -> list[str]:
    players = manner.players.split()
    count = 1 if len(players) == 1 else int(draw.random.integers(3, min(6, len(players)) + 1))
    chosen = [players[0], *draw.some(players[1:], count - 1, count - 1)]
    if draw.chance(GUESTS):
        chosen.append(draw.one([name for name in vocabulary().values("instrument") if name not in players]))
    return chosen


def _sections(draw: Draw, mood: dict[str, float]) -> list[dict[str, Any]]:
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
