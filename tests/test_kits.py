"""A studio's own kits: taken in with their evidence, bounded, and built with."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import trimesh
from click.testing import CliRunner
from test_craft import decisions

from castalia.cli import main
from castalia.craft.build import build_world
from castalia.craft.diorama import Piece, laid
from castalia.craft.grids import Cell
from castalia.craft.patch import patch_of
from castalia.craft.places import place_of
from castalia.craft.terrain import raised
from castalia.errors import CastaliaError
from castalia.kits.making import Shelf
from castalia.kits.naming import kind_of, role_of
from castalia.kits.store import load, names
from castalia.request import Request

HOUSE, TILE = (1.0, 1.4, 1.0), (2.0, 0.2, 2.0)


@pytest.fixture
def kit(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A kit of a few boxes with its licence; the store is a new one."""
    monkeypatch.setenv("CASTALIA_KITS", str(folder / "store"))
    source = folder / "kit"
    source.mkdir()
    (source / "LICENSE.txt").write_text("Toy Town 1.0\n\nby Ada Builder\n")
    sizes = {"building_home_A": HOUSE, "building_home_B": (1.0, 1.6, 1.0), "tree_pine": (0.6, 2.0, 0.6)}
    for name, size in sizes.items() | {f"road_{at}": TILE for at in "ABCD"}.items():
        box = trimesh.creation.box(size)
        box.visual.vertex_colors = np.tile([200, 40, 40, 255], (len(box.vertices), 1))
        box.export(source / f"{name}.glb")
    return source


def add(source: Path, *options: str) -> object:
    usual = ["--as", "toys", "--licence", "CC-BY-4.0", "--evidence", "LICENSE.txt"]
    return CliRunner().invoke(main, ["library", "add", str(source), *usual, *options])


def test_a_kit_is_recorded_with_licence_evidence_and_use(kit: Path, folder: Path) -> None:
    (kit / "broken.glb").write_bytes(b"glTF rubbish")
    (kit / "empty.glb").write_bytes(b"")
    (folder / "secret.bin").write_bytes(bytes(999))
    (kit / "thief.gltf").write_text(
        '{"asset": {"version": "2.0"}, "buffers": [{"uri": "../secret.bin", "byteLength": 999}], "scenes": [{"nodes": []}],'
        ' "bufferViews": [{"buffer": 0, "byteLength": 36}],'
        ' "accessors": [{"bufferView": 0, "componentType": 5126, "count": 3, "type": "VEC3"}],'
        ' "meshes": [{"primitives": [{"attributes": {"POSITION": 0}}]}], "nodes": [{"mesh": 0}], "scene": 0}'
    )
    result = add(kit)
    assert result.exit_code == 0, result.output  # type: ignore[attr-defined]
    toys = load("toys")
    assert (
        names() == ["toys"] and len(toys.pieces) == 7 and set(toys.skipped) == {"broken.glb", "empty.glb", "thief.gltf"}
    )
    assert "outside the kit" in toys.skipped["thief.gltf"]
    assert (toys.licence, toys.credit, toys.grid) == ("CC-BY-4.0", "Toy Town 1.0; by Ada Builder", 2.0)
    uses = {piece.name: (piece.kind, piece.role) for piece in toys.pieces}
    assert uses["building_home_A"] == ("house", "building") and uses["tree_pine"] == ("pine", "plant")
    assert uses["road_A"] == ("", "tile")
    assert all(len(value) == 64 for piece in toys.pieces for value in piece.files.values())
    shown = CliRunner().invoke(main, ["library", "show", "toys", "-o", str(folder / "sheet.png")])
    assert shown.exit_code == 0 and (folder / "sheet.png").exists()


def test_scenes_are_built_with_a_kit_and_name_its_pieces(kit: Path) -> None:
    add(kit)
    plan = decisions("village", ("house", "plain", "centre", 2, 0.0), ("barrel", "plain", "left", 1, 0.0))
    shelf = Shelf.of(("toys",))
    world = build_world(plan, 7, 64, objects=shelf.makers())
    homes = [made for name, made in world.prototypes.items() if name.startswith("house")]
    assert homes and all(sum(len(part.mesh.triangles) for part in made.parts) == 12 for made in homes)
    own = build_world(plan, 7, 64)
    heights = [
        np.ptp(np.concatenate([part.mesh.positions for part in made.prototypes["house-1-1"].parts])[:, 1])
        for made in (world, own)
    ]
    assert 0.5 < heights[0] / heights[1] < 2.0
    credits = shelf.credits()
    assert {entry["licence"] for entry in credits} == {"CC-BY-4.0"} and any(
        "home" in entry["title"] for entry in credits
    )
    assert all("Ada Builder" in entry["holder"] and len(entry["sha256"]) == 64 for entry in credits)


def test_a_pack_is_remade_only_with_the_kit_it_was_made_with(kit: Path) -> None:
    add(kit)
    from castalia.kits.store import fingerprint

    asked = Request("a village", libraries={"toys": fingerprint("toys")}).checked()
    trimesh.creation.box((1, 3, 1)).export(kit / "tower.glb")
    add(kit)
    with pytest.raises(CastaliaError, match="not the one"):
        asked.checked()
    CliRunner().invoke(main, ["library", "remove", "toys"])
    with pytest.raises(CastaliaError, match="no library 'toys'"):
        asked.checked()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--as", "../up"), "no name for a library"),
        (("--licence", "do what you like!"), "no SPDX licence"),
        (("--evidence", "../secret.bin"), "must be a file inside"),
        (("--evidence", "none.txt"), "must be a file inside"),
    ],
)
def test_a_kit_without_name_licence_or_evidence_is_refused(kit: Path, options: tuple[str, str], says: str) -> None:
    result = add(kit, *options)
    assert result.exit_code == 2 and says in result.output and not names()  # type: ignore[attr-defined]


def test_a_kit_of_nothing_usable_is_refused_and_leaves_nothing(kit: Path) -> None:
    for path in kit.glob("*.glb"):
        path.write_bytes(b"no model")
    result = add(kit)
    assert result.exit_code == 2 and "can be used" in result.output and not names()  # type: ignore[attr-defined]
    assert not list((kit.parent / "store").iterdir())


def test_names_of_pieces_say_what_they_are() -> None:
    plain = (1.0, 1.0, 1.0)
    assert kind_of("tree_dead_large", plain) == "dead-tree"
    assert kind_of("hex_grass_river", plain) == "" and kind_of("building_A", (1.0, 3.0, 1.0)) == "skyscraper"
    assert role_of("wall_corner", "wall", (2.0, 2.0, 0.3), 2.0) == "wall"


@pytest.fixture
def walled_kit(kit: Path) -> Path:
    """The same kit with tiles two units wide: grass, roads painted on it, walls to their edges."""

    def save(name: str, *boxes: tuple[tuple[float, float, float], tuple[float, float, float], int]) -> None:
        parts = []
        for size, middle, shade in boxes:
            box = trimesh.creation.box(size, transform=trimesh.transformations.translation_matrix(middle))
            box.visual.vertex_colors = np.tile([shade, 200, 40, 255], (len(box.vertices), 1))
            parts.append(box)
        trimesh.Scene(parts).export(kit / f"{name}.glb")

    grass = (TILE, (0.0, -0.1, 0.0), 60)
    along, half, aside = (0.5, 0.02, 2.0), (0.5, 0.02, 1.25), (1.25, 0.02, 0.5)
    save("grass", grass)
    save("road_straight", grass, (along, (0.0, 0.0, 0.0), 250))
    save("road_corner", grass, (half, (0.0, 0.0, 0.375), 250), (aside, (0.375, 0.0, 0.0), 250))
    save("road_end", grass, (half, (0.0, 0.0, 0.375), 250))
    save("road_tsplit", grass, (along, (0.0, 0.0, 0.0), 250), (aside, (0.375, 0.0, 0.0), 250))
    wall = ((2.0, 1.0, 0.4), (0.0, 0.5, 0.0), 90)
    save("wall_straight", wall)
    save("wall_gate", wall)
    arms = ((1.2, 1.0, 0.4), (0.4, 0.5, 0.0), 90), ((0.4, 1.0, 1.2), (0.0, 0.5, 0.4), 90)
    save("wall_corner", *arms)
    return kit


def test_the_edges_that_roads_and_walls_run_over_are_read_from_shape_and_colour(walled_kit: Path) -> None:
    add(walled_kit)
    tiles = Shelf.of(("toys",)).tiles()
    assert tiles is not None and tiles.grid.sides == 4 and [tile.name for tile in tiles.plain] == ["grass"]
    ways = {tile.name: sorted(tile.ways) for tile in (*tiles.roads, *tiles.walls, *tiles.gates)}
    assert ways["road_straight"] == [0, 2] and ways["road_corner"] == [0, 1] and ways["road_end"] == [0]
    assert ways["road_tsplit"] == [0, 1, 2] and tiles.encloses
    assert ways["wall_straight"] == ways["wall_gate"] == [1, 3] and ways["wall_corner"] == [0, 1]


def test_roads_meet_and_walls_close_round_one_gate(walled_kit: Path) -> None:
    add(walled_kit)
    tiles = Shelf.of(("toys",)).tiles()
    assert tiles is not None
    patch = patch_of(tiles, raised(lambda x, z: 0.0 * x), 40.0, False)
    assert patch is not None
    pieces = laid(patch, [], [], 7, place_of("village"), False).pieces
    grid = tiles.grid

    def open_ends(chosen: list[Piece]) -> list[tuple[Cell, int]]:
        """The ways of pieces that the piece over the edge does not take on."""
        ways = {(each.cell, (way + each.turns) % grid.sides) for each in chosen for way in each.tile.ways}
        return [(cell, way) for cell, way in ways if (grid.over(cell, way), grid.opposite(way)) not in ways]

    walls = [each for each in pieces if each.tile.name.startswith("wall")]
    ground = [each for each in pieces if each not in walls]
    assert len(ground) == len({each.cell for each in ground}) == (2 * patch.rings + 1) ** 2
    assert len(walls) == 8 * patch.rings and not open_ends(walls)
    assert [each.tile.name for each in walls].count("wall_gate") == 1
    assert [each.tile.name for each in walls].count("wall_corner") == 4
    gate = next(each.cell for each in walls if each.tile.name == "wall_gate")
    assert open_ends(ground) == [(gate, 2)] and len([each for each in ground if each.tile.ways]) > patch.rings


def test_a_scene_on_tiles_repeats_and_names_every_tile(walled_kit: Path) -> None:
    add(walled_kit)
    plan = decisions("village", ("house", "plain", "centre", 2, 0.0), ("barrel", "plain", "left", 1, 0.0))
    shelf = Shelf.of(("toys",))
    worlds = [build_world(plan, 7, 64, objects=shelf.makers(even=True), tiles=shelf.tiles()) for _ in range(2)]
    for one, two in zip(worlds[0].instances, worlds[1].instances, strict=True):
        assert one.name == two.name and np.array_equal(one.transform, two.transform)
    tiles = [each for each in worlds[0].instances if each.name.startswith("cover-tile")]
    assert len({float(each.transform[1, 3]) for each in tiles}) == 1
    house = next(each for each in worlds[0].instances if each.name == "house")
    under = min(tiles, key=lambda each: float(np.abs(each.transform[:3, 3] - house.transform[:3, 3]).max()))
    assert np.allclose(under.transform[:3, 3], house.transform[:3, 3], atol=0.06)
    titles = " ".join(entry["title"] for entry in shelf.credits())
    assert all(name in titles for name in ("grass", "road_straight", "wall_straight", "wall_corner", "wall_gate"))
