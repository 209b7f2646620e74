import { mkdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readTrainings } from "../../../src/verify/report/read-trainings.js";
import { temporaryFolder } from "../../temporary-folder.js";

async function training(folder: string, content: string, seconds: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "loss.json"), content);
  await utimes(join(folder, "loss.json"), seconds, seconds);
}

test("the last training of each signal is told, with its options; what has none or is damaged is left out", async () => {
  const work = temporaryFolder();
  await training(join(work, "kcf", "kcf-old"), '{"fold-0":[9]}', 1000);
  await training(join(work, "kcf", "kcf-new"), '{"fold-1":[3,1],"fold-0":[2,1.5]}', 2000);
  await training(join(work, "match", "match-1"), "{", 1000);
  await mkdir(join(work, "edges"));
  const options = { folds: 5, epochs: 30, size: 64, variant: "corrected", network: null };
  expect(await readTrainings(work, [{ name: "edges", options: {} }, { name: "kcf", options }, { name: "match", options }, { name: "class", options: null }])).toEqual([
    { name: "kcf", note: "2 networks, 2 epochs, folds 5, size 64, variant corrected", losses: [{ name: "fold-0", values: [2, 1.5] }, { name: "fold-1", values: [3, 1] }] },
  ]);
});
