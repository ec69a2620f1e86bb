"""The command that trains the model."""

from __future__ import annotations

from pathlib import Path

import click

from castalia.cli.failures import friendly
from castalia.errors import CastaliaError


@click.command()
@click.argument("recipe")
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("runs"), show_default=True)
@click.option("--lieder", type=click.Path(path_type=Path, exists=True), help="Folder of the OpenScore Lieder corpus.")
@click.option(
    "--prose", type=click.Path(path_type=Path, exists=True), help="Folder of English texts to learn words from."
)
@click.option("--install", is_flag=True, help="Put the finished weights where castalia loads them from.")
@friendly
def train(recipe: str, output: Path, lieder: Path | None, prose: Path | None, install: bool) -> None:
    """Train RECIPE (nano, small, further): data to weights to runtime files; again with the same folder resumes."""
    from castalia.model.recipes import recipe as by_name

    chosen = by_name(recipe)
    try:
        from castalia.model.run import run
    except ImportError as error:
        raise CastaliaError("training needs PyTorch: pip install 'castalia[train]'") from error
    click.echo(str(run(chosen, output / recipe, lieder, prose, install, click.echo)))
