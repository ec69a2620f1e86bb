"""From plan to world: objects, states, layout, settings and skies, seen through the public doors."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from castalia.craft import atmosphere, meshes, solids
from castalia.craft.build import build_world, object_alone
from castalia.craft.crags import craggy
from castalia.craft.glow import shines
from castalia.craft.objects import ObjectMaker, ObjectSpec, make_object
from castalia.craft.places import PLACES
from castalia.craft.portrait import portrait
from castalia.craft.streets import FRONTAGE
from castalia.craft.surfaces import surface
from castalia.craft.terrain import Layer, Terrain, ground
from castalia.craft.traits import traits_of
from castalia.errors import CastaliaError
from castalia.hooks import implements, plugins
from castalia.language.plan import Decisions
from castalia.language.vocabulary import vocabulary
from castalia.registry import objects
from castalia.render.framing import projected
from castalia.world import Material, Prototype, World

KINDS = vocabulary().values("kind")
STATES = vocabulary().values("state")
SETTINGS = vocabulary().values("setting")
TOWER = ("tower", "ruined", "centre", 1, 0.2)
PEOPLE = ("person", "plain", "beside", 2, 0.0)


def plain_surface(kind: str, pixels: int, seed: int, wear: float = 0.3, tint: object = None) -> Material:
    """A flat grey material: layout does not care what things are made of."""
    square = np.full((2, 2), 0.5, np.float32)
    colour = np.full((2, 2, 3), 0.5, np.float32)
    return Material(kind, colour, colour * 0 + np.float32((0, 0, 1)), square, square, square)


def decisions(setting: str = "forest", *items: tuple[str, str, str, int, float], **scene: str) -> Decisions:
    things = items or (TOWER,)
    return Decisions.model_validate(
        {
            "mood": {"valence": 0, "energy": 0.2, "tension": 0, "warmth": 0.4, "brightness": 0},
            "palette": ["#2a3b4c", "#d98f6c", "#6b8f71", "#f2d7b6", "#1b1f2a"],
            "look": "painterly",
            "scene": {
                "setting": setting,
                "time": scene.get("time", "dawn"),
                "weather": scene.get("weather", "clear"),
                "season": scene.get("season", "summer"),
                "light": {"direction": scene.get("light", "back"), "strength": 0.6, "haze": 0.4},
                "camera": {"angle": "eye-level", "lens": "normal"},
                "objects": [
                    {"kind": kind, "state": state, "relation": relation, "count": count, "size": size}
                    for kind, state, relation, count, size in things
                ],
            },
            "materials": [{"kind": "granite", "wear": 0.4, "swatch": 1}],
            "film": {"shots": [{"move": "pan", "size": "wide", "angle": "eye-level", "subject": 0, "seconds": 3}] * 2},
            "score": {
                "tempo": 80,
                "key": "C",
                "mode": "minor",
                "metre": "4/4",
                "style": "ambient",
                "instruments": ["piano"],
                "sections": [{"name": "intro", "bars": 4, "energy": 0.3}],
            },
            "soundscape": {"layers": [{"kind": "wind-trees", "level": 0.5, "distance": 0.5}]},
        }
    )


@cache
def makers() -> dict[str, ObjectMaker]:
    """Every maker, each remembering what it made: worlds of one seed share most of their prototypes."""
    return {kind: cache(maker) for kind, maker in objects().items()}


def built(plan: Decisions, seed: int = 7) -> World:
    return build_world(plan, seed, 16, plain_surface, makers())


def ground_height(world: World, x: float, z: float) -> float:
    """The ground under a place, from the triangles of the world itself."""
    heights = []
    for part in world.prototypes["terrain"].parts:
        a, b, c = (part.mesh.positions[part.mesh.triangles[:, corner]].astype(np.float64) for corner in range(3))
        near = (np.abs(a[:, 0] - x) < 40) & (np.abs(a[:, 2] - z) < 40)
        a, b, c = a[near], b[near], c[near]
        area = (b[:, 0] - a[:, 0]) * (c[:, 2] - a[:, 2]) - (b[:, 2] - a[:, 2]) * (c[:, 0] - a[:, 0])
        area = np.where(np.abs(area) < 1e-9, 1e-9, area)
        v = ((x - a[:, 0]) * (c[:, 2] - a[:, 2]) - (z - a[:, 2]) * (c[:, 0] - a[:, 0])) / area
        w = ((b[:, 0] - a[:, 0]) * (z - a[:, 2]) - (b[:, 2] - a[:, 2]) * (x - a[:, 0])) / area
        hit = (v >= -1e-6) & (w >= -1e-6) & (v + w <= 1 + 1e-6)
        heights += list((a[:, 1] + v * (b[:, 1] - a[:, 1]) + w * (c[:, 1] - a[:, 1]))[hit])
    return max(heights)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_makes_a_sound_prototype(kind: str) -> None:
    made = make_object(ObjectSpec(kind, seed=3, detail=0.5))
    low, high = meshes.bounds(made)
    assert sum(len(part.mesh.triangles) for part in made.parts) > 4
    assert -1.3 < low[1] < 0.6, "an object stands on y = 0"
    assert high[1] > 0.02
    for part in made.parts:
        assert np.allclose(np.linalg.norm(part.mesh.normals, axis=1), 1.0, atol=2e-3)
        assert np.isfinite(part.mesh.positions).all() and np.isfinite(part.mesh.colours).all()
        assert part.mesh.triangles.max() < len(part.mesh.positions)
        assert len(np.unique(np.sort(part.mesh.triangles, axis=1), axis=0)) == len(part.mesh.triangles), "each once"


@pytest.mark.parametrize("state", STATES)
def test_every_state_works_on_nature_and_buildings(state: str) -> None:
    for kind in ("broadleaf", "boulder", "cottage"):
        made = make_object(ObjectSpec(kind, state, seed=5, detail=0.5))
        low, high = meshes.bounds(made)
        assert made.parts and high[1] > low[1]


def test_snow_lies_on_top_and_fire_darkens() -> None:
    plain, snowy, burnt = (make_object(ObjectSpec("boulder", state, seed=5)) for state in ("plain", "snowy", "burnt"))
    snow = next(part.mesh for part in snowy.parts if part.material == "snow")
    assert snow.normals[:, 1].min() > 0.2
    assert mean_colour(burnt) < 0.4 * mean_colour(plain)


def mean_colour(made: Prototype) -> float:
    return float(np.mean([part.mesh.colours.mean() for part in made.parts]))


def test_solids_are_closed_and_face_outwards() -> None:
    made = {
        "box": (solids.box((1, 2, 3)), 6.0),
        "bevelled": (solids.bevelled_box((1, 2, 3), 0.01), 6.0),
        "ball": (solids.icosphere(1.0, 3), 4.19),
        "cylinder": (solids.cylinder(1.0, 2.0, 64), 6.28),
    }
    for name, (solid, volume) in made.items():
        a, b, c = (solid.positions[solid.triangles[:, corner]].astype(np.float64) for corner in range(3))
        assert float((a * np.cross(b, c)).sum() / 6) == pytest.approx(volume, rel=0.03), name


def test_an_unknown_kind_is_refused_by_name() -> None:
    with pytest.raises(CastaliaError, match="gryphon"):
        make_object(ObjectSpec("gryphon"))


def test_the_ground_is_parted_without_gaps() -> None:
    lines = np.arange(-20.0, 21.0, 2.0)
    x, z = np.meshgrid(lines, lines)
    terrain = Terrain(lines, lines, 0.1 * np.sin(x) + 0.02 * z)
    made = ground(terrain, "grass", [Layer("sand", lambda at: 7.0 - np.hypot(at.x, at.z))], 3, False)
    area = {}
    for part in made.parts:
        faces = meshes.face_normals(part.mesh.positions, part.mesh.triangles)
        assert (faces[:, 1] > -1e-6).all(), "the ground looks up"
        area[part.material] = float(faces[:, 1].sum() / 2)
    assert sum(area.values()) == pytest.approx(1600.0, rel=1e-4)
    assert area["sand"] == pytest.approx(np.pi * 49, rel=0.05)


def test_ground_materials_meet_in_one_colour() -> None:
    def surface(kind: str, pixels: int, seed: int, wear: float = 0.3, tint: object = None) -> Material:
        return replace(
            plain_surface(kind, pixels, seed), albedo=np.full((2, 2, 3), 0.2 + 0.05 * (len(kind) % 5), np.float32)
        )

    world = build_world(decisions("meadow"), 3, 16, surface)
    parts = world.prototypes["terrain"].parts
    albedo = [float(world.materials[part.material].albedo.mean()) for part in parts]
    assert len(set(albedo)) > 1
    points = np.concatenate([np.round(part.mesh.positions * 1000) for part in parts])
    shown = np.concatenate([part.mesh.colours * grey for part, grey in zip(parts, albedo, strict=True)])
    owner = np.repeat(range(len(parts)), [len(part.mesh.positions) for part in parts])
    _, point, count = np.unique(points, axis=0, return_inverse=True, return_counts=True)
    met = [np.flatnonzero(point.reshape(-1) == each) for each in np.flatnonzero(count > 1)[:400]]
    met = [vertices for vertices in met if len(set(owner[vertices])) > 1]
    assert len(met) > 20
    assert max(np.ptp(shown[vertices], axis=0).max() for vertices in met) < 1e-3


def test_the_same_seed_gives_the_same_world_and_another_seed_another() -> None:
    plan = decisions("forest", TOWER, PEOPLE)
    one, other = built(plan), built(plan, 8)
    two = build_world(plan, 7, 16, plain_surface)  # every object made anew
    assert [each.name for each in one.instances] == [each.name for each in two.instances]
    for a, b in zip(one.instances, two.instances, strict=True):
        assert np.array_equal(a.transform, b.transform)
    for name, made in one.prototypes.items():
        for a, b in zip(made.parts, two.prototypes[name].parts, strict=True):
            assert np.array_equal(a.mesh.positions, b.mesh.positions)
            assert np.array_equal(a.mesh.colours, b.mesh.colours)
    assert [i.transform.tobytes() for i in one.instances] != [i.transform.tobytes() for i in other.instances]


def test_adding_an_object_moves_no_other() -> None:
    few = built(decisions("meadow", TOWER, PEOPLE))
    more = built(
        decisions("meadow", TOWER, PEOPLE, ("cart", "plain", "left", 2, 0.0), ("deer", "plain", "scattered", 4, 0.0))
    )
    before = {each.name: each.transform for each in few.instances}
    after = {each.name: each.transform for each in more.instances}
    assert [name for name in few.focus if not np.array_equal(before[name], after[name])] == []
    shared = [name for name in before if name in after]
    assert len(shared) > 0.95 * len(before), "only what stands on the new footprints gives way"
    flat = [0, 2]  # round a new footprint the ground is levelled, and grass keeps to the ground
    assert all(np.array_equal(before[name][flat], after[name][flat]) for name in shared)
    assert np.mean([np.array_equal(before[name], after[name]) for name in shared]) > 0.9


GROUNDED = ("centre", "left", "right", "foreground", "background", "distance", "hilltop", "waterside", "scattered")


@pytest.mark.parametrize("setting", ["lake", "mountain", "coast"])
def test_nothing_floats_and_nothing_overlaps(setting: str) -> None:
    things = [
        (kind, "plain", relation, 2, 0.0) for kind, relation in zip(("hut", "person", "statue"), GROUNDED, strict=False)
    ]
    things += [("boulder", "plain", relation, 2, 0.0) for relation in GROUNDED[3:]]
    world = built(decisions(setting, *things))
    at = {each.name: each.transform for each in world.instances}
    for name in world.focus:
        x, y, z = at[name][:3, 3]
        assert abs(y - ground_height(world, float(x), float(z))) < 0.5, f"{name} in {setting}"
    for one, two in itertools.combinations([name for name in world.focus if "hut" in name or "statue" in name], 2):
        assert np.linalg.norm(at[one][[0, 2], 3] - at[two][[0, 2], 3]) > 1.0, f"{one} and {two} in {setting}"


def test_water_comes_where_the_plan_needs_it() -> None:
    dry, wet = built(decisions("forest")), built(decisions("forest", TOWER, ("boat", "plain", "afloat", 1, 0.0)))
    assert dry.water is None and wet.water is not None
    boat = next(each for each in wet.instances if each.name == "boat").transform
    assert abs(boat[1, 3] - wet.water.level) < 0.6
    assert ground_height(wet, float(boat[0, 3]), float(boat[2, 3])) < wet.water.level


def test_a_bridge_spans_a_gorge_and_a_jetty_runs_out_from_its_bank() -> None:
    canyon = built(decisions("canyon", ("bridge", "plain", "centre", 1, 0.0)))
    bridge = next(each for each in canyon.instances if each.kind == "bridge")
    x, y, z = (float(axis) for axis in bridge.transform[:3, 3])
    assert ground_height(canyon, x, z) < y - 6
    width = float(meshes.bounds(canyon.prototypes[bridge.prototype])[1][0]) * float(
        np.linalg.norm(bridge.transform[:3, 0])
    )
    assert all(ground_height(canyon, x + side * width, z) > y - 1.5 for side in (-1.0, 1.0))

    harbour = built(decisions("harbour", ("pier", "plain", "waterside", 1, 0.0)))
    pier = next(each for each in harbour.instances if each.kind == "pier")
    low, high = meshes.bounds(harbour.prototypes[pier.prototype])
    ends = [pier.transform @ np.array([0.0, 0.0, end, 1.0]) for end in (float(low[2]), float(high[2]))]
    bank, water = (ground_height(harbour, float(end[0]), float(end[2])) for end in ends)
    assert bank > 0 > water and abs(bank - float(pier.transform[1, 3]) - traits_of("pier").deck) < 0.3


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_setting_is_a_whole_place(setting: str) -> None:
    world = built(decisions(setting, ("person", "plain", "centre", 1, 0.0), PEOPLE))
    names = [each.name for each in world.instances]
    assert len(names) == len(set(names)) and "terrain" in names
    assert world.focus == ("person", "person-2", "person-3")
    assert {part.material for made in world.prototypes.values() for part in made.parts} == set(world.materials)
    size = {name: sum(len(part.mesh.triangles) for part in made.parts) for name, made in world.prototypes.items()}
    assert 3_000 < sum(size[each.prototype] for each in world.instances) < 1_400_000


def test_every_hour_and_weather_has_a_sky() -> None:
    times, weathers = vocabulary().values("time"), vocabulary().values("weather")
    looks, lights = vocabulary().values("look"), vocabulary().values("light")
    assert set(times) == set(atmosphere.HOURS) and set(weathers) == set(atmosphere.WEATHERS)
    assert set(looks) == set(atmosphere.LOOKS)
    for setting, time, weather, light in itertools.product(SETTINGS, times, weathers, lights):
        plan = decisions(setting, time=time, weather=weather, light=light)
        sky = atmosphere.sky_of(plan, 7)
        air = atmosphere.air_of(plan, sky, indoors=False)
        grade = atmosphere.grade_of(plan, indoors=False)
        assert np.isfinite(grade.exposure) and len(grade.palette) == 5
        assert np.linalg.norm(sky.sun_direction) == pytest.approx(1.0)
        assert sky.sun_direction[1] > 0 and min(sky.sun_radiance) >= 0
        assert min(sky.horizon) >= 0 and 0 <= air.haze < 0.2
        assert (
            (sky.sun_direction[2] < 0) == (light in ("back", "overhead"))
            or light in ("side", "diffuse")
            or setting == "underwater"
        )


def test_haze_shortens_sight() -> None:
    plan = decisions("forest", weather="clear")
    clear = plan.model_copy(
        update={"scene": plan.scene.model_copy(update={"light": plan.scene.light.model_copy(update={"haze": 0.0})})}
    )
    thick = plan.model_copy(
        update={"scene": plan.scene.model_copy(update={"light": plan.scene.light.model_copy(update={"haze": 1.0})})}
    )
    sky = atmosphere.sky_of(plan, 7)
    assert 3 / atmosphere.air_of(clear, sky, False).haze == pytest.approx(3600, rel=0.01)
    assert 3 / atmosphere.air_of(thick, sky, False).haze == pytest.approx(440, rel=0.01)


def test_objects_of_a_plugin_take_part() -> None:
    def pyramid(spec: ObjectSpec) -> Prototype:
        return meshes.prototype(spec.kind, [("sandstone", solids.cone(5.0, 6.0, 4))])

    world = build_world(
        decisions("desert", ("obelisk", "plain", "centre", 1, 0.0)),
        7,
        16,
        plain_surface,
        {**objects(), "obelisk": pyramid},
    )
    assert len(world.prototypes["obelisk-1-1"].parts[0].mesh.triangles) < 20
    assert set(PLACES) <= set(SETTINGS)


@pytest.fixture
def beacon() -> Iterator[Mapping[str, ObjectMaker]]:
    """The makers with that of a plug-in's kind, which is like a campfire."""

    class Beacons:
        @implements
        def castalia_vocabulary(self) -> list[tuple[str, str]]:
            return [("kind:beacon", "kind:campfire")]

    def pile(spec: ObjectSpec) -> Prototype:
        return meshes.prototype(spec.kind, [("bark", solids.cone(1.0, 2.0)), ("lamp-light", solids.icosphere(0.3))])

    plugin = Beacons()
    plugins().register(plugin)
    vocabulary.cache_clear()
    yield {**makers(), "beacon": pile}
    plugins().unregister(plugin)
    vocabulary.cache_clear()


def test_a_plug_ins_fire_smokes_and_shines_as_what_it_is_like(beacon: Mapping[str, ObjectMaker]) -> None:
    def smoking(kind: str, state: str, setting: str = "meadow") -> World:
        return build_world(decisions(setting, (kind, state, "centre", 1, 0.0)), 7, 16, plain_surface, beacon)

    own, ours = smoking("beacon", "plain"), smoking("campfire", "plain")
    assert (own.lamps[0].power, own.plumes[0].glow) == (ours.lamps[0].power, ours.plumes[0].glow)
    assert not smoking("beacon", "abandoned").plumes and not smoking("beacon", "plain", "underwater").plumes


def test_light_and_smoke_move_with_what_they_come_from() -> None:
    plain, tall, leaning = (make_object(ObjectSpec("torch", state, seed=3)) for state in ("plain", "tall", "leaning"))
    assert tall.lamps[0].position[1] == pytest.approx(1.45 * plain.lamps[0].position[1])
    assert abs(leaning.lamps[0].position[0]) > 0.15 and leaning.lamps[0].power == plain.lamps[0].power
    hearth, low = (make_object(ObjectSpec("house", state, seed=3)).plumes[0] for state in ("plain", "small"))
    assert low.position[1] < 0.7 * hearth.position[1] and low.radius < 0.7 * hearth.radius


def test_in_the_dark_only_what_has_lamps_or_windows_shines() -> None:
    plan = decisions("harbour", TOWER)
    night = built(plan.model_copy(update={"scene": plan.scene.model_copy(update={"time": "night"})}))
    bright = {name for name, made in night.prototypes.items() if any(shines(part.material) for part in made.parts)}
    shining = {each.kind for each in night.instances if each.prototype in bright}
    assert "house" in shining and all(traits_of(kind).windows for kind in shining - {"street-lamp"})


def test_winter_is_white_unless_it_rains_or_is_never_cold() -> None:
    def white(setting: str, weather: str) -> bool:
        return any(part.material == "snow" for part in winter(setting, weather).prototypes["terrain"].parts)

    def winter(setting: str, weather: str) -> World:
        return built(decisions(setting, season="winter", weather=weather))

    assert white("meadow", "cloudy") and white("desert", "snow")
    assert not white("meadow", "rain") and not white("desert", "cloudy") and not white("cave", "snow")


def test_paint_is_of_the_palette_alone_as_in_the_scene() -> None:
    plan = decisions("meadow", ("crate", "painted", "centre", 1, 0.0))
    red, blue = (plan.model_copy(update={"palette": (paint,) * 5}) for paint in ("#c01010", "#1010c0"))
    for each, channel in ((red, 0), (blue, 2)):
        alone, scene = object_alone(each, 7, 0), built(each).prototypes["painted-crate-1-1"]
        colours = np.concatenate([part.mesh.colours for part in alone.parts if part.material == "planks"])
        assert colours.mean(axis=0).argmax() == channel
        assert all(np.array_equal(a.mesh.colours, b.mesh.colours) for a, b in zip(alone.parts, scene.parts))


def test_lights_come_on_in_every_state_but_where_nobody_is() -> None:
    shining = {
        state: bool(built(decisions("meadow", ("cottage", state, "centre", 1, 0.0), time="night")).lamps)
        for state in ("small", "old", "painted", "overgrown", "abandoned", "ruined", "burnt", "broken")
    }
    assert {state for state, shines in shining.items() if not shines} == {"abandoned", "ruined", "burnt", "broken"}


def test_chimneys_smoke_when_it_is_cold_and_somebody_is_at_home() -> None:
    def smoking(state: str, **scene: str) -> int:
        world = built(decisions("meadow", ("house", state, "centre", 1, 0.0), **scene))
        house = world.prototypes["house-1-1" if state == "plain" else f"{state}-house-1-1"]
        top = max(float(part.mesh.positions[:, 1].max()) for part in house.parts)
        foot = world.instances[[each.name for each in world.instances].index(world.focus[0])].transform[1, 3]
        assert all(0.7 * top < plume.position[1] - foot < 1.1 * top for plume in world.plumes)
        return len(world.plumes)

    assert smoking("plain", season="winter") > 0
    assert smoking("plain", season="winter", weather="snow") > 0, "under snow as well"
    assert smoking("plain", season="summer", time="noon") == 0
    assert smoking("ruined", season="winter") == 0


def test_broken_rock_has_no_holes_and_keeps_its_rim() -> None:
    across, down = np.meshgrid(np.arange(0.0, 41.0, 4.0), np.arange(0.0, 41.0, 4.0))
    points = np.stack([across, 2.0 * down, -down], axis=-1).reshape(-1, 3)
    start = (np.arange(10)[:, None] * 11 + np.arange(10)).reshape(-1)
    faces = np.concatenate([np.stack([start, start + 1, start + 12], 1), np.stack([start, start + 12, start + 11], 1)])
    slope = meshes.mesh(points, faces, uvs=points[:, :2])
    broken = craggy(slope, "sandstone", 3)
    _, of = np.unique(np.round(broken.positions, 4), axis=0, return_inverse=True)
    pairs = np.sort(of.reshape(-1)[broken.triangles][:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1)
    rim, counts = np.unique(pairs, axis=0, return_counts=True)
    places = {int(index): place for index, place in zip(of.reshape(-1), broken.positions, strict=True)}
    ends = np.array([places[int(end)] for end in rim[counts == 1].reshape(-1)])
    on_rim = np.isin(ends[:, [0, 2]].round(3), (0.0, 40.0, -40.0)).any(axis=1)
    assert on_rim.all() and np.allclose(ends[:, 1], -2.0 * ends[:, 2], atol=1e-3)
    assert np.abs(broken.positions[:, 1] + 2.0 * broken.positions[:, 2]).max() > 0.5


def test_buildings_stand_in_a_citys_rows_and_people_in_its_street() -> None:
    items = (
        ("shop", "plain", "left", 2, 0.0),
        ("person", "plain", "background", 3, 0.0),
        ("church", "plain", "right", 1, 0.0),
    )
    world = built(decisions("city", *items))
    places = {each.name: each.transform[:3, 3] for each in world.instances}
    for name in world.focus:
        inside = abs(float(places[name][0])) < FRONTAGE
        assert inside == name.startswith("person"), name


def test_portrait_shows_the_whole_of_what_it_names() -> None:
    for name, material in (("column", False), ("boat:ruined", False), ("grass", True)):
        world, camera = portrait(name, material=material)
        points = world.prototypes["subject"].parts[0].mesh.positions + world.instances[1].transform[:3, 3]
        at, depth = projected(camera, points, 4 / 3)
        assert (depth > 0).all() and (at > 0).all() and (at < 1).all(), name
    with pytest.raises(CastaliaError, match="did you mean"):
        portrait("colum")
    with pytest.raises(CastaliaError, match="no state"):
        portrait("tower:ruind")


def test_candles_and_books_stand_on_the_table() -> None:
    plan = decisions(
        "interior",
        ("table", "plain", "centre", 1, 0.0),
        ("candle", "lit", "centre", 1, 0.0),
        ("book", "plain", "cluster", 3, 0.0),
    )
    placed = {each.name: each.transform[:3, 3] for each in built(plan).instances}
    lifted = [placed[name] for name in ("lit-candle", "book", "book-2", "book-3")]
    assert all(0.4 < place[1] - placed["table"][1] < 1.2 for place in lifted)
    assert len({tuple(place.round(2)) for place in lifted}) == 4


@pytest.mark.parametrize("kind", ["soil", "leaves", "planks", "iron"])
def test_a_material_is_the_same_to_the_byte_with_one_thread_and_with_many(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    for threads in (1, 4, 4):
        monkeypatch.setattr(os, "cpu_count", lambda threads=threads: threads)
        one = surface(kind, 256, 5)
        made.append([one.albedo.tobytes(), one.normal.tobytes(), one.roughness.tobytes(), one.height.tobytes()])
    assert made[0] == made[1] == made[2]
