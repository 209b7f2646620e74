/** A trained network at work: the same function, its weights as constants, any batch. */
import type { OnnxSize } from "../../codecs/onnx.js";
import { countOf, type FloatTensor } from "../graph/float-tensor.js";
import { Graph } from "../graph/graph.js";
import { KnownWeights } from "../graph/known-weights.js";
import { Scope } from "../graph/scope.js";
import type { WeightSource } from "../graph/weight-source.js";
import type { Session, SessionOptions, TensorData } from "../session/onnx-runtime.js";
import { openGraph } from "../session/open-graph.js";
import { writeInputs, type InputShapes, type Network } from "./network.js";
import type { Batch } from "./trainer.js";

export interface PredictorOptions extends Pick<SessionOptions, "device" | "threads"> {
  /** What the network is fed; the first size does not matter. */
  inputs: InputShapes;
  network: Network;
  /** From a trainer, or a file read by readWeights. */
  weights: ReadonlyMap<string, FloatTensor> | WeightSource;
  /**
   * By what layers of batch normalisation normalise: running averages, which is the default, or the batch itself as in
   * training; then what is said of a sample depends on those beside it.
   */
  statistics?: "running" | "batch";
}

export interface Predictor {
  /** The network's outputs for a batch of any size. */
  run(batch: Batch): Promise<Record<string, FloatTensor>>;
  release(): Promise<void>;
}

/** Writes the network once for all sizes of batches; for each size where the batch itself is what is normalised by. */
export async function openPredictor(options: PredictorOptions): Promise<Predictor> {
  const { inputs, statistics = "running" } = options;
  const sessions = new Map<OnnxSize, Session>();
  const sessionFor = async (size: number): Promise<Session> => {
    const key = statistics === "batch" ? size : BATCH;
    const known = sessions.get(key);
    if (known !== undefined) return known;
    const session = await openNetwork(options, key);
    sessions.set(key, session);
    return session;
  };
  if (statistics === "running") await sessionFor(1);
  return {
    async run(batch) {
      const sizes = Object.entries(inputs).map(([name, { shape }]) => (batch[name]?.length ?? 0) / countOf(shape.slice(1)));
      const session = await sessionFor(sizes[0]!);
      const feeds = session.inputs.map((name): [string, TensorData] => {
        const data = batch[name];
        const shape = inputs[name]!.shape.slice(1);
        if (data === undefined) throw new RangeError(`the batch has no ${name}`);
        const whole = [data.length / countOf(shape), ...shape];
        return [name, data instanceof Float32Array ? { type: "float32", data, shape: whole } : { type: "int64", data, shape: whole }];
      });
      const results = await session.run(Object.fromEntries(feeds));
      return Object.fromEntries(Object.entries(results).map(([name, result]) => {
        if (result.type !== "float32") throw new RangeError(`the output ${name} is not of the type float32`);
        return [name, { data: result.data, shape: result.shape }];
      }));
    },
    async release() {
      for (const session of sessions.values()) await session.release();
    },
  };
}

/** The size that stays open. */
const BATCH = "batch";

function openNetwork({ inputs, network, weights, statistics, device = "cpu", threads }: PredictorOptions, size: OnnxSize): Promise<Session> {
  const graph = new Graph("network");
  const known: WeightSource = weights instanceof Map ? new KnownWeights(weights) : (weights as WeightSource);
  const source: WeightSource = statistics === "batch" ? { value: (...tensor) => known.value(...tensor), has: (name) => known.has(name), replace: () => {} } : known;
  for (const [name, value] of Object.entries(network(new Scope(graph, source), writeInputs(graph, inputs, size)))) graph.output(name, value);
  return openGraph(graph, { device, ...(threads === undefined ? {} : { threads }) });
}
