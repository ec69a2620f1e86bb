"""The world as Mitsuba scenes: everything merged into two meshes, solid and thin, with colours at the vertices.

Dr.Jit compiles every shape and material into one kernel, so their number costs, not that of triangles. Fine texture is no
part of these scenes: they only find out how much light arrives; the fast road's shading says what a surface makes of it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from castalia.library.fetch import find_llvm
from castalia.render.kernels import bare, in_bands, kernel
from castalia.render.merge import Geometry
from castalia.render.raster import EYE, FORWARD, NEAR, UP, pinhole, pose
from castalia.render.shade import Scene
from castalia.render.shadows import lit
from castalia.render.sky import environment_map
from castalia.render.stage import Stage
from castalia.world import Camera, Floats, Lamp

DARKEST, BRIGHTEST = 0.02, 0.9
LAMP_CASE = 0.35  # metres round a lamp within which nothing hides it
LAMP_GLOW = 1.2  # metres round a lamp within which it stands for all that glows


class Scenes(NamedTuple):
    """``lit`` has sky and glowing surfaces and tells what arrives indirectly; ``bare`` has one point light that can be
    moved and tells what that light reaches. Both are seen by ``sensor``."""

    mitsuba: Any
    lit: Any
    bare: Any
    sensor: Any


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


def scenes(stage: Stage, camera: Camera, width: int, height: int) -> Scenes:
    """Build both scenes as they stand at time 0 before this camera."""
    mitsuba, geometry, world = engine(), stage.geometry, stage.world
    posed = pose(geometry, np.asarray(camera.position, np.float32), 0.0, world.air.wind)
    material = np.zeros(len(posed), np.int32)
    material[geometry.triangles] = geometry.material[:, None]
    facts = stage.scene.facts[material]
    colour, thin = mean_colour(stage.scene, material, geometry.tints), facts[:, 5]
    glow = colour * sunlight(stage, posed, thin)
    for lamp in world.lamps:
        glow += colour * lamplight(lamp, posed, geometry.normals)
    glow += facts[:, 2:5] * _far_from(world.lamps, posed)[:, None]
    surface = {"color": np.clip(colour, DARKEST, BRIGHTEST), "pass": thin, "glow": glow}
    sky = {"type": "envmap", "bitmap": _sky(mitsuba, stage), "scale": 1.0}
    shown = {"type": "scene", "sky": sky, **_meshes(mitsuba, geometry, posed, surface, np.isinf(posed[:, 0]))}
    del surface["glow"]
    cased = ~_far_from(world.lamps, posed, LAMP_CASE).astype(bool) | _shining(facts, world.lamps, posed)
    light = {"type": "point", "position": [0.0, 100.0, 0.0], "intensity": {"type": "rgb", "value": 1e4}}
    hidden = {"type": "scene", "light": light, **_meshes(mitsuba, geometry, posed, surface, cased)}
    return Scenes(mitsuba, mitsuba.load_dict(shown), mitsuba.load_dict(hidden), _sensor(mitsuba, camera, width, height))


def mean_colour(scene: Scene, material: NDArray[np.int32], tints: Floats) -> Floats:
    """The mean albedo (V,3) of each vertex's material under its tint."""
    coarsest = scene.data[scene.levels[:, -1, 0], :3].astype(np.float32) / 255
    made: Floats = coarsest[material] ** 2 * tints
    return made


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
    fine, coarse, views, normals = bare(fine), bare(coarse), bare(views), bare(normals)
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


def unit(vector: tuple[float, float, float]) -> Floats:
    """The vector with length 1."""
    array = np.asarray(vector, np.float32)
    return array / np.float32(max(float(np.linalg.norm(array)), 1e-6))


def _far_from(lamps: tuple[Lamp, ...], positions: Floats, reach: float = LAMP_GLOW) -> Floats:
    """1 where a vertex is farther than ``reach`` from every lamp, else 0."""
    far = np.ones(len(positions), np.float32)
    for lamp in lamps:
        away = positions - np.asarray(lamp.position, np.float32)
        far[np.einsum("vi,vi->v", away, away) < reach * reach] = 0.0
    return far


def _shining(facts: Floats, lamps: tuple[Lamp, ...], positions: Floats) -> NDArray[np.bool_]:
    """The glass of lamps: it hides the light inside from nothing."""
    near: NDArray[np.bool_] = (_far_from(lamps, positions) == 0) & (facts[:, 2:5].max(axis=1) > 0)
    return near


def _meshes(
    mitsuba: Any, geometry: Geometry, posed: Floats, surface: dict[str, Floats], left_out: NDArray[np.bool_]
) -> dict[str, Any]:
    """A solid and a thin mesh of all triangles but those with a corner ``left_out``."""
    corner = geometry.triangles
    kept = ~left_out[corner].any(axis=1)
    thin = surface["pass"][corner[:, 0]] > 0
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
            made[name] = _mesh(mitsuba, geometry, posed, surface, bsdf, chosen)
    return made


def _mesh(
    mitsuba: Any, geometry: Geometry, posed: Floats, surface: dict[str, Floats], bsdf: dict[str, Any],
    chosen: NDArray[np.bool_],
) -> Any:  # fmt: skip
    used, corners = np.unique(geometry.triangles[chosen], return_inverse=True)
    share = surface["pass"][used, None]
    attributes = {"vertex_color": surface["color"][used]}
    if bsdf["type"] == "principledthin":
        # The model splits its colour between the sides; ours adds what passes to what returns.
        attributes["vertex_color"] = np.minimum(attributes["vertex_color"] * (1 + share), BRIGHTEST)
        attributes["vertex_pass"] = 2 * share / (1 + share)
    properties = mitsuba.Properties()
    properties["mesh_bsdf"] = mitsuba.load_dict(bsdf)
    if "glow" in surface:
        attributes["vertex_glow"] = surface["glow"][used]
        glow = {"type": "mesh_attribute", "name": "vertex_glow"}
        # Glowing surfaces are found by the paths alone: most of a million triangles glow hardly at all.
        properties["mesh_emitter"] = mitsuba.load_dict({"type": "area", "radiance": glow, "sampling_weight": 0.0})
    mesh = mitsuba.Mesh("part", len(used), int(chosen.sum()), has_vertex_normals=True, props=properties)
    for name, values in attributes.items():
        mesh.add_attribute(name, values.shape[1], np.ascontiguousarray(values, np.float32).ravel())
    parameters = mitsuba.traverse(mesh)
    parameters["vertex_positions"] = posed[used].ravel()
    parameters["vertex_normals"] = geometry.normals[used].ravel()
    parameters["faces"] = corners.astype(np.uint32).ravel()
    parameters.update()
    return mesh


def _sky(mitsuba: Any, stage: Stage) -> Any:
    """The sky without disc and stars; Mitsuba lays its maps out as we do."""
    return mitsuba.Bitmap(np.ascontiguousarray(environment_map(stage.world.sky, 256, 128, stage.seed)))


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
