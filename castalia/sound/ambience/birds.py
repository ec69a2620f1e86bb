"""Birds: few singers, each of a species with a song of its own, a small repertoire, a perch, and pauses of chance.

Pitches and paces follow field-guide descriptions of the songs of common European birds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import signal

from castalia.settings import SAMPLE_RATE
from castalia.sound.ambience.circle import Circle, Floats, Sound, put, scaled
from castalia.sound.ambience.grains import Draw, glide, harmonics, joined, swell

Song = Callable[[Draw], Floats]
PURE = (1.0, 0.05, 0.02)


def blackbird(random: Draw) -> Floats:
    """Slow fluted notes at 1.6-2.7 kHz, then a hurried squeaky end."""
    notes, pauses = [], []
    for _ in range(int(random.integers(4, 7))):
        pitch = float(random.uniform(1_600, 2_700))
        bends = pitch * np.exp(np.cumsum(random.normal(0, 0.08, int(random.integers(3, 6)))))
        notes.append(glide(bends, float(random.uniform(0.13, 0.3)), PURE))
        pauses.append(float(random.uniform(0.02, 0.13)))
    for _ in range(int(random.integers(2, 6))):
        pitch = float(random.uniform(4_200, 7_000))
        notes.append(
            0.3
            * glide((pitch, pitch * float(random.uniform(0.7, 1.35)), pitch), float(random.uniform(0.03, 0.09)), PURE)
        )
        pauses.append(float(random.uniform(0.01, 0.05)))
    return joined(notes, pauses)


def robin(random: Draw) -> Floats:
    """Thin silvery cascades between 2.5 and 7 kHz, fast and slow by turns."""
    notes, pauses = [], []
    pitch = float(random.uniform(4_500, 6_500))
    for _ in range(int(random.integers(4, 8))):
        fast = random.random() < 0.5
        for _ in range(int(random.integers(3, 7)) if fast else 1):
            sweep = float(random.uniform(0.65, 1.3))
            notes.append(
                glide(
                    (pitch, pitch * sweep, pitch * sweep**0.7),
                    float(random.uniform(0.03, 0.06) if fast else random.uniform(0.1, 0.22)),
                    PURE,
                )
            )
            pauses.append(0.018 if fast else float(random.uniform(0.04, 0.1)))
        pitch = float(np.clip(pitch * np.exp(random.normal(-0.04, 0.22)), 2_500, 7_000))
    return joined(notes, pauses)


def thrush(random: Draw) -> Floats:
    """A short bold motif, said two to four times."""
    motif, pauses = [], []
    for _ in range(int(random.integers(2, 4))):
        pitch = float(random.uniform(2_100, 4_300))
        motif.append(
            glide(pitch * np.exp(random.normal(0, 0.16, 4)), float(random.uniform(0.07, 0.2)), (1, 0.12, 0.04))
        )
        pauses.append(float(random.uniform(0.02, 0.07)))
    once = joined(motif, [*pauses[:-1], float(random.uniform(0.18, 0.32))])
    return np.tile(once, int(random.integers(2, 5)))


def great_tit(random: Draw) -> Floats:
    """Tea-cher, tea-cher: two notes that see-saw four times a second."""
    high, low = float(random.uniform(4_300, 5_200)), float(random.uniform(3_100, 3_700))
    pair = joined(
        (
            glide((high * 0.97, high, high * 0.98), 0.1, (1, 0.1)),
            0.85 * glide((low, low * 1.01, low * 0.97), 0.12, (1, 0.12)),
        ),
        (0.02, 0.045),
    )
    return np.tile(pair, int(random.integers(4, 9)))


def chiffchaff(random: Draw) -> Floats:
    """Two names in no order, three a second."""
    names = [glide((pitch * 1.5, pitch, pitch * 0.98), 0.09, PURE, 0.25) for pitch in (3_700, 4_300)]
    count = int(random.integers(7, 14))
    return joined([names[int(random.random() < 0.5)] for _ in range(count)], random.uniform(0.2, 0.26, count).tolist())


def wren(random: Draw) -> Floats:
    """A torrent of tiny notes about 5 kHz with a hard trill in its midst."""
    notes, pauses = [], []
    for part in range(int(random.integers(5, 8))):
        start, end = float(random.uniform(4_000, 7_000)), float(random.uniform(3_400, 6_000))
        repeats, seconds = (
            (int(random.integers(12, 20)), 0.024)
            if part == 2
            else (int(random.integers(2, 6)), float(random.uniform(0.035, 0.07)))
        )
        notes += [glide((start, end, end * 0.92), seconds, PURE)] * repeats
        pauses += [seconds * 0.45] * repeats
    return joined(notes, pauses)


def chaffinch(random: Draw) -> Floats:
    """A rattle that hurries downhill, and a flourish."""
    notes, pauses = [], []
    pitch, step = float(random.uniform(4_600, 5_600)), 0.13
    for _ in range(int(random.integers(9, 13))):
        notes.append(glide((pitch * 1.25, pitch * 0.75), min(0.07, step * 0.7), PURE, 0.3))
        pauses.append(step * 0.4)
        pitch, step = pitch * 0.945, step * 0.93
    notes += [glide((3_000, 4_600, 2_600), 0.09, PURE), glide((2_500, 5_200, 4_900, 3_300), 0.16, PURE)]
    return joined(notes, [*pauses, 0.02, 0.0])


def sparrow(random: Draw) -> Floats:
    """Chirrups, each a sharp up and down."""
    count = int(random.integers(2, 7))
    chirps = []
    for _ in range(count):
        top = float(random.uniform(4_200, 5_400))
        chirps.append(
            glide((2_700, top, 3_300, top * 0.85, 2_600), float(random.uniform(0.07, 0.12)), (1.0, 0.35, 0.1))
        )
    return joined(chirps, random.uniform(0.25, 0.55, count).tolist())


def pigeon(random: Draw) -> Floats:
    """Five hoarse coos: take two cows, Taffy."""
    base = float(random.uniform(440, 500))
    notes = []
    for seconds, bend, loud in (
        (0.28, 1.0, 0.7),
        (0.55, 1.06, 1.0),
        (0.5, 1.02, 0.9),
        (0.24, 0.97, 0.6),
        (0.3, 0.98, 0.6),
    ):
        count = round(seconds * SAMPLE_RATE)
        rough = 1 + 0.2 * np.sin(2 * np.pi * 26 * np.arange(count) / SAMPLE_RATE)
        curve = base * bend * (1 - 0.05 * np.square(np.linspace(-1, 1, count)))
        notes.append((loud * harmonics(curve, (1, 0.18, 0.05, 0.02)) * rough * swell(count, 0.4)).astype(np.float32))
    once = joined(notes, (0.09, 0.06, 0.1, 0.05, 0.35))
    return np.tile(once, int(random.integers(1, 4)))


@dataclass(frozen=True)
class Singer:
    """A species, the mean pause between songs in seconds, and how far it usually sits (0 near .. 1 far)."""

    song: Song
    pause: float
    far: float


DAWN = (
    Singer(blackbird, 6.5, 0.15),
    Singer(robin, 7.0, 0.35),
    Singer(thrush, 6.0, 0.5),
    Singer(wren, 13.0, 0.45),
    Singer(great_tit, 10.0, 0.7),
    Singer(chiffchaff, 11.0, 0.8),
    Singer(blackbird, 7.5, 0.95),
    Singer(pigeon, 15.0, 1.15),
)
DAY = (
    Singer(chaffinch, 10.0, 0.25),
    Singer(sparrow, 8.0, 0.3),
    Singer(great_tit, 14.0, 0.6),
    Singer(robin, 16.0, 0.75),
    Singer(pigeon, 20.0, 1.15),
)


def birds_dawn(circle: Circle) -> Sound:
    """The dawn chorus."""
    return _choir(circle, DAWN)


def birds_day(circle: Circle) -> Sound:
    """A garden at noon: fewer voices, longer pauses."""
    return _choir(circle, DAY)


def _choir(circle: Circle, singers: tuple[Singer, ...]) -> Sound:
    sound = circle.silence()
    sides = np.linspace(-0.85, 0.85, len(singers))
    circle.random("perches").shuffle(sides)
    for number, (singer, side) in enumerate(zip(singers, sides, strict=True)):
        random = circle.random("singer", number)
        songs = [perched(singer.song(random), singer.far) for _ in range(4)]
        for moment in circle.times(circle.pace / singer.pause, 2.0, "singer", number):
            song = songs[int(random.integers(len(songs)))]
            put(sound, song, float(moment), float(side), float(np.exp(random.normal(0, 0.15))))
    return scaled(sound)


def perched(song: Floats, far: float) -> Floats:
    """A song from a perch: softer and duller with distance, and smeared by leaves on its way."""
    pole = np.exp(-2 * np.pi * 16_000 * 0.12**far / SAMPLE_RATE)
    dull = signal.lfilter([1 - pole], [1, -pole], song / np.sqrt(np.mean(song**2) + 1e-12))
    late = np.zeros(len(song) + round(0.35 * SAMPLE_RATE))
    late[: len(song)] = dull * (1 - 0.5 * far)
    for delay, loud in ((0.031, 0.30), (0.057, 0.24), (0.097, 0.18), (0.163, 0.12), (0.241, 0.07)):
        start = round(delay * SAMPLE_RATE)
        late[start : start + len(song)] += loud * (0.3 + far) * dull
    made: Floats = (late * 0.22**far).astype(np.float32)
    return made


def owl(circle: Circle) -> Sound:
    """A tawny owl: a long hoot, a silence, then a quavering one; far off another answers."""
    sound = circle.silence()
    for number, (pitch, side, far, pause) in enumerate(((810.0, -0.35, 0.3, 14.0), (880.0, 0.6, 0.9, 21.0))):
        random = circle.random("owl", number)
        for moment in circle.times(1 / pause, 6.0, "owl", number):
            call = perched(_hoots(random, pitch * float(random.uniform(0.98, 1.02))), far)
            put(sound, call, float(moment), side)
    return scaled(sound)


def _hoots(random: Draw, pitch: float) -> Floats:
    first = glide(
        (pitch * 0.93, pitch, pitch * 1.01, pitch * 0.9), float(random.uniform(0.7, 0.9)), (1, 0.12, 0.05), 0.3
    )
    short = 0.4 * glide((pitch * 0.9, pitch * 0.94), 0.12, (1, 0.1), 0.4)
    count = round(float(random.uniform(1.3, 1.7)) * SAMPLE_RATE)
    at = np.linspace(0, 1, count)
    quaver = np.sin(2 * np.pi * 15 * at * count / SAMPLE_RATE) * np.clip(1.2 - 1.7 * at, 0, 1)
    curve = pitch * (0.94 + 0.06 * np.sin(np.pi * at**0.8) + 0.012 * quaver)
    last = harmonics(curve, (1, 0.12, 0.05)) * swell(count, 0.55) * (1 - 0.45 * np.clip(quaver, 0, 1))
    return joined((first, short, last.astype(np.float32)), (float(random.uniform(1.4, 2.2)), 0.25, 0.0))


def gulls(circle: Circle) -> Sound:
    """Herring gulls over a harbour: mews, barks, now and then the long call that all take up."""
    sound = circle.silence()
    for number in range(6):
        random = circle.random("gull", number)
        far = float(random.uniform(0.1, 0.95))
        side, drift = float(random.uniform(-0.9, 0.9)), float(random.uniform(-0.3, 0.3))
        for moment in circle.times(circle.pace / 9.0, 1.3, "gull", number):
            calls = _long_call(random) if random.random() < 0.3 else _mews(random)
            side = float(np.clip(side + drift * random.normal(), -0.95, 0.95))
            put(sound, perched(calls, far), float(moment), side)
    return scaled(sound)


def _cry(random: Draw, pitch: float, seconds: float) -> Floats:
    """A cry rich in overtones that leaps up and sags, roughened by the two halves of the syrinx."""
    count = round(seconds * SAMPLE_RATE)
    at = np.linspace(0, 1, count)
    curve = pitch * np.exp(np.interp(at, (0, 0.18, 0.45, 1), np.log((0.72, 1.12, 1.0, 0.68))))
    curve *= 1 + 0.012 * np.sin(2 * np.pi * float(random.uniform(28, 45)) * at * seconds)
    return (harmonics(curve, (0.55, 1.0, 0.75, 0.5, 0.3, 0.2, 0.1)) * swell(count, 0.3)).astype(np.float32)


def _mews(random: Draw) -> Floats:
    pitch, count = float(random.uniform(850, 1_150)), int(random.integers(1, 4))
    return joined(
        [_cry(random, pitch, float(random.uniform(0.35, 0.7))) for _ in range(count)],
        random.uniform(0.15, 0.5, count).tolist(),
    )


def _long_call(random: Draw) -> Floats:
    pitch, count = float(random.uniform(950, 1_200)), int(random.integers(6, 11))
    lengths = np.linspace(0.34, 0.17, count)
    notes = [_cry(random, pitch * (1 - 0.015 * index), float(seconds)) for index, seconds in enumerate(lengths)]
    return joined(notes, (0.35 * lengths).tolist())
