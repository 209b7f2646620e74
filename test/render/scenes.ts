/** Hand-made shapes and scenes for the renderer's tests. */
import { intrinsics, type Camera } from "../../src/geometry/camera.js";
import { IDENTITY_POSE, type Pose } from "../../src/geometry/pose.js";
import { IDENTITY3 } from "../../src/geometry/vector.js";
import { poseFromViewpoint } from "../../src/geometry/viewpoint.js";
import type { Instance, Scene } from "../../src/sample/scene.js";
import { DEFAULT_MATERIAL, NO_SYMMETRY, type Material, type Mesh, type Shape } from "../../src/sample/shape.js";

/** A shape of one mesh; normals are geometric, so vertices must not be shared between faces that differ. */
export function shapeOf(positions: readonly number[], indices: readonly number[], material: Partial<Material> = {}, mesh: Partial<Mesh> = {}): Shape {
  return {
    id: "test",
    category: "test",
    source: { kind: "builtin", name: "test", licence: null, author: null, sha256: "0".repeat(64), parameters: null },
    meshes: [
      {
        part: 0,
        material: 0,
        positions: new Float32Array(positions),
        normals: faceNormals(positions, indices),
        tangents: null,
        texCoords: [],
        colors: null,
        indices: new Uint32Array(indices),
        ...mesh,
      },
    ],
    materials: [{ ...DEFAULT_MATERIAL, ...material }],
    parts: ["body"],
    keypoints: [],
    symmetry: NO_SYMMETRY,
    frontKnown: true,
    dimensions: [1, 1, 1],
    normalization: { scale: 1, rotation: IDENTITY3, center: [0, 0, 0] },
    sizeMeters: null,
    rig: null,
    articulation: null,
  };
}

function faceNormals(positions: readonly number[], indices: readonly number[]): Float32Array {
  const normals = new Float32Array(positions.length);
  for (let corner = 0; corner < indices.length; corner += 3) {
    const [a, b, c] = [0, 1, 2].map((k) => positions.slice(3 * indices[corner + k], 3 * indices[corner + k] + 3));
    const u = b.map((value, axis) => value - a[axis]);
    const v = c.map((value, axis) => value - a[axis]);
    const n = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
    const length = Math.sqrt(n[0] ** 2 + n[1] ** 2 + n[2] ** 2) || 1;
    for (let k = 0; k < 3; k++) normals.set(n.map((value) => value / length), 3 * indices[corner + k]);
  }
  return normals;
}

/** A cube of side 1 with four vertices per face, outward counter-clockwise. */
export function cube(material: Partial<Material> = {}): Shape {
  const positions: number[] = [];
  const indices: number[] = [];
  for (let axis = 0; axis < 3; axis++) {
    for (const side of [-0.5, 0.5]) {
      const first = positions.length / 3;
      const corners = [[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]];
      if (side < 0) corners.reverse();
      for (const [u, v] of corners) {
        const corner = [0, 0, 0];
        corner[axis] = side;
        corner[(axis + 1) % 3] = u;
        corner[(axis + 2) % 3] = v;
        positions.push(...corner);
      }
      indices.push(first, first + 1, first + 2, first, first + 2, first + 3);
    }
  }
  return shapeOf(positions, indices, material);
}

/** A unit square in the plane y = 0, front to −y. */
export function square(material: Partial<Material> = {}, mesh: Partial<Mesh> = {}): Shape {
  return shapeOf([-0.5, 0, -0.5, 0.5, 0, -0.5, 0.5, 0, 0.5, -0.5, 0, 0.5], [0, 1, 2, 0, 2, 3], material, mesh);
}

/** A camera at `azimuth`, `elevation` (radians) around the world's origin, focal length 1.1 image widths. */
export function cameraAround(azimuthRadians: number, elevationRadians: number, distance: number, size = 96): Camera {
  const pose = poseFromViewpoint({ azimuthRadians, elevationRadians, inPlaneRadians: 0, distance });
  return { K: intrinsics(size, size, 1.1 * size), rotationWorldToCamera: pose.rotation, translationWorldToCamera: pose.translation, width: size, height: size };
}

/** A camera at the world's origin whose axes are the world's: x right, y down, z forward. */
export function plainCamera(width: number, height = width, focalLengthPixels = width): Camera {
  return { K: intrinsics(width, height, focalLengthPixels), rotationWorldToCamera: IDENTITY3, translationWorldToCamera: [0, 0, 0], width, height };
}

export function sceneOf(camera: Camera, instances: readonly Instance[]): Scene {
  return {
    camera,
    instances,
    environment: null,
    lighting: { areaRadiance: 1, environmentStrength: 1, environmentRotationRadians: 0, exposure: 1 },
    groundHeight: null,
  };
}

export function place(instanceId: number, shape: Shape, translation: Pose["translation"] = [0, 0, 0], scale = 1, rotation = IDENTITY_POSE.rotation): Instance {
  return { instanceId, shape, objectToWorld: { rotation, translation }, scale };
}
