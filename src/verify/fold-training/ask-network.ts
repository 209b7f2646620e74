/** Asks a trained network about the samples of a job. */
import type { FloatTensor } from "../../nn/graph/float-tensor.js";
import type { WeightSource } from "../../nn/graph/weight-source.js";
import { openPredictor } from "../../nn/train/predictor.js";
import type { JobOrder } from "./job.js";
import type { JobListener } from "./run-job.js";
import { batchOf, type AskedModel, type FoldData } from "./task.js";

/** @param listener told of every batch; null where the steps that count are those of training */
export async function askNetwork(
  { job, device }: JobOrder,
  model: AskedModel,
  { weights, data }: { weights: ReadonlyMap<string, FloatTensor> | WeightSource; data: FoldData },
  listener: JobListener | null,
  signal: AbortSignal,
): Promise<Float32Array> {
  const { predict } = job;
  const outputs = new Float32Array(predict.length * model.outputs);
  const predictor = await openPredictor({ inputs: model.inputs, network: model.network, weights, statistics: model.statistics, device, threads: 1 });
  try {
    const size = batchOf(model);
    for (let first = 0; first < predict.length; first += size) {
      signal.throwIfAborted();
      outputs.set(await model.predict((batch) => predictor.run(batch), data, predict.slice(first, first + size)), first * model.outputs);
      listener?.step(Math.ceil((first + size) / size));
      // Lets signals and messages through: computing itself never yields.
      await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    await predictor.release();
  }
  return outputs;
}
