"""The one kind of error that users cause and can mend."""

from __future__ import annotations


class CastaliaError(Exception):
    """Bad input or a missing optional part: the message says what was wrong and what to do (exit code 2)."""
