/** The only file that knows ONNX Runtime: finished graphs in, numbers out. */
import type * as OnnxRuntime from "onnxruntime-node";
import type { InferenceSession, Tensor as RuntimeTensor } from "onnxruntime-node";
import { DatasetError } from "../../core/errors.js";
import type { OnnxSize } from "../../codecs/onnx.js";

/** The version that graphs are made for and tests are run with. */
export const ONNX_RUNTIME_VERSION = "1.30.0";

/** Where a graph can run. */
export const DEVICES = ["cpu", "cuda", "webgpu", "dml", "coreml"] as const;
export type Device = (typeof DEVICES)[number];

/** How hard ONNX Runtime works on a graph before its first run. */
export type Optimization = "disabled" | "basic" | "extended" | "all";

/** Numbers that are fed or returned; float16 as bits. */
export type TensorData =
  | { type: "float32"; data: Float32Array; shape: readonly number[] }
  | { type: "float16"; data: Uint16Array; shape: readonly number[] }
  | { type: "int32"; data: Int32Array; shape: readonly number[] }
  | { type: "int64"; data: BigInt64Array; shape: readonly number[] }
  | { type: "bool"; data: Uint8Array; shape: readonly number[] };

/** How a session is made. */
export interface SessionOptions {
  device?: Device;
  optimization?: Optimization;
  /** Threads of the CPU; by default as many as ONNX Runtime thinks right. */
  threads?: number;
  /**
   * Whether it is an error when a device leaves operations to the CPU. Computing open sizes is such an operation: see
   * `sizes` of openGraph.
   */
  forbidFallback?: boolean;
  /** Folder in which the graph's external constants lie. */
  weightsFolder?: string | null;
  /** Where ONNX Runtime shall write the graph as it has optimised it; constants go to a file beside it. */
  saveOptimized?: string;
}

/** What a model says of an input. */
export interface InputSignature {
  name: string;
  /** ONNX Runtime's name of the element type, such as `float32`; null for what is no tensor. */
  type: string | null;
  /** Sizes that are open have names; empty where nothing is said. */
  shape: readonly OnnxSize[];
}

/** A graph ready to run. */
export interface Session {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Of the inputs, in their order: for models that were written elsewhere. */
  readonly signatures: readonly InputSignature[];
  /** Runs the graph; returns the outputs named, or all. */
  run(feeds: Readonly<Record<string, TensorData>>, outputs?: readonly string[]): Promise<Record<string, TensorData>>;
  /** Gives the memory back; the session cannot run any more. */
  release(): Promise<void>;
}

type Runtime = typeof OnnxRuntime;

let loading: Promise<Runtime> | null = null;

/** Loads ONNX Runtime. @throws DatasetError E_DEPENDENCY when it is not installed or does not start on this machine */
export async function loadOnnxRuntime(): Promise<Runtime> {
  loading ??= import("onnxruntime-node");
  try {
    return await loading;
  } catch (cause) {
    loading = null;
    const missing = cause instanceof Error && "code" in cause && (cause.code === "ERR_MODULE_NOT_FOUND" || cause.code === "MODULE_NOT_FOUND");
    throw new DatasetError("E_DEPENDENCY", missing ? "Diffusion needs ONNX Runtime, which is not installed." : `ONNX Runtime does not start on this machine: ${cause instanceof Error ? cause.message : String(cause)}`, {
      hint: `Add it with: npm install --ignore-scripts onnxruntime-node@${ONNX_RUNTIME_VERSION}`,
      subject: "onnxruntime-node",
      cause,
    });
  }
}

/**
 * Makes a graph ready to run.
 * @param model an ONNX file, or the path of one
 * @throws DatasetError E_DEPENDENCY when the device is not there, E_MEMORY, E_MODEL when ONNX Runtime refuses the graph
 */
export async function createSession(model: Uint8Array | string, options: SessionOptions = {}): Promise<Session> {
  const runtime = await loadOnnxRuntime();
  const { device = "cpu" } = options;
  try {
    // The two calls are one overloaded method; each takes one kind of model.
    const session = typeof model === "string" ? await runtime.InferenceSession.create(model, runtimeOptions(options)) : await runtime.InferenceSession.create(model, runtimeOptions(options));
    return new RunningSession(runtime, session);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    if (device !== "cpu" && /provider|backend|adapter|shared library|not support|device/i.test(message)) {
      throw new DatasetError("E_DEPENDENCY", `The device ${device} cannot be used here: ${message}`, { hint: "Choose --device cpu, or install what this device needs.", subject: device, cause });
    }
    if (LACKS_MEMORY.test(message)) throw memoryError(message, cause);
    throw new DatasetError("E_MODEL", `ONNX Runtime refuses the graph: ${message}`, { hint: "This is a defect of dst3d, or the weights were changed while they were read.", cause });
  }
}

function runtimeOptions({ device = "cpu", optimization = "all", threads, forbidFallback = false, weightsFolder = null, saveOptimized }: SessionOptions): InferenceSession.SessionOptions {
  const session: Record<string, string> = {};
  if (weightsFolder !== null) session["model_external_initializers_file_folder_path"] = weightsFolder;
  if (forbidFallback && device !== "cpu") session["disable_cpu_ep_fallback"] = "1";
  if (saveOptimized !== undefined) {
    session["optimized_model_external_initializers_file_name"] = `${saveOptimized.split(/[\\/]/).at(-1)!}.weights`;
    session["optimized_model_external_initializers_min_size_in_bytes"] = "1024";
  }
  return {
    executionProviders: [device],
    graphOptimizationLevel: optimization,
    logSeverityLevel: 3,
    extra: { session },
    ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
    ...(saveOptimized === undefined ? {} : { optimizedModelFilePath: saveOptimized }),
  };
}

class RunningSession implements Session {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly signatures: readonly InputSignature[];

  constructor(
    private readonly runtime: Runtime,
    private readonly session: InferenceSession,
  ) {
    this.inputs = session.inputNames;
    this.outputs = session.outputNames;
    this.signatures = session.inputMetadata.map((input) => (input.isTensor ? { name: input.name, type: input.type, shape: input.shape } : { name: input.name, type: null, shape: [] }));
  }

  async run(feeds: Readonly<Record<string, TensorData>>, outputs: readonly string[] = this.outputs): Promise<Record<string, TensorData>> {
    const tensors: Record<string, RuntimeTensor> = {};
    for (const name of this.inputs) {
      const feed = feeds[name];
      if (feed === undefined) throw new DatasetError("E_INTERNAL", `The graph's input ${name} is not fed.`, { hint: "This is a defect of dst3d.", subject: name });
      tensors[name] = new this.runtime.Tensor(feed.type, feed.data, feed.shape);
    }
    const results = await this.session.run(tensors, [...outputs]).catch((cause: unknown) => {
      throw runError(cause);
    });
    return Object.fromEntries(outputs.map((name) => [name, toTensorData(name, results[name]!)]));
  }

  async release(): Promise<void> {
    await this.session.release();
  }
}

const LACKS_MEMORY = /bad_alloc|alloc\w* (?:memory|fail)|fail\w* to alloc|out of memory|not enough memory/i;

function memoryError(message: string, cause: unknown): DatasetError {
  return new DatasetError("E_MEMORY", `There is not enough memory: ${message}`, { hint: "Lower generator.batchSize or the image's size, or set generator.keepLoaded: false, generator.tile: 512 or generator.vae: taesd.", cause });
}

function runError(cause: unknown): DatasetError {
  const message = cause instanceof Error ? cause.message : String(cause);
  if (LACKS_MEMORY.test(message)) return memoryError(message, cause);
  return new DatasetError("E_MODEL", `The graph does not run: ${message}`, { hint: "This is a defect of dst3d, or the inputs do not fit the model.", cause });
}

function toTensorData(name: string, { type, data, dims }: RuntimeTensor): TensorData {
  const shape: readonly OnnxSize[] & readonly number[] = dims;
  if (type === "float32" && data instanceof Float32Array) return { type, data, shape };
  if (type === "int64" && data instanceof BigInt64Array) return { type, data, shape };
  if (type === "int32" && data instanceof Int32Array) return { type, data, shape };
  if (type === "float16" && data instanceof Uint16Array) return { type, data, shape };
  if (type === "bool" && data instanceof Uint8Array) return { type, data, shape };
  throw new DatasetError("E_INTERNAL", `The graph's output ${name} has the type ${type}.`, { hint: "This is a defect of dst3d.", subject: name });
}
