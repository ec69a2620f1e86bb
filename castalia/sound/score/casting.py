"""Who does what: melody, counter-melody, chords, bass, inner voices, rhythm; and who joins in which section."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from castalia.sound.score.instruments import INSTRUMENTS, Instrument
from castalia.sound.score.styles import Style

# Those who carry a melody and still play chords under it.
DIVIDED = ("section", "tremolo", "choir", "organ")


@dataclass(frozen=True)
class Player:
    """One of the plan's instruments; a name that comes twice is numbered."""

    name: str
    instrument: Instrument


@dataclass(frozen=True)
class Cast:
    """The players by what they mainly do. A chordal lead with nobody else for the chords plays them too."""

    players: tuple[Player, ...]
    lead: Player | None
    second: Player | None
    bass: Player | None
    harmony: tuple[Player, ...]
    inner: tuple[Player, ...]
    rhythm: tuple[Player, ...]

    def role(self, player: Player) -> str:
        """What a player mainly does, in one word."""
        if player == self.lead:
            return "melody"
        if player == self.bass:
            return "bass"
        return "harmony" if player in self.harmony else "rhythm" if player in self.rhythm else "counter"


def cast(names: Sequence[str]) -> Cast:
    """Give every instrument of the plan a role; the first carries the melody where it can."""
    players = tuple(
        Player(name if names[:index].count(name) == 0 else f"{name}-{names[:index].count(name) + 1}", INSTRUMENTS[name])
        for index, name in enumerate(names)
    )
    rhythm = tuple(player for player in players if "rhythm" in player.instrument.roles)
    pitched = [player for player in players if player not in rhythm]
    lead = next((player for player in pitched if "melody" in player.instrument.roles), None)
    lead = lead or (pitched[0] if pitched else None)
    others = [player for player in pitched if player != lead]
    bass = _bass(others)
    others = [player for player in others if player != bass]
    harmony = tuple(player for player in others if player.instrument.chordal)
    inner = tuple(player for player in others if not player.instrument.chordal)
    seconds = [player for player in (*inner, *harmony[1:]) if "melody" in player.instrument.roles]
    second = next(iter(seconds), None)
    return Cast(players, lead, second, bass, harmony, inner, rhythm)


def _bass(players: list[Player]) -> Player | None:
    """A bass instrument; else the lowest that has bass among its roles, if others remain for the chords."""
    for player in players:
        if player.instrument.roles[0] == "bass":
            return player
    able = [player for player in players if "bass" in player.instrument.roles and not player.instrument.chordal]
    return min(able, key=lambda player: player.instrument.low) if able and len(players) > 1 else None


def duties(cast: Cast, section: str, share: float, style: Style) -> dict[str, tuple[str, ...]]:
    """What each player does in a section of ``share`` energy (0 the calmest .. 1 the fullest); no entry: it rests."""
    playing = _playing(cast, share, style)
    given: dict[str, list[str]] = {player.name: [] for player in playing}
    lead, second = cast.lead, cast.second
    leader = lead
    if section == "contrast" and style.handover and second in playing and lead is not None:
        leader = second
    if leader:
        given[leader.name].append("melody")
    for player in playing:
        if player == leader or player in cast.rhythm:
            given[player.name] += ["rhythm"] if player in cast.rhythm else []
        elif player == cast.bass:
            given[player.name].append("bass")
        elif player in cast.harmony:
            given[player.name].append("harmony")
        elif player == lead:
            given[player.name].append("harmony" if player.instrument.chordal else "counter")
    _give_inner(cast, given, leader, playing, section)
    _complete(cast, given, leader)
    return {name: tuple(work) for name, work in given.items() if work}


def _playing(cast: Cast, share: float, style: Style) -> list[Player]:
    """Players join one after the other as the energy rises: lead, chords, bass, then colours; all at the fullest."""
    order = [*cast.harmony[:1], *([cast.bass] if cast.bass else []), *cast.inner, *cast.harmony[1:]]
    limits = {player.name: 0.85 * max(index - 0.5, 0) / max(len(order), 1) for index, player in enumerate(order)}
    if cast.lead:
        limits[cast.lead.name] = 0.0
    for player in cast.rhythm:
        limits[player.name] = style.drums_from if cast.lead else 0.0
    return [player for player in cast.players if share >= limits[player.name]]


def _give_inner(
    cast: Cast, given: dict[str, list[str]], leader: Player | None, playing: list[Player], section: str
) -> None:
    """The first free single-voiced player takes the counter-melody (the melody's octave in a climax), others inner
    voices."""
    free = [player for player in cast.inner if player in playing and player != leader]
    taken = any("counter" in work for work in given.values())
    for number, player in enumerate(free):
        if section == "climax" and number == 1 and "melody" in player.instrument.roles:
            given[player.name].append("double")
        elif not taken and "counter" in player.instrument.roles:
            given[player.name].append("counter")
            taken = True
        else:
            given[player.name].append(f"inner {number % 3}")


def _complete(cast: Cast, given: dict[str, list[str]], leader: Player | None) -> None:
    """Chords and bass that nobody has go to those who can play several voices."""
    sounding = [player for player in cast.players if player.name in given and player not in cast.rhythm]
    work = [duty for duties in given.values() for duty in duties]
    if leader and leader.instrument.chordal and ("harmony" not in work or leader.instrument.family in DIVIDED):
        given[leader.name].append("harmony")
        work.append("harmony")
    if "bass" not in work:
        able = [
            player
            for player in sounding
            if player.instrument.chordal and "bass" in player.instrument.roles and player.instrument.family != "section"
        ]
        if able:
            free = sorted(able, key=lambda player: ("harmony" not in given[player.name], player == leader))
            given[free[0].name].append("bass")
