"""Previews of the generators: one object or material by itself, as a signed picture."""

from __future__ import annotations

from pathlib import Path

from castalia import __version__
from castalia.craft.portrait import portrait
from castalia.errors import CastaliaError
from castalia.exchange.png import write_png
from castalia.render.stage import Stage
from castalia.rights.credentials import Facts, sign_file
from castalia.rights.identity import Identity
from castalia.settings import QUALITIES

SIZE = (640, 480)


def write_portrait(name: str, seed: int, path: Path, material: bool = False) -> None:
    """Draw ``name`` as ``craft.portrait`` sets it, and sign the picture. Raises CastaliaError when nothing makes it, or
    the path is no ``.png`` in a folder that is there."""
    if path.suffix != ".png" or not path.parent.is_dir():
        raise CastaliaError(f"{path}: name a .png in a folder that is there")
    world, camera = portrait(name, seed, material)
    pixels = Stage.of(world, seed, QUALITIES["draft"].baking).frame(camera, *SIZE, time=0.0, supersample=2)
    write_png(path, pixels, "{}")
    sign_file(path, Facts(name, seed, __version__, "none: a generator by itself", name), Identity.local())
