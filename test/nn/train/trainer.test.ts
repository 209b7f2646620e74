import { join } from "node:path";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parseSafetensors } from "../../../src/codecs/safetensors.js";
import { random } from "../../../src/core/random.js";
import { binaryCrossEntropy } from "../../../src/nn/losses/binary-cross-entropy.js";
import { crossEntropy } from "../../../src/nn/losses/cross-entropy.js";
import { foreground } from "../../../src/nn/networks/foreground.js";
import { heads, residualFeatures } from "../../../src/nn/networks/residual.js";
import { readWeightFiles } from "../../../src/nn/session/read-weights.js";
import { adamw } from "../../../src/nn/train/adamw.js";
import { shuffledBatches } from "../../../src/nn/train/batches.js";
import type { InputShapes, Network } from "../../../src/nn/train/network.js";
import { openPredictor } from "../../../src/nn/train/predictor.js";
import { cosineRate, warmUp } from "../../../src/nn/train/schedules.js";
import { sgd } from "../../../src/nn/train/sgd.js";
import { createTrainer, type Batch, type Trainer, type TrainerOptions } from "../../../src/nn/train/trainer.js";
import { temporaryFolder } from "../../temporary-folder.js";

const [BATCH, SIDE, CLASSES] = [16, 12, 4] as const;
const INPUTS: InputShapes = { image: { type: "float32", shape: [BATCH, 1, SIDE, SIDE] }, target: { type: "int64", shape: [BATCH] } };
const IMAGE: InputShapes = { image: INPUTS["image"]! };
const network: Network = (scope, { image }) => heads(scope.at("heads"), residualFeatures(scope, image!, { widths: [8, 16] }), { quarter: CLASSES });

/** A bright square in one of four quarters of a noisy image. */
function quarters(samples: number, seed: number): { images: Float32Array; targets: number[] } {
  const numbers = random(seed, "quarters", "test");
  const images = new Float32Array(samples * SIDE * SIDE);
  const targets = Array.from({ length: samples }, (_, sample) => {
    const target = numbers.integer(CLASSES);
    const [top, left] = [(target >> 1) * 6 + numbers.integer(3), (target & 1) * 6 + numbers.integer(3)];
    for (let at = 0; at < SIDE * SIDE; at++) {
      const [row, column] = [Math.floor(at / SIDE) - top, (at % SIDE) - left];
      images[sample * SIDE * SIDE + at] = numbers.normal() * 0.5 + (row >= 0 && row < 4 && column >= 0 && column < 4 ? 1.5 : 0);
    }
    return target;
  });
  return { images, targets };
}

function batchOf({ images, targets }: ReturnType<typeof quarters>, samples: readonly number[]): Batch {
  const image = new Float32Array(samples.length * SIDE * SIDE);
  samples.forEach((sample, place) => image.set(images.subarray(sample * SIDE * SIDE, (sample + 1) * SIDE * SIDE), place * SIDE * SIDE));
  return { image, target: BigInt64Array.from(samples, (sample) => BigInt(targets[sample]!)) };
}

function start(change: Partial<TrainerOptions> = {}): Promise<Trainer> {
  return createTrainer({
    inputs: INPUTS,
    network,
    loss: (graph, { quarter }, { target }) => crossEntropy(graph, quarter!, target!),
    optimizer: adamw({ learningRate: 0.01 }),
    seed: 5,
    threads: 1,
    ...change,
  });
}

async function train(trainer: Trainer, passes: number, from = 0): Promise<number[]> {
  const data = quarters(128, 1);
  const losses: number[] = [];
  for (let pass = from; pass < from + passes; pass++) {
    for (const samples of shuffledBatches(128, BATCH, 3, pass)) losses.push((await trainer.step(batchOf(data, samples))).loss);
  }
  return losses;
}

const bytes = (trainer: Trainer): string[] => [...trainer.weights()].map(([name, { data }]) => `${name} ${Buffer.from(data.buffer).toString("base64")}`);

it("learns a task, and another graph with its weights solves it for any batch", async () => {
  const trainer = await start({ optimizer: sgd({ learningRate: warmUp(5, cosineRate(0.1, 64)), weightDecay: 1e-4 }) });
  await train(trainer, 8);
  expect(trainer.steps).toBe(64);
  const held = quarters(200, 2);
  const predictor = await openPredictor({ inputs: IMAGE, network, weights: trainer.weights() });
  const { quarter } = await predictor.run({ image: held.images });
  expect(quarter!.shape).toEqual([200, CLASSES]);
  const right = held.targets.filter((target, sample) => {
    const row = [...quarter!.data.subarray(sample * CLASSES, (sample + 1) * CLASSES)];
    return row.indexOf(Math.max(...row)) === target;
  });
  expect(right.length / 200).toBeGreaterThan(0.95);
  await Promise.all([trainer.release(), predictor.release()]);
});

it("the same seed gives the same bytes; another seed others", async () => {
  const [first, second, other] = [await start(), await start(), await start({ seed: 6 })];
  expect(bytes(other)).not.toEqual(bytes(first));
  for (const trainer of [first, second]) await train(trainer, 1);
  expect(bytes(second)).toEqual(bytes(first));
  await Promise.all([first, second, other].map((trainer) => trainer.release()));
});

it("goes on from a file exactly, and the file serves inference", async () => {
  const path = join(temporaryFolder(), "checkpoint.safetensors");
  const through = await start();
  await train(through, 1);
  await through.save(path);
  const losses = await train(through, 1, 1);
  const resumed = await start({ seed: 99 });
  await resumed.load(path);
  expect(resumed.steps).toBe(8);
  expect(await train(resumed, 1, 1)).toEqual(losses);
  expect(bytes(resumed)).toEqual(bytes(through));

  const { tensors, metadata } = parseSafetensors(new Uint8Array(readFileSync(path)), path);
  expect(metadata).toMatchObject({ steps: "8" });
  expect([...tensors.keys()]).toEqual(expect.arrayContaining(["stages.0.0.conv1.weight", "stages.0.0.norm1.running_var", "optimizer.square.heads.quarter.bias"]));
  const saved = await start();
  await saved.load(path);
  const [fromFile, fromMemory] = [await openPredictor({ inputs: IMAGE, network, weights: await readWeightFiles(path, [path]) }), await openPredictor({ inputs: IMAGE, network, weights: saved.weights() })];
  const image = quarters(3, 4).images;
  expect((await fromFile.run({ image }))["quarter"]!.data).toEqual((await fromMemory.run({ image }))["quarter"]!.data);
  await Promise.all([through, resumed, saved, fromFile, fromMemory].map((one) => one.release()));
});

it("a file of another network or optimiser is refused by name", async () => {
  const path = join(temporaryFolder(), "checkpoint.safetensors");
  const trainer = await start();
  await trainer.save(path);
  const wider = await start({ network: (scope, { image }) => heads(scope.at("heads"), residualFeatures(scope, image!, { widths: [8, 24] }), { quarter: CLASSES }) });
  await expect(wider.load(path)).rejects.toMatchObject({ code: "E_MODEL", subject: "stages.1.0.conv1.weight" });
  const other = await start({ optimizer: sgd({ learningRate: 0.1 }) });
  await expect(other.load(path)).rejects.toThrow(/no tensor optimizer\.momentum\.stages/);
  await Promise.all([trainer, wider, other].map((one) => one.release()));
});

it("stops where numbers overflow, says what to lower, and keeps the weights before", async () => {
  const trainer = await start({ optimizer: sgd({ learningRate: 1e30 }) });
  const data = quarters(BATCH, 1);
  const batch = batchOf(data, data.targets.map((_, sample) => sample));
  let before: string[] = [];
  const untilItBreaks = async (): Promise<void> => {
    for (let step = 0; step < 20; step++) {
      before = bytes(trainer);
      await trainer.step(batch);
    }
  };
  await expect(untilItBreaks()).rejects.toMatchObject({ code: "E_TRAINING", hint: expect.stringMatching(/Lower the learning rate \(it is 1e\+30\)/) as unknown });
  expect(bytes(trainer)).toEqual(before);
  const fresh = await start();
  await expect(fresh.step({ ...batch, image: new Float32Array(BATCH * SIDE * SIDE).fill(Number.NaN) })).rejects.toThrow(/step 1: the loss is NaN/);
  await Promise.all([trainer.release(), fresh.release()]);
});

it("a batch of another size or type is refused", async () => {
  const trainer = await start();
  await expect(trainer.step({ image: new Float32Array(3), target: new BigInt64Array(BATCH) })).rejects.toThrow(/3 numbers for image in place of 2304/);
  await expect(trainer.step({ image: new Float32Array(BATCH * SIDE * SIDE), target: new Float32Array(BATCH) })).rejects.toThrow(/target is not of the type int64/);
  await trainer.release();
});

it("weights can be drawn otherwise, and be given", async () => {
  const trainer = await start({ initialize: ({ name, shape }) => (name === "heads.quarter.weight" ? new Float32Array(shape[0]! * shape[1]!) : null), initial: new Map([["heads.quarter.bias", { data: Float32Array.of(1, 2, 3, 4), shape: [CLASSES] }]]) });
  const weights = trainer.weights();
  expect(weights.get("heads.quarter.weight")!.data.every((value) => value === 0)).toBe(true);
  expect([...weights.get("heads.quarter.bias")!.data]).toEqual([1, 2, 3, 4]);
  expect(weights.get("stages.0.0.norm1.running_var")!.data.every((value) => value === 1)).toBe(true);
  await trainer.release();
});

it("a network for every pixel learns to tell an object from its ground", async () => {
  const inputs: InputShapes = { image: { type: "float32", shape: [4, 1, 16, 16] }, mask: { type: "float32", shape: [4, 1, 16, 16] } };
  const trainer = await createTrainer({
    inputs,
    network: (scope, { image }) => ({ mask: foreground(scope, image!, { widths: [6, 8, 8] }) }),
    loss: (graph, outputs, { mask }) => binaryCrossEntropy(graph, outputs["mask"]!, mask!),
    optimizer: adamw({ learningRate: 0.02, clipNorm: 5 }),
    seed: 1,
    threads: 1,
  });
  const numbers = random(1, "foreground", "test");
  const losses: number[] = [];
  for (let step = 0; step < 40; step++) {
    const [radius, mask, image] = [2 + numbers.integer(4), new Float32Array(4 * 256), new Float32Array(4 * 256)];
    for (let at = 0; at < mask.length; at++) {
      mask[at] = Math.abs((at % 16) - 8) + Math.abs((Math.floor(at / 16) % 16) - 8) < radius ? 1 : 0;
      image[at] = mask[at]! + 0.5 * numbers.normal();
    }
    losses.push((await trainer.step({ image, mask })).loss);
  }
  expect(losses.at(-1)!).toBeLessThan(0.25 * losses[0]!);
  await trainer.release();
});
