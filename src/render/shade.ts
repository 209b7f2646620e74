/**
 * Shading of surface points: glTF metallic-roughness materials under the original's area light, an environment and its
 * suns, with shadows, ambient occlusion and light bounced from the ground.
 *
 * Points are sorted by batch and go through three steps in blocks: where they are (here), what they are made of
 * (surface-material.ts), how they are lit (surface-lighting.ts).
 */
import type { Matrix3 } from "../geometry/vector.js";
import { multiply3 } from "../geometry/vector.js";
import type { Scene } from "../sample/scene.js";
import { fillOpenness, type OcclusionMap } from "./ambient-occlusion.js";
import { cameraInLightFrame, type LightFrameCamera, type SceneLight } from "./prepare-light.js";
import type { SurfaceHits, TriangleSoup } from "./surface.js";
import { createLighting, lightSurface } from "./surface-lighting.js";
import { BLOCK, createSurfaceBlock, type SurfaceBlock } from "./surface-block.js";
import { bindMaterial, evaluateMaterial } from "./surface-material.js";

export { prepareLight, type SceneLight } from "./prepare-light.js";

const block = createSurfaceBlock();
let order = new Int32Array(0);

/**
 * Shades surface points.
 * @param outColor linear RGB per hit, not premultiplied
 * @param outAlpha opacity per hit
 * @param occlusion the view's ambient occlusion, null for none
 */
export function shadeHits(
  soup: TriangleSoup,
  hits: SurfaceHits,
  scene: Scene,
  light: SceneLight,
  outColor: Float32Array,
  outAlpha: Float32Array,
  occlusion: OcclusionMap | null = null,
): void {
  if (hits.count === 0) return;
  if (order.length < hits.count) order = new Int32Array(hits.count);
  const starts = sortByBatch(soup, hits);
  const view = viewOf(scene, light, hits);
  const lighting = createLighting(light);
  for (let batch = 0; batch < soup.batches.length; batch++) {
    const end = starts[batch + 1];
    if (starts[batch] === end) continue;
    const { rotationObjectToCamera } = soup.batches[batch];
    const bound = bindMaterial(soup.batches[batch], multiply3(view.rotationCameraToLight, rotationObjectToCamera as unknown as Matrix3));
    for (let start = starts[batch]; start < end; start += BLOCK) {
      placeBlock(soup, hits, start, Math.min(end, start + BLOCK), soup.batches[batch].firstVertex, view, occlusion);
      if (!bound.plain || start === starts[batch]) evaluateMaterial(bound, block);
      lightSurface(lighting, bound.material.unlit, block, outColor, outAlpha);
    }
  }
}

/** Counting sort of the hits by batch into `order`; returns where each batch starts. */
function sortByBatch(soup: TriangleSoup, hits: SurfaceHits): Int32Array {
  const starts = new Int32Array(soup.batches.length + 2);
  const { batchOfTriangle } = soup;
  const { triangle, count } = hits;
  // Neighbours mostly share their batch: whole runs are counted and moved.
  for (let index = 0; index < count; ) {
    const batch = batchOfTriangle[triangle[index]];
    const first = index++;
    while (index < count && batchOfTriangle[triangle[index]] === batch) index++;
    starts[batch + 2] += index - first;
  }
  for (let batch = 2; batch < starts.length; batch++) starts[batch] += starts[batch - 1];
  for (let index = 0; index < count; ) {
    const batch = batchOfTriangle[triangle[index]];
    let to = starts[batch + 1];
    do order[to++] = index++;
    while (index < count && batchOfTriangle[triangle[index]] === batch);
    starts[batch + 1] = to;
  }
  return starts;
}

interface View extends LightFrameCamera {
  /** Area of a pixel (of a subsample where there are several) at depth 1. */
  pixelArea: number;
}

function viewOf(scene: Scene, light: SceneLight, hits: SurfaceHits): View {
  const { K } = scene.camera;
  // Only supersampled points lie off the pixel centres.
  const single = hits.x[0] - Math.floor(hits.x[0]) === 0.5;
  return { ...cameraInLightFrame(scene, light), pixelArea: (single ? 1 : 0.25) / Math.abs(K[0] * K[4]) };
}

/** Fills the geometric part of the block from hits `start` to `end` of `order`. */
function placeBlock(soup: TriangleSoup, hits: SurfaceHits, start: number, end: number, firstVertex: number, view: View, occlusion: OcclusionMap | null): void {
  const { positions, normals, indices } = soup;
  const r = view.rotationCameraToLight;
  const m = view.rayMatrix;
  const [cameraX, cameraY, cameraZ] = view.position;
  const out: SurfaceBlock = block;
  out.count = end - start;
  if (occlusion === null) out.openness.fill(1, 0, out.count);
  else fillOpenness(occlusion, hits, order, start, end, out.openness);
  let lastTriangle = -1;
  let i0 = 0, i1 = 0, i2 = 0;
  let flatX = 0, flatY = 0, flatZ = 0;
  let doubleArea = 0;
  for (let at = start; at < end; at++) {
    const index = at - start;
    const hit = order[at];
    out.hit[index] = hit;
    const triangle = hits.triangle[hit];
    if (triangle !== lastTriangle) {
      lastTriangle = triangle;
      i0 = indices[triangle * 3];
      i1 = indices[triangle * 3 + 1];
      i2 = indices[triangle * 3 + 2];
      const ax = positions[i0 * 3], ay = positions[i0 * 3 + 1], az = positions[i0 * 3 + 2];
      const ux = positions[i1 * 3] - ax, uy = positions[i1 * 3 + 1] - ay, uz = positions[i1 * 3 + 2] - az;
      const vx = positions[i2 * 3] - ax, vy = positions[i2 * 3 + 1] - ay, vz = positions[i2 * 3 + 2] - az;
      const nx = uy * vz - uz * vy, ny = uz * vx - ux * vz, nz = ux * vy - uy * vx;
      doubleArea = Math.sqrt(nx * nx + ny * ny + nz * nz);
      const toCamera = nx * ax + ny * ay + nz * az > 0 ? -1 / (doubleArea + 1e-300) : 1 / (doubleArea + 1e-300);
      flatX = (r[0] * nx + r[1] * ny + r[2] * nz) * toCamera;
      flatY = (r[3] * nx + r[4] * ny + r[5] * nz) * toCamera;
      flatZ = (r[6] * nx + r[7] * ny + r[8] * nz) * toCamera;
    }
    const w1 = hits.weight1[hit], w2 = hits.weight2[hit];
    const w0 = 1 - w1 - w2;
    const a = i0 * 3, b = i1 * 3, c = i2 * 3;
    const cx = w0 * normals[a] + w1 * normals[b] + w2 * normals[c];
    const cy = w0 * normals[a + 1] + w1 * normals[b + 1] + w2 * normals[c + 1];
    const cz = w0 * normals[a + 2] + w1 * normals[b + 2] + w2 * normals[c + 2];
    let nx = r[0] * cx + r[1] * cy + r[2] * cz;
    let ny = r[3] * cx + r[4] * cy + r[5] * cz;
    let nz = r[6] * cx + r[7] * cy + r[8] * cz;
    const length2 = nx * nx + ny * ny + nz * nz;
    if (!(length2 > 1e-12)) {
      nx = flatX;
      ny = flatY;
      nz = flatZ;
    }
    // Turned to the camera by the flat normal, not by the view: near outlines a smooth normal may lean away a little.
    const side = nx * flatX + ny * flatY + nz * flatZ < 0 ? -1 : 1;
    const factor = side / (length2 > 1e-12 ? Math.sqrt(length2) : 1);
    const at3 = index * 3;
    out.normal[at3] = nx * factor;
    out.normal[at3 + 1] = ny * factor;
    out.normal[at3 + 2] = nz * factor;
    out.side[index] = side;
    out.flatNormal[at3] = flatX;
    out.flatNormal[at3 + 1] = flatY;
    out.flatNormal[at3 + 2] = flatZ;
    const x = hits.idealX[hit], y = hits.idealY[hit], depth = hits.depth[hit];
    const rayX = m[0] * x + m[1] * y + m[2];
    const rayY = m[3] * x + m[4] * y + m[5];
    const rayZ = m[6] * x + m[7] * y + m[8];
    const toViewer = -1 / Math.sqrt(rayX * rayX + rayY * rayY + rayZ * rayZ);
    out.view[at3] = rayX * toViewer;
    out.view[at3 + 1] = rayY * toViewer;
    out.view[at3 + 2] = rayZ * toViewer;
    out.position[at3] = cameraX + depth * rayX;
    out.position[at3 + 1] = cameraY + depth * rayY;
    out.position[at3 + 2] = cameraZ + depth * rayZ;
    out.vertex0[index] = i0 - firstVertex;
    out.vertex1[index] = i1 - firstVertex;
    out.vertex2[index] = i2 - firstVertex;
    out.weight1[index] = w1;
    out.weight2[index] = w2;
    out.pixelShare[index] = (view.pixelArea * depth * depth) / (doubleArea + 1e-30);
  }
}
