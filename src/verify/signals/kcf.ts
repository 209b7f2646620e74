/**
 * Signal `kcf`: the k-fold consistency filter. Networks that have not seen a picture read the object's pose from it, and
 * the label is compared with that. Learnt from the dataset itself, wrong labels included: most are right.
 */
import type { FoldJob } from "../fold-training/job.js";
import type { SampleStream } from "../fold-training/sample-file.js";
import { trainFolds, type TrainingContext } from "../fold-training/train-folds.js";
import { categoryFolds, categoryOf, jobsOf, LEAST_OF_CATEGORY } from "../kcf/category-folds.js";
import { hasPose, readCrops, type CropRequest } from "../kcf/crops.js";
import { readFeatures } from "../kcf/frozen-features.js";
import { judge, judgeAsOriginal } from "../kcf/judge.js";
import { hashOfNetwork } from "../kcf/network-files.js";
import { kcfOptions, settingsOf, type KcfOptions, type KcfSettings } from "../kcf/options.js";
import { ANGLES, SAMPLE_NUMBERS } from "../kcf/sample-numbers.js";
import { kcfTask, type KcfTaskOptions } from "../kcf/task.js";
import type { Measure, Signal, SignalContext, SignalValues } from "../signal.js";
import type { VerifiedSample } from "../verified-sample.js";

const MEASURES: readonly Measure[] = [
  { name: "kcfLoss", good: "low", description: "surprise of a pose network that has not seen the picture at the label's pose, in nats", reason: "a network reads another pose from the picture" },
  { name: "kcfAngleDegrees", good: "low", description: "angle between the label's pose and the one that a network reads, up to symmetry, 0 to 180", reason: "the object is turned otherwise than the label says" },
  { name: "kcfMargin", good: "high", description: "how much likelier the label's pose is than the best one far from it, in nats", reason: "another pose is likelier than the label's" },
];
const CATEGORY: Measure = { name: "kcfCategory", good: "high", description: "logarithm of the chance that the network gives to the label's category, 0 where all have the same", reason: "the picture looks like another category" };

/** The signal with some options. */
export function kcfSignal(given: Partial<KcfOptions> = {}): Signal {
  const settings = settingsOf(kcfOptions.parse(given));
  const measures = saysCategory(settings) ? [...MEASURES, CATEGORY] : MEASURES;
  return {
    name: "kcf",
    measures,
    unavailable(samples) {
      const labelled = samples.map((_, place) => place).filter((place) => hasPose(samples[place]!));
      const { members } = categoryFolds(samples, labelled, { ...foldsOf(settings), seed: 0 });
      if (members.size > 0) return null;
      const units = settings.unit === "image" ? "images" : "images of at least 2 shapes";
      return `no category has at least ${LEAST_OF_CATEGORY} labelled ${units}: make more samples${settings.unit === "shape" ? ", use more shapes, or split by image" : ""}`;
    },
    measure: async (samples, context) => measure([...samples].sort((a, b) => (a.key < b.key ? -1 : 1)), context, settings, measures),
  };
}

const saysCategory = ({ variant, categories }: KcfOptions): boolean => variant === "corrected" && categories;
const foldsOf = ({ folds, unit }: KcfOptions): { count: number; unit: KcfOptions["unit"] } => ({ count: folds, unit });

async function measure(samples: readonly VerifiedSample[], context: SignalContext, settings: KcfSettings, measures: readonly Measure[]): Promise<Map<string, SignalValues>> {
  const nothing = Object.fromEntries(measures.map(({ name }) => [name, null]));
  const values = new Map<string, SignalValues>(samples.map(({ key }) => [key, nothing]));
  const apart = settings.variant === "faithful";
  const labelled = samples.map((_, place) => place).filter((place) => hasPose(samples[place]!));
  const names = [...new Set(labelled.map((place) => categoryOf(samples[place]!)))].sort();
  const unreadable = new Map<number, string>();
  const request: CropRequest = {
    samples,
    variant: settings.variant,
    layout: { size: settings.size, border: apart || settings.frozen ? 0 : Math.round(settings.size / 16) },
    categories: new Map(names.map((category, number) => [category, apart ? 0 : number])),
    signal: context.signal,
    unreadable: (place, problem) => void unreadable.set(place, problem),
  };
  const training: TrainingContext = { ...context, step: "kcf" };
  const { stream, network } = await networkOf(request, settings, { ...training, step: "kcf features" });
  const jobs = (): FoldJob[] => {
    tellUnreadable(samples, unreadable, context);
    const divided = categoryFolds(samples, labelled.filter((place) => !unreadable.has(place)), { ...foldsOf(settings), seed: context.seed, ...learning(context) });
    divided.notes.forEach((note) => context.note(`kcf: ${note}`));
    return jobsOf(divided, settings.folds, apart);
  };
  const { variant, batch, epochs, learningRate } = settings;
  const options: KcfTaskOptions = { variant, categories: apart ? 1 : Math.max(1, names.length), ...request.layout, batch, epochs, learningRate, network };
  const trained = await trainFolds({ task: kcfTask, options, samples: stream, jobs }, training);
  trained.jobs.forEach(({ predict }, job) => {
    const { outputs } = trained.results[job]!;
    const width = outputs.length / predict.length;
    predict.forEach((place, row) => {
      const said = outputs.subarray(row * width, (row + 1) * width);
      const object = samples[place]!.record.objects[0]!;
      const { loss, angleDegrees, margin } = (apart ? judgeAsOriginal : judge)(said.subarray(0, ANGLES), object);
      const category = names.length === 1 ? 0 : said[ANGLES + names.indexOf(object.category)]!;
      values.set(samples[place]!.key, { kcfLoss: loss, kcfAngleDegrees: angleDegrees, kcfMargin: margin, ...(saysCategory(settings) ? { kcfCategory: category } : {}) });
    });
  });
  return values;
}

const learning = ({ learnsFrom }: SignalContext): { learnsFrom?: NonNullable<SignalContext["learnsFrom"]> } => (learnsFrom === undefined ? {} : { learnsFrom });

/** What the networks of the folds read, and what they are. */
async function networkOf(request: CropRequest, { network, weights, frozen, widths, batch }: KcfSettings, context: TrainingContext): Promise<{ stream: SampleStream; network: KcfTaskOptions["network"] }> {
  if (network === "residual") return { stream: readCrops(request), network: { kind: "residual", widths } };
  if (!frozen && network === "resnet50") return { stream: readCrops(request), network: { kind: network, weights: weights!, sha256: await hashOfNetwork(network, weights!) } };
  const stream = await readFeatures(request, { network, weights: weights!, batch }, context);
  const count = stream.length === 0 ? 2 : stream[0]!.numbers.length - SAMPLE_NUMBERS;
  return { stream, network: { kind: "features", count: count / 2 } };
}

function tellUnreadable(samples: readonly VerifiedSample[], unreadable: ReadonlyMap<number, string>, context: SignalContext): void {
  const [first] = [...unreadable].sort(([a], [b]) => a - b);
  if (first === undefined) return;
  context.note(`kcf: ${unreadable.size} pictures could not be looked at, such as ${samples[first[0]]!.key}: ${first[1]}`);
}
