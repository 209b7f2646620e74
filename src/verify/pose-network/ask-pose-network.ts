/** Asks a pose network how objects are turned. */
import type { Image } from "../../core/image.js";
import type { Device } from "../../nn/session/onnx-runtime.js";
import { openPredictor } from "../../nn/train/predictor.js";
import type { FoldData } from "../fold-training/task.js";
import { readAngles, type ReadAngles } from "../kcf/read-angles.js";
import { ANGLES, SAMPLE_NUMBERS } from "../kcf/sample-numbers.js";
import { kcfTask } from "../kcf/task.js";
import { taskOptionsOf, type AskedForm } from "./form.js";
import type { PoseNetwork } from "./network-file.js";

/** A picture and what it is said to show. */
export interface PoseQuestion {
  /** RGB, of the side that the network's layout stores. */
  crop: Image;
  /** One of the network's. */
  category: string;
}

/** A network at work. */
export interface PoseReader {
  /** Angles as the crops show their objects, in the questions' order. */
  read(questions: readonly PoseQuestion[]): Promise<ReadAngles[]>;
  release(): Promise<void>;
}

/** Opens a network. The answer to a question does not depend on those beside it. */
export async function openPoseReader({ form, weights }: Pick<PoseNetwork, "weights"> & { form: AskedForm }, device: Device = "cpu"): Promise<PoseReader> {
  const model = await kcfTask.open(taskOptionsOf(form));
  const predictor = await openPredictor({ inputs: model.inputs, network: model.network, weights, statistics: model.statistics, device, threads: 1 });
  const numberOf = new Map(form.categories.map((category, number) => [category, number]));
  return {
    async read(questions) {
      const samples = questions.map(({ crop, category }) => {
        const number = numberOf.get(category);
        if (number === undefined) throw new RangeError(`the network knows no ${category}`);
        const numbers = new Float32Array(SAMPLE_NUMBERS);
        numbers[0] = number;
        return { bytes: crop.data, numbers };
      });
      const data: FoldData = { count: samples.length, sample: (index) => samples[index]!, numbers: (index) => samples[index]!.numbers };
      const said = await model.predict((batch) => predictor.run(batch), data, samples.map((_, index) => index));
      return samples.map((_, row) => readAngles(said.subarray(row * model.outputs, row * model.outputs + ANGLES)));
    },
    release: () => predictor.release(),
  };
}
