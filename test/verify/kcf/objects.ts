/** Labels of objects for tests of the filter. */
import { rotationFromViewpoint } from "../../../src/geometry/viewpoint.js";
import type { ObjectRecord } from "../../../src/sample/record.js";

/** Angles of a pose in degrees, and what else of the label matters. */
export interface TestObject {
  azimuth?: number;
  elevation?: number;
  inPlane?: number;
  frontKnown?: boolean;
  symmetry?: ObjectRecord["symmetry"];
  translation?: [number, number, number];
  raw?: ObjectRecord["viewpoint"]["raw"];
  category?: string;
  shape?: string;
}

const RADIANS = Math.PI / 180;

export function objectOf({ azimuth = 0, elevation = 0, inPlane = 0, frontKnown = true, symmetry = { discrete: [], continuous: [] }, translation = [0, 0, 3], raw = null, category = "car", shape = "car-1" }: TestObject): ObjectRecord {
  const angles = { azimuthRadians: azimuth * RADIANS, elevationRadians: elevation * RADIANS, inPlaneRadians: inPlane * RADIANS };
  return {
    category,
    shape: { id: shape, sha256: shape },
    frontKnown,
    rotationObjectToCamera: [...rotationFromViewpoint(angles)],
    translationObjectToCamera: translation,
    viewpoint: { ...angles, azimuthRadians: frontKnown ? angles.azimuthRadians : null, distance: 3, raw },
    symmetry,
  } as unknown as ObjectRecord;
}

/** A turn about the vertical by some degrees, as records name symmetries. */
export function verticalTurn(degrees: number): number[] {
  const [c, s] = [Math.cos(degrees * RADIANS), Math.sin(degrees * RADIANS)];
  return [c, -s, 0, 0, s, c, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
}
