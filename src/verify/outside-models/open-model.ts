/** Opens a model that the user brings: an ONNX file that dst3d knows nothing of. */
import { stat } from "node:fs/promises";
import { DatasetError } from "../../core/errors.js";
import { createSession, type Device, type Session } from "../../nn/session/onnx-runtime.js";

/**
 * @param what the model is to be, such as "a depth model"
 * @throws DatasetError E_NOT_FOUND when there is no such file, E_MODEL when it is no ONNX model, E_DEPENDENCY when ONNX Runtime is not there
 */
export async function openModel(path: string, what: string, device: string): Promise<Session> {
  const isFile = await stat(path).then((found) => found.isFile(), () => false);
  if (!isFile) throw new DatasetError("E_NOT_FOUND", `There is no file ${path}, which is to be ${what}.`, { hint: "Give the path of an .onnx file.", subject: path });
  try {
    return await createSession(path, { device: device as Device });
  } catch (error) {
    if (!DatasetError.isInstance(error) || error.code !== "E_MODEL") throw error;
    throw new DatasetError("E_MODEL", `${path} cannot be used as ${what}: ${error.message}`, { hint: "It must be a complete ONNX file; weights in files beside it must lie in the same folder.", subject: path, cause: error });
  }
}

/** A model with other inputs or outputs than it needs. @param expected what it must have */
export function unfitModel(path: string, what: string, found: string, expected: string): DatasetError {
  return new DatasetError("E_MODEL", `${path} is not ${what}: ${found}.`, { hint: `It must have ${expected}.`, subject: path });
}
