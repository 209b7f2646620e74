/**
 * Signal `match`: a network that sees a picture and a label and says whether they belong together. It learns from the
 * dataset itself, k-fold: own labels against labels of the turned object, of other samples, and pictures moved under them.
 */
import { DatasetError } from "../../core/errors.js";
import { foldsOf } from "../folds.js";
import { jobsOfFolds, type FoldJob } from "../fold-training/job.js";
import type { FoldSample } from "../fold-training/task.js";
import { trainFolds } from "../fold-training/train-folds.js";
import { openLabel, type LabelView } from "../label-view.js";
import { matchOptions, type MatchOptions } from "../match/options.js";
import { labelDifference, labelOf, PICTURE_ROOM, pictureSize, sampleBytes, type PlaneLayout } from "../match/planes.js";
import { inOutlineOf } from "../match/reshape.js";
import { matchLayout, matchTask, SAID } from "../match/task.js";
import { HALF_TURN, LABELS, turnsRadians } from "../match/turns.js";
import type { Signal, SignalContext, SignalValues } from "../signal.js";
import type { VerifiedSample } from "../verified-sample.js";
import { aroundObject, pictureInWindow } from "../window.js";

/** Side of the label's square relative to the longer side of the object's box. */
const MARGIN = 1.3;
const LEAST_PER_FOLD = 8;
/** Turned labels that differ less say the same. */
const LEAST_DIFFERENCE = 0.1;

const NOTHING: SignalValues = { matchChance: null, matchMargin: null, matchFront: null };

/** The signal with some options. */
export function matchSignal(given: Partial<MatchOptions> = {}): Signal {
  const options = matchOptions.parse(given);
  return {
    name: "match",
    measures: [
      { name: "matchChance", good: "high", description: "chance that picture and label belong together, by a network that has seen neither (log odds)", reason: "picture and label do not fit together" },
      { name: "matchMargin", good: "high", description: "how much better the label fits than that of the object turned (log odds)", reason: "the picture fits the object turned better" },
      { name: "matchFront", good: "high", description: "how much better the label fits than that of the object turned by 180 degrees within the same outline (log odds)", reason: "the outline is right, but what is in it fits the object seen from the other side better" },
    ],
    unavailable(samples) {
      const labelled = samples.filter((sample) => isLabelled(sample, options)).length;
      return labelled < options.folds * LEAST_PER_FOLD ? `${options.folds} folds need at least ${options.folds * LEAST_PER_FOLD} labelled samples, and there are ${labelled}` : null;
    },
    measure: (samples, context) => measure(samples, context, options),
  };
}

async function measure(given: readonly VerifiedSample[], context: SignalContext, options: MatchOptions): Promise<Map<string, SignalValues>> {
  const samples = [...given].sort((a, b) => (a.key < b.key ? -1 : 1));
  const values = new Map<string, SignalValues>(samples.map(({ key }) => [key, NOTHING]));
  const layout = matchLayout(options);
  const labelled = samples.filter((sample) => isLabelled(sample, options));
  const categories = [...new Set(labelled.map(({ record }) => record.objects[0]!.category))].sort();
  const seen: Seen[] = [];
  async function* stream(): AsyncGenerator<FoldSample> {
    for (const [done, sample] of labelled.entries()) {
      context.signal.throwIfAborted();
      context.progress("match: reading pictures", done, labelled.length);
      const bytes = await bytesOf(sample, context, layout);
      if (bytes === null) continue;
      seen.push({ sample, differs: differing(bytes, layout) });
      yield { bytes, numbers: Float32Array.of(categories.indexOf(sample.record.objects[0]!.category)) };
    }
  }
  const jobs = (): FoldJob[] => jobsOfFolds(
    foldsOf(seen.map(({ sample }) => sample), { count: options.folds, unit: options.unit, seed: context.seed }),
    (place) => context.learnsFrom?.(seen[place]!.sample) ?? true,
  );
  const trained = await trainFolds({ task: matchTask, options, samples: stream(), jobs }, { ...context, step: "match" });
  trained.jobs.forEach(({ predict }, job) => predict.forEach((place, row) => {
    const { sample, differs } = seen[place]!;
    values.set(sample.key, valuesOf(trained.results[job]!.outputs.subarray(row * SAID, (row + 1) * SAID), differs));
  }));
  return values;
}

/** A sample whose picture and label could be read. */
interface Seen {
  sample: VerifiedSample;
  /** Which of the labels that the network is asked about say something else than the first. */
  differs: readonly boolean[];
}

/** Null, with a note, where picture or label cannot be read. */
async function bytesOf(sample: VerifiedSample, { seed, renderLabel, note }: SignalContext, layout: PlaneLayout): Promise<Uint8Array | null> {
  const { size } = layout;
  try {
    const window = aroundObject(sample.record, { size, margin: MARGIN })!;
    const wide = aroundObject(sample.record, { size: pictureSize(layout), margin: MARGIN * PICTURE_ROOM })!;
    const picture = pictureInWindow(await sample.image(), wide);
    if (renderLabel !== null) {
      const labels: LabelView[] = [];
      for (const turn of [0, ...turnsRadians(seed, sample.key)]) labels.push(await renderLabel(sample, window, turn));
      return sampleBytes(layout, picture, labels);
    }
    const kept = (await openLabel(sample))!(window);
    return sampleBytes(layout, picture, Array.from({ length: LABELS }, () => kept));
  } catch (error) {
    if (!DatasetError.isInstance(error)) throw error;
    note(`${sample.key} is left out of match: ${error.message}`);
    return null;
  }
}

function differing(bytes: Uint8Array, layout: PlaneLayout): boolean[] {
  const labels = Array.from({ length: LABELS }, (_, label) => labelOf(bytes, layout, label));
  const [own] = labels;
  return [...labels, inOutlineOf(own!, labels[HALF_TURN]!, layout.size)].map((label) => labelDifference(own!, label) >= LEAST_DIFFERENCE);
}

function valuesOf(logits: Float32Array, differs: readonly boolean[]): SignalValues {
  const own = logits[0]!;
  const others = [...logits.subarray(0, LABELS)].filter((_, label) => differs[label]!);
  return {
    matchChance: own,
    matchMargin: others.length === 0 ? null : own - Math.max(...others),
    matchFront: differs[LABELS]! ? own - logits[LABELS]! : null,
  };
}

function isLabelled({ record }: VerifiedSample, { size }: MatchOptions): boolean {
  return record.labelStatus !== "none" && aroundObject(record, { size, margin: MARGIN }) !== null;
}
