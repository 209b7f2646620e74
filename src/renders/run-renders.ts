/** The views of a run that is there, to be given controls and painted: what a recipe's `renders` names. */
import { basename, resolve } from "node:path";
import { DatasetError } from "../core/errors.js";
import { mapSome } from "../core/map-some.js";
import type { DatasetReader } from "../dataset/dataset.js";
import { openDatasetReader } from "../dataset/open-dataset.js";
import { parseRecord } from "../dataset/parse-record.js";
import { readRun, type RunFile } from "../dataset/run-file.js";
import { sampleId } from "../dataset/sample-id.js";
import { ownerOfSharedFiles } from "../dataset/shared-view.js";
import type { SampleRecord } from "../sample/record.js";
import type { Prompt } from "../sample/sample.js";
import { sha256Hex } from "../storage/sha256.js";
import { type KeptPass, keptPasses } from "./kept-passes.js";
import type { RunRendersOptions } from "./options.js";

/** A view that a run has kept, by its record. */
export interface KeptRender {
  index: number;
  /** Canonical category of the main object. */
  category: string;
  /** Direction of the camera; null where the main object's front is unknown. */
  seenFrom: { azimuthRadians: number; elevationRadians: number; inPlaneRadians: number } | null;
  scene: number;
  view: number;
  group: SampleRecord["group"];
  prompt: Prompt | null;
  recordSha256: string;
  passes: ReadonlySet<KeptPass>;
  /** Outputs that the run has kept of it. */
  files: readonly string[];
}

/** What a run has to be painted. */
export interface RunRenders {
  /** Name of the run, for records. */
  name: string;
  run: RunFile;
  reader: DatasetReader;
  /** In order of the run. */
  entries: readonly KeptRender[];
  /** Samples that cannot be painted, by reason. */
  leftOut: Readonly<Record<string, number>>;
  /** Size of the first view, in pixels. */
  width: number;
  height: number;
}

/**
 * Lists the views of a run: each once, however many images of it there are. Records are read, pictures are not.
 * @param baseFolder where a relative `options.run` starts
 * @throws DatasetError E_NOT_FOUND for a folder without run or without a view that can be painted, E_RUN_MISMATCH for a run of another version, E_RECORD
 */
export async function listRunRenders({ run: folder }: RunRendersOptions, baseFolder: string): Promise<RunRenders> {
  const root = resolve(baseFolder, folder);
  const run = await readRun(root);
  if (run === null) throw new DatasetError("E_NOT_FOUND", `There is no run ${folder}.`, { hint: `Looked at ${root}: relative paths start at the recipe's folder. \`dst3d import\` makes a run of other datasets.`, subject: root });
  const reader = openDatasetReader(root, run.storage, { shardSize: run.shardSize });
  const leftOut: Record<string, number> = {};
  const entries: KeptRender[] = [];
  const views = new Set<number>();
  let size: { width: number; height: number } | null = null;
  const read = async (index: number): Promise<Listed> => listed(await reader.readRecordText(index), index);
  for (const { reason, owner, entry, width, height } of await mapSome([...(await reader.committed())], read)) {
    if (reason !== null) leftOut[reason] = (leftOut[reason] ?? 0) + 1;
    if (reason !== null || views.has(owner)) continue;
    views.add(owner);
    size ??= { width, height };
    entries.push(entry);
  }
  if (size === null) throw nothingToPaint(folder, root, leftOut);
  return { name: run.name === "" ? basename(root) : run.name, run, reader, entries, leftOut, ...size };
}

type Listed = { owner: number } & ({ reason: string; entry: null; width: 0; height: 0 } | { reason: null; entry: KeptRender; width: number; height: number });

function listed(text: string, index: number): Listed {
  const record = parseRecord(text, `${sampleId(index)}.json`);
  const owner = ownerOfSharedFiles(record);
  const reason = reasonAgainst(record);
  if (reason !== null) return { owner, reason, entry: null, width: 0, height: 0 };
  const main = record.objects[0]!;
  const { azimuthRadians, elevationRadians, inPlaneRadians } = main.viewpoint;
  const { prompt } = record;
  const entry: KeptRender = {
    index,
    category: main.category,
    seenFrom: main.frontKnown && azimuthRadians !== null ? { azimuthRadians, elevationRadians, inPlaneRadians } : null,
    scene: record.scene,
    view: record.view,
    group: record.group,
    prompt: prompt === null ? null : { text: prompt.text, negative: prompt.negative, source: prompt.source },
    recordSha256: sha256Hex(text),
    passes: keptPasses(record),
    files: Object.keys(record.files),
  };
  return { owner, reason, entry, width: record.camera!.width, height: record.camera!.height };
}

function reasonAgainst({ labelStatus, camera, objects, planted }: SampleRecord): string | null {
  if (labelStatus === "none" || camera === null) return "no label";
  if (objects.length === 0) return "no object";
  return planted === null ? null : "wrong on purpose";
}

function nothingToPaint(folder: string, root: string, leftOut: Readonly<Record<string, number>>): DatasetError {
  const reasons = Object.entries(leftOut).map(([reason, count]) => `${count} × ${reason}`);
  return new DatasetError("E_NOT_FOUND", `The run ${folder} has no view that can be painted: ${reasons.length === 0 ? "it has no samples" : reasons.join(", ")}.`, { hint: "A view needs a camera and an object with its pose.", subject: root });
}
