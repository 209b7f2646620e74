/** Every operation that has a gradient, by the name that it has in a graph. */
import * as activation from "./activation.js";
import * as arithmetic from "./arithmetic.js";
import { convolveGradient } from "./convolution.js";
import type { Gradient } from "./gradient.js";
import { lookUpGradient } from "./lookup.js";
import { matrixProductGradient } from "./matrix.js";
import * as normalization from "./normalization.js";
import { averagePoolGradient, maximumPoolGradient } from "./pooling.js";
import { meanGradient, sumGradient } from "./reduce.js";
import { enlargeGradient } from "./resize.js";
import * as shape from "./shape.js";
import { logSoftmaxGradient, softmaxGradient } from "./softmax.js";

export const GRADIENTS: Readonly<Record<string, Gradient>> = {
  Add: arithmetic.addGradient,
  Sub: arithmetic.subtractGradient,
  Mul: arithmetic.multiplyGradient,
  Div: arithmetic.divideGradient,
  MatMul: matrixProductGradient,
  Conv: convolveGradient,
  MaxPool: maximumPoolGradient,
  AveragePool: averagePoolGradient,
  Resize: enlargeGradient,
  Relu: activation.reluGradient,
  Gelu: activation.geluGradient,
  QuickGelu: activation.quickGeluGradient,
  Sigmoid: activation.sigmoidGradient,
  Tanh: activation.tanhGradient,
  Softplus: activation.softplusGradient,
  Exp: activation.exponentialGradient,
  Log: activation.logarithmGradient,
  Sqrt: activation.squareRootGradient,
  Sin: activation.sinGradient,
  Cos: activation.cosGradient,
  Cast: activation.castGradient,
  Identity: activation.castGradient,
  Softmax: softmaxGradient,
  LogSoftmax: logSoftmaxGradient,
  ReduceSum: sumGradient,
  ReduceMean: meanGradient,
  Reshape: shape.reshapeGradient,
  Unsqueeze: shape.reshapeGradient,
  Transpose: shape.transposeGradient,
  Concat: shape.concatenateGradient,
  Split: shape.splitGradient,
  Slice: shape.sliceGradient,
  Gather: lookUpGradient,
  InstanceNormalization: normalization.instanceNormalizeGradient,
  LayerNormalization: normalization.layerNormalizeGradient,
  BatchNormalization: normalization.normalizeChannelsGradient,
  BatchNormalize: normalization.batchNormalizeGradient,
};
