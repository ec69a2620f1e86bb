"""Sound on a circle: everything here joins its own beginning, so a loop made of it has no seam.

A turn has N samples. Sounds are stereo, (2, N) float32; controls are slow curves of one value a frame, (F,) float32, as
are the rows of a painted spectrogram.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from castalia.randomness import Key, generator
from castalia.settings import SAMPLE_RATE

Floats = NDArray[np.float32]
Sound = Floats
Control = NDArray[np.floating[Any]]
Curve = Sequence[tuple[float, float]]
"""Corners (hertz, decibels) of a spectrum, in rising order; straight between them on logarithmic axes."""
FRAME = 1024
"""Samples between two frames, at most."""
EAR_DISTANCE = 0.17
SPEED_OF_SOUND = 343.0


@dataclass(frozen=True)
class Circle:
    """One turn of ``length`` samples. Chance is keyed by ``keys`` and a purpose; ``pace`` (about 0.6 to 1.6) hurries
    whatever the mood may hurry."""

    length: int
    seed: int
    keys: tuple[Key, ...] = ()
    pace: float = 1.0

    @property
    def seconds(self) -> float:
        return self.length / SAMPLE_RATE

    @property
    def frames(self) -> int:
        return math.ceil(self.length / FRAME)

    @property
    def hertz(self) -> Floats:
        """The frequency of each bin of the whole turn's spectrum."""
        return np.arange(self.length // 2 + 1, dtype=np.float32) * np.float32(SAMPLE_RATE / self.length)

    def random(self, *purpose: Key) -> np.random.Generator:
        return generator(self.seed, "soundscape", *self.keys, *purpose)

    def silence(self) -> Sound:
        return np.zeros((2, self.length), np.float32)

    def noise(self, curve: Curve, *purpose: Key) -> Sound:
        """Steady noise of a spectrum, root mean square 1, its sides as alike as in a diffuse field."""
        random = self.random("noise", *purpose)
        hertz = self.hertz
        sides = diffuse_pair(random, (len(hertz),), hertz) * gains(curve, hertz)
        return scaled(fft.irfft(sides, self.length))

    def drift(self, hertz: float, *purpose: Key) -> Floats:
        """A wandering control (F,) of mean 0 and deviation 1 that hardly changes faster than ``hertz``."""
        random = self.random("drift", *purpose)
        count = self.frames // 2
        orders = np.arange(1, count + 1)
        strength = 1 / (1 + (orders / max(hertz * self.seconds, 0.5)) ** 3)
        spectrum = np.zeros(count + 1, complex)
        spectrum[1:] = strength * (random.standard_normal(count) + 1j * random.standard_normal(count))
        curve = fft.irfft(spectrum, self.frames)
        return (curve / curve.std()).astype(np.float32)

    def smooth(self, control: Floats) -> Floats:
        """A control at every sample, (N,)."""
        grid = np.arange(self.length, dtype=np.float32) * np.float32(self.frames / self.length)
        closed = np.append(control, control[0])
        return np.interp(grid, np.arange(self.frames + 1), closed).astype(np.float32)

    def at(self, control: Floats, moments: NDArray[np.float64]) -> Floats:
        """A control's values at some moments, in seconds."""
        index = (moments / self.seconds * self.frames).astype(int) % self.frames
        return control[index]

    def times(self, rate: float, regularity: float, *purpose: Key) -> NDArray[np.float64]:
        """Moments in seconds, about ``rate`` a second and at least one; gaps are gamma distributed (``regularity`` 1 is
        pure chance, 30 nearly even)."""
        random = self.random("times", *purpose)
        count = max(1, round(rate * self.seconds))
        gaps = random.gamma(regularity, 1.0, count)
        moments: NDArray[np.float64] = (np.cumsum(gaps) / gaps.sum() + random.random()) % 1.0 * self.seconds
        return moments

    def frame_times(self) -> NDArray[np.float64]:
        return np.linspace(0.0, self.seconds, self.frames, endpoint=False)

    def since(self, moment: float) -> NDArray[np.float64]:
        """Seconds from ``moment`` to each frame, the shorter way round (negative before it)."""
        half = self.seconds / 2
        return (self.frame_times() - moment + half) % self.seconds - half


def put(into: Sound, event: Floats, second: float, pan: float = 0.0, gain: float = 1.0) -> None:
    """Add a mono event; what reaches past the end goes on at the beginning. ``pan`` -1 left .. 1 right: the far ear hears
    it softer and up to half a millisecond later."""
    angle = (1 + 0.85 * pan) * math.pi / 4
    start = round(second * SAMPLE_RATE)
    lag = round(24 * pan)
    _wrap(into[0], event * np.float32(gain * math.cos(angle)), start + max(lag, 0))
    _wrap(into[1], event * np.float32(gain * math.sin(angle)), start + max(-lag, 0))


def _wrap(into: Floats, event: Floats, start: int) -> None:
    length = into.shape[0]
    while len(event):
        start %= length
        part = event[: length - start]
        into[start : start + len(part)] += part
        event = event[len(part) :]
        start = 0


def gains(curve: Curve, hertz: Floats) -> Floats:
    """The gain of each frequency under a curve of decibels."""
    corners, levels = zip(*curve, strict=True)
    decibels = np.interp(np.log(np.maximum(hertz, 1.0)), np.log(corners), levels)
    return (10 ** (decibels / 20)).astype(np.float32)


def diffuse_pair(random: np.random.Generator, shape: tuple[int, ...], hertz: Floats) -> NDArray[np.complex64]:
    """Spectra of left and right noise (2, *shape), alike in the bass and unlike above: two ears 17 cm apart in a diffuse
    field have the coherence sin(x) / x, x = 2 pi f d / c (Cook et al. 1955)."""
    both = random.standard_normal((2, *shape, 2), np.float32).view(np.complex64)[..., 0]
    coherence = np.sinc(2 * hertz * EAR_DISTANCE / SPEED_OF_SOUND)
    shared = both[0] * np.sqrt((1 + coherence) / 2).astype(np.float32)
    apart = both[1] * np.sqrt((1 - coherence) / 2).astype(np.float32)
    return np.stack([shared + apart, shared - apart])


def scaled(sound: Sound, level: float = 1.0) -> Sound:
    """The sound at a root mean square of ``level``."""
    power = float(np.mean(np.square(sound), dtype=np.float64))
    return sound * np.float32(level / math.sqrt(power + 1e-20))
