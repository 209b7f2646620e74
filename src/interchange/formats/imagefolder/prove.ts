/** Reads an ImageFolder back and compares it with the labels. */
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import * as z from "zod";
import { sha256Hex } from "../../../storage/sha256.js";
import { comparePlain, plainChecks } from "../../proof/plain.js";
import { measure, missing, proofOf, type Proof } from "../../proof/proof.js";
import type { ProofSample } from "../../proof/proof-sample.js";
import { compareImage, measureImages } from "../../proof/same-image.js";

const rowSchema = z.looseObject({
  file_name: z.string(),
  text: z.string(),
  objects: z.object({ bbox: z.array(z.array(z.number())), categories: z.array(z.int()) }),
  labels: z.array(z.looseObject({ category: z.string(), bbox: z.array(z.number()).nullable() })),
});

/** See `ExportFormat.prove`. */
export async function proveImageFolder(root: string, samples: readonly ProofSample[]): Promise<Proof> {
  const plain = plainChecks();
  const images = measureImages();
  const columns = measure("rows with the same columns", 0, "different");
  const classes = JSON.parse(await readFile(join(root, "classes.json"), "utf8")) as string[];
  let keys: string | null = null;
  for (const split of new Set(samples.map((sample) => sample.split))) {
    const wanted = new Map(samples.filter((sample) => sample.split === split).map((sample) => [sample.record.id, sample]));
    for await (const line of createInterface({ input: createReadStream(join(root, split, "metadata.jsonl")), crlfDelay: Infinity })) {
      const id = /^\{"file_name":"([^".]+)/.exec(line)?.[1] ?? "";
      const sample = wanted.get(id);
      if (sample === undefined) continue;
      wanted.delete(id);
      const row = rowSchema.parse(JSON.parse(line));
      keys ??= Object.keys(row).join();
      columns.take(Object.keys(row).join() === keys ? 0 : 1, id);
      comparePlain(plain, { ...row, objects: row.labels }, sample);
      const seen = row.labels.filter(({ bbox }) => bbox !== null);
      const isAlike = JSON.stringify(seen.map(({ bbox, category }) => [bbox, category])) === JSON.stringify(row.objects.bbox.map((bbox, index) => [bbox, classes[row.objects.categories[index]!]]));
      plain.words.take(isAlike && row.text === (sample.record.prompt?.text ?? "") ? 0 : 1, id);
      await compareImage(images, root, `${split}/${row.file_name}`, sample);
      for (const [output, { sha256 }] of Object.entries(sample.record.files)) {
        const file = row[`${output.replaceAll("-", "_")}_file_name`];
        if (typeof file === "string") images.take(sha256Hex(await readFile(join(root, split, file))) === sha256 ? 0 : 1, file);
      }
    }
    for (const id of wanted.keys()) throw missing(`sample ${id}`);
  }
  return proofOf(images, columns, ...Object.values(plain).filter(({ compared }) => compared > 0));
}
