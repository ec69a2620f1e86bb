"""From a lead sheet to parts: the plan's instruments play the composed notes as its style, form and energies ask."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from castalia.language.plan import Notes, Score
from castalia.randomness import generator
from castalia.sound.score import percussion
from castalia.sound.score.arrangement import Arrangement, ChordSpan, Part, PartNote, SectionSpan
from castalia.sound.score.casting import Cast, Player, cast, duties
from castalia.sound.score.counterpoint import counter_line
from castalia.sound.score.figures import BASSES, FIGURES, Passage, running_step
from castalia.sound.score.fitting import best_octave, joined, without_collisions
from castalia.sound.score.instruments import Instrument
from castalia.sound.score.leadsheet import LeadSheet, read_lead_sheet
from castalia.sound.score.performance import expression, pedal, tempo_map, with_velocities
from castalia.sound.score.styles import Style, style_of
from castalia.sound.score.theory import METRES, PITCH_CLASSES, Metre, fifths
from castalia.sound.score.voicing import bass_line, voice_chords

TIED = ("held", "drone")
DETACHED = ("offbeats", "comp", "beats", "pulse", "ostinato", "alberti")
LONGEST_TIE = 2


def arrange(score: Score, notes: Notes, seed: int) -> Arrangement:
    """Give every instrument its part. ``notes`` holds one bar for each bar of the plan's sections."""
    return _Arranger.of(score, notes, seed).arrangement()


@dataclass(frozen=True)
class _Arranger:
    """What all parts of one score share."""

    score: Score
    seed: int
    style: Style
    metre: Metre
    sheet: LeadSheet
    sections: tuple[SectionSpan, ...]
    tempi: tuple[tuple[int, float], ...]
    cast: Cast
    bass: tuple[int, ...]
    voices: tuple[tuple[int, ...], ...]

    @staticmethod
    def of(score: Score, notes: Notes, seed: int) -> _Arranger:
        style, metre = style_of(score.style), METRES[score.metre]
        sheet = read_lead_sheet(score, notes)
        sections = _spans(score, metre)
        bass = bass_line(sheet.chords, inversions=style.bass != "drone")
        melody = [_sounding(sheet.lines["melody"], chord) for chord in sheet.chords]
        voices = voice_chords(sheet.chords, bass, melody)
        tempi = tempo_map(score.tempo, metre, sections, style)
        return _Arranger(
            score, seed, style, metre, sheet, sections, tempi, cast(score.instruments), tuple(bass), tuple(voices)
        )

    def arrangement(self) -> Arrangement:
        score = self.score
        shares = self._shares()
        given = [duties(self.cast, section.name, share, self.style) for section, share in zip(self.sections, shares)]
        notes: dict[str, list[PartNote]] = {player.name: [] for player in self.cast.players}
        figures: dict[str, list[str]] = {player.name: [] for player in self.cast.players}
        for section, share, work in zip(self.sections, shares, given):
            for player in self.cast.players:
                played, figure = self._play(player, section, share, work.get(player.name, ()))
                notes[player.name] += played
                figures[player.name].append(figure)
        self._fill_silence(notes)
        parts = tuple(self._part(player, notes[player.name], figures[player.name]) for player in self.cast.players)
        return Arrangement(
            score.tempo, score.key, score.mode, score.metre, score.style, fifths(score.key, score.mode),
            PITCH_CLASSES[score.key], self.sheet.bars, 0 if self.metre.compound else self.style.swing, self.tempi,
            self.sections, self.sheet.chords, parts,
        )  # fmt: skip

    def _shares(self) -> list[float]:
        """Each section's energy between the score's calmest and fullest, mixed with its own height; the fullest is 1."""
        energies = [section.energy for section in self.sections]
        low, high = min(energies), max(energies)
        spread = max(high - low, 0.12)
        shares = [0.5 * (energy - low) / spread + 0.5 * min(1.0, energy / 0.8) for energy in energies]
        return [1.0 if energy == high else share for energy, share in zip(energies, shares)]

    # --- one player in one section -----------------------------------------------------------------------------------

    def _play(
        self, player: Player, section: SectionSpan, share: float, work: tuple[str, ...]
    ) -> tuple[list[PartNote], str]:
        """The notes of a section and the name of what is played."""
        notes: list[PartNote] = []
        names: list[str] = []
        for duty in work:
            kind, _, detail = duty.partition(" ")
            if kind in ("melody", "double"):
                notes += self._melody(player.instrument, section, kind == "double")
                names.append(kind)
            elif kind == "counter":
                notes += self._counter(player.instrument, section)
                names.append(kind)
            elif kind == "inner":
                notes += self._inner(player.instrument, section, int(detail))
                names.append("inner voice")
            elif kind == "rhythm":
                notes += self._rhythm(player, section, share)
                names.append(self._groove(player.instrument))
            else:
                figure = self._figure(kind, player.instrument, share)
                notes += self._chords(player, section, share, kind, figure)
                names.append(figure if kind == "harmony" else f"bass {figure}")
        return notes, " + ".join(names) or "-"

    def _figure(self, kind: str, instrument: Instrument, share: float) -> str:
        if kind == "bass":
            return "held" if instrument.family == "solo" and share < 0.34 else self.style.bass_figure(share)
        return self.style.figure(instrument.family, share)

    def _melody(self, instrument: Instrument, section: SectionSpan, doubled: bool) -> list[PartNote]:
        """The melody in the octave where most of it lies well; a doubling an octave off if that lies well too."""
        line = self.sheet.lines["melody"]
        inside = [note for note in line if section.start <= note.onset < section.end]
        shift = best_octave([note.pitch for note in line], instrument)
        if doubled and shift == 0:
            shift = 12 if max((note.pitch for note in inside), default=0) + 12 <= instrument.roof + 3 else -12
        return [replace(note, pitch=instrument.fitted(note.pitch + shift)) for note in inside]

    def _counter(self, instrument: Instrument, section: SectionSpan) -> list[PartNote]:
        line = self.sheet.lines["counter"] or counter_line(self.sheet, self.voices, self.metre)
        shift = best_octave([note.pitch for note in line], instrument)
        return [
            replace(note, pitch=instrument.fitted(note.pitch + shift), velocity=-2)
            for note in line
            if section.start <= note.onset < section.end
        ]

    def _inner(self, instrument: Instrument, section: SectionSpan, number: int) -> list[PartNote]:
        """One voice of the chords, held over where it does not move."""
        line = self.sheet.lines["inner"] if number == 0 else ()
        if not line:
            line = tuple(
                PartNote(chord.start, chord.end - chord.start, voices[max(len(voices) - 2 - number, 0)])
                for chord, voices in zip(self.sheet.chords, self.voices)
            )
        shift = best_octave([note.pitch for note in line], instrument)
        inside = [note for note in line if section.start <= note.onset < section.end]
        moved = [replace(note, pitch=instrument.fitted(note.pitch + shift), velocity=-4) for note in inside]
        return joined(moved, LONGEST_TIE * self.metre.length)

    def _chords(self, player: Player, section: SectionSpan, share: float, kind: str, figure: str) -> list[PartNote]:
        """A chord figure or a bass figure over the section's chords; composed bass notes come before a bass figure."""
        composed = [note for note in self.sheet.lines["bass"] if section.start <= note.onset < section.end]
        if kind == "bass" and composed:
            return [replace(note, pitch=player.instrument.fitted(note.pitch)) for note in composed]
        notes: list[PartNote] = []
        for index, chord in enumerate(self.sheet.chords):
            if section.start <= chord.start < section.end:
                closing = chord.end == self.sections[-1].end
                passage = self._passage(index, player, share, kind)
                notes += self._closing(passage, player, kind) if closing else _of(kind, figure, passage)
        fitted = [replace(note, pitch=player.instrument.fitted(note.pitch)) for note in notes]
        tied = figure in TIED and player.instrument.sustained
        return joined(fitted, LONGEST_TIE * self.metre.length) if tied else fitted

    @cached_property
    def _melody_middle(self) -> float | None:
        """The mean pitch of the melody as the lead plays it."""
        pitches = [note.pitch for note in self.sheet.lines["melody"]]
        if not pitches or self.cast.lead is None:
            return None
        return sum(pitches) / len(pitches) + best_octave(pitches, self.cast.lead.instrument)

    def _passage(self, index: int, player: Player, share: float, kind: str) -> Passage:
        chord, instrument = self.sheet.chords[index], player.instrument
        bar = chord.start // self.metre.length * self.metre.length
        following = self.bass[min(index + 1, len(self.bass) - 1)]
        every = [pitch for row in self.voices for pitch in row]
        shift = best_octave(every, instrument, self._melody_middle) if kind == "harmony" else 0
        seconds_a_tick = 60 / (self.tempi[0][1] * 12)
        busy = share if instrument.family != "keys" else 0.8 * share
        return Passage(
            chord, bar, tuple(pitch + shift for pitch in self.voices[index]), self.bass[index], following, self.metre,
            running_step(self.metre, seconds_a_tick, busy), share,
            generator(self.seed, "score", "figure", player.name, chord.start),
        )  # fmt: skip

    def _closing(self, passage: Passage, player: Player, kind: str) -> Iterable[PartNote]:
        """The last chord is held, rolled where strings are plucked."""
        if kind == "bass":
            return BASSES["held"](passage)
        return FIGURES["rolled" if player.instrument.family in ("plucked", "keys") else "held"](passage)

    def _groove(self, instrument: Instrument) -> str:
        if instrument.family == "timpani":
            return "timpani"
        return self.style.hand if instrument.name == "hand-drum" else self.style.groove

    def _rhythm(self, player: Player, section: SectionSpan, share: float) -> list[PartNote]:
        notes: list[PartNote] = []
        tonic = PITCH_CLASSES[self.score.key]
        tuned = (player.instrument.fitted(36 + tonic), player.instrument.fitted(36 + (tonic + 7) % 12))
        for bar in range(section.bars):
            start = section.start + bar * self.metre.length
            last = bar == section.bars - 1 or bar % 4 == 3
            random = generator(self.seed, "score", "drums", player.name, start)
            final = start + self.metre.length == self.sections[-1].end
            if player.instrument.family == "timpani":
                made = percussion.timpani(self.sheet.chords, self.metre, start, last and not final, share, tuned)
            else:
                made = percussion.kit(
                    self._groove(player.instrument), self.metre, start, bar, last and not final, share, random
                )
            notes += [note for note in made if not final or note.onset == start]
        return notes

    # --- the whole ---------------------------------------------------------------------------------------------------

    def _fill_silence(self, notes: dict[str, list[PartNote]]) -> None:
        """Bars in which nobody plays are held by the first player who has pitches: the chord's root, then its fifth."""
        lead = self.cast.lead
        if lead is None:
            return
        every = [note for played in notes.values() for note in played]
        for chord, voices in zip(self.sheet.chords, self.voices):
            if any(note.onset < chord.end and note.end > chord.start for note in every):
                continue
            shift = best_octave(list(voices), lead.instrument)
            pitches = voices if lead.instrument.chordal else voices[-1:]
            notes[lead.name] += [
                PartNote(chord.start, chord.end - chord.start, lead.instrument.fitted(pitch + shift), -6)
                for pitch in pitches
            ]

    def _part(self, player: Player, notes: list[PartNote], figures: list[str]) -> Part:
        role = self.cast.role(player)
        clean = without_collisions(notes, self.metre.length * self.sheet.bars, player.instrument)
        velocities = with_velocities(clean, role, self.sections, self.metre, self.seed, player.name)
        held = [
            chord
            for chord in self.sheet.chords
            for section, figure in zip(self.sections, figures)
            if section.start <= chord.start < section.end and figure != "-" and not set(figure.split()) & set(DETACHED)
        ]
        return Part(
            player.name, player.instrument.name, role, tuple(figures), velocities,
            expression(player.instrument, self.sections, self.metre),
            pedal(player.instrument, held, self.sections[-1].end),
        )  # fmt: skip


def _of(kind: str, figure: str, passage: Passage) -> Iterable[PartNote]:
    return (BASSES if kind == "bass" else FIGURES)[figure](passage)


def _spans(score: Score, metre: Metre) -> tuple[SectionSpan, ...]:
    spans: list[SectionSpan] = []
    bar = 0
    for section in score.sections:
        start, end = bar * metre.length, (bar + section.bars) * metre.length
        spans.append(SectionSpan(section.name, bar, section.bars, start, end, section.energy))
        bar += section.bars
    return tuple(spans)


def _sounding(line: Sequence[PartNote], chord: ChordSpan) -> int | None:
    """The melody's pitch as a chord begins, else its first within the chord."""
    inside = [note.pitch for note in line if note.onset < chord.end and note.end > chord.start]
    return inside[0] if inside else None
