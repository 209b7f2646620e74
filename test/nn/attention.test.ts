import { expect, it } from "vitest";
import { Graph } from "../../src/nn/graph/graph.js";
import { attend } from "../../src/nn/ops/attention.js";
import { needsPlainAttention } from "../../src/nn/session/check-attention.js";
import type { TensorData } from "../../src/nn/session/onnx-runtime.js";
import { openGraph } from "../../src/nn/session/open-graph.js";
import { difference, numbers } from "../diffusion/networks/fixture.js";

async function run(plain: boolean, bias: boolean): Promise<Float32Array> {
  const graph = new Graph("attention");
  graph.plainAttention = plain;
  const [query, key] = [graph.input("query", "float32", ["batch", "queries", 12]), graph.input("key", "float32", ["batch", "keys", 12])];
  const mask = bias ? graph.constant("float32", [1, 1, 5, 7], numbers(9, 35).data) : null;
  graph.output("out", attend(graph, query, key, key, 3, mask));
  const session = await openGraph(graph);
  const feed = (seed: number, tokens: number): TensorData => ({ type: "float32", ...numbers(seed, 2, tokens, 12) });
  return (await session.run({ query: feed(1, 5), key: feed(2, 7) }))["out"]!.data as Float32Array;
}

it.each([false, true])("written out it computes what the fused operation does (bias: %s)", async (bias) => {
  const shape = [2, 5, 12];
  expect(difference({ data: await run(true, bias), shape }, { data: await run(false, bias), shape })).toBeLessThan(1e-6);
});

it("the CPU's fused operation is used", async () => {
  expect(await needsPlainAttention("cpu")).toBe(false);
});
