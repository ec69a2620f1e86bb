"""People heard but not understood: a crowd, a market."""

from __future__ import annotations

import numpy as np
from scipy import signal

from castalia.settings import SAMPLE_RATE
from castalia.sound.ambience.circle import Circle, Curve, Floats, Sound, put, scaled
from castalia.sound.ambience.grains import Draw, burst, clock, joined, modes, swell
from castalia.sound.ambience.paint import Paint

VOWELS = (
    (730, 1_090, 2_440),
    (660, 1_720, 2_410),
    (530, 1_840, 2_480),
    (390, 1_990, 2_550),
    (270, 2_290, 3_010),
    (570, 840, 2_410),
    (440, 1_020, 2_240),
    (300, 870, 2_240),
    (490, 1_350, 1_690),
)
"""First three formants of vowels in hertz, means of men (Peterson and Barney 1952)."""
UPPER = (3_500, 4_600)
"""The fourth and fifth, much the same in all vowels."""
WIDTHS = (80.0, 110.0, 160.0, 220.0, 300.0)
BABBLE: Curve = ((110, -18), (220, -3), (450, 0), (900, -4), (1_800, -8), (3_500, -12), (8_000, -21), (16_000, -36))
CLATTER = ((1_750, 0.05), (2_900, 0.035), (4_350, 0.03), (6_700, 0.015))


def syllable(random: Draw, pitch: float, tract: float, seconds: float, effort: float = 0.0) -> Floats:
    """A consonant and a vowel that moves into another: a buzz with falling pitch through gliding formants.

    ``tract`` scales the formants (1 a man, 1.17 a woman); ``effort`` 0 talking .. 1 shouting brightens the buzz.
    """
    at = clock(seconds)
    curve = pitch * np.exp(float(random.normal(0, 0.06)) + float(random.normal(-0.08, 0.1)) * (at / at[-1] - 0.5))
    buzz = signal.sawtooth(2 * np.pi * np.cumsum(curve) / SAMPLE_RATE) + 0.02 * random.standard_normal(len(at))
    # The lips radiate the treble better; the harder the voice is pushed, the brighter its buzz.
    pole = np.exp(-2 * np.pi * (2_500 + 4_000 * effort) / SAMPLE_RATE)
    source = signal.lfilter([1 - pole, -0.9 * (1 - pole)], [1, -pole], buzz)
    first, second = (_vowel(source, VOWELS[int(random.integers(len(VOWELS)))], tract) for _ in range(2))
    turn = np.clip((at / at[-1] - 0.25) / 0.5, 0, 1)
    voiced = (first * (1 - turn) + second * turn) * swell(len(at), 0.3)
    voiced /= np.abs(voiced).max()
    if random.random() < 0.55:
        centre = float(random.uniform(2_000, 7_500))
        hiss = burst(
            random,
            float(random.uniform(0.005, 0.03)),
            ((centre / 3, -24), (centre, 0), (centre * 2, -8), (centre * 4, -30)),
        )
        voiced[: len(hiss)] += 0.3 * hiss[: len(voiced)]
    return voiced.astype(np.float32)


def _vowel(source: np.ndarray, formants: tuple[int, int, int], tract: float) -> np.ndarray:
    """Three resonators in a row (Klatt 1980), each of gain 1 at 0 Hz."""
    made = source
    for formant, width in zip((*formants, *UPPER), WIDTHS, strict=True):
        radius = np.exp(-np.pi * width * tract / SAMPLE_RATE)
        back = (1.0, -2 * radius * np.cos(2 * np.pi * formant * tract / SAMPLE_RATE), radius**2)
        made = signal.lfilter([sum(back)], back, made)
    return made


class Talker:
    """A voice with a stock of syllables, said in phrases that start high and fall."""

    def __init__(self, random: Draw) -> None:
        woman = random.random() < 0.5
        self.random = random
        self.pitch = float(random.uniform(175, 240) if woman else random.uniform(95, 140))
        self.tract = float(random.normal(1.16 if woman else 1.0, 0.03))
        drop = np.linspace(1.18, 0.88, 8)
        self.stock = [
            syllable(random, self.pitch * float(fall), self.tract, float(random.uniform(0.11, 0.24))) for fall in drop
        ]

    def phrase(self) -> Floats:
        count = int(self.random.integers(3, 11))
        places = np.clip(np.linspace(0, 7, count) + self.random.normal(0, 1.2, count), 0, 7).round().astype(int)
        pauses = np.where(self.random.random(count) < 0.12, 0.18, self.random.uniform(0.0, 0.06, count))
        return joined([self.stock[place] for place in places], pauses.tolist())


def crowd(circle: Circle) -> Sound:
    """Some thirty talkers in groups, a murmur behind them, laughter and glasses now and then."""
    sound = talking(circle, 30)
    paint = Paint(circle)
    paint.add(BABBLE, 0.3 * np.exp(0.14 * circle.drift(3.5, "babble") + 0.12 * circle.drift(0.2, "tide")))
    random = circle.random("laughter")
    for moment in circle.times(0.09 * circle.pace, 1.4, "laughter"):
        laugh = _laugh(random)
        put(sound, laugh / np.sqrt(np.mean(laugh**2)), float(moment), float(random.uniform(-0.8, 0.8)), 0.16)
    glasses = circle.silence()
    for moment in circle.times(0.5 * circle.pace, 0.7, "glasses"):
        shift = float(random.uniform(0.8, 1.3))
        clink = modes([pitch * shift for pitch, _ in CLATTER], [ringing for _, ringing in CLATTER], (1, 0.7, 0.6, 0.4))
        put(
            glasses, clink, float(moment), float(random.uniform(-0.9, 0.9)), min(0.3 * float(random.pareto(2) + 1), 1.5)
        )
    return scaled(sound) + paint.sound() + scaled(glasses, 0.11)


def talking(circle: Circle, count: int) -> Sound:
    """Talkers who speak and listen by turns, most of them away from us."""
    sound = circle.silence()
    for number in range(count):
        random = circle.random("talker", number)
        talker = Talker(random)
        side, loud = float(random.uniform(-0.95, 0.95)), 0.05 ** float(random.uniform(0, 1))
        pace = 0.3 * circle.pace**0.5
        for moment in circle.times(pace, 2.0, "talker", number):
            put(sound, talker.phrase(), float(moment), side, loud)
    return sound


def _laugh(random: Draw) -> Floats:
    pitch = float(random.uniform(170, 330))
    count = int(random.integers(4, 9))
    notes = [syllable(random, pitch * 0.97**index, 1.1, 0.09, 0.4) * 0.93**index for index in range(count)]
    return joined(notes, random.uniform(0.06, 0.1, count).tolist())


def market(circle: Circle) -> Sound:
    """A street market: the crowd, traders who cry their wares again and again, crates, coins, a cart."""
    sound = scaled(talking(circle, 22))
    cries = circle.silence()
    for number in range(3):
        random = circle.random("trader", number)
        cry, side = _cry_of_wares(random), float(random.uniform(-0.9, 0.9))
        cry = cry / np.sqrt(np.mean(cry**2))
        for moment in circle.times(circle.pace / 9.0, 3.0, "trader", number):
            put(cries, cry, float(moment), side, 0.35 ** float(random.uniform(0, 1)))
    random = circle.random("things")
    things = circle.silence()
    for moment in circle.times(1.1 * circle.pace, 0.7, "things"):
        put(
            things,
            _thing(random),
            float(moment),
            float(random.uniform(-0.9, 0.9)),
            min(0.4 * float(random.pareto(2.0) + 1), 2.0),
        )
    paint = Paint(circle)
    paint.add(BABBLE, 0.3 * np.exp(0.15 * circle.drift(3.0, "babble")))
    shuffle: Curve = ((400, -20), (1_500, -4), (3_500, 0), (8_000, -8), (16_000, -24))
    paint.add(shuffle, 0.08 * np.exp(0.5 * circle.drift(2.0, "feet")))
    return sound + scaled(cries, 0.65) + scaled(things, 0.25) + paint.sound()


def _cry_of_wares(random: Draw) -> Floats:
    """A few long syllables on a falling tune, at the top of the voice."""
    pitch, tract = float(random.uniform(200, 330)), float(random.uniform(1.0, 1.18))
    tune = ((1.0, 0.22), (1.0, 0.18), (1.19, 0.5), (0.89, 0.3), (0.79, 0.65))
    notes = [syllable(random, pitch * step, tract, seconds, 1.0) for step, seconds in tune]
    return joined(notes, (0.03, 0.03, 0.05, 0.03, 0.0))


def _thing(random: Draw) -> Floats:
    """Wood set down, or metal."""
    if random.random() < 0.6:
        low = float(random.uniform(150, 420))
        knock = modes((low, low * 2.2, low * 3.9), (0.03, 0.018, 0.01), (1, 0.6, 0.4))
        edge = burst(random, 0.004, ((300, -6), (1_000, 0), (4_000, -10), (12_000, -28)))
        knock[: len(edge)] += 0.7 * edge[: len(knock)]
        return knock
    high = float(random.uniform(2_400, 5_200))
    return 0.4 * modes((high, high * 1.43, high * 1.93), (0.07, 0.05, 0.03), (1, 0.7, 0.5))
