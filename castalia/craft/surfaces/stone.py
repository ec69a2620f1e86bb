"""Living rock: granite, sandstone, limestone, slate, basalt, ice, lava, coral."""

from __future__ import annotations

import numpy as np

from castalia.craft.surfaces.colour import blend, lean, mottle, over, ramp, shade
from castalia.craft.surfaces.finish import Sheet, SurfaceSpec, finish
from castalia.craft.surfaces.patterns import Cells, blur, cells, fbm, grain, per_label, step, unit
from castalia.craft.surfaces.wear import cracks, grime, mossed, warp
from castalia.world import Floats, Material


def _crag(n: int, seed: int) -> Floats:
    """Broken faces at three sizes, each a tilted plane, as split rock shows; about 0..1."""
    field = np.zeros((n, n), np.float32)
    for count, weight in ((5, 1.0), (12, 0.5), (27, 0.26)):
        face = cells(
            n,
            seed,
            "face",
            count,
            count=(count, count),
            warp=warp(n, seed, count, size=0.022 / count, low=count, high=8 * count),
        )
        field += weight * (_tilted(face, count, seed) + 0.25 * step(0.0, 0.12, face.edge))
    return unit(field)


def _tilted(face: Cells, count: int, seed: int) -> Floats:
    """A plane for each cell, leaning its own way, at its own depth."""
    turn = 2.0 * np.pi * per_label(face.label, seed, "turn", count)
    lean = np.cos(turn) * face.right + np.sin(turn) * face.down
    return 0.6 * per_label(face.label, seed, "depth", count) + 0.6 * lean


def granite(spec: SurfaceSpec) -> Material:
    n, seed, wear = spec.pixels, spec.seed, spec.wear
    crag = _crag(n, seed)
    rough = grain(n, seed, "rough", slope=1.1, low=6)
    split = cracks(n, seed, count=3, width=0.018)
    height = 0.16 + 0.62 * crag + 0.022 * rough - 0.2 * split
    speck = per_label(cells(n, seed, "crystal", count=(110, 110)).label, seed, "mineral")
    painting = ramp(0.55 * crag + 0.45 * unit(rough), "#5b5650", "#7f776d", "#9a9084", "#b8ad9c")
    painting = shade(painting, 0.07 * (speck - 0.5) - 0.12 * split)
    painting = lean(painting, step(0.8, 0.95, speck), 0.0, 0.014, 0.0)
    painting = grime(mottle(painting, seed, 1.5), height, seed, 0.3 + 0.4 * wear)
    lichen = step(1.45, 1.8, grain(n, seed, "lichen", slope=0.75, low=5, high=90) + 0.7 * wear)
    painting = over(painting, "#a7a37c", 0.6 * lichen)
    painting, moss = mossed(painting, height, seed, 0.7 * wear)
    return finish(spec, Sheet(height + 0.04 * moss, painting, 0.8 + 0.05 * rough + 0.1 * moss, 0.15, 3.0))


def sandstone(spec: SurfaceSpec) -> Material:
    """Bands of bedding that wander, undercut where the stone is soft."""
    n, seed, wear = spec.pixels, spec.seed, spec.wear
    wander = fbm(n, seed, "bedding", cells=2, octaves=3)
    bands = grain(n, seed, "bands", slope=0.7, low=4, high=70, stretch=(28.0, 1.0))
    ledges = np.tanh(1.6 * (bands + 0.7 * wander))
    sandy = grain(n, seed, "sand", slope=0.15, low=80)
    rough = grain(n, seed, "rough", slope=1.0, low=5)
    split = cracks(n, seed, count=3, width=0.014)
    height = 0.5 + 0.22 * ledges + 0.04 * rough + 0.006 * sandy - 0.18 * split
    painting = ramp(unit(bands + 0.9 * wander), "#9d5f38", "#b9784a", "#cd945f", "#d8ab78", "#c08a63")
    painting = shade(mottle(painting, seed, 1.2), 0.012 * sandy + 0.015 * rough - 0.1 * split)
    painting = grime(painting, height, seed, 0.4 * wear, "#5b3d2b")
    return finish(spec, Sheet(height, painting, 0.88 + 0.03 * sandy, 0.09, 3.0))


def limestone(spec: SurfaceSpec) -> Material:
    n, seed, wear = spec.pixels, spec.seed, spec.wear
    beds = grain(n, seed, "beds", slope=0.9, low=3, high=40, stretch=(9.0, 1.0))
    rough = grain(n, seed, "rough", slope=1.2, low=4)
    pits = step(1.5, 2.3, grain(n, seed, "pits", slope=0.3, low=30, high=120))
    split = cracks(n, seed, count=4, width=0.016)
    height = 0.55 + 0.14 * np.tanh(2.0 * beds) + 0.03 * rough - 0.2 * pits - 0.2 * split
    painting = ramp(unit(rough + 1.2 * beds), "#978a70", "#b5a88c", "#ccc0a4", "#dad0b8")
    painting = shade(mottle(painting, seed, 1.2), -0.08 * pits - 0.1 * split)
    painting = grime(painting, height, seed, 0.25 + 0.4 * wear, "#5d5546")
    painting, moss = mossed(painting, height, seed, 0.6 * wear)
    return finish(spec, Sheet(height + 0.04 * moss, painting, 0.84 + 0.04 * rough, 0.09, 3.0))


def slate(spec: SurfaceSpec) -> Material:
    """Cleft stone: thin sheets split off in steps, each a terrace that breaks along straight lines."""
    n, seed, wear = spec.pixels, spec.seed, spec.wear
    cleft = 2.2 * unit(grain(n, seed, "cleft", slope=1.9, low=1.5, high=60, stretch=(1.5, 1.0)))
    for count, depth in (((3, 5), 1.5), ((7, 11), 0.8)):
        bend = warp(n, seed, *count, size=0.02 / count[0], low=4, high=90)
        cleft += depth * per_label(
            cells(n, seed, "sheets", *count, count=count, warp=bend).label, seed, "depth", *count
        )
    sheet = np.floor(cleft * np.float32(2.2))
    within = cleft * np.float32(2.2) - sheet
    ripple = grain(n, seed, "ripple", slope=1.3, low=4, high=120, stretch=(3.0, 1.0))
    grit = grain(n, seed, "grit", slope=0.4, low=60)
    height = 0.1 + 0.075 * sheet + 0.02 * within + 0.02 * ripple + 0.006 * grit
    own = per_label(sheet.astype(np.int32), seed, "own")
    painting = ramp(0.27 * own + 0.4 * unit(ripple) + 0.33 * unit(grit), "#2b3138", "#434a53", "#616970", "#8a8f90")
    plum = step(0.6, 0.75, per_label(sheet.astype(np.int32), seed, "plum"))
    painting = lean(mottle(painting, seed, 0.7), plum, 0.0, 0.007, 0.004)
    fresh = step(0.02, 0.10, height - blur(height, 0.004))
    painting = grime(shade(painting, 0.2 * fresh), height, seed, 0.3 + 0.3 * wear, "#23262a")
    rust = step(1.6, 2.6, grain(n, seed, "rust", slope=1.2, low=2, high=60, stretch=(1.5, 1.0)))
    painting = over(painting, "#7d5a3e", 0.5 * rust)
    return finish(spec, Sheet(height, painting, 0.58 + 0.04 * grit + 0.12 * rust, 0.07, 2.5))


def basalt(spec: SurfaceSpec) -> Material:
    """Columns seen end on: near-hexagonal plates with bubbles."""
    n, seed, wear = spec.pixels, spec.seed, spec.wear
    plate = cells(n, seed, "columns", count=(7, 7), jitter=0.62, warp=warp(n, seed, size=0.004, high=60))
    rough = grain(n, seed, "rough", slope=0.9, low=8)
    bubbles = step(1.7, 2.3, grain(n, seed, "bubbles", slope=0.2, low=45, high=130))
    top = step(0.02, 0.12, plate.edge)
    height = 0.15 + top * (0.35 + 0.4 * per_label(plate.label, seed, "stand")) + 0.04 * rough - 0.12 * bubbles * top
    painting = ramp(
        0.6 * per_label(plate.label, seed, "tone") + 0.4 * unit(rough), "#3c3b3e", "#504e50", "#67635f", "#7a746c"
    )
    painting = shade(mottle(painting, seed, 1.3), -0.06 * bubbles - 0.06 * (1.0 - top))
    painting = grime(painting, height, seed, 0.5 * wear)
    painting, moss = mossed(painting, height, seed, 0.55 * wear)
    return finish(spec, Sheet(height, painting, 0.76 + 0.05 * rough + 0.1 * moss, 0.11, 2.5))


def ice(spec: SurfaceSpec) -> Material:
    """A frozen sheet: deep blue body, white fractures, bubbles, blown snow."""
    n, seed, wear = spec.pixels, spec.seed, spec.wear
    depth = grain(n, seed, "depth", slope=1.5, low=1.5, high=40)
    broad = cells(n, seed, "floe", count=(3, 3), warp=warp(n, seed, size=0.012, low=3, high=60))
    web = cells(n, seed, "web", count=(9, 9), warp=warp(n, seed, "web", size=0.006, low=6, high=80))
    fracture = np.clip(
        np.exp(-broad.edge / 0.014)
        + 0.3 * np.exp(-broad.edge / 0.12)
        + 0.7 * np.exp(-web.edge / 0.03) * step(-0.3, 1.0, depth),
        0.0,
        1.0,
    )
    bubbles = step(1.9, 2.6, grain(n, seed, "bubbles", slope=0.2, low=40, high=110))
    drift = step(1.1, 2.0, grain(n, seed, "drift", slope=1.2, low=2, high=80, stretch=(2.0, 1.0)) + 0.6 * wear)
    painting = ramp(unit(depth), "#3f7691", "#5f9ab2", "#86b9c9", "#a9d2da")
    painting = over(over(painting, "#d8ecef", 0.75 * fracture), "#cfe6ea", 0.5 * bubbles)
    painting = over(mottle(painting, seed, 0.7), "#e3ebf0", 0.9 * drift)
    height = 0.5 + 0.05 * depth - 0.25 * fracture + 0.25 * drift
    return finish(spec, Sheet(height, painting, 0.1 + 0.25 * fracture + 0.6 * drift, 0.02, 3.0, cavity=0.2))


def lava(spec: SurfaceSpec) -> Material:
    """Cooling crust, black plates that ride on the glow. The glow is painted into the albedo."""
    n, seed = spec.pixels, spec.seed
    crust = cells(n, seed, "crust", count=(5, 5), warp=warp(n, seed, size=0.012, low=3, high=60))
    small = cells(n, seed, "small", count=(14, 14), warp=warp(n, seed, "small", size=0.005, low=6, high=90))
    ropes = grain(n, seed, "ropes", slope=0.9, low=8, high=160)
    heat = np.clip(np.exp(-crust.edge / 0.05) + 0.5 * np.exp(-small.edge / 0.05) * np.exp(-crust.edge / 0.25), 0.0, 1.0)
    cold = ramp(unit(ropes), "#221d1f", "#352d2d", "#4b403d")
    hot = ramp(heat, "#5a1408", "#b8300a", "#f06a12", "#ffb73a", "#ffe38a")
    glow = step(0.22, 0.55, heat)
    painting = blend(cold, hot, glow)
    height = 0.25 + 0.5 * step(0.0, 0.3, crust.edge) + 0.05 * ropes * (1.0 - glow) + 0.12 * step(0.0, 0.2, small.edge)
    return finish(
        spec, Sheet(height, painting, 0.9 - 0.35 * glow, 0.16, 3.0, emission=(0.11, 0.012, 0.0006), cavity=0.0)
    )


def coral(spec: SurfaceSpec) -> Material:
    n, seed = spec.pixels, spec.seed
    polyp = cells(n, seed, "polyps", count=(26, 26), warp=warp(n, seed, size=0.01, low=3, high=40))
    maze = grain(n, seed, "maze", slope=0.0, low=10, high=16)
    ridge = 1.0 - np.abs(np.tanh(1.2 * maze))
    cup = step(0.1, 0.35, polyp.centre)
    height = 0.2 + 0.45 * ridge + 0.25 * cup * (1.0 - ridge)
    painting = ramp(unit(ridge + 0.3 * cup), "#9c3f55", "#c9606a", "#e0857a", "#efb49a")
    return finish(spec, Sheet(height, mottle(painting, seed, 1.5), np.full((n, n), 0.75, np.float32), 0.06, 1.2))
