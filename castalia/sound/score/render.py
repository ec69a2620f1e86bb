"""From an arrangement to sound: every part played, seated and levelled; stems, their sum, and the finished mix."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from castalia.settings import SAMPLE_RATE
from castalia.sound.score.arrangement import Arrangement, Part
from castalia.sound.score.mixing import ROLE_LUFS, Sound, hall, loudness_of, mastered, seated
from castalia.sound.score.performance import played_times
from castalia.sound.score.players import Player, Sampled, Synthesised
from castalia.sound.score.soundfont import Soundfont
from castalia.sound.score.styles import style_of

Floats = NDArray[np.float32]
TAIL_SECONDS = 3.5
PREMIX_PEAK = 10 ** (-6 / 20)
EARLY = {"solo": 0.05, "section": 0.09, "choir": 0.09, "brass": 0.03, "wind": 0.03}
"""Seconds by which slow attacks start early, so that they are heard on the beat."""


@dataclass(frozen=True)
class ScoreSound:
    """All (N, 2) at 48 kHz; ``stems`` sum to ``premix``, ``mix`` is the premix compressed and limited."""

    mix: Floats
    premix: Floats
    stems: dict[str, Floats]


def render_score(
    arrangement: Arrangement,
    seed: int,
    progress: Callable[[float], None] = lambda share: None,
    soundfont: Path | None = None,
) -> ScoreSound:
    """Play an arrangement with a soundfont, or without one with our own synthesiser."""
    font = Soundfont(soundfont) if soundfont else None
    response = hall(style_of(arrangement.style).hall, seed)
    length = round((float(arrangement.seconds(arrangement.ticks)) + TAIL_SECONDS) * SAMPLE_RATE)
    stems: dict[str, Sound] = {}
    for number, part in enumerate(arrangement.parts):
        player: Player = Sampled(font, part.sound) if font else Synthesised(part.sound, seed)
        stem = seated(_track(arrangement, part, player, length, seed), part.sound, response)
        stems[part.name] = _levelled(stem, part)
        progress(0.85 * (number + 1) / len(arrangement.parts))
    premix = np.sum(list(stems.values()), axis=0)
    gain = PREMIX_PEAK / max(float(np.abs(premix).max()), 1e-9)
    fade = np.ones(length)
    fade[-SAMPLE_RATE:] = np.cos(np.linspace(0, np.pi / 2, SAMPLE_RATE)) ** 2
    finished = {name: (stem * gain * fade[:, None]).astype(np.float32) for name, stem in stems.items()}
    premix = np.sum(list(finished.values()), axis=0, dtype=np.float32)
    mix = mastered(premix).astype(np.float32)
    progress(1.0)
    return ScoreSound(mix, premix, finished)


def _track(arrangement: Arrangement, part: Part, player: Player, length: int, seed: int) -> Sound:
    """A part played dry, mono (N,), under its expression."""
    track = np.zeros(length)
    if not part.notes:
        return track
    starts, ends = played_times(arrangement, part.name, part.notes, part.sound.drums, seed)
    early = EARLY.get(part.sound.family, 0.0)
    lifts = [float(arrangement.seconds(up)) for _, up in part.pedal]
    for note, start, end in zip(part.notes, starts, ends, strict=True):
        lift = next((up for up in lifts if up > start + 0.05), end)
        player.play(
            track, max(0.0, float(start) - early), max(float(end), lift) - float(start), note.pitch, note.velocity
        )
    return track * _expression(arrangement, part, length)


def _expression(arrangement: Arrangement, part: Part, length: int) -> Sound:
    """Controller 11 as a gain (N,): 40 log10(v / 127) dB, gliding from point to point."""
    if not part.expression:
        return np.ones(length)
    ticks, values = zip(*part.expression, strict=True)
    at = arrangement.seconds(np.array(ticks)) * SAMPLE_RATE
    result: Sound = (np.interp(np.arange(length), at, values) / 127) ** 2
    return result


def _levelled(stem: Sound, part: Part) -> Sound:
    """A part's loudness by its role, so that no preset's own level decides the balance. Mean is zero."""
    stem = stem - stem.mean(axis=0)
    measured = loudness_of(stem)
    result: Sound = stem * 10 ** ((ROLE_LUFS[part.role] - measured) / 20) if measured > -70 else stem
    return result
