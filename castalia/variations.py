"""A sheet of variations: the same request from several seeds, each as a small pack, its hero still on one picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from castalia.errors import CastaliaError
from castalia.job import Progress
from castalia.pack import Pack, create, recipe_text, sign_made, writable
from castalia.request import Request
from castalia.settings import LIMITS

MARGIN, LABEL = 12, 34


def make_sheet(request: Request, count: int, folder: Path, report: Progress) -> Path:
    """Make ``folder/seed-N`` for ``count`` seeds from the request's on (stills at preview quality, and the plan to go on
    with) and ``folder/sheet.png`` to pick from. Returns the sheet."""
    if not 1 <= count <= LIMITS.variations:
        raise CastaliaError(f"a sheet of {count} variations cannot be made; ask for 1 to {LIMITS.variations}")
    packs = []
    for number in range(count):
        asked = replace(request, seed=request.seed + number, quality="preview", only=("stills",))
        report("variations", number / count)
        pack = create(asked)
        folder = writable(folder)
        pack.save(folder / f"seed-{asked.seed}")
        packs.append(pack)
    pictures = [Image.open(folder / f"seed-{pack.plan.seed}" / "stills" / "view-1.png") for pack in packs]
    sheet = folder / "sheet.png"
    _write_signed(sheet, _sheet(pictures, packs), packs[0])
    report("variations", 1.0)
    return sheet


def _sheet(pictures: Sequence[Image.Image], packs: list[Pack]) -> Image.Image:
    columns = math.ceil(math.sqrt(len(pictures)))
    rows = math.ceil(len(pictures) / columns)
    width, height = pictures[0].size
    sheet = Image.new(
        "RGB", (columns * (width + MARGIN) + MARGIN, rows * (height + LABEL + MARGIN) + MARGIN), "#101214"
    )
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(size=13)
    for index, (picture, pack) in enumerate(zip(pictures, packs, strict=True)):
        x = MARGIN + (index % columns) * (width + MARGIN)
        y = MARGIN + (index // columns) * (height + LABEL + MARGIN)
        sheet.paste(picture, (x, y))
        scene = pack.plan.scene
        label = f"seed {pack.plan.seed}: {scene.setting}, {scene.time}, {scene.weather}, {pack.plan.look}"
        draw.text((x, y + height + 8), label, font=font, fill="#d8d5cf")
    return sheet


def _write_signed(path: Path, sheet: Image.Image, pack: Pack) -> None:
    from castalia.exchange.png import write_png

    write_png(path, np.asarray(sheet), recipe_text(pack))
    sign_made(path, pack)
