"""The score as MusicXML 4.0, partwise: one staff a player, two where they play wide; pitches spelled by chord and key."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from castalia.exchange.engraving import readable, struck, voices_of
from castalia.exchange.musicxml.directions import write_directions
from castalia.exchange.musicxml.elements import text
from castalia.exchange.musicxml.notes import write_bar
from castalia.exchange.musicxml.staves import CLEFS, DRUMS, OCTAVES, clefs_of, staves_of
from castalia.files import whole
from castalia.sound.score.arrangement import Arrangement, Part
from castalia.sound.score.theory import QUARTER

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 '
    'Partwise//EN" "http://www.musicxml.org/dtds/partwise.dtd">\n'
)
_RIGHTS = "Belongs to the person who had it made with Castalia."


def write_musicxml(path: Path, arrangement: Arrangement, recipe: str) -> None:
    """Write the score; the recipe goes into a ``miscellaneous-field`` named castalia."""
    root = Element("score-partwise", version="4.0")
    _identification(root, recipe)
    listed = SubElement(root, "part-list")
    for number, part in enumerate(arrangement.parts, 1):
        _score_part(listed, part, number)
    for number, part in enumerate(arrangement.parts, 1):
        _write_part(SubElement(root, "part", id=f"P{number}"), arrangement, part, number)
    indent(root, " ")
    with whole(path) as temporary:
        temporary.write_bytes(_HEAD.encode() + tostring(root, encoding="utf-8"))


def _identification(root: Element, recipe: str) -> None:
    identification = SubElement(root, "identification")
    text(identification, "creator", "Castalia", type="composer")
    text(identification, "rights", _RIGHTS)
    text(SubElement(identification, "encoding"), "software", "Castalia")
    text(SubElement(identification, "miscellaneous"), "miscellaneous-field", recipe, name="castalia")


def _used_drums(part: Part) -> list[int]:
    return sorted({note.pitch for note in part.notes})


def _score_part(listed: Element, part: Part, number: int) -> None:
    score_part = SubElement(listed, "score-part", id=f"P{number}")
    text(score_part, "part-name", part.sound.label)
    channel = 10 if part.sound.drums else (number if number < 10 else number + 1)
    sounds = _used_drums(part) if part.sound.drums else [0]
    for key in sounds:
        instrument = SubElement(score_part, "score-instrument", id=f"P{number}-I{key}")
        text(instrument, "instrument-name", DRUMS[key][3] if part.sound.drums else part.sound.label)
    for key in sounds:
        midi = SubElement(score_part, "midi-instrument", id=f"P{number}-I{key}")
        text(midi, "midi-channel", min(channel, 16))
        text(midi, "midi-program", part.sound.program + 1)
        if part.sound.drums:
            text(midi, "midi-unpitched", key + 1)
        text(midi, "pan", round(90 * part.sound.seat))


def _write_part(root: Element, arrangement: Arrangement, part: Part, number: int) -> None:
    metre = arrangement.metre
    staves = staves_of(part)
    shift = -12 * OCTAVES.get(part.instrument, 0)
    read = struck if part.sound.drums else readable
    voices = [voices_of(read(staff, metre, arrangement.ticks)) for staff in staves]
    for bar in range(arrangement.bars):
        start = bar * metre.length
        measure = SubElement(root, "measure", number=str(bar + 1))
        if bar == 0:
            _attributes(measure, arrangement, part, len(staves))
        write_directions(measure, arrangement, part, start, first=number == 1)
        write_bar(measure, arrangement, part, number, voices, start, shift)
        if bar == arrangement.bars - 1:
            text(SubElement(measure, "barline", location="right"), "bar-style", "light-heavy")


def _attributes(measure: Element, arrangement: Arrangement, part: Part, staves: int) -> None:
    attributes = SubElement(measure, "attributes")
    text(attributes, "divisions", QUARTER)
    key = SubElement(attributes, "key")
    text(key, "fifths", 0 if part.sound.drums else arrangement.signature)
    named = arrangement.mode if arrangement.mode != "pentatonic" else "major"
    text(key, "mode", named)
    above, below = arrangement.metre.name.split("/")
    time = SubElement(attributes, "time")
    text(time, "beats", above)
    text(time, "beat-type", below)
    if staves > 1:
        text(attributes, "staves", staves)
    for index, clef in enumerate(clefs_of(part)):
        element = SubElement(attributes, "clef", {"number": str(index + 1)} if staves > 1 else {})
        sign, line = CLEFS[clef]
        text(element, "sign", sign)
        if line:
            text(element, "line", line)
    octaves = OCTAVES.get(part.instrument, 0)
    if octaves:
        transpose = SubElement(attributes, "transpose")
        text(transpose, "diatonic", 0)
        text(transpose, "chromatic", 0)
        text(transpose, "octave-change", octaves)
