"""How fast and how small: each command as a whole process, against the bound that the project promises.

python bench/speed.py > docs/speed.md
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

BRIEF = "misty pine forest at dawn, a ruined tower by a still lake, melancholy"
HEAD = """# Speed and size

Made by `python bench/speed.py > docs/speed.md`: whole processes on {cores} cores, the middle of three runs (packs: one), caches warm.

| what | seconds | bound | peak memory, MB |
|---|---|---|---|
"""


@dataclass(frozen=True)
class Case:
    """A command, its bound in seconds, and how often it is timed."""

    what: str
    command: list[str]
    bound: float
    runs: int = 3


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="castalia-speed-"))
    briefs = folder / "briefs.txt"
    briefs.write_text("\n".join(f"{BRIEF}, number {index}" for index in range(20)), "utf-8")
    castalia = [sys.executable, "-m", "castalia"]
    cases = [
        Case("`import castalia`", [sys.executable, "-c", "import castalia"], 0.3),
        Case("`castalia --help`", [*castalia, "--help"], 0.5),
        Case("`castalia plan`", [*castalia, "plan", BRIEF], 3.0),
        Case("`castalia plan --file`, 20 briefs", [*castalia, "plan", "--file", str(briefs)], 30.0),
        Case(
            "`create --quality preview`",
            [*castalia, "create", BRIEF, "-o", str(folder / "a"), "--quality", "preview"],
            25.0,
            1,
        ),
        Case(
            "`create --quality draft`, 6 s film",
            [*castalia, "create", BRIEF, "-o", str(folder / "b"), "--seconds", "6"],
            120.0,
            1,
        ),
    ]
    print(HEAD.format(cores=os.cpu_count()), end="")
    for case in cases:
        timed = sorted(measured(case.command) for _ in range(case.runs))
        seconds, memory = timed[len(timed) // 2]
        print(f"| {case.what} | {seconds:.2f} | {case.bound:g} | {memory:.0f} |", flush=True)
    shutil.rmtree(folder)


def measured(command: list[str]) -> tuple[float, float]:
    """Wall seconds and peak memory in MB of a process."""
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} failed with {process.returncode}")
    return time.perf_counter() - began, usage.ru_maxrss / 1024


if __name__ == "__main__":
    main()
