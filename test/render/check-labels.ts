/** The bounds that every label keeps, checked on all visible pixels. Used by tests and benches. */
import { projectCameraPoint, rayThroughPixel } from "../../src/geometry/camera.js";
import { applyPose } from "../../src/geometry/pose.js";
import { dot, norm, scale, type Vector3 } from "../../src/geometry/vector.js";
import { renderPasses } from "../../src/render/passes.js";
import { objectToCamera } from "../../src/render/triangles.js";
import type { Passes } from "../../src/sample/passes.js";
import type { Scene } from "../../src/sample/scene.js";

/** Largest distance (pixels) of a projected object coordinate from the centre of its pixel. */
export const PIXEL_BOUND = 0.02;
/** Largest difference (world units) of the projected depth from the depth pass. */
export const DEPTH_BOUND = 1e-4;

/** What {@link checkLabels} found. */
export interface LabelReport {
  visiblePixels: number;
  /** Worst distance of a projected object coordinate from its own pixel's centre, in pixels. */
  worstPixelError: number;
  /** Worst difference of its depth from the depth pass, in world units. */
  worstDepthError: number;
  /** Worst deviation of a normal's length from 1. */
  worstNormalLength: number;
  /** Largest cosine between a normal and the viewing ray; above 0 it would face away from the camera. */
  worstNormalFacing: number;
  /** Pixels whose passes contradict each other: an id without depth, a value where nothing is, a NaN. */
  inconsistentPixels: number;
  /** Pixels whose instance differs when the scene is rendered again in fresh memory. */
  maskDifference: number;
}

/** Projects every visible pixel's object coordinates through pose and K, and renders the masks again. */
export function checkLabels(passes: Passes, scene: Scene): LabelReport {
  const report: LabelReport = {
    visiblePixels: 0,
    worstPixelError: 0,
    worstDepthError: 0,
    worstNormalLength: 0,
    worstNormalFacing: -1,
    inconsistentPixels: 0,
    maskDifference: 0,
  };
  const poses = new Map(scene.instances.map((instance) => [instance.instanceId, objectToCamera(scene, instance)]));
  for (let pixel = 0; pixel < passes.width * passes.height; pixel++) {
    const id = passes.instanceId[pixel];
    const coordinates: Vector3 = [passes.objectCoordinates[3 * pixel], passes.objectCoordinates[3 * pixel + 1], passes.objectCoordinates[3 * pixel + 2]];
    const normal: Vector3 = [passes.normal[3 * pixel], passes.normal[3 * pixel + 1], passes.normal[3 * pixel + 2]];
    const depth = passes.depth[pixel];
    const pose = poses.get(id);
    if (pose === undefined) {
      const empty = id === 0 && depth === 0 && passes.partId[pixel] === 0 && [...coordinates, ...normal].every((value) => value === 0);
      if (!empty) report.inconsistentPixels++;
      continue;
    }
    report.visiblePixels++;
    const point = applyPose(pose, scale(coordinates, pose.scale));
    const projection = projectCameraPoint(scene.camera.K, point, scene.camera.distortion);
    const offX = projection.x - ((pixel % passes.width) + 0.5);
    const offY = projection.y - (Math.floor(pixel / passes.width) + 0.5);
    const ray = rayThroughPixel(scene.camera.K, (pixel % passes.width) + 0.5, Math.floor(pixel / passes.width) + 0.5, scene.camera.distortion);
    const facing = dot(normal, ray) / norm(ray);
    const measured = [Math.sqrt(offX * offX + offY * offY), Math.abs(projection.depth - depth), Math.abs(norm(normal) - 1), facing];
    if (!measured.every(Number.isFinite) || !(depth > 0) || passes.partId[pixel] === 0) report.inconsistentPixels++;
    report.worstPixelError = Math.max(report.worstPixelError, measured[0]);
    report.worstDepthError = Math.max(report.worstDepthError, measured[1]);
    report.worstNormalLength = Math.max(report.worstNormalLength, measured[2]);
    report.worstNormalFacing = Math.max(report.worstNormalFacing, measured[3]);
  }
  const again = renderPasses(scene, { color: false });
  for (let pixel = 0; pixel < again.instanceId.length; pixel++) if (again.instanceId[pixel] !== passes.instanceId[pixel]) report.maskDifference++;
  return report;
}

/** The bounds that a report breaks, in words; empty when all hold. */
export function brokenBounds(report: LabelReport): string[] {
  const broken: string[] = [];
  if (!(report.worstPixelError <= PIXEL_BOUND)) broken.push(`object coordinates land ${report.worstPixelError} px off`);
  if (!(report.worstDepthError <= DEPTH_BOUND)) broken.push(`depth differs by ${report.worstDepthError}`);
  if (!(report.worstNormalLength <= 1e-6)) broken.push(`a normal's length is off by ${report.worstNormalLength}`);
  if (!(report.worstNormalFacing <= 1e-6)) broken.push(`a normal faces away: cosine ${report.worstNormalFacing}`);
  if (report.inconsistentPixels > 0) broken.push(`${report.inconsistentPixels} pixels are inconsistent`);
  if (report.maskDifference > 0) broken.push(`${report.maskDifference} pixels of the masks differ when rendered again`);
  return broken;
}
