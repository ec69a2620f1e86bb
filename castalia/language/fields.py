"""How a field of a record is quantised into tokens. A schema's annotations are its codec."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from castalia.errors import suggestion
from castalia.language.vocabulary import vocabulary

LEVELS = 65
COUNTS = (*range(33), 40, 48, 64, 96, 128)


@dataclass(frozen=True)
class Category:
    """One word out of a vocabulary category; its token names the field by itself. Other words are refused."""

    name: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._known, handler(source))

    def _known(self, value: str) -> str:
        if f"{self.name}:{value}" not in vocabulary().ids:
            raise ValueError(f"{value!r} is not a known {self.name}{suggestion(value, vocabulary().values(self.name))}")
        return value


@dataclass(frozen=True)
class Level:
    """A number on one of the 65 level tokens that all modalities share, linear or logarithmic, rounded to ``step``."""

    low: float
    high: float
    step: float
    log: bool = False

    def index(self, value: float) -> int:
        """The nearest level, 0 to 64; values outside are clamped."""
        value = min(max(value, self.low), self.high)
        if self.log:
            share = math.log(value / self.low) / math.log(self.high / self.low)
        else:
            share = (value - self.low) / (self.high - self.low)
        return round(share * (LEVELS - 1))

    def value(self, index: int) -> float:
        """The number a level stands for."""
        share = index / (LEVELS - 1)
        raw = self.low * (self.high / self.low) ** share if self.log else self.low + (self.high - self.low) * share
        return round(round(raw / self.step) * self.step, 6)


@dataclass(frozen=True)
class Count:
    """A small whole number, 0 to 128; above 32 only the sizes in ``COUNTS`` have tokens."""

    low: int = 0
    high: int = 128


@dataclass(frozen=True)
class Colour:
    """A "#rrggbb" colour, as three levels of OKLCh."""


@dataclass(frozen=True)
class Items:
    """A list of between ``low`` and ``high`` entries; where they are ``distinct``, none that is sampled begins with the
    category of another."""

    low: int
    high: int
    distinct: bool = False

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._counted, handler(source))

    def _counted(self, value: Any) -> Any:
        if not self.low <= len(value) <= self.high:
            raise ValueError(
                f"{len(value)} entries are too {'few' if len(value) < self.low else 'many'}; give "
                f"{self.low} to {self.high}"
            )
        return value
