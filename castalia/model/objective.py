"""The one loss: cross-entropy of the next token on the output side, with a z-loss against drifting logits."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

Z_WEIGHT = 1e-4  # PaLM (Chowdhery et al. 2022) uses 1e-4


def loss(hidden_BTD: Tensor, head_VD: Tensor, ids_BT: Tensor, weight_BT: Tensor) -> Tensor:
    """Mean nats a target token. ``weight_BT`` says how much token t counts as a target (0 = not at all);
    the state before a token predicts it."""
    counted = weight_BT[:, 1:] > 0
    logits = functional.linear(hidden_BTD[:, :-1][counted], head_VD.to(hidden_BTD.dtype)).float()
    weight = weight_BT[:, 1:][counted]
    entropy = functional.cross_entropy(logits, ids_BT[:, 1:][counted], reduction="none")
    drift = torch.logsumexp(logits, dim=-1) ** 2
    return ((entropy + Z_WEIGHT * drift) * weight).sum() / weight.sum()
