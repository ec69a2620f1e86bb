"""Reads SF2 and SF3 soundfonts: presets as playable zones, samples decoded at first use.

After the SoundFont 2.04 specification. In SF3 the samples are Ogg Vorbis, and chunks of odd length are not padded.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from castalia.errors import CastaliaError

COMPRESSED = 0x10
_LARGEST = 512_000_000
_INSTRUMENT, _SAMPLE = 41, 53
_KEYS, _VELOCITIES = 43, 44
_RECORDS = {b"phdr": 38, b"pbag": 4, b"pgen": 4, b"inst": 22, b"ibag": 4, b"igen": 4, b"shdr": 46}
# Generators that are set once per zone, with their defaults (section 8.1.3); presets add to them.
_DEFAULTS = {
    8: 13_500,
    9: 0,
    17: 0,
    33: -12_000,
    34: -12_000,
    35: -12_000,
    36: -12_000,
    37: 0,
    38: -12_000,
    48: 0,
    51: 0,
    52: 0,
    56: 100,
}
_INSTRUMENT_ONLY = {0: 0, 1: 0, 2: 0, 3: 0, 4: 0, 12: 0, 45: 0, 50: 0, 54: 0, 58: -1, 46: -1, 47: -1, 57: 0}


@dataclass(frozen=True)
class Zone:
    """One sample over a range of keys and velocities; times in seconds, ``attenuation`` and ``sustain`` in dB."""

    keys: tuple[int, int]
    velocities: tuple[int, int]
    sample: int
    root: float
    key_scale: float
    loops: bool
    start: int
    loop: tuple[int, int]
    cutoff: float
    attenuation: float
    delay: float
    attack: float
    hold: float
    decay: float
    sustain: float
    release: float
    pan: float


@dataclass(frozen=True)
class _Header:
    start: int
    end: int
    loop_start: int
    loop_end: int
    rate: int
    pitch: int
    correction: int
    kind: int


class Soundfont:
    """A soundfont on disk. Raises CastaliaError when the file is none."""

    def __init__(self, path: Path) -> None:
        if path.stat().st_size > _LARGEST:
            raise CastaliaError(f"{path.name} is larger than any soundfont that is read ({_LARGEST // 10**6} MB)")
        content = path.read_bytes()
        try:
            self._samples, tables = _parsed(content)
            self._headers = [_header(row) for row in _records(tables[b"shdr"], 46)]
            self._tables = tables
            self._presets = self._read_presets()
        except (KeyError, struct.error, IndexError, ValueError) as error:
            raise CastaliaError(
                f"{path.name} is no readable soundfont ({error}); remove it to use the built-in synthesiser"
            ) from error
        self._decoded: dict[int, NDArray[np.floating[Any]]] = {}

    def zones(self, bank: int, program: int, key: int, velocity: int) -> list[Zone]:
        """What sounds for a key; the first program of the bank stands in for one that is missing."""
        found = self._presets.get((bank, program)) or self._presets.get((bank, 0)) or []
        return [
            zone
            for zone in found
            if zone.keys[0] <= key <= zone.keys[1] and zone.velocities[0] <= velocity <= zone.velocities[1]
        ]

    def rate(self, zone: Zone) -> int:
        return self._headers[zone.sample].rate

    def samples(self, zone: Zone) -> NDArray[np.floating[Any]]:
        """The zone's sample, -1..1."""
        if zone.sample not in self._decoded:
            self._decoded[zone.sample] = self._decode(self._headers[zone.sample])
        return self._decoded[zone.sample]

    def _decode(self, header: _Header) -> NDArray[np.floating[Any]]:
        if header.kind & COMPRESSED:
            import soundfile

            sound: NDArray[np.floating[Any]] = soundfile.read(
                io.BytesIO(self._samples[header.start : header.end]), dtype="float32"
            )[0]
            return sound
        raw = self._samples[2 * header.start : 2 * header.end]
        return np.frombuffer(raw, "<i2").astype(np.float32) / 32_768

    # --- presets ---------------------------------------------------------------------------------------------------

    def _read_presets(self) -> dict[tuple[int, int], list[Zone]]:
        tables = self._tables
        headers = [struct.unpack("<20sHHH12x", row) for row in _records(tables[b"phdr"], 38)]
        instruments = [struct.unpack("<20sH", row)[1] for row in _records(tables[b"inst"], 22)]
        preset_bags, preset_generators = _bags(tables[b"pbag"]), _generators(tables[b"pgen"])
        bags, generators = _bags(tables[b"ibag"]), _generators(tables[b"igen"])
        found: dict[tuple[int, int], list[Zone]] = {}
        for (_, program, bank, first), (_, _, _, past) in pairwise(headers):
            zones: list[Zone] = []
            for layer in _layers(first, past, preset_bags, preset_generators, _INSTRUMENT):
                index = layer[_INSTRUMENT]
                for part in _layers(instruments[index], instruments[index + 1], bags, generators, _SAMPLE):
                    zone = self._zone(layer, part)
                    if zone:
                        zones.append(zone)
            found[bank, program] = zones
        return found

    def _zone(self, layer: dict[int, int], part: dict[int, int]) -> Zone | None:
        header = self._headers[part[_SAMPLE]]
        keys, velocities = _overlap(layer, part, _KEYS), _overlap(layer, part, _VELOCITIES)
        if keys[0] > keys[1] or velocities[0] > velocities[1] or header.kind & 0x8000:
            return None
        value = {
            number: part.get(number, default) + (layer.get(number, 0) if number != 56 else 0)
            for number, default in _DEFAULTS.items()
        }
        only = {number: part.get(number, default) for number, default in _INSTRUMENT_ONLY.items()}
        base = 0 if header.kind & COMPRESSED else header.start
        root = only[58] if only[58] >= 0 else header.pitch
        return Zone(
            keys=keys,
            velocities=velocities,
            sample=part[_SAMPLE],
            root=root - header.correction / 100 - value[51] - value[52] / 100,
            key_scale=value[56] / 100,
            loops=only[54] & 1 == 1,
            start=only[0] + 32_768 * only[4],
            loop=(
                header.loop_start - base + only[2] + 32_768 * only[45],
                header.loop_end - base + only[3] + 32_768 * only[50],
            ),
            cutoff=8.176 * 2 ** (value[8] / 1_200),
            attenuation=0.4 * value[48] / 10,
            delay=_time(value[33]),
            attack=_time(value[34]),
            hold=_time(value[35]),
            decay=_time(value[36]),
            sustain=min(max(value[37] / 10, 0.0), 100.0),
            release=_time(value[38]),
            pan=min(max(value[17] / 500, -1.0), 1.0),
        )


def _time(timecents: int) -> float:
    return float(2 ** (max(timecents, -12_000) / 1_200))


def _overlap(layer: dict[int, int], part: dict[int, int], number: int) -> tuple[int, int]:
    def span(generators: dict[int, int]) -> tuple[int, int]:
        packed = generators.get(number, 0x7F00) & 0xFFFF
        return packed & 0xFF, packed >> 8

    (low, high), (least, most) = span(layer), span(part)
    return max(low, least), min(high, most)


def _parsed(content: bytes) -> tuple[bytes, dict[bytes, bytes]]:
    """The sample block and the tables."""
    if content[:4] != b"RIFF" or content[8:12] != b"sfbk":
        raise ValueError("it does not begin as one")
    samples, tables = b"", {}
    at = 12
    while at + 8 <= len(content):
        name, length = content[at : at + 4], struct.unpack_from("<I", content, at + 4)[0]
        if name == b"LIST":
            at += 12
            continue
        if name == b"smpl":
            samples = content[at + 8 : at + 8 + length]
        elif name in _RECORDS:
            tables[name] = content[at + 8 : at + 8 + length]
        at += 8 + length
        # SF2 pads odd chunks, SF3 does not: the next name tells.
        if length % 2 and not content[at : at + 4].isalnum() and content[at + 1 : at + 5].isalnum():
            at += 1
    return samples, {name: tables[name] for name in _RECORDS}


def _records(table: bytes, size: int) -> list[bytes]:
    return [table[at : at + size] for at in range(0, len(table) - size + 1, size)]


def _header(row: bytes) -> _Header:
    start, end, loop_start, loop_end, rate, pitch, correction, _, kind = struct.unpack("<20x5IBbHH", row)
    return _Header(start, end, loop_start, loop_end, rate, pitch, correction, kind)


def _bags(table: bytes) -> list[int]:
    return [struct.unpack("<HH", row)[0] for row in _records(table, 4)]


def _generators(table: bytes) -> list[tuple[int, int]]:
    return [struct.unpack("<Hh", row) for row in _records(table, 4)]  # type: ignore[misc]


def _layers(
    first: int, past: int, bags: list[int], generators: list[tuple[int, int]], ends: int
) -> list[dict[int, int]]:
    """The zones of a preset or instrument, each over the global zone (a first zone that names no ``ends``)."""
    common: dict[int, int] = {}
    found = []
    for bag in range(first, past):
        values = dict(generators[bags[bag] : bags[bag + 1]])
        if ends in values:
            found.append({**common, **values})
        elif bag == first:
            common = values
    return found
