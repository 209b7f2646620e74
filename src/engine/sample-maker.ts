/** Makes samples one after the other and times their steps; the same in a worker and in the main thread. */
import { performance } from "node:perf_hooks";
import { canonicalJson } from "../dataset/canonical-json.js";
import type { Plan } from "../pipeline/plan.js";
import { createProducer } from "../pipeline/produce.js";
import { findSharedFiles } from "../pipeline/shared-files.js";
import type { HandedSample, WorkerTask } from "./worker-protocol.js";

/** One finished sample with the seconds it took. */
export interface MadeSample {
  sample: HandedSample;
  seconds: number;
  stageSeconds: Record<string, number>;
}

/** Makes samples of one plan. */
export interface SampleMaker {
  /** @throws whatever stands in the way of this sample; others are unaffected */
  make(index: number): Promise<MadeSample>;
  close(): Promise<void>;
}

/**
 * Prepares to make samples; checks the generator first.
 * @param warn told once per distinct text
 */
export async function createSampleMaker(plan: Plan, { out, assets }: Pick<WorkerTask, "out" | "assets">, warn: (message: string) => void, signal: AbortSignal): Promise<SampleMaker> {
  let stageSeconds: Record<string, number> = {};
  const producer = createProducer(plan, assets, async (step, work) => {
    const start = performance.now();
    const result = await work();
    stageSeconds[step] = (stageSeconds[step] ?? 0) + (performance.now() - start) / 1000;
    return result;
  });
  await producer.probe(signal);
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
    async make(index) {
      stageSeconds = {};
      const start = performance.now();
      const shared = await sharedFiles.of(index);
      const { files, record } = await producer.produce(index, context, shared);
      sharedFiles.made(record);
      return { sample: { index, files, record: canonicalJson(record), filesOf: shared?.index ?? null }, seconds: (performance.now() - start) / 1000, stageSeconds };
    },
    close: () => producer.close(),
  };
}
