"""The material block: the materials of the pack."""

from castalia.codecs.base import RecordCodec
from castalia.language.plan import Decisions

CODEC = RecordCodec("material", Decisions, ("materials",))
