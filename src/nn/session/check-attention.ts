/**
 * Whether a device's fused attention can be trusted. ONNX Runtime 1.30's is wrong by several percent on WebGPU adapters
 * with narrow subgroups (measured: SwiftShader, more than four keys), and was on others in other versions; a wrong image
 * would not show it. So it is tried before a model is built for the device.
 */
import { Graph } from "../graph/graph.js";
import { attend } from "../ops/attention.js";
import { openGraph } from "./open-graph.js";
import type { Device, TensorData } from "./onnx-runtime.js";

const TOKENS = 70;
const HEADS = 2;
const SIZE = 40;
const TOLERANCE = 1e-3;

const known = new Map<Device, Promise<boolean>>();

/** Whether graphs for a device have to do without the fused operation; tried once for each device. */
export function needsPlainAttention(device: Device): Promise<boolean> {
  if (device === "cpu") return Promise.resolve(false);
  const answer = known.get(device) ?? isWrong(device);
  known.set(device, answer);
  return answer;
}

async function isWrong(device: Device): Promise<boolean> {
  const [reference, actual] = [await attended("cpu"), await attended(device)];
  return !reference.every((value, index) => Math.abs(value - actual[index]!) < TOLERANCE);
}

async function attended(device: Device): Promise<Float32Array> {
  const graph = new Graph("attention");
  const [query, key, value] = ["query", "key", "value"].map((name) => graph.input(name, "float32", [1, TOKENS, HEADS * SIZE])) as [never, never, never];
  graph.output("out", attend(graph, query, key, value, HEADS));
  const session = await openGraph(graph, { device });
  const { out } = await session.run({ query: numbers(1), key: numbers(2), value: numbers(3) });
  await session.release();
  if (out?.type !== "float32") throw new RangeError("attention gives float32");
  return out.data;
}

/** From -1 to 1, without order. */
function numbers(seed: number): TensorData {
  const data = Float32Array.from({ length: TOKENS * HEADS * SIZE }, (_, index) => (((index + 1) * 7919 * seed) % 1009) / 504.5 - 1);
  return { type: "float32", data, shape: [1, TOKENS, HEADS * SIZE] };
}
