"""The mood block: mood, palette and look."""

from castalia.codecs.base import RecordCodec
from castalia.language.plan import Decisions

CODEC = RecordCodec("mood", Decisions, ("mood", "palette", "look"))
