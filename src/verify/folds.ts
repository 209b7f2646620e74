/** Division into folds: every sample is judged by a network that has not seen it. */
import { DatasetError } from "../core/errors.js";
import { random } from "../core/random.js";
import type { VerifiedSample } from "./verified-sample.js";

/** What stays together: an image alone catches a bad image better; all images of a shape, a shape whose front is wrong. */
export type FoldUnit = "image" | "shape";

/**
 * The fold of every sample. Folds are as even as their units allow: units in the order of chance go one by one to the
 * fold that has the fewest samples. Images that are one view of a scene stay together.
 * @returns fold numbers 0 … count − 1, in the order of the samples
 * @throws DatasetError E_OPTION when there are fewer units than folds
 */
export function foldsOf(samples: readonly VerifiedSample[], { count, unit, seed }: { count: number; unit: FoldUnit; seed: number }): number[] {
  const units = new Map<string, number[]>();
  samples.forEach((sample, index) => {
    const key = unitOf(sample, unit);
    const members = units.get(key);
    if (members === undefined) units.set(key, [index]);
    else members.push(index);
  });
  if (units.size < count) {
    const what = unit === "image" ? "images" : "shapes";
    throw new DatasetError("E_OPTION", `${count} folds need at least ${count} ${what}, and there are ${units.size}`, {
      hint: unit === "image" ? "Make more samples, or use fewer folds." : "Use more shapes or fewer folds, or split by image.",
    });
  }
  const drawn = [...units].map(([key, members]) => ({ key, members, order: random(seed, `folds/${key}`, "order").uniform(0, 1) }));
  drawn.sort((a, b) => a.order - b.order || (a.key < b.key ? -1 : 1));
  const sizes = new Array<number>(count).fill(0);
  const folds = new Array<number>(samples.length).fill(0);
  for (const { members } of drawn) {
    const fold = sizes.indexOf(Math.min(...sizes));
    sizes[fold]! += members.length;
    for (const member of members) folds[member] = fold;
  }
  return folds;
}

/**
 * What a sample stays together with: samples of one unit give the same name. Built-in shapes share an id and differ by
 * their drawn parameters, which their hash covers.
 */
export function unitOf({ key, record }: VerifiedSample, unit: FoldUnit): string {
  if (unit === "shape") return record.objects[0]?.shape.sha256 ?? record.photo?.file ?? key;
  const dataset = key.slice(0, key.length - record.id.length);
  return `${dataset}scene/${record.scene}/view/${record.view}`;
}
