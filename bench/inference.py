"""Three ways to run the decoder without PyTorch, by speed, start and weight: the shipped NumPy, ONNX Runtime, OpenVINO.

python -m pip install onnx onnxruntime openvino
python bench/inference.py

These packages come beside the default install; a runtime that is absent is skipped. Each reads a prompt, then 200 tokens
one at a time with a key-value cache, along the shipped decoder's greedy notes for one plan, and scores the tokens that
the grammar allows, in single precision; its logits must agree. Times are the least of fresh processes, taken in turns.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from timeit import repeat
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from castalia.model.decoder import Decoder
    from castalia.model.weights import Model

BRIEF = """Misty pine forest at dawn, a ruined stone tower by a still lake, one small wooden boat, far snowy mountains;
melancholy, slow and tender, solo piano with soft strings"""
TOKENS, PROCESSES, TOLERANCE = 200, 7, 1e-2
MORE = {
    "numpy": (),
    "onnxruntime": ("onnxruntime", "flatbuffers", "protobuf"),
    "openvino": ("openvino", "openvino-telemetry"),
}
HEAD = """
| runtime | threads | start, s | prompt, s | first 200 tokens, s | tokens/s once warm | of the bound | MB more to install |
|---|---|---|---|---|---|---|---|"""
Step = Callable[[list[int], np.ndarray, bool], np.ndarray]  # reads tokens (anew when asked), scores the candidates
Walk = list[tuple[list[int], list[int], list[float]]]  # tokens read, tokens that may follow, their logits


def main() -> None:
    if len(sys.argv) == 4:
        print(json.dumps(timed(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))))
        return
    from castalia.model.weights import load

    model, names = load(), [name for name in MORE if name == "numpy" or (find_spec(name) and find_spec("onnx"))]
    for name in sorted(MORE.keys() - names):
        print(f"{name} is skipped: python -m pip install onnx {name}")
    busy = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        walk = walked(model)
        Path(folder, "walk.json").write_text(json.dumps(walk), "utf-8")
        if len(names) > 1:
            write_graph(model.decoder, Path(folder, "decoder.onnx"))
        runs = {(name, threads): list[list[float]]() for threads in (1, 2) for name in names}
        for (name, threads), times in [*runs.items()] * PROCESSES:
            limits = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), str(threads))
            command = [sys.executable, __file__, name, str(threads), folder]
            times.append(json.loads(subprocess.check_output(command, env=os.environ | limits)))
    layers = sum(array.nbytes for layer in model.decoder.layers for array in vars(layer).values())
    read = layers + model.decoder.embeddings[0].nbytes * (1 + sum(len(legal) for _, legal, _ in walk) / len(walk))
    bounds = {threads: bandwidth(threads) / read for threads in (1, 2)}
    print(
        f"`{model.name}` on {os.cpu_count()} cores with a load of {busy:.1f}, {len(walk[0][0])} tokens of prompt. A token"
    )
    print(
        f"reads {read / 1e6:.1f} MB of weights: at most {bounds[1]:.0f} a second from memory on 1 thread, {bounds[2]:.0f} on 2."
    )
    print(HEAD)
    for (name, threads), times in runs.items():
        start, prompt, cold, warm = np.min(times, axis=0)
        speed = f"{TOKENS / warm:.0f} | {TOKENS / warm / bounds[threads]:.0%} | {megabytes(MORE[name]):.0f}"
        print(f"| {name} | {threads} | {start:.2f} | {prompt:.3f} | {cold:.2f} | {speed} |")


def walked(model: Model) -> Walk:
    """The greedy notes of a plan."""
    from castalia.language import sequences
    from castalia.planning import make_plan
    from castalia.request import Request

    decoder, ids, walk = model.decoder, model.vocabulary.ids, Walk()
    plan = make_plan(Request(BRIEF, 1).checked(), model)
    waiting = [ids[token] for token in sequences.notes_prompt(plan.model_dump())]
    cache, reader = decoder.cache(len(waiting) + TOKENS), sequences.read_notes((None,) * 64)
    legal = next(reader)
    for _ in range(TOKENS + 1):
        candidates = [ids[name] for name in legal]
        logits = decoder.logits(decoder.feed(cache, waiting), np.array(candidates))
        walk.append((waiting, candidates, logits.tolist()))
        best = int(logits.argmax())
        waiting, legal = [candidates[best]], reader.send(legal[best])
    return walk


def timed(name: str, threads: int, folder: Path) -> list[float]:
    """Seconds of start, prompt and tokens, then the least of three further passes over the tokens.

    NumPy and the vocabulary, which all need, are there before the clock starts.
    """
    from castalia.language.vocabulary import vocabulary

    vocabulary()
    walk: Walk = json.loads((folder / "walk.json").read_text("utf-8"))
    legal = [np.array(candidates) for _, candidates, _ in walk]
    began = time.perf_counter()
    step = {"numpy": with_numpy, "onnxruntime": with_onnxruntime, "openvino": with_openvino}[name](threads, folder)
    start, passes = time.perf_counter() - began, []
    for _ in range(4):
        marks, apart = [time.perf_counter()], 0.0
        for place, (ids, _, logits) in enumerate(walk):
            scores = step(ids, legal[place], place == 0)
            marks.append(time.perf_counter())
            apart = max(apart, float(np.abs(scores - logits).max()))
        if not apart <= TOLERANCE:
            raise SystemExit(f"a logit of {name} differs from NumPy's by {apart:.3g}")
        passes.append((marks[1] - marks[0], marks[-1] - marks[1]))
    return [start, *passes[0], min(tokens for _, tokens in passes[1:])]


def with_numpy(threads: int, folder: Path) -> Step:
    from castalia.model.weights import load

    decoder = load().decoder
    cache = decoder.cache(1024)

    def step(ids: list[int], candidates: np.ndarray, anew: bool) -> np.ndarray:
        cache.length = 0 if anew else cache.length
        return decoder.logits(decoder.feed(cache, ids), candidates)

    return step


def with_onnxruntime(threads: int, folder: Path) -> Step:
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = threads
    session = InferenceSession(folder / "decoder.onnx", options, providers=["CPUExecutionProvider"])
    empty = {port.name: np.zeros((port.shape[0], 0, port.shape[2]), np.float32) for port in session.get_inputs()[2:]}
    past = dict(empty)

    def step(ids: list[int], candidates: np.ndarray, anew: bool) -> np.ndarray:
        fed = {"ids": np.array(ids), "candidates": candidates} | (empty if anew else past)
        scores, *present = session.run(None, fed)
        past.update(zip(past, present))
        return scores

    return step


def with_openvino(threads: int, folder: Path) -> Step:
    """The past is made the runtime's own state, its fastest way; single precision, or it would choose bf16."""
    from openvino import Core, passes

    graph, manager = Core().read_model(folder / "decoder.onnx"), passes.Manager()
    pasts = [port.any_name for port in graph.inputs[2:]]
    manager.register_pass(passes.MakeStateful({name: name.replace("past", "present") for name in pasts}))
    manager.run_passes(graph)
    settings = {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_NUM_THREADS": threads, "INFERENCE_PRECISION_HINT": "f32"}
    request = Core().compile_model(graph, "CPU", settings).create_infer_request()

    def step(ids: list[int], candidates: np.ndarray, anew: bool) -> np.ndarray:
        if anew:
            request.reset_state()
        return request.infer({"ids": np.array(ids), "candidates": candidates})["logits"]

    return step


def write_graph(decoder: Decoder, file: Path) -> None:
    """One step as ONNX, opset 18. In: ids (T,), candidates (N,), past keys and values (G, P, E) of each layer;
    out: logits (N,), present keys and values (G, P + T, E). Projections stand side by side as in NumPy."""
    from onnx import TensorProto, helper, numpy_helper, save

    config, nodes, constants = decoder.config, list[Any](), list[Any]()
    heads, groups, size = config.num_attention_heads, config.num_key_value_heads, config.head_dim

    def constant(array: Any) -> str:
        constants.append(numpy_helper.from_array(np.asarray(array), f"constant.{len(constants)}"))
        return str(constants[-1].name)

    def op(kind: str, *inputs: Any, outputs: int = 1, name: str = "", **attributes: Any) -> Any:
        names = [value if isinstance(value, str) else constant(value) for value in inputs]
        made = [name or f"value.{len(nodes)}.{part}" for part in range(outputs)]
        nodes.append(helper.make_node(kind, names, made, **attributes))
        return made[0] if outputs == 1 else made

    def normed(x: str, weight: np.ndarray) -> Any:
        mean = op("ReduceMean", op("Pow", x, np.float32(2)), [-1])
        return op("Mul", op("Div", x, op("Sqrt", op("Add", mean, np.float32(config.rms_norm_eps)))), weight)

    def rotated(x: str) -> Any:
        first, second = op("Split", x, [size // 2] * 2, outputs=2, axis=-1)
        return op("Add", op("Mul", x, cosine), op("Mul", op("Concat", op("Neg", second), first, axis=-1), sine))

    past, rows = op("Gather", op("Shape", "past.0.key"), 1), constant(decoder.embeddings)
    total = op("Add", past, op("Size", "ids"))
    places = op("Range", past, total, 1)
    ahead = op("Greater", op("Range", 0, total, 1), op("Unsqueeze", places, [1]))
    mask = op("Where", ahead, np.float32(-1e30), np.float32(0))
    cosine, sine = op("Gather", decoder.cosine, places), op("Gather", decoder.sine, places)
    hidden = op("Gather", rows, "ids")
    for index, layer in enumerate(decoder.layers):
        mixed = op("MatMul", normed(hidden, layer.attention_norm), layer.query_key_value)
        mixed = op("Transpose", op("Reshape", mixed, [0, -1, size]), perm=[1, 0, 2])
        query, key, value = op("Split", mixed, [heads, groups, groups], outputs=3, axis=0)
        query = op("Mul", rotated(normed(query, layer.query_norm)), np.float32(size**-0.5))
        key = rotated(normed(key, layer.key_norm))
        key = op("Concat", f"past.{index}.key", key, axis=1, name=f"present.{index}.key")
        value = op("Concat", f"past.{index}.value", value, axis=1, name=f"present.{index}.value")
        scores = op("MatMul", op("Reshape", query, [groups, -1, size]), op("Transpose", key, perm=[0, 2, 1]))
        scores = op("Softmax", op("Add", op("Reshape", scores, [heads, -1, 0]), mask), axis=-1)
        mixed = op("Reshape", op("MatMul", op("Reshape", scores, [groups, -1, 0]), value), [heads, -1, size])
        mixed = op("Reshape", op("Transpose", mixed, perm=[1, 0, 2]), [0, heads * size])
        hidden = op("Add", hidden, op("MatMul", mixed, layer.output))
        both = op("MatMul", normed(hidden, layer.feed_norm), layer.gate_up)
        gate, up = op("Split", both, [len(layer.down)] * 2, outputs=2, axis=-1)
        fed = op("Mul", op("Mul", gate, op("Sigmoid", gate)), up)
        hidden = op("Add", hidden, op("MatMul", fed, layer.down))
    last = normed(op("Gather", hidden, -1, axis=0), decoder.final_norm)
    op("MatMul", op("Gather", rows, "candidates"), last, name="logits")
    kinds = [f"{index}.{part}" for index in range(len(decoder.layers)) for part in ("key", "value")]
    shapes: dict[str, list[Any]] = {f"past.{kind}": [groups, "P", size] for kind in kinds} | {"logits": ["N"]}
    shapes |= {f"present.{kind}": [groups, "S", size] for kind in kinds}
    ports = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in shapes.items()]
    ids = [helper.make_tensor_value_info(name, TensorProto.INT64, [name]) for name in ("ids", "candidates")]
    graph = helper.make_graph(nodes, "step", ids + ports[: len(kinds)], ports[len(kinds) :], constants)
    save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9), file)


def bandwidth(threads: int) -> float:
    """Bytes a second, read and written, of a large NumPy copy on so many threads."""
    source, target = np.ones((threads, 1 << 25), np.float32), np.zeros((threads, 1 << 25), np.float32)
    with ThreadPoolExecutor(threads) as pool:
        return 2 * source.nbytes / min(repeat(lambda: list(pool.map(np.copyto, target, source)), number=1))


def megabytes(packages: tuple[str, ...]) -> float:
    """What packages take on disk."""
    files = [Path(str(file.locate())) for package in packages for file in metadata.files(package) or ()]
    return sum(file.stat().st_size for file in files if file.is_file()) / 1e6


if __name__ == "__main__":
    main()
