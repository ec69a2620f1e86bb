"""The director's taste: what belongs to which place, hour and mood. Training data is made from it; inference never reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from castalia.model.data.taste.elsewhere import ELSEWHERE
from castalia.model.data.taste.hours import HOT, PLACE_MOOD, SEASON_HUE, SKY, TIME_MOOD, TIMES, WEATHER_MOOD, WEATHERS
from castalia.model.data.taste.manners import MANNERS, Manner
from castalia.model.data.taste.place import Place
from castalia.model.data.taste.settled import SETTLED
from castalia.model.data.taste.wild import WILD

PLACES: Mapping[str, Place] = MappingProxyType(WILD | SETTLED | ELSEWHERE)


def surprises(setting: str, objects: Sequence[tuple[str, str]]) -> int:
    """How many objects (kind, relation) from the front on must be told, because nobody would expect the last of them
    here, or not where it stands."""
    place = PLACES[setting]
    return max((at + 1 for at, (kind, where) in enumerate(objects) if where not in place.expects(kind)), default=0)


__all__ = [
    "HOT",
    "MANNERS",
    "PLACES",
    "PLACE_MOOD",
    "SEASON_HUE",
    "SKY",
    "TIMES",
    "TIME_MOOD",
    "WEATHERS",
    "WEATHER_MOOD",
    "Manner",
    "Place",
    "surprises",
]
