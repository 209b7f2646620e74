/** Which files the later images of a view share with its first. */
import { DatasetError } from "../core/errors.js";
import { openDatasetReader } from "../dataset/open-dataset.js";
import { sharingImage } from "../dataset/shared-view.js";
import type { OutputName } from "../recipe/schema.js";
import type { SampleRecord } from "../sample/record.js";
import { sha256Hex } from "../storage/sha256.js";
import type { Plan } from "./plan.js";
import { sampleStages, staleStages, type AssetHashes } from "./stage-hashes.js";
import { viewLayout } from "./view-layout.js";

/** Files of a view's first image, which the records of the others name as theirs. */
export interface SharedFiles {
  /** The first image. */
  index: number;
  files: SampleRecord["files"];
}

/** Outputs that every image of a view has for itself; all others are made of the render alone. */
const OWN_OUTPUTS: readonly OutputName[] = ["image"];

/** More views than are ever in the making at once. */
const VIEWS_KEPT = 256;

/** Those of the outputs that differ between the images of a view. */
export function outputsOfImages(outputs: readonly OutputName[]): readonly OutputName[] {
  return OWN_OUTPUTS.filter((name) => outputs.includes(name));
}

/** Those of the outputs that have to be made: all, or with a shared render what differs from image to image. */
export function outputsToMake(outputs: readonly OutputName[], shared: SharedFiles | null): readonly OutputName[] {
  return shared === null ? outputs : outputsOfImages(outputs);
}

/** The record's entries of shared files. */
export function sharedOnly(shared: SharedFiles | null): SampleRecord["files"] {
  return Object.fromEntries(Object.entries(shared?.files ?? {}).filter(([name]) => !OWN_OUTPUTS.some((own) => own === name)));
}

/** The record's entries of a sample's own files. */
export function ownFiles(id: string, files: readonly { name: string; extension: string; bytes: Uint8Array }[]): SampleRecord["files"] {
  return Object.fromEntries(files.map(({ name, extension, bytes }) => [name, { name: `${id}${extension}`, sha256: sha256Hex(bytes) }]));
}

/** Finds the files that a sample need not store again. */
export interface SharedFilesFinder {
  /** Null: it has to store all of them itself, as the first image of a view does, or the others where that one failed. */
  of(index: number): Promise<SharedFiles | null>;
  /** To be told of every sample made, in the order of each view. */
  made(record: SampleRecord): void;
}

/**
 * The finder of one worker, which makes the images of a view one after the other, and perhaps several views at once.
 * @param root the run's folder, where an earlier command may have left the first image
 */
export function findSharedFiles(plan: Plan, assets: AssetHashes, root: string): SharedFilesFinder {
  const { storage, shardSize } = plan.recipe;
  const layout = viewLayout(plan.recipe);
  const reader = openDatasetReader(root, storage, { shardSize });
  const known = new Map<number, SharedFiles | null>();

  /** The newest come last; the oldest are forgotten. */
  function remember(first: number, shared: SharedFiles | null): void {
    known.delete(first);
    known.set(first, shared);
    const [oldest] = known.keys();
    if (known.size > VIEWS_KEPT) known.delete(oldest!);
  }

  /** An old version of the first image, to be made again, has other files than those that this one needs. */
  async function stored(first: number): Promise<SharedFiles | null> {
    try {
      const { stages, files } = await reader.readRecord(first);
      return staleStages(stages, sampleStages(plan, first, assets)).length === 0 ? { index: first, files } : null;
    } catch (error) {
      if (DatasetError.isInstance(error) && (error.code === "E_NOT_FOUND" || error.code === "E_RECORD")) return null;
      throw error;
    }
  }

  return {
    async of(index) {
      const first = sharingImage(layout, index);
      if (first === null || first === index) return null;
      if (!known.has(first)) remember(first, await stored(first));
      return known.get(first) ?? null;
    },
    made({ index, files }) {
      if (sharingImage(layout, index) === index) remember(index, { index, files });
    },
  };
}
