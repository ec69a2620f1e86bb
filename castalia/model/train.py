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
from typing import NamedTuple

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
EVALUATED = 20
"""Examples that are evaluated at once."""


class Aim(NamedTuple):
    """A loss: how much each token counts as a target (B, T), among which ids (rising), and how much the loss counts."""

    weights: Tensor
    candidates: Tensor
    share: float = 1.0


class Batch(NamedTuple):
    """Ids (B, T) and what is learnt from them."""

    ids: Tensor
    aims: list[Aim]


class Batches:
    """Batches of examples of like length, about ``batch_tokens`` tokens each; step n is always the same batch. Shares of
    them compose and read prose, the others plan; each kind has targets of its own."""

    def __init__(self, examples: list[Example], recipe: TrainingRecipe) -> None:
        notes, out = vocabulary().ids["block:notes"], vocabulary().ids["<out>"]
        kinds = ["notes" if notes in one.ids else "plan" if out in one.ids else "prose" for one in examples]
        by_length = sorted(range(len(examples)), key=lambda index: len(examples[index].ids))
        self.recipe = recipe
        self.pools = {
            kind: [examples[i] for i in by_length if kinds[i] == kind]
            for kind in ("plan", "prose", "notes")
            if kind in kinds
        }
        self.candidates = {kind: torch.from_numpy(targets(pool)) for kind, pool in self.pools.items()}
        self.said = np.array([name.startswith(("text:", "sense:", "valence:")) for name in vocabulary().names])
        self.pieces = torch.tensor([name.startswith("text:") for name in vocabulary().names])

    def at(self, step: int) -> Batch:
        recipe, random = self.recipe, generator(self.recipe.seed, "batch", step)
        chance = random.random()
        kind = "notes" if chance < recipe.notes_share else "plan"
        kind = "prose" if chance >= 1 - recipe.prose_share else kind
        kind = kind if kind in self.pools else next(iter(self.pools))
        pool = self.pools[kind]
        middle = int(random.integers(len(pool)))
        count = max(1, recipe.batch_tokens // len(pool[middle].ids))
        near = pool[max(0, middle - 2 * count) : middle + 2 * count + 1]
        count = max(1, recipe.batch_tokens // len(near[-1].ids))  # all are as long as the longest of them
        chosen = [near[index] for index in random.choice(len(near), size=min(count, len(near)), replace=False)]
        if kind == "plan" and recipe.brief_dropout:
            chosen = [self._dropped(example, random) for example in chosen]
        ids, weights = collate(chosen)
        aims = [Aim(weights, self.candidates[kind])]
        if kind == "plan" and recipe.brief_loss:
            aims.append(Aim(self.pieces[ids].float(), self.pieces.nonzero()[:, 0], recipe.brief_loss))
        return Batch(ids, aims)

    def _dropped(self, example: Example, random: np.random.Generator) -> Example:
        """The example without some of its brief's tokens."""
        kept = ~self.said[example.ids] | (random.random(len(example.ids)) >= self.recipe.brief_dropout)
        return Example(example.ids[kept], example.weights[kept])


def collate(examples: list[Example]) -> tuple[Tensor, Tensor]:
    """Ids and weights, both (B, T)."""
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
    """Train or resume a run in ``folder``; one that goes on begins with the weights in ``start``. Returns the trunk as it
    was at the checkpoint with the lowest held out loss."""
    folder.mkdir(parents=True, exist_ok=True)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    examples = build(recipe.data, folder / "data", lambda what, done, of: report(f"{what}: {done} of {of}"))
    held_out = watched(recipe.data)
    batches = Batches(examples, recipe)
    candidates = batches.candidates["plan" if "plan" in batches.pools else "prose"].to(device)
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
        batch = batches.at(step)
        loss = _step(trunk, rules, batch, rate_at(recipe, step), precision)
        run["tokens"] += batch.ids.numel()
        if step % 25 == 0 or step == recipe.steps - 1:
            nats = float(loss)
            run["curve"].append([step, round(nats, 4)])
            speed = (step + 1 - run["step"]) / (time.monotonic() - began)
            report(
                f"step {step} of {recipe.steps}: {nats:.4f} nats, {(recipe.steps - step) / speed / 60:.0f} minutes left"
            )
        if (step + 1) % recipe.checkpoint_every == 0 or step == recipe.steps - 1:
            run["held_out"].append([step + 1, round(evaluate(trunk, held_out, candidates, precision), 4)])
            if run["held_out"][-1][1] == min(loss for _, loss in run["held_out"]):
                run["best"] = step + 1
                with whole(folder / "best.pt") as temporary:
                    torch.save(trunk.state_dict(), temporary)
            run["seconds"] += round(time.monotonic() - began, 1)
            began = time.monotonic()
            run["step"] = step + 1
            _checkpoint(folder, trunk, rules, run, recipe)
            report(f"checkpoint at {step + 1}: held out {run['held_out'][-1][1]}")
    trunk.load_state_dict(torch.load(folder / "best.pt", weights_only=True))
    return trunk


def _step(
    trunk: Trunk,
    rules: list[torch.optim.Optimizer],
    batch: Batch,
    rate: float,
    precision: torch.dtype,
) -> Tensor:
    """The loss of the batch's first aim."""
    device = trunk.head.device
    ids = batch.ids.to(device)
    with torch.autocast(device.type, precision, enabled=precision != torch.float32):
        hidden = trunk(ids)
        losses = [
            objective.loss(hidden, trunk.head, ids, aim.weights.to(device), aim.candidates.to(device))
            for aim in batch.aims
        ]
    total = sum(aim.share * loss for aim, loss in zip(batch.aims, losses, strict=True))
    total.backward()
    torch.nn.utils.clip_grad_norm_(trunk.parameters(), 1.0)
    for rule in rules:
        for group in rule.param_groups:
            group["lr"] = group.setdefault("full_rate", group["lr"]) * rate
        rule.step()
        rule.zero_grad(set_to_none=True)
    return losses[0].detach()


@torch.no_grad()
def evaluate(trunk: Trunk, examples: list[Example], candidates: Tensor, precision: torch.dtype) -> float:
    """Mean nats a target over examples."""
    losses, device = [], trunk.head.device
    examples = sorted(examples, key=lambda example: len(example.ids))
    trunk.eval()
    for first in range(0, len(examples), EVALUATED):
        ids, weights = (part.to(device) for part in collate(examples[first : first + EVALUATED]))
        with torch.autocast(device.type, precision, enabled=precision != torch.float32):
            hidden = trunk(ids)
            losses += [
                objective.loss(
                    hidden[row : row + 1], trunk.head, ids[row : row + 1], weights[row : row + 1], candidates
                )
                for row in range(len(ids))
            ]
    trunk.train()
    return float(torch.stack(losses).mean())


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
