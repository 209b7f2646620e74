/** What a network trained by others makes of every picture, and of its mirror image; nothing is learnt here. */
import * as z from "zod";
import type { FoldTask, PretrainedModel } from "../fold-training/task.js";
import { BACKBONES, openBackbone, type Backbone } from "./backbone.js";
import { plainLook, storedSide, writePicture, type CropLayout } from "./picture-batch.js";

/** The schema of the task's options. */
export const featuresTaskOptions = z.strictObject({
  network: z.enum(BACKBONES),
  weights: z.string(),
  sha256: z.string().describe("of the weights: others give other features"),
  size: z.int().min(1),
  border: z.int().min(0),
  batch: z.int().min(1),
});
export type FeaturesTaskOptions = z.infer<typeof featuresTaskOptions>;

export const featuresTask: FoldTask = {
  name: "kcf-features",
  version: 1,
  async open(given) {
    const options = featuresTaskOptions.parse(given);
    return featuresModel(await openBackbone(options.network, options.weights, options.size), options, options.batch);
  },
};

/** Features of the picture, then those of its mirror image. */
export function featuresModel({ features, size: count, weights }: Backbone, layout: CropLayout, batch: number): PretrainedModel {
  const side = storedSide(layout);
  const { size } = layout;
  const pixels = 3 * size * size;
  return {
    layout: { bytes: 3 * side * side, numbers: 0 },
    inputs: { image: { type: "float32", shape: [batch, 3, size, size] } },
    network: (scope, { image }) => ({ features: features(scope, image!) }),
    pretrained: weights,
    outputs: 2 * count,
    statistics: "running",
    async predict(run, data, samples) {
      const out = new Float32Array(samples.length * 2 * count);
      for (const mirrored of [false, true]) {
        const image = new Float32Array(samples.length * pixels);
        samples.forEach((sample, place) => writePicture(data.sample(sample).bytes, layout, plainLook(layout, mirrored), image.subarray(place * pixels, (place + 1) * pixels)));
        const found = (await run({ image }))["features"]!.data;
        samples.forEach((_, place) => out.set(found.subarray(place * count, (place + 1) * count), (2 * place + (mirrored ? 1 : 0)) * count));
      }
      return out;
    },
  };
}
