"""The notes block: a lead sheet or a whole score, bar by bar.

    bar:line  count:31  section:theme  onset:0 root:0 quality:minor   onset:24 root:5 quality:minor
              voice:melody onset:0 pitch:7 duration:12  pitch ...

The count is that of the bars still to come (32 also stands for more), the section that which begins with the bar: so the
composer knows where in the form it is, and sees the end coming.
Onsets and durations are in 1/12 quarters (99.3 % of the notes of the OpenScore lieder lie on that grid); pitches are in
semitones from the tonic. Onsets rise within chords and within a voice; voices follow a fixed order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from castalia.codecs.base import END
from castalia.language.grammar import Legal, Reader
from castalia.language.plan import Bar, Chord, Note, Notes
from castalia.language.records import category_tokens
from castalia.language.vocabulary import vocabulary

MOST_BARS = 160
MOST_ONSETS = 72
FAR = 32
"""So many bars or more are still to come."""
BAR = "bar:line"


@cache
def _numbers(prefix: str) -> tuple[int, ...]:
    return tuple(int(value) for value in vocabulary().values(prefix))


@cache
def _after(prefix: str, least: int) -> Legal:
    return tuple(f"{prefix}:{value}" for value in range(least, MOST_ONSETS))


@cache
def nearest_duration(duration: int) -> int:
    """The duration with a token that is nearest, the shorter of two."""
    return min(_numbers("duration"), key=lambda known: (abs(known - duration), known))


def _count(left: int) -> str:
    return f"count:{min(left, FAR)}"


def _counts(before: int, bars: int) -> Legal:
    """What may follow where the number of bars is open: any count at first, then one less; far is far until it is not."""
    if not bars:
        return tuple(_count(left) for left in range(FAR + 1))
    if before == FAR and bars + FAR < MOST_BARS:
        return _count(FAR), _count(FAR - 1)
    return (_count(before - 1),)


@dataclass(frozen=True)
class NotesCodec:
    """Notes as tokens; ``forced`` may be the form: for each bar the section that begins with it, or None."""

    block: str = "notes"

    def encode(self, value: Notes) -> list[str]:
        last = len(value.bars) - 1
        return [*(token for index, bar in enumerate(value.bars) for token in self._bar(bar, last - index)), END]

    def _bar(self, bar: Bar, left: int) -> list[str]:
        tokens = [BAR, _count(left), *([f"section:{bar.section}"] if bar.section else [])]
        for chord in bar.chords:
            tokens += [f"onset:{chord.onset}", f"root:{chord.root}", f"quality:{chord.quality}"]
        for voice in vocabulary().values("voice"):
            notes = sorted((note for note in bar.notes if note.voice == voice), key=lambda n: (n.onset, -n.pitch))
            tokens += [f"voice:{voice}"] if notes else []
            for note in notes:
                tokens += [f"onset:{note.onset}", f"pitch:{note.pitch}", f"duration:{nearest_duration(note.duration)}"]
        return tokens

    def reader(self, forced: Sequence[str | None] | None = None) -> Reader[Notes]:
        """Read bars up to the list's ``<end>``: exactly those of the form, or as many as the model wants."""
        bars: list[Bar] = []
        left = FAR
        yield (BAR,)
        while True:
            token = yield (_count(len(forced) - 1 - len(bars)),) if forced else _counts(left, len(bars))
            left = int(token[6:])
            section = None
            if forced and forced[len(bars)]:
                section = yield (f"section:{forced[len(bars)]}",)
            bar = yield from self._read_bar(section, (BAR,) if left else (END,), sections=not forced)
            bars.append(bar)
            if not left:
                return Notes(bars=tuple(bars))

    def _read_bar(self, section: str | None, stop: Legal, sections: bool) -> Reader[Bar]:
        """A bar, and the token that ends it. ``sections``: one may begin with it."""
        chords: list[Chord] = []
        notes: list[Note] = []
        voices = list(vocabulary().values("voice"))
        first: Legal = (*_after("onset", 0), *(f"voice:{voice}" for voice in voices), *stop)
        token = yield (*first, *category_tokens("section")) if sections else first
        if token.startswith("section:"):
            section = token
            token = yield first
        while token.startswith("onset:"):
            onset = int(token[6:])
            root = yield category_tokens("root")
            quality = yield category_tokens("quality")
            chords.append(Chord(onset=onset, root=int(root[5:]), quality=quality[8:]))
            token = yield (*_after("onset", onset + 1), *(f"voice:{voice}" for voice in voices), *stop)
        while token.startswith("voice:"):
            voice = token[6:]
            voices = voices[voices.index(voice) + 1 :]
            token = yield from self._read_voice(voice, notes, (*(f"voice:{later}" for later in voices), *stop))
        return Bar(section=section[8:] if section else None, chords=tuple(chords), notes=tuple(notes))

    def _read_voice(self, voice: str, notes: list[Note], beyond: Legal) -> Reader[str]:
        token = yield _after("onset", 0)
        while token.startswith("onset:"):
            onset = int(token[6:])
            pitch = yield category_tokens("pitch")
            duration = yield category_tokens("duration")
            notes.append(Note(voice=voice, onset=onset, pitch=int(pitch[6:]), duration=int(duration[9:])))
            token = yield (*_after("onset", onset), *beyond)
        return token


CODEC = NotesCodec()
