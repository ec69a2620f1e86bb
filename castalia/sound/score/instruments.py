"""Every instrument a plan may name: one table."""

from __future__ import annotations

from dataclasses import dataclass

# name, label, General MIDI program (from 0), range, comfortable register, family, voices at once, what it does (most
# fitting first), seat (-1 left .. 1 right), depth (0 front .. 1 back), low cut in Hz.
_TABLE = """
violin          | Violin           |  40 | 55-100 | 62-88 | solo    | 1 | melody counter inner        | -0.40 | 0.25 | 160
viola           | Viola            |  41 | 48-88  | 53-77 | solo    | 1 | counter melody inner        |  0.20 | 0.30 | 110
cello           | Cello            |  42 | 36-79  | 40-69 | solo    | 1 | bass counter melody inner   |  0.35 | 0.25 | 60
contrabass      | Contrabass       |  43 | 28-62  | 28-50 | solo    | 1 | bass                        |  0.45 | 0.40 | 34
strings         | Strings          |  48 | 36-98  | 48-86 | section | 4 | harmony melody bass         | -0.10 | 0.50 | 80
tremolo-strings | Tremolo strings  |  44 | 40-98  | 52-86 | tremolo | 4 | harmony melody              | -0.20 | 0.55 | 90
pizzicato       | Pizzicato        |  45 | 36-93  | 48-84 | plucked | 4 | harmony melody bass         | -0.15 | 0.45 | 80
harp            | Harp             |  46 | 28-100 | 43-88 | plucked | 6 | harmony melody bass         | -0.50 | 0.35 | 60
piano           | Piano            |   0 | 24-105 | 40-88 | keys    | 6 | harmony melody bass         |  0.05 | 0.20 | 45
celesta         | Celesta          |   8 | 60-108 | 65-94 | bells   | 4 | harmony melody              |  0.30 | 0.40 | 200
music-box       | Music box        |  10 | 60-103 | 67-93 | bells   | 3 | melody harmony              |  0.10 | 0.25 | 200
glockenspiel    | Glockenspiel     |   9 | 67-108 | 76-98 | bells   | 2 | melody harmony              |  0.40 | 0.50 | 300
vibraphone      | Vibraphone       |  11 | 53-89  | 55-84 | bells   | 4 | harmony melody              |  0.25 | 0.30 | 120
marimba         | Marimba          |  12 | 45-96  | 50-84 | bells   | 4 | harmony melody              |  0.30 | 0.35 | 90
guitar          | Guitar           |  24 | 40-83  | 45-76 | plucked | 6 | harmony melody bass         | -0.25 | 0.15 | 70
steel-guitar    | Steel guitar     |  25 | 40-86  | 45-78 | plucked | 6 | harmony melody bass         |  0.30 | 0.15 | 70
bass            | Double bass      |  32 | 28-62  | 28-52 | low     | 1 | bass                        |  0.00 | 0.20 | 34
electric-bass   | Electric bass    |  33 | 28-62  | 28-52 | low     | 1 | bass                        |  0.00 | 0.10 | 34
flute           | Flute            |  73 | 60-96  | 65-91 | wind    | 1 | melody counter inner        | -0.20 | 0.40 | 200
recorder        | Recorder         |  74 | 65-98  | 69-91 | wind    | 1 | melody counter inner        | -0.10 | 0.25 | 220
oboe            | Oboe             |  68 | 58-91  | 62-84 | wind    | 1 | melody counter inner        |  0.10 | 0.40 | 180
clarinet        | Clarinet         |  71 | 50-91  | 55-84 | wind    | 1 | melody counter inner        |  0.20 | 0.40 | 130
bassoon         | Bassoon          |  70 | 34-75  | 38-64 | wind    | 1 | bass counter inner melody   |  0.25 | 0.45 | 60
horn            | Horn             |  60 | 41-77  | 48-70 | brass   | 1 | inner counter melody        | -0.35 | 0.65 | 90
trumpet         | Trumpet          |  56 | 54-84  | 58-79 | brass   | 1 | melody counter inner        |  0.25 | 0.60 | 150
trombone        | Trombone         |  57 | 40-72  | 43-65 | brass   | 1 | inner bass counter melody   |  0.40 | 0.65 | 80
tuba            | Tuba             |  58 | 28-58  | 29-50 | brass   | 1 | bass                        |  0.50 | 0.65 | 36
brass           | Brass section    |  61 | 40-84  | 48-76 | brass   | 4 | harmony melody              |  0.30 | 0.65 | 80
choir           | Choir            |  52 | 43-84  | 50-79 | choir   | 4 | harmony melody              |  0.00 | 0.75 | 100
voice           | Voice            |  53 | 55-84  | 60-77 | choir   | 1 | melody counter inner        |  0.00 | 0.30 | 150
organ           | Organ            |  19 | 36-96  | 43-84 | organ   | 6 | harmony melody bass         |  0.00 | 0.70 | 36
accordion       | Accordion        |  21 | 48-93  | 55-84 | organ   | 4 | harmony melody              |  0.30 | 0.20 | 110
timpani         | Timpani          |  47 | 38-57  | 40-55 | timpani | 1 | rhythm                      |  0.35 | 0.75 | 40
drums           | Drum kit         |   0 | 35-81  | 35-81 | drums   | 4 | rhythm                      |  0.00 | 0.30 | 30
hand-drum       | Hand drum        |   0 | 35-81  | 35-81 | drums   | 2 | rhythm                      |  0.15 | 0.20 | 50
shakuhachi      | Shakuhachi       |  77 | 60-93  | 62-86 | wind    | 1 | melody counter inner        | -0.15 | 0.30 | 180
koto            | Koto             | 107 | 43-93  | 50-86 | plucked | 4 | melody harmony bass         |  0.20 | 0.20 | 90
pad             | Pad              |  89 | 36-96  | 48-79 | synth   | 4 | harmony melody bass         |  0.00 | 0.60 | 90
synth-lead      | Synth lead       |  81 | 43-98  | 58-86 | synth   | 1 | melody counter              |  0.05 | 0.20 | 120
synth-bass      | Synth bass       |  38 | 24-60  | 28-52 | low     | 1 | bass                        |  0.00 | 0.10 | 32
bells           | Tubular bells    |  14 | 55-79  | 60-77 | bells   | 2 | harmony melody              |  0.45 | 0.70 | 120
dulcimer        | Hammered dulcimer|  15 | 50-93  | 55-84 | plucked | 4 | harmony melody              |  0.35 | 0.20 | 110
"""
SUSTAINED = ("solo", "section", "tremolo", "wind", "brass", "choir", "organ", "synth")


@dataclass(frozen=True)
class Instrument:
    """A row of the table; ``low``-``high`` is the range, ``floor``-``roof`` the comfortable register (MIDI pitches)."""

    name: str
    label: str
    program: int
    low: int
    high: int
    floor: int
    roof: int
    family: str
    voices: int
    roles: tuple[str, ...]
    seat: float
    depth: float
    low_cut: float

    @property
    def sustained(self) -> bool:
        """Whether a held note can swell."""
        return self.family in SUSTAINED

    @property
    def drums(self) -> bool:
        """Whether pitches name drums (MIDI channel 10)."""
        return self.family == "drums"

    @property
    def chordal(self) -> bool:
        return self.voices > 1 and not self.drums

    @property
    def two_staves(self) -> bool:
        return self.name in ("piano", "harp", "organ", "celesta")

    def fitted(self, pitch: int) -> int:
        """The pitch, moved by octaves into the range."""
        while pitch < self.low:
            pitch += 12
        while pitch > self.high:
            pitch -= 12
        return pitch


def _read(line: str) -> Instrument:
    name, label, program, span, register, family, voices, roles, seat, depth, low_cut = (
        cell.strip() for cell in line.split("|")
    )
    low, high = (int(value) for value in span.split("-"))
    floor, roof = (int(value) for value in register.split("-"))
    place = (float(seat), float(depth), float(low_cut))
    return Instrument(
        name, label, int(program), low, high, floor, roof, family, int(voices), tuple(roles.split()), *place
    )


INSTRUMENTS: dict[str, Instrument] = {row.name: row for row in map(_read, _TABLE.strip().splitlines())}
