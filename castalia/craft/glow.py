"""Things that shine by themselves: a material and a colour of light, told in the name of one material.

``glow-59b8ff-ice`` is ice that gives off pale blue light. Both roads to the picture and the exporters see one more material
with an emission of its own, so a lit crystal shines alike everywhere.
"""

from __future__ import annotations

from castalia.language.colour import hex_to_linear, linear_to_hex
from castalia.world import Colour

_PREFIX = "glow-"
LAMP = "lamp-light"
"""The material of panes and flames, which is light itself."""


def glowing(material: str, colour: Colour) -> str:
    """The name of a material that gives off light of a linear colour, 0 to 1."""
    return f"{_PREFIX}{linear_to_hex(colour).removeprefix('#')}-{material}"


def glow_of(material: str) -> tuple[str, Colour] | None:
    """The material itself and the light that it gives off, or None when its name tells of none."""
    if not material.startswith(_PREFIX):
        return None
    colour, _, bare = material.removeprefix(_PREFIX).partition("-")
    return bare, hex_to_linear(f"#{colour}")


def shines(material: str) -> bool:
    """Whether a material is light or gives off any."""
    return material == LAMP or material.startswith(_PREFIX)
