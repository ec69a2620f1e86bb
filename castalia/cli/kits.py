"""The commands for a studio's own kits of models."""

from __future__ import annotations

import json
from pathlib import Path

import click

from castalia.cli.failures import friendly
from castalia.cli.progress import Reporter


@click.group()
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
