"""The scene block: place, time, weather, light, camera and objects."""

from castalia.codecs.base import RecordCodec
from castalia.language.plan import Decisions

CODEC = RecordCodec("scene", Decisions, ("scene",))
