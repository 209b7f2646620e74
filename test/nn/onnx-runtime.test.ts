import { afterEach, describe, expect, it, vi } from "vitest";
import { Graph } from "../../src/nn/graph/graph.js";
import { add } from "../../src/nn/ops/arithmetic.js";
import { openGraph } from "../../src/nn/session/open-graph.js";

function sumGraph(): Graph {
  const graph = new Graph("sum");
  graph.output("sum", add(graph, graph.input("x", "float32", ["count"]), graph.scalar(1)));
  return graph;
}

it("runs a graph, for any size of what is left open", async () => {
  const session = await openGraph(sumGraph());
  for (const data of [Float32Array.of(1), Float32Array.of(1, 2, 3)]) {
    const { sum } = await session.run({ x: { type: "float32", data, shape: [data.length] } });
    expect(sum).toEqual({ type: "float32", data: data.map((value) => value + 1), shape: [data.length] });
  }
  await expect(session.run({})).rejects.toThrow(/input x is not fed/);
});

it("a device that is not there is an error that names it, never a silent fall-back", async () => {
  const device = process.platform === "darwin" ? "dml" : "coreml";
  await expect(openGraph(sumGraph(), { device })).rejects.toMatchObject({ code: "E_DEPENDENCY", subject: device });
});

it("a graph that ONNX Runtime refuses is told apart", async () => {
  const graph = sumGraph();
  graph.output("nonsense", graph.add("NoSuchOperation", [graph.scalar(1)], { type: "float32", shape: [] }));
  await expect(openGraph(graph)).rejects.toMatchObject({ code: "E_MODEL", message: expect.stringMatching(/NoSuchOperation/) as unknown });
});

describe("without ONNX Runtime", () => {
  afterEach(() => {
    vi.doUnmock("onnxruntime-node");
    vi.resetModules();
  });

  it("says how to add it", async () => {
    vi.resetModules();
    vi.doMock("onnxruntime-node", () => {
      throw new Error("not installed");
    });
    const { loadOnnxRuntime } = await import("../../src/nn/session/onnx-runtime.js");
    await expect(loadOnnxRuntime()).rejects.toMatchObject({ code: "E_DEPENDENCY", hint: expect.stringMatching(/npm install .*onnxruntime-node@1\.30\.0/) as unknown });
  });
});
