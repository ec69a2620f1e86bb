"""From a request to a plan and its notes: the only place where the model decides."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from castalia import __version__
from castalia.codecs import text
from castalia.errors import CastaliaError
from castalia.language import sequences
from castalia.language.history import read_plan
from castalia.language.plan import Decisions, Notes, Plan, Shot
from castalia.model.sample import Sampler
from castalia.model.weights import Model, load
from castalia.request import Request
from castalia.settings import LIMITS

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
    decisions = _timed(Decisions.model_validate(plain), request)
    return Plan(seed=request.seed, version=__version__, model=chosen.name, **decisions.model_dump())


def _timed(decisions: Decisions, request: Request) -> Decisions:
    """Shots sampled as relative lengths, set to the film's asked length in whole frames; each shot has at least half a
    second if the film is long enough, and lengths that the user fixed stay as they are."""
    fixed = request.wishes.get("film", {}).get("shots", {})
    shots = decisions.film.shots
    if isinstance(fixed, list) or any("seconds" in shot for shot in getattr(fixed, "values", list)()):
        _bounded(shots)
        return decisions
    total = round(request.film_seconds * request.fps)
    least = max(1, min(request.fps // 2, total // len(shots)))
    scale = (total - least * len(shots)) / sum(shot.seconds for shot in shots)
    frames = [least + int(shot.seconds * scale) for shot in shots]
    frames[-1] += total - sum(frames)
    timed = tuple(
        shot.model_copy(update={"seconds": round(count / request.fps, 6)})
        for shot, count in zip(shots, frames, strict=True)
    )
    return decisions.model_copy(update={"film": decisions.film.model_copy(update={"shots": timed})})


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


def plan_from(path: Path, wishes: Mapping[str, Any]) -> Plan:
    """A plan from a file, with wishes laid over it."""
    try:
        value = json.loads(path.read_text("utf-8"))
    except (OSError, RecursionError, ValueError) as error:
        raise CastaliaError(f"{path} is not a whole plan.json: {error}") from error
    plan = read_plan(value)
    made = read_plan(_overlaid(plan.model_dump(by_alias=True, mode="json"), wishes)) if wishes else plan
    _bounded(made.film.shots)
    return made


def _bounded(shots: Sequence[Shot]) -> None:
    """Raises CastaliaError when shots that the user timed make too long a film."""
    seconds = sum(shot.seconds for shot in shots)
    if seconds > LIMITS.film_seconds:
        raise CastaliaError(
            f"the film's shots last {seconds:g} seconds; make them at most {LIMITS.film_seconds:g} in all"
        )


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
