"""The stage: a world made ready to be seen from anywhere, quickly and always alike.

stage = Stage.of(world, seed, QUALITIES["draft"].baking)
pixels = stage.frame(camera, 960, 540, time=0.0, supersample=2)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from castalia.randomness import keyed_seed
from castalia.render import shade as shading
from castalia.render.air import air_record
from castalia.render.bake import bake
from castalia.render.finish import finish
from castalia.render.merge import Geometry, merge
from castalia.render.motion import carried
from castalia.render.posing import STANDING, pose
from castalia.render.precipitation import fall
from castalia.render.raster import Canvas, draw
from castalia.render.shade import Mirror, Moment, Picture, Scene
from castalia.render.shadows import Shadows, shafts
from castalia.render.sky import CLOUD_SPEED, sky_record
from castalia.render.smoke import smoke
from castalia.render.texels import Texels, mean_albedo, pack
from castalia.render.views import EYE, FORWARD, LENS, RIGHT, UP, View, mirrored, pinhole
from castalia.render.water import water_record
from castalia.settings import Baking
from castalia.world import Camera, Floats, World

SHAFT_CELL = 6
NOTHING_MIRRORED = Mirror(np.zeros((2, 2, 3), np.float32), np.full((2, 2), np.inf, np.float32), 1.0)


@dataclass(frozen=True)
class Stage:
    """A world with its light baked in."""

    world: World
    seed: int
    geometry: Geometry
    scene: Scene

    @staticmethod
    def of(world: World, seed: int, baking: Baking, progress: Callable[[float], None] | None = None) -> Stage:
        """Merge the world and bake its light. ``progress`` hears 0..1."""
        report = progress or (lambda share: None)
        geometry = merge(world)
        texels = pack(world.materials, baking.texels)
        report(0.15)
        albedo, translucency = _sent_back(geometry, texels)
        baked = bake(world, geometry, albedo, translucency, baking, seed, lambda done: report(0.15 + 0.85 * done))
        columns = (geometry.normals, geometry.uvs, geometry.tints, baked.light, baked.open[:, None])
        faces = np.column_stack([geometry.triangles, geometry.material, geometry.instance])
        scene = Scene(np.ascontiguousarray(np.concatenate(columns, axis=1)), faces, *texels, *baked.sun)
        return Stage(world, seed, geometry, scene)

    def buffers(self, camera: Camera, width: int, height: int) -> Picture:
        """What a camera sees in still air, without finish: for the search of cameras and for checks."""
        return self._seen(self.geometry.positions, camera, width, height, 0.0, 1)

    def frame(self, camera: Camera, width: int, height: int, time: float, supersample: int = 1) -> NDArray[np.uint8]:
        """The finished picture (H,W,3) in sRGB at ``time`` seconds: water, leaves, clouds, rain and snow in motion."""
        return self.finished(self.drawn(camera, width, height, time, supersample), camera, time)

    def light(self, camera: Camera, width: int, height: int, time: float, supersample: int = 1) -> Floats:
        """The same picture before its finish: linear light (H,W,3)."""
        drawn = self.drawn(camera, width, height, time, supersample)
        return fall(drawn.colour, drawn.distance, camera, self.world, time, self.seed)

    def drawn(self, camera: Camera, width: int, height: int, time: float, supersample: int) -> Picture:
        """What is seen at one moment, smoke and all, but neither rain nor snow."""
        picture = self.picture(camera, width, height, time, supersample)
        return picture._replace(colour=smoke(picture.colour, picture.distance, camera, self.world, time, self.seed))

    def finished(self, drawn: Picture, camera: Camera, time: float) -> NDArray[np.uint8]:
        """The finished picture (H,W,3) in sRGB of what was ``drawn``: rain and snow before it, then the finish."""
        light = fall(drawn.colour, drawn.distance, camera, self.world, time, self.seed)
        return finish(light, self.world.grade, keyed_seed(self.seed, "frame", round(time * 1000)))

    def picture(self, camera: Camera, width: int, height: int, time: float, supersample: int) -> Picture:
        """Linear colour, distance and instance of one moment."""
        moved = carried(self.world.instances, time, self.seed) if time else STANDING
        eye = np.asarray(camera.position, np.float32)
        posed = pose(self.geometry, eye, time, self.world.air.wind, moved)
        return self._seen(posed, camera, width, height, time, supersample)

    def _seen(self, posed: Floats, camera: Camera, width: int, height: int, time: float, supersample: int) -> Picture:
        """The picture of one moment whose leaves and moving things are where ``posed`` (V,3) says."""
        world = self.world
        moment = Moment(
            posed,
            *sky_record(world.sky, self.seed, CLOUD_SPEED * time * (0.3 + world.air.wind)),
            *water_record(world.water, world.sky, time, self.seed),
            air_record(world.air, world.sky),
        )
        view = pinhole(camera, width * supersample, height * supersample)
        canvas = draw(self.geometry, posed, view, width * supersample, height * supersample)
        sunlit = self._shafts(canvas, view, moment, width, height, supersample)
        mirror = self._mirror(camera, moment, width, height, supersample)
        return shading.shade(self.scene, moment, view, canvas, supersample, sunlit, mirror, -1e9, width, height)

    def _shafts(self, canvas: Canvas, view: View, moment: Moment, width: int, height: int, samples: int) -> Floats:
        """How much of the fog before each pixel is in the sun, on a coarse grid."""
        cell = SHAFT_CELL if height >= 200 else 3
        wide, tall = max(width // cell, 2), max(height // cell, 2)
        small = view.copy()
        small[LENS] = view[LENS, 0] * wide / (width * samples), wide / 2, tall / 2
        distance = shading.distances(canvas, view, cell * samples, wide, tall)
        made = shafts(self._sun(), moment.air, small, distance)
        blurred: Floats = ndimage.uniform_filter(made, 3, mode="nearest")
        return blurred

    def _sun(self) -> Shadows:
        return Shadows(self.scene.fine, self.scene.coarse, self.scene.views)

    def _mirror(self, camera: Camera, moment: Moment, width: int, height: int, samples: int) -> Mirror:
        """The scene as the water mirrors it, at half the frame's size; nothing when no water can be seen."""
        water = self.world.water
        if water is None or camera.position[1] <= water.level:
            return NOTHING_MIRRORED
        wide, tall = max(width // 2, 2), max(height // 2, 2)
        view = mirrored(pinhole(camera, wide, tall), water.level)
        canvas = draw(self.geometry, moment.posed, view, wide, tall, _beyond_water(view, water.level))
        lit = np.ones((2, 2), np.float32)
        made = shading.shade(self.scene, moment, view, canvas, 1, lit, NOTHING_MIRRORED, water.level, wide, tall)
        return Mirror(made.colour, made.distance, width * samples / wide)


def _beyond_water(view: View, level: float) -> Floats:
    """What lies beyond the water has a depth below a x + b y + c, the water plane's own."""
    rise = float(level - view[EYE, 1])
    focal, middle_x, middle_y = view[LENS]
    across, down = view[RIGHT, 1] / focal / rise, -view[UP, 1] / focal / rise
    ahead = view[FORWARD, 1] / rise
    return np.array([across, down, ahead - across * middle_x - down * middle_y], np.float32)


def _sent_back(geometry: Geometry, texels: Texels) -> tuple[Floats, Floats]:
    """Mean albedo (V,3) and translucency (V,) of each vertex."""
    material = np.zeros(len(geometry.positions), np.int32)
    material[geometry.triangles] = geometry.material[:, None]
    return mean_albedo(texels.data, texels.levels, material) * geometry.tints, texels.facts[material, 5]
