"""Every style's habits, as data: who accompanies how, how the bass walks, which drums, how freely, in what hall."""

from __future__ import annotations

from dataclasses import dataclass, field

from castalia.language.vocabulary import vocabulary

# Figures from calm to busy, for families that a style does not mention.
USUAL = {
    "solo": "held",
    "section": "held",
    "tremolo": "held",
    "plucked": "rolled arpeggio wave",
    "keys": "block arpeggio wave",
    "bells": "sparse sparse arpeggio",
    "wind": "held",
    "brass": "held held stabs",
    "choir": "held",
    "organ": "held",
    "synth": "held",
}


@dataclass(frozen=True)
class Style:
    """``figures``: chord figures by family, from calm to busy; ``bass`` likewise. ``groove`` and ``hand`` name rhythms
    of drum kit and hand drum; ``drums_from`` is the share of energy at which drums join. ``freedom`` 0 machine .. 1
    rubato; ``hall`` is the reverberation time in seconds, ``wet`` the reverberation's level in dB."""

    bass: str
    groove: str
    figures: dict[str, str] = field(default_factory=dict)
    hand: str = "hand"
    drums_from: float = 0.45
    swing: int = 0
    freedom: float = 0.5
    hall: float = 2.0
    wet: float = -11.0
    handover: bool = True

    def figures_of(self, family: str) -> list[str]:
        return self.figures.get(family, USUAL.get(family, "held")).split()

    def figure(self, family: str, energy: float) -> str:
        """The figure of a family at a share of energy 0 to 1."""
        return _at(self.figures_of(family), energy)

    def bass_figure(self, energy: float) -> str:
        return _at(self.bass.split(), energy)


def _at(choices: list[str], energy: float) -> str:
    return choices[min(int(energy * len(choices)), len(choices) - 1)]


STYLES: dict[str, Style] = {
    "cinematic-strings": Style(
        bass="held held roots", groove="cinematic", freedom=0.7, hall=2.4, wet=-9.0, drums_from=0.6,
        figures={"section": "held held pulse", "plucked": "rolled arpeggio wave", "keys": "block arpeggio wave"},
    ),
    "solo-piano": Style(
        bass="held roots octaves", groove="brushes", freedom=1.0, hall=1.5, wet=-14.0,
        figures={"keys": "block arpeggio wave"},
    ),
    "chamber": Style(
        bass="held roots fifths", groove="brushes", freedom=0.7, hall=1.5, wet=-13.0,
        figures={"keys": "block alberti alberti", "solo": "held held repeated", "wind": "held"},
    ),
    "folk": Style(
        bass="roots fifths fifths", groove="folk", freedom=0.4, hall=1.1, wet=-15.0, drums_from=0.25,
        figures={"plucked": "arpeggio strum strum", "organ": "held beats offbeats", "keys": "block offbeats"},
    ),
    "waltz": Style(
        bass="oom", groove="waltz", freedom=0.7, hall=1.6, wet=-12.0,
        figures={"keys": "offbeats offbeats offbeats", "organ": "offbeats", "plucked": "arpeggio offbeats", "section": "held offbeats"},
    ),
    "march": Style(
        bass="oom oom fifths", groove="march", freedom=0.15, hall=1.6, wet=-13.0, drums_from=0.1,
        figures={"brass": "offbeats offbeats stabs", "wind": "held offbeats", "section": "offbeats pulse", "keys": "offbeats"},
    ),
    "epic": Style(
        bass="held roots eighths", groove="epic", freedom=0.3, hall=2.8, wet=-9.0, drums_from=0.35,
        figures={"section": "held ostinato ostinato", "brass": "held held stabs", "synth": "held pulse", "keys": "block pulse"},
    ),
    "choir-organ": Style(
        bass="held held roots", groove="cinematic", freedom=0.6, hall=3.4, wet=-7.0, drums_from=0.7,
        figures={"organ": "held held block", "bells": "sparse", "section": "held"},
    ),
    "ostinato": Style(
        bass="roots eighths eighths", groove="driving", freedom=0.1, hall=1.8, wet=-12.0, drums_from=0.3,
        figures={"section": "pulse ostinato ostinato", "synth": "held held pulse", "keys": "pulse ostinato", "plucked": "ostinato"},
    ),
    "ambient": Style(
        bass="held", groove="heartbeat", freedom=0.6, hall=4.2, wet=-5.0, drums_from=0.7,
        figures={"keys": "sparse sparse arpeggio", "plucked": "sparse arpeggio", "bells": "sparse"},
    ),
    "jazz": Style(
        bass="fifths walking walking", groove="swing", swing=2, freedom=0.35, hall=1.0, wet=-17.0, drums_from=0.1,
        figures={"keys": "comp", "bells": "held comp", "plucked": "comp beats", "wind": "held", "brass": "held comp"},
    ),
    "synthwave": Style(
        bass="eighths eighths octaves", groove="disco", freedom=0.0, hall=2.2, wet=-12.0, drums_from=0.2, handover=False,
        figures={"synth": "held held pulse", "keys": "arpeggio", "section": "held"},
    ),
    "lofi": Style(
        bass="syncopated", groove="lofi", swing=1, freedom=0.35, hall=1.0, wet=-16.0, drums_from=0.1,
        figures={"keys": "block comp comp", "bells": "sparse", "plucked": "arpeggio"},
    ),
    "medieval": Style(
        bass="drone fifths", groove="folk", freedom=0.35, hall=1.8, wet=-11.0, drums_from=0.2,
        figures={"plucked": "drone arpeggio strum", "organ": "drone", "section": "drone held", "keys": "drone arpeggio"},
    ),
    "japanese": Style(
        bass="held roots", groove="taiko", hand="taiko", freedom=0.8, hall=2.0, wet=-10.0, drums_from=0.3,
        figures={"plucked": "sparse arpeggio arpeggio", "bells": "sparse", "section": "held"},
    ),
    "horror": Style(
        bass="held held pulses", groove="heartbeat", hand="heartbeat", freedom=0.6, hall=3.2, wet=-7.0, drums_from=0.5,
        figures={"keys": "sparse sparse ostinato", "section": "held held pulse", "bells": "sparse", "synth": "held"},
    ),
}  # fmt: skip


def style_of(name: str) -> Style:
    """A style's habits; one without its own has those of the style that the vocabulary says it is like."""
    return STYLES[vocabulary().nearest("style", name, STYLES)]


# A groove's lanes: General MIDI drum key, where it falls (see ``percussion.places``), velocity offset, and from which
# share of energy on.
GROOVES: dict[str, tuple[tuple[int, str, int, float], ...]] = {
    "brushes": ((42, "weak", -22, 0.0), (51, "beats", -26, 0.4), (36, "first", -20, 0.5)),
    "cinematic": ((36, "first", -4, 0.0), (41, "strong", -8, 0.45), (45, "pickup", -14, 0.7)),
    "folk": ((36, "strong", -8, 0.0), (37, "weak", -14, 0.2), (54, "subs", -30, 0.4)),
    "waltz": ((36, "first", -10, 0.0), (42, "weak", -20, 0.0), (38, "weak", -26, 0.6)),
    "march": ((36, "strong", -4, 0.0), (38, "beats", -12, 0.0), (38, "pickup", -20, 0.3), (38, "offs", -30, 0.5), (57, "opening", -8, 0.6)),
    "epic": ((36, "strong", 4, 0.0), (41, "strong", 6, 0.2), (45, "offs", -16, 0.4), (43, "pickup", -4, 0.6), (49, "opening", 0, 0.6)),
    "driving": ((36, "strong", 2, 0.0), (41, "subs", -20, 0.3), (38, "weak", -8, 0.6), (45, "pickup", -8, 0.5), (49, "opening", -4, 0.6)),
    "heartbeat": ((36, "first", 0, 0.0), (36, "echo", -16, 0.0), (41, "middle", -14, 0.6)),
    "swing": ((51, "beats", -14, 0.0), (51, "ride", -22, 0.0), (44, "weak", -16, 0.1), (36, "strong", -30, 0.3), (38, "comp", -26, 0.5)),
    "disco": ((36, "beats", 2, 0.25), (36, "strong", 2, 0.0), (38, "weak", 2, 0.1), (42, "subs", -16, 0.0), (46, "lastoff", -14, 0.5), (49, "opening", -6, 0.5)),
    "lofi": ((36, "first", -2, 0.0), (36, "tresillo", -10, 0.2), (38, "weak", -4, 0.0), (42, "subs", -24, 0.0)),
    "taiko": ((41, "first", 4, 0.0), (41, "echo", -14, 0.3), (45, "pickup", -8, 0.4), (37, "weak", -22, 0.6)),
    "hand": ((64, "strong", 0, 0.0), (63, "weak", -8, 0.0), (62, "offs", -20, 0.3), (54, "weak", -20, 0.6)),
}  # fmt: skip
