"""Names, numbers and strings as a USD layer writes them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from castalia.world import Floats


def escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "")


def prim(name: str) -> str:
    """A name as a prim's: letters, digits and underscores, not starting with a digit."""
    safe = re.sub(r"[^A-Za-z0-9_]", "_", name)
    return safe if safe[:1].isalpha() or safe[:1] == "_" else f"_{safe}"


def array_of(values: NDArray[np.generic], digits: int) -> str:
    """An array of numbers, or of tuples of numbers, with at most so many decimals."""
    rounded = np.round(np.asarray(values, np.float64), digits) + 0.0
    if rounded.ndim == 1:
        return "[" + ",".join(["%g"] * len(rounded)) % tuple(rounded.tolist()) + "]"
    entry = "(" + ",".join(["%g"] * rounded.shape[1]) + ")"
    return "[" + ",".join([entry] * len(rounded)) % tuple(rounded.ravel().tolist()) + "]"


def whole_numbers(values: NDArray[np.generic]) -> str:
    return "[" + ",".join(map(str, values.ravel().tolist())) + "]"


def tuple_of(values: Floats | Sequence[float], digits: int = 4) -> str:
    return "(" + ", ".join(f"{round(float(value), digits) + 0.0:g}" for value in values) + ")"
