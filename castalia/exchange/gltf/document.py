"""The document under construction: its JSON lists, its binary chunk, and the file that holds both."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from castalia.files import whole
from castalia.settings import LIMITS
from castalia.world import Floats

COPYRIGHT = "Belongs to the person who had it made with Castalia; see rights/credits.txt of its pack."
_MAGIC, _JSON, _BINARY = 0x46546C67, 0x4E4F534A, 0x004E4942
_FLOAT, _U16, _U32 = 5126, 5123, 5125
VERTICES, INDICES = 34962, 34963
_LARGEST_JSON = 64_000_000
Node = dict[str, Any]


class Document:
    """A glTF document under construction: its JSON lists and its binary chunk."""

    def __init__(self, recipe: str) -> None:
        self.recipe = recipe
        self.scene: Node = {}
        self.lists: dict[str, list[Any]] = {}
        self.chunks: list[bytes] = []
        self.length = 0
        self.extensions: set[str] = set()
        self.material_index: dict[str, int] = {}
        self.gains: dict[str, float] = {}

    def add(self, kind: str, entry: Any) -> int:
        """Append to one of the document's lists; returns the index."""
        entries = self.lists.setdefault(kind, [])
        entries.append(entry)
        return len(entries) - 1

    def node(self, node: Node) -> int:
        return self.add("nodes", node)

    def view(self, content: bytes, target: int | None = None) -> int:
        """A buffer view that starts on a multiple of four bytes."""
        view = {"buffer": 0, "byteOffset": self.length, "byteLength": len(content)}
        padded = content + b"\0" * (-len(content) % 4)
        self.chunks.append(padded)
        self.length += len(padded)
        return self.add("bufferViews", view if target is None else {**view, "target": target})

    def accessor(self, values: NDArray[Any], kind: str, target: int | None = None, **more: Any) -> int:
        """An accessor over its own buffer view; ``more`` are further properties such as bounds."""
        component = {"f4": _FLOAT, "u2": _U16, "u4": _U32}[values.dtype.str[1:]]
        view = self.view(np.ascontiguousarray(values).tobytes(), target)
        entry = {"bufferView": view, "componentType": component, "count": len(values), "type": kind, **more}
        return self.add("accessors", entry)

    def save(self, path: Path) -> None:
        """Write the file under a temporary name, then rename it."""
        asset = {"version": "2.0", "generator": "Castalia", "copyright": COPYRIGHT, "extras": {"recipe": self.recipe}}
        document: Node = {"asset": asset, "scene": 0, "scenes": [self.scene], **self.lists}
        lights = document.pop("lights", [])
        if lights:
            self.extensions.add("KHR_lights_punctual")
            document["extensions"] = {"KHR_lights_punctual": {"lights": lights}}
        if self.extensions:
            document["extensionsUsed"] = sorted(self.extensions)
        if self.length:
            document["buffers"] = [{"byteLength": self.length}]
        text = json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode()
        text += b" " * (-len(text) % 4)
        binary = self.length + 8 if self.length else 0
        with whole(path) as temporary, temporary.open("wb") as file:
            file.write(struct.pack("<5I", _MAGIC, 2, 20 + len(text) + binary, len(text), _JSON))
            file.write(text)
            if self.length:
                file.write(struct.pack("<2I", self.length, _BINARY))
                file.writelines(self.chunks)


def plain(values: Floats, digits: int) -> list[float]:
    """Numbers as JSON takes them, with at most so many decimals."""
    return [round(float(value), digits) for value in values]


def read_glb_recipe(path: Path) -> str | None:
    """The recipe in a GLB's asset extras, or None where there is none. Raises ValueError on a damaged file."""
    with path.open("rb") as file:
        header = file.read(20)
        if len(header) < 20:
            raise ValueError("it ends within its header")
        magic, _, _, length, kind = struct.unpack("<5I", header)
        if magic != _MAGIC or kind != _JSON or length > min(_LARGEST_JSON, path.stat().st_size):
            raise ValueError("it is no GLB file")
        document = json.loads(file.read(length))
    extras = document.get("asset", {}).get("extras", {})
    recipe = extras.get("recipe") if isinstance(extras, dict) else None
    return recipe if isinstance(recipe, str) and len(recipe) <= LIMITS.recipe_bytes else None
