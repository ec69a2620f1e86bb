"""The one loss: cross-entropy of the next token on the output side, with a z-loss against drifting logits."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

Z_WEIGHT = 1e-4  # PaLM (Chowdhery et al. 2022) uses 1e-4


def loss(hidden_BTD: Tensor, head_VD: Tensor, ids_BT: Tensor, weight_BT: Tensor, candidates_C: Tensor) -> Tensor:
    """Mean nats a target token. ``weight_BT`` says how much token t counts as a target (0 = not at all);
    the state before a token predicts it. ``candidates_C`` are the ids, rising, that can be a target: the words of briefs
    are read and never written, and leaving them out makes the softmax sixteen times smaller."""
    counted = (weight_BT[:, 1:] > 0).nonzero(as_tuple=True)
    logits = functional.linear(hidden_BTD[:, :-1][counted], head_VD[candidates_C].to(hidden_BTD.dtype)).float()
    weight = weight_BT[:, 1:][counted]
    ids = ids_BT[:, 1:][counted]
    target = torch.searchsorted(candidates_C, ids).clamp(max=len(candidates_C) - 1)
    weight = weight * (candidates_C[target] == ids)  # what was never a target in training cannot be scored
    total = torch.logsumexp(logits, dim=-1)
    entropy = total - logits.gather(1, target[:, None])[:, 0]
    return ((entropy + Z_WEIGHT * total**2) * weight).sum() / weight.sum()
