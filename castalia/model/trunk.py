"""The trunk in PyTorch, for training: a decoder of the Qwen3 shape under the names that ``transformers`` uses.

It knows no device, file or licence. Shapes: B sequences, T tokens, D width, H heads, G key-value groups, E head size.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from castalia.model.config import ModelConfig


class Norm(nn.Module):
    """RMSNorm, written out: the fused one refuses bf16 autocast over fp32 weights."""

    def __init__(self, size: int, eps: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(size))
        self.eps = eps

    def forward(self, x: Tensor) -> Tensor:
        return functional.rms_norm(x, (x.shape[-1],), eps=self.eps) * self.weight.to(x.dtype)


class Attention(nn.Module):
    """Grouped-query causal attention with rotary positions and QK-norm."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.heads, self.groups, self.size = config.num_attention_heads, config.num_key_value_heads, config.head_dim
        self.q_proj = nn.Linear(config.hidden_size, self.heads * self.size, bias=False)
        self.k_proj = nn.Linear(config.hidden_size, self.groups * self.size, bias=False)
        self.v_proj = nn.Linear(config.hidden_size, self.groups * self.size, bias=False)
        self.o_proj = nn.Linear(self.heads * self.size, config.hidden_size, bias=False)
        self.q_norm = Norm(self.size, config.rms_norm_eps)
        self.k_norm = Norm(self.size, config.rms_norm_eps)

    def forward(self, x_BTD: Tensor, rotary: tuple[Tensor, Tensor]) -> Tensor:
        batch, length, _ = x_BTD.shape

        def heads(projected: Tensor) -> Tensor:
            return projected.view(batch, length, -1, self.size).transpose(1, 2)

        query = rotated(self.q_norm(heads(self.q_proj(x_BTD))), rotary)
        key = rotated(self.k_norm(heads(self.k_proj(x_BTD))), rotary)
        value = heads(self.v_proj(x_BTD))
        attended = functional.scaled_dot_product_attention(query, key, value, is_causal=True, enable_gqa=True)
        result: Tensor = self.o_proj(attended.transpose(1, 2).reshape(batch, length, -1))
        return result


class FeedForward(nn.Module):
    """SwiGLU (Shazeer 2020)."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.gate_proj = nn.Linear(config.hidden_size, config.intermediate_size, bias=False)
        self.up_proj = nn.Linear(config.hidden_size, config.intermediate_size, bias=False)
        self.down_proj = nn.Linear(config.intermediate_size, config.hidden_size, bias=False)

    def forward(self, x_BTD: Tensor) -> Tensor:
        result: Tensor = self.down_proj(functional.silu(self.gate_proj(x_BTD)) * self.up_proj(x_BTD))
        return result


class Block(nn.Module):
    """Attention, then the feed-forward; what either adds is dropped out in training."""

    def __init__(self, config: ModelConfig, dropout: float) -> None:
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.input_layernorm = Norm(config.hidden_size, config.rms_norm_eps)
        self.self_attn = Attention(config)
        self.post_attention_layernorm = Norm(config.hidden_size, config.rms_norm_eps)
        self.mlp = FeedForward(config)

    def forward(self, x_BTD: Tensor, rotary: tuple[Tensor, Tensor]) -> Tensor:
        x_BTD = x_BTD + self.dropout(self.self_attn(self.input_layernorm(x_BTD), rotary))
        result: Tensor = x_BTD + self.dropout(self.mlp(self.post_attention_layernorm(x_BTD)))
        return result


class Backbone(nn.Module):
    def __init__(self, config: ModelConfig, dropout: float) -> None:
        super().__init__()
        self.config = config
        self.dropout = nn.Dropout(dropout)
        self.embed_tokens = nn.Embedding(config.vocab_size, config.hidden_size)
        self.layers = nn.ModuleList(Block(config, dropout) for _ in range(config.num_hidden_layers))
        self.norm = Norm(config.hidden_size, config.rms_norm_eps)

    def forward(self, ids_BT: Tensor) -> Tensor:
        hidden = self.dropout(self.embed_tokens(ids_BT))
        rotary = rotary_table(self.config, ids_BT.shape[1], ids_BT.device)
        for layer in self.layers:
            hidden = layer(hidden, rotary)
        result: Tensor = self.norm(hidden)
        return result


class Trunk(nn.Module):
    """The whole model; the head is tied to the embeddings. ``dropout`` is the share of values that training drops out
    (Srivastava et al. 2014)."""

    def __init__(self, config: ModelConfig, dropout: float = 0.0) -> None:
        super().__init__()
        self.model = Backbone(config, dropout)
        self.apply(_initialise)
        for layer in self.model.layers:
            nn.init.zeros_(layer.self_attn.o_proj.weight)  # type: ignore[union-attr,arg-type]
            nn.init.zeros_(layer.mlp.down_proj.weight)  # type: ignore[union-attr,arg-type]

    def forward(self, ids_BT: Tensor) -> Tensor:
        """Hidden states (B, T, D); ``objective.loss`` applies the head where a target stands."""
        result: Tensor = self.model(ids_BT)
        return result

    @property
    def head(self) -> Tensor:
        return self.model.embed_tokens.weight


def _initialise(module: nn.Module) -> None:
    if isinstance(module, nn.Linear):
        nn.init.normal_(module.weight, std=module.in_features**-0.5)
    elif isinstance(module, nn.Embedding):
        nn.init.normal_(module.weight, std=0.02)


def rotary_table(config: ModelConfig, length: int, device: torch.device) -> tuple[Tensor, Tensor]:
    half = torch.arange(0, config.head_dim, 2, device=device) / config.head_dim
    angles = torch.outer(torch.arange(length, device=device), config.rope_theta**-half)
    both = torch.cat([angles, angles], dim=-1)
    return both.cos(), both.sin()


def rotated(x_BHTE: Tensor, rotary: tuple[Tensor, Tensor]) -> Tensor:
    """Rotary positions (Su et al. 2021) in the half-split form."""
    cosine, sine = (part.to(x_BHTE.dtype) for part in rotary)
    first, second = x_BHTE.chunk(2, dim=-1)
    return x_BHTE * cosine + torch.cat([-second, first], dim=-1) * sine
