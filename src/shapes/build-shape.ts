/** The last step of every loader: meshes as the file has them become a shape in the object frame. */
import { DatasetError } from "../core/errors.js";
import type { Matrix3, Matrix4 } from "../geometry/vector.js";
import { NO_SYMMETRY, type Material, type Mesh, type Rig, type RigBinding, type RigNode, type Shape } from "../sample/shape.js";
import { worldMatrices } from "./node-transforms.js";
import { emptyBounds, includeTriangles, longestSide, normalizationOf } from "./normalize.js";
import { placeMesh } from "./place-mesh.js";
import { poseVertices } from "./pose-vertices.js";
import { dropUnusedVertices, filterTriangles, type RawMesh } from "./raw-mesh.js";
import { smoothNormals } from "./smooth-normals.js";

/** A mesh of a model and where it hangs. */
export interface ModelMesh {
  raw: RawMesh;
  /** Index into {@link Model.nodes}. */
  node: number;
  /** Index into {@link Model.parts}. */
  part: number;
  /** Index into {@link Model.materials}. */
  material: number;
  /** See {@link RigBinding.flatNormals}. */
  flatNormals: boolean;
  skin: { joints: readonly number[]; inverseBind: readonly Matrix4[] } | null;
}

/** A model as its file has it. */
export interface Model {
  meshes: ModelMesh[];
  /** Parents stand before their children. */
  nodes: RigNode[];
  parts: string[];
  materials: Material[];
  clips: Rig["clips"];
}

/** Coordinates beyond this are taken for damage, and would drown the rest of the model anyway. */
const LARGEST_COORDINATE = 1e9;
/** A triangle is dropped when twice its area is below this share of the square of the longest side. */
const SMALLEST_AREA = 1e-13;

type GeometryOfShape = Pick<
  Shape,
  "meshes" | "materials" | "parts" | "keypoints" | "symmetry" | "dimensions" | "normalization" | "rig" | "articulation"
>;

/**
 * Normalises a model. Several roots keep their places: the box is that of all meshes together.
 * @param rotation from file axes to object axes
 * @param file for messages
 * @throws DatasetError E_SHAPE_GEOMETRY for coordinates that are not finite or beyond 1e9, and for models without area
 */
export function buildShape(model: Model, rotation: Matrix3, file: string): GeometryOfShape {
  const worlds = worldMatrices(model.nodes);
  const rigged = model.clips.length > 0 || model.meshes.some((mesh) => mesh.skin !== null || mesh.raw.morphTargets.length > 0);
  checkFinite(model, file);

  const whole = emptyBounds();
  const placed = model.meshes.map((mesh) => {
    const positions = restPositions(mesh, model, worlds, file);
    includeTriangles(whole, positions, mesh.raw.indices);
    return { mesh, positions };
  });
  const smallest = rigged ? null : SMALLEST_AREA * longestSide(whole) * longestSide(whole);
  const bounds = emptyBounds();
  let area = 0;
  const kept = placed.flatMap(({ mesh, positions }) => {
    const raw = withoutDegenerate(mesh.raw, positions, smallest);
    includeTriangles(bounds, positions, raw.indices);
    area = Math.max(area, largestArea(positions, raw.indices));
    return raw.indices.length === 0 ? [] : [{ ...mesh, raw: dropUnusedVertices(raw) }];
  });
  if (!(area > 0)) {
    throw new DatasetError("E_SHAPE_GEOMETRY", `${file} has no triangle with an area${namesOf(model)}.`, {
      hint: "Export the model again with its faces; points and lines alone cannot be rendered.",
      subject: file,
    });
  }
  const { normalization, dimensions } = normalizationOf(bounds, rotation);
  const bindings = kept.map(bindingOf);
  const meshes = kept.map((mesh, index) =>
    placeMesh({ ...mesh, texCoords: mesh.raw.texCoords, colors: mesh.raw.colors }, bindings[index]!, worlds, weightsOf(mesh, model), normalization),
  );
  const used = compactIndices(meshes, model);
  return {
    ...used,
    keypoints: [],
    symmetry: NO_SYMMETRY,
    dimensions,
    normalization,
    rig: rigged ? { nodes: model.nodes, clips: model.clips, bindings } : null,
    articulation: null,
  };
}

function weightsOf(mesh: ModelMesh, model: Model): readonly number[] {
  return model.nodes[mesh.node]!.weights;
}

function bindingOf(mesh: ModelMesh): RigBinding {
  const { raw } = mesh;
  return {
    node: mesh.node,
    positions: raw.positions,
    normals: raw.normals ?? smoothNormals(raw.positions, raw.indices),
    tangents: raw.tangents,
    indices: raw.indices,
    flatNormals: mesh.flatNormals,
    skin:
      mesh.skin === null || raw.jointIndices === null || raw.jointWeights === null
        ? null
        : { ...mesh.skin, jointIndices: raw.jointIndices, jointWeights: raw.jointWeights, influences: raw.influences },
    morphTargets: raw.morphTargets,
  };
}

function coordinateError(label: string, file: string, value: number): DatasetError {
  const what = Number.isFinite(value) ? `the coordinate ${value}` : `a coordinate that is not a finite number (${value})`;
  return new DatasetError("E_SHAPE_GEOMETRY", `${label} of ${file} has ${what}.`, {
    hint: `The file is damaged or in a strange unit: export the model again, with coordinates below ${LARGEST_COORDINATE}.`,
    subject: file,
  });
}

function checkFinite(model: Model, file: string): void {
  const seen = new Set<Float32Array>();
  for (const { raw } of model.meshes) {
    if (seen.has(raw.positions)) continue;
    seen.add(raw.positions);
    for (const value of raw.positions) {
      if (!(Math.abs(value) <= LARGEST_COORDINATE)) throw coordinateError(raw.label, file, value);
    }
  }
}

function restPositions(mesh: ModelMesh, model: Model, worlds: readonly Matrix4[], file: string): Float64Array {
  const { positions } = poseVertices(bindingOf(mesh), worlds, weightsOf(mesh, model));
  for (const value of positions) {
    if (!(Math.abs(value) <= LARGEST_COORDINATE)) throw coordinateError(mesh.raw.label, file, value);
  }
  return positions;
}

/** Twice the area of a triangle. */
function doubleArea(p: ArrayLike<number>, a: number, b: number, c: number): number {
  const ux = p[b * 3]! - p[a * 3]!;
  const uy = p[b * 3 + 1]! - p[a * 3 + 1]!;
  const uz = p[b * 3 + 2]! - p[a * 3 + 2]!;
  const vx = p[c * 3]! - p[a * 3]!;
  const vy = p[c * 3 + 1]! - p[a * 3 + 1]!;
  const vz = p[c * 3 + 2]! - p[a * 3 + 2]!;
  const nx = uy * vz - uz * vy;
  const ny = uz * vx - ux * vz;
  const nz = ux * vy - uy * vx;
  return Math.sqrt(nx * nx + ny * ny + nz * nz);
}

function largestArea(positions: Float64Array, indices: Uint32Array): number {
  let largest = 0;
  for (let corner = 0; corner < indices.length; corner += 3) {
    largest = Math.max(largest, doubleArea(positions, indices[corner]!, indices[corner + 1]!, indices[corner + 2]!));
  }
  return largest;
}

/** @param smallest null in rigged models, where another pose may open a triangle that is closed at rest */
function withoutDegenerate(raw: RawMesh, positions: Float64Array, smallest: number | null): RawMesh {
  if (smallest === null) return filterTriangles(raw, (a, b, c) => a !== b && b !== c && c !== a);
  return filterTriangles(raw, (a, b, c) => doubleArea(positions, a, b, c) > smallest);
}

function namesOf(model: Model): string {
  const labels = [...new Set(model.meshes.map((mesh) => mesh.raw.label))];
  return labels.length === 0 ? "" : ` (${labels.slice(0, 5).join(", ")}${labels.length > 5 ? ", …" : ""})`;
}

/** Leaves out parts and materials that no mesh uses. */
function compactIndices(meshes: readonly Mesh[], model: Model): Pick<Shape, "meshes" | "parts" | "materials"> {
  const parts = [...new Set(meshes.map((mesh) => mesh.part))].sort((a, b) => a - b);
  const materials = [...new Set(meshes.map((mesh) => mesh.material))].sort((a, b) => a - b);
  const newPart = new Map(parts.map((part, index) => [part, index]));
  const newMaterial = new Map(materials.map((material, index) => [material, index]));
  return {
    meshes: meshes.map((mesh) => ({ ...mesh, part: newPart.get(mesh.part)!, material: newMaterial.get(mesh.material)! })),
    parts: parts.map((part) => model.parts[part]!),
    materials: materials.map((material) => model.materials[material]!),
  };
}
