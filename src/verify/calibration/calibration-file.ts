/** Reading and writing `calibration.json`. */
import { DatasetError } from "../../core/errors.js";
import { canonicalJson } from "../../dataset/canonical-json.js";
import { type FileSystem, localFileSystem, systemErrorCode } from "../../storage/file-system.js";
import { replaceFile } from "../../storage/replace-file.js";
import { storageError } from "../../storage/storage-error.js";
import { type Calibration, calibrationSchema } from "./calibration.js";

const MOST_BYTES = 10_000_000;

/** Writes the file so that it is whole or not there. @throws DatasetError E_STORAGE */
export async function writeCalibration(path: string, calibration: Calibration, fileSystem: FileSystem = localFileSystem): Promise<void> {
  await replaceFile(path, canonicalJson(calibrationSchema.parse(calibration), 2), fileSystem);
}

/** Reads a calibration. @throws DatasetError E_NOT_FOUND, E_CALIBRATION for a file that is none or is damaged, E_STORAGE */
export async function readCalibration(path: string, fileSystem: FileSystem = localFileSystem): Promise<Calibration> {
  let bytes: Uint8Array;
  try {
    const found = await fileSystem.stat(path);
    if (found !== null && found.bytes > MOST_BYTES) throw fault(path, `has ${found.bytes} bytes`);
    bytes = await fileSystem.read(path);
  } catch (error) {
    if (systemErrorCode(error) !== "ENOENT") throw storageError(error, "read from", path);
    throw new DatasetError("E_NOT_FOUND", `there is no calibration at ${path}`, { hint: "Make one with dst3d verify --calibrate on a dataset with planted defects.", subject: path });
  }
  return parseCalibration(new TextDecoder().decode(bytes), path);
}

/** The calibration that a text holds. @param subject name of the file @throws DatasetError E_CALIBRATION */
export function parseCalibration(text: string, subject: string): Calibration {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw fault(subject, "is not JSON", cause);
  }
  const result = calibrationSchema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw fault(subject, `cannot be used: ${issue?.path.join(".") || "file"}: ${issue?.message ?? "unreadable"}`, result.error);
}

function fault(subject: string, what: string, cause?: unknown): DatasetError {
  return new DatasetError("E_CALIBRATION", `the calibration ${subject} ${what}`, { hint: "Make it again with this version of dst3d.", subject, ...(cause === undefined ? {} : { cause }) });
}
