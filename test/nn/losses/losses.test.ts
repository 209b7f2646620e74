import { expect, it } from "vitest";
import { Graph } from "../../../src/nn/graph/graph.js";
import type { Value } from "../../../src/nn/graph/value.js";
import { binaryCrossEntropy } from "../../../src/nn/losses/binary-cross-entropy.js";
import { crossEntropy } from "../../../src/nn/losses/cross-entropy.js";
import { meanSquaredError } from "../../../src/nn/losses/mean-squared-error.js";
import { openGraph } from "../../../src/nn/session/open-graph.js";

async function compute(write: (graph: Graph) => Value): Promise<number> {
  const graph = new Graph("loss");
  graph.output("loss", write(graph));
  const session = await openGraph(graph, { threads: 1 });
  const { loss } = await session.run({});
  await session.release();
  return Number(loss!.data[0]);
}

const row = (graph: Graph, ...values: number[]): Value => graph.constant("float32", [1, values.length], Float32Array.from(values));
const ofClass = (graph: Graph, target: bigint): Value => graph.constant("int64", [1], BigInt64Array.of(target));

it("cross-entropy by hand", async () => {
  const surprise = Math.log(Math.exp(1) + Math.exp(2) + Math.exp(4)) - 2;
  expect(await compute((graph) => crossEntropy(graph, row(graph, 1, 2, 4), ofClass(graph, 1n)))).toBeCloseTo(surprise, 5);
  const spread = Math.log(Math.exp(1) + Math.exp(2) + Math.exp(4)) - 7 / 3;
  expect(await compute((graph) => crossEntropy(graph, row(graph, 1, 2, 4), ofClass(graph, 1n), { smoothing: 0.3 }))).toBeCloseTo(0.7 * surprise + 0.3 * spread, 5);
});

it("large logits do not overflow", async () => {
  expect(await compute((graph) => crossEntropy(graph, row(graph, 1000, 0), ofClass(graph, 1n)))).toBeCloseTo(1000, 2);
  expect(await compute((graph) => binaryCrossEntropy(graph, row(graph, 1000, -1000), row(graph, 0, 0)))).toBeCloseTo(500, 2);
});

it("what is masked does not count; nothing at all gives 0", async () => {
  expect(await compute((graph) => meanSquaredError(graph, row(graph, 1, 5, 7), row(graph, 0, 0, 3), row(graph, 1, 0, 3)))).toBeCloseTo((1 + 3 * 16) / 4, 5);
  expect(await compute((graph) => meanSquaredError(graph, row(graph, 1, 5), row(graph, 0, 0), row(graph, 0, 0)))).toBe(0);
  expect(await compute((graph) => binaryCrossEntropy(graph, row(graph, 0, 9), row(graph, 1, 0), row(graph, 1, 0)))).toBeCloseTo(Math.log(2), 5);
});
