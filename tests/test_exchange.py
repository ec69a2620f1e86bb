"""The scene in exchange formats, read back by their own rules: lenses, frames and light."""

from __future__ import annotations

import json
import math
import re
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest

from castalia.craft.portrait import portrait
from castalia.exchange.gltf import write_glb
from castalia.exchange.placing import CameraTrack
from castalia.exchange.usd import write_usdz
from castalia.world import World

FPS, FRAMES = 25, 50
TRACK = CameraTrack(
    name="shot-1",
    fov=38.0,
    times=np.array([0.0, 1.0, FRAMES / FPS], np.float32),
    positions=np.array([(0, 1, 5), (0, 1, 4), (0, 1, 3)], np.float32),
    rotations=np.array([(0, 0, 0, 1)] * 3, np.float32),
    aspect=16 / 9,
)


@pytest.fixture(scope="module")
def world() -> World:
    return portrait("crate")[0]


@pytest.fixture(scope="module")
def layer(world: World, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("usd") / "scene.usdz"
    write_usdz(path, world, [TRACK], "{}", 16, FPS)
    with zipfile.ZipFile(path) as archive:
        return archive.read("scene.usda").decode()


def number(layer: str, name: str) -> float:
    return float(re.search(rf"\b{name} = (\S+)", layer)[1])


def test_a_usd_cameras_lens_has_the_shots_angle_and_is_as_large_as_one(layer: str) -> None:
    focal, tall, wide = (number(layer, name) for name in ("focalLength", "verticalAperture", "horizontalAperture"))
    assert math.degrees(2 * math.atan(tall / 2 / focal)) == pytest.approx(TRACK.fov, abs=1e-3)
    assert wide / tall == pytest.approx(TRACK.aspect, abs=1e-4)
    metres = tall / 10 * number(layer, "metersPerUnit")  # lenses are told in tenths of a scene unit
    assert 0.01 < metres < 0.03, "as of a film camera"


def test_a_usd_layer_lasts_as_many_frames_as_the_film(layer: str) -> None:
    assert number(layer, "timeCodesPerSecond") == number(layer, "framesPerSecond") == FPS
    assert number(layer, "endTimeCode") - number(layer, "startTimeCode") + 1 == FRAMES


def test_a_usd_suns_intensity_is_its_irradiance(layer: str, world: World) -> None:
    sun = layer[layer.index("def DistantLight") :]
    assert number(sun, "inputs:normalize") == 1
    assert number(sun, "inputs:intensity") == pytest.approx(math.pi * max(world.sky.sun_radiance), rel=1e-4)


def test_what_glows_gives_off_as_much_light_in_a_glb(folder: Path) -> None:
    world = portrait("crystal:lit")[0]
    write_glb(folder / "glow.glb", world, [TRACK], "{}", 16)
    data = (folder / "glow.glb").read_bytes()
    document = json.loads(data[20 : 20 + struct.unpack("<I", data[12:16])[0]])
    (glowing,) = [each for each in document["materials"] if "emissiveFactor" in each]
    strength = glowing.get("extensions", {}).get("KHR_materials_emissive_strength", {}).get("emissiveStrength", 1.0)
    material = world.materials[glowing["name"]]
    assert glowing["emissiveTexture"] == glowing["pbrMetallicRoughness"]["baseColorTexture"]
    mean = material.albedo.reshape(-1, 3).mean(axis=0) * strength * glowing["emissiveFactor"]
    assert mean == pytest.approx(material.emission, rel=1e-2) and max(material.emission) > 0


def test_a_glbs_animation_lasts_as_long_as_the_film(world: World, folder: Path) -> None:
    write_glb(folder / "scene.glb", world, [TRACK], "{}", 16)
    data = (folder / "scene.glb").read_bytes()
    document = json.loads(data[20 : 20 + struct.unpack("<I", data[12:16])[0]])
    (film,) = document["animations"]
    assert {document["accessors"][each["input"]]["max"][0] for each in film["samplers"]} == {FRAMES / FPS}
