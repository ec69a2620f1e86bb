"""The command line: thin over ``castalia.pack``, ``planning``, ``rights`` and ``model``."""

from __future__ import annotations

import click

from castalia import __version__
from castalia.cli.kits import library
from castalia.cli.making import create, gallery, rerun
from castalia.cli.planning import plan
from castalia.cli.telling import info, schema, verify
from castalia.cli.training import train


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """One brief, one pack: pictures, film, music, sound and 3D from one scene and one mood."""


for command in (create, gallery, info, library, plan, rerun, schema, train, verify):
    main.add_command(command)
