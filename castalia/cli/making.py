"""The commands that make files: a pack, a pack again, a picture of one thing."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import click

from castalia import __version__
from castalia.cli.failures import friendly
from castalia.cli.planning import asked, warn_of_unread
from castalia.cli.progress import Reporter
from castalia.errors import CastaliaError


@click.command()
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


@click.command()
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


@click.command()
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
