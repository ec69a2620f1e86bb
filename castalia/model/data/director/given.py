"""What a written brief already decides."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Given:
    """What is already decided; empty fields are the director's. Objects are (kind, count, state, relation), and where
    there are any the scene is ``furnished`` with more or left as it is; shots are (move, size), materials (kind, wear)."""

    setting: str = ""
    time: str = ""
    weather: str = ""
    season: str = ""
    style: str = ""
    mode: str = ""
    look: str = ""
    mood: dict[str, float] = field(default_factory=dict)
    palette: tuple[str, ...] = ()
    objects: tuple[tuple[str, int, str, str], ...] = ()
    furnished: bool = True
    angle: str = ""
    lens: str = ""
    shots: tuple[tuple[str, str], ...] = ()
    tempo: int = 0
    instruments: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()
    materials: tuple[tuple[str, float | None], ...] = ()
