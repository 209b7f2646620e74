/**
 * ResNet with bottlenecks (He et al., CVPR 2016; the stride in the middle convolution, as torchvision and timm have it),
 * under their names, so that their weights fit.
 */
import type { Scope } from "../graph/scope.js";
import type { Value } from "../graph/value.js";
import { convolution } from "../layers/convolution.js";
import { batchNorm } from "../layers/normalization.js";
import { relu } from "../ops/activation.js";
import { add } from "../ops/arithmetic.js";
import { globalAveragePool, maximumPool } from "../ops/pooling.js";

/** Sizes of the network. */
export interface ResnetOptions {
  /** Blocks of each stage. */
  blocks: readonly number[];
  /** Channels of the first stage's inner convolutions; they double from stage to stage, and each block gives four times as many. */
  width: number;
}

export const RESNET50: ResnetOptions = { blocks: [3, 4, 6, 3], width: 64 };

const EXPANSION = 4;

/** Numbers that {@link resnetFeatures} gives per image. */
export function resnetSize({ blocks, width }: ResnetOptions): number {
  return blocks.reduce((size) => size * 2, width * EXPANSION) / 2;
}

/** [batch, 3, height, width] → [batch, size]: everything before the last layer, `fc`. @param image by ImageNet's means and deviations */
export function resnetFeatures(scope: Scope, image: Value, { blocks, width }: ResnetOptions = RESNET50): Value {
  const { graph } = scope;
  const stem = relu(graph, batchNorm(scope.at("bn1"), convolution(scope.at("conv1"), image, width, 7, { stride: 2, bias: false })));
  let hidden = maximumPool(graph, stem, { size: 3, stride: 2, padding: 1 });
  blocks.forEach((count, stage) => {
    let planes = width;
    for (let doubled = 0; doubled < stage; doubled++) planes *= 2;
    for (let block = 0; block < count; block++) hidden = bottleneck(scope.at(`layer${stage + 1}.${block}`), hidden, planes, block === 0 && stage > 0 ? 2 : 1);
  });
  return globalAveragePool(graph, hidden);
}

function bottleneck(scope: Scope, x: Value, planes: number, stride: number): Value {
  const { graph } = scope;
  const normal = (number: number, value: Value): Value => batchNorm(scope.at(`bn${number}`), value);
  const narrow = relu(graph, normal(1, convolution(scope.at("conv1"), x, planes, 1, { bias: false })));
  const middle = relu(graph, normal(2, convolution(scope.at("conv2"), narrow, planes, 3, { stride, bias: false })));
  const wide = normal(3, convolution(scope.at("conv3"), middle, planes * EXPANSION, 1, { bias: false }));
  const changes = stride !== 1 || x.shape[1] !== planes * EXPANSION;
  const shortcut = changes ? batchNorm(scope.at("downsample.1"), convolution(scope.at("downsample.0"), x, planes * EXPANSION, 1, { stride, bias: false })) : x;
  return relu(graph, add(graph, wide, shortcut));
}
