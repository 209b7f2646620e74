/** Intersection over union of two boxes in space. */
import { intersectionVolume } from "./intersection-volume.js";
import { type BoxCorners, emptySolidBox, fillSolidBox, type SolidBox } from "./solid-box.js";

const first = emptySolidBox();
const second = emptySolidBox();

/** What two boxes share. */
export interface BoxOverlap {
  /** Volume of the intersection, in cubed units of the corners. */
  volume: number;
  /** Intersection over union, 0 … 1. */
  iou: number;
}

/**
 * The exact volume that two oriented boxes share, and its share of their union.
 * @param cornersA 8 × 3 in Omni3D's order (that of PyTorch3D), see {@link BoxCorners}
 * @throws DatasetError E_BOX when corners are not finite, enclose no volume or are in another order
 */
export function iou3d(cornersA: BoxCorners, cornersB: BoxCorners): BoxOverlap {
  fillSolidBox(first, cornersA, "the first box");
  fillSolidBox(second, cornersB, "the second box");
  const volume = intersectionVolume(first, second);
  return { volume, iou: iouOfVolume(first, second, volume) };
}

/** Intersection over union of boxes that are checked already. */
export function iouOfSolids(a: SolidBox, b: SolidBox): number {
  return iouOfVolume(a, b, intersectionVolume(a, b));
}

function iouOfVolume(a: SolidBox, b: SolidBox, volume: number): number {
  return Math.min(1, volume / (a.volume + b.volume - volume));
}
