/** The angles that a network reads from a picture. */
import { exp } from "../../core/math.js";
import { rotationFromViewpoint } from "../../geometry/viewpoint.js";
import type { Matrix3 } from "../../geometry/vector.js";
import { BINS, decodeAngle, HEADS, type Head } from "./bins.js";

/** Radians, of each head. */
export type ReadAngles = Readonly<Record<Head, number>>;

/** @param logChances of the three heads, one after the other */
export function readAngles(logChances: Float32Array): ReadAngles {
  const [azimuth, elevation, inPlane] = HEADS.map((head, place) => decodeAngle(head, logChances.slice(place * BINS, (place + 1) * BINS).map(exp)));
  return { azimuth: azimuth!, elevation: elevation!, inPlane: inPlane! };
}

/** Object → axes of a camera that looks at it. Heads are free of each other: their elevation may lie beyond straight up. */
export function rotationRead({ azimuth, elevation, inPlane }: ReadAngles): Matrix3 {
  return rotationFromViewpoint({ azimuthRadians: azimuth, elevationRadians: elevation, inPlaneRadians: inPlane });
}
