import { expect, it } from "vitest";
import type { Image } from "../../src/core/image.js";
import type { PaintRequest } from "../../src/diffusion/paint-request.js";
import type { Painted } from "../../src/diffusion/pipeline.js";
import { batchThatFits, describeRehearsal, rehearse } from "../../src/generate/rehearsal.js";

const GB = 1e9;

/** A pipeline in a world where loading takes 20 s and 4 GB, a step 6 s and 1 GB, decoding 10 s and 2 GB. */
function world() {
  let seconds = 100;
  let heldBytes = 1 * GB;
  const pass = (time: number, bytes: number) => {
    seconds += time;
    heldBytes += bytes;
  };
  return {
    measures: { clock: () => seconds, memory: () => ({ heldBytes, freeBytes: 10 * GB }) },
    pipeline: {
      generate: async ({ signal, onStep }: PaintRequest): Promise<Painted> => {
        signal?.throwIfAborted();
        pass(20, 4 * GB);
        onStep?.(0, 20);
        for (let step = 1; ; step++) {
          signal?.throwIfAborted();
          pass(6, GB);
          onStep?.(step, 20);
        }
      },
      latentShape: () => [1, 4, 8, 8],
      decode: async (): Promise<Image> => {
        pass(10, 2 * GB);
        return { width: 1, height: 1, channels: 1, data: new Uint8Array(1) };
      },
    },
  };
}

it("a rehearsal tells what loading, a step and decoding take", async () => {
  const { measures, pipeline } = world();
  const measured = await rehearse(pipeline, { prompt: "", seed: 0, width: 64, height: 64 }, measures);
  expect(measured).toEqual({ loadSeconds: 20, stepSeconds: 6, decodeSeconds: 10, stepBytes: GB, peakBytes: 8 * GB });
  expect(describeRehearsal(measured, { questions: 20, batchSize: 3 })).toBe("loaded in 20s; expect 2m 10s per image (20 steps of 6.0s, 10s to decode), 3 together, in 10.0 GB of memory");
});

it("batches are as large as free memory allows, and no larger than is worth it", async () => {
  const { measures, pipeline } = world();
  const measured = await rehearse(pipeline, { prompt: "", seed: 0, width: 64, height: 64 }, measures);
  expect([0, 1.1, 2.6, 100].map((free) => batchThatFits(measured, free * GB, 8))).toEqual([1, 1, 3, 8]);
  expect(batchThatFits(measured, 100 * GB, 1)).toBe(1);
});

it("Ctrl+C ends a rehearsal", async () => {
  const { measures, pipeline } = world();
  await expect(rehearse(pipeline, { prompt: "", seed: 0, width: 64, height: 64, signal: AbortSignal.abort() }, measures)).rejects.toMatchObject({ name: "AbortError" });
});
