"""How kernels are compiled, and how rows of work are shared between threads."""

from __future__ import annotations

import hashlib
import math
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numba import config, njit

from castalia.settings import cache_folder

# Division by zero gives inf instead of raising; sums may be reordered (the same way each time); NaN and inf stay legal.
_FAST = {"contract", "reassoc", "arcp", "nsz", "afn"}
# Without Numba's runtime arrays are not counted: the counting would cost more than the work itself in hot loops.
_OPTIONS: dict[str, Any] = {"error_model": "numpy", "fastmath": _FAST, "_nrt": False}


def kernel(function: Callable[..., Any]) -> Any:
    """Compile a function that allocates nothing, and keep the result. Numba looks only at the file that a kept kernel
    stands in, but kernels call those of other files: so what is kept lies under a digest of them all."""
    usual = vars(config)["CACHE_DIR"]
    vars(config)["CACHE_DIR"] = _kept() or ""
    try:
        return njit(cache=bool(_kept()), nogil=True, **_OPTIONS)(function)
    finally:
        vars(config)["CACHE_DIR"] = usual


@cache
def _kept() -> str | None:
    """The folder of the kernels of just these sources; None where it cannot be made, and they are compiled each time."""
    sources = sorted(Path(__file__).parent.glob("*.py"))
    digest = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:16]
    folder = cache_folder() / "kernels" / digest
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return str(folder)


# For functions with many arrays: passing them all would cost more than the function itself.
within = njit(inline="always", **_OPTIONS)


def in_bands(filler: Callable[..., None], rows: int, size: int, *arguments: Any) -> None:
    """Call ``filler(*arguments, first, past)`` for runs of ``size`` rows until all ``rows`` are done.

    Each row is computed alike whoever computes it, so the result does not depend on the number of threads.
    """
    workers = min(os.cpu_count() or 1, 16)
    starts = range(0, rows, max(size, 1))
    if workers == 1 or len(starts) <= 1:
        for start in starts:
            filler(*arguments, start, min(start + size, rows))
        return
    for _ in _pool(workers).map(lambda start: filler(*arguments, start, min(start + size, rows)), starts):
        pass


@cache
def _pool(workers: int) -> ThreadPoolExecutor:
    """Threads are started once: a frame asks for them some thirty times."""
    return ThreadPoolExecutor(workers)


@kernel
def exp(power):
    """e to a power in single precision, several times faster than in double."""
    return math.exp(np.float32(power))


@kernel
def sin(turn):
    """The sine in single precision."""
    return math.sin(np.float32(turn))
