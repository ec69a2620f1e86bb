"""Thunder: a lightning channel as a random walk in space, each piece of it an N-shaped wave that arrives when it must.

After Ribner and Roy (1982): the length of the channel towards us makes the rumble, pieces at one distance the claps, and
the air takes the treble of what comes from afar.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import signal

from castalia.settings import SAMPLE_RATE
from castalia.sound.ambience.circle import SPEED_OF_SOUND, Circle, Curve, Floats, Sound, put, scaled
from castalia.sound.ambience.grains import Draw, swell
from castalia.sound.ambience.paint import Paint

Values = NDArray[np.float64]
PIECES = 900
GROUPS = 14
RUMBLE: Curve = ((25, -20), (55, -5), (110, 0), (220, -2), (450, -9), (1_000, -23), (4_000, -56))


def thunder(circle: Circle) -> Sound:
    """Strokes some 15 s apart, none like the other, each with the rolling of the clouds after it."""
    sound = circle.silence()
    paint = Paint(circle)
    for number, moment in enumerate(circle.times(circle.pace / 15, 6.0, "strokes")):
        random = circle.random("stroke", number)
        distance = float(random.uniform(500, 2_200))
        left, right = _stroke(random, distance)
        loud = (900 / distance) ** 0.7
        put(sound, left, float(moment), -0.6, loud)
        put(sound, right, float(moment), 0.6, loud)
        _rolling(paint, random, float(moment), loud)
    return scaled(sound) + paint.sound()


def _stroke(random: Draw, distance: float) -> tuple[Floats, Floats]:
    """What left and right hear of one stroke: the branches lie a little differently to each."""
    steps = random.normal(0, 1, (PIECES, 3)) * (9, 9, 5) + (random.uniform(-2, 3), random.uniform(-2, 2), 4.2)
    channel = np.cumsum(steps, axis=0) + np.array((distance, 0.0, 0.0))
    far = np.linalg.norm(channel, axis=1)
    along = np.abs((steps * channel).sum(axis=1)) / far / np.linalg.norm(steps, axis=1)
    # A piece seen from its side is loud, one seen from its end is not.
    loud = np.exp(random.normal(0, 0.6, PIECES)) * (1.05 - along) * far.min() / far
    late = (far - far.min()) / SPEED_OF_SOUND
    leftward = random.random(PIECES) < 1 / (1 + np.exp(channel[:, 1] / 250))
    left, right = (_pulses(random, late, far, loud * np.where(near, 1.2, 0.7)) for near in (leftward, ~leftward))
    return left, right


def _pulses(random: Draw, late: Values, far: Values, loud: Values) -> Floats:
    """N waves at their arrivals, in groups of distance: the farther, the longer and rounder."""
    made = np.zeros(round((late.max() + 0.2) * SAMPLE_RATE), np.float32)
    starts = np.round(late * SAMPLE_RATE).astype(int)
    # What lies between sweeps the lengths about, so that no pitch is missing from them all.
    order = np.argsort(far * random.lognormal(0, 0.2, PIECES))
    for chosen, seconds in zip(np.array_split(order, GROUPS), np.geomspace(0.0011, 0.0065, GROUPS), strict=True):
        train = np.zeros(len(made), np.float32)
        np.add.at(train, starts[chosen], loud[chosen])
        made += signal.oaconvolve(train, _n_wave(seconds))[: len(made)]
    made *= np.minimum(np.arange(len(made))[::-1] / (0.1 * SAMPLE_RATE), 1)
    # Strong shocks lose their peaks on the way.
    top = np.float32(5 * made.std())
    return top * np.tanh(made / top)


def _n_wave(seconds: float) -> Floats:
    count = max(8, round(seconds * SAMPLE_RATE))
    wave = np.linspace(1, -1, count) * np.minimum(
        np.minimum(np.arange(count), np.arange(count)[::-1]) / (0.12 * count), 1
    )
    return wave.astype(np.float32)


def _rolling(paint: Paint, random: Draw, moment: float, loud: float) -> None:
    """Echoes between clouds and hills: low noise in uneven swells, dying over some seconds."""
    since = paint.circle.since(moment)
    for _ in range(int(random.integers(5, 9))):
        late, lasts = float(random.uniform(0.3, 6.0)), float(random.uniform(0.6, 2.2))
        place = np.clip((since - late) / lasts, 0, 1)
        strength = loud * float(np.exp(random.normal(0, 0.4))) * np.exp(-late / 3.2)
        envelope = np.interp(place, np.linspace(0, 1, 64), swell(64, 0.25)).astype(np.float32)
        paint.add(RUMBLE, 1.1 * strength * envelope, float(random.uniform(-0.9, 0.9)))
