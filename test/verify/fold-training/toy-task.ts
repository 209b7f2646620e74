/** A task that takes no time: on which side of a noisy picture is it bright? */
import { random } from "../../../src/core/random.js";
import { crossEntropy } from "../../../src/nn/losses/cross-entropy.js";
import { heads, residualFeatures } from "../../../src/nn/networks/residual.js";
import { constantRate } from "../../../src/nn/train/schedules.js";
import { sgd } from "../../../src/nn/train/sgd.js";
import type { FoldData, FoldSample, FoldTask } from "../../../src/verify/fold-training/task.js";

export const SIDE = 8;
const BATCH = 8;

export interface ToyOptions {
  epochs: number;
  leastSteps: number;
  learningRate: number;
  statistics: "running" | "batch";
  /** From which step on the learning rate is so large that nothing survives; null = never. */
  explodesAt: number | null;
}

export const TOY: ToyOptions = { epochs: 3, leastSteps: 0, learningRate: 0.05, statistics: "running", explodesAt: null };

const pixels = (data: FoldData, samples: readonly number[]): Float32Array => Float32Array.from(samples.flatMap((sample) => Array.from(data.sample(sample).bytes, (value) => value / 127.5 - 1)));

export const toyTask: FoldTask = {
  name: "toy",
  version: 1,
  open(given) {
    const options = given as ToyOptions;
    return {
      layout: { bytes: SIDE * SIDE, numbers: 1 },
      epochs: options.epochs,
      leastSteps: options.leastSteps,
      inputs: { image: { type: "float32", shape: [BATCH, 1, SIDE, SIDE] } },
      targets: { side: { type: "int64", shape: [BATCH] } },
      network: (scope, { image }) => heads(scope.at("heads"), residualFeatures(scope, image!, { widths: [4, 8] }), { side: 2 }),
      loss: (graph, { side }, targets) => crossEntropy(graph, side!, targets["side"]!),
      optimizer: () => sgd({ learningRate: options.explodesAt === null ? constantRate(options.learningRate) : (step) => (step >= options.explodesAt! ? 1e30 : options.learningRate) }),
      makeBatch: ({ data, samples, random: chance }) => ({
        image: pixels(data, samples).map((value) => value + 0.05 * chance.normal()),
        side: BigInt64Array.from(samples, (sample) => BigInt(data.sample(sample).numbers[0]!)),
      }),
      outputs: 2,
      statistics: options.statistics,
      predict: async (run, data, samples) => (await run({ image: pixels(data, samples) }))["side"]!.data,
    };
  },
};

export function toySamples(count: number, seed = 1): FoldSample[] {
  return Array.from({ length: count }, (_, index) => {
    const chance = random(seed, `toy/${index}`, "test");
    const side = chance.integer(2);
    const bytes = Uint8Array.from({ length: SIDE * SIDE }, (__, at) => 100 + chance.integer(40) + ((at % SIDE) >= SIDE / 2 === (side === 1) ? 60 : 0));
    return { bytes, numbers: Float32Array.of(side) };
  });
}
