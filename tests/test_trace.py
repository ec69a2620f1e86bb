"""Traced stills, in the variant that needs no libLLVM, and the finding and fetching of optional parts."""

from __future__ import annotations

import dataclasses
import os
import time
from pathlib import Path

import numpy as np
import pytest

from castalia.language.colour import linear_to_oklab
from castalia.library import fetch
from castalia.library.debian import fetched
from castalia.render import trace
from castalia.render.stage import Stage
from castalia.settings import QUALITIES, cache_folder
from castalia.world import Air, Camera, Grade, Instance, Lamp, Material, Mesh, Part, Prototype, Sky, Water, World

WIDTH, HEIGHT, SAMPLES, SEED = 48, 27, 2, 5
CAMERA = Camera((1.0, 2.0, 9.0), (0.0, 1.2, 0.0), 45.0)


def _box(name: str, material: str, low: tuple[float, float, float], high: tuple[float, float, float]) -> Prototype:
    """A box of four-cornered faces, each with its own normal."""
    corners = np.array([[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)], np.float32)
    faces = ((0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3))
    positions = np.concatenate([corners[list(face)] for face in faces])
    normals = np.repeat(np.array([[-1, 0, 0], [1, 0, 0], [0, -1, 0], [0, 1, 0], [0, 0, -1], [0, 0, 1]]), 4, axis=0)
    triangles = np.concatenate([[[at, at + 1, at + 2], [at, at + 2, at + 3]] for at in range(0, 24, 4)])
    placed = np.asarray(low, np.float32) + positions * (np.asarray(high, np.float32) - np.asarray(low, np.float32))
    mesh = Mesh(
        placed.astype(np.float32),
        normals.astype(np.float32),
        placed[:, [0, 2]].astype(np.float32),
        triangles.astype(np.int32),
        np.ones((24, 3), np.float32),
        np.zeros(24, np.float32),
    )
    return Prototype(name, (Part(mesh, material),))


def _material(name: str, colour: tuple[float, float, float], translucency: float = 0.0) -> Material:
    plain = np.ones((8, 8), np.float32)
    normal = np.zeros((8, 8, 3), np.float32)
    normal[..., 2] = 1.0
    albedo = np.tile(np.array(colour, np.float32), (8, 8, 1))
    return Material(name, albedo, normal, plain * 0.9, plain, plain * 0.5, translucency=translucency)


@pytest.fixture(scope="module")
def world() -> World:
    prototypes = {
        "floor": _box("floor", "ground", (-30.0, -1.0, -30.0), (30.0, 0.0, 30.0)),
        "block": _box("block", "stone", (-1.0, 0.0, -1.0), (1.0, 2.4, 1.0)),
        "leaf": _box("leaf", "leaf", (1.8, 0.0, 0.0), (3.2, 1.5, 0.02)),
    }
    materials = {
        "ground": _material("ground", (0.30, 0.22, 0.12)),
        "stone": _material("stone", (0.45, 0.44, 0.42)),
        "leaf": _material("leaf", (0.10, 0.30, 0.06), 0.5),
    }
    return World(
        prototypes=prototypes,
        instances=tuple(Instance(name, name, np.eye(4, dtype=np.float32)) for name in prototypes),
        materials=materials,
        sky=Sky((0.5, 0.6, 0.4), (2.2, 1.9, 1.5), (0.2, 0.38, 0.76), (0.76, 0.8, 0.82), (0.2, 0.2, 0.2)),
        air=Air(0.002, 0.004, 5.0, (0.5, 0.55, 0.6)),
        grade=Grade(0.0, 1.0, 1.0, (0.9, 0.95, 1.0), (1.0, 0.95, 0.9), (), brush=0.0, bloom=0.0),
        lamps=(Lamp((-2.0, 1.0, 3.0), (3.0, 2.0, 1.0)),),
        focus=("block",),
    )


@pytest.fixture(scope="module")
def stage(world: World) -> Stage:
    return Stage.of(world, SEED, QUALITIES["preview"].baking)


def _traced(stage: Stage) -> np.ndarray:
    return trace.trace(stage, CAMERA, WIDTH, HEIGHT, SAMPLES)


def _mean_lab(pixels: np.ndarray) -> np.ndarray:
    display = pixels.reshape(-1, 3) / 255
    linear = np.where(display <= 0.04045, display / 12.92, ((display + 0.055) / 1.055) ** 2.4)
    return np.mean([linear_to_oklab(tuple(colour)) for colour in linear], axis=0)


def test_a_traced_still_looks_like_a_frame_of_the_film(world: World, stage: Stage) -> None:
    shares: list[float] = []
    traced = trace.trace(stage, CAMERA, WIDTH, HEIGHT, SAMPLES, shares.append)
    frame = stage.frame(CAMERA, WIDTH, HEIGHT, 0.0, trace.SUPERSAMPLE)

    assert traced.shape == (HEIGHT, WIDTH, 3) and traced.dtype == np.uint8
    assert np.abs(_mean_lab(traced) - _mean_lab(frame)).max() < 0.03
    sky = stage.buffers(CAMERA, WIDTH, HEIGHT).instance == -1
    inner = sky & np.roll(sky, 3, axis=0) & np.roll(sky, -3, axis=0)
    inner[:3] = inner[-3:] = False
    assert inner.any() and np.abs(traced[inner].astype(int) - frame[inner]).mean() < 1.5
    assert shares == sorted(shares) and shares[-1] == 1.0


def test_the_same_seed_gives_the_same_pixels(world: World, stage: Stage) -> None:
    assert np.array_equal(_traced(stage), _traced(stage))


def test_a_block_throws_a_shadow_and_a_lamp_lights_the_ground(world: World, stage: Stage) -> None:
    night = dataclasses.replace(world, sky=dataclasses.replace(world.sky, sun_radiance=(0.0, 0.0, 0.0)))
    unlit = dataclasses.replace(night, lamps=())
    lit, dark = (_traced(Stage.of(each, SEED, QUALITIES["preview"].baking)) for each in (night, unlit))
    assert lit.astype(int).sum() > dark.astype(int).sum() * 1.015
    sunny = _traced(stage)
    assert sunny.astype(int).sum() > lit.astype(int).sum()


def test_water_shows_what_the_fast_road_shows(world: World) -> None:
    flooded = dataclasses.replace(world, water=Water(0.4, (0.05, 0.2, 0.2)))
    stage = Stage.of(flooded, SEED, QUALITIES["preview"].baking)
    traced, frame = _traced(stage), stage.frame(CAMERA, WIDTH, HEIGHT, 0.0, trace.SUPERSAMPLE)
    corner = np.s_[-6:, :8]
    assert (stage.buffers(CAMERA, WIDTH, HEIGHT).instance[corner] == -2).all()
    assert np.abs(traced[corner].astype(int) - frame[corner]).mean() < 1


def test_a_picture_of_nothing_but_sky_can_be_traced(world: World) -> None:
    empty = dataclasses.replace(world, instances=(), lamps=())
    stage = Stage.of(empty, SEED, QUALITIES["preview"].baking)
    frame = stage.frame(CAMERA, WIDTH, HEIGHT, 0.0, trace.SUPERSAMPLE)
    assert np.abs(_traced(stage).astype(int) - frame).mean() < 1


# ------------------------------------------------------------------ optional parts


def test_parts_that_are_not_wanted_are_absent_and_say_what_that_costs() -> None:
    parts = {part.name: part for part in fetch.optional_parts()}
    assert set(parts) == {"path tracer", "libLLVM", "denoiser", "soundfont"}
    assert not parts["libLLVM"].present and not parts["soundfont"].present
    assert all(part.cost_of_absence for part in parts.values())
    assert fetch.find_llvm() is None and fetch.find_soundfont() is None


def test_without_a_path_tracer_none_is_available(monkeypatch: pytest.MonkeyPatch) -> None:
    assert trace.available()
    monkeypatch.setenv("CASTALIA_WITHOUT", "llvm,soundfont,mitsuba")
    assert not trace.available()


def test_a_soundfont_put_into_the_cache_by_hand_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASTALIA_WITHOUT", "llvm")
    monkeypatch.setenv("CASTALIA_OFFLINE", "1")
    assert fetch.soundfont_folder().is_relative_to(cache_folder())
    fetch.soundfont_folder().mkdir(parents=True, exist_ok=True)
    own = fetch.soundfont_folder() / fetch.SOUNDFONT
    own.write_bytes(b"RIFF")
    found = fetch.find_soundfont()
    own.unlink()
    fetch.soundfont_folder().rmdir()
    assert found is not None and found.name == fetch.SOUNDFONT


def test_a_failed_fetch_is_no_error_and_not_tried_again_that_day(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package client of our own that has no packages and counts how often it was asked."""
    asked = folder / "asked"
    for name in ("apt-get", "dpkg-deb"):
        (folder / name).write_text(f"#!/bin/sh\necho {name} >> {asked}\nexit 100\n")
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    target = folder / "cache" / "part"
    assert not fetched(target, ("no-such-package",))
    times = asked.read_text().count("\n")
    assert not fetched(target, ("no-such-package",)) and asked.read_text().count("\n") == times > 0
    old = time.time() - 2 * 24 * 3600
    os.utime(target.with_name("part.failed"), (old, old))
    assert not fetched(target, ("no-such-package",)) and asked.read_text().count("\n") > times
    assert not list(target.parent.glob(".part-*"))
