import { expect, it } from "vitest";
import { workQueue } from "../../src/core/work-queue.js";

it("runs so much at a time, and all of it", async () => {
  const queue = workQueue(3);
  let running = 0;
  let most = 0;
  let done = 0;
  for (let index = 0; index < 20; index++) {
    await queue.add(async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      done++;
    });
  }
  await queue.end();
  expect([most, done, running]).toEqual([3, 20, 0]);
});

it("tells of the first failure, once all has ended", async () => {
  const queue = workQueue(2);
  let done = 0;
  await queue.add(async () => void (await new Promise((resolve) => setImmediate(resolve)), done++));
  await queue.add(() => Promise.reject(new Error("first")));
  await expect(queue.end()).rejects.toThrow("first");
  expect(done).toBe(1);
  await expect(queue.add(() => Promise.resolve())).rejects.toThrow("first");
});
