import { access, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ExportFormatEntry, Job } from "../../../src/studio/jobs/job.js";
import { type Answered, workbenchStudio, type WorkbenchStudio } from "../workbench-studio.js";

/** Stands for the program: writes down how it was called, and does what the run's name says. */
const PROGRAM = `
const { text } = require("node:stream/consumers");
const { writeFileSync } = require("node:fs");
const tell = (event) => console.log(JSON.stringify(event));
const args = process.argv.slice(1);
text(process.stdin).then((input) => {
  writeFileSync("called.json", JSON.stringify({ args, input, folder: process.cwd() }));
  const name = args.find((arg) => arg.includes("runs/")) ?? "";
  if (name.endsWith("locked")) {
    tell({ type: "error", error: { code: "E_RUN_LOCKED", message: "is being written by process 3", hint: "Wait for it.", subject: null } });
    process.exit(2);
  }
  if (name.endsWith("dies")) { console.error("out of memory"); process.exit(134); }
  if (args[0] === "export") { tell({ type: "exported", folder: "x", format: "coco", samples: { train: 2 }, leftOut: {}, proof: [], loses: null }); return; }
  console.log("no event");
  tell({ type: "run-start", name: "x", folder: "x", total: 1000, done: 0, shapes: 1, generator: "render", seed: 0, workers: 1 });
  let index = 0;
  const timer = setInterval(() => tell({ type: "sample-end", index: index++, seconds: 0.01, stageSeconds: {} }), 5);
  process.on("SIGINT", () => { clearInterval(timer); tell({ type: "run-end", done: index, failed: 0, total: 1000, seconds: 1, interrupted: true }); process.exitCode = 130; });
});`;

const RECIPE = "name: cars\ncount: 8\nshapes:\n  - builtin: [car] # a comment\n";

interface Refused {
  code: string;
  message: string;
  hint: string | null;
}

let studio: WorkbenchStudio;
beforeEach(async () => {
  studio = await workbenchStudio({ program: [process.execPath, "-e", PROGRAM] });
});
afterEach(() => studio.jobs.close());

const generate = <T = Job>(run: string, more: object = {}): Promise<Answered<T>> => studio.ask("POST", "jobs", { kind: "generate", run, recipe: { text: RECIPE, run: null }, goOn: false, update: false, verify: false, ...more });
const exportOrder = (more: object = {}): object => ({ kind: "export", run: "cars", format: "coco", name: "cars-coco", which: "all", split: [1], splitBy: "shape", sizes: {}, task: "detect", segmentation: "rle", ...more });
const called = async (): Promise<{ args: string[]; input: string; folder: string }> => JSON.parse(await readFile(join(studio.folder, "called.json"), "utf8")) as never;

async function untilJob(id: number, fits: (job: Job) => boolean): Promise<Job> {
  for (;;) {
    const job = studio.jobs.get(id);
    if (fits(job)) return job;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const ended = ({ status }: Job): boolean => status !== "running" && status !== "stopping";

async function run(name: string): Promise<string> {
  const root = join(studio.folder, "runs", name);
  await mkdir(join(root, "shard-00000"), { recursive: true });
  await writeFile(join(root, "recipe.yaml"), RECIPE);
  return root;
}

describe("making a run", () => {
  test("hands the recipe to the program, tells how far it is, pauses and goes on", async () => {
    const { status, body } = await generate("cars", { verify: true });
    expect([status, body.status, body.kind]).toEqual([201, "running", "generate"]);
    const going = await untilJob(body.id, ({ done }) => done > 3);
    expect(going).toMatchObject({ total: 1000, run: "cars" });
    expect(await called()).toEqual({ args: ["generate", "-", "--out", join(studio.folder, "runs", "cars"), "--json", "--verify"], input: RECIPE, folder: studio.folder });
    const stopping = await studio.ask<Job>("POST", `jobs/${body.id}/stop`);
    expect(stopping.body.status).toBe("stopping");
    expect((await untilJob(body.id, ended)).status).toBe("stopped");
    await run("cars");
    const again = await generate("cars", { goOn: true, recipe: null });
    expect(again.status).toBe(201);
    await untilJob(again.body.id, ({ done }) => done > 0);
    expect((await studio.ask<Job[]>("GET", "jobs")).body.map(({ id }) => id)).toEqual([again.body.id, body.id]);
    const told = studio.events.filter((event) => event.type === "job").map(({ job }) => job.status);
    expect(told[0]).toBe("running");
    expect(told).toContain("stopping");
    expect(told).toContain("stopped");
  });

  test("a run's own recipe starts from the run's folder", async () => {
    const root = await run("cars");
    const { body } = await generate("cars", { goOn: true, recipe: null, update: true });
    await untilJob(body.id, ({ done }) => done > 0);
    const { args, folder } = JSON.parse(await readFile(join(root, "called.json"), "utf8")) as Awaited<ReturnType<typeof called>>;
    expect(folder).toBe(root);
    expect(args).toContain("--update");
  });

  test.each(["", "..", ".hidden", "a/b", "../out", "a\\b", "-rf", "a b", "x".repeat(101)])("refuses to call one %j", async (name) => {
    const { status } = await generate(name);
    expect([400, 404]).toContain(status);
    expect(studio.jobs.list()).toEqual([]);
  });

  test("refuses a name that is taken, by a run or by a link", async () => {
    await run("cars");
    await symlink("/tmp", join(studio.folder, "runs", "link"));
    for (const name of ["cars", "link"]) {
      const { status, body } = await generate<Refused>(name);
      expect(status).toBe(400);
      expect(body.message).toContain("already");
    }
  });

  test("refuses a recipe with problems, and to go on with what is not there", async () => {
    const wrong = await generate<Refused>("cars", { recipe: { text: "name: x\n", run: null } });
    expect(wrong.body.code).toBe("E_RECIPE");
    expect((await generate("nothing", { goOn: true })).status).toBe(404);
    await expect(access(join(studio.folder, "runs", "cars"))).rejects.toThrow("ENOENT");
  });

  test("two jobs on one run are refused, two runs are not", async () => {
    await generate("cars");
    await run("cars");
    const second = await generate<Refused>("cars", { goOn: true });
    expect([second.status, second.body.code]).toEqual([409, "E_RUN_LOCKED"]);
    expect((await generate("others")).status).toBe(201);
  });

  test("the lock of another studio is told as such, with its hint", async () => {
    const { body } = await generate("locked");
    expect(await untilJob(body.id, ended)).toMatchObject({ status: "failed", error: { code: "E_RUN_LOCKED", hint: "Wait for it." } });
  });

  test("a process that dies is told of, with its last words", async () => {
    const { body } = await generate("dies");
    const job = await untilJob(body.id, ended);
    expect(job.error?.message).toContain("out of memory");
  });

  test("a studio that closes lets its children finish", async () => {
    const { body } = await generate("cars");
    await untilJob(body.id, ({ done }) => done > 0);
    await studio.jobs.close();
    expect(studio.jobs.get(body.id).status).toBe("stopped");
  });

  test.each([{}, { kind: "delete", run: "cars" }, { kind: "generate", run: "cars" }, { kind: "verify", run: "cars", more: 1 }])("%j is no job", async (order) => {
    expect((await studio.ask("POST", "jobs", order)).status).toBe(400);
  });

  test("without a program nothing is started", async () => {
    const bare = await workbenchStudio();
    const { body } = await bare.ask<Refused>("POST", "jobs", { kind: "generate", run: "cars", recipe: { text: RECIPE, run: null }, goOn: false, update: false, verify: false });
    expect(body.code).toBe("E_WORKER");
  });
});

test("a run is verified", async () => {
  const root = await run("cars");
  const { body } = await studio.ask<Job>("POST", "jobs", { kind: "verify", run: "cars" });
  await untilJob(body.id, ({ done }) => done > 0);
  expect((await called()).args).toEqual(["verify", root, "--json"]);
});

describe("exporting", () => {
  test("goes into exports, with what was chosen", async () => {
    const root = await run("cars");
    const { body } = await studio.ask<Job>("POST", "jobs", exportOrder({ which: "accepted", split: [0.9, 0.1], sizes: { car: 4.5 } }));
    const job = await untilJob(body.id, ended);
    expect(job).toMatchObject({ status: "done", exported: { samples: { train: 2 } } });
    expect((await called()).args).toEqual(["export", root, "--format", "coco", "--out", join(studio.folder, "exports", "cars-coco"), "--json", "--accepted", "--split", "0.9,0.1", "--by", "shape", "--size", "car=4.5", "--segmentation", "rle"]);
  });

  test.each([
    [{ name: "../out" }, "cannot be"], [{ name: "/tmp/x" }, "cannot be"], [{ name: ".x" }, "cannot be"], [{ format: "cocoa" }, "cocoa"],
    [{ split: [0.5, 0.6] }, "add up"], [{ sizes: { "a,b=3": 1 } }, "sizes"], [{ run: "nothing" }, "no run"], [{ run: ".." }, "no run"],
  ])("refuses %j", async (wrong, message) => {
    await run("cars");
    const { status, body } = await studio.ask<Refused>("POST", "jobs", exportOrder(wrong));
    expect([400, 404]).toContain(status);
    expect(body.message).toContain(message);
  });

  test("refuses what is there, and a link that leads elsewhere", async () => {
    await run("cars");
    await mkdir(join(studio.folder, "exports", "cars-coco"), { recursive: true });
    expect((await studio.ask<Refused>("POST", "jobs", exportOrder())).body.message).toContain("there already");
    const other = await workbenchStudio({ program: [process.execPath, "-e", PROGRAM] });
    await mkdir(join(other.folder, "runs", "cars", "shard-00000"), { recursive: true });
    await symlink(studio.folder, join(other.folder, "exports"));
    expect((await other.ask<Refused>("POST", "jobs", exportOrder())).body.message).toContain("leads out");
  });

  test("formats are listed with what they need", async () => {
    const { body } = await studio.ask<ExportFormatEntry[]>("GET", "exports/formats");
    expect(body.find(({ name }) => name === "omni3d")).toMatchObject({ needs: { metres: true } });
  });
});
