/** A trained pose network as one safetensors file: its weights under their own names, its form in the metadata. */
import { encodeSafetensors, type SafetensorsInput } from "../../codecs/safetensors.js";
import { DatasetError } from "../../core/errors.js";
import { canonicalJson } from "../../dataset/canonical-json.js";
import type { FloatTensor } from "../../nn/graph/float-tensor.js";
import { readHeader, readWeightFiles } from "../../nn/session/read-weights.js";
import { readTensors } from "../../nn/session/read-tensors.js";
import { parametersOf, type Parameter } from "../../nn/train/network.js";
import { replaceFile } from "../../storage/replace-file.js";
import { storageError } from "../../storage/storage-error.js";
import { kcfTask } from "../kcf/task.js";
import { poseNetworkForm, taskOptionsOf, type AskedForm, type PoseNetworkForm } from "./form.js";

/** A network that can be asked. */
export interface PoseNetwork {
  form: PoseNetworkForm;
  weights: ReadonlyMap<string, FloatTensor>;
}

/** What the metadata call such a file. */
const FORMAT = "dst3d-pose-network";
const HINT = "Give a file that `dst3d verify pose-network RUN --out FILE` has written.";

/** The tensors of a network of this form. */
export async function tensorsOf(form: AskedForm): Promise<Parameter[]> {
  const { network, inputs } = await kcfTask.open(taskOptionsOf(form));
  return parametersOf(network, inputs);
}

/** Writes a network; the same one gives the same bytes. @throws DatasetError E_STORAGE */
export async function writePoseNetwork(path: string, { form, weights }: PoseNetwork): Promise<void> {
  const tensors = Object.fromEntries(
    [...weights].map(([name, { data, shape }]): [string, SafetensorsInput] => [name, { type: "F32", shape, data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) }]),
  );
  await replaceFile(path, encodeSafetensors(tensors, { format: FORMAT, form: canonicalJson(poseNetworkForm.parse(form)).trimEnd() }));
}

/**
 * Reads a network.
 * @throws DatasetError E_NOT_FOUND; E_MODEL for a file that is no safetensors, cut off, of something else, of another version,
 * whose metadata are wrong, whose tensors are not those of the network that it claims, or that holds numbers that are none
 */
export async function readPoseNetwork(path: string): Promise<PoseNetwork> {
  const weights = await readWeightFiles(path, [path]).catch((error: unknown) => {
    if (!DatasetError.isInstance(error)) throw storageError(error, "read from", path); // a folder
    throw error.code === "E_NOT_FOUND" ? new DatasetError("E_NOT_FOUND", `there is no ${path}`, { hint: HINT, subject: path, cause: error }) : error;
  });
  const form = formOf((await readHeader(path)).metadata, path);
  const parameters = await tensorsOf(form);
  for (const { name, shape } of parameters) weights.take(name, shape);
  const [other] = weights.unused();
  if (other !== undefined) throw refused(path, `has the tensor ${other}, which no network of its form has`);
  const tensors = await readTensors(weights, parameters);
  for (const [name, { data }] of tensors) if (!data.every(Number.isFinite)) throw refused(path, `has numbers in ${name} that are none`);
  return { form, weights: tensors };
}

function formOf(metadata: Readonly<Record<string, string>>, path: string): PoseNetworkForm {
  if (metadata["format"] !== FORMAT) throw refused(path, "is not a pose network of dst3d");
  let value: unknown;
  try {
    value = JSON.parse(metadata["form"] ?? "");
  } catch (cause) {
    throw refused(path, "does not say what network it holds", cause);
  }
  const parsed = poseNetworkForm.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw refused(path, `says of its network what cannot be: ${issue.path.join(".") || "form"}: ${issue.message}`, parsed.error);
}

function refused(path: string, what: string, cause?: unknown): DatasetError {
  return new DatasetError("E_MODEL", `${path} ${what}.`, { hint: HINT, subject: path, ...(cause === undefined ? {} : { cause }) });
}
