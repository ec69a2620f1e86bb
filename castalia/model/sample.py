"""One sampler for everything: a reader says which tokens are legal, the model scores them, a keyed generator draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from castalia.language.grammar import Legal, Reader, drive
from castalia.language.records import ITEM
from castalia.language.vocabulary import Vocabulary
from castalia.model.decoder import Decoder
from castalia.randomness import Key, generator

Value = TypeVar("Value")
Progress = Callable[[int], None]
Place = tuple[str, int, int]
STANDS = 0.5
"""A decision that was already made stands while the model holds it at least this share as likely as it did."""


@dataclass(frozen=True)
class Draw:
    """One decision: the tokens that were legal, which one was drawn, and how likely the model held it."""

    legal: Legal
    index: int
    likelihood: float


class Sampler:
    """Draws sequences from a decoder. ``temperature`` and ``top_p`` (nucleus, Holtzman et al. 2019) shape every draw."""

    def __init__(self, decoder: Decoder, vocabulary: Vocabulary, temperature: float = 0.7, top_p: float = 0.88) -> None:
        self.decoder = decoder
        self.vocabulary = vocabulary
        self.temperature = temperature
        self.top_p = top_p
        self._candidates: dict[Legal, np.ndarray] = {}

    def sample(
        self,
        prompt: list[str],
        reader: Reader[Value],
        key: tuple[int, *tuple[Key, ...]],
        room: int,
        progress: Progress = lambda tokens: None,
        before: Mapping[Place, Draw] | None = None,
    ) -> tuple[Value, dict[Place, Draw]]:
        """Continue a prompt under a reader's grammar; returns what was read, and every draw by its place. The model sees
        the prompt and the ``room`` last tokens, or half of them; ``progress`` is told how many were drawn.

        Chance is keyed by ``key`` (a seed and what it is for) and the place: the block, the item in it, the token in
        that. Where the draws ``before`` of another prompt are given, a decision stays as it was unless the model has
        changed its mind about it.
        """
        window = self.decoder.config.max_position_embeddings - len(prompt)
        room = min(room, window)
        start = [self.vocabulary.ids[token] for token in prompt]
        cache, waiting, drawn = self.decoder.cache(len(prompt) + room), list(start), list[int]()
        place: Place = ("", 0, 0)
        draws: dict[Place, Draw] = {}

        def choose(legal: Legal) -> str:
            nonlocal cache, waiting, place
            token, place = legal[0], (place[0], place[1], place[2] + 1)
            if len(legal) > 1:
                if cache.length + len(waiting) > len(start) + room:
                    cache = self.decoder.cache(len(start) + room)
                    waiting = start + drawn[-room // 2 :]
                hidden = self.decoder.feed(cache, waiting)
                waiting = []
                logits = self.decoder.logits(hidden, self._ids(legal)).astype(np.float64)
                likelihoods = np.exp(logits - logits.max()) / np.exp(logits - logits.max()).sum()
                index = _kept(legal, likelihoods, before.get(place) if before else None)
                if index is None:
                    index = _drawn(self._chances(logits), generator(key[0], *key[1:], *place).random())
                draws[place] = Draw(legal, index, float(likelihoods[index]))
                token = legal[index]
                progress(len(drawn))
            if token.startswith("block:"):
                place = (token, 0, 0)
            elif token == ITEM:
                place = (place[0], place[1] + 1, 0)
            waiting.append(self.vocabulary.ids[token])
            drawn.append(waiting[-1])
            return token

        return drive(reader, choose), draws

    def _ids(self, legal: Legal) -> np.ndarray:
        if legal not in self._candidates:
            self._candidates[legal] = np.array([self.vocabulary.ids[name] for name in legal])
        return self._candidates[legal]

    def _chances(self, logits: NDArray[np.float64]) -> NDArray[np.float64]:
        """How likely each candidate is drawn: sharpened, and none outside the nucleus."""
        scores = (logits - logits.max()) / self.temperature
        chances = np.exp(scores) / np.exp(scores).sum()
        order = np.argsort(-chances, kind="stable")
        chances[order[int(np.searchsorted(np.cumsum(chances[order]), self.top_p)) + 1 :]] = 0.0
        made: NDArray[np.float64] = chances / chances.sum()
        return made


def _drawn(chances: NDArray[np.float64], chance: float) -> int:
    """The candidate at ``chance`` 0..1 of the way through all of them, in their own order: levels rise with it, so that
    where the model leans to lower ones, the same chance gives a lower one."""
    return int(min(np.searchsorted(np.cumsum(chances), chance, side="right"), np.flatnonzero(chances)[-1]))


def _kept(legal: Legal, likelihoods: NDArray[np.float64], before: Draw | None) -> int | None:
    """The candidate that was drawn before, if the same ones were legal and it is still likely enough."""
    if before is None or before.legal != legal or likelihoods[before.index] < STANDS * before.likelihood:
        return None
    return before.index
