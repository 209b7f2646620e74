/** From the visibility buffer to the geometry passes. */
import type { Matrix3 } from "../geometry/vector.js";
import type { Passes } from "../sample/passes.js";
import { LENS_UNITS } from "./lens-samples.js";
import { SUBPIXELS, type ProjectedTriangles } from "./projected.js";
import type { DepthTarget } from "./rasterize.js";
import type { SurfacePlaces, TriangleSoup } from "./surface.js";

/** Places in the per-triangle memory of {@link resolveGeometry}. */
const FACE_X = 0;
const FACE_Y = 1;
const FACE_Z = 2;

const PIXELS_FROM_LENS = 1 / LENS_UNITS;
const FROM_LENS = SUBPIXELS / LENS_UNITS;

const face = new Float64Array(3);
const direction = new Float64Array(3);

/**
 * Fills depth, normal, ids and object coordinates wherever a surface is seen; everything is interpolated
 * perspective-correct in float64. Normals are turned to the side from which the surface is seen; a smooth normal that
 * bends beyond the horizon is laid onto the horizon.
 * @param seen hits at pixel centres, grid within the image
 * @param K intrinsic matrix in pixels
 * @param places filled for every sample hit, if given
 */
export function resolveGeometry(seen: DepthTarget, soup: TriangleSoup, projected: ProjectedTriangles, K: Matrix3, passes: Passes, places: SurfacePlaces | null): void {
  const { grid, inverseDepth: nearest, triangle: triangles } = seen;
  const { vertices, indices, soupTriangleCount, clippedParent, clippedWeights } = projected;
  const { normals, batchOfTriangle, batches } = soup;
  const { lens } = grid;
  let last = -1;
  let parent = 0;
  let piece = -1;
  let v0 = 0;
  let v1 = 0;
  let v2 = 0;
  let originX = 0;
  let originY = 0;
  let x1 = 0;
  let y1 = 0;
  let x2 = 0;
  let y2 = 0;
  let inverseArea = 0;
  let lastBatch = -1;
  let instanceId = 0;
  let partId = 0;
  let firstVertex = 0;
  let objectPositions: Float32Array = new Float32Array(0);
  for (let row = 0; row < grid.height; row++) {
    let py = (grid.top + row) * 256 + 128;
    let rayY = ((grid.top + row + 0.5) - K[5]) / K[4];
    let rayOffsetX = K[2] + K[1] * rayY;
    const rowStart = row * grid.width;
    const imageStart = (grid.top + row) * passes.width + grid.left;
    for (let column = 0; column < grid.width; column++) {
      if (!(nearest[rowStart + column] > 0)) continue;
      const id = triangles[rowStart + column];
      if (id !== last) {
        last = id;
        v0 = indices[3 * id];
        v1 = indices[3 * id + 1];
        v2 = indices[3 * id + 2];
        originX = vertices[4 * v0];
        originY = vertices[4 * v0 + 1];
        x1 = vertices[4 * v1] - originX;
        y1 = vertices[4 * v1 + 1] - originY;
        x2 = vertices[4 * v2] - originX;
        y2 = vertices[4 * v2 + 1] - originY;
        inverseArea = 1 / (x1 * y2 - x2 * y1);
        piece = id - soupTriangleCount;
        parent = piece < 0 ? id : clippedParent[piece];
        const batchIndex = batchOfTriangle[parent];
        if (batchIndex !== lastBatch) {
          lastBatch = batchIndex;
          const batch = batches[batchIndex];
          const mesh = batch.shape.meshes[batch.meshIndex];
          instanceId = batch.instanceId;
          partId = mesh.part + 1;
          firstVertex = batch.firstVertex;
          objectPositions = mesh.positions;
        }
        findFace(soup, parent);
      }
      let px = (grid.left + column) * 256 + 128 - originX;
      let idealX = grid.left + column + 0.5;
      if (lens !== null) {
        px = lens.x[rowStart + column] * FROM_LENS - originX;
        py = lens.y[rowStart + column] * FROM_LENS;
        idealX = lens.x[rowStart + column] * PIXELS_FROM_LENS;
        rayY = (lens.y[rowStart + column] * PIXELS_FROM_LENS - K[5]) / K[4];
        rayOffsetX = K[2] + K[1] * rayY;
      }
      const part1 = (px * y2 - (py - originY) * x2) * inverseArea;
      const part2 = ((py - originY) * x1 - px * y1) * inverseArea;
      const inverse0 = vertices[4 * v0 + 2];
      const inverse1 = vertices[4 * v1 + 2];
      const inverse2 = vertices[4 * v2 + 2];
      const depth = 1 / (inverse0 + part1 * (inverse1 - inverse0) + part2 * (inverse2 - inverse0));
      let weight1 = part1 * inverse1 * depth;
      let weight2 = part2 * inverse2 * depth;
      let weight0 = 1 - weight1 - weight2;
      let a = v0;
      let b = v1;
      let c = v2;
      if (piece >= 0) {
        const corner = 6 * piece;
        const inParent1 = weight0 * clippedWeights[corner] + weight1 * clippedWeights[corner + 2] + weight2 * clippedWeights[corner + 4];
        weight2 = weight0 * clippedWeights[corner + 1] + weight1 * clippedWeights[corner + 3] + weight2 * clippedWeights[corner + 5];
        weight1 = inParent1;
        weight0 = 1 - weight1 - weight2;
        a = indices[3 * parent];
        b = indices[3 * parent + 1];
        c = indices[3 * parent + 2];
      }
      if (places !== null) {
        places.triangle[rowStart + column] = parent;
        places.weight1[rowStart + column] = weight1;
        places.weight2[rowStart + column] = weight2;
      }
      const pixel = imageStart + column;
      passes.depth[pixel] = depth;
      passes.instanceId[pixel] = instanceId;
      passes.partId[pixel] = partId;
      const oa = 3 * (a - firstVertex);
      const ob = 3 * (b - firstVertex);
      const oc = 3 * (c - firstVertex);
      passes.objectCoordinates[3 * pixel] = objectPositions[oa] * weight0 + objectPositions[ob] * weight1 + objectPositions[oc] * weight2;
      passes.objectCoordinates[3 * pixel + 1] = objectPositions[oa + 1] * weight0 + objectPositions[ob + 1] * weight1 + objectPositions[oc + 1] * weight2;
      passes.objectCoordinates[3 * pixel + 2] = objectPositions[oa + 2] * weight0 + objectPositions[ob + 2] * weight1 + objectPositions[oc + 2] * weight2;
      let nx = normals[3 * a] * weight0 + normals[3 * b] * weight1 + normals[3 * c] * weight2;
      let ny = normals[3 * a + 1] * weight0 + normals[3 * b + 1] * weight1 + normals[3 * c + 1] * weight2;
      let nz = normals[3 * a + 2] * weight0 + normals[3 * b + 2] * weight1 + normals[3 * c + 2] * weight2;
      if (nx * face[FACE_X] + ny * face[FACE_Y] + nz * face[FACE_Z] < 0) {
        nx = -nx;
        ny = -ny;
        nz = -nz;
      }
      let length = Math.sqrt(nx * nx + ny * ny + nz * nz);
      const rayX = (idealX - rayOffsetX) / K[0];
      const away = nx * rayX + ny * rayY + nz;
      if (!(length > 1e-6) || away > 0) {
        bendToHorizon(nx, ny, nz, rayX, rayY, away);
        nx = direction[0];
        ny = direction[1];
        nz = direction[2];
        length = 1;
      }
      const inverseLength = 1 / length;
      passes.normal[3 * pixel] = nx * inverseLength;
      passes.normal[3 * pixel + 1] = ny * inverseLength;
      passes.normal[3 * pixel + 2] = nz * inverseLength;
    }
  }
}

/** Geometric normal of a triangle (any length) towards the camera. */
function findFace(soup: TriangleSoup, triangle: number): void {
  const { positions, indices } = soup;
  const a = 3 * indices[3 * triangle];
  const b = 3 * indices[3 * triangle + 1];
  const c = 3 * indices[3 * triangle + 2];
  const x = positions[a];
  const y = positions[a + 1];
  const z = positions[a + 2];
  const ux = positions[b] - x;
  const uy = positions[b + 1] - y;
  const uz = positions[b + 2] - z;
  const vx = positions[c] - x;
  const vy = positions[c + 1] - y;
  const vz = positions[c + 2] - z;
  const nx = uy * vz - uz * vy;
  const ny = uz * vx - ux * vz;
  const nz = ux * vy - uy * vx;
  const sign = nx * x + ny * y + nz * z > 0 ? -1 : 1;
  face[FACE_X] = nx * sign;
  face[FACE_Y] = ny * sign;
  face[FACE_Z] = nz * sign;
}

/** A normal that points away from the camera, laid onto the plane across the ray; the triangle's own where that fails. */
function bendToHorizon(nx: number, ny: number, nz: number, rayX: number, rayY: number, away: number): void {
  const part = away / (rayX * rayX + rayY * rayY + 1);
  let x = nx - part * rayX;
  let y = ny - part * rayY;
  let z = nz - part;
  let length = Math.sqrt(x * x + y * y + z * z);
  if (!(length > 1e-6)) {
    x = face[FACE_X];
    y = face[FACE_Y];
    z = face[FACE_Z];
    length = Math.sqrt(x * x + y * y + z * z);
  }
  if (!(length > 0)) {
    // A triangle without area in space: it faces the camera by definition.
    x = -rayX;
    y = -rayY;
    z = -1;
    length = Math.sqrt(x * x + y * y + 1);
  }
  direction[0] = x / length;
  direction[1] = y / length;
  direction[2] = z / length;
}
