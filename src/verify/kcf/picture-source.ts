/** What the filter's networks read of a sample: its pixels, or what another network has made of them. */
import type { InputShapes, Values } from "../../nn/train/network.js";
import type { Scope } from "../../nn/graph/scope.js";
import type { Value } from "../../nn/graph/value.js";
import type { Random } from "../../core/random.js";
import { linear } from "../../nn/layers/linear.js";
import { relu } from "../../nn/ops/activation.js";
import type { FoldSample, SampleLayout } from "../fold-training/task.js";
import { plainLook, storedSide, variedLook, writePicture, type CropLayout, type Look } from "./picture-batch.js";
import { SAMPLE_NUMBERS } from "./sample-numbers.js";

/** One way to read samples. */
export interface PictureSource {
  layout: SampleLayout;
  /** Input of one sample. */
  shape: readonly number[];
  features(scope: Scope, input: Value): Value;
  /** Writes a sample's input. */
  write(sample: FoldSample, look: Look, out: Float32Array): void;
  varied(random: Random): Look;
  plain(mirrored: boolean): Look;
}

/** Crops, which are varied in training. @param varies false: they are taken as they are, always */
export function pixelSource(layout: CropLayout, features: (scope: Scope, image: Value) => Value, varies: boolean): PictureSource {
  const side = storedSide(layout);
  return {
    layout: { bytes: 3 * side * side, numbers: SAMPLE_NUMBERS },
    shape: [3, layout.size, layout.size],
    features,
    write: ({ bytes }, look, out) => writePicture(bytes, layout, look, out),
    varied: (random) => (varies ? variedLook(layout, random) : plainLook(layout)),
    plain: (mirrored) => plainLook(layout, mirrored),
  };
}

/** Size of the layer between features and heads. */
const HIDDEN = 256;
const NO_BORDER: CropLayout = { size: 1, border: 0 };

/** Features of the picture and of its mirror image, in which only mirroring varies. */
export function featureSource(count: number, varies: boolean): PictureSource {
  return {
    layout: { bytes: 0, numbers: SAMPLE_NUMBERS + 2 * count },
    shape: [count],
    features: (scope, input) => relu(scope.graph, linear(scope.at("hidden"), input, count, HIDDEN)),
    write({ numbers }, { mirrored }, out) {
      const first = SAMPLE_NUMBERS + (mirrored ? count : 0);
      out.set(numbers.subarray(first, first + count));
    },
    varied: (random) => plainLook(NO_BORDER, varies && random.next() < 0.5),
    plain: (mirrored) => plainLook(NO_BORDER, mirrored),
  };
}

/** The source's input among those of a network. */
export function inputOf({ shape }: PictureSource, batch: number): InputShapes {
  return { picture: { type: "float32", shape: [batch, ...shape] } };
}

/** Features of what a network was fed. */
export function featuresOf(source: PictureSource, scope: Scope, inputs: Values): Value {
  return source.features(scope, inputs["picture"]!);
}
