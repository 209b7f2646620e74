/** Gathers the instances of a scene as triangles in camera space. */
import { DatasetError } from "../core/errors.js";
import { worldToCamera } from "../geometry/camera.js";
import { composePoses, type Pose } from "../geometry/pose.js";
import type { Instance, Scene } from "../sample/scene.js";
import type { Mesh } from "../sample/shape.js";
import type { SoupBatch, TriangleSoup } from "./surface.js";
import { RenderWorkspace } from "./workspace.js";

/** The batch number of a triangle has 16 bits. */
const MAXIMUM_BATCHES = 65535;

/**
 * Brings all instances' meshes to camera space (x right, y down, z forward, world units), in the order of instances
 * and meshes. Positions are computed and kept in float64; arrays may be longer than the counts say.
 * @throws DatasetError `E_SHAPE_GEOMETRY` when the scene has more than 65,535 meshes
 */
export function buildSoup(scene: Scene, workspace: RenderWorkspace = new RenderWorkspace()): TriangleSoup {
  workspace.lastView = null;
  const batches: SoupBatch[] = [];
  const meshes: Mesh[] = [];
  let vertexCount = 0;
  let triangleCount = 0;
  for (let instanceIndex = 0; instanceIndex < scene.instances.length; instanceIndex++) {
    const instance = scene.instances[instanceIndex];
    const rotationObjectToCamera = composePoses(worldToCamera(scene.camera), instance.objectToWorld).rotation;
    for (let meshIndex = 0; meshIndex < instance.shape.meshes.length; meshIndex++) {
      const mesh = instance.shape.meshes[meshIndex];
      const meshTriangleCount = Math.floor(mesh.indices.length / 3);
      batches.push({
        instanceIndex,
        instanceId: instance.instanceId,
        shape: instance.shape,
        meshIndex,
        firstVertex: vertexCount,
        firstTriangle: triangleCount,
        triangleCount: meshTriangleCount,
        rotationObjectToCamera,
      });
      meshes.push(mesh);
      vertexCount += mesh.positions.length / 3;
      triangleCount += meshTriangleCount;
    }
  }
  if (batches.length > MAXIMUM_BATCHES) {
    throw new DatasetError("E_SHAPE_GEOMETRY", `the scene has ${batches.length} meshes, at most ${MAXIMUM_BATCHES} are possible`, {
      hint: "Use fewer objects, or join meshes that share a material.",
    });
  }
  const positions = workspace.float64("positions", 3 * vertexCount);
  const normals = workspace.float32("normals", 3 * vertexCount);
  for (let index = 0; index < batches.length; index++) {
    const batch = batches[index];
    transformMesh(meshes[index], scene.instances[batch.instanceIndex], scene, batch.firstVertex, positions, normals);
  }
  const indices = workspace.uint32("indices", 3 * triangleCount);
  const batchOfTriangle = workspace.uint16("batchOfTriangle", triangleCount);
  if (!sameMeshes(workspace.indexedMeshes, meshes)) {
    for (let index = 0; index < batches.length; index++) {
      copyIndices(meshes[index].indices, batches[index], indices);
      batchOfTriangle.fill(index, batches[index].firstTriangle, batches[index].firstTriangle + batches[index].triangleCount);
    }
    workspace.indexedMeshes = meshes;
  }
  return { batches, vertexCount, triangleCount, positions, normals, indices, batchOfTriangle };
}

/** Pose of an instance in camera axes: `x_camera = rotation · (scale · x_object) + translation`. */
export function objectToCamera(scene: Scene, instance: Instance): Pose & { scale: number } {
  return { ...composePoses(worldToCamera(scene.camera), instance.objectToWorld), scale: instance.scale };
}

function transformMesh(mesh: Mesh, instance: Instance, scene: Scene, firstVertex: number, positions: Float64Array, normals: Float32Array): void {
  const { rotation: r, translation: t, scale } = objectToCamera(scene, instance);
  const [r0, r1, r2, r3, r4, r5, r6, r7, r8] = r;
  const [t0, t1, t2] = t;
  const source = mesh.positions;
  const sourceNormals = mesh.normals;
  let at = 3 * firstVertex;
  for (let from = 0; from < source.length; from += 3, at += 3) {
    const x = source[from] * scale;
    const y = source[from + 1] * scale;
    const z = source[from + 2] * scale;
    positions[at] = r0 * x + r1 * y + r2 * z + t0;
    positions[at + 1] = r3 * x + r4 * y + r5 * z + t1;
    positions[at + 2] = r6 * x + r7 * y + r8 * z + t2;
    const nx = sourceNormals[from];
    const ny = sourceNormals[from + 1];
    const nz = sourceNormals[from + 2];
    normals[at] = r0 * nx + r1 * ny + r2 * nz;
    normals[at + 1] = r3 * nx + r4 * ny + r5 * nz;
    normals[at + 2] = r6 * nx + r7 * ny + r8 * nz;
  }
}

function copyIndices(source: Uint32Array, batch: SoupBatch, indices: Uint32Array): void {
  const base = 3 * batch.firstTriangle;
  const offset = batch.firstVertex;
  for (let corner = 0; corner < 3 * batch.triangleCount; corner++) indices[base + corner] = source[corner] + offset;
}

function sameMeshes(a: readonly Mesh[], b: readonly Mesh[]): boolean {
  return a.length === b.length && a.every((mesh, index) => mesh === b[index]);
}
