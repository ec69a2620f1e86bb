"""From a request to a plan and its notes: the only place where the model decides."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from castalia import __version__
from castalia.codecs import text
from castalia.errors import CastaliaError
from castalia.language import sequences
from castalia.language.history import misfit, read_plan
from castalia.language.plan import Decisions, Film, Notes, Plan, Shot
from castalia.model.sample import Sampler
from castalia.model.weights import Model, load
from castalia.request import Request

PLAN_ROOM = 512
NOTES_ROOM = 2_700
Progress = Callable[[float], None]


@cache
def model() -> Model:
    """The shipped model, loaded once."""
    return load()


def make_plan(request: Request, with_model: Model | None = None) -> Plan:
    """Sample a plan for a checked request; what the user fixed is forced and stays exact. Decisions fall as they would
    without it, except where it changes the model's mind.

    Raises CastaliaError when not one word of the brief can be read.
    """
    if not text.CODEC.understood(request.brief):
        raise CastaliaError(
            "no word of this brief could be read; write it in English words, such as 'a lighthouse in a storm at night'"
        )
    chosen = with_model or model()
    sampler = Sampler(chosen.decoder, chosen.vocabulary)
    key = (request.seed, "plan", request.brief)
    plain, before = sampler.sample(sequences.plan_prompt(request.brief, {}), sequences.read_plan({}), key, PLAN_ROOM)
    if request.wishes:
        prompt, reader = sequences.plan_prompt(request.brief, request.wishes), sequences.read_plan(request.wishes)
        plain, _ = sampler.sample(prompt, reader, key, PLAN_ROOM, before=before)
    decisions = _timed(_on_their_objects(_decided(plain), request), request)
    return Plan(seed=request.seed, version=__version__, model=chosen.name, **decisions.model_dump())


def _decided(plain: Any) -> Decisions:
    """Raises CastaliaError where what the user fixed goes beyond what a plan may hold."""
    try:
        return Decisions.model_validate(plain)
    except ValidationError as error:
        raise misfit(error) from error


def _fixed_shots(request: Request) -> dict[int, Mapping[str, Any]]:
    """What the user fixed of shots, by their place in the film."""
    fixed = request.wishes.get("film", {}).get("shots", {})
    return dict(enumerate(fixed)) if isinstance(fixed, list) else fixed


def _on_their_objects(decisions: Decisions, request: Request) -> Decisions:
    """Shots name their subject by its place among the objects, and the model's counting may go round them. Raises
    CastaliaError where the user named one that is not there."""
    count = len(decisions.scene.objects)
    for shot in _fixed_shots(request).values():
        if shot.get("subject", 0) >= count:
            raise CastaliaError(f"a shot's subject is {shot['subject']}, but there are only objects 0 to {count - 1}")
    shots = [shot.model_copy(update={"subject": shot.subject % count}) for shot in decisions.film.shots]
    return _with_shots(decisions, shots)


def _timed(decisions: Decisions, request: Request) -> Decisions:
    """Shots sampled as relative lengths, set to the film's asked length in whole frames: lengths that the user fixed stay
    as they are, the others share the rest, each at least half a second if the film is long enough. Raises CastaliaError
    where the fixed ones leave no rest."""
    fixed, fps = {index for index, shot in _fixed_shots(request).items() if "seconds" in shot}, request.fps
    shots, free = decisions.film.shots, [index for index in range(len(decisions.film.shots)) if index not in fixed]
    if not free:
        return decisions
    taken = sum(shots[index].seconds for index in fixed)
    as_sampled = sum(shots[index].seconds for index in free)
    rest = as_sampled if fixed and request.seconds is None else request.film_seconds - taken
    total = round(rest * fps)
    if total < len(free) * 3:
        raise CastaliaError(
            f"the shots that are fixed last {taken:g} of the film's {request.film_seconds:g} seconds; "
            "fix shorter ones, or ask for more with --seconds"
        )
    least = max(1, min(fps // 2, total // len(free)))
    scale = (total - least * len(free)) / as_sampled
    frames = [least + int(shots[index].seconds * scale) for index in free]
    frames[-1] += total - sum(frames)
    lengths = {index: round(count / fps, 6) for index, count in zip(free, frames, strict=True)}
    timed = [shot.model_copy(update={"seconds": lengths.get(index, shot.seconds)}) for index, shot in enumerate(shots)]
    return _with_shots(decisions, timed)


def _with_shots(decisions: Decisions, shots: Sequence[Shot]) -> Decisions:
    """Raises CastaliaError when they make too long a film."""
    try:
        return decisions.model_copy(update={"film": Film(shots=tuple(shots))})
    except ValidationError as error:
        raise misfit(error) from error


def make_notes(plan: Plan, progress: Progress = lambda share: None, with_model: Model | None = None) -> Notes:
    """Compose the score's lead sheet, section by section's bars in one sequence."""
    chosen = with_model or model()
    sampler = Sampler(chosen.decoder, chosen.vocabulary, temperature=0.9, top_p=0.95)
    form = plan.score.form()
    prompt = sequences.notes_prompt(plan.model_dump())
    notes, _ = sampler.sample(
        prompt,
        sequences.read_notes(form),
        (plan.seed, "notes"),
        NOTES_ROOM,
        lambda drawn: progress(min(1.0, drawn / (len(form) * 24))),
    )
    return notes


def brief_of(path: Path) -> str:
    """The brief of the pack that a plan lies in, so that the pack's parts are known again; else the name of the plan."""
    from castalia.rights.recipe import read_recipe

    try:
        recipe = json.loads(read_recipe(path.with_name("resolved.json")) or "{}")
        found = recipe.get("brief")
    except (AttributeError, CastaliaError, OSError, ValueError):
        found = None
    return found if isinstance(found, str) and found.strip() else f"(from {path.name})"


def plan_from(path: Path, wishes: Mapping[str, Any]) -> Plan:
    """A plan from a file, with wishes laid over it."""
    try:
        value = json.loads(path.read_text("utf-8"))
    except (OSError, RecursionError, ValueError) as error:
        raise CastaliaError(f"{path} is not a whole plan.json: {error}") from error
    plan = read_plan(value)
    return read_plan(_overlaid(plan.model_dump(by_alias=True, mode="json"), wishes)) if wishes else plan


def _overlaid(plain: Any, wishes: Any) -> Any:
    if not isinstance(wishes, Mapping):
        return wishes
    if isinstance(plain, list):
        beyond = [index for index in wishes if index >= len(plain)]
        if beyond:
            raise CastaliaError(
                f"the plan has {len(plain)} entries there; entry {beyond[0]} is none of them (0 is the first)"
            )
        return [_overlaid(entry, wishes[index]) if index in wishes else entry for index, entry in enumerate(plain)]
    return {name: _overlaid(value, wishes[name]) if name in wishes else value for name, value in plain.items()}
