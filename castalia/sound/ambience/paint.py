"""Noise painted as a spectrogram: any spectrum at any time, on the circle."""

from __future__ import annotations

import numpy as np
from scipy import fft

from castalia.randomness import Key
from castalia.settings import SAMPLE_RATE
from castalia.sound.ambience.circle import FRAME, Circle, Control, Curve, Floats, Sound, diffuse_pair, gains

WINDOW = 2 * FRAME


class Paint:
    """Layers of noise whose powers add up, each a spectrum with a level and a side that change from frame to frame.

    Frames overlap by half under sine windows, so the power of independent frames adds up evenly (Princen and Bradley).
    """

    def __init__(self, circle: Circle) -> None:
        self.circle = circle
        self.hertz: Floats = fft.rfftfreq(WINDOW, 1 / SAMPLE_RATE).astype(np.float32)
        self.power = np.zeros((2, circle.frames, len(self.hertz)), np.float32)

    def add(self, curve: Curve, level: Control | float, pan: Control | float = 0.0) -> None:
        """A spectrum at a level (F,), its loudness that of noise of root mean square 1; ``pan`` (F,) -1 .. 1."""
        spectrum = gains(curve, self.hertz) ** 2
        spectrum /= spectrum.sum()
        self.add_shaped(np.broadcast_to(spectrum, self.power.shape[1:]), level, pan)

    def add_shaped(self, power: Control, level: Control | float = 1.0, pan: Control | float = 0.0) -> None:
        """Power (F, B) that moves by itself."""
        frames = self.circle.frames
        angle = (1 + 0.85 * np.broadcast_to(pan, frames)) * (np.pi / 4)
        loud = np.square(np.broadcast_to(level, frames))
        for side, share in enumerate((np.cos(angle), np.sin(angle))):
            self.power[side] += power * (2 * loud * share**2).astype(np.float32)[:, None]

    def sound(self, *purpose: Key) -> Sound:
        """The noise itself, (2, N)."""
        circle = self.circle
        random = circle.random("paint", *purpose)
        spectra = diffuse_pair(random, self.power.shape[1:], self.hertz) * np.sqrt(self.power)
        pieces = fft.irfft(spectra, WINDOW, axis=2)
        pieces *= np.sin(np.pi * (np.arange(WINDOW, dtype=np.float32) + 0.5) / WINDOW) * np.float32(WINDOW / 2)
        starts = np.round(np.arange(circle.frames) * (circle.length / circle.frames)).astype(int)
        made = np.zeros((2, circle.length + WINDOW), np.float32)
        for number, start in enumerate(starts):
            made[:, start : start + WINDOW] += pieces[:, number]
        return folded(made, circle.length)


def folded(sound: Sound, length: int) -> Sound:
    """A longer sound (2, M) laid round a turn of ``length`` samples."""
    turns = -(-sound.shape[1] // length)
    padded = np.zeros((2, turns * length), np.float32)
    padded[:, : sound.shape[1]] = sound
    return padded.reshape(2, turns, length).sum(axis=1)
