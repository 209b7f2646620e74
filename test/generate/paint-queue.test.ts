import { describe, expect, it } from "vitest";
import { DatasetError } from "../../src/core/errors.js";
import type { PaintRequest } from "../../src/diffusion/paint-request.js";
import { PaintQueue, type Painter } from "../../src/generate/paint-queue.js";

type Outcome = Awaited<ReturnType<Painter["generateBatch"]>>[number];

/** Paints nothing, but remembers which seeds it was given together. */
function painter(refuse: (seeds: number[]) => unknown = () => null) {
  const batches: number[][] = [];
  return {
    batches,
    batchKey: ({ prompt }: PaintRequest) => prompt,
    async generateBatch(requests: readonly PaintRequest[]): Promise<Outcome[]> {
      const seeds = requests.map(({ seed }) => seed);
      batches.push(seeds);
      await new Promise((resolve) => setTimeout(resolve, 5));
      const problem = refuse(seeds);
      if (problem !== null) throw problem;
      return seeds.map((seed) => ({ status: "fulfilled", value: { image: { width: seed, height: 1, channels: 1, data: new Uint8Array(0) }, latents: { data: new Float32Array(0), shape: [] } } }));
    },
  };
}

const request = (seed: number, prompt = "a car"): PaintRequest => ({ prompt, seed });
const later = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe("requests of lines that work beside one another", () => {
  it("are painted together as soon as there are enough, each getting its own picture", async () => {
    const paints = painter();
    const queue = new PaintQueue(paints, 2, () => 4);
    const painted = await Promise.all([1, 2, 3, 4].map(async (seed) => (await later(seed), queue.paint(request(seed)))));
    expect(paints.batches).toEqual([[1, 2], [3, 4]]);
    expect(painted.map(({ image }) => image.width)).toEqual([1, 2, 3, 4]);
  });

  it("do not wait for lines that have ended", async () => {
    const paints = painter();
    let lines = 3;
    const queue = new PaintQueue(paints, 3, () => lines);
    const both = Promise.all([queue.paint(request(1)), queue.paint(request(2))]);
    await later(20);
    expect(paints.batches).toEqual([]);
    lines = 2;
    await both;
    expect(paints.batches).toEqual([[1, 2]]);
  });

  it("are painted apart where they cannot be painted together", async () => {
    const paints = painter();
    let lines = 3;
    const queue = new PaintQueue(paints, 4, () => lines);
    await Promise.all([request(1), request(2, "a boat"), request(3)].map((one) => queue.paint(one).finally(() => lines--)));
    expect(paints.batches).toEqual([[1, 3], [2]]);
  });

  it("are painted in smaller batches from where memory runs out on", async () => {
    const paints = painter((seeds) => (seeds.length > 2 ? new DatasetError("E_MEMORY", "too much") : null));
    const queue = new PaintQueue(paints, 4, () => 4);
    const painted = await Promise.all([1, 2, 3, 4].map((seed) => queue.paint(request(seed))));
    expect(paints.batches).toEqual([[1, 2, 3, 4], [1, 2], [3, 4]]);
    expect(painted.map(({ image }) => image.width)).toEqual([1, 2, 3, 4]);
  });

  it("fail together where one alone would, and the next ones are painted", async () => {
    const paints = painter((seeds) => (seeds.includes(1) ? new DatasetError("E_MODEL", "no") : null));
    const queue = new PaintQueue(paints, 2, () => 2);
    const outcomes = await Promise.allSettled([queue.paint(request(1)), queue.paint(request(2))]);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect((await Promise.all([queue.paint(request(3)), queue.paint(request(4))])).length).toBe(2);
  });
});
