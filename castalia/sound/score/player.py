"""Plays recorded or synthesised samples: pitch, loop, envelope, low-pass and vibrato of one note in one compiled loop."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from castalia.render.kernels import kernel
from castalia.settings import SAMPLE_RATE

Floats = NDArray[np.float32]
HIGHEST_CUTOFF = 20_000.0
_CONTROL = 64
_SILENT = 3e-5


@dataclass(frozen=True, eq=False)
class Zone:
    """A sample and how it is played, for keys ``keys`` and velocities ``velocities`` (both inclusive).

    ``root`` is the MIDI pitch, with fraction, at which it sounds unchanged at its own ``rate``; ``loop`` is (start, end)
    in samples or None. Times are seconds; ``decay`` and ``release`` fall by 100 dB in their time; ``sustain`` is a gain.
    The low-pass lies at ``cutoff`` Hz at full velocity, ``dulling`` octaves lower at none; it begins ``sweep`` octaves
    higher and settles with time constant ``sweep_time``. ``vibrato`` is (cents, Hz, delay).
    """

    samples: Floats
    rate: float
    root: float
    keys: tuple[int, int] = (0, 127)
    velocities: tuple[int, int] = (0, 127)
    loop: tuple[int, int] | None = None
    gain: float = 1.0
    pan: float = 0.0
    attack: float = 0.002
    hold: float = 0.0
    decay: float = 1e6
    sustain: float = 1.0
    release: float = 0.2
    cutoff: float = HIGHEST_CUTOFF
    dulling: float = 0.0
    sweep: float = 0.0
    sweep_time: float = 0.1
    vibrato: tuple[float, float, float] = (0.0, 5.0, 0.3)
    scale: float = 1.0

    def plays(self, key: int, velocity: int) -> bool:
        return self.keys[0] <= key <= self.keys[1] and self.velocities[0] <= velocity <= self.velocities[1]

    @cached_property
    def onset(self) -> float:
        """Seconds until the sound has come to half its height: players begin earlier by as much."""
        window = int(0.005 * self.rate)
        head = np.abs(self.samples[: int(0.4 * self.rate)])
        blocks = head[: len(head) // window * window].reshape(-1, window).max(axis=1) if len(head) >= window else head
        rise = float(np.argmax(blocks >= 0.5 * blocks.max())) * 0.005 if len(blocks) else 0.0
        return min(rise + 0.5 * self.attack, 0.09)


def velocity_gain(velocity: int) -> float:
    """Amplitude of a velocity: the SoundFont specification's concave curve, 40 log10(127 / velocity) dB down."""
    return (max(velocity, 1) / 127) ** 2


def play(out: Floats, zone: Zone, key: int, velocity: int, start: float, end: float, seat: float, level: float) -> None:
    """Add a note from ``start`` to ``end`` (seconds; its release follows) to ``out`` (N, 2) with gain ``level``."""
    first = round(start * SAMPLE_RATE)
    held = max(round((end - start) * SAMPLE_RATE), 1)
    pitch = zone.root + (key - zone.root) * zone.scale
    step = zone.rate / SAMPLE_RATE * 2 ** ((pitch - zone.root) / 12)
    angle = (min(max(seat + zone.pan, -1.0), 1.0) + 1) * math.pi / 4
    gain = zone.gain * level
    loop = zone.loop or (0, 0)
    cents, rate, delay = zone.vibrato
    _play(
        out,
        first,
        held,
        zone.samples,
        step,
        loop[0],
        loop[1],
        gain * math.cos(angle),
        gain * math.sin(angle),
        max(zone.attack * SAMPLE_RATE, 1.0),
        zone.hold * SAMPLE_RATE,
        10 ** (-5 / max(zone.decay * SAMPLE_RATE, 1.0)),
        zone.sustain,
        10 ** (-5 / max(zone.release * SAMPLE_RATE, 200.0)),
        zone.cutoff * 2 ** (-zone.dulling * (1 - velocity / 127)),
        zone.sweep,
        zone.sweep_time * SAMPLE_RATE,
        math.log(2) * cents / 1200,
        2 * math.pi * rate / SAMPLE_RATE,
        delay * SAMPLE_RATE,
    )


@kernel
def _play(
    out, first, held, samples, step, loop_start, loop_end, left, right, attack, hold, decay, sustain, release,
    cutoff, sweep, sweep_time, vibrato, vibrato_step, vibrato_delay,
):  # fmt: skip
    """Cubic (Hermite) interpolation, two-pole state-variable low-pass, envelope: attack rises in a straight line, decay
    and release fall exponentially. Slow things move every 64 samples."""
    looped = loop_end > loop_start
    length = loop_end - loop_start
    past = len(samples)
    position = 0.0
    level = 0.0
    band, low = 0.0, 0.0
    moving = step
    coefficient, damping = 0.0, 1.0
    filtered = cutoff < 19_000.0 or sweep != 0.0
    for index in range(len(out) - first):
        if index % _CONTROL == 0:
            if vibrato > 0.0:
                depth = vibrato * min(1.0, max(0.0, (index - vibrato_delay) / 12_000.0))
                moving = step * math.exp(depth * math.sin(vibrato_step * index))
            if filtered:
                octaves = sweep * math.exp(-index / sweep_time) if sweep != 0.0 else 0.0
                frequency = min(cutoff * math.exp(0.6931471805599453 * octaves), 18_000.0)
                coefficient = math.tan(math.pi * frequency / 48_000.0)
                damping = 1.0 / (1.0 + coefficient * (coefficient + 1.414))
        if index >= held:
            level *= release
            if level < _SILENT:
                break
        elif index < attack:
            level = (index + 1) / attack
        elif index >= attack + hold:
            level = sustain + (level - sustain) * decay
            if level < _SILENT:
                break
        if looped:
            while position >= loop_end:
                position -= length
        elif position >= past - 2:
            break
        whole = int(position)
        part = position - whole
        after = whole + 1
        beyond = whole + 2
        before = whole - 1
        if looped:
            if after >= loop_end:
                after -= length
            if beyond >= loop_end:
                beyond -= length
        if before < 0:
            before = 0
        a, b, c, d = samples[before], samples[whole], samples[after], samples[beyond]
        slope = 0.5 * (c - a)
        curve = a - 2.5 * b + 2.0 * c - 0.5 * d
        cube = 0.5 * (d - a) + 1.5 * (b - c)
        value = b + part * (slope + part * (curve + part * cube))
        if filtered:
            # Zavalishin's state-variable filter, Butterworth damping.
            high = (value - (1.414 + coefficient) * band - low) * damping
            middle = coefficient * high + band
            band = coefficient * high + middle
            value = coefficient * middle + low
            low = coefficient * middle + value
        value *= level
        if not looped and position > past - 200:
            value *= (past - position) / 200.0
        out[first + index, 0] += np.float32(left * value)
        out[first + index, 1] += np.float32(right * value)
        position += moving
