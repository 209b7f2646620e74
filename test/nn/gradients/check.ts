/** Compares gradients with central finite differences. */
import { expect } from "vitest";
import { Graph } from "../../../src/nn/graph/graph.js";
import type { Value } from "../../../src/nn/graph/value.js";
import { multiply } from "../../../src/nn/ops/arithmetic.js";
import { sumOfAll } from "../../../src/nn/ops/reduce.js";
import type { TensorData } from "../../../src/nn/session/onnx-runtime.js";
import { openGraph } from "../../../src/nn/session/open-graph.js";
import { gradients } from "../../../src/nn/train/gradient.js";
import { numbers } from "../../diffusion/networks/fixture.js";

/** Elements of every input that are moved. */
const CHOSEN = 12;
const STEP = 0.01;

/** What is checked: a function of some inputs. */
export interface Checked {
  shapes: readonly (readonly number[])[];
  /** Changes the inputs' numbers, -1.5 to 1.5, where a function needs others. */
  prepare?: (value: number, index: number) => number;
  write(graph: Graph, inputs: Value[]): Value;
  /** Largest difference, over the largest element of the gradient. */
  tolerance?: number;
}

/** Fails unless every input's gradient is what the function does when the input moves. */
export async function checkGradients({ shapes, prepare = (value) => value, write, tolerance = 5e-3 }: Checked, seed: number): Promise<void> {
  const graph = new Graph("check");
  const inputs = shapes.map((shape, index) => graph.input(`x${index}`, "float32", shape));
  const output = write(graph, inputs);
  const outputShape = output.shape as number[];
  const direction = graph.constant("float32", outputShape, numbers(seed + 99, ...outputShape).data);
  const loss = sumOfAll(graph, multiply(graph, output, direction));
  const found = gradients(graph, loss, inputs);
  // The differences are taken of the output, in double: the sum of many float32 would drown them.
  graph.output("output", output);
  found.forEach((gradient, index) => graph.output(`g${index}`, gradient!));
  const session = await openGraph(graph, { threads: 1 });
  const feeds = Object.fromEntries(shapes.map((shape, index): [string, TensorData] => {
    const { data } = numbers(seed + index, ...shape);
    return [`x${index}`, { type: "float32", data: data.map((value, at) => prepare(value, at)), shape }];
  }));
  const evaluate = async (): Promise<number> => {
    const values = (await session.run(feeds))["output"]!.data as Float32Array;
    const weights = numbers(seed + 99, ...outputShape).data;
    return values.reduce((sum, value, index) => sum + value * weights[index]!, 0);
  };
  const results = await session.run(feeds);
  for (const [index, shape] of shapes.entries()) {
    const gradient = results[`g${index}`]!;
    expect(gradient.shape).toEqual(shape);
    const actual = gradient.data as Float32Array;
    const largest = actual.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
    const { data } = feeds[`x${index}`]! as { data: Float32Array };
    for (let pick = 0; pick < Math.min(CHOSEN, data.length); pick++) {
      const at = data.length <= CHOSEN ? pick : (pick * 7919 + seed) % data.length;
      const before = data[at]!;
      data[at] = before + STEP;
      const [above, high] = [data[at]!, await evaluate()];
      data[at] = before - STEP;
      const expected = (high - (await evaluate())) / (above - data[at]!);
      data[at] = before;
      expect(Math.abs(actual[at]! - expected) / largest, `input ${index}, element ${at}: ${actual[at]} against ${expected}`).toBeLessThan(tolerance);
    }
  }
  await session.release();
}
