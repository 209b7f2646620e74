/** Training of the filter's networks, for folds and for one set against another. */
import * as z from "zod";
import { exp, log } from "../../core/math.js";
import { softCrossEntropy } from "../../nn/losses/cross-entropy.js";
import { residualFeatures } from "../../nn/networks/residual.js";
import { add, scale } from "../../nn/ops/arithmetic.js";
import { readTensors } from "../../nn/session/read-tensors.js";
import { adamw } from "../../nn/train/adamw.js";
import type { Optimizer } from "../../nn/train/optimizer.js";
import { cosineRate, stepRate, warmUp } from "../../nn/train/schedules.js";
import { sgd } from "../../nn/train/sgd.js";
import type { Batch } from "../../nn/train/trainer.js";
import type { FoldData, FoldModel, FoldTask } from "../fold-training/task.js";
import { openBackbone } from "./backbone.js";
import { BINS, HEADS } from "./bins.js";
import type { CropLayout, Look } from "./picture-batch.js";
import { featuresOf, featureSource, inputOf, pixelSource, type PictureSource } from "./picture-source.js";
import { poseHeads } from "./pose-network.js";
import { mirrored } from "./pose-target.js";
import { ANGLES, unpackNumbers } from "./sample-numbers.js";

/** The schema of the task's options. */
export const kcfTaskOptions = z.strictObject({
  variant: z.enum(["faithful", "corrected"]),
  categories: z.int().min(1),
  size: z.int().min(1),
  border: z.int().min(0),
  batch: z.int().min(1),
  epochs: z.int().min(1),
  learningRate: z.number().positive(),
  network: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("residual"), widths: z.array(z.int().min(1)).min(1) }),
    z.strictObject({ kind: z.literal("resnet50"), weights: z.string(), sha256: z.string().describe("of the weights that it begins with") }),
    z.strictObject({ kind: z.literal("features"), count: z.int().min(1).describe("numbers per picture, from a network that is not trained") }),
  ]),
});
export type KcfTaskOptions = z.infer<typeof kcfTaskOptions>;

/** How much the category's loss weighs beside those of the heads. */
const CATEGORY_WEIGHT = 0.3;
/** The original cuts the learning rate to a tenth after each third of its epochs. */
const FAITHFUL_CUTS = 3;

export const kcfTask: FoldTask = {
  name: "kcf",
  version: 2,
  open: (options) => openModel(kcfTaskOptions.parse(options)),
};

async function openModel(options: KcfTaskOptions): Promise<FoldModel> {
  const { variant, categories, batch, epochs } = options;
  const corrected = variant === "corrected";
  const many = categories > 1;
  const outputs = ANGLES + (many ? categories : 0);
  const { source, initial } = await openSource(options, corrected);
  const reads = readerOf(source, categories);
  return {
    layout: source.layout,
    epochs,
    inputs: { ...inputOf(source, batch), ...(many ? { category: { type: "float32", shape: [batch, categories] } as const } : {}) },
    targets: { angles: { type: "float32", shape: [batch, HEADS.length, BINS] }, counts: { type: "float32", shape: [batch, HEADS.length] } },
    network: (scope, inputs) => poseHeads(scope.at("heads"), featuresOf(source, scope, inputs), inputs["category"] ?? null),
    loss(graph, said, given) {
      const pose = softCrossEntropy(graph, said["pose"]!, given["angles"]!, { axis: 2, weights: given["counts"]! });
      return many ? add(graph, pose, scale(graph, softCrossEntropy(graph, said["shown"]!, given["category"]!), CATEGORY_WEIGHT)) : pose;
    },
    optimizer: (steps) => optimizerOf(options, steps),
    ...(initial === null ? {} : { initial }),
    makeBatch({ data, samples, random }) {
      const looks = samples.map(() => source.varied(random));
      const targets = samples.map((sample) => unpackNumbers(data.sample(sample)));
      const angles = new Float32Array(batch * ANGLES);
      targets.forEach(({ chances }, place) => angles.set(looks[place]!.mirrored ? mirrored(chances) : chances, place * ANGLES));
      return { ...reads(data, samples, looks), angles, counts: Float32Array.from(targets.flatMap(({ counts }) => [...counts])) };
    },
    outputs,
    statistics: corrected ? "running" : "batch",
    async predict(run, data, samples) {
      const said = [await run(reads(data, samples, samples.map(() => source.plain(false))))];
      if (corrected) said.push(await run(reads(data, samples, samples.map(() => source.plain(true)))));
      const out = new Float32Array(samples.length * outputs);
      samples.forEach((_, place) => {
        const own = out.subarray(place * outputs, (place + 1) * outputs);
        const rows = (name: string, length: number): Float32Array[] => said.map((all) => all[name]!.data.slice(place * length, (place + 1) * length));
        own.set(mean(rows("pose", ANGLES).map((row, look) => (look === 1 ? mirrored(row) : row))));
        if (many) own.set(mean(rows("shown", categories)), ANGLES);
        for (let head = 0; head < HEADS.length; head++) toLogChances(own.subarray(head * BINS, (head + 1) * BINS));
        if (many) toLogChances(own.subarray(ANGLES));
      });
      return out;
    },
  };
}

async function openSource({ network, size, border }: KcfTaskOptions, varies: boolean): Promise<{ source: PictureSource; initial: NonNullable<FoldModel["initial"]> | null }> {
  const layout: CropLayout = { size, border };
  if (network.kind === "features") return { source: featureSource(network.count, varies), initial: null };
  if (network.kind === "residual") return { source: pixelSource(layout, (scope, image) => residualFeatures(scope, image, { widths: network.widths }), varies), initial: null };
  const { features, weights, parameters } = await openBackbone(network.kind, network.weights, size);
  return { source: pixelSource(layout, features, varies), initial: () => readTensors(weights, parameters) };
}

/** Faithful: as the original; corrected: what was found to learn fastest from a few thousand pictures. */
function optimizerOf({ variant, learningRate, epochs }: KcfTaskOptions, { perEpoch, total }: { perEpoch: number; total: number }): Optimizer {
  if (variant === "faithful") return sgd({ learningRate: stepRate(learningRate, perEpoch * Math.max(1, Math.round(epochs / FAITHFUL_CUTS))), momentum: 0.9, weightDecay: 1e-4 });
  return adamw({ learningRate: warmUp(Math.min(perEpoch, Math.ceil(total / 10)), cosineRate(learningRate, total)), weightDecay: 0.05, clipNorm: 5 });
}

/** Makes what a network reads of some samples. */
function readerOf(source: PictureSource, categories: number): (data: FoldData, samples: readonly number[], looks: readonly Look[]) => Batch {
  const count = source.shape.reduce((product, size) => product * size, 1);
  return (data, samples, looks) => {
    const picture = new Float32Array(samples.length * count);
    const category = new Float32Array(samples.length * categories);
    samples.forEach((place, row) => {
      const sample = data.sample(place);
      source.write(sample, looks[row]!, picture.subarray(row * count, (row + 1) * count));
      category[row * categories + unpackNumbers(sample).category] = 1;
    });
    return categories > 1 ? { picture, category } : { picture };
  };
}

function mean(rows: readonly Float32Array[]): Float32Array {
  return rows[0]!.map((_, index) => rows.reduce((sum, row) => sum + row[index]!, 0) / rows.length);
}

/** Logits → logarithms of chances, in place. */
function toLogChances(logits: Float32Array): void {
  const most = logits.reduce((best, value) => Math.max(best, value), -Infinity);
  const total = log(logits.reduce((sum, value) => sum + exp(value - most), 0)) + most;
  for (let index = 0; index < logits.length; index++) logits[index] = logits[index]! - total;
}
