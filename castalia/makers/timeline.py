"""The timeline: shots, score and soundscape on tracks, for editors. Where the film has a master, the shots are of it."""

from __future__ import annotations

from pathlib import Path

from castalia.job import Job, Maker, Resolved


def make(job: Job, folder: Path) -> Resolved:
    from castalia.exchange.otio import Marker, ShotClip, write_timeline

    fps, seconds = job.request.fps, sum(count for _, count in job.cuts) / job.request.fps
    sections = job.made["score"].resolved["sections"] if "score" in job.made else []
    starts = [(section["name"], section["seconds"] - job.cue) for section in sections]
    marks = [Marker(name, start) for name, start in starts if 0 <= start < seconds]
    clips = [ShotClip(f"shot-{number}", start / fps, count / fps) for number, (start, count) in enumerate(job.cuts, 1)]
    write_timeline(
        folder / "timeline.otio",
        clips,
        film="film_master.mov" if job.request.delivery == "film" else "film.mp4",
        score="score/mix.wav",
        score_from=job.cue,
        soundscape="soundscape/loop.wav",
        fps=fps,
        markers=marks,
        recipe=job.recipe,
        media=job.pack,
    )
    return {"seconds": seconds}


MAKER = Maker("timeline", ("film",), make, uses=("film", "score", "soundscape"), delivered=True)
