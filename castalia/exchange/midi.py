"""The score as a Standard MIDI File, type 1: a conductor's track, then one track a player."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mido

from castalia.files import whole
from castalia.sound.score.arrangement import Arrangement, Part
from castalia.sound.score.theory import DARK_MODES, QUARTER

RESOLUTION = 480
_TICK = RESOLUTION // QUARTER
_DRUM_CHANNEL = 9
_MAJOR = ["Gb", "Db", "Ab", "Eb", "Bb", "F", "C", "G", "D", "A", "E", "B", "F#"]
_MINOR = ["Ebm", "Bbm", "Fm", "Cm", "Gm", "Dm", "Am", "Em", "Bm", "F#m", "C#m", "G#m", "D#m"]
# At one tick notes end first, then controllers change, then notes begin.
_ENDS, _CONTROLS, _BEGINS = 0, 1, 2
Event = tuple[int, int, Any]


def write_midi(path: Path, arrangement: Arrangement, recipe: str) -> None:
    """Write tempo map, key, metre, section markers, the recipe (a text event), and each part on its own channel with
    its program, seat, expression and pedal. Onsets lie on the written grid, swung where the style swings."""
    file = mido.MidiFile(type=1, ticks_per_beat=RESOLUTION, charset="utf-8")
    end = arrangement.ticks * _TICK
    file.tracks.append(_track("score", list(_conductor(arrangement, recipe)), end))
    for part, channel in zip(arrangement.parts, _channels(arrangement)):
        file.tracks.append(_track(part.name, list(_playing(arrangement, part, channel)), end))
    with whole(path) as temporary:
        file.save(temporary)


def _channels(arrangement: Arrangement) -> list[int]:
    """Drums on the tenth; more pitched parts than channels share the later ones."""
    free = [channel for channel in range(16) if channel != _DRUM_CHANNEL]
    channels, used = [], 0
    for part in arrangement.parts:
        channels.append(_DRUM_CHANNEL if part.sound.drums else free[used % len(free)])
        used += not part.sound.drums
    return channels


def _conductor(arrangement: Arrangement, recipe: str) -> Iterator[Event]:
    metre = arrangement.metre
    above, below = (int(number) for number in metre.name.split("/"))
    names = _MINOR if arrangement.mode in DARK_MODES else _MAJOR
    yield 0, _CONTROLS, mido.MetaMessage("text", text=recipe)
    yield 0, _CONTROLS, mido.MetaMessage("time_signature", numerator=above, denominator=below)
    yield 0, _CONTROLS, mido.MetaMessage("key_signature", key=names[arrangement.signature + 6])
    for tick, tempo in arrangement.tempi:
        yield tick * _TICK, _CONTROLS, mido.MetaMessage("set_tempo", tempo=round(60_000_000 / tempo))
    for section in arrangement.sections:
        yield section.start * _TICK, _CONTROLS, mido.MetaMessage("marker", text=section.name)


def _playing(arrangement: Arrangement, part: Part, channel: int) -> Iterator[Event]:
    sound = part.sound
    yield 0, _CONTROLS, mido.MetaMessage("instrument_name", name=sound.label)
    yield 0, _CONTROLS, mido.Message("program_change", channel=channel, program=sound.program)
    yield 0, _CONTROLS, _control(channel, 10, round(64 + 60 * sound.seat))
    yield 0, _CONTROLS, _control(channel, 91, round(30 + 60 * sound.depth))
    for tick, value in part.expression:
        yield tick * _TICK, _CONTROLS, _control(channel, 11, value)
    for down, up in part.pedal:
        yield down * _TICK, _CONTROLS, _control(channel, 64, 127)
        yield up * _TICK, _CONTROLS, _control(channel, 64, 0)
    for note in part.notes:
        start = arrangement.played(note.onset) * _TICK
        end = max(arrangement.played(note.end) * _TICK, start + 1)
        yield (
            start,
            _BEGINS,
            mido.Message("note_on", channel=channel, note=note.pitch, velocity=note.velocity),
        )
        yield end, _ENDS, mido.Message("note_off", channel=channel, note=note.pitch, velocity=0)


def _control(channel: int, number: int, value: int) -> Any:
    return mido.Message("control_change", channel=channel, control=number, value=min(max(value, 0), 127))


def _track(name: str, events: list[Event], end: int) -> Any:
    """A named track; events sorted by time, each with the time since the one before."""
    track = mido.MidiTrack([mido.MetaMessage("track_name", name=name)])
    now = 0
    for tick, _, message in sorted(events, key=lambda event: event[:2]):
        track.append(message.copy(time=tick - now))
        now = tick
    track.append(mido.MetaMessage("end_of_track", time=max(0, end - now)))
    return track
