/** A residual network for images (He et al., CVPR 2016, basic blocks), with any number of outputs. */
import type { Scope } from "../graph/scope.js";
import type { Value } from "../graph/value.js";
import { convolution } from "../layers/convolution.js";
import { linear } from "../layers/linear.js";
import { batchNorm, groupNorm } from "../layers/normalization.js";
import { relu } from "../ops/activation.js";
import { add } from "../ops/arithmetic.js";
import { globalAveragePool } from "../ops/pooling.js";

/** Sizes of a residual network. */
export interface ResidualOptions {
  /** Channels of each stage; every stage halves the image. */
  widths?: readonly number[];
  /** Blocks of each stage. */
  blocks?: number;
  /** Groups share a batch of any size with no running averages; batches are faster. */
  normalization?: "batch" | "group" | "none";
  /** Groups of channels, where groups are normalised. */
  groups?: number;
}

const EPSILON = 1e-5;

/** [batch, channels, height, width] → [batch, last width]: what heads read. */
export function residualFeatures(scope: Scope, image: Value, { widths = [32, 64, 128, 256], blocks = 1, normalization = "batch", groups = 8 }: ResidualOptions = {}): Value {
  let hidden = image;
  widths.forEach((width, stage) => {
    for (let block = 0; block < blocks; block++) {
      hidden = residualBlock(scope.at(`stages.${stage}.${block}`), hidden, width, block === 0 ? 2 : 1, normalization, groups);
    }
  });
  return globalAveragePool(scope.graph, hidden);
}

/** A linear output of some size for every name: [batch, features] → [batch, size] each. */
export function heads(scope: Scope, features: Value, sizes: Readonly<Record<string, number>>): Record<string, Value> {
  const inSize = features.shape[1] as number;
  return Object.fromEntries(Object.entries(sizes).map(([name, size]) => [name, linear(scope.at(name), features, inSize, size)]));
}

/** relu(shortcut(x) + f(x)), f being two convolutions; the shortcut is x itself where nothing changes its shape. */
export function residualBlock(scope: Scope, x: Value, width: number, stride: number, normalization: NonNullable<ResidualOptions["normalization"]>, groups: number): Value {
  const { graph } = scope;
  const bias = normalization === "none";
  const normal = (name: string, value: Value): Value => {
    if (normalization === "none") return value;
    return normalization === "batch" ? batchNorm(scope.at(name), value, EPSILON) : groupNorm(scope.at(name), value, groups, EPSILON);
  };
  const first = relu(graph, normal("norm1", convolution(scope.at("conv1"), x, width, 3, { stride, bias })));
  const second = normal("norm2", convolution(scope.at("conv2"), first, width, 3, { bias }));
  const shortcut = stride === 1 && x.shape[1] === width ? x : normal("norm", convolution(scope.at("shortcut"), x, width, 1, { stride, bias }));
  return relu(graph, add(graph, second, shortcut));
}
