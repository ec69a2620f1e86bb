"""The soundscape: seamless, keyed, summing, in every kind; and the WAV files that carry it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from castalia.errors import CastaliaError
from castalia.exchange.wav import read_wav_recipe, write_wav
from castalia.language.plan import Layer, Mood, Soundscape
from castalia.language.vocabulary import vocabulary
from castalia.rights.recipe import read_recipe
from castalia.settings import SAMPLE_RATE
from castalia.sound.ambience import Ambience, make_soundscape

CALM = Mood(valence=0, energy=0, tension=0, warmth=0, brightness=0)


def made(*kinds: str, seed: int = 1, seconds: float = 4.0, level: float = 0.7, distance: float = 0.3) -> Ambience:
    layers = tuple(Layer(kind=kind, level=level, distance=distance) for kind in kinds)
    return make_soundscape(Soundscape(layers=layers), CALM, seed, seconds)


@pytest.mark.parametrize("kind", vocabulary().values("layer"))
def test_every_kind_sounds(kind: str) -> None:
    loop = made(kind).loop
    assert loop.shape == (4 * SAMPLE_RATE, 2) and np.isfinite(loop).all()
    assert 10 ** (-60 / 20) < np.sqrt((loop**2).mean()) < 10 ** (-12 / 20)
    assert np.abs(loop).max() < 10 ** (-1 / 20)
    assert np.abs(loop.mean(axis=0)).max() < 1e-4
    assert np.abs(loop[:, 0] - loop[:, 1]).max() > 1e-4, "it is stereo"


@pytest.mark.parametrize("kind", ["sea", "wind-trees", "stream", "crickets", "bells", "room-tone"])
def test_the_end_joins_the_beginning(kind: str) -> None:
    """The step over the seam is no larger than the steps within."""
    loop = made(kind).loop
    steps = np.abs(np.diff(loop, axis=0)).max(axis=1)
    assert np.abs(loop[0] - loop[-1]).max() <= 1.2 * steps.max()


def test_stems_sum_to_the_loop_and_a_new_layer_changes_no_other() -> None:
    few, more = made("stream", "owl"), made("stream", "owl", "wind-trees")
    assert np.abs(np.sum(list(more.stems.values()), axis=0) - more.loop).max() < 1e-6
    assert list(more.stems) == ["stream", "owl", "wind-trees"]
    for name in few.stems:
        assert np.corrcoef(few.stems[name].ravel(), more.stems[name].ravel())[0, 1] > 0.99999


def test_the_same_seed_repeats_and_a_kind_twice_is_two_sounds() -> None:
    one, two, other = made("birds-day"), made("birds-day"), made("birds-day", seed=2)
    assert np.array_equal(one.loop, two.loop) and not np.array_equal(one.loop, other.loop)
    twins = made("owl", "owl")
    assert list(twins.stems) == ["owl", "owl-2"]
    assert not np.array_equal(*twins.stems.values())


def test_level_and_distance_are_obeyed() -> None:
    quiet, loud = (made("river", level=level).loop.std() for level in (0.2, 0.8))
    assert loud > 2 * quiet

    def centroid(loop: np.ndarray) -> float:
        power = np.abs(np.fft.rfft(loop.mean(axis=1))) ** 2
        return float((np.fft.rfftfreq(len(loop), 1 / SAMPLE_RATE) * power).sum() / power.sum())

    assert centroid(made("waterfall", distance=0.9).loop) < 0.7 * centroid(made("waterfall", distance=0.1).loop)


def test_a_wav_carries_sound_recipe_and_loop(folder: Path) -> None:
    samples = made("fire", seconds=1.0).loop
    for name in ("one.wav", "two.wav"):
        write_wav(folder / name, samples, SAMPLE_RATE, '{"castalia":"<&>"}', loop=True, title="loop")
    assert (folder / "one.wav").read_bytes() == (folder / "two.wav").read_bytes()
    read, rate = soundfile.read(folder / "one.wav")
    assert rate == SAMPLE_RATE and soundfile.info(folder / "one.wav").subtype == "PCM_24"
    assert np.abs(read - samples).max() < 3 / 2**23
    content = (folder / "one.wav").read_bytes()
    assert b"bext" in content and content.index(b"smpl") < content.index(b"data")
    assert read_wav_recipe(folder / "one.wav") == '{"castalia":"<&>"}'


def test_a_lying_wav_is_refused(folder: Path) -> None:
    write_wav(folder / "a.wav", np.zeros((10, 2), np.float32), SAMPLE_RATE, "{}")
    content = (folder / "a.wav").read_bytes()
    at = content.index(b"iXML") + 4
    (folder / "a.wav").write_bytes(content[:at] + b"\xff\xff\xff\x7f" + content[at + 4 :])
    with pytest.raises(CastaliaError):
        read_recipe(folder / "a.wav")
