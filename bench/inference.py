"""Three ways to run the decoder without PyTorch, by speed, start and weight: the shipped NumPy, ONNX Runtime, OpenVINO.

python -m pip install onnx onnxruntime openvino
python bench/inference.py

These packages come beside the default install; a runtime that is absent is skipped. Each reads a prompt, then 200 tokens one
at a time with a key-value cache, along the path that the shipped decoder takes greedily, and scores the tokens that the
grammar allows, all in single precision; its logits must agree with NumPy's. Each number is the middle of five processes.
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
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np
from packaging.requirements import Requirement

if TYPE_CHECKING:
    from castalia.model.decoder import Decoder
    from castalia.model.weights import Model

BRIEF = (
    "Misty pine forest at dawn, a ruined stone tower by a still lake, one small wooden boat, far snowy mountains; "
    "melancholy, slow and tender, solo piano with soft strings"
)
TOKENS, ROUNDS, TOLERANCE = 200, 5, 1e-2
HEAD = """
| runtime | threads | start, s | prompt, s | first 200 tokens, s | tokens/s, warm | of the bound | MB more to install |
|---|---|---|---|---|---|---|---|"""
Step = Callable[[list[int], np.ndarray], np.ndarray]  # reads tokens after those before, gives the candidates' logits
Start = Callable[[int, Path], Callable[[], Step]]  # threads and folder; what it gives begins a sequence anew


def main() -> None:
    if len(sys.argv) == 4:
        print(json.dumps(timed(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))))
    else:
        with tempfile.TemporaryDirectory(prefix="castalia-inference-") as folder:
            compare(Path(folder))


def compare(folder: Path) -> None:
    """Prepare the path and the graph, run the runtimes in turns and print the table."""
    from castalia.model.weights import load

    model = load()
    prompt, steps = path(model)
    (folder / "path.json").write_text(json.dumps([prompt, steps]), "utf-8")
    names = [name for name in RUNTIMES if installed(name)]
    if len(names) > 1:
        write_graph(model.decoder, folder / "decoder.onnx")
    runs: dict[tuple[str, int], list[dict[str, float]]] = {(name, count): [] for count in (1, 2) for name in names}
    speeds: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(ROUNDS):
        for threads, measured_ in speeds.items():
            measured_.append(bandwidth(threads))
        for (name, threads), results in runs.items():
            results.append(measured(name, threads, folder))
    bounds = {threads: median(found) / bytes_a_token(model.decoder, steps) for threads, found in speeds.items()}
    print(f"{model.name}, {os.cpu_count()} cores: {len(prompt)} tokens of prompt, then {TOKENS}")
    print(f"bound by memory: {bounds[1]:.0f} tokens/s on 1 thread, {bounds[2]:.0f} on 2", HEAD, sep="\n")
    for (name, threads), results in runs.items():
        start, first, tokens, rate = (median(run[key] for run in results) for key in results[0])
        print(
            f"| {name} | {threads} | {start:.2f} | {first:.3f} | {tokens:.3f} | {rate:.0f} "
            f"| {rate / bounds[threads]:.0%} | {more_megabytes(name):.0f} |"
        )


def path(model: Model) -> tuple[list[int], list[tuple[int, list[int]]]]:
    """The prompt, then the greedy token and the legal ones of each step: a plan, and notes as far as the tokens go."""
    from castalia.language import sequences

    ids, decoder, steps = model.vocabulary.ids, model.decoder, list[tuple[int, list[int]]]()
    prompt = waiting = [ids[token] for token in sequences.plan_prompt(BRIEF, {})]
    cache, reader = decoder.cache(len(prompt) + TOKENS), sequences.read_plan({})
    legal = next(reader)
    while len(steps) < TOKENS:
        candidates = [ids[name] for name in legal]
        best = int(decoder.logits(decoder.feed(cache, waiting), np.array(candidates)).argmax())
        steps.append((candidates[best], candidates))
        waiting = candidates[best : best + 1]
        try:
            legal = reader.send(legal[best])
        except StopIteration:
            reader = sequences.read_notes(64)  # type: ignore[assignment]
            legal = next(reader)
    return prompt, steps


def installed(name: str) -> bool:
    missing = [package for package in (name, "onnx") if name != "numpy" and find_spec(package) is None]
    if missing:
        print(f"{name} is skipped: python -m pip install {' '.join(missing)}")
    return not missing


def measured(name: str, threads: int, folder: Path) -> dict[str, float]:
    """Time a runtime in a fresh process, and hold its logits against NumPy's."""
    limits = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), str(threads))
    command = [sys.executable, __file__, name, str(threads), str(folder)]
    done = subprocess.run(command, env=os.environ | limits, stdout=subprocess.PIPE, check=True)
    apart = np.abs(np.load(folder / f"{name}.npy") - np.load(folder / "numpy.npy")).max()
    if not apart <= TOLERANCE:
        raise SystemExit(f"a logit of {name} differs from NumPy's by {apart:.3g}")
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def timed(name: str, threads: int, folder: Path) -> dict[str, float]:
    """Seconds of start, prompt and tokens, then the best tokens/s of three further passes; the logits go to a file.
    NumPy and the vocabulary, which all need, are there before the clock starts."""
    from castalia.language.vocabulary import vocabulary

    vocabulary()
    prompt, steps = json.loads((folder / "path.json").read_text("utf-8"))
    fed, legal = [[token] for token, _ in steps], [np.array(candidates) for _, candidates in steps]
    began = time.perf_counter()
    renew = RUNTIMES[name](threads, folder)
    started = time.perf_counter()
    passes = []
    for _ in range(4):
        step, opened = renew(), time.perf_counter()
        scores = [step(prompt, legal[0])]
        read = time.perf_counter()
        scores += map(step, fed, legal[1:] + legal[-1:])
        passes.append((read - opened, time.perf_counter() - read))
    np.save(folder / f"{name}.npy", np.concatenate(scores))
    (first, tokens), *warm = passes
    return {"start": started - began, "prompt": first, "tokens": tokens, "rate": TOKENS / min(spent for _, spent in warm)}


def start_numpy(threads: int, folder: Path) -> Callable[[], Step]:
    from castalia.model.weights import load

    decoder = load().decoder

    def renew() -> Step:
        cache = decoder.cache(1024)
        return lambda ids, candidates: decoder.logits(decoder.feed(cache, ids), candidates)

    return renew


def start_onnxruntime(threads: int, folder: Path) -> Callable[[], Step]:
    from onnxruntime import InferenceSession, OrtValue, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = threads
    session = InferenceSession(folder / "decoder.onnx", options, providers=["CPUExecutionProvider"])
    pasts = {value.name: value.shape for value in session.get_inputs() if value.name.startswith("past")}

    def renew() -> Step:
        cache = {name: OrtValue.ortvalue_from_numpy(np.zeros((g, 0, e), np.float32)) for name, (g, _, e) in pasts.items()}

        def step(ids: list[int], candidates: np.ndarray) -> np.ndarray:
            given = {"ids": np.array(ids), "candidates": candidates}
            values = {name: OrtValue.ortvalue_from_numpy(array) for name, array in given.items()}
            scores, *present = session.run_with_ort_values(None, values | cache)
            cache.update(zip(cache, present))
            result: np.ndarray = scores.numpy()
            return result

        return step

    return renew


def start_openvino(threads: int, folder: Path) -> Callable[[], Step]:
    """The past lives in the runtime's own state, its fastest way; single precision, or it would choose bf16."""
    from openvino import Core
    from openvino.passes import MakeStateful, Manager

    graph, passes = Core().read_model(folder / "decoder.onnx"), Manager()
    pasts = [port.any_name for port in graph.inputs if port.any_name.startswith("past")]
    passes.register_pass(MakeStateful({name: name.replace("past", "present") for name in pasts}))
    passes.run_passes(graph)
    settings = {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_NUM_THREADS": threads, "INFERENCE_PRECISION_HINT": "f32"}
    request = Core().compile_model(graph, "CPU", settings).create_infer_request()

    def step(ids: list[int], candidates: np.ndarray) -> np.ndarray:
        scores: np.ndarray = request.infer({"ids": np.array(ids), "candidates": candidates})["logits"].copy()
        return scores

    def renew() -> Step:
        request.reset_state()
        return step

    return renew


RUNTIMES: dict[str, Start] = {"numpy": start_numpy, "onnxruntime": start_onnxruntime, "openvino": start_openvino}


def write_graph(decoder: Decoder, file: Path) -> None:
    """One step as ONNX, opset 18. In: ids (T,), candidates (N,), past keys and values (G, P, E) of each layer;
    out: logits (N,), present keys and values (G, P + T, E). Projections stand side by side as in NumPy."""
    from onnx import TensorProto, helper, numpy_helper, save

    heads, groups, size = (getattr(decoder.config, f"{n}") for n in ("num_attention_heads", "num_key_value_heads", "head_dim"))
    nodes, constants = list[Any](), list[Any]()

    def constant(array: Any) -> str:
        constants.append(numpy_helper.from_array(np.asarray(array), f"constant.{len(constants)}"))
        return str(constants[-1].name)

    def op(kind: str, *inputs: Any, outputs: int = 1, name: str = "", **attributes: int) -> Any:
        names = [value if isinstance(value, str) else constant(value) for value in inputs]
        made = [name or f"value.{len(nodes)}.{part}" for part in range(outputs)]
        nodes.append(helper.make_node(kind, names, made, **attributes))
        return made[0] if outputs == 1 else made

    def normed(x: str, weight: np.ndarray) -> Any:
        mean = op("ReduceMean", op("Pow", x, np.float32(2)), [-1])
        return op("Mul", op("Div", x, op("Sqrt", op("Add", mean, np.float32(decoder.config.rms_norm_eps)))), weight)

    def rotated(x: str) -> Any:
        first, second = op("Split", x, [size // 2] * 2, outputs=2, axis=-1)
        return op("Add", op("Mul", x, cosine), op("Mul", op("Concat", op("Neg", second), first, axis=-1), sine))

    past = op("Gather", op("Shape", "past.0.key"), 1)
    total = op("Add", past, op("Size", "ids"))
    places, rows = op("Range", past, total, 1), constant(decoder.embeddings)
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
        gate, up = op("Split", both, [layer.down.shape[0]] * 2, outputs=2, axis=-1)
        fed = op("MatMul", op("Mul", op("Mul", gate, op("Sigmoid", gate)), up), layer.down)
        hidden = op("Add", hidden, fed)
    last = normed(op("Gather", hidden, -1, axis=0), decoder.final_norm)
    op("MatMul", op("Gather", rows, "candidates"), last, name="logits")
    kinds = [f"{layer}.{part}" for layer in range(len(decoder.layers)) for part in ("key", "value")]
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, [name]) for name in ("ids", "candidates")]
    inputs += [helper.make_tensor_value_info(f"past.{kind}", TensorProto.FLOAT, [groups, "P", size]) for kind in kinds]
    outputs = [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["candidates"])]
    outputs += [helper.make_tensor_value_info(f"present.{kind}", TensorProto.FLOAT, [groups, "S", size]) for kind in kinds]
    graph = helper.make_graph(nodes, "decoder", inputs, outputs, constants)
    save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9), file)


def bytes_a_token(decoder: Decoder, steps: list[tuple[int, list[int]]]) -> float:
    """Bytes of the weights that one token reads: every layer once, and the rows of the legal tokens."""
    layers = sum(array.nbytes for layer in decoder.layers for array in vars(layer).values())
    rows = float(np.mean([len(legal) for _, legal in steps])) + 1
    return layers + rows * decoder.embeddings[0].nbytes


def bandwidth(threads: int) -> float:
    """Bytes a second, read and written, of a large NumPy copy on so many threads: the best of five."""
    source, target = np.ones((threads, 1 << 25), np.float32), np.zeros((threads, 1 << 25), np.float32)
    with ThreadPoolExecutor(threads) as pool:
        spent = []
        for _ in range(5):
            began = time.perf_counter()
            list(pool.map(np.copyto, target, source))
            spent.append(time.perf_counter() - began)
    return 2 * source.nbytes / min(spent)


def more_megabytes(name: str) -> float:
    """Installed size of a package and of what it requires beyond what castalia itself requires."""
    files = [file for one in required(name) - required("castalia") for file in metadata.files(one) or ()]
    return sum(Path(str(file.locate())).stat().st_size for file in files if Path(str(file.locate())).is_file()) / 1e6


def required(name: str) -> set[str]:
    """A distribution with all that it requires, as far as it is installed."""
    found, waiting = set[str](), [name]
    while waiting:
        one = waiting.pop().lower().replace("_", "-")
        if one not in found:
            found.add(one)
            wanted = [Requirement(text) for text in metadata.requires(one) or ()]
            waiting += [want.name for want in wanted if want.marker is None or want.marker.evaluate({"extra": ""})]
    return found


if __name__ == "__main__":
    main()
