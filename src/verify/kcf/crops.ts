/** The samples of a dataset as the filter's networks read them. */
import { DatasetError } from "../../core/errors.js";
import { scaleImage } from "../../core/scale-image.js";
import { mapSome } from "../../core/map-some.js";
import type { SampleRecord } from "../../sample/record.js";
import type { FoldSample } from "../fold-training/task.js";
import type { VerifiedSample } from "../verified-sample.js";
import { aroundObject, pictureInWindow, type Window } from "../window.js";
import { storedSide, type CropLayout } from "./picture-batch.js";
import { correctedTarget, faithfulTarget } from "./pose-target.js";
import { packNumbers, SAMPLE_NUMBERS } from "./sample-numbers.js";

/** Side of what the network sees, relative to the longer side of the object's box. */
const MARGIN = 1.25;
const AT_A_TIME = 32;

/** How samples are read. */
export interface CropRequest {
  samples: readonly VerifiedSample[];
  variant: "faithful" | "corrected";
  layout: CropLayout;
  /** Number of each category. */
  categories: ReadonlyMap<string, number>;
  signal: AbortSignal;
  /** Told of samples whose picture cannot be read. */
  unreadable(place: number, problem: string): void;
}

/** The square around the main object that networks of the corrected variant read, with its border; null as {@link aroundObject}. */
export function cropWindow(record: SampleRecord, layout: CropLayout): Window | null {
  const side = storedSide(layout);
  return aroundObject(record, { size: side, margin: (MARGIN * side) / layout.size });
}

/** The square around a whole picture: it fills what the network reads, its border is beyond the picture. */
export function wholeWindow({ width, height }: { width: number; height: number }, layout: CropLayout): Window {
  const stored = storedSide(layout);
  const side = Math.max(2, Math.round((Math.max(width, height) * stored) / layout.size));
  return { left: Math.round((width - side) / 2), top: Math.round((height - side) / 2), width: side, height: side, columns: stored, rows: stored };
}

/** Whether there is a label to compare with. */
export function hasPose({ record }: VerifiedSample): boolean {
  return record.objects[0] !== undefined && record.camera !== null && record.labelStatus !== "none";
}

/**
 * One entry per sample, in their order; empty ones for those without label or readable picture.
 * Faithful: the whole picture; corrected: a square around the object.
 */
export async function* readCrops(request: CropRequest): AsyncGenerator<FoldSample> {
  const { samples, signal } = request;
  for (let first = 0; first < samples.length; first += AT_A_TIME) {
    signal.throwIfAborted();
    yield* await mapSome(samples.slice(first, first + AT_A_TIME), async (sample) => (await readCrop(sample, request, first)) ?? emptySample(request.layout));
  }
}

function emptySample(layout: CropLayout): FoldSample {
  const side = storedSide(layout);
  return { bytes: new Uint8Array(3 * side * side), numbers: new Float32Array(SAMPLE_NUMBERS) };
}

async function readCrop(sample: VerifiedSample, request: CropRequest, first: number): Promise<FoldSample | null> {
  const { samples, variant, layout, categories } = request;
  const object = sample.record.objects[0];
  const category = object === undefined ? undefined : categories.get(object.category);
  if (object === undefined || category === undefined || !hasPose(sample)) return null;
  const place = samples.indexOf(sample, first);
  const side = storedSide(layout);
  const window = cropWindow(sample.record, layout);
  if (window === null && variant === "corrected") {
    request.unreadable(place, "its label has no box");
    return null;
  }
  try {
    const image = await sample.image();
    const { data } = variant === "corrected" ? pictureInWindow(image, window!) : scaleImage(image, side, side);
    return { bytes: data, numbers: packNumbers(category, variant === "corrected" ? correctedTarget(object) : faithfulTarget(object)) };
  } catch (error) {
    if (!DatasetError.isInstance(error)) throw error;
    request.unreadable(place, error.message);
    return null;
  }
}
