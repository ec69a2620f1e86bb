"""Every material at 2048 texels a side: seconds to make, the width of a tile, texel density, and whether its maps agree.

python bench/materials.py > docs/materials.md

Height and normal agree where the normal map is what central differences of the height map say, by the tile's own
relief: the correlation of both slopes is given. A tile repeats without a seam where the step over its edge is no larger
than steps beside it: the ratio to the largest within a 32nd of a tile is given. The mean of all steps would be no fair
measure: courses begin at the edge, so that a joint lies on it, which is no seam, for its ragged line runs through the
rows beside it as well. Tiles with a strip cut off show 1.2 to 29.
"""

from __future__ import annotations

import time

import numpy as np

from castalia.craft.materials import material_of
from castalia.registry import surfaces
from castalia.world import Floats, Material

PIXELS, BOUND = 2048, 4.0
HEAD = """# Materials measured

Made by `python bench/materials.py > docs/materials.md`: each material at {pixels} texels a side, alone, on two cores. Bound: {bound:.0f} s. *Slopes* is the correlation of the normal map's slopes with the height map's;
*seam* the step over the tile's edge as a ratio to the largest step beside it (none up to 1).

| material | seconds | tile, m | texels a metre | slopes | seam |
|---|---|---|---|---|---|
"""


def main() -> None:
    print(HEAD.format(pixels=PIXELS, bound=BOUND), end="")
    worst = 0.0
    for kind in sorted(surfaces()):
        began = time.perf_counter()
        made = material_of(None, kind, 1, PIXELS)
        seconds = time.perf_counter() - began
        worst = max(worst, seconds)
        density = PIXELS / made.metres
        print(
            f"| {kind} | {seconds:.1f} | {made.metres:g} | {density:.0f} | {slopes(made):.2f} | {seam(made):.2f} |",
            flush=True,
        )
    print(f"\nThe slowest takes {worst:.1f} s: {'within' if worst < BOUND else 'beyond'} the bound.")


def slopes(made: Material) -> float:
    """Correlation of the slopes that height and normal tell; 1 for a surface that is flat in both."""
    height, normal = made.height.astype(np.float64), made.normal.astype(np.float64)
    told = np.stack([np.roll(height, 1, 1) - np.roll(height, -1, 1), np.roll(height, -1, 0) - np.roll(height, 1, 0)])
    shown = np.moveaxis(normal[..., :2] / np.maximum(normal[..., 2:], 1e-3), -1, 0)
    if told.std() < 1e-7:
        return 1.0
    return float(np.corrcoef(told.ravel(), shown.ravel())[0, 1])


def seam(made: Material) -> float:
    """Mean step of the albedo over the tile's edges, as a ratio to the largest between neighbours close to that edge."""
    return max(_step(made.albedo, axis) for axis in (0, 1))


def _step(albedo: Floats, axis: int) -> float:
    steps = np.abs(np.roll(albedo, -1, axis) - albedo).mean(axis=(1 - axis, 2))
    close = len(steps) // 32
    beside = max(steps[:close].max(), steps[-1 - close : -1].max())
    return float(steps[-1] / max(beside, 1e-9))


if __name__ == "__main__":
    main()
