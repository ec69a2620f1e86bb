"""Figures: how a chord is played in time. Each takes a passage (one chord within one bar) and gives notes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from castalia.sound.score.arrangement import ChordSpan, PartNote
from castalia.sound.score.theory import QUARTER, Metre, chord_tones

# Velocities here are offsets; the performance sets them on the section's level.
ROLL = 0.035
STRUM = 0.014


@dataclass(frozen=True)
class Passage:
    """One chord within one bar: ``voices`` ascending, ``bass`` below them, ``next_bass`` what follows; ``step`` the
    running notes' length in ticks, ``energy`` the share 0 to 1, ``random`` this bar's own draws."""

    chord: ChordSpan
    bar: int
    voices: tuple[int, ...]
    bass: int
    next_bass: int
    metre: Metre
    step: int
    energy: float
    random: np.random.Generator

    @property
    def start(self) -> int:
        return self.chord.start

    @property
    def end(self) -> int:
        return self.chord.end

    def at(self, places: tuple[int, ...]) -> list[int]:
        """The ticks of those places of the bar at which the chord sounds; its start where none lies within."""
        found = [self.bar + place for place in places if self.start <= self.bar + place < self.end]
        return found or [self.start]

    def spans(self, places: tuple[int, ...]) -> Iterator[tuple[int, int]]:
        """Each place of ``at`` with the tick at which the next one comes."""
        onsets = self.at(places)
        yield from zip(onsets, [*onsets[1:], self.end])


Figure = Callable[[Passage], Iterator[PartNote]]


def _chord(passage: Passage, onset: int, duration: int, velocity: int = 0, roll: float = 0.0) -> Iterator[PartNote]:
    for index, pitch in enumerate(passage.voices):
        yield PartNote(onset, duration, pitch, velocity, roll * index)


def held(passage: Passage) -> Iterator[PartNote]:
    yield from _chord(passage, passage.start, passage.end - passage.start)


def block(passage: Passage) -> Iterator[PartNote]:
    """The chord on every strong beat, held."""
    for onset, end in passage.spans(passage.metre.strong):
        yield from _chord(passage, onset, end - onset, 0, 0.006)


def rolled(passage: Passage) -> Iterator[PartNote]:
    """The chord rolled upwards once, left to ring."""
    yield PartNote(passage.start, passage.end - passage.start, _below(passage), -2)
    for note in _chord(passage, passage.start, passage.end - passage.start, 0, ROLL):
        yield PartNote(note.onset, note.duration, note.pitch, note.velocity, note.roll + ROLL)


def beats(passage: Passage) -> Iterator[PartNote]:
    for onset, end in passage.spans(passage.metre.beats):
        yield from _chord(passage, onset, max((end - onset) * 2 // 3, 3), 2 if onset - passage.bar == 0 else -4)


def offbeats(passage: Passage) -> Iterator[PartNote]:
    """After-beats: the oom is the bass's, the pah is here."""
    for onset in passage.at(passage.metre.weak):
        room = min(passage.end - onset, QUARTER // 2 if passage.metre.compound else QUARTER)
        yield from _chord(passage, onset, max(room * 3 // 4 // 3 * 3, 3), -4)


def repeated(passage: Passage) -> Iterator[PartNote]:
    for onset, end in passage.spans(passage.metre.grid(passage.step)):
        yield from _chord(passage, onset, end - onset, 3 if onset - passage.bar in passage.metre.strong else -6)


def arpeggio(passage: Passage) -> Iterator[PartNote]:
    """Upwards from the bass's octave, over and over."""
    yield from _running(passage, [_below(passage), *passage.voices])


def wave(passage: Passage) -> Iterator[PartNote]:
    """Up and down over two octaves."""
    up = [_below(passage), *passage.voices, passage.voices[0] + 12]
    yield from _running(passage, up + up[-2:0:-1])


def alberti(passage: Passage) -> Iterator[PartNote]:
    low, middle, high = passage.voices[0], passage.voices[1], passage.voices[-1]
    yield from _running(passage, [low, high, middle, high])


def _running(passage: Passage, order: list[int]) -> Iterator[PartNote]:
    onsets = passage.at(passage.metre.grid(passage.step))
    ends = [*onsets[1:], passage.end]
    for index, (onset, end) in enumerate(zip(onsets, ends)):
        accent = 4 if onset == passage.start else 1 if onset - passage.bar in passage.metre.beats else -4
        yield PartNote(onset, end - onset, order[index % len(order)], accent)


def strum(passage: Passage) -> Iterator[PartNote]:
    """Down on the beats, up on some off-beats, as the energy asks."""
    metre = passage.metre
    onsets = passage.at(metre.beats)
    half = metre.beat // 3 * 2 if metre.compound else metre.beat // 2
    ups = {beat + half for number, beat in enumerate(metre.beats) if passage.energy > 0.65 or number % 2 == 1}
    onsets = sorted({*onsets, *(passage.bar + up for up in ups if passage.start < passage.bar + up < passage.end)})
    for onset, end in zip(onsets, [*onsets[1:], passage.end]):
        down = onset - passage.bar in metre.beats
        strings = passage.voices if down else passage.voices[1:]
        for index, pitch in enumerate(strings if down else strings[::-1]):
            yield PartNote(onset, end - onset, pitch, 2 if down else -10, STRUM * index)
        if onset == passage.start:
            yield PartNote(onset, end - onset, _below(passage), 0)


def ostinato(passage: Passage) -> Iterator[PartNote]:
    """A driving pattern that leans on the chord's lowest voice."""
    pattern = (0, 0, 1, 0, 2, 0, 1, 0)
    for index, (onset, end) in enumerate(passage.spans(passage.metre.grid(passage.step))):
        place = (onset - passage.bar) // passage.step if passage.step else index
        pitch = passage.voices[pattern[place % len(pattern)] % len(passage.voices)]
        accent = 10 if onset - passage.bar in passage.metre.strong else 0
        yield PartNote(onset, max((end - onset) * 3 // 4, 2) if passage.step > 3 else end - onset, pitch, accent - 4)
        if accent:
            yield PartNote(onset, max(end - onset, 3), passage.voices[-1], -2)


def pulse(passage: Passage) -> Iterator[PartNote]:
    """The upper voices repeated, detached."""
    for onset, end in passage.spans(passage.metre.grid(passage.step)):
        accent = 6 if onset - passage.bar in passage.metre.strong else -4
        for pitch in passage.voices[-3:]:
            yield PartNote(onset, end - onset if passage.step <= 3 else max((end - onset) * 2 // 3, 3), pitch, accent)


def comp(passage: Passage) -> Iterator[PartNote]:
    """Short syncopated chords, another rhythm in each bar."""
    beat = passage.metre.beat
    last = passage.metre.length - beat // 2
    rhythms = ((0, beat + beat // 2), (beat // 2, 2 * beat), (0, last), (beat, 2 * beat + beat // 2), (0, 2 * beat))
    places = rhythms[int(passage.random.integers(len(rhythms)))]
    for onset, end in passage.spans(places):
        length = min(end - onset, int(passage.random.choice((3, 6, beat))))
        yield from _chord(passage, onset, length, -4, 0.004)


def sparse(passage: Passage) -> Iterator[PartNote]:
    """One high tone, rarely two, left to ring."""
    onsets = passage.at(passage.metre.strong)
    kept = onsets[: 1 if passage.energy < 0.6 else 2]
    for onset in kept:
        pitch = passage.voices[int(passage.random.integers(len(passage.voices)))] + 12
        yield PartNote(onset, passage.end - onset, pitch, -4)
    if passage.energy > 0.4:
        yield PartNote(passage.start, passage.end - passage.start, passage.voices[0], -8)


def drone(passage: Passage) -> Iterator[PartNote]:
    """Open fifth on the bass."""
    low = _below(passage)
    tones = chord_tones(passage.chord.root, passage.chord.quality)
    fifth = low + (tones[2] - low) % 12
    for pitch in {low, fifth if fifth != low else low + 12}:
        yield PartNote(passage.start, passage.end - passage.start, pitch, -2)


def stabs(passage: Passage) -> Iterator[PartNote]:
    """Accents on the strong beats, the last one pushed."""
    for onset, end in passage.spans(passage.metre.strong):
        yield from _chord(passage, onset, min(end - onset, passage.metre.beat), 8)


FIGURES: dict[str, Figure] = {
    figure.__name__: figure
    for figure in (
        held, block, rolled, beats, offbeats, repeated, arpeggio, wave, alberti, strum, ostinato, pulse, comp, sparse,
        drone, stabs,
    )
}  # fmt: skip


def _below(passage: Passage) -> int:
    """The bass's pitch class within the octave under the voices."""
    return passage.voices[0] - ((passage.voices[0] - passage.bass - 1) % 12 + 1)


# --- the bass -------------------------------------------------------------------------------------------------------


def bass_held(passage: Passage) -> Iterator[PartNote]:
    yield PartNote(passage.start, passage.end - passage.start, passage.bass, 0)


def bass_roots(passage: Passage) -> Iterator[PartNote]:
    for onset, end in passage.spans(passage.metre.strong):
        yield PartNote(onset, end - onset, passage.bass, 2)


def bass_fifths(passage: Passage) -> Iterator[PartNote]:
    """Root, then the fifth below or above, by turns."""
    places = passage.metre.strong if len(passage.metre.strong) > 1 else passage.metre.beats[::2]
    for index, (onset, end) in enumerate(passage.spans(places)):
        yield PartNote(onset, end - onset, passage.bass if index % 2 == 0 else _fifth(passage), 2 - 4 * (index % 2))


def bass_oom(passage: Passage) -> Iterator[PartNote]:
    """Short roots and fifths on the strong beats, as under after-beats."""
    for index, onset in enumerate(passage.at(passage.metre.strong)):
        pitch = passage.bass if index % 2 == 0 else _fifth(passage)
        yield PartNote(onset, min(passage.metre.beat, passage.end - onset), pitch, 4)


def bass_octaves(passage: Passage) -> Iterator[PartNote]:
    for index, (onset, end) in enumerate(passage.spans(passage.metre.grid(6))):
        yield PartNote(onset, end - onset, passage.bass + 12 * (index % 2), 4 - 6 * (index % 2))


def bass_eighths(passage: Passage) -> Iterator[PartNote]:
    for onset, end in passage.spans(passage.metre.grid(6)):
        yield PartNote(onset, end - onset, passage.bass, 6 if onset - passage.bar in passage.metre.strong else -4)


def bass_pulses(passage: Passage) -> Iterator[PartNote]:
    for onset, end in passage.spans(passage.metre.beats):
        yield PartNote(onset, min(end - onset, 9), passage.bass, 4 if onset == passage.start else -8)


def bass_syncopated(passage: Passage) -> Iterator[PartNote]:
    beat = passage.metre.beat
    for onset, end in passage.spans((0, beat + beat // 2, 2 * beat + beat // 2)):
        yield PartNote(onset, end - onset, passage.bass if onset == passage.start else _fifth(passage), 0)


def bass_walking(passage: Passage) -> Iterator[PartNote]:
    """A note a beat: root, chord tones, and a step into the next chord's bass."""
    onsets = passage.at(passage.metre.beats)
    tones = chord_tones(passage.chord.root, passage.chord.quality)
    pitch = passage.bass
    for index, (onset, end) in enumerate(zip(onsets, [*onsets[1:], passage.end])):
        if index and index == len(onsets) - 1:
            pitch = passage.next_bass + (1 if pitch > passage.next_bass else -1)
        elif index:
            rising = passage.next_bass >= pitch if index > 1 else passage.random.random() < 0.6
            steps = range(2, 8) if rising else range(-2, -8, -1)
            pitch += next(step for step in steps if (pitch + step) % 12 in tones)
        yield PartNote(onset, end - onset, pitch, 2 if index == 0 else -2)


def bass_drone(passage: Passage) -> Iterator[PartNote]:
    yield PartNote(passage.start, passage.end - passage.start, passage.bass, 0)
    yield PartNote(passage.start, passage.end - passage.start, passage.bass + 12, -6)


BASSES: dict[str, Figure] = {
    figure.__name__.removeprefix("bass_"): figure
    for figure in (
        bass_held, bass_roots, bass_fifths, bass_oom, bass_octaves, bass_eighths, bass_pulses, bass_syncopated,
        bass_walking, bass_drone,
    )
}  # fmt: skip


def _fifth(passage: Passage) -> int:
    """The chord's own fifth nearest below the bass, or above where below would be too low."""
    fifth = chord_tones(passage.chord.root, passage.chord.quality)[2]
    below = passage.bass - (passage.bass - fifth) % 12
    return below if below >= 28 and below != passage.bass else passage.bass + (fifth - passage.bass) % 12


def running_step(metre: Metre, seconds_a_tick: float, energy: float) -> int:
    """The length of running notes: the division of the beat whose rate comes nearest to what the energy asks."""
    rate = 1.6 + 4.4 * energy
    choices = (metre.beat, 6, 3)
    return min(choices, key=lambda step: abs(np.log(1 / (step * seconds_a_tick) / rate)))
