"""The worked examples run as they are printed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from castalia.language.grammar import decode


def example(page: str, language: str) -> str:
    text = Path(__file__).parents[1].joinpath("docs", page).read_text("utf-8")
    found: str = re.findall(rf"```{language}\n(.*?)```", text, re.S)[0]
    return found


def test_the_new_block_kind_round_trips() -> None:
    space: dict[str, object] = {"__name__": "example"}
    code = example("adding-a-block.md", "python")
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


def test_a_plug_ins_kind_is_planned_and_made(tmp_path: Path) -> None:
    """Installed as pip would: a module and a folder of metadata with its entry point."""
    (tmp_path / "yurts.py").write_text(example("plug-ins.md", "python"), "utf-8")
    metadata = tmp_path / "yurts-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: yurts\nVersion: 1.0\n")
    entry = example("plug-ins.md", "toml").replace("[project.entry-points.castalia]", "[castalia]")
    (metadata / "entry_points.txt").write_text(entry.replace('"', ""))
    command = [
        sys.executable,
        "-m",
        "castalia",
        "create",
        "a yurt on the steppe",
        "-o",
        str(tmp_path / "out"),
        "--json",
    ]
    wishes = ["--set", "scene.objects.0.kind=yurt", "--set", "materials.0.kind=felt"]
    made = subprocess.run(
        [*command, *wishes, "--quality", "preview", "--only", "assets,textures"],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stderr
    plan = json.loads((tmp_path / "out" / "plan.json").read_text())
    assert plan["scene"]["objects"][0]["kind"] == "yurt" and plan["materials"][0]["kind"] == "felt"
    assert (
        list((tmp_path / "out" / "assets").glob("*yurt.glb")) and (tmp_path / "out/textures/felt_albedo.png").exists()
    )
