"""Our own instruments: samples computed from how each sounds, for those who have no soundfont."""

from __future__ import annotations

from collections.abc import Sequence

from castalia.randomness import generator
from castalia.sound.score.formants import Formants
from castalia.sound.score.held import Held, held_zones
from castalia.sound.score.instruments import Instrument
from castalia.sound.score.player import Zone
from castalia.sound.score.plucked import Plucked, plucked_zone
from castalia.sound.score.struck import Struck, struck_zone

_KEYS_A_ZONE = 4
_VIOLIN: Formants = ((290, 0.35, 5), (480, 0.4, 4), (1_100, 0.6, 3), (2_800, 0.8, 7), (6_500, 1.0, -12))
_CELLO: Formants = ((110, 0.5, 4), (220, 0.5, 4), (400, 0.5, 3), (1_500, 0.9, 3), (5_000, 1.0, -12))
_AAH: Formants = ((700, 0.45, 12), (1_150, 0.35, 9), (2_800, 0.35, 6), (3_300, 0.3, 4), (7_000, 1.5, -14))
_OOH: Formants = ((380, 0.6, 12), (850, 0.4, 5), (2_700, 0.4, 2), (6_000, 1.5, -16))
_BRASS: Formants = ((450, 0.8, 4), (1_200, 0.8, 6), (2_200, 0.8, 4))
_BOX: Formants = ((105, 0.4, 6), (210, 0.4, 5), (420, 0.6, 2))
_HARMONICS = tuple(float(number) for number in range(1, 25))
_PIANO_LEVELS = tuple(-3.2 * (h - 1) ** 0.72 - (7 if h % 8 == 0 else 0) for h in range(1, 25))

TIMBRES: dict[str, Held | Plucked | Struck] = {
    "violin": Held(1.05, width=2, breath=0.012, formants=_VIOLIN, attack=0.07, vibrato=(14, 5.6, 0.22), release=0.18),
    "viola": Held(1.1, width=2, breath=0.012, formants=_CELLO, attack=0.08, vibrato=(13, 5.2, 0.25), release=0.2),
    "cello": Held(1.1, width=2, breath=0.01, formants=_CELLO, attack=0.08, vibrato=(12, 5.0, 0.25), release=0.22),
    "contrabass": Held(1.2, width=3, breath=0.012, formants=_CELLO, attack=0.1, release=0.3, vibrato=(6, 4.6, 0.4)),
    "strings": Held(1.1, width=13, formants=_VIOLIN, attack=0.12, release=0.45, wide=True, sweep=-0.5),
    "tremolo-strings": Held(1.1, width=42, breath=0.02, formants=_VIOLIN, attack=0.08, release=0.35, wide=True),
    "flute": Held(2.0, even=0.9, width=2, breath=0.05, attack=0.05, vibrato=(9, 5.0, 0.3), release=0.14),
    "recorder": Held(2.4, even=0.45, width=2, breath=0.05, attack=0.03, release=0.09),
    "oboe": Held(0.8, width=2, breath=0.008, formants=((1_100, 0.7, 9), (2_900, 0.5, 6), (250, 0.7, -6)), attack=0.04,
                 vibrato=(7, 5.2, 0.3), release=0.1),
    "clarinet": Held(1.0, even=0.12, width=2, breath=0.012, formants=((1_500, 1.0, 3), (5_000, 1.2, -10)), attack=0.05,
                     release=0.12),
    "bassoon": Held(1.0, width=2, breath=0.008, formants=((480, 0.6, 9), (1_200, 0.7, 4), (4_000, 1.2, -12)),
                    attack=0.05, release=0.12),
    "horn": Held(1.5, width=3, breath=0.006, formants=((350, 0.8, 6), (4_000, 1.2, -14)), attack=0.07, dulling=2.6,
                 cutoff=5_500, sweep=-1.3, release=0.2),
    "trumpet": Held(0.75, width=2, breath=0.006, formants=_BRASS, attack=0.03, dulling=2.6, sweep=-1.2,
                    sweep_time=0.06, vibrato=(5, 5.2, 0.45), release=0.12),
    "trombone": Held(0.95, width=3, breath=0.006, formants=_BRASS, attack=0.05, dulling=2.6, sweep=-1.2, release=0.15),
    "tuba": Held(1.4, width=3, breath=0.006, formants=((230, 0.8, 5),), attack=0.06, dulling=2.4, release=0.15),
    "brass": Held(0.9, width=9, formants=_BRASS, attack=0.05, dulling=2.6, sweep=-1.2, release=0.25, wide=True),
    "choir": Held(0.9, width=22, breath=0.02, formants=_AAH, attack=0.22, release=0.6, wide=True, sweep=-0.4),
    "voice": Held(1.0, width=7, breath=0.02, formants=_OOH, attack=0.1, vibrato=(18, 5.4, 0.25), release=0.3),
    "organ": Held(1.15, width=1.5, breath=0.012, detuned=(0.0, 1_203.0, -1_201.0), attack=0.05, release=0.3, dulling=0.0,
                  sweep=0.0, formants=((6_000, 1.0, -8),)),
    "accordion": Held(0.9, width=1, detuned=(-7.0, 6.0), formants=((1_400, 1.0, 5), (6_000, 1.0, -8)), attack=0.05,
                      release=0.12, dulling=0.6),
    "shakuhachi": Held(1.9, even=0.8, width=4, breath=0.16, attack=0.07, vibrato=(22, 4.6, 0.35), release=0.2),
    "pad": Held(1.15, width=18, detuned=(-9.0, 8.0), cutoff=2_600, attack=0.5, release=1.2, wide=True, dulling=0.8,
                sweep=-1.0, sweep_time=0.8),
    "synth-lead": Held(1.0, width=0.6, detuned=(-6.0, 6.0), cutoff=7_500, attack=0.006, release=0.16, sweep=0.8,
                       sweep_time=0.2, vibrato=(8, 5.4, 0.35), dulling=1.0),
    "synth-bass": Held(1.0, width=0.6, detuned=(-5.0, 5.0), cutoff=650, attack=0.004, release=0.08, sweep=2.4,
                       sweep_time=0.09, dulling=1.0, decay=6.0, sustain=0.5),
    "pizzicato": Plucked(0.75, 0.35, 0.3, _BOX, 0.3, 7_000),
    "harp": Plucked(4.5, 0.42, 0.35, ((200, 0.8, 3),), 1.6, 9_000),
    "guitar": Plucked(3.2, 0.4, 0.28, _BOX, 0.3, 8_000),
    "steel-guitar": Plucked(4.5, 0.72, 0.17, _BOX, 0.35, 14_000),
    "bass": Plucked(2.6, 0.24, 0.3, ((70, 0.5, 5), (140, 0.5, 4)), 0.16, 3_500),
    "electric-bass": Plucked(3.6, 0.36, 0.22, ((90, 0.7, 3),), 0.12, 3_000),
    "koto": Plucked(3.2, 0.75, 0.1, ((350, 0.6, 4), (900, 0.6, 3)), 0.5, 12_000),
    "dulcimer": Plucked(2.8, 0.82, 0.12, ((400, 0.6, 3), (1_200, 0.6, 3)), 0.8, 14_000),
    "piano": Struck(_HARMONICS, _PIANO_LEVELS, 7.0, 0.55, 0.02, 3, release=0.45, inharmonic=0.00035),
    "celesta": Struck((1, 2.01, 3.98, 6.3, 9.2), (0, -16, -13, -26, -34), 2.4, 0.6, 0.02, release=0.8),
    "music-box": Struck((1, 2.0, 5.4, 6.2, 10.9), (0, -18, -17, -22, -30), 2.6, 0.7, 0.03, release=1.2),
    "glockenspiel": Struck((1, 2.76, 5.4, 8.93), (0, -12, -18, -24), 3.0, 0.6, 0.02, release=1.5),
    "vibraphone": Struck((1, 4.0, 10.0), (0, -16, -30), 5.0, 0.9, 0.008, tremolo=0.35, release=0.7),
    "marimba": Struck((1, 3.95, 9.5), (0, -14, -26), 1.1, 1.0, 0.02, release=0.5, cutoff=9_000),
    "bells": Struck((0.5, 1, 1.19, 1.5, 2, 2.52, 3.01, 4.17), (-9, 0, -11, -9, -5, -12, -12, -17), 7.0, 0.6, 0.02,
                    release=3.0),
    "timpani": Struck((1, 1.504, 1.742, 2.0, 2.245, 2.494), (0, -4, -11, -9, -15, -16), 1.5, 0.5, 0.08, release=1.0,
                      cutoff=4_500),
}  # fmt: skip


def instrument_zones(instrument: Instrument, keys: Sequence[int], seed: int) -> list[Zone]:
    """Zones that play ``keys``: a sample every four semitones, none for keys that nobody plays."""
    if instrument.drums:
        from castalia.sound.score.drums import drum_zones

        return drum_zones(keys, seed)
    timbre = TIMBRES[instrument.name]
    zones: list[Zone] = []
    for low in sorted({key // _KEYS_A_ZONE * _KEYS_A_ZONE for key in keys}):
        root = low + 2
        random = generator(seed, "score", "timbre", instrument.name, root)
        keyed = (low, low + _KEYS_A_ZONE - 1)
        if isinstance(timbre, Held):
            zones += held_zones(timbre, root, keyed, random)
        elif isinstance(timbre, Plucked):
            zones.append(plucked_zone(timbre, root, keyed, random))
        else:
            zones.append(struck_zone(timbre, root, keyed, random))
    return zones
