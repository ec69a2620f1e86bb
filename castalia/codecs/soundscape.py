"""The soundscape block: the layers of ambience."""

from castalia.codecs.base import RecordCodec
from castalia.language.plan import Decisions

CODEC = RecordCodec("soundscape", Decisions, ("soundscape",))
