/** A small network of U-Net's kind (Ronneberger et al., MICCAI 2015): one number for every pixel of an image. */
import type { Scope } from "../graph/scope.js";
import { fixedSize, type Value } from "../graph/value.js";
import { convolution } from "../layers/convolution.js";
import { linear } from "../layers/linear.js";
import { batchNorm } from "../layers/normalization.js";
import { relu } from "../ops/activation.js";
import { add } from "../ops/arithmetic.js";
import { maximumPool } from "../ops/pooling.js";
import { enlarge } from "../ops/resize.js";
import { concatenate, unsqueeze } from "../ops/shape.js";

/** Sizes of the network. */
export interface ForegroundOptions {
  /** Channels on the way down; every level after the first halves the image. */
  widths?: readonly number[];
  /** Numbers per pixel. */
  outputs?: number;
  /** [batch, size]: what is asked about the image as a whole, such as which of several kinds of object is looked for. */
  condition?: Value | null;
}

/**
 * [batch, channels, height, width] → [batch, outputs, height, width], not yet as chances.
 * @param image its sides are multiples of 2 to the power of the levels less one
 */
export function foreground(scope: Scope, image: Value, { widths = [16, 32, 64], outputs = 1, condition = null }: ForegroundOptions = {}): Value {
  const { graph } = scope;
  const levels: Value[] = [];
  let hidden = image;
  widths.forEach((width, level) => {
    if (level > 0) hidden = maximumPool(graph, hidden, { size: 2 });
    hidden = twice(scope.at(`down.${level}`), hidden, width, condition);
    levels.push(hidden);
  });
  for (let level = widths.length - 2; level >= 0; level--) {
    const joined = concatenate(graph, [enlarge(graph, hidden, 2), levels[level]!], 1);
    hidden = twice(scope.at(`up.${level}`), joined, fixedSize(levels[level]!, 1), condition);
  }
  return convolution(scope.at("output"), hidden, outputs, 1);
}

/** Two convolutions; between them every channel is shifted by what the condition says. */
function twice(scope: Scope, x: Value, width: number, condition: Value | null): Value {
  const { graph } = scope;
  const once = (name: string, value: Value): Value => relu(graph, batchNorm(scope.at(`norm${name}`), convolution(scope.at(`conv${name}`), value, width, 3, { bias: false })));
  const hidden = once("1", x);
  if (condition === null) return once("2", hidden);
  const shift = linear(scope.at("condition"), condition, fixedSize(condition, 1), width, { bias: false });
  return once("2", add(graph, hidden, unsqueeze(graph, shift, 2, 3)));
}
