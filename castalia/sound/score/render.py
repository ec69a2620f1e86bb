"""From parts to sound: each player's stem in the hall, their sum, and the mastered mix."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import signal

from castalia.settings import SAMPLE_RATE
from castalia.sound.loudness import SILENCE, loudness
from castalia.sound.score.arrangement import Arrangement, Part, PartNote
from castalia.sound.score.hall import Hall
from castalia.sound.score.mastering import biquad, glue, to_loudness
from castalia.sound.score.performance import played_times
from castalia.sound.score.player import Zone, play, velocity_gain
from castalia.sound.score.sampled import preset_zones
from castalia.sound.score.soundfont import Soundfont
from castalia.sound.score.styles import Style, style_of
from castalia.sound.score.timbres import instrument_zones

Floats = NDArray[np.float32]
LEAD_IN = 0.1
# Loudness of each stem against the others, LU.
_LEVELS = {"melody": -18.0, "counter": -23.0, "harmony": -23.5, "bass": -22.0, "rhythm": -24.0}
_PREMIX_LOUDNESS, _PREMIX_PEAK = -20.0, 0.7


@dataclass(frozen=True)
class ScoreSound:
    """48 kHz stereo, (N, 2): stems of equal length that sum to ``premix``, and ``mix``, mastered from it to -16 LUFS
    with true peaks under -1 dBTP."""

    mix: Floats
    premix: Floats
    stems: dict[str, Floats]


def render_score(
    arrangement: Arrangement,
    seed: int,
    progress: Callable[[float], None] = lambda share: None,
    soundfont: Path | None = None,
) -> ScoreSound:
    """Play an arrangement, with a soundfont's samples or, without one, with our own. Raises CastaliaError where the
    soundfont cannot be read."""
    style = style_of(arrangement.style)
    font = Soundfont(Path(soundfont)) if soundfont else None
    seconds = float(arrangement.seconds(arrangement.ticks)) + LEAD_IN + style.hall + 1.5
    length = int(seconds * SAMPLE_RATE)
    hall = Hall(style.hall, seed)
    stems: dict[str, Floats] = {}
    for index, part in enumerate(arrangement.parts):
        stems[part.name] = _stem(arrangement, part, font, hall, style, length, seed)
        progress(0.85 * (index + 1) / len(arrangement.parts))
    stems = _trimmed(stems)
    premix = _summed(stems)
    level = loudness(premix)
    wanted = 10 ** ((_PREMIX_LOUDNESS - level) / 20) if level > SILENCE else 1.0
    gain = np.float32(min(wanted, _PREMIX_PEAK / max(float(np.abs(premix).max()), 1e-9)))
    stems = {name: stem * gain for name, stem in stems.items()}
    premix = _summed(stems)
    mix = master(premix)
    progress(1.0)
    return ScoreSound(mix, premix, stems)


def master(premix: Floats) -> Floats:
    """Light EQ, gentle glue, then gain and limiter until the loudness is right."""
    mix = _equalised(premix, [biquad("highpass", 24), biquad("highshelf", 9_000, 1.5)])
    level = loudness(mix)
    if level <= SILENCE:
        return mix
    glue(mix, level + 2.0, 1.8, 0.02, 0.0025)
    return to_loudness(mix)


def _equalised(sound: Floats, sections: list[NDArray[np.float64]]) -> Floats:
    # The compiled glue and limiter that follow walk along rows.
    return np.ascontiguousarray(signal.sosfilt(np.stack(sections), sound, axis=0), np.float32)


def _stem(
    arrangement: Arrangement, part: Part, font: Soundfont | None, hall: Hall, style: Style, length: int, seed: int
) -> Floats:
    """One player: notes, expression, low cut, level, and the hall round it."""
    sound = part.sound
    dry = np.zeros((length, 2), np.float32)
    _play_part(dry, arrangement, part, font, seed)
    dry *= _expression(arrangement, part, length)[:, None]
    sections = [biquad("highpass", sound.low_cut)]
    if font is not None:
        sections += [biquad("peak", 3_000, 2.5), biquad("highshelf", 8_000, 3.0)]
    dry = _equalised(dry, sections)
    level = loudness(dry)
    if level > SILENCE:
        dry *= np.float32(10 ** ((_LEVELS[part.role] - level) / 20))
    wet = 10 ** ((style.wet + 6.0 * sound.depth) / 20)
    return dry * np.float32(1 - 0.3 * sound.depth) + hall.ring(dry) * np.float32(wet)


def _play_part(out: Floats, arrangement: Arrangement, part: Part, font: Soundfont | None, seed: int) -> None:
    notes = _pedalled(part)
    if not notes:
        return
    starts, ends = played_times(arrangement, part.name, notes, part.sound.drums, seed)
    zones = _zones(part, font, seed)
    for note, start, end in zip(notes, starts, ends):
        for zone in zones:
            if zone.plays(note.pitch, note.velocity):
                early = min(zone.onset, LEAD_IN)
                level = velocity_gain(note.velocity)
                play(
                    out, zone, note.pitch, note.velocity, LEAD_IN + start - early, LEAD_IN + end, part.sound.seat, level
                )


def _zones(part: Part, font: Soundfont | None, seed: int) -> list[Zone]:
    """What sounds the part: the soundfont's preset where there is one, else our own instrument."""
    keys = sorted({note.pitch for note in part.notes})
    sampled = (
        preset_zones(font, part.sound, sorted({(note.pitch, note.velocity) for note in part.notes})) if font else []
    )
    return sampled or instrument_zones(part.sound, keys, seed)


def _pedalled(part: Part) -> list[PartNote]:
    """Notes as long as they sound: the pedal holds those that end while it is down."""
    if not part.pedal:
        return list(part.notes)
    downs = np.array([down for down, _ in part.pedal])
    made = []
    for note in part.notes:
        index = int(np.searchsorted(downs, note.end, side="right")) - 1
        up = part.pedal[index][1] if index >= 0 else 0
        length = max(note.duration, up - note.onset) if note.end <= up else note.duration
        made.append(PartNote(note.onset, length, note.pitch, note.velocity, note.roll))
    return made


def _expression(arrangement: Arrangement, part: Part, length: int) -> Floats:
    """Controller 11 as a gain a sample: 40 log10(value / 127) dB, moving in straight lines."""
    ticks = np.array([tick for tick, _ in part.expression])
    values = np.array([value for _, value in part.expression], float)
    times = (arrangement.seconds(ticks) + LEAD_IN) * SAMPLE_RATE
    return np.interp(np.arange(length), times, (values / 127) ** 2).astype(np.float32)


def _trimmed(stems: dict[str, Floats]) -> dict[str, Floats]:
    """All stems cut together where the last of them has died away (-80 dB of the loudest), faded to nothing."""
    length = len(next(iter(stems.values())))
    limit_of_hearing = 1e-4 * max(float(np.abs(stem).max()) for stem in stems.values())
    last = max(_last_above(stem, limit_of_hearing) for stem in stems.values())
    end = min(last + SAMPLE_RATE // 4, length)
    fade = min(SAMPLE_RATE // 4, end)
    shape = np.ones(end, np.float32)
    shape[-fade:] = np.cos(np.linspace(0, np.pi / 2, fade)) ** 2
    return {name: stem[:end] * shape[:, None] for name, stem in stems.items()}


def _last_above(stem: Floats, least: float) -> int:
    """The last sample that is louder than ``least``, looked for from the end in blocks of a second."""
    for start in range(len(stem) // SAMPLE_RATE * SAMPLE_RATE, -1, -SAMPLE_RATE):
        loud = np.flatnonzero((np.abs(stem[start : start + SAMPLE_RATE]) > least).any(axis=1))
        if len(loud):
            return start + int(loud[-1])
    return SAMPLE_RATE


def _summed(stems: dict[str, Floats]) -> Floats:
    total = np.zeros_like(next(iter(stems.values())))
    for stem in stems.values():
        total += stem
    return total
