"""The world as a Mitsuba scene: everything merged into two meshes, solid and thin, with colours at the vertices.

Dr.Jit compiles every shape and material into one kernel, so their number costs, not that of triangles. Fine texture is no
part of this scene: it only finds out how much light arrives; the fast road's shading says what a surface makes of it.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from castalia.library.fetch import find_llvm
from castalia.render.kernels import in_bands, kernel
from castalia.render.merge import Geometry
from castalia.render.posing import pose
from castalia.render.shadows import lit
from castalia.render.sky import environment_map
from castalia.render.stage import Stage
from castalia.render.texels import mean_albedo
from castalia.render.views import EYE, FORWARD, NEAR, UP, pinhole, unit
from castalia.world import Camera, Floats, Ints, Lamp

DARKEST, BRIGHTEST = 0.02, 0.9
STRAIGHT = 0.75  # a normal that agrees less than so with its triangles is bent on purpose
LAMP_REACH = 1.2  # metres round a lamp within which it stands for all that glows
BLACK = {"type": "rgb", "value": 0.0}


class Traced(NamedTuple):
    """A scene with sky, glowing surfaces and one point light that can be moved, and the sensor that sees it.

    Only the light is ever sampled: sky and surfaces are found by the paths themselves, which costs half as many rays
    and, without a sun in the sky, hardly more noise. ``parameters`` are ``mitsuba.traverse``'s.
    """

    mitsuba: Any
    scene: Any
    sensor: Any
    parameters: Any

    def shine(self, place: Floats | None, power: float = 0.0) -> None:
        """Put the point light at ``place`` (3,); None puts it out, and paths then send no rays to it."""
        if place is not None:
            self.parameters["light.position"] = place.tolist()
            self.parameters["light.intensity.value"] = power
        self.parameters["light.sampling_weight"] = float(place is not None)
        self.parameters["nothing.emitter.sampling_weight"] = float(place is None)
        self.parameters.update()


def engine() -> Any:
    """Mitsuba in its fastest usable variant: vectorised by libLLVM where there is one."""
    library = find_llvm()
    import drjit
    import mitsuba

    vectorised = library is not None and drjit.has_backend(drjit.JitBackend.LLVM)
    wanted = "llvm_ad_rgb" if vectorised else "scalar_rgb"
    if mitsuba.variant() != wanted:
        mitsuba.set_variant(wanted)
    return mitsuba


def traced_scene(stage: Stage, camera: Camera, width: int, height: int) -> Traced:
    """The world as it stands at time 0 before this camera."""
    mitsuba, geometry, world = engine(), stage.geometry, stage.world
    posed = pose(geometry, np.asarray(camera.position, np.float32), 0.0, world.air.wind)
    material = np.zeros(len(posed), np.int32)
    material[geometry.triangles] = geometry.material[:, None]
    facts = stage.scene.facts[material]
    albedo, thin = mean_albedo(stage.scene.data, stage.scene.levels, material), np.ascontiguousarray(facts[:, 5])
    colour = albedo * geometry.tints
    glow = colour * sunlight(stage, posed, thin)
    for lamp in world.lamps:
        glow += colour * lamplight(lamp, posed, geometry.normals)
    # The flame or glass of a lamp would hide the light inside it, and its glow is the lamp's.
    cased = (facts[:, 2:5].max(axis=1) > 0) & _near_any(world.lamps, posed)
    normals = _towards(posed, geometry, np.asarray(camera.position, np.float32))
    surface = _Surface(posed, normals, colour, thin, glow + albedo * facts[:, 2:5])
    sky = mitsuba.Bitmap(np.ascontiguousarray(environment_map(world.sky, 256, 128, stage.seed)))
    far_below = mitsuba.ScalarTransform4f().translate([0.0, -1e3, 0.0])
    scene = mitsuba.load_dict(
        {
            "type": "scene",
            "sky": {"type": "envmap", "bitmap": sky, "sampling_weight": 0.0},
            "light": {"type": "point", "position": [0.0, 0.0, 0.0], "intensity": {"type": "rgb", "value": 0.0}},
            "nothing": {
                "type": "rectangle",
                "emitter": {"type": "directionalarea", "radiance": BLACK},
                "to_world": far_below,
            },
            **_meshes(mitsuba, geometry.triangles, surface, cased),
        }
    )
    return Traced(mitsuba, scene, _sensor(mitsuba, camera, width, height), mitsuba.traverse(scene))


def _towards(posed: Floats, geometry: Geometry, eye: Floats) -> Floats:
    """Normals (V,3) as seen by ``eye``: a bent one that looks away from it is mirrored to look towards it.

    Grass and leaves borrow their normals from ground and crown and should be lit alike from both sides; turned right
    round, as is right for plain sheets, they would only see the ground.
    """
    made = geometry.normals.copy()
    straight = np.zeros((len(posed), 2), np.float32)
    _straightness(posed, geometry.normals, geometry.triangles, straight)
    ray = posed - eye
    ray /= np.maximum(np.linalg.norm(ray, axis=1, keepdims=True), 1e-6)
    away = np.einsum("vi,vi->v", made, ray)
    turned = (away > 0) & (straight[:, 0] < STRAIGHT * straight[:, 1])
    made[turned] -= 2 * away[turned, None] * ray[turned]
    return made


@kernel
def _straightness(positions, normals, triangles, out):
    """The sum over each vertex's triangles of how far its normal agrees with theirs, 0..1; and their number."""
    for index in range(len(triangles)):
        a, b, c = triangles[index, 0], triangles[index, 1], triangles[index, 2]
        x, y, z = positions[a, 0], positions[a, 1], positions[a, 2]
        ux, uy, uz = positions[b, 0] - x, positions[b, 1] - y, positions[b, 2] - z
        vx, vy, vz = positions[c, 0] - x, positions[c, 1] - y, positions[c, 2] - z
        gx, gy, gz = uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx
        size = math.sqrt(gx * gx + gy * gy + gz * gz) + 1e-20
        for corner in range(3):
            at = triangles[index, corner]
            out[at, 0] += abs(normals[at, 0] * gx + normals[at, 1] * gy + normals[at, 2] * gz) / size
            out[at, 1] += 1.0


def sunlight(stage: Stage, positions: Floats, thin: Floats) -> Floats:
    """Direct sun (V,3) on each vertex, as a white surface would show it."""
    made = np.zeros((len(positions), 1), np.float32)
    towards = unit(stage.world.sky.sun_direction)
    scene = stage.scene
    arrays = (scene.fine, scene.coarse, scene.views, positions, stage.geometry.normals, thin, towards)
    in_bands(_beams, len(positions), 65536, *arrays, made)
    return made * np.asarray(stage.world.sky.sun_radiance, np.float32)


@kernel
def _beams(fine, coarse, views, positions, normals, thin, sun, out, first, past):
    for index in range(first, past):
        nx, ny, nz = normals[index, 0], normals[index, 1], normals[index, 2]
        facing = nx * sun[0] + ny * sun[1] + nz * sun[2]
        side = 1.0 if facing > 0.0 else -1.0
        weight = facing if facing > 0.0 else -facing * thin[index]
        if weight > 0.0:
            x, y, z = positions[index, 0], positions[index, 1], positions[index, 2]
            out[index, 0] = weight * lit(fine, coarse, views, x, y, z, side * nx, side * ny, side * nz, 0.03, False)


def lamplight(lamp: Lamp, positions: Floats, normals: Floats) -> Floats:
    """What a white surface (...,3) shows of a lamp that nothing hides; the same falloff that is baked for films."""
    towards = np.asarray(lamp.position, np.float32) - positions
    square = np.einsum("...i,...i->...", towards, towards) + np.float32(max(lamp.radius, 0.25) ** 2)
    cosine = np.einsum("...i,...i->...", towards, normals) / np.sqrt(square)
    reached = np.maximum(0.12 + 0.88 * cosine, 0) / (square * np.float32(np.pi))
    made: Floats = reached[..., None] * np.asarray(lamp.power, np.float32)
    return made


def _near_any(lamps: tuple[Lamp, ...], positions: Floats) -> NDArray[np.bool_]:
    """Which places (V,3) lie within ``LAMP_REACH`` of a lamp."""
    near = np.zeros(len(positions), np.bool_)
    for lamp in lamps:
        away = positions - np.asarray(lamp.position, np.float32)
        near |= np.einsum("vi,vi->v", away, away) < LAMP_REACH**2
    return near


class _Surface(NamedTuple):
    """The vertices: place, normal, colour (V,3), share of light let through (V,), glow (V,3)."""

    places: Floats
    normals: Floats
    colour: Floats
    thin: Floats
    glow: Floats


def _meshes(mitsuba: Any, triangles: Ints, surface: _Surface, left_out: NDArray[np.bool_]) -> dict[str, Any]:
    """A solid and a thin mesh of all triangles but those with a corner ``left_out``."""
    kept = ~left_out[triangles].any(axis=1)
    thin = surface.thin[triangles[:, 0]] > 0
    colour = {"type": "mesh_attribute", "name": "vertex_color"}
    solid = {"type": "twosided", "side": {"type": "diffuse", "reflectance": colour}}
    through = {
        "type": "principledthin",
        "base_color": colour,
        "diff_trans": {"type": "mesh_attribute", "name": "vertex_pass"},
        "roughness": 1.0,
        "eta": 1.0001,
        "spec_trans": 0.0,
    }
    made = {}
    for name, bsdf, chosen in (("solid", solid, kept & ~thin), ("thin", through, kept & thin)):
        if chosen.any():
            made[name] = _mesh(mitsuba, triangles[chosen], surface, bsdf)
    return made


def _mesh(mitsuba: Any, triangles: Ints, surface: _Surface, bsdf: dict[str, Any]) -> Any:
    used = np.zeros(len(surface.thin), np.bool_)
    used[triangles] = True
    place = np.cumsum(used, dtype=np.uint32) - 1
    share = surface.thin[used, None]
    # The thin model splits its colour between both sides; ours adds what passes to what returns.
    colour = np.clip(surface.colour[used] * (1 + share), DARKEST, BRIGHTEST)
    attributes = {"vertex_color": colour, "vertex_pass": 2 * share / (1 + share), "vertex_glow": surface.glow[used]}
    glow = {"type": "mesh_attribute", "name": "vertex_glow"}
    properties = mitsuba.Properties()
    properties["mesh_bsdf"] = mitsuba.load_dict(bsdf)
    properties["mesh_emitter"] = mitsuba.load_dict({"type": "area", "radiance": glow, "sampling_weight": 0.0})
    mesh = mitsuba.Mesh("part", int(used.sum()), len(triangles), has_vertex_normals=True, props=properties)
    for name, values in attributes.items():
        mesh.add_attribute(name, values.shape[1], np.ascontiguousarray(values, np.float32).ravel())
    parameters = mitsuba.traverse(mesh)
    parameters["vertex_positions"] = surface.places[used].ravel()
    parameters["vertex_normals"] = surface.normals[used].ravel()
    parameters["faces"] = place[triangles].ravel()
    parameters.update()
    return mesh


def _sensor(mitsuba: Any, camera: Camera, width: int, height: int) -> Any:
    view = pinhole(camera, width, height).astype(float)
    place = mitsuba.ScalarTransform4f().look_at(
        origin=view[EYE].tolist(), target=(view[EYE] + view[FORWARD]).tolist(), up=view[UP].tolist()
    )
    film = {
        "type": "hdrfilm",
        "width": width,
        "height": height,
        "rfilter": {"type": "box"},
        "pixel_format": "rgb",
        "component_format": "float32",
    }
    return mitsuba.load_dict(
        {
            "type": "perspective",
            "fov": camera.fov,
            "fov_axis": "y",
            "near_clip": NEAR,
            "far_clip": 1e5,
            "to_world": place,
            "film": film,
            "sampler": {"type": "independent"},
        }
    )
