"""Training: data to weights to runtime files in one resumable command.

A run's folder holds its checkpoint, its record and the curve of its losses. The same recipe resumes to the same losses:
batches are drawn by (seed, step), never by history.
"""

from __future__ import annotations

import json
import time
import timeit
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from castalia.errors import CastaliaError
from castalia.files import whole, write_text
from castalia.language.vocabulary import vocabulary
from castalia.model import objective
from castalia.model.data.corpus import build, watched
from castalia.model.data.examples import Example
from castalia.model.recipes import TrainingRecipe
from castalia.model.trunk import Trunk
from castalia.model.weights import stored
from castalia.randomness import generator, keyed_seed

Report = Callable[[str], None]


class Batches:
    """Batches of examples of like length, about ``tokens`` tokens each; step n is always the same batch. A share
    ``notes`` of the batches composes, the others plan."""

    def __init__(self, examples: list[Example], tokens: int, seed: int, notes: float) -> None:
        opening = vocabulary().ids["block:notes"]
        composing = [opening in example.ids for example in examples]
        by_length = sorted(range(len(examples)), key=lambda index: len(examples[index].ids))
        self.examples = examples
        self.tokens = tokens
        self.seed = seed
        self.notes = notes
        self.pools = [[i for i in by_length if composing[i]], [i for i in by_length if not composing[i]]]

    def at(self, step: int) -> tuple[Tensor, Tensor]:
        """Ids and weights, both (B, T)."""
        random = generator(self.seed, "batch", step)
        first, second = self.pools if random.random() < self.notes else reversed(self.pools)
        pool = first or second
        middle = int(random.integers(len(pool)))
        count = max(1, self.tokens // len(self.examples[pool[middle]].ids))
        near = pool[max(0, middle - 2 * count) : middle + 2 * count + 1]
        chosen = random.choice(near, size=min(count, len(near)), replace=False)
        return collate([self.examples[index] for index in chosen])


def collate(examples: list[Example]) -> tuple[Tensor, Tensor]:
    longest = max(len(example.ids) for example in examples)
    ids = np.zeros((len(examples), longest), np.int64)
    weights = np.zeros((len(examples), longest), np.float32)
    for row, example in enumerate(examples):
        ids[row, : len(example.ids)] = example.ids
        weights[row, : len(example.ids)] = example.weights
    return torch.from_numpy(ids), torch.from_numpy(weights)


def targets(examples: list[Example]) -> NDArray[np.int64]:
    """The ids, rising, that are a target anywhere."""
    return np.unique(np.concatenate([example.ids[example.weights > 0] for example in examples])).astype(np.int64)


def rate_at(recipe: TrainingRecipe, step: int) -> float:
    """Warm-up, plateau, linear warm-down to ``floor``; a share of the full rate."""
    if step < recipe.warm_up:
        return (step + 1) / recipe.warm_up
    left = (recipe.steps - step) / (recipe.steps * recipe.warm_down)
    return recipe.floor + (1 - recipe.floor) * min(1.0, left)


def optimisers(trunk: Trunk, recipe: TrainingRecipe) -> list[torch.optim.Optimizer]:
    """Muon for the matrices of the blocks, AdamW for embeddings and norms (as nanochat does); or AdamW for all."""
    if not recipe.muon:
        return [torch.optim.AdamW(trunk.parameters(), lr=recipe.rate, betas=(0.9, 0.98), weight_decay=0.0)]
    matrices = [p for name, p in trunk.named_parameters() if p.ndim == 2 and "embed" not in name]
    others = [p for name, p in trunk.named_parameters() if p.ndim != 2 or "embed" in name]
    return [
        torch.optim.Muon(matrices, lr=recipe.matrix_rate, weight_decay=recipe.weight_decay, momentum=0.95),
        torch.optim.AdamW(others, lr=recipe.rate, betas=(0.9, 0.98), weight_decay=0.0),
    ]


def quicker_precision(device: torch.device) -> torch.dtype:
    """bfloat16 where the device multiplies it faster than single precision: some processors only emulate it, ten times
    slower."""
    if device.type == "cuda":
        return torch.bfloat16
    times = {}
    for precision in (torch.float32, torch.bfloat16):
        one, two = torch.ones(2048, 512, dtype=precision), torch.ones(512, 512, dtype=precision)
        times[precision] = min(timeit.repeat(lambda one=one, two=two: one @ two, number=4, repeat=3))  # type: ignore[misc]
    return min(times, key=lambda precision: times[precision])


def train(recipe: TrainingRecipe, folder: Path, start: Path, report: Report = print) -> Trunk:
    """Train or resume a run in ``folder``; one that goes on begins with the weights in ``start``. Returns the trunk."""
    folder.mkdir(parents=True, exist_ok=True)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    examples = build(recipe.data, folder / "data", lambda what, done, of: report(f"{what}: {done} of {of}"))
    held_out = watched(recipe.data)
    batches = Batches(examples, recipe.batch_tokens, recipe.seed, recipe.notes_share)
    candidates = torch.from_numpy(targets(examples)).to(device)
    torch.manual_seed(keyed_seed(recipe.seed, "initial") % 2**31)
    trunk = Trunk(recipe.model, recipe.dropout)
    if recipe.goes_on:
        trunk.load_state_dict({name: torch.from_numpy(array) for name, array in stored(start).items()})
    trunk.to(device).train()
    precision = quicker_precision(device)
    rules = optimisers(trunk, recipe)
    run = _resume(folder, trunk, rules, recipe)
    run["device"] = torch.cuda.get_device_name() if device.type == "cuda" else "CPU"
    report(f"{len(examples)} examples, {recipe.model.parameters() / 1e6:.1f} M parameters, from step {run['step']}")
    began = time.monotonic()
    for step in range(run["step"], recipe.steps):
        nats, tokens = _step(trunk, rules, batches.at(step), candidates, rate_at(recipe, step), precision)
        run["tokens"] += tokens
        if step % 25 == 0 or step == recipe.steps - 1:
            run["curve"].append([step, round(nats, 4)])
            speed = (step + 1 - run["step"]) / (time.monotonic() - began)
            report(
                f"step {step} of {recipe.steps}: {nats:.4f} nats, {(recipe.steps - step) / speed / 60:.0f} minutes left"
            )
        if (step + 1) % recipe.checkpoint_every == 0 or step == recipe.steps - 1:
            run["held_out"].append([step + 1, round(evaluate(trunk, held_out, candidates, precision), 4)])
            run["seconds"] += round(time.monotonic() - began, 1)
            began = time.monotonic()
            run["step"] = step + 1
            _checkpoint(folder, trunk, rules, run, recipe)
            report(f"checkpoint at {step + 1}: held out {run['held_out'][-1][1]}")
    return trunk


def _step(
    trunk: Trunk,
    rules: list[torch.optim.Optimizer],
    batch: tuple[Tensor, Tensor],
    candidates: Tensor,
    rate: float,
    precision: torch.dtype,
) -> tuple[float, int]:
    device = trunk.head.device
    ids, weights = (part.to(device) for part in batch)
    with torch.autocast(device.type, precision, enabled=precision != torch.float32):
        nats = objective.loss(trunk(ids), trunk.head, ids, weights, candidates)
    nats.backward()
    torch.nn.utils.clip_grad_norm_(trunk.parameters(), 1.0)
    for rule in rules:
        for group in rule.param_groups:
            group["lr"] = group.setdefault("full_rate", group["lr"]) * rate
        rule.step()
        rule.zero_grad(set_to_none=True)
    return float(nats.detach()), int(ids.numel())


@torch.no_grad()
def evaluate(trunk: Trunk, examples: list[Example], candidates: Tensor, precision: torch.dtype) -> float:
    """Mean nats a target over examples."""
    losses, device = [], trunk.head.device
    trunk.eval()
    for example in examples:
        ids, weights = (part.to(device) for part in collate([example]))
        with torch.autocast(device.type, precision, enabled=precision != torch.float32):
            losses.append(float(objective.loss(trunk(ids), trunk.head, ids, weights, candidates)))
    trunk.train()
    return float(np.mean(losses))


def _resume(folder: Path, trunk: Trunk, rules: list[torch.optim.Optimizer], recipe: TrainingRecipe) -> dict:  # type: ignore[type-arg]
    """Raises CastaliaError when the folder holds a run of another recipe."""
    path = folder / "checkpoint.pt"
    if not path.exists():
        return {"step": 0, "tokens": 0, "seconds": 0.0, "curve": [], "held_out": []}
    saved = torch.load(path, weights_only=True)
    if saved["recipe"] != asdict(recipe):
        raise CastaliaError(f"{folder} holds a run of another recipe; remove it, or choose another folder with -o")
    trunk.load_state_dict(saved["trunk"])
    for rule, state in zip(rules, saved["rules"], strict=True):
        rule.load_state_dict(state)
    run: dict = saved["run"]  # type: ignore[type-arg]
    return run


def _checkpoint(
    folder: Path, trunk: Trunk, rules: list[torch.optim.Optimizer], run: dict, recipe: TrainingRecipe
) -> None:  # type: ignore[type-arg]
    with whole(folder / "checkpoint.pt") as temporary:
        torch.save(
            {
                "trunk": trunk.state_dict(),
                "rules": [rule.state_dict() for rule in rules],
                "run": run,
                "recipe": asdict(recipe),
            },
            temporary,
        )
    write_text(folder / "run.json", json.dumps({"recipe": asdict(recipe), **run}, indent=1))
