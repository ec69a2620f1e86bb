"""From plan to world: the door of ``castalia.craft``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np

from castalia.craft import atmosphere, kernel, landforms, shells, states
from castalia.craft.borders import softened
from castalia.craft.diorama import Diorama, laid
from castalia.craft.glow import glow_of, shines
from castalia.craft.layout import Placed, Shape, arrange, circles, glade
from castalia.craft.materials import SurfaceOf, house, material_of, wet
from castalia.craft.nature import OBJECTS as NATURE
from castalia.craft.objects import ObjectMaker, ObjectSpec, make_object
from castalia.craft.patch import patch_of, snapped, with_tiles
from castalia.craft.places import Body, Place, place_of
from castalia.craft.plumes import plumes
from castalia.craft.ready import simplified
from castalia.craft.scatter import Circle, Spot, grown
from castalia.craft.surroundings import WINDOWED, Standing
from castalia.craft.tabletop import set_on_tables
from castalia.craft.terrain import Layer, Site, Terrain, ground, raised
from castalia.craft.tiles import TileSet
from castalia.language.plan import Decisions, SceneObject, object_name
from castalia.language.vocabulary import vocabulary
from castalia.randomness import keyed_seed
from castalia.registry import objects as all_objects
from castalia.world import STAGE, Bounds, Colour, Floats, Instance, Lamp, Material, Motion, Prototype, Sky, Water, World

LAMP_POWER: Colour = (9.0, 5.2, 2.0)
"""Radiant intensity of one lantern-sized light."""
GLOW_POWER = 1.6
"""Radiant intensity of a thing a metre large that glows."""
MOST_LAMPS = 32
DARK = ("dusk", "night")
"""The hours at which lights are on."""
SHELTERS = ("room", "cave")
"""The shells that keep weather out."""
CROWDED = 0.5
"""Metres by which an object may stand in another before the pack says so."""
PUDDLE_LEVEL = 0.010
"""Metres: about three quarters of a street lie lower."""
_VARIANTS = 4
_FLIERS: Mapping[str, Motion] = MappingProxyType({"bird": "fly", "crow": "fly", "fish": "swim"})
_AFAR = {1.0: 0.45, 0.5: 1.9, 0.2: 3.0, 0.1: 4.0}
"""How many times its own height away a plant, or a building of less than full detail, looks right."""
_STOREYS = 20.0
"""Metres of height beyond which a building is only more of the same."""
_WATCHED = 3
"""So many things of the plan have what grows round them in full detail, wherever they stand."""


def build_world(
    plan: Decisions,
    seed: int,
    texture_pixels: int,
    surface: SurfaceOf = house,
    objects: Mapping[str, ObjectMaker] | None = None,
    closeness: float = 1.0,
    tiles: TileSet | None = None,
) -> World:
    """Everything that a plan asks for, set into its place under its sky.

    ``texture_pixels`` is the side of each material; ``surface(kind, pixels, seed, wear, tint)`` makes one (the house's
    own by default); ``objects`` maps kinds to makers (all that are registered by default); ``closeness`` scales how far
    off plants keep their detail; ``tiles`` of a kit are laid where the place has room for them. The same plan and seed give the same world. Raises CastaliaError when nothing can make
    an object's kind.
    """
    scene, place = plan.scene, _fitted(place_of(plan.scene.setting), tiles)
    body = _water_of(scene.objects, place)
    bearing = atmosphere.opening(plan, seed)
    workshop = _Workshop.of(plan, seed, objects)
    terrain = _land(place, body, seed, bearing)
    patch = patch_of(tiles, terrain, place.tiled, body is not None) if tiles and place.tiled else None
    terrain = patch.levelled(terrain) if patch else terrain
    cast = [workshop.cast(index, item) for index, item in enumerate(scene.objects)]
    shapes = [_shape(item, variants[0], workshop) for item, variants in zip(scene.objects, cast, strict=True)]
    placed, terrain = arrange(
        scene.objects, shapes, terrain, place.reach, seed, body is not None, place.bounds, place.frontage
    )
    natural = [shape.natural for shape in shapes]
    large = with_tiles(patch, scene.objects, placed, natural) if patch else []
    placed = snapped(patch, scene.objects, placed, large) if patch else placed
    placed = set_on_tables(scene.objects, placed, cast, seed)
    built = laid(patch, placed, large, seed, place, workshop.dark) if patch else None
    placed = [built.lifted(each) for each in placed] if built else placed
    subjects = [
        _subject(each, cast[each.item], shapes[each.item], _motion(scene.objects[each.item], body is not None))
        for each in placed
    ]
    off = circles(placed)
    named = {item.kind for item in scene.objects}
    around = built.settled(place.built(seed)) if built else place.built(seed)
    standing, footprints = _standing(around, terrain, workshop, off, named)
    open_ground = glade(placed[0], shapes[0].height * placed[0].scale)
    watched = circles(placed[:_WATCHED])
    cover = _cover(place, terrain, workshop, seed, off + footprints, open_ground, watched, body is not None, closeness)
    cover = [*_tiles(built, workshop), *(each for each in cover if not built.patch.under(each))] if built else cover
    scenery = [workshop.keep(_ground(place, terrain, workshop, seed, body), "terrain")]
    if place.shell:
        scenery.append(workshop.keep(shells.SHELLS[place.shell](seed, bearing), f"cover-{place.shell}"))
    instances = (*scenery, *subjects, *standing, *cover)
    sky, indoors = atmosphere.sky_of(plan, seed), place.shell in SHELTERS
    lamps = (*_daylight(place, sky), *_lamps(instances, workshop.prototypes))
    prototypes = workshop.used(instances)
    materials = _materials(prototypes, plan, seed, texture_pixels, surface)
    return World(
        prototypes=prototypes | {"terrain": softened(prototypes["terrain"], materials)},
        instances=instances,
        materials=materials,
        sky=sky,
        air=atmosphere.air_of(plan, sky, indoors),
        grade=atmosphere.grade_of(plan, indoors, len(lamps)),
        water=_water(body, plan) or _puddles(place, plan),
        lamps=lamps,
        plumes=plumes(scene, placed, shapes, terrain, instances, prototypes),
        focus=tuple(each.name for each in placed),
        indoors=indoors,
        bounds=place.bounds or _along(place) or (built.enclosure if built else None),
        notes=tuple(sorted({*workshop.notes, *_compromises(scene.objects, placed, body is not None)})),
    )


def object_alone(
    plan: Decisions, seed: int, index: int, detail: float = 1.0, objects: Mapping[str, ObjectMaker] | None = None
) -> Prototype:
    """The plan's object at ``index`` as ``build_world`` makes its first copy, or at less ``detail``."""
    return _Workshop.of(plan, seed, objects).copy(index, plan.scene.objects[index], 0, detail)


def _fitted(place: Place, tiles: TileSet | None) -> Place:
    """The place; one with a street has that of the ``tiles`` where these have roads, on level ground."""
    if tiles is None or not tiles.roads or place.frontage is None:
        return place
    return replace(place, landform=landforms.level, layers=(), shell="", frontage=tiles.grid.reach)


def _along(place: Place) -> Bounds | None:
    """Where a street's cameras may be: between its houses, up to a little over their roofs."""
    if place.frontage is None:
        return None
    aside = place.frontage - 0.6
    return (-aside, 0.0, -130.0), (aside, 60.0, 60.0)


def _compromises(items: Sequence[SceneObject], placed: Sequence[Placed], wet: bool) -> Iterator[str]:
    """Where the place could not give an object what the plan asks for."""
    for each in placed:
        relation = items[each.item].relation
        if relation in ("afloat", "waterside") and not wet:
            yield f"{each.name} stands on dry ground: there is no water here"
        elif each.fault > CROWDED:
            yield f"{each.name} finds no free place ({relation}) and stands in another's way"


@dataclass
class _Workshop:
    """Makes each distinct prototype once, under a name that says what it is."""

    seed: int
    season: str
    snow: bool
    dark: bool
    makers: dict[str, ObjectMaker]
    prototypes: dict[str, Prototype] = field(default_factory=dict)
    notes: set[str] = field(default_factory=set)

    @staticmethod
    def of(plan: Decisions, seed: int, objects: Mapping[str, ObjectMaker] | None = None) -> _Workshop:
        makers = dict(all_objects() if objects is None else objects)
        scene = plan.scene
        return _Workshop(seed, scene.season, _snowed(plan, place_of(scene.setting)), scene.time in DARK, makers)

    def make(self, name: str, spec: ObjectSpec) -> Prototype:
        """The prototype ``name``, made at the first asking; snow lies on it where it snows."""
        if name not in self.prototypes:
            found = vocabulary().nearest("kind", spec.kind, self.makers)
            if found != spec.kind:
                self.notes.add(f"{spec.kind} is made as {found}")
            made = make_object(spec, self.makers)
            if spec.detail < 1.0 and found not in NATURE:
                made = simplified(made, 0.9 * spec.detail)
            made = states.snowy(made, 0.6) if self.snow and spec.state != "snowy" else made
            self.prototypes[name] = replace(made, name=name)
        return self.prototypes[name]

    def given(self, name: str, made: Prototype) -> None:
        """Register a prototype that was made elsewhere; snow lies on it where it snows."""
        if name not in self.prototypes:
            self.prototypes[name] = Prototype(name, (states.snowy(made, 0.6) if self.snow else made).parts)

    def lit(self, kind: str, state: str) -> str:
        """The state of what people live in or drive, of which nothing else is said: with its lights on in the dark."""
        if not (self.dark and state == "plain" and kind in WINDOWED):
            return state
        self.notes.add(f"lights are on in {kind}: it is dark")
        return "lit"

    def cast(self, index: int, item: SceneObject) -> list[Prototype]:
        """The variants of a plan object: one for a single copy, at most four for many."""
        return [self.copy(index, item, variant) for variant in range(min(item.count, _VARIANTS))]

    def copy(self, index: int, item: SceneObject, variant: int, detail: float = 1.0) -> Prototype:
        """One variant of a plan object."""
        state, seed = self.lit(item.kind, item.state), keyed_seed(self.seed, "object", index)
        spec = ObjectSpec(item.kind, state, item.size, seed, variant, self.season, detail)
        return self.make(f"{object_name(item)}-{index + 1}-{variant + 1}", spec)

    def shared(self, kind: str, state: str, variant: int, detail: float) -> Prototype:
        """A prototype that many instances of the surroundings share."""
        far = {1.0: "near", 0.5: "middle"}.get(detail, "far")
        name = f"cover-{kind if state == 'plain' else f'{state}-{kind}'}-{variant + 1}-{far}"
        seed = keyed_seed(self.seed, "cover", kind)
        return self.make(name, ObjectSpec(kind, state, 0.0, seed, variant, self.season, detail))

    def keep(self, made: Prototype, name: str) -> Instance:
        """Register a prototype that occurs once, already in world space."""
        self.prototypes[name] = Prototype(name, made.parts)
        return Instance(name, name, np.eye(4, dtype=np.float32))

    def used(self, instances: Iterable[Instance]) -> dict[str, Prototype]:
        """The prototypes that instances refer to, in order of first use."""
        return {each.prototype: self.prototypes[each.prototype] for each in instances}


# ------------------------------------------------------------------ season, water, ground


def _snowed(plan: Decisions, place: Place) -> bool:
    cold = place_of("mountain") is place and plan.scene.season == "winter"
    return (atmosphere.WEATHERS[plan.scene.weather].snow > 0 or place.snowy or cold) and place.shell not in SHELTERS


def _water_of(items: Sequence[SceneObject], place: Place) -> Body | None:
    """The place's own water, or a lake where the plan sets something on or beside water."""
    if place.water is not None:
        return place.water
    if place.shell == "room" or not any(item.relation in ("waterside", "afloat") for item in items):
        return None
    return Body(waves=0.06)


def _land(place: Place, body: Body | None, seed: int, bearing: float) -> Terrain:
    form = place.landform if place.water is not None or body is None else landforms.flooded(place.landform)
    number = keyed_seed(seed, "terrain") % 100_003
    return raised(lambda x, z: form(x, z, number, bearing))


def _ground(place: Place, terrain: Terrain, workshop: _Workshop, seed: int, body: Body | None) -> Prototype:
    layers = [*place.layers]
    if body is not None and place.water is None:
        layers.append(Layer("gravel", lambda site: 0.40 - site.height, (0.8, 0.78, 0.74)))
    if workshop.snow and place.base != "snow":
        layers.append(Layer("snow", _lying_snow))
    return ground(terrain, place.base, layers, keyed_seed(seed, "ground") % 100_003, body is not None)


def _lying_snow(site: Site) -> np.ndarray:
    """Snow where it can lie: not on steep rock, not below the water's edge."""
    from castalia.craft.noise import octaves

    ragged = 0.35 * octaves(site.x / 7, site.z / 7, site.seed + 90, 4)
    return np.minimum(0.85 + ragged - site.slope, site.height + 0.5 + ragged if site.wet else 9.0)


def _water(body: Body | None, plan: Decisions) -> Water | None:
    if body is None:
        return None
    rough = atmosphere.WEATHERS[plan.scene.weather].rough
    waves = float(np.clip(body.waves + rough * (0.4 + body.waves), 0.0, 1.0))
    return Water(0.0, body.colour, waves, body.flow, 160.0, min(body.foam + max(rough, 0.0) * body.foam, 1.0))


def _puddles(place: Place, plan: Decisions) -> Water | None:
    """Rain that stands in the hollows of level ground, a finger deep: it mirrors the lights and changes no layout."""
    weather = atmosphere.WEATHERS[plan.scene.weather]
    if not place.paved or not weather.rain:
        return None
    return Water(PUDDLE_LEVEL, (0.012, 0.013, 0.015), 0.035 + 0.25 * weather.rough)


# ------------------------------------------------------------------ what stands on it


def _shape(item: SceneObject, made: Prototype, workshop: _Workshop) -> Shape:
    """A plant's footprint is a third of its crown's, since crowns may meet."""
    low, high = kernel.bounds(made)
    natural = vocabulary().nearest("kind", item.kind, workshop.makers) in NATURE
    width = float(max(high[0] - low[0], high[2] - low[2])) / 2
    height = float(high[1] - low[1])
    crown = natural and height > 2.5 and item.kind not in ("cliff", "boulder", "rock-pile", "crystal")
    return Shape(max(width * (0.36 if crown else 1.0), 0.12), height, natural)


def _subject(each: Placed, variants: Sequence[Prototype], shape: Shape, motion: Motion) -> Instance:
    matrix = kernel.placed((each.x, each.y, each.z), each.heading, each.scale)
    afar = _AFAR[1.0] * shape.height if shape.natural else 0.0
    return Instance(each.name, variants[each.copy % len(variants)].name, matrix, afar=afar, motion=motion)


def _motion(item: SceneObject, wet: bool) -> Motion:
    """How a thing of the plan moves in films: by where it is, and what it is."""
    if item.relation == "aloft":
        return _FLIERS.get(item.kind, "hover")
    return "rock" if item.relation == "afloat" and wet else ""


def _standing(
    standing: Sequence[Standing], terrain: Terrain, workshop: _Workshop, off: Sequence[Circle], named: set[str]
) -> tuple[list[Instance], list[Circle]]:
    """The built surroundings that leave the plan's own objects room, and their footprints; windows are lit in the dark.
    Landmarks, of which the surroundings have one or two, are left to the plan where it has ``named`` them."""
    found: list[Instance] = []
    footprints: list[Circle] = []
    common = Counter(each.kind for each in standing)
    gone = False
    for number, each in enumerate(standing):
        if (each.hangs and gone) or (each.kind in named and common[each.kind] <= 2):
            continue
        distant = float(np.hypot(each.x - STAGE[0], each.z - STAGE[1]))
        state = workshop.lit(each.kind, each.state)
        detail = 1.0 if distant < 52 else 0.5 if distant < 110 else 0.2
        made = workshop.shared(each.kind, state, each.variant, detail)
        low, high = kernel.bounds(made)
        scale = 1.25**each.size
        radius = float(max(high[0] - low[0], high[2] - low[2])) / 2 * scale
        crossed = any(np.hypot(each.x - x, each.z - z) < radius * 0.8 + other for x, z, other in off)
        gone = crossed if not each.hangs else gone
        if crossed:
            continue
        transform = kernel.placed((each.x, _foot(each, terrain, radius), each.z), each.heading, scale)
        found.append(
            Instance(
                f"cover-{each.kind}-{number + 1}",
                made.name,
                transform,
                afar=_AFAR[detail] * min(float(high[1] - low[1]), _STOREYS),
            )
        )
        footprints.append((each.x, each.z, radius * 0.9))
    return found, footprints


def _tiles(built: Diorama, workshop: _Workshop) -> list[Instance]:
    """All that is laid on the patch."""
    names: dict[str, str] = {}
    found = []
    for number, piece in enumerate(built.pieces):
        name = names.setdefault(piece.tile.name, f"cover-tile-{len(names) + 1}")
        workshop.given(name, built.prototype(piece.tile))
        found.append(Instance(f"cover-tile-{number + 1}", name, built.transform(piece)))
    return found


def _foot(each: Standing, terrain: Terrain, radius: float) -> float:
    """The height of a building's foot: the lowest ground under it, at most 1.5 m below its middle."""
    if each.level is not None:
        return each.level
    turn = np.arange(8) * (np.pi / 4)
    rim = terrain.height(each.x + np.cos(turn) * radius * 0.7, each.z + np.sin(turn) * radius * 0.7)
    middle = float(terrain.height(each.x, each.z))
    return max(min(float(rim.min()), middle), middle - 1.5) - 0.02


def _cover(
    place: Place,
    terrain: Terrain,
    workshop: _Workshop,
    seed: int,
    off: Sequence[Circle],
    open_ground: Sequence[Circle],
    watched: Sequence[Circle],
    wet: bool,
    closeness: float,
) -> list[Instance]:
    found: list[Instance] = []
    heights: dict[str, float] = {}
    for number, plants in enumerate(place.plants):
        for spot in grown(plants, terrain, seed, number, off, open_ground, watched, wet, closeness):
            made = workshop.shared(plants.kind, plants.state, spot.variant, spot.detail)
            tall = heights.setdefault(made.name, float(np.ptp([corner[1] for corner in kernel.bounds(made)])))
            name, afar = f"cover-{plants.kind}-{number + 1}-{spot.number}", _AFAR[spot.detail] * tall
            found.append(Instance(name, made.name, _set(spot), spot.tint, afar))
    return found


def _set(spot: Spot) -> Floats:
    return kernel.placed((spot.x, spot.y, spot.z), spot.heading, spot.scale)


# ------------------------------------------------------------------ light and surface


def _lamps(instances: Iterable[Instance], prototypes: Mapping[str, Prototype]) -> list[Lamp]:
    """A point light for everything that shines, the nearest to the stage, at most ``MOST_LAMPS``.

    Kinds with a known light carry it where it belongs; anything else glows from the middle of its glowing part.
    """
    from castalia.craft.built import LAMPS

    found: list[tuple[float, Lamp]] = []
    for each in instances:
        bright = [part for part in prototypes[each.prototype].parts if shines(part.material)]
        if not bright:
            continue
        corners = np.concatenate([part.mesh.positions for part in bright])
        usual = (_middle(corners), _power(bright[0].material, float(np.ptp(corners, axis=0).max())))
        place, power = LAMPS.get(_kind(each.prototype, LAMPS), usual)
        x, y, z, _ = (float(axis) for axis in each.transform @ np.array([*place, 1.0]))
        found.append((float(np.hypot(x, z - 8)), Lamp((x, y, z), power)))
    return [lamp for _, lamp in sorted(found, key=lambda pair: pair[0])[:MOST_LAMPS]]


def _power(material: str, extent: float) -> Colour:
    """Radiant intensity of what glows: a lantern's, or that of its own colour and size."""
    glow = glow_of(material)
    if glow is None:
        return LAMP_POWER
    red, green, blue = (GLOW_POWER * min(extent, 3.0) ** 2 * channel for channel in glow[1])
    return red, green, blue


def _daylight(place: Place, sky: Sky) -> list[Lamp]:
    """Soft lights inside windows and cave mouths: radiance of the sky times the opening, halved, since some sky is traced."""
    glow = np.array(sky.horizon) * 0.6 + np.array(sky.zenith) * 0.4
    found = []
    for position, area in shells.OPENINGS.get(place.shell, ()):
        red, green, blue = (float(part) for part in glow * area * 0.5)
        found.append(Lamp(position, (red, green, blue), 0.5))
    return found


def _middle(corners: Floats) -> tuple[float, float, float]:
    x, y, z = (float(axis) for axis in (corners.min(axis=0) + corners.max(axis=0)) / 2)
    return x, y, z


def _kind(prototype: str, known: Mapping[str, object]) -> str:
    """The longest known kind that a prototype's name holds as whole words."""
    words = f"-{prototype}-"
    return max((kind for kind in known if f"-{kind}-" in words), key=len, default="")


def _materials(
    prototypes: Mapping[str, Prototype], plan: Decisions, seed: int, pixels: int, surface: SurfaceOf
) -> dict[str, Material]:
    """Every material that a part names, several made at a time; each is keyed by its own name."""
    names = dict.fromkeys(part.material for made in prototypes.values() for part in made.parts)
    with ThreadPoolExecutor() as pool:
        made = pool.map(lambda name: material_of(plan, name, seed, pixels, surface), names)
        sheltered = place_of(plan.scene.setting).shell in SHELTERS
        rained = atmosphere.WEATHERS[plan.scene.weather].rain > 0 and not sheltered
        return {name: wet(material) if rained else material for name, material in zip(names, made, strict=True)}
