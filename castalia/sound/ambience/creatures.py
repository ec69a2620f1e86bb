"""Animals: a few singers with voices of their own, never a regular clock."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from castalia.settings import SAMPLE_RATE
from castalia.sound.ambience.circle import Circle, Sound, hump, tone


@dataclass(frozen=True)
class Species:
    """How a bird sings: pitch in hertz, its sweep as a ratio, syllables a phrase, their seconds, and a trill's speed."""

    pitch: float
    sweep: float
    syllables: tuple[int, int]
    seconds: tuple[float, float]
    trill: float = 0.0
    gap: float = 4.5


WARBLER = Species(4_300, 1.5, (4, 8), (0.05, 0.12))
THRUSH = Species(2_400, 1.35, (2, 5), (0.14, 0.34), gap=5.5)
FINCH = Species(3_600, 0.7, (6, 12), (0.04, 0.08), trill=28)
TIT = Species(5_200, 0.85, (2, 6), (0.08, 0.16), gap=6.0)
DOVE = Species(480, 0.92, (3, 5), (0.28, 0.5), gap=9.0)
WREN = Species(5_000, 1.2, (10, 18), (0.03, 0.06), trill=40, gap=8.0)


def birds_dawn(circle: Circle) -> Sound:
    """The chorus: many singers, near and far."""
    return _choir(circle, (WARBLER, THRUSH, FINCH, TIT, WREN, THRUSH, DOVE, WARBLER), 0.8)


def birds_day(circle: Circle) -> Sound:
    return _choir(circle, (WARBLER, TIT, FINCH, DOVE), 1.5)


def _choir(circle: Circle, singers: tuple[Species, ...], pause: float) -> Sound:
    sound = circle.silence()
    for number, species in enumerate(singers):
        random = circle.random("singer", number)
        pan, gain = float(random.uniform(-0.95, 0.95)), float(np.exp(random.uniform(-1.8, 0.0)))
        themes = [_phrase(species, circle.random("singer", number, "theme", which)) for which in range(3)]
        for moment in circle.times(1 / (species.gap * pause), 1.6, "singer", number):
            theme = themes[int(random.integers(len(themes)))]
            circle.put(sound, theme, float(moment), pan, gain * float(random.uniform(0.6, 1.0)))
    return sound + 0.35 * circle.room(sound, 1.6, 0.35, "grove")


def _phrase(species: Species, random: np.random.Generator) -> NDArray[np.float64]:
    """Syllables that glide, quaver or trill, with unlike pauses."""
    parts = []
    pitch = species.pitch * float(np.exp(random.normal(0, 0.07)))
    for _ in range(int(random.integers(*species.syllables, endpoint=True))):
        length = int(float(random.uniform(*species.seconds)) * SAMPLE_RATE)
        at = np.linspace(0, 1, length)
        step = pitch * float(np.exp(random.normal(0, 0.10)))
        curve = step * np.exp(
            np.log(species.sweep) * at ** float(random.uniform(0.5, 2.0)) * float(random.choice((-1, 1, 1)))
        )
        if species.trill:
            curve = curve * (1 + 0.06 * np.sin(2 * np.pi * species.trill * at * length / SAMPLE_RATE))
        voice = (
            tone(curve, length, (1.0, 0.16, 0.05))
            * hump(length / SAMPLE_RATE, float(random.uniform(0.2, 0.6)))[:length]
        )
        parts += [voice, np.zeros(int(float(random.uniform(0.02, 0.11)) * SAMPLE_RATE))]
    return np.concatenate(parts)


def owl(circle: Circle) -> Sound:
    """One owl that calls and pauses, and another far off that answers."""
    sound = circle.silence()
    for number, (pitch, pan, gain, gap) in enumerate(((395.0, -0.35, 1.0, 9.0), (455.0, 0.6, 0.28, 14.0))):
        random = circle.random("owl", number)
        for moment in circle.times(1 / gap, 4.0, "owl", number):
            late = 0.0
            for seconds, loud in ((0.45, 0.8), (0.16, 0.5), (0.16, 0.6), (0.75, 1.0)):
                length = int(seconds * SAMPLE_RATE)
                bend = (
                    pitch * (1 + 0.03 * np.sin(np.pi * np.linspace(0, 1, length))) * float(random.uniform(0.985, 1.015))
                )
                hoot = tone(bend, length, (1.0, 0.10, 0.03)) * hump(seconds, 0.35)[:length]
                circle.put(sound, hoot, float(moment) + late, pan, gain * loud)
                late += seconds + (0.55 if seconds == 0.45 else 0.09)
    return sound + 0.8 * circle.room(sound, 2.6, 0.6, "wood")


def gulls(circle: Circle) -> Sound:
    sound = circle.silence()
    for number in range(4):
        random = circle.random("gull", number)
        pan, gain, pitch = (
            float(random.uniform(-0.9, 0.9)),
            float(np.exp(random.uniform(-1.5, 0))),
            float(random.uniform(780, 1_050)),
        )
        for moment in circle.times(1 / 8, 1.2, "gull", number):
            late = 0.0
            for call in range(int(random.integers(2, 7))):
                length = int(float(random.uniform(0.22, 0.42)) * SAMPLE_RATE)
                at = np.linspace(0, 1, length)
                glide = pitch * (1 + 0.55 * np.sin(np.pi * at**0.7)) * (1 - 0.02 * call)
                rough = 1 + 0.25 * np.sin(2 * np.pi * 55 * at * length / SAMPLE_RATE)
                cry = tone(glide, length, (0.6, 1.0, 0.7, 0.4, 0.2)) * hump(length / SAMPLE_RATE, 0.3)[:length] * rough
                circle.put(sound, cry, float(moment) + late, pan, gain)
                late += length / SAMPLE_RATE + float(random.uniform(0.05, 0.14))
    return sound + 0.3 * circle.room(sound, 1.2, 0.3, "bay")


def crickets(circle: Circle) -> Sound:
    """Singers at pitches of their own, three pulses a chirp, each at a pace of its own."""
    sound = circle.silence()
    for number in range(7):
        random = circle.random("cricket", number)
        pitch, pace = float(random.uniform(3_900, 5_100)), float(random.uniform(1.5, 2.6))
        pan, gain = float(random.uniform(-1, 1)), float(np.exp(random.uniform(-2.2, 0)))
        pulse = tone(pitch, int(0.016 * SAMPLE_RATE), (1.0, 0.08)) * np.hanning(int(0.016 * SAMPLE_RATE))
        silent = circle.drift(0.08, "cricket", number)
        for moment in circle.times(pace, 60.0, "cricket", number):
            if silent[int(moment * SAMPLE_RATE) % circle.length] > 0.3:
                for beat in range(3):
                    circle.put(sound, pulse, float(moment) + beat * 0.032, pan, gain * (0.7, 0.9, 1.0)[beat])
    return sound + 0.12 * circle.room(sound, 0.8, 0.2, "grass")


def cicadas(circle: Circle) -> Sound:
    """A shimmering drone that swells and sinks, sharper near its top."""
    sound = circle.silence()
    for number, middle in enumerate((4_600.0, 5_600.0, 6_700.0)):
        buzz = circle.noise(
            ((middle * 0.7, -44), (middle * 0.9, -8), (middle, 0), (middle * 1.15, -9), (middle * 1.6, -44)),
            "buzz",
            number,
        )
        waves = max(1, round((95 + 24 * number) * circle.seconds))
        tremor = 0.6 + 0.4 * np.sin(2 * np.pi * waves * np.arange(circle.length) / circle.length)
        swell = 0.15 + circle.drift(0.12, "swell", number) ** 2
        sound += buzz * (tremor * swell).astype(np.float32)[:, None]
    return sound


def frogs(circle: Circle) -> Sound:
    sound = circle.silence()
    for number in range(6):
        random = circle.random("frog", number)
        low, rattle = float(random.uniform(420, 1_300)), float(random.uniform(22, 48))
        pan, gain = float(random.uniform(-0.9, 0.9)), float(np.exp(random.uniform(-1.6, 0)))
        for moment in circle.times(0.38, 0.9, "frog", number):
            for croak in range(int(random.integers(1, 4))):
                length = int(float(random.uniform(0.18, 0.4)) * SAMPLE_RATE)
                at = np.arange(length) / SAMPLE_RATE
                pulses = np.maximum(np.sin(2 * np.pi * rattle * at), 0) ** 3
                voice = (
                    tone(low * (1 + 0.12 * at / at[-1]), length, (1.0, 0.7, 0.25))
                    * pulses
                    * hump(length / SAMPLE_RATE, 0.6)[:length]
                )
                circle.put(sound, voice, float(moment) + 0.5 * croak, pan, gain)
    return sound + 0.3 * circle.room(sound, 1.1, 0.5, "pond")


def insects(circle: Circle) -> Sound:
    """Bees and flies that pass, over the high hum of a summer field."""
    sound = 0.16 * cicadas(circle)
    for number in range(max(2, round(circle.seconds / 4))):
        random = circle.random("fly", number)
        seconds, pitch = float(random.uniform(1.5, 4.0)), float(random.uniform(140, 260))
        length = int(seconds * SAMPLE_RATE)
        wobble = np.interp(np.arange(length), np.linspace(0, length, 12), random.normal(0, 1, 12))
        buzz = (
            tone(pitch * (1 + 0.05 * wobble), length, (1, 0.8, 0.6, 0.5, 0.35, 0.3, 0.2, 0.15))
            * hump(seconds)[:length] ** 1.5
        )
        start, side = float(random.uniform(0, circle.seconds)), float(random.choice((-1, 1)))
        for share in range(8):
            part = slice(share * length // 8, (share + 1) * length // 8)
            circle.put(sound, buzz[part], start + part.start / SAMPLE_RATE, side * (share / 3.5 - 1), 0.3)
    return sound
