"""Our own drum kit: skins as gliding sines, snares and cymbals as shaped noise."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from castalia.randomness import generator
from castalia.settings import SAMPLE_RATE
from castalia.sound.score.player import Zone

# key: (skin Hz, how far it starts above, skin's 60 dB time, noise level, noise low Hz, noise high Hz, noise's 60 dB time, gain)
_DRUMS: dict[int, tuple[float, float, float, float, float, float, float, float]] = {
    36: (52, 2.2, 0.55, 0.10, 800, 5_000, 0.03, 1.0),
    37: (1_700, 0.0, 0.05, 0.6, 1_500, 7_000, 0.06, 0.35),
    38: (185, 0.5, 0.22, 0.9, 900, 9_000, 0.26, 0.7),
    41: (72, 0.8, 1.1, 0.12, 200, 2_500, 0.08, 1.0),
    42: (0, 0, 0.1, 1.0, 6_500, 16_000, 0.09, 0.3),
    43: (88, 0.7, 0.9, 0.12, 300, 3_000, 0.08, 0.9),
    44: (0, 0, 0.1, 1.0, 5_000, 13_000, 0.06, 0.25),
    45: (115, 0.6, 0.7, 0.12, 300, 3_500, 0.08, 0.85),
    46: (0, 0, 0.1, 1.0, 5_500, 16_000, 0.7, 0.3),
    49: (0, 0, 0.1, 1.0, 2_500, 15_000, 2.6, 0.5),
    51: (0, 0, 0.1, 1.0, 4_000, 14_000, 1.2, 0.25),
    54: (0, 0, 0.1, 1.0, 6_000, 15_000, 0.22, 0.3),
    57: (0, 0, 0.1, 1.0, 2_000, 14_000, 2.2, 0.5),
    62: (330, 0.15, 0.12, 0.35, 800, 5_000, 0.04, 0.6),
    63: (260, 0.2, 0.4, 0.25, 600, 4_000, 0.05, 0.7),
    64: (165, 0.25, 0.5, 0.25, 400, 3_500, 0.05, 0.8),
}
_METALLIC = (42, 44, 46, 49, 51, 54, 57)


def drum_zones(keys: Sequence[int], seed: int) -> list[Zone]:
    """A zone for each General MIDI drum key that is played."""
    zones = []
    for key in sorted(set(keys)):
        samples = _drum(key, generator(seed, "score", "drum", key))
        zones.append(Zone(samples, SAMPLE_RATE, key, (key, key), release=6.0, dulling=1.6, gain=_DRUMS[key][7]))
    return zones


def _drum(key: int, random: np.random.Generator) -> NDArray[np.float32]:
    skin, above, ring, noise_level, low, high, hiss, _ = _DRUMS[key]
    length = int(SAMPLE_RATE * (1.1 * max(ring, hiss) + 0.05))
    time = np.arange(length) / SAMPLE_RATE
    sound = np.zeros(length)
    if skin:
        pitch = skin * (1 + above * np.exp(-time / 0.022))
        phase = 2 * np.pi * np.cumsum(pitch) / SAMPLE_RATE
        sound += np.sin(phase) * 10 ** (-3 * time / ring)
        # A round skin's second mode.
        sound += 0.35 * np.sin(1.594 * phase) * 10 ** (-3 * time / (0.5 * ring))
    noise = _band(random.standard_normal(length), low, high)
    noise = noise / np.abs(noise).max() * 10 ** (-3 * time / hiss)
    if key in _METALLIC:
        noise *= 0.7 + 0.3 * _ringing(time, low, random)
    sound = np.tanh(1.2 * (sound + noise_level * noise))
    attack = int(0.0008 * SAMPLE_RATE)
    sound[:attack] *= np.linspace(0, 1, attack)
    sound[-1_000:] *= np.linspace(1, 0, 1_000)
    return (0.8 * sound / np.abs(sound).max()).astype(np.float32)


def _band(noise: NDArray[np.float64], low: float, high: float) -> NDArray[np.float64]:
    frequencies = fft.rfftfreq(len(noise), 1 / SAMPLE_RATE)
    shape = 1 / (1 + (low / np.maximum(frequencies, 1)) ** 6) / (1 + (frequencies / high) ** 6)
    return np.asarray(fft.irfft(fft.rfft(noise) * np.sqrt(shape), len(noise)))


def _ringing(time: NDArray[np.float64], low: float, random: np.random.Generator) -> NDArray[np.float64]:
    """The clatter of inharmonic partials that makes noise sound like metal."""
    frequencies = low * random.uniform(0.6, 2.4, 6)
    return np.sign(np.sin(2 * np.pi * frequencies[:, None] * time[None, :])).mean(axis=0)
