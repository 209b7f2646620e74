/** What a loaded shape is like, and its surface for the page. */
import type { Material, Mesh, Shape, TextureSlot } from "../../sample/shape.js";
import { linearFromSrgb } from "../../shapes/obj-material.js";
import type { ShapeContent } from "./answers.js";

/** Numbers and names of a shape. @param fileBytes null for one without a file */
export function contentOf(shape: Shape, warnings: readonly string[], fileBytes: number | null): ShapeContent {
  const slots = shape.materials.flatMap((material) => [material.baseColorTexture, material.metallicRoughnessTexture, material.normalTexture, material.occlusionTexture, material.emissiveTexture]);
  return {
    sha256: shape.source.sha256,
    file: shape.source.name,
    fileBytes,
    triangles: trianglesOf(shape),
    vertices: verticesOf(shape),
    parts: shape.parts.slice(0, MOST_NAMES),
    materials: shape.materials.slice(0, MOST_NAMES).map(({ name }) => name),
    textures: new Set(slots.flatMap((slot) => (slot === null ? [] : [slot.texture]))).size,
    dimensions: shape.dimensions,
    sizeMeters: shape.sizeMeters,
    symmetry: { continuous: shape.symmetry.continuous, discrete: shape.symmetry.discrete.length },
    keypoints: shape.keypoints.slice(0, MOST_NAMES).map(({ name, position }) => ({ name, position })),
    clips: (shape.rig?.clips ?? []).slice(0, MOST_NAMES).map(({ name }) => name),
    warnings: warnings.slice(0, MOST_NAMES),
  };
}

const MOST_NAMES = 500;

export function trianglesOf(shape: Shape): number {
  return shape.meshes.reduce((sum, mesh) => sum + mesh.indices.length / 3, 0);
}

function verticesOf(shape: Shape): number {
  return shape.meshes.reduce((sum, mesh) => sum + mesh.positions.length / 3, 0);
}

/**
 * The surface in the object frame: counts of vertices and triangles (uint32), xyz (float32), vertex indices (uint32),
 * and a linear RGBA per vertex (uint8), the colour of its material at that place. Little-endian.
 */
export function surfaceBytes(shape: Shape): Uint8Array<ArrayBuffer> {
  const [vertices, triangles] = [verticesOf(shape), trianglesOf(shape)];
  const bytes = new Uint8Array(8 + vertices * 16 + triangles * 12);
  new Uint32Array(bytes.buffer, 0, 2).set([vertices, triangles]);
  const positions = new Float32Array(bytes.buffer, 8, vertices * 3);
  const indices = new Uint32Array(bytes.buffer, 8 + vertices * 12, triangles * 3);
  const colors = new Uint8ClampedArray(bytes.buffer, 8 + vertices * 12 + triangles * 12);
  let vertex = 0;
  let corner = 0;
  for (const mesh of shape.meshes) {
    positions.set(mesh.positions, vertex * 3);
    for (const index of mesh.indices) indices[corner++] = index + vertex;
    const count = mesh.positions.length / 3;
    writeColors(mesh, shape.materials[mesh.material]!, colors.subarray(vertex * 4, (vertex + count) * 4));
    vertex += count;
  }
  return bytes;
}

/** Of sRGB bytes, linear, 0..1. */
const LINEAR = Float32Array.from({ length: 256 }, (_, value) => linearFromSrgb(value / 255));

function writeColors({ colors: own, texCoords }: Mesh, { baseColor, baseColorTexture: slot }: Material, out: Uint8ClampedArray): void {
  const places = slot === null ? undefined : texCoords[slot.texCoord];
  for (let at = 0; at < out.length / 4; at++) {
    const texel = slot === null || places === undefined ? -1 : texelAt(slot, places[at * 2]!, places[at * 2 + 1]!);
    for (let k = 0; k < 3; k++) out[at * 4 + k] = 255 * baseColor[k]! * (own?.[at * 4 + k] ?? 1) * (texel < 0 ? 1 : LINEAR[slot!.texture.data[texel + k]!]!);
    out[at * 4 + 3] = 255;
  }
}

/** Where the texture's bytes of a place begin; the nearest, repeated, 1 being the end of the picture rather than its beginning again. */
function texelAt({ texture: { width, height }, transform }: TextureSlot, u: number, v: number): number {
  const [a, b, c, d, e, f] = transform ?? [1, 0, 0, 0, 1, 0];
  const place = (value: number, size: number): number => Math.min(size - 1, Math.max(0, Math.floor((value === 1 ? 1 : value - Math.floor(value)) * size) || 0));
  return 4 * (place(d * u + e * v + f, height) * width + place(a * u + b * v + c, width));
}
