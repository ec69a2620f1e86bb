"""The soundscape: seamless, keyed, summing, in every kind; and the WAV files that carry it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyloudnorm
import pytest
import soundfile

from castalia.errors import CastaliaError
from castalia.exchange.wav import read_wav_recipe, write_wav
from castalia.language.plan import Layer, Mood, Soundscape
from castalia.language.vocabulary import vocabulary
from castalia.rights.credentials import Facts, sign_file
from castalia.rights.identity import Identity
from castalia.rights.recipe import read_recipe
from castalia.rights.verify import verify_path
from castalia.settings import SAMPLE_RATE
from castalia.sound.ambience import Ambience, make_soundscape

CALM = Mood(valence=0, energy=0, tension=0, warmth=0, brightness=0)
RECIPE = '{"castalia":"<&> \\u00e9 ]]>"}'


def made(*kinds: str, seed: int = 1, seconds: float = 2.0, level: float = 0.5, distance: float = 0.3) -> Ambience:
    layers = tuple(Layer(kind=kind, level=level, distance=distance) for kind in kinds)
    return make_soundscape(Soundscape(layers=layers), CALM, seed, seconds)


def centroid(loop: np.ndarray) -> float:
    """The mean frequency in hertz, weighted by power."""
    power = np.abs(np.fft.rfft(loop.mean(axis=1))) ** 2
    return float((np.fft.rfftfreq(len(loop), 1 / SAMPLE_RATE) * power).sum() / power.sum())


def flux(sound: np.ndarray, size: int = 1024) -> np.ndarray:
    """How much each frame's spectrum (in dB) differs from the one before, over two turns of a loop."""
    mono = np.tile(sound.mean(axis=1), 2)
    frames = np.lib.stride_tricks.sliding_window_view(mono, size)[:: size // 2] * np.hanning(size)
    levels = 20 * np.log10(np.abs(np.fft.rfft(frames, axis=1)) + 1e-6)
    return np.abs(np.diff(levels, axis=0)).mean(axis=1)


@pytest.mark.parametrize("kind", vocabulary().values("layer"))
def test_every_kind_sounds(kind: str) -> None:
    loop = made(kind).loop
    assert loop.shape == (2 * SAMPLE_RATE, 2) and loop.dtype == np.float32 and np.isfinite(loop).all()
    assert 10 ** (-60 / 20) < np.sqrt((loop**2).mean()) < 10 ** (-12 / 20)
    assert np.abs(loop).max() < 10 ** (-1 / 20)
    assert np.abs(loop.mean(axis=0)).max() < 1e-5
    assert -0.5 < np.corrcoef(loop.T)[0, 1] < 0.95, "it is stereo, and survives in mono"


@pytest.mark.parametrize("kind", ["sea", "wind-trees", "stream", "crickets", "bells", "room-tone"])
def test_the_end_joins_the_beginning(kind: str) -> None:
    """Neither the step over the seam nor the change of spectrum there stands out."""
    loop = made(kind, seconds=3.0).loop
    steps = np.abs(np.diff(loop, axis=0)).max(axis=1)
    assert np.abs(loop[0] - loop[-1]).max() <= 1.2 * steps.max()
    changes = flux(loop)
    middle = len(changes) // 2
    assert changes[middle - 2 : middle + 2].max() <= changes[: middle - 2].max() + 1e-3


def test_stems_sum_to_the_loop_and_a_new_layer_changes_no_other() -> None:
    few, more = made("stream", "owl"), made("stream", "owl", "wind-trees")
    assert list(more.stems) == ["stream", "owl", "wind-trees"]
    assert np.array_equal(sum(more.stems.values()), more.loop)
    for name, stem in few.stems.items():
        assert np.array_equal(stem, more.stems[name])


def test_the_same_seed_repeats_and_a_kind_twice_is_two_sounds() -> None:
    one, two, other = made("birds-day"), made("birds-day"), made("birds-day", seed=2)
    assert np.array_equal(one.loop, two.loop) and not np.array_equal(one.loop, other.loop)
    twins = made("owl", "owl")
    assert list(twins.stems) == ["owl", "owl-2"]
    assert not np.array_equal(*twins.stems.values())


@pytest.mark.parametrize(
    ("kind", "least", "most"), [("river", 0.05, 0.4), ("birds-day", 0.6, 3.0), ("rain-leaves", 0.05, 0.2)]
)
def test_beds_are_even_and_events_are_not(kind: str, least: float, most: float) -> None:
    """Deviation over mean of the envelope, in blocks of 20 ms; ranges hold real recordings (.34, 1-1.9, .09)."""
    mono = made(kind, seconds=8.0).loop.mean(axis=1)
    envelope = np.sqrt((mono.reshape(-1, SAMPLE_RATE // 50) ** 2).mean(axis=1))
    assert least < envelope.std() / envelope.mean() < most


def test_level_and_distance_are_obeyed() -> None:
    meter = pyloudnorm.Meter(SAMPLE_RATE)
    loud = [
        meter.integrated_loudness(made("river", level=level, distance=0).loop.astype(float)) for level in (0.2, 0.5)
    ]
    assert loud == pytest.approx([-32, -26], abs=0.5)
    near, far = (made("waterfall", distance=distance).loop for distance in (0.0, 1.0))
    assert far.std() < near.std() and centroid(far) < 0.6 * centroid(near)


def test_many_loud_layers_stay_below_full_scale() -> None:
    sound = made("storm", "thunder", "waterfall", "sea", "storm", level=1.0, distance=0.0)
    assert np.abs(sound.loop).max() < 10 ** (-1 / 20)
    assert np.array_equal(sum(sound.stems.values()), sound.loop)


def test_too_short_a_loop_is_refused() -> None:
    with pytest.raises(CastaliaError, match="too short"):
        made("sea", seconds=0.1)
    assert len(made("sea", "frogs", seconds=0.5007).loop) == 24_034


# --- files ----------------------------------------------------------------------------------------------------------


def test_a_wav_carries_sound_recipe_and_loop(folder: Path) -> None:
    samples = made("fire", seconds=1.0).loop
    for name in ("one.wav", "two.wav"):
        write_wav(folder / name, samples, SAMPLE_RATE, RECIPE, loop=True, title="loop")
    assert (folder / "one.wav").read_bytes() == (folder / "two.wav").read_bytes()
    read, rate = soundfile.read(folder / "one.wav")
    assert rate == SAMPLE_RATE and soundfile.info(folder / "one.wav").subtype == "PCM_24"
    assert np.abs(read - samples).max() < 3 / 2**23
    content = (folder / "one.wav").read_bytes()
    assert b"bext" in content and content.index(b"smpl") < content.index(b"data")
    assert read_wav_recipe(folder / "one.wav") == RECIPE
    assert sorted(path.name for path in folder.iterdir()) == ["one.wav", "two.wav"]


def test_a_signed_wav_keeps_its_recipe(folder: Path) -> None:
    path = folder / "a.wav"
    write_wav(path, np.zeros((4801, 2), np.float32), SAMPLE_RATE, RECIPE)
    sign_file(path, Facts("fire", 7, "0.1.0", "small-1", "fire"), Identity.local())
    assert verify_path(path).ok and read_recipe(path) == RECIPE
    assert soundfile.info(path).frames == 4801


def test_samples_that_are_no_sound_are_refused(folder: Path) -> None:
    for samples in (np.zeros(10, np.float32), np.zeros((0, 2), np.float32), np.full((10, 2), np.nan, np.float32)):
        with pytest.raises(CastaliaError):
            write_wav(folder / "a.wav", samples, SAMPLE_RATE, RECIPE)
    assert not list(folder.iterdir())


def test_a_lying_or_broken_wav_is_refused(folder: Path) -> None:
    path = folder / "a.wav"
    write_wav(path, np.zeros((1000, 2), np.float32), SAMPLE_RATE, RECIPE)
    content = path.read_bytes()
    at = content.index(b"iXML") + 4
    huge = content[:at] + b"\xff\xff\xff\x7f" + content[at + 4 :]
    endless = content[:12] + 100 * b"junk\0\0\0\0" + content[12:]
    endless = endless[:4] + (len(endless) - 8).to_bytes(4, "little") + endless[8:]
    for broken in (huge, endless, content[: len(content) // 2], content[:10], b"RIFX" + content[4:], b""):
        path.write_bytes(broken)
        with pytest.raises(CastaliaError):
            read_recipe(path)


def test_a_wav_of_others_has_no_recipe(folder: Path) -> None:
    soundfile.write(folder / "a.wav", np.zeros((10, 2)), SAMPLE_RATE)
    assert read_recipe(folder / "a.wav") is None


def test_a_wav_is_the_same_whatever_the_memory_layout(folder: Path) -> None:
    samples = made("fire", seconds=1.0).loop
    write_wav(folder / "rows.wav", np.ascontiguousarray(samples), SAMPLE_RATE, "{}", title="loop")
    write_wav(folder / "columns.wav", np.asfortranarray(samples), SAMPLE_RATE, "{}", title="loop")
    assert (folder / "rows.wav").read_bytes() == (folder / "columns.wav").read_bytes()
