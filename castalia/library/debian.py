"""Debian packages unpacked into a folder of the user's own, without root, by the system's ordinary package client.

The client checks signatures and hashes; it reads the system's own sources. Where it is missing nothing is fetched.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LIST_SECONDS, PACKAGE_SECONDS = 120, 300
RETRY_SECONDS = 24 * 3600.0
_OPTIONS = ("-q", "-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=20", "-o", "Acquire::https::Timeout=20")


class FetchFailed(Exception):
    """A package could not be had; callers fall back."""


def fetched(folder: Path, packages: tuple[str, ...]) -> bool:
    """Whether ``folder`` now holds one of ``packages``, the first that can be had, with the libraries it lacks.

    The packages' files lie under ``folder`` as in the system's root; ``folder/packages.json`` records name, version,
    SHA-256 and copyright file of each. A failure is remembered for a day in ``folder.failed`` and never raised.
    """
    if folder.is_dir():
        return True
    if not all(map(shutil.which, ("apt-get", "dpkg-deb"))) or _failed_lately(folder):
        return False
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _locked(folder):
            if not folder.is_dir() and not _failed_lately(folder):
                _fetch(folder, packages)
    except (FetchFailed, OSError, subprocess.SubprocessError) as error:
        with contextlib.suppress(OSError):
            _mark(folder).write_text(str(error), "utf-8")
    return folder.is_dir()


def _mark(folder: Path) -> Path:
    return folder.with_name(folder.name + ".failed")


def _failed_lately(folder: Path) -> bool:
    try:
        return time.time() - _mark(folder).stat().st_mtime < RETRY_SECONDS
    except OSError:
        return False


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One process at a time; the lock goes with the process that holds it."""
    import fcntl  # not on Windows, where there is no client either

    with folder.with_name(folder.name + ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _fetch(folder: Path, packages: tuple[str, ...]) -> None:
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as scratch:
        work = Path(scratch)
        root, made = work / "root", []
        files = [_first(packages, work)]
        # What is fetched may itself need libraries that are missing.
        while files:
            made += [_unpacked(file, root) for file in files]
            files = [_download(package, work) for package in sorted(_lacking(root, files))]
        (root / "packages.json").write_text(json.dumps(made, indent=1), "utf-8")
        os.replace(root, folder)
    _mark(folder).unlink(missing_ok=True)


def _first(packages: tuple[str, ...], work: Path) -> Path:
    problem = FetchFailed("nothing to fetch")
    for package in packages:
        try:
            return _download(package, work)
        except FetchFailed as error:
            problem = error
    raise problem


def _download(package: str, work: Path) -> Path:
    """The package's file, by the system's list of packages or else by a list of our own."""
    own = work / "apt"
    private = (
        "-o",
        f"Dir::State={own / 'state'}",
        "-o",
        f"Dir::Cache={own / 'cache'}",
        "-o",
        "APT::Sandbox::User=root",
    )
    if not own.is_dir():
        done = _run(("apt-get", *_OPTIONS, "download", package), work, PACKAGE_SECONDS)
        if done.returncode == 0:
            return _file(package, work)
        for name in ("state/lists/partial", "cache/archives/partial"):
            (own / name).mkdir(parents=True)
        # One source that cannot be reached is no failure: the package may come from another.
        _run(("apt-get", *_OPTIONS, *private, "update"), work, LIST_SECONDS)
    done = _run(("apt-get", *_OPTIONS, *private, "download", package), work, PACKAGE_SECONDS)
    if done.returncode != 0:
        raise FetchFailed(f"{package}: {done.stderr.strip()[-300:]}")
    return _file(package, work)


def _file(package: str, work: Path) -> Path:
    found = sorted(work.glob(f"{package}_*.deb"))
    if not found:
        raise FetchFailed(f"{package}: nothing came")
    return found[0]


def _unpacked(file: Path, root: Path) -> dict[str, Any]:
    """Unpack one package under ``root`` and say what it was."""
    if _run(("dpkg-deb", "-x", str(file), str(root)), file.parent, PACKAGE_SECONDS).returncode != 0:
        raise FetchFailed(f"{file.name} could not be unpacked")
    name, version = (_field(file, field) for field in ("Package", "Version"))
    with file.open("rb") as content:
        sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    return {"name": name, "version": version, "sha256": sha256, "copyright": f"usr/share/doc/{name}/copyright"}


def _field(file: Path, field: str) -> str:
    return _run(("dpkg-deb", "-f", str(file), field), file.parent, 30).stdout.strip()


def _lacking(root: Path, files: list[Path]) -> set[str]:
    """The packages that ``files`` depend on and that hold a shared library which neither the system nor ``root`` has."""
    here = {path.name for path in root.rglob("*.so*")}
    missing: set[str] = set()
    for library in libraries(root):
        lines = _run(("ldd", str(library)), root, 60).stdout.splitlines()
        for name in (line.split()[0] for line in lines if "not found" in line):
            if name not in here:
                missing |= {_plain(name), name.split(".so")[0]}
    depends = ",".join(_field(file, "Depends") for file in files)
    packages = {part.split()[0].split(":")[0] for part in re.split(r"[,|]", depends) if part.strip()}
    return {package for package in packages if _plain(package) in missing}


def _plain(name: str) -> str:
    """A library and its package mostly agree in this: ``libz3.so.4`` and ``libz3-4`` are both ``libz34``."""
    return re.sub(r"t64$", "", name.replace(".so.", "").replace("-", ""))


def libraries(folder: Path) -> list[Path]:
    """The shared libraries under a folder, links left out."""
    return sorted(path for path in folder.rglob("*.so*") if path.is_file() and not path.is_symlink())


def _run(command: tuple[str, ...], folder: Path, seconds: int) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "LC_ALL": "C", "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=seconds,
        stdin=subprocess.DEVNULL,
        check=False,
    )
