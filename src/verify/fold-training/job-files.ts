/** The files of one job: its last checkpoint, the losses so far, and, once it is done, the answers. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { replaceFile } from "../../storage/replace-file.js";
import type { JobResult } from "./job.js";

const lossesSchema = z.array(z.number());

/** Where they lie. */
export interface JobFiles {
  weights: string;
  losses: string;
  outputs: string;
}

export function filesOf(folder: string, job: string): JobFiles {
  return { weights: join(folder, `${job}.safetensors`), losses: join(folder, `${job}.losses.json`), outputs: join(folder, `${job}.outputs.bin`) };
}

/** Losses of the epochs that are on disk; none when the file is missing or damaged. */
export async function readLosses(files: JobFiles): Promise<number[]> {
  const text = await readFile(files.losses, "utf8").catch(() => "[]");
  try {
    return lossesSchema.parse(JSON.parse(text));
  } catch {
    return [];
  }
}

export async function writeLosses(files: JobFiles, losses: readonly number[]): Promise<void> {
  await replaceFile(files.losses, `${JSON.stringify(losses)}\n`);
}

/** The last file of a job: when it is there, the job is done. */
export async function writeOutputs(files: JobFiles, outputs: Float32Array): Promise<void> {
  await replaceFile(files.outputs, new Uint8Array(outputs.buffer, outputs.byteOffset, outputs.byteLength));
}

/** What a finished job has given; null when it is not finished. @param count numbers that it must have given */
export async function readResult(files: JobFiles, count: number): Promise<JobResult | null> {
  const bytes = await readFile(files.outputs).catch(() => null);
  if (bytes === null || bytes.length !== count * Float32Array.BYTES_PER_ELEMENT) return null;
  return { losses: await readLosses(files), outputs: new Float32Array(new Uint8Array(bytes).buffer), weights: files.weights };
}
