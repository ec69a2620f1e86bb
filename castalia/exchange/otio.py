"""The timeline for editors: shots, score and soundscape on tracks (OpenTimelineIO)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from castalia.errors import CastaliaError
from castalia.files import whole
from castalia.settings import LIMITS

if TYPE_CHECKING:
    import opentimelineio as otio

_LARGEST = 16_000_000


@dataclass(frozen=True)
class ShotClip:
    """One shot of the film: where it starts in it and how long it lasts, in seconds."""

    name: str
    start: float
    seconds: float


@dataclass(frozen=True)
class Marker:
    """Something to find again in the cut, such as a hit point, in seconds from the film's start."""

    name: str
    seconds: float


def write_timeline(
    path: Path,
    clips: Sequence[ShotClip],
    film: str,
    score: str,
    soundscape: str,
    fps: int,
    recipe: str,
    markers: Sequence[Marker],
    media: Path | None = None,
    score_from: float = 0.0,
) -> None:
    """Write an .otio file. ``film``, ``score`` and ``soundscape`` are names relative to it; the film hears the score from
    ``score_from`` seconds on.

    ``media`` is the folder in which those names are looked up to learn how long the sounds are (the timeline's own by
    default); a sound that is not there counts as long as the film. Raises CastaliaError when there are no shots.
    """
    import opentimelineio as otio

    if not clips:
        raise CastaliaError("a timeline needs at least one shot")
    folder = media or path.parent
    total = _frames(sum(clip.seconds for clip in clips), fps)
    timeline = otio.schema.Timeline("film", global_start_time=otio.opentime.RationalTime(0, fps))
    timeline.metadata["castalia"] = {"recipe": recipe}
    tracks = {
        "Shots": [_shot(clip, film, fps, total) for clip in clips],
        "Score": _laid("score", score, fps, total, _length(folder / score, fps, total), _frames(score_from, fps)),
        "Soundscape": _laid("soundscape", soundscape, fps, total, _length(folder / soundscape, fps, total)),
    }
    for name, content in tracks.items():
        kind = otio.schema.TrackKind.Video if name == "Shots" else otio.schema.TrackKind.Audio
        track = otio.schema.Track(name, kind=kind)
        track.extend(content)
        timeline.tracks.append(track)
    timeline.tracks.markers.extend(_marker(marker, fps) for marker in markers)
    with whole(path) as temporary:
        temporary.write_text(timeline.to_json_string(indent=1) + "\n", "utf-8")


def read_otio_recipe(path: Path) -> str | None:
    """The recipe in a timeline's metadata, or None where there is none. Raises ValueError on a damaged file."""
    with path.open("rb") as file:
        content = file.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise ValueError("it is longer than any timeline that castalia writes")
    document = json.loads(content)
    metadata = document.get("metadata") if isinstance(document, dict) else None
    ours = metadata.get("castalia") if isinstance(metadata, dict) else None
    recipe = ours.get("recipe") if isinstance(ours, dict) else None
    return recipe if isinstance(recipe, str) and len(recipe) <= LIMITS.recipe_bytes else None


def _frames(seconds: float, fps: int) -> int:
    return round(seconds * fps)


def _length(path: Path, fps: int, otherwise: int) -> int:
    """How many frames a sound lasts, in whole frames."""
    if not path.is_file():
        return otherwise
    import soundfile

    info = soundfile.info(path)
    return max(int(info.frames * fps / info.samplerate), 1)


def _range(start: int, length: int, fps: int) -> otio.opentime.TimeRange:
    import opentimelineio as otio

    return otio.opentime.TimeRange(otio.opentime.RationalTime(start, fps), otio.opentime.RationalTime(length, fps))


def _clip(name: str, target: str, fps: int, available: int, start: int, length: int) -> otio.schema.Clip:
    import opentimelineio as otio

    reference = otio.schema.ExternalReference(target, _range(0, available, fps))
    reference.name = name
    return otio.schema.Clip(name, reference, _range(start, length, fps))


def _shot(clip: ShotClip, film: str, fps: int, total: int) -> otio.schema.Clip:
    start, end = _frames(clip.start, fps), _frames(clip.start + clip.seconds, fps)
    return _clip(clip.name, film, fps, total, start, end - start)


def _laid(name: str, target: str, fps: int, total: int, available: int, start: int = 0) -> list[otio.schema.Clip]:
    """A sound from its frame ``start`` on under the whole film, again and again where it is shorter."""
    lasts = max(available - start, 1)
    begins = range(0, total, lasts)
    titles = [name if len(begins) == 1 else f"{name}-{number}" for number in range(1, len(begins) + 1)]
    return [
        _clip(title, target, fps, available, start, min(lasts, total - begin))
        for title, begin in zip(titles, begins, strict=True)
    ]


def _marker(marker: Marker, fps: int) -> otio.schema.Marker:
    import opentimelineio as otio

    return otio.schema.Marker(marker.name, _range(_frames(marker.seconds, fps), 0, fps))
