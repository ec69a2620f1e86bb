"""Text that XML can hold."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ud800-\\udfff\\ufffe\\uffff]")


def legal(text: str) -> str:
    r"""The text with the characters that XML forbids written as JSON escapes (``\u0007``), which a recipe's reader takes for
    the same."""
    return _FORBIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
