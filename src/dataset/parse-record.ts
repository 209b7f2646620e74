/** Reading records back. */
import { DatasetError } from "../core/errors.js";
import { recordSchema, type SampleRecord } from "../sample/record.js";

/** A record from its text. Throws E_RECORD naming the file and the first field that is wrong. */
export function parseRecord(text: string, file: string): SampleRecord {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new DatasetError("E_RECORD", `${file} is not JSON.`, { hint: "Delete it and run the same command again: the sample is made anew.", subject: file, cause: error });
  }
  const result = recordSchema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new DatasetError("E_RECORD", `${file} is not a record of this version: ${issue?.path.join(".") || "record"}: ${issue?.message ?? "unreadable"}.`, {
    hint: "It was changed by hand or written by another version of dst3d; delete it and run the same command again.",
    subject: file,
    cause: result.error,
  });
}
