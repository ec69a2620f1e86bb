"""Castalia: one brief, a whole pack of pictures, film, music, sound and 3D assets, from one scene and one mood.

import castalia

castalia.create("misty pine forest at dawn, a ruined tower by a still lake", seed=1).save("out/")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from castalia.errors import CastaliaError

if TYPE_CHECKING:
    from castalia.pack import Pack
    from castalia.rights.verify import Report

__version__ = "0.1.0"
__all__ = ["CastaliaError", "__version__", "create", "verify"]


def create(brief: str, **asked: Any) -> Pack:
    """Plan a pack for a brief; ``save`` makes it. Keywords are the fields of ``castalia.request.Request``."""
    from castalia.pack import create as make
    from castalia.request import Request

    return make(Request(brief, **asked))


def verify(path: str) -> Report:
    """Check the credentials and hashes of a file or of a whole pack."""
    from pathlib import Path

    from castalia.rights.verify import verify_path

    return verify_path(Path(path))
