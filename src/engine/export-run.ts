/** Exports a run into another dataset format, and proves that nothing was lost on the way. */
import { basename, join, resolve } from "node:path";
import { DatasetError } from "../core/errors.js";
import type { EventSink } from "../core/events.js";
import { canonicalJson } from "../dataset/canonical-json.js";
import type { DatasetReader } from "../dataset/dataset.js";
import { IndexSet } from "../dataset/index-set.js";
import { openDataset } from "../dataset/open-dataset.js";
import { readOutput } from "../dataset/read-named-file.js";
import { readRun } from "../dataset/run-file.js";
import { sampleId, shardName, shardOfSample, splitFileName } from "../dataset/sample-id.js";
import { VERSION } from "../core/version.js";
import { workQueue, type WorkQueue } from "../core/work-queue.js";
import { attribution } from "../interchange/attribution.js";
import { type LabelNeeds, unfitness } from "../interchange/fitness.js";
import type { ExportFormat, FormatWriter } from "../interchange/format.js";
import type { ExportedRun } from "../interchange/exported-run.js";
import { exportOptions, SPLIT_NAMES, type ExportOptions } from "../interchange/options.js";
import { failures, proofText, type Proof } from "../interchange/proof/proof.js";
import type { ProofSample } from "../interchange/proof/proof-sample.js";
import { surfacePoints } from "../interchange/proof/surface-points.js";
import { exportFormat } from "../interchange/registry.js";
import { splitOf } from "../interchange/split.js";
import { surveyor, type Survey } from "../interchange/survey.js";
import type { SampleRecord } from "../sample/record.js";
import { openOutputFolder, type OutputFolder, type Placing } from "../storage/output-folder.js";
import { readVerdicts, type Verdicts } from "../verify/score-file.js";
import { readAhead } from "./read-ahead.js";
import { runGeometry, type RunGeometry } from "./run-geometry.js";

/** What to export and how. */
export interface ExportRunOptions {
  /** The run's folder. */
  folder: string;
  /** Name of the format. */
  format: string;
  /** Folder that the export becomes: new, or empty. */
  out: string;
  /** Only samples that verification, or a person, has accepted. */
  accepted?: boolean;
  /** All but those that verification, or a person, has rejected. */
  withoutRejected?: boolean;
  /** Options of the formats; see `exportOptions`. */
  options?: Partial<ExportOptions>;
  /** How images get there. Default: hard links where the disk can, else copies. */
  placing?: Placing;
  /** How many samples the proof compares; 0 = no proof. Default 20. */
  verifySamples?: number;
  signal?: AbortSignal;
  onEvent?: EventSink;
}

/** Name of the file that says what an export is. */
export const EXPORT_FILE = "dst3d-export.json";
const DEFAULT_VERIFY_SAMPLES = 20;
/** So many images are linked or copied while records are written. */
const FILES_AT_A_TIME = 16;

/** What an export is made of. */
interface Work {
  format: ExportFormat;
  reader: DatasetReader;
  options: ExportOptions;
  placing: Placing;
  signal: AbortSignal;
  progress(step: string, done: number, total: number): void;
}

/**
 * Exports a run. Nothing is at `out` until everything is written and proved.
 * @throws DatasetError E_OPTION for what cannot be exported so, E_EXPORT where the proof fails, E_NOT_FOUND, E_STORAGE
 */
export async function exportRun(asked: ExportRunOptions): Promise<ExportedRun> {
  const { folder, out, verifySamples = DEFAULT_VERIFY_SAMPLES, signal = new AbortController().signal, onEvent = () => {} } = asked;
  const format = exportFormat(asked.format);
  const note = (message: string): void => onEvent({ type: "note", message });
  const work: Work = {
    format,
    reader: await openDataset(folder),
    options: parsedOptions(asked.options ?? {}),
    placing: asked.placing ?? "hardlink",
    signal,
    progress: (step, done, total) => onEvent({ type: "step-progress", step, done, total }),
  };
  const accepted = asked.accepted === true;
  const verdicts = accepted || asked.withoutRejected === true ? await verdictsFor(folder) : null;
  const output = await openOutputFolder(resolve(out));
  try {
    const chosen = await choose(work, verdicts === null ? null : { ...verdicts, accepted }, note);
    const geometry = runGeometry(folder, note);
    const name = (await readRun(folder))?.name ?? basename(resolve(folder));
    await writeAll(work, chosen, output, geometry, name);
    const proof = verifySamples === 0 ? null : await prove(work, chosen, output.root, geometry, verifySamples);
    const exported = { format: format.name, samples: Object.fromEntries(chosen.survey.samples), leftOut: chosen.leftOut, proof, loses: format.loses };
    await output.write("ATTRIBUTION.md", attribution(chosen.survey, name));
    await output.write(EXPORT_FILE, canonicalJson({ ...exported, dst3dVersion: VERSION, run: name, options: work.options, acceptedOnly: accepted, convention: format.convention }, 2));
    signal.throwIfAborted();
    await output.finish();
    return { folder: resolve(out), ...exported };
  } catch (error) {
    await output.discard();
    throw error;
  }
}

function parsedOptions(given: Partial<ExportOptions>): ExportOptions {
  const parsed = exportOptions.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const path = issue.path.join(".");
  throw new DatasetError("E_OPTION", `export: ${path}: ${issue.message}`, { hint: "`export --help` shows its options.", subject: path, cause: parsed.error });
}

async function verdictsFor(folder: string): Promise<Verdicts> {
  const verdicts = await readVerdicts(folder);
  if (verdicts !== null) return verdicts;
  throw new DatasetError("E_OPTION", `${folder} was never verified, so that nothing in it is accepted or rejected.`, { hint: "Run `dst3d verify` on it first, or decide in `dst3d studio`; or export all of it.", subject: folder });
}

/** Which samples are exported. */
interface Chosen {
  indices: IndexSet;
  survey: Survey;
  leftOut: Record<string, number>;
}

/** What verdicts leave of a run. */
type Sieve = Verdicts & { accepted: boolean };

async function choose(work: Work, verdicts: Sieve | null, note: (message: string) => void): Promise<Chosen> {
  const { reader, options, format } = work;
  const committed = await reader.committed();
  const indices = new IndexSet();
  const counts = new Map<string, number>();
  const stale = new Set(verdicts?.stale);
  const survey = surveyor(SPLIT_NAMES.slice(0, options.split.length));
  let done = 0;
  for await (const { index, record, problem } of readAhead(reader, committed, work.signal)) {
    work.progress("read records", ++done, committed.size);
    const reason = record === null ? "record unreadable" : (reasonAgainst(record, format.needs, options) ?? verdictAgainst(sampleId(index), verdicts, stale));
    if (problem !== null) note(problem);
    if (reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + 1);
    if (record === null || reason !== null) continue;
    indices.add(index);
    survey.add(record, splitOf(record, options));
  }
  const leftOut = Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  if (indices.size === 0) throw nothingLeft(format, leftOut, committed.size);
  return { indices, survey: survey.survey(), leftOut };
}

function reasonAgainst(record: SampleRecord, needs: LabelNeeds, { sizes }: ExportOptions): string | null {
  return record.files["image"] === undefined ? "no image" : unfitness(record, needs, sizes);
}

function verdictAgainst(id: string, verdicts: Sieve | null, stale: ReadonlySet<string>): string | null {
  if (verdicts === null) return null;
  const verdict = verdicts.verdicts.get(id);
  if (verdict === "accepted" || (!verdicts.accepted && verdict !== "rejected")) return null;
  return verdict ?? (stale.has(id) ? "verdict stale: the image has changed since" : "not verified");
}

/** What helps against each reason. */
const HINTS: Readonly<Record<string, string>> = {
  "size unknown": "Say how long the longest side of each category is, as in --size car=4.5,chair=1.",
  "object off the optical axis": "This format holds objects that the camera looks straight at: export as coco or omni3d, or make the run with one object per scene and `camera.framing: null`.",
  "object tilted against the camera": "This format knows no rotation but that about the vertical: export as omni3d, or make the run with cameras at elevation 0 and without roll.",
  "lens distortion": "This format knows pinhole cameras only: export as coco or webdataset.",
  "front unknown": "Say where the shapes' fronts are in the recipe (`front`), or export as coco or webdataset.",
  "front turned against its model": "These models were aligned by offsets of their viewpoints (`azimuth`, `elevation` of a list): give their fronts in the recipe (`front`) instead, or export as coco or webdataset.",
  "no label": "Images of this run carry no label: export as imagefolder or webdataset.",
};

function nothingLeft(format: ExportFormat, leftOut: Record<string, number>, total: number): DatasetError {
  const reasons = Object.entries(leftOut).map(([reason, count]) => `${count} × ${reason}`);
  const hint = Object.keys(leftOut).map((reason) => HINTS[reason]).find((text) => text !== undefined);
  return new DatasetError("E_EXPORT", `There is nothing to export as ${format.name}: ${total === 0 ? "the run has no samples" : reasons.join(", ")}.`, { hint: hint ?? "`dst3d status` shows what the run holds.", subject: format.name });
}

async function writeAll(work: Work, { indices, survey }: Chosen, output: OutputFolder, geometry: RunGeometry, name: string): Promise<void> {
  const { options, format, signal } = work;
  const writer = await format.open({ folder: output, survey, options, name, mesh: (record, object) => geometry.mesh(record, object) });
  const files = workQueue(FILES_AT_A_TIME);
  try {
    await writeRecords(work, indices, output, writer, files);
  } finally {
    // Nothing may still be on its way when the folder is removed.
    await files.end();
  }
  signal.throwIfAborted();
  await writer.finish();
}

async function writeRecords(work: Work, indices: IndexSet, output: OutputFolder, writer: FormatWriter, files: WorkQueue): Promise<void> {
  const { reader, options, progress, signal } = work;
  let done = 0;
  for await (const { record } of readAhead(reader, indices, signal)) {
    if (record === null) throw new DatasetError("E_EXPORT", "a record changed while it was exported", { hint: "Export again when nothing writes to the run." });
    await writer.add({
      record,
      split: splitOf(record, options),
      output: (name) => readOutput(reader, record, name),
      place: (name, path) => files.add(() => placeOutput(work, output, record, name, path)),
    });
    progress("export", ++done, indices.size);
  }
}

async function placeOutput({ reader, placing }: Work, output: OutputFolder, record: SampleRecord, name: string, path: string): Promise<void> {
  const file = splitFileName(record.files[name]?.name ?? "");
  if (file === null) throw new DatasetError("E_RECORD", `sample ${record.id} names no file for ${name}`, { subject: record.id });
  if (reader.storage === "folder") {
    const source = join(resolve(reader.root), shardName(shardOfSample(file.index, reader.shardSize)), sampleId(file.index) + file.extension);
    return output.place(path, source, placing);
  }
  if (placing === "symlink") throw new DatasetError("E_OPTION", "--link: files in tar storage cannot be linked", { hint: "Leave --link out: images are then copied.", subject: "--link" });
  await output.write(path, await reader.readFile(file.index, file.extension));
}

/** @throws DatasetError E_EXPORT where something is farther off than the format allows */
async function prove(work: Work, { indices }: Chosen, root: string, geometry: RunGeometry, count: number): Promise<Proof> {
  const { reader, format, options, signal, progress } = work;
  const samples: ProofSample[] = [];
  const chosen = evenly([...indices], count);
  for await (const { record } of readAhead(reader, chosen, signal)) {
    if (record === null) continue;
    const output = (name: string): Promise<Uint8Array | null> => readOutput(reader, record, name);
    const objects = format.needs.label || record.labelStatus !== "none" ? await surfacePoints(record, { output, render: (of) => geometry.render(of) }) : [];
    samples.push({ record, split: splitOf(record, options), objects, output });
    progress("prove", samples.length, chosen.length);
  }
  const proof = await format.prove(root, samples, options);
  signal.throwIfAborted();
  const failed = failures(proof);
  if (failed.length === 0 && proof.some(({ compared }) => compared > 0)) return proof;
  throw new DatasetError("E_EXPORT", `The export does not say what the labels say:\n${(failed.length === 0 ? ["nothing could be compared"] : failed.map(proofText)).map((line) => `  ${line}`).join("\n")}`, {
    hint: "Nothing was written. If images or records of the run were changed by hand, make them again; else this is a defect of dst3d: please report it. --no-verify exports all the same.",
    subject: format.name,
  });
}

/** Up to `count` values, spread evenly. */
function evenly(values: readonly number[], count: number): number[] {
  const wanted = Math.min(count, values.length);
  return Array.from({ length: wanted }, (_, index) => values[Math.floor(((index + 0.5) * values.length) / wanted)]!);
}
