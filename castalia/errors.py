"""The one kind of error that users cause and can mend."""

from __future__ import annotations

import difflib


class CastaliaError(Exception):
    """Bad input or a missing optional part: the message says what was wrong and what to do (exit code 2)."""


def suggestion(value: str, known: tuple[str, ...]) -> str:
    """``; did you mean ...?`` with the closest known words, or some of the known ones."""
    close = difflib.get_close_matches(value, known, n=3, cutoff=0.5)
    if close:
        return f"; did you mean {' or '.join(close)}?"
    return f"; it may be one of {', '.join(known[:12])}" + (" ..." if len(known) > 12 else "")
