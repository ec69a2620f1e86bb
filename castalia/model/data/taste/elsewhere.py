"""Where nobody lives, as a set dresser knows it."""

from __future__ import annotations

from castalia.model.data.taste.place import Place

ELSEWHERE: dict[str, Place] = {
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
