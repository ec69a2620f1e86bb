"""The recipe inside any file that castalia made, whatever its format. Files are read as if a stranger had sent them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from castalia.errors import CastaliaError
from castalia.settings import LIMITS

_NOTATION_BYTES = 64_000_000
_SCRIPT = re.compile(r'<script type="application/json" id="recipe">(.*?)</script>', re.DOTALL)
_FIELD = "castalia"


def read_recipe(path: Path) -> str | None:
    """The recipe (JSON text) that a file carries, or None where it carries none.

    Raises CastaliaError for a file that is too large, of a kind that never carries a recipe, or hostile.
    """
    path = Path(path)
    reader = _readers().get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(_readers()))
        raise CastaliaError(f"{path.name} is of a kind that carries no recipe; give one of {known}")
    try:
        size = path.stat().st_size
        if size > LIMITS.bytes_of(path.name):
            raise CastaliaError(f"{path.name} is larger than any file of a pack ({size} bytes); it was not opened")
        text = reader(path)
    except CastaliaError:
        raise
    except RecursionError as error:
        raise CastaliaError(f"{path.name} is nested deeper than any file of a pack; it was not read") from error
    except Exception as error:
        # Every parser below meets strangers' files; whatever it stumbles over is a fault of the file.
        raise CastaliaError(f"{path.name} is damaged or not what its name says: {error}") from error
    if text is not None and len(text.encode("utf-8", "replace")) > LIMITS.recipe_bytes:
        raise CastaliaError(f"the recipe in {path.name} is longer than any that castalia writes; it was not read")
    return text


def _readers() -> dict[str, Callable[[Path], str | None]]:
    """The reader of each suffix, imported where it is used."""
    return {
        ".png": lambda path: _from("png").read_png_recipe(path),
        ".wav": lambda path: _from("wav").read_wav_recipe(path),
        ".exr": lambda path: _from("exr").read_exr_recipe(path),
        ".mp4": lambda path: _from("mp4").read_mp4_recipe(path),
        ".mov": lambda path: _from("mp4").read_mov_recipe(path),
        ".otio": lambda path: _from("otio").read_otio_recipe(path),
        ".glb": lambda path: _from("gltf").read_glb_recipe(path),
        ".usdz": lambda path: _from("usd").read_usdz_recipe(path),
        ".mid": _midi,
        ".musicxml": _musicxml,
        ".json": _json,
        ".html": _page,
    }


def _from(name: str) -> Any:
    from importlib import import_module

    return import_module(f"castalia.exchange.{name}")


def _bounded(path: Path, limit: int) -> bytes:
    """A file's bytes. Raises CastaliaError when there are more than ``limit``."""
    with path.open("rb") as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        raise CastaliaError(f"{path.name} is longer than any that castalia writes; it was not read")
    return content


def _midi(path: Path) -> str | None:
    """The first text event that holds a recipe."""
    import io

    import mido

    content = _bounded(path, _NOTATION_BYTES)
    for track in mido.MidiFile(file=io.BytesIO(content), charset="utf-8").tracks:
        for message in track:
            text = getattr(message, "text", None) if message.type == "text" else None
            if text and _is_recipe(text):
                return str(text)
    return None


def _musicxml(path: Path) -> str | None:
    """The ``miscellaneous-field`` named castalia. Entities and inner document types are refused before parsing."""
    from xml.etree import ElementTree

    content = _bounded(path, _NOTATION_BYTES)
    _refuse_entities(path, content)
    for field in ElementTree.fromstring(content).iter("miscellaneous-field"):
        if field.text and _is_recipe(field.text):
            return field.text
    return None


def _refuse_entities(path: Path, content: bytes) -> None:
    """MusicXML names its public document type; anything declared inside it, or any entity, is an attack."""
    text = content.decode("utf-8")
    if "<!ENTITY" in text or re.search(r"<!DOCTYPE[^>]*\[", text):
        raise CastaliaError(f"{path.name} declares entities of its own, which no score needs; it was not read")


def _json(path: Path) -> str | None:
    """The ``recipe`` of resolved.json or notes.json, written out again."""
    value = json.loads(_bounded(path, _NOTATION_BYTES))
    recipe = value.get("recipe") if isinstance(value, dict) else None
    if not isinstance(recipe, dict):
        return None
    return json.dumps(recipe, separators=(",", ":"), ensure_ascii=False, sort_keys=True)


def _page(path: Path) -> str | None:
    """The recipe that stands in the pack's page as data."""
    found = _SCRIPT.search(_bounded(path, _NOTATION_BYTES).decode("utf-8"))
    return found[1] if found else None


def _is_recipe(text: str) -> bool:
    """A recipe is a JSON object that names castalia's version, or a seal."""
    if not text.lstrip().startswith("{"):
        return False
    try:
        value = json.loads(text)
    except ValueError:
        return False
    return isinstance(value, dict) and (_FIELD in value or "sealed" in value)
