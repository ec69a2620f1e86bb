"""The score: whoever the plan names plays, in range and on the chords; files and stems say the same."""

from __future__ import annotations

import itertools
import struct
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import mido
import numpy as np
import pyloudnorm
import pytest
from numpy.typing import NDArray
from scipy.signal import resample_poly

from castalia.errors import CastaliaError
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
from castalia.sound.score.mastering import limit
from castalia.sound.score.player import play
from castalia.sound.score.render import ScoreSound, render_score
from castalia.sound.score.sampled import preset_zones
from castalia.sound.score.soundfont import Soundfont
from castalia.sound.score.theory import QUARTER, chord_tones
from castalia.sound.score.timbres import TIMBRES, instrument_zones

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
    measured = pyloudnorm.Meter(SAMPLE_RATE).integrated_loudness(sound.mix.astype(float))
    assert measured == pytest.approx(-16, abs=0.3)
    assert np.abs(resample_poly(sound.mix, 4, 1, axis=0)).max() <= 10 ** (-1 / 20)
    assert np.corrcoef(sound.mix.T)[0, 1] > 0.5
    assert np.abs(sound.mix.mean(axis=0)).max() < 1e-3
    assert np.abs(sound.mix[-100:]).max() < 1e-3 and np.abs(sound.mix).max() > 0.05


def test_no_true_peak_passes_the_limiter() -> None:
    noise = 2.0 * np.random.default_rng(1).standard_normal((SAMPLE_RATE, 2)).astype(np.float32)
    assert np.abs(resample_poly(limit(noise, 0.86), 4, 1, axis=0)).max() < 10 ** (-0.5 / 20)


@pytest.mark.parametrize("name", sorted(TIMBRES))
def test_our_own_instruments_are_in_tune(name: str) -> None:
    """The strongest partial near the note's pitch lies where it should, within what an ensemble is spread by."""
    instrument = INSTRUMENTS[name]
    key = (instrument.floor + instrument.roof) // 2
    sound = np.zeros((SAMPLE_RATE, 2), np.float32)
    for zone in instrument_zones(instrument, [key], 1):
        play(sound, zone, key, 90, 0.0, 0.9, 0.0, 1.0)
    assert cents_off(sound, key) < 15


def test_a_soundfont_plays_its_sample_at_the_written_pitch(folder: Path) -> None:
    (folder / "tiny.sf2").write_bytes(tiny_soundfont())
    font = Soundfont(folder / "tiny.sf2")
    for key in (57, 69, 80):
        sound = np.zeros((SAMPLE_RATE, 2), np.float32)
        (zone,) = preset_zones(font, INSTRUMENTS["piano"], [(key, 100)])
        play(sound, zone, key, 100, 0.0, 0.8, 0.0, 1.0)
        assert cents_off(sound, key) < 2
    (folder / "torn.sf2").write_bytes(tiny_soundfont()[:300])
    with pytest.raises(CastaliaError, match=r"torn\.sf2"):
        Soundfont(folder / "torn.sf2")


def cents_off(sound: NDArray[np.float32], key: int) -> float:
    size = 2**19
    heights = np.abs(np.fft.rfft(sound.sum(axis=1)[4_800:] * np.hanning(len(sound) - 4_800), size))
    hertz = 440 * 2 ** ((key - 69) / 12)
    first, past = (int(hertz * near * size / SAMPLE_RATE) for near in (0.97, 1.03))
    found = (first + int(np.argmax(heights[first:past]))) * SAMPLE_RATE / size
    return abs(1_200 * float(np.log2(found / hertz)))


def tiny_soundfont() -> bytes:
    """One preset of one looped sine, A4 at 44.1 kHz: 2,205 samples hold exactly 22 turns."""
    wave = (20_000 * np.sin(2 * np.pi * 440 / 44_100 * np.arange(2_205))).astype("<i2").tobytes()

    def chunk(name: bytes, content: bytes) -> bytes:
        return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)

    def generators(*pairs: tuple[int, int]) -> bytes:
        return b"".join(struct.pack("<Hh", *pair) for pair in (*pairs, (0, 0)))

    tables = {
        b"phdr": struct.pack("<20sHHH12x", b"sine", 0, 0, 0) + struct.pack("<20sHHH12x", b"EOP", 0, 0, 1),
        b"pbag": struct.pack("<4H", 0, 0, 1, 0),
        b"pgen": generators((41, 0)),
        b"inst": struct.pack("<20sH", b"sine", 0) + struct.pack("<20sH", b"EOI", 1),
        b"ibag": struct.pack("<4H", 0, 0, 2, 0),
        b"igen": generators((54, 1), (53, 0)),
        b"shdr": struct.pack("<20s5IBbHH", b"sine", 0, 2_205, 0, 2_205, 44_100, 69, 0, 0, 1) + bytes(46),
    }
    lists = chunk(b"LIST", b"sdta" + chunk(b"smpl", wave))
    lists += chunk(b"LIST", b"pdta" + b"".join(chunk(name, content) for name, content in tables.items()))
    return chunk(b"RIFF", b"sfbk" + lists)


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
            for voice in {note.findtext("voice") for note in measure.iter("note")}:
                notes = [note for note in measure.iter("note") if note.findtext("voice") == voice]
                brackets = [bracket.get("type") for note in notes for bracket in note.iter("tuplet")]
                assert brackets == ["start", "stop"] * (len(brackets) // 2)
    assert read_recipe(folder / "score.musicxml") == RECIPE
