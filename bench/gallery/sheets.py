"""Contact sheets, README's pictures, and the table of the composition checks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import av
import numpy as np
from PIL import Image, ImageDraw, ImageFont

WALL = ("harbour", "farm", "pier", "room", "neon", "scarecrow")
"""The stills that README shows."""
PAPER, INK, GAP, LABEL = "#101214", "#d8d5cf", 8, 22


def write(folder: Path, briefs: Mapping[str, str], objects: Sequence[str], materials: Sequence[str]) -> None:
    """``stills.png``, ``films.png``, ``assets.png`` and ``materials.png``, of what there is."""
    stills = [(f"{name}: {brief}", [folder / "stills" / f"{name}.png"]) for name, brief in briefs.items()]
    films = [(name, frames) for name in briefs if (frames := sorted((folder / "films").glob(f"{name}-?.png")))]
    for title, rows, columns, width in (
        ("stills", stills, 4, 480),
        ("films", films, 1, 240),
        ("assets", _portraits(folder / "assets", objects), 10, 192),
        ("materials", _portraits(folder / "materials", materials), 8, 240),
    ):
        if rows:
            sheet(rows, columns, width).save(folder / f"{title}.png")


def _portraits(folder: Path, names: Sequence[str]) -> list[tuple[str, list[Path]]]:
    paths = {name: folder / f"{name}.png" for name in names}
    return [(name, [path]) for name, path in paths.items() if path.exists()]


def sheet(rows: Sequence[tuple[str, Sequence[Path]]], columns: int, width: int) -> Image.Image:
    """Labelled rows of pictures, ``columns`` rows side by side, each picture ``width`` pixels wide."""
    pictures = [[fit(Image.open(path).convert("RGB"), width) for path in paths] for _, paths in rows]
    wide, tall = max(map(len, pictures)) * (width + GAP), max(row[0].height for row in pictures) + LABEL + GAP
    lines = -(-len(rows) // columns)
    page = Image.new("RGB", (columns * wide + GAP, lines * tall + GAP), PAPER)
    draw, font = ImageDraw.Draw(page), ImageFont.load_default(size=13)
    for index, ((label, _), row) in enumerate(zip(rows, pictures, strict=True)):
        left, top = GAP + index % columns * wide, GAP + index // columns * tall
        draw.text((left, top), label[: wide // 7], font=font, fill=INK)
        for column, picture in enumerate(row):
            page.paste(picture, (left + column * (width + GAP), top + LABEL))
    return page


def fit(picture: Image.Image, width: int) -> Image.Image:
    return picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)


def checks(folder: Path, briefs: Mapping[str, str]) -> str:
    """A table of what fails, picture by picture, and how many pass."""
    failing = {name: list(_failed(json.loads((folder / f"{name}.json").read_text("utf-8")))) for name in briefs}
    passed = sum(not failed for failed in failing.values())
    first = sum(not failed and search_of(folder / f"{name}.json") == 1 for name, failed in failing.items())
    lines = [f"{passed} of {len(failing)} stills pass every composition check, {first} at the first camera search.", ""]
    lines += ["| brief | fails |", "|---|---|"]
    return "\n".join(lines + [f"| {name} | {', '.join(failed)} |" for name, failed in failing.items() if failed]) + "\n"


def search_of(record: Path) -> int:
    """Which search found the still."""
    return int(json.loads(record.read_text("utf-8"))["still"]["search"])


def _failed(record: Mapping[str, dict]) -> Iterator[str]:
    still = record["still"]
    for name, check in still["checks"].items():
        if not check["ok"] and name not in still["waived"]:
            low, high = check["threshold"]
            yield f"{name} {check['value']:.2f} ({low:g} to {'any' if high is None else f'{high:g}'})"


def wall(folder: Path) -> Image.Image:
    """Six stills."""
    made = Image.new("RGB", (1278, 480))
    for at, name in enumerate(WALL):
        still = Image.open(folder / "stills" / f"{name}.png").convert("RGB")
        made.paste(still.resize((426, 240), Image.Resampling.LANCZOS), (426 * (at % 3), 240 * (at // 3)))
    return made


def picture(pack: Path) -> Image.Image:
    """Two stills of a pack, and four frames of its film under them."""
    stills = [Image.open(path).convert("RGB") for path in sorted((pack / "stills").glob("*.png"))]
    made = Image.new("RGB", (1280, 540))
    for width, top, row in ((640, 0, stills[:2]), (320, 360, frames(pack / "film.mp4", 4))):
        for index, each in enumerate(row):
            made.paste(each.resize((width, width * 9 // 16), Image.Resampling.LANCZOS), (index * width, top))
    return made


def frames(path: Path, count: int) -> list[Image.Image]:
    """Frames from the first to the last of a film."""
    with av.open(str(path)) as film:
        every = [frame.to_image() for frame in film.decode(video=0)]
    return [every[int(at)] for at in np.linspace(0, len(every) - 1, count)]
