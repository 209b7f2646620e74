/** Takes all signals of a set of samples, one after the other; what is finished is not measured again. */
import { join } from "node:path";
import * as z from "zod";
import { DatasetError } from "../core/errors.js";
import { canonicalJson } from "../dataset/canonical-json.js";
import { localFileSystem } from "../storage/file-system.js";
import { makeFolder } from "../storage/make-folder.js";
import { replaceFile } from "../storage/replace-file.js";
import { sha256Hex } from "../storage/sha256.js";
import type { Measure, Signal, SignalContext, SignalValues } from "./signal.js";
import type { VerifiedSample } from "./verified-sample.js";

/** A signal with what its numbers depend on beside the samples. */
export interface ChosenSignal {
  signal: Signal;
  /** Its options, as JSON. */
  options: unknown;
}

/** What was measured. */
export interface Measurements {
  /** The numbers of all signals by the names of their measures, for every sample by its key. */
  values: Map<string, Record<string, number | null>>;
  measures: Measure[];
  /** Signals that could not be taken, and why. */
  leftOut: { signal: string; why: string }[];
}

const keptSchema = z.object({ made: z.string(), values: z.record(z.string(), z.record(z.string(), z.number().nullable())) });

/**
 * Measures samples.
 * @param samples sorted by key
 * @param context.folder each signal works in a folder of its own below it
 * @throws what signals throw: E_TRAINING, E_MODEL, E_STORAGE …; the signal's reason when that is aborted
 */
export async function measureSamples(samples: readonly VerifiedSample[], chosen: readonly ChosenSignal[], context: SignalContext): Promise<Measurements> {
  const found: Measurements = { values: new Map(samples.map(({ key }) => [key, {}])), measures: [], leftOut: [] };
  const identity = sha256Hex(canonicalJson(samples.map(({ key, imageSha256, record }) => [key, imageSha256, record])));
  for (const { signal, options } of chosen) {
    context.signal.throwIfAborted();
    const why = signal.unavailable(samples);
    if (why !== null) {
      found.leftOut.push({ signal: signal.name, why });
      continue;
    }
    const folder = join(context.folder, signal.name);
    await makeFolder(folder);
    const file = join(folder, "values.json");
    const made = sha256Hex(canonicalJson({ signal: signal.name, options, seed: context.seed, device: context.device, rendersLabels: context.renderLabel !== null, learnt: samples.filter((sample) => context.learnsFrom?.(sample) ?? true).map(({ key }) => key), identity }));
    const values = (await keptValues(file, made)) ?? (await signal.measure(samples, { ...context, folder }));
    await replaceFile(file, `${JSON.stringify({ made, values: Object.fromEntries(values) })}\n`);
    found.measures.push(...signal.measures);
    for (const { key } of samples) Object.assign(found.values.get(key)!, allOf(signal, values.get(key)));
  }
  return found;
}

/** A number for each measure of the signal; a defect of a signal must not look like a measurement. */
function allOf(signal: Signal, values: SignalValues | undefined): SignalValues {
  return Object.fromEntries(signal.measures.map(({ name }) => {
    const value = values?.[name] ?? null;
    if (value !== null && !Number.isFinite(value)) throw new DatasetError("E_INTERNAL", `The signal ${signal.name} gives ${value} for ${name}.`, { subject: name });
    return [name, value];
  }));
}

async function keptValues(file: string, made: string): Promise<Map<string, SignalValues> | null> {
  const bytes = await localFileSystem.read(file).catch(() => null);
  if (bytes === null) return null;
  try {
    const kept = keptSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
    return kept.made === made ? new Map(Object.entries(kept.values)) : null;
  } catch {
    return null; // cut short, or of another version: it is measured again
  }
}
