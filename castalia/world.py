"""The scene as geometry: what layout works out from a plan, and what every renderer and exporter reads.

Conventions: metres, +Y up, right-handed, camera looks along -Z of its own frame; colours are linear
sRGB in 0..1 (emission may exceed 1); angles in degrees unless a name says otherwise. Neither a renderer
nor an exporter knows what a tree is: it sees prototypes, instances, materials, water, sky and lamps.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

# What is stored is float32 and int32; the types are wider, for NumPy widens sums and means on the way.
Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.integer[Any]]
Colour = tuple[float, float, float]
Vector = tuple[float, float, float]
Bounds = tuple[Vector, Vector]
"""The low and the high corner of an enclosed place, metres."""


STAGE = (0.0, 15.0)
"""The x and z of the middle of the ground that layout arranges for the eye."""
STAGE_FRONT = 34.0
"""The z from which it is seen."""
GROUND = "terrain"
"""The kind of the instance that is the ground."""


def vector(point: ArrayLike) -> Vector:
    """A point (3,) as plain numbers."""
    x, y, z = (float(axis) for axis in np.asarray(point))
    return x, y, z


@dataclass(frozen=True)
class Mesh:
    """Triangles of one material. V vertices, T triangles, counter-clockwise seen from outside.

    positions (V,3) metres; normals (V,3) unit; uvs (V,2) in *metres along the surface* (a material's
    ``metres`` says how many one tile spans); triangles (T,3); colours (V,3) multiply the material's
    albedo; sway (V,) 0..1 says how far wind moves a vertex.
    """

    positions: Floats
    normals: Floats
    uvs: Floats
    triangles: Ints
    colours: Floats
    sway: Floats


@dataclass(frozen=True)
class Part:
    """One mesh of a prototype and the name of the material that covers it (a key of ``World.materials``)."""

    mesh: Mesh
    material: str


@dataclass(frozen=True)
class Prototype:
    """One distinct object: origin at the middle of its base, facing +Z. Its light and its smoke are in its own frame; what
    shines and has no ``lamps`` does so from the middle of its glowing parts."""

    name: str
    parts: tuple[Part, ...]
    lamps: tuple[Lamp, ...] = ()
    plumes: tuple[Plume, ...] = ()


Motion = Literal["", "fly", "swim", "hover", "rock"]


@dataclass(frozen=True)
class Instance:
    """A prototype set into the world. ``transform`` (4,4) maps object to world, column vectors; ``afar`` is how many
    metres off it looks right: what is made in little detail must not be seen from nearer. ``motion`` says how it moves as a
    whole in films (``castalia/render/motion.py``), empty for what stands. ``kind`` says what it is, and ``item`` which of the plan's
    objects, by its index; None for the ground and the cover, which is all that stands round the plan's objects."""

    name: str
    prototype: str
    transform: Floats
    tint: Colour = (1.0, 1.0, 1.0)
    afar: float = 0.0
    motion: Motion = ""
    kind: str = ""
    item: int | None = None

    @property
    def is_cover(self) -> bool:
        return self.item is None and self.kind not in ("", GROUND)


@dataclass(frozen=True)
class Material:
    """A tileable PBR surface, N x N texels: the one truth that tracer, rasteriser and exporter read.

    albedo (N,N,3) *linear* 0..1; normal (N,N,3) tangent space -1..1, +Y up (OpenGL); roughness, ao, height (N,N)
    0..1; ``metres`` is the width of one tile; ``emission`` is the mean light that it gives off, linear, more where the
    albedo is bright; ``translucency`` 0..1 lets light through thin leaves.
    """

    name: str
    albedo: Floats
    normal: Floats
    roughness: Floats
    ao: Floats
    height: Floats
    metres: float = 2.0
    metallic: float = 0.0
    emission: Colour = (0.0, 0.0, 0.0)
    translucency: float = 0.0

    @property
    def glow(self) -> Colour:
        """What the albedo is multiplied by to give the light that the surface gives off."""
        mean = self.albedo.reshape(-1, 3).mean(axis=0, dtype=np.float64)
        red, green, blue = (light / max(float(share), 1e-3) for light, share in zip(self.emission, mean, strict=True))
        return red, green, blue


@dataclass(frozen=True)
class Water:
    """A horizontal water plane at ``level``, inside ``bounds`` (min x, min z, max x, max z).

    ``waves`` 0 (mirror) .. 1 (open sea); ``flow`` m/s along ``heading`` degrees; ``foam`` 0..1.
    """

    level: float
    colour: Colour
    waves: float = 0.1
    flow: float = 0.0
    heading: float = 0.0
    foam: float = 0.0
    bounds: tuple[float, float, float, float] = (-1e4, -1e4, 1e4, 1e4)


@dataclass(frozen=True)
class Sky:
    """``sun_direction`` points *to* the sun (or to the moon at night); radiances are linear.

    ``clouds`` 0..1 cover; ``stars`` 0..1; ``moon`` draws a moon disc instead of a sun disc.
    """

    sun_direction: Vector
    sun_radiance: Colour
    zenith: Colour
    horizon: Colour
    ground: Colour
    clouds: float = 0.3
    stars: float = 0.0
    moon: bool = False


@dataclass(frozen=True)
class Air:
    """Two-layer analytic fog: thin haze everywhere plus mist that lies low. Densities per metre; ``start`` metres are clear,
    and ``veil`` 0..1 is the share of the haze that hides the sky overhead."""

    haze: float
    mist: float
    mist_height: float
    colour: Colour
    start: float = 15.0
    veil: float = 0.1
    rain: float = 0.0
    snow: float = 0.0
    wind: float = 0.2


@dataclass(frozen=True)
class Grade:
    """What turns linear light into the finished picture; all strengths 0..1 unless noted.

    exposure in stops, ``asked`` those of it that mood and look ask for, which no light meter takes back; saturation and contrast around 1; shadows and lights are the split tone;
    ``palette`` the five linear colours that the grade leans to by ``lean``; ``brush`` mixes the painterly pass.
    """

    exposure: float
    saturation: float
    contrast: float
    shadows: Colour
    lights: Colour
    palette: tuple[Colour, ...]
    lean: float = 0.25
    bloom: float = 0.2
    brush: float = 0.5
    vignette: float = 0.3
    grain: float = 0.0
    asked: float = 0.0


@dataclass(frozen=True)
class Lamp:
    """A point light, e.g. a lantern or a lit window. ``power`` is radiant intensity, linear."""

    position: Vector
    power: Colour
    radius: float = 0.15


@dataclass(frozen=True)
class Plume:
    """Smoke that rises from ``position``: ``radius`` of its foot and ``height`` in metres, ``shade`` the light that it returns,
    0 soot .. 1 steam, ``density`` the cover 0..1 of one puff, ``glow`` the light of what feeds it, at its foot. That of a ``hearth``
    rises only when people heat."""

    position: Vector
    radius: float
    height: float
    shade: float
    density: float
    glow: Colour = (0.0, 0.0, 0.0)
    hearth: bool = False


@dataclass(frozen=True)
class Camera:
    """A pinhole camera. ``fov`` is the vertical field of view in degrees."""

    position: Vector
    target: Vector
    fov: float = 40.0
    roll: float = 0.0


@dataclass(frozen=True)
class World:
    """Everything a renderer or exporter needs. ``focus`` names the instances that shots may take as subjects, in the
    order of the plan's objects; ``bounds`` are those of an enclosed place, which no camera leaves."""

    prototypes: dict[str, Prototype]
    instances: tuple[Instance, ...]
    materials: dict[str, Material]
    sky: Sky
    air: Air
    grade: Grade
    water: Water | None = None
    lamps: tuple[Lamp, ...] = ()
    plumes: tuple[Plume, ...] = ()
    focus: tuple[str, ...] = ()
    indoors: bool = False
    bounds: Bounds | None = None
    notes: tuple[str, ...] = field(default=())
