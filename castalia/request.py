"""What was asked: a brief, what the user fixed, and how it should be made. Also the recipe that every file carries."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

from castalia.errors import CastaliaError, suggestion
from castalia.files import write_text
from castalia.kits.store import fingerprint
from castalia.language.fields import Items
from castalia.language.plan import Decisions, Mood, Notes, Plan
from castalia.registry import parts
from castalia.settings import LIMITS, QUALITIES, Quality, config_folder, film_encoder

ASPECTS = {"16:9": 16 / 9, "9:16": 9 / 16, "1:1": 1.0, "2.39:1": 2.39}
RATES = (24, 25, 30)
DELIVERIES = ("standard", "film")
"""What for: ``film`` adds what compositors and finishing want."""


@dataclass(frozen=True)
class Request:
    """One request for a pack. ``wishes`` is a partial plan as nested plain data; list entries by index. ``inputs`` holds
    the SHA-256 of each file that the user gave, by name, ``libraries`` that of the record of each kit to build with."""

    brief: str
    seed: int = 1
    quality: str = "draft"
    seconds: float | None = None
    only: tuple[str, ...] = ()
    aspect: str = "16:9"
    fps: int = 24
    recipe: str = "full"
    wishes: Mapping[str, Any] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    delivery: str = "standard"
    libraries: Mapping[str, str] = field(default_factory=dict)

    def checked(self) -> Request:
        """The request with its brief trimmed. Raises CastaliaError on anything that cannot be made."""
        brief = self.brief.strip()
        if any("\ud800" <= letter <= "\udfff" for letter in brief):
            raise CastaliaError("the brief holds bytes that are no text; write it in UTF-8")
        if not brief:
            raise CastaliaError("the brief is empty; say in a few words what you want to see and hear")
        if len(brief) > LIMITS.brief_characters:
            raise CastaliaError(
                f"the brief has {len(brief)} characters; at most {LIMITS.brief_characters} are read, so shorten it"
            )
        _one_of("quality", self.quality, tuple(QUALITIES))
        _one_of("aspect", self.aspect, tuple(ASPECTS))
        _one_of("recipe", self.recipe, ("full", "sealed"))
        _one_of("delivery", self.delivery, DELIVERIES)
        if self.fps not in RATES:
            raise CastaliaError(f"{self.fps} frames a second cannot be made; choose 24, 25 or 30")
        for part in self.only:
            _one_of("part", part, parts())
        if self.seconds is not None and not LIMITS.shortest_film_seconds <= self.seconds <= LIMITS.film_seconds:
            raise CastaliaError(
                f"a film of {self.seconds:g} seconds cannot be made; "
                f"ask for {LIMITS.shortest_film_seconds:g} to {LIMITS.film_seconds:g}"
            )
        if not isinstance(self.seed, int) or not -(2**63) <= self.seed < 2**63:
            raise CastaliaError("the seed must be a whole number of at most 63 bits")
        if not isinstance(self.inputs, Mapping) or not all(isinstance(each, str) for each in self.inputs.values()):
            raise CastaliaError("a recipe's inputs must be names with their hashes")
        for name, record in self.libraries.items():
            if fingerprint(name) != record:
                raise CastaliaError(
                    f"the library {name!r} is not the one that this was made with; add that one under this name"
                )
        film_encoder()
        wishes: dict[str, Any] = {}
        for path, value in _leaves(self.wishes):
            _put(wishes, path, value)
        return replace(self, brief=brief, wishes=wishes)

    @property
    def level(self) -> Quality:
        return QUALITIES[self.quality]

    def size(self, wide: tuple[int, int]) -> tuple[int, int]:
        """A 16:9 size at the request's aspect with the same number of pixels, both even."""
        pixels, aspect = wide[0] * wide[1], ASPECTS[self.aspect]
        if self.aspect == "16:9":
            return wide
        height = round((pixels / aspect) ** 0.5 / 2) * 2
        return round(height * aspect / 2) * 2, height

    @property
    def film_seconds(self) -> float:
        return self.seconds if self.seconds is not None else self.level.film_seconds


def _one_of(what: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise CastaliaError(f"{value!r} is not a known {what}{suggestion(value, known)}")


# --- what the user fixes ------------------------------------------------------------------------------------------


def wishes_from(settings: list[str], mood: str = "", palette: str = "") -> dict[str, Any]:
    """A partial plan from ``path=value`` settings, ``valence=-0.6,energy=0.2`` and ``#rrggbb,#rrggbb``."""
    wishes: dict[str, Any] = {}
    for entry in mood.split(",") if mood else []:
        name, value = _split(entry, "--mood", "valence=-0.6,energy=0.2")
        if name not in Mood.model_fields:
            raise CastaliaError(f"{name!r} is not a mood{suggestion(name, tuple(Mood.model_fields))}")
        _put(wishes, f"mood.{name}", value)
    if palette:
        for index, colour in enumerate(palette.split(",")):
            _put(wishes, f"palette.{index}", colour.strip())
    for entry in settings:
        path, value = _split(entry, "--set", "scene.time=night")
        _put(wishes, path, value)
    return wishes


def _split(entry: str, option: str, example: str) -> tuple[str, str]:
    name, sign, value = entry.partition("=")
    if not sign or not name.strip():
        raise CastaliaError(f"{option} {entry!r} is not of the form {example}")
    return name.strip(), value.strip()


def _leaves(wishes: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """What a partial plan fixes, each with its path."""
    if not isinstance(wishes, Mapping):
        yield path, wishes
        return
    for name, value in wishes.items():
        yield from _leaves(value, f"{path}.{name}" if path else str(name))


def _put(wishes: dict[str, Any], path: str, text: Any) -> None:
    """Set one field of the partial plan, checked against the schema."""
    at: Any = wishes
    annotation: Any = Decisions
    steps = path.split(".")
    for position, step in enumerate(steps):
        key, annotation = _step(annotation, step, path)
        if position < len(steps) - 1:
            at = at.setdefault(key, {})
            if not isinstance(at, dict):
                raise CastaliaError(f"{path} contradicts a setting of the whole of {'.'.join(steps[: position + 1])}")
        elif key in at and at[key] != _value(annotation, text, path):
            raise CastaliaError(f"{path} is set twice, to different values; give it once")
        else:
            at[key] = _value(annotation, text, path)


def _step(annotation: Any, step: str, path: str) -> tuple[str | int, Any]:
    """One step down the schema: a field's name, or a list entry's index."""
    bare = get_args(annotation)[0] if hasattr(annotation, "__metadata__") else annotation
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        if step not in bare.model_fields:
            raise CastaliaError(f"{path}: there is no field {step!r}{suggestion(step, tuple(bare.model_fields))}")
        info = bare.model_fields[step]
        return step, info.rebuild_annotation()
    if get_origin(bare) is tuple:
        most = next(note.high for note in annotation.__metadata__ if isinstance(note, Items))
        if not step.isdecimal() or len(step) > 4 or int(step) >= most:
            raise CastaliaError(f"{path}: {step!r} should be an index from 0 to {most - 1}")
        return int(step), get_args(bare)[0]
    raise CastaliaError(f"{path}: {step!r} goes deeper than the plan does")


def _value(annotation: Any, text: Any, path: str) -> Any:
    """A value of the right type. Whole lists and records may be given as JSON."""
    try:
        given = json.loads(text) if isinstance(text, str) and text[:1] in "[{" else text
        made = TypeAdapter(annotation).validate_python(given)
    except (ValidationError, ValueError, RecursionError) as error:
        reason = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
        reason = reason.removeprefix("Value error, ").replace("Input should", "it should")
        raise CastaliaError(f"{path}={text!r}: {reason}") from error
    return TypeAdapter(annotation).dump_python(made, mode="json")


# --- the recipe ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Recipe:
    """Everything that is needed to make a pack again without sampling."""

    request: Request
    plan: Plan
    notes: Notes

    def to_json(self) -> str:
        return json.dumps(
            {
                "castalia": self.plan.version,
                "model": self.plan.model,
                "seed": self.plan.seed,
                "brief": self.request.brief,
                "request": asdict(self.request),
                "plan": self.plan.model_dump(by_alias=True, mode="json"),
                "notes": self.notes.model_dump(mode="json"),
                "inputs": dict(self.request.inputs),
            },
            separators=(",", ":"),
            ensure_ascii=False,
            sort_keys=True,
        )

    @classmethod
    def from_json(cls, text: str) -> Recipe:
        """Read a recipe. Raises CastaliaError when it is sealed, damaged or of an unknown schema."""
        from castalia.language.history import read_plan

        try:
            value = json.loads(text)
            if "sealed" in value:
                value = json.loads(_unsealed(str(value["sealed"])))
            request = value["request"]
            request["only"] = tuple(request["only"])
            request["wishes"] = _indexed(request["wishes"])
            asked = Request(**request).checked()
            return cls(asked, read_plan(value["plan"]), Notes.model_validate(value["notes"]))
        except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
            raise CastaliaError(f"the recipe in this file cannot be read: {error}") from error


def _indexed(value: Any) -> Any:
    """JSON turns the indices of partly known lists into strings; turn them back."""
    if isinstance(value, dict):
        return {int(key) if key.isdecimal() else key: _indexed(entry) for key, entry in value.items()}
    return value


def sealed(recipe: str) -> str:
    """What stands in a file instead of its recipe under a promise of silence: the recipe's hash and the record's id. The
    record itself, the whole recipe, is kept on this computer only."""
    digest = hashlib.sha256(recipe.encode()).hexdigest()
    record = _record(digest)
    record.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_text(record, recipe)
    return json.dumps({"sealed": digest, "record": record.stem})


def _record(digest: str) -> Path:
    return config_folder() / "records" / f"{digest[:16]}.json"


def _unsealed(digest: str) -> str:
    """The recipe that a sealed file was made by. Raises CastaliaError where it is not kept."""
    try:
        recipe = _record(digest).read_text("utf-8") if digest.isalnum() else ""
    except OSError:
        recipe = ""
    if hashlib.sha256(recipe.encode()).hexdigest() != digest:
        raise CastaliaError(
            "this file's recipe is sealed: it holds only a hash, and the record that belongs to it is not on this computer"
        )
    return recipe
