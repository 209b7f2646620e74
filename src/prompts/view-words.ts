/**
 * Words for where the camera stands, from a fixed table. Azimuth 0° sees the front; at 90° the object's own left side
 * is seen and its front points to image left (geometry/viewpoint.ts).
 */
import { degrees } from "../core/math.js";

/** The angles that words depend on. */
export interface SeenFrom {
  azimuthRadians: number;
  elevationRadians: number;
  inPlaneRadians: number;
}

/** Words per range of azimuth, [from, to) in degrees; the first goes over 360. */
export const AZIMUTH_WORDS = [
  { from: 337.5, to: 22.5, words: "front view" },
  { from: 22.5, to: 67.5, words: "three-quarter front view, facing left" },
  { from: 67.5, to: 112.5, words: "side view, facing left" },
  { from: 112.5, to: 157.5, words: "three-quarter rear view, facing left" },
  { from: 157.5, to: 202.5, words: "rear view" },
  { from: 202.5, to: 247.5, words: "three-quarter rear view, facing right" },
  { from: 247.5, to: 292.5, words: "side view, facing right" },
  { from: 292.5, to: 337.5, words: "three-quarter front view, facing right" },
] as const;

/** Words per range of elevation, [from, to) in degrees. Near the poles the sides are hardly seen: no azimuth there. */
export const ELEVATION_WORDS = [
  { from: -91, to: -60, words: "seen from directly below", withAzimuth: false },
  { from: -60, to: -15, words: "seen from below", withAzimuth: true },
  { from: -15, to: 25, words: "", withAzimuth: true },
  { from: 25, to: 60, words: "seen from above", withAzimuth: true },
  { from: 60, to: 91, words: "seen from directly above", withAzimuth: false },
] as const;

/** A camera turned further about its own axis than this does not show left and right, above and below as said. */
const MOST_ROLL_DEGREES = 20;

/** Things that are the same all around, or nearly: "front view" means nothing to a painter. */
const ROUND = new Set("bottle bowl can jar plate vase wine_glass beaker bucket basket traffic_cone fire_hydrant sports_ball pot pan lamp desk_lamp stool table trash_bin hourglass umbrella orange apple pizza donut cake broccoli potted_plant cup airship kite".split(" "));

/** "side view, facing left, seen from above"; empty where no words are certain. */
export function viewWords(category: string, seen: SeenFrom): string {
  if (Math.abs(signedDegrees(seen.inPlaneRadians)) > MOST_ROLL_DEGREES) return "";
  const azimuth = turnDegrees(seen.azimuthRadians);
  const elevation = signedDegrees(seen.elevationRadians);
  const high = ELEVATION_WORDS.find(({ from, to }) => elevation >= from && elevation < to)!;
  const around = AZIMUTH_WORDS.find(({ from, to }) => (from < to ? azimuth >= from && azimuth < to : azimuth >= from || azimuth < to))!;
  return [high.withAzimuth && !ROUND.has(category) ? around.words : "", high.words].filter((words) => words !== "").join(", ");
}

function turnDegrees(radians: number): number {
  const turned = degrees(radians);
  return turned - 360 * Math.floor(turned / 360);
}

/** In [−180, 180). */
function signedDegrees(radians: number): number {
  const turned = turnDegrees(radians);
  return turned >= 180 ? turned - 360 : turned;
}
