"""Shared by all tests: no optional parts, no network, a signing identity and caches of their own."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

HOME = tempfile.mkdtemp(prefix="castalia-tests-")
os.environ["CASTALIA_WITHOUT"] = "llvm,soundfont"
os.environ["XDG_CONFIG_HOME"] = HOME
os.environ["XDG_CACHE_HOME"] = HOME


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path
