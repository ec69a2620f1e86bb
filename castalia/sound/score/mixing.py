"""From players' tracks to stems, and from stems to the mix: seats, hall, gentle compression, true-peak limiting."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage, signal

from castalia.randomness import generator
from castalia.settings import SAMPLE_RATE
from castalia.sound.score.instruments import Instrument

Sound = NDArray[np.floating[Any]]
TARGET_LUFS, CEILING_DBTP = -16.0, -1.2
ROLE_LUFS = {"melody": -20.0, "counter": -23.0, "bass": -23.5, "harmony": -24.5, "rhythm": -24.0, "inner": -24.5}
PRE_DELAY = 0.018


def seated(track: Sound, instrument: Instrument, hall: Sound) -> Sound:
    """A mono track (N,) at its seat (N, 2): low-cut, panned with constant power, early reflections, hall by depth."""
    dry = signal.sosfilt(signal.butter(2, instrument.low_cut, "high", fs=SAMPLE_RATE, output="sos"), track)
    angle = (instrument.seat * 0.8 + 1) * np.pi / 4
    sides = np.array([np.cos(angle), np.sin(angle)])
    placed = dry[:, None] * sides * (1 - 0.45 * instrument.depth)
    for late, back in ((0.011, 0.30), (0.017, 0.24), (0.023, 0.18)):
        shift = round((late + 0.012 * instrument.depth) * SAMPLE_RATE)
        placed[shift:] += (0.3 + 0.7 * instrument.depth) * back * dry[:-shift, None] * sides[::-1]
    wet = signal.oaconvolve(dry[:, None], hall, axes=0)[: len(dry)]
    result: Sound = placed + (0.16 + 0.34 * instrument.depth) * wet
    return result


def hall(seconds: float, seed: int) -> Sound:
    """An impulse response (N, 2): decaying noise in three bands, the high one shorter, after a short delay; unit energy."""
    random = generator(seed, "score", "hall")
    length = round(1.25 * seconds * SAMPLE_RATE)
    at = np.arange(length) / SAMPLE_RATE
    response = np.zeros((length, 2))
    for band, share, ring in (((180, 700), 0.9, 1.1), ((700, 3_000), 1.0, 1.0), ((3_000, 9_000), 0.45, 0.5)):
        noise = random.standard_normal((length, 2)) * (10 ** (-3 * at / (ring * seconds)))[:, None]
        response += share * signal.sosfilt(signal.butter(2, band, "band", fs=SAMPLE_RATE, output="sos"), noise, axis=0)
    response[: round(0.004 * SAMPLE_RATE)] *= np.linspace(0, 1, round(0.004 * SAMPLE_RATE))[:, None]
    delayed = np.concatenate([np.zeros((round(PRE_DELAY * SAMPLE_RATE), 2)), response])
    result: Sound = delayed / np.sqrt((delayed**2).sum(axis=0))
    return result


def loudness_of(sound: Sound) -> float:
    """Integrated loudness in LUFS (ITU-R BS.1770-4), -70 for silence."""
    import pyloudnorm

    if len(sound) < SAMPLE_RATE // 2:
        sound = np.pad(sound, ((0, SAMPLE_RATE // 2 - len(sound)), (0, 0)))
    measured = pyloudnorm.Meter(SAMPLE_RATE).integrated_loudness(np.asarray(sound, np.float64))
    return float(measured) if np.isfinite(measured) else -70.0


def compressed(sound: Sound, ratio: float = 1.8) -> Sound:
    """Glue: a slow compressor over both sides, about 2 dB at the loudest."""
    power = ndimage.uniform_filter1d((np.asarray(sound) ** 2).mean(axis=1), round(0.06 * SAMPLE_RATE), mode="nearest")
    level = 10 * np.log10(power + 1e-12)
    knee = np.percentile(level[level > -70], 80) - 2 if (level > -70).any() else 0.0
    reduction = np.maximum(level - knee, 0) * (1 - 1 / ratio)
    smooth = ndimage.uniform_filter1d(reduction, round(0.12 * SAMPLE_RATE), mode="nearest")
    result: Sound = sound * (10 ** (-smooth / 20))[:, None]
    return result


def limited(sound: Sound, ceiling: float = CEILING_DBTP) -> Sound:
    """A look-ahead limiter on the true peak (four times oversampled), so that no peak passes ``ceiling`` dBTP."""
    top = 10 ** (ceiling / 20)
    finer = np.abs(signal.resample_poly(sound, 4, 1, axis=0)).max(axis=1)
    peaks = np.maximum(finer[: 4 * len(sound)].reshape(-1, 4).max(axis=1), np.abs(sound).max(axis=1))
    gain = np.minimum(1.0, top / np.maximum(peaks, 1e-9))
    window = round(0.004 * SAMPLE_RATE)
    lowest = ndimage.minimum_filter1d(gain, 2 * window + 1, mode="nearest")
    smooth = ndimage.uniform_filter1d(lowest, window, mode="nearest")
    result: Sound = sound * smooth[:, None]
    return result


def mastered(premix: Sound) -> Sound:
    """The mix (N, 2): compressed, limited, -16 LUFS, peaks at most -1 dBTP."""
    glued = compressed(premix)
    made = glued
    gain = TARGET_LUFS - loudness_of(glued)
    for _ in range(3):
        made = limited(glued * 10 ** (gain / 20))
        missing = TARGET_LUFS - loudness_of(made)
        if abs(missing) < 0.1:
            break
        gain += missing
    return made
