"""Randomness keyed by what it is for, never by the order of calls.

Two draws with different keys are independent; the same key always gives the same draw. So adding one
object to a scene leaves every other object, note and layer as it was.
"""

from __future__ import annotations

import hashlib

import numpy as np

Key = str | int


def keyed_seed(seed: int, *keys: Key) -> int:
    """A 64-bit seed for one purpose, e.g. ``keyed_seed(7, "assets", "ruined-tower", 2)``."""
    text = "\x1f".join([str(seed), *(f"{type(key).__name__}:{key}" for key in keys)])
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little")


def generator(seed: int, *keys: Key) -> np.random.Generator:
    """A NumPy generator for one purpose (part, object, index ...)."""
    return np.random.Generator(np.random.PCG64(keyed_seed(seed, *keys)))
