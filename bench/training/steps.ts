/** The process of ours that is measured: trains the residual network, so many steps for each line it reads. */
import { createInterface } from "node:readline";
import { random } from "../../src/core/random.js";
import { crossEntropy } from "../../src/nn/losses/cross-entropy.js";
import { heads, residualFeatures, type ResidualOptions } from "../../src/nn/networks/residual.js";
import { add } from "../../src/nn/ops/arithmetic.js";
import type { InputShapes } from "../../src/nn/train/network.js";
import { sgd } from "../../src/nn/train/sgd.js";
import { createTrainer, type Trainer } from "../../src/nn/train/trainer.js";

export const [BATCH, SIDE, HEADS, BINS] = [32, 64, ["azimuth", "elevation", "theta"], 41] as const;

export function benchTrainer(normalization: NonNullable<ResidualOptions["normalization"]>, threads: number): Promise<Trainer> {
  const inputs: InputShapes = { image: { type: "float32", shape: [BATCH, 3, SIDE, SIDE] }, ...Object.fromEntries(HEADS.map((name) => [name, { type: "int64", shape: [BATCH] }])) };
  return createTrainer({
    inputs,
    network: (scope, { image }) => heads(scope.at("heads"), residualFeatures(scope, image!, { normalization }), Object.fromEntries(HEADS.map((name) => [name, BINS]))),
    loss: (graph, outputs, given) => HEADS.map((name) => crossEntropy(graph, outputs[name]!, given[name]!)).reduce((sum, each) => add(graph, sum, each)),
    optimizer: sgd({ learningRate: 0.01, momentum: 0.9, weightDecay: 1e-4 }),
    seed: 1,
    threads,
  });
}

export function benchBatch(): Record<string, Float32Array | BigInt64Array> {
  const numbers = random(1, "batch", "bench");
  return {
    image: Float32Array.from({ length: BATCH * 3 * SIDE * SIDE }, () => numbers.normal()),
    ...Object.fromEntries(HEADS.map((name) => [name, BigInt64Array.from({ length: BATCH }, () => BigInt(numbers.integer(BINS)))])),
  };
}

export async function serveSteps(normalization: NonNullable<ResidualOptions["normalization"]>, threads: number): Promise<void> {
  const start = performance.now();
  const trainer = await benchTrainer(normalization, threads);
  const batch = benchBatch();
  console.log(`@@${JSON.stringify({ createSeconds: (performance.now() - start) / 1000 })}`);
  for await (const line of createInterface({ input: process.stdin })) {
    const { steps } = JSON.parse(line) as { steps: number };
    const before = process.cpuUsage();
    const seconds: number[] = [];
    let loss = 0;
    for (let step = 0; step < steps; step++) {
      const begin = performance.now();
      ({ loss } = await trainer.step(batch));
      seconds.push((performance.now() - begin) / 1000);
    }
    const { user, system } = process.cpuUsage(before);
    console.log(`@@${JSON.stringify({ seconds, cpuSeconds: (user + system) / 1e6, loss })}`);
  }
}
