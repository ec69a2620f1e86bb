"""sRGB, OKLab and OKLCh (Ottosson 2020, "A perceptual color space for image processing")."""

from __future__ import annotations

import math

Triple = tuple[float, float, float]


def hex_to_srgb(text: str) -> Triple:
    """``#rrggbb`` to sRGB 0..1."""
    red, green, blue = (int(text[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def srgb_to_hex(colour: Triple) -> str:
    return "#" + "".join(f"{round(min(max(part, 0.0), 1.0) * 255):02x}" for part in colour)


def to_linear(part: float) -> float:
    """One sRGB channel to linear light (IEC 61966-2-1)."""
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def to_srgb(part: float) -> float:
    """One channel of linear light to sRGB; negative light is clamped to 0."""
    part = max(part, 0.0)
    return part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def linear_to_hex(colour: Triple) -> str:
    """Linear light 0..1 to ``#rrggbb``."""
    red, green, blue = (to_srgb(part) for part in colour)
    return srgb_to_hex((red, green, blue))


def linear_to_oklab(colour: Triple) -> Triple:
    red, green, blue = colour
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def oklab_to_linear(colour: Triple) -> Triple:
    light, green_red, blue_yellow = colour
    long = (light + 0.3963377774 * green_red + 0.2158037573 * blue_yellow) ** 3
    medium = (light - 0.1055613458 * green_red - 0.0638541728 * blue_yellow) ** 3
    short = (light - 0.0894841775 * green_red - 1.2914855480 * blue_yellow) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def hex_to_oklch(text: str) -> Triple:
    """Lightness 0..1, chroma 0..~0.32, hue in degrees 0..360."""
    red, green, blue = (to_linear(part) for part in hex_to_srgb(text))
    light, a, b = linear_to_oklab((red, green, blue))
    return light, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def hex_to_linear(text: str) -> Triple:
    red, green, blue = (to_linear(part) for part in hex_to_srgb(text))
    return red, green, blue


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
    red, green, blue = (to_srgb(part) for part in linear(high))
    return srgb_to_hex((red, green, blue))
