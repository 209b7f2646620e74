/** Reads Parquet shards back and compares them with the labels, typed columns and JSON alike. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { decodeParquet, type ParquetDecoder } from "../../../codecs/parquet.js";
import { localFileSystem } from "../../../storage/file-system.js";
import { sha256Hex } from "../../../storage/sha256.js";
import { comparePlain, plainChecks, plainSchema } from "../../proof/plain.js";
import { measure, type Measured, missing, proofOf, type Proof } from "../../proof/proof.js";
import type { ProofSample } from "../../proof/proof-sample.js";
import { measureImages } from "../../proof/same-image.js";

const picture = z.object({ bytes: z.instanceof(Uint8Array), path: z.string() });
const numbers = z.array(z.number());

const rowSchema = z.looseObject({
  id: z.string(),
  image: picture,
  label: z.bigint().nullable(),
  caption: z.string(),
  label_status: z.string(),
  K: z.array(numbers).nullable(),
  objects: z.object({ bbox: z.array(numbers), categories: z.array(z.bigint()) }),
  poses: z.array(z.object({ instance_id: z.int(), category: z.string(), rotation_object_to_camera: z.array(numbers), translation_object_to_camera: numbers, scale: z.number(), azimuth: z.number().nullable() })),
  record: z.string(),
});

/** See `ExportFormat.prove`. */
export async function proveParquet(root: string, samples: readonly ProofSample[]): Promise<Proof> {
  const plain = plainChecks();
  const images = measureImages();
  const unique = measure("samples: each in one row, images and classes declared", 0, "wrong");
  const classes = JSON.parse(await readFile(join(root, "classes.json"), "utf8")) as string[];
  const wanted = new Map(samples.map((sample) => [sample.record.id, sample]));
  const seen = new Set<string>();
  for (const name of (await readdir(join(root, "data"))).sort()) {
    const file = await localFileSystem.open(join(root, "data", name));
    try {
      const shard = await decodeParquet(file, name);
      unique.take(isDeclared(shard, classes) ? 0 : 1, name);
      for (const group of shard.groups.keys()) {
        const ids = (await shard.rows(group, ["id"])).map(({ id }) => String(id));
        for (const id of ids) {
          unique.take(seen.has(id) ? 1 : 0, id);
          seen.add(id);
        }
        if (!ids.some((id) => wanted.has(id))) continue;
        for (const row of await shard.rows(group)) {
          const sample = wanted.get(String(row["id"]));
          if (sample === undefined) continue;
          wanted.delete(sample.record.id);
          compareRow({ plain, images }, row, sample, classes);
        }
      }
    } finally {
      await file.close();
    }
  }
  for (const id of wanted.keys()) throw missing(`sample ${id}`);
  return proofOf(images, unique, ...Object.values(plain).filter(({ compared }) => compared > 0));
}

function compareRow({ plain, images }: { plain: ReturnType<typeof plainChecks>; images: Measured }, value: unknown, sample: ProofSample, classes: readonly string[]): void {
  const row = rowSchema.parse(value);
  const { record } = sample;
  const label = plainSchema.parse(JSON.parse(row.record));
  comparePlain(plain, label, sample);
  // Once more by the columns; what only the JSON has stays.
  const seen = label.objects.filter(({ bbox }) => bbox !== null);
  const boxOf = (id: number): number[] | null => {
    const at = seen.findIndex(({ instance_id }) => instance_id === id);
    return at < 0 ? null : (row.objects.bbox[at] ?? null);
  };
  const objects = row.poses.map((pose) => ({ ...label.objects.find(({ instance_id }) => instance_id === pose.instance_id), ...pose, bbox: boxOf(pose.instance_id) }));
  comparePlain(plain, { ...label, id: row.id, label_status: row.label_status, camera: row.K === null ? null : { K: row.K, distortion: label.camera?.distortion ?? null }, objects }, sample);
  const category = record.objects[0]?.category ?? record.photo?.category ?? record.regions?.objects[0]?.category ?? null;
  const named = (number: bigint | null): string | null => (number === null ? null : (classes[Number(number)] ?? null));
  const isAlike = named(row.label) === category && row.caption === (record.prompt?.text ?? "") && JSON.stringify(row.objects.categories.map(named)) === JSON.stringify(seen.map((object) => object.category));
  plain.words.take(isAlike ? 0 : 1, record.id);
  for (const [name, { sha256 }] of Object.entries(record.files)) {
    const column = picture.safeParse(row[name.replaceAll("-", "_")]);
    if (name === "image" || column.success) images.take(column.success && sha256Hex(column.data.bytes) === sha256 ? 0 : 1, `${record.id}, ${name}`);
  }
}

/** Whether the library will find pictures and class names. */
function isDeclared({ metadata }: ParquetDecoder, classes: readonly string[]): boolean {
  const { info } = JSON.parse(metadata.get("huggingface") ?? "{}") as { info?: { features?: Record<string, { _type?: string; names?: readonly string[] }> } };
  const { image, label } = info?.features ?? {};
  return image?._type === "Image" && (classes.length === 0 || JSON.stringify(label?.names) === JSON.stringify(classes));
}
