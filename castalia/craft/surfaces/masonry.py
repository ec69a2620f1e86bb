"""What masons lay: brick, stone walls, cobbles, plaster, concrete, roof tiles, slates, marble."""

from __future__ import annotations

import numpy as np

from castalia.craft.surfaces.colour import blend, lean, mottle, over, ramp, shade
from castalia.craft.surfaces.finish import Sheet, SurfaceSpec, finish
from castalia.craft.surfaces.patterns import Courses, cells, courses, grain, per_label, step, unit
from castalia.craft.surfaces.wear import cracks, grime, mossed, warp
from castalia.world import Floats, Material


def _dome(edge: Floats, joint: float, bevel: float) -> Floats:
    """0 in the joint, rising to 1 over the bevel."""
    return step(joint, joint + bevel, edge) ** 0.7


def _facets(wall: Courses, seed: int) -> Floats:
    """Each block tilted a little its own way, and standing out by its own amount."""
    lean_x = per_label(wall.label, seed, "lean-x") - 0.5
    lean_y = per_label(wall.label, seed, "lean-y") - 0.5
    stand = per_label(wall.label, seed, "stand") - 0.5
    return 0.5 * stand + 0.5 * lean_x * (wall.across - 0.5) + 0.5 * lean_y * (wall.along - 0.5)


def brick(spec: SurfaceSpec) -> Material:
    n, seed, wear = spec.pixels, spec.seed, spec.wear
    wall = courses(
        n, seed, rows=16, blocks=6, uneven=(0.04, 0.08), rounding=0.006, warp=warp(n, seed, size=0.0016, high=90)
    )
    rough = grain(n, seed, "clay", slope=0.7, low=12)
    chips = step(1.6, 2.4, grain(n, seed, "chips", slope=0.9, low=14, high=120) + wear)
    block = _dome(wall.edge + 0.0012 * rough, 0.0035, 0.006)
    height = 0.28 + block * (0.45 + 0.2 * _facets(wall, seed)) + 0.035 * rough * block - 0.16 * chips * block
    height += 0.03 * (1.0 - block) * grain(n, seed, "mortar", slope=0.3, low=30)
    own = per_label(wall.label, seed, "own")
    clay = ramp(0.75 * own + 0.25 * unit(rough), "#5e2a20", "#8e4229", "#a9553a", "#b96a48", "#c58a66")
    clay = over(clay, "#4a2b2c", 0.7 * step(0.9, 0.96, per_label(wall.label, seed, "burnt")))
    clay = shade(over(clay, "#d0a07c", 0.5 * chips), 0.014 * rough + 0.03 * (wall.along - 0.5))
    mortar = ramp(unit(grain(n, seed, "lime", slope=0.6, low=8)), "#8b8072", "#b9ae9c")
    painting = mottle(blend(mortar, clay, block), seed, 0.8)
    painting = grime(painting, height, seed, 0.7 * wear)
    painting, moss = mossed(painting, height, seed, 0.6 * wear - 0.1)
    return finish(spec, Sheet(height + 0.05 * moss, painting, 0.82 + 0.05 * rough + 0.08 * moss, 0.035, 1.6))


def stone_wall(spec: SurfaceSpec) -> Material:
    n, seed, wear = spec.pixels, spec.seed, spec.wear
    bend = warp(n, seed, size=0.005, low=4, high=16)
    wall = courses(n, seed, rows=8, blocks=5, uneven=(0.32, 0.5), stagger=-1, rounding=0.022, warp=bend)
    rough = grain(n, seed, "hewn", slope=1.05, low=8)
    planes = cells(n, seed, "chisel", count=(34, 34), warp=warp(n, seed, "chisel", size=0.004, low=8, high=90))
    hewn = per_label(planes.label, seed, "plane") - 0.5 + 0.6 * planes.centre
    block = _dome(wall.edge + 0.0009 * rough, 0.005, 0.015)
    split = cracks(n, seed, count=5, width=0.022) * block * (0.3 + wear)
    height = (
        0.2
        + block * (0.5 + 0.26 * _facets(wall, seed) + 0.055 * hewn)
        + 0.028 * rough * (0.4 + 0.6 * block)
        - 0.2 * split
    )
    tone = 0.62 * per_label(wall.label, seed, "tone") + 0.2 * unit(rough) + 0.18 * unit(hewn)
    stone = ramp(tone, "#5a5248", "#7d7263", "#998b76", "#b3a286", "#c9bb9f")
    cool = step(0.55, 0.8, per_label(wall.label, seed, "cool"))
    stone = lean(stone, cool, 0.0, -0.004, -0.022)
    stone = shade(stone, 0.02 * rough - 0.12 * split)
    joint = ramp(unit(grain(n, seed, "joint", slope=0.5, low=10)), "#4d453a", "#7c715f")
    painting = mottle(blend(joint, stone, block), seed, 1.1)
    painting = grime(painting, height, seed, 0.6 * wear)
    lichen = step(1.5, 1.9, grain(n, seed, "lichen", slope=0.8, low=6, high=70) + 0.5 * wear) * block
    painting = over(painting, "#b9a95a", 0.5 * lichen)
    painting, moss = mossed(painting, height, seed, 0.75 * wear)
    return finish(spec, Sheet(height + 0.06 * moss, painting, 0.85 + 0.04 * rough + 0.08 * moss, 0.075, 2.4))


def cobbles(spec: SurfaceSpec) -> Material:
    n, seed, wear = spec.pixels, spec.seed, spec.wear
    bend = warp(n, seed, size=0.004, low=3, high=30)
    floor = courses(n, seed, rows=11, blocks=9, uneven=(0.12, 0.25), rounding=0.036, warp=bend)
    rough = grain(n, seed, "pits", slope=0.7, low=16)
    rise = np.sqrt(np.clip((floor.edge - 0.004) / 0.042, 0.0, 1.0))
    block = step(0.0, 0.35, rise)
    height = 0.12 + rise * (0.62 + 0.22 * _facets(floor, seed)) + 0.03 * rough * block
    tone = 0.7 * per_label(floor.label, seed, "tone") + 0.3 * unit(rough)
    stone = ramp(tone, "#4b4a4c", "#646163", "#7d7772", "#968c80", "#a99a86")
    warm = step(0.7, 0.85, per_label(floor.label, seed, "warm"))
    stone = lean(stone, warm, 0.0, 0.014, 0.016)
    stone = shade(stone, 0.016 * rough + 0.07 * (rise - 0.6) * block)
    sand = ramp(unit(grain(n, seed, "sand", slope=0.2, low=30)), "#3d352b", "#6f614c")
    painting = mottle(blend(sand, stone, block), seed)
    painting, moss = mossed(grime(painting, height, seed, 0.4 * wear), height, seed, 0.55 * wear + 0.12)
    roughness = 0.88 - 0.34 * step(0.6, 1.0, height) * (1.0 - 0.4 * wear) + 0.04 * rough + 0.05 * moss
    return finish(spec, Sheet(height + 0.03 * moss, painting, roughness, 0.06, 1.8))


def plaster(spec: SurfaceSpec) -> Material:
    n, seed, wear = spec.pixels, spec.seed, spec.wear
    float_marks = grain(n, seed, "float", slope=1.1, low=5, high=160)
    sandy = grain(n, seed, "sand", slope=0.1, low=60)
    # Below half its wear a wall keeps its coat.
    bare_field = grain(n, seed, "bare", slope=1.35, low=1.5, high=60) + 3.2 * (wear - 0.5)
    bare = step(2.35, 2.42, bare_field)
    split = cracks(n, seed, count=3, width=0.009) * wear
    wall = courses(n, seed, rows=18, blocks=7, rounding=0.006, warp=warp(n, seed, size=0.002))
    under = _dome(wall.edge, 0.003, 0.006)
    coat = 0.7 + 0.05 * float_marks + 0.012 * sandy - 0.25 * split
    height = coat * (1.0 - bare) + bare * (0.2 + 0.16 * under + 0.02 * sandy)
    painting = ramp(unit(float_marks), "#cdbd9f", "#dbcfb5", "#e6dcc6")
    painting = mottle(shade(painting, 0.008 * sandy - 0.12 * split), seed, 1.3)
    streaks = step(0.5, 2.4, grain(n, seed, "streaks", slope=1.0, low=6, high=70, stretch=(1.0, 7.0)))
    painting = over(painting, "#8d7f68", 0.5 * wear * streaks)
    clay = ramp(per_label(wall.label, seed, "clay") * under, "#8d8373", "#9c573c", "#b87350")
    painting = blend(painting, clay, bare)
    rim = step(2.2, 2.35, bare_field) * (1.0 - bare)
    painting = shade(painting, 0.03 * rim)
    return finish(spec, Sheet(height, painting, 0.88 + 0.03 * sandy, 0.028, 2.4))


def concrete(spec: SurfaceSpec) -> Material:
    n, seed, wear = spec.pixels, spec.seed, spec.wear
    panel = courses(n, seed, rows=2, blocks=2, stagger=0.0, rounding=0.001)
    seam = 1.0 - step(0.0025, 0.0055, panel.edge)
    cast = grain(n, seed, "cast", slope=1.2, low=2, high=60)
    fine = grain(n, seed, "fine", slope=0.25, low=50)
    boards = grain(n, seed, "boards", slope=0.6, low=10, high=200, stretch=(14.0, 1.0))
    holes = step(2.1, 2.5, grain(n, seed, "bubbles", slope=0.1, low=40, high=110))
    split = cracks(n, seed, count=3, width=0.008) * wear
    height = 0.7 + 0.025 * cast + 0.012 * fine + 0.02 * boards - 0.3 * holes - 0.45 * seam - 0.3 * split
    tone = unit(cast + 0.4 * boards) * 0.8 + 0.2 * per_label(panel.label, seed, "panel")
    painting = ramp(tone, "#6e6a63", "#8a867d", "#a5a095", "#bab4a6")
    painting = mottle(shade(painting, 0.012 * fine - 0.1 * holes - 0.14 * seam - 0.14 * split), seed)
    drips = step(0.4, 2.2, grain(n, seed, "drips", slope=0.9, low=8, high=90, stretch=(1.0, 9.0)) - 0.4 + wear)
    painting = over(painting, "#4c463d", 0.45 * wear * drips)
    return finish(spec, Sheet(height, painting, 0.8 + 0.04 * fine - 0.05 * cast, 0.022, 3.0))


def roof_tiles(spec: SurfaceSpec) -> Material:
    """Barrel tiles in overlapping courses: each hangs over the one below (towards -v)."""
    n, seed, wear = spec.pixels, spec.seed, spec.wear
    bend = warp(n, seed, size=0.0012, low=4, high=60)
    roof = courses(n, seed, rows=8, blocks=10, uneven=(0.0, 0.06), stagger=0.0, rounding=0.004, warp=bend)
    slip = 0.10 * (per_label(roof.label, seed, "slip") - 0.5)
    barrel = np.sqrt(np.clip(1.0 - ((roof.across - 0.5) / 0.5) ** 2, 0.0, 1.0))
    lap = np.clip(1.0 - (roof.along + slip), 0.0, 1.0)
    lip = step(0.0, 0.05, roof.along)
    rough = grain(n, seed, "fired", slope=0.8, low=10)
    height = (0.12 + 0.5 * barrel + 0.3 * lap * (0.35 + 0.65 * barrel)) * (0.35 + 0.65 * lip) + 0.014 * rough
    own = per_label(roof.label, seed, "own")
    painting = ramp(0.8 * own + 0.2 * unit(rough), "#7c3222", "#a34527", "#bd5a33", "#cb7446", "#d9925f")
    painting = over(painting, "#6d5a46", 0.55 * step(0.86, 0.95, per_label(roof.label, seed, "aged")))
    painting = shade(painting, 0.012 * rough + 0.10 * (barrel - 0.7) + 0.06 * (lap - 0.6) - 0.12 * (1.0 - lip))
    painting = grime(mottle(painting, seed), height, seed, 0.55 * wear)
    lichen = step(1.2, 1.7, grain(n, seed, "lichen", slope=0.8, low=6, high=80) + 0.8 * wear)
    painting = over(painting, "#a8a070", 0.5 * lichen * wear)
    painting, moss = mossed(painting, height, seed, 0.7 * wear - 0.1)
    return finish(spec, Sheet(height + 0.05 * moss, painting, 0.78 + 0.05 * rough + 0.1 * moss, 0.09, 2.0))


def slate_roof(spec: SurfaceSpec) -> Material:
    n, seed, wear = spec.pixels, spec.seed, spec.wear
    roof = courses(
        n, seed, rows=9, blocks=8, uneven=(0.05, 0.3), rounding=0.004, warp=warp(n, seed, size=0.0012, high=80)
    )
    layers = grain(n, seed, "layers", slope=0.8, low=6, high=200, stretch=(1.0, 4.0))
    chipped = step(0.02, 0.10, roof.along + 0.025 * grain(n, seed, "chipped", slope=0.5, low=30))
    lap = 1.0 - roof.along
    gap = step(0.0012, 0.0035, roof.edge)
    height = (0.25 + 0.5 * lap + 0.14 * (per_label(roof.label, seed, "lift") - 0.5)) * (0.3 + 0.7 * chipped * gap)
    height += 0.03 * layers
    tone = 0.65 * per_label(roof.label, seed, "tone") + 0.35 * unit(layers)
    painting = ramp(tone, "#3a4048", "#4d535b", "#626870", "#7d8084", "#8b8a88")
    plum = step(0.75, 0.9, per_label(roof.label, seed, "plum"))
    painting = lean(painting, plum, 0.0, 0.016, 0.0)
    painting = shade(painting, 0.05 * (lap - 0.5) - 0.16 * (1.0 - chipped * gap))
    painting = grime(mottle(painting, seed, 1.2), height, seed, 0.4 * wear)
    painting, moss = mossed(painting, height, seed, 0.65 * wear - 0.05)
    return finish(spec, Sheet(height + 0.04 * moss, painting, 0.55 + 0.06 * layers + 0.3 * moss, 0.045, 2.0))


def marble(spec: SurfaceSpec) -> Material:
    """Polished slabs with veins that fork and fade."""
    n, seed, wear = spec.pixels, spec.seed, spec.wear
    slab = courses(n, seed, rows=2, blocks=2, stagger=0.0, rounding=0.002)
    cloud = grain(n, seed, "cloud", slope=1.5, low=1.5, high=60)
    first = grain(n, seed, "vein", slope=2.0, low=1.5, high=120) + 0.05 * cloud
    second = grain(n, seed, "thread", slope=1.9, low=3, high=200)
    bold = np.exp(-((first / 0.09) ** 2)) * step(-1.2, 0.8, cloud)
    fine = np.exp(-((second / 0.07) ** 2)) * step(-0.8, 1.0, grain(n, seed, "fade", slope=1.3, low=2, high=16))
    joint = 1.0 - step(0.0012, 0.003, slab.edge)
    painting = ramp(unit(cloud), "#c2c0bd", "#d6d3cd", "#e4e0d8")
    painting = over(over(painting, "#6f747c", 0.75 * bold), "#9a8a72", 0.5 * fine)
    painting = over(mottle(painting, seed, 0.6), "#7b756b", joint)
    scratches = grain(n, seed, "scratches", slope=0.2, low=60)
    height = 0.8 - 0.06 * bold - 0.5 * joint + 0.02 * wear * scratches
    painting = grime(painting, height, seed, 0.25 * wear)
    return finish(spec, Sheet(height, painting, 0.16 + 0.35 * wear + 0.05 * cloud * wear + 0.4 * joint, 0.008, 2.0))
