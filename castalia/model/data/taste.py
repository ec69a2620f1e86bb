"""The director's taste: what belongs to which place, hour and mood. Training data is made from it; inference never reads it.

Objects are written ``kind:state,state@relation,relation``; the first state or relation is the likeliest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A setting as a set dresser knows it. ``hue`` and ``chroma`` colour its ground and growth (OKLCh)."""

    heroes: str
    company: str
    small: str
    materials: str
    layers: str
    styles: str
    hue: float
    chroma: float
    indoors: bool = False
    weathers: str = ""

    def expects(self, kind: str) -> frozenset[str]:
        """Where one expects this object here; empty if one does not expect it at all."""
        entries = f"{self.heroes} {self.company} {self.small}".split()
        found = [entry.split("@")[1].split(",") for entry in entries if entry.split(":")[0] == kind]
        return frozenset(relation for relations in found for relation in relations)


def surprises(setting: str, objects: Sequence[tuple[str, str]]) -> int:
    """How many objects (kind, relation) from the front on must be told, because nobody would expect the last of them
    here, or not where it stands."""
    place = PLACES[setting]
    return max((at + 1 for at, (kind, where) in enumerate(objects) if where not in place.expects(kind)), default=0)


PLACES: dict[str, Place] = {
    "forest": Place(
        "tower:ruined,overgrown@hilltop,right,left cottage:plain,overgrown,abandoned,lit@centre,right deer:plain@centre,left "
        "church:ruined,overgrown@background,left person:plain@centre,foreground statue:overgrown,broken@left,right hut:plain,abandoned@right tent:plain,lit@centre",
        "pine:tall,plain,snowy@scattered,background broadleaf:plain,old,tall@scattered,foreground birch:plain@scattered dead-tree:plain,leaning@left boulder:plain,overgrown@scattered log:plain@foreground lantern:lit@path,left bridge:old@centre",
        "fern:plain@scattered,foreground mushroom:plain@cluster bush:plain@scattered rock-pile:plain@left stump:old@foreground flower:plain@scattered bird:plain@aloft",
        "bark pine-needles moss leaves soil stone-wall granite planks foliage-dry",
        "wind-trees birds-dawn birds-day owl stream leaves crickets",
        "cinematic-strings chamber solo-piano ambient folk",
        140,
        0.06,
    ),
    "meadow": Place(
        "broadleaf:plain,old,tall@hilltop,centre horse:plain@centre,right person:plain@centre cottage:plain,painted@background windmill:plain,old@hilltop,background barn:old@background sheep:plain@cluster tent:plain,lit@centre",
        "fence:old,plain@row,foreground broadleaf:plain@background,scattered hay-bale:plain@scattered boulder:plain@scattered bench:plain@left cart:old@right dog:plain@right",
        "flower:plain@scattered,foreground grass:tall@scattered,foreground bush:plain@scattered bird:plain@aloft mushroom:plain@cluster",
        "grass soil planks bark leaves plaster foliage-dry",
        "wind-open birds-day insects crickets cicadas",
        "folk chamber solo-piano waltz",
        120,
        0.10,
    ),
    "mountain": Place(
        "temple:plain,old,ruined@hilltop person:plain@foreground,hilltop castle-keep:ruined,plain@hilltop hut:plain,lit,snowy@right cliff:tall@background tower:ruined@hilltop banner:plain@hilltop",
        "boulder:plain@scattered,foreground pine:small,snowy,plain@scattered rock-pile:plain@path cliff:plain@background bridge:old@centre bird:plain@aloft",
        "grass:plain@scattered rock-pile:plain@foreground stump:plain@left crow:plain@aloft",
        "granite slate snow gravel basalt moss limestone",
        "wind-open wind-cracks stream ice",
        "epic cinematic-strings ambient choir-organ",
        250,
        0.03,
    ),
    "desert": Place(
        "obelisk:plain,broken,old@centre,right ruin:plain,old@centre person:plain@centre,distance tent:plain,lit@right car:abandoned,broken@left temple:ruined@background rocket:abandoned@background cart:abandoned@left",
        "cactus:plain,tall@scattered boulder:plain@scattered,foreground column:broken@row,cluster palm:plain@cluster horse:plain@right rock-pile:plain@left statue:broken,old@right",
        "rock-pile:plain@foreground bush:plain@scattered crow:plain@aloft crate:broken@left barrel:old@right",
        "sand sandstone gravel bone fabric limestone rust",
        "wind-open wind-cracks insects",
        "ambient epic ostinato folk",
        70,
        0.07,
    ),
    "coast": Place(
        "lighthouse:plain,lit,old@hilltop,right boat:plain,old,abandoned@waterside,afloat ship:plain,broken@afloat,distance person:plain@waterside house:painted,plain@right ruin:plain@hilltop",
        "boulder:wet,plain@waterside,foreground cliff:plain@background rock-pile:wet@waterside fence:old@path palm:plain@left pier:old@waterside anchor:old@foreground",
        "grass:plain@foreground,scattered net:old@left bird:plain@aloft crate:old@waterside reed:plain@waterside",
        "sand granite planks gravel limestone grass",
        "sea gulls waves-rock wind-open",
        "cinematic-strings folk ambient solo-piano",
        220,
        0.06,
    ),
    "lake": Place(
        "tower:ruined,overgrown@waterside,right boat:plain,old@afloat,waterside pier:old,plain@waterside cottage:plain,lit@waterside person:plain@waterside temple:plain@waterside hut:plain@left castle-keep:plain,lit@background",
        "pine:plain,tall@background,scattered birch:plain@left,scattered boulder:wet@waterside raft:plain@afloat bench:old@foreground broadleaf:plain@right bridge:old@background lantern:lit@waterside",
        "reed:plain@waterside,foreground lily:plain@afloat fern:plain@foreground bird:plain@aloft rock-pile:wet@waterside",
        "planks moss granite bark grass stone-wall mud",
        "stream birds-dawn frogs wind-trees crickets",
        "solo-piano ambient chamber cinematic-strings",
        190,
        0.05,
    ),
    "river": Place(
        "bridge:old,plain,ruined@centre boat:plain@afloat hut:plain@waterside windmill:old@right person:plain@waterside barn:plain@background",
        "broadleaf:plain@scattered birch:plain@left boulder:wet@waterside,foreground raft:plain@afloat fence:old@path horse:plain@left",
        "reed:plain@waterside fern:plain@foreground log:wet@foreground flower:plain@scattered fish:plain@left",
        "gravel moss planks stone-wall bark grass",
        "river stream birds-day insects",
        "folk chamber cinematic-strings",
        150,
        0.07,
    ),
    "valley": Place(
        "church:plain,old@centre,background cottage:plain,lit@centre castle-keep:ruined@hilltop horse:plain@foreground barn:plain@right person:plain@path train:plain@distance",
        "broadleaf:plain@scattered pine:plain@background fence:plain@row cart:plain@path bridge:old@centre sheep:plain@cluster",
        "flower:plain@scattered bush:plain@scattered rock-pile:plain@left grass:tall@foreground",
        "grass slate soil planks stone-wall leaves",
        "wind-open birds-day stream bells",
        "cinematic-strings folk chamber epic",
        125,
        0.08,
    ),
    "snowfield": Place(
        "hut:snowy,lit@centre,right wolf:plain@centre person:plain@centre,distance pine:snowy,tall@left church:snowy@background robot:broken@centre ship:abandoned@right",
        "pine:snowy@scattered,background dead-tree:snowy@left boulder:snowy@scattered fence:snowy@row lantern:lit@path wagon:snowy,abandoned@right",
        "rock-pile:snowy@foreground stump:snowy@left crow:plain@aloft log:snowy@foreground",
        "snow ice granite planks bark slate",
        "wind-open wind-cracks ice",
        "ambient solo-piano cinematic-strings choir-organ",
        235,
        0.02,
        weathers="snow clear overcast fog wind",
    ),
    "swamp": Place(
        "hut:abandoned,old,lit@waterside boat:old,broken@afloat dead-tree:tall@centre statue:overgrown,broken@left person:plain@waterside lantern:lit@centre",
        "dead-tree:leaning,plain@scattered vine:plain@left reed:tall@waterside,scattered log:wet@foreground pier:broken@waterside crow:plain@aloft",
        "lily:plain@afloat mushroom:plain@cluster fern:plain@foreground bush:plain@scattered stump:wet@left",
        "mud moss bark soil planks leaves",
        "frogs insects crickets cave-drips owl",
        "horror ambient folk",
        130,
        0.04,
        weathers="fog overcast rain cloudy",
    ),
    "canyon": Place(
        "arch:plain,old@centre bridge:old@centre person:plain@foreground,distance temple:ruined,old@background horse:plain@centre train:plain@distance",
        "cliff:tall@background boulder:plain@scattered,foreground cactus:plain@scattered rock-pile:plain@path column:broken@right",
        "bush:plain@scattered grass:plain@foreground crow:plain@aloft",
        "sandstone sand gravel limestone rust",
        "wind-cracks wind-open stream",
        "epic ambient folk",
        45,
        0.09,
    ),
    "island": Place(
        "palm:tall@centre,right ship:broken@waterside lighthouse:plain,abandoned@hilltop hut:plain@right raft:plain@waterside statue:overgrown,old@hilltop chest:old@foreground",
        "palm:plain,leaning@scattered boulder:wet@waterside rock-pile:wet@waterside boat:old@waterside bird:plain@aloft",
        "fern:plain@scattered flower:plain@scattered barrel:old@waterside coral:plain@waterside crate:broken@waterside",
        "sand coral bark leaves planks granite",
        "sea waves-rock gulls birds-day",
        "folk ambient cinematic-strings",
        180,
        0.09,
    ),
    "cave": Place(
        "crystal:lit,tall@centre,background person:plain@centre chest:old@centre statue:broken,old@background campfire:lit@centre",
        "boulder:wet@scattered column:broken@row torch:lit@left,right rock-pile:wet@left crystal:small,lit@cluster ladder:old@right",
        "mushroom:lit,plain@cluster barrel:old@left crate:broken@right candle:lit@foreground",
        "granite basalt limestone slate moss gravel",
        "cave-drips stream room-tone",
        "ambient horror choir-organ",
        260,
        0.03,
        indoors=True,
        weathers="clear fog",
    ),
    "village": Place(
        "church:plain,old@background,centre well:plain,old@centre fountain:plain@centre windmill:plain@hilltop cottage:plain,lit,painted@centre person:plain@centre stall:plain,painted@left",
        "cottage:plain,painted,lit,old@row,scattered house:plain@row cart:plain,old@left fence:old@row broadleaf:plain@right lantern:lit@path dog:plain@path horse:plain@right",
        "barrel:plain@left crate:plain@cluster flower:plain@scattered hay-bale:plain@right bench:plain@foreground cat:plain@foreground bird:plain@aloft",
        "plaster thatch roof-tiles cobbles planks stone-wall brick",
        "birds-day market bells wind-open crowd",
        "folk medieval waltz chamber",
        75,
        0.06,
    ),
    "city": Place(
        "skyscraper:lit,tall@background,centre shop:lit,plain@right train:plain@centre car:plain,wet@centre person:plain@centre,foreground tower:tall@background statue:old@centre",
        "skyscraper:lit,plain@row,background shop:lit,painted@row street-lamp:lit@row,path car:plain@path sign:lit,painted@right,left bench:wet@left",
        "crate:plain@left fence:plain@right bird:plain@aloft person:plain@scattered barrel:plain@left",
        "asphalt concrete glass brick iron marble rust",
        "city-hum traffic crowd rain-roof machinery",
        "synthwave jazz lofi ostinato",
        280,
        0.06,
    ),
    "castle": Place(
        "castle-keep:plain,ruined,old@centre,hilltop gate:plain,old@centre tower:ruined,tall@right,left person:plain@foreground horse:plain@centre",
        "wall:old,ruined@row,background tower:plain,ruined@background,left banner:plain@row torch:lit@row bridge:old@foreground statue:old@left well:old@right",
        "crate:old@left barrel:old@right crow:plain@aloft bush:plain@scattered cart:broken@left",
        "stone-wall granite slate-roof cobbles planks iron moss",
        "wind-open wind-cracks fire bells",
        "epic medieval choir-organ march",
        80,
        0.03,
    ),
    "ruins": Place(
        "temple:ruined,overgrown@centre column:broken,tall@centre,row statue:broken,overgrown@centre arch:ruined,overgrown@centre obelisk:broken@right person:plain@foreground robot:broken,overgrown@left",
        "column:broken,plain@row,scattered wall:ruined,overgrown@background stairs:broken@centre ruin:overgrown@background broadleaf:old@right ivy-arch:plain@left rock-pile:plain@scattered",
        "bush:plain@scattered fern:plain@foreground flower:plain@scattered vine:plain@left bird:plain@aloft",
        "limestone marble moss stone-wall grass granite",
        "wind-open birds-day insects wind-cracks",
        "cinematic-strings choir-organ ambient japanese",
        110,
        0.05,
    ),
    "harbour": Place(
        "ship:plain,old@afloat,right lighthouse:lit,plain@background boat:painted,plain@afloat pier:plain,old@waterside house:painted@right person:plain@waterside",
        "house:painted,plain,lit@row,background boat:painted,old@afloat,waterside crate:plain@cluster,waterside stall:painted@left street-lamp:lit@row net:old@left anchor:old@foreground",
        "barrel:plain@waterside crate:old@foreground bird:plain@aloft cat:plain@foreground sign:painted@right",
        "cobbles planks plaster roof-tiles iron rust brick",
        "sea gulls crowd bells machinery",
        "folk waltz chamber jazz",
        215,
        0.07,
    ),
    "farm": Place(
        "barn:plain,old,painted@centre,right windmill:old@background scarecrow:old,plain@centre horse:plain@centre house:plain@right person:plain@centre",
        "fence:plain,old@row,foreground hay-bale:plain@scattered,row cart:old@left sheep:plain@cluster broadleaf:plain@background wagon:old@right well:old@left dog:plain@right",
        "crate:plain@left barrel:old@right flower:plain@scattered bird:plain@aloft crow:plain@aloft",
        "planks soil grass thatch foliage-dry roof-tiles",
        "birds-day insects wind-open crickets",
        "folk chamber solo-piano",
        90,
        0.08,
    ),
    "interior": Place(
        "piano:old,plain@centre,right fireplace:lit@background table:plain@centre bed:plain@centre bookshelf:old@background person:plain@centre chair:old@centre",
        "bookshelf:plain,old@left,background chair:plain@right,beside table:old@left candle:lit@centre,beside chest:old@left fireplace:lit@right",
        "book:old@cluster,left candle:lit@foreground cat:plain@foreground crate:old@right flower:plain@beside",
        "planks plaster fabric leather paper brick ceramic",
        "room-tone fire rain-roof footsteps",
        "solo-piano jazz lofi chamber waltz",
        55,
        0.05,
        indoors=True,
    ),
    "graveyard": Place(
        "church:ruined,old@background,right tombstone:old,overgrown@centre statue:old,broken@centre person:plain@centre dead-tree:tall@right tombstone:broken@foreground",
        "tombstone:old,leaning,broken@row,scattered dead-tree:plain@left,background fence:old,broken@row gate:old@centre lantern:lit@path wall:ruined@background crow:plain@aloft",
        "flower:plain@foreground bush:plain@scattered grass:tall@scattered candle:lit@foreground mushroom:plain@cluster",
        "slate granite moss soil iron marble stone-wall",
        "wind-trees owl bells wind-cracks crickets",
        "horror choir-organ chamber solo-piano",
        150,
        0.03,
    ),
    "volcano": Place(
        "cliff:burnt,tall@background temple:burnt,ruined@hilltop person:plain@foreground tower:burnt@hilltop obelisk:burnt@centre dead-tree:burnt@right",
        "boulder:burnt@scattered,foreground rock-pile:burnt@scattered dead-tree:burnt@left,scattered crystal:lit@cluster cliff:burnt@left",
        "rock-pile:burnt@foreground log:burnt@left crow:plain@aloft stump:burnt@right",
        "basalt lava gravel iron slate granite",
        "lava fire wind-open thunder",
        "epic horror ostinato",
        35,
        0.09,
    ),
    "alien": Place(
        "crystal:tall,lit@centre,background rocket:plain,abandoned@centre robot:plain,old@centre obelisk:lit,tall@centre person:plain@foreground jellyfish:lit@aloft satellite:broken@right",
        "crystal:small,lit@cluster,scattered boulder:plain@scattered cactus:tall@scattered mushroom:tall,lit@scattered arch:plain@background rock-pile:plain@left",
        "fern:plain@scattered flower:lit@scattered coral:lit@cluster jellyfish:small,lit@aloft",
        "basalt sandstone ice glass coral iron gold",
        "wind-cracks room-tone ice ship-hum insects",
        "ambient synthwave ostinato",
        320,
        0.10,
    ),
    "space": Place(
        "satellite:plain,broken@centre rocket:plain,lit@centre robot:plain@centre person:plain@centre,distance obelisk:lit@centre",
        "boulder:plain@scattered,aloft satellite:small,broken@background crystal:lit@cluster crate:plain@left rock-pile:plain@foreground",
        "rock-pile:plain@scattered crate:broken@right lantern:lit@left",
        "iron basalt gold gravel glass copper",
        "ship-hum room-tone machinery",
        "ambient synthwave choir-organ ostinato",
        285,
        0.05,
        weathers="clear",
    ),
    "underwater": Place(
        "ship:broken,overgrown@centre statue:overgrown,broken@centre jellyfish:lit,tall@aloft,centre temple:ruined,overgrown@background chest:old@foreground fish:plain@cluster",
        "coral:plain,tall@scattered,foreground fish:plain@cluster,aloft jellyfish:small,lit@aloft boulder:overgrown@scattered column:broken,overgrown@row anchor:old@left",
        "coral:small@cluster rock-pile:overgrown@foreground fish:small@scattered reed:tall@scattered",
        "sand coral granite moss rust limestone",
        "sea room-tone ship-hum",
        "ambient choir-organ solo-piano",
        200,
        0.08,
        weathers="clear cloudy",
    ),
}

TIMES = {"dawn": 1.0, "morning": 1.0, "noon": 0.8, "afternoon": 1.1, "dusk": 1.1, "night": 1.1}
WEATHERS = {
    "clear": 3.0,
    "cloudy": 1.4,
    "overcast": 1.2,
    "fog": 1.2,
    "rain": 1.2,
    "storm": 0.8,
    "snow": 0.7,
    "wind": 0.7,
}
HOT = ("desert", "canyon", "volcano", "alien", "island", "underwater", "space", "swamp")

# What an hour or a weather does to the mood: valence, energy, tension, warmth, brightness.
TIME_MOOD = {
    "dawn": (0.1, -0.3, -0.15, 0.1, 0.05),
    "morning": (0.35, 0.05, -0.3, 0.15, 0.45),
    "noon": (0.25, 0.2, -0.15, 0.25, 0.65),
    "afternoon": (0.3, 0.1, -0.25, 0.35, 0.4),
    "dusk": (0.0, -0.2, 0.0, 0.35, -0.15),
    "night": (-0.15, -0.2, 0.2, -0.35, -0.65),
}
WEATHER_MOOD = {
    "clear": (0.2, 0.05, -0.1, 0.1, 0.15),
    "cloudy": (0.05, 0.0, 0.0, 0.0, 0.0),
    "overcast": (-0.25, -0.15, 0.05, -0.2, -0.15),
    "fog": (-0.2, -0.35, 0.15, -0.2, -0.1),
    "rain": (-0.25, -0.05, 0.1, -0.2, -0.2),
    "storm": (-0.35, 0.55, 0.6, -0.25, -0.4),
    "snow": (0.0, -0.3, -0.1, -0.45, 0.1),
    "wind": (0.0, 0.3, 0.15, -0.05, 0.05),
}
PLACE_MOOD = {
    "meadow": (0.35, 0.1, -0.3, 0.25, 0.3),
    "graveyard": (-0.5, -0.3, 0.4, -0.3, -0.3),
    "swamp": (-0.4, -0.2, 0.45, -0.1, -0.3),
    "volcano": (-0.35, 0.5, 0.6, 0.6, -0.1),
    "village": (0.35, 0.15, -0.3, 0.35, 0.15),
    "farm": (0.35, 0.1, -0.35, 0.4, 0.25),
    "city": (-0.05, 0.35, 0.2, -0.15, -0.1),
    "space": (-0.1, -0.25, 0.25, -0.5, -0.5),
    "cave": (-0.25, -0.2, 0.35, -0.2, -0.5),
    "harbour": (0.25, 0.2, -0.1, 0.2, 0.2),
    "island": (0.35, 0.15, -0.2, 0.4, 0.4),
    "snowfield": (-0.1, -0.25, 0.05, -0.6, 0.25),
    "ruins": (-0.2, -0.2, 0.15, 0.0, 0.0),
    "castle": (-0.05, 0.15, 0.2, -0.05, -0.1),
    "interior": (0.1, -0.25, -0.1, 0.45, -0.2),
    "underwater": (0.1, -0.3, 0.05, -0.4, -0.1),
}

SKY = {  # lightness, chroma, hue of the sky at an hour
    "dawn": (0.82, 0.06, 40),
    "morning": (0.86, 0.05, 230),
    "noon": (0.80, 0.09, 240),
    "afternoon": (0.83, 0.06, 80),
    "dusk": (0.62, 0.12, 35),
    "night": (0.24, 0.06, 265),
}
SEASON_HUE = {"spring": (10, 0.02), "summer": (0, 0.01), "autumn": (-65, 0.02), "winter": (60, -0.03)}


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
