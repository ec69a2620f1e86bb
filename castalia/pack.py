"""Request -> plan -> parts -> pack: the one path that the command line, Python and plug-ins all take.

Each part of a pack is made by one maker into a folder of its own, signed there, and moved into place whole. A part is kept
when the same maker, plan, seed and quality already made it and its files are untouched; so a pack that was broken off
goes on where it stopped, and a changed field remakes only the parts that read it. A kept part keeps the recipe it was
made by.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from castalia import __version__
from castalia.apart import Apart
from castalia.errors import CastaliaError
from castalia.files import digest, write_text
from castalia.job import Job, Made, Maker, Progress, Resolved
from castalia.language.plan import Notes, Plan
from castalia.request import Recipe, Request, sealed
from castalia.settings import EXR_BYTES, MASTER_BYTES, cache_folder

if TYPE_CHECKING:
    from castalia.rights.credentials import Facts
    from castalia.rights.identity import Identity

STATE = ".castalia.json"
MAKING = ".making-"
_STATES = TypeAdapter(dict[str, Made])


@dataclass(frozen=True)
class Pack:
    """A planned pack: everything is decided, nothing is made yet."""

    request: Request
    plan: Plan
    notes: Notes

    @property
    def facts(self) -> Facts:
        """What every credential says."""
        from castalia.rights.credentials import Facts

        return Facts(
            brief=self.request.brief,
            seed=self.plan.seed,
            version=__version__,
            model=self.plan.model,
            title=self.request.brief[:80],
            sealed=self.request.recipe == "sealed",
            decided_by=self.plan.version,
        )

    @property
    def megabytes(self) -> int:
        """What making the pack takes at most: that of its quality, and for a film's post-production the EXR stills, and the
        master three times, since it is copied to be signed."""
        request, level = self.request, self.request.level
        if request.delivery != "film":
            return level.megabytes
        frames = request.fps * sum(shot.seconds for shot in self.plan.film.shots)
        still, frame = (width * height for width, height in (request.size(level.still), request.size(level.film)))
        return level.megabytes + round((level.stills * still * EXR_BYTES + 3 * frames * frame * MASTER_BYTES) / 1e6)

    def to_recipe(self) -> Recipe:
        """All that is needed to make the pack again."""
        return Recipe(self.request, self.plan, self.notes)

    def save(self, folder: str | Path, report: Progress = lambda part, share: None) -> Path:
        """Make the pack's files in ``folder``; returns it. See the module's docstring for what is kept."""
        return make_pack(self, Path(folder), report)


def create(request: Request, report: Progress = lambda part, share: None) -> Pack:
    """Decide a pack: plan and notes are sampled, nothing is rendered."""
    from castalia.planning import make_notes, make_plan

    request = request.checked()
    plan = make_plan(request)
    return Pack(request, plan, make_notes(plan, lambda share: report("notes", share)))


def make_pack(pack: Pack, folder: Path, report: Progress) -> Path:
    """Make every asked part that is not already whole in ``folder``."""
    from castalia.registry import makers
    from castalia.rights.identity import Identity

    if not pack.request.only:
        _refuse_a_full_disk(folder, pack.megabytes)
    folder = writable(folder)
    with _alone(folder), tempfile.TemporaryDirectory(prefix=MAKING, dir=folder) as making:
        job = Job(pack, folder, recipe_text(pack), Identity.local(), report)
        job.made = _state(folder)
        wanted = _wanted(makers(), pack.request.only)
        _refuse_a_mixture(job, wanted)
        beside = [maker.part for maker in wanted if maker.apart and not _kept(job, maker)]
        with Apart(beside, pack, Path(making)) as apart:
            for maker in wanted:
                if _kept(job, maker):
                    job.made[maker.part] = job.made[maker.part].model_copy(update={"of": _of(pack)})
                else:
                    _make_part(job, maker, Path(making) / maker.part, apart)
    return folder


def _refuse_a_full_disk(folder: Path, needed: int) -> None:
    """Before minutes of work rather than after. Raises CastaliaError when fewer than ``needed`` megabytes are free."""
    there = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    free = shutil.disk_usage(there).free // 1_000_000
    if free < needed:
        raise CastaliaError(
            f"{folder} has room for {free} MB and a pack needs up to {needed}; make room, or choose with -o"
        )


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Nobody else makes this folder meanwhile, and what a killed run left in it is gone. The lock lies in the user's cache,
    so that a pack holds nothing but itself."""
    from filelock import FileLock, Timeout

    locks = cache_folder() / "locks"
    locks.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:32]
    try:
        with FileLock(locks / name, timeout=0):
            for left in folder.glob(f"{MAKING}*"):
                shutil.rmtree(left)
            yield
    except Timeout as error:
        raise CastaliaError(f"{folder} is being made by another run; wait for it, or choose another with -o") from error


def recipe_text(pack: Pack) -> str:
    """What every file of a pack carries: the whole recipe, or under a promise of silence its hash and record."""
    recipe = pack.to_recipe().to_json()
    return recipe if pack.request.recipe != "sealed" else sealed(recipe)


def _wanted(makers: Sequence[Maker], only: tuple[str, ...]) -> Sequence[Maker]:
    """The makers of the asked parts, with those whose files they use, in order."""
    if not only:
        return makers
    needed = set(only)
    for maker in reversed(makers):
        if maker.part in needed:
            needed |= set(maker.uses)
    return [maker for maker in makers if maker.part in needed or maker.always]


def _kept(job: Job, maker: Maker) -> bool:
    """Whether an earlier run already made the part as it is asked for, and its files are untouched."""
    known = job.made.get(maker.part)
    if maker.always or known is None or known.key != _key(job, maker):
        return False
    return _whole(job.pack, known.files)


def _make_part(job: Job, maker: Maker, staging: Path, apart: Apart) -> None:
    """Make a part, or wait for the process that does; sign its files, move them into place, and note that it is made."""
    job.report(maker.part, 0.0)
    if maker.part in apart.parts:
        resolved: Resolved = apart.wait(maker.part, job.report)
    else:
        staging.mkdir()
        resolved = maker.make(job, staging)
    for path in sorted(path for path in staging.rglob("*") if path.is_file()):
        sign_made(path, job.planned, job.identity)
    files = sorted(path for path in staging.rglob("*") if path.is_file())
    before = job.made.get(maker.part)
    _replace(job.pack, staging, files, before.files if before else {})
    digests = {path.relative_to(staging).as_posix(): digest(job.pack / path.relative_to(staging)) for path in files}
    job.made[maker.part] = Made(key=_key(job, maker), of=_of(job.planned), files=digests, resolved=dict(resolved))
    write_text(job.pack / STATE, _STATES.dump_json(job.made, indent=1).decode())
    job.report(maker.part, 1.0)


def _key(job: Job, maker: Maker) -> str:
    """What a part depends on: the fields it reads, how and with what it is made, and the parts it uses."""
    from castalia.library.fetch import optional_parts

    plain = job.plan.model_dump(mode="json", by_alias=True)
    read = {name: _at(plain, name) for name in maker.reads}
    asked = replace(job.request, only=(), wishes={}, seconds=None, inputs={})  # the plan holds what these decided
    if not maker.framed:
        asked = replace(asked, aspect="16:9", fps=24)
    if not maker.delivered:
        asked = replace(asked, delivery="standard")
    used = {part: job.made[part].files for part in maker.uses if part in job.made}
    notes = job.notes.model_dump(mode="json") if "score" in maker.reads else None
    here = [part.name for part in optional_parts() if part.present and part.name in maker.better_with]
    tool = maker.tool() if maker.tool else ""
    asked_for = [read, vars(asked), used, notes, plain["seed"], __version__, here, tool]
    text = json.dumps(asked_for, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _at(plain: Any, path: str) -> Any:
    """A field of the plan, such as ``scene.objects``."""
    for name in path.split("."):
        plain = plain[name]
    return plain


def _of(pack: Pack) -> str:
    """Which pack a part belongs to: one brief and plan. A hash, since a sealed pack tells neither."""
    text = f"{pack.request.brief}\n{pack.plan.model_dump_json()}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _refuse_a_mixture(job: Job, wanted: Sequence[Maker]) -> None:
    """Some parts of one pack beside others of another would share a page and a plan that fit only one of them."""
    ours = {maker.part for maker in wanted}
    if any(made.of != _of(job.planned) for part, made in job.made.items() if part not in ours):
        raise CastaliaError(
            f"{job.pack} holds parts of another brief, seed or plan; choose another folder with -o, or leave out --only"
        )


def _whole(folder: Path, files: Mapping[str, str]) -> bool:
    return all((folder / name).is_file() and digest(folder / name) == known for name, known in files.items())


def sign_made(path: Path, pack: Pack, identity: Identity | None = None) -> None:
    """Sign one file of a pack, in place or beside it."""
    from castalia.rights.credentials import sign_file
    from castalia.rights.identity import Identity

    sign_file(path, pack.facts, identity or Identity.local())


def _replace(pack: Path, staging: Path, files: list[Path], before: Mapping[str, str]) -> None:
    """Move a part's files into place and drop what an earlier version of the part left."""
    names = {path.relative_to(staging).as_posix() for path in files}
    for path in files:
        target = pack / path.relative_to(staging)
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(path, target)
    for name in set(before) - names:
        (pack / name).unlink(missing_ok=True)
    shutil.rmtree(staging)


def _state(folder: Path) -> dict[str, Made]:
    """What is already made in a folder. It came with the folder, so it is not trusted: what does not read as ours, or
    names a file outside, is as if it were not there."""
    try:
        state = _STATES.validate_json((folder / STATE).read_bytes())
    except (OSError, ValueError):
        return {}
    names = [PurePosixPath(name) for made in state.values() for name in made.files]
    outside = any(name.is_absolute() or ".." in name.parts for name in names)
    return {} if outside else state


def writable(folder: Path) -> Path:
    """The folder, made if need be. Raises CastaliaError when it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise CastaliaError(f"{folder} cannot be written ({error.strerror}); choose another folder with -o") from error
    return folder


__all__ = ["Pack", "create", "make_pack"]
