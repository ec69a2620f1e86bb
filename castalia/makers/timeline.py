"""The timeline: shots, score and soundscape on tracks, for editors."""

from __future__ import annotations

from pathlib import Path

from castalia.pack import Job, Maker, Resolved


def make(job: Job, folder: Path) -> Resolved:
    from castalia.exchange.otio import ShotClip, write_timeline

    start, clips = 0.0, []
    for number, shot in enumerate(job.plan.film.shots, 1):
        seconds = round(shot.seconds * job.request.fps) / job.request.fps
        clips.append(ShotClip(f"shot-{number}", start, seconds))
        start += seconds
    write_timeline(
        folder / "timeline.otio",
        clips,
        film="film.mp4",
        score="score/mix.wav",
        soundscape="soundscape/loop.wav",
        fps=job.request.fps,
        recipe=job.recipe,
        markers=[],
        media=job.pack,
    )
    return {"seconds": start}


MAKER = Maker("timeline", ("film",), make, uses=("film", "score", "soundscape"))
