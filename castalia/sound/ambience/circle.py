"""Sound on a circle: everything here joins its own beginning, so a loop made of it has no seam.

N samples make one turn. Stereo sounds are (N, 2), mono ones (N,); spectra are applied by the FFT of the whole turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from castalia.randomness import Key, generator
from castalia.settings import SAMPLE_RATE

Sound = NDArray[np.floating[Any]]
Curve = Sequence[tuple[float, float]]
"""(hertz, decibels) corners of a spectrum, in rising order."""
CONTROL_POINTS = 4096


@dataclass(frozen=True)
class Circle:
    """One turn of ``length`` samples, with chance of its own for each purpose."""

    length: int
    seed: int
    keys: tuple[Key, ...] = ()

    @property
    def seconds(self) -> float:
        return self.length / SAMPLE_RATE

    def random(self, *purpose: Key) -> np.random.Generator:
        return generator(self.seed, "soundscape", *self.keys, *purpose)

    @cached_property
    def hertz(self) -> NDArray[np.float64]:
        return fft.rfftfreq(self.length, 1 / SAMPLE_RATE)

    # --- noise -----------------------------------------------------------------------------------------------------

    def noise(self, curve: Curve, *purpose: Key, width: float = 0.8) -> Sound:
        """Steady stereo noise (N, 2) of a spectrum, root mean square 1; ``width`` 0 is mono, 1 two unlike sides."""
        random = self.random("noise", *purpose)
        shape = self.response(curve)
        sides = [self._phases(shape, random) for _ in range(3)]
        shared = np.sqrt(1 - width)
        stereo = np.stack([shared * sides[0] + np.sqrt(width) * side for side in sides[1:]], axis=1)
        return scaled(stereo)

    def _phases(self, shape: NDArray[np.float64], random: np.random.Generator) -> Sound:
        turns = random.random(len(shape)) * 2 * np.pi
        made: Sound = fft.irfft(shape * np.exp(1j * turns), self.length).astype(np.float32)
        return made

    def response(self, curve: Curve) -> NDArray[np.float64]:
        """Gain of each FFT bin, straight between corners on logarithmic axes; nothing below 15 Hz."""
        corners, levels = zip(*curve, strict=True)
        heard = np.maximum(self.hertz, 1.0)
        gains = 10 ** (np.interp(np.log(heard), np.log(corners), levels) / 20)
        gains[self.hertz < 15] = 0
        result: NDArray[np.float64] = gains
        return result

    def filtered(self, sound: Sound, curve: Curve) -> Sound:
        """Any sound through a spectrum."""
        shape = self.response(curve)
        spectrum = fft.rfft(sound, axis=0) * (shape if sound.ndim == 1 else shape[:, None])
        made: Sound = fft.irfft(spectrum, self.length, axis=0).astype(np.float32)
        return made

    # --- control ---------------------------------------------------------------------------------------------------

    def drift(self, hertz: float, *purpose: Key) -> Sound:
        """A slow wandering (N,) between 0 and 1 that changes about ``hertz`` times a second."""
        random = self.random("drift", *purpose)
        waves = max(2, round(hertz * self.seconds))
        spectrum = np.zeros(CONTROL_POINTS // 2 + 1, complex)
        top = min(waves, CONTROL_POINTS // 8)
        order = np.arange(1, top + 1)
        spectrum[1 : top + 1] = random.standard_normal(top) * np.exp(2j * np.pi * random.random(top)) / np.sqrt(order)
        curve = np.fft.irfft(spectrum, CONTROL_POINTS)
        ranks = np.clip(0.5 + curve / (4 * curve.std() + 1e-12), 0, 1)
        at = np.arange(self.length) * (CONTROL_POINTS / self.length)
        made: Sound = np.interp(at, np.arange(CONTROL_POINTS + 1), np.append(ranks, ranks[0])).astype(np.float32)
        return made

    def times(self, rate: float, regularity: float, *purpose: Key) -> NDArray[np.float64]:
        """Moments on the turn, about ``rate`` a second; ``regularity`` 1 is pure chance, 8 nearly even."""
        random = self.random("times", *purpose)
        count = max(1, round(rate * self.seconds))
        gaps = random.gamma(regularity, 1 / regularity, count)
        moments: NDArray[np.float64] = (np.cumsum(gaps) / gaps.sum() + random.random()) % 1.0 * self.seconds
        return moments

    # --- events ----------------------------------------------------------------------------------------------------

    def silence(self) -> Sound:
        return np.zeros((self.length, 2), np.float32)

    def put(self, into: Sound, event: NDArray[np.floating], second: float, pan: float, gain: float = 1.0) -> None:
        """Add a mono event at a moment; what reaches past the end goes on at the beginning. ``pan`` -1 left .. 1 right,
        with constant power."""
        angle = (np.clip(pan, -1, 1) + 1) * np.pi / 4
        sides = np.array([np.cos(angle), np.sin(angle)], np.float32) * gain
        start = round(second * SAMPLE_RATE) % self.length
        event = event[: self.length]
        first = event[: self.length - start]
        into[start : start + len(first)] += first[:, None] * sides
        rest = event[len(first) :]
        into[: len(rest)] += rest[:, None] * sides

    def room(self, sound: Sound, seconds: float, darkness: float, *purpose: Key) -> Sound:
        """The reverberation alone: circular convolution with decaying noise, darker as it decays."""
        random = self.random("room", *purpose)
        length = min(self.length, round(1.4 * seconds * SAMPLE_RATE))
        at = np.arange(length) / SAMPLE_RATE
        tail = np.zeros((self.length, 2), np.float32)
        tail[:length] = random.standard_normal((length, 2)) * (10 ** (-3 * at / seconds))[:, None]
        tail[: round(0.012 * SAMPLE_RATE)] *= 0.1
        corner = 7_000 * (1 - darkness) + 900
        tail = self.filtered(tail, ((80, -12), (250, 0), (corner, 0), (corner * 3, -18), (20_000, -48)))
        tail /= np.sqrt((tail**2).sum(axis=0) + 1e-12)
        spectrum = fft.rfft(sound, axis=0) * fft.rfft(tail, axis=0)
        made: Sound = fft.irfft(spectrum, self.length, axis=0).astype(np.float32)
        return made


def scaled(sound: Sound, root_mean_square: float = 1.0) -> Sound:
    made: Sound = (sound * (root_mean_square / (np.sqrt(np.mean(sound**2)) + 1e-12))).astype(np.float32)
    return made


def decay(seconds: float, attack: float = 0.002, reach: float = 6.0) -> NDArray[np.float64]:
    """An envelope that rises within ``attack`` and then falls by 60 dB in ``reach / 6.9`` times ``seconds`` each."""
    at = np.arange(round((attack + seconds * reach) * SAMPLE_RATE)) / SAMPLE_RATE
    rise = np.clip(at / max(attack, 1e-4), 0, 1)
    made: NDArray[np.float64] = (
        rise * np.exp(-np.maximum(at - attack, 0) / seconds) * np.clip((at[-1] - at) / 0.01, 0, 1)
    )
    return made


def hump(seconds: float, peak: float = 0.5) -> NDArray[np.float64]:
    """A smooth swell (raised cosine) whose top lies at the share ``peak``."""
    at = np.linspace(0, 1, max(8, round(seconds * SAMPLE_RATE)))
    warped = np.where(at < peak, at / peak / 2, 0.5 + (at - peak) / (1 - peak) / 2)
    made: NDArray[np.float64] = np.sin(np.pi * warped) ** 2
    return made


def tone(
    hertz: NDArray[np.float64] | float, length: int, partials: Sequence[float] = (1.0,), phase: float = 0.0
) -> NDArray[np.float64]:
    """A tone whose pitch may glide; ``partials`` are the strengths of its harmonics."""
    turns = np.cumsum(np.broadcast_to(hertz, length)) / SAMPLE_RATE + phase
    made: NDArray[np.float64] = sum(
        (strength * np.sin(2 * np.pi * order * turns) for order, strength in enumerate(partials, 1)), np.zeros(length)
    )
    return made
