"""Distance: what is far is darker, softer at the ear, and heard more by way of its surroundings than directly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import fft, signal

from castalia.settings import SAMPLE_RATE
from castalia.sound.ambience.circle import Circle, Floats, Sound
from castalia.sound.ambience.paint import folded

LOWEST = 30.0
"""Hertz: below lie rumble that no loudspeaker plays, and a constant offset."""


@dataclass(frozen=True)
class Place:
    """Where a layer sounds: reverberation in seconds (below 1 kHz), its share when near, how dark it is (0-1)."""

    seconds: float
    share: float
    dark: float


OPEN = Place(0.7, 0.06, 0.5)
WOOD = Place(1.2, 0.16, 0.5)
WATER = Place(0.9, 0.08, 0.3)
STREET = Place(1.4, 0.18, 0.45)
ROOM = Place(0.45, 0.25, 0.4)
HALL = Place(1.6, 0.3, 0.45)
CAVE = Place(3.4, 0.9, 0.35)
VALLEY = Place(3.0, 0.35, 0.75)


def heard(circle: Circle, sound: Sound, place: Place, distance: float, brightness: float) -> Sound:
    """A layer as it arrives: direct sound through the air, and circular convolution with the place's echoes.

    ``distance`` is 0 near .. 1 far; ``brightness`` -1 .. 1 tilts the top by up to 2 dB at 8 kHz.
    """
    hertz = circle.hertz
    spectrum = fft.rfft(sound)
    echoes = fft.rfft(_echoes(circle, place))
    direct = 1 - 0.85 * distance
    share = place.share + (1 - 0.5 * place.share) * 0.55 * distance
    arrived = spectrum * (direct + share * echoes)
    arrived *= _air(hertz, distance) * _tilt(hertz, brightness)
    return fft.irfft(arrived, circle.length)


def _air(hertz: Floats, distance: float) -> Floats:
    """Two first-order low-passes, from 19 kHz near to 1.4 kHz far, and a high-pass against rumble."""
    corner = 19_000 * 0.075**distance
    low = 1 / (1 + 1j * hertz / np.float32(corner)) ** 2 if distance > 0 else np.ones(len(hertz))
    high = (1j * hertz / LOWEST) ** 2 / (1 + 1j * hertz / LOWEST) ** 2
    made: Floats = (low * high).astype(np.complex64)
    return made


def _tilt(hertz: Floats, brightness: float) -> Floats:
    octaves = np.clip(np.log2(np.maximum(hertz, 1.0) / 1_000), 0, 4)
    return (10 ** (octaves * (brightness * 0.66) / 20)).astype(np.float32)


def _echoes(circle: Circle, place: Place) -> Sound:
    """An impulse response round the turn, energy 1 a side: noise that fades, its treble up to four times as fast."""
    random = circle.random("echoes")
    length = round(1.2 * place.seconds * SAMPLE_RATE)
    at = np.arange(length, dtype=np.float32) / SAMPLE_RATE
    white = random.standard_normal((2, length), np.float32)
    pole = np.exp(-2 * np.pi * 1_200 / SAMPLE_RATE)
    bass = signal.lfilter([1 - pole], [1, -pole], white, axis=1)
    rate = np.log(1_000) / place.seconds
    tail = bass * np.exp(-rate * at) + (1 - 0.8 * place.dark) * (white - bass) * np.exp(
        -rate * (1 + 3 * place.dark) * at
    )
    # The first echoes come from the nearest surfaces, a few metres away.
    tail *= np.clip((at - 0.006) / 0.02, 0, 1)
    tail /= np.sqrt(np.square(tail).sum(axis=1, keepdims=True))
    return folded(tail.astype(np.float32), circle.length)
