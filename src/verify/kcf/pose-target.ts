/** What the three heads shall say of a sample. */
import { viewpointFromPose } from "../../geometry/viewpoint.js";
import type { ObjectRecord } from "../../sample/record.js";
import { addSoftTarget, azimuthBin, BINS, HEADS, signedBin, type Head } from "./bins.js";
import { equivalentPoses } from "./equivalent-poses.js";
import { meshAzimuth, seenRotation } from "./seen-pose.js";

/** Chances per head, one after the other, and how much each head counts: 0 or 1. */
export interface PoseTarget {
  chances: Float32Array;
  counts: Float32Array;
}

/**
 * Canonical angles as the crop shows them, soft, shared among all poses that look alike; the azimuth counts only where
 * it can be seen.
 */
export function correctedTarget(object: ObjectRecord): PoseTarget {
  const { rotations, azimuthCounts } = equivalentPoses(seenRotation(object), object);
  const chances = new Float32Array(HEADS.length * BINS);
  for (const rotation of rotations) {
    const viewpoint = viewpointFromPose({ rotation, translation: [0, 0, 1] });
    HEADS.forEach((head, place) => addSoftTarget(head, viewpoint[`${head}Radians`], 1 / rotations.length, chances.subarray(place * BINS, (place + 1) * BINS)));
  }
  return { chances, counts: Float32Array.of(azimuthCounts ? 1 : 0, 1, 1) };
}

/** The angles that the original learns: raw ones, with the model's own offsets, no in-plane rotation, symmetry or front. */
export function originalAngles({ viewpoint, rotationObjectToCamera }: ObjectRecord): Record<Head, number> {
  const { raw } = viewpoint;
  const azimuth = raw?.azimuthRadians ?? viewpoint.azimuthRadians ?? meshAzimuth(rotationObjectToCamera);
  return { azimuth, elevation: raw?.elevationRadians ?? viewpoint.elevationRadians, inPlane: 0 };
}

/** One bin per head. */
export function faithfulTarget(object: ObjectRecord): PoseTarget {
  const angles = originalAngles(object);
  const chances = new Float32Array(HEADS.length * BINS);
  HEADS.forEach((head, place) => (chances[place * BINS + (head === "azimuth" ? azimuthBin(angles[head]) : signedBin(angles[head]))] = 1));
  return { chances, counts: Float32Array.of(1, 1, 1) };
}

/** What a mirrored picture shows: azimuth and in-plane rotation change their sign, so their bins come in the other order. */
export function mirrored(chances: Float32Array): Float32Array {
  const out = chances.slice();
  for (const head of ["azimuth", "inPlane"] as const) {
    const first = HEADS.indexOf(head) * BINS;
    out.subarray(first, first + BINS).reverse();
  }
  return out;
}
