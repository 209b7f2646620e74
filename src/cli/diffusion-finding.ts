/** What `dst3d doctor` says about ONNX Runtime, which runs the diffusion generator. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { DatasetError } from "../core/errors.js";
import { loadOnnxRuntime, ONNX_RUNTIME_VERSION, type Device } from "../nn/session/onnx-runtime.js";
import type { Finding } from "./examination.js";

/** What of ONNX Runtime is looked at. */
export interface DiffusionRuntime {
  env: { versions: { node?: string } };
  /** `bundled`: comes with the package. */
  listSupportedBackends(): readonly { name: string; bundled: boolean }[];
}

/** The machine, as far as it matters here. */
export interface DiffusionMachine {
  /** @throws DatasetError E_DEPENDENCY when it is not there */
  load(): Promise<DiffusionRuntime>;
  /** Such as "linux x64". */
  platform: string;
  hasNvidiaCard: boolean;
  /** Whether the part for CUDA, which does not come with the package, was added. */
  hasCudaPart: boolean;
}

/** Devices whose numbers have been compared on real hardware. */
const TESTED: readonly string[] = ["cpu"] satisfies Device[];
/** npm puts the part for CUDA 12 beside the package's other files where its install script may run. */
const CUDA_PLATFORM = "linux x64";
const WITH_CUDA = "ONNXRUNTIME_NODE_INSTALL=cuda12";

/** This machine. */
export function thisMachine(): DiffusionMachine {
  return {
    load: loadOnnxRuntime,
    platform: `${process.platform} ${process.arch}`,
    hasNvidiaCard: existsSync("/proc/driver/nvidia/version") || existsSync("/dev/nvidia0"),
    hasCudaPart: hasCudaPart(),
  };
}

/** Whether ONNX Runtime is installed, for which devices, and the command that adds what is missing. */
export async function diffusionFinding(machine: DiffusionMachine): Promise<Finding> {
  const name = "local diffusion";
  const offersCuda = machine.hasNvidiaCard && machine.platform === CUDA_PLATFORM;
  try {
    const runtime = await machine.load();
    const version = runtime.env.versions.node ?? "of unknown version";
    const devices = runtime.listSupportedBackends().filter((backend) => backend.bundled || (backend.name === "cuda" && machine.hasCudaPart)).map((backend) => backend.name);
    const detail = `onnxruntime-node ${version}: ${devices.map((device) => (TESTED.includes(device) ? device : `${device} (untested)`)).join(", ")}`;
    if (version !== ONNX_RUNTIME_VERSION) return { name, state: "good", detail, hint: `dst3d is tested with ${ONNX_RUNTIME_VERSION}; to get it: ${addCommand(false)}` };
    const addsCuda = offersCuda && !machine.hasCudaPart;
    return { name, state: "good", detail, hint: addsCuda ? `an NVIDIA card is here; to add cuda (needs CUDA 12 and cuDNN 9): ${WITH_CUDA} npm rebuild onnxruntime-node` : null };
  } catch (error) {
    if (!DatasetError.isInstance(error)) throw error;
    const absent = error.cause instanceof Error && "code" in error.cause && (error.cause.code === "ERR_MODULE_NOT_FOUND" || error.cause.code === "MODULE_NOT_FOUND");
    const hint = `to add it${offersCuda ? " with cuda for the NVIDIA card (needs CUDA 12 and cuDNN 9)" : ""}: ${addCommand(offersCuda)}`;
    return { name, state: absent ? "absent" : "broken", detail: absent ? "onnxruntime-node is not installed (optional)" : error.message, hint };
  }
}

/** Without install scripts nothing is fetched but the package; all devices except cuda are in it. */
function addCommand(withCuda: boolean): string {
  const add = `onnxruntime-node@${ONNX_RUNTIME_VERSION}`;
  return withCuda ? `${WITH_CUDA} npm install ${add}` : `npm install --ignore-scripts ${add}`;
}

function hasCudaPart(): boolean {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve("onnxruntime-node/package.json"));
    return existsSync(join(folder, "bin", "napi-v6", process.platform, process.arch, "libonnxruntime_providers_cuda.so"));
  } catch {
    return false;
  }
}
