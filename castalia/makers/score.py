"""The score: arranged, performed, mixed; as sound, MIDI and notation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from castalia.files import write_text
from castalia.job import Job, Maker, Resolved
from castalia.settings import SAMPLE_RATE


def make(job: Job, folder: Path) -> Resolved:
    from castalia.exchange.midi import write_midi
    from castalia.exchange.musicxml import write_musicxml
    from castalia.exchange.wav import write_wav
    from castalia.library.fetch import find_soundfont
    from castalia.sound.score.arrange import arrange
    from castalia.sound.score.render import render_score

    arrangement, soundfont = arrange(job.plan.score, job.notes, job.plan.seed), find_soundfont()
    sound = render_score(
        arrangement, job.plan.seed, progress=lambda share: job.report("score", share), soundfont=soundfont
    )
    (folder / "score" / "stems").mkdir(parents=True)
    write_midi(folder / "score" / "score.mid", arrangement, job.recipe)
    write_musicxml(folder / "score" / "score.musicxml", arrangement, job.recipe)
    write_wav(folder / "score" / "mix.wav", sound.mix, SAMPLE_RATE, job.recipe, title="mix")
    write_wav(folder / "score" / "premix.wav", sound.premix, SAMPLE_RATE, job.recipe, title="premix")
    for name, stem in sound.stems.items():
        write_wav(folder / "score" / "stems" / f"{name}.wav", stem, SAMPLE_RATE, job.recipe, title=name)
    notes: dict[str, Any] = {"composed": job.notes.model_dump(mode="json"), "recipe": json.loads(job.recipe)}
    write_text(folder / "score" / "notes.json", json.dumps(notes, indent=1))
    resolved: dict[str, Any] = arrangement.to_json()
    played = {"samples": soundfont.name} if soundfont else {}
    return {key: value for key, value in resolved.items() if key != "notes"} | played


MAKER = Maker("score", ("score",), make, apart=True, framed=False, better_with=("soundfont",))
