"""What grew: bark, leaves, needles, dry foliage, planks, thatch, bone, leather."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from castalia.craft.surfaces.colour import blend, mottle, over, ramp, shade
from castalia.craft.surfaces.finish import Sheet, SurfaceSpec, finish
from castalia.craft.surfaces.patterns import Cells, cells, courses, grain, per_label, step, unit
from castalia.craft.surfaces.wear import cracks, grime, mossed, warp
from castalia.randomness import generator
from castalia.world import Floats, Material


def bark(spec: SurfaceSpec) -> Material:
    """Upright plates between deep furrows."""
    n, seed, wear = spec.pixels, spec.seed, spec.wear
    bend = warp(n, seed, size=0.012, low=2, high=50)
    plate = cells(n, seed, "plates", count=(11, 4), jitter=0.95, warp=bend)
    fibre = grain(n, seed, "fibre", slope=0.7, low=10, stretch=(1.0, 7.0))
    scales = grain(n, seed, "scales", slope=0.9, low=8, stretch=(1.8, 1.0))
    furrow = step(0.0, 0.3, plate.edge + 0.03 * fibre)
    height = (
        0.1 + furrow * (0.5 + 0.16 * (per_label(plate.label, seed, "stand") - 0.5)) + 0.055 * fibre + 0.045 * scales
    )
    tone = 0.55 * furrow + 0.3 * unit(fibre + 0.5 * scales) + 0.15 * per_label(plate.label, seed, "tone")
    painting = ramp(tone, "#2b1f18", "#4a382b", "#6b5442", "#8a7159", "#a28b71")
    painting = mottle(shade(painting, 0.015 * scales), seed, 1.4)
    lichen = step(1.3, 1.8, grain(n, seed, "lichen", slope=0.9, low=4, high=70) + 0.5 * wear) * furrow
    painting = over(painting, "#9da48a", 0.55 * lichen)
    painting, moss = mossed(painting, height, seed, 0.2 + 0.5 * wear)
    return finish(spec, Sheet(height + 0.04 * moss, painting, 0.9 + 0.03 * scales, 0.06, 1.2))


def _leaf_litter(n: int, seed: int, layers: tuple[int, ...], slim: float) -> tuple[Floats, Floats, Floats]:
    """Overlapping leaves, each turned its own way: height, distance from the midrib (0..1), a tone for each."""
    height = np.zeros((n, n), np.float32)
    rib = np.ones((n, n), np.float32)
    tone = np.zeros((n, n), np.float32)
    for level, count in enumerate(layers):
        draw = generator(seed, "leaf", level)
        sheet = cells(n, seed, "leaf", level, count=(count, count), jitter=0.8)
        turn = 2.0 * np.pi * draw.random(count * count)
        cosine, sine = (ways.astype(np.float32)[sheet.label] for ways in (np.cos(turn), np.sin(turn)))
        along = (sheet.right * cosine + sheet.down * sine) / np.float32(0.72)
        aside = (sheet.down * cosine - sheet.right * sine) / np.float32(slim)
        width = np.clip(1.0 - along * along, 0.0, 1.0) ** np.float32(0.75)
        here = (np.abs(aside) < width) & (np.abs(along) < 1.0)
        lift = (
            np.float32(level / len(layers) * 0.6)
            + 0.22 * (1.0 - np.abs(aside))
            + 0.16 * along * np.float32(draw.random() - 0.3)
        )
        height = np.where(here, lift + 0.05, height)
        rib = np.where(here, np.abs(aside), rib)
        tone = np.where(here, per_label(sheet.label, seed, "tone", level), tone)
    return height, rib, tone


def _foliage(spec: SurfaceSpec, dark: str, stops: tuple[str, ...], slim: float, translucency: float) -> Material:
    n, seed = spec.pixels, spec.seed
    height, rib, tone = _leaf_litter(n, seed, (9, 11, 10, 12), slim)
    fine = grain(n, seed, "veins", slope=0.5, low=40)
    painting = over(ramp(tone, *stops), dark, step(0.12, 0.0, height))
    vein = step(0.10, 0.03, rib) * step(0.05, 0.15, height)
    painting = shade(painting, 0.05 * vein + 0.10 * (height - 0.4) + 0.012 * fine - 0.06 * step(0.7, 1.0, rib))
    height = height + 0.01 * fine - 0.05 * vein
    painting = mottle(painting, seed, 1.6)
    roughness = 0.62 + 0.06 * fine
    return finish(spec, Sheet(height, painting, roughness, 0.05, 1.0, translucency=translucency))


def leaves(spec: SurfaceSpec) -> Material:
    return _foliage(spec, "#263518", ("#456425", "#5d7f2e", "#79983a", "#9db14c"), 0.34, 0.45)


def foliage_dry(spec: SurfaceSpec) -> Material:
    return _foliage(spec, "#3a281a", ("#7a4a22", "#a5652a", "#c58a38", "#b9a15a"), 0.36, 0.3)


def pine_needles(spec: SurfaceSpec) -> Material:
    """Sprays of needles that fan from their twigs and lie over each other."""
    n, seed = spec.pixels, spec.seed
    height, tone = np.zeros((n, n), np.float32), np.zeros((n, n), np.float32)
    layers = (7, 8, 7, 9, 8)
    for level, count in enumerate(layers):
        sprays = cells(n, seed, "spray", level, count=(count, count), jitter=0.85)
        needle, tip = _spray(sprays, seed, level)
        lift = np.float32(0.75 * level / len(layers)) + 0.25 * needle
        here = needle > 0.0
        height = np.where(here, lift, height)
        own = per_label(sprays.label, seed, "tone", level)
        tone = np.where(here, 0.05 + 0.3 * own + 0.25 * tip + 0.45 * needle * lift, tone)
    painting = over(
        ramp(tone, "#121e17", "#22392a", "#385639", "#547242", "#829659"), "#101a12", step(0.25, 0.0, height)
    )
    painting = mottle(painting, seed, 0.9)
    return finish(spec, Sheet(height, painting, 0.66 - 0.12 * tone, 0.04, 1.0, translucency=0.4))


def _spray(sprays: Cells, seed: int, level: int) -> tuple[Floats, Floats]:
    """Needles of one layer (0 between them, 1 on their backs), and how far out along them each texel lies (0..1)."""
    turn = 2.0 * np.pi * per_label(sprays.label, seed, "turn", level)
    cosine, sine = np.cos(turn), np.sin(turn)
    out = sprays.right * cosine + sprays.down * sine + np.float32(0.62)
    aside = sprays.down * cosine - sprays.right * sine
    # Needles leave the twig at a slant, mirrored on its other side; each is a lane of equal width, some are shorter.
    lane = (out - 1.2 * np.abs(aside)) * np.float32(12.0)
    number = np.floor(lane)
    within = 2.0 * (lane - number) - 1.0
    length = 0.46 - 0.02 * number + 0.07 * np.sin(4.0 * number + np.where(aside > 0.0, turn, 2.0 * turn))
    reach = np.abs(aside) / length
    back = np.maximum(0.62 - within * within - 0.45 * reach**4, 0.0) * np.float32(1.6)
    needle = np.where((lane > 0.0) & (lane < 12.0) & (reach < 1.0), back, 0.0)
    twig = np.where((np.abs(aside) < 0.018) & (out > 0.0) & (out < 1.0), 0.8, 0.0)
    return np.maximum(needle, twig).astype(np.float32), np.clip(reach, 0.0, 1.0).astype(np.float32)


def _rings(n: int, seed: int, across: Floats, label: NDArray[np.int32]) -> tuple[Floats, Floats]:
    """The growth rings that a saw lays bare, as phase, and the knots (1 inside): arches round each board's heart."""
    y = np.arange(n, dtype=np.float32)[:, None] / np.float32(n)
    heart = 1.6 * per_label(label, seed, "heart") - 0.3
    arch = np.abs(np.sin(np.float32(np.pi) * (y + per_label(label, seed, "start"))))
    lift = 0.12 + arch * (0.15 + 1.1 * per_label(label, seed, "cut"))
    depth = np.sqrt(((across - heart) * 1.1) ** 2 + lift * lift)
    depth += 0.045 * grain(n, seed, "sway", slope=1.4, low=2, high=40, stretch=(1.0, 5.0))
    knots = np.zeros((n, n), np.float32)
    for index in range(7):
        draw = generator(seed, "knot", index)
        _knot(depth, knots, label, draw.random(2), 0.010 + 0.010 * draw.random())
    return depth, knots


def _knot(depth: Floats, knots: Floats, label: NDArray[np.int32], place: NDArray[np.float64], size: float) -> None:
    """Bend the rings round one knot of radius ``size`` (tiles) at ``place`` (x, y), within its board only."""
    n = len(label)
    offsets = np.arange(-math.ceil(8.0 * size * n), math.ceil(8.0 * size * n))
    column, row = (int(part * n) for part in place)
    around = np.ix_((row + offsets) % n, (column + offsets) % n)
    aside = (offsets / (n * size)).astype(np.float32)
    near = np.sqrt(aside**2 + (aside[:, None] / 1.35) ** 2)
    same = label[around] == label[row, column]
    depth[around] += same * 0.5 * np.exp(-0.22 * near * near - 0.03 * aside**2)
    knots[around] = np.maximum(knots[around], same * step(1.15, 0.7, near))


def planks(spec: SurfaceSpec) -> Material:
    """Upright boards with arched grain, knots, bevelled edges and nails."""
    n, seed, wear = spec.pixels, spec.seed, spec.wear
    lay = courses(n, seed, rows=6, blocks=1, uneven=(0.18, 0.0), stagger=-1, rounding=0.003)
    edge, across, along = (np.ascontiguousarray(part.T) for part in (lay.edge, lay.along, lay.across))
    label = np.ascontiguousarray(lay.label.T)
    edge = edge + 0.0009 * grain(n, seed, "saw", slope=0.8, low=3, high=90, stretch=(1.0, 5.0))
    depth, knots = _rings(n, seed, across, label)
    turn = depth * 13.0 + 7.0 * per_label(label, seed, "phase")
    late = (turn - np.floor(turn)) ** 2.2
    fibre = grain(n, seed, "fibre", slope=0.35, low=40, high=900, stretch=(1.0, 22.0))
    pores = step(1.4, 2.4, grain(n, seed, "pores", slope=0.1, low=90, high=900, stretch=(1.0, 12.0)))
    splits = step(2.3, 2.6, grain(n, seed, "splits", slope=0.9, low=8, high=120, stretch=(1.0, 26.0)) + 0.7 * wear)
    nails = _nails(across, along)
    board = step(0.0022, 0.0075, edge)
    proud = 0.09 * (per_label(label, seed, "proud") - 0.5) - 0.06 * (across - 0.5) ** 2
    height = board * (
        0.72 + proud - (0.05 + 0.05 * wear) * late + 0.03 * fibre - 0.06 * pores - 0.3 * splits + 0.06 * nails
    )
    own = per_label(label, seed, "own")
    painting = ramp(0.65 * (1.0 - late) + 0.35 * own, "#5d3f28", "#7f5836", "#a07348", "#b98d5e")
    painting = shade(painting, 0.018 * fibre - 0.05 * pores - 0.12 * splits + 0.06 * (own - 0.5))
    silver = np.clip(wear * (0.75 + 0.3 * grain(n, seed, "silver", slope=1.2, low=2, high=30)), 0.0, 0.85)
    grey = ramp(1.0 - late + 0.1 * fibre, "#6a6259", "#8f867a", "#a89f92")
    painting = blend(painting, grey, silver)
    painting = over(over(painting, "#3c2718", 0.75 * knots), "#2f2c2b", nails)
    painting = over(grime(mottle(painting, seed), height, seed, 0.4 * wear), "#231912", 1.0 - board)
    return finish(spec, Sheet(height, painting, 0.68 + 0.12 * wear + 0.04 * fibre - 0.1 * nails, 0.016, 1.6))


def _nails(across: Floats, along: Floats) -> Floats:
    """Two nail heads at each end of a board (1 inside), a centimetre wide."""
    aside, beyond = np.abs(np.abs(across - 0.5) - 0.3), np.abs(np.abs(along - 0.5) - 0.47)
    return step(1.0, 0.75, np.hypot(aside / 0.026, beyond / 0.0043))


def thatch(spec: SurfaceSpec) -> Material:
    """Straw that hangs towards -v in thick, ragged courses."""
    n, seed, wear = spec.pixels, spec.seed, spec.wear
    straw = grain(n, seed, "straw", slope=0.25, low=30, high=700, stretch=(1.0, 16.0))
    bunch = grain(n, seed, "bunch", slope=0.7, low=10, high=80, stretch=(1.0, 5.0))
    rag = 0.010 * grain(n, seed, "rag", slope=0.4, low=14, high=160) + 0.004 * straw
    row = (np.arange(n, dtype=np.float32)[:, None] / n + rag) * 5.0
    lap = row - np.floor(row)
    under = step(1.0, 0.93, lap)
    height = 0.15 + (0.2 + 0.42 * lap) * under + 0.08 * unit(straw) + 0.09 * bunch * 0.5
    painting = ramp(
        0.6 * unit(straw + 0.5 * bunch) + 0.4 * lap * under, "#4f3d22", "#80673a", "#ab8e52", "#cbb172", "#dcc68c"
    )
    painting = shade(mottle(painting, seed, 1.5), -0.13 * (1.0 - under))
    old = np.clip(wear * (0.8 + 0.4 * grain(n, seed, "old", slope=1.2, low=2, high=30)), 0.0, 0.8)
    painting = blend(painting, ramp(unit(straw), "#57503f", "#7f7660", "#9d947c"), 0.7 * old)
    painting, moss = mossed(painting, height, seed, 0.6 * wear - 0.05)
    return finish(spec, Sheet(height + 0.03 * moss, painting, np.full((n, n), 0.92, np.float32), 0.10, 2.0))


def bone(spec: SurfaceSpec) -> Material:
    n, seed, wear = spec.pixels, spec.seed, spec.wear
    fibre = grain(n, seed, "fibre", slope=0.8, low=8, stretch=(1.0, 8.0))
    pores = step(1.7, 2.4, grain(n, seed, "pores", slope=0.2, low=40, high=130))
    height = 0.6 + 0.05 * fibre - 0.2 * pores - 0.2 * cracks(n, seed, count=3)
    painting = shade(mottle(ramp(unit(fibre), "#b7a588", "#d3c5aa", "#e4dac4"), seed), -0.1 * pores)
    painting = grime(painting, height, seed, 0.3 + 0.5 * wear)
    return finish(spec, Sheet(height, painting, 0.55 + 0.05 * fibre + 0.2 * pores, 0.01, 0.8))


def leather(spec: SurfaceSpec) -> Material:
    n, seed, wear = spec.pixels, spec.seed, spec.wear
    hide = cells(n, seed, "hide", count=(48, 48), warp=warp(n, seed, size=0.006, low=8, high=60))
    creases = np.exp(-((grain(n, seed, "creases", slope=1.2, low=3, high=60) / 0.06) ** 2))
    pebble = step(0.0, 0.25, hide.edge)
    height = 0.3 + 0.45 * pebble - 0.25 * creases
    painting = ramp(
        0.6 * unit(grain(n, seed, "dye", slope=1.3, low=2, high=40)) + 0.4 * pebble,
        "#3e2417",
        "#653b22",
        "#8a5632",
        "#a77145",
    )
    rubbed = step(0.5, 2.0, grain(n, seed, "rubbed", slope=1.3, low=2, high=30) + wear - 0.4)
    painting = over(shade(painting, -0.06 * creases), "#b98a5c", 0.5 * rubbed * wear)
    return finish(spec, Sheet(height, painting, 0.5 + 0.2 * rubbed + 0.1 * creases, 0.006, 0.6))
