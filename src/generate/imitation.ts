/**
 * Generator `imitation`: imitates a painter without any weights. It keeps the object's form and place, as a painter does
 * who is shown its edges, and makes up everything else: colours, light, background, things around and before it, with
 * everything a little out of place. For trying things out, and for measuring verification.
 */
import type { ControlledPhoto, ControlledView, Painting } from "../sample/sample.js";
import type { Generator } from "./generator.js";
import type { ImitationGeneratorOptions } from "./imitation/options.js";
import { paintPicture } from "./imitation/paint-picture.js";
import { repaintPhoto } from "./imitation/repaint-photo.js";

/** The generator that imitates a painter. */
export function imitationGenerator(options: ImitationGeneratorOptions): Generator {
  return {
    name: "imitation",
    controls: [],
    probe: () => Promise.resolve(),
    weights: () => Promise.resolve([]),
    prepare: () => Promise.resolve(1),
    generate: (sample) => Promise.resolve({ ...sample, ...("source" in sample ? repainted(sample, options) : painted(sample, options)) }),
    close: () => Promise.resolve(),
  };
}

function painted({ passes, content, seed }: ControlledView, options: ImitationGeneratorOptions): Painting {
  const { image, background, things, hiddenShare } = paintPicture(passes, content, options, seed);
  return {
    output: image,
    arm: "imitation",
    labelStatus: "intended",
    generation: { generator: "imitation", model: null, hashes: {}, seed, settings: { arm: "imitation", background, things, hiddenShare: Math.round(hiddenShare * 1000) / 1000 } },
  };
}

function repainted({ source, seed }: ControlledPhoto, { warpPixels }: ImitationGeneratorOptions): Painting {
  return {
    output: repaintPhoto(source.image, warpPixels, seed),
    arm: "image-edges",
    labelStatus: "none",
    generation: { generator: "imitation", model: null, hashes: { photo: source.sha256 }, seed, settings: { arm: "image-edges" } },
  };
}
