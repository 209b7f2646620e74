/** Trains a pose network on a run and writes it to a file. */
import { stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { DatasetError } from "../core/errors.js";
import type { EventSink } from "../core/events.js";
import { openDataset } from "../dataset/open-dataset.js";
import { readRun } from "../dataset/run-file.js";
import type { Overrides } from "../recipe/override.js";
import { makeFolder } from "../storage/make-folder.js";
import { storageError } from "../storage/storage-error.js";
import type { PoseNetworkForm } from "../verify/pose-network/form.js";
import { writePoseNetwork } from "../verify/pose-network/network-file.js";
import { trainPoseNetwork } from "../verify/pose-network/train-pose-network.js";
import { readSamples } from "../verify/read-samples.js";
import { readVerdicts, VERIFY_FOLDER } from "../verify/score-file.js";
import { recipeOfRun, verifyOptionsOf } from "./verify-options-of.js";

/** What to learn from, and where the network goes. */
export interface TrainPoseNetworkOptions {
  /** The run's folder. */
  folder: string;
  /** The network's file. */
  out: string;
  /** Changes of the recipe's options by path, such as `verify.kcf.epochs`. */
  overrides?: Overrides;
  /** Learn from images alone that verification has accepted. */
  accepted?: boolean;
  /** 1: all happens in this process; else training has one of its own. Default 1. */
  processes?: number;
  /** What the network computes on. Default cpu. */
  device?: string;
  signal?: AbortSignal;
  onEvent?: EventSink;
}

/** A network in a file. */
export interface TrainedPoseNetwork {
  file: string;
  form: PoseNetworkForm;
}

/**
 * Trains one network on a run's labelled images, with the options of `verify.kcf`, and measures it on shapes that were held
 * out. Works below `verify/work`: the same call goes on where an earlier one stopped.
 * @throws DatasetError E_NOT_FOUND where there is no dataset; E_OPTION for `accepted` without verdicts, options that cannot be, and
 * images that are too few; E_TRAINING, E_STORAGE; the signal's reason
 */
export async function trainPoseNetworkOfRun({ folder, out, overrides = {}, accepted = false, processes = 1, device = "cpu", signal = new AbortController().signal, onEvent = () => {} }: TrainPoseNetworkOptions): Promise<TrainedPoseNetwork> {
  const note = (message: string): void => onEvent({ type: "note", message });
  await refuseFolder(out);
  const read = await readSamples(await openDataset(folder));
  const { kcf, seed } = verifyOptionsOf(await recipeOfRun(folder, overrides), overrides);
  for (const { id, problem } of read.unreadable) note(`${id} cannot be looked at: ${problem}`);
  const verdicts = accepted ? await readVerdicts(folder) : null;
  if (accepted && verdicts === null) throw new DatasetError("E_OPTION", `${folder} was never verified, so that nothing in it is accepted.`, { hint: "Run `dst3d verify` on it first, or learn without --accepted.", subject: folder });
  const right = read.samples.filter(({ key }) => read.planted.get(key) == null);
  const samples = verdicts === null ? right : right.filter(({ id }) => verdicts.verdicts.get(id) === "accepted");
  if (right.length < read.samples.length) note(`${read.samples.length - right.length} images are wrong on purpose and teach nothing`);
  if (samples.length < right.length) note(`${right.length - samples.length} images are not accepted`);
  const work = join(folder, VERIFY_FOLDER, "work", "pose-network");
  const network = await trainPoseNetwork(samples, kcf, {
    run: (await readRun(folder))?.name ?? basename(resolve(folder)),
    seed,
    folder: work,
    processes,
    device,
    signal,
    progress: (step, done, total) => onEvent({ type: "step-progress", step, done, total }),
    note,
  });
  await writePoseNetwork(out, network);
  return { file: out, form: network.form };
}

/** Said before minutes of training, not after. */
async function refuseFolder(out: string): Promise<void> {
  try {
    await makeFolder(dirname(resolve(out)));
  } catch (error) {
    throw storageError(error, "write to", out);
  }
  const found = await stat(out).catch(() => null);
  if (found?.isDirectory() === true) throw new DatasetError("E_OPTION", `${out} is a folder`, { hint: "Name the file to write, such as pose.safetensors.", subject: out });
}
