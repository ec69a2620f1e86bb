"""What workshops make: metals, cloth, glass, paper, ceramic, and panes lit from within."""

from __future__ import annotations

import numpy as np

from castalia.craft.surfaces.colour import blend, mottle, over, ramp, shade
from castalia.craft.surfaces.finish import Sheet, SurfaceSpec, finish
from castalia.craft.surfaces.patterns import cells, grain, per_label, step, unit
from castalia.craft.surfaces.wear import cracks, grime, warp
from castalia.world import Floats, Material


def _hammered(n: int, seed: int) -> Floats:
    """Shallow dishes of overlapping blows with crests between them, large and small, about 0..1."""
    field = np.zeros((n, n), np.float32)
    for count, depth in ((17, 0.6), (27, 0.4)):
        bend = warp(n, seed, count, size=0.004, low=4, high=40)
        blows = cells(n, seed, "blows", count, count=(count, count), jitter=0.98, warp=bend)
        away = blows.right**2 + blows.down**2
        field += depth * (1.35 * away / (0.35 + away)) * (0.7 + 0.3 * step(0.0, 0.25, blows.edge))
    return field


def _rusting(n: int, seed: int, wear: float) -> Floats:
    """Where rust has eaten: blotches with fine, ragged rims."""
    blotch = grain(n, seed, "blotch", slope=1.25, low=2, high=90) + 0.28 * grain(n, seed, "ragged", slope=0.4, low=20)
    return step(1.9, 2.5, blotch + 2.6 * wear)


def _metal(spec: SurfaceSpec, bare: tuple[str, ...], aged: tuple[str, ...], share: float, base: float) -> Material:
    """Hammered metal of the colours ``bare``, tarnished to ``aged`` where ``share`` says how much."""
    n, seed, wear = spec.pixels, spec.seed, spec.wear
    beat = _hammered(n, seed)
    brush = grain(n, seed, "brush", slope=0.4, low=30, stretch=(8.0, 1.0))
    scratch = step(2.4, 3.0, np.maximum(brush, grain(n, seed, "scratch", slope=0.2, low=40, stretch=(2.0, 14.0))))
    eaten = _rusting(n, seed, share)
    crust = grain(n, seed, "crust", slope=0.5, low=16)
    dull = unit(grain(n, seed, "dull", slope=1.1, low=3, high=200) - 1.5 * beat)
    height = 0.2 + 0.5 * beat + 0.008 * brush - 0.03 * scratch + eaten * (0.10 + 0.08 * crust)
    painting = ramp(0.3 * unit(beat + 0.08 * brush) + 0.3 * (1.0 - dull) + 0.28 + 0.1 * scratch, *bare)
    corroded = ramp(unit(crust + 0.8 * grain(n, seed, "tone", slope=1.1, low=3, high=40)), *aged)
    painting = mottle(blend(painting, corroded, eaten), seed, 0.45)
    painting = grime(painting, height, seed, 0.35 * wear)
    roughness = base - 0.08 + (0.14 + 0.16 * wear) * dull + 0.02 * brush
    roughness = roughness + eaten * (0.88 - roughness)
    return finish(spec, Sheet(height, painting, roughness, 0.035, 1.2, metallic=0.85 * (1.0 - min(share, 0.85))))


def iron(spec: SurfaceSpec) -> Material:
    share = 0.08 + 0.6 * spec.wear
    return _metal(spec, ("#35363a", "#4c4d52", "#67676b", "#84827f"), ("#4a2a1c", "#7c4526", "#a4622f"), share, 0.42)


def rust(spec: SurfaceSpec) -> Material:
    share = 0.75 + 0.5 * spec.wear
    return _metal(spec, ("#4a4645", "#6a6461", "#837a74"), ("#41231a", "#713a21", "#9c5529", "#be7b3d"), share, 0.5)


def copper(spec: SurfaceSpec) -> Material:
    share = 0.2 + 0.9 * spec.wear
    return _metal(spec, ("#7a3f25", "#a95c36", "#cd7d4d", "#e19a6b"), ("#3f7a6c", "#5f9d8a", "#86b8a2"), share, 0.34)


def gold(spec: SurfaceSpec) -> Material:
    share = 0.5 * spec.wear - 0.1
    return _metal(spec, ("#95691f", "#c1912f", "#dfb248", "#edca6c"), ("#5b4320", "#7a5b28", "#94712f"), share, 0.26)


def fabric(spec: SurfaceSpec) -> Material:
    """A plain weave with slubs, folds and, when worn, faded and threadbare patches."""
    n, seed, wear = spec.pixels, spec.seed, spec.wear
    threads = min(64, n // 8)
    place = (np.arange(n, dtype=np.float32) + 0.5) / n * threads
    slub = warp(n, seed, size=0.12, low=3, high=60)
    x, y = place[None, :] + slub[0], place[:, None] + slub[1]
    over_under = np.cos(np.pi * np.floor(x)) * np.cos(np.pi * np.floor(y))
    weft = np.abs(np.sin(np.pi * y)) * (0.62 + 0.38 * over_under)
    woof = np.abs(np.sin(np.pi * x)) * (0.62 - 0.38 * over_under)
    weave = np.maximum(weft, woof).astype(np.float32)
    folds = grain(n, seed, "folds", slope=1.7, low=1.5, high=14, stretch=(1.0, 2.0))
    lint = grain(n, seed, "lint", slope=0.3, low=30)
    height = 0.25 + 0.3 * weave + 0.03 * folds + 0.03 * lint
    tone = (
        0.45 * weave
        + 0.3 * unit(folds)
        + 0.25 * unit(grain(n, seed, "dye", slope=1.0, low=3, high=120, stretch=(6.0, 1.0)))
    )
    painting = mottle(ramp(tone, "#5c4a3a", "#857059", "#a8927a", "#c4b097"), seed, 1.0)
    faded = step(0.3, 1.8, grain(n, seed, "faded", slope=1.3, low=1.5, high=30) + wear - 0.5)
    painting = shade(painting, 0.07 * wear * faded)
    return finish(
        spec, Sheet(height, painting, np.full((n, n), 0.93, np.float32), 0.0035, 0.5, translucency=0.12, cavity=0.9)
    )


def glass(spec: SurfaceSpec) -> Material:
    """Old window glass from outside: dark, gently wavy, dusty in the corners when worn."""
    n, seed, wear = spec.pixels, spec.seed, spec.wear
    wave = grain(n, seed, "wave", slope=1.8, low=1.5, high=16)
    sheen = unit(grain(n, seed, "sheen", slope=1.4, low=1.2, high=12, stretch=(1.0, 2.0)))
    seeds = step(2.9, 3.4, grain(n, seed, "seeds", slope=0.1, low=30, high=80))
    painting = ramp(sheen, "#2b3d49", "#3b5361", "#54707d", "#7592a0")
    dust = step(0.6, 2.2, grain(n, seed, "dust", slope=1.0, low=2, high=120) + wear)
    painting = over(mottle(painting, seed, 0.6), "#a39d8e", 0.45 * wear * dust)
    height = 0.5 + 0.12 * wave + 0.1 * seeds
    return finish(spec, Sheet(height, painting, 0.06 + 0.4 * wear * dust, 0.004, 2.0, cavity=0.1))


def lamp_light(spec: SurfaceSpec) -> Material:
    """Panes with a warm light behind them."""
    n, seed = spec.pixels, spec.seed
    glow = unit(grain(n, seed, "glow", slope=1.6, low=1.2, high=10))
    ripple = grain(n, seed, "ripple", slope=1.2, low=4, high=60)
    painting = ramp(glow, "#e8973f", "#f5b75c", "#ffd58a", "#ffe6b0")
    height = 0.5 + 0.08 * ripple
    sheet = Sheet(
        height, painting, np.full((n, n), 0.4, np.float32), 0.003, 1.5, emission=(2.3, 1.12, 0.38), cavity=0.0
    )
    return finish(spec, sheet)


def paper(spec: SurfaceSpec) -> Material:
    n, seed, wear = spec.pixels, spec.seed, spec.wear
    pulp = grain(n, seed, "pulp", slope=0.6, low=20)
    crumple = cells(n, seed, "crumple", count=(6, 6), warp=warp(n, seed, size=0.02, low=2, high=30))
    crease = np.exp(-crumple.edge / 0.02) * wear
    height = (
        0.5 + 0.25 * wear * (per_label(crumple.label, seed, "tilt") - 0.5) * crumple.edge + 0.03 * pulp + 0.1 * crease
    )
    painting = mottle(ramp(unit(pulp), "#cbbc98", "#ddd1b2", "#e9e0c8"), seed, 0.8)
    stain = step(0.8, 2.2, grain(n, seed, "stain", slope=1.3, low=1.5, high=40) + wear)
    painting = over(shade(painting, -0.04 * crease), "#a37f4c", 0.45 * wear * stain)
    return finish(spec, Sheet(height, painting, 0.88 + 0.02 * pulp, 0.006, 0.6))


def paint(spec: SurfaceSpec) -> Material:
    """A matt coat, nearly white: what carries the colours of models that bring their own."""
    n, seed = spec.pixels, spec.seed
    brushed = grain(n, seed, "brushed", slope=0.6, low=12, stretch=(5.0, 1.0))
    painting = ramp(unit(brushed), "#e2e2e2", "#e8e8e8", "#ededed")
    return finish(spec, Sheet(0.5 + 0.04 * brushed, painting, 0.72 + 0.02 * brushed, 0.003, 1.2, cavity=0.1))


def ceramic(spec: SurfaceSpec) -> Material:
    n, seed, wear = spec.pixels, spec.seed, spec.wear
    glaze = grain(n, seed, "glaze", slope=1.5, low=2, high=40)
    craze = cracks(n, seed, count=14, width=0.02) * (0.3 + 0.7 * wear)
    speck = step(2.4, 2.9, grain(n, seed, "speck", slope=0.2, low=30, high=120))
    painting = ramp(unit(glaze), "#a9b9b6", "#c5d0c8", "#dddccb")
    painting = over(over(mottle(painting, seed, 0.8), "#5e4a39", 0.6 * speck), "#6b5a48", 0.7 * craze)
    height = 0.6 + 0.05 * glaze - 0.2 * craze
    return finish(spec, Sheet(height, painting, 0.14 + 0.35 * craze + 0.15 * wear, 0.004, 0.8))
