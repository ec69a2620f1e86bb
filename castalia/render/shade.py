"""One colour a pixel from the buffers of the rasteriser: material, light, water, sky and air."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from castalia.render.air import START, clear_share, glow
from castalia.render.backdrop import backdrop, sky_at, spread
from castalia.render.kernels import exp, in_bands, kernel, within
from castalia.render.raster import Canvas
from castalia.render.shadows import lit
from castalia.render.sky import HORIZON, LIGHT, SUN, ZENITH, radiance
from castalia.render.texels import mottle, sample
from castalia.render.views import EYE, FORWARD, LENS, RIGHT, UP, View, direction
from castalia.render.water import BODY, PLANE, foam_at, met, mirror_share, ripple
from castalia.world import Floats, Ints

SKY, WATER = -1, -2


# Columns of a vertex's attributes.
NORMAL, UV, TINT, AMBIENT, OPEN = 0, 3, 5, 8, 11


class Scene(NamedTuple):
    """What stays the same between frames.

    attributes (V,12): normal, uv, tint, baked ambient light, how open to the sky; faces (T,5): corners, material,
    instance; then the materials' texels and the sun's depth maps.
    """

    attributes: Floats
    faces: Ints
    data: NDArray[np.uint8]
    levels: Ints
    facts: Floats
    fine: Floats
    coarse: Floats
    views: Floats


class Moment(NamedTuple):
    """What changes from frame to frame: leaves in place (V,3), drifting clouds, moving water, the air."""

    posed: Floats
    tones: Floats
    clouds: Floats
    water: Floats
    slopes: Floats
    air: Floats


class Mirror(NamedTuple):
    """The scene reflected in the water: colour (h,w,3), distance from the reflected eye (h,w), frame pixels a pixel."""

    colour: Floats
    distance: Floats
    scale: float


class Picture(NamedTuple):
    """What shading fills: linear colour (H,W,3), distance (H,W) metres, instance (H,W)."""

    colour: Floats
    distance: Floats
    instance: Ints


def distances(canvas: Canvas, view: View, samples: int, width: int, height: int) -> Floats:
    """Distance (h,w) along the ray at every ``samples``-th pixel of a canvas, inf at sky."""
    made = np.empty((height, width), np.float32)
    _distances(canvas.depth, view, samples, made)
    return made


@kernel
def _distances(depths, view, samples, out):
    for row in range(out.shape[0]):
        for column in range(out.shape[1]):
            wide, tall = depths.shape[1], depths.shape[0]
            x, y = min(column * samples + samples // 2, wide - 1), min(row * samples + samples // 2, tall - 1)
            depth = depths[y, x]
            right, up = (x + 0.5 - view[LENS, 1]) / view[LENS, 0], (view[LENS, 2] - y - 0.5) / view[LENS, 0]
            out[row, column] = math.sqrt(1.0 + right * right + up * up) / depth if depth > 0.0 else np.inf


def shade(
    scene: Scene, moment: Moment, view: View, canvas: Canvas, samples: int, sunlit: Floats, mirror: Mirror, above: float,
    width: int, height: int,
) -> Picture:  # fmt: skip
    """Colour each pixel of a width x height picture from its samples x samples cell of ``canvas``.

    Samples of one pixel that show the same triangle are shaded once. ``sunlit`` (h,w) is the share of fog in the sun;
    ``above`` is the water level when this is the mirror pass (fog then starts at the water), else -1e9.
    """
    made = Picture(
        np.empty((height, width, 3), np.float32),
        np.empty((height, width), np.float32),
        np.empty((height, width), np.int32),
    )
    behind = backdrop(canvas.ids, samples, view, moment.tones, moment.clouds, moment.air, sunlit, above)
    in_bands(_shade, height, 12, scene, moment, view, canvas, samples, behind, sunlit, mirror, above, made)
    return made


@kernel
def _shade(scene, moment, view, canvas, samples, behind, sunlit, mirror, above, made, first, past):
    _shade_rows(
        scene.attributes, scene.faces, scene.data, scene.levels, scene.facts,
        scene.fine, scene.coarse, scene.views, moment.posed, moment.tones,
        moment.clouds, moment.water, moment.slopes, moment.air, view,
        canvas.ids, samples, behind, sunlit, mirror.colour, mirror.distance, mirror.scale, above,
        made.colour, made.distance, made.instance, first, past,
    )  # fmt: skip


@kernel
def _shade_rows(
    attributes, faces, data, levels, facts, fine, coarse, views, posed, tones, clouds, water, slopes, air,
    view, ids, samples, behind, sunlit, mirror_colour, mirror_distance, mirror_scale, above,
    colour, distances, instances, first, past,
):  # fmt: skip
    for row in range(first, past):
        for column in range(colour.shape[1]):
            red, green, blue, total = 0.0, 0.0, 0.0, 0.0
            nearest, what = np.inf, SKY
            wet, wet_count = -9, 0
            for part in range(samples * samples):
                x, y = column * samples + part % samples, row * samples + part // samples
                index, count = ids[y, x], _alike(ids, row, column, samples, part)
                # Moving water has detail of its own below a triangle's: its first and its last sample count.
                if index == wet and part == samples * samples - 1:
                    count = wet_count
                if count == 0:
                    continue
                sample_red, sample_green, sample_blue, distance, kind = _pixel(
                    attributes, faces, data, levels, facts, fine, coarse, views, posed, tones, clouds, water, slopes, air,
                    view, index, x, y, samples, behind, sunlit, mirror_colour, mirror_distance, mirror_scale, above,
                )  # fmt: skip
                if distance < nearest:
                    nearest, what = distance, kind
                if kind == WATER:
                    wet, wet_count = index, count
                # Bright samples weigh less, or every edge against the sky would show steps.
                weight = count / (1.0 + 0.3 * sample_red + 0.6 * sample_green + 0.1 * sample_blue)
                red, green, blue = red + weight * sample_red, green + weight * sample_green, blue + weight * sample_blue
                total += weight
            colour[row, column, 0] = red / total
            colour[row, column, 1] = green / total
            colour[row, column, 2] = blue / total
            distances[row, column] = nearest
            instances[row, column] = what


@kernel
def _alike(ids, row, column, samples, part):
    """How many samples of a pixel show the same as ``part`` does; 0 if an earlier one does."""
    top, left = row * samples, column * samples
    index, count = ids[top + part // samples, left + part % samples], 0
    for other in range(samples * samples):
        if ids[top + other // samples, left + other % samples] == index:
            if other < part:
                return 0
            count += 1
    return count


@within
def _pixel(
    attributes, faces, data, levels, facts, fine, coarse, views, posed, tones, clouds, water, slopes, air,
    view, index, column, row, samples, behind, sunlit, mirror_colour, mirror_distance, mirror_scale, above,
):  # fmt: skip
    """Colour, distance and instance at one sample."""
    x, y, z = direction(view, column + 0.5, row + 0.5)
    eye_height, start = view[EYE, 1], air[START, 0]
    skipped = 0.0
    if above > -1e8:
        skipped = (above - eye_height) / y if y > 1e-4 else 0.0
        eye_height, start = above, 0.0
    distance, what = np.inf, SKY
    surface = -1.0 if above > -1e8 else met(water, view, x, y, z)
    if index < 0 and surface < 0.0:
        red, green, blue = sky_at(behind, tones, clouds, x, y, z, column + 0.5, row + 0.5, samples)
        return red, green, blue, distance, what
    if index >= 0:
        distance, red, green, blue = _solid(
            attributes, faces, data, levels, facts, fine, coarse, views, posed, tones, view, index,
            x, y, z, samples / (x * view[FORWARD, 0] + y * view[FORWARD, 1] + z * view[FORWARD, 2]),
        )  # fmt: skip
        what = faces[index, 4]
    else:
        red, green, blue = water[BODY, 0], water[BODY, 1], water[BODY, 2]
    if 0.0 < surface < distance:
        red, green, blue = _water(
            fine, coarse, views, tones, clouds, water, slopes, view, mirror_colour, mirror_distance, mirror_scale,
            x, y, z, column, row, samples, surface, distance, red, green, blue,
        )  # fmt: skip
        distance, what = surface, WATER
    share = clear_share(air, eye_height, y, distance - skipped, start)
    sun = spread(sunlit, (column + 0.5) / (2.0 * view[LENS, 1]), (row + 0.5) / (2.0 * view[LENS, 2]))
    fog_red, fog_green, fog_blue = glow(air, x, y, z, sun)
    red = red * share + fog_red * (1.0 - share)
    green = green * share + fog_green * (1.0 - share)
    blue = blue * share + fog_blue * (1.0 - share)
    return red, green, blue, distance, what


@within
def _solid(attributes, faces, data, levels, facts, fine, coarse, views, posed, tones, view, index, x, y, z, spread):
    """Distance and colour of a triangle along a ray. ``spread`` widens the pixel's footprint for oversampled views."""
    a, b, c, material = faces[index, 0], faces[index, 1], faces[index, 2], faces[index, 3]
    ax, ay, az = posed[a, 0], posed[a, 1], posed[a, 2]
    ux, uy, uz = posed[b, 0] - ax, posed[b, 1] - ay, posed[b, 2] - az
    vx, vy, vz = posed[c, 0] - ax, posed[c, 1] - ay, posed[c, 2] - az
    ox, oy, oz = view[EYE, 0] - ax, view[EYE, 1] - ay, view[EYE, 2] - az
    distance, second, third, across, size = _struck(ux, uy, uz, vx, vy, vz, ox, oy, oz, x, y, z)
    first = 1.0 - second - third
    nx = _blend(attributes, NORMAL, a, b, c, first, second, third)
    ny = _blend(attributes, NORMAL + 1, a, b, c, first, second, third)
    nz = _blend(attributes, NORMAL + 2, a, b, c, first, second, third)
    u = _blend(attributes, UV, a, b, c, first, second, third)
    v = _blend(attributes, UV + 1, a, b, c, first, second, third)
    thin = facts[material, 5]
    long = 1.0 / math.sqrt(nx * nx + ny * ny + nz * nz + 1e-12)
    if across > 0.0 and thin == 0.0:
        long = -long
    nx, ny, nz = nx * long, ny * long, nz * long
    # A pixel's footprint on the surface picks the level: grazing views count by the root, as a compromise.
    footprint = distance * spread / (view[LENS, 0] * math.sqrt(max(abs(across) / size, 0.04)))
    wanted = math.log2(np.float32(max(footprint * facts[material, 7] / facts[material, 0], 1e-6))) + 0.25
    level = min(max(int(wanted + 0.5), 0), 10)
    red, green, blue, lean_x, lean_y, rough, hollow = sample(data, levels, facts, material, u, v, level)
    vary = 1.0
    if thin == 0.0:
        vary = mottle(data, levels, facts, material, u, v)
    red *= vary * _blend(attributes, TINT, a, b, c, first, second, third)
    green *= vary * _blend(attributes, TINT + 1, a, b, c, first, second, third)
    blue *= vary * _blend(attributes, TINT + 2, a, b, c, first, second, third)
    bx, by, bz = nx, ny, nz
    if level < 5 and abs(lean_x) + abs(lean_y) > 0.01:
        bx, by, bz = _bumped(nx, ny, nz, ux, uy, uz, vx, vy, vz, attributes, a, b, c, lean_x, lean_y)
    # Surfaces turned to the sky get a little more of the ambient light than their smooth normal says.
    sun_x, sun_z = tones[SUN, 0], tones[SUN, 2]
    hollow *= 1.0 + 0.35 * ((bx - nx) * 0.3 * sun_x + (by - ny) + (bz - nz) * 0.3 * sun_z)
    px, py, pz = view[EYE, 0] + x * distance, view[EYE, 1] + y * distance, view[EYE, 2] + z * distance
    strength = _sunlight(fine, coarse, views, tones, px, py, pz, nx, ny, nz, bx, by, bz, thin, size)
    shine_red, shine_green, shine_blue = 0.0, 0.0, 0.0
    if thin == 0.0:
        seen = _blend(attributes, OPEN, a, b, c, first, second, third)
        metal = facts[material, 1]
        shine_red, shine_green, shine_blue = _shine(
            tones, x, y, z, bx, by, bz, rough, metal, seen, strength, red, green, blue
        )
    dull = 1.0 - facts[material, 1]
    ambient_red = _blend(attributes, AMBIENT, a, b, c, first, second, third)
    ambient_green = _blend(attributes, AMBIENT + 1, a, b, c, first, second, third)
    ambient_blue = _blend(attributes, AMBIENT + 2, a, b, c, first, second, third)
    red = dull * red * (ambient_red * hollow + strength * tones[LIGHT, 0]) + shine_red + facts[material, 2]
    green = dull * green * (ambient_green * hollow + strength * tones[LIGHT, 1]) + shine_green + facts[material, 3]
    blue = dull * blue * (ambient_blue * hollow + strength * tones[LIGHT, 2]) + shine_blue + facts[material, 4]
    return distance, red, green, blue


@within
def _struck(ux, uy, uz, vx, vy, vz, ox, oy, oz, x, y, z):
    """Where a ray from ``o`` (from the first corner) meets a triangle with edges ``u`` and ``v``: distance, weights of the
    second and third corner, the ray along the triangle's normal, that normal's length (Moeller and Trumbore 1997)."""
    gx, gy, gz = uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx
    across = gx * x + gy * y + gz * z
    if abs(across) < 1e-20:
        across = -1e-20
    distance = max(-(gx * ox + gy * oy + gz * oz) / across, 0.01)
    qx, qy, qz = oy * z - oz * y, oz * x - ox * z, ox * y - oy * x
    second = min(max(-(vx * qx + vy * qy + vz * qz) / across, 0.0), 1.0)
    third = min(max((ux * qx + uy * qy + uz * qz) / across, 0.0), 1.0 - second)
    return distance, second, third, across, math.sqrt(gx * gx + gy * gy + gz * gz) + 1e-20


@within
def _sunlight(fine, coarse, views, tones, px, py, pz, nx, ny, nz, bx, by, bz, thin, size):
    """How much of the sun a surface with normal ``n``, bumped to ``b``, sends on: its cosine, or for a thin one what shines
    through, times the share that no shadow takes."""
    flat = nx * tones[SUN, 0] + ny * tones[SUN, 1] + nz * tones[SUN, 2]
    facing = bx * tones[SUN, 0] + by * tones[SUN, 1] + bz * tones[SUN, 2]
    strength = 0.0
    if flat > 0.0 and facing > 0.0:
        strength = facing * min(flat * 8.0, 1.0)
    elif thin > 0.0 and flat < 0.0:
        strength = -flat * thin * 0.7
    if strength > 0.0:
        side = 1.0 if flat > 0.0 else -1.0
        strength *= lit(
            fine, coarse, views, px, py, pz, nx * side, ny * side, nz * side, 0.02 + 0.05 * math.sqrt(size), True
        )
    return strength


@within
def _shine(tones, x, y, z, bx, by, bz, rough, metal, seen, strength, red, green, blue):
    """What a surface mirrors. Sun: a Blinn-Phong lobe, normalised; sky: a blurred gradient, dimmed by how much of the sky
    is ``seen``. Metals mirror in their own colour."""
    gloss = 1.0 - rough
    facing_eye = max(-(bx * x + by * y + bz * z), 0.0)
    fresnel = 0.04 + 0.96 * gloss * gloss * (1.0 - facing_eye) ** 5
    rise = y - 2.0 * (bx * x + by * y + bz * z) * by
    power = 2.0 / max(rough**4, 0.002)
    hx, hy, hz = tones[SUN, 0] - x, tones[SUN, 1] - y, tones[SUN, 2] - z
    half = 1.0 / math.sqrt(hx * hx + hy * hy + hz * hz + 1e-9)
    lobe = exp(power * math.log(np.float32(max((bx * hx + by * hy + bz * hz) * half, 1e-4))))
    spot = min(lobe * (power + 2.0) * 0.125 * strength, 30.0)
    up = exp(-4.2 * max(rise, 0.0))
    veil = gloss * gloss * seen * min(max(rise * 3.0 + 0.6, 0.0), 1.0)
    if metal > 0.0:
        veil = max(veil, 0.35 * metal * seen)
    base_red, base_green, base_blue = (
        fresnel + (red - fresnel) * metal, fresnel + (green - fresnel) * metal, fresnel + (blue - fresnel) * metal
    )  # fmt: skip
    sky_red = tones[ZENITH, 0] + (tones[HORIZON, 0] - tones[ZENITH, 0]) * up
    sky_green = tones[ZENITH, 1] + (tones[HORIZON, 1] - tones[ZENITH, 1]) * up
    sky_blue = tones[ZENITH, 2] + (tones[HORIZON, 2] - tones[ZENITH, 2]) * up
    return (
        base_red * (spot * tones[LIGHT, 0] + veil * sky_red),
        base_green * (spot * tones[LIGHT, 1] + veil * sky_green),
        base_blue * (spot * tones[LIGHT, 2] + veil * sky_blue),
    )


@kernel
def _blend(attributes, column, a, b, c, first, second, third):
    return first * attributes[a, column] + second * attributes[b, column] + third * attributes[c, column]


@within
def _bumped(nx, ny, nz, ux, uy, uz, vx, vy, vz, attributes, a, b, c, lean_x, lean_y):
    """The normal leaned by a tangent-space normal map; the tangent follows from how uv runs over the triangle."""
    du, dv = attributes[b, UV] - attributes[a, UV], attributes[b, UV + 1] - attributes[a, UV + 1]
    eu, ev = attributes[c, UV] - attributes[a, UV], attributes[c, UV + 1] - attributes[a, UV + 1]
    area = du * ev - eu * dv
    if abs(area) < 1e-10:
        return nx, ny, nz
    tx, ty, tz = (ux * ev - vx * dv) / area, (uy * ev - vy * dv) / area, (uz * ev - vz * dv) / area
    along = tx * nx + ty * ny + tz * nz
    tx, ty, tz = tx - along * nx, ty - along * ny, tz - along * nz
    long = 1.0 / math.sqrt(tx * tx + ty * ty + tz * tz + 1e-12)
    tx, ty, tz = tx * long, ty * long, tz * long
    side = 1.0 if area > 0.0 else -1.0
    sx, sy, sz = side * (ny * tz - nz * ty), side * (nz * tx - nx * tz), side * (nx * ty - ny * tx)
    rise = math.sqrt(max(1.0 - lean_x * lean_x - lean_y * lean_y, 0.04))
    x = tx * lean_x + sx * lean_y + nx * rise
    y = ty * lean_x + sy * lean_y + ny * rise
    z = tz * lean_x + sz * lean_y + nz * rise
    long = 1.0 / math.sqrt(x * x + y * y + z * z + 1e-12)
    return x * long, y * long, z * long


@within
def _water(
    fine, coarse, views, tones, clouds, water, slopes, view, mirror_colour, mirror_distance, mirror_scale,
    x, y, z, column, row, samples, surface, bed, red, green, blue,
):  # fmt: skip
    """Colour of the water at ``surface`` metres, over a bed of the given colour at ``bed`` metres."""
    px, pz = view[EYE, 0] + x * surface, view[EYE, 2] + z * surface
    footprint = surface * samples / (view[LENS, 0] * math.sqrt(max(-y, 0.02)))
    slope_x, slope_z, lost = ripple(water, slopes, px, pz, footprint)
    thick = min(bed - surface, 60.0)
    calm = min(max(thick * -y * 3.0, 0.15), 1.0)
    slope_x, slope_z = slope_x * calm, slope_z * calm
    long = 1.0 / math.sqrt(1.0 + slope_x * slope_x + slope_z * slope_z)
    nx, ny, nz = -slope_x * long, long, -slope_z * long
    facing = -(nx * x + ny * y + nz * z)
    rx, ry, rz = x + 2.0 * facing * nx, y + 2.0 * facing * ny, z + 2.0 * facing * nz
    ry = max(ry, 0.02)
    # Waves too fine to draw turn towards the eye, which keeps far water from becoming a perfect mirror.
    share = mirror_share(max(facing, 0.06 + 0.7 * lost))
    sky_red, sky_green, sky_blue = _reflection(
        tones, clouds, view, mirror_colour, mirror_distance, mirror_scale, rx, ry, rz, column, row, surface, lost
    )
    spark = 0.0
    forward = rx * tones[SUN, 0] + ry * tones[SUN, 1] + rz * tones[SUN, 2]
    if forward > 0.9:
        width = 0.00012 + 0.5 * lost * lost
        spark = 0.0011 / width * exp(-(1.0 - forward) / width)
        spark *= lit(fine, coarse, views, px, water[PLANE, 1] + 0.05, pz, 0.0, 1.0, 0.0, 0.3, True)
    clear = exp(-thick * 0.32)
    wet = exp(-thick * 2.2)
    body_red = water[BODY, 0] + (red * (0.55 + 0.45 * wet) - water[BODY, 0]) * clear
    body_green = water[BODY, 1] + (green * (0.6 + 0.4 * wet) - water[BODY, 1]) * math.sqrt(clear)
    body_blue = water[BODY, 2] + (blue * (0.6 + 0.4 * wet) - water[BODY, 2]) * math.sqrt(clear)
    # A film of water thinner than a hand lets the bed through, so that no hard line marks the shore.
    share *= min(thick * 6.0, 1.0)
    red = body_red + (sky_red + spark * tones[LIGHT, 0] - body_red) * share
    green = body_green + (sky_green + spark * tones[LIGHT, 1] - body_green) * share
    blue = body_blue + (sky_blue + spark * tones[LIGHT, 2] - body_blue) * share
    white = foam_at(water, slopes, px, pz, thick * -y)
    if white > 0.0:
        shine = 0.6 * max(tones[SUN, 1], 0.1)
        red += (0.6 * tones[HORIZON, 0] + shine * tones[LIGHT, 0] - red) * white
        green += (0.6 * tones[HORIZON, 1] + shine * tones[LIGHT, 1] - green) * white
        blue += (0.6 * tones[HORIZON, 2] + shine * tones[LIGHT, 2] - blue) * white
    return red, green, blue


@within
def _reflection(
    tones, clouds, view, mirror_colour, mirror_distance, mirror_scale, rx, ry, rz, column, row, surface, lost
):
    """What the water mirrors along (rx, ry, rz): a place in the mirror pass, moved as ripples bend the ray."""
    height, width = mirror_distance.shape
    here_x, here_y = (column + 0.5) / mirror_scale, (row + 0.5) / mirror_scale
    behind = mirror_distance[min(int(here_y), height - 1), min(int(here_x), width - 1)]
    pull = 1.0
    if behind < 1e6:
        pull = min(max((behind - surface) / max(behind, 1e-3), 0.0), 1.0)
    # The reflected eye has the same axes with y turned over.
    ahead = view[FORWARD, 0] * rx - view[FORWARD, 1] * ry + view[FORWARD, 2] * rz
    if ahead < 0.05:
        return radiance(tones, clouds, rx, ry, rz, False, False)
    across = view[LENS, 1] + view[LENS, 0] * (view[RIGHT, 0] * rx - view[RIGHT, 1] * ry + view[RIGHT, 2] * rz) / ahead
    down = view[LENS, 2] - view[LENS, 0] * (view[UP, 0] * rx - view[UP, 1] * ry + view[UP, 2] * rz) / ahead
    x = here_x + pull * (across / mirror_scale - here_x)
    y = here_y + pull * (down / mirror_scale - here_y)
    # Lost ripples smear the mirror image upright: two readings apart stand for them.
    smear = pull * lost * view[LENS, 0] / mirror_scale
    red, green, blue = _mirrored(mirror_colour, x, y + 0.7 * smear)
    other_red, other_green, other_blue = _mirrored(mirror_colour, x, y - 0.7 * smear)
    return 0.5 * (red + other_red), 0.5 * (green + other_green), 0.5 * (blue + other_blue)


@kernel
def _mirrored(colour, x, y):
    """Bilinear reading of the mirror pass at its pixel coordinates."""
    height, width = colour.shape[0], colour.shape[1]
    across, down = min(max(x - 0.5, 0.0), width - 1.001), min(max(y - 0.5, 0.0), height - 1.001)
    column, row = int(across), int(down)
    right, low = across - column, down - row
    next_column, next_row = min(column + 1, width - 1), min(row + 1, height - 1)
    wa, wb, wc, wd = (1.0 - right) * (1.0 - low), right * (1.0 - low), (1.0 - right) * low, right * low
    red = wa * colour[row, column, 0] + wb * colour[row, next_column, 0]
    red += wc * colour[next_row, column, 0] + wd * colour[next_row, next_column, 0]
    green = wa * colour[row, column, 1] + wb * colour[row, next_column, 1]
    green += wc * colour[next_row, column, 1] + wd * colour[next_row, next_column, 1]
    blue = wa * colour[row, column, 2] + wb * colour[row, next_column, 2]
    blue += wc * colour[next_row, column, 2] + wd * colour[next_row, next_column, 2]
    return red, green, blue
