"""What people and their machines sound like from afar."""

from __future__ import annotations

import numpy as np

from castalia.settings import SAMPLE_RATE
from castalia.sound.ambience.circle import Circle, Curve, Sound, decay, hump, scaled, tone

VOWELS = ((730, 1_090, 2_440), (270, 2_290, 3_010), (570, 840, 2_410), (530, 1_840, 2_480), (440, 1_020, 2_240))
"""First three formants in hertz of five vowels (Peterson and Barney 1952, men's means)."""


def room_tone(circle: Circle) -> Sound:
    """Still air in a room: a dark breath, a trace of the mains, a clock."""
    random = circle.random("clock")
    breath = circle.noise(((25, -4), (60, 0), (200, -10), (800, -26), (4_000, -46), (20_000, -80)), "breath")
    hum = _whole(circle, 50, (0.5, 0.2, 0.12, 0.05))
    clock = circle.silence()
    ticks = round(circle.seconds)
    at = np.arange(int(0.02 * SAMPLE_RATE)) / SAMPLE_RATE
    for tick in range(ticks):
        knock = np.sin(2 * np.pi * (2_600 if tick % 2 else 2_200) * at) * np.exp(-at / 0.0022)
        circle.put(clock, knock, tick * circle.seconds / ticks, 0.35, 0.5 + 0.08 * float(random.random()))
    return breath + 0.05 * hum + 0.5 * (clock + 0.5 * circle.room(clock, 0.5, 0.5, "room"))


def _whole(circle: Circle, hertz: float, partials: tuple[float, ...]) -> Sound:
    """A steady hum of whole waves on the turn, (N, 2)."""
    waves = max(1, round(hertz * circle.seconds))
    turn = 2 * np.pi * waves * np.arange(circle.length) / circle.length
    mono = sum((loud * np.sin(order * turn + order) for order, loud in enumerate(partials, 1)), np.zeros(circle.length))
    return np.stack([mono, mono], axis=1).astype(np.float32)


def ship_hum(circle: Circle) -> Sound:
    """Engines through steel: beating low partials, air ducts, a slow pulse."""
    sound = circle.noise(((20, -10), (50, -2), (110, 0), (400, -14), (1_600, -34), (20_000, -90)), "hull")
    for number, hertz in enumerate((41.0, 41.35, 61.7, 82.4, 123.2)):
        sound += 0.45 / (1 + 0.5 * number) * _whole(circle, hertz, (1.0, 0.3, 0.1))
    ducts = circle.noise(
        ((200, -30), (700, -4), (1_200, 0), (2_600, -10), (8_000, -34), (20_000, -70)), "ducts", width=1.0
    )
    return sound + 0.22 * ducts * (0.8 + 0.4 * circle.drift(0.15, "ducts"))[:, None]


def machinery(circle: Circle) -> Sound:
    """A works: hum, a turning shaft, and blows of two machines that never quite agree."""
    random = circle.random("machines")
    sound = circle.noise(((25, -8), (70, 0), (250, -4), (1_000, -14), (5_000, -34), (20_000, -70)), "floor")
    sound += 0.35 * _whole(circle, 49, (1.0, 0.6, 0.5, 0.3, 0.25, 0.15))
    blows = circle.silence()
    for number, (seconds, pitch, pan) in enumerate(((0.84, 190.0, -0.5), (1.31, 420.0, 0.45))):
        count = round(circle.seconds / seconds)
        for beat in range(count):
            ring = decay(0.09 / (1 + number), 0.001)
            metal = sum(
                np.sin(2 * np.pi * pitch * ratio * np.arange(len(ring)) / SAMPLE_RATE) for ratio in (1, 2.76, 5.4)
            )
            thud = random.standard_normal(len(ring)) * np.exp(-np.arange(len(ring)) / (0.012 * SAMPLE_RATE))
            circle.put(
                blows,
                (metal * 0.25 + thud) * ring,
                beat * circle.seconds / count,
                pan,
                float(random.uniform(0.75, 1.0)),
            )
    return sound + 0.8 * (blows + 0.5 * circle.room(blows, 1.5, 0.5, "hall"))


def city_hum(circle: Circle) -> Sound:
    """A town from a window: a wide dark roar, far engines, now and then a horn blocks away."""
    random = circle.random("horns")
    roar = circle.noise(((25, -6), (60, 0), (180, -5), (600, -15), (2_400, -34), (20_000, -80)), "roar")
    roar *= (0.8 + 0.4 * circle.drift(0.1, "roar"))[:, None]
    horns = circle.silence()
    for moment in circle.times(1 / 13, 1.5, "horns"):
        seconds = float(random.uniform(0.25, 0.8))
        length = int(seconds * SAMPLE_RATE)
        horn = tone(float(random.choice((370.0, 415.0, 466.0))), length, (1, 0.8, 0.6, 0.3, 0.2)) * np.minimum(
            hump(seconds)[:length] * 4, 1
        )
        circle.put(horns, horn, float(moment), float(random.uniform(-0.9, 0.9)), 0.12)
    return roar + 0.25 * traffic(circle) + 0.5 * circle.room(horns, 2.2, 0.75, "streets")


def traffic(circle: Circle) -> Sound:
    """Cars that pass: tyres brighten as they come near, and cross from side to side."""
    random = circle.random("cars")
    tyres: Curve = ((60, -14), (200, -5), (700, 0), (1_400, -2), (4_000, -14), (12_000, -34), (20_000, -50))
    engine: Curve = ((25, -10), (60, 0), (130, -2), (350, -16), (2_000, -50), (20_000, -90))
    road, motors = circle.noise(tyres, "tyres", width=0.3), circle.noise(engine, "engines", width=0.3)
    sound = 0.12 * road + 0.3 * motors
    grid = np.arange(circle.length) / SAMPLE_RATE
    for moment in circle.times(0.28, 1.3, "cars"):
        speed, side = float(random.uniform(0.7, 1.5)), float(random.choice((-1, 1)))
        at = ((grid - moment + circle.seconds / 2) % circle.seconds - circle.seconds / 2) * speed
        near = (1 / (1 + (at / 0.8) ** 2)).astype(np.float32)
        angle = (np.clip(side * at / 1.6, -1, 1) + 1) * np.pi / 4
        sides = np.stack([np.cos(angle), np.sin(angle)], axis=1).astype(np.float32)
        sound += float(random.uniform(0.5, 1.1)) * sides * (road * (near**1.6)[:, None] + 0.7 * motors * near[:, None])
    return sound


def voice(random: np.random.Generator, pitch: float, words: int) -> np.ndarray:
    """Speech without words: a pulse train whose formants glide from vowel to vowel, syllable by syllable."""
    parts = []
    for _ in range(words):
        length = int(float(random.uniform(0.11, 0.26)) * SAMPLE_RATE)
        at = np.arange(length) / SAMPLE_RATE
        melody = pitch * (
            1 + 0.12 * np.sin(2 * np.pi * float(random.uniform(0.8, 2.2)) * at + float(random.uniform(0, 6)))
        )
        formants = VOWELS[int(random.integers(len(VOWELS)))]
        phase = 2 * np.pi * np.cumsum(melody) / SAMPLE_RATE
        sound = np.zeros(length)
        for order in range(1, int(3_200 / pitch)):
            hertz = order * pitch
            gain = sum(
                1 / (1 + ((hertz - formant) / (90 + 0.06 * formant)) ** 2) / (1 + rank)
                for rank, formant in enumerate(formants)
            )
            sound += gain / order**0.4 * np.sin(order * phase)
        parts.append(sound * hump(length / SAMPLE_RATE, 0.35)[:length])
        if random.random() < 0.35:
            parts.append(random.standard_normal(int(0.05 * SAMPLE_RATE)) * np.hanning(int(0.05 * SAMPLE_RATE)) * 0.25)
        parts.append(np.zeros(int(float(random.exponential(0.05)) * SAMPLE_RATE)))
    return np.concatenate(parts)


def crowd(circle: Circle) -> Sound:
    """Many talkers at unlike distances, heard through each other and the room."""
    sound = circle.silence()
    phrases = [voice(circle.random("talker", number), 95 + 14 * number, 9) for number in range(9)]
    for number in range(26):
        random = circle.random("place", number)
        pan, gain = float(random.uniform(-1, 1)), float(np.exp(random.uniform(-1.4, 0)))
        for moment in circle.times(0.30, 1.0, "talker", number):
            circle.put(sound, phrases[number % len(phrases)], float(moment), pan, gain)
    murmur = circle.filtered(sound, ((80, -20), (250, -2), (700, 0), (2_000, -7), (4_000, -18), (12_000, -40)))
    bed = circle.noise(((90, -22), (300, -2), (600, 0), (1_600, -9), (4_000, -24), (20_000, -60)), "bed")
    return scaled(murmur) + 0.9 * scaled(circle.room(murmur, 1.3, 0.5, "hall")) + 0.35 * bed


def market(circle: Circle) -> Sound:
    """A crowd with a few who cry their wares, and things set down."""
    random = circle.random("market")
    calls = circle.silence()
    for moment in circle.times(0.22, 1.2, "cries"):
        cry = voice(circle.random("cry", round(float(moment) * 1_000)), float(random.uniform(170, 260)), 3)
        circle.put(calls, cry, float(moment), float(random.uniform(-0.9, 0.9)), float(random.uniform(0.4, 1.0)))
    for moment in circle.times(0.6, 0.8, "crates"):
        knock = (
            circle.random("knock").standard_normal(int(0.08 * SAMPLE_RATE))
            * decay(0.012, 0.001)[: int(0.08 * SAMPLE_RATE)].mean()
        )
        knock *= np.exp(-np.arange(len(knock)) / (0.014 * SAMPLE_RATE))
        circle.put(calls, knock, float(moment), float(random.uniform(-1, 1)), float(random.uniform(2, 8)))
    return scaled(crowd(circle)) + 0.5 * scaled(calls) + 0.3 * scaled(circle.room(calls, 1.0, 0.4, "square"))


def footsteps(circle: Circle) -> Sound:
    """Somebody walks to and fro on gravel, and stops now and then."""
    sound = circle.silence()
    random = circle.random("steps")
    count = round(circle.seconds / 0.56)
    away = circle.drift(0.06, "away")
    for step in range(count):
        moment = (step + float(random.normal(0, 0.03))) * circle.seconds / count
        where = float(away[int(moment * SAMPLE_RATE) % circle.length])
        if random.random() < 0.08:
            continue
        for late, loud, ring in ((0.0, 1.0, 0.035), (0.11, 0.6, 0.05)):
            length = int(ring * 5 * SAMPLE_RATE)
            grit = random.standard_normal(length) * (random.random(length) < 0.25)
            tread = np.cumsum(random.standard_normal(length)) * 0.02
            fall = (
                (grit + tread)
                * np.exp(-np.arange(length) / (ring * SAMPLE_RATE))
                * np.minimum(np.arange(length) / 120, 1)
            )
            circle.put(sound, fall, moment + late, 1.6 * where - 0.8, loud * (0.35 + 0.65 * (1 - abs(2 * where - 1))))
    crisp = circle.filtered(sound, ((60, -10), (150, 0), (900, -2), (3_000, 0), (7_000, -8), (20_000, -26)))
    return crisp + 0.2 * circle.room(crisp, 0.8, 0.4, "yard")


def bells(circle: Circle) -> Sound:
    """A far tower: two bells with inharmonic partials (hum, prime, tierce, quint, nominal), rung in pairs with long pauses."""
    random = circle.random("bells")
    sound = circle.silence()
    for moment in circle.times(1 / 16, 5.0, "peal"):
        for stroke in range(int(random.integers(3, 7))):
            prime = (262.0, 311.0)[stroke % 2]
            for ratio, loud, ring in (
                (0.5, 0.5, 3.4),
                (1.0, 1.0, 2.2),
                (1.19, 0.8, 1.7),
                (1.5, 0.35, 1.2),
                (2.0, 0.9, 0.9),
                (2.98, 0.3, 0.4),
            ):
                envelope = decay(ring, 0.004, 3.5)
                partial = tone(prime * ratio, len(envelope), phase=float(random.random())) * envelope
                circle.put(sound, partial, float(moment) + 1.55 * stroke, -0.2, 0.3 * loud)
    return sound + 0.9 * circle.room(sound, 3.0, 0.6, "valley")
