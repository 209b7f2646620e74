/**
 * Graphs as ONNX Runtime has optimised them, kept on disk: opening one again takes a tenth of the time and half of the
 * private memory, and gives the same bits. A folder of its own for each; all may be deleted at any time.
 */
import { readFileSync } from "node:fs";
import { open, readdir, rename, rm, stat } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { DatasetError } from "../../core/errors.js";
import { PARTIAL, partialName } from "../../storage/file-system.js";
import { makeFolder } from "../../storage/make-folder.js";
import { sha256Hex } from "../../storage/sha256.js";
import { createSession, ONNX_RUNTIME_VERSION, type Session, type SessionOptions } from "./onnx-runtime.js";
import type { EncodedGraph } from "./open-graph.js";

const GRAPH = "graph.onnx";

/**
 * Opens a graph from the cache, or optimises it and keeps the result. Where nothing can be kept (no space, no right to
 * write) the graph runs all the same.
 * @param folder the cache; created when it is missing
 * @param files the files that hold the graph's constants
 */
export async function openSavedGraph(encoded: EncodedGraph, files: readonly string[], folder: string, options: SessionOptions): Promise<Session> {
  const place = join(folder, await graphKey(encoded, files, options));
  const saved = await openSaved(place, options);
  if (saved !== null) return saved;
  const unfinished = partialName(place);
  try {
    await makeFolder(unfinished);
  } catch {
    return createSession(encoded.bytes, { ...options, weightsFolder: encoded.weightsFolder });
  }
  try {
    const session = await createSession(encoded.bytes, { ...options, weightsFolder: encoded.weightsFolder, saveOptimized: join(unfinished, GRAPH) });
    for (const name of await readdir(unfinished)) await toDisk(join(unfinished, name));
    // Another process may have been faster; then theirs stays.
    await rename(unfinished, place).catch(() => rm(unfinished, { recursive: true, force: true }));
    // What was optimised just now lies in private memory, constants before and after; the kept graph's are read from the file.
    const again = await openSaved(place, options);
    if (again !== null) await session.release();
    return again ?? session;
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (DatasetError.isInstance(error) && error.code === "E_DEPENDENCY") throw error;
    return createSession(encoded.bytes, { ...options, weightsFolder: encoded.weightsFolder });
  }
}

/** A power cut must not leave an entry of zeros under a name that promises a whole one. */
async function toDisk(file: string): Promise<void> {
  const handle = await open(file, "r+");
  await handle.sync();
  await handle.close();
}

/** A kept graph; null when there is none, or none that still opens. */
async function openSaved(place: string, options: SessionOptions): Promise<Session | null> {
  const file = join(place, GRAPH);
  if ((await stat(file).catch(() => null)) === null) return null;
  try {
    return await createSession(file, { ...options, optimization: "disabled" });
  } catch (error) {
    if (DatasetError.isInstance(error) && error.code === "E_DEPENDENCY") throw error;
    await rm(place, { recursive: true, force: true });
    return null;
  }
}

/** Two graphs with the same key are the same, from the same weights, optimised for the same machine. */
async function graphKey({ bytes, weightsFolder }: EncodedGraph, files: readonly string[], { device = "cpu", optimization = "all" }: SessionOptions): Promise<string> {
  const weights = await Promise.all(files.map(async (file) => {
    const { size, mtimeMs } = await stat(file);
    return [file, size, mtimeMs];
  }));
  const key = JSON.stringify({ graph: sha256Hex(bytes), weightsFolder, weights, version: ONNX_RUNTIME_VERSION, device, optimization, processor: processor() });
  return sha256Hex(key).slice(0, 32);
}

/** The kind of processor with its instruction sets, for which ONNX Runtime lays out constants. */
function processor(): string {
  let flags = "";
  try {
    flags = /^(?:flags|Features)\s*:.*$/m.exec(readFileSync("/proc/cpuinfo", "utf8"))?.[0] ?? "";
  } catch {
    // Other systems do not list them; the model says enough there.
  }
  return `${process.platform} ${process.arch} ${cpus()[0]?.model ?? ""} ${flags}`;
}

/** How much the cache holds. */
export interface SavedGraphs {
  graphs: number;
  bytes: number;
}

/** Counts what is in the cache; a missing folder is empty. */
export async function measureSavedGraphs(folder: string): Promise<SavedGraphs> {
  const names = await readdir(folder).catch((): string[] => []);
  let bytes = 0;
  for (const name of names) {
    for (const file of await readdir(join(folder, name)).catch((): string[] => [])) bytes += (await stat(join(folder, name, file)).catch(() => null))?.size ?? 0;
  }
  return { graphs: names.filter((name) => !name.endsWith(PARTIAL)).length, bytes };
}

/** Empties the cache; graphs in use stay in memory. */
export async function removeSavedGraphs(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}
