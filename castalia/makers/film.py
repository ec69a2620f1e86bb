"""The film: shots drawn from the baked stage, with score and soundscape mixed underneath. A delivery to a film's
post-production has a ProRes master beside it, of the same frames."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from castalia.job import Job, Maker, Resolved
from castalia.settings import SAMPLE_RATE, film_encoder

SCORE_GAIN = 0.8
FADE_SECONDS = 0.6


def make(job: Job, folder: Path) -> Resolved:
    from castalia.exchange.encode import MASTER
    from castalia.exchange.mp4 import FilmWriter
    from castalia.render.film import frames_of

    level, fps = job.request.level, job.request.fps
    width, height = job.request.size(level.film)
    takes, cuts, encoder = job.takes, job.cuts, film_encoder()
    starts, total = [start for start, _ in cuts], sum(count for _, count in cuts)
    files = {"film.mp4": encoder} | ({"film_master.mov": MASTER} if job.request.delivery == "film" else {})
    with ExitStack() as open_films:
        films = [
            open_films.enter_context(FilmWriter(folder / name, width, height, fps, job.recipe, starts, by))
            for name, by in files.items()
        ]
        sound = soundtrack(job, total / fps)
        for film in films:
            film.sound(sound)
        for take, (start, count) in zip(takes, cuts, strict=True):
            shown = frames_of(job.stage, take, start, count, fps, (width, height), level)
            for frame, picture in enumerate(shown, start + 1):
                for film in films:
                    film.add(picture)
                job.report("film", frame / total)
    return {
        "encoder": encoder,
        "score_from": job.cue,
        "shots": [
            {
                "start": start / fps,
                "seconds": count / fps,
                "from": vars(take.at(0.0)),
                "to": vars(take.at(count / fps)),
                "reach": round(abs(take.reach), 3),
                "checks": take.verdict.to_json() if take.verdict else None,
            }
            for take, (start, count) in zip(takes, cuts, strict=True)
        ],
    }


def soundtrack(job: Job, seconds: float) -> NDArray[np.float32]:
    """Score from its cue over soundscape, (N, 2), as loud as the score's own mix, faded in and out at the film's ends. A film
    that is longer than its score hears it again."""
    from castalia.sound.score.mastering import to_loudness

    length = round(seconds * SAMPLE_RATE)
    loop, score = (_read(job.pack / name) for name in ("soundscape/loop.wav", "score/mix.wav"))
    score = score[round(job.cue * SAMPLE_RATE) :]
    mixed = _repeated(loop, length) + SCORE_GAIN * _repeated(score, length)
    ramp = min(round(FADE_SECONDS * SAMPLE_RATE), length // 4)
    fade = np.sin(np.linspace(0, np.pi / 2, ramp, dtype=np.float32))[:, None] ** 2
    mixed[:ramp] *= fade
    mixed[-ramp:] *= fade[::-1]
    return to_loudness(mixed)


def _repeated(sound: NDArray[np.float32], length: int) -> NDArray[np.float32]:
    return np.tile(sound, (length // len(sound) + 1, 1))[:length]


def _read(path: Path) -> NDArray[np.float32]:
    import soundfile

    samples: NDArray[np.float32] = soundfile.read(path, dtype="float32", always_2d=True)[0]
    return samples


MAKER = Maker(
    "film",
    ("film", "scene", "palette", "mood", "look", "materials"),
    make,
    uses=("score", "soundscape"),
    tool=film_encoder,
    delivered=True,
)
