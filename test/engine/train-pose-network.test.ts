/** A pose network from a run, by the library and by the command. */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { trainPoseNetworkOfRun } from "../../src/engine/train-pose-network.js";
import type { SampleRecord } from "../../src/sample/record.js";
import { readPoseNetwork } from "../../src/verify/pose-network/network-file.js";
import { writeScores } from "../../src/verify/score-file.js";
import { call, fakeTerminal } from "../cli/fake-terminal.js";
import { smallRun } from "../interchange/small-run.js";
import { temporaryFolder } from "../temporary-folder.js";

const TINY = { "verify.kcf.size": "16", "verify.kcf.epochs": "1", "verify.kcf.widths": "4,8", "verify.kcf.batch": "8", "verify.kcf.folds": "3" };

let run: string;
beforeAll(async () => {
  run = await smallRun({ count: 12, shapes: [{ builtin: ["car"] }], camera: { width: 32, height: 32 }, outputs: ["image"] });
}, 120_000);

function copied(): string {
  const copy = join(temporaryFolder(), "copy");
  cpSync(run, copy, { recursive: true });
  return copy;
}

it("learns from the run's labels; the same call finds its work done and gives the same file", async () => {
  const folder = copied();
  const out = join(temporaryFolder(), "networks", "pose.safetensors");
  const { form } = await trainPoseNetworkOfRun({ folder, out, overrides: TINY });
  expect(form).toMatchObject({ categories: ["car"], layout: { size: 16, border: 1 }, network: { widths: [4, 8] }, learnt: { run: "small", arms: ["bg3d"], pictures: 8, shapes: 8, epochs: 1 }, heldOut: { aroundBox: { pictures: 4 }, wholePicture: { pictures: 4 } } });
  expect((await readPoseNetwork(out)).form).toEqual(form);
  const first = readFileSync(out);
  const steps: string[] = [];
  await trainPoseNetworkOfRun({ folder, out, overrides: TINY, onEvent: (event) => event.type === "step-progress" && event.step === "pose network" && steps.push(`${event.done}/${event.total}`) });
  expect(steps).toEqual(["1/1"]);
  expect(readFileSync(out)).toEqual(first);
});

it("a run without recipe is learnt from with the same options", async () => {
  const folder = copied();
  rmSync(join(folder, "recipe.yaml"));
  const { form } = await trainPoseNetworkOfRun({ folder, out: join(temporaryFolder(), "pose.safetensors"), overrides: TINY });
  expect(form).toMatchObject({ layout: { size: 16 }, learnt: { epochs: 1 } });
});

it("learns nothing from what is wrong on purpose, nor, where that is asked for, from what is not accepted", async () => {
  const folder = copied();
  const out = join(temporaryFolder(), "pose.safetensors");
  const records = Array.from({ length: 12 }, (_, index) => join(folder, "shard-00000", `${String(index).padStart(8, "0")}.json`));
  const recordOf = (index: number) => JSON.parse(readFileSync(records[index]!, "utf8")) as SampleRecord;
  writeFileSync(records[3]!, JSON.stringify({ ...recordOf(3), planted: { kind: "azimuth", amount: 90 } }));
  const notes: string[] = [];
  const train = (accepted: boolean) => trainPoseNetworkOfRun({ folder, out, overrides: TINY, accepted, onEvent: (event) => event.type === "note" && notes.push(event.message) });
  await expect(train(true)).rejects.toMatchObject({ code: "E_OPTION", message: expect.stringContaining("was never verified") as string });
  const learntFrom = ({ form: { learnt, heldOut } }: Awaited<ReturnType<typeof train>>) => learnt.pictures + heldOut.aroundBox.pictures;
  expect(learntFrom(await train(false))).toBe(11);
  await writeScores(folder, records.map((_, index) => ({ id: recordOf(index).id, imageSha256: recordOf(index).files["image"]!.sha256, signals: {}, score: 0.9, verdict: index === 5 ? "rejected" : "accepted", reasons: [] })));
  expect(learntFrom(await train(true))).toBe(10);
  expect(notes).toEqual(expect.arrayContaining(["1 images are wrong on purpose and teach nothing", "1 images are not accepted"]));
});

it("as a command: its error by category, the next command, and JSON", async () => {
  const folder = copied();
  const flags = Object.entries(TINY).flatMap(([name, value]) => [`--${name}`, value]);
  const verify = (...args: string[]) => call(["verify", ...args], { library: { trainPoseNetworkOfRun }, terminal: fakeTerminal({ folder }) });
  const { code, out } = await verify("pose-network", folder, "--out", "pose.safetensors", "--processes", "1", ...flags);
  expect(code).toBe(0);
  expect(out).toMatch(/Its own error[\s\S]*car +4 +4[\s\S]*all +4 +4[\s\S]*all, shown as whole pictures +4 +4[\s\S]*learnt from 8 pictures of 8 shapes in 1 epochs[\s\S]*evaluate viewpoints FOLDER --predicted pose\.safetensors/);
  expect(existsSync(join(folder, "pose.safetensors"))).toBe(true);
  const told = await verify("pose-network", folder, "--out", "pose.safetensors", "--processes", "1", "--json", ...flags);
  expect(JSON.parse(told.out.trim().split("\n").at(-1)!)).toMatchObject({ type: "pose-network", heldOut: { aroundBox: { pictures: 4 } }, learnt: { pictures: 8 } });
});

it("what is wrong with the call is said", async () => {
  const verify = (...args: string[]) => call(["verify", ...args], { library: { trainPoseNetworkOfRun }, terminal: fakeTerminal({ folder: run }) });
  expect(await verify("pose-network", run)).toMatchObject({ code: 2, err: expect.stringContaining("needs --out") as string });
  expect((await verify("pose-network", run, "--out", "a", "--signals", "edges")).err).toContain("verify pose-network knows no --signals");
  expect((await verify(run, "--out", "a")).err).toContain("--out goes with verify pose-network");
  expect((await verify(run, "--accepted")).err).toContain("--accepted goes with verify pose-network");
  expect((await verify("pose-network", run, "--out", "a", "--camera.width", "64")).err).toContain("--camera.width has no effect");
  expect((await verify("pose-network", join(run, "none"), "--out", "a")).err).toContain("holds no dataset");
  expect((await verify("pose-network", run, "--out", "a", "--verify.kcf.variant", "faithful")).err).toContain("trained as the corrected variant");
});

it("Ctrl+C ends with its exit code; a file that cannot be written is refused before anything is trained", async () => {
  const stop = new AbortController();
  const { code, out } = await call(["verify", "pose-network", run, "--out", "a"], { signal: stop.signal, terminal: fakeTerminal(), library: { trainPoseNetworkOfRun: () => {
    stop.abort();
    return Promise.reject(new Error("stopped"));
  } } });
  expect({ code, out }).toEqual({ code: 130, out: expect.stringContaining("the same command goes on") as string });
  const folder = temporaryFolder();
  writeFileSync(join(folder, "file"), "");
  mkdirSync(join(folder, "taken"));
  await expect(trainPoseNetworkOfRun({ folder: run, out: join(folder, "file", "pose.safetensors"), overrides: TINY })).rejects.toMatchObject({ code: "E_STORAGE" });
  await expect(trainPoseNetworkOfRun({ folder: run, out: join(folder, "taken"), overrides: TINY })).rejects.toMatchObject({ code: "E_OPTION", message: expect.stringContaining("is a folder") as string });
});
