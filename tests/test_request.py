"""What the user fixes is checked against the plan's schema before anything is made."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from castalia.cli import main
from castalia.errors import CastaliaError
from castalia.language.history import read_plan
from castalia.request import Request, wishes_from


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("scene.tim=night", "did you mean time"),
        ("scene.time=nigth", "did you mean night"),
        ("score.tempo=fast", "unable to parse"),
        ("score.tempo=900", "less than or equal to 240"),
        ("film.shots.first.move=pan", "should be an index"),
        ("scene.objects.14.kind=tower", "an index from 0 to 11"),
        ("palette.7=#ffffff", "an index from 0 to 4"),
        (f"palette.{'9' * 5_000}=#ffffff", "an index from 0 to 4"),
        ("film.shots.0.seconds=0.01", "greater than or equal to 0.1"),
        ("scene.time.hour=3", "deeper than the plan"),
        ("scene.time", "not of the form"),
        ("seed=3", "no field 'seed'"),
    ],
)
def test_a_wrong_setting_is_refused_by_name(setting: str, message: str) -> None:
    with pytest.raises(CastaliaError, match=message):
        wishes_from([setting])


def test_contradictions_are_refused() -> None:
    with pytest.raises(CastaliaError, match="set twice"):
        wishes_from(["scene.time=night", "scene.time=noon"])
    with pytest.raises(CastaliaError, match="set twice"):
        wishes_from(["mood.valence=0.5"], mood="valence=-0.5")


def test_settings_palette_and_mood_make_one_partial_plan() -> None:
    wishes = wishes_from(
        ["scene.objects.1.kind=boat", 'score.instruments=["cello","piano"]'], "energy=0.2", "#112233,#445566"
    )
    assert wishes == {
        "mood": {"energy": 0.2},
        "palette": {0: "#112233", 1: "#445566"},
        "scene": {"objects": {1: {"kind": "boat"}}},
        "score": {"instruments": ["cello", "piano"]},
    }


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"brief": "  "}, "empty"),
        ({"brief": "x" * 100_000}, "shorten"),
        ({"brief": "a", "seconds": 1e9}, "1 to 120"),
        ({"brief": "a", "quality": "drft"}, "did you mean draft"),
        ({"brief": "a", "aspect": "4:3"}, "aspect"),
        ({"brief": "a", "fps": 12}, "24, 25 or 30"),
        ({"brief": "a", "only": ("sounds",)}, "part"),
        ({"brief": "a", "seed": "seven"}, "whole number"),
        ({"brief": "a \udc81 b"}, "UTF-8"),
        ({"brief": "a", "wishes": {"scne": {"time": "night"}}}, "did you mean scene"),
        ({"brief": "a", "wishes": {"scene": {"time": "teatime"}}}, "teatime"),
        ({"brief": "a", "inputs": 5}, "inputs"),
    ],
)
def test_impossible_requests_are_refused(fields: dict[str, object], message: str) -> None:
    with pytest.raises(CastaliaError, match=message):
        Request(**fields).checked()  # type: ignore[arg-type]


def test_the_command_line_refuses_with_one_line_and_writes_nothing(folder: Path) -> None:
    result = CliRunner().invoke(main, ["create", "a tower", "-o", str(folder / "out"), "--set", "scene.tim=night"])
    assert result.exit_code == 2
    assert result.output.count("\n") == 1 and "did you mean time" in result.output
    assert not (folder / "out").exists()


def test_the_schema_names_every_block() -> None:
    schema = json.loads(CliRunner().invoke(main, ["schema"]).output)
    assert {"seed", "mood", "palette", "scene", "film", "score", "soundscape"} <= set(schema["required"])
    assert "schema" in schema["properties"]


def test_an_unknown_encoder_is_refused_before_anything_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASTALIA_ENCODER", "libx265")
    with pytest.raises(CastaliaError, match="libvpx-vp9"):
        Request("a tower").checked()


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("film", "shots", 0, "subject"), 11, "only objects 0 to"),
        (("score", "sections"), [{"name": "theme", "bars": 64, "energy": 0.5}] * 8, "score lasts"),
        (("scene", "objects", 0, "count"), 10_000, "less than or equal to 1000"),
    ],
)
def test_a_plan_that_asks_too_much_is_refused(path: tuple[str | int, ...], value: object, message: str) -> None:
    plan = json.loads(CliRunner().invoke(main, ["plan", "a ruined tower", "--set", "score.tempo=40", "--json"]).output)
    at = plan
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    with pytest.raises(CastaliaError, match=message):
        read_plan(plan)


def test_aspects_keep_the_number_of_pixels() -> None:
    for aspect in ("9:16", "1:1", "2.39:1"):
        width, height = Request("a", aspect=aspect).size((1280, 720))
        assert width % 2 == height % 2 == 0
        assert abs(width * height / (1280 * 720) - 1) < 0.01
