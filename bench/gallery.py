"""The gallery: twelve packs of different briefs, and contact sheets of their pictures, films, textures and sounds.

python bench/gallery.py [NAME ...] [--quality draft]
python bench/gallery.py --picture out        README's picture, of a pack that is there
python bench/gallery.py --wall               README's other picture, of the gallery's packs

Packs that are whole are kept, so a broken-off run goes on; the sheets lie in gallery/*.png.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import soundfile
from PIL import Image, ImageDraw, ImageFont
from scipy import signal

import castalia

BRIEFS = {
    "tower": "misty pine forest at dawn, a ruined tower by a still lake, melancholy",
    "harbour": "harbour at sunset, colourful boats and gulls, a warm evening, accordion waltz",
    "neon": "neon city street at night in the rain, a lone figure under a street lamp",
    "canyon": "desert canyon at noon, two riders far away, epic and hot",
    "snow": "quiet village in winter, snow falling, lanterns lit, gentle",
    "wreck": "sunken galleon under water, shafts of light, jellyfish, wonder",
    "graveyard": "graveyard at midnight, crows on broken tombstones, horror",
    "farm": "a windmill on a farm, wind over the wheat, bright summer morning",
    "cave": "crystal cave glowing blue, an explorer with a torch",
    "storm": "a lighthouse in a storm, waves against the rocks, fear",
    "room": "a cosy room with a piano and a fireplace, rain on the window",
    "alien": "alien world with strange glowing plants, a broken robot, ambient pads",
}
FOLDER, PICTURES = Path("gallery"), Path(__file__).parents[1] / "docs" / "pictures"
WALL = (("harbour", 1), ("canyon", 2), ("cave", 1), ("farm", 1), ("neon", 1), ("alien", 2))
"""Packs and stills that README shows."""
TILE, GAP, LABEL = 480, 8, 24
Shown = Callable[[Path], list[Image.Image]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help=f"any of: {', '.join(BRIEFS)}")
    parser.add_argument("--quality", default="draft")
    parser.add_argument("--picture", type=Path, metavar="PACK")
    parser.add_argument("--wall", action="store_true")
    asked = parser.parse_args()
    if asked.picture or asked.wall:
        made, name = (wall(), "gallery.jpg") if asked.wall else (picture(asked.picture), "pack.jpg")
        made.save(PICTURES / name, quality=86)
        return
    for name in asked.names or BRIEFS:
        began = time.perf_counter()
        castalia.create(BRIEFS[name], quality=asked.quality).save(FOLDER / name)
        print(f"{name}: {time.perf_counter() - began:.0f} s", flush=True)
    whole = [name for name in BRIEFS if (FOLDER / name / "index.html").exists()]
    shows: dict[str, Shown] = {"stills": stills, "films": strip, "textures": textures, "sounds": sounds}
    for title, show in shows.items():
        sheet(title, {name: show(FOLDER / name) for name in whole}).save(FOLDER / f"{title}.png")


def stills(pack: Path) -> list[Image.Image]:
    return [Image.open(path).convert("RGB") for path in sorted((pack / "stills").glob("*.png"))]


def strip(pack: Path, count: int = 6) -> list[Image.Image]:
    """Frames from the first to the last of the film."""
    with av.open(str(pack / "film.mp4")) as film:
        frames = [frame.to_image() for frame in film.decode(video=0)]
    return [frames[int(at)] for at in np.linspace(0, len(frames) - 1, count)]


def wall() -> Image.Image:
    """Six stills of six packs."""
    made = Image.new("RGB", (1278, 480))
    for at, (name, number) in enumerate(WALL):
        still = Image.open(FOLDER / name / "stills" / f"view-{number}.png").convert("RGB")
        made.paste(still.resize((426, 240), Image.Resampling.LANCZOS), (426 * (at % 3), 240 * (at // 3)))
    return made


def picture(pack: Path) -> Image.Image:
    """Two stills, and four frames of the film under them."""
    made = Image.new("RGB", (1280, 540))
    for width, top, row in ((640, 0, stills(pack)[:2]), (320, 360, strip(pack, 4))):
        for index, each in enumerate(row):
            made.paste(each.resize((width, width * 9 // 16), Image.Resampling.LANCZOS), (index * width, top))
    return made


def textures(pack: Path) -> list[Image.Image]:
    return [Image.open(path).convert("RGB") for path in sorted((pack / "textures").glob("*_albedo.png"))]


def sounds(pack: Path) -> list[Image.Image]:
    """Spectrograms of the mix and of the loop."""
    return [spectrogram(pack / "score" / "mix.wav"), spectrogram(pack / "soundscape" / "loop.wav")]


def spectrogram(path: Path) -> Image.Image:
    """80 Hz to 20 kHz on a logarithmic axis, 70 dB of range."""
    samples, rate = soundfile.read(path, always_2d=True)
    frequencies, _, power = signal.spectrogram(samples.mean(axis=1), rate, nperseg=4096, noverlap=2048)
    rows = np.searchsorted(frequencies, np.geomspace(20_000, 80, 240))
    level = 10 * np.log10(power[np.minimum(rows, len(power) - 1)] + 1e-14)
    shade = np.clip((level - level.max() + 70) / 70, 0, 1)
    return Image.fromarray(np.round(255 * np.stack([shade, shade**2, shade**0.5 * 0.6], axis=2)).astype(np.uint8))


def sheet(title: str, rows: dict[str, list[Image.Image]]) -> Image.Image:
    """One row a pack, every picture as wide as a tile."""
    columns = max(len(pictures) for pictures in rows.values())
    width = TILE if columns <= 3 else TILE // 2
    fitted = {name: [fit(picture, width) for picture in pictures] for name, pictures in rows.items()}
    tall = {name: max(picture.height for picture in pictures) + LABEL + GAP for name, pictures in fitted.items()}
    page = Image.new("RGB", (columns * (width + GAP) + GAP, sum(tall.values()) + GAP), "#101214")
    draw, font, top = ImageDraw.Draw(page), ImageFont.load_default(size=14), GAP
    for name, pictures in fitted.items():
        draw.text((GAP, top + 2), f"{name}: {BRIEFS[name]}", font=font, fill="#d8d5cf")
        for column, picture in enumerate(pictures):
            page.paste(picture, (GAP + column * (width + GAP), top + LABEL))
        top += tall[name]
    print(f"{title}: {page.width} x {page.height}")
    return page


def fit(picture: Image.Image, width: int) -> Image.Image:
    return picture.resize((width, max(1, round(picture.height * width / picture.width))), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    main()
