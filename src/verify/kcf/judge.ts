/** From what a network says of a picture to how well that agrees with the label. */
import { exp, log } from "../../core/math.js";
import { rotationFromViewpoint, viewpointFromPose } from "../../geometry/viewpoint.js";
import type { ObjectRecord } from "../../sample/record.js";
import { angleBetweenDegrees } from "./angle-between.js";
import { BIN_RADIANS, binCentre, BINS, decodeOriginal, HEADS, signedTurn, type Head } from "./bins.js";
import { equivalentPoses } from "./equivalent-poses.js";
import { faithfulTarget, originalAngles } from "./pose-target.js";
import { readAngles } from "./read-angles.js";
import { seenRotation } from "./seen-pose.js";

/** How a label agrees with what the network has read from the picture. */
export interface Judgement {
  /** Surprise at the label, in nats. */
  loss: number;
  /** Angle between the network's pose and the nearest pose that looks as the label says, in degrees. */
  angleDegrees: number;
  /** By how much the label is likelier than the best pose far from it, in nats; negative: another pose is likelier. */
  margin: number;
}

/** Bins at most this far from the claimed angle agree with it, those further than {@link FAR} speak for another pose. */
const NEAR = 1.5 * BIN_RADIANS;
const FAR = 3.5 * BIN_RADIANS;

/** @param logChances of the three heads, one after the other */
export function judge(logChances: Float32Array, object: ObjectRecord): Judgement {
  const { rotations, azimuthCounts } = equivalentPoses(seenRotation(object), object);
  const claimed = rotations.map((rotation) => viewpointFromPose({ rotation, translation: [0, 0, 1] }));
  const heads = HEADS.filter((head) => head !== "azimuth" || azimuthCounts);
  const chancesOf = (head: Head): Float32Array => logChances.slice(HEADS.indexOf(head) * BINS, (HEADS.indexOf(head) + 1) * BINS).map(exp);
  let loss = 0;
  let margin = Infinity;
  for (const head of heads) {
    const chances = chancesOf(head);
    const apart = (bin: number): number => claimed.reduce((least, view) => Math.min(least, Math.abs(signedTurn(binCentre(head, bin) - view[`${head}Radians`]))), Infinity);
    let near = 0;
    let far = 0;
    for (let bin = 0; bin < BINS; bin++) {
      const distance = apart(bin);
      if (distance <= NEAR) near += chances[bin]!;
      else if (distance >= FAR) far = Math.max(far, chances[bin]! + chances[(bin + 1) % BINS]! + chances[(bin + BINS - 1) % BINS]!);
    }
    loss -= log(near + LEAST);
    margin = Math.min(margin, log(near + LEAST) - log(far + LEAST));
  }
  const read = readAngles(logChances);
  const angles = claimed.map((view, place) => {
    const azimuthRadians = azimuthCounts ? read.azimuth : view.azimuthRadians;
    return angleBetweenDegrees(rotationFromViewpoint({ azimuthRadians, elevationRadians: read.elevation, inPlaneRadians: read.inPlane }), rotations[place]!);
  });
  return { loss, angleDegrees: Math.min(...angles), margin };
}

/** Chances are not taken for smaller than this. */
const LEAST = 1e-6;

/** As the original: the sum of the three cross-entropies, and angles from bins half of which are read askew. */
export function judgeAsOriginal(logChances: Float32Array, object: ObjectRecord): Judgement {
  const { chances } = faithfulTarget(object);
  const loss = -chances.reduce((sum, chance, at) => sum + (chance > 0 ? chance * logChances[at]! : 0), 0);
  const angles = originalAngles(object);
  const own = (head: Head): Float32Array => logChances.subarray(HEADS.indexOf(head) * BINS, (HEADS.indexOf(head) + 1) * BINS);
  const rotation = (read: (head: Head) => number) => rotationFromViewpoint({ azimuthRadians: read("azimuth"), elevationRadians: read("elevation"), inPlaneRadians: read("inPlane") });
  const angleDegrees = angleBetweenDegrees(rotation((head) => decodeOriginal(head, own(head))), rotation((head) => angles[head]));
  const best = HEADS.reduce((sum, head) => sum + own(head).reduce((most, value) => Math.max(most, value), -Infinity), 0);
  return { loss, angleDegrees, margin: -loss - best };
}
