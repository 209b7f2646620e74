/** Reads a tree of ObjectNet3D back and compares it with the labels. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { comparePascal, pascalChecks, pascalProof } from "../../proof/pascal-mat.js";
import type { Proof } from "../../proof/proof.js";
import type { ProofObject, ProofSample } from "../../proof/proof-sample.js";
import { safeName } from "../../safe-name.js";

/** See `ExportFormat.prove`. */
export async function proveObjectNet3d(root: string, samples: readonly ProofSample[]): Promise<Proof> {
  const checks = pascalChecks();
  const classNameOf = ({ object }: ProofObject): string => object.categoryNames.objectnet3d ?? safeName(object.category);
  for (const sample of samples) {
    const { id } = sample.record;
    await comparePascal(checks, root, sample, { annotation: `Annotations/${id}.mat`, image: `Images/${id}.JPEG` }, classNameOf, (of, index) => `CAD/off/${of}/${String(index).padStart(2, "0")}.off`);
    const set = await readFile(join(root, "Image_sets", `${sample.split}.txt`), "utf8");
    checks.words.take(set.split("\n").includes(id) ? 0 : 1, id);
  }
  return pascalProof(checks);
}
