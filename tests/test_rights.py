"""Rights: files are signed with a private local identity, changes are caught, hostile files are refused."""

from __future__ import annotations

import json
import shutil
import stat
import struct
import subprocess
import sys
import wave
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from castalia.errors import CastaliaError
from castalia.exchange.encode import MASTER
from castalia.exchange.mp4 import FilmWriter
from castalia.rights.credentials import LINEAGE, Facts, sidecar, sign_file
from castalia.rights.credits import digests, write_rights
from castalia.rights.identity import Identity
from castalia.rights.recipe import read_recipe
from castalia.rights.verify import verify_path
from castalia.settings import LIMITS, config_folder

FACTS = Facts("a ruined tower", 7, "0.1.0", "small-1", "a ruined tower")
CARD = {"run": "small-1", "sources": [{"title": "Songs", "holder": "Someone", "licence": "CC0-1.0"}]}


@pytest.fixture(scope="module")
def identity() -> Identity:
    return Identity.local()


def a_png(path: Path) -> Path:
    Image.fromarray(np.arange(48 * 64 * 3, dtype=np.uint8).reshape(48, 64, 3)).save(path)
    return path


def a_wav(path: Path) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes(np.arange(4800, dtype="<i2").tobytes())
    return path


def a_glb(path: Path) -> Path:
    text = b'{"asset":{"version":"2.0","extras":{"recipe":"{\\"castalia\\":\\"0.1.0\\"}"}}}'
    text += b" " * (-len(text) % 4)
    path.write_bytes(struct.pack("<5I", 0x46546C67, 2, 20 + len(text), len(text), 0x4E4F534A) + text)
    return path


MAKERS = {"still.png": a_png, "mix.wav": a_wav, "scene.glb": a_glb}


def flip(path: Path, at: int = -9) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def test_the_private_key_is_its_owners_alone(identity: Identity) -> None:
    key = config_folder() / "identity" / "key.pem"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert Identity.local() == identity


@pytest.mark.parametrize("name", MAKERS)
def test_a_signed_file_is_trusted_until_a_byte_changes(name: str, identity: Identity, folder: Path) -> None:
    path = MAKERS[name](folder / name)
    before = path.read_bytes()
    sign_file(path, FACTS, identity)
    assert sidecar(path).exists() == (name == "scene.glb")
    assert (path.read_bytes() == before) == (name == "scene.glb")
    report = verify_path(path)
    assert report.ok and report.trusted, report
    flip(path, -9 if name != "still.png" else 60)
    assert not verify_path(path).ok
    assert [each.name for each in folder.iterdir() if each.name.startswith(".")] == []


def test_a_changed_sidecar_or_none_fails(identity: Identity, folder: Path) -> None:
    path = a_glb(folder / "scene.glb")
    assert not verify_path(path).ok
    sign_file(path, FACTS, identity)
    flip(sidecar(path), 1200)
    assert not verify_path(path).ok


def test_the_credential_says_how_the_file_was_made(identity: Identity, folder: Path) -> None:
    import c2pa

    path = a_png(folder / "still.png")
    sign_file(path, FACTS, identity)
    said = json.loads(c2pa.Reader(str(path)).json())
    assertions = {entry["label"]: entry["data"] for entry in said["manifests"][said["active_manifest"]]["assertions"]}
    assert assertions[LINEAGE] == {"brief": "a ruined tower", "seed": "7", "version": "0.1.0", "model": "small-1"}
    assert assertions["c2pa.actions.v2"]["actions"][0]["digitalSourceType"].endswith("trainedAlgorithmicMedia")
    assert assertions["cawg.training-mining"]["entries"]["cawg.ai_training"] == {"use": "notAllowed"}


def test_a_sealed_file_keeps_the_brief_to_itself(identity: Identity, folder: Path) -> None:
    path = a_png(folder / "still.png")
    sign_file(path, replace(FACTS, sealed=True), identity)
    assert b"ruined" not in path.read_bytes()
    write_rights(folder, replace(FACTS, sealed=True), CARD, {})
    assert (
        "ruined"
        not in (folder / "rights" / "rights.json").read_text() + (folder / "rights" / "credits.txt").read_text()
    )


def test_an_unknown_signer_is_valid_but_not_trusted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("XDG_CONFIG_HOME", str(folder / "elsewhere"))
        stranger = Identity.local()
    path = a_png(folder / "still.png")
    sign_file(path, FACTS, stranger)
    report = verify_path(path)
    assert report.ok and not report.trusted


def test_a_studios_own_certificate_signs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("XDG_CONFIG_HOME", str(folder / "elsewhere"))
        Identity.local()
    studio = folder / "elsewhere" / "castalia" / "identity"
    monkeypatch.setenv("CASTALIA_CERTIFICATE", str(studio / "chain.pem"))
    monkeypatch.setenv("CASTALIA_KEY", str(studio / "key.pem"))
    path = a_png(folder / "still.png")
    sign_file(path, FACTS, Identity.local())
    assert verify_path(path).trusted
    with pytest.raises(CastaliaError, match="does not belong"):
        Identity.load(studio / "chain.pem", config_folder() / "identity" / "key.pem")


@pytest.fixture(scope="module")
def signed_pack(identity: Identity, tmp_path_factory: pytest.TempPathFactory) -> Path:
    pack = tmp_path_factory.mktemp("pack")
    for name, make in MAKERS.items():
        sign_file(make(pack / name), FACTS, identity)
    write_rights(pack, FACTS, CARD, digests(pack, [path for path in pack.rglob("*") if path.is_file()]))
    for name in ("credits.txt", "rights.json"):
        sign_file(pack / "rights" / name, FACTS, identity)
    return pack


def test_a_whole_pack_holds(signed_pack: Path) -> None:
    report = verify_path(signed_pack)
    assert report.trusted, report
    assert "Songs, Someone, CC0-1.0" in (signed_pack / "rights" / "credits.txt").read_text()


def test_changed_missing_and_extra_files_are_each_named(signed_pack: Path, folder: Path) -> None:
    pack = folder / "pack"
    shutil.copytree(signed_pack, pack)
    flip(pack / "mix.wav")
    (pack / "still.png").unlink()
    (pack / "extra.txt").write_text("?")
    broken = {file.path: file.detail for file in verify_path(pack).files if not file.ok}
    assert set(broken) == {"mix.wav", "still.png", "extra.txt"}
    assert "changed" in broken["mix.wav"] and "missing" in broken["still.png"] and "not named" in broken["extra.txt"]


def test_a_link_in_a_pack_is_reported_and_never_followed(signed_pack: Path, folder: Path) -> None:
    pack = folder / "pack"
    shutil.copytree(signed_pack, pack)
    (pack / "still.png").unlink()
    (pack / "still.png").symlink_to("/dev/zero")
    assert {file.path: file.detail for file in verify_path(pack).files if not file.ok} == {
        "still.png": "a link, which a pack never holds"
    }


@pytest.mark.parametrize(
    "content", [b"", b"\0" * 100, b"\x89PNG\r\n\x1a\n" + b"\xff" * 50, b"RIFF\xff\xff\xff\xffWAVE"]
)
@pytest.mark.parametrize("suffix", [".png", ".wav", ".mp4", ".glb", ".jpg"])
def test_hostile_files_are_reported_never_raised(content: bytes, suffix: str, folder: Path) -> None:
    path = folder / f"hostile{suffix}"
    path.write_bytes(content)
    sidecar(path).write_bytes(content)
    assert not verify_path(path).ok


def test_only_a_master_may_be_larger_than_other_files(folder: Path) -> None:
    for name, said in (("film.mp4", "larger than any file"), ("film_master.mov", "damaged")):
        with (folder / name).open("wb") as file:
            file.truncate(LIMITS.file_bytes + 1)
        with pytest.raises(CastaliaError, match=said):
            read_recipe(folder / name)
    with (folder / "film_master.mov").open("wb") as file:
        file.truncate(LIMITS.master_bytes + 1)
    assert "larger than any file" in verify_path(folder / "film_master.mov").files[0].detail


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="asks Linux how much memory was held")
def test_signing_a_large_film_takes_no_more_memory_than_a_small_one(folder: Path) -> None:
    with FilmWriter(folder / "film_master.mov", 64, 36, 24, "{}", encoder=MASTER) as film:
        film.add(np.zeros((36, 64, 3), np.uint8))
    with (folder / "film_master.mov").open("ab") as file:
        start = file.tell()
        file.write(struct.pack(">I4s", 200_000_000, b"free"))
        file.truncate(start + 200_000_000)
    code = (
        "import sys; from pathlib import Path; from castalia.rights.identity import Identity\n"
        "from castalia.rights.credentials import Facts, sign_file; from castalia.rights.verify import verify_path\n"
        "path = Path(sys.argv[1]); sign_file(path, Facts('a', 1, '0', 'm', 'a'), Identity.local())\n"
        "assert verify_path(path).ok; print(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])"
    )
    made = subprocess.run([sys.executable, "-c", code, str(folder / "film_master.mov")], capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    assert int(made.stdout) < 150_000, "kB at most"


def test_a_hostile_record_is_reported(folder: Path) -> None:
    (folder / "rights").mkdir()
    for text in ("[" * 100_000, "{}", '{"files": 3}', "\0"):
        (folder / "rights" / "rights.json").write_text(text)
        assert not verify_path(folder).ok


def test_a_recipe_is_read_back(folder: Path) -> None:
    assert read_recipe(a_glb(folder / "scene.glb")) == '{"castalia":"0.1.0"}'
    (folder / "resolved.json").write_text('{"recipe": {"castalia": "0.1.0"}, "film": {}}')
    assert read_recipe(folder / "resolved.json") == '{"castalia":"0.1.0"}'
    (folder / "plan.json").write_text("{}")
    assert read_recipe(folder / "plan.json") is None


def test_hostile_recipes_are_refused(folder: Path) -> None:
    laughs = '<!DOCTYPE a [<!ENTITY l "lol"><!ENTITY m "&l;&l;&l;&l;">]><a><miscellaneous-field>&m;</miscellaneous-field></a>'
    (folder / "score.musicxml").write_text(laughs)
    (folder / "deep.json").write_text("[" * 1_000_000)
    (folder / "text.txt").write_text("no recipe")
    (folder / "short.glb").write_bytes(struct.pack("<5I", 0x46546C67, 2, 20, 0xFFFFFFFF, 0x4E4F534A))
    with zipfile.ZipFile(folder / "bomb.usdz", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("scene.usda", b"#" * 50_000_000)
    assert read_recipe(folder / "bomb.usdz") is None
    (folder / "broken.usdz").write_bytes(b"PK\x03\x04" + b"\xff" * 200)
    for name in ("score.musicxml", "deep.json", "text.txt", "short.glb", "broken.usdz"):
        with pytest.raises(CastaliaError):
            read_recipe(folder / name)
