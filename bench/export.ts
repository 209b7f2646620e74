/**
 * Exports of synthetic runs: COCO of N and N/10 records (time, peak memory, linear), WebDataset of at most 1000 samples with images of 400 kB (MB/s),
 * Parquet of these and of three times as many (MB/s, peak memory).
 * Records are copies of rendered ones of 512 × 512, under other numbers; images have random bytes.
 * Usage: node bench/run.mjs export [N = 100000]
 */
import { createHash, randomFillSync } from "node:crypto";
import { linkSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportRun } from "../src/engine/export-run.js";
import { generate } from "../src/engine/generate.js";
import { sampleId, shardName } from "../src/dataset/sample-id.js";
import type { SampleRecord } from "../src/sample/record.js";
import { parseRecipe } from "../src/recipe/read.js";
import { familyBytes } from "./common/process-memory.js";
import { conclude } from "./common/statistics.js";

const count = Number(process.argv[2] ?? 100_000);
/** A file can have this many names on common file systems, and then some. */
const MOST_NAMES = 20_000;
const SHARD = 1000;
const folder = mkdtempSync(join(tmpdir(), "dst3d-bench-export-"));

const templates = join(folder, "templates");
const recipe = parseRecipe({ name: "templates", seed: 1, count: 12, shapes: [{ builtin: ["car", "chair", "aeroplane"] }], environments: [{ builtin: ["studio"] }], outputs: ["image", "depth"] });
await generate({ recipe, recipeFolder: folder, out: templates });
const records = Array.from({ length: 12 }, (_, index) => JSON.parse(readFileSync(join(templates, shardName(0), `${sampleId(index)}.json`), "utf8")) as SampleRecord);
const depths = records.map(({ id }) => readFileSync(join(templates, shardName(0), `${id}.depth.png`)));

/** A run of copies; images and depths are names of a few files. */
function syntheticRun(name: string, samples: number, imageBytes: number): string {
  const root = join(folder, name);
  const image = Buffer.alloc(imageBytes);
  randomFillSync(image);
  image.set([0x89, 0x50, 0x4e, 0x47]);
  const sha256 = createHash("sha256").update(image).digest("hex");
  const source = (kind: string, which: number, bytes: Uint8Array): string => {
    const path = join(folder, `${name}-${kind}-${which}`);
    if (statSync(path, { throwIfNoEntry: false }) === undefined) writeFileSync(path, bytes);
    return path;
  };
  for (let index = 0; index < samples; index++) {
    const shard = join(root, shardName(Math.floor(index / SHARD)));
    if (index % SHARD === 0) mkdirSync(shard, { recursive: true });
    const id = sampleId(index);
    const template = records[index % records.length]!;
    const files = { image: { name: `${id}.image.png`, sha256 }, depth: { name: `${id}.depth.png`, sha256: template.files["depth"]!.sha256 } };
    writeFileSync(join(shard, `${id}.json`), JSON.stringify({ ...template, id, index, scene: index, files }));
    const batch = Math.floor(index / MOST_NAMES);
    linkSync(source("image", batch, image), join(shard, files.image.name));
    linkSync(source("depth", batch * records.length + (index % records.length), depths[index % records.length]!), join(shard, files.depth.name));
  }
  return root;
}

async function timed(run: string, format: string): Promise<{ seconds: number; peakBytes: number; bytes: number }> {
  const out = join(folder, `${format}-out`);
  let peakBytes = 0;
  const timer = setInterval(() => (peakBytes = Math.max(peakBytes, familyBytes())), 50);
  const start = performance.now();
  const { folder: written } = await exportRun({ folder: run, format, out });
  const seconds = (performance.now() - start) / 1000;
  clearInterval(timer);
  const bytes = readdirSync(written, { recursive: true, encoding: "utf8" }).filter((name) => /\.(tar|parquet)$/.test(name)).reduce((sum, name) => sum + statSync(join(written, name)).size, 0);
  rmSync(out, { recursive: true });
  return { seconds, peakBytes, bytes };
}

try {
  const small = await timed(syntheticRun("tenth", count / 10, 1000), "coco");
  const large = await timed(syntheticRun("whole", count, 1000), "coco");
  const mebi = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);
  console.log(`coco  ${count / 10} records ${small.seconds.toFixed(1)} s, ${mebi(small.peakBytes)} MB  ·  ${count} records ${large.seconds.toFixed(1)} s, ${mebi(large.peakBytes)} MB`);
  const samples = Math.min(SHARD, Math.ceil(count / 20));
  const pictures = syntheticRun("shards", samples, 400_000);
  const shards = await timed(pictures, "webdataset");
  const rate = shards.bytes / 1e6 / shards.seconds;
  console.log(`webdataset  ${(shards.bytes / 1e6).toFixed(0)} MB in ${shards.seconds.toFixed(2)} s: ${rate.toFixed(0)} MB/s, proof included`);
  const columns = await timed(pictures, "parquet");
  const more = await timed(syntheticRun("columns", 3 * samples, 400_000), "parquet");
  for (const { bytes, seconds, peakBytes } of [columns, more]) console.log(`parquet  ${(bytes / 1e6).toFixed(0)} MB in ${seconds.toFixed(2)} s: ${(bytes / 1e6 / seconds).toFixed(0)} MB/s, proof included, ${mebi(peakBytes)} MB of memory`);
  conclude([
    { what: `COCO: ${count} records at 100,000 in 60 s (${((large.seconds / count) * 1e5).toFixed(0)} s)`, holds: (large.seconds / count) * 1e5 <= 60 },
    { what: `COCO: at most 400 MB (${mebi(large.peakBytes)} MB)`, holds: large.peakBytes <= 400 * 2 ** 20 },
    { what: `COCO: linear: ten times the records take at most 12 times as long (${(large.seconds / small.seconds).toFixed(1)})`, holds: large.seconds <= 12 * small.seconds },
    { what: `Parquet: three times the samples take at most 100 MB more (${mebi(more.peakBytes - columns.peakBytes)} MB)`, holds: more.peakBytes - columns.peakBytes <= 100 * 2 ** 20 },
    { what: `WebDataset: at least 300 MB/s (${rate.toFixed(0)})`, holds: rate >= 300 },
  ]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
