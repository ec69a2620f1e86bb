"""All configuration in one typed place: qualities, limits and where fetched parts are kept."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from castalia.errors import CastaliaError

SAMPLE_RATE = 48_000
EXR_BYTES, MASTER_BYTES = 28.0, 0.85
"""What a pixel takes at most in an EXR still, all layers together, and in a frame of the master: ProRes 422 HQ spends at most
1566 bits on a block of 16x16, and sound is little beside pictures."""


@dataclass(frozen=True)
class Baking:
    """How finely light is baked: directions of the sky, the sides of the sky's and the sun's depth maps (a fine and a coarse
    one each), and how many texels a side materials keep."""

    directions: int
    sky_fine: int
    sky_coarse: int
    sun_fine: int
    sun_coarse: int
    texels: int


@dataclass(frozen=True)
class Quality:
    """Sizes of one quality level. Heights are for 16:9; other aspects keep the pixel count. ``closeness`` scales how far
    from the camera plants keep their detail: small pictures do not show it. ``megabytes`` is what a pack takes at most.
    Of each ``drawn_every`` frames of a film one is drawn, and those between are moved from both sides.
    Stills are path ``traced`` where the tracer is installed. ``game_ready`` assets come with second uvs, levels of detail and collision hulls.
    """

    name: str
    still: tuple[int, int]
    stills: int
    still_samples: int
    film: tuple[int, int]
    film_seconds: float
    supersample: int
    texture: int
    cameras: int
    baking: Baking
    closeness: float = 1.0
    megabytes: int = 400
    loop_seconds: float = 30.0
    game_ready: bool = False
    drawn_every: int = 1
    traced: bool = True

    @property
    def world_texture(self) -> int:
        """The side of materials in the scene and its assets: those of ``textures`` may be larger."""
        return min(512, self.texture)


QUALITIES: dict[str, Quality] = {
    "preview": Quality(
        "preview",
        (320, 180),
        2,
        4,
        (320, 180),
        2.0,
        1,
        256,
        12,
        Baking(16, 256, 256, 1024, 1024, 128),
        closeness=0.3,
        megabytes=150,
        loop_seconds=8.0,
        drawn_every=2,
        traced=False,
    ),
    "draft": Quality(
        "draft",
        (1280, 720),
        2,
        6,
        (960, 540),
        6.0,
        2,
        1024,
        32,
        Baking(28, 512, 512, 2048, 2048, 512),
        drawn_every=2,
    ),
    "final": Quality(
        "final",
        (1920, 1080),
        3,
        48,
        (1920, 1080),
        12.0,
        2,
        2048,
        60,
        Baking(56, 768, 640, 2048, 2048, 512),
        megabytes=1_500,
        loop_seconds=60.0,
        game_ready=True,
    ),
}


@dataclass(frozen=True)
class Limits:
    """Bounds on what a request and an untrusted file may ask for."""

    brief_characters: int = 8_000
    film_seconds: float = 120.0
    score_seconds: float = 1_600.0
    copies: int = 1_600
    shortest_film_seconds: float = 1.0
    variations: int = 16
    recipe_bytes: int = 2_000_000
    file_bytes: int = 512_000_000
    master_bytes: int = 4_000_000_000
    kit_models: int = 5_000
    kit_file_bytes: int = 64_000_000
    kit_triangles: int = 200_000
    kit_texture_pixels: int = 4096 * 4096

    def bytes_of(self, name: str) -> int:
        """How large a file of that name may be: a film's master is larger than all else."""
        return self.master_bytes if name.lower().endswith(".mov") else self.file_bytes


LIMITS = Limits()


def cache_folder() -> Path:
    """Where fetched optional parts (libLLVM, soundfont) and compiled kernels live: the user's own cache, no system folder."""
    return Path(platformdirs.user_cache_dir("castalia"))


def film_encoder() -> str:
    """The encoder of films: x264, or one that ``CASTALIA_ENCODER`` names, such as libvpx-vp9, which is free of the GPL."""
    wanted = os.environ.get("CASTALIA_ENCODER")
    if wanted is None:
        return "libx264"
    from castalia.exchange.encode import ENCODERS

    if wanted not in ENCODERS:
        raise CastaliaError(f"CASTALIA_ENCODER: {wanted!r} is no encoder of films; choose one of {', '.join(ENCODERS)}")
    return wanted


def config_folder() -> Path:
    """Where the signing identity lives."""
    return Path(platformdirs.user_config_dir("castalia"))


def kits_folder() -> Path:
    """Where a studio's own kits are kept: ``CASTALIA_KITS``, or the user's data folder."""
    wanted = os.environ.get("CASTALIA_KITS")
    return Path(wanted) if wanted else Path(platformdirs.user_data_dir("castalia")) / "kits"
