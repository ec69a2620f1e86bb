"""The score block: tempo, key, metre, style, instruments and form."""

from castalia.codecs.base import RecordCodec
from castalia.language.plan import Decisions

CODEC = RecordCodec("score", Decisions, ("score",))
