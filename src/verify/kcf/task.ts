/** Training of the filter's networks, for folds and for one set against another. */
import * as z from "zod";
import { exp, log } from "../../core/math.js";
import { softCrossEntropy } from "../../nn/losses/cross-entropy.js";
import { residualFeatures } from "../../nn/networks/residual.js";
import { add, scale } from "../../nn/ops/arithmetic.js";
import type { InputShapes } from "../../nn/train/network.js";
import { cosineRate, stepRate, warmUp } from "../../nn/train/schedules.js";
import { sgd } from "../../nn/train/sgd.js";
import type { Batch } from "../../nn/train/trainer.js";
import type { FoldData, FoldModel, FoldTask } from "../fold-training/task.js";
import { BINS, HEADS } from "./bins.js";
import { plainLook, storedSide, variedLook, writePicture, type CropLayout, type Look } from "./picture-batch.js";
import { poseHeads } from "./pose-network.js";
import { mirrored } from "./pose-target.js";

const ANGLES = HEADS.length * BINS;
/** Numbers of a sample: its category's number, how much each head counts, what the heads shall say. */
export const SAMPLE_NUMBERS = 1 + HEADS.length + ANGLES;

/** The schema of the task's options. */
export const kcfTaskOptions = z.strictObject({
  variant: z.enum(["faithful", "corrected"]),
  categories: z.int().min(1),
  size: z.int().min(8),
  border: z.int().min(0),
  batch: z.int().min(1),
  epochs: z.int().min(1),
  learningRate: z.number().positive(),
  widths: z.array(z.int().min(1)).min(1).default([32, 64, 128, 256]),
});
export type KcfTaskOptions = z.input<typeof kcfTaskOptions>;

/** What the heads' losses and the category's weigh against one another. */
const CATEGORY_WEIGHT = 0.3;
/** The original cuts the learning rate to a tenth after each third of its epochs. */
const FAITHFUL_CUTS = 3;

export const kcfTask: FoldTask = {
  name: "kcf",
  version: 1,
  open: (options) => openModel(kcfTaskOptions.parse(options)),
};

function openModel(options: z.output<typeof kcfTaskOptions>): FoldModel {
  const { variant, categories, size, batch, epochs, learningRate, widths } = options;
  const corrected = variant === "corrected";
  const layout: CropLayout = { size, border: options.border };
  const many = categories > 1;
  const outputs = ANGLES + (many ? categories : 0);
  const inputs: InputShapes = {
    image: { type: "float32", shape: [batch, 3, size, size] },
    ...(many ? { category: { type: "float32", shape: [batch, categories] } as const } : {}),
  };
  return {
    layout: { bytes: 3 * storedSide(layout) * storedSide(layout), numbers: SAMPLE_NUMBERS },
    epochs,
    inputs,
    targets: { angles: { type: "float32", shape: [batch, HEADS.length, BINS] }, counts: { type: "float32", shape: [batch, HEADS.length] } },
    network: (scope, { image, category }) => poseHeads(scope.at("heads"), residualFeatures(scope, image!, { widths }), category ?? null),
    loss(graph, outputs, given) {
      const pose = softCrossEntropy(graph, outputs["pose"]!, given["angles"]!, { axis: 2, weights: given["counts"]! });
      return many ? add(graph, pose, scale(graph, softCrossEntropy(graph, outputs["shown"]!, given["category"]!), CATEGORY_WEIGHT)) : pose;
    },
    optimizer({ perEpoch, total }) {
      if (!corrected) return sgd({ learningRate: stepRate(learningRate, perEpoch * Math.max(1, Math.round(epochs / FAITHFUL_CUTS))), momentum: 0.9, weightDecay: 1e-4 });
      return sgd({ learningRate: warmUp(Math.min(perEpoch, Math.ceil(total / 10)), cosineRate(learningRate, total)), momentum: 0.9, weightDecay: 5e-4, clipNorm: 5 });
    },
    makeBatch({ data, samples, random }) {
      const looks = samples.map(() => (corrected ? variedLook(layout, random) : plainLook(layout)));
      const stored = samples.map((sample) => data.sample(sample));
      const angles = new Float32Array(batch * ANGLES);
      stored.forEach(({ numbers }, place) => {
        const chances = numbers.subarray(1 + HEADS.length);
        angles.set(looks[place]!.mirrored ? mirrored(chances) : chances, place * ANGLES);
      });
      const counts = Float32Array.from(stored.flatMap(({ numbers }) => [...numbers.subarray(1, 1 + HEADS.length)]));
      return { ...readable(data, samples, looks), angles, counts };
    },
    outputs,
    statistics: corrected ? "running" : "batch",
    async predict(run, data, samples) {
      const straight = await run(readable(data, samples, samples.map(() => plainLook(layout))));
      const flipped = corrected ? await run(readable(data, samples, samples.map(() => plainLook(layout, true)))) : null;
      const out = new Float32Array(samples.length * outputs);
      samples.forEach((_, place) => {
        const own = out.subarray(place * outputs, (place + 1) * outputs);
        const row = (given: NonNullable<typeof flipped>, name: string, length: number): Float32Array => given[name]!.data.slice(place * length, (place + 1) * length);
        own.set(mean(row(straight, "pose", ANGLES), flipped === null ? null : mirrored(row(flipped, "pose", ANGLES))));
        for (let head = 0; head < HEADS.length; head++) toLogChances(own.subarray(head * BINS, (head + 1) * BINS));
        if (!many) return;
        own.set(mean(row(straight, "shown", categories), flipped === null ? null : row(flipped, "shown", categories)), ANGLES);
        toLogChances(own.subarray(ANGLES));
      });
      return out;
    },
  };

  /** What the network reads. */
  function readable(data: FoldData, samples: readonly number[], looks: readonly Look[]): Batch {
    const pixels = 3 * size * size;
    const image = new Float32Array(samples.length * pixels);
    const category = new Float32Array(samples.length * categories);
    samples.forEach((sample, place) => {
      const { bytes, numbers } = data.sample(sample);
      writePicture(bytes, layout, looks[place]!, image.subarray(place * pixels, (place + 1) * pixels));
      category[place * categories + numbers[0]!] = 1;
    });
    return many ? { image, category } : { image };
  }
}

function mean(a: Float32Array, b: Float32Array | null): Float32Array {
  return b === null ? a : a.map((value, index) => (value + b[index]!) / 2);
}

/** Logits → logarithms of chances, in place. */
function toLogChances(logits: Float32Array): void {
  const most = logits.reduce((best, value) => Math.max(best, value), -Infinity);
  const total = log(logits.reduce((sum, value) => sum + exp(value - most), 0)) + most;
  for (let index = 0; index < logits.length; index++) logits[index] = logits[index]! - total;
}
