/** Trains a pose network on the labelled pictures of a dataset and measures it on shapes that it has not seen. */
import { DatasetError } from "../../core/errors.js";
import type { Device } from "../../nn/session/onnx-runtime.js";
import { readTensors } from "../../nn/session/read-tensors.js";
import { readWeightFiles } from "../../nn/session/read-weights.js";
import type { FoldJob } from "../fold-training/job.js";
import { trainFolds, type TrainingContext } from "../fold-training/train-folds.js";
import { categoryOf } from "../kcf/category-folds.js";
import { hasPose, readCrops, wholeWindow } from "../kcf/crops.js";
import { settingsOf, type KcfOptions } from "../kcf/options.js";
import { pictureInWindow } from "../window.js";
import { readAngles } from "../kcf/read-angles.js";
import { ANGLES } from "../kcf/sample-numbers.js";
import { kcfTask } from "../kcf/task.js";
import type { VerifiedSample } from "../verified-sample.js";
import { openPoseReader } from "./ask-pose-network.js";
import { formName, POSE_NETWORK_VERSION, taskOptionsOf, type AskedForm, type PoseNetworkForm } from "./form.js";
import { holdOut, type HeldOut } from "./hold-out.js";
import { tensorsOf, type PoseNetwork } from "./network-file.js";
import { errorTableOf, poseError, showsAzimuth, type PoseError } from "./pose-errors.js";

/** What a training needs, beside samples and options. */
export interface PoseNetworkContext extends Omit<TrainingContext, "step"> {
  /** Name of the dataset, as the file tells it. */
  run: string;
  /** Something that the user should know. */
  note(message: string): void;
}

/**
 * Trains one network. One part of the shapes of each category (of `folds`) is held out; its error on them goes into the form.
 * The result depends on samples, options, seed and device alone; the same call goes on where an earlier one stopped.
 * @param samples sorted by key
 * @throws DatasetError E_OPTION for the faithful variant, networks that begin with others' weights, and samples that are too few;
 * E_IMAGE where no picture of a category can be read; as trainFolds
 */
export async function trainPoseNetwork(samples: readonly VerifiedSample[], options: KcfOptions, context: PoseNetworkContext): Promise<PoseNetwork> {
  const { variant, network, widths, size, epochs, batch, learningRate, folds } = settingsOf(options);
  if (variant !== "corrected") throw new DatasetError("E_OPTION", "a pose network is trained as the corrected variant", { hint: "The faithful one learns angles of the models' own, and what it says of a picture depends on those beside it: leave out verify.kcf.variant.", subject: "verify.kcf.variant" });
  if (network !== "residual") throw new DatasetError("E_OPTION", `a pose network is a residual one, not ${network}`, { hint: "The file is to be complete without others' weights: leave out verify.kcf.network.", subject: "verify.kcf.network" });
  const divided = divide(samples, { count: folds, seed: context.seed }, context);
  const { categories } = divided;
  const chosen = [...divided.train, ...divided.heldOut].sort((a, b) => a - b).map((place) => samples[place]!);
  const heldOut = new Set(divided.heldOut.map((place) => samples[place]!));
  const form = { variant, network: { kind: network, widths }, layout: { size, border: Math.round(size / 16) }, categories };
  const unreadable = new Map<number, string>();
  const crops = readCrops({ samples: chosen, variant, layout: form.layout, categories: new Map(categories.map((category, number) => [category, number])), signal: context.signal, unreadable: (place, problem) => void unreadable.set(place, problem) });
  const jobs = (): FoldJob[] => {
    const places = chosen.map((_, place) => place).filter((place) => !unreadable.has(place));
    const job = { name: "pose-network", train: places.filter((place) => !heldOut.has(chosen[place]!)), predict: places.filter((place) => heldOut.has(chosen[place]!)) };
    tellUnreadable(chosen, unreadable, context);
    for (const category of categories) if ([job.train, job.predict].some((part) => !part.some((place) => categoryOf(chosen[place]!) === category))) throw allUnreadable(category);
    return [job];
  };
  const trained = await trainFolds({ task: kcfTask, options: taskOptionsOf(form, { batch, epochs, learningRate }), samples: crops, jobs }, { ...context, step: "pose network" });
  const [{ train, predict }, { outputs, weights }] = [trained.jobs[0]!, trained.results[0]!];
  const width = outputs.length / predict.length;
  const aroundBox = predict.map((place, row) => poseError(readAngles(outputs.subarray(row * width, row * width + ANGLES)), chosen[place]!.record.objects[0]!));
  const tensors = await readTensors(await readWeightFiles(weights, [weights]), await tensorsOf(form));
  const wholePicture = await errorsOnWholePictures(form, tensors, predict.map((place) => chosen[place]!), context);
  const learnt = train.map((place) => chosen[place]!.record);
  return {
    form: {
      version: POSE_NETWORK_VERSION,
      ...form,
      heldOut: { aroundBox: errorTableOf(aroundBox)!, wholePicture: errorTableOf(wholePicture)! },
      learnt: { run: formName(context.run), arms: [...new Set(learnt.map(({ arm }) => formName(arm)))].sort(), pictures: train.length, shapes: new Set(learnt.map(({ objects }) => objects[0]!.shape.sha256)).size, epochs },
    } satisfies PoseNetworkForm,
    weights: tensors,
  };
}

/** The held-out pictures once more, as pictures are shown of which nobody knows where in them the object is. */
async function errorsOnWholePictures(form: AskedForm, weights: PoseNetwork["weights"], samples: readonly VerifiedSample[], { signal, progress, device }: PoseNetworkContext): Promise<PoseError[]> {
  const reader = await openPoseReader({ form, weights }, device as Device);
  try {
    const errors: PoseError[] = [];
    for (const { record, image } of samples) {
      signal.throwIfAborted();
      const [object, picture] = [record.objects[0]!, await image()];
      const [read] = await reader.read([{ category: object.category, crop: pictureInWindow(picture, wholeWindow(picture, form.layout)) }]);
      errors.push(poseError(read!, object));
      progress("whole pictures", errors.length, samples.length);
    }
    return errors;
  } finally {
    await reader.release();
  }
}

/** Tells what is left out; refuses where nothing is left. */
function divide(samples: readonly VerifiedSample[], how: { count: number; seed: number }, { note }: PoseNetworkContext): HeldOut {
  const labelled = samples.map((_, place) => place).filter((place) => hasPose(samples[place]!));
  const usable = labelled.filter((place) => showsAzimuth(samples[place]!.record.objects[0]!));
  const [unlabelled, alike] = [samples.length - labelled.length, labelled.length - usable.length];
  if (unlabelled > 0) note(`${unlabelled} pictures have no label to learn from`);
  if (alike > 0) note(`${alike} pictures cannot tell an azimuth: their shapes' front is unknown, or they look alike from several sides`);
  const divided = holdOut(samples, usable, how);
  divided.notes.forEach((text) => note(text));
  const unnamed = divided.categories.find((category) => formName(category) !== category);
  if (unnamed !== undefined) throw new DatasetError("E_OPTION", `a file cannot hold a network for the category ${JSON.stringify(unnamed)}`, { hint: "Names have 1 to 200 letters and no control characters.", subject: unnamed });
  if (divided.categories.length > 0) return divided;
  throw new DatasetError("E_OPTION", "no category has enough pictures to learn poses from and to measure on", { hint: "A category needs at least 10 labelled pictures of at least 2 shapes whose front is known: make more samples, or use more shapes." });
}

function tellUnreadable(samples: readonly VerifiedSample[], unreadable: ReadonlyMap<number, string>, { note }: PoseNetworkContext): void {
  const [first] = [...unreadable].sort(([a], [b]) => a - b);
  if (first !== undefined) note(`${unreadable.size} pictures could not be looked at, such as ${samples[first[0]]!.key}: ${first[1]}`);
}

function allUnreadable(category: string): DatasetError {
  return new DatasetError("E_IMAGE", `too few pictures of ${category} can be read to learn from and to measure on`, { hint: "The note before names one and what is wrong with it.", subject: category });
}
