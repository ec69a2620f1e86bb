"""The hall: an impulse response made from shaped noise and early reflections, and convolution with it."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from castalia.randomness import generator
from castalia.settings import SAMPLE_RATE

Floats = NDArray[np.float32]
# How long each band rings, as a share of the hall's time, by frequency (Hz): air and cloth take the treble first.
_BANDS = ((125, 1.15), (500, 1.0), (2_000, 0.85), (4_000, 0.62), (8_000, 0.4), (14_000, 0.25))
_LOW_CUT = 180.0
# How much the two sides have in common: enough for the mix to keep its middle on one loudspeaker.
_SHARED = 0.6


def impulse_response(seconds: float, seed: int) -> Floats:
    """(N, 2): a hall whose sound falls by 60 dB in ``seconds`` at 500 Hz, of unit energy a side. Its sides are noise that is
    partly shared; the first 80 ms are single reflections that grow denser."""
    length = fft.next_fast_len(int(SAMPLE_RATE * (seconds * 1.15 + 0.1)), real=True)
    time = np.arange(length) / SAMPLE_RATE
    frequencies = fft.rfftfreq(length, 1 / SAMPLE_RATE)
    common = generator(seed, "score", "hall").standard_normal(length).astype(np.float32)
    sides = []
    for side in ("left", "right"):
        random = generator(seed, "score", "hall", side)
        own = random.standard_normal(length).astype(np.float32)
        spectrum = fft.rfft(_SHARED * common + math.sqrt(1 - _SHARED**2) * own)
        tail = np.zeros(length)
        edges = [0.0, *(float(np.sqrt(a[0] * b[0])) for a, b in pairwise(_BANDS)), SAMPLE_RATE / 2 + 1]
        for (_, share), low, high in zip(_BANDS, edges, edges[1:]):
            band = fft.irfft(spectrum * ((frequencies >= low) & (frequencies < high)), length)
            tail += band * 10 ** (-3 * time / (seconds * share))
        tail *= 1 - np.exp(-time / 0.02)
        for _ in range(18):
            at = int(SAMPLE_RATE * (0.008 + 0.072 * random.random() ** 0.8))
            tail[at] += random.choice((-1.0, 1.0)) * 6.0 * np.exp(-at / (0.05 * SAMPLE_RATE)) * tail.std()
        fade = int(0.05 * SAMPLE_RATE)
        tail[-fade:] *= np.linspace(1, 0, fade)
        spectrum = fft.rfft(tail)
        spectrum *= (frequencies / _LOW_CUT) ** 2 / (1 + (frequencies / _LOW_CUT) ** 2)
        tail = fft.irfft(spectrum, length)
        sides.append(tail / np.sqrt((tail**2).sum()))
    return np.stack(sides, axis=1).astype(np.float32)


class Hall:
    """A hall; the response's spectrum is computed once. Sounds are convolved in blocks (overlap-add), which the
    processor's cache holds, several times faster than in one piece."""

    def __init__(self, seconds: float, seed: int) -> None:
        response = impulse_response(seconds, seed)
        self.size = 2 ** int(np.ceil(np.log2(2 * len(response))))
        self.hop = self.size - len(response) + 1
        self.spectra = [fft.rfft(np.ascontiguousarray(response[:, side]), self.size) for side in (0, 1)]

    def ring(self, sound: Floats) -> Floats:
        """The reverberation of a (N, 2) sound within its length, both sides sent into the hall together."""
        send = 0.7071 * (sound[:, 0] + sound[:, 1])
        ringing = np.zeros_like(sound)
        for start in range(0, len(send), self.hop):
            block = send[start : start + self.hop]
            if not block.any():
                continue
            spectrum = fft.rfft(block, self.size)
            past = min(start + self.size, len(send))
            for side in (0, 1):
                ringing[start:past, side] += fft.irfft(spectrum * self.spectra[side], self.size)[: past - start]
        return ringing
