"""Sky, air and grade from a plan: time, weather, light, mood, look and palette.

The default camera looks along -z: light from the "back" has the sun ahead of it. Radiances are on the scale where a
white wall that faces the noon sun returns about 2.6.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from castalia.craft.places import place_of
from castalia.craft.skies import NOON, scaled, towards
from castalia.language.colour import hex_to_linear, linear_to_oklab, oklab_to_linear
from castalia.language.plan import Decisions
from castalia.randomness import generator
from castalia.world import Air, Colour, Grade, Sky


@dataclass(frozen=True)
class Hour:
    """The sun (or the ``moon``) and the sky at one time of day: elevation in degrees, radiances, stops of exposure.
    A ``low`` sun colours all; ``mist`` is the share of what may lie that does; lights are on when it is ``dark``, fires are
    lit at home when it is ``cool``."""

    elevation: float
    sun: Colour
    zenith: Colour
    horizon: Colour
    exposure: float = 0.0
    stars: float = 0.0
    mist: float = 0.15
    low: bool = False
    dark: bool = False
    cool: bool = False
    moon: bool = False


HOURS: Mapping[str, Hour] = MappingProxyType(
    {
        "dawn": Hour(
            7.0, (1.65, 0.98, 0.66), (0.21, 0.30, 0.50), (0.96, 0.66, 0.54), 0.15, 0.05, 1.0, low=True, cool=True
        ),
        "morning": Hour(24.0, (2.30, 1.92, 1.46), (0.18, 0.37, 0.78), (0.62, 0.77, 0.92), 0.0, mist=0.5),
        "noon": Hour(56.0, (2.70, 2.52, 2.26), NOON, (0.58, 0.77, 0.96), -0.1),
        "afternoon": Hour(34.0, (2.50, 2.16, 1.68), (0.18, 0.37, 0.76), (0.64, 0.76, 0.88), 0.0),
        "dusk": Hour(
            8.0,
            (2.10, 1.02, 0.44),
            (0.17, 0.21, 0.42),
            (1.02, 0.55, 0.28),
            0.1,
            0.1,
            0.45,
            low=True,
            dark=True,
            cool=True,
        ),
        "night": Hour(
            30.0,
            (0.23, 0.28, 0.39),
            (0.021, 0.033, 0.058),
            (0.054, 0.076, 0.113),
            1.15,
            0.9,
            0.5,
            dark=True,
            cool=True,
            moon=True,
        ),
    }
)


@dataclass(frozen=True)
class Conditions:
    """What weather does: the share of sun let through, how grey the sky gets and how bright, its clouds; metres of sight,
    mist that lies and how much deeper, its veil over the sky; what falls; wind; how much rougher water gets; ``opened``
    is the share of the lost light that the eye makes up for."""

    sun: float = 1.0
    grey: float = 0.0
    sky: float = 1.0
    clouds: float = 0.2
    sight: float = 4000.0
    mist: float = 0.0
    deep: float = 0.0
    veil: float = 0.1
    rain: float = 0.0
    snow: float = 0.0
    wind: float = 0.2
    rough: float = 0.0
    opened: float = 1.0


WEATHERS: Mapping[str, Conditions] = MappingProxyType(
    {
        "clear": Conditions(clouds=0.12),
        "cloudy": Conditions(0.85, 0.18, 1.0, 0.5),
        "overcast": Conditions(0.22, 0.72, 0.95, 0.95, sight=2200.0),
        # Fog and snow are bright of themselves, a storm is to be dark.
        # Fog lies: what is low and far drowns, crowns and ridges stand out of it in layers.
        "fog": Conditions(0.5, 0.55, 0.95, 0.6, 800.0, 0.018, deep=0.5, veil=0.5, rough=-0.03, opened=0.0),
        "rain": Conditions(0.20, 0.80, 0.72, 0.95, 900.0, 0.002, veil=0.2, rain=0.6, wind=0.35, rough=0.10),
        "storm": Conditions(0.05, 0.90, 0.40, 1.0, 700.0, 0.002, veil=0.25, rain=1.0, wind=0.95, rough=0.5, opened=0.4),
        "snow": Conditions(0.32, 0.70, 1.0, 0.9, 560.0, 0.002, veil=0.35, snow=0.7, wind=0.25, opened=0.3),
        "wind": Conditions(0.95, 0.08, 1.0, 0.4, wind=0.85, rough=0.22),
    }
)


@dataclass(frozen=True)
class LookTone:
    """What a look adds to the grade; saturation and contrast multiply, exposure adds stops."""

    saturation: float = 1.0
    contrast: float = 1.0
    exposure: float = 0.0
    bloom: float = 0.2
    brush: float = 0.5
    vignette: float = 0.3
    grain: float = 0.0
    lean: float = 0.38
    warmth: float = 0.0


LOOKS: Mapping[str, LookTone] = MappingProxyType(
    {
        "painterly": LookTone(brush=0.62, bloom=0.22),
        "storybook": LookTone(1.18, 0.95, 0.15, 0.25, 0.45, 0.18),
        "noir": LookTone(0.22, 1.28, -0.15, 0.25, 0.12, 0.5, 0.35, 0.15),
        "haze": LookTone(0.88, 0.88, 0.1, 0.42, 0.5, 0.22),
        "neon": LookTone(1.32, 1.14, -0.05, 0.6, 0.2, 0.4, 0.08, 0.42),
        "golden": LookTone(1.1, 1.04, 0.05, 0.34, 0.5, 0.3, warmth=0.45),
    }
)


def sun_bearing(plan: Decisions, seed: int) -> float:
    """Degrees from straight ahead of the default camera to the sun; positive to the right."""
    rng = generator(seed, "light")
    side = float(rng.choice([-1.0, 1.0]))
    reach = {"back": (10.0, 22.0), "side": (68.0, 96.0), "front": (135.0, 160.0), "overhead": (25.0, 60.0)}
    low, high = reach.get(plan.scene.light.direction, (30.0, 80.0))
    return side * float(rng.uniform(low, high))


def opening(plan: Decisions, seed: int) -> float:
    """The bearing where the ridges open: towards a sun that stands ahead, else a third to one side."""
    bearing = sun_bearing(plan, seed)
    return bearing if abs(bearing) < 40 else math.copysign(13.0, bearing)


def sky_of(plan: Decisions, seed: int) -> Sky:
    """The sky over a plan."""
    scene = plan.scene
    hour, weather = HOURS[scene.time], WEATHERS[scene.weather]
    strength = (0.55 + 0.75 * scene.light.strength) * weather.sun
    if scene.light.direction == "diffuse":
        strength *= 0.4
    # A low sun colours fog and cloud alike, so that dawn stays dawn behind them.
    grey = weather.grey * (0.55 if hour.low else 1.0)
    zenith, horizon = (_greyed(colour, grey, weather.sky) for colour in (hour.zenith, hour.horizon))
    if scene.time not in ("noon",):
        zenith, horizon = (_leaned(colour, _closest(colour, plan), 0.3) for colour in (zenith, horizon))
    sky = Sky(
        sun_direction=towards(sun_bearing(plan, seed), _elevation(plan)),
        sun_radiance=scaled(hour.sun, strength),
        zenith=zenith,
        horizon=horizon,
        ground=scaled(_mixed(horizon, (0.25, 0.22, 0.18), 0.5), 0.35),
        clouds=weather.clouds,
        stars=hour.stars * (1 - weather.clouds),
        moon=hour.moon,
    )
    return place_of(scene.setting).sky(sky)


def air_of(plan: Decisions, sky: Sky, indoors: bool) -> Air:
    """Fog and what falls: ``light.haze`` 0 lets one see 3,600 m, 1 about 440 m (5% contrast: 3 / extinction).
    Mist lies low, so that crowns, towers and hills stand out of it, one behind the other."""
    scene = plan.scene
    weather, haze = WEATHERS[scene.weather], scene.light.haze
    sight = min(3600.0 * 0.122**haze, weather.sight)
    mist = weather.mist + 0.010 * HOURS[scene.time].mist * haze**1.3
    glow = _mixed(sky.horizon, scaled(sky.sun_radiance, 0.35), 0.22)
    colour = _mixed(glow, sky.zenith, 0.18)
    medium = place_of(scene.setting).medium
    if medium == "void":
        return Air(0.0, 0.0, 1.0, colour, wind=0.0)
    if medium == "water":
        return Air(3 / (90.0 * 0.55**haze), 0.0, 4.0, _mixed(sky.horizon, sky.zenith, 0.12), start=3.0, wind=0.35)
    if indoors:
        return Air(0.003 + 0.006 * haze, 0.0, 2.0, scaled(colour, 0.25), start=4.0, wind=0.0)
    height = 2.5 + 4.5 * haze + weather.deep
    return Air(
        haze=3 / sight,
        mist=mist,
        mist_height=height,
        colour=colour,
        start=18.0 if sight > 200 else 10.0,
        veil=weather.veil,
        rain=weather.rain,
        snow=weather.snow,
        wind=weather.wind,
    )


def grade_of(plan: Decisions, indoors: bool, lamps: int = 0) -> Grade:
    """The finish: brightness sets exposure, warmth the split tone, energy saturation, tension contrast.

    Many ``lamps`` in the dark ask for a quarter of a stop less, so that lit windows do not burn out.
    """
    mood, tone = plan.mood, LOOKS[plan.look]
    hour, weather = HOURS[plan.scene.time], WEATHERS[plan.scene.weather]
    warmth = max(min(mood.warmth + tone.warmth, 1.0), -1.0)
    glare = -min(lamps / 48, 0.25) if hour.moon and not indoors else 0.0
    dim = 0.55 * (1 - weather.sun) * weather.opened
    asked = 0.75 * mood.brightness + tone.exposure
    return Grade(
        exposure=hour.exposure + asked + dim + glare + (1.1 if indoors else 0.0),
        saturation=tone.saturation * (1.0 + 0.14 * mood.energy + 0.08 * mood.valence),
        contrast=tone.contrast * (1.0 + 0.10 * mood.tension + 0.05 * mood.energy),
        shadows=_mixed((0.78, 0.90, 1.0), (0.96, 0.90, 0.86), 0.5 + 0.5 * warmth),
        lights=_mixed((0.92, 0.97, 1.0), (1.0, 0.91, 0.76), 0.5 + 0.5 * warmth),
        palette=tuple(hex_to_linear(colour) for colour in plan.palette),
        lean=tone.lean,
        bloom=tone.bloom,
        brush=tone.brush,
        vignette=tone.vignette,
        grain=tone.grain,
        asked=asked,
    )


# ------------------------------------------------------------------ colours


def _elevation(plan: Decisions) -> float:
    """A low sun stays low; overhead light lifts it as far as the hour allows."""
    hour = HOURS[plan.scene.time]
    if plan.scene.light.direction != "overhead":
        return min(hour.elevation, 30.0) if plan.scene.light.direction == "back" else hour.elevation
    return hour.elevation if hour.low else max(hour.elevation, 62.0)


def _greyed(colour: Colour, grey: float, strength: float) -> Colour:
    light = 0.3 * colour[0] + 0.5 * colour[1] + 0.2 * colour[2]
    return scaled(_mixed(colour, (light * 0.96, light * 1.0, light * 1.06), grey), strength)


def _closest(colour: Colour, plan: Decisions) -> Colour:
    """The palette colour whose hue is nearest, by the angle between OKLab chroma vectors; vivid ones count more."""
    _, a, b = linear_to_oklab(colour)

    def likeness(other: Colour) -> float:
        _, c, d = linear_to_oklab(other)
        return (a * c + b * d) / max(math.hypot(a, b), 1e-6) - 0.5 * math.hypot(c - a, d - b)

    return max((hex_to_linear(text) for text in plan.palette), key=likeness)


def _leaned(colour: Colour, towards: Colour, amount: float) -> Colour:
    """The colour with its chroma drawn towards another's; lightness stays."""
    light, a, b = linear_to_oklab(colour)
    _, c, d = linear_to_oklab(towards)
    red, green, blue = oklab_to_linear((light, a + (c - a) * amount, b + (d - b) * amount))
    return max(red, 0.0), max(green, 0.0), max(blue, 0.0)


def _mixed(one: Colour, two: Colour, share: float) -> Colour:
    red, green, blue = (float(a + (b - a) * share) for a, b in zip(one, two, strict=True))
    return red, green, blue
