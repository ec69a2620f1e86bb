"""What stands above and below the notes: section names, tempo, chord symbols, dynamics."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from castalia.exchange.musicxml.elements import text
from castalia.sound.score.arrangement import Arrangement, ChordSpan, Part
from castalia.sound.score.theory import root_spelling

_KINDS = {
    "major": "major", "minor": "minor", "diminished": "diminished", "augmented": "augmented", "dominant": "dominant",
    "major7": "major-seventh", "minor7": "minor-seventh", "half-diminished": "half-diminished", "sus4": "suspended-fourth",
}  # fmt: skip
_SPACE = "\N{NO-BREAK SPACE}"


def write_directions(measure: Element, arrangement: Arrangement, part: Part, start: int, first: bool) -> None:
    """Section names, tempo and chord symbols over the first part; each part's own dynamics, where they change."""
    for index, section in enumerate(arrangement.sections):
        if section.start == start and first:
            kind = SubElement(SubElement(measure, "direction", placement="above"), "direction-type")
            text(kind, "rehearsal", section.name)
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
        text(SubElement(measure, "forward"), "duration", offset)
    direction = SubElement(measure, "direction", placement="above")
    kind = SubElement(direction, "direction-type")
    if tick == 0:
        mark = SubElement(kind, "metronome")
        text(mark, "beat-unit", "quarter")
        if arrangement.metre.compound:
            SubElement(mark, "beat-unit-dot")
        text(mark, "per-minute", f"{arrangement.tempo:g}")
    else:
        text(kind, "words", "rit." if tick == max(closing, 1) else _SPACE)
    SubElement(direction, "sound", tempo=f"{tempo:.2f}")
    if offset:
        text(SubElement(measure, "backup"), "duration", offset)


def _harmony(measure: Element, arrangement: Arrangement, chord: ChordSpan, offset: int) -> None:
    harmony = SubElement(measure, "harmony")
    root = SubElement(harmony, "root")
    spelled = root_spelling(chord.root, arrangement.signature, arrangement.mode)
    text(root, "root-step", spelled.letter)
    if spelled.alter:
        text(root, "root-alter", spelled.alter)
    text(harmony, "kind", _KINDS[chord.quality])
    if offset:
        text(harmony, "offset", offset)
