/** Audits the viewpoints of pictures without labels, as a pose network sees them, beside the network's own error. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { DatasetError } from "../core/errors.js";
import { mapSome } from "../core/map-some.js";
import type { DatasetReader } from "../dataset/dataset.js";
import { openDataset } from "../dataset/open-dataset.js";
import type { EvaluationReport } from "../evaluate/metrics/metric.js";
import { auditor } from "../evaluate/viewpoints/audit.js";
import { estimateReport, type LabelAgreement } from "../evaluate/viewpoints/estimate-report.js";
import { writeReport } from "../evaluate/write-report.js";
import type { ReadAngles } from "../verify/kcf/read-angles.js";
import { openPoseReader, type PoseReader } from "../verify/pose-network/ask-pose-network.js";
import type { AskedPicture, AskedPictures } from "../verify/pose-network/asked-picture.js";
import { readPoseNetwork, type PoseNetwork } from "../verify/pose-network/network-file.js";
import { knownCategory, listPictures } from "../verify/pose-network/picture-folder.js";
import { errorTableOf, poseError, showsAzimuth, type PoseError } from "../verify/pose-network/pose-errors.js";
import { placeOf } from "./audited-object.js";
import { estimatedObject } from "./estimated-object.js";
import { askedCategory, picturesOfFolder, picturesOfRun } from "./pictures-to-ask.js";
import { readTarget } from "./viewpoint-target.js";

/** What to look at, and with what. */
export interface EstimateViewpointsOptions {
  /** A run's folder, or any folder of pictures. */
  folder: string;
  /** The pose network's file. */
  network: string;
  /** What pictures of a folder show that are in no folder called as a category of the network; null: these are left out. */
  category: string | null;
  /** Another run's folder, or a list of viewpoints as JSON or CSV; null: none. */
  against: string | null;
  /** Folder for `metrics.json`, `metrics.md` and the plots; null: none. */
  out: string | null;
  signal?: AbortSignal;
  /** How many pictures have been looked at. */
  progress?(done: number, total: number): void;
}

/** Pictures that the network sees together, and that are read at the same time: one may have 67 million pixels. */
const TOGETHER = 32;
const READ_AT_A_TIME = 2;

/**
 * Reads pictures one after the other and asks the network about each. On a run whose labels tell poses the two are compared.
 * @returns the report and the paths of what was written
 * @throws DatasetError E_NOT_FOUND where there is neither dataset nor pictures, or no network; E_MODEL for a file that is none;
 * E_OPTION for a category that it does not know, or where nothing says what pictures show; as auditRun
 */
export async function estimateViewpoints({ folder, network: file, category, against, out, signal = new AbortController().signal, progress = () => {} }: EstimateViewpointsOptions): Promise<{ report: EvaluationReport; written: string[] }> {
  const network = await readPoseNetwork(file);
  const target = against === null ? null : await readTarget(against, signal);
  const { pictures, total } = await openPictures(folder, network, category, signal);
  const [audit, estimates, labels] = [auditor(target), auditor(), auditor()];
  const errors: PoseError[] = [];
  const broken: { name: string; problem: string }[] = [];
  const shown = { aroundBox: 0, wholePicture: 0 };
  const reader = await openPoseReader(network);
  try {
    const take = ({ label, category: named, size, isWhole }: AskedPicture, read: ReadAngles): void => {
      audit.image();
      shown[isWhole ? "wholePicture" : "aroundBox"]++;
      const estimate = estimatedObject(read, { label, category: named, size });
      audit.add(estimate);
      if (label === null || !showsAzimuth(label)) return;
      errors.push({ ...poseError(read, label), category: named });
      estimates.add(estimate);
      labels.add({ category: named, ...placeOf(label), visibleFraction: null, truncation: null, size });
    };
    let done = 0;
    for await (const batch of batches(pictures, (reason) => audit.leaveOut(reason))) {
      signal.throwIfAborted();
      await ask(reader, batch, take, (name, problem) => {
        audit.leaveOut("picture unreadable");
        broken.push({ name, problem });
      });
      progress((done += batch.length), total);
    }
  } finally {
    await reader.release();
  }
  const table = errorTableOf(errors);
  const agreement: LabelAgreement | null = table === null ? null : { errors: table, labels: labels.audit(), estimates: estimates.audit() };
  const { heldOut, learnt, variant } = network.form;
  const report = estimateReport(audit.audit(), { hasTarget: target !== null, network: { sha256: await hashOf(file), variant, heldOut, learnt }, shown, broken: broken[0] ?? null, agreement });
  return { report, written: out === null ? [] : await writeReport(report, out) };
}

async function openPictures(folder: string, { form }: PoseNetwork, category: string | null, signal: AbortSignal): Promise<{ pictures: AskedPictures; total: number }> {
  const run = await runIn(folder);
  if (run !== null) {
    if (category !== null) throw new DatasetError("E_OPTION", "the records of a run say what its images show", { hint: "Leave out --category.", subject: "--category" });
    return { pictures: picturesOfRun(run, form, signal), total: (await run.committed()).size };
  }
  const named = category === null ? null : askedCategory(category, form);
  const listed = await listPictures(folder, (name) => knownCategory(name, form.categories));
  if (named === null && listed.every((picture) => picture.category === null)) {
    throw new DatasetError("E_OPTION", `nothing says what the pictures in ${folder} show`, { hint: `Say it with --category, or put them into folders called as categories of the network: ${form.categories.slice(0, 12).join(", ")}${form.categories.length > 12 ? ", …" : ""}.`, subject: "--category" });
  }
  return { pictures: picturesOfFolder(folder, listed, form, named), total: listed.length };
}

/** Null where the folder holds no dataset. */
async function runIn(folder: string): Promise<DatasetReader | null> {
  try {
    return await openDataset(folder);
  } catch (error) {
    if (DatasetError.isInstance(error) && error.code === "E_NOT_FOUND") return null;
    throw error;
  }
}

async function* batches(pictures: AskedPictures, leaveOut: (reason: string) => void): AsyncGenerator<AskedPicture[]> {
  let batch: AskedPicture[] = [];
  for await (const picture of pictures) {
    if ("leftOut" in picture) leaveOut(picture.leftOut);
    else batch.push(picture);
    if (batch.length < TOGETHER) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function ask(reader: PoseReader, batch: readonly AskedPicture[], take: (picture: AskedPicture, read: ReadAngles) => void, unreadable: (name: string, problem: string) => void): Promise<void> {
  const crops = await mapSome(
    batch,
    (picture) =>
      picture.crop().catch((error: unknown) => {
        if (DatasetError.isInstance(error) && (error.code === "E_IMAGE" || error.code === "E_NOT_FOUND")) return error.message;
        throw error;
      }),
    READ_AT_A_TIME,
  );
  const readable = batch.flatMap((picture, place) => {
    const crop = crops[place]!;
    if (typeof crop !== "string") return [{ picture, crop }];
    unreadable(picture.name, crop);
    return [];
  });
  if (readable.length === 0) return;
  const said = await reader.read(readable.map(({ picture: { category }, crop }) => ({ category, crop })));
  readable.forEach(({ picture }, place) => take(picture, said[place]!));
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Uint8Array);
  return hash.digest("hex");
}
