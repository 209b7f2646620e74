/** One step and one decoding before the first image: how long an image will take, and how many fit into memory at once. */
import { formatBytes, formatDuration } from "../core/quantities.js";
import type { PaintRequest, PictureSize } from "../diffusion/paint-request.js";
import type { DiffusionPipeline } from "../diffusion/pipeline.js";
import { countOf } from "../nn/graph/float-tensor.js";
import type { MemoryState } from "./generator.js";

/** Share of the free memory that batches may take: rendering goes on beside them. */
const MEMORY_SHARE = 0.8;

/** What a rehearsal has found. */
export interface Rehearsal {
  loadSeconds: number;
  stepSeconds: number;
  decodeSeconds: number;
  /** What a step of one image took beyond the loaded model. */
  stepBytes: number;
  /** The most that the process held while it computed. */
  peakBytes: number;
}

const LOOK_MILLISECONDS = 50;

/** The world, as far as a rehearsal looks at it. */
export interface Measures {
  /** Seconds since some moment. */
  clock(): number;
  memory(): MemoryState;
}

/**
 * Loads a model, takes the first step of an image with it, and decodes latents of that size.
 * @param request with the size and the settings that images will have
 * @throws what painting throws; the reason of the request's signal when that is aborted
 */
export async function rehearse(pipeline: Pick<DiffusionPipeline, "generate" | "latentShape" | "decode">, request: PaintRequest & PictureSize, { clock, memory }: Measures): Promise<Rehearsal> {
  let peakBytes = 0;
  const look = (): { at: number; heldBytes: number } => {
    const { heldBytes } = memory();
    peakBytes = Math.max(peakBytes, heldBytes);
    return { at: clock(), heldBytes };
  };
  const start = look();
  // The networks compute on threads of their own.
  const timer = setInterval(look, LOOK_MILLISECONDS);
  try {
    const [loaded, stepped] = await firstStep(pipeline, request, look);
    const decoding = look();
    const shape = pipeline.latentShape(request);
    await pipeline.decode({ data: new Float32Array(countOf(shape)), shape });
    const decodeSeconds = look().at - decoding.at;
    return { loadSeconds: loaded.at - start.at, stepSeconds: stepped.at - loaded.at, decodeSeconds, stepBytes: Math.max(0, stepped.heldBytes - loaded.heldBytes), peakBytes };
  } finally {
    clearInterval(timer);
  }
}

/** What is seen before the first step, when all is loaded, and after it. */
async function firstStep<T>(pipeline: Pick<DiffusionPipeline, "generate">, request: PaintRequest, look: () => T): Promise<[T, T]> {
  const enough = new AbortController();
  const signal = request.signal === undefined ? enough.signal : AbortSignal.any([request.signal, enough.signal]);
  const seen: T[] = [];
  const onStep = (): void => {
    if (seen.push(look()) === 2) enough.abort();
  };
  try {
    await pipeline.generate({ ...request, signal, onStep });
  } catch (error) {
    if (!enough.signal.aborted || request.signal?.aborted === true) throw error;
  }
  return seen as [T, T];
}

/**
 * How many images can be painted together.
 * @param freeBytes what is free after the rehearsal
 * @param most as many as are worth it
 */
export function batchThatFits({ stepBytes }: Rehearsal, freeBytes: number, most: number): number {
  // One image's share is held already.
  return Math.max(1, Math.min(most, 1 + Math.floor((MEMORY_SHARE * freeBytes) / Math.max(1, stepBytes))));
}

/** What to expect, in words. @param questions to the model per image */
export function describeRehearsal(rehearsal: Rehearsal, { questions, batchSize }: { questions: number; batchSize: number }): string {
  const { stepSeconds, decodeSeconds, loadSeconds, stepBytes, peakBytes } = rehearsal;
  const seconds = questions * stepSeconds + decodeSeconds;
  const bytes = peakBytes + (batchSize - 1) * stepBytes;
  const together = batchSize === 1 ? "one at a time" : `${batchSize} together`;
  return `loaded in ${formatDuration(loadSeconds)}; expect ${formatDuration(seconds)} per image (${questions} steps of ${formatDuration(stepSeconds)}, ${formatDuration(decodeSeconds)} to decode), ${together}, in ${formatBytes(bytes)} of memory`;
}
