"""Shared by all tests: no optional parts, no network, a signing identity and caches of their own."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import platformdirs
import pytest

KERNELS = Path(platformdirs.user_cache_dir("castalia"), "kernels")
HOME = tempfile.mkdtemp(prefix="castalia-tests-")
os.environ["CASTALIA_WITHOUT"] = "llvm,soundfont"
os.environ["XDG_CONFIG_HOME"] = HOME
os.environ["XDG_CACHE_HOME"] = HOME
# Compiled kernels are kept from run to run: they depend on nothing but their sources.
KERNELS.mkdir(parents=True, exist_ok=True)
Path(HOME, "castalia").mkdir()
Path(HOME, "castalia", "kernels").symlink_to(KERNELS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path
