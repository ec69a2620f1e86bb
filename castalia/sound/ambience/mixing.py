"""From the plan's layers to stems and loop: each layer is made, set in its place at its level, and summed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from castalia.errors import CastaliaError
from castalia.language.plan import Layer, Mood, Soundscape
from castalia.settings import SAMPLE_RATE
from castalia.sound.ambience.circle import Circle, Sound
from castalia.sound.ambience.layers import layer_maker
from castalia.sound.ambience.space import heard
from castalia.sound.loudness import loop_loudness

SHORTEST = 0.5
MIDDLE = -26.0
"""Loudness in LUFS of a near bed of level 0.5; events are set by what sounds, not by their silences."""
SPAN = 20.0
FARTHER = 6.0
LAYER_PEAK = 10 ** (-4 / 20)
PEAK = 10 ** (-1.2 / 20)


@dataclass(frozen=True)
class Ambience:
    """``loop`` and each stem are (N, 2) float32 at 48 kHz without a seam; the stems sum to the loop."""

    loop: Sound
    stems: dict[str, Sound]


def make_soundscape(soundscape: Soundscape, mood: Mood, seed: int, seconds: float) -> Ambience:
    """Make every layer as a loop of ``seconds``.

    A layer depends on the seed, the mood and its own place among the layers of its kind; other layers change it only by
    one common gain, and only where together they would pass -1 dB. Raises CastaliaError for less than half a second.
    """
    if seconds < SHORTEST:
        raise CastaliaError(f"a soundscape of {seconds} s is too short to loop; ask for {SHORTEST} s or more")
    length, pace = round(seconds * SAMPLE_RATE), 2.0 ** (0.6 * mood.energy)
    stems: dict[str, Sound] = {}
    seen: Counter[str] = Counter()
    for layer in soundscape.layers:
        seen[layer.kind] += 1
        number = seen[layer.kind]
        circle = Circle(length, seed, (layer.kind, number), pace)
        stems[layer.kind if number == 1 else f"{layer.kind}-{number}"] = _stem(circle, layer, mood)
    peak = float(np.abs(_sum(stems)).max())
    if peak > PEAK:
        stems = {name: stem * np.float32(PEAK / peak) for name, stem in stems.items()}
    return Ambience(_sum(stems), stems)


def _sum(stems: dict[str, Sound]) -> Sound:
    first, *others = stems.values()
    total = first.copy()
    for stem in others:
        total += stem
    return total


def _stem(circle: Circle, layer: Layer, mood: Mood) -> Sound:
    """A layer at its distance and level, (N, 2)."""
    kind = layer_maker(layer.kind)
    sound = heard(circle, kind.make(circle), kind.place, layer.distance, mood.brightness)
    wanted = MIDDLE + SPAN * (layer.level - 0.5) - FARTHER * layer.distance + kind.trim
    gain = 10 ** ((wanted - loop_loudness(sound.T)) / 20)
    gain = min(gain, LAYER_PEAK / float(np.abs(sound).max()))
    return np.ascontiguousarray(sound.T * np.float32(gain))
