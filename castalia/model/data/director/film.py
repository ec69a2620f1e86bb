"""The shots of a plan's film."""

from __future__ import annotations

from typing import Any

from castalia.model.data.director.draw import Draw


def shots_of(
    draw: Draw, mood: dict[str, float], objects: int, given: tuple[tuple[str, str], ...]
) -> list[dict[str, Any]]:
    calm = {
        "static": 2.0,
        "dolly": 2.5,
        "pan": 2.0,
        "crane": 2.0,
        "tilt": 1.0,
        "truck": 1.0,
        "orbit": 1.0,
        "drone": 1.0,
        "handheld": 0.1,
    }
    lively = {
        "handheld": 1.6,
        "orbit": 2.0,
        "drone": 2.0,
        "truck": 1.5,
        "dolly": 2.0,
        "crane": 1.5,
        "pan": 1.0,
        "tilt": 0.6,
        "static": 0.4,
    }
    moves = lively if mood["energy"] > 0.15 else calm
    count = int(draw.random.integers(2, 4)) + (1 if mood["energy"] > 0.3 else 0)
    sizes = [draw.one(["extreme-wide", "wide"])]
    while len(sizes) < count:
        sizes.append(draw.one([size for size in ("wide", "full", "medium", "close-up") if size != sizes[-1]]))
    shots = given or tuple((draw.weighted(moves), size) for size in sizes)
    pace = 4.2 - 1.8 * mood["energy"]
    return [
        {
            "move": move,
            "size": size,
            "angle": draw.weighted({"eye-level": 4, "low-angle": 2, "high-angle": 2, "birds-eye": 0.4}),
            "subject": 0 if index == 0 or draw.chance(0.6) else int(draw.random.integers(objects)),
            "seconds": round(draw.near(pace, 0.8, 1.2, 9), 2),
        }
        for index, (move, size) in enumerate(shots)
    ]
