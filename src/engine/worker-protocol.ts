/** What the main thread and a worker say to each other. */
import type { SerializedError } from "../core/errors.js";
import type { AssetHashes } from "../pipeline/stage-hashes.js";
import type { Recipe } from "../recipe/schema.js";

/** What a worker is started with. */
export interface WorkerTask {
  recipe: Recipe;
  folder: string;
  out: string;
  assets: AssetHashes;
  /** True: the worker writes finished samples itself; false: it hands their files over (tar has one writer). */
  writes: boolean;
}

/** Main thread → worker: make this sample after those of its line, give up what takes long, or finish. */
export type WorkerOrder = { make: number; line: number } | { giveUp: true } | { finish: true };

/** Worker → main thread. */
export type WorkerReport =
  | { type: "ready"; lines: number }
  | { type: "warning"; message: string }
  | { type: "note"; message: string }
  | { type: "progress"; index: number; share: number }
  | { type: "given-up"; index: number }
  | { type: "done"; index: number; seconds: number; stageSeconds: Record<string, number>; sample: HandedSample | null }
  | { type: "failed"; index: number; error: SerializedError }
  | { type: "broken"; error: SerializedError };

/** A finished sample on its way to the writer. */
export interface HandedSample {
  index: number;
  files: { extension: string; bytes: Uint8Array }[];
  record: string;
  /** The sample of the same view whose files it shares; null when it has all of its own. */
  filesOf: number | null;
}

/** The samples of the next view that are to be made, in order; null when there are none left. */
export type NextView = () => readonly number[] | null;

/** What a pool tells about the samples it was given. */
export interface PoolListener {
  started(index: number): void;
  /** `sample` is null where the worker has stored it itself. */
  done(index: number, seconds: number, stageSeconds: Record<string, number>, sample: HandedSample | null): Promise<void>;
  failed(index: number, error: SerializedError): Promise<void>;
  progress(index: number, share: number): void;
  warn(message: string): void;
  note(message: string): void;
}
