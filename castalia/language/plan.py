"""The plan: everything the model decides, as typed records. Schema 1.

The order in which the model decides its blocks stands in ``sequences``: the scene first, each later block conditioned on
the ones before.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from castalia.language.fields import Category, Colour, Count, Items, Level
from castalia.settings import LIMITS

SCHEMA = 1


def _hex_colour(value: str) -> str:
    text = value.lower()
    if len(text) != 7 or text[0] != "#" or any(letter not in "0123456789abcdef" for letter in text[1:]):
        raise ValueError(f"{value!r} is not a colour; write it as #rrggbb")
    return text


Signed = Annotated[float, Field(ge=-1, le=1), Level(-1.0, 1.0, 0.001)]
Unit = Annotated[float, Field(ge=0, le=1), Level(0.0, 1.0, 0.001)]
HexColour = Annotated[str, AfterValidator(_hex_colour), Colour()]


class Record(BaseModel):
    """A typed record; unknown fields are refused by name."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Mood(Record):
    """What every medium shares; each -1 to 1."""

    valence: Signed
    energy: Signed
    tension: Signed
    warmth: Signed
    brightness: Signed


class SceneObject(Record):
    """Something in the scene. Kinds are nouns, states adjectives; ``size`` -1 small .. 1 large of its kind."""

    kind: Annotated[str, Category("kind")]
    count: Annotated[int, Field(ge=1, le=1000), Count(1, 128)]
    state: Annotated[str, Category("state")]
    relation: Annotated[str, Category("relation")]
    size: Signed


class Light(Record):
    """Where the main light comes from as the camera sees it, how strong it is, and how thick the air."""

    direction: Annotated[str, Category("light")]
    strength: Unit
    haze: Unit


class SceneCamera(Record):
    """The still's camera."""

    angle: Annotated[str, Category("angle")]
    lens: Annotated[str, Category("lens")]


class Scene(Record):
    setting: Annotated[str, Category("setting")]
    time: Annotated[str, Category("time")]
    weather: Annotated[str, Category("weather")]
    season: Annotated[str, Category("season")]
    light: Light
    camera: SceneCamera
    objects: Annotated[tuple[SceneObject, ...], Items(1, 12, distinct=True)]

    @model_validator(mode="after")
    def _bounded(self) -> Scene:
        copies = sum(item.count for item in self.objects)
        if copies > LIMITS.copies:
            raise ValueError(f"the objects are {copies} in all; make them at most {LIMITS.copies}")
        return self


class MaterialUse(Record):
    """A material of the pack; ``wear`` 0 new .. 1 worn, ``swatch`` the palette colour it leans to (0-4)."""

    kind: Annotated[str, Category("material")]
    wear: Unit
    swatch: Annotated[int, Field(ge=0, le=4), Count(0, 4)]


class Shot(Record):
    """One shot; ``subject`` is the index of an object in ``scene.objects``."""

    move: Annotated[str, Category("move")]
    size: Annotated[str, Category("size")]
    angle: Annotated[str, Category("angle")]
    subject: Annotated[int, Field(ge=0, le=15), Count(0, 15)]
    seconds: Annotated[float, Field(ge=0.1, le=LIMITS.film_seconds), Level(0.5, 16.0, 0.001, log=True)]


class Film(Record):
    shots: Annotated[tuple[Shot, ...], Items(2, 6)]

    @model_validator(mode="after")
    def _bounded(self) -> Film:
        seconds = sum(shot.seconds for shot in self.shots)
        if seconds > LIMITS.film_seconds + 0.001:
            raise ValueError(
                f"the film's shots last {seconds:g} seconds; make them at most {LIMITS.film_seconds:g} in all"
            )
        return self


class Section(Record):
    """A part of the form: ``bars`` long, ``energy`` 0 to 1."""

    name: Annotated[str, Category("section")]
    bars: Annotated[int, Field(ge=1, le=64), Count(1, 32)]
    energy: Unit


class Score(Record):
    tempo: Annotated[float, Field(ge=30, le=240), Level(40.0, 208.0, 1.0, log=True)]
    key: Annotated[str, Category("key")]
    mode: Annotated[str, Category("mode")]
    metre: Annotated[str, Category("metre")]
    style: Annotated[str, Category("style")]
    instruments: Annotated[tuple[Annotated[str, Category("instrument")], ...], Items(1, 10, distinct=True)]
    sections: Annotated[tuple[Section, ...], Items(1, 8)]

    @model_validator(mode="after")
    def _bounded(self) -> Score:
        over, _, under = self.metre.partition("/")
        quarters = sum(section.bars for section in self.sections) * 4 * int(over) / int(under)
        if quarters * 60 / self.tempo > LIMITS.score_seconds:
            seconds = quarters * 60 / self.tempo
            raise ValueError(f"the score lasts {seconds:.0f} seconds; make it at most {LIMITS.score_seconds:g}")
        return self

    def form(self) -> tuple[str | None, ...]:
        """One entry a bar: the name of the section that begins with it, or None."""
        return tuple(name for section in self.sections for name in (section.name, *(None,) * (section.bars - 1)))


class Layer(Record):
    """One layer of ambience; ``level`` is loudness, ``distance`` 0 near .. 1 far."""

    kind: Annotated[str, Category("layer")]
    level: Unit
    distance: Unit


class Soundscape(Record):
    layers: Annotated[tuple[Layer, ...], Items(1, 8, distinct=True)]


class Decisions(Record):
    """All that the model samples for one brief."""

    mood: Mood
    palette: Annotated[tuple[HexColour, ...], Items(5, 5)]
    look: Annotated[str, Category("look")]
    scene: Scene
    materials: Annotated[tuple[MaterialUse, ...], Items(1, 8, distinct=True)]
    film: Film
    score: Score
    soundscape: Soundscape


class Plan(Decisions):
    """``plan.json``: the decisions with where they came from."""

    schema_: Literal[1] = Field(default=1, alias="schema")
    seed: int
    version: str
    model: str

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    @model_validator(mode="after")
    def _pointed(self) -> Plan:
        wrong = [shot.subject for shot in self.film.shots if shot.subject >= len(self.scene.objects)]
        if wrong:
            raise ValueError(
                f"a shot's subject is {wrong[0]}, but there are only objects 0 to {len(self.scene.objects) - 1}"
            )
        return self


class Asset(Record):
    """One object alone: its class and the parameters its generator reads."""

    kind: Annotated[str, Category("kind")]
    state: Annotated[str, Category("state")]
    size: Signed
    age: Unit
    detail: Unit


class Note(Record):
    """A note: onset in 1/12 quarters from the bar line, duration likewise, pitch in semitones from the tonic (the
    one nearest C5 for melody and counter, between C2 and B2 for bass)."""

    voice: Annotated[str, Category("voice")]
    onset: Annotated[int, Field(ge=0, le=127)]
    pitch: Annotated[int, Field(ge=-60, le=60)]
    duration: Annotated[int, Field(ge=1, le=9_600)]


class Chord(Record):
    """A chord from ``onset`` (1/12 quarters) on; ``root`` in semitones above the tonic, 0-11."""

    onset: Annotated[int, Field(ge=0, le=127)]
    root: Annotated[int, Field(ge=0, le=11)]
    quality: Annotated[str, Category("quality")]


class Bar(Record):
    """One bar; ``section`` names the part of the form that begins with it."""

    section: Annotated[str, Category("section")] | None = None
    chords: tuple[Chord, ...]
    notes: tuple[Note, ...]


class Notes(Record):
    """``notes.json``: what the model composed, bar by bar; the sections follow one another as in the plan."""

    bars: tuple[Bar, ...]


def object_name(item: SceneObject) -> str:
    """The name of an object in nodes and files: ``ruined-tower``, or ``tower`` when its state is plain."""
    return item.kind if item.state == "plain" else f"{item.state}-{item.kind}"


__all__ = ["Category", "Decisions", "Film", "Notes", "Plan", "Record", "Shot", "object_name"]
