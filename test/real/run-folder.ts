/** Looks into a run folder: its records, and its pictures by what they show rather than by their bytes. */
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { decodeImage, decodePng16 } from "../../src/codecs/image.js";
import { recordSchema, type SampleRecord } from "../../src/sample/record.js";

function sampleFiles(run: string): string[] {
  return readdirSync(run, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => /^shard-\d+\/\d+\./.test(file))
    .sort();
}

/** All records, in the order of their samples. */
export function readRecords(run: string): SampleRecord[] {
  return sampleFiles(run)
    .filter((file) => file.endsWith(".json"))
    .map((file) => recordSchema.parse(JSON.parse(readFileSync(join(run, file), "utf8"))));
}

/** A hash per file of all samples: of the pixels of pictures, of the bytes of everything else. */
export async function contentHashes(run: string): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const file of sampleFiles(run)) {
    const bytes = readFileSync(join(run, file));
    hashes[file] = createHash("sha256").update(file.endsWith(".png") ? await pixels(bytes) : bytes).digest("hex");
  }
  return hashes;
}

async function pixels(png: Uint8Array): Promise<Uint8Array> {
  const isDeep = png[24] === 16;
  const { width, height, data } = isDeep ? await decodePng16(png) : await decodeImage(png);
  return Buffer.concat([Buffer.from(`${width}x${height} `), new Uint8Array(data.buffer, data.byteOffset, data.byteLength)]);
}
