"""What a maker of a part is given: the pack that is being made, and what several parts share, worked out at most once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from pydantic import BaseModel

from castalia.language.plan import Notes, Plan
from castalia.request import Request

if TYPE_CHECKING:
    from castalia.craft.objects import ObjectMaker
    from castalia.craft.tiles import TileSet
    from castalia.kits.making import Shelf
    from castalia.pack import Pack
    from castalia.render.moves import Take
    from castalia.render.stage import Stage
    from castalia.rights.credentials import Facts
    from castalia.rights.identity import Identity
    from castalia.world import World

Resolved = Mapping[str, Any]


class Progress(Protocol):
    """Told what is being made and which share of it is done, 0 to 1."""

    def __call__(self, part: str, share: float) -> None: ...


@dataclass(frozen=True)
class Maker:
    """Makes one part. ``reads`` are the plan's fields it depends on (``scene`` or
    ``scene.objects``), ``uses`` the parts whose files it needs; ``make``
    writes files into a folder laid out like the pack and returns what it worked out. A maker that is ``apart`` needs
    neither world, stage nor other parts' files: it runs in another process, beside those that do. A part that is not
    ``framed`` has neither aspect nor frames a second, one that is not ``delivered`` is the same for every delivery; one that is ``better_with`` optional parts is made anew when they
    come or go, and one whose ``tool`` has a name when that changes."""

    part: str
    reads: tuple[str, ...]
    make: Callable[[Job, Path], Resolved]
    uses: tuple[str, ...] = ()
    apart: bool = False
    always: bool = False
    framed: bool = True
    delivered: bool = False
    better_with: tuple[str, ...] = ()
    tool: Callable[[], str] | None = None


class Made(BaseModel):
    """A part that is made: what it depended on, of which pack it is, the SHA-256 of each file, what was worked out."""

    key: str
    of: str
    files: dict[str, str]
    resolved: dict[str, Any]


@dataclass
class Job:
    """What makers share: the pack that is being made, its folder, and the world built from it at most once."""

    planned: Pack
    pack: Path
    recipe: str
    identity: Identity
    report: Progress = lambda part, share: None
    made: dict[str, Made] = field(default_factory=dict)

    @property
    def request(self) -> Request:
        return self.planned.request

    @property
    def plan(self) -> Plan:
        return self.planned.plan

    @property
    def notes(self) -> Notes:
        return self.planned.notes

    @property
    def facts(self) -> Facts:
        return self.planned.facts

    @property
    def files(self) -> list[Path]:
        """Every file of the parts that are made; what else lies in the folder is the user's own."""
        return sorted(self.pack / name for part in self.made.values() for name in part.files)

    @cached_property
    def world(self) -> World:
        """The scene as geometry."""
        from castalia.craft.build import build_world

        self.report("world", 0.0)
        level = self.request.level
        return build_world(
            self.plan,
            self.plan.seed,
            level.world_texture,
            objects=self.objects,
            closeness=level.closeness,
            tiles=self.tiles,
        )

    @property
    def objects(self) -> Mapping[str, ObjectMaker]:
        """What makes each kind of object, kits before our own; buildings to one scale where their tiles are laid."""
        return self.shelf.makers(even=self.tiles is not None)

    @cached_property
    def tiles(self) -> TileSet | None:
        """The tiles of the request's kits, where the plan's place has room for them."""
        from castalia.craft.places import place_of

        return self.shelf.tiles() if place_of(self.plan.scene.setting).tiled else None

    @cached_property
    def shelf(self) -> Shelf:
        """The pieces of the studio's own kits that the request names."""
        from castalia.kits.making import Shelf

        return Shelf.of(tuple(self.request.libraries))

    @property
    def ingredients(self) -> list[dict[str, str]]:
        """The pieces of kits that stand in the scene, each with licence and credit; known once the world is built."""
        if not self.request.libraries:
            return []
        _ = self.world
        return self.shelf.credits()

    @cached_property
    def stage(self) -> Stage:
        """The world with its light baked and metered, ready to be drawn."""
        from castalia.render.metering import metered
        from castalia.render.stage import Stage

        baking = self.request.level.baking
        return metered(Stage.of(self.world, self.plan.seed, baking, lambda share: self.report("light", share)))

    @property
    def cuts(self) -> list[tuple[int, int]]:
        """The first frame of each shot, and how many it lasts."""
        counts = [round(shot.seconds * self.request.fps) for shot in self.plan.film.shots]
        return [(sum(counts[:index]), count) for index, count in enumerate(counts)]

    @property
    def cue(self) -> float:
        """Seconds into the score at which the film comes in: with the liveliest section that lasts to the film's end, so
        that a short film does not hear an introduction alone; from the beginning where none does."""
        if "score" not in self.made:
            return 0.0
        score, film = self.made["score"].resolved, sum(count for _, count in self.cuts) / self.request.fps
        lasting = [section for section in score["sections"] if section["seconds"] + film <= score["seconds"]]
        return float(max(lasting, key=lambda section: section["energy"])["seconds"]) if lasting else 0.0

    @cached_property
    def takes(self) -> list[Take]:
        """The film's shots with their cameras worked out."""
        from castalia.render.cameras import shoot

        width, height = self.request.size(self.request.level.film)
        plan, tries = self.plan, self.request.level.cameras * 2 // 5
        return shoot(self.world, plan.film.shots, plan.scene.camera, self.stage, plan.seed, width / height, tries)
