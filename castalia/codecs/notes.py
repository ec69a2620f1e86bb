"""The notes block: a lead sheet or a whole score, bar by bar.

    bar:line  onset:0 root:0 quality:minor   onset:24 root:5 quality:minor
              voice:melody onset:0 pitch:7 duration:12  pitch ...

Onsets and durations are in 1/12 quarters (99.3 % of the notes of the OpenScore lieder lie on that grid); pitches are in
semitones from the tonic. Onsets rise within chords and within a voice; voices follow a fixed order.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from castalia.codecs.base import END
from castalia.language.grammar import Legal, Reader
from castalia.language.plan import Bar, Chord, Note, Notes
from castalia.language.vocabulary import vocabulary

MOST_BARS = 160
MOST_ONSETS = 72
BAR = "bar:line"


@cache
def _numbers(prefix: str) -> tuple[int, ...]:
    return tuple(int(value) for value in vocabulary().values(prefix))


@cache
def _tokens(prefix: str) -> Legal:
    return tuple(f"{prefix}:{value}" for value in vocabulary().values(prefix))


@cache
def _after(prefix: str, least: int) -> Legal:
    return tuple(f"{prefix}:{value}" for value in range(least, MOST_ONSETS))


@cache
def nearest_duration(duration: int) -> int:
    """The duration with a token that is nearest, the shorter of two."""
    return min(_numbers("duration"), key=lambda known: (abs(known - duration), known))


@dataclass(frozen=True)
class NotesCodec:
    """Notes as tokens; ``forced`` may be the number of bars."""

    block: str = "notes"

    def encode(self, value: Notes) -> list[str]:
        return [*(token for bar in value.bars for token in self._bar(bar)), END]

    def _bar(self, bar: Bar) -> list[str]:
        tokens = [BAR]
        for chord in bar.chords:
            tokens += [f"onset:{chord.onset}", f"root:{chord.root}", f"quality:{chord.quality}"]
        for voice in vocabulary().values("voice"):
            notes = sorted((note for note in bar.notes if note.voice == voice), key=lambda n: (n.onset, -n.pitch))
            tokens += [f"voice:{voice}"] if notes else []
            for note in notes:
                tokens += [f"onset:{note.onset}", f"pitch:{note.pitch}", f"duration:{nearest_duration(note.duration)}"]
        return tokens

    def reader(self, forced: int | None = None) -> Reader[Notes]:
        """Read bars up to the list's ``<end>``: exactly ``forced`` bars, or as many as the model wants."""
        bars: list[Bar] = []
        yield (BAR,)
        while True:
            more = len(bars) + 1 < (forced or MOST_BARS)
            stop: Legal = (BAR,) if forced and more else (BAR, END) if more else (END,)
            bar, last = yield from self._read_bar(stop)
            bars.append(bar)
            if last == END:
                return Notes(bars=tuple(bars))

    def _read_bar(self, stop: Legal) -> Reader[tuple[Bar, str]]:
        chords: list[Chord] = []
        notes: list[Note] = []
        voices = list(vocabulary().values("voice"))
        token = yield (*_after("onset", 0), *(f"voice:{voice}" for voice in voices), *stop)
        while token.startswith("onset:"):
            onset = int(token[6:])
            root = yield _tokens("root")
            quality = yield _tokens("quality")
            chords.append(Chord(onset=onset, root=int(root[5:]), quality=quality[8:]))
            token = yield (*_after("onset", onset + 1), *(f"voice:{voice}" for voice in voices), *stop)
        while token.startswith("voice:"):
            voice = token[6:]
            voices = voices[voices.index(voice) + 1 :]
            token = yield from self._read_voice(voice, notes, (*(f"voice:{later}" for later in voices), *stop))
        return Bar(chords=tuple(chords), notes=tuple(notes)), token

    def _read_voice(self, voice: str, notes: list[Note], beyond: Legal) -> Reader[str]:
        token = yield _after("onset", 0)
        while token.startswith("onset:"):
            onset = int(token[6:])
            pitch = yield _tokens("pitch")
            duration = yield _tokens("duration")
            notes.append(Note(voice=voice, onset=onset, pitch=int(pitch[6:]), duration=int(duration[9:])))
            token = yield (*_after("onset", onset), *beyond)
        return token


CODEC = NotesCodec()
