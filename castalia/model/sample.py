"""One sampler for everything: a reader says which tokens are legal, the model scores them, a keyed generator draws."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np

from castalia.language.grammar import Legal, Reader, drive
from castalia.language.vocabulary import Vocabulary
from castalia.model.decoder import Decoder
from castalia.randomness import Key, generator

Value = TypeVar("Value")
Progress = Callable[[int], None]


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
    ) -> Value:
        """Continue a prompt under a reader's grammar. The model sees the prompt and the ``room`` last tokens, or half of
        them; ``progress`` is told how many were drawn.

        Chance is keyed by ``key`` (a seed and what it is for), the block and the place in it, so that a decision that
        a wish does not touch falls as before.
        """
        window = self.decoder.config.max_position_embeddings - len(prompt)
        room = min(room, window)
        start = [self.vocabulary.ids[token] for token in prompt]
        cache, waiting, drawn = self.decoder.cache(len(prompt) + room), list(start), list[int]()
        block, place = "", 0

        def choose(legal: Legal) -> str:
            nonlocal cache, waiting, block, place
            token, place = legal[0], place + 1
            if len(legal) > 1:
                if cache.length + len(waiting) > len(start) + room:
                    cache = self.decoder.cache(len(start) + room)
                    waiting = start + drawn[-room // 2 :]
                hidden = self.decoder.feed(cache, waiting)
                waiting = []
                chance = generator(key[0], *key[1:], block, place).random()
                token = legal[self._draw(self.decoder.logits(hidden, self._ids(legal)), chance)]
                progress(len(drawn))
            if token.startswith("block:"):
                block, place = token, 0
            waiting.append(self.vocabulary.ids[token])
            drawn.append(waiting[-1])
            return token

        return drive(reader, choose)

    def _ids(self, legal: Legal) -> np.ndarray:
        if legal not in self._candidates:
            self._candidates[legal] = np.array([self.vocabulary.ids[name] for name in legal])
        return self._candidates[legal]

    def _draw(self, logits: np.ndarray, chance: float) -> int:
        """The index of one candidate; ``chance`` 0..1 walks down the nucleus from the likeliest."""
        scores = (logits - logits.max()).astype(np.float64) / self.temperature
        chances = np.exp(scores) / np.exp(scores).sum()
        order = np.argsort(-chances, kind="stable")
        kept = order[: int(np.searchsorted(np.cumsum(chances[order]), self.top_p)) + 1]
        return int(kept[np.searchsorted(np.cumsum(chances[kept]), chance * chances[kept].sum())])
