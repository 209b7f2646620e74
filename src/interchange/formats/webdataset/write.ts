/** Writes WebDataset shards. */
import { encodeTarHeader, TAR_END_BYTES, tarEntryBytes, TAR_BLOCK } from "../../../codecs/tar.js";
import { DatasetError } from "../../../core/errors.js";
import type { FileSink } from "../../../storage/file-sink.js";
import { classesText, CLASSES_FILE, classNumbers } from "../../class-names.js";
import type { ExportContext, ExportedSample, FormatWriter } from "../../format.js";
import { imageExtension } from "../../image-name.js";
import { imageCategory } from "../../../sample/image-category.js";
import { plainLabel } from "../../plain-label.js";

/** The shard under way of a split. */
interface Shard {
  sink: FileSink;
  samples: number;
}

/**
 * Writes `SPLIT-000000.tar` … Every sample has the same fields: its image, `json`, `cls` (number of its category in
 * classes.json, -1 = none), `txt` (prompt, empty = none), and a picture for each output that all samples of the run have.
 */
export async function openWebDataset({ folder, survey, options }: ExportContext): Promise<FormatWriter> {
  const numbers = classNumbers(survey);
  const shards = new Map<string, Shard>();
  const counts = new Map<string, number>();
  const open = async (split: string): Promise<Shard> => {
    const number = counts.get(split) ?? 0;
    counts.set(split, number + 1);
    const shard = { sink: await folder.open(`${split}-${String(number).padStart(6, "0")}.tar`), samples: 0 };
    shards.set(split, shard);
    return shard;
  };
  const close = async ({ sink }: Shard): Promise<void> => {
    await sink.write(new Uint8Array(TAR_END_BYTES));
    await sink.close();
  };
  await folder.write(CLASSES_FILE, classesText(survey));
  let writing = Promise.resolve();
  return {
    async add(sample) {
      let shard = shards.get(sample.split) ?? (await open(sample.split));
      if (shard.samples === options.samplesPerShard) {
        await writing;
        await close(shard);
        shard = await open(sample.split);
      }
      shard.samples++;
      // While this sample is written, the next is read.
      const entries = tarEntries(sample.record.id, await fieldsOf(sample, survey.outputs, numbers));
      await writing;
      writing = shard.sink.write(entries);
      writing.catch(() => {}); // told at the next sample
    },
    async finish() {
      await writing;
      for (const shard of shards.values()) await close(shard);
    },
  };
}

/** Headers, contents and padding of a sample's files. */
function tarEntries(id: string, fields: readonly { field: string; bytes: Uint8Array }[]): Uint8Array {
  const entries = new Uint8Array(fields.reduce((sum, { bytes }) => sum + tarEntryBytes(bytes.length), 0));
  let at = 0;
  for (const { field, bytes } of fields) {
    entries.set(encodeTarHeader(`${id}.${field}`, bytes.length), at);
    entries.set(bytes, at + TAR_BLOCK);
    at += tarEntryBytes(bytes.length);
  }
  return entries;
}

/** All files of a sample, sorted by field so that bytes depend on nothing else. */
async function fieldsOf({ record, output }: ExportedSample, outputs: readonly string[], numbers: ReadonlyMap<string, number>): Promise<{ field: string; bytes: Uint8Array }[]> {
  const text = (value: string): Uint8Array => new TextEncoder().encode(value);
  const category = imageCategory(record);
  const pictures = await Promise.all(["image", ...outputs].map(async (name) => ({ field: fieldOf(record, name), bytes: await neededOutput(record.id, name, output) })));
  const fields = [
    ...pictures,
    { field: "json", bytes: text(JSON.stringify(plainLabel(record))) },
    { field: "cls", bytes: text(String(category === null ? -1 : numbers.get(category)!)) },
    { field: "txt", bytes: text(record.prompt?.text ?? "") },
  ];
  return fields.sort((a, b) => (a.field < b.field ? -1 : 1));
}

/** `png` for the image, `depth.png` and so on for the others. */
function fieldOf(record: ExportedSample["record"], name: string): string {
  const ending = /\.([a-z0-9]+)$/.exec(record.files[name]!.name)?.[1] ?? "png";
  return name === "image" ? imageExtension(record) : `${name.toLowerCase().replaceAll(/[^a-z0-9_-]/g, "_")}.${ending}`;
}

async function neededOutput(id: string, name: string, output: ExportedSample["output"]): Promise<Uint8Array> {
  const bytes = await output(name);
  if (bytes !== null) return bytes;
  throw new DatasetError("E_NOT_FOUND", `${name} of sample ${id} is missing.`, { hint: "`dst3d generate` with the same recipe makes it again.", subject: id });
}
