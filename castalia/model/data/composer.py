"""Our own composer: lead sheets for the scores that the director plans. Training data, made without limit.

A phrase is four bars over one chord pattern. One motif (a rhythm and a contour) is stated, answered, varied by section
and brought back; strong beats take chord tones, the rest moves by step. Intervals aim at the bands measured on the
OpenScore lieder (half steps, a tenth fourths and fifths, leaps recovered about half the time).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from castalia.language.plan import Bar, Chord, Note, Notes, Score
from castalia.sound.score.theory import CHORDS, METRES, QUARTER, SCALES

# Four-bar patterns as (semitones above the tonic, quality); M major, m minor, d diminished, 7 dominant, s sus4.
PATTERNS = {
    "major": "0M 9m 5M 7M|0M 5M 7M 0M|0M 7M 9m 5M|9m 5M 0M 7M|0M 4m 5M 7s|2m 7M 0M 9m|0M 2m 7M 0M|5M 0M 2m 7M|0M 5M 2m 77",
    "minor": "0m 8M 3M 10M|0m 5m 7M 0m|0m 10M 8M 7M|0m 3M 10M 5m|8M 10M 0m 0m|0m 5m 10M 3M|5m 0m 2d 7M|0m 8M 5m 7s|0m 7m 8M 7M",
    "dorian": "0m 5M 0m 10M|0m 3M 10M 5M|0m 2m 3M 5M|0m 10M 5M 0m|10M 5M 0m 0m",
    "phrygian": "0m 1M 0m 10m|0m 1M 3M 1M|5m 1M 0m 0m|0m 10m 1M 0m",
    "lydian": "0M 2M 0M 7M|0M 2M 9m 7M|0M 4m 2M 0M|9m 2M 0M 0M",
    "mixolydian": "0M 10M 5M 0M|0M 5M 10M 0M|0M 7m 5M 10M|10M 5M 0M 0M",
    "pentatonic": "0M 9m 5M 0M|0M 7s 9m 7s|9m 5M 0M 7s|0M 2m 9m 0M",
}
CADENCES = {
    "major": "2m 77 0M 0M|5M 7M 0M 0M",
    "minor": "5m 7M 0m 0m|8M 10M 0m 0m",
    "dorian": "10M 5M 0m 0m",
    "phrygian": "3M 1M 0m 0m",
    "lydian": "2M 7M 0M 0M",
    "mixolydian": "5M 10M 0M 0M",
    "pentatonic": "5M 7s 0M 0M",
}
QUALITIES = {"M": "major", "m": "minor", "d": "diminished", "7": "dominant", "s": "sus4"}
SEVENTHS = {"major": "major7", "minor": "minor7", "diminished": "half-diminished"}
SEVENTH_STYLES = ("jazz", "lofi")
INTERVAL_COST = {0: 0.6, 1: 0.0, 2: 0.0, 3: 0.35, 4: 0.4, 5: 0.6, 7: 0.8, 8: 1.3, 9: 1.2, 12: 0.9}


@dataclass(frozen=True)
class Motif:
    """A bar's rhythm as (onset, duration) and its contour as scale steps from the first note."""

    rhythm: tuple[tuple[int, int], ...]
    contour: tuple[int, ...]


@dataclass(frozen=True)
class Theme:
    """What a section is built from: chords of four bars and two motifs, call and answer."""

    chords: tuple[tuple[int, str], ...]
    call: Motif
    answer: Motif


def compose(score: Score, random: np.random.Generator) -> Notes:
    """A lead sheet of exactly the score's bars."""
    first = _theme(score, random)
    second = _theme(score, random)
    bars: list[Bar] = []
    last = 7
    for number, section in enumerate(score.sections):
        theme = second if section.name in ("contrast", "development") and random.random() < 0.8 else first
        closing = number == len(score.sections) - 1
        made, last = _section(score, section.name, section.bars, section.energy, theme, closing, last, random)
        bars += made
    return Notes(bars=tuple(bars))


def _theme(score: Score, random: np.random.Generator) -> Theme:
    call = _motif(score, random)
    kept = call.rhythm if random.random() < 0.5 else _rhythm(score, random)
    answer = Motif(kept, tuple(-step for step in call.contour[: len(kept)]) + (0,) * (len(kept) - len(call.contour)))
    return Theme(_pattern(PATTERNS[score.mode], score, random), call, answer)


def _pattern(patterns: str, score: Score, random: np.random.Generator) -> tuple[tuple[int, str], ...]:
    choices = patterns.split("|")
    chosen = choices[int(random.integers(len(choices)))].split()
    sevenths = score.style in SEVENTH_STYLES
    chords = []
    for symbol in chosen:
        quality = QUALITIES[symbol[-1]]
        chords.append((int(symbol[:-1]), SEVENTHS.get(quality, quality) if sevenths else quality))
    return tuple(chords)


def _rhythm(score: Score, random: np.random.Generator) -> tuple[tuple[int, int], ...]:
    """A bar cut into notes: beats are split or joined, more of them at high energy and low tempo."""
    length = METRES[score.metre].length
    compound = score.metre in ("6/8", "12/8")
    beat = 18 if compound else QUARTER
    busy = 0.25 + 0.35 * float(np.mean([section.energy for section in score.sections])) - (score.tempo - 100) / 400
    onsets: list[int] = []
    at = 0
    while at < length:
        onsets.append(at)
        step = min(beat, length - at)
        draw = random.random()
        if draw < busy:
            parts = _split(step, compound, random)
            onsets += [at + part for part in parts]
        elif draw > 0.82 and at + 2 * step <= length:
            step *= 2
        at += step
    ends = [*onsets[1:], length]
    return tuple((onset, end - onset) for onset, end in zip(onsets, ends, strict=True))


def _split(step: int, compound: bool, random: np.random.Generator) -> tuple[int, ...]:
    if compound:
        return ((12,), (6, 12), (6,))[int(random.integers(3))] if step == 18 else ()
    if step < 12:
        return ()
    return ((6,), (6,), (9,), (3, 6), (4, 8))[int(random.choice(5, p=(0.4, 0.25, 0.2, 0.1, 0.05)))]


def _motif(score: Score, random: np.random.Generator) -> Motif:
    rhythm = _rhythm(score, random)
    steps = random.choice(
        (-2, -1, 1, 2, 0, 3, -3, 4), size=len(rhythm) - 1, p=(0.1, 0.3, 0.3, 0.1, 0.05, 0.06, 0.05, 0.04)
    )
    return Motif(rhythm, (0, *(int(step) for step in np.cumsum(steps))))


def _section(
    score: Score,
    name: str,
    bars: int,
    energy: float,
    theme: Theme,
    closing: bool,
    last: int,
    random: np.random.Generator,
) -> tuple[list[Bar], int]:
    """One section's bars, and the pitch its melody ended on."""
    chords = [theme.chords[index % 4] for index in range(bars)]
    if closing:
        cadence = _pattern(CADENCES[score.mode], score, random)
        chords[-min(4, bars) :] = cadence[-min(4, bars) :]
    made: list[Bar] = []
    anchor = round(5 * energy) + (3 if name == "climax" else 0)
    for index, (root, quality) in enumerate(chords):
        motif = theme.call if index % 2 == 0 else theme.answer
        final = closing and index == bars - 1
        silent = name == "intro" and index < bars // 2
        shift = (index // 4) % 2 if name == "development" else 0
        notes: list[Note] = []
        if not silent:
            phrase_end = index % 4 == 3 or final
            notes, last = _melody_bar(score, motif, (root, quality), anchor + shift, last, phrase_end, final, random)
        harmony = _bar_chords(score, root, quality, chords, index, random)
        made.append(Bar(section=name if index == 0 else None, chords=harmony, notes=tuple(notes)))
    return made, last


def _bar_chords(
    score: Score, root: int, quality: str, chords: list[tuple[int, str]], index: int, random: np.random.Generator
) -> tuple[Chord, ...]:
    """Mostly one chord a bar; before a phrase's end the fourth may be suspended, or the next chord prepared."""
    first = Chord(onset=0, root=root, quality=quality)
    strong = METRES[score.metre].strong
    if len(strong) < 2 or index + 1 >= len(chords) or random.random() > (0.35 if index % 4 == 2 else 0.1):
        return (first,)
    if quality == "major" and random.random() < 0.5:
        return (Chord(onset=0, root=root, quality="sus4"), Chord(onset=strong[1], root=root, quality="major"))
    target = chords[index + 1][0]
    return (
        (first, Chord(onset=strong[1], root=(target + 7) % 12, quality="dominant"))
        if random.random() < 0.4
        else (first,)
    )


def _melody_bar(
    score: Score,
    motif: Motif,
    chord: tuple[int, str],
    anchor: int,
    last: int,
    phrase_end: bool,
    final: bool,
    random: np.random.Generator,
) -> tuple[list[Note], int]:
    """A bar of melody that follows the motif's contour through the chord. Pitches are semitones from the tonic."""
    tones = {(chord[0] + tone) % 12 for tone in CHORDS[chord[1]]}
    scale = {tone % 12 for tone in SCALES[score.mode]} | tones
    if final:
        pitch = min((p for p in range(-5, 17) if p % 12 == 0), key=lambda p: abs(p - last))
        return [Note(voice="melody", onset=0, pitch=pitch, duration=_hold(METRES[score.metre].length))], pitch
    rhythm = motif.rhythm[: max(1, len(motif.rhythm) * 2 // 3)] if phrase_end else motif.rhythm
    notes: list[Note] = []
    for (onset, duration), step in zip(rhythm, motif.contour, strict=False):
        allowed = tones if onset in METRES[score.metre].strong else scale
        wish = anchor + 4 + step * 1.8
        pitch = min(
            (p for p in range(-7, 20) if p % 12 in allowed),
            key=lambda p: _interval_cost(p - last) + 0.13 * abs(p - wish) + 0.25 * random.random(),
        )
        notes.append(Note(voice="melody", onset=onset, pitch=pitch, duration=_hold(duration)))
        last = pitch
    return notes, last


def _interval_cost(interval: int) -> float:
    return INTERVAL_COST.get(abs(interval), 5.0 if abs(interval) in (6, 10, 11) else 2.5)


def _hold(duration: int) -> int:
    """The nearest duration that has a token."""
    from castalia.codecs.notes import nearest_duration

    return nearest_duration(duration)
