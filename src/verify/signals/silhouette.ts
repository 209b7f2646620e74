/**
 * Signal `silhouette`: a network that sees pictures alone learns from the claimed masks, k-fold, where objects of each
 * category are; what it sees in a picture that it has not learnt from is compared with the mask claimed for it. What it
 * sees beyond that is perhaps a second object.
 */
import { foldsOf } from "../folds.js";
import { jobsOfFolds, type FoldJob } from "../fold-training/job.js";
import type { FoldSample } from "../fold-training/task.js";
import { trainFolds } from "../fold-training/train-folds.js";
import { openLabel } from "../label-view.js";
import { lookAtSamples } from "../look-at-samples.js";
import { JUDGEMENTS } from "../silhouette/judge.js";
import { silhouetteOptions, type SilhouetteOptions } from "../silhouette/options.js";
import { MARGIN, ROOM, sceneBytes, sceneSize } from "../silhouette/scene-bytes.js";
import { silhouetteTask, type SilhouetteTaskOptions } from "../silhouette/task.js";
import type { Measure, Signal, SignalContext, SignalValues } from "../signal.js";
import type { VerifiedSample } from "../verified-sample.js";
import { aroundObject, pictureInWindow, showsPicture } from "../window.js";

/** Fewer samples teach nothing. */
const LEAST_PER_FOLD = 8;

/** In the order of JUDGEMENTS. */
const MEASURES: readonly Measure[] = [
  { name: "silhouetteIou", good: "high", description: "area common to the claimed mask and the seen one over their joint area, after the best small move; 0 to 1", reason: "the object's outline is another than the label's" },
  { name: "silhouetteSeen", good: "high", description: "share of the claimed mask in which the object is seen; 0 to 1", reason: "the object is missing where the label has it" },
  { name: "silhouetteExcess", good: "low", description: "area close around the claimed mask in which the object is seen, relative to the mask", reason: "the object reaches beyond its mask" },
  { name: "silhouetteShift", good: "low", description: "how far the middle of what is seen lies from that of the mask, relative to the object's longer side", reason: "the object lies beside its mask" },
  { name: "secondInstance", good: "low", description: "area of the largest other piece that is seen as an object of the category, relative to the mask", reason: "there is another object of the category" },
];
const NOTHING: SignalValues = Object.fromEntries(MEASURES.map(({ name }) => [name, null]));

/** The signal with some options. */
export function silhouetteSignal(given: Partial<SilhouetteOptions> = {}): Signal {
  const options = silhouetteOptions.parse(given);
  return {
    name: "silhouette",
    measures: MEASURES,
    unavailable(samples) {
      const labelled = samples.filter((sample) => isLabelled(sample, options)).length;
      const least = options.folds * LEAST_PER_FOLD;
      return labelled < least ? `${options.folds} folds need at least ${least} labelled samples, and there are ${labelled}` : null;
    },
    measure: (samples, context) => measure(samples, context, options),
  };
}

async function measure(samples: readonly VerifiedSample[], context: SignalContext, options: SilhouetteOptions): Promise<Map<string, SignalValues>> {
  const asked = samples.filter((sample) => isLabelled(sample, options)).sort((a, b) => (a.key < b.key ? -1 : 1));
  const categories = [...new Set(asked.map(categoryOf))].sort();
  const seen: VerifiedSample[] = [];
  async function* scenes(): AsyncGenerator<FoldSample> {
    let index = 0;
    for await (const bytes of lookAtSamples(asked, context, "silhouette: reading pictures", (sample) => sceneOf(sample, options))) {
      const sample = asked[index++]!;
      if (bytes === null) continue;
      seen.push(sample);
      yield { bytes, numbers: Float32Array.of(categories.indexOf(categoryOf(sample))) };
    }
  }
  const jobs = (): FoldJob[] => jobsOfFolds(foldsOf(seen, { count: options.folds, unit: options.unit, seed: context.seed }), (place) => context.learnsFrom?.(seen[place]!) ?? true);
  const taskOptions: SilhouetteTaskOptions = { ...options, categories: categories.length };
  const trained = await trainFolds({ task: silhouetteTask, options: taskOptions, samples: scenes(), jobs }, { ...context, step: "silhouette" });
  const values = new Map<string, SignalValues>(samples.map(({ key }) => [key, NOTHING]));
  trained.jobs.forEach(({ predict }, job) => predict.forEach((place, row) => {
    values.set(seen[place]!.key, valuesOf(trained.results[job]!.outputs.subarray(row * JUDGEMENTS.length)));
  }));
  return values;
}

function valuesOf(judgements: Float32Array): SignalValues {
  return Object.fromEntries(MEASURES.map(({ name }, index) => [name, judgements[index]!]));
}

async function sceneOf(sample: VerifiedSample, { size }: SilhouetteOptions): Promise<Uint8Array> {
  const window = aroundObject(sample.record, { size: sceneSize(size), margin: MARGIN * ROOM })!;
  const picture = await sample.image();
  const { mask } = (await openLabel(sample))!(window);
  return sceneBytes(pictureInWindow(picture, window), mask, (x, y) => showsPicture(window, picture, x, y));
}

function isLabelled({ record }: VerifiedSample, { size }: SilhouetteOptions): boolean {
  return record.labelStatus !== "none" && aroundObject(record, { size, margin: MARGIN }) !== null;
}

function categoryOf({ record }: VerifiedSample): string {
  return record.objects[0]!.category;
}
