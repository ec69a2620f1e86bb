"""One preview pack, made once and looked at from every side: what is in it, that it repeats, resumes and changes in parts."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

import castalia
from castalia.cli import main
from castalia.errors import CastaliaError
from castalia.files import digest
from castalia.language.plan import object_name
from castalia.pack import STATE, Pack
from castalia.request import Recipe
from castalia.rights.recipe import read_recipe
from castalia.rights.verify import verify_path

BRIEF = "misty pine forest at dawn, a ruined tower by a still lake, melancholy"


@pytest.fixture(scope="session")
def planned() -> Pack:
    return castalia.create(BRIEF, quality="preview", delivery="film")


@pytest.fixture(scope="session")
def pack(planned: Pack, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return planned.save(tmp_path_factory.mktemp("pack") / "out")


def delivered(folder: Path) -> set[str]:
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return {name for name in found if not name.startswith(".")}


def test_everything_promised_is_there(pack: Path, planned: Pack) -> None:
    files = delivered(pack)
    named = {
        "plan.json",
        "resolved.json",
        "film.mp4",
        "timeline.otio",
        "index.html",
        "stills/view-1.png",
        "stills/view-2.png",
        "stills/view-1.exr",
        "stills/view-2.exr",
        "film_master.mov",
    }
    named |= {f"score/{name}" for name in ("score.mid", "score.musicxml", "notes.json", "mix.wav", "premix.wav")}
    named |= {"soundscape/loop.wav", "scene/scene.glb", "scene/scene.usdz", "rights/credits.txt", "rights/rights.json"}
    named |= {f"assets/{object_name(item)}.glb" for item in planned.plan.scene.objects}
    for use in planned.plan.materials:
        named |= {f"textures/{use.kind}_{kind}.png" for kind in ("albedo", "normal", "roughness", "ao", "height")}
    assert named <= files, named - files
    assert len([name for name in files if name.startswith("score/stems/")]) == len(set(planned.plan.score.instruments))
    assert not [name for name in files if name.endswith(".part")]


def test_every_file_is_signed_and_carries_its_recipe(pack: Path, planned: Pack) -> None:
    report = verify_path(pack)
    assert report.trusted, [file for file in report.files if not file.ok]
    for name in delivered(pack):
        if name.endswith(
            (
                ".png",
                ".exr",
                ".wav",
                ".mp4",
                ".mov",
                ".glb",
                ".usdz",
                ".mid",
                ".musicxml",
                ".otio",
                "index.html",
                "notes.json",
            )
        ):
            text = read_recipe(pack / name)
            assert text, name
            assert Recipe.from_json(text).plan == planned.plan, name


def test_a_changed_byte_is_found(pack: Path, tmp_path: Path) -> None:
    copy = tmp_path / "pack"
    shutil.copytree(pack, copy)
    for name in ("film.mp4", "stills/view-1.png", "score/mix.wav", "scene/scene.glb", "plan.json"):
        content = bytearray((copy / name).read_bytes())
        content[len(content) // 2] ^= 1
        (copy / name).write_bytes(content)
        assert name in {file.path for file in verify_path(copy).files if not file.ok}


def pixels(path: Path) -> np.ndarray:
    return np.asarray(Image.open(path))


def samples(path: Path) -> np.ndarray:
    import soundfile

    return soundfile.read(path, dtype="int32")[0]


def binary_of(path: Path) -> bytes:
    """A GLB's binary chunk: vertices and pictures."""
    content = path.read_bytes()
    return content[20 + int.from_bytes(content[12:16], "little") :]


def test_rerun_of_any_file_makes_the_same_pack(pack: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["rerun", str(pack / "film_master.mov"), "-o", str(tmp_path / "again")])
    assert result.exit_code == 0, result.output
    again = tmp_path / "again"
    assert delivered(again) == delivered(pack)
    for name in sorted(delivered(pack)):
        if name.endswith(".png"):
            assert np.array_equal(pixels(pack / name), pixels(again / name)), name
        elif name.endswith(".wav"):
            assert np.array_equal(samples(pack / name), samples(again / name)), name
        elif name.endswith((".glb", ".usdz")):
            assert binary_of(pack / name) == binary_of(again / name), name
        elif name.endswith((".exr", ".mid", ".musicxml", "notes.json", "plan.json")):
            assert (pack / name).read_bytes() == (again / name).read_bytes(), name
    for name in ("film.mp4", "film_master.mov"):
        assert frames(pack / name) == frames(again / name)


def frames(path: Path) -> list[int]:
    """A checksum of each frame, in order."""
    import zlib

    import av

    with av.open(str(path)) as film:
        return [zlib.crc32(frame.to_ndarray().tobytes()) for frame in film.decode(video=0)]


def test_the_film_is_whole(pack: Path, planned: Pack) -> None:
    import av

    with av.open(str(pack / "film.mp4")) as film:
        video, audio = film.streams.video[0], film.streams.audio[0]
        assert (video.codec_context.name, audio.codec_context.name) == ("h264", "aac")
        assert (video.width, video.height, video.average_rate) == (320, 180, 24)
        seconds = sum(shot.seconds for shot in planned.plan.film.shots)
        assert len(planned.plan.film.shots) >= 2
        assert abs(float(audio.duration * audio.time_base) - seconds) < 0.1
    assert len(frames(pack / "film.mp4")) == round(seconds * 24)


def stamps(folder: Path) -> dict[str, int]:
    return {name: os.stat(folder / name).st_ino for name in delivered(folder)}


def test_a_changed_field_remakes_only_what_depends_on_it(pack: Path, planned: Pack, tmp_path: Path) -> None:
    copy = tmp_path / "pack"
    shutil.copytree(pack, copy)
    before = stamps(copy)
    tempo = planned.plan.score.tempo + 8
    changed = planned.plan.model_copy(update={"score": planned.plan.score.model_copy(update={"tempo": tempo})})
    Pack(planned.request, changed, planned.notes).save(copy)
    after = stamps(copy)
    remade = {name.split("/")[0] for name in after if before.get(name) != after[name]}
    assert {"score", "film.mp4", "timeline.otio", "plan.json"} <= remade
    assert not remade & {"stills", "assets", "textures", "soundscape", "scene"}
    assert verify_path(copy).ok


def test_a_delivery_changes_stills_and_film_and_keeps_the_rest(pack: Path, planned: Pack, tmp_path: Path) -> None:
    class Stop(Exception):
        pass

    copy = tmp_path / "pack"
    shutil.copytree(pack, copy)
    before = stamps(copy)
    for first, others in {"stills": ("scene", "assets", "textures"), "film": ("score", "soundscape")}.items():
        request = replace(planned.request, delivery="standard", only=(first, *others))

        def stop(part: str, share: float, first: str = first) -> None:
            assert part == first, "what comes before is kept"
            raise Stop

        with pytest.raises(Stop):
            replace(planned, request=request).save(copy, stop)
    assert before == stamps(copy)
    standard = replace(planned, request=replace(planned.request, delivery="standard"))
    added = sum(path.stat().st_size for suffix in ("*.exr", "*.mov") for path in pack.rglob(suffix))
    assert planned.megabytes - standard.megabytes > added / 1e6


def test_one_object_more_changes_no_other_asset_note_or_layer(pack: Path, planned: Pack, tmp_path: Path) -> None:
    copy = tmp_path / "pack"
    shutil.copytree(pack, copy)
    parts = ("assets", "score", "soundscape", "textures")
    made = json.loads((copy / STATE).read_text())
    (copy / STATE).write_text(json.dumps({part: made[part] for part in parts}))
    before = stamps(copy)
    scene = planned.plan.scene
    cart = scene.objects[0].model_copy(update={"kind": "cart", "state": "plain", "relation": "left"})
    more = planned.plan.model_copy(update={"scene": scene.model_copy(update={"objects": (*scene.objects, cart)})})
    Pack(replace(planned.request, only=parts), more, planned.notes).save(copy)
    after = stamps(copy)
    assert (copy / "assets" / "cart.glb").exists()
    for name in before:
        if name.startswith("assets/") and name.endswith(".glb"):
            assert binary_of(pack / name) == binary_of(copy / name), name
        elif name.startswith(("score/", "soundscape/", "textures/")):
            assert before[name] == after[name], name


def test_two_runs_in_one_folder_are_refused(planned: Pack, tmp_path: Path) -> None:
    folder, refused = tmp_path / "out", []

    def meanwhile(part: str, share: float) -> None:
        if not refused:
            (folder / ".making-left-by-a-killed-run").mkdir()
            with pytest.raises(CastaliaError, match="another run") as caught:
                planned.save(folder)
            refused.append(caught)

    soundscape = replace(planned, request=replace(planned.request, only=("soundscape",)))
    soundscape.save(folder, meanwhile)
    soundscape.save(folder)
    assert refused and [path.name for path in folder.iterdir() if path.name.startswith(".")] == [STATE]
    with pytest.raises(CastaliaError, match="another brief, seed or plan"):
        replace(planned, request=replace(planned.request, brief="a farm", only=("textures",))).save(folder)


@pytest.mark.parametrize("state", ["[]", "{", '{"soundscape": {}}', "outside"])
def test_a_folders_own_word_is_not_believed(state: str, planned: Pack, tmp_path: Path) -> None:
    victim = tmp_path / "victim.txt"
    victim.write_text("mine")
    folder = tmp_path / "out"
    folder.mkdir()
    outside = {"soundscape": {"key": "", "of": "", "files": {"../victim.txt": ""}, "resolved": {}}}
    (folder / STATE).write_text(json.dumps(outside) if state == "outside" else state)
    replace(planned, request=replace(planned.request, only=("soundscape",))).save(folder)
    assert victim.read_text() == "mine" and verify_path(folder).ok


def test_a_pack_that_was_broken_off_goes_on_where_it_stopped(planned: Pack, tmp_path: Path) -> None:
    class Stop(Exception):
        pass

    def stop_at_film(part: str, share: float) -> None:
        if part == "film" and share > 0.3:
            raise Stop

    folder = tmp_path / "out"
    planned = replace(planned, request=replace(planned.request, delivery="standard"))
    with pytest.raises(Stop):
        planned.save(folder, stop_at_film)
    assert not (folder / "film.mp4").exists() and (folder / "stills" / "view-1.png").exists()
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == [STATE]
    kept = stamps(folder)
    assert "stills/view-1.exr" not in kept
    (folder / "soundscape" / "loop.wav").write_bytes(b"damaged")
    planned.save(folder)
    after = stamps(folder)
    remade = {name.split("/")[0] for name in after if kept.get(name) != after[name]}
    assert {"film.mp4", "soundscape"} <= remade and not remade & {"stills", "assets", "score", "scene"}
    assert verify_path(folder).ok


def test_a_plan_of_ones_own_is_made_as_it_stands(pack: Path, planned: Pack, tmp_path: Path) -> None:
    given = ["--from", str(pack / "plan.json"), "--set", "soundscape.layers.0.level=0.25"]
    made = ["--only", "soundscape", "--quality", "preview"]
    result = CliRunner().invoke(main, ["create", *given, "-o", str(tmp_path / "out"), *made])
    assert result.exit_code == 0, result.output
    text = read_recipe(tmp_path / "out" / "soundscape" / "loop.wav")
    recipe = Recipe.from_json(text or "")
    expected = planned.plan.model_dump()
    expected["soundscape"]["layers"][0]["level"] = 0.25
    assert recipe.plan.model_dump() == expected and recipe.notes == planned.notes
    assert recipe.request.inputs == {"plan.json": digest(pack / "plan.json")}


def test_a_sealed_pack_tells_nothing_but_its_own_studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = "the unicorn operation, a harbour"
    folder = castalia.create(secret, quality="preview", recipe="sealed", only=("soundscape",)).save(tmp_path / "out")
    assert verify_path(folder).ok
    for path in folder.rglob("*"):
        assert not path.is_file() or b"unicorn" not in path.read_bytes(), path.name
    rerun = ["rerun", str(folder / "soundscape" / "loop.wav"), "-o"]
    assert CliRunner().invoke(main, [*rerun, str(tmp_path / "again")]).exit_code == 0
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "elsewhere"))
    result = CliRunner().invoke(main, [*rerun, str(tmp_path / "stolen")])
    assert result.exit_code == 2 and "sealed" in result.output


def test_only_the_asked_parts_are_made(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        main,
        [
            "create",
            "a lighthouse in a storm",
            "-o",
            str(tmp_path / "out"),
            "--only",
            "soundscape",
            "--quality",
            "preview",
        ],
    )
    assert result.exit_code == 0, result.output
    tops = {name.split("/")[0].removesuffix(".c2pa") for name in delivered(tmp_path / "out")}
    assert tops == {"soundscape", "plan.json", "resolved.json", "index.html", "rights"}


def test_the_page_links_only_to_files_of_the_pack(pack: Path) -> None:
    import re
    from urllib.parse import unquote

    page = (pack / "index.html").read_text("utf-8")
    links = re.findall(r'(?:src|href|poster)="([^"#]+)"', page) + re.findall(r"url\(&quot;(.+?)&quot;\)", page)
    assert len(links) > 20 and {"stills/view-1.exr", "film_master.mov"} <= set(links)
    for link in links:
        assert link == "data:," or (pack / unquote(link)).is_file(), link


def test_the_pack_says_what_it_is(pack: Path, planned: Pack) -> None:
    record = json.loads((pack / "rights" / "rights.json").read_text())
    assert record["model"] == planned.plan.model and record["brief"] == BRIEF
    assert {source["licence"] for source in record["sources"]} <= {"Apache-2.0", "CC0-1.0", "WordNet-3.0", "MIT"}
    assert json.loads((pack / "plan.json").read_text()) == planned.plan.model_dump(mode="json", by_alias=True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["create", "", "-o", "out"], "empty"),
        (["create", "x" * 100_000, "-o", "out"], "shorten"),
        (["create", "a tower", "-o", "out", "--seconds", "1e9"], "seconds"),
        (["create", "a tower", "-o", "out", "--set", "scene.tim=night"], "did you mean time"),
        (["create", "a tower", "-o", "out", "--set", "score.tempo=fast"], "score.tempo"),
        (["create", "a tower", "-o", "out", "--set", "scene.time=noon", "--set", "scene.time=night"], "twice"),
        (["create", "a tower", "-o", "out", "--only", "sculptures"], "part"),
        (["create", "a tower", "-o", "out", "--mood", "joy=1"], "mood"),
        (["create", "a tower", "-o", "out", "--palette", "red"], "#rrggbb"),
        (["create", "a tower", "-o", "out", "--set", "score.sections=[]"], "too few"),
        (["create", "a tower", "-o", "out", "--set", "film.shots.0.seconds=500"], "equal to 120"),
        (["create", "a tower", "-o", "out", "--from", "broken.json", "--seconds", "6"], "leave out"),
        (["plan", "--file", "latin.txt"], "UTF-8"),
        (["create", "--from", "broken.json", "-o", "out"], "broken.json"),
        (["rerun", "broken.json", "-o", "out"], "broken.json"),
        (["plan", ""], "empty"),
        (["plan", "xyzzy plugh"], "no word"),
        (["create", "静かな湖のほとりの塔", "-o", "out"], "no word"),
        (["train", "huge"], "no recipe"),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else value,
)
def test_bad_input_gets_one_line_and_writes_nothing(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("broken.json").write_text('{"schema": 1, "seed"')
    Path("latin.txt").write_bytes("ein Mädchen".encode("latin-1"))
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2, result.output
    assert said in result.output and result.output.count("\n") == 1
    assert not Path("out").exists()


def test_an_unwritable_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = CliRunner().invoke(main, ["create", "a tower", "-o", str(tmp_path / "file" / "out")])
    assert result.exit_code == 2 and "-o" in result.output and result.output.count("\n") == 1
