/**
 * Signal `kcf`: the k-fold consistency filter. Networks that have not seen a picture read the object's pose from it, and
 * the label is compared with that. Learnt from the dataset itself, wrong labels included: most are right.
 */
import type { FoldJob } from "../fold-training/job.js";
import { trainFolds } from "../fold-training/train-folds.js";
import { BINS, HEADS } from "../kcf/bins.js";
import { categoryFolds, categoryOf, jobsOf, LEAST_OF_CATEGORY, type CategoryFolds } from "../kcf/category-folds.js";
import { hasPose, readCrops } from "../kcf/crops.js";
import { judge, judgeAsOriginal } from "../kcf/judge.js";
import { kcfOptions, type KcfOptions } from "../kcf/options.js";
import type { CropLayout } from "../kcf/picture-batch.js";
import { kcfTask, type KcfTaskOptions } from "../kcf/task.js";
import type { Measure, Signal, SignalContext, SignalValues } from "../signal.js";
import type { VerifiedSample } from "../verified-sample.js";

const MEASURES: readonly Measure[] = [
  { name: "kcfLoss", good: "low", description: "surprise of a pose network that has not seen the picture at the label's pose, in nats", reason: "a network reads another pose from the picture" },
  { name: "kcfAngleDegrees", good: "low", description: "angle between the label's pose and the one that the network reads, up to symmetry, 0 to 180", reason: "the object is turned otherwise than the label says" },
  { name: "kcfMargin", good: "high", description: "how much likelier the label's pose is than the best one far from it, in nats", reason: "another pose is likelier" },
];
const CATEGORY: Measure = { name: "kcfCategory", good: "high", description: "logarithm of the chance that the network gives to the label's category", reason: "the picture looks like another category" };

/** What the original and what was found to work. */
const DEFAULTS = { faithful: { epochs: 150, learningRate: 0.01 }, corrected: { epochs: 30, learningRate: 0.05 } } as const;
const ANGLES = HEADS.length * BINS;

/** The signal with some options. */
export function kcfSignal(given: Partial<KcfOptions> = {}): Signal {
  const options = kcfOptions.parse(given);
  const measures = options.variant === "corrected" ? [...MEASURES, CATEGORY] : MEASURES;
  return {
    name: "kcf",
    measures,
    unavailable(samples) {
      const labelled = samples.map((_, place) => place).filter((place) => hasPose(samples[place]!));
      const { members } = categoryFolds(samples, labelled, { count: options.folds, unit: options.unit, seed: 0 });
      if (members.size > 0) return null;
      const units = options.unit === "image" ? "images" : "images of at least 2 shapes";
      return `no category has at least ${LEAST_OF_CATEGORY} labelled ${units}: make more samples${options.unit === "shape" ? ", use more shapes, or split by image" : ""}`;
    },
    measure: (samples, context) => measure(samples, context, options, measures),
  };
}

async function measure(given: readonly VerifiedSample[], context: SignalContext, options: KcfOptions, measures: readonly Measure[]): Promise<Map<string, SignalValues>> {
  const samples = [...given].sort((a, b) => (a.key < b.key ? -1 : 1));
  const nothing = Object.fromEntries(measures.map(({ name }) => [name, null]));
  const values = new Map<string, SignalValues>(samples.map(({ key }) => [key, nothing]));
  const apart = options.variant === "faithful";
  const labelled = samples.map((_, place) => place).filter((place) => hasPose(samples[place]!));
  const categories = [...new Set(labelled.map((place) => categoryOf(samples[place]!)))].sort();
  const layout: CropLayout = { size: options.size, border: apart ? 0 : Math.round(options.size / 16) };
  const unreadable = new Map<number, string>();
  let divided: CategoryFolds | null = null;
  const jobs = (): FoldJob[] => {
    divided = categoryFolds(samples, labelled.filter((place) => !unreadable.has(place)), { count: options.folds, unit: options.unit, seed: context.seed });
    divided.notes.forEach((note) => context.note(`kcf: ${note}`));
    return jobsOf(divided, options.folds, apart);
  };
  const trained = await trainFolds(
    {
      task: kcfTask,
      options: taskOptions(options, apart ? 1 : categories.length, layout),
      samples: readCrops({
        samples,
        variant: options.variant,
        layout,
        categories: new Map(categories.map((category, number) => [category, apart ? 0 : number])),
        signal: context.signal,
        unreadable: (place, problem) => void unreadable.set(place, problem),
      }),
      jobs,
    },
    { ...context, step: "kcf" },
  );
  tellUnreadable(samples, unreadable, context);
  trained.jobs.forEach(({ predict }, job) => {
    const { outputs } = trained.results[job]!;
    const width = outputs.length / predict.length;
    predict.forEach((place, row) => {
      const said = outputs.subarray(row * width, (row + 1) * width);
      const object = samples[place]!.record.objects[0]!;
      const { loss, angleDegrees, margin } = (apart ? judgeAsOriginal : judge)(said.subarray(0, ANGLES), object);
      const category = apart || categories.length === 1 ? null : said[ANGLES + categories.indexOf(object.category)]!;
      values.set(samples[place]!.key, { kcfLoss: loss, kcfAngleDegrees: angleDegrees, kcfMargin: margin, ...(apart ? {} : { kcfCategory: category }) });
    });
  });
  return values;
}

function taskOptions({ variant, size, batch, epochs, learningRate, widths }: KcfOptions, categories: number, { border }: CropLayout): KcfTaskOptions {
  const defaults = DEFAULTS[variant];
  return { variant, categories, size, border, batch, epochs: epochs ?? defaults.epochs, learningRate: learningRate ?? defaults.learningRate, widths };
}

function tellUnreadable(samples: readonly VerifiedSample[], unreadable: ReadonlyMap<number, string>, context: SignalContext): void {
  const [first] = [...unreadable].sort(([a], [b]) => a - b);
  if (first === undefined) return;
  context.note(`kcf: ${unreadable.size} pictures could not be looked at, such as ${samples[first[0]]!.key}: ${first[1]}`);
}
