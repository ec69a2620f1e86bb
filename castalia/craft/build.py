"""From plan to world: the door of ``castalia.craft``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from castalia.craft import atmosphere, landforms, meshes, shells, transforms
from castalia.craft.borders import softened
from castalia.craft.diorama import Diorama, laid
from castalia.craft.footprints import DRY, Placed, Shape, circles, glade
from castalia.craft.lamps import daylight, lamps_of
from castalia.craft.land import SHELTERS, land, puddles, soil, water, water_of
from castalia.craft.layout import arrange
from castalia.craft.materials import SurfaceOf, house, material_of, wet
from castalia.craft.objects import ObjectMaker
from castalia.craft.patch import patch_of, snapped, with_tiles
from castalia.craft.places import place_of
from castalia.craft.places.place import Place
from castalia.craft.plumes import plumes
from castalia.craft.scatter import Circle, Spot, grown
from castalia.craft.stock import Stock
from castalia.craft.surroundings import Standing
from castalia.craft.tabletop import set_on_tables
from castalia.craft.terrain import Terrain
from castalia.craft.tiles import TileSet
from castalia.craft.traits import traits_of
from castalia.language.plan import Decisions, SceneObject
from castalia.world import GROUND, STAGE, Bounds, Floats, Instance, Material, Motion, Prototype, World

CROWDED = 0.5
"""Metres by which an object may stand in another before the pack says so."""
_AFAR = {1.0: 0.45, 0.5: 1.9, 0.2: 3.0, 0.1: 4.0}
"""How many times its own height away a plant, or a building of less than full detail, looks right."""
_STOREYS = 20.0
"""Metres of height beyond which a building is only more of the same."""
_LONG = 1.6
"""How many times its breadth what counts as long is deep."""
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
    body = water_of(scene.objects, place)
    bearing = atmosphere.opening(plan, seed)
    stock = Stock.of(plan, seed, objects)
    terrain = land(place, body, seed, bearing, scene.objects)
    patch = patch_of(tiles, terrain, place.tiled, body is not None) if tiles and place.tiled else None
    terrain = patch.levelled(terrain) if patch else terrain
    cast = [stock.cast(index, item) for index, item in enumerate(scene.objects)]
    shapes = [_shape(item, variants[0]) for item, variants in zip(scene.objects, cast, strict=True)]
    placed, terrain = arrange(scene.objects, shapes, terrain, place, seed, body is not None)
    large = with_tiles(patch, scene.objects, placed) if patch else []
    placed = snapped(patch, scene.objects, placed, large) if patch else placed
    placed = set_on_tables(scene.objects, placed, cast, seed)
    built = laid(patch, placed, large, seed, place, stock.dark) if patch else None
    placed = [built.lifted(each) for each in placed] if built else placed
    subjects = [
        _subject(each, scene.objects[each.item], cast[each.item], shapes[each.item], place, body is not None)
        for each in placed
    ]
    off = circles(placed)
    named = {item.kind for item in scene.objects}
    around = built.settled(place.built(seed)) if built else place.built(seed)
    standing, footprints = _standing(around, terrain, stock, off, named, body is not None)
    open_ground = glade(placed[0], shapes[0].height * placed[0].scale)
    watched = circles(placed[:_WATCHED])
    cover = _cover(place, terrain, stock, seed, off + footprints, open_ground, watched, body is not None, closeness)
    cover = [*_tiles(built, stock), *(each for each in cover if not built.patch.under(each))] if built else cover
    scenery = [stock.keep(soil(place, terrain, stock.snow, seed, body), GROUND, GROUND)]
    if place.shell:
        scenery.append(stock.keep(shells.SHELLS[place.shell](seed, bearing), f"cover-{place.shell}", place.shell))
    instances = (*scenery, *subjects, *standing, *cover)
    sky, indoors = atmosphere.sky_of(plan, seed), place.shell in SHELTERS
    lamps = (*daylight(place, sky), *lamps_of(instances, stock.prototypes))
    prototypes = stock.used(instances)
    materials = _materials(prototypes, plan, seed, texture_pixels, surface)
    return World(
        prototypes=prototypes | {GROUND: softened(prototypes[GROUND], materials)},
        instances=instances,
        materials=materials,
        sky=sky,
        air=atmosphere.air_of(plan, sky, indoors),
        grade=atmosphere.grade_of(plan, indoors, len(lamps)),
        water=water(body, plan) or puddles(place, plan),
        lamps=lamps,
        plumes=plumes(scene, place, terrain, instances, prototypes),
        focus=tuple(each.name for each in placed),
        indoors=indoors,
        bounds=place.bounds or _along(place) or (built.enclosure if built else None),
        notes=tuple(sorted({*stock.notes, *_compromises(scene.objects, placed, body is not None)})),
    )


def object_alone(
    plan: Decisions, seed: int, index: int, detail: float = 1.0, objects: Mapping[str, ObjectMaker] | None = None
) -> Prototype:
    """The plan's object at ``index`` as ``build_world`` makes its first copy, or at less ``detail``."""
    return Stock.of(plan, seed, objects).copy(index, plan.scene.objects[index], 0, detail)


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


# ------------------------------------------------------------------ what stands on it


def _shape(item: SceneObject, made: Prototype) -> Shape:
    """A tall plant's footprint is a third of its crown's, since crowns may meet."""
    low, high = meshes.bounds(made)
    width = float(max(high[0] - low[0], high[2] - low[2])) / 2
    height = float(high[1] - low[1])
    crown = traits_of(item.kind).crown and height > 2.5
    long = float(high[2] - low[2]) > _LONG * float(high[0] - low[0])
    return Shape(max(width * (0.36 if crown else 1.0), 0.12), height, long)


def _subject(
    each: Placed, item: SceneObject, variants: Sequence[Prototype], shape: Shape, place: Place, wet: bool
) -> Instance:
    return Instance(
        each.name,
        variants[each.copy % len(variants)].name,
        transforms.placed((each.x, each.y, each.z), each.heading, each.scale),
        afar=_AFAR[1.0] * shape.height if traits_of(item.kind).natural else 0.0,
        motion=_motion(item, place, wet),
        kind=item.kind,
        item=each.item,
    )


def _motion(item: SceneObject, place: Place, wet: bool) -> Motion:
    """How a thing of the plan moves in films: by where it is, and what it is."""
    if item.relation == "aloft" or (place.medium == "water" and traits_of(item.kind).swims):
        return traits_of(item.kind).flight
    return "rock" if item.relation == "afloat" and wet else ""


def _standing(
    standing: Sequence[Standing], terrain: Terrain, stock: Stock, off: Sequence[Circle], named: set[str], wet: bool
) -> tuple[list[Instance], list[Circle]]:
    """The built surroundings that leave the plan's own objects room, and their footprints.
    Landmarks, of which the surroundings have one or two, are left to the plan where it has ``named`` them."""
    found: list[Instance] = []
    footprints: list[Circle] = []
    common = Counter(each.kind for each in standing)
    gone = False
    for number, each in enumerate(standing):
        if (each.hangs and gone) or (each.kind in named and common[each.kind] <= 2):
            continue
        distant = float(np.hypot(each.x - STAGE[0], each.z - STAGE[1]))
        detail = 1.0 if distant < 52 else 0.5 if distant < 110 else 0.2
        made = stock.shared(each.kind, each.state, each.variant, detail)
        low, high = meshes.bounds(made)
        scale = 1.25**each.size
        radius = float(max(high[0] - low[0], high[2] - low[2])) / 2 * scale
        crossed = any(np.hypot(each.x - x, each.z - z) < radius * 0.8 + other for x, z, other in off)
        crossed = crossed or (wet and _floods(each, terrain, radius))
        gone = crossed if not each.hangs else gone
        if crossed:
            continue
        transform = transforms.placed((each.x, _foot(each, terrain, radius), each.z), each.heading, scale)
        found.append(
            Instance(
                f"cover-{each.kind}-{number + 1}",
                made.name,
                transform,
                afar=_AFAR[detail] * min(float(high[1] - low[1]), _STOREYS),
                kind=each.kind,
            )
        )
        footprints.append((each.x, each.z, radius * 0.9))
    return found, footprints


def _tiles(built: Diorama, stock: Stock) -> list[Instance]:
    """All that is laid on the patch."""
    names: dict[str, str] = {}
    found = []
    for number, piece in enumerate(built.pieces):
        name = names.setdefault(piece.tile.name, f"cover-tile-{len(names) + 1}")
        stock.given(name, built.prototype(piece.tile))
        found.append(Instance(f"cover-tile-{number + 1}", name, built.transform(piece), kind="tile"))
    return found


def _floods(each: Standing, terrain: Terrain, radius: float) -> bool:
    """Whether the water would stand in what is set on the ground here."""
    return each.level is None and float(_rim(each, terrain, radius).min()) < DRY


def _rim(each: Standing, terrain: Terrain, radius: float) -> Floats:
    turn = np.arange(8) * (np.pi / 4)
    return np.asarray(terrain.height(each.x + np.cos(turn) * radius * 0.7, each.z + np.sin(turn) * radius * 0.7))


def _foot(each: Standing, terrain: Terrain, radius: float) -> float:
    """The height of a building's foot: the lowest ground under it, at most 1.5 m below its middle."""
    if each.level is not None:
        return each.level
    rim = _rim(each, terrain, radius)
    middle = float(terrain.height(each.x, each.z))
    return max(min(float(rim.min()), middle), middle - 1.5) - 0.02


def _cover(
    place: Place,
    terrain: Terrain,
    stock: Stock,
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
            made = stock.shared(plants.kind, plants.state, spot.variant, spot.detail)
            tall = heights.setdefault(made.name, float(np.ptp([corner[1] for corner in meshes.bounds(made)])))
            name, afar = f"cover-{plants.kind}-{number + 1}-{spot.number}", _AFAR[spot.detail] * tall
            found.append(Instance(name, made.name, _set(spot), spot.tint, afar, kind=plants.kind))
    return found


def _set(spot: Spot) -> Floats:
    return transforms.placed((spot.x, spot.y, spot.z), spot.heading, spot.scale)


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
