import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { PreviewOrder } from "../../../src/studio/preview/order.js";
import { type Previews, previewThread } from "../../../src/studio/preview/thread.js";

/** Answers with what it was asked and how many it has answered; a shape called "dies" ends it, "fails" is refused. */
const WORKER = `
import { parentPort } from "node:worker_threads";
let count = 0;
parentPort.on("message", ({ turn, order }) => {
  if (order.folder === "dies") process.exit(1);
  const reply = order.folder === "fails" ? { error: { code: "E_NOT_FOUND", message: "not there", hint: "look", subject: null } } : { answer: { folder: order.folder, kind: order.kind, count: ++count } };
  setTimeout(() => parentPort.postMessage({ turn, ...reply }), 5);
});`;

interface FakeAnswer {
  folder: string;
  count: number;
}

let folder = "";
let previews: Previews;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "dst3d-thread-"));
  await writeFile(join(folder, "worker.mjs"), WORKER);
  previews = previewThread(() => pathToFileURL(join(folder, "worker.mjs")));
});
afterAll(async () => {
  await previews.close();
  await rm(folder, { recursive: true });
});

async function make(name: string, kind: PreviewOrder["kind"] = "sample", signal = new AbortController().signal): Promise<FakeAnswer> {
  const order = { kind, folder: name, recipe: {}, index: 0, side: 64, outputs: [] } as unknown as Extract<PreviewOrder, { kind: "sample" }>;
  return (await previews.make(order, signal)) as unknown as FakeAnswer;
}

test("each is answered with its own", async () => {
  expect((await Promise.all(["a", "b", "c"].map((name) => make(name)))).map((answer) => answer.folder)).toEqual(["a", "b", "c"]);
});

test("what nobody waits for any more is not made", async () => {
  const { count } = await make("before");
  const first = make("first");
  const given = new AbortController();
  const dropped = make("dropped", "sample", given.signal);
  given.abort(new Error("another one is wanted"));
  await expect(dropped).rejects.toThrow("another one is wanted");
  await first;
  expect((await make("after")).count).toBe(count + 2);
});

test("a plan comes before samples, and samples before measurements", async () => {
  const order: string[] = [];
  const told = (name: string) => (): void => void order.push(name);
  await Promise.all([make("running").then(told("running")), make("speed", "speed").then(told("speed")), make("sample").then(told("sample")), make("plan", "plan").then(told("plan"))]);
  expect(order).toEqual(["running", "plan", "sample", "speed"]);
});

test("errors keep their code and hint", async () => {
  await expect(make("fails")).rejects.toMatchObject({ code: "E_NOT_FOUND", hint: "look" });
});

test("a thread that dies takes one preview with it, and the next gets another thread", async () => {
  const [dead, next] = await Promise.allSettled([make("dies"), make("alive")]);
  expect(dead).toMatchObject({ status: "rejected", reason: { code: "E_WORKER" } });
  expect(next).toMatchObject({ status: "fulfilled", value: { folder: "alive", count: 1 } });
});

test("nothing that is asked too late, or too much at once, is kept", async () => {
  const given = AbortSignal.abort(new Error("too late"));
  await expect(make("late", "sample", given)).rejects.toThrow("too late");
  const many = await Promise.allSettled(Array.from({ length: 260 }, (_, at) => make(String(at))));
  expect(many.filter(({ status }) => status === "rejected").length).toBeGreaterThan(50);
});
