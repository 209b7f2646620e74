/** Reads a tree of PASCAL3D+ back and compares it with the labels. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { comparePascal, pascalChecks, pascalProof } from "../../proof/pascal-mat.js";
import type { Proof } from "../../proof/proof.js";
import type { ProofObject, ProofSample } from "../../proof/proof-sample.js";
import { safeName } from "../../safe-name.js";

/** See `ExportFormat.prove`. */
export async function provePascal3d(root: string, samples: readonly ProofSample[]): Promise<Proof> {
  const checks = pascalChecks();
  const classNameOf = ({ object }: ProofObject): string => object.categoryNames.pascal3d ?? safeName(object.category);
  for (const sample of samples) {
    const { id } = sample.record;
    const className = classNameOf(sample.objects[0]!);
    const paths = { annotation: `Annotations/${className}_imagenet/${id}.mat`, image: `Images/${className}_imagenet/${id}.JPEG` };
    await comparePascal(checks, root, sample, paths, classNameOf, (of, index) => `CAD/${of}/${String(index).padStart(2, "0")}.off`);
    const set = await readFile(join(root, "Image_sets", `${className}_imagenet_${sample.split}.txt`), "utf8");
    checks.words.take(set.split("\n").includes(id) ? 0 : 1, id);
  }
  return pascalProof(checks);
}
