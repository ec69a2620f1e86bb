"""The score as MusicXML 4.0, partwise: one staff a player, two where they play wide; pitches spelled by chord and key."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from castalia.exchange.engraving import Event, Note, Piece, bar_pieces, readable, struck, voices_of
from castalia.exchange.xml_text import legal
from castalia.files import whole
from castalia.sound.score.arrangement import Arrangement, ChordSpan, Part
from castalia.sound.score.theory import QUARTER, root_spelling, spell

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 '
    'Partwise//EN" "http://www.musicxml.org/dtds/partwise.dtd">\n'
)
_RIGHTS = "Belongs to the person who had it made with Castalia."
# By how many octaves an instrument sounds from where it is written.
_OCTAVES = {
    "contrabass": -1, "bass": -1, "electric-bass": -1, "synth-bass": -1, "guitar": -1, "steel-guitar": -1,
    "glockenspiel": 2, "celesta": 1, "recorder": 1, "music-box": 1,
}  # fmt: skip
_KINDS = {
    "major": "major", "minor": "minor", "diminished": "diminished", "augmented": "augmented", "dominant": "dominant",
    "major7": "major-seventh", "minor7": "minor-seventh", "half-diminished": "half-diminished", "sus4": "suspended-fourth",
}  # fmt: skip
_CLEFS = {"G": ("G", "2"), "F": ("F", "4"), "C": ("C", "3"), "percussion": ("percussion", "")}
# Where a drum is written on the staff (step, octave), by its General MIDI key, with its note head and name.
_DRUMS = {
    36: ("F", 4, "normal", "Bass drum"), 37: ("C", 5, "x", "Side stick"), 38: ("C", 5, "normal", "Snare drum"),
    41: ("A", 4, "normal", "Low tom"), 42: ("G", 5, "x", "Closed hi-hat"), 43: ("A", 4, "normal", "Floor tom"),
    44: ("D", 4, "x", "Pedal hi-hat"), 45: ("D", 5, "normal", "Tom"), 46: ("G", 5, "circle-x", "Open hi-hat"),
    49: ("A", 5, "x", "Crash cymbal"), 51: ("F", 5, "x", "Ride cymbal"), 54: ("B", 5, "x", "Tambourine"),
    57: ("B", 5, "x", "Cymbals"), 62: ("E", 5, "normal", "Muted hand drum"), 63: ("D", 5, "normal", "High hand drum"),
    64: ("B", 4, "normal", "Low hand drum"),
}  # fmt: skip
_SPLIT = 60
_SPACE = "\N{NO-BREAK SPACE}"


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


def _text(parent: Element, tag: str, value: object, **attributes: str) -> Element:
    element = SubElement(parent, tag, attributes)
    element.text = legal(str(value))
    return element


def _identification(root: Element, recipe: str) -> None:
    identification = SubElement(root, "identification")
    _text(identification, "creator", "Castalia", type="composer")
    _text(identification, "rights", _RIGHTS)
    _text(SubElement(identification, "encoding"), "software", "Castalia")
    _text(SubElement(identification, "miscellaneous"), "miscellaneous-field", recipe, name="castalia")


def _used_drums(part: Part) -> list[int]:
    return sorted({note.pitch for note in part.notes})


def _score_part(listed: Element, part: Part, number: int) -> None:
    score_part = SubElement(listed, "score-part", id=f"P{number}")
    _text(score_part, "part-name", part.sound.label)
    channel = 10 if part.sound.drums else (number if number < 10 else number + 1)
    sounds = _used_drums(part) if part.sound.drums else [0]
    for key in sounds:
        instrument = SubElement(score_part, "score-instrument", id=f"P{number}-I{key}")
        _text(instrument, "instrument-name", _DRUMS[key][3] if part.sound.drums else part.sound.label)
    for key in sounds:
        midi = SubElement(score_part, "midi-instrument", id=f"P{number}-I{key}")
        _text(midi, "midi-channel", min(channel, 16))
        _text(midi, "midi-program", part.sound.program + 1)
        if part.sound.drums:
            _text(midi, "midi-unpitched", key + 1)
        _text(midi, "pan", round(90 * part.sound.seat))


def _write_part(root: Element, arrangement: Arrangement, part: Part, number: int) -> None:
    metre = arrangement.metre
    staves = _staves(part)
    shift = -12 * _OCTAVES.get(part.instrument, 0)
    read = struck if part.sound.drums else readable
    voices = [voices_of(read(staff, metre, arrangement.ticks)) for staff in staves]
    for bar in range(arrangement.bars):
        start = bar * metre.length
        measure = SubElement(root, "measure", number=str(bar + 1))
        if bar == 0:
            _attributes(measure, arrangement, part, len(staves))
        _directions(measure, arrangement, part, start, first=number == 1)
        _bar(measure, arrangement, part, number, voices, start, shift)
        if bar == arrangement.bars - 1:
            _text(SubElement(measure, "barline", location="right"), "bar-style", "light-heavy")


def _staves(part: Part) -> list[list[Note]]:
    notes = [(note.onset, note.duration, note.pitch) for note in part.notes]
    if not _two_staves(part):
        return [notes]
    return [[note for note in notes if note[2] >= _SPLIT], [note for note in notes if note[2] < _SPLIT]]


def _two_staves(part: Part) -> bool:
    """Keyboards and harp; and a section of players who need ledger lines on both sides of one staff."""
    pitches = [note.pitch for note in part.notes]
    section = part.sound.chordal and part.sound.sustained
    return part.sound.two_staves or (section and min(pitches, default=60) < 53 and max(pitches, default=60) > 67)


def _attributes(measure: Element, arrangement: Arrangement, part: Part, staves: int) -> None:
    attributes = SubElement(measure, "attributes")
    _text(attributes, "divisions", QUARTER)
    key = SubElement(attributes, "key")
    _text(key, "fifths", 0 if part.sound.drums else arrangement.signature)
    named = arrangement.mode if arrangement.mode != "pentatonic" else "major"
    _text(key, "mode", named)
    above, below = arrangement.metre.name.split("/")
    time = SubElement(attributes, "time")
    _text(time, "beats", above)
    _text(time, "beat-type", below)
    if staves > 1:
        _text(attributes, "staves", staves)
    for index, clef in enumerate(_clefs(part)):
        element = SubElement(attributes, "clef", {"number": str(index + 1)} if staves > 1 else {})
        sign, line = _CLEFS[clef]
        _text(element, "sign", sign)
        if line:
            _text(element, "line", line)
    octaves = _OCTAVES.get(part.instrument, 0)
    if octaves:
        transpose = SubElement(attributes, "transpose")
        _text(transpose, "diatonic", 0)
        _text(transpose, "chromatic", 0)
        _text(transpose, "octave-change", octaves)


def _clefs(part: Part) -> tuple[str, ...]:
    if part.sound.drums:
        return ("percussion",)
    if _two_staves(part):
        return ("G", "F")
    if part.instrument == "viola":
        return ("C",)
    # A player alone reads the clef of the instrument, a section that of what it plays.
    pitches = sorted(note.pitch for note in part.notes) if part.sound.chordal else []
    middle = pitches[len(pitches) // 2] if pitches else (part.sound.floor + part.sound.roof) // 2
    return ("G" if middle - 12 * _OCTAVES.get(part.instrument, 0) >= 57 else "F",)


# --- directions -----------------------------------------------------------------------------------------------------


def _directions(measure: Element, arrangement: Arrangement, part: Part, start: int, first: bool) -> None:
    """Section names, tempo and chord symbols over the first part; each part's own dynamics, where they change."""
    for index, section in enumerate(arrangement.sections):
        if section.start == start and first:
            kind = SubElement(SubElement(measure, "direction", placement="above"), "direction-type")
            _text(kind, "rehearsal", section.name)
        if section.start == start and _turns(arrangement, part, index):
            kind = SubElement(SubElement(measure, "direction", placement="below"), "direction-type")
            SubElement(SubElement(kind, "dynamics"), section.dynamic)
    if not first:
        return
    changes = [(tick, tempo) for tick, tempo in arrangement.tempi if start <= tick < start + arrangement.metre.length]
    for tick, tempo in changes:
        _tempo(measure, arrangement, tick, tempo, tick - start)
    for chord in arrangement.chords:
        if start <= chord.start < start + arrangement.metre.length:
            _harmony(measure, arrangement, chord, chord.start - start)


def _turns(arrangement: Arrangement, part: Part, index: int) -> bool:
    """Whether a part enters with this section, or plays it at another dynamic than the one before."""
    sections, figures = arrangement.sections, part.figures
    goes_on = index > 0 and figures[index - 1] != "-" and sections[index - 1].dynamic == sections[index].dynamic
    return figures[index] != "-" and not goes_on


def _tempo(measure: Element, arrangement: Arrangement, tick: int, tempo: float, offset: int) -> None:
    """The metronome mark at the start, "rit." where the close broadens; every change sounds.

    Readers pass over a direction's offset and over a ``sound`` outside a direction, and print a number for one without
    words: so each change stands where it sounds, under a space.
    """
    closing = arrangement.ticks - 2 * arrangement.metre.length
    if offset:
        _text(SubElement(measure, "forward"), "duration", offset)
    direction = SubElement(measure, "direction", placement="above")
    kind = SubElement(direction, "direction-type")
    if tick == 0:
        mark = SubElement(kind, "metronome")
        _text(mark, "beat-unit", "quarter")
        if arrangement.metre.compound:
            SubElement(mark, "beat-unit-dot")
        _text(mark, "per-minute", f"{arrangement.tempo:g}")
    else:
        _text(kind, "words", "rit." if tick == max(closing, 1) else _SPACE)
    SubElement(direction, "sound", tempo=f"{tempo:.2f}")
    if offset:
        _text(SubElement(measure, "backup"), "duration", offset)


def _harmony(measure: Element, arrangement: Arrangement, chord: ChordSpan, offset: int) -> None:
    harmony = SubElement(measure, "harmony")
    root = SubElement(harmony, "root")
    spelled = root_spelling(chord.root, arrangement.signature, arrangement.mode)
    _text(root, "root-step", spelled.letter)
    if spelled.alter:
        _text(root, "root-alter", spelled.alter)
    _text(harmony, "kind", _KINDS[chord.quality])
    if offset:
        _text(harmony, "offset", offset)


# --- notes ----------------------------------------------------------------------------------------------------------


def _bar(
    measure: Element,
    arrangement: Arrangement,
    part: Part,
    number: int,
    staves: Sequence[list[list[Event]]],
    start: int,
    shift: int,
) -> None:
    """All voices of a bar, the writing position set back before each. A staff's first voice shows its rests."""
    metre, writer = arrangement.metre, _Writer(measure, arrangement, part, number, start, shift)
    written = False
    for staff, voices in enumerate(staves, 1):
        filled = [pieces for voice in voices if (pieces := bar_pieces(voice, start, metre))]
        for index, pieces in enumerate(filled or [[]]):
            if written:
                _text(SubElement(measure, "backup"), "duration", metre.length)
            writer.voice(pieces, 4 * (staff - 1) + index + 1, staff if len(staves) > 1 else 0, index == 0)
            written = True


class _Writer:
    """Writes the notes of one bar of one part."""

    def __init__(
        self, measure: Element, arrangement: Arrangement, part: Part, number: int, start: int, shift: int
    ) -> None:
        self.measure = measure
        self.arrangement = arrangement
        self.part = part
        self.number = number
        self.start = start
        self.shift = shift

    def voice(self, pieces: Sequence[Piece], voice: int, staff: int, visible: bool) -> None:
        if not pieces:
            note = SubElement(self.measure, "note")
            SubElement(note, "rest", measure="yes")
            _text(note, "duration", self.arrangement.metre.length)
            self._place(note, voice, None, staff)
        for piece in pieces:
            hidden = not piece.pitches and not visible
            if hidden and not piece.triplet:
                _text(SubElement(self.measure, "forward"), "duration", piece.length)
                continue
            for index, pitch in enumerate(piece.pitches or (None,)):
                self._note(piece, pitch, index > 0, voice, staff, hidden)

    def _note(self, piece: Piece, pitch: int | None, in_chord: bool, voice: int, staff: int, hidden: bool) -> None:
        note = SubElement(self.measure, "note", {"print-object": "no"} if hidden else {})
        if in_chord:
            SubElement(note, "chord")
        self._pitch(note, piece, pitch)
        _text(note, "duration", piece.length)
        sounding = pitch is not None
        if sounding and piece.from_tie:
            SubElement(note, "tie", type="stop")
        if sounding and piece.to_tie:
            SubElement(note, "tie", type="start")
        drum = pitch if self.part.sound.drums else None
        if drum is not None:
            SubElement(note, "instrument", id=f"P{self.number}-I{drum}")
        self._place(note, voice, piece, staff)
        if drum is not None:
            _text(note, "notehead", _DRUMS[drum][2])
        if not in_chord:
            for level, word in enumerate(piece.beams, 1):
                _text(note, "beam", word, number=str(level))
        self._notations(note, piece, sounding, in_chord)

    def _pitch(self, note: Element, piece: Piece, pitch: int | None) -> None:
        if pitch is None:
            SubElement(note, "rest")
        elif self.part.sound.drums:
            step, octave, _, _ = _DRUMS[pitch]
            unpitched = SubElement(note, "unpitched")
            _text(unpitched, "display-step", step)
            _text(unpitched, "display-octave", octave)
        else:
            # A tied note keeps the spelling of where it began, so it is spelled by the key alone.
            chord = None if piece.from_tie or piece.to_tie else self.arrangement.chord_at(self.start + piece.start)
            spelled = spell(
                pitch + self.shift,
                self.arrangement.signature,
                self.arrangement.mode,
                chord.root if chord else None,
                chord.quality if chord else "",
            )
            element = SubElement(note, "pitch")
            _text(element, "step", spelled.letter)
            if spelled.alter:
                _text(element, "alter", spelled.alter)
            _text(element, "octave", spelled.octave)

    def _place(self, note: Element, voice: int, piece: Piece | None, staff: int) -> None:
        """Voice, type, dots, tuplet ratio and staff, in the schema's order."""
        _text(note, "voice", voice)
        if piece is not None:
            kind, dots = piece.shape
            _text(note, "type", kind)
            for _ in range(dots):
                SubElement(note, "dot")
            if piece.triplet:
                ratio = SubElement(note, "time-modification")
                _text(ratio, "actual-notes", 3)
                _text(ratio, "normal-notes", 2)
        if staff:
            _text(note, "staff", staff)

    def _notations(self, note: Element, piece: Piece, sounding: bool, in_chord: bool) -> None:
        bracket = piece.tuplet and not in_chord
        if not bracket and not (sounding and (piece.from_tie or piece.to_tie)):
            return
        notations = SubElement(note, "notations")
        if sounding and piece.from_tie:
            SubElement(notations, "tied", type="stop")
        if sounding and piece.to_tie:
            SubElement(notations, "tied", type="start")
        if bracket:
            SubElement(notations, "tuplet", type=piece.tuplet)
