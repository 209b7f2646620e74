/** What only the Parquet export has: files of bounded size, and columns for a library. */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { decodeParquet } from "../../src/codecs/parquet.js";
import { parquet } from "../../src/interchange/formats/parquet.js";
import { failures } from "../../src/interchange/proof/proof.js";
import { localFileSystem } from "../../src/storage/file-system.js";
import { recordsOf, smallRun, writeAndProve } from "./small-run.js";

let run: string;

beforeAll(async () => {
  run = await smallRun();
}, 120_000);

async function rowsOf(root: string): Promise<Record<string, unknown>[]> {
  const rows = [];
  for (const name of readdirSync(join(root, "data")).sort()) {
    const file = await localFileSystem.open(join(root, "data", name));
    const shard = await decodeParquet(file, name);
    for (const group of shard.groups.keys()) rows.push(...(await shard.rows(group)));
    await file.close();
  }
  return rows;
}

it("a file is not larger than asked for, and all samples are in order", async () => {
  const most = 0.06;
  const { root } = await writeAndProve(run, parquet, { options: { shardMegabytes: most } });
  const files = readdirSync(join(root, "data")).sort();
  expect(files.length).toBeGreaterThan(1);
  expect(files[1]).toBe("train-00001.parquet");
  // The footer comes on top.
  for (const name of files) expect(statSync(join(root, "data", name)).size).toBeLessThan(most * 1e6 + 8000);
  expect((await rowsOf(root)).map(({ id }) => id)).toEqual((await recordsOf(run)).map(({ id }) => id));
});

it("a sample without label has its class, but no camera, pose or box", async () => {
  const records = (await recordsOf(run)).map((record) => ({ ...record, labelStatus: "none" as const }));
  const { root, proof } = await writeAndProve(run, parquet, { records });
  expect(failures(proof)).toEqual([]);
  for (const row of await rowsOf(root)) expect(row).toMatchObject({ label: expect.any(BigInt), label_status: "none", K: null, poses: [], objects: { bbox: [], categories: [] } });
});
