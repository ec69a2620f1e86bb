"""Opens the files of a finished pack in the programs that people use, and says what each makes of them.

python bench/clients/run.py PACK [--report FILE] [--pictures FOLDER]

Each program is optional: one that is not installed is skipped. Exits with 1 where a program complains.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HEAD = """# In other programs

Made by `python bench/clients/run.py out --report docs/clients.md`, with the programs that `bench/clients/README.md` installs: each
opens its files of a finished pack, and passes when it has nothing to complain about. A warning that the glTF validator gives
each mesh is known: tangents are left to the importer, as the format allows. What Blender makes of twelve packs
stands [apart](blender.md).

"""
HERE = Path(__file__).parent
BROWSER = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
WINDOWS = {"phone": 390, "desk": 1280}
# What MuseScore 3 says of every file, of modes that it has no name for, and of drums with rests among them.
USUAL = re.compile(r"convert <|to <|\.\.\. success!|Error at .*: Unsupported mode|instr '.*element already exists")
SHOWN = 3
SECONDS = 300


class Absent(Exception):
    """A program is not installed."""


@dataclass(frozen=True)
class Finding:
    """A program's version, what it made of the pack, and what it complained about."""

    version: str
    detail: str
    complaints: list[str]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pack", type=Path, help="a finished pack")
    parser.add_argument("--report", type=Path, help="a Markdown file to write the table to")
    parser.add_argument("--pictures", type=Path, help="a folder for the page and the score as they were drawn")
    asked = parser.parse_args()
    if not (asked.pack / "index.html").is_file():
        parser.error(f"{asked.pack} is no finished pack: it has no index.html")
    clients = {"glTF validator": gltf, "USD validators": usd, "MuseScore": musescore}
    clients |= {"OpenTimelineIO": timeline, "Chromium": page, "FFmpeg": ffmpeg}
    with tempfile.TemporaryDirectory(prefix="castalia-clients-") as folder:
        pictures = asked.pictures or Path(folder)
        pictures.mkdir(parents=True, exist_ok=True)
        rows = [tried(name, client, asked.pack.resolve(), pictures.resolve()) for name, client in clients.items()]
    table = "\n".join(["| client | version | verdict | detail |", "|---|---|---|---|", *map(row, rows)]) + "\n"
    print(table, end="")
    if asked.report:
        asked.report.write_text(HEAD + table, "utf-8")
    return int(any(verdict == "fail" for _, _, verdict, _ in rows))


def tried(name: str, client: Callable[[Path, Path], Finding], pack: Path, pictures: Path) -> tuple[str, str, str, str]:
    """A client's name, version, verdict and detail."""
    try:
        found = client(pack, pictures)
    except Absent as absent:
        return name, "", "skipped", str(absent)
    except Exception as broken:  # Whatever goes wrong in another program is what is looked for.
        return name, "", "fail", f"{type(broken).__name__}: {broken}"
    if not found.complaints:
        return name, found.version, "pass", found.detail
    more = [f"and {len(found.complaints) - SHOWN} more"] if len(found.complaints) > SHOWN else []
    return name, found.version, "fail", "; ".join(found.complaints[:SHOWN] + more)


def row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(' '.join(cell.split()).replace('|', '/') for cell in cells)} |"


def program(*names: str) -> str:
    """The first of these programs that is installed."""
    for name in names:
        if found := shutil.which(name):
            return found
    raise Absent(f"{names[0]} is not installed")


def ran(command: list[str], **more: str) -> subprocess.CompletedProcess[str]:
    """What a program said; ``more`` are variables of its environment."""
    return subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, env={**os.environ, **more})


# --- clients: each is given the pack and a folder for pictures ------------------------------------------------------


def gltf(pack: Path, _: Path) -> Finding:
    """Khronos' validator on every GLB: no errors; warnings are counted by their code."""
    files = sorted(pack.rglob("*.glb"))
    said = ran([program("node"), str(HERE / "gltf.js"), *map(str, files)])
    if "Cannot find module" in said.stderr:
        raise Absent("gltf-validator is not installed, or not in NODE_PATH")
    reports: list[dict[str, Any]] = [json.loads(line) for line in said.stdout.splitlines()]
    if len(reports) < len(files):
        raise RuntimeError(f"{files[len(reports)].name}: {said.stderr}")
    complaints: list[str] = []
    others: Counter[str] = Counter()
    for file, report in zip(files, reports):
        errors = [message for message in report["messages"] if message["severity"] == 0]
        complaints += [f"{file.name}: {error['code']}: {error['message']}" for error in errors]
        others.update(message["code"] for message in report["messages"] if message["severity"] > 0)
    warned = "".join(f", {count} {code}" for code, count in others.most_common())
    return Finding(reports[0]["version"], f"{len(files)} GLB files: 0 errors{warned}", complaints)


def usd(pack: Path, _: Path) -> Finding:
    """All validators that USD's registry has, on the scene; Apple's further rules are not asked for."""
    try:
        from pxr import Usd, UsdValidation
    except ImportError:
        raise Absent("usd-core is not installed for this Python") from None
    stage = Usd.Stage.Open(str(pack / "scene" / "scene.usdz"))
    validators = UsdValidation.ValidationRegistry().GetOrLoadAllValidators()
    errors = UsdValidation.ValidationContext(validators).Validate(stage)
    complaints = [f"scene.usdz: {error.GetName()}: {error.GetMessage()}" for error in errors]
    counts = Counter(prim.GetTypeName() for prim in stage.Traverse(Usd.TraverseInstanceProxies()))
    facts = f"{counts['Mesh']} meshes, {counts['Material']} materials, {counts['Camera']} cameras"
    detail = f"scene.usdz: {len(validators)} validators silent; {facts}"
    return Finding(".".join(map(str, Usd.GetVersion()[1:])), detail, complaints)


def musescore(pack: Path, pictures: Path) -> Finding:
    """Engraves the score from MusicXML and from MIDI."""
    mscore = program("musescore3", "mscore3", "mscore", "musescore", "mscore4portable")
    complaints = []
    with tempfile.TemporaryDirectory(prefix="castalia-musescore-") as home:
        place = {"QT_QPA_PLATFORM": "offscreen", "HOME": home, "XDG_RUNTIME_DIR": home}
        version = ran([mscore, "--version"], **place)
        for source, target in (("score.musicxml", "score.png"), ("score.mid", "midi.png")):
            said = ran([mscore, "-r", "110", "-o", f"{home}/{target}", str(pack / "score" / source)], **place)
            lines = [line.strip() for line in (said.stdout + said.stderr).splitlines() if line.strip()]
            complaints += [f"{source}: {line}" for line in lines if not USUAL.match(line)]
        score, midi = (sorted(Path(home).glob(f"{name}-*.png")) for name in ("score", "midi"))
        for drawn in score:
            shutil.copy(drawn, pictures)
    if not score or not midi:
        complaints.append("no page was drawn")
    detail = f"score.musicxml engraved on {len(score)} pages, score.mid on {len(midi)}"
    return Finding((version.stdout + version.stderr).split()[-1], detail, complaints)


def timeline(pack: Path, _: Path) -> Finding:
    """Every clip's media lies beside the timeline, is as long as it says, and is played within its bounds."""
    try:
        import opentimelineio as otio
    except ImportError:
        raise Absent("opentimelineio is not installed for this Python") from None
    read = otio.adapters.read_from_file(str(pack / "timeline.otio"))
    complaints, clips = [], list(read.find_clips())
    for clip in clips:
        media, available, played = pack / clip.media_reference.target_url, clip.available_range(), clip.source_range
        if not media.is_file():
            complaints.append(f"{clip.name}: {media.name} is not there")
        elif available.end_time_exclusive().to_seconds() > lasting(media) + 1e-3:
            complaints.append(f"{clip.name}: {media.name} is shorter than it says")
        if played.start_time < available.start_time or played.end_time_exclusive() > available.end_time_exclusive():
            complaints.append(f"{clip.name}: plays outside {media.name}")
    lengths = {track.name: track.duration().to_seconds() for track in read.tracks}
    complaints += [f"{name}: longer than the film" for name in lengths if lengths[name] > lengths["Shots"] + 1e-3]
    detail = f"timeline.otio: {len(lengths)} tracks, {len(clips)} clips, {lengths['Shots']:g} s of film"
    return Finding(otio.__version__, detail, complaints)


def lasting(media: Path) -> float:
    """Seconds of a film or a sound; without FFmpeg they are taken on trust."""
    if not shutil.which("ffprobe"):
        return math.inf
    said = ran(["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", str(media)])
    return float(said.stdout)


def page(pack: Path, pictures: Path) -> Finding:
    """The page from the disk, on a desk and on a phone: a clean console, nothing missing, and every sound plays."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise Absent("playwright is not installed for this Python") from None
    chromium = program("chromium", "chromium-browser", "google-chrome", "chrome")
    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=BROWSER)
        shown = browser.new_page()
        shown.on("console", lambda line: complaints.append(f"console: {line.text}"))
        shown.on("pageerror", lambda error: complaints.append(f"script: {error}"))
        shown.goto((pack / "index.html").as_uri())
        for name, width in WINDOWS.items():
            shown.set_viewport_size({"width": width, "height": 900})
            shown.screenshot(path=pictures / f"page-{name}.png", full_page=True)
            if shown.evaluate("document.documentElement.scrollWidth") > width:
                complaints.append(f"wider than a {name} of {width} pixels")
        seen: dict[str, list[str]] = shown.evaluate((HERE / "page.js").read_text("utf-8"))
        version = browser.version
    complaints += seen["broken"] + [f"{link}: not there" for link in seen["links"] if not (pack / link).is_file()]
    facts = ", ".join(f"{kind} {len(seen[kind])}" for kind in ("films", "sounds", "pictures", "links"))
    return Finding(version, f"index.html: {facts}; nothing in the console", complaints)


def ffmpeg(pack: Path, _: Path) -> Finding:
    """Film, sounds and pictures decode to the end."""
    version = ran([program("ffmpeg"), "-version"]).stdout.split()[2]
    files = sorted(path for path in pack.rglob("*") if path.suffix in (".mp4", ".wav", ".png"))
    complaints = []
    for path in files:
        said = ran(["ffmpeg", "-nostdin", "-v", "error", "-xerror", "-i", str(path), "-f", "null", "-"])
        if said.returncode or said.stderr.strip():
            complaints.append(f"{path.relative_to(pack)}: {said.stderr.strip() or said.returncode}")
    probe = ["ffprobe", "-v", "error", "-count_frames", "-show_streams", "-of", "json", str(pack / "film.mp4")]
    streams = {stream["codec_type"]: stream for stream in json.loads(ran(probe).stdout)["streams"]}
    picture, sound = streams["video"], streams["audio"]
    if picture["nb_read_frames"] != picture["nb_frames"]:
        complaints.append(f"film.mp4: {picture['nb_read_frames']} of {picture['nb_frames']} frames")
    if abs(float(picture["duration"]) - float(sound["duration"])) > 0.05:
        complaints.append("film.mp4: picture and sound differ in length")
    film = (
        f"{picture['codec_name']} {picture['profile']} {picture['width']}x{picture['height']} {picture['pix_fmt']}, "
        f"{picture['nb_read_frames']} frames, {sound['codec_name']} {int(sound['sample_rate']) / 1000:g} kHz"
    )
    return Finding(version, f"film.mp4: {film}; {len(files) - 1} sounds and pictures", complaints)


if __name__ == "__main__":
    sys.exit(main())
