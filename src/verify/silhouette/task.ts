/** The training task `silhouette`: learns from claimed masks where objects of a category are, and says how far it agrees with them. */
import * as z from "zod";
import type { Random } from "../../core/random.js";
import { adamw } from "../../nn/train/adamw.js";
import { cosineRate, warmUp } from "../../nn/train/schedules.js";
import type { FoldData, FoldModel, FoldTask } from "../fold-training/task.js";
import { cellsOf } from "./cells.js";
import { JUDGEMENTS, judgeSilhouette } from "./judge.js";
import { lookAtScenes } from "./look-at-scene.js";
import { PLANES, silhouetteInputs, silhouetteLoss, silhouetteNetwork, silhouetteTargets } from "./network.js";
import { silhouetteOptions } from "./options.js";
import { CELL, MARGIN, PIXEL_BYTES, sceneSize } from "./scene-bytes.js";
import { drawPlace, drawView, lookAt, paste, writePicture, writeTarget } from "./view.js";

const WARM_UP_STEPS = 20;
const WEIGHT_DECAY = 0.02;
const CLIP_NORM = 5;
/** Share of the views in which another category is asked for, which is not there. */
const ASKS_ANOTHER = 0.15;
/** Share of the views that get an object of another scene: of the same category, which is to be seen too, or of another one, which is not. */
const PASTES_SAME = 0.4;
const PASTES_OTHER = 0.2;
/** Share of the pasted objects that the own one hides where they meet. */
const PASTES_BEHIND = 0.6;
/** Tries to find a scene of the wanted kind. */
const TRIES = 30;

const taskOptions = silhouetteOptions.extend({ categories: z.int().positive() });
/** The signal's options and the number of categories. */
export type SilhouetteTaskOptions = z.infer<typeof taskOptions>;

export const silhouetteTask: FoldTask = { name: "silhouette", version: 3, open: (given) => silhouetteModel(taskOptions.parse(given)) };

/** A sample's only number is that of its category. */
function silhouetteModel({ size, batch, epochs, steps, learningRate, categories }: SilhouetteTaskOptions): FoldModel {
  const side = sceneSize(size);
  const cells = size / CELL;
  return {
    layout: { bytes: side * side * PIXEL_BYTES, numbers: 1 },
    epochs,
    leastSteps: steps,
    inputs: silhouetteInputs(batch, cells, categories),
    targets: silhouetteTargets(batch, cells),
    network: silhouetteNetwork,
    loss: silhouetteLoss,
    optimizer: ({ total }) => adamw({ learningRate: warmUp(WARM_UP_STEPS, cosineRate(learningRate, total)), weightDecay: WEIGHT_DECAY, clipNorm: CLIP_NORM }),
    makeBatch({ data, samples, train, random }) {
      const plane = cells * cells;
      const [picture, category] = [new Float32Array(samples.length * PLANES * plane), new Float32Array(samples.length * categories)];
      const [mask, weight] = [new Float32Array(samples.length * plane), new Float32Array(samples.length * plane)];
      samples.forEach((sample, index) => {
        const { bytes, numbers } = data.sample(sample);
        const own = numbers[0]!;
        const view = lookAt(bytes, size, drawView(size, random));
        const chance = random.next();
        if (chance < PASTES_SAME + PASTES_OTHER) {
          const same = chance < PASTES_SAME;
          const other = partner(data, train, (category) => (category === own) === same, random);
          if (other !== null) paste(view, lookAt(other, size, drawPlace(size, random)), { behind: random.next() < PASTES_BEHIND, counts: same });
        }
        writePicture(view, size, index, picture);
        writeTarget(view, size, index, { mask, weight });
        const isOther = chance >= 1 - ASKS_ANOTHER && categories > 1;
        const asked = isOther ? (own + 1 + random.integer(categories - 1)) % categories : own;
        category[index * categories + asked] = 1;
        if (isOther) mask.fill(0, index * plane, (index + 1) * plane);
      });
      return { picture, category, mask, weight };
    },
    outputs: JUDGEMENTS.length,
    statistics: "running",
    async predict(run, data, samples) {
      const read = samples.map((sample) => data.sample(sample));
      const asked = new Float32Array(samples.length * categories);
      read.forEach(({ numbers }, index) => (asked[index * categories + numbers[0]!] = 1));
      const chances = await lookAtScenes(run, read.map(({ bytes }) => bytes), asked, size);
      const outputs = new Float32Array(samples.length * JUDGEMENTS.length);
      read.forEach(({ bytes }, index) => {
        const judgement = judgeSilhouette(chances[index]!, cellsOf(bytes, side), side / CELL, cells / MARGIN);
        JUDGEMENTS.forEach((name, place) => (outputs[index * JUDGEMENTS.length + place] = judgement[name]));
      });
      return outputs;
    },
  };
}

/** A scene whose category is wanted; null where none is found. */
function partner(data: FoldData, train: readonly number[], isWanted: (category: number) => boolean, random: Random): Uint8Array | null {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const sample = random.pick(train);
    if (isWanted(data.numbers(sample)[0]!)) return data.sample(sample).bytes;
  }
  return null;
}
