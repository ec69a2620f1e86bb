"""How far a command is, on standard error."""

from __future__ import annotations

import json
import sys
import time

import click

QUIET_SECONDS = 2.0


class Reporter:
    """Progress on standard error: a live line on a terminal, JSON lines with ``--json``, nothing when piped."""

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json
        self.live = sys.stderr.isatty() and not as_json
        self.began: dict[str, float] = {}
        self.shown = 0.0

    def __call__(self, part: str, share: float) -> None:
        now = time.monotonic()
        began = self.began.setdefault(part, now)
        if self.as_json:
            if share in (0.0, 1.0) or now - self.shown > 1:
                self.shown = now
                click.echo(json.dumps({"part": part, "share": round(share, 3)}), err=True)
        elif self.live and now - self.shown > 0.2:
            self.shown = now
            left = (now - began) * (1 - share) / share if share > 0.02 and now - began > QUIET_SECONDS else None
            time_left = f", {left:.0f} s left" if left is not None else ""
            click.echo(f"\r\x1b[K{part}: {share:.0%}{time_left}", nl=False, err=True)

    def done(self) -> None:
        if self.live:
            click.echo("\r\x1b[K", nl=False, err=True)
