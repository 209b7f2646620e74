/** Which samples are to be wrong, and in what way: a pure function of the recipe's seed and the sample's name. */
import { random } from "../core/random.js";
import { WRONG_FRONT, type PlantKind, type PlantOptions } from "./options.js";

/** What chance wants of a sample. */
export interface PlantDraw {
  /** Path of the random streams of the kinds. */
  path: string;
  /** In the order in which they are tried, until one would be seen. */
  kinds: readonly PlantKind[];
  /** Of kind wrong-front: the same for all images of a shape. */
  turnDegrees: number | null;
}

/**
 * Draws whether a sample is to be wrong.
 * @param index of the sample
 * @param shapeKey names its main shape: equal for all samples that show the same one
 * @returns null for one that is to show what its label says
 */
export function drawPlant(options: PlantOptions, seed: number, index: number, shapeKey: string): PlantDraw | null {
  if (options.shapes !== null) {
    const path = `shape/${shapeKey}`;
    const stream = random(seed, path, "plant");
    if (stream.next() < options.shapes.share) return { path, kinds: [WRONG_FRONT], turnDegrees: stream.pick(options.shapes.turnDegrees) };
  }
  const path = `sample/${index}`;
  const stream = random(seed, path, "plant");
  return stream.next() < options.share ? { path, kinds: stream.shuffle(options.kinds), turnDegrees: null } : null;
}
