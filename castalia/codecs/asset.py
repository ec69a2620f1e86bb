"""The asset block: the class and parameters of one object alone."""

from castalia.codecs.base import RecordCodec
from castalia.language.plan import Asset

CODEC = RecordCodec("asset", Asset)
