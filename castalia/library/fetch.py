"""Optional parts: looked for on the system, then in the user's cache, then fetched there. Every absence has a fallback.

``CASTALIA_WITHOUT=llvm,soundfont,mitsuba,oidn`` does without parts that are there; ``CASTALIA_OFFLINE=1`` fetches nothing.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import glob
import importlib.util
import os
import re
from dataclasses import dataclass
from pathlib import Path

from castalia.library.debian import fetched, libraries
from castalia.settings import cache_folder

OLDEST_LLVM, BEST_LLVM = 17, 19
LLVM_PACKAGES = ("libllvm19", "libllvm20", "libllvm18")
SOUNDFONT_PACKAGES = ("fluidr3mono-gm-soundfont",)
WORDNET_PACKAGES = ("wordnet-base",)
WORDNET = Path("/usr/share/wordnet")
SOUNDFONT = "FluidR3Mono_GM.sf3"
SOUNDFONT_CREDIT = {
    "title": "FluidR3Mono GM soundfont: the recorded instruments that play the score",
    "holder": "Frank Wen (stereo version), Michael Cowgill (mono version), Ethan Winer, Michael Schorsch",
    "licence": "MIT",
    "evidence": "the package's copyright file, fetched beside it",
}
LLVM_PLACES = (
    "/usr/lib/*/libLLVM*.so*",
    "/usr/lib/llvm-*/lib/libLLVM*.so*",
    "/usr/lib64/libLLVM*.so*",
    "/usr/lib64/llvm*/lib*/libLLVM*.so*",
    "/usr/lib/libLLVM*.so*",
    "/usr/local/lib/libLLVM*.so*",
    "/opt/homebrew/opt/llvm*/lib/libLLVM*.dylib",
    "/usr/local/opt/llvm*/lib/libLLVM*.dylib",
    "C:/Program Files/LLVM/bin/LLVM-C.dll",
)
SOUNDFONT_PLACES = (
    "/usr/share/sounds/sf3",
    "/usr/share/fluidr3mono-gm-soundfont",
    "/usr/share/soundfonts",
    "/usr/local/share/soundfonts",
    "/opt/homebrew/share/soundfonts",
)


@dataclass(frozen=True)
class OptionalPart:
    """A part that makes results better or faster, and what is lost without it."""

    name: str
    present: bool
    cost_of_absence: str


def optional_parts() -> list[OptionalPart]:
    """Which optional parts are here now; nothing is fetched."""
    return [
        OptionalPart(
            "path tracer",
            installed("mitsuba"),
            "stills are rasterised: softer indirect light, no traced shadows; pip install mitsuba",
        ),
        OptionalPart(
            "libLLVM",
            find_llvm(fetch=False) is not None,
            "stills are traced more slowly; fetched at the first still where apt-get is, "
            "elsewhere install LLVM 17 or newer",
        ),
        OptionalPart(
            "denoiser",
            installed("mitsuba_oidn", "oidn"),
            "traced stills keep some noise in shadows; pip install mitsuba-oidn",
        ),
        OptionalPart(
            "soundfont",
            find_soundfont(fetch=False) is not None,
            f"the score is played by synthesised instruments only; fetched at the first score where apt-get is, "
            f"elsewhere put {SOUNDFONT} into {soundfont_folder()}",
        ),
    ]


def without(part: str) -> bool:
    """Whether the user asked to do without a part."""
    return part in {name.strip() for name in os.environ.get("CASTALIA_WITHOUT", "").split(",")}


def installed(module: str, part: str = "") -> bool:
    """Whether an optional Python module is there and wanted; it is not imported."""
    return not without(part or module) and importlib.util.find_spec(module) is not None


def find_soundfont(fetch: bool = True) -> Path | None:
    """The General MIDI soundfont, fetched into the cache if need be; None when it is not to be had."""
    if without("soundfont"):
        return None
    own = soundfont_folder()
    for folder in (*map(Path, SOUNDFONT_PLACES), own):
        if (folder / SOUNDFONT).is_file():
            return folder / SOUNDFONT
    if own.is_dir() or (fetch and _online() and fetched(own, SOUNDFONT_PACKAGES)):
        return next((path for path in sorted(own.rglob(SOUNDFONT)) if path.is_file()), None)
    return None


def soundfont_folder() -> Path:
    """Where a soundfont is fetched to or may be put by hand."""
    return cache_folder() / "soundfont"


def find_wordnet(fetch: bool = True) -> Path | None:
    """The folder of WordNet's files, fetched into the cache if need be; None when it is not to be had."""
    own = cache_folder() / "wordnet"
    if fetch and not WORDNET.is_dir() and _online():
        fetched(own, WORDNET_PACKAGES)
    return next((path for path in (WORDNET, own / WORDNET.relative_to("/")) if path.is_dir()), None)


def find_llvm(fetch: bool = True) -> Path | None:
    """A libLLVM that the path tracer can use (17 or newer), fetched into the cache if need be; None when there is none.

    The libraries that a fetched one needs are loaded, and ``DRJIT_LIBLLVM_PATH`` is set for what is imported later.
    """
    if without("llvm"):
        return None
    found = _system_llvm()
    own = cache_folder() / "llvm"
    if found is None and (own.is_dir() or (fetch and _online() and fetched(own, LLVM_PACKAGES))):
        found = next((path for path in libraries(own) if _llvm_version(path)), None)
        if found is not None:
            _load_needed(own, found)
    if found is not None:
        os.environ["DRJIT_LIBLLVM_PATH"] = str(found)
    return found


def _online() -> bool:
    return os.environ.get("CASTALIA_OFFLINE", "") in ("", "0")


def _system_llvm() -> Path | None:
    """The system's libLLVM whose version is nearest to the one that is known to work."""
    chosen = os.environ.get("DRJIT_LIBLLVM_PATH", "")
    if chosen and Path(chosen).is_file():
        return Path(chosen)
    paths = [Path(path) for pattern in LLVM_PLACES for path in sorted(glob.glob(pattern))]
    named = ctypes.util.find_library("LLVM")
    if named and Path(named).is_file():
        paths.append(Path(named))
    usable = [path for path in paths if _llvm_version(path) >= OLDEST_LLVM]
    return min(usable, key=lambda path: abs(_llvm_version(path) - BEST_LLVM), default=None)


def _llvm_version(path: Path) -> int:
    """The major version that the library's file name, or the folder it lies in, tells; 0 when none does."""
    real = path.resolve().as_posix()
    told = re.search(r"libLLVM[-.](?:so\.|dylib\.)?(\d+)", real) or re.search(r"llvm(?:@\d+)?[-/](\d+)", real)
    return int(told[1]) if told else 0


def _load_needed(folder: Path, library: Path) -> None:
    """Load what lies beside a fetched library, so that the system's loader need not look for it."""
    waiting = [path for path in libraries(folder) if path != library]
    while waiting:
        left = [path for path in waiting if not _loaded(path)]
        if len(left) == len(waiting):
            return
        waiting = left


def _loaded(path: Path) -> bool:
    """Whether a library could be loaded; it cannot before those that it needs."""
    try:
        ctypes.CDLL(str(path), mode=ctypes.RTLD_GLOBAL)
    except OSError:
        return False
    return True
