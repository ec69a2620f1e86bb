"""The command line: thin over ``castalia.pack``, ``planning``, ``rights`` and ``model``."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any

import click

from castalia import __version__
from castalia.errors import CastaliaError
from castalia.settings import LIMITS

QUIET_SECONDS = 2.0
SURELY_READ = 300
"""Characters of a brief that always fit into the model's context."""


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


def warn_of_unread(brief: str) -> None:
    """Say which end of a long brief the model will not see."""
    from castalia.codecs.text import CODEC

    unread = CODEC.unread(brief) if SURELY_READ < len(brief) <= LIMITS.brief_characters else ""
    if unread:
        click.echo(f"castalia: the brief is too long; not read: {unread.strip()[:60]!r} and what follows", err=True)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """One brief, one pack: pictures, film, music, sound and 3D from one scene and one mood."""


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


@main.command()
@click.argument("brief", required=False, default="")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The pack's folder.")
@asked
@click.option("--quality", default="draft", show_default=True, help="preview, draft or final.")
@click.option("--only", default="", metavar="stills,score,...", help="Make only these parts.")
@click.option("--from", "plan_file", type=click.Path(path_type=Path, exists=True), help="Make this plan.json.")
@click.option("--aspect", default="16:9", show_default=True, help="16:9, 9:16, 1:1 or 2.39:1.")
@click.option("--fps", type=int, default=24, show_default=True, help="24, 25 or 30.")
@click.option("--variations", type=int, default=1, help="Make a sheet of so many seeds to pick from.")
@click.option(
    "--delivery", default="standard", show_default=True, help="standard, or film: EXR stills, a ProRes master."
)
@click.option("--library", "libraries", multiple=True, metavar="NAME", help="Build with the models of this kit first.")
@click.option("--recipe", default="full", show_default=True, help="full, or sealed: only a hash in the files.")
@click.option("--json", "as_json", is_flag=True, help="Progress and result as JSON lines.")
@friendly
def create(
    brief: str,
    output: Path,
    seed: int | None,
    mood: str,
    palette: str,
    settings: tuple[str, ...],
    seconds: float | None,
    quality: str,
    only: str,
    plan_file: Path | None,
    aspect: str,
    fps: int,
    variations: int,
    delivery: str,
    libraries: tuple[str, ...],
    recipe: str,
    as_json: bool,
) -> None:
    """Make a whole pack for BRIEF."""
    from castalia.files import digest
    from castalia.kits.store import fingerprint
    from castalia.pack import Pack
    from castalia.pack import create as decide
    from castalia.planning import brief_of, make_notes, plan_from
    from castalia.request import Request, wishes_from

    if plan_file and (seed is not None or seconds is not None or variations != 1):
        raise CastaliaError("with --from the plan decides seed and shots; leave out --seed, --seconds and --variations")
    if variations != 1 and only:
        raise CastaliaError("--variations makes stills to pick from; leave out --only")
    wishes = wishes_from(list(settings), mood, palette)
    warn_of_unread(brief)
    parts = tuple(part.strip() for part in only.split(",") if part.strip())
    request = Request(
        brief or (brief_of(plan_file) if plan_file else ""),
        1 if seed is None else seed,
        quality,
        seconds,
        parts,
        aspect,
        fps,
        recipe,
        wishes,
        delivery=delivery,
        libraries={name: fingerprint(name) for name in libraries},
    )
    report = Reporter(as_json)
    if variations != 1:
        from castalia.variations import make_sheet

        sheet = make_sheet(request.checked(), variations, output, report)
        report.done()
        click.echo(json.dumps({"sheet": str(sheet)}) if as_json else f"{sheet}: pick a seed, then create with --seed")
        return
    if plan_file:
        plan = plan_from(plan_file, wishes)
        given = replace(request, inputs={plan_file.name: digest(plan_file)})
        pack = Pack(given.checked(), plan, make_notes(plan))
    else:
        pack = decide(request, report)
    folder = pack.save(output, report)
    report.done()
    click.echo(json.dumps({"pack": str(folder)}) if as_json else f"{folder}/index.html")


def lines_of(path: Path) -> dict[int, str]:
    """The briefs of a file, one a line, by the line's number."""
    try:
        return {at: line for at, line in enumerate(path.read_text("utf-8").splitlines(), 1) if line.strip()}
    except UnicodeDecodeError as error:
        raise CastaliaError(f"{path} is not UTF-8 text (byte {error.start}); save it as UTF-8") from error


@main.command()
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


@main.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True))
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The pack's folder.")
@click.option("--json", "as_json", is_flag=True, help="Progress and result as JSON lines.")
@friendly
def rerun(file: Path, output: Path, as_json: bool) -> None:
    """Make a file's pack again from the recipe inside it; nothing is sampled again."""
    from castalia.pack import Pack
    from castalia.request import Recipe
    from castalia.rights.recipe import read_recipe

    text = read_recipe(file)
    if text is None:
        raise CastaliaError(f"{file} carries no recipe; give a file that castalia made")
    recipe = Recipe.from_json(text)
    if recipe.plan.version != __version__:
        click.echo(
            f"castalia: made by version {recipe.plan.version}, this is {__version__}: plan and notes are the same, "
            "pictures and sounds may differ",
            err=True,
        )
    report = Reporter(as_json)
    folder = Pack(recipe.request, recipe.plan, recipe.notes).save(output, report)
    report.done()
    click.echo(json.dumps({"pack": str(folder)}) if as_json else f"{folder}/index.html")


@main.command()
@click.argument("name")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The picture, a .png.")
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--material", is_flag=True, help="The material, where an object has the same name.")
@friendly
def gallery(name: str, output: Path, seed: int, material: bool) -> None:
    """A picture of one object (pine, or tower:ruined) or material by itself."""
    from castalia.portraits import write_portrait

    write_portrait(name, seed, output, material)
    click.echo(str(output))


@main.group()
def library() -> None:
    """Your own kits of models, to build with: add, list, show, remove."""


@library.command("add")
@click.argument("source", type=click.Path(path_type=Path, exists=True))
@click.option("--as", "name", required=True, help="What to call it.")
@click.option("--licence", required=True, metavar="SPDX", help="CC0-1.0, CC-BY-4.0, LicenseRef-ours, ...")
@click.option("--evidence", required=True, metavar="PATH", help="The licence's text, a path inside SOURCE.")
@click.option("--json", "as_json", is_flag=True, help="Progress and result as JSON lines.")
@friendly
def library_add(source: Path, name: str, licence: str, evidence: str, as_json: bool) -> None:
    """Index the models in the folder SOURCE with their licence and its evidence."""
    from castalia.kits.adding import add_kit

    report = Reporter(as_json)
    kit = add_kit(source, name, licence, evidence, report)
    report.done()
    for file, why in kit.skipped.items():
        click.echo(f"castalia: skipped {file}: it {why}", err=True)
    known = sum(bool(piece.kind) for piece in kit.pieces)
    counts = {"library": name, "models": len(kit.pieces), "of_known_kinds": known, "skipped": len(kit.skipped)}
    said = f"{name}: {len(kit.pieces)} models, {known} of kinds that briefs name; castalia library show {name}"
    click.echo(json.dumps(counts) if as_json else said)


@library.command("list")
@friendly
def library_list() -> None:
    """The kits that are there."""
    from castalia.kits.store import load, names

    for name in names():
        kit = load(name)
        click.echo(f"{name}: {len(kit.pieces)} models, {kit.licence}, {kit.credit}")


@library.command("show")
@click.argument("name")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Draw its thumbnails on one sheet, a .png.")
@click.option("--json", "as_json", is_flag=True, help="The whole record.")
@friendly
def library_show(name: str, output: Path | None, as_json: bool) -> None:
    """What a kit holds, and what each model is used as."""
    from castalia.kits.sheet import write_sheet
    from castalia.kits.store import load, to_json

    kit = load(name)
    if as_json:
        click.echo(to_json(kit), nl=False)
        return
    for piece in kit.pieces:
        size = " x ".join(f"{axis:.2f}" for axis in piece.size)
        click.echo(f"{piece.name}: {piece.role}, {piece.kind or 'no known kind'}, {piece.triangles} triangles, {size}")
    if output:
        write_sheet(kit, output)
        click.echo(str(output))


@library.command("remove")
@click.argument("name")
@friendly
def library_remove(name: str) -> None:
    """Forget a kit; packs that were made with it stay as they are."""
    from castalia.kits.store import remove

    remove(name)


@main.command()
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


@main.command()
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


@main.command()
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


@main.command()
@friendly
def schema() -> None:
    """The JSON schema of plan.json."""
    from castalia.language.plan import Plan

    click.echo(json.dumps(Plan.model_json_schema(by_alias=True), indent=1))
