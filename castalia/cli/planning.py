"""The command that decides a plan, and what it shares with the one that makes a pack of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import click

from castalia.cli.failures import friendly
from castalia.errors import CastaliaError
from castalia.settings import LIMITS

SURELY_READ = 300
"""Characters of a brief that always fit into the model's context."""


def asked(command: Callable[..., None]) -> Callable[..., None]:
    """The options that shape a plan."""
    options = [
        click.option("--seed", type=int, help="Another seed, another pack; 1 if left out."),
        click.option("--mood", default="", metavar="valence=-0.6,...", help="Fix moods, each -1 to 1."),
        click.option("--palette", default="", metavar="#rrggbb,...", help="Fix up to five colours."),
        click.option("--set", "settings", multiple=True, metavar="scene.time=night", help="Fix any field of the plan."),
        click.option("--seconds", type=float, help="Length of the film."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@click.command()
@click.argument("brief", required=False, default="")
@click.option("--file", "brief_file", type=click.Path(path_type=Path, exists=True), help="One brief a line.")
@asked
@click.option("--json", "as_json", is_flag=True, help="One JSON line a brief.")
@friendly
def plan(
    brief: str,
    brief_file: Path | None,
    seed: int | None,
    mood: str,
    palette: str,
    settings: tuple[str, ...],
    seconds: float | None,
    as_json: bool,
) -> None:
    """Decide the plan for BRIEF, without making anything."""
    from castalia.planning import make_plan
    from castalia.request import Request, wishes_from

    wishes = wishes_from(list(settings), mood, palette)
    numbered = lines_of(brief_file) if brief_file else {0: brief}
    requests = {
        number: Request(text, 1 if seed is None else seed, seconds=seconds, wishes=wishes)
        for number, text in numbered.items()
    }
    for number, request in requests.items():
        try:
            warn_of_unread(request.brief)
            made = make_plan(request.checked()).model_dump(by_alias=True, mode="json")
        except CastaliaError as error:
            if not brief_file:
                raise
            raise CastaliaError(f"line {number} of {brief_file}: {error}") from error
        click.echo(json.dumps(made, indent=None if as_json or brief_file else 1))


def lines_of(path: Path) -> dict[int, str]:
    """The briefs of a file, one a line, by the line's number."""
    try:
        return {at: line for at, line in enumerate(path.read_text("utf-8").splitlines(), 1) if line.strip()}
    except UnicodeDecodeError as error:
        raise CastaliaError(f"{path} is not UTF-8 text (byte {error.start}); save it as UTF-8") from error


def warn_of_unread(brief: str) -> None:
    """Say which end of a long brief the model will not see."""
    from castalia.codecs.text import CODEC

    unread = CODEC.unread(brief) if SURELY_READ < len(brief) <= LIMITS.brief_characters else ""
    if unread:
        click.echo(f"castalia: the brief is too long; not read: {unread.strip()[:60]!r} and what follows", err=True)
