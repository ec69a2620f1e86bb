"""The colour of the finished picture as one table: linear light in, display sRGB out.

Exposure, a pull of the shadows to one tone, AgX (Sobotka 2022; the polynomial fit by Wrensch 2023), power, saturation, an S-curve, the
split tone and a lean towards the palette are computed once for a coarse cube of colours and read off it afterwards.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from castalia.language.colour import LUMA, decoded, encoded, from_oklab, oklab
from castalia.world import Floats, Grade

NODES = 40
DARKEST, BRIGHTEST = -9.0, 6.0  # stops that the table covers
TOE = 2.0**DARKEST
_TO_AGX = np.array(
    [
        [0.842479062253094, 0.0784335999999992, 0.0792237451477643],
        [0.0423282422610123, 0.878468636469772, 0.0791661274605434],
        [0.0423756549057051, 0.0784336, 0.879142973793104],
    ]
)
_OPPOSED = 14.0
"""How soon a colour that is cool in a warm tone, or warm in a cool one, counts as one that leans the other way."""
_FROM_AGX = np.linalg.inv(_TO_AGX)


@lru_cache(maxsize=8)
def table(grade: Grade) -> Floats:
    """The cube (N,N,N,3) float32 of display values 0..1; node i stands for the light ``2^(stop i) - 2^-9``."""
    axis = np.maximum(2.0 ** np.linspace(DARKEST, BRIGHTEST, NODES) - TOE, 0)
    light = np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), axis=-1) * 2.0**grade.exposure
    display = _agx(_shadows_pulled(light))
    display = _split_toned(_curved(_saturated(display, 1.32 * grade.saturation), grade.contrast), grade)
    made = _leaned(display, grade).astype(np.float32)
    made[0, 0, 0] = 0.0
    made.setflags(write=False)
    return made


def _shadows_pulled(light: np.ndarray) -> np.ndarray:
    """Deep shadows lose most of their own hue to a cool brown: cures colour bouncing on like colour."""
    luma = light @ LUMA
    deep = 0.45 * np.exp(-luma / 0.045)[..., None]
    tone = np.array([1.02, 0.99, 1.05])
    return light + (luma[..., None] * tone - light) * deep


def _agx(light: np.ndarray) -> np.ndarray:
    stops = np.log2(np.maximum(light @ _TO_AGX.T, 1e-10))
    x = np.clip((stops + 12.47393) / (4.026069 + 12.47393), 0, 1)
    square = x * x
    fourth = square * square
    curve = 15.5 * fourth * square - 40.14 * fourth * x + 31.96 * fourth - 6.868 * square * x
    curve += 0.4298 * square + 0.1191 * x - 0.00232
    shown = np.maximum(np.maximum(curve, 0) @ _FROM_AGX.T, 0)
    # AgX alone is milky: a power on the display values gives it back its weight.
    return np.clip(1.09 * np.clip(shown, 0, 1) ** 1.2, 0, 1)


def _saturated(display: np.ndarray, amount: float) -> np.ndarray:
    luma = (display @ LUMA)[..., None]
    return np.clip(luma + (display - luma) * amount, 0, 1)


def _curved(display: np.ndarray, contrast: float) -> np.ndarray:
    """An S round mid-grey; contrast 1 already bends a little, 0 would be straight."""
    smooth = display * display * (3 - 2 * display)
    return np.clip(display + (smooth - display) * (0.42 * contrast + 0.8 * max(contrast - 1, 0)), 0, 1)


def _split_toned(display: np.ndarray, grade: Grade) -> np.ndarray:
    luma = (display @ LUMA)[..., None]
    share = luma * luma * (3 - 2 * luma)
    tints = [
        np.asarray(colour) / max(float(np.asarray(colour) @ LUMA), 1e-4) for colour in (grade.shadows, grade.lights)
    ]
    tint = tints[0] + (tints[1] - tints[0]) * share
    # What leans the other way keeps its colour, or a warm tone would make a blue sky grey.
    opposed = np.clip(-_OPPOSED * (display[..., :1] - display[..., 2:]) * (tint[..., :1] - tint[..., 2:]), 0, 1)
    return np.clip(display * (1 + 0.6 * (1 - opposed) * (tint - 1)), 0, 1)


def _leaned(display: np.ndarray, grade: Grade) -> np.ndarray:
    """Move each colour's hue towards the palette colours near it in OKLab; lightness hardly moves."""
    if not grade.palette or grade.lean <= 0:
        return display
    lab = oklab(decoded(display))
    swatches = oklab(np.asarray(grade.palette, np.float64))
    away = ((lab[..., None, :] - swatches) ** 2 * np.array([0.55, 1.0, 1.0])).sum(axis=-1)
    weight = np.exp(-away / 0.02) + 1e-9
    goal = (weight[..., None] * swatches).sum(axis=-2) / weight.sum(axis=-1, keepdims=True)
    strength = grade.lean * np.clip(weight.sum(axis=-1) * 2.5, 0.35, 1)[..., None]
    # Black and white stay neutral.
    strength = strength * np.clip(lab[..., :1] * 4, 0, 1) * np.clip((1.02 - lab[..., :1]) * 6, 0, 1)
    lab[..., 1:] += (goal[..., 1:] - lab[..., 1:]) * strength
    return encoded(from_oklab(lab))


STOPS = (NODES - 1) / (BRIGHTEST - DARKEST)
LOG_TOE = math.log2(TOE)
