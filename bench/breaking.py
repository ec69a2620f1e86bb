"""Packs broken off in every way: Ctrl-C and kill -9 at many moments, a full disk, two runs in one folder.

python bench/breaking.py > docs/breaking.md

After each break nothing may lie half-written in the folder, and Ctrl-C answers within 10 s with exit code 130; after every
second one the same command again must make the pack whole, which ``castalia verify`` then checks. Linux only: the full disk is a limit on the
size of a file.
"""

from __future__ import annotations

import json
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BRIEF = "a lighthouse in a storm, waves against the rocks, fear"
PATIENCE = 10.0
MOMENTS = 8
SECONDS = 14.0
"""About how long a preview takes: the breaks are spread over it."""


def command(folder: Path) -> list[str]:
    return [sys.executable, "-m", "castalia", "create", BRIEF, "-o", str(folder), "--quality", "preview"]


def start(folder: Path, most_bytes: int | None = None) -> subprocess.Popen[str]:
    def limited() -> None:
        if most_bytes:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

    return subprocess.Popen(
        command(folder), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=limited
    )


def whole(folder: Path) -> str:
    """What is wrong with a folder after a break, or "": every file must belong to a part that was finished."""
    if not folder.exists():
        return ""
    state = folder / ".castalia.json"
    parts = json.loads(state.read_text("utf-8")) if state.exists() else {}
    known = {name for part in parts.values() for name in part["files"]}
    found = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    strange = {name for name in found - known if not name.startswith((".making-", ".castalia"))}
    missing = known - found
    return ", ".join([*(f"{name} is of no part" for name in strange), *(f"{name} is missing" for name in missing)])


def broken_off(how: signal.Signals, after: float, folder: Path) -> tuple[float, int, str]:
    """Seconds until it ended, exit code, what is wrong."""
    process = start(folder)
    time.sleep(after)
    sent = time.monotonic()
    process.send_signal(how)
    _, said = process.communicate(timeout=120)
    took = time.monotonic() - sent
    wrong = whole(folder)
    if "Traceback" in said:
        wrong += " a traceback"
    return took, process.returncode, wrong


def completed(folder: Path) -> bool:
    made = subprocess.run(command(folder), capture_output=True, text=True)
    left = [path.name for path in folder.iterdir() if path.name.startswith(".making")]
    checked = subprocess.run([sys.executable, "-m", "castalia", "verify", str(folder)], capture_output=True)
    return made.returncode == 0 and checked.returncode == 0 and not left


def main() -> None:
    draw = random.Random(1)
    print(
        "# Broken-off packs\n\nMade by `python bench/breaking.py > docs/breaking.md`: previews broken off at moments spread over their"
    )
    print("making; after every second break the same command must complete the pack and `castalia verify` must pass.\n")
    print("| break | after, s | ended after, s | exit code | half-written | completed and verified |")
    print("|---|---|---|---|---|---|")
    for number in range(MOMENTS):
        how = signal.SIGINT if number % 4 != 3 else signal.SIGKILL
        after = SECONDS * (number + draw.random()) / MOMENTS
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) / "out"
            took, code, wrong = broken_off(how, after, folder)
            good = completed(folder) if number % 2 else "not tried"
            print(f"| {how.name} | {after:.1f} | {took:.1f} | {code} | {wrong or 'nothing'} | {good} |", flush=True)
            if how == signal.SIGINT and (code != 130 or took > PATIENCE):
                print(f"Ctrl-C after {after:.1f} s: code {code}, {took:.1f} s", file=sys.stderr)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "out"
        began = time.monotonic()
        full = start(folder, 150_000)
        _, said = full.communicate(timeout=120)
        took, lines = time.monotonic() - began, said.strip().splitlines()
        print(
            f"| files of 150 kB at most | 0 | {took:.1f} | {full.returncode} | {whole(folder) or 'nothing'} | {completed(folder)} |"
        )
        print(f"\nWhat the full disk said: `{lines[-1] if lines else ''}` ({len(lines)} line).")
        shutil.rmtree(folder)
        first = start(folder)
        time.sleep(3.0)
        second = subprocess.run(command(folder), capture_output=True, text=True)
        first.send_signal(signal.SIGINT)
        first.communicate()
        print(
            f"A second run in the same folder: exit code {second.returncode}, `{second.stderr.strip().replace(scratch, '')}`."
        )


if __name__ == "__main__":
    main()
