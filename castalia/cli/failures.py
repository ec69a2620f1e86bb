"""What a command says when it cannot go on."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from castalia.errors import CastaliaError


def friendly(command: Callable[..., None]) -> Callable[..., None]:
    """One clear line and exit code 2 for bad input, 130 for Ctrl-C."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except CastaliaError as error:
            click.echo(f"castalia: {error}", err=True)
            sys.exit(2)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read the output has gone
            sys.exit(1)
        except OSError as error:
            click.echo(f"castalia: {error.filename or 'a file'} could not be used: {error.strerror or error}", err=True)
            sys.exit(2)
        except KeyboardInterrupt:
            click.echo("castalia: stopped; the same command again goes on where it stopped", err=True)
            sys.exit(130)

    return run
