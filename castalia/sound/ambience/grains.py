"""Small sounds that layers are strewn with: rings, bursts, gliding tones, bubbles. All are mono, (n,) float32."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from castalia.randomness import Key
from castalia.settings import SAMPLE_RATE
from castalia.sound.ambience.circle import Circle, Curve, Floats, Sound, gains, put

Draw = np.random.Generator


def clock(seconds: float) -> NDArray[np.float64]:
    """Times of the samples of an event, at least 16 of them."""
    return np.arange(max(16, round(seconds * SAMPLE_RATE))) / SAMPLE_RATE


def swell(count: int, top: float = 0.5) -> NDArray[np.float64]:
    """A raised cosine of ``count`` samples whose top lies at the share ``top``."""
    at = np.linspace(0, 1, count)
    phase = np.where(at < top, 0.5 * at / top, 0.5 + 0.5 * (at - top) / (1 - top))
    return np.square(np.sin(np.pi * phase))


def decay(at: NDArray[np.float64], seconds: float, attack: float = 0.0005) -> NDArray[np.float64]:
    """A fast rise, then a fall to 1/e in ``seconds``; the last samples are faded to nothing."""
    rise = np.minimum(at / attack, 1.0)
    close = np.minimum((at[-1] - at) / min(0.004, at[-1] / 4), 1.0)
    return rise * np.exp(-at / seconds) * close


def modes(pitches: Sequence[float], seconds: Sequence[float], strengths: Sequence[float]) -> Floats:
    """A struck body: several decaying modes."""
    at = clock(6 * max(seconds))
    made = sum(
        (
            loud * np.sin(2 * np.pi * pitch * at) * decay(at, ringing)
            for pitch, ringing, loud in zip(pitches, seconds, strengths)
        ),
        np.zeros(len(at)),
    )
    return made.astype(np.float32)


def burst(random: Draw, seconds: float, curve: Curve) -> Floats:
    """A click of coloured noise that dies away in ``seconds``."""
    at = clock(seconds * 6)
    white = random.standard_normal(len(at)) * decay(at, seconds)
    hertz = fft.rfftfreq(len(at), 1 / SAMPLE_RATE).astype(np.float32)
    coloured = fft.irfft(fft.rfft(white) * gains(curve, hertz), len(at))
    made = coloured * np.minimum((at[-1] - at) / (at[-1] / 3), 1)
    return (made / (np.abs(made).max() + 1e-12)).astype(np.float32)


def glide(
    corners: Sequence[float] | NDArray[np.float64], seconds: float, partials: Sequence[float] = (1.0,), top: float = 0.3
) -> Floats:
    """A tone that passes through the pitches of ``corners`` (hertz) at even times, with harmonics and a soft envelope."""
    at = clock(seconds)
    place = np.linspace(0, len(corners) - 1, len(at))
    pitch = np.exp(np.interp(place, np.arange(len(corners)), np.log(corners)))
    pitch = np.convolve(np.pad(pitch, 48, "edge"), np.ones(97) / 97, "valid")
    return (harmonics(pitch, partials) * swell(len(at), top)).astype(np.float32)


def harmonics(pitch: NDArray[np.float64], partials: Sequence[float]) -> NDArray[np.float64]:
    """A tone of a given pitch curve (hertz a sample); ``partials`` are the strengths of its harmonics."""
    turns = 2 * np.pi * np.cumsum(pitch) / SAMPLE_RATE
    return sum((loud * np.sin(order * turns) for order, loud in enumerate(partials, 1)), np.zeros(len(pitch)))


def joined(notes: Sequence[Floats], pauses: Sequence[float]) -> Floats:
    """Notes one after another, each followed by its pause in seconds."""
    parts = [
        part for note, pause in zip(notes, pauses) for part in (note, np.zeros(round(pause * SAMPLE_RATE), np.float32))
    ]
    return np.concatenate(parts)


def bubble(pitch: float, rise: float) -> Floats:
    """A bubble of air in water. Radius r metres sounds at 3 / r hertz and is damped by 0.13 / r + 0.0072 r^-1.5 a second
    (van den Doel 2005, Physically based models for liquid sounds); ``rise`` bends it upwards as it nears the surface."""
    radius = 3 / pitch
    damping = 0.13 / radius + 0.0072 * radius**-1.5
    at = clock(5.5 / damping)
    bend = pitch * (1 + rise * damping * at)
    return (np.sin(2 * np.pi * np.cumsum(bend) / SAMPLE_RATE) * decay(at, 1 / damping, 0.0004)).astype(np.float32)


def bubbles(circle: Circle, rate: float, low: float, high: float, *purpose: Key, spread: float = 1.1) -> Sound:
    """Many bubbles: pitches even on a logarithmic scale, half of them rising, loudness log-normal of ``spread``."""
    random = circle.random("bubbles", *purpose)
    pitches = np.exp(np.linspace(np.log(low), np.log(high), 96))
    palette = [bubble(float(pitch), 0.1 * (number % 2)) for number, pitch in enumerate(pitches)]
    # Small bubbles are many but soft: their loudness falls with their size.
    softer = (low / pitches) ** 0.5
    moments = random.random(max(1, round(rate * circle.seconds))) * circle.seconds
    return strewn(circle, palette, moments, random, softer, spread)


def strewn(
    circle: Circle,
    palette: Sequence[Floats],
    moments: NDArray[np.float64],
    random: Draw,
    strengths: NDArray[np.float64] | None = None,
    spread: float = 0.8,
    width: float = 0.9,
) -> Sound:
    """Grains of a palette at some moments, each anywhere in the stereo field; loudness log-normal, cut at two sigma."""
    sound = circle.silence()
    which = random.integers(len(palette), size=len(moments))
    loud = np.exp(spread * np.clip(random.standard_normal(len(moments)), -2.5, 2.0))
    if strengths is not None:
        loud = loud * strengths[which]
    pans = random.uniform(-width, width, len(moments))
    for index, moment, pan, gain in zip(which, moments, pans, loud):
        put(sound, palette[index], float(moment), float(pan), float(gain))
    return sound
