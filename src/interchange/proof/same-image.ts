/** Whether an exported picture is the one that was labelled, for proofs. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { sha256Hex } from "../../storage/sha256.js";
import type { Measured } from "./proof.js";
import { measure } from "./proof.js";
import type { ProofSample } from "./proof-sample.js";

/** A comparison of pictures, byte by byte. */
export function measureImages(): Measured {
  return measure("images, byte by byte", 0, "different");
}

/** Compares a file of the export with the sha256 that the record names. */
export async function compareImage(check: Measured, root: string, path: string, { record }: Pick<ProofSample, "record">): Promise<void> {
  const bytes = await readFile(join(root, path)).catch(() => null);
  check.take(bytes !== null && sha256Hex(bytes) === record.files["image"]?.sha256 ? 0 : 1, path);
}
