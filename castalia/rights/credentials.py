"""C2PA credentials: embedded where the format can carry them, else a ``.c2pa`` file beside it bound to its bytes."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from castalia.errors import CastaliaError
from castalia.rights.identity import Identity

SIDECAR = ".c2pa"
EMBEDDED = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".wav": "audio/wav",
    ".flac": "audio/flac",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".m4a": "audio/mp4",
    ".mov": "video/quicktime",
}
"""Formats whose credentials are embedded, by suffix."""
ANY_FORMAT = "application/octet-stream"
SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
"""IPTC's term for media made by a trained model; a name, never fetched."""
LINEAGE = "studio.castalia.recipe"
_HELD_MEGABYTES = 32
"""What signing holds in memory; a larger file, such as a master of gigabytes, goes by way of the folder for temporary files."""
_NOT_FOR_TRAINING = ("cawg.data_mining", "cawg.ai_training", "cawg.ai_generative_training")


@dataclass(frozen=True)
class Facts:
    """What every credential says: ``version`` made the file, ``decided_by`` is the one that made its plan (the same if empty). When ``sealed``, only
    a hash of brief and seed is written."""

    brief: str
    seed: int
    version: str
    model: str
    title: str
    sealed: bool = False
    decided_by: str = ""

    def lineage(self) -> dict[str, Any]:
        """The recipe assertion: what was asked of which model, or only its hash."""
        made_by = {"version": self.decided_by or self.version, "model": self.model}
        if self.sealed:
            return {"sealed": hashlib.sha256(f"{self.seed}\n{self.brief}".encode()).hexdigest(), **made_by}
        return {"brief": self.brief, "seed": str(self.seed), **made_by}


def sidecar(path: Path) -> Path:
    """Where the credentials of a file stand that cannot carry its own: ``scene.glb.c2pa``."""
    return path.with_name(path.name + SIDECAR)


def sign_file(path: Path, facts: Facts, identity: Identity) -> None:
    """Sign one file in place, or write its sidecar. Raises CastaliaError when it cannot be signed."""
    import c2pa

    kind = EMBEDDED.get(path.suffix.lower())
    handle, name = tempfile.mkstemp(prefix=".signing-", dir=path.parent)
    signed = Path(name)
    try:
        with os.fdopen(handle, "w+b") as destination, path.open("rb") as source:
            manifest = _sign(kind, source, destination, path.name, facts, identity)
        if kind is None:
            signed.write_bytes(manifest)
        signed.chmod(0o644)
        os.replace(signed, path if kind else sidecar(path))
    except c2pa.C2paError as error:
        raise CastaliaError(f"{path.name} could not be signed: {error}; check the signing certificate") from error
    finally:
        signed.unlink(missing_ok=True)


def _sign(kind: str | None, source: Any, destination: Any, name: str, facts: Facts, identity: Identity) -> bytes:
    """The manifest's bytes; a signed copy of ``source`` stands in ``destination`` where the format can carry it."""
    import c2pa

    info = c2pa.C2paSignerInfo(getattr(c2pa.C2paSigningAlg, identity.algorithm), identity.chain, identity.key, None)
    context = c2pa.Context.from_dict(
        {
            "builder": {"thumbnail": {"enabled": False}},
            "core": {"backing_store_memory_threshold_in_mb": _HELD_MEGABYTES},
        }
    )
    with c2pa.Signer.from_info(info) as signer, c2pa.Builder(manifest(name, facts), context) as builder:
        if kind is None:
            builder.set_no_embed()
        made: bytes = builder.sign(signer, kind or ANY_FORMAT, source, destination)
    return made


def manifest(name: str, facts: Facts) -> dict[str, Any]:
    """The C2PA manifest definition of one file (C2PA 2.x actions, CAWG training and data mining 1.1)."""
    title = name if facts.sealed else f"{facts.title}: {name}"
    created = {
        "action": "c2pa.created",
        "digitalSourceType": SOURCE_TYPE,
        "softwareAgent": {"name": "Castalia", "version": facts.version},
    }
    refused = {entry: {"use": "notAllowed"} for entry in _NOT_FOR_TRAINING}
    return {
        "claim_generator_info": [{"name": "Castalia", "version": facts.version}],
        "title": title,
        "assertions": [
            {"label": "c2pa.actions.v2", "data": {"actions": [created]}},
            {"label": "cawg.training-mining", "data": {"entries": refused}},
            {"label": LINEAGE, "data": facts.lineage()},
        ],
    }
