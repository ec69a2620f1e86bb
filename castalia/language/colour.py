"""sRGB, OKLab and OKLCh: fields of colours (...,3) as arrays, single colours as triples or ``#rrggbb``.

sRGB's curve is that of IEC 61966-2-1, OKLab that of Ottosson 2020, "A perceptual color space for image processing".
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

Triple = tuple[float, float, float]
Floats = NDArray[np.floating[Any]]

LUMA = np.array([0.2126, 0.7152, 0.0722])
"""What red, green and blue light weigh in luminance (BT.709)."""
_TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
FROM_LAB, FROM_CONES = np.linalg.inv(_TO_LAB), np.linalg.inv(_TO_CONES)
"""From OKLab to cones' cube roots, and from cones to linear light: matrices (3,3)."""


# --- fields of colours ------------------------------------------------------------------------------------------------


def decoded(shade: Floats) -> Floats:
    """sRGB 0..1 to linear light."""
    return np.where(shade <= 0.04045, shade / 12.92, ((shade + 0.055) / 1.055) ** 2.4).astype(shade.dtype)


def encoded(light: Floats) -> Floats:
    """Linear light to sRGB 0..1; what lies outside 0..1 is clipped."""
    light = np.clip(light, 0, 1)
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055).astype(light.dtype)


def oklab(light: Floats) -> Floats:
    """Linear light (...,3) to OKLab (...,3), lightness first."""
    return np.cbrt(light @ _TO_CONES.T.astype(light.dtype)) @ _TO_LAB.T.astype(light.dtype)


def lightness(pixels: NDArray[np.uint8]) -> Floats:
    """OKLab's lightness (...) 0..1 of sRGB pixels (...,3)."""
    light = decoded(pixels.astype(np.float32) / 255)
    return np.cbrt(light @ _TO_CONES.T.astype(light.dtype)) @ _TO_LAB[0].astype(light.dtype)


def from_oklab(lab: Floats) -> Floats:
    """OKLab (...,3) to linear light (...,3), unclipped."""
    cones = lab @ FROM_LAB.T.astype(lab.dtype)
    return (cones * cones * cones) @ FROM_CONES.T.astype(lab.dtype)


# --- single colours ---------------------------------------------------------------------------------------------------


def hex_to_srgb(text: str) -> Triple:
    """``#rrggbb`` to sRGB 0..1."""
    red, green, blue = (int(text[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def srgb_to_hex(colour: Triple) -> str:
    return "#" + "".join(f"{round(min(max(part, 0.0), 1.0) * 255):02x}" for part in colour)


def hex_to_linear(text: str) -> Triple:
    return _triple(decoded(np.array(hex_to_srgb(text))))


def linear_to_hex(colour: Triple) -> str:
    """Linear light 0..1 to ``#rrggbb``."""
    return srgb_to_hex(_triple(encoded(np.array(colour))))


def linear_to_oklab(colour: Triple) -> Triple:
    return _triple(oklab(np.array(colour)))


def oklab_to_linear(colour: Triple) -> Triple:
    return _triple(from_oklab(np.array(colour)))


def hex_to_oklch(text: str) -> Triple:
    """Lightness 0..1, chroma 0..~0.32, hue in degrees 0..360."""
    light, a, b = linear_to_oklab(hex_to_linear(text))
    return light, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def oklch_to_hex(light: float, chroma: float, hue: float) -> str:
    """The nearest sRGB colour of the same lightness and hue: chroma is reduced until it fits."""
    angle = math.radians(hue)

    def linear(scale: float) -> Triple:
        return oklab_to_linear((light, chroma * scale * math.cos(angle), chroma * scale * math.sin(angle)))

    def fits(scale: float) -> bool:
        return all(-1e-4 <= part <= 1 + 1e-4 for part in linear(scale))

    low, high = 0.0, 1.0
    if not fits(1.0):
        for _ in range(16):
            middle = (low + high) / 2
            low, high = (middle, high) if fits(middle) else (low, middle)
        high = low
    return linear_to_hex(linear(high))


def _triple(colour: Floats) -> Triple:
    one, two, three = colour.tolist()
    return one, two, three
