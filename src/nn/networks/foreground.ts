/** A small network of U-Net's kind (Ronneberger et al., MICCAI 2015): one number for every pixel of an image. */
import type { Scope } from "../graph/scope.js";
import { fixedSize, type Value } from "../graph/value.js";
import { convolution } from "../layers/convolution.js";
import { batchNorm } from "../layers/normalization.js";
import { relu } from "../ops/activation.js";
import { maximumPool } from "../ops/pooling.js";
import { enlarge } from "../ops/resize.js";
import { concatenate } from "../ops/shape.js";

/** Sizes of the network. */
export interface ForegroundOptions {
  /** Channels on the way down; every level after the first halves the image. */
  widths?: readonly number[];
  /** Numbers per pixel. */
  outputs?: number;
}

/**
 * [batch, channels, height, width] → [batch, outputs, height, width], not yet as chances.
 * @param image its sides are multiples of 2 to the power of the levels less one
 */
export function foreground(scope: Scope, image: Value, { widths = [16, 32, 64], outputs = 1 }: ForegroundOptions = {}): Value {
  const { graph } = scope;
  const levels: Value[] = [];
  let hidden = image;
  widths.forEach((width, level) => {
    if (level > 0) hidden = maximumPool(graph, hidden, { size: 2 });
    hidden = twice(scope.at(`down.${level}`), hidden, width);
    levels.push(hidden);
  });
  for (let level = widths.length - 2; level >= 0; level--) {
    const joined = concatenate(graph, [enlarge(graph, hidden, 2), levels[level]!], 1);
    hidden = twice(scope.at(`up.${level}`), joined, fixedSize(levels[level]!, 1));
  }
  return convolution(scope.at("output"), hidden, outputs, 1);
}

function twice(scope: Scope, x: Value, width: number): Value {
  const once = (name: string, value: Value): Value => relu(scope.graph, batchNorm(scope.at(`norm${name}`), convolution(scope.at(`conv${name}`), value, width, 3, { bias: false })));
  return once("2", once("1", x));
}
