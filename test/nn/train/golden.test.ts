/** Against PyTorch: bench/golden-training/residual.py made the data. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { parseSafetensors } from "../../../src/codecs/safetensors.js";
import type { FloatTensor } from "../../../src/nn/graph/float-tensor.js";
import { crossEntropy } from "../../../src/nn/losses/cross-entropy.js";
import { heads, residualFeatures, type ResidualOptions } from "../../../src/nn/networks/residual.js";
import { add } from "../../../src/nn/ops/arithmetic.js";
import { adamw } from "../../../src/nn/train/adamw.js";
import type { InputShapes, Network } from "../../../src/nn/train/network.js";
import { openPredictor } from "../../../src/nn/train/predictor.js";
import { sgd } from "../../../src/nn/train/sgd.js";
import { createTrainer } from "../../../src/nn/train/trainer.js";
import { difference, numbers } from "../../diffusion/networks/fixture.js";

const FILE = join(dirname(fileURLToPath(import.meta.url)), "../../golden/training/residual.safetensors");
const [BATCH, SIDE, STEPS] = [4, 17, 5];
const INPUTS: InputShapes = { image: { type: "float32", shape: [BATCH, 3, SIDE, SIDE] }, target: { type: "int64", shape: [BATCH] } };
const IMAGE: InputShapes = { image: INPUTS["image"]! };
const OPTIMIZERS = { sgd: sgd({ learningRate: 0.05, momentum: 0.9, weightDecay: 1e-2, clipNorm: 1.5 }), adamw: adamw({ learningRate: 0.01, weightDecay: 0.05, clipNorm: 1.5 }) };

function golden(): Map<string, FloatTensor> {
  const { tensors } = parseSafetensors(new Uint8Array(readFileSync(FILE)), FILE);
  return new Map([...tensors].map(([name, { data, shape }]) => [name, { data: new Float32Array(data.slice().buffer), shape }]));
}

const network = (normalization: NonNullable<ResidualOptions["normalization"]>): Network => (scope, { image }) =>
  heads(scope.at("heads"), residualFeatures(scope, image!, { widths: [4, 6, 8], normalization, groups: 2 }), { azimuth: 5, elevation: 5, theta: 5 });

it.each((["batch", "group", "none"] as const).flatMap((normalization) => (["sgd", "adamw"] as const).map((kind) => [normalization, kind] as const)))(
  "normalisation %s, %s: five steps have PyTorch's losses, and the network then gives what PyTorch's gives",
  async (normalization, kind) => {
    const data = golden();
    const weights = new Map([...data].filter(([name]) => name.startsWith(`${normalization}.weights.`)).map(([name, tensor]) => [name.slice(`${normalization}.weights.`.length), tensor]));
    const trainer = await createTrainer({
      inputs: INPUTS,
      network: network(normalization),
      loss: (graph, outputs, { target }) => Object.values(outputs).map((logits) => crossEntropy(graph, logits, target!, { smoothing: 0.1 })).reduce((sum, each) => add(graph, sum, each)),
      optimizer: OPTIMIZERS[kind],
      seed: 1,
      initial: weights,
    });
    expect(trainer.parameters.map(({ name }) => name).sort()).toEqual([...weights.keys()].sort());
    const [losses, norms] = ["losses", "norms"].map((what) => data.get(`${normalization}.${kind}.${what}`)!.data) as [Float32Array, Float32Array];
    for (let step = 0; step < STEPS; step++) {
      const target = BigInt64Array.from({ length: BATCH }, (_, index) => BigInt((step + 2 * index) % 5));
      const { loss, gradientNorm } = await trainer.step({ image: numbers(step, BATCH, 3, SIDE, SIDE).data, target });
      expect(Math.abs(loss - losses[step]!), `step ${step}: ${loss} against ${losses[step]}`).toBeLessThan(1e-4);
      expect(Math.abs(gradientNorm / norms[step]! - 1), `step ${step}: ${gradientNorm} against ${norms[step]}`).toBeLessThan(1e-3);
    }
    const predictor = await openPredictor({ inputs: IMAGE, network: network(normalization), weights: trainer.weights() });
    const { azimuth } = await predictor.run({ image: numbers(77, 2, 3, SIDE, SIDE).data });
    expect(difference(azimuth!, data.get(`${normalization}.${kind}.predicted`)!)).toBeLessThan(1e-3);
    await Promise.all([trainer.release(), predictor.release()]);
  },
);
