import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { RunSummary, SampleDetails, SampleLabels, SamplePage } from "../../../src/studio/protocol.js";
import { writeScores } from "../../../src/verify/score-file.js";
import { smallRun } from "../../interchange/small-run.js";
import { temporaryFolder } from "../../temporary-folder.js";
import { openedRun, smallStudio, type SmallStudio } from "../small-studio.js";

let made: string;
beforeAll(async () => {
  made = await smallRun();
}, 60_000);

/** A copy that a test may break. */
function copy(): string {
  const root = join(temporaryFolder(), "run");
  cpSync(made, root, { recursive: true });
  return root;
}
const file = (root: string, name: string): string => join(root, "shard-00000", name);
const sha256Of = (path: string): string => createHash("sha256").update(readFileSync(path)).digest("hex");
async function studioOf(root: string, options: Parameters<typeof smallStudio>[1] = {}): Promise<SmallStudio> {
  const studio = await smallStudio([root], options);
  await openedRun(studio, "run");
  return studio;
}
const json = async <T>(answer: Promise<Response>): Promise<T> => (await (await answer).json()) as T;

describe("a run as it should be", () => {
  test("is listed in pages, filtered and sorted", async () => {
    const { ask } = await studioOf(made);
    const page = await json<SamplePage>(ask("api/runs/run/samples?category=car&limit=1&offset=1"));
    expect(page).toMatchObject({ total: 2, rows: [{ id: 4, values: { category: "car", generator: "render" } }] });
    const sorted = await json<SamplePage>(ask("api/runs/run/samples?sort=-azimuth"));
    const azimuths = sorted.rows.map(({ values }) => Number(values["azimuth"]));
    expect(azimuths).toEqual([...azimuths].sort((a, b) => b - a));
  });
  test("shows a sample with its place in the list, and the command that makes it again", async () => {
    const { ask } = await studioOf(made);
    const details = await json<SampleDetails>(ask("api/runs/run/samples/4?category=car"));
    expect(details).toMatchObject({ position: 1, hasMesh: true, score: null, override: null, pictures: ["image", "depth"], replay: `dst3d replay ${made} 4 --passes all` });
    expect((await json<SampleDetails>(ask("api/runs/run/samples/4?category=chair"))).position).toBeNull();
  });
  test("gives pictures, small ones, labels and the mesh", async () => {
    const { ask } = await studioOf(made);
    const picture = await ask("api/runs/run/samples/0/pictures/image");
    expect(new Uint8Array(await picture.arrayBuffer())).toEqual(new Uint8Array(readFileSync(file(made, "00000000.image.png"))));
    expect(picture.headers.get("cache-control")).toBe("no-cache");
    const small = await ask(`api/runs/run/samples/0/pictures/image?side=128&sha256=${sha256Of(file(made, "00000000.image.png"))}`);
    expect(small.headers.get("content-type")).toBe("image/webp");
    expect(small.headers.get("cache-control")).toContain("immutable");
    const labels = await json<SampleLabels[]>(ask("api/runs/run/labels?id=1&id=99&id=2"));
    expect(labels.map(({ id }) => id)).toEqual([1, 2]);
    const mesh = await (await ask("api/runs/run/samples/0/meshes/1")).arrayBuffer();
    const [vertices, triangles] = new Uint32Array(mesh, 0, 2);
    expect(mesh.byteLength).toBe(8 + 12 * vertices! + 12 * triangles!);
  });
  test("finds the sample of an exported picture by its bytes", async () => {
    const { ask } = await studioOf(made);
    expect(await json(ask("api/runs/run/find", { method: "POST", body: new Uint8Array(readFileSync(file(made, "00000004.image.png"))) }))).toEqual({ id: 4 });
    expect((await ask("api/runs/run/find", { method: "POST", body: "other" })).status).toBe(404);
  });
});

describe("what was said about samples", () => {
  const score = (root: string, id: string) => ({ id, imageSha256: sha256Of(file(root, `${id}.image.png`)), signals: {}, score: 0.9, verdict: "accepted" as const, reasons: [] });
  test("a person's decision outweighs the verdict, survives in a sidecar and can be taken back", async () => {
    const root = copy();
    await writeScores(root, [score(root, "00000000"), score(root, "00000001")]);
    const studio = await studioOf(root, { write: true });
    const record = readFileSync(file(root, "00000000.json"), "utf8");
    const decide = (verdict: string | null) => studio.ask("api/runs/run/decisions", { method: "PUT", body: JSON.stringify([{ id: 0, imageSha256: score(root, "00000000").imageSha256, verdict, note: "two cars" }]) });
    const ids = async (query: string) => (await json<SamplePage>(studio.ask(`api/runs/run/samples?${query}`))).rows.map(({ id }) => id);
    expect(await ids("verdict=accepted")).toEqual([0, 1]);
    expect((await decide("rejected")).status).toBe(200);
    expect(await ids("verdict=accepted")).toEqual([1]);
    expect(await ids("decided=person")).toEqual([0]);
    expect(readFileSync(file(root, "00000000.json"), "utf8")).toBe(record);
    expect(JSON.parse(readFileSync(join(root, "verify/overrides.jsonl"), "utf8"))).toMatchObject({ id: "00000000", verdict: "rejected", note: "two cars", imageSha256: score(root, "00000000").imageSha256 });
    expect((await decide(null)).status).toBe(200);
    expect(await ids("verdict=accepted")).toEqual([0, 1]);
  });
  test("verdicts of another image are stale, and no decision is taken on an image that has changed", async () => {
    const root = copy();
    await writeScores(root, [{ ...score(root, "00000002"), imageSha256: "0".repeat(64) }]);
    const { ask } = await studioOf(root, { write: true });
    expect((await json<SampleDetails>(ask("api/runs/run/samples/2"))).judgementIsStale).toBe(true);
    const answer = await ask("api/runs/run/decisions", { method: "PUT", body: JSON.stringify([{ id: 2, imageSha256: "0".repeat(64), verdict: "accepted", note: null }]) });
    expect(await answer.json()).toMatchObject({ code: "E_RUN_CHANGED" });
  });
  test.each(["[]", "{", '[{"id":-1}]', '[{"id":0,"imageSha256":"x","verdict":"accepted","note":null}]', '[{"id":0,"verdict":"perhaps"}]'])("%s is no decision", async (body) => {
    const { ask } = await studioOf(copy(), { write: true });
    expect((await ask("api/runs/run/decisions", { method: "PUT", body })).status).toBe(400);
  });
});

describe("a run that is not as it should be", () => {
  test("still being written: samples come, go and change, and the pages are told", async () => {
    const root = copy();
    const studio = await studioOf(root);
    const total = async () => (await json<SamplePage>(studio.ask("api/runs/run/samples"))).total;
    expect(await total()).toBe(6);
    rmSync(file(root, "00000005.json"));
    await studio.studio.workspace.refresh();
    expect(await total()).toBe(5);
    cpSync(file(made, "00000005.json"), file(root, "00000005.json"));
    await studio.studio.workspace.refresh();
    expect(await total()).toBe(6);
    expect(studio.told.filter(({ type }) => type === "run-changed").length).toBeGreaterThanOrEqual(2);
  });
  test("half-deleted: missing pictures and records are said, the rest is shown", async () => {
    const root = copy();
    rmSync(file(root, "00000001.image.png"));
    rmSync(join(root, "run.json"));
    writeFileSync(file(root, "00000002.json"), "{ broken");
    const { ask } = await studioOf(root);
    expect((await ask("api/runs/run/samples/1/pictures/image?side=128")).status).toBe(404);
    expect((await ask("api/runs/run/samples/1")).status).toBe(200);
    const summary = await json<RunSummary>(ask("api/runs/run"));
    expect(summary).toMatchObject({ samples: 5, problemCount: 1, problems: [{ id: "00000002" }], planned: null });
  });
  test("of a newer schema: it says so, and does not fail", async () => {
    const root = copy();
    writeFileSync(file(root, "00000003.json"), readFileSync(file(root, "00000003.json"), "utf8").replace(/"schemaVersion":\s*1/, '"schemaVersion":2'));
    writeFileSync(join(root, "run.json"), readFileSync(join(root, "run.json"), "utf8").replace(/"formatVersion":\s*1/, '"formatVersion": 99'));
    const { ask } = await studioOf(root);
    const summary = await json<RunSummary>(ask("api/runs/run"));
    expect(summary.samples).toBe(5);
    expect(summary.problems.map(({ id }) => id).sort()).toEqual(["00000003", "run.json"]);
  });
  test("records that lie about their own values leave the others", async () => {
    const root = copy();
    writeFileSync(file(root, "00000003.json"), JSON.stringify({ schemaVersion: 1, index: 3, objects: 7 }));
    const { ask } = await studioOf(root);
    expect(await json<RunSummary>(ask("api/runs/run"))).toMatchObject({ samples: 5, problemCount: 1 });
    expect((await ask("api/runs/run/samples/3")).status).toBe(400);
  });
  test("broken sidecars are told of", async () => {
    const root = copy();
    mkdirSync(join(root, "verify"), { recursive: true });
    writeFileSync(join(root, "verify/scores.jsonl"), "nothing\n");
    writeFileSync(join(root, "verify/overrides.jsonl"), '{"id":"../x"}\n');
    const { ask } = await studioOf(root);
    expect((await json<RunSummary>(ask("api/runs/run"))).problems.map(({ id }) => id)).toEqual(["verify/scores.jsonl", "verify/overrides.jsonl"]);
  });
});

describe("nothing outside the open folders", () => {
  test.each(["api/runs/..", "api/runs/%2e%2e/samples", "api/runs/..%2f..%2fetc", "api/runs/run%2f..%2f..", "api/runs/nothing"])("%s", async (path) => {
    const studio = await smallStudio([join(made, "..")]);
    expect((await studio.ask(path)).status).toBe(404);
  });
  test("names that a record gives are names of samples' files only", async () => {
    const root = copy();
    writeFileSync(join(root, "..", "secret.png"), "secret");
    const record = JSON.parse(readFileSync(file(root, "00000000.json"), "utf8")) as { files: Record<string, { name: string }> };
    record.files["image"]!.name = "../../secret.png";
    record.files["__proto__x"] = { name: "/etc/passwd", sha256: "0".repeat(64) } as never;
    writeFileSync(file(root, "00000000.json"), JSON.stringify(record));
    const { ask } = await studioOf(root);
    expect((await ask("api/runs/run/samples/0/pictures/image")).status).toBe(400);
    expect((await ask("api/runs/run/samples/0/pictures/__proto__x")).status).toBe(400);
    expect((await ask("api/runs/run/samples/0/pictures/__proto__")).status).toBe(404);
  });
  test("links that lead out of the run lead nowhere", async () => {
    const root = copy();
    const outside = join(temporaryFolder(), "outside.png");
    renameSync(file(root, "00000000.image.png"), outside);
    symlinkSync(outside, file(root, "00000000.image.png"));
    symlinkSync(join(made, "shard-00000"), join(root, "shard-00001"));
    const { ask } = await studioOf(root);
    expect((await ask("api/runs/run/samples/0/pictures/image")).status).toBe(404);
    expect((await json<SamplePage>(ask("api/runs/run/samples"))).total).toBe(6);
  });
});

test("the index is a cache: a second studio reads it, a broken one is made again", async () => {
  const cache = join(temporaryFolder(), "cache");
  const root = copy();
  // Shards that were just written are not trusted to stand still.
  await new Promise((wait) => setTimeout(wait, 2100));
  const total = async () => (await json<SamplePage>((await studioOf(root, { cache })).ask("api/runs/run/samples"))).total;
  expect(await total()).toBe(6);
  const shard = join(cache, createHash("sha256").update(root).digest("hex").slice(0, 24), "shard-0.json");
  const text = readFileSync(shard, "utf8");
  writeFileSync(shard, text.replace('"car"', '"truck"'));
  expect((await json<SamplePage>((await studioOf(root, { cache })).ask("api/runs/run/samples?category=truck"))).total).toBe(1);
  writeFileSync(shard, text.slice(0, 200));
  expect(await total()).toBe(6);
});
