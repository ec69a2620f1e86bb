"""Readers for every plan schema ever published: one pure function a step, from each schema to the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

from castalia.errors import CastaliaError
from castalia.language.plan import SCHEMA, Plan

Step = Callable[[Mapping[str, Any]], dict[str, Any]]
STEPS: dict[int, Step] = {}
"""Schema n mapped to the function that gives schema n + 1; empty while schema 1 is the only one."""


def read_plan(value: Mapping[str, Any]) -> Plan:
    """A plan of any published schema. Raises CastaliaError naming the first field that does not fit."""
    schema = value.get("schema") if isinstance(value, Mapping) else None
    if not isinstance(schema, int) or not 1 <= schema <= SCHEMA:
        raise CastaliaError(f"this plan's schema is {schema!r}; this version reads schemas 1 to {SCHEMA}")
    for step in range(schema, SCHEMA):
        value = STEPS[step](value)
    try:
        return Plan.model_validate(value)
    except ValidationError as error:
        raise misfit(error) from error


def misfit(error: ValidationError) -> CastaliaError:
    """The first field that does not fit, and why."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return CastaliaError(f"the plan's field {where} does not fit: {first['msg'].removeprefix('Value error, ')}")
