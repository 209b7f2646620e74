/** A contact sheet of a run folder. */
import { decodeImage, encodePng } from "../codecs/image.js";
import type { Image } from "../core/image.js";
import { DatasetError } from "../core/errors.js";
import type { DatasetReader } from "../dataset/dataset.js";
import { openDataset } from "../dataset/open-dataset.js";
import { readNamedFile } from "../dataset/read-named-file.js";
import { readRun } from "../dataset/run-file.js";
import { imageCategory } from "../sample/image-category.js";
import type { SampleRecord } from "../sample/record.js";
import { type FileSystem, localFileSystem } from "../storage/file-system.js";
import { replaceFile } from "../storage/replace-file.js";
import { chooseSamples, type SheetCandidate } from "./choose-samples.js";
import { contactSheet, type ContactSheetOptions, type SheetSample } from "./contact-sheet.js";

/** What a sheet of a run shows. */
export interface RunSheetOptions extends Partial<ContactSheetOptions> {
  /** Pictures on it; default 24. */
  count?: number;
  /** Draw samples by chance instead of evenly spread ones. */
  seed?: number;
}

const DEFAULT_COUNT = 24;
/** Records that are read to balance the categories; a run may hold a million. */
const RECORDS_READ = 600;

/**
 * Draws the contact sheet of a run: samples balanced over the categories, spread over the run.
 * @throws E_NOT_FOUND when there is no run or no finished sample in it
 */
export async function sheetOfRun(root: string, options: RunSheetOptions = {}, fileSystem: FileSystem = localFileSystem): Promise<Image> {
  const reader = await openDataset(root, fileSystem);
  const run = await readRun(root, fileSystem);
  const committed = [...(await reader.committed())];
  const count = options.count ?? DEFAULT_COUNT;
  const candidates = await readCandidates(reader, evenly(committed, Math.max(RECORDS_READ, 2 * count)));
  const samples: SheetSample[] = [];
  for (const index of chooseSamples(candidates, count, options.seed ?? null)) samples.push(await readSample(reader, index));
  if (samples.length === 0) {
    throw new DatasetError("E_NOT_FOUND", `${root} holds no finished sample yet.`, { hint: "Run dst3d generate first; dst3d status tells how far it is.", subject: root });
  }
  return contactSheet(samples, {
    title: run?.name ?? "dst3d",
    subtitle: subtitleOf(committed.length, run?.count ?? committed.length, candidates),
    ...options,
  });
}

/** Draws the contact sheet of a run into a PNG file and returns the file's path; see {@link sheetOfRun}. */
export async function writeSheet(root: string, options: RunSheetOptions & { out: string }): Promise<string> {
  const { out, ...look } = options;
  await replaceFile(out, await encodePng(await sheetOfRun(root, look), { compressionLevel: 6, rowFilters: true }));
  return out;
}

function evenly(indices: readonly number[], count: number): readonly number[] {
  if (indices.length <= count) return indices;
  return Array.from({ length: count }, (_, place) => indices[Math.floor(((place + 0.5) * indices.length) / count)]!);
}

async function readCandidates(reader: DatasetReader, indices: readonly number[]): Promise<SheetCandidate[]> {
  const candidates: SheetCandidate[] = [];
  for (const index of indices) {
    const record = await readable(reader, index);
    if (record?.files["image"] !== undefined) candidates.push({ index, category: imageCategory(record) ?? "" });
  }
  return candidates;
}

/** Null for a broken record: a sheet shows what there is. */
async function readable(reader: DatasetReader, index: number): Promise<SampleRecord | null> {
  try {
    return await reader.readRecord(index);
  } catch (error) {
    if (DatasetError.isInstance(error) && (error.code === "E_RECORD" || error.code === "E_NOT_FOUND")) return null;
    throw error;
  }
}

async function readSample(reader: DatasetReader, index: number): Promise<SheetSample> {
  const record = await reader.readRecord(index);
  const name = record.files["image"]?.name ?? `${record.id}.image.png`;
  const image = await decodeImage(await readNamedFile(reader, name), { subject: name });
  return { image, record };
}

function subtitleOf(done: number, total: number, candidates: readonly SheetCandidate[]): string {
  const counts = new Map<string, number>();
  for (const { category } of candidates) counts.set(category, (counts.get(category) ?? 0) + 1);
  const samples = `${done === total ? done : `${done} of ${total}`} sample${total === 1 ? "" : "s"}`;
  const sorted = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  // Counts of a part of the run would mislead.
  const categories = candidates.length === done ? sorted.map(([category, number]) => `${category} ${number}`) : sorted.map(([category]) => category);
  return [samples, ...(sorted.length > 8 ? [`${sorted.length} categories`] : categories)].join(" · ");
}
