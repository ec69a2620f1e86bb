"""Chords as voices that lead smoothly: the cheapest path over all voicings of all chords (Viterbi)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, product

import numpy as np
from numpy.typing import NDArray

from castalia.sound.score.arrangement import ChordSpan
from castalia.sound.score.theory import CHORDS, chord_tones

LOWEST, HIGHEST = 51, 74
CENTRE = 62.0
BASS_LOW, BASS_HIGH, BASS_CENTRE = 31, 52, 40
Pitches = NDArray[np.int64]


def bass_line(chords: Sequence[ChordSpan], inversions: bool = True) -> list[int]:
    """One bass pitch a chord: roots, and thirds where they make the line step. Costs in semitones and habits."""
    choices: list[Pitches] = []
    costs: list[NDArray[np.float64]] = []
    for index, chord in enumerate(chords):
        tones = chord_tones(chord.root, chord.quality)
        pitches = np.array([pitch for pitch in range(BASS_LOW, BASS_HIGH + 1) if pitch % 12 in tones[:2]])
        # The first chord and the last two say where home is, so they stand on their roots; so do suspensions.
        firm = not inversions or index == 0 or index >= len(chords) - 2 or chord.quality == "sus4"
        inverted = np.where(pitches % 12 == chord.root, 0.0, 50.0 if firm else 2.2)
        choices.append(pitches)
        costs.append(inverted + 0.03 * np.abs(pitches - BASS_CENTRE) ** 1.5)
    steps = []
    for before, after in pairwise(choices):
        leap = np.abs(after[None, :] - before[:, None])
        steps.append(0.16 * leap + 1.5 * (leap == 6) + 1.0 * (leap > 7) + 4.0 * (leap > 12) + 0.4 * (leap == 0))
    return [int(choices[index][at]) for index, at in enumerate(_cheapest(costs, steps))]


def voice_chords(
    chords: Sequence[ChordSpan], bass: Sequence[int], melody: Sequence[int | None], voices: int = 3
) -> list[tuple[int, ...]]:
    """Ascending pitches of each chord's upper ``voices`` between bass and melody, without parallel fifths or octaves
    where that can be had. ``melody`` is the pitch at each chord's start, None where it rests."""
    choices = [_voicings(chord, max(voices, 4 if len(CHORDS[chord.quality]) > 3 else voices)) for chord in chords]
    if len({rows.shape[1] for rows in choices}) > 1:
        choices = [_voicings(chord, 4) for chord in chords]
    costs = [_own_cost(rows, chord, top) for rows, chord, top in zip(choices, chords, melody)]
    steps = []
    for index in range(len(chords) - 1):
        before = _framed(choices[index], bass[index], melody[index])
        after = _framed(choices[index + 1], bass[index + 1], melody[index + 1])
        steps.append(_movement(before, after))
    return [tuple(int(pitch) for pitch in choices[i][at]) for i, at in enumerate(_cheapest(costs, steps))]


def _voicings(chord: ChordSpan, voices: int) -> Pitches:
    """(N, voices) ascending: every voicing that has the third (or fourth) and the seventh, closer than an octave
    between neighbours."""
    tones = chord_tones(chord.root, chord.quality)
    needed = {tones[1], *tones[3:]}
    pitches = [pitch for pitch in range(LOWEST, HIGHEST + 1) if pitch % 12 in tones]
    rows: list[tuple[int, ...]] = [(pitch,) for pitch in pitches]
    for _ in range(voices - 1):
        rows = [(*row, pitch) for row, pitch in product(rows, pitches) if 0 < pitch - row[-1] <= 12]
    complete = [row for row in rows if needed <= {pitch % 12 for pitch in row}]
    return np.array(complete, np.int64)


def _own_cost(rows: Pitches, chord: ChordSpan, melody: int | None) -> NDArray[np.float64]:
    tones = chord_tones(chord.root, chord.quality)
    classes = rows % 12
    cost = 0.05 * np.abs(rows.mean(axis=1) - CENTRE) ** 1.5
    cost += 0.8 * ~(classes == tones[2]).any(axis=1) + 0.5 * ~(classes == tones[0]).any(axis=1)
    cost += 1.2 * np.maximum((classes == tones[1]).sum(axis=1) - 1, 0)
    gaps = np.diff(rows, axis=1)
    cost += 0.8 * (gaps <= 1).sum(axis=1) + 0.05 * np.maximum(gaps - 6, 0).sum(axis=1)
    cost += 1.5 * ((gaps < 4) & (rows[:, :-1] < 55)).sum(axis=1)
    if melody is not None:
        over = rows[:, -1] - (melody - 1)
        cost += 0.5 * np.clip(over, 0, 6)
        cost += 1.5 * ((np.abs(rows - melody) == 1).any(axis=1))
    return np.asarray(cost, np.float64)


def _framed(rows: Pitches, bass: int, melody: int | None) -> Pitches:
    """The voices between bass and melody (a melody that rests is put out of every interval's way)."""
    low = np.full((len(rows), 1), bass)
    high = np.full((len(rows), 1), -1 if melody is None else melody)
    return np.concatenate([low, rows, high], axis=1)


def _movement(before: Pitches, after: Pitches) -> NDArray[np.float64]:
    """(P, Q) cost of going from each voicing to each next one: distance, leaps, and perfect parallels."""
    moved = after[None, :, :] - before[:, None, :]
    inner = np.abs(moved[:, :, 1:-1])
    cost = 0.28 * inner.sum(axis=2) + 0.6 * np.maximum(inner - 4, 0).sum(axis=2)
    width = before.shape[1]
    for low in range(width):
        for high in range(low + 1, width):
            if before[0, high] < 0 or after[0, high] < 0:
                continue
            first = (before[:, high] - before[:, low])[:, None] % 12
            second = (after[:, high] - after[:, low])[None, :] % 12
            both = (moved[:, :, low] != 0) & (np.sign(moved[:, :, low]) == np.sign(moved[:, :, high]))
            cost += 4.0 * (both & (first == second) & ((first == 0) | (first == 7)))
    return np.asarray(cost, np.float64)


def _cheapest(costs: list[NDArray[np.float64]], steps: list[NDArray[np.float64]]) -> list[int]:
    """The cheapest path: an index a stage (Viterbi)."""
    total = costs[0]
    back: list[NDArray[np.int64]] = []
    for cost, step in zip(costs[1:], steps):
        through = total[:, None] + step
        back.append(through.argmin(axis=0))
        total = through.min(axis=0) + cost
    path = [int(total.argmin())]
    for origin in reversed(back):
        path.append(int(origin[path[-1]]))
    return path[::-1]
