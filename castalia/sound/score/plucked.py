"""Plucked strings, after Karplus and Strong 1983."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import fft

from castalia.render.kernels import kernel
from castalia.settings import SAMPLE_RATE
from castalia.sound.score.formants import Formants, hertz, resonance
from castalia.sound.score.player import Floats, Zone


@dataclass(frozen=True)
class Plucked:
    """A string: ``seconds`` to fall by 60 dB at middle C, brightness 0-1, where it is plucked (share of its length)."""

    seconds: float = 3.0
    bright: float = 0.5
    place: float = 0.2
    body: Formants = ()
    release: float = 0.5
    cutoff: float = 12_000.0


def plucked_zone(timbre: Plucked, root: int, keys: tuple[int, int], random: np.random.Generator) -> Zone:
    frequency = hertz(root)
    ring = timbre.seconds * (261.6 / frequency) ** 0.45
    length = int(SAMPLE_RATE * min(max(1.1 * ring, 0.4), 5.0))
    period = SAMPLE_RATE / frequency
    burst = _burst(timbre, period, random)
    samples = np.zeros(length, np.float32)
    # The loop's loss: 60 dB in ``ring`` seconds at the pitch itself; its low-pass takes the treble faster.
    loss = 10 ** (-3 / (ring * frequency))
    softness = 0.5 - 0.46 * timbre.bright**0.35
    line = np.zeros(int(period - softness - 0.1))
    _string(samples, burst, line, period - softness - len(line), loss, softness)
    samples = _through_body(samples, timbre.body)
    return Zone(
        samples, SAMPLE_RATE, root, keys, attack=0.001, release=2.2 * timbre.release, cutoff=timbre.cutoff, dulling=1.6
    )


def _burst(timbre: Plucked, period: float, random: np.random.Generator) -> Floats:
    """One period of noise, its brightness and comb as the finger's place and hardness make them."""
    count = max(int(period), 8)
    spectrum = fft.rfft(random.uniform(-1, 1, count))
    harmonics = np.arange(len(spectrum))
    comb = np.abs(np.sin(np.pi * harmonics * timbre.place))
    rolled = 1 / (1 + (harmonics * SAMPLE_RATE / count / (900 * 8**timbre.bright)) ** 2)
    flat = spectrum / np.maximum(np.abs(spectrum), 1e-9)
    burst = fft.irfft(flat * (comb + 0.05) * rolled, count)
    return (burst / np.abs(burst).max()).astype(np.float32)


@kernel
def _string(samples, burst, line, fraction, loss, softness):
    """Karplus and Strong's string: a delay of one period, ``line``, whose loop averages neighbours (share ``softness``); the
    ``fraction`` of the delay by an all-pass, as Jaffe and Smith 1983 tune it."""
    tune = (1 - fraction) / (1 + fraction)
    at = 0
    last, held, before = 0.0, 0.0, 0.0
    for index in range(len(samples)):
        out = line[at]
        smooth = loss * ((1 - softness) * out + softness * last)
        last = out
        value = tune * smooth + before - tune * held
        before = smooth
        held = value
        if index < len(burst):
            value += burst[index]
        line[at] = value
        at = at + 1 if at + 1 < len(line) else 0
        samples[index] = value


def _through_body(samples: Floats, body: Formants) -> Floats:
    size = fft.next_fast_len(len(samples), real=True)
    spectrum = fft.rfft(samples, size) * resonance(fft.rfftfreq(size, 1 / SAMPLE_RATE), body)
    shaped: Floats = fft.irfft(spectrum, size)[: len(samples)].astype(np.float32)
    fade = min(2_000, len(shaped))
    shaped[-fade:] *= np.linspace(1, 0, fade, dtype=np.float32)
    return 0.5 * shaped / np.abs(shaped).max()
