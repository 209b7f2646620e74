/** Images of a COCO-like file, each with its annotations, whatever the order they stand in: memory does not grow with the file. */
import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { jsonListItems } from "../codecs/json-lists.js";
import { IndexSet } from "../dataset/index-set.js";
import { type FileSink, openFileSink } from "../storage/file-sink.js";
import { DatasetError } from "../core/errors.js";
import { importError, objectIn } from "./import-error.js";
import type { ImportContext } from "./import-format.js";

/** An image and what is annotated in it, in order of the file. */
export interface JoinedImage {
  image: Record<string, unknown>;
  annotations: Record<string, unknown>[];
}

/** What stands in a file beside images and annotations. */
export interface JoinedLists {
  /** Categories by id. */
  categories: ReadonlyMap<number, Record<string, unknown>>;
  /** In order of image ids. */
  images(): AsyncGenerator<JoinedImage, void, undefined>;
}

/** So many images are held at a time, unless there are more than this times {@link MOST_PARTS}. */
const PART_IMAGES = 1000;
const MOST_PARTS = 64;
/** Larger ids would make the set of seen ones large. */
const LARGEST_COUNTED = 100_000_000;

/**
 * Opens a file. Its items go to parts by ranges of image ids in `scratch`, from where they come back range by range.
 * @throws DatasetError E_IMPORT for what is cut off, ids that are there twice, and annotations of no image
 */
export async function joinedLists({ source, scratch }: Pick<ImportContext, "source" | "scratch">, path: string): Promise<JoinedLists> {
  const categories = new Map<number, Record<string, unknown>>();
  let [lowest, highest, count] = [Infinity, -Infinity, 0];
  const imageIds = new IndexSet();
  const annotationIds = new IndexSet();
  for await (const { list, item } of items(source, path)) {
    if (list === "categories") {
      const id = idIn(item, "id", path);
      if (categories.has(id)) throw importError(path, `has category ${id} twice`);
      categories.set(id, item);
    } else if (list === "images") {
      const id = idIn(item, "id", path);
      refuseTwice(imageIds, id, path, "image");
      [lowest, highest, count] = [Math.min(lowest, id), Math.max(highest, id), count + 1];
    } else if (list === "annotations" && item["id"] !== undefined) refuseTwice(annotationIds, idIn(item, "id", path), path, "annotation");
  }
  if (count === 0) throw importError(path, "has no images");
  const parts = Math.min(MOST_PARTS, Math.ceil(count / PART_IMAGES));
  const partOf = (id: number): number => Math.floor(((id - lowest) / (highest - lowest + 1)) * parts);
  const fileOf = (part: number): string => join(scratch, `part-${part}.jsonl`);
  return {
    categories,
    async *images() {
      await rm(scratch, { recursive: true, force: true });
      await mkdir(scratch, { recursive: true });
      const sinks: FileSink[] = [];
      try {
        for (let part = 0; part < parts; part++) sinks.push(await openFileSink(fileOf(part)));
        for await (const { list, item } of items(source, path)) {
          if (list !== "images" && list !== "annotations") continue;
          const id = idIn(item, list === "images" ? "id" : "image_id", path);
          const sink = sinks[partOf(id)];
          if (sink === undefined) throw ofNoImage(path, id);
          await sink.write(`${JSON.stringify([list, id, item])}\n`);
        }
      } finally {
        for (const sink of sinks) await sink.close();
      }
      for (let part = 0; part < parts; part++) yield* partImages(await readFile(fileOf(part), "utf8"), path);
      await rm(scratch, { recursive: true, force: true });
    },
  };
}

function* partImages(text: string, path: string): Generator<JoinedImage, void, undefined> {
  const images = new Map<number, JoinedImage>();
  const lines = text.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as [string, number, Record<string, unknown>]);
  for (const [list, id, item] of lines) {
    if (list !== "images") continue;
    if (images.has(id)) throw importError(path, `has image ${id} twice`);
    images.set(id, { image: item, annotations: [] });
  }
  for (const [list, id, item] of lines) {
    if (list !== "annotations") continue;
    const of = images.get(id);
    if (of === undefined) throw ofNoImage(path, id);
    of.annotations.push(item);
  }
  for (const id of [...images.keys()].sort((a, b) => a - b)) yield images.get(id)!;
}

async function* items(source: ImportContext["source"], path: string): AsyncGenerator<{ list: string; item: Record<string, unknown> }, void, undefined> {
  try {
    for await (const { list, value } of jsonListItems(source.pieces(path))) if (["images", "annotations", "categories"].includes(list)) yield { list, item: objectIn(value, `an item of ${list} in ${path}`) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new DatasetError("E_IMPORT", `${path} is no whole JSON: ${error.message}.`, { hint: "It may be cut off, or hold NaN, which JSON does not have.", subject: path, cause: error });
  }
}

function refuseTwice(seen: IndexSet, id: number, path: string, what: string): void {
  if (id >= LARGEST_COUNTED) return;
  if (seen.has(id)) throw importError(path, `has ${what} ${id} twice`);
  seen.add(id);
}

function idIn(item: Record<string, unknown>, key: string, path: string): number {
  const id = item[key];
  if (typeof id === "number" && Number.isSafeInteger(id) && id >= 0) return id;
  throw importError(path, `has the ${key} ${JSON.stringify(id)}, which is no whole number from 0`);
}

function ofNoImage(path: string, id: number): DatasetError {
  return importError(path, `has an annotation of image ${id}, which is not there`);
}
