"""Are credentials and hashes whole? For one file or for a pack; hostile files are reported, never raised."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from castalia.files import digest
from castalia.rights.credentials import ANY_FORMAT, EMBEDDED, SIDECAR, sidecar
from castalia.rights.identity import trust_anchors
from castalia.settings import LIMITS

RECORD = Path("rights") / "rights.json"


@dataclass(frozen=True)
class FileVerdict:
    """What was found of one file. ``ok``: nothing is broken; ``trusted``: and its signer is one that we know."""

    path: str
    ok: bool
    detail: str
    trusted: bool = False


@dataclass(frozen=True)
class Report:
    """The verdicts of all files looked at."""

    files: tuple[FileVerdict, ...]

    @property
    def ok(self) -> bool:
        return bool(self.files) and all(file.ok for file in self.files)

    @property
    def trusted(self) -> bool:
        return self.ok and all(file.trusted for file in self.files)

    def to_json(self) -> dict[str, Any]:
        return {"ok": self.ok, "trusted": self.trusted, "files": [vars(file) for file in self.files]}


def verify_path(path: Path) -> Report:
    """Check one file's credentials, or those of every file of a pack and the pack's own list of hashes."""
    path = Path(path)
    if path.is_dir():
        return _verify_pack(path)
    if path.suffix == SIDECAR:
        path = path.with_suffix("")
    return Report((_verify_file(path, path.name, trust_anchors()),))


def _verify_pack(folder: Path) -> Report:
    """Every file's credentials and hash; files that the record does not name, and named files that are not there."""
    if not (folder / RECORD).is_file():
        return Report((FileVerdict(RECORD.as_posix(), False, "missing: this is no finished pack"),))
    anchors = trust_anchors()
    files, sidecars = _present(folder)
    known, complaint = _recorded(folder / RECORD)
    verdicts = [FileVerdict(RECORD.as_posix(), False, complaint)] if complaint else []
    for name in files:
        verdict = _verify_file(folder / name, name, anchors)
        verdicts.append(verdict if name == RECORD.as_posix() else _against_record(verdict, folder, known))
    beside = [
        _against_record(FileVerdict(name, True, "credentials"), folder, known) for name in sidecars if name in known
    ]
    verdicts += [verdict for verdict in beside if not verdict.ok]
    absent = sorted(set(known) - {*files, *sidecars})
    return Report((*verdicts, *(FileVerdict(name, False, "missing, though rights.json names it") for name in absent)))


def _present(folder: Path) -> tuple[list[str], list[str]]:
    """Relative paths of the pack's files, and of the sidecars of those files; hidden files are no part of a pack."""
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() or path.is_symlink()}
    shown = {name for name in names if not any(step.startswith(".") for step in name.split("/"))}
    sidecars = {name for name in shown if name.endswith(SIDECAR) and name.removesuffix(SIDECAR) in shown}
    return sorted(shown - sidecars), sorted(sidecars)


def _recorded(path: Path) -> tuple[dict[str, str], str]:
    """The recorded hashes, and what is wrong with the record."""
    try:
        if path.stat().st_size > LIMITS.recipe_bytes:
            return {}, "far larger than a record can be"
        files = json.loads(path.read_bytes())["files"]
        return {str(name): str(digest) for name, digest in files.items()}, ""
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        return {}, f"cannot be read: {error}"


def _against_record(verdict: FileVerdict, folder: Path, known: dict[str, str]) -> FileVerdict:
    """The verdict after comparing the file's SHA-256 with the recorded one."""
    recorded = known.get(verdict.path)
    if recorded is None:
        return replace(verdict, ok=False, detail=f"not named in rights.json; {verdict.detail}")
    try:
        unfit = _unfit(folder / verdict.path)
        if unfit:
            return replace(verdict, ok=False, detail=unfit)
        found = digest(folder / verdict.path)
    except OSError as error:
        return replace(verdict, ok=False, detail=f"cannot be read: {error.strerror}")
    if found != recorded:
        return replace(verdict, ok=False, detail=f"changed: its hash is not the recorded one; {verdict.detail}")
    return verdict


def _verify_file(path: Path, name: str, anchors: str) -> FileVerdict:
    try:
        beside = sidecar(path)
        unfit = _unfit(path) or (_unfit(beside) if os.path.lexists(beside) else "")
        return FileVerdict(name, False, unfit) if unfit else _judge(path, name, anchors)
    except OSError as error:
        return FileVerdict(name, False, f"cannot be read: {error.strerror}")


def _unfit(path: Path) -> str:
    """Why a file may not even be read, or "": links lead anywhere, devices have no end."""
    if path.is_symlink():
        return "a link, which a pack never holds"
    if not path.is_file():
        return "no plain file"
    return "larger than any file of a pack" if path.stat().st_size > LIMITS.bytes_of(path.name) else ""


def _judge(path: Path, name: str, anchors: str) -> FileVerdict:
    """What the C2PA library says of a file's credentials. Nothing is fetched from a network."""
    import c2pa

    rules: dict[str, Any] = {"verify": {"remote_manifest_fetch": False, "ocsp_fetch": False, "verify_trust": True}}
    if anchors.strip():
        rules["trust"] = {"trust_anchors": anchors}
    kind, beside = EMBEDDED.get(path.suffix.lower()), sidecar(path)
    try:
        if kind is None and not beside.is_file():
            return FileVerdict(name, False, "carries no credentials")
        stored = beside.read_bytes() if kind is None else None
        with (
            path.open("rb") as stream,
            c2pa.Context.from_dict(rules) as context,
            c2pa.Reader(kind or ANY_FORMAT, stream, stored, context) as reader,
        ):
            found = json.loads(reader.json())
    except (c2pa.C2paError, ValueError, RecursionError) as error:
        return FileVerdict(name, False, _reason(str(error)))
    return _verdict(name, found)


def _reason(message: str) -> str:
    if "ManifestNotFound" in message or "no JUMBF" in message:
        return "carries no credentials"
    return f"its credentials cannot be read: {message[:200]}"


def _verdict(name: str, found: dict[str, Any]) -> FileVerdict:
    """Trusted, valid by an unknown signer, or broken."""
    active = found.get("manifests", {}).get(found.get("active_manifest"), {})
    signer = (active.get("signature_info") or {}).get("issuer", "an unnamed signer")
    state = found.get("validation_state")
    if state == "Trusted":
        return FileVerdict(name, True, f"whole; signed by {signer}, trusted", trusted=True)
    if state == "Valid":
        return FileVerdict(name, True, f"whole; signed by {signer}, who is not among your trusted signers")
    failures = (found.get("validation_results", {}).get("activeManifest") or {}).get("failure", [])
    codes = sorted({str(failure.get("code")) for failure in failures} - {"signingCredential.untrusted"})
    return FileVerdict(name, False, f"broken: {', '.join(codes) or 'its credentials are not valid'}")
