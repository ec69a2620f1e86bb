"""The notes of one bar, voice by voice."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

from castalia.exchange.engraving import Event, Piece, bar_pieces
from castalia.exchange.musicxml.elements import text
from castalia.exchange.musicxml.staves import DRUMS
from castalia.sound.score.arrangement import Arrangement, Part
from castalia.sound.score.theory import spell


def write_bar(
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
                text(SubElement(measure, "backup"), "duration", metre.length)
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
            text(note, "duration", self.arrangement.metre.length)
            self._place(note, voice, None, staff)
        for piece in pieces:
            hidden = not piece.pitches and not visible
            if hidden and not piece.triplet:
                text(SubElement(self.measure, "forward"), "duration", piece.length)
                continue
            for index, pitch in enumerate(piece.pitches or (None,)):
                self._note(piece, pitch, index > 0, voice, staff, hidden)

    def _note(self, piece: Piece, pitch: int | None, in_chord: bool, voice: int, staff: int, hidden: bool) -> None:
        note = SubElement(self.measure, "note", {"print-object": "no"} if hidden else {})
        if in_chord:
            SubElement(note, "chord")
        self._pitch(note, piece, pitch)
        text(note, "duration", piece.length)
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
            text(note, "notehead", DRUMS[drum][2])
        if not in_chord:
            for level, word in enumerate(piece.beams, 1):
                text(note, "beam", word, number=str(level))
        self._notations(note, piece, sounding, in_chord)

    def _pitch(self, note: Element, piece: Piece, pitch: int | None) -> None:
        if pitch is None:
            SubElement(note, "rest")
        elif self.part.sound.drums:
            step, octave, _, _ = DRUMS[pitch]
            unpitched = SubElement(note, "unpitched")
            text(unpitched, "display-step", step)
            text(unpitched, "display-octave", octave)
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
            text(element, "step", spelled.letter)
            if spelled.alter:
                text(element, "alter", spelled.alter)
            text(element, "octave", spelled.octave)

    def _place(self, note: Element, voice: int, piece: Piece | None, staff: int) -> None:
        """Voice, type, dots, tuplet ratio and staff, in the schema's order."""
        text(note, "voice", voice)
        if piece is not None:
            kind, dots = piece.shape
            text(note, "type", kind)
            for _ in range(dots):
                SubElement(note, "dot")
            if piece.triplet:
                ratio = SubElement(note, "time-modification")
                text(ratio, "actual-notes", 3)
                text(ratio, "normal-notes", 2)
        if staff:
            text(note, "staff", staff)

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
