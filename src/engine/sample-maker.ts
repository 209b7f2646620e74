/** Makes samples, several beside one another where the generator wants that, and times their steps; the same in a worker and in the main thread. */
import { AsyncLocalStorage } from "node:async_hooks";
import { performance } from "node:perf_hooks";
import { canonicalJson } from "../dataset/canonical-json.js";
import type { Preparation } from "../generate/generator.js";
import type { Plan } from "../pipeline/plan.js";
import { createProducer } from "../pipeline/produce.js";
import { findSharedFiles } from "../pipeline/shared-files.js";
import { cudaMemory, processorMemory } from "./memory-state.js";
import type { HandedSample, WorkerTask } from "./worker-protocol.js";

/** One finished sample with the seconds it took. */
export interface MadeSample {
  sample: HandedSample;
  seconds: number;
  stageSeconds: Record<string, number>;
}

/** Makes samples of one plan. */
export interface SampleMaker {
  /** How many samples the generator has use for at once. */
  readonly lines: number;
  /**
   * Samples of different views may be made beside one another.
   * @throws whatever stands in the way of this sample; others are unaffected
   */
  make(index: number): Promise<MadeSample>;
  close(): Promise<void>;
}

/** What a maker tells, and hears. */
export interface MakerContext {
  /** Told once per distinct text. */
  warn(message: string): void;
  note(message: string): void;
  progress(index: number, share: number): void;
  /** Aborting it gives up what the generator is at. */
  signal: AbortSignal;
  /** See Preparation of generators. */
  lines(): number;
}

/** Prepares to make samples; checks the generator first. */
export async function createSampleMaker(plan: Plan, { out, assets }: Pick<WorkerTask, "out" | "assets">, { warn, note, progress, signal, lines: linesNow }: MakerContext): Promise<SampleMaker> {
  const stageSeconds = new AsyncLocalStorage<Record<string, number>>();
  const producer = createProducer(plan, assets, async (step, work) => {
    const start = performance.now();
    const result = await work();
    const seconds = stageSeconds.getStore();
    if (seconds !== undefined) seconds[step] = (seconds[step] ?? 0) + (performance.now() - start) / 1000;
    return result;
  });
  await producer.probe(signal);
  const { width, height } = plan.renders ?? plan.recipe.camera;
  const preparation: Preparation = { signal, note, lines: linesNow, width, height, clock: () => performance.now() / 1000, memory: (device) => (device === "cuda" ? cudaMemory() : processorMemory()) };
  const lines = await producer.prepare(preparation).catch((error: unknown) => {
    if (wasGivenUp(error, signal)) return 1;
    throw error;
  });
  const warned = new Set<string>();
  const context = {
    signal,
    warn: (message: string) => {
      if (warned.has(message)) return;
      warned.add(message);
      warn(message);
    },
  };
  const sharedFiles = findSharedFiles(plan, assets, out);
  return {
    lines,
    make: (index) =>
      stageSeconds.run({}, async () => {
        const start = performance.now();
        const shared = await sharedFiles.of(index);
        const { files, record } = await producer.produce(index, { ...context, progress: (share) => progress(index, share) }, shared);
        sharedFiles.made(record);
        return { sample: { index, files, record: canonicalJson(record), filesOf: shared?.index ?? null }, seconds: (performance.now() - start) / 1000, stageSeconds: stageSeconds.getStore()! };
      }),
    close: () => producer.close(),
  };
}

/** Whether a sample was given up because the signal was aborted, which is no failure of the sample. */
export function wasGivenUp(error: unknown, signal: AbortSignal): boolean {
  return signal.aborted && (error === signal.reason || (error instanceof Error && error.name === "AbortError"));
}
