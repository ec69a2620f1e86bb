"""Mastering: equaliser sections, glue, and a limiter on the true peak (ITU-R BS.1770-4, annex 2)."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy import signal

from castalia.render.kernels import kernel
from castalia.settings import SAMPLE_RATE
from castalia.sound.loudness import SILENCE, loudness

Floats = NDArray[np.float32]
LOUDNESS = -16.0
"""LUFS of what is heard whole: the score's mix and the film's sound."""
CEILING = 10 ** (-1.3 / 20)
_PHASES, _TAPS = 4, 20
LOOKAHEAD = 144


def biquad(kind: str, frequency: float, decibels: float = 0.0, width: float = 0.7071) -> NDArray[np.float64]:
    """One section (b0 b1 b2 1 a1 a2, as ``scipy.signal.sosfilt`` reads it) of a "highpass", "peak" or "highshelf" after R. Bristow-Johnson's cookbook."""
    angle = 2 * math.pi * frequency / SAMPLE_RATE
    cosine, alpha, gain = math.cos(angle), math.sin(angle) / (2 * width), 10 ** (decibels / 40)
    if kind == "highpass":
        b, a = [(1 + cosine) / 2, -(1 + cosine), (1 + cosine) / 2], [1 + alpha, -2 * cosine, 1 - alpha]
    elif kind == "peak":
        b, a = [1 + alpha * gain, -2 * cosine, 1 - alpha * gain], [1 + alpha / gain, -2 * cosine, 1 - alpha / gain]
    else:
        root = 2 * math.sqrt(gain) * alpha
        b = [
            gain * ((gain + 1) + (gain - 1) * cosine + root),
            -2 * gain * ((gain - 1) + (gain + 1) * cosine),
            gain * ((gain + 1) + (gain - 1) * cosine - root),
        ]
        a = [(gain + 1) - (gain - 1) * cosine + root, 2 * ((gain - 1) - (gain + 1) * cosine)]
        a.append((gain + 1) - (gain - 1) * cosine - root)
    return np.array([*b, *a]) / a[0]


@kernel
def glue(sound, threshold, ratio, attack, release):
    """A gentle compressor, in place, on the power of both channels over blocks of 32 samples; gains move smoothly."""
    slow = 1e-12
    gain = 1.0
    step = 32
    for block in range((len(sound) + step - 1) // step):
        start, past = block * step, min((block + 1) * step, len(sound))
        power = 1e-12
        for index in range(start, past):
            power += sound[index, 0] ** 2 + sound[index, 1] ** 2
        power /= 2 * (past - start)
        slow += (power - slow) * (attack if power > slow else release)
        over = 10 * math.log10(slow) - threshold
        # A soft knee, 6 dB wide.
        excess = 0.0 if over < -3 else (over + 3) ** 2 / 12 if over < 3 else over
        target = 10 ** (-excess * (1 - 1 / ratio) / 20)
        move = (target - gain) / (past - start)
        for index in range(start, past):
            gain += move
            sound[index, 0] *= np.float32(gain)
            sound[index, 1] *= np.float32(gain)


def _interpolator() -> NDArray[np.float64]:
    """(4, 20) polyphase filter for the fourfold oversampling of BS.1770-4, annex 2; longer than the 12 taps given there,
    which read peaks near the top of the band almost a decibel low."""
    window = signal.firwin(_TAPS * _PHASES, 1 / _PHASES, window=("kaiser", 5.0)) * _PHASES
    return np.ascontiguousarray(window.reshape(_TAPS, _PHASES).T)


def true_peaks(sound: Floats) -> Floats:
    """The highest oversampled magnitude of both channels round each sample."""
    padded = np.pad(sound, ((_TAPS // 2, _TAPS // 2), (0, 0)))
    peaks = np.zeros(len(padded), np.float32)
    _peaks(padded, _interpolator(), peaks)
    return peaks[_TAPS // 2 : -_TAPS // 2]


@kernel
def _peaks(sound, taps, peaks):
    count = taps.shape[1]
    middle = count // 2
    for index in range(count, len(sound)):
        # The filter's middle lies half its length back.
        highest = max(abs(sound[index - middle, 0]), abs(sound[index - middle, 1]))
        for channel in range(2):
            for phase in range(taps.shape[0]):
                value = 0.0
                for tap in range(count):
                    value += taps[phase, tap] * sound[index - tap, channel]
                highest = max(highest, abs(value))
        peaks[index - middle] = highest


def limit(sound: Floats, ceiling: float) -> Floats:
    """Hold true peaks under ``ceiling``: gains fall 3 ms ahead of a peak and recover within about 150 ms."""
    peaks = true_peaks(sound)
    needed, gains = np.ones(len(sound), np.float32), np.empty(len(sound), np.float32)
    _limiting_gains(peaks, np.float32(ceiling), needed, gains, LOOKAHEAD, math.exp(-1 / (0.06 * SAMPLE_RATE)))
    return sound * gains[:, None]


def to_loudness(sound: Floats) -> Floats:
    """Gain and limiter until the sound is at ``LOUDNESS``, true peaks under ``CEILING``; silence stays."""
    gain, limited = LOUDNESS - loudness(sound), sound
    if gain >= LOUDNESS - SILENCE:
        return sound
    for _ in range(4):
        limited = limit(sound * np.float32(10 ** (gain / 20)), CEILING)
        error = LOUDNESS - loudness(limited)
        if abs(error) < 0.05:
            break
        gain += error
    return limited


@kernel
def _limiting_gains(peaks, ceiling, needed, gains, ahead, release):
    """The gain each sample needs, held over the look-ahead on both sides, recovering slowly, then averaged."""
    length = len(peaks)
    for index in range(length):
        if peaks[index] > ceiling:
            wanted = ceiling / peaks[index]
            for near in range(max(index - ahead, 0), min(index + ahead + 1, length)):
                if wanted < needed[near]:
                    needed[near] = wanted
    gain = 1.0
    for index in range(length):
        gain = min(needed[index], 1.0 - (1.0 - gain) * release)
        needed[index] = gain
    # Averaged over the look-ahead round each sample; beyond its ends the sound is taken to go on as it is there.
    total = float(ahead) * needed[0]
    for index in range(length + ahead // 2):
        total += needed[min(index, length - 1)] - needed[max(index - ahead, 0)]
        if index >= ahead // 2:
            gains[index - ahead // 2] = total / ahead
