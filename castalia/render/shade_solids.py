"""The colour of a triangle where a ray meets it: material, bumps, sunlight, ambient light, shine."""

from __future__ import annotations

import math

import numpy as np

from castalia.render.kernels import exp, kernel, within
from castalia.render.shadows import lit
from castalia.render.sky import HORIZON, LIGHT, SUN, ZENITH
from castalia.render.texels import mottle, sample
from castalia.render.views import EYE, LENS

# Columns of a vertex's attributes.
NORMAL, UV, TINT, AMBIENT, OPEN = 0, 3, 5, 8, 11


@within
def solid_colour(
    attributes, faces, data, levels, facts, fine, coarse, views, posed, tones, view, index, x, y, z, spread
):
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
    glow_red, glow_green, glow_blue = red * facts[material, 2], green * facts[material, 3], blue * facts[material, 4]
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
    red = dull * red * (ambient_red * hollow + strength * tones[LIGHT, 0]) + shine_red + glow_red
    green = dull * green * (ambient_green * hollow + strength * tones[LIGHT, 1]) + shine_green + glow_green
    blue = dull * blue * (ambient_blue * hollow + strength * tones[LIGHT, 2]) + shine_blue + glow_blue
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
