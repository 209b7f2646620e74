import { expect, it } from "vitest";
import { after, wait } from "../../src/core/time.js";

it("waiting ends with the reason of a signal, before and meanwhile", async () => {
  const reason = new Error("stopped");
  await expect(wait(60, AbortSignal.abort(reason))).rejects.toBe(reason);
  const stop = new AbortController();
  const waiting = wait(60, stop.signal);
  stop.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  await expect(wait(0.001, new AbortController().signal)).resolves.toBeUndefined();
});

it("what is to be done later can be taken back", async () => {
  const done: string[] = [];
  after(0.001, () => done.push("first"));
  after(0.001, () => done.push("second"))();
  await wait(0.02);
  expect(done).toEqual(["first"]);
});
