"""What a piece of a kit is good for, by its name and its shape."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Literal

from castalia.craft.traits import traits_of
from castalia.language.phrases import phrases
from castalia.language.vocabulary import vocabulary

Role = Literal["prop", "building", "wall", "tile", "plant"]
Size = tuple[float, float, float]
SPECIAL = {
    "corner",
    "gate",
    "gated",
    "half",
    "endcap",
    "crossing",
    "tsplit",
    "stack",
    "stacked",
    "mounted",
    "post",
    "skull",
    "scaffold",
}
"""Words of pieces that stand in for their kind only where there is no plainer one."""
DAMAGED = {"broken", "destroyed", "cut", "ruined", "cracked", "rubble", "damaged"}
FLAT, THIN = 0.22, 0.35
"""A tile's height and a wall's depth, as shares of its longest side."""
TILES = {"tile", "floor", "hex", "road", "ground", "path", "terrain"}
LAND = {"hex", "floor", "road", "path", "mountain", "hill", "hills", "cloud", "projectile", "river", "coast"}
"""Words of pieces that are ground or backdrop, whatever else they name."""
SLENDER = 1.7
"""How many times higher than wide a building without a name is that passes for a skyscraper, and not for a house."""
_PLAINLY = {"building", "without", "base", "red", "blue", "green", "yellow", "brown", "white", "grey", "black"}
_COMMON = {"a", "an", "the", "of", "with", "by"}


def words_of(name: str) -> tuple[str, ...]:
    """``building_homeA_yellow2`` -> building, home, yellow: the words of a file's name, single letters left out."""
    parts = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return tuple(word.lower() for word in re.split(r"[^A-Za-z]+", parts) if len(word) > 1)


def kind_of(name: str, size: Size) -> str:
    """The kind of object whose name, or another word for it, is among a piece's words; the one of most words, then the
    first named. What is only called a building is one by its shape. Empty where there is none."""
    words = words_of(name)
    if LAND & set(words):
        return ""
    found = [
        (len(phrase), -min(words.index(word) for word in phrase), kind)
        for phrase, kind in _phrases()
        if set(phrase) <= set(words)
    ]
    if not found and "building" in words and not set(words) - _PLAINLY:
        return "skyscraper" if size[1] > SLENDER * max(size[0], size[2]) else "house"
    return max(found)[2] if found else ""


def role_of(name: str, kind: str, size: Size, grid: float) -> Role:
    """What a piece is used as. ``grid`` is the kit's step, 0 where it has none."""
    words, longest, traits = set(words_of(name)), max(size), traits_of(kind)
    footprint = max(size[0], size[2])
    if words & TILES and (size[1] <= FLAT * longest or (grid and abs(footprint - grid) < 0.2 * grid)):
        return "tile"
    if traits.natural:
        return "plant"
    if traits.wall or kind == "fence" or ("wall" in words and min(size[0], size[2]) < THIN * longest):
        return "wall"
    if traits.building or "building" in words:
        return "building"
    return "prop"


def grid_of(sizes: Sequence[Size]) -> float:
    """The step that a kit's pieces snap to: its most common footprint, 0 where fewer than four pieces share one."""
    footprints = Counter(round(max(size[0], size[2]), 2) for size in sizes)
    step, count = max(footprints.items(), key=lambda pair: (pair[1], pair[0]), default=(0.0, 0))
    return step if count >= 4 else 0.0


@cache
def _phrases() -> tuple[tuple[tuple[str, ...], str], ...]:
    """Each kind's own name and the other nouns for it."""
    found = [(tuple(kind.split("-")), kind) for kind in vocabulary().values("kind")]
    for (slot, kind, form), texts in phrases().items():
        if slot == "kind" and form == "noun":
            found += [(tuple(word for word in words_of(text) if word not in _COMMON), kind) for text in texts]
    return tuple((phrase, kind) for phrase, kind in found if phrase)
