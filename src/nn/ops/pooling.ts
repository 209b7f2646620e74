/** One number for every window of an image. */
import type { Graph } from "../graph/graph.js";
import type { Value } from "../graph/value.js";
import { slidSize } from "./convolution.js";
import { mean } from "./reduce.js";
import { reshape } from "./shape.js";

/** Windows of an image. */
export interface PoolingOptions {
  /** Side of a window. */
  size: number;
  /** By default windows stand beside one another. */
  stride?: number;
  /** Margin on every side, which never counts; for maxima only. */
  padding?: number;
}

/** The largest number of every window of [batch, channels, height, width]. */
export function maximumPool(graph: Graph, x: Value, { size, stride = size, padding = 0 }: PoolingOptions): Value {
  return pool(graph, "MaxPool", x, size, stride, padding);
}

/** The mean of every window of [batch, channels, height, width]; what no whole window covers is left out. */
export function averagePool(graph: Graph, x: Value, { size, stride = size }: Omit<PoolingOptions, "padding">): Value {
  return pool(graph, "AveragePool", x, size, stride, 0);
}

/** The mean of every channel: [batch, channels, height, width] → [batch, channels]. */
export function globalAveragePool(graph: Graph, x: Value): Value {
  return reshape(graph, mean(graph, x, [2, 3]), [0, -1], x.shape.slice(0, 2));
}

function pool(graph: Graph, operation: string, x: Value, size: number, stride: number, padding: number): Value {
  const sizes = x.shape.slice(2).map((side) => slidSize(side, size, stride, 2 * padding));
  return graph.add(operation, [x], { type: x.type, shape: [...x.shape.slice(0, 2), ...sizes] }, {
    attributes: { kernel_shape: [size, size].map(BigInt), strides: [stride, stride].map(BigInt), pads: new Array<number>(4).fill(padding).map(BigInt) },
  });
}
