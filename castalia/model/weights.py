"""Weights on disk: safetensors under the names of ``transformers``, with the vocabulary they were trained under.

Older weights load by name under a longer vocabulary: a new row starts from the row it is like.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from castalia.errors import CastaliaError
from castalia.files import digest, whole, write_text
from castalia.language.vocabulary import Vocabulary, vocabulary
from castalia.model.config import ModelConfig
from castalia.model.decoder import Decoder

if TYPE_CHECKING:
    from castalia.model.trunk import Trunk

EMBEDDINGS = "model.embed_tokens.weight"


@dataclass(frozen=True)
class Model:
    """A decoder with its vocabulary, its name and its training run's record."""

    decoder: Decoder
    vocabulary: Vocabulary
    name: str
    run: dict[str, Any]


def shipped_folder() -> Path:
    """Where the weights that come with the package lie."""
    return Path(str(resources.files(__package__).joinpath("weights")))


def shipped_run() -> dict[str, Any]:
    """The record of the run that made the shipped weights, with the sources that taught it."""
    record: dict[str, Any] = json.loads((shipped_folder() / "run.json").read_text("utf-8"))
    return record


def load(folder: Path | None = None) -> Model:
    """Load weights under the present vocabulary. Raises CastaliaError when a file is missing or does not fit."""
    from safetensors import SafetensorError

    folder = folder or shipped_folder()
    try:
        tensors = stored(folder)
        config = ModelConfig.from_json(json.loads((folder / "config.json").read_text("utf-8")))
        run = json.loads((folder / "run.json").read_text("utf-8"))
    except (OSError, ValueError, KeyError, SafetensorError) as error:
        raise CastaliaError(
            f"the weights in {folder} cannot be read ({error}); reinstall castalia or train again"
        ) from error
    if digest(folder / "model.safetensors") != run["weights_sha256"]:
        raise CastaliaError(f"the weights in {folder} are not those of their record; reinstall castalia or train again")
    if tokenizer_hash() != run["tokenizer"]:
        raise CastaliaError(f"the weights in {folder} were trained with another tokenizer; train again")
    config = replace(config, vocab_size=len(vocabulary()))
    return Model(Decoder(config, tensors), vocabulary(), str(run["name"]), run)


def stored(folder: Path) -> dict[str, NDArray[np.float32]]:
    """The tensors in a folder by name, with an embedding row for each name of the present vocabulary."""
    from safetensors.numpy import load_file

    tensors = {name: array.astype(np.float32) for name, array in load_file(folder / "model.safetensors").items()}
    trained = Vocabulary.parse((folder / "vocabulary.tsv").read_text("utf-8"))
    tensors[EMBEDDINGS] = rows_by_name(tensors[EMBEDDINGS], trained, vocabulary())
    return tensors


def rows_by_name(rows: NDArray[np.float32], trained: Vocabulary, present: Vocabulary) -> NDArray[np.float32]:
    """Embedding rows (V, D) in the order of the present vocabulary; a new name takes the row of what it is like."""
    average = rows.mean(axis=0)

    def row(name: str | None) -> NDArray[np.float32]:
        while name is not None and name not in trained.ids:
            name = present.likes[present.ids[name]]
        return average if name is None else rows[trained.ids[name]]

    return np.stack([row(name) for name in present.names])


def tokenizer_hash() -> str:
    """SHA-256 of the tokenizer (the vocabulary's text rows): weights and tokenizer belong together."""
    return hashlib.sha256("\n".join(vocabulary().values("text")).encode()).hexdigest()


def export(trunk: Trunk, config: ModelConfig, name: str, run: dict[str, Any], folder: Path) -> None:
    """Write the runtime files of a trained trunk: half precision weights, shape, vocabulary and the run's record."""
    from safetensors.numpy import save_file

    folder.mkdir(parents=True, exist_ok=True)
    tensors = {
        key: tensor.detach().float().cpu().numpy().astype(np.float16) for key, tensor in trunk.state_dict().items()
    }
    with whole(folder / "model.safetensors") as temporary:
        save_file(tensors, temporary, metadata={"format": "pt"})
        temporary.chmod(0o644)
        sha256 = digest(temporary)
        record = {"name": f"{name}-{sha256[:8]}", "weights_sha256": sha256, "tokenizer": tokenizer_hash(), **run}
        write_text(folder / "vocabulary.tsv", vocabulary().table())
        write_text(folder / "config.json", json.dumps(config.to_json(), indent=1) + "\n")
        write_text(folder / "run.json", json.dumps(record, indent=1) + "\n")
