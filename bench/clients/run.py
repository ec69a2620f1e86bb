"""Opens the files of a finished pack in the programs that people use, and says what each makes of them.

python bench/clients/run.py PACK [--report FILE] [--pictures FOLDER]

Each program is optional: one that is not installed is skipped. Exits with 1 where a program complains.
"""

from __future__ import annotations

import argparse
import json
import os
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

Made by `python bench/clients/run.py out --report docs/clients.md`, with the programs of `bench/clients/README.md`: the finished
pack opened in each of them. A program passes when it has nothing to complain about.

"""
HERE = Path(__file__).parent
BROWSER = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
WINDOWS = {"phone": 390, "desk": 1280}
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


Client = Callable[[Path, Path], Finding]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pack", type=Path, help="a finished pack")
    parser.add_argument("--report", type=Path, help="a Markdown file to write the table to")
    parser.add_argument("--pictures", type=Path, help="a folder for the page and the score as they were drawn")
    asked = parser.parse_args()
    if not (asked.pack / "index.html").is_file():
        parser.error(f"{asked.pack} is no finished pack: it has no index.html")
    clients: dict[str, Client] = {
        "glTF validator": gltf,
        "USD validators": usd,
        "MuseScore": musescore,
        "OpenTimelineIO": timeline,
        "Chromium": page,
        "FFmpeg": ffmpeg,
    }
    with tempfile.TemporaryDirectory(prefix="castalia-clients-") as folder:
        pictures = asked.pictures or Path(folder)
        pictures.mkdir(parents=True, exist_ok=True)
        rows = [tried(name, client, asked.pack.resolve(), pictures.resolve()) for name, client in clients.items()]
    table = "\n".join(["| client | version | verdict | detail |", "|---|---|---|---|", *map(row, rows)]) + "\n"
    print(table, end="")
    if asked.report:
        asked.report.write_text(HEAD + table, "utf-8")
    return int(any(verdict == "fail" for _, _, verdict, _ in rows))


def tried(name: str, client: Client, pack: Path, pictures: Path) -> tuple[str, str, str, str]:
    """A client's name, version, verdict and detail."""
    try:
        found = client(pack, pictures)
    except Absent as absent:
        return name, "", "skipped", str(absent)
    except (OSError, subprocess.SubprocessError, RuntimeError) as broken:
        return name, "", "fail", str(broken)
    if not found.complaints:
        return name, found.version, "pass", found.detail
    more = f"; and {len(found.complaints) - SHOWN} more" if len(found.complaints) > SHOWN else ""
    return name, found.version, "fail", "; ".join(found.complaints[:SHOWN]) + more


def row(cells: Iterable[str]) -> str:
    plain = (" ".join(cell.split()).replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(plain)} |"


def program(*names: str) -> str:
    """The first of these programs that is installed."""
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        raise Absent(f"{names[0]} is not installed")
    return found


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
    messages = [(file.name, message) for file, report in zip(files, reports) for message in report["messages"]]
    errors = [
        f"{name}: {message['code']} at {message['pointer']}" for name, message in messages if not message["severity"]
    ]
    unread = [f"{file.name}: not read" for file in files[len(reports) :]]
    others = Counter(message["code"] for _, message in messages if message["severity"])
    warned = "".join(f", {count} {code}" for code, count in others.most_common())
    return Finding(
        reports[0]["version"] if reports else "", f"{len(files)} GLB files: 0 errors{warned}", errors + unread
    )


def usd(pack: Path, _: Path) -> Finding:
    """All validators that USD's registry has, on the scene; Apple's further rules are not asked for."""
    try:
        from pxr import Tf, Usd, UsdValidation
    except ImportError:
        raise Absent("usd-core is not installed for this Python") from None
    try:
        stage = Usd.Stage.Open(str(pack / "scene" / "scene.usdz"))
    except Tf.ErrorException as error:
        raise RuntimeError(f"scene.usdz: {error}") from None
    validators = UsdValidation.ValidationRegistry().GetOrLoadAllValidators()
    errors = UsdValidation.ValidationContext(validators).Validate(stage)
    counts = Counter(prim.GetTypeName() for prim in stage.Traverse(Usd.TraverseInstanceProxies()))
    facts = f"{counts['Mesh']} meshes, {counts['Material']} materials, {counts['Camera']} cameras"
    version = ".".join(map(str, Usd.GetVersion()[1:]))
    complaints = [f"scene.usdz: {error.GetName()}: {error.GetMessage()}" for error in errors]
    return Finding(version, f"scene.usdz: {len(validators)} validators silent; {facts}", complaints)


def musescore(pack: Path, pictures: Path) -> Finding:
    """Engraves the score from MusicXML and from MIDI."""
    mscore = program("musescore3", "mscore3", "mscore", "musescore", "mscore4portable")
    usual = ("convert <", "to <", "... success!")
    complaints = []
    with tempfile.TemporaryDirectory(prefix="castalia-musescore-") as home:
        place = {"QT_QPA_PLATFORM": "offscreen", "HOME": home, "XDG_RUNTIME_DIR": home}
        version = ran([mscore, "--version"], **place)
        for source, target in (("score.musicxml", "score.png"), ("score.mid", "midi.png")):
            said = ran([mscore, "-r", "110", "-o", str(pictures / target), str(pack / "score" / source)], **place)
            lines = [line.strip() for line in (said.stdout + said.stderr).splitlines() if line.strip()]
            complaints += [f"{source}: {line}" for line in lines if not line.startswith(usual)]
    drawn = [len(list(pictures.glob(f"{name}-*.png"))) for name in ("score", "midi")]
    if not all(drawn):
        complaints.append("no page was drawn")
    detail = f"score.musicxml and score.mid engraved, pages: {drawn[0]} and {drawn[1]}"
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
        return float("inf")
    said = ran(["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", str(media)])
    return float(said.stdout or 0)


def page(pack: Path, pictures: Path) -> Finding:
    """The page from the disk, on a desk and on a phone: a clean console, nothing missing, and every sound plays."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        raise Absent("playwright is not installed for this Python") from None
    chromium = program("chromium", "chromium-browser", "google-chrome", "chrome")
    complaints: list[str] = []
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=BROWSER)
            shown = browser.new_page()
            shown.on("console", lambda line: complaints.append(f"console: {line.text}"))
            shown.on("pageerror", lambda error: complaints.append(f"script: {error}"))
            shown.goto((pack / "index.html").as_uri())
            seen: dict[str, list[str]] = shown.evaluate((HERE / "page.js").read_text("utf-8"))
            for name, width in WINDOWS.items():
                shown.set_viewport_size({"width": width, "height": 900})
                shown.screenshot(path=pictures / f"page-{name}.png", full_page=True)
                if shown.evaluate("document.documentElement.scrollWidth") > width:
                    complaints.append(f"wider than a {name} of {width} pixels")
            version = browser.version
    except Error as error:
        raise RuntimeError(str(error).splitlines()[0]) from None
    complaints += seen["broken"] + [f"{link}: not there" for link in seen["links"] if not (pack / link).is_file()]
    played = (
        f"{len(seen['played'])} sounds and films played, {len(seen['links'])} links, {len(seen['images'])} pictures"
    )
    return Finding(version, f"index.html: {played}, nothing in the console", complaints)


def ffmpeg(pack: Path, _: Path) -> Finding:
    """Film, sounds and pictures decode to the end."""
    program("ffprobe")
    version = ran([program("ffmpeg"), "-version"]).stdout.split()[2]
    files = sorted(path for path in pack.rglob("*") if path.suffix in (".mp4", ".wav", ".png"))
    complaints = []
    for path in files:
        said = ran(["ffmpeg", "-nostdin", "-v", "error", "-xerror", "-i", str(path), "-f", "null", "-"])
        if said.returncode or said.stderr.strip():
            complaints.append(f"{path.relative_to(pack)}: {said.stderr.strip() or said.returncode}")
    command = ["ffprobe", "-v", "error", "-count_frames", "-show_streams", "-of", "json", str(pack / "film.mp4")]
    picture, sound = sorted(
        json.loads(ran(command).stdout)["streams"], key=lambda stream: stream["codec_type"] != "video"
    )
    if picture["nb_read_frames"] != picture["nb_frames"]:
        complaints.append(f"film.mp4: {picture['nb_read_frames']} of {picture['nb_frames']} frames")
    if abs(float(picture["duration"]) - float(sound["duration"])) > 0.05:
        complaints.append("film.mp4: picture and sound differ in length")
    film = (
        f"{picture['codec_name']} {picture['profile']} {picture['width']}x{picture['height']} {picture['pix_fmt']}, "
        f"{picture['nb_read_frames']} frames, {sound['codec_name']} {int(sound['sample_rate']) / 1000:g} kHz"
    )
    kinds = Counter(path.suffix for path in files)
    return Finding(version, f"film.mp4: {film}; {kinds['.wav']} sounds, {kinds['.png']} pictures", complaints)


if __name__ == "__main__":
    sys.exit(main())
