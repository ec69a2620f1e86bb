"""The shipped model: reads, obeys, repeats itself, and can say every word of the vocabulary."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from castalia.errors import CastaliaError
from castalia.language import sequences
from castalia.language.colour import hex_to_oklch
from castalia.language.grammar import decode
from castalia.language.plan import Plan
from castalia.language.vocabulary import vocabulary
from castalia.model import weights
from castalia.model.config import ModelConfig
from castalia.model.data import taste
from castalia.model.data.briefs import example
from castalia.model.data.prose import WATCHED, WORDS, passages, prose_examples
from castalia.model.data.written import SPLITS, directed, written
from castalia.model.decoder import Decoder
from castalia.planning import make_notes, make_plan, model, plan_from
from castalia.randomness import generator
from castalia.request import Request

BRIEF = "misty pine forest at dawn, a ruined tower by a still lake, melancholy"


@pytest.fixture(scope="module")
def plan() -> Plan:
    return make_plan(Request(BRIEF).checked())


def test_the_plan_is_of_the_brief(plan: Plan) -> None:
    assert plan.scene.setting in ("forest", "lake")
    assert (plan.scene.time, plan.scene.weather) == ("dawn", "fog")
    assert "tower" in {item.kind for item in plan.scene.objects}
    assert plan.mood.valence < 0.2


def test_the_same_seed_decides_the_same_and_another_differs(plan: Plan) -> None:
    assert make_plan(Request(BRIEF).checked()) == plan
    assert make_plan(Request(BRIEF, 2).checked()).model_dump(exclude={"seed"}) != plan.model_dump(exclude={"seed"})


def test_notes_fill_the_form_and_repeat(plan: Plan) -> None:
    notes = make_notes(plan)
    assert len(notes.bars) == sum(section.bars for section in plan.score.sections)
    assert sum(len(bar.notes) for bar in notes.bars) >= len(notes.bars)
    assert make_notes(plan) == notes


def test_what_is_fixed_stays_exact(plan: Plan) -> None:
    wishes = {"palette": {0: "#123456"}, "score": {"tempo": 97.0}, "mood": {"valence": -0.61}}
    fixed = make_plan(Request(BRIEF, wishes=wishes).checked())
    assert (fixed.palette[0], fixed.score.tempo, fixed.mood.valence) == ("#123456", 97.0, -0.61)


@pytest.mark.parametrize(
    ("seconds", "wishes", "message"),
    [
        (None, {"film": {"shots": {0: {"subject": 11}}}}, "subject is 11"),
        (6.0, {"film": {"shots": {0: {"seconds": 6.0}}}}, "the film's 6 seconds"),
        (None, {"film": {"shots": {index: {"seconds": 60.0} for index in range(3)}}}, "at most 120"),
    ],
)
def test_wishes_beyond_what_a_plan_may_hold_are_refused(seconds: float, wishes: dict[str, Any], message: str) -> None:
    with pytest.raises(CastaliaError, match=message):
        make_plan(Request(BRIEF, seconds=seconds, wishes=wishes).checked())


def test_shots_that_are_not_fixed_share_the_rest_of_the_film() -> None:
    plan = make_plan(Request(BRIEF, seconds=9.0, wishes={"film": {"shots": {0: {"seconds": 2.5}}}}).checked())
    assert plan.film.shots[0].seconds == 2.5
    assert sum(shot.seconds for shot in plan.film.shots) == pytest.approx(9.0, abs=1e-4)


def test_a_wish_leaves_alone_what_it_says_nothing_of() -> None:
    changed = total = 0
    for brief in ("a lighthouse in a storm", "a farm in summer", "neon city street at night", "quiet village in snow"):
        before = make_plan(Request(brief).checked()).model_dump()
        wishes = {"soundscape": {"layers": {0: {"level": 0.3}}}}
        after = make_plan(Request(brief, wishes=wishes).checked()).model_dump()
        assert after["soundscape"]["layers"][0]["level"] == 0.3
        for block in ("mood", "palette", "look", "scene", "materials", "film", "score"):
            total += 1
            changed += before[block] != after[block]
    assert changed <= total / 4


def test_night_darkens_mood_and_palette() -> None:
    """Over 12 briefs, with the hour as a wish: brightness and the palette's lightness fall."""
    darker = {"brightness": 0, "palette": 0}
    for index in range(12):
        brief = example(90_001, index)[0]
        noon, night = (
            make_plan(Request(brief, wishes={"scene": {"time": time}}).checked()) for time in ("noon", "night")
        )
        darker["brightness"] += night.mood.brightness < noon.mood.brightness
        darker["palette"] += lightness(night.palette) < lightness(noon.palette)
    assert min(darker.values()) >= 9, darker


def lightness(palette: Sequence[str]) -> float:
    return float(np.mean([hex_to_oklch(colour)[0] for colour in palette]))


def test_every_value_of_the_present_vocabulary_can_be_sampled() -> None:
    """Weights load by name under a longer vocabulary, and no value of the plan is out of the sampler's reach."""
    longer = vocabulary().extended([("kind:yurt", "kind:tent"), ("layer:rainforest", "layer:insects")])
    shipped = model()
    rows = weights.rows_by_name(shipped.decoder.embeddings, vocabulary(), longer)
    config = replace(shipped.decoder.config, vocab_size=len(longer))
    decoder = Decoder(config, {**tensors(), weights.EMBEDDINGS: rows})
    prompt = [longer.ids[token] for token in sequences.plan_prompt(BRIEF, {})]
    hidden = decoder.feed(decoder.cache(len(prompt)), prompt)
    logits = decoder.logits(hidden, np.arange(len(longer)))
    assert len(logits) == len(vocabulary()) + 2
    for category in ("kind", "layer", "setting", "material", "instrument", "style"):
        ids = np.array([longer.ids[name] for name in longer.names if name.startswith(category + ":")])
        assert np.isfinite(logits[ids]).all() and np.ptp(logits[ids]) > 0
    assert np.array_equal(rows[longer.ids["kind:yurt"]], rows[longer.ids["kind:tent"]])


def tensors() -> dict[str, np.ndarray]:
    from safetensors.numpy import load_file

    loaded = load_file(weights.shipped_folder() / "model.safetensors")
    return {name: array.astype(np.float32) for name, array in loaded.items()}


def test_reading_at_once_and_token_by_token_agree() -> None:
    decoder = model().decoder
    ids = [vocabulary().ids[token] for token in sequences.plan_prompt(BRIEF, {})]
    at_once = decoder.feed(decoder.cache(len(ids)), ids)
    cache = decoder.cache(len(ids))
    for token in ids:
        stepwise = decoder.feed(cache, [token])
    assert np.allclose(at_once, stepwise, atol=2e-3)


def test_every_example_of_the_director_is_a_legal_sequence() -> None:
    for index in range(40):
        decisions = example(3, index)[1].model_dump(mode="json")
        read = decode(sequences.read_plan({}), sequences.plan_output(decisions))
        for name in ("setting", "time", "weather", "season"):
            assert read["scene"][name] == decisions["scene"][name]
        told = [
            [(item["kind"], item["count"], item["state"]) for item in plan["scene"]["objects"]]
            for plan in (read, decisions)
        ]
        assert told[0] == told[1]
        assert read["score"]["instruments"] == decisions["score"]["instruments"]


def test_the_directors_tables_use_words_of_the_vocabulary() -> None:
    known = vocabulary().ids
    for place in taste.PLACES.values():
        for entry in " ".join((place.heroes, place.company, place.small)).split():
            kind, states, relations = re.split("[:@]", entry)
            words = [f"kind:{kind}", *(f"state:{word}" for word in states.split(","))]
            words += [f"relation:{word}" for word in relations.split(",")]
            assert set(words) <= set(known), entry
        for category, words_ in (("material", place.materials), ("layer", place.layers), ("style", place.styles)):
            assert {f"{category}:{word}" for word in words_.split()} <= set(known)
    for style, manner in taste.MANNERS.items():
        assert {f"style:{style}", *(f"instrument:{name}" for name in manner.players.split())} <= set(known)


def test_the_shape_counts_its_parameters() -> None:
    config = model().decoder.config
    assert config.parameters() == sum(array.size for array in tensors().values())
    assert 5e6 <= config.parameters() <= 20e6
    assert ModelConfig.from_json(json.loads(json.dumps(config.to_json()))) == config


def test_a_plan_file_is_read_back_and_unknown_fields_are_refused_by_name(plan: Plan, tmp_path) -> None:  # type: ignore[no-untyped-def]
    from castalia.errors import CastaliaError

    path = tmp_path / "plan.json"
    plain = plan.model_dump(mode="json", by_alias=True)
    path.write_text(json.dumps(plain))
    assert plan_from(path, {}) == plan
    assert plan_from(path, {"scene": {"time": "night"}}).scene.time == "night"
    path.write_text(json.dumps({**plain, "colour": "red"}))
    with pytest.raises(CastaliaError, match="colour"):
        plan_from(path, {})
    path.write_text(json.dumps(plain)[:200])
    with pytest.raises(CastaliaError, match="whole"):
        plan_from(path, {})


@pytest.mark.parametrize("split", SPLITS)
def test_the_castalia_briefs_keep_to_their_notation(split: str) -> None:
    """Every decision is of the vocabulary, and no split shares a voice or a brief with another."""
    items = written(split)
    others = [item for other in SPLITS if other != split for item in written(other)]
    assert not {item.voice for item in items} & {item.voice for item in others}
    assert not {item.brief.lower() for item in items} & {item.brief.lower() for item in others}
    for index, item in enumerate(items):
        scene = directed(item, generator(1, "test", split, index)).scene
        assert scene.setting == item.one("setting").text
        assert not {one.kind for one in scene.objects} & set(item.texts("without"))


def test_passages_keep_every_word_and_their_length() -> None:
    paragraphs = ["A short one.", " ".join(["long"] * (2 * WORDS + 7)), "", "Another. " * 20, "The last."]
    cut = list(passages(paragraphs))
    assert " ".join(cut).split() == " ".join(paragraphs).split()
    assert max(len(passage.split()) for passage in cut) <= WORDS
    assert len(cut) == 4


def test_prose_is_read_as_a_brief_is(tmp_path: Path) -> None:
    (tmp_path / "book.txt").write_text("\n".join(f"{BRIEF}. " * 10 for _ in range(WATCHED)))
    taught, kept = prose_examples(tmp_path / "book.txt"), prose_examples(tmp_path / "book.txt", watched=True)
    assert (len(taught), len(kept)) == (WATCHED - 1, 1)
    prompt = sequences.plan_prompt(f"{BRIEF}. " * 10, {})
    names = [vocabulary().names[index] for index in taught[0].ids]
    assert names == prompt[: len(names)]
    assert {name[:5] for name, weight in zip(names, taught[0].weights, strict=True) if weight} == {"text:"}


def test_the_dictionary_is_read_by_its_words(tmp_path: Path) -> None:
    line = "09217230 17 n 01 beach 0 001 @ 09287968 n 0000 | an area of sand sloping down to the water of a sea or lake  \n"
    (tmp_path / "data.noun").write_text("  1 licence\n" + line)
    (read,) = prose_examples(tmp_path / "data.noun")
    text = "".join(vocabulary().names[index][5:] for index in read.ids if vocabulary().names[index].startswith("text:"))
    assert text.replace("Ġ", " ").strip() == "beach: an area of sand sloping down to the water of a sea or lake"
