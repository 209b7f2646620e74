/** What differs between two runs: options, samples, labels and pictures. */
import { parse } from "yaml";
import { DatasetError } from "../core/errors.js";
import type { DatasetReader } from "../dataset/dataset.js";
import { type Difference, differenceCounter, type DifferenceCounter } from "../dataset/diff/difference.js";
import { type OptionDifference, optionDifferences } from "../dataset/diff/flat-options.js";
import { imageDifference } from "../dataset/diff/image-difference.js";
import { labelComparison } from "../dataset/diff/label-differences.js";
import { IndexSet } from "../dataset/index-set.js";
import { openDataset } from "../dataset/open-dataset.js";
import { readNamedFile } from "../dataset/read-named-file.js";
import { readRecipeText, readRun } from "../dataset/run-file.js";
import { sampleId } from "../dataset/sample-id.js";
import type { SampleRecord } from "../sample/record.js";
import { type FileSystem, localFileSystem } from "../storage/file-system.js";
import { readAhead } from "./read-ahead.js";

/** The two runs. */
export interface DiffRunsOptions {
  first: string;
  second: string;
  signal?: AbortSignal;
  /** What reads each; default: the computer's files. */
  files?: readonly [FileSystem, FileSystem];
}

/** What differs between two runs. */
export interface RunsDifference {
  differ: boolean;
  /** Which runs have no recipe, as those that were imported: options of recipes are not compared then. */
  withoutRecipe: ("first" | "second")[];
  /**
   * Options of the recipes, and under `run.` the version and the files that a run was made from; where a run has no recipe,
   * of these only what both runs know.
   */
  options: OptionDifference[];
  samples: {
    first: number;
    second: number;
    common: number;
    onlyFirst: number;
    onlySecond: number;
    /** Ids of some that are only in one. */
    examplesFirst: string[];
    examplesSecond: string[];
    /** Records that cannot be read, of either run. */
    unreadable: number;
  };
  labels: { compared: number; differing: number; differences: Record<string, Difference> };
  /** By output: pictures with other sha256, by what the records say. The image itself also by its pixels. */
  pictures: Record<string, Difference>;
}

const EXAMPLES = 10;
const PIXEL_UNIT = "levels of 255";

/**
 * Compares two runs sample by sample; memory does not grow with them.
 * @throws DatasetError E_NOT_FOUND where a folder holds no run; E_RUN_MISMATCH; E_STORAGE; the signal's reason
 */
export async function diffRuns({ first, second, signal = new AbortController().signal, files = [localFileSystem, localFileSystem] }: DiffRunsOptions): Promise<RunsDifference> {
  const readers = [await openDataset(first, files[0]), await openDataset(second, files[1])] as const;
  const [inFirst, inSecond] = [await readers[0].committed(), await readers[1].committed()];
  const common = new IndexSet([...inFirst].filter((index) => inSecond.has(index)));
  const alone = (some: IndexSet): string[] => {
    const ids: string[] = [];
    for (const index of some) {
      if (ids.length === EXAMPLES) break;
      if (!common.has(index)) ids.push(sampleId(index));
    }
    return ids;
  };
  const labels = labelComparison();
  const pictures = new Map<string, DifferenceCounter>();
  let unreadable = 0;
  let compared = 0;
  let differing = 0;
  const seconds = readAhead(readers[1], common, signal);
  for await (const one of readAhead(readers[0], common, signal)) {
    const { value: other } = await seconds.next();
    if (one.record === null || other === undefined || other.record === null) {
      unreadable++;
      continue;
    }
    compared++;
    if (!labels.add(one.record, other.record)) differing++;
    await comparePictures(readers, one.record, other.record, pictures);
  }
  const { options, withoutRecipe } = await runOptionDifferences({ first, second, files });
  const [onlyFirst, onlySecond] = [inFirst.size - common.size, inSecond.size - common.size];
  const pictureDifferences = Object.fromEntries([...pictures].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, counter]) => [name, counter.difference()]));
  return {
    differ: options.length + onlyFirst + onlySecond + unreadable + differing > 0 || Object.values(pictureDifferences).some((each) => each.differing > 0),
    withoutRecipe,
    options,
    samples: { first: inFirst.size, second: inSecond.size, common: common.size, onlyFirst, onlySecond, examplesFirst: alone(inFirst), examplesSecond: alone(inSecond), unreadable },
    labels: { compared, differing, differences: labels.differences() },
    pictures: pictureDifferences,
  };
}

/**
 * Options that differ: of the recipes and, under `run.`, of what the runs were made from. Where a run has no recipe, of what
 * both say they were made from alone.
 * @throws DatasetError E_RUN_MISMATCH for a file that cannot be read, E_STORAGE
 */
export async function runOptionDifferences({ first, second, files = [localFileSystem, localFileSystem] }: Omit<DiffRunsOptions, "signal">): Promise<Pick<RunsDifference, "options" | "withoutRecipe">> {
  const [recipe, otherRecipe] = [await recipeOf(first, files[0]), await recipeOf(second, files[1])];
  const withoutRecipe = [...(recipe === null ? ["first" as const] : []), ...(otherRecipe === null ? ["second" as const] : [])];
  const made = optionDifferences(await madeFrom(first, files[0]), await madeFrom(second, files[1]), "run");
  return { options: withoutRecipe.length === 0 ? [...optionDifferences(recipe, otherRecipe), ...made] : made.filter((each) => each.first != null && each.second != null), withoutRecipe };
}

async function comparePictures(readers: readonly [DatasetReader, DatasetReader], first: SampleRecord, second: SampleRecord, pictures: Map<string, DifferenceCounter>): Promise<void> {
  for (const name of new Set([...Object.keys(first.files), ...Object.keys(second.files)])) {
    const counter = pictures.get(name) ?? differenceCounter(name === "image" ? PIXEL_UNIT : "");
    pictures.set(name, counter);
    const [one, other] = [first.files[name], second.files[name]];
    if (one?.sha256 === other?.sha256) counter.take(0, first.id);
    else if (name !== "image" || one === undefined || other === undefined) counter.take(null, first.id);
    else counter.take(await pixelDifference(readers, one.name, other.name), first.id);
  }
}

/** Null also where a file is missing or no picture, and where other bytes show the same pixels. */
async function pixelDifference(readers: readonly [DatasetReader, DatasetReader], first: string, second: string): Promise<number | null> {
  try {
    return (await imageDifference(await readNamedFile(readers[0], first), await readNamedFile(readers[1], second))) || null;
  } catch (error) {
    if (DatasetError.isInstance(error) && (error.code === "E_NOT_FOUND" || error.code === "E_IMAGE")) return null;
    throw error;
  }
}

/** The resolved recipe without checks, so that runs of other versions can be compared; null where there is none. */
async function recipeOf(folder: string, files: FileSystem): Promise<unknown> {
  const text = await readRecipeText(folder, files);
  if (text === null) return null;
  try {
    return parse(text) ?? {};
  } catch (cause) {
    throw new DatasetError("E_RUN_MISMATCH", `the recipe of ${folder} is no YAML`, { hint: "Put recipe.yaml back as the run was made with.", subject: folder, cause });
  }
}

/** Version, code of the stages, and sha256 of every file, by its id. Counts and seed are the recipe's. */
async function madeFrom(folder: string, files: FileSystem): Promise<unknown> {
  const run = await readRun(folder, files);
  if (run === null) return {};
  const byId = (assets: readonly { id: string; sha256: string | null }[]) => Object.fromEntries(assets.map(({ id, sha256 }) => [id, sha256]));
  return { dst3dVersion: run.dst3dVersion, stages: run.stages.versions, shapes: byId(run.shapes), environments: byId(run.environments), weights: byId(run.weights), prompts: run.prompts?.sha256 ?? null, renders: run.renders?.sha256 ?? null };
}
