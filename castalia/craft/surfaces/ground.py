"""What one walks on: grass, moss, soil, mud, sand, gravel, asphalt, snow."""

from __future__ import annotations

import numpy as np

from castalia.craft.surfaces.colour import blend, mottle, over, ramp, shade
from castalia.craft.surfaces.finish import Sheet, SurfaceSpec, finish
from castalia.craft.surfaces.patterns import cells, fbm, grain, per_label, step, unit
from castalia.craft.surfaces.wear import cracks, grime, warp
from castalia.world import Floats, Material


def _blades(n: int, seed: int, name: str, width: int) -> Floats:
    """Blades of grass in three leanings, the highest in front; about 0..1."""
    upright = grain(n, seed, name, "up", slope=0.25, low=width, high=6 * width, stretch=(1.0, 5.0))
    left = grain(n, seed, name, "left", slope=0.25, low=width, high=6 * width, stretch=(1.0, 3.2))
    wave = (np.arange(n) / n).astype(np.float32)
    lean = (0.035 * np.sin(2.0 * np.pi * 4.0 * wave) * n).astype(np.int32)
    sheared = np.stack([np.roll(row, shift) for row, shift in zip(left, lean, strict=True)])
    mirrored = np.stack([np.roll(row, -2 * shift) for row, shift in zip(left[:, ::-1], lean, strict=True)])
    return unit(np.maximum(np.maximum(upright, 0.9 * sheared), 0.9 * mirrored))


def grass(spec: SurfaceSpec) -> Material:
    n, seed, wear = spec.pixels, spec.seed, spec.wear
    blades = _blades(n, seed, "blades", 26)
    tufts = grain(n, seed, "tufts", slope=1.0, low=3, high=26)
    bare = step(1.5, 2.3, grain(n, seed, "bare", slope=1.1, low=2, high=30) - 0.3 * tufts + 1.1 * wear - 0.4)
    height = 0.12 + (0.62 * blades + 0.12 * unit(tufts)) * (1.0 - 0.75 * bare)
    painting = ramp(0.72 * blades + 0.28 * unit(tufts), "#2c3d17", "#48662a", "#688a37", "#8da84b", "#b3bf68")
    straw = step(0.8, 2.0, grain(n, seed, "straw", slope=0.4, low=10, high=90, stretch=(1.0, 3.0)) + 0.8 * wear)
    painting = over(mottle(painting, seed, 1.9), "#b5a45c", 0.5 * straw * blades)
    earth = ramp(unit(grain(n, seed, "earth", slope=0.6, low=8)), "#4a3a28", "#7a6142")
    painting = blend(painting, earth, 0.85 * bare)
    flecks = step(2.9, 3.2, grain(n, seed, "flecks", slope=0.1, low=30, high=60))
    painting = over(painting, "#e2dc9a", flecks * (1.0 - bare))
    return finish(spec, Sheet(height, painting, np.full((n, n), 0.9, np.float32), 0.09, 3.0, translucency=0.0))


def moss(spec: SurfaceSpec) -> Material:
    n, seed, wear = spec.pixels, spec.seed, spec.wear
    cushion = cells(n, seed, "cushions", count=(9, 9), warp=warp(n, seed, size=0.016, low=3, high=50))
    fronds = grain(n, seed, "fronds", slope=0.15, low=50, high=400)
    stars = cells(n, seed, "stars", count=(90, 90))
    dome = np.sqrt(np.clip(cushion.edge * 1.8, 0.0, 1.0))
    height = 0.15 + 0.6 * dome + 0.05 * fronds + 0.1 * (0.6 - stars.centre)
    tone = 0.5 * dome + 0.25 * per_label(cushion.label, seed, "tone") + 0.25 * unit(fronds - 1.5 * stars.centre)
    painting = ramp(tone, "#253315", "#435b20", "#67822c", "#94a63c", "#bcc25c")
    brown = step(0.9, 2.1, grain(n, seed, "brown", slope=1.1, low=2, high=40) + 0.6 * wear)
    painting = over(mottle(painting, seed, 1.5), "#7b6236", 0.55 * brown)
    return finish(spec, Sheet(height, painting, np.full((n, n), 0.94, np.float32), 0.06, 1.6))


def _pebbles(n: int, seed: int, name: str, count: int, keep: float) -> tuple[Floats, Floats]:
    """Scattered stones: their height (0 outside) and a tone for each."""
    stones = cells(
        n,
        seed,
        name,
        count=(count, count),
        jitter=0.85,
        warp=warp(n, seed, name, size=0.04 / count, low=count, high=3 * count),
    )
    size = 0.16 + 0.3 * per_label(stones.label, seed, name, "size")
    here = per_label(stones.label, seed, name, "here") < keep
    rise = np.sqrt(np.clip(1.0 - (stones.centre / size) ** 2, 0.0, 1.0)) * here
    return rise.astype(np.float32) * (0.5 + size), per_label(stones.label, seed, name, "tone")


def soil(spec: SurfaceSpec) -> Material:
    n, seed, wear = spec.pixels, spec.seed, spec.wear
    clods = fbm(n, seed, "clods", cells=9, octaves=5)
    crumbs = grain(n, seed, "crumbs", slope=0.3, low=30)
    rise, tone = _pebbles(n, seed, "stones", 17, 0.3)
    small, small_tone = _pebbles(n, seed, "grit", 46, 0.45)
    stone = step(0.05, 0.2, rise)
    grit = step(0.05, 0.2, small) * (1.0 - stone)
    height = 0.3 + 0.26 * clods + 0.05 * crumbs + 0.34 * rise + 0.12 * small * (1.0 - stone)
    painting = ramp(unit(clods + 0.3 * crumbs), "#30221a", "#4b3727", "#664c35", "#80634a")
    painting = mottle(painting, seed, 1.5)
    for mask, shades in ((grit, small_tone), (stone, tone)):
        pebble = ramp(shades, "#5f5347", "#84776a", "#a6978a")
        painting = blend(painting, pebble, 0.85 * mask)
    roots = np.exp(-((grain(n, seed, "roots", slope=1.4, low=2, high=90) / 0.02) ** 2)) * (1.0 - stone)
    painting = over(painting, "#8d7150", 0.45 * roots)
    painting = over(painting, "#8a7a5a", 0.4 * wear * step(0.2, 1.5, crumbs + clods))
    return finish(spec, Sheet(height + 0.05 * roots, painting, 0.93 - 0.15 * stone, 0.10, 2.5))


def mud(spec: SurfaceSpec) -> Material:
    """Slumped earth with pools that shine, wet round them, dried to cracked plates where it lies high."""
    n, seed, wear = spec.pixels, spec.seed, spec.wear
    swell = grain(n, seed, "swell", slope=1.7, low=1.5, high=14)
    lumps = grain(n, seed, "lumps", slope=1.5, low=6, high=60)
    fine = grain(n, seed, "fine", slope=0.7, low=40, high=400)
    bed = 0.45 + 0.12 * swell + 0.045 * np.tanh(lumps) + 0.006 * fine
    pool = 0.36 - 0.14 * wear
    dry = step(pool + 0.10, pool + 0.28, bed)
    pit = step(0.045, 0.0, bed - pool)
    plates = cells(n, seed, "plates", count=(11, 11), warp=warp(n, seed, "plates", size=0.006, low=4, high=60))
    split = (1.0 - step(0.015, 0.07, plates.edge)) * dry
    curl = np.exp(-plates.edge / np.float32(0.12)) * dry * (1.0 - split)
    rise, tone = _pebbles(n, seed, "pebbles", 24, 0.12)
    stone = step(0.05, 0.2, rise) * (1.0 - pit)
    height = np.maximum(bed, pool) + 0.03 * curl - 0.12 * split + 0.08 * rise * stone
    earth = 0.25 + 0.45 * dry + 0.05 * lumps + 0.05 * fine + 0.12 * curl
    painting = ramp(earth, "#362b20", "#4b3c2d", "#66533f", "#7f6b51", "#968062")
    painting = mottle(painting, seed, 0.9)
    painting = over(painting, "#2a2119", 0.75 * split)
    painting = blend(painting, ramp(tone, "#5a5148", "#83796b", "#a39884"), 0.85 * stone)
    painting = over(painting, "#29241d", 0.8 * pit)
    straw = step(2.7, 3.0, grain(n, seed, "straw", slope=0.2, low=25, high=160, stretch=(5.0, 1.0)))
    painting = over(painting, "#a8925c", 0.7 * straw * (1.0 - pit))
    roughness = 0.34 + 0.52 * dry + 0.02 * fine * (1.0 - pit) - 0.27 * pit
    return finish(spec, Sheet(height, painting, roughness, 0.12, 2.5))


def sand(spec: SurfaceSpec) -> Material:
    """Wind ripples that fork, over broad swells."""
    n, seed, wear = spec.pixels, spec.seed, spec.wear
    swell = grain(n, seed, "swell", slope=1.6, low=1.5, high=12)
    bend = 0.3 * swell + 0.05 * grain(n, seed, "bend", slope=1.6, low=3, high=12)
    phase = (np.arange(n, dtype=np.float32)[:, None] / n) * 22.0 + 2.2 * bend
    saw = phase - np.floor(phase)
    ripple = np.where(saw < 0.68, saw / 0.68, (1.0 - saw) / 0.32)
    ripple = ripple * ripple * (3.0 - 2.0 * ripple) * step(-1.6, 0.6, grain(n, seed, "calm", slope=1.2, low=2, high=10))
    grains = grain(n, seed, "grains", slope=0.0, low=120)
    height = 0.3 + 0.12 * swell + 0.2 * ripple * (1.0 - 0.5 * wear) + 0.03 * grains
    tone = 0.15 + 0.2 * ripple + 0.2 * unit(swell) + 0.3 * unit(grains)
    painting = ramp(tone, "#a8814f", "#c6a069", "#d9b984", "#e6cfa2")
    painting = shade(mottle(painting, seed, 1.0), 0.012 * grains)
    shells = step(2.9, 3.3, grain(n, seed, "shells", slope=0.0, low=60, high=110))
    painting = over(painting, "#efe6d2", 0.8 * shells)
    return finish(spec, Sheet(height + 0.05 * shells, painting, np.full((n, n), 0.92, np.float32), 0.05, 2.5))


def gravel(spec: SurfaceSpec) -> Material:
    n, seed, wear = spec.pixels, spec.seed, spec.wear
    height = np.full((n, n), 0.08, np.float32)
    painting = ramp(unit(grain(n, seed, "bed", slope=0.4, low=20)), "#3e352b", "#63564a")
    for count, lift in ((38, 0.05), (26, 0.16), (17, 0.3)):
        rise, tone = _pebbles(n, seed, f"layer-{count}", count, 0.85)
        stone = lift + 0.5 * rise
        above = (rise > 0.02) & (stone > height)
        pebble = ramp(tone, "#5d5a57", "#857b6e", "#a79a88", "#9c7f68", "#bdb4a6")
        pebble = shade(pebble, 0.10 * (rise - 0.6))
        height = np.where(above, stone, height)
        painting = blend(painting, pebble, above.astype(np.float32))
    fine = grain(n, seed, "fine", slope=0.5, low=50)
    painting = grime(shade(mottle(painting, seed), 0.012 * fine), height, seed, 0.35 + 0.4 * wear)
    return finish(spec, Sheet(height + 0.01 * fine, painting, 0.82 + 0.04 * fine, 0.06, 1.5))


def asphalt(spec: SurfaceSpec) -> Material:
    """Chippings of two sizes in black binder, cracks, oil, puddles that shine."""
    n, seed, wear = spec.pixels, spec.seed, spec.wear
    rubbed = 0.25 * wear + 0.05 * grain(n, seed, "rubbed", slope=1.2, low=2, high=30)
    stone, tone = _chippings(n, seed, "chips", 120, rubbed)
    small, small_tone = _chippings(n, seed, "grit", 250, rubbed)
    small *= 1.0 - stone
    dips = grain(n, seed, "dips", slope=1.5, low=1.5, high=20)
    split = cracks(n, seed, count=3, width=0.02) * min(1.0, 0.3 + 1.3 * wear)
    puddle = step(1.7, 2.0, -dips + 0.06 * grain(n, seed, "rim", slope=0.6, low=20))
    bare = 1.0 - puddle
    height = 0.5 + 0.07 * dips + bare * (0.16 * stone * (0.5 + 0.5 * tone) + 0.06 * small) - 0.4 * split
    binder = unit(grain(n, seed, "binder", slope=0.5, low=8))
    painting: Floats = mottle(ramp(binder, "#2a2b2e", "#3e3f41", "#4b4b4c"), seed, 0.6)
    painting = blend(painting, ramp(small_tone, "#4f4f50", "#77756f", "#9c978d"), 0.75 * small)
    painting = blend(painting, ramp(tone, "#505154", "#6d6c6f", "#857f78", "#aba294"), 0.9 * stone)
    dust = step(-0.2, 1.8, grain(n, seed, "dust", slope=1.3, low=2, high=30))
    painting = over(painting, "#8b877e", 0.3 * wear * dust * (1.0 - puddle))
    painting = over(over(painting, "#141416", 0.9 * split), "#1f2124", 0.55 * puddle)
    oil = step(1.5, 2.1, grain(n, seed, "oil", slope=1.2, low=3, high=40))
    painting = over(painting, "#1a191b", 0.35 * oil)
    roughness = 0.88 - 0.72 * puddle - 0.28 * oil - 0.12 * stone
    return finish(spec, Sheet(height, painting, roughness, 0.018, 3.0))


def _chippings(n: int, seed: int, name: str, count: int, rubbed: Floats) -> tuple[Floats, Floats]:
    """Broken stone, 1 where traffic has ``rubbed`` it bare of binder, and a tone for each piece."""
    chips = cells(n, seed, name, count=(count, count), jitter=0.95)
    here = step(0.62, 0.72, per_label(chips.label, seed, name, "bare") + rubbed)
    return step(0.05, 0.2, chips.edge) * here, per_label(chips.label, seed, name, "tone")


def snow(spec: SurfaceSpec) -> Material:
    n, seed, wear = spec.pixels, spec.seed, spec.wear
    drift = grain(n, seed, "drift", slope=1.7, low=1.5, high=30, stretch=(1.6, 1.0))
    ridges = 1.0 - np.abs(fbm(n, seed, "sastrugi", cells=4, octaves=4)) * 2.2
    crystals = grain(n, seed, "crystals", slope=0.05, low=90)
    height = 0.45 + 0.13 * drift + 0.1 * ridges + 0.012 * crystals
    painting = ramp(unit(drift + 0.7 * ridges), "#b9cbdd", "#d2deea", "#e6edf3", "#f2f4f5")
    painting = shade(mottle(painting, seed, 0.5), 0.01 * crystals)
    twigs = step(2.8, 3.1, grain(n, seed, "twigs", slope=0.2, low=30, high=120, stretch=(3.0, 1.0)) + 0.4 * wear)
    painting = over(painting, "#6d5a48", 0.7 * twigs)
    sparkle = step(2.2, 3.0, crystals)
    return finish(spec, Sheet(height, painting, 0.8 - 0.5 * sparkle, 0.10, 3.0, cavity=0.35))
