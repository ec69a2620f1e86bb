"""Prototypes as shared meshes, the nodes that set them into the scene, and hulls to collide with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from castalia.exchange.gltf.document import INDICES, VERTICES, Document, Node, plain
from castalia.exchange.placing import decomposed
from castalia.world import Floats, Instance, Mesh, Part, Prototype


class Meshes:
    """Prototypes as meshes, each written at its first use. Tint groups share all but the vertex colours."""

    def __init__(
        self,
        document: Document,
        prototypes: Mapping[str, Prototype],
        tints: Mapping[str, list[Floats]],
        lightmaps: Sequence[Floats] = (),
    ) -> None:
        self.document = document
        self.lightmaps = lightmaps
        self.prototypes = prototypes
        self.tints = tints
        self.made: dict[tuple[str, int], int | None] = {}
        self.shapes: dict[str, list[Node]] = {}

    def node(self, instance: Instance, group: int) -> int:
        """A node that sets a shared mesh into the scene."""
        translation, rotation, scale = decomposed(instance.transform)
        entry: Node = {"name": instance.name, "translation": plain(translation, 4)}
        mesh = self.mesh(instance.prototype, group)
        if mesh is not None:
            entry["mesh"] = mesh
        if not np.allclose(rotation, (0, 0, 0, 1), atol=1e-6):
            entry["rotation"] = plain(rotation, 6)
        if not np.allclose(scale, 1, atol=1e-6):
            entry["scale"] = plain(scale, 5)
        return self.document.node(entry)

    def mesh(self, name: str, group: int) -> int | None:
        """The index of a prototype's mesh in one tint, or None where the prototype is empty."""
        if (name, group) not in self.made:
            parts = [part for part in self.prototypes[name].parts if len(part.mesh.triangles)]
            if name not in self.shapes:
                second = [*self.lightmaps, *[None] * (len(parts) - len(self.lightmaps))]
                self.shapes[name] = [self._shape(part, lightmap) for part, lightmap in zip(parts, second, strict=True)]
            tint = self.tints[name][group] if name in self.tints else np.ones(3, np.float32)
            primitives = [
                {**shape, "attributes": {**shape["attributes"], "COLOR_0": self._colours(part, tint)}}
                for shape, part in zip(self.shapes[name], parts, strict=True)
            ]
            title = name if group == 0 else f"{name}-tint-{group + 1}"
            mesh = {"name": title, "primitives": primitives}
            self.made[name, group] = self.document.add("meshes", mesh) if primitives else None
        return self.made[name, group]

    def _shape(self, part: Part, lightmap: Floats | None) -> Node:
        """A primitive without its colours."""
        mesh, document = part.mesh, self.document
        uvs = mesh.uvs * np.array([1, -1], np.float32) / np.float32(self._metres(part.material))
        attributes = {
            "POSITION": positions_of(document, mesh.positions),
            "NORMAL": document.accessor(unit(mesh.normals), "VEC3", VERTICES),
            "TEXCOORD_0": document.accessor(uvs.astype("<f4"), "VEC2", VERTICES),
        }
        if lightmap is not None:
            attributes["TEXCOORD_1"] = document.accessor(lightmap.astype("<f4"), "VEC2", VERTICES)
        return {
            "attributes": attributes,
            "indices": indices_of(document, mesh),
            "material": document.material_index[part.material],
        }

    def _colours(self, part: Part, tint: Floats) -> int:
        """Vertex colours times the tint, over the material's gain, as 16-bit RGBA."""
        gain = self.document.gains[part.material]
        colours = np.clip(part.mesh.colours * tint / np.float32(gain), 0, 1)
        opaque = np.ones((len(colours), 1), np.float32)
        levels = np.round(np.concatenate([colours, opaque], axis=1) * 65535).astype("<u2")
        return self.document.accessor(levels, "VEC4", VERTICES, normalized=True)

    def _metres(self, material: str) -> float:
        index = self.document.material_index[material]
        return max(float(self.document.lists["materials"][index]["extras"]["metres"]), 1e-3)


def positions_of(document: Document, positions: Floats) -> int:
    """Positions with the exact bounds that the format asks for."""
    values = np.asarray(positions, "<f4")
    low, high = values.min(axis=0).tolist(), values.max(axis=0).tolist()
    return document.accessor(values, "VEC3", VERTICES, min=low, max=high)


def indices_of(document: Document, mesh: Mesh) -> int:
    small = len(mesh.positions) < 65535
    return document.accessor(mesh.triangles.reshape(-1).astype("<u2" if small else "<u4"), "SCALAR", INDICES)


def unit(vectors: Floats) -> Floats:
    """Vectors (V,3) of unit length; those of no length point up."""
    wide = np.asarray(vectors, np.float64)
    lengths = np.linalg.norm(wide, axis=1, keepdims=True)
    unit = np.where(lengths > 1e-9, wide / np.maximum(lengths, 1e-9), (0.0, 1.0, 0.0))
    return unit.astype("<f4")


def hull_node(document: Document, name: str, hull: Mesh) -> int:
    attributes = {
        "POSITION": positions_of(document, hull.positions),
        "NORMAL": document.accessor(unit(hull.normals), "VEC3", VERTICES),
    }
    primitive = {"attributes": attributes, "indices": indices_of(document, hull)}
    return document.node({"name": name, "mesh": document.add("meshes", {"name": name, "primitives": [primitive]})})
