"""The worked example of a new block kind runs as it is printed."""

from __future__ import annotations

import re
from pathlib import Path

from castalia.language.grammar import decode


def test_the_worked_example_round_trips() -> None:
    page = Path(__file__).parents[1].joinpath("docs/adding-a-block.md").read_text("utf-8")
    space: dict[str, object] = {"__name__": "example"}
    code = re.findall(r"```python\n(.*?)```", page, re.S)[0]
    exec(compile(code, "example", "exec", dont_inherit=True), space)
    codec = space["CODEC"]
    value = {"rigs": [{"direction": "back", "strength": 0.5}, {"direction": "side", "strength": 1.0}]}
    tokens = codec.encode(value)  # type: ignore[attr-defined]
    assert tokens == [
        "<item>",
        "light:back",
        "field:strength",
        "level:32",
        "<item>",
        "light:side",
        "field:strength",
        "level:64",
        "<end>",
    ]
    assert decode(codec.reader(), tokens) == value  # type: ignore[attr-defined]
