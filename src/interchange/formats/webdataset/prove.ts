/** Reads WebDataset shards back as its library does, and compares them with the labels. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { decodeTarHeader, TAR_BLOCK } from "../../../codecs/tar.js";
import { DatasetError } from "../../../core/errors.js";
import { localFileSystem } from "../../../storage/file-system.js";
import { sha256Hex } from "../../../storage/sha256.js";
import { comparePlain, plainChecks } from "../../proof/plain.js";
import { measure, missing, proofOf, type Proof } from "../../proof/proof.js";
import type { ProofSample } from "../../proof/proof-sample.js";
import { measureImages } from "../../proof/same-image.js";

/** A file in a shard. */
interface Entry {
  key: string;
  field: string;
  read(): Promise<Uint8Array>;
}

/** See `ExportFormat.prove`. */
export async function proveWebDataset(root: string, samples: readonly ProofSample[]): Promise<Proof> {
  const plain = plainChecks();
  const images = measureImages();
  const grouping = measure("samples: files side by side, the same fields in each", 0, "wrong");
  const classes = JSON.parse(new TextDecoder().decode(await localFileSystem.read(join(root, "classes.json")))) as string[];
  const wanted = new Map(samples.map((sample) => [sample.record.id, sample]));
  const seen = new Set<string>();
  let fields: string | null = null;
  const compare = async (entries: readonly Entry[]): Promise<void> => {
    const { key } = entries[0]!;
    const own = entries.map(({ field }) => field).join();
    fields ??= own;
    grouping.take(own === fields && !seen.has(key) ? 0 : 1, key);
    seen.add(key);
    const sample = wanted.get(key);
    if (sample === undefined) return;
    wanted.delete(key);
    const read = async (field: string): Promise<Uint8Array> => {
      const entry = entries.find((one) => one.field === field);
      if (entry === undefined) throw missing(`${field} of sample ${key}`);
      return entry.read();
    };
    const text = async (field: string): Promise<string> => new TextDecoder().decode(await read(field));
    const label: unknown = JSON.parse(await text("json"));
    comparePlain(plain, label, sample);
    const { record } = sample;
    for (const [name, { name: file, sha256 }] of Object.entries(record.files)) {
      const ending = file.slice(file.lastIndexOf(".") + 1);
      const field = name === "image" ? ending : `${name}.${ending}`;
      if (name === "image" || entries.some((one) => one.field === field)) images.take(sha256Hex(await read(field)) === sha256 ? 0 : 1, `${key}.${field}`);
    }
    const category = record.objects[0]?.category ?? record.photo?.category ?? record.regions?.objects[0]?.category;
    plain.words.take(classes[Number(await text("cls"))] === category && (await text("txt")) === (record.prompt?.text ?? "") ? 0 : 1, key);
  };
  for (const name of (await readdir(root)).filter((file) => file.endsWith(".tar")).sort()) await eachSample(join(root, name), compare);
  for (const id of wanted.keys()) throw missing(`sample ${id}`);
  return proofOf(images, grouping, ...Object.values(plain).filter(({ compared }) => compared > 0));
}

/** Goes through a shard; files of one key that stand side by side are a sample. */
async function eachSample(path: string, work: (entries: readonly Entry[]) => Promise<void>): Promise<void> {
  const file = await localFileSystem.open(path);
  try {
    let entries: Entry[] = [];
    for (let at = 0; at + TAR_BLOCK <= file.bytes; ) {
      const header = decodeTarHeader(await file.read(at, TAR_BLOCK));
      if (header === null) break;
      // The library's own pattern: the key ends at the first dot of the name.
      const match = /^((?:.*\/|)[^.]+)[.]([^/]*)$/.exec(header.name);
      if (match === null) throw new DatasetError("E_EXPORT", `${header.name} in ${path} has no key`, { subject: header.name });
      const from = at + TAR_BLOCK;
      const entry = { key: match[1]!, field: match[2]!, read: () => file.read(from, header.bytes) };
      if (entries.length > 0 && entries[0]!.key !== entry.key) {
        await work(entries);
        entries = [];
      }
      entries.push(entry);
      at = from + Math.ceil(header.bytes / TAR_BLOCK) * TAR_BLOCK;
    }
    if (entries.length > 0) await work(entries);
  } finally {
    await file.close();
  }
}
