"""The score: whoever the plan names plays, in range and on the chords; files and stems say the same."""

from __future__ import annotations

import itertools
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import mido
import numpy as np
import pytest

from castalia.exchange.midi import write_midi
from castalia.exchange.musicxml import write_musicxml
from castalia.language.plan import Notes, Score
from castalia.language.vocabulary import vocabulary
from castalia.model.data.composer import compose
from castalia.model.data.director import Given, direct
from castalia.randomness import generator
from castalia.rights.recipe import read_recipe
from castalia.settings import SAMPLE_RATE
from castalia.sound.score.arrange import arrange
from castalia.sound.score.arrangement import Arrangement
from castalia.sound.score.instruments import INSTRUMENTS
from castalia.sound.score.mixing import limited, loudness_of
from castalia.sound.score.render import ScoreSound, render_score
from castalia.sound.score.theory import QUARTER, chord_tones

RECIPE = '{"castalia":"0.1.0","brief":"<a & b>"}'


def planned(style: str, seed: int = 3) -> tuple[Score, Notes]:
    score = direct(generator(seed, "direct", style), Given(style=style)).score
    return score, compose(score, generator(seed, "compose", style))


@cache
def arranged(style: str) -> Arrangement:
    return arrange(*planned(style), seed=3)


@cache
def played() -> ScoreSound:
    score, notes = planned("chamber")
    short = score.model_copy(update={"sections": score.sections[:1], "tempo": 120.0})
    bars = notes.bars[: short.sections[0].bars]
    return render_score(arrange(short, Notes(bars=bars), 3), 3)


def test_every_instrument_of_the_vocabulary_has_a_row() -> None:
    assert set(INSTRUMENTS) == set(vocabulary().values("instrument"))


@pytest.mark.parametrize("style", vocabulary().values("style"))
def test_the_band_plays_what_the_plan_says(style: str) -> None:
    score, notes = planned(style)
    made = arranged(style)
    assert (made.tempo, made.key, made.mode, made.bars) == (score.tempo, score.key, score.mode, len(notes.bars))
    assert {part.instrument for part in made.parts} == set(score.instruments)
    for part in made.parts:
        assert part.notes, part.name
        assert all(part.sound.low <= note.pitch <= part.sound.high or part.sound.drums for note in part.notes), (
            part.name
        )
        assert all(0 <= note.onset < note.end <= made.ticks and 1 <= note.velocity <= 127 for note in part.notes)
    last = [
        note.pitch % 12 for part in made.parts if not part.sound.drums for note in part.notes if note.end == made.ticks
    ]
    assert made.tonic % 12 in last, "the ending closes on the tonic"


@pytest.mark.parametrize("style", ["cinematic-strings", "folk", "waltz"])
def test_accompaniment_sounds_the_chords(style: str) -> None:
    made = arranged(style)
    inside = total = 0
    for note in [note for part in made.parts if part.role in ("harmony", "bass") for note in part.notes]:
        chord = made.chord_at(note.onset)
        total += 1
        inside += note.pitch % 12 in {tone % 12 for tone in chord_tones(chord.root, chord.quality)}
    assert inside / total > 0.8


def test_the_same_seed_plays_the_same_and_chance_is_each_players_own() -> None:
    score, notes = planned("folk")
    one, two = arrange(score, notes, 3), arrange(score, notes, 3)
    assert one == two
    assert arrange(score, notes, 4) != one


def test_fuller_sections_are_louder() -> None:
    made = arranged("cinematic-strings")
    lead = next(part for part in made.parts if part.role == "melody")
    loud = {}
    for section in made.sections:
        sung = [note.velocity for note in lead.notes if section.start <= note.onset < section.end]
        loud[section.energy] = float(np.mean(sung)) if sung else 0.0
    heard = {energy: level for energy, level in loud.items() if level}
    assert heard[max(heard)] > heard[min(heard)]


def test_stems_sum_to_the_premix_and_the_mix_is_loud_enough() -> None:
    sound = played()
    total = np.sum(list(sound.stems.values()), axis=0)
    assert 20 * np.log10(np.abs(total - sound.premix).max() + 1e-12) < -60
    assert {len(stem) for stem in sound.stems.values()} == {len(sound.premix)} == {len(sound.mix)}
    assert loudness_of(sound.mix) == pytest.approx(-16, abs=0.5)
    assert np.abs(sound.mix).max() <= 10 ** (-1 / 20)
    assert np.abs(sound.mix.mean(axis=0)).max() < 1e-3
    assert np.abs(sound.mix[-100:]).max() < 1e-3 and np.abs(sound.mix).max() > 0.05


def test_no_true_peak_passes_the_limiter() -> None:
    from scipy.signal import resample_poly

    noise = 2.0 * np.random.default_rng(1).standard_normal((SAMPLE_RATE, 2))
    assert np.abs(resample_poly(limited(noise), 4, 1, axis=0)).max() < 10 ** (-0.5 / 20)


def test_midi_tells_tempo_key_metre_names_and_sections(folder: Path) -> None:
    made = arranged("waltz")
    write_midi(folder / "score.mid", made, RECIPE)
    file = mido.MidiFile(folder / "score.mid")
    messages = list(itertools.chain(*file.tracks))
    kinds = {message.type for message in messages}
    assert {"set_tempo", "key_signature", "time_signature", "marker", "program_change", "track_name"} <= kinds
    assert [m.text for m in messages if m.type == "marker"][: len(made.sections)] == [
        section.name for section in made.sections
    ]
    pressed = sum(message.type == "note_on" and message.velocity > 0 for message in messages)
    assert pressed == sum(len(part.notes) for part in made.parts)
    assert read_recipe(folder / "score.mid") == RECIPE


@pytest.mark.parametrize("style", ["chamber", "solo-piano", "epic", "jazz", "medieval"])
def test_notation_fills_every_bar_exactly(style: str, folder: Path) -> None:
    """Each voice of each measure lasts as long as the metre says, and sounding pitches are those of the part."""
    made = arranged(style)
    write_musicxml(folder / "score.musicxml", made, RECIPE)
    root = ElementTree.parse(folder / "score.musicxml").getroot()
    parts = root.findall("part")
    assert len(parts) == len(made.parts)
    for part in parts:
        measures = part.findall("measure")
        assert len(measures) == made.bars
        divisions = int(part.findtext(".//divisions") or 0)
        for measure in measures:
            place = furthest = 0
            for element in measure:
                length = int(element.findtext("duration") or 0)
                if element.tag == "note" and element.find("chord") is None and element.find("grace") is None:
                    place += length
                elif element.tag == "backup":
                    place -= length
                elif element.tag == "forward":
                    place += length
                furthest = max(furthest, place)
            assert furthest * QUARTER == made.metre.length * divisions
    assert read_recipe(folder / "score.musicxml") == RECIPE
