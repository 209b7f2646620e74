/**
 * The 3D shape as the renderer and the labels see it: triangle meshes in the object frame (right-handed, z up,
 * front −y, bounding-box centre at the origin, longest side 1), with materials, parts, keypoints and symmetries.
 */
import type { Vector3, Matrix3, Matrix4 } from "../geometry/vector.js";

/** An 8-bit RGBA picture, rows from the top. */
export interface Texture {
  name: string;
  width: number;
  height: number;
  /** width × height × 4 bytes; colour is sRGB-encoded where the slot that uses it says so. */
  data: Uint8Array;
}

/** How a coordinate outside [0, 1] is brought back. */
export type TextureWrap = "repeat" | "mirror" | "clamp";

/** A texture in use: which coordinates, wrapping, filter and the KHR_texture_transform matrix. */
export interface TextureSlot {
  texture: Texture;
  /** Index into {@link Mesh.texCoords}. */
  texCoord: number;
  wrapS: TextureWrap;
  wrapT: TextureWrap;
  filter: "linear" | "nearest";
  /** Affine uv transform [a, b, c, d, e, f]: u' = a·u + b·v + c, v' = d·u + e·v + f; null = identity. */
  transform: readonly [number, number, number, number, number, number] | null;
}

/** glTF 2.0 metallic-roughness material; factors are linear. */
export interface Material {
  name: string;
  baseColor: readonly [number, number, number, number];
  baseColorTexture: TextureSlot | null;
  metallic: number;
  roughness: number;
  /** Green = roughness, blue = metallic, linear. */
  metallicRoughnessTexture: TextureSlot | null;
  normalTexture: TextureSlot | null;
  normalScale: number;
  /** Red = occlusion, linear. */
  occlusionTexture: TextureSlot | null;
  occlusionStrength: number;
  emissive: Vector3;
  emissiveTexture: TextureSlot | null;
  alphaMode: "opaque" | "mask" | "blend";
  alphaCutoff: number;
  doubleSided: boolean;
  /** KHR_materials_unlit: base colour is shown as it is. */
  unlit: boolean;
}

/** The glTF default material. */
export const DEFAULT_MATERIAL: Material = {
  name: "default",
  baseColor: [0.8, 0.8, 0.8, 1],
  baseColorTexture: null,
  metallic: 0,
  roughness: 0.6,
  metallicRoughnessTexture: null,
  normalTexture: null,
  normalScale: 1,
  occlusionTexture: null,
  occlusionStrength: 1,
  emissive: [0, 0, 0],
  emissiveTexture: null,
  alphaMode: "opaque",
  alphaCutoff: 0.5,
  doubleSided: true,
  unlit: false,
};

/** Triangles of one part in one material. Arrays are per vertex; all vertex arrays describe the same vertices. */
export interface Mesh {
  /** Index into {@link Shape.parts}. */
  part: number;
  /** Index into {@link Shape.materials}. */
  material: number;
  /** xyz in the object frame. */
  positions: Float32Array;
  /** Unit xyz in the object frame. */
  normals: Float32Array;
  /** Unit xyz plus handedness w, for normal maps; null where no map needs them. */
  tangents: Float32Array | null;
  /** uv pairs per coordinate set; v runs down as in glTF. */
  texCoords: readonly Float32Array[];
  /** Linear RGBA per vertex. */
  colors: Float32Array | null;
  /** Three vertex indices per triangle, counter-clockwise seen from outside. */
  indices: Uint32Array;
}

/** A named point of the shape, in the object frame of the rest pose. */
export interface Keypoint {
  name: string;
  position: Vector3;
  /** Rig node that moves it, or null. */
  node: number | null;
}

/** Symmetries as in BOP: transforms that leave the shape's look unchanged, in the object frame. */
export interface Symmetry {
  /** 4×4 row-major, without the identity. */
  discrete: readonly Matrix4[];
  /** Axes of revolution. */
  continuous: readonly { axis: Vector3; offset: Vector3 }[];
}

export const NO_SYMMETRY: Symmetry = { discrete: [], continuous: [] };

/** Where a shape came from. */
export interface ShapeSource {
  /** `file`, `builtin`, later `shapenet`, `objaverse` … */
  kind: string;
  /** The file relative to its catalogue, or the built-in's name. */
  name: string;
  licence: string | null;
  author: string | null;
  /** sha256 of the model file with all files it refers to, or of a built-in's parameters. */
  sha256: string;
  /** Sampled parameters of a built-in shape; null for shapes that are not parametric. */
  parameters: Readonly<Record<string, number | string>> | null;
}

/**
 * A shape in the object frame. Immutable: posing (`poseShape`) returns another one.
 */
export interface Shape {
  id: string;
  /** As the catalogue names it; the category table maps it. */
  category: string;
  source: ShapeSource;
  meshes: readonly Mesh[];
  materials: readonly Material[];
  /** Part names; a mesh refers to them by index. */
  parts: readonly string[];
  keypoints: readonly Keypoint[];
  symmetry: Symmetry;
  /** False when nobody knows where the front is: azimuth labels are then null. */
  frontKnown: boolean;
  /** Bounding box side lengths in the object frame of the *rest* pose; the longest is 1. */
  dimensions: Vector3;
  /** How the file's coordinates became the object frame: `object = scale · rotation · (file − center)`. */
  normalization: { scale: number; rotation: Matrix3; center: Vector3 };
  /** Real size of the longest side in metres where the source says so. */
  sizeMeters: { longest: number; source: string } | null;
  /** Joints, morph targets and clips; null for rigid shapes. */
  rig: Rig | null;
  /** The articulation that the meshes are in; null = rest pose. */
  articulation: Articulation | null;
}

/** A state of a rig: a clip at a time and/or explicit morph weights. */
export interface Articulation {
  clip: string | null;
  timeSeconds: number;
  morphWeights: Readonly<Record<string, number>>;
}

/** One node of a rig, in the file's coordinates. */
export interface RigNode {
  name: string;
  parent: number | null;
  translation: Vector3;
  /** Quaternion xyzw. */
  rotation: readonly [number, number, number, number];
  scale: Vector3;
  /** The node's whole local transform where the file gives a matrix (it may shear); such a node is never animated. */
  matrix: Matrix4 | null;
  /** Morph target weights of the rest pose. */
  weights: readonly number[];
}

/** One animated property. */
export interface RigChannel {
  node: number;
  path: "translation" | "rotation" | "scale" | "weights";
  interpolation: "linear" | "step" | "cubic";
  times: Float32Array;
  values: Float32Array;
}

/** How one mesh of the shape hangs on the rig; its arrays are in the file's mesh coordinates. */
export interface RigBinding {
  node: number;
  positions: Float32Array;
  normals: Float32Array;
  tangents: Float32Array | null;
  /** Triangles as wound in the mesh's coordinates; the shape's mesh has them reversed where the pose is a reflection. */
  indices: Uint32Array;
  /** The file has no normals: each triangle shows its own, computed anew in every pose. */
  flatNormals: boolean;
  skin: { joints: readonly number[]; inverseBind: readonly Matrix4[]; jointIndices: Uint16Array; jointWeights: Float32Array; influences: number } | null;
  morphTargets: readonly { name: string; positions: Float32Array | null; normals: Float32Array | null }[];
}

/** Everything that can move in a shape. `bindings[i]` belongs to `meshes[i]`. */
export interface Rig {
  nodes: readonly RigNode[];
  clips: readonly { name: string; durationSeconds: number; channels: readonly RigChannel[] }[];
  bindings: readonly RigBinding[];
}
