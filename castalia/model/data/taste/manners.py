"""How each style of music is usually scored."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Manner:
    """How a style is usually scored: tempo range, metres, modes it bends to, players by importance."""

    tempo: tuple[int, int]
    metres: str
    players: str
    modes: str = ""


MANNERS: dict[str, Manner] = {
    "cinematic-strings": Manner((56, 110), "4/4 4/4 3/4 6/8", "strings violin cello contrabass horn harp flute piano"),
    "solo-piano": Manner((52, 120), "4/4 3/4 6/8", "piano"),
    "chamber": Manner((60, 126), "4/4 3/4 2/4 6/8", "violin viola cello piano clarinet flute oboe"),
    "folk": Manner(
        (76, 132),
        "4/4 6/8 3/4 2/4",
        "guitar violin flute dulcimer accordion bass hand-drum",
        "major mixolydian dorian pentatonic",
    ),
    "waltz": Manner((96, 180), "3/4", "violin cello accordion piano clarinet contrabass flute"),
    "march": Manner((92, 126), "4/4 2/4", "trumpet horn trombone tuba drums flute clarinet timpani"),
    "epic": Manner(
        (84, 150),
        "4/4 4/4 6/8 5/4 7/8",
        "strings horn brass choir timpani drums trumpet contrabass",
        "minor dorian phrygian lydian",
    ),
    "choir-organ": Manner((48, 88), "4/4 3/4", "choir organ bells cello strings", "minor major dorian phrygian"),
    "ostinato": Manner(
        (100, 152), "4/4 7/8 5/4", "strings synth-bass drums pad tremolo-strings timpani", "minor phrygian dorian"
    ),
    "ambient": Manner((44, 84), "4/4 6/8", "pad strings bells piano choir vibraphone"),
    "jazz": Manner(
        (84, 168), "4/4 4/4 3/4 5/4", "piano bass drums trumpet clarinet vibraphone", "major dorian minor mixolydian"
    ),
    "synthwave": Manner((84, 124), "4/4", "synth-lead synth-bass drums pad", "minor dorian"),
    "lofi": Manner((64, 92), "4/4", "piano electric-bass drums vibraphone guitar", "minor major dorian"),
    "medieval": Manner(
        (72, 132), "6/8 3/4 4/4 2/4", "recorder dulcimer hand-drum harp shakuhachi voice", "dorian mixolydian phrygian"
    ),
    "japanese": Manner((52, 96), "4/4", "koto shakuhachi hand-drum bells strings", "pentatonic"),
    "horror": Manner((44, 92), "4/4 5/4 7/8", "tremolo-strings contrabass pad bells choir piano", "phrygian minor"),
}
