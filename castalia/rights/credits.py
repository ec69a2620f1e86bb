"""The pack's paper: credits to paste, and a record of every file's hash with where it came from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from castalia.files import digest, write_text
from castalia.rights.credentials import Facts

OWNERSHIP = (
    "The files of this pack belong to the person who had them made; Castalia claims no right in them. "
    "Use, change and sell them as you like; where a source below asks for a credit, give it."
)
_LONG = ("sources", "curve", "held_out")
DISCLOSURE = "Made with a trained generative model (Castalia)."


def digests(folder: Path, paths: Iterable[Path]) -> dict[str, str]:
    """SHA-256 of files, by their path relative to ``folder``, in order."""
    return {path.relative_to(folder).as_posix(): digest(path) for path in sorted(paths)}


def write_rights(
    folder: Path,
    facts: Facts,
    model_card: Mapping[str, Any],
    files: Mapping[str, str],
    used: Sequence[Mapping[str, Any]] = (),
) -> None:
    """Write ``rights/credits.txt`` and ``rights/rights.json`` into ``folder``.

    ``files`` maps each file's path in the pack to its SHA-256; ``model_card`` holds the training run's record, with
    ``run`` and ``sources`` (each with title, holder, licence and, where it asks for one, credit); ``used`` lists what else
    is heard or seen in the files, likewise.
    """
    (folder / "rights").mkdir(parents=True, exist_ok=True)
    text = credits_text(facts, model_card, used)
    write_text(folder / "rights" / "credits.txt", text)
    own = {"rights/credits.txt": hashlib.sha256(text.encode()).hexdigest()}
    record = {
        "model": facts.model,
        "version": facts.version,
        "run": {key: value for key, value in model_card.items() if key not in _LONG},
        **{key: value for key, value in facts.lineage().items() if key in ("seed", "brief", "sealed")},
        "ownership": OWNERSHIP,
        "disclosure": DISCLOSURE,
        "sources": model_card.get("sources", []),
        "used": list(used),
        "files": dict(sorted({**files, **own}.items())),
    }
    write_text(folder / "rights" / "rights.json", json.dumps(record, indent=1, ensure_ascii=False) + "\n")


def credits_text(facts: Facts, model_card: Mapping[str, Any], used: Sequence[Mapping[str, Any]] = ()) -> str:
    """Credits ready to paste: who owns the pack, what made it, and the works that the model learned from."""
    lines = [DISCLOSURE, OWNERSHIP, ""]
    if not facts.sealed:
        lines += [f"Brief: {facts.brief}", f"Seed:  {facts.seed}"]
    lines += [f"Model: {facts.model}, Castalia {facts.version}", "", "The model learned from:"]
    for source in model_card.get("sources", []):
        lines.append("- " + _credit(source))
    if used:
        lines += ["", "In the files themselves:", *("- " + _credit(source) for source in used)]
    return "\n".join(lines) + "\n"


def _credit(source: Mapping[str, Any]) -> str:
    """One source as a credit line: title, holder, licence."""
    parts = [source.get("title", "untitled"), source.get("holder", ""), source.get("licence", "")]
    return ", ".join(str(part) for part in parts if part)
