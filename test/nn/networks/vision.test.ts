import { join } from "node:path";
import { expect, it } from "vitest";
import { resnetFeatures, resnetSize } from "../../../src/nn/networks/resnet.js";
import { visionTransformer, type VisionTransformerOptions } from "../../../src/nn/networks/vision-transformer.js";
import { readWeightFiles, readWeights } from "../../../src/nn/session/read-weights.js";
import type { Network } from "../../../src/nn/train/network.js";
import { openPredictor } from "../../../src/nn/train/predictor.js";
import { expectClose, expected, fixtureFolder, numbers } from "../../diffusion/networks/fixture.js";

const TINY = { blocks: [2, 1, 1, 1], width: 4 };
const resnet: Network = (scope, { image }) => ({ features: resnetFeatures(scope, image!, TINY) });
const IMAGE = { image: { type: "float32", shape: [2, 3, 48, 40] } } as const;

it.each([["running", "evaluated"], ["batch", "trained"]] as const)("a ResNet with torchvision's names gives what PyTorch gives, normalised by %s statistics", async (statistics, what) => {
  const file = join(fixtureFolder("vision/resnet"), "model.safetensors");
  const weights = await readWeightFiles(file, [file]);
  const predictor = await openPredictor({ inputs: IMAGE, network: resnet, weights, statistics });
  const { features } = await predictor.run({ image: numbers(1, 2, 3, 48, 40).data });
  expectClose(what, features!, expected("vision/resnet").get(what));
  expect(features!.shape[1]).toBe(resnetSize(TINY));
  expect(weights.unused().filter((name) => !name.endsWith("num_batches_tracked"))).toEqual(["fc.bias", "fc.weight"]);
  await predictor.release();
});

const OPTIONS: VisionTransformerOptions = { hiddenSize: 16, layers: 2, heads: 4, mlpRatio: 2, activation: "gelu", gated: false, epsilon: 1e-6, queryBias: true, patch: 4, imageSize: 20 };

it.each([["dinov2", {}], ["dinov2-gated", { mlpRatio: 4, gated: true, layers: 1 }]] as const)("%s gives what transformers gives, for images of the stored size and of others", async (name, change) => {
  const network: Network = (scope, { image }) => ({ tokens: visionTransformer(scope, image!, { ...OPTIONS, ...change }) });
  for (const side of [20, 12, 30]) {
    const weights = await readWeights(fixtureFolder(`vision/${name}`));
    const predictor = await openPredictor({ inputs: { image: { type: "float32", shape: [1, 3, side, side] } }, network, weights });
    expectClose(`${side}`, (await predictor.run({ image: numbers(side, 2, 3, side, side).data }))["tokens"]!, expected(`vision/${name}`).get(`tokens_${side}`));
    expect(weights.unused()).toEqual(["embeddings.mask_token"]);
    await predictor.release();
  }
});
