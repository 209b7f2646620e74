/** Fetches models into the Hugging Face cache: first what, how large and under which licence; then, if told, the files. */
import { stat, statfs } from "node:fs/promises";
import { dirname, join } from "node:path";
import { DatasetError } from "../core/errors.js";
import { bytesBegun, fetchFile, isComplete } from "./fetch-file.js";
import { withCacheLock } from "./cache-lock.js";
import { blobPath, INCOMPLETE, placeInSnapshot, readRevision, repositoryFolder, snapshotFolder, writeRevision } from "./model-cache.js";
import { withoutAliases, type ModelPart, type ModelRole } from "./model-aliases.js";
import type { ModelHub, RemoteModel } from "./model-hub.js";
import { readReference, type RepositoryReference } from "./model-reference.js";
import { layoutOf, neededFiles, type Precision } from "./needed-files.js";
import type { RemoteFile } from "./repository.js";

/** What to fetch and whereto. */
export interface PullModelOptions {
  parts: readonly ModelPart[];
  hub: ModelHub;
  cacheFolder: string;
  /** From which relative paths of parts count. */
  folder: string;
  /** Null: half precision where there is some, unless the cache has full precision already. */
  precision: Precision | null;
  signal: AbortSignal;
  /** Reads what is there again and fetches what is not as the hub describes it. */
  check?: boolean;
  /** Makes a symbolic link; tests give one that cannot. */
  link?: (target: string, path: string) => Promise<void>;
  /** Waits before another attempt; tests do not. */
  pause?: (attempt: number) => Promise<void>;
}

/** A file that a model needs. */
export interface PulledFile {
  path: string;
  bytes: number;
  /** Still to come. */
  bytesToFetch: number;
}

/** A repository that a model needs. */
export interface PulledPart {
  role: ModelRole | null;
  repository: string;
  commit: string;
  licence: string | null;
  gated: boolean;
  /** Where it will lie. */
  folder: string;
  files: readonly PulledFile[];
  bytes: number;
  bytesToFetch: number;
}

/** What would be fetched. */
export interface ModelPull {
  parts: readonly PulledPart[];
  /** Parts that are folders, and stay where they are; each reference is the whole path. */
  folders: readonly ModelPart[];
  bytes: number;
  bytesToFetch: number;
  /** Fetches what is not there; returns the number of files that came. */
  fetch(onFile?: (repository: string, file: PulledFile) => void, onBytes?: (bytes: number) => void): Promise<number>;
}

interface PlannedFile extends PulledFile {
  remote: RemoteFile;
  blob: string;
  target: string;
  /** In its place, as a content that no link leads to, or not there. */
  state: "snapshot" | "blob" | "absent";
}

type PlannedPart = Omit<PulledPart, "files"> & { files: readonly PlannedFile[]; reference: RepositoryReference };

/**
 * Asks the hub what a model consists of, and the cache what of it is there.
 * @throws DatasetError E_MODEL for repositories without the files a model needs; E_DOWNLOAD; E_OPTION
 */
export async function planModelPull(options: PullModelOptions): Promise<ModelPull> {
  const parts: PlannedPart[] = [];
  const folders: ModelPart[] = [];
  for (const part of withoutAliases(options.parts)) {
    options.signal.throwIfAborted();
    const reference = await readReference(part.reference, options.folder);
    if (reference.kind === "folder") folders.push({ ...part, reference: reference.folder });
    else parts.push(await planPart(part, reference, options));
  }
  const bytesToFetch = sum(parts, "bytesToFetch");
  return {
    parts,
    folders,
    bytes: sum(parts, "bytes"),
    bytesToFetch,
    async fetch(onFile, onBytes) {
      await checkSpace(options.cacheFolder, bytesToFetch);
      let fetched = 0;
      for (const part of parts) {
        // A cache that is complete may be one that nobody can write to.
        if (part.files.every(({ state }) => state === "snapshot") && (await readRevision(options.cacheFolder, part.repository, part.reference.revision)) === part.commit) continue;
        fetched += await withCacheLock(repositoryFolder(options.cacheFolder, part.repository), () => fetchPart(part, options, onFile, onBytes));
      }
      return fetched;
    },
  };
}

async function planPart(part: ModelPart, reference: RepositoryReference, options: PullModelOptions): Promise<PlannedPart> {
  const { repository, revision, file } = reference;
  const remote = await options.hub.describe(repository, revision);
  const paths = remote.files.map(({ path }) => path);
  const plans: PlannedPart[] = [];
  for (const precision of options.precision === null ? (["fp16", "fp32"] as const) : [options.precision]) {
    const { paths: needed, missing } = neededFiles(paths, layoutOf(part.role), precision, file);
    if (missing.length > 0) throw unusable(repository, missing, paths);
    plans.push(await planFiles(part, reference, remote, needed, options));
  }
  // What another tool has cached already is taken as it is.
  return plans.reduce((best, plan) => (plan.bytesToFetch < best.bytesToFetch ? plan : best));
}

function unusable(repository: string, missing: readonly string[], paths: readonly string[]): DatasetError {
  const pickled = missing.some((name) => name.endsWith(".safetensors")) && paths.some((path) => /\.(?:bin|ckpt|pt|pth)$/.test(path));
  return new DatasetError("E_MODEL", `${repository} has no ${missing.slice(0, 4).join(", ")}${pickled ? "; it holds pickles, which can run code and are never fetched" : ""}.`, {
    hint: "It must hold a model as diffusers saves it, with safetensors; for a LoRA or an autoencoder use --lora or --vae.",
    subject: repository,
  });
}

async function planFiles(part: ModelPart, reference: RepositoryReference, remote: RemoteModel, needed: readonly string[], options: PullModelOptions): Promise<PlannedPart> {
  const { repository, commit, licence, gated } = remote;
  const byPath = new Map(remote.files.map((file) => [file.path, file]));
  const folder = snapshotFolder(options.cacheFolder, repository, commit);
  const files: PlannedFile[] = [];
  const counted = new Set<string>();
  for (const path of needed) {
    const file = byPath.get(path)!;
    const blob = blobPath(options.cacheFolder, repository, file.sha256 ?? file.gitSha1!);
    const target = join(folder, ...path.split("/"));
    const isThere = async (at: string): Promise<boolean> => (options.check === true ? isComplete(at, file) : (await stat(at).catch(() => null))?.size === file.bytes);
    const state = (await isThere(target)) ? "snapshot" : (await isThere(blob)) ? "blob" : "absent";
    const bytesToFetch = state !== "absent" || counted.has(blob) ? 0 : Math.max(0, file.bytes - (await bytesBegun(blob, INCOMPLETE)));
    counted.add(blob);
    files.push({ path, bytes: file.bytes, bytesToFetch, remote: file, blob, target, state });
  }
  return { role: part.role, reference, repository, commit, licence, gated, folder, files, bytes: sum(files, "bytes"), bytesToFetch: sum(files, "bytesToFetch") };
}

async function fetchPart(part: PlannedPart, options: PullModelOptions, onFile: Parameters<ModelPull["fetch"]>[0], onBytes: Parameters<ModelPull["fetch"]>[1]): Promise<number> {
  const { repository, commit, files, reference } = part;
  const { hub, signal, link, pause } = options;
  const source = { name: repository, read: (file: RemoteFile, from: number) => hub.read(repository, commit, file, from) };
  let fetched = 0;
  for (const [place, file] of files.entries()) {
    signal.throwIfAborted();
    if (file.state === "snapshot") continue;
    if (file.state === "absent" && !(await isComplete(file.blob, file.remote))) {
      onFile?.(repository, file);
      await fetchFile(source, file.remote, file.blob, { signal, unfinished: INCOMPLETE, ...(onBytes === undefined ? {} : { onBytes }), ...(pause === undefined ? {} : { pause }) }).catch((error: unknown) => {
        throw part.gated ? asGated(error, repository) : error;
      });
      fetched++;
    }
    const isLastUse = !files.slice(place + 1).some(({ blob }) => blob === file.blob);
    await placeInSnapshot(file.blob, file.target, { isLastUse, ...(link === undefined ? {} : { link }) });
  }
  // Only now: a revision that is noted stands for a complete snapshot.
  await writeRevision(options.cacheFolder, repository, reference.revision, commit);
  return fetched;
}

function asGated(error: unknown, repository: string): unknown {
  if (!DatasetError.isInstance(error) || error.code !== "E_DOWNLOAD") return error;
  return new DatasetError("E_DOWNLOAD", error.message, { hint: `The licence of ${repository} must be accepted on its page first; then set HF_TOKEN to your token.`, subject: repository, cause: error });
}

/** @throws DatasetError E_STORAGE when the disk has less room */
async function checkSpace(cacheFolder: string, bytes: number): Promise<void> {
  for (let folder = cacheFolder; ; folder = dirname(folder)) {
    const disk = await statfs(folder).catch(() => null);
    if (disk === null && dirname(folder) !== folder) continue;
    const free = disk === null ? 0 : disk.bavail * disk.bsize;
    // Some network disks say nothing.
    if (free === 0 || free >= bytes) return;
    throw new DatasetError("E_STORAGE", `${cacheFolder} has ${(free / 1e9).toFixed(1)} GB of room, and ${(bytes / 1e9).toFixed(1)} GB are to come.`, { hint: "Free some space, or name another place with HF_HUB_CACHE.", subject: cacheFolder });
  }
}

function sum<Key extends string>(items: readonly Readonly<Record<Key, number>>[], key: Key): number {
  return items.reduce((total, item) => total + item[key], 0);
}
