/** Whether an exported JPEG shows the labelled picture, for proofs. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { decodeRgb } from "../../codecs/image.js";
import { sha256Hex } from "../../storage/sha256.js";
import { measure, type Measured, missing } from "./proof.js";
import type { ProofSample } from "./proof-sample.js";

/** A comparison of pictures after JPEG: mean difference per channel. A picture shifted by a pixel, or another, is beyond it. */
export function measureSimilarImages(): Measured {
  return measure("images after JPEG, mean difference", 4, "of 255");
}

/** Compares a JPEG of the export with the image that the record names. */
export async function compareSimilarImage(check: Measured, root: string, path: string, { record, output }: ProofSample): Promise<void> {
  const own = await output("image");
  const written = await readFile(join(root, path)).catch(() => null);
  if (own === null || written === null) throw missing(path);
  if (sha256Hex(own) !== record.files["image"]?.sha256) return check.take(Infinity, record.files["image"]?.name ?? record.id);
  const [a, b] = [await decodeRgb(own, { subject: record.id }), await decodeRgb(written, { subject: path })];
  if (a.width !== b.width || a.height !== b.height) return check.take(Infinity, path);
  check.take(a.data.reduce((sum, value, at) => sum + Math.abs(value - b.data[at]!), 0) / a.data.length, path);
}
