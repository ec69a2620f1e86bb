"""The shape of the model, in the words of a Qwen3 configuration."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class ModelConfig:
    """A decoder of the Qwen3 shape: RMSNorm, rotary positions, SwiGLU, grouped queries, QK-norm, tied embeddings."""

    vocab_size: int
    hidden_size: int = 256
    intermediate_size: int = 704
    num_hidden_layers: int = 8
    num_attention_heads: int = 8
    num_key_value_heads: int = 4
    head_dim: int = 32
    max_position_embeddings: int = 4096
    rope_theta: float = 10_000.0
    rms_norm_eps: float = 1e-6

    def to_json(self) -> dict[str, Any]:
        """``config.json`` as ``transformers`` reads it."""
        return {
            "architectures": ["Qwen3ForCausalLM"],
            "model_type": "qwen3",
            "hidden_act": "silu",
            "tie_word_embeddings": True,
            "attention_bias": False,
            "use_cache": True,
            "torch_dtype": "bfloat16",
            **asdict(self),
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> ModelConfig:
        return cls(**{name: values[name] for name in cls.__dataclass_fields__})

    def parameters(self) -> int:
        """The exact number of parameters; the tied head counts once."""
        width, heads, groups, head = self.hidden_size, self.num_attention_heads, self.num_key_value_heads, self.head_dim
        attention = width * head * (2 * heads + 2 * groups) + 2 * head
        layer = attention + 3 * width * self.intermediate_size + 2 * width
        return self.vocab_size * width + self.num_hidden_layers * layer + width
