/** From solids in metres to a {@link Shape}: normalisation, meshes by part and material, keypoints on the surface. */
import { boundsOfPositions } from "../../geometry/box.js";
import { IDENTITY3, type Vector3 } from "../../geometry/vector.js";
import type { Keypoint, Material, Mesh, Shape } from "../../sample/shape.js";
import type { Built, KeypointSeed, Parameters } from "./builtin-shape.js";
import { nearestOnTriangles } from "./nearest-point.js";
import type { Finish, FinishedMesh, Workshop } from "./solid.js";

/** Metres that one repeat of a texture covers. */
const TEXTURE_METERS = 0.35;

/** Everything about a built-in that does not come from its geometry. */
export interface BuiltinIdentity {
  id: string;
  category: string;
  sha256: string;
  parameters: Parameters;
}

/** Reads the solids and makes the shape: centre of the bounding box at the origin, longest side 1. */
export function assemble(workshop: Workshop, built: Built, identity: BuiltinIdentity): Shape {
  const finished = built.solids.map((solid) => workshop.read(solid));
  const { center, sides } = boundsOf(finished);
  const longest = Math.max(...sides);
  const parts = partsOf(finished);
  const groups = new Map<string, MeshGroup>();
  for (const mesh of finished) collect(mesh, groups, built.materials, center, longest);
  const materialNames = built.materials.map((material) => material.name);
  const meshes = [...groups.values()].map((group) => group.toMesh(parts, materialNames));
  return {
    id: identity.id,
    category: identity.category,
    source: {
      kind: "builtin",
      name: identity.id,
      licence: "CC0-1.0",
      author: "dst3d",
      sha256: identity.sha256,
      parameters: identity.parameters,
    },
    meshes,
    materials: built.materials,
    parts,
    keypoints: built.keypoints.map((seed) => placeKeypoint(seed, meshes, parts, center, longest)),
    symmetry: built.symmetry,
    frontKnown: true,
    dimensions: [sides[0] / longest, sides[1] / longest, sides[2] / longest],
    normalization: { scale: 1 / longest, rotation: IDENTITY3, center },
    sizeMeters: { longest, source: "builtin" },
    rig: null,
    articulation: null,
  };
}

/** Names of the parts in the order in which they first occur. */
function partsOf(finished: readonly FinishedMesh[]): string[] {
  const parts = new Set<string>();
  for (const mesh of finished) for (const finish of mesh.finishes) parts.add(finish.part);
  return [...parts];
}

function boundsOf(finished: readonly FinishedMesh[]): { center: Vector3; sides: Vector3 } {
  const all = finished.map((mesh) => boundsOfPositions(mesh.positions)).filter((bounds) => bounds !== null);
  const low = (axis: 0 | 1 | 2): number => Math.min(...all.map((bounds) => bounds.minimum[axis]));
  const high = (axis: 0 | 1 | 2): number => Math.max(...all.map((bounds) => bounds.maximum[axis]));
  return {
    center: [(low(0) + high(0)) / 2, (low(1) + high(1)) / 2, (low(2) + high(2)) / 2],
    sides: [high(0) - low(0), high(1) - low(1), high(2) - low(2)],
  };
}

/** The growing mesh of one part in one material. */
class MeshGroup {
  readonly positions: number[] = [];
  readonly normals: number[] = [];
  readonly texCoords: number[] = [];
  readonly indices: number[] = [];

  constructor(readonly finish: Finish, readonly textured: boolean) {}

  toMesh(parts: readonly string[], materials: readonly string[]): Mesh {
    return {
      part: parts.indexOf(this.finish.part),
      material: materials.indexOf(this.finish.material),
      positions: Float32Array.from(this.positions),
      normals: Float32Array.from(this.normals),
      tangents: null,
      texCoords: this.textured ? [Float32Array.from(this.texCoords)] : [],
      colors: null,
      indices: Uint32Array.from(this.indices),
    };
  }
}

/** Shares a solid's triangles out among the groups, in the normalised frame. */
function collect(mesh: FinishedMesh, groups: Map<string, MeshGroup>, materials: readonly Material[], center: Vector3, longest: number): void {
  const seen = new Map<string, Map<number, number>>();
  for (let triangle = 0; triangle < mesh.finishes.length; triangle++) {
    const finish = mesh.finishes[triangle]!;
    const key = `${finish.part}|${finish.material}`;
    let group = groups.get(key);
    if (group === undefined) {
      const material = materials.find((candidate) => candidate.name === finish.material);
      if (material === undefined) throw new Error(`material ${finish.material} of part ${finish.part} is not defined`);
      group = new MeshGroup(finish, material.baseColorTexture !== null);
      groups.set(key, group);
    }
    let vertices = seen.get(key);
    if (vertices === undefined) seen.set(key, (vertices = new Map()));
    const face = faceNormal(mesh, triangle);
    const facing = group.textured ? dominantAxis(face) : 0;
    for (let corner = 0; corner < 3; corner++) {
      const vertex = mesh.indices[triangle * 3 + corner]!;
      const known = vertices.get(vertex * 3 + facing);
      if (known !== undefined) {
        group.indices.push(known);
        continue;
      }
      const added = group.positions.length / 3;
      vertices.set(vertex * 3 + facing, added);
      group.indices.push(added);
      for (let axis = 0; axis < 3; axis++) group.positions.push((mesh.positions[vertex * 3 + axis]! - center[axis as 0 | 1 | 2]) / longest);
      const normal = unitNormal(mesh.normals, vertex, face);
      group.normals.push(normal[0], normal[1], normal[2]);
      if (group.textured) group.texCoords.push(...boxCoordinates(mesh.positions, vertex, facing, finish.grain ?? "z"));
    }
  }
}

function faceNormal(mesh: FinishedMesh, triangle: number): Vector3 {
  const a = mesh.indices[triangle * 3]! * 3, b = mesh.indices[triangle * 3 + 1]! * 3, c = mesh.indices[triangle * 3 + 2]! * 3;
  const p = mesh.positions;
  const ux = p[b]! - p[a]!, uy = p[b + 1]! - p[a + 1]!, uz = p[b + 2]! - p[a + 2]!;
  const vx = p[c]! - p[a]!, vy = p[c + 1]! - p[a + 1]!, vz = p[c + 2]! - p[a + 2]!;
  return [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
}

function dominantAxis(normal: Vector3): 0 | 1 | 2 {
  const [x, y, z] = [Math.abs(normal[0]), Math.abs(normal[1]), Math.abs(normal[2])];
  return x >= y && x >= z ? 0 : y >= z ? 1 : 2;
}

/** The vertex normal with length 1; the face's where interpolation left next to nothing. */
function unitNormal(normals: Float32Array, vertex: number, face: Vector3): Vector3 {
  const x = normals[vertex * 3]!, y = normals[vertex * 3 + 1]!, z = normals[vertex * 3 + 2]!;
  const length = Math.sqrt(x * x + y * y + z * z);
  if (length > 1e-3) return [x / length, y / length, z / length];
  const faceLength = Math.sqrt(face[0] * face[0] + face[1] * face[1] + face[2] * face[2]);
  return faceLength > 0 ? [face[0] / faceLength, face[1] / faceLength, face[2] / faceLength] : [0, 0, 1];
}

/** Texture coordinates by projection along the face's main axis; u runs along the grain where the face holds it. */
function boxCoordinates(positions: Float32Array, vertex: number, facing: number, grain: "x" | "y" | "z"): [number, number] {
  const axes = [0, 1, 2].filter((axis) => axis !== facing);
  const along = "xyz".indexOf(grain);
  if (axes[1] === along) axes.reverse();
  return [positions[vertex * 3 + axes[0]!]! / TEXTURE_METERS, positions[vertex * 3 + axes[1]!]! / TEXTURE_METERS];
}

function placeKeypoint(seed: KeypointSeed, meshes: readonly Mesh[], parts: readonly string[], center: Vector3, longest: number): Keypoint {
  const wanted = new Set(seed.parts.map((part) => parts.indexOf(part)));
  const chosen = meshes.filter((mesh) => wanted.has(mesh.part));
  const near: Vector3 = [(seed.near[0] - center[0]) / longest, (seed.near[1] - center[1]) / longest, (seed.near[2] - center[2]) / longest];
  const position = nearestOnTriangles(near, chosen);
  if (position === null) throw new Error(`keypoint ${seed.name}: no part called ${seed.parts.join(", ")}`);
  return { name: seed.name, position, node: null };
}
