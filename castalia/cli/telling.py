"""Commands that make nothing: they check what was made, and tell what is installed and what a plan may hold."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from castalia import __version__
from castalia.cli.failures import friendly


@click.command()
@click.argument("path", type=click.Path(path_type=Path, exists=True))
@click.option("--json", "as_json", is_flag=True)
@friendly
def verify(path: Path, as_json: bool) -> None:
    """Check the credentials and hashes of a file or of a whole pack; exit code 0 only if everything holds."""
    from castalia.rights.verify import verify_path

    report = verify_path(path)
    if as_json:
        click.echo(json.dumps(report.to_json()))
    else:
        for file in report.files:
            click.echo(f"{'ok    ' if file.ok else 'BROKEN'} {file.path}: {file.detail}")
    sys.exit(0 if report.ok else 1)


@click.command()
@click.option("--json", "as_json", is_flag=True)
@friendly
def info(as_json: bool) -> None:
    """Version, model, and which optional parts are present and what each absence costs."""
    from castalia.library.fetch import optional_parts
    from castalia.planning import model

    parts = [{"name": part.name, "present": part.present, "cost": part.cost_of_absence} for part in optional_parts()]
    facts = {"version": __version__, "model": model().name, "parts": parts}
    if as_json:
        click.echo(json.dumps(facts))
        return
    click.echo(f"castalia {__version__}, model {model().name}")
    for part in parts:
        click.echo(f"  {part['name']}: " + ("present" if part["present"] else f"absent: {part['cost']}"))


@click.command()
@friendly
def schema() -> None:
    """The JSON schema of plan.json."""
    from castalia.language.plan import Plan

    click.echo(json.dumps(Plan.model_json_schema(by_alias=True), indent=1))
