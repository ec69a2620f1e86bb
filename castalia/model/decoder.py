"""Inference without PyTorch: the trunk in NumPy with a key-value cache.

At this size a token costs one pass over the weights, which is bound by memory bandwidth, and only the rows of the head
that the grammar allows are multiplied; ``bench/inference.py`` compares it with other runtimes.
Shapes: T new tokens, P tokens before them, D width, H heads, G key-value groups, E head size.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from castalia.model.config import ModelConfig

Array = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Layer:
    """One block's weights, transposed for row vectors; projections that share an input stand side by side."""

    attention_norm: Array
    query_key_value: Array
    query_norm: Array
    key_norm: Array
    output: Array
    feed_norm: Array
    gate_up: Array
    down: Array


class Cache:
    """Keys and values of what was read so far, one pair of (G, room, E) arrays a layer."""

    def __init__(self, config: ModelConfig, room: int) -> None:
        shape = (config.num_hidden_layers, config.num_key_value_heads, room, config.head_dim)
        self.keys = np.zeros(shape, np.float32)
        self.values = np.zeros(shape, np.float32)
        self.length = 0


class Decoder:
    """Reads token ids, gives the last hidden state, and scores a set of candidate tokens."""

    def __init__(self, config: ModelConfig, weights: dict[str, Array]) -> None:
        self.config = config
        self.embeddings = weights["model.embed_tokens.weight"]
        self.final_norm = weights["model.norm.weight"]
        self.layers = [_layer(weights, f"model.layers.{index}.") for index in range(config.num_hidden_layers)]
        self.cosine, self.sine = _rotary(config)

    def cache(self, room: int) -> Cache:
        """Room for a sequence. Raises ValueError beyond the context."""
        if room > self.config.max_position_embeddings:
            raise ValueError(f"{room} tokens do not fit the context of {self.config.max_position_embeddings}")
        return Cache(self.config, room)

    def feed(self, cache: Cache, ids: list[int]) -> Array:
        """Read tokens; returns the normed hidden state (D,) after the last one."""
        hidden = self.embeddings[ids]
        for index, layer in enumerate(self.layers):
            hidden = hidden + self._attend(layer, _normed(hidden, layer.attention_norm, self._eps), cache, index)
            both, wide = _normed(hidden, layer.feed_norm, self._eps) @ layer.gate_up, self.config.intermediate_size
            gate, up = both[:, :wide], both[:, wide:]
            hidden = hidden + (gate / (1 + np.exp(-gate)) * up) @ layer.down
        cache.length += len(ids)
        return _normed(hidden[-1], self.final_norm, self._eps)

    def logits(self, hidden: Array, candidates: NDArray[np.int64]) -> Array:
        """Scores (N,) of N candidate tokens."""
        scores: Array = self.embeddings[candidates] @ hidden
        return scores

    @property
    def _eps(self) -> float:
        return self.config.rms_norm_eps

    def _attend(self, layer: Layer, x_TD: Array, cache: Cache, index: int) -> Array:
        config, past = self.config, cache.length
        heads, groups, size = config.num_attention_heads, config.num_key_value_heads, config.head_dim
        total = past + len(x_TD)
        mixed = (x_TD @ layer.query_key_value).reshape(len(x_TD), heads + 2 * groups, size).transpose(1, 0, 2)
        query: Array
        query, key, value = mixed[:heads], mixed[heads : heads + groups], mixed[heads + groups :]
        query = self._rotated(_normed(query, layer.query_norm, self._eps), past)
        cache.keys[index, :, past:total] = self._rotated(_normed(key, layer.key_norm, self._eps), past)
        cache.values[index, :, past:total] = value
        keys, values = cache.keys[index, :, :total], cache.values[index, :, :total]
        query = query.reshape(groups, -1, size)
        scores = query @ keys.transpose(0, 2, 1) * np.float32(size**-0.5)
        if len(x_TD) > 1:
            ahead = np.arange(total)[None] > past + np.arange(len(x_TD))[:, None]
            scores = np.where(np.tile(ahead, (heads // groups, 1)), np.float32(-1e30), scores)
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        scores /= scores.sum(axis=-1, keepdims=True)
        attended = (scores @ values).reshape(heads, len(x_TD), size).transpose(1, 0, 2).reshape(len(x_TD), -1)
        result: Array = attended @ layer.output
        return result

    def _rotated(self, x_HTE: Array, past: int) -> Array:
        """Rotary positions (Su et al. 2021) in the half-split form that ``transformers`` uses."""
        span = slice(past, past + x_HTE.shape[1])
        half = x_HTE.shape[-1] // 2
        turned = np.concatenate([-x_HTE[..., half:], x_HTE[..., :half]], axis=-1)
        result: Array = x_HTE * self.cosine[span] + turned * self.sine[span]
        return result


def _normed(x: Array, weight: Array, eps: float) -> Array:
    """Root-mean-square norm (Zhang and Sennrich 2019) over the last axis."""
    mean = np.add.reduce(x * x, axis=-1, keepdims=True) * np.float32(1 / x.shape[-1])
    result: Array = x / np.sqrt(mean + np.float32(eps)) * weight
    return result


def _rotary(config: ModelConfig) -> tuple[Array, Array]:
    half = np.arange(0, config.head_dim, 2) / config.head_dim
    angles = np.outer(np.arange(config.max_position_embeddings), config.rope_theta**-half)
    both = np.concatenate([angles, angles], axis=-1)
    return np.cos(both).astype(np.float32), np.sin(both).astype(np.float32)


def _layer(weights: dict[str, Any], prefix: str) -> Layer:
    def get(name: str) -> Array:
        array: Array = weights[f"{prefix}{name}.weight"]
        return array

    def side_by_side(*names: str) -> Array:
        return np.ascontiguousarray(np.concatenate([get(name) for name in names]).T)

    return Layer(
        attention_norm=get("input_layernorm"),
        query_key_value=side_by_side("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"),
        query_norm=get("self_attn.q_norm"),
        key_norm=get("self_attn.k_norm"),
        output=side_by_side("self_attn.o_proj"),
        feed_norm=get("post_attention_layernorm"),
        gate_up=side_by_side("mlp.gate_proj", "mlp.up_proj"),
        down=side_by_side("mlp.down_proj"),
    )
