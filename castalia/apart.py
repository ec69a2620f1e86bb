"""Parts that need no world, made in one process beside this one.

The other process is given the recipe on its standard input and says on its standard output, one JSON line each, how far
it is and what each finished part worked out. It is started as a program, not forked or spawned by ``multiprocessing``, so a
script may make packs without guarding its main module.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from castalia.errors import CastaliaError

if TYPE_CHECKING:
    from castalia.job import Progress
    from castalia.pack import Pack


class Apart:
    """Makes ``parts`` of a pack one after the other into ``making/PART``, beside the process that asks for them."""

    def __init__(self, parts: Sequence[str], pack: Pack, making: Path) -> None:
        self.parts = list(parts)
        self.pack, self.making = pack, making
        self.process: subprocess.Popen[str] | None = None
        self.resolved: dict[str, Any] = {}

    def __enter__(self) -> Apart:
        if not self.parts:
            return self
        # -P: nothing in the folder that the user stands in can pass for a module of ours.
        command = [sys.executable, "-P", "-m", "castalia.apart", str(self.making), ",".join(self.parts)]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        assert self.process.stdin
        # One that died before it read its recipe is told of when its first part is asked for.
        with contextlib.suppress(BrokenPipeError), self.process.stdin as recipe:
            recipe.write(self.pack.to_recipe().to_json())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            assert self.process.stdout
            self.process.stdout.close()

    def wait(self, part: str, report: Progress) -> Any:
        """What a part worked out, once its files are there. Raises CastaliaError where it could not be made."""
        while part not in self.resolved:
            assert self.process and self.process.stdout
            line = self.process.stdout.readline()
            if not line:
                code = self.process.wait()
                raise CastaliaError(f"{part} could not be made (its process ended with code {code}); try again")
            said = json.loads(line)
            if "error" in said:
                raise CastaliaError(said["error"])
            if "resolved" in said:
                self.resolved[said["part"]] = said["resolved"]
            elif said["part"] == part:
                report(part, said["share"])
        return self.resolved[part]


def _main(making: Path, parts: list[str]) -> None:
    from castalia.job import Job
    from castalia.pack import Pack, recipe_text
    from castalia.registry import makers
    from castalia.request import Recipe
    from castalia.rights.identity import Identity

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the asking process ends this one
    say = _Speaker()
    recipe = Recipe.from_json(sys.stdin.read())
    pack = Pack(recipe.request, recipe.plan, recipe.notes)
    known = {maker.part: maker for maker in makers()}
    job = Job(pack, making, recipe_text(pack), Identity.local(), lambda part, share: say(part=part, share=share))
    for part in parts:
        (making / part).mkdir()
        try:
            say(part=part, resolved=known[part].make(job, making / part))
        except BrokenPipeError:
            os._exit(1)  # whoever asked has gone, and nobody reads a complaint
        except (CastaliaError, OSError) as error:
            say(error=str(error))
            return


class _Speaker:
    """Says things to the asking process. What plug-ins print goes to standard error, where it disturbs nobody."""

    def __init__(self) -> None:
        self.out = os.fdopen(os.dup(1), "w", encoding="utf-8")
        os.dup2(2, 1)

    def __call__(self, **what: Any) -> None:
        print(json.dumps(what), file=self.out, flush=True)


if __name__ == "__main__":
    _main(Path(sys.argv[1]), sys.argv[2].split(","))
