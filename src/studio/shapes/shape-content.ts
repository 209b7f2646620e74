/** What a loaded shape is like, and its surface for the page. */
import type { Material, Shape } from "../../sample/shape.js";
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
 * and a linear RGBA per vertex (uint8), which is its material's mean colour. Little-endian.
 */
export function surfaceBytes(shape: Shape): Uint8Array<ArrayBuffer> {
  const [vertices, triangles] = [verticesOf(shape), trianglesOf(shape)];
  const bytes = new Uint8Array(8 + vertices * 16 + triangles * 12);
  new Uint32Array(bytes.buffer, 0, 2).set([vertices, triangles]);
  const positions = new Float32Array(bytes.buffer, 8, vertices * 3);
  const indices = new Uint32Array(bytes.buffer, 8 + vertices * 12, triangles * 3);
  const colors = new Uint8Array(bytes.buffer, 8 + vertices * 12 + triangles * 12);
  const means = shape.materials.map(meanColor);
  let vertex = 0;
  let corner = 0;
  for (const mesh of shape.meshes) {
    positions.set(mesh.positions, vertex * 3);
    for (let at = 0; at < mesh.indices.length; at++) indices[corner++] = mesh.indices[at]! + vertex;
    const [r, g, b] = means[mesh.material]!;
    for (let at = 0; at < mesh.positions.length / 3; at++) {
      const own = mesh.colors;
      colors.set([r * (own?.[at * 4] ?? 1), g * (own?.[at * 4 + 1] ?? 1), b * (own?.[at * 4 + 2] ?? 1), 255].map((value) => Math.max(0, Math.min(255, Math.round(value)))), (vertex + at) * 4);
    }
    vertex += mesh.positions.length / 3;
  }
  return bytes;
}

const SAMPLES = 400;

/** 0..255, linear. */
function meanColor({ baseColor, baseColorTexture }: Material): [number, number, number] {
  const mean = [1, 1, 1];
  if (baseColorTexture !== null) {
    const { data, width, height } = baseColorTexture.texture;
    const step = Math.max(1, Math.floor((width * height) / SAMPLES));
    let count = 0;
    const sum = [0, 0, 0];
    for (let at = 0; at < width * height; at += step, count++) for (let k = 0; k < 3; k++) sum[k]! += (data[at * 4 + k]! / 255) ** 2.2;
    for (let k = 0; k < 3; k++) mean[k] = sum[k]! / Math.max(1, count);
  }
  return [0, 1, 2].map((k) => 255 * baseColor[k]! * mean[k]!) as [number, number, number];
}
