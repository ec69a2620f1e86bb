"""What a set dresser knows of a place.

Objects are written ``kind:state,state@relation,relation``; the first state or relation is the likeliest.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A setting as a set dresser knows it. ``hue`` and ``chroma`` colour its ground and growth (OKLCh)."""

    heroes: str
    company: str
    small: str
    materials: str
    layers: str
    styles: str
    hue: float
    chroma: float
    indoors: bool = False
    weathers: str = ""

    def expects(self, kind: str) -> frozenset[str]:
        """Where one expects this object here; empty if one does not expect it at all."""
        entries = f"{self.heroes} {self.company} {self.small}".split()
        found = [entry.split("@")[1].split(",") for entry in entries if entry.split(":")[0] == kind]
        return frozenset(relation for relations in found for relation in relations)
