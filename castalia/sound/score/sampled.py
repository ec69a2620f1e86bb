"""A soundfont's presets as zones for the player."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from castalia.errors import CastaliaError
from castalia.settings import SAMPLE_RATE
from castalia.sound.score import soundfont
from castalia.sound.score.instruments import Instrument
from castalia.sound.score.player import HIGHEST_CUTOFF, Zone
from castalia.sound.score.soundfont import Soundfont

DRUM_BANK = 128
# The specification's stereo samples are panned hard; players here have seats of their own, so they keep part of it.
_WIDTH = 0.45
_MOST_SECONDS = 120


def preset_zones(font: Soundfont, instrument: Instrument, struck: Sequence[tuple[int, int]]) -> list[Zone]:
    """The zones of an instrument's preset that the (key, velocity) pairs ``struck`` call for, each once.

    Raises CastaliaError where a sample is damaged or longer than any instrument's.
    """
    bank = DRUM_BANK if instrument.drums else 0
    called: dict[soundfont.Zone, None] = {}
    for key, velocity in struck:
        called |= dict.fromkeys(font.zones(bank, instrument.program, key, velocity))
    return [_zone(font, zone, instrument) for zone in called]


def _zone(font: Soundfont, zone: soundfont.Zone, instrument: Instrument) -> Zone:
    try:
        samples = np.asarray(font.samples(zone), np.float32)
    except (RuntimeError, ValueError) as error:
        raise CastaliaError(f"a sample of the soundfont cannot be read ({error}); fetch the soundfont anew") from error
    rate = float(font.rate(zone))
    if samples.ndim != 1 or rate <= 0 or len(samples) > _MOST_SECONDS * max(rate, SAMPLE_RATE):
        raise CastaliaError("a sample of the soundfont is no instrument's; fetch the soundfont anew")
    first, past = zone.loop
    looped = zone.loops and 0 <= first < past <= len(samples)
    start = 0 if looped else min(max(zone.start, 0), max(len(samples) - 2, 0))
    return Zone(
        # The player's interpolation looks two samples ahead.
        np.concatenate([samples[start:], np.zeros(2, np.float32)]),
        rate,
        zone.root,
        zone.keys,
        zone.velocities,
        zone.loop if looped else None,
        gain=10 ** (-zone.attenuation / 20),
        pan=_WIDTH * zone.pan,
        attack=zone.attack,
        hold=zone.hold,
        decay=zone.decay,
        sustain=10 ** (-zone.sustain / 20),
        # A drum rings on when its note ends.
        release=20.0 if instrument.drums else zone.release,
        cutoff=min(zone.cutoff, HIGHEST_CUTOFF),
        dulling=0.7,
        scale=zone.key_scale,
    )
