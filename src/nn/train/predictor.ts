/** A trained network at work: the same function, its weights as constants, any batch. */
import { countOf, type FloatTensor } from "../graph/float-tensor.js";
import { Graph } from "../graph/graph.js";
import { KnownWeights } from "../graph/known-weights.js";
import { Scope } from "../graph/scope.js";
import type { WeightSource } from "../graph/weight-source.js";
import type { SessionOptions, TensorData } from "../session/onnx-runtime.js";
import { openGraph } from "../session/open-graph.js";
import { writeInputs, type InputShapes, type Network } from "./network.js";
import type { Batch } from "./trainer.js";

export interface PredictorOptions extends Pick<SessionOptions, "device" | "threads"> {
  /** What the network is fed; the first size does not matter. */
  inputs: InputShapes;
  network: Network;
  /** From a trainer, or a file read by readWeights. */
  weights: ReadonlyMap<string, FloatTensor> | WeightSource;
}

export interface Predictor {
  /** The network's outputs for a batch of any size. */
  run(batch: Batch): Promise<Record<string, FloatTensor>>;
  release(): Promise<void>;
}

export async function openPredictor({ inputs, network, weights, device = "cpu", threads }: PredictorOptions): Promise<Predictor> {
  const graph = new Graph("network");
  const source = weights instanceof Map ? new KnownWeights(weights) : (weights as WeightSource);
  for (const [name, value] of Object.entries(network(new Scope(graph, source), writeInputs(graph, inputs, "batch")))) graph.output(name, value);
  const session = await openGraph(graph, { device, ...(threads === undefined ? {} : { threads }) });
  return {
    async run(batch) {
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
    release: () => session.release(),
  };
}
