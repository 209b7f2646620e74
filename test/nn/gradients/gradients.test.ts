import { expect, it } from "vitest";
import { GRADIENTS } from "../../../src/nn/gradients/registry.js";
import { Graph } from "../../../src/nn/graph/graph.js";
import type { Value } from "../../../src/nn/graph/value.js";
import { binaryCrossEntropy } from "../../../src/nn/losses/binary-cross-entropy.js";
import { crossEntropy, softCrossEntropy } from "../../../src/nn/losses/cross-entropy.js";
import { meanSquaredError } from "../../../src/nn/losses/mean-squared-error.js";
import { reshape } from "../../../src/nn/ops/shape.js";
import * as activation from "../../../src/nn/ops/activation.js";
import * as arithmetic from "../../../src/nn/ops/arithmetic.js";
import { attend } from "../../../src/nn/ops/attention.js";
import { convolve, type ConvolutionOptions } from "../../../src/nn/ops/convolution.js";
import { lookUp } from "../../../src/nn/ops/lookup.js";
import { applyMatrix, matrixProduct } from "../../../src/nn/ops/matrix.js";
import * as normalization from "../../../src/nn/ops/normalization.js";
import { averagePool, globalAveragePool, maximumPool } from "../../../src/nn/ops/pooling.js";
import { mean, meanOfAll, sum } from "../../../src/nn/ops/reduce.js";
import { enlarge } from "../../../src/nn/ops/resize.js";
import * as shape from "../../../src/nn/ops/shape.js";
import { logSoftmax, softmax } from "../../../src/nn/ops/softmax.js";
import { gradients } from "../../../src/nn/train/gradient.js";
import { checkGradients, type Checked } from "./check.js";

/** Away from 0, where rectifiers have no derivative and quotients no value. */
const awayFromZero = (value: number): number => (Math.abs(value) < 0.1 ? value + 0.3 : value);
const positive = (value: number): number => Math.abs(value) + 0.3;
/** No two close to one another, so that none overtakes the largest when it is moved. */
const apart = (_: number, index: number): number => ((index * 37) % 101) / 20 - 2.5;

const image = [2, 3, 6, 5];
const convolution = (x: number[], kernel: number[], options: ConvolutionOptions): Checked => ({ shapes: [x, kernel, [kernel[0]!]], write: (graph, [a, b, c]) => convolve(graph, a!, b!, c!, options) });
const unary = (write: (graph: Graph, x: Value) => Value, prepare?: Checked["prepare"], of: readonly number[] = image): Checked => ({ shapes: [of], write: (graph, [x]) => write(graph, x!), ...(prepare === undefined ? {} : { prepare }) });
const binary = (write: (graph: Graph, a: Value, b: Value) => Value, a: number[], b: number[], prepare?: Checked["prepare"]): Checked => ({ shapes: [a, b], write: (graph, [x, y]) => write(graph, x!, y!), ...(prepare === undefined ? {} : { prepare }) });
const classes = (graph: Graph): Value => graph.constant("int64", [2, 3], BigInt64Array.from([0n, 3n, 1n, 2n, 2n, 0n]));
const some = (graph: Graph): Value => graph.constant("float32", [2, 3], Float32Array.of(1, 0, 0.5, 2, 0, 1));

const CASES: Readonly<Record<string, Checked>> = {
  add: binary(arithmetic.add, image, [3, 1, 1]),
  "add, the first repeated": binary(arithmetic.add, [5], image),
  subtract: binary(arithmetic.subtract, [2, 1, 6, 5], image),
  multiply: binary(arithmetic.multiply, image, [1, 3, 6, 1]),
  divide: binary(arithmetic.divide, image, [3, 1, 1], positive),
  scale: unary((graph, x) => arithmetic.scale(graph, x, -2.5)),
  "a value used twice": unary((graph, x) => arithmetic.add(graph, arithmetic.multiply(graph, x, x), x)),
  relu: unary(activation.relu, awayFromZero),
  gelu: unary(activation.gelu),
  silu: unary(activation.silu),
  quickGelu: unary(activation.quickGelu),
  mish: unary(activation.mish),
  sigmoid: unary(activation.sigmoid),
  tanh: unary(activation.tanh),
  softplus: unary(activation.softplus),
  exponential: unary(activation.exponential),
  logarithm: unary(activation.logarithm, positive),
  squareRoot: unary(activation.squareRoot, positive),
  sin: unary(activation.sin),
  cos: unary(activation.cos),
  "matrix product": binary(matrixProduct, [4, 6], [6, 5]),
  "matrix product of many rows": binary(matrixProduct, [2, 3, 6], [6, 5]),
  "matrix products, several": binary(matrixProduct, [2, 3, 4, 6], [2, 3, 6, 5]),
  "matrix products, one for several": binary(matrixProduct, [2, 3, 4, 6], [3, 6, 5]),
  applyMatrix: binary(applyMatrix, [2, 3, 6], [4, 6]),
  "attention, written out": { shapes: [[2, 4, 6], [2, 5, 6], [2, 5, 6]], write: (graph, [q, k, v]) => ((graph.plainAttention = true), attend(graph, q!, k!, v!, 2)) },
  "convolution 3x3": convolution([2, 3, 6, 5], [4, 3, 3, 3], { padding: 1 }),
  "convolution 3x3 of a large image": convolution([2, 2, 11, 12], [3, 2, 3, 3], { padding: 1 }),
  "convolution 3x3, stride 2, even sides": convolution([2, 3, 6, 8], [4, 3, 3, 3], { padding: 1, stride: 2 }),
  "convolution 3x3, stride 2, odd sides": convolution([2, 3, 7, 5], [4, 3, 3, 3], { padding: 1, stride: 2 }),
  "convolution 3x3, no margin": convolution([2, 3, 6, 5], [4, 3, 3, 3], {}),
  "convolution 2x3, uneven margins": convolution([2, 3, 6, 5], [4, 3, 2, 3], { padding: [1, 0, 0, 2] }),
  "convolution 1x1": convolution([2, 3, 6, 5], [4, 3, 1, 1], {}),
  "convolution 1x1, stride 2": convolution([2, 3, 6, 5], [4, 3, 1, 1], { stride: 2 }),
  "convolution 5x5, stride 3": convolution([1, 2, 12, 11], [3, 2, 5, 5], { stride: 3, padding: 1 }),
  "convolution 4x4, stride 4": convolution([2, 3, 8, 10], [4, 3, 4, 4], { stride: 4 }),
  "convolution 1x1 with a margin wider than the kernel": convolution([2, 3, 4, 4], [2, 3, 1, 1], { padding: 1 }),
  "largest of windows": unary((graph, x) => maximumPool(graph, x, { size: 2 }), apart, [2, 2, 4, 6]),
  "largest of overlapping windows": unary((graph, x) => maximumPool(graph, x, { size: 3, stride: 2, padding: 1 }), apart, [1, 1, 9, 8]),
  "mean of windows": unary((graph, x) => averagePool(graph, x, { size: 2 }), undefined, [2, 3, 4, 6]),
  "mean of overlapping windows": unary((graph, x) => averagePool(graph, x, { size: 3, stride: 2 }), undefined, [2, 3, 8, 7]),
  globalAveragePool: unary(globalAveragePool),
  enlarge: unary((graph, x) => enlarge(graph, x, 3)),
  reshape: unary((graph, x) => reshape(graph, x, [0, -1], [2, null])),
  transpose: unary((graph, x) => shape.transpose(graph, x, [2, 0, 3, 1])),
  concatenate: binary((graph, a, b) => shape.concatenate(graph, [a, b, a], 1), image, [2, 1, 6, 5]),
  "concatenate, counted from the end": binary((graph, a, b) => shape.concatenate(graph, [a, b], -1), [2, 3], [2, 4]),
  split: unary((graph, x) => { const [a, , c] = shape.split(graph, x, 3, 1); return arithmetic.multiply(graph, a!, c!); }),
  slice: unary((graph, x) => shape.slice(graph, x, 2, 1, 4)),
  unsqueeze: unary((graph, x) => shape.unsqueeze(graph, x, 0, 3)),
  imageToTokens: unary(shape.imageToTokens),
  mean: unary((graph, x) => mean(graph, x, [1, 3])),
  sum: unary((graph, x) => sum(graph, x, [0, 2])),
  meanOfAll: unary((graph, x) => arithmetic.multiply(graph, x, meanOfAll(graph, x))),
  softmax: unary((graph, x) => softmax(graph, x, 1)),
  logSoftmax: unary((graph, x) => logSoftmax(graph, x, -1)),
  lookUp: unary((graph, table) => lookUp(graph, table, graph.constant("int64", [2, 2], BigInt64Array.from([3n, 0n, 3n, 1n]))), undefined, [4, 3]),
  groupNormalize: { shapes: [[2, 4, 3, 5], [4], [4]], write: (graph, [x, w, b]) => normalization.groupNormalize(graph, x!, 2, 1e-5, w!, b!), tolerance: 2e-2 },
  layerNormalize: { shapes: [[3, 4, 6], [6], [6]], write: (graph, [x, w, b]) => normalization.layerNormalize(graph, x!, 1e-5, w!, b!), tolerance: 2e-2 },
  batchNormalize: { shapes: [image, [3], [3]], write: (graph, [x, w, b]) => normalization.batchNormalize(graph, x!, 1e-5, w!, b!).output, tolerance: 2e-2 },
  scaleChannels: { shapes: [image, [3], [3]], write: (graph, [x, w, b]) => normalization.scaleChannels(graph, x!, w!, b!) },
  "known mean and variance": { shapes: [image, [3], [3]], write: (graph, [x, w, b]) => normalization.normalizeChannels(graph, x!, 1e-5, w!, b!, graph.constant("float32", [3], Float32Array.of(1, 0, -1)), graph.constant("float32", [3], Float32Array.of(1, 2, 0.5))) },
  crossEntropy: unary((graph, x) => crossEntropy(graph, x, classes(graph), { smoothing: 0.1, weights: some(graph) }), undefined, [2, 3, 4]),
  "crossEntropy along the first axis": unary((graph, x) => crossEntropy(graph, x, classes(graph), { axis: 0 }), undefined, [4, 2, 3]),
  softCrossEntropy: binary((graph, x, t) => softCrossEntropy(graph, x, softmax(graph, t, -1)), [2, 4], [2, 4]),
  binaryCrossEntropy: unary((graph, x) => binaryCrossEntropy(graph, x, some(graph)), undefined, [2, 3]),
  meanSquaredError: binary((graph, a, b) => meanSquaredError(graph, a, b, some(graph)), [2, 3], [2, 3]),
};

it.each(Object.keys(CASES))("%s", async (name) => {
  for (const seed of [1, 2]) await checkGradients(CASES[name]!, seed);
});

it("every registered operation is among those checked", () => {
  const seen = new Set<string>(["Cast", "Identity"]);
  for (const { shapes, write } of Object.values(CASES)) {
    const graph = new Graph("seen");
    write(graph, shapes.map((sizes, index) => graph.input(`x${index}`, "float32", sizes)));
    for (const { operation } of [...graph.nodes, ...graph.groups]) seen.add(operation);
  }
  expect(Object.keys(GRADIENTS).filter((operation) => !seen.has(operation))).toEqual([]);
});

it("casts to another type and back are seen through", () => {
  const graph = new Graph("casts");
  const x = graph.input("x", "float32", [2]);
  const half = graph.add("Cast", [x], { type: "float16", shape: [2] }, { attributes: { to: 10n } });
  const back = graph.add("Cast", [half], { type: "float32", shape: [2] }, { attributes: { to: 1n } });
  expect(gradients(graph, meanOfAll(graph, back), [x])[0]).toMatchObject({ type: "float32", shape: [2] });
});

it("an operation without a gradient is named, but only where one is asked for", () => {
  const graph = new Graph("fused");
  const x = graph.input("x", "float32", [1, 2, 4]);
  const other = graph.input("other", "float32", [1, 2, 4]);
  const loss = meanOfAll(graph, arithmetic.add(graph, attend(graph, x, x, x, 2), other));
  expect(gradients(graph, loss, [other])[0]).not.toBeNull();
  expect(() => gradients(graph, loss, [x])).toThrow(/MultiHeadAttention has no gradient/);
});

it("a value that the loss does not depend on has none", () => {
  const graph = new Graph("apart");
  const [x, y] = [graph.input("x", "float32", [2]), graph.input("y", "float32", [2])];
  expect(gradients(graph, meanOfAll(graph, x), [x, y])[1]).toBeNull();
});

