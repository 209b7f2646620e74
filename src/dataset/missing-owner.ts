/** The error of a sample that would name files which are not there. */
import { DatasetError } from "../core/errors.js";
import { sampleId } from "./sample-id.js";

/** What a writer throws instead of storing a record whose files are missing: storing their owner has failed before. */
export function missingOwner(index: number, owner: number): DatasetError {
  return new DatasetError("E_STORAGE", `Sample ${sampleId(index)} shares files of ${sampleId(owner)}, which is not stored.`, {
    hint: "Run the same command again: it goes on where it stopped.",
    subject: sampleId(owner),
  });
}
