"""Cameras, film and timeline: views obey the plan and pass the checks, moves are steady, files are whole and carry their recipe."""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import OpenEXR
import opentimelineio
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from castalia.craft.build import build_world
from castalia.craft.transforms import placed
from castalia.errors import CastaliaError
from castalia.exchange.encode import MASTER
from castalia.exchange.exr import write_exr
from castalia.exchange.mp4 import FilmWriter, read_mp4_recipe
from castalia.exchange.otio import Marker, ShotClip, write_timeline
from castalia.exchange.png import read_png_recipe, write_png
from castalia.language.colour import oklab
from castalia.language.plan import Decisions, SceneCamera, Shot
from castalia.language.vocabulary import vocabulary
from castalia.model.data.director import Given, direct
from castalia.randomness import generator
from castalia.render.cameras import search_still, shoot
from castalia.render.checks import judge
from castalia.render.film import frames_of
from castalia.render.framing import STILL_SHARE, Framing, looking, subject_of, turned
from castalia.render.layers import layers_of
from castalia.render.motion import COURSES, carried
from castalia.render.moves import Take, quaternion
from castalia.render.palette import distance
from castalia.render.probes import Probes
from castalia.render.smoke import smoke
from castalia.render.stage import Stage
from castalia.render.verdicts import Verdict
from castalia.render.views import FORWARD, pinhole, rays
from castalia.rights.recipe import read_recipe
from castalia.settings import QUALITIES
from castalia.world import Camera, Instance, Material, Motion, Plume, World

RECIPE = json.dumps({"castalia": "0.1", "brief": "Ein Turm, früh am Tag"}, ensure_ascii=False)
SEED = 7


def plain(kind: str, pixels: int, seed: int, wear: float = 0.3, tint: object = None) -> Material:
    """A flat surface with the lightness of its kind's name: cameras need some contrast, not texture."""
    square = np.full((2, 2), 0.5, np.float32)
    colour = np.full((2, 2, 3), 0.1 + 0.5 * generator(3, kind).random(), np.float32)
    return Material(kind, colour, colour * 0 + np.float32((0, 0, 1)), square, square, square)


@pytest.fixture(scope="module")
def plan() -> Decisions:
    objects = (("tower", 1, "ruined", "centre"), ("cottage", 1, "plain", "left"))
    given = Given(setting="desert", time="morning", weather="clear", season="summer", objects=objects)
    return direct(generator(SEED, "a film's plan"), given)


@pytest.fixture(scope="module")
def world(plan: Decisions) -> World:
    return build_world(plan, SEED, 16, plain)


@pytest.fixture(scope="module")
def stage(world: World) -> Stage:
    return Stage.of(world, SEED, QUALITIES["preview"].baking)


def still(
    world: World, stage: Stage, index: int, angle: str = "eye-level", earlier: tuple[Camera, ...] = ()
) -> tuple[Camera, dict[str, object]]:
    wanted = SceneCamera(angle=angle, lens="normal")
    camera, verdict = search_still(world, wanted, (320, 180), SEED, 6, stage, index, earlier)
    return camera, verdict.to_json()


def direction(camera: Camera) -> np.ndarray:
    away = np.subtract(camera.target, camera.position)
    return away / np.linalg.norm(away)


def test_the_hero_view_passes_the_checks_and_is_found_again(world: World, stage: Stage) -> None:
    camera, verdict = still(world, stage, 0)
    assert verdict["ok"] and len(verdict["checks"]) >= 11
    assert (camera, verdict) == still(world, stage, 0)
    buffers = stage.buffers(camera, 96, 54)
    towers = [at for at, each in enumerate(world.instances) if each.name == "ruined-tower"]
    assert np.isin(buffers.instance, towers).mean() > 0.01
    assert not Probes.of(stage).buried(camera.position)


def test_the_second_still_is_clearly_another(world: World, stage: Stage) -> None:
    one = still(world, stage, 0)[0]
    two = still(world, stage, 1, earlier=(one,))[0]
    assert math.degrees(math.acos(float(direction(one) @ direction(two)))) > 30


def test_the_checks_see_bare_ground_and_a_subject_that_leaves_the_frame(world: World, stage: Stage) -> None:
    camera, verdict = still(world, stage, 0)
    (yaw, pitch), eye = looking(camera), np.asarray(camera.position)
    views = {"as found": (0.0, 0.0), "framed": (0.8 * camera.fov, 0.0), "bare": (0.0, -0.8 * camera.fov)}
    failed = {
        name: {check.name for check in _judged(world, stage, turned(eye, yaw + aside, pitch + up, camera.fov)).failed}
        for name, (aside, up) in views.items()
    }
    assert verdict["ok"] and not failed["as found"] & {"framed", "bare"}
    assert "framed" in failed["framed"] and "bare" in failed["bare"]


def _judged(world: World, stage: Stage, camera: Camera) -> Verdict:
    framing = Framing.of("eye-level", "normal", STILL_SHARE, 16 / 9)
    return judge(Probes.of(stage), camera, subject_of(world, 0, 0), framing, 0.0, 1.0)


@pytest.mark.parametrize(
    ("angle", "low", "high"),
    [("eye-level", 0, 20), ("low-angle", 0, 25), ("high-angle", -45, -15), ("birds-eye", -80, -50)],
)
def test_angles_are_obeyed(world: World, stage: Stage, angle: str, low: float, high: float) -> None:
    """The subject's middle lies so many degrees above the eye: how the camera stands, not how it is turned."""
    camera, _ = still(world, stage, 0, angle)
    away = subject_of(world, 0, 0).centre - np.asarray(camera.position)
    assert low <= math.degrees(math.atan2(away[1], math.hypot(away[0], away[2]))) <= high
    eye = camera.position[1] - Probes.of(stage).floor(camera.position[0], camera.position[2])
    assert (eye < 1.2) == (angle == "low-angle")


def test_no_camera_leaves_a_room() -> None:
    objects = (("table", 1, "plain", "left"), ("chair", 1, "plain", "right"), ("candle", 1, "lit", "centre"))
    indoors = build_world(
        direct(generator(SEED, "a room's plan"), Given(setting="interior", objects=objects)), SEED, 16, plain
    )
    stage = Stage.of(indoors, SEED, QUALITIES["preview"].baking)
    assert indoors.bounds is not None
    for index in range(3):
        camera, _ = still(indoors, stage, index)
        assert all(
            low < at < high for low, at, high in zip(indoors.bounds[0], camera.position, indoors.bounds[1], strict=True)
        )


@pytest.fixture(scope="module")
def takes(plan: Decisions, world: World, stage: Stage) -> list[Take]:
    shots = [
        Shot(move=move, size="wide", angle="eye-level", subject=0, seconds=3.0) for move in vocabulary().values("move")
    ]
    return shoot(world, shots, plan.scene.camera, stage, SEED, 16 / 9)


def test_frames_between_drawn_ones_look_drawn(takes: list[Take], stage: Stage) -> None:
    truck = next(take for take in takes if take.shot.move == "truck")
    drawn, moved = (
        list(frames_of(stage, truck, 0, 4, 6, (320, 180), replace(QUALITIES["preview"], drawn_every=every)))
        for every in (1, 2)
    )
    assert len(drawn) == len(moved) == 4
    assert all((drawn[at] == moved[at]).all() for at in (0, 2, 3))
    difference = np.abs(drawn[1].astype(int) - moved[1]).max(axis=2)
    still = np.abs(drawn[1].astype(int) - drawn[0]).max(axis=2)
    assert difference.mean() < 0.7 * still.mean()
    assert np.percentile(difference, 99) < np.percentile(still, 99)


def test_every_move_is_steady_and_passes_through_nothing(stage: Stage, takes: list[Take]) -> None:
    probes = Probes.of(stage)
    assert {take.shot.move for take in takes} == set(vocabulary().values("move"))
    for take in takes:
        cameras = [take.at(seconds) for seconds in np.linspace(0, take.shot.seconds, 49)]
        places = np.array([camera.position for camera in cameras], np.float32)
        assert probes.free_way(places), take.shot.move
        assert min(y - probes.floor(float(x), float(z)) for x, y, z in places[::8]) > 0.2, take.shot.move
        turns = np.array([direction(camera) for camera in cameras])
        bends = np.degrees(np.arccos(np.clip((turns[1:] * turns[:-1]).sum(axis=1), -1, 1)))
        assert bends.max() < 2.0, f"{take.shot.move} jerks"
        moved = np.ptp(places, axis=0).max() > 1e-3 or bends.max() > 1e-2
        assert moved == (take.shot.move != "static"), take.shot.move
        assert len({camera.fov for camera in cameras}) == 1


@given(st.sampled_from(sorted(COURSES)), st.floats(0, 120), st.integers(0, 50), st.floats(0, 360))
def test_what_moves_begins_where_it_stands_and_stays_within_reach(
    kind: Motion, seconds: float, seed: int, heading: float
) -> None:
    bird = Instance("bird", "bird", placed((3.0, 5.0, -7.0), heading, 1.0), motion=kind)
    assert np.allclose(carried([bird], 0.0, seed)[0], np.eye(4)[:3], atol=1e-5)
    corners = np.array([[x, y, z] for x in (-1, 1) for y in (0, 1) for z in (-1, 1)]) @ bird.transform[:3, :3].T
    corners += bird.transform[:3, 3]
    turn = carried([bird], seconds, seed)[0].astype(np.float64)
    moved = corners @ turn[:, :3].T + turn[:, 3]
    assert np.linalg.norm(moved - corners, axis=1).max() < COURSES[kind].reach
    assert np.allclose(turn[:, :3] @ turn[:, :3].T, np.eye(3), atol=1e-5)


def test_smoke_rises_behind_what_stands_before_it(world: World) -> None:
    smoking = replace(world, plumes=(Plume((0.0, 0.0, -20.0), 0.5, 8.0, 0.5, 0.3),))
    camera, black = Camera((0.0, 2.0, 0.0), (0.0, 4.0, -20.0), 40.0), np.zeros((90, 160, 3), np.float32)
    open_sky, wall = np.full((90, 160), np.inf, np.float32), np.full((90, 160), 4.0, np.float32)
    seen = smoke(black, open_sky, camera, smoking, 0.0, 1)
    assert seen.max() > 0.05 and np.isfinite(seen).all()
    assert np.array_equal(seen, smoke(black, open_sky, camera, smoking, 0.0, 1))
    assert not np.array_equal(seen, smoke(black, open_sky, camera, smoking, 0.5, 1))
    assert not smoke(black, wall, camera, smoking, 0.0, 1).any()


def test_quaternions_turn_minus_z_to_where_the_camera_looks(takes: list[Take]) -> None:
    from scipy.spatial.transform import Rotation

    for take in takes:
        camera = take.at(1.0)
        turn = Rotation.from_quat(quaternion(camera))
        assert np.allclose(turn.apply([0, 0, -1]), direction(camera), atol=1e-4)
        assert abs(turn.apply([1, 0, 0])[1]) < 0.02, "the horizon lies level"


@pytest.mark.parametrize(
    ("shape", "kind"), [((20, 32, 3), np.uint8), ((20, 32), np.uint8), ((20, 32), np.uint16)], ids=str
)
def test_png_keeps_every_pixel_and_its_recipe(folder: Path, shape: tuple[int, ...], kind: type) -> None:
    pixels = generator(1, "png").integers(0, np.iinfo(kind).max, shape, kind, endpoint=True)
    write_png(folder / "a.png", pixels, RECIPE)
    assert np.array_equal(np.asarray(Image.open(folder / "a.png")), pixels)
    assert read_recipe(folder / "a.png") == RECIPE
    write_png(folder / "long.png", pixels, "{" + "ä" * 800_000)
    assert np.asarray(Image.open(folder / "long.png")).shape == shape, "others can open it whatever the recipe's length"
    assert read_png_recipe(folder / "long.png") == "{" + "ä" * 800_000


def frames(count: int) -> list[np.ndarray]:
    return [
        np.roll(np.tile(np.arange(64, dtype=np.uint8)[None, :, None] * 4, (48, 1, 3)), at, 1) for at in range(count)
    ]


def write_film(path: Path, encoder: str = "libx264") -> Path:
    tone = 0.3 * np.sin(np.arange(24_000) * 0.06, dtype=np.float32)
    with FilmWriter(path, 64, 48, 24, RECIPE, keyframes=[0, 5], encoder=encoder) as film:
        film.sound(np.column_stack([tone, tone]))
        for frame in frames(12):
            film.add(frame)
    return path


def probed(path: Path) -> dict[str, object]:
    """What a player finds in a film, asked in a process of its own."""
    code = (
        "import av, json, sys; f = av.open(sys.argv[1]); v = f.streams.video[0].codec_context;"
        "k = [(bool(p.key_frame), p.to_ndarray(format='rgb24')[24, 8].tolist()) for p in f.decode(video=0)];"
        "print(json.dumps([v.name, v.pix_fmt, v.colorspace, v.color_range, k, float(f.streams.audio[0].duration"
        "* f.streams.audio[0].time_base)]))"
    )
    out = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True).stdout
    return dict(zip(("codec", "pixels", "colours", "range", "frames", "sound"), json.loads(out), strict=True))


def test_a_film_is_whole_and_the_same_again(folder: Path) -> None:
    one, two = write_film(folder / "one.mp4"), write_film(folder / "two.mp4")
    assert one.read_bytes() == two.read_bytes()
    assert read_recipe(one) == RECIPE
    found = probed(one)
    assert (found["codec"], found["pixels"], found["colours"], found["range"]) == ("h264", "yuv420p", 1, 1)
    assert [at for at, (key, _) in enumerate(found["frames"]) if key] == [0, 5]
    assert len(found["frames"]) == 12 and found["sound"] == pytest.approx(0.5, abs=0.05)
    reds = [shown[0] for _, shown in found["frames"]]
    assert reds == pytest.approx([int(frame[24, 8, 0]) for frame in frames(12)], abs=14)


def test_encoders_under_the_gpl_stay_out_of_our_process(folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; import numpy as np; from castalia.exchange.mp4 import FilmWriter\n"
        "with FilmWriter(Path(sys.argv[1]), 32, 32, 24, '{}') as film: film.add(np.zeros((32, 32, 3), np.uint8))\n"
        "assert Path(sys.argv[1]).stat().st_size and 'av' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code, str(folder / "film.mp4")], check=True)


def test_a_film_without_gpl(folder: Path) -> None:
    film = write_film(folder / "film.mp4", "libvpx-vp9")
    assert read_mp4_recipe(film) == RECIPE and probed(film)["codec"].endswith("vp9")
    with pytest.raises(CastaliaError, match="divx"):
        FilmWriter(folder / "film.mp4", 64, 48, 24, RECIPE, encoder="divx")


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_a_broken_film_leaves_nothing(folder: Path, error: type[BaseException]) -> None:
    with pytest.raises(error), FilmWriter(folder / "film.mp4", 64, 48, 24, RECIPE) as film:
        film.add(frames(1)[0])
        child = film._child
        raise error
    assert child.poll() is not None and not list(folder.iterdir())


def test_a_film_that_cannot_be_encoded_says_so(folder: Path) -> None:
    with pytest.raises(CastaliaError, match="even"):
        FilmWriter(folder / "film.mp4", 63, 48, 24, RECIPE)
    with (
        pytest.raises(CastaliaError, match="could not be encoded"),
        FilmWriter(folder / "missing" / "film.mp4", 64, 48, 24, RECIPE) as film,
    ):
        film.add(frames(1)[0])
    with pytest.raises(CastaliaError, match="uint8"), FilmWriter(folder / "film.mp4", 64, 48, 24, RECIPE) as film:
        film.add(np.zeros((10, 10, 3), np.uint8))


def test_hostile_films_and_pictures_are_refused(folder: Path) -> None:
    film, picture = write_film(folder / "film.mp4").read_bytes(), folder / "a.png"
    write_png(picture, np.zeros((4, 4), np.uint8), RECIPE)
    at = film.index(b"moov") - 4
    (folder / "size.mp4").write_bytes(film[:at] + b"\x7f\xff\xff\xff" + film[at + 4 :])
    (folder / "cut.png").write_bytes(picture.read_bytes()[:60])
    (folder / "flipped.png").write_bytes(picture.read_bytes().replace(b"castalia\0", b"castalia\1", 1))
    (folder / "text.otio").write_text("[" * 100_000)
    for name in ("size.mp4", "cut.png", "flipped.png", "text.otio"):
        with pytest.raises(CastaliaError):
            read_recipe(folder / name)


def test_the_timeline_opens_in_an_editor(folder: Path) -> None:
    import soundfile

    (folder / "sound").mkdir()
    soundfile.write(folder / "sound" / "loop.wav", np.zeros((48_000, 2), np.float32), 48_000)
    soundfile.write(folder / "sound" / "mix.wav", np.zeros((5 * 48_000, 2), np.float32), 48_000)
    clips = [ShotClip("shot-1", 0.0, 1.5), ShotClip("shot-2", 1.5, 1.0)]
    write_timeline(
        folder / "timeline.otio",
        clips,
        film="film.mp4",
        score="sound/mix.wav",
        score_from=2.0,
        soundscape="sound/loop.wav",
        fps=24,
        recipe=RECIPE,
        markers=[Marker("hit", 1.5)],
    )
    assert read_recipe(folder / "timeline.otio") == RECIPE
    timeline = opentimelineio.adapters.read_from_file(str(folder / "timeline.otio"))
    lengths = {track.name: [clip.duration().value for clip in track] for track in timeline.tracks}
    assert lengths == {"Shots": [36, 24], "Score": [60], "Soundscape": [24, 24, 12]}
    shots = list(timeline.tracks[0])
    assert [clip.source_range.start_time.value for clip in shots] == [0, 36]
    assert timeline.tracks[1][0].source_range.start_time.value == 48
    for clip in timeline.find_clips():
        assert clip.media_reference.available_range is not None and clip.media_reference.target_url[0] != "/"
    assert timeline.tracks.markers[0].marked_range.start_time.value == 36


def test_a_still_for_compositors_has_its_layers(stage: Stage, world: World, plan: Decisions, folder: Path) -> None:
    camera, _ = search_still(world, plan.scene.camera, (64, 36), SEED, 4, stage, 0)
    layers = layers_of(stage, camera, 64, 36)
    write_exr(folder / "view.exr", stage.light(camera, 64, 36, 0.0), layers, RECIPE)
    with OpenEXR.File(str(folder / "view.exr"), separate_channels=True) as file:
        found = {name: np.array(channel.pixels) for name, channel in file.channels().items()}
        names = json.loads(file.header()["castalia.ids"])
    assert set(found) == {"R", "G", "B", "A", "Z", "N.X", "N.Y", "N.Z", "id"}
    assert read_recipe(folder / "view.exr") == RECIPE
    solid = found["id"] > 0
    assert world.focus[0] in names.values() and set(names) >= {str(each) for each in np.unique(found["id"][solid])}
    assert (found["A"][solid] > 0).all() and (found["A"][~solid] == 0).all()
    assert np.isfinite(found["Z"]).all() and found["Z"][solid].max() < 1e4 < found["Z"][~solid].min(initial=1e6)
    length = np.sqrt(sum(found[f"N.{axis}"].astype(float) ** 2 for axis in "XYZ"))
    assert np.allclose(length[solid], 1.0, atol=1e-5)
    assert (16 * found["A"][solid] >= 1).all() and len(np.unique(found["A"])) > 5, "coverage is finer than quarters"
    seen = stage.picture(camera, 64, 36, 0.0, 1)
    middle = (seen.instance >= 0) & (found["id"] == seen.instance + 2) & (found["A"] == 1)
    away = seen.distance * (rays(camera, 64, 36) @ pinhole(camera, 64, 36)[FORWARD])
    nearer = (found["Z"] / away)[middle]
    assert nearer.max() < 1.01 and np.median(nearer) > 0.95, "the nearest of a pixel's samples, along the view's axis"
    facing = sum(found[f"N.{axis}"] * rays(camera, 64, 36)[..., at] for at, axis in enumerate("XYZ"))
    assert (facing[middle] < 0.1).mean() > 0.95, "normals look to the camera"


def test_a_master_says_its_colours_in_every_frame_and_carries_a_long_recipe(folder: Path) -> None:
    long = json.dumps({"castalia": "0.1", "brief": "Ein Turm, früh am Tag" * 5_000}, ensure_ascii=False)
    with FilmWriter(folder / "master.mov", 64, 36, 24, long, [0], MASTER) as film:
        film.sound(np.full((24_000, 2), 0.5, np.float32))
        for frame in frames(12):
            film.add(frame[:36])
    content = (folder / "master.mov").read_bytes()
    headers = [found.end() for found in re.finditer(b"icpf", content)]
    # SMPTE RDD 36: the primaries, transfer and matrix stand 14 bytes into the frame's header; 1 is BT.709.
    assert len(headers) == 12 and {content[at + 14 : at + 17] for at in headers} == {b"\1\1\1"}
    assert read_recipe(folder / "master.mov") == long
    with av.open(str(folder / "master.mov")) as master:
        video, sound = master.streams.video[0].codec_context, master.streams.audio[0].codec_context
        assert (video.name, video.pix_fmt, sound.name) == ("prores", "yuv422p10le", "pcm_s24le")
        assert {video.color_primaries, video.color_trc, video.colorspace} == {1}
        turns = [packet.stream.type for packet in master.demux() if packet.size]
        assert turns.index("audio") < 2 and turns[-4:] != ["audio"] * 4, "sound lies beside its pictures"
    (folder / "keys.mov").write_bytes(content.replace(b"\0\0\0\x10mdta", b"\0\1\0\x10mdta"))
    with pytest.raises(CastaliaError, match="damaged"):
        read_recipe(folder / "keys.mov")


def test_a_palette_is_nearest_to_pictures_of_its_own_colours() -> None:
    palettes = [
        ((0.8, 0.2, 0.1), (0.1, 0.1, 0.4), (0.9, 0.8, 0.6)),
        ((0.1, 0.5, 0.2), (0.02, 0.1, 0.05), (0.6, 0.8, 0.7)),
    ]
    pictures = [oklab(np.repeat(np.array(palette), 40, axis=0)) for palette in palettes]
    found = np.array([[distance(picture, palette) for palette in palettes] for picture in pictures])
    assert np.diag(found).max() < 0.002 and min(found[0, 1], found[1, 0]) > 0.1
