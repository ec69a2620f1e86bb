"""The voices in which a plan is told: a client, a film maker, a list of keywords, and others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from castalia.language.phrases import phrases
from castalia.language.plan import Decisions, SceneObject
from castalia.model.data.english import article, plural, sentence
from castalia.model.data.taste import MANNERS, PLACES, surprises

NUMBERS = {1: "a", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 8: "eight", 10: "ten", 12: "a dozen"}
ABSENT = (
    "people:person",
    "animals:deer,horse,dog,cat,sheep,wolf",
    "trees:pine,broadleaf,birch,palm,dead-tree",
    "birds:bird,crow",
    "boats:boat,ship,raft",
)


@dataclass
class Writer:
    """Tells of a plan: pieces that name what is in it, and the voices that join them into a brief."""

    plan: Decisions
    random: np.random.Generator

    def chance(self, share: float) -> bool:
        return bool(self.random.random() < share)

    def say(self, slot: str, value: str, *forms: str) -> str:
        """One phrase for a value in one of the forms, or ""."""
        texts = [text for form in forms for text in phrases().get((slot, value, form), ())]
        return texts[int(self.random.integers(len(texts)))] if texts else ""

    # --- pieces ---

    def place(self, *forms: str) -> str:
        return self.say("setting", self.plan.scene.setting, *(forms or ("noun",)))

    def time(self, *forms: str) -> str:
        return self.say("time", self.plan.scene.time, *(forms or ("prep",)))

    def weather(self, *forms: str) -> str:
        return self.say("weather", self.plan.scene.weather, *forms)

    def feeling(self, *forms: str) -> str:
        """The strongest mood, if any is strong."""
        name, value = max(
            self.plan.mood.model_dump().items(), key=lambda pair: abs(pair[1]) + 0.25 * self.random.random()
        )
        return self.say(name, "high" if value > 0 else "low", *forms) if abs(value) > 0.3 else ""

    def thing(self, item: SceneObject) -> str:
        """An object with its number, state and sometimes its place."""
        noun = self.say("kind", item.kind, "noun") or item.kind.replace("-", " ")
        state = self.say("state", item.state, "adj")
        if item.count == 1:
            text = article(f"{state} {noun}".strip())
        else:
            text = f"{self.number(item.count)} {state} {plural(noun)}".replace("  ", " ")
        where = self.say("relation", item.relation, "prep")
        usual = item.relation in PLACES[self.plan.scene.setting].expects(item.kind)
        return f"{text} {where}" if where and (self.chance(0.55) or not usual) else text

    def number(self, count: int) -> str:
        if count in NUMBERS and self.chance(0.75):
            return NUMBERS[count]
        return "a few" if count <= 4 else "many" if count >= 8 else "several"

    def things(self, low: int, high: int) -> list[str]:
        """The subject and perhaps those that follow it, mostly in the plan's order; surprises are always told."""
        scene = self.plan.scene
        surprising = surprises(scene.setting, [(item.kind, item.relation) for item in scene.objects])
        count = max(int(self.random.integers(low, high + 1)), surprising)
        said = [self.thing(item) for item in scene.objects[:count]]
        if self.chance(0.2):
            return [said[int(index)] for index in self.random.permutation(len(said))]
        return said

    def wishes(self) -> list[str]:
        """Music, camera, look and sound wishes, each rarely; guests among the players are always told, and first."""
        plan, said = self.plan, []
        layer = plan.soundscape.layers[int(self.random.integers(len(plan.soundscape.layers)))]
        guest = any(name not in MANNERS[plan.score.style].players.split() for name in plan.score.instruments)
        options = (
            (1.0 if guest else 0.22, self.players()),
            (0.22, self.say("style", plan.score.style, "noun")),
            (0.07, self.say("mode", plan.score.mode, "noun")),
            (0.08, f"{plan.score.tempo:.0f} bpm"),
            (0.12, self.say("move", plan.film.shots[0].move, "prep")),
            (0.12, self.say("look", plan.look, "adj") + " look"),
            (0.22, self.say("layer", layer.kind, "noun")),
        )
        for share, text in options:
            if text.strip() and text != " look" and self.chance(share):
                said.append(text)
        return said

    def players(self) -> str:
        """One to three of the instruments, guests first: nobody expects them."""
        usual = MANNERS[self.plan.score.style].players.split()
        shuffled = self.random.permutation(list(self.plan.score.instruments))
        guests = sorted((str(name) for name in shuffled), key=usual.__contains__)
        names = [name.replace("-", " ") for name in guests[: int(self.random.integers(1, 4))]]
        listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
        form = ("{}", "{}", "music for {}", "played by {}", "{} in the score")[int(self.random.integers(5))]
        return form.format(listed)

    def negation(self) -> str:
        """What is not there: a group of things, or one that such a place often has."""
        scene = self.plan.scene
        kinds = {item.kind for item in scene.objects}
        groups = {word: set(listed.split(",")) for word, listed in (entry.split(":") for entry in ABSENT)}
        place = PLACES[scene.setting]
        usual = {entry.split(":")[0] for entry in f"{place.heroes} {place.company} {place.small}".split()}
        alone = {plural(self.say("kind", kind, "noun") or kind): {kind} for kind in sorted(usual)}
        absent = [word for word, members in (alone if self.chance(0.6) else groups).items() if not kinds & members]
        if not absent:
            return ""
        word = absent[int(self.random.integers(len(absent)))]
        return ("no {}", "no {}", "without any {}", "{} are not wanted")[int(self.random.integers(4))].format(word)

    def made_of(self, materials: list[tuple[str, str]]) -> str:
        """wet cobbles and old brick, tileable"""
        said = [
            f"{self.say('wear', level, 'adj')} {self.say('material', kind, 'noun')}".strip()
            for kind, level in materials
        ]
        listed = said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"
        forms = phrases()["brief", "material", "form"]
        return forms[int(self.random.integers(len(forms)))].format(listed)

    # --- voices ---

    def keywords(self) -> str:
        """misty pine forest at dawn, a ruined tower by a still lake, melancholy"""
        head = " ".join(
            part
            for part in (
                self.weather("adj")
                if self.chance(0.55)
                else self.say("season", self.plan.scene.season, "adj")
                if self.chance(0.2)
                else "",
                self.place() if self.chance(0.92) else "",
                self.time() if self.chance(0.65) else "",
            )
            if part
        )
        parts = [head, *self.things(0, 4), self.feeling("adj") if self.chance(0.6) else "", *self.wishes()]
        parts.append(self.negation() if self.chance(0.18) else "")
        return self.joined(parts, ", ")

    def sentence(self) -> str:
        """A ruined tower stands by the water in thick fog."""
        subject, *others = self.things(1, 1)
        verb = ("stands", "waits", "can be seen", "rests", "is all there is", "catches the eye")[
            int(self.random.integers(6))
        ]
        parts = [
            f"{subject} {verb}",
            self.place("prep") if self.chance(0.8) else "",
            self.time("prep") if self.chance(0.6) else "",
        ]
        parts.append(self.weather("prep") if self.chance(0.5) else "")
        text = " ".join(part for part in parts if part)
        tail = [
            self.say("season", self.plan.scene.season, "prep") if self.chance(0.2) else "",
            self.feeling("adj", "noun") if self.chance(0.4) else "",
        ]
        return sentence(self.joined([text, *(f"with {other}" for other in others), *tail, *self.wishes()], ", "))

    def prose(self) -> str:
        """Two to four sentences, mostly indirect."""
        said = [
            self.place("clause") if self.chance(0.75) else f"it is {self.place('prep')}",
            self.time("clause") if self.chance(0.6) else "",
            self.weather("clause") if self.chance(0.5) else "",
            self.say("season", self.plan.scene.season, "clause") if self.chance(0.3) else "",
            self.feeling("clause") if self.chance(0.4) else "",
            *(
                f"there was {thing}" if thing.startswith(("a ", "an ")) else f"there were {thing}"
                for thing in self.things(0, 3)
            ),
            self.negation() if self.chance(0.18) else "",
            *self.wishes(),
        ]
        said = [text for text in said if text]
        order = self.random.permutation(len(said))
        return " ".join(sentence(said[int(index)]) for index in order) or sentence(self.keywords())

    def client(self) -> str:
        """we need a cosy village, evening, lots of lanterns. thanks"""
        opening = ("we need", "please make", "I want", "give me", "can you do", "something like", "imagine")[
            int(self.random.integers(7))
        ]
        noun = f"{self.feeling('adj') if self.chance(0.6) else ''} {self.weather('adj') if self.chance(0.3) else ''} {self.place()}"
        text = f"{opening} {article(' '.join(noun.split()))}"
        rest = [
            self.time("prep", "noun") if self.chance(0.6) else "",
            *(f"with {thing}" for thing in self.things(0, 3)),
            self.negation() if self.chance(0.18) else "",
            *self.wishes(),
        ]
        return self.joined([text, *rest], ", ")

    def film_maker(self) -> str:
        """EXT. HARBOUR - NIGHT. Rain. Slow crane shot over two boats."""
        inside = "INT." if self.plan.scene.setting in ("interior", "cave") else "EXT."
        text = f"{inside} {self.place().upper()} - {self.time('noun').upper()}."
        shot = self.say("move", self.plan.film.shots[0].move, "prep")
        parts = [
            self.weather("noun") if self.chance(0.5) else "",
            f"{shot}: {', '.join(self.things(1, 3))}" if self.chance(0.85) else "",
        ]
        parts += [self.feeling("clause", "noun") if self.chance(0.5) else "", *self.wishes()[:1]]
        return " ".join([text, *(sentence(part) for part in parts if part)])

    def joined(self, parts: list[str], comma: str) -> str:
        said = [part for part in parts if part]
        return comma.join(said) or self.place()
