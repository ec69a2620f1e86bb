"""Records and notes round-trip, and every sequence that the grammar allows decodes."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from castalia.codecs import asset, notes, text
from castalia.codecs.base import Codec
from castalia.language import colour, records, sequences
from castalia.language.fields import Colour
from castalia.language.grammar import Legal, decode, drive
from castalia.language.plan import Asset, Decisions, Notes
from castalia.language.vocabulary import Vocabulary, vocabulary
from castalia.model.weights import rows_by_name

FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
CODECS: list[Codec] = [*sequences.PLAN_BLOCKS, asset.CODEC]


def walk(seed: int, stop: float = 0.35):  # type: ignore[no-untyped-def]
    """A chooser that draws any legal token, ending lists with chance ``stop`` so that walks end."""
    source = random.Random(seed)
    taken: list[str] = []

    def choose(legal: Legal) -> str:
        ends = [token for token in legal if token == "<end>"]
        token = ends[0] if ends and source.random() < stop else source.choice(legal)
        taken.append(token)
        return token

    return choose, taken


@FEW
@given(seed=st.integers(0, 10**9), index=st.integers(0, len(CODECS) - 1))
def test_whatever_the_grammar_allows_decodes_and_round_trips(seed: int, index: int) -> None:
    codec = CODECS[index]
    choose, taken = walk(seed)
    value = drive(codec.reader(), choose)
    assert decode(codec.reader(), taken) == value
    if codec.block != "mood":  # a sampled colour outside sRGB comes back with less chroma: see the test below
        assert codec.encode(value) == taken


@FEW
@given(st.tuples(*[st.integers(0, 64)] * 3))
def test_any_sampled_colour_is_shown_and_stays_near_when_written_again(levels: tuple[int, int, int]) -> None:
    tokens = [f"level:{level:02d}" for level in levels]
    shown = decode(records.read_leaf(Colour(), None), tokens)
    again = decode(records.read_leaf(Colour(), None), records.leaf_tokens(Colour(), shown))
    assert sum((a - b) ** 2 for a, b in zip(oklab(shown), oklab(again), strict=True)) ** 0.5 < 0.03


def oklab(text_: str) -> colour.Triple:
    return colour.linear_to_oklab(colour.hex_to_linear(text_))


@FEW
@given(seed=st.integers(0, 10**9))
def test_a_whole_sampled_plan_is_a_valid_plan(seed: int) -> None:
    choose, _ = walk(seed)
    sampled = drive(sequences.read_plan({}), choose)
    assert Decisions.model_validate(sampled).model_dump(mode="json") == sampled


@FEW
@given(seed=st.integers(0, 10**9), bars=st.integers(1, 12))
def test_notes_round_trip_and_obey_the_number_of_bars(seed: int, bars: int) -> None:
    choose, taken = walk(seed)
    form = ("theme", *[None] * (bars - 1))
    composed: Notes = drive(notes.CODEC.reader(form), choose)
    assert len(composed.bars) == bars
    assert notes.CODEC.encode(composed)[-1] == "<end>"
    ordered = decode(notes.CODEC.reader(form), notes.CODEC.encode(composed))
    assert ordered == decode(notes.CODEC.reader(), notes.CODEC.encode(ordered))
    assert [bar.section for bar in composed.bars] == list(form)
    assert decode(notes.CODEC.reader(form), taken) == composed


@FEW
@given(st.text(max_size=200))
def test_text_round_trips_through_its_pieces(brief: str) -> None:
    assert decode(text.CODEC.reader(), text.CODEC.encode(brief)) == text.normalised(brief).strip()


def test_a_long_text_is_cut_and_the_rest_reported() -> None:
    brief = "the old lighthouse keeper " * 500
    assert text.MOST_TOKENS - 10 < len(text.CODEC.encode(brief)) <= text.MOST_TOKENS + 1
    assert text.CODEC.unread(brief).endswith("lighthouse keeper")


def test_forced_values_stay_exact_and_narrow_the_grammar() -> None:
    wishes = {
        "mood": {"valence": -0.61},
        "scene": {"time": "night", "objects": {1: {"kind": "boat"}}},
        "palette": {2: "#123456"},
    }
    choose, taken = walk(5)
    plan = drive(sequences.read_plan(wishes), choose)
    assert plan["mood"]["valence"] == -0.61
    assert plan["scene"]["time"] == "night" and plan["scene"]["objects"][1]["kind"] == "boat"
    assert plan["palette"][2] == "#123456"
    assert "time:night" in taken


def test_illegal_sequences_are_refused_by_token() -> None:
    with pytest.raises(ValueError, match="time:noon"):
        decode(asset.CODEC.reader(), ["time:noon"])
    with pytest.raises(ValueError, match="ends where"):
        decode(asset.CODEC.reader(), records.write(Asset, {"kind": "tower"}))


def test_partial_records_leave_fields_out() -> None:
    assert records.write(Decisions, {"scene": {"time": "night"}, "score": {"tempo": 90}})[0] == "time:night"


@FEW
@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_colours_survive_oklch(rgb: tuple[int, int, int]) -> None:
    text_ = "#" + "".join(f"{part:02x}" for part in rgb)
    assert colour.oklch_to_hex(*colour.hex_to_oklch(text_)) == text_


def test_the_vocabulary_is_as_large_as_promised_and_likes_lead_to_known_rows() -> None:
    table = vocabulary()
    wanted = {"setting": 25, "kind": 80, "material": 40, "instrument": 36, "style": 12, "layer": 28, "move": 9}
    assert all(len(table.values(category)) >= count for category, count in wanted.items())
    assert all(like is None or like in table.ids for like in table.likes)


def test_ids_are_never_skipped() -> None:
    with pytest.raises(ValueError, match="never skipped"):
        Vocabulary.parse("id\tname\tlike\tsince\n0\ta\t-\t1\n2\tb\t-\t1\n")


def test_older_weights_load_by_name_and_new_rows_start_from_their_like() -> None:
    import numpy as np

    old = Vocabulary.parse("id\tname\tlike\tsince\n0\tkind:tent\t-\t1\n1\tkind:tower\t-\t1\n")
    new = Vocabulary(
        ("kind:tower", "kind:tent", "kind:yurt"),
        (None, None, "kind:tent"),
        {"kind:tower": 0, "kind:tent": 1, "kind:yurt": 2},
    )
    rows = rows_by_name(np.array([[1.0], [2.0]], np.float32), old, new)
    assert rows.ravel().tolist() == [2.0, 1.0, 1.0]
