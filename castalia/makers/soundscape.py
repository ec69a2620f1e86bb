"""The soundscape: a loop, and the layers that sum to it."""

from __future__ import annotations

from pathlib import Path

from castalia.job import Job, Maker, Resolved
from castalia.settings import SAMPLE_RATE


def make(job: Job, folder: Path) -> Resolved:
    from castalia.exchange.wav import write_wav
    from castalia.sound.ambience import make_soundscape

    seconds = job.request.level.loop_seconds
    sound = make_soundscape(job.plan.soundscape, job.plan.mood, job.plan.seed, seconds)
    (folder / "soundscape" / "stems").mkdir(parents=True)
    write_wav(folder / "soundscape" / "loop.wav", sound.loop, SAMPLE_RATE, job.recipe, loop=True, title="loop")
    for name, stem in sound.stems.items():
        path = folder / "soundscape" / "stems" / f"{name}.wav"
        write_wav(path, stem, SAMPLE_RATE, job.recipe, loop=True, title=name)
    return {"seconds": seconds, "layers": list(sound.stems)}


MAKER = Maker("soundscape", ("soundscape", "mood"), make, apart=True, framed=False)
