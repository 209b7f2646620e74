/** Where in a picture with lens distortion the triangles of an object may be seen. */
import type { Camera } from "../geometry/camera.js";
import { distort, isInField, type LensDistortion } from "../geometry/distortion.js";
import { SUBPIXELS, type ProjectedTriangles } from "./projected.js";
import type { TriangleSoup } from "./surface.js";
import type { Rectangle } from "./workspace.js";

/** Edges are followed in steps of this many ideal pixels: between them they bend by far less than the half pixel to a pixel's centre. */
const STEP_PIXELS = 8;
const MOST_STEPS = 512;

const place = new Float64Array(2);

/**
 * Pixels around the triangles of an instance, whose outlines are curves; what the near plane cuts away is not counted.
 * @returns `beyond`: some of it lies where the lens shows nothing. Null when there is no triangle.
 */
export function distortedBounds(soup: TriangleSoup, projected: ProjectedTriangles, instanceId: number, camera: Camera, lens: LensDistortion): { bounds: Rectangle; beyond: boolean } | null {
  const { K } = camera;
  const { vertices, indices } = projected;
  let minX = Infinity, minY = Infinity, maxX = -Infinity, maxY = -Infinity;
  let beyond = false;
  const see = (idealX: number, idealY: number): void => {
    const y = (idealY / SUBPIXELS - K[5]) / K[4];
    const x = (idealX / SUBPIXELS - K[2] - K[1] * y) / K[0];
    if (!isInField(lens, x, y)) beyond = true;
    distort(lens, x, y, place);
    const seenX = K[0] * place[0] + K[1] * place[1] + K[2];
    const seenY = K[4] * place[1] + K[5];
    if (seenX < minX) minX = seenX;
    if (seenX > maxX) maxX = seenX;
    if (seenY < minY) minY = seenY;
    if (seenY > maxY) maxY = seenY;
  };
  const follow = (from: number, to: number): void => {
    const dx = vertices[to] - vertices[from];
    const dy = vertices[to + 1] - vertices[from + 1];
    const steps = Math.min(MOST_STEPS, Math.ceil(Math.sqrt(dx * dx + dy * dy) / (STEP_PIXELS * SUBPIXELS)));
    for (let step = 1; step < steps; step++) see(vertices[from] + (dx * step) / steps, vertices[from + 1] + (dy * step) / steps);
    see(vertices[to], vertices[to + 1]);
  };
  const visit = (first: number, end: number, skipCut: boolean): void => {
    for (let id = first; id < end; id++) {
      const a = indices[3 * id] << 2, b = indices[3 * id + 1] << 2, c = indices[3 * id + 2] << 2;
      if (skipCut && vertices[a + 3] + vertices[b + 3] + vertices[c + 3] !== 0) continue;
      follow(a, b);
      follow(b, c);
      follow(c, a);
    }
  };
  for (let index = 0; index < soup.batches.length; index++) {
    const { instanceId: id, firstTriangle, triangleCount } = soup.batches[index];
    if (id !== instanceId) continue;
    const { cut, firstClipped, endClipped } = projected.batches[index];
    visit(firstTriangle, firstTriangle + triangleCount, cut);
    visit(firstClipped, endClipped, false);
  }
  if (!(minX <= maxX)) return null;
  const bounds = {
    left: Math.floor(minX),
    top: Math.floor(minY),
    right: Math.ceil(maxX),
    bottom: Math.ceil(maxY),
  };
  return { bounds, beyond };
}
