"""The film block: the shots."""

from castalia.codecs.base import RecordCodec
from castalia.language.plan import Decisions

CODEC = RecordCodec("film", Decisions, ("film",))
