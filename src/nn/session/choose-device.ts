/** `auto`: the first device that really works here. */
import { Graph } from "../graph/graph.js";
import { convolve } from "../ops/convolution.js";
import { createSession, loadOnnxRuntime, type Device, type Session } from "./onnx-runtime.js";
import { encodeGraph } from "./open-graph.js";

/** What a user may ask for. */
export type DeviceChoice = Device | "auto";

/**
 * Best first. WebGPU is not among them: its adapter may be a program on the processor, slower than the processor
 * itself, and nothing says so. It is used where it is named.
 */
const PREFERRED: readonly Device[] = ["cuda", "dml", "coreml"];

const SIDE = 8;
const CHANNELS = 4;
const TOLERANCE = 1e-2;

let chosen: Promise<Device> | null = null;

/** The device to compute on; tried once. @throws DatasetError E_DEPENDENCY when ONNX Runtime is not installed */
export function chooseDevice(choice: DeviceChoice): Promise<Device> {
  if (choice !== "auto") return Promise.resolve(choice);
  return (chosen ??= firstThatWorks(offeredDevices, tryDevice));
}

/** @param offered names of the devices that the runtime has code for; @param works whether one computes right here */
export async function firstThatWorks(offered: () => Promise<readonly string[]>, works: (device: Device) => Promise<boolean>): Promise<Device> {
  const names = await offered();
  for (const device of PREFERRED) if (names.includes(device) && (await works(device))) return device;
  return "cpu";
}

async function offeredDevices(): Promise<string[]> {
  return (await loadOnnxRuntime()).listSupportedBackends().map(({ name }) => name);
}

/** Whether a convolution runs there, without help from the processor, and gives what the processor gives. */
async function tryDevice(device: Device): Promise<boolean> {
  try {
    const [reference, actual] = [await convolved("cpu"), await convolved(device)];
    return reference.every((value, index) => Math.abs(value - actual[index]!) < TOLERANCE);
  } catch {
    return false;
  }
}

async function convolved(device: Device): Promise<Float32Array> {
  const graph = new Graph("trial");
  const image = graph.input("image", "float32", [1, CHANNELS, SIDE, SIDE]);
  const weights = graph.constant("float32", [CHANNELS, CHANNELS, 3, 3], wave(CHANNELS * CHANNELS * 9));
  graph.output("out", convolve(graph, image, weights, null, { stride: 1, padding: [1, 1, 1, 1] }));
  const session: Session = await createSession(encodeGraph(graph).bytes, { device, forbidFallback: true });
  const { out } = await session.run({ image: { type: "float32", data: wave(CHANNELS * SIDE * SIDE), shape: [1, CHANNELS, SIDE, SIDE] } });
  await session.release();
  if (out?.type !== "float32") throw new RangeError("a convolution gives float32");
  return out.data;
}

/** From -1 to 1. */
function wave(length: number): Float32Array {
  return Float32Array.from({ length }, (_, index) => ((index * 37) % 17) / 8 - 1);
}
